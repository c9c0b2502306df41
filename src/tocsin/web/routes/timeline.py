"""The timeline: when incidents happened, each as long as its date is vague."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from tocsin.asking.brief import Brief, actor_names, brief_incidents
from tocsin.web.contexts_rich import RichPage, conditions_of
from tocsin.web.pages import show
from tocsin.web.queries import address, read_filter
from tocsin.web.routes.map import names_of_countries, shared

router = APIRouter()

LANES = ("country", "type", "actor")
"""What the timeline can be laned by."""


@router.get("/timeline")
def timeline_page(request: Request) -> Response:
    """Show the timeline; its script asks for the data."""
    read_filter(request.query_params, request.state.user)
    data = address("/timeline/data", request.query_params, lanes=None)
    page = RichPage(data, conditions_of(request.query_params), facts={"lanes": lanes_of(request)})
    return show(request, "timeline.html", page, title="Timeline")


def lanes_of(request: Request) -> str:
    """Return what the lanes are that an address asks for."""
    given = request.query_params.get("lanes", "")
    return given if given in LANES else LANES[0]


@router.get("/timeline/data")
def timeline_data(request: Request) -> Response:
    """Return the incidents that meet the filter with their times; with `lanes=actor`, also who acted."""
    asked = read_filter(request.query_params, request.state.user)
    lanes = lanes_of(request)
    with request.app.state.ledger.reading() as connection:
        rows = brief_incidents(connection, asked)
        actors = actor_names(connection, asked) if lanes == "actor" else {}
    countries = names_of_countries(rows)
    return JSONResponse({"incidents": len(rows), "rows": [_row(row, _lanes(row, lanes, actors, countries)) for row in rows], "lanes": lanes})


def _lanes(row: Brief, lanes: str, actors: dict[int, list[str]], countries: dict[str, str]) -> list[str]:
    if lanes == "actor":
        return actors.get(row.pk, [])
    if lanes == "type":
        return [row.type.lower()]
    return [countries[row.country]] if row.country else []


def _row(row: Brief, lanes: list[str]) -> dict[str, Any]:
    return {"id": row.id, "label": row.label, "killed": row.killed_best, "lanes": lanes, **shared(row)}
