"""Our own files and the sign of life."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import FileResponse, JSONResponse, Response

from tocsin import __version__
from tocsin.web.pages import STATIC

router = APIRouter()

FOR_GOOD = "public, max-age=31536000, immutable"


@router.get("/healthz")
def healthz(request: Request) -> Response:
    """Tell that the workbench answers and its ledger opens; nothing about what is in it."""
    with request.app.state.ledger.reading() as connection:
        connection.exec_driver_sql("SELECT 1")
    return JSONResponse({"status": "ok", "version": __version__})


@router.get("/static/{path:path}")
def static_file(path: str, request: Request) -> Response:
    """Return one of our files."""
    file = (STATIC / path).resolve()
    if not file.is_relative_to(STATIC) or not file.is_file():
        raise HTTPException(404)
    headers = {"Cache-Control": FOR_GOOD if "v" in request.query_params else "no-cache"}
    return FileResponse(file, headers=headers)
