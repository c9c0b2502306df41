"""Logging in and out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from tocsin.access.accounts import check_code, check_password, close_session, open_session
from tocsin.ledger import engine
from tocsin.ledger.store import Ledger
from tocsin.web.guard import COOKIE, Throttle
from tocsin.web.pages import show

router = APIRouter()


def safe_next(path: str) -> str:
    """Return a page of ours to go on to; anything else becomes the first page."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and "\\" not in path else "/"


@router.get("/login")
def login_page(request: Request) -> Response:
    """Show the log-in."""
    if request.state.user.name:
        return RedirectResponse("/", status_code=303)
    return show(request, "login.html", {"next": safe_next(request.query_params.get("next", "/")), "wrong": ""}, title="Log in")


@router.post("/login")
def login(request: Request, name: Annotated[str, Form()], password: Annotated[str, Form()], code: Annotated[str, Form()] = "",
          go_on: Annotated[str, Form(alias="next")] = "/") -> Response:  # fmt: skip
    """Log in; after five failures for a name or an address, the next tries wait five minutes."""
    throttle: Throttle = request.app.state.throttle
    ledger: Ledger = request.app.state.ledger
    keys = (f"name {name[:64]}", f"from {request.client.host if request.client else ''}")
    wrong = "Too many tries. Wait five minutes." if throttle.waits(*keys) else ""
    if not wrong:
        with engine.writing(ledger.sql) as connection:
            known = check_password(connection, name, password) and check_code(connection, name, code)
            cookie = open_session(connection, name) if known else ""
            wrong = "" if known else "Name, password or code is not right."
    if wrong:
        throttle.failed(*keys)
        ledger.note_act("login-failed", ("account", name[:64] or "-"), {}, who=name[:64] or "-")
        return show(request, "login.html", {"next": safe_next(go_on), "wrong": wrong}, title="Log in", status=403)
    ledger.note_act("login", ("account", name), {}, who=name)
    response = RedirectResponse(safe_next(go_on), status_code=303)
    response.set_cookie(COOKIE, cookie, httponly=True, samesite="strict", secure=request.app.state.settings.secure, path="/")
    return response


@router.post("/logout")
def logout(request: Request) -> Response:
    """Log out."""
    ledger: Ledger = request.app.state.ledger
    with engine.writing(ledger.sql) as connection:
        close_session(connection, request.cookies.get(COOKIE, ""))
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(COOKIE, path="/")
    return response
