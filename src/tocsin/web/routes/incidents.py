"""Incidents: the list, and the story of one."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from tocsin.access.accounts import User
from tocsin.asking.desk import etag_of
from tocsin.asking.duplicates import likely_duplicates
from tocsin.asking.filters import GRADES, STATUSES
from tocsin.asking.lists import ORDERS, list_records
from tocsin.asking.matrix import source_matrix
from tocsin.asking.story import tell
from tocsin.web.contexts import IncidentPage, ListPage, pager
from tocsin.web.pages import show
from tocsin.web.queries import PAGE_ROWS, page_of, read_filter

router = APIRouter()

Row = dict[str, Any]


@router.get("/incidents")
def incidents(request: Request) -> Response:
    """List the incidents that meet the filter of the address."""
    number = page_of(request.query_params)
    asked = read_filter(request.query_params, request.state.user)
    order = request.query_params.get("order", "time")
    with request.app.state.ledger.reading() as connection:
        answer = list_records(
            connection, "incident", asked, order=order if order in ORDERS else "time", limit=PAGE_ROWS, offset=(number - 1) * PAGE_ROWS
        )
    page = ListPage(answer.rows, pager(answer.total, number, PAGE_ROWS), {"status": list(STATUSES), "grade": list(GRADES), "order": list(ORDERS)})
    return show(request, "incidents.html", page, title="Incidents")


@router.get("/incidents/{record_id}")
def incident(request: Request, record_id: str) -> Response:
    """Tell the story of one incident."""
    user: User = request.state.user
    with request.app.state.ledger.reading() as connection:
        story = tell(connection, record_id)
        if story["kind"] == "incident" and story["id"] != record_id:
            return RedirectResponse(f"/incidents/{story['id']}", status_code=303)
        record = story["record"]
        similar = [row for row in likely_duplicates(connection, record) if not row["sealed"] or user.sees(row["id"])]
    sources, matrix = source_matrix(story["claims"], story["articles"], record["conflicts"])
    page = IncidentPage(story, etag_of(record), matrix, sources, toll_ranges(record["toll"]), similar)
    return show(request, "incident.html", page, title=record["label"])


def toll_ranges(tolls: list[Row]) -> list[Row]:
    """Return the toll with positions for a small chart: low, best and high as shares of the widest figure, 0 to 100."""
    widest = max((toll[name] or 0 for toll in tolls for name in ("low", "best", "high")), default=0) or 1
    rows = []
    for toll in tolls:
        low = toll["low"] if toll["low"] is not None else 0
        high = toll["high"] if toll["high"] is not None else widest
        best = toll["best"] if toll["best"] is not None else low
        rows.append({**toll, "x1": 100 * low / widest, "x2": 100 * high / widest, "x": 100 * best / widest, "open": toll["high"] is None})
    return rows
