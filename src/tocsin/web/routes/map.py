"""The map: where incidents happened, as precisely as it is known and no more."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from tocsin.asking.brief import Brief, brief_incidents
from tocsin.records.rules import country_names
from tocsin.web.contexts_rich import RichPage, conditions_of
from tocsin.web.pages import asset, show
from tocsin.web.queries import address, read_filter

router = APIRouter()


@router.get("/map")
def map_page(request: Request) -> Response:
    """Show the map; its script asks for the data."""
    read_filter(request.query_params, request.state.user)  # a filter that does not work is told before the script runs
    facts = {"world": asset("world.json"), "library": asset("maplibre-gl.js"), "worker": asset("maplibre-gl-worker.js")}
    page = RichPage(address("/map/data", request.query_params), conditions_of(request.query_params), facts=facts)
    return show(request, "map.html", page, title="Map")


@router.get("/map/data")
def map_data(request: Request) -> Response:
    """Return the incidents that meet the filter, placed or not, with the size of the area that each may lie in."""
    asked = read_filter(request.query_params, request.state.user)
    with request.app.state.ledger.reading() as connection:
        rows = brief_incidents(connection, asked)
    return JSONResponse({"incidents": len(rows), "rows": [_row(row) for row in rows], "countries": names_of_countries(rows)})


def _row(row: Brief) -> dict[str, Any]:
    placed = row.radius_km is not None
    return {
        "id": row.id, "label": row.label, "lat": row.lat if placed else None, "lon": row.lon if placed else None,
        "ucdp_precision": row.place_precision, "radius_km": row.radius_km, "country": row.country, "killed": row.killed_best, **shared(row),
    }  # fmt: skip


def shared(row: Brief) -> dict[str, Any]:
    """Return what every view tells of an incident."""
    kept = asdict(row)
    return {name: kept[name] for name in ("start", "end", "time_precision", "type", "status", "grade", "background")}


def names_of_countries(rows: list[Brief]) -> dict[str, str]:
    """Return the names of the countries that incidents are in, by code."""
    names = country_names()
    return {code: names.get(code, code) for code in sorted({row.country for row in rows if row.country})}
