"""The network: who is allied with, led by or hostile to whom at a day, with the words behind each tie."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection, select
from starlette.responses import JSONResponse, Response

from tocsin.asking.brief import brief_incidents, parties_of
from tocsin.asking.filters import Filter, last_day
from tocsin.asking.lists import list_records
from tocsin.ledger.rows import rows_where
from tocsin.ledger.tables import claim
from tocsin.records.relations import standing_at
from tocsin.records.rules import country_names
from tocsin.web.contexts_rich import RichPage, conditions_of
from tocsin.web.pages import record_address, show
from tocsin.web.queries import address, read_filter, with_sight
from tocsin.web.routes.today import today_of

router = APIRouter()

Row = dict[str, Any]

QUOTES = 8
"""How many claims of a tie are told with their words, the latest; its own page tells all."""


@router.get("/network")
def network_page(request: Request) -> Response:
    """Show the network; its script asks for the data."""
    read_filter(request.query_params, request.state.user)
    at = day_asked(request)
    page = RichPage(address("/network/data", request.query_params, at=None), conditions_of(request.query_params), facts={"at": at})
    return show(request, "network.html", page, title="Network")


def day_asked(request: Request) -> str:
    """Return the day that an address asks for; today, where it asks for none.

    Raises:
        UsageError: it is no day.
    """
    given = request.query_params.get("at", "").strip()
    return last_day(given) if given else today_of(request).isoformat()


@router.get("/network/data")
def network_data(request: Request) -> Response:
    """Return the ties of those who take part in the incidents that meet the filter (of all, without one), each with its state at a day."""
    asked, at = read_filter(request.query_params, request.state.user), day_asked(request)
    with request.app.state.ledger.reading() as connection:
        ties = list_records(connection, "relation", with_sight(Filter(), request.state.user), order="name").rows
        if asked.asked():
            among = parties_of(connection, asked)
            ties = [tie for tie in ties if among & {tie["from"]["key"], tie["to"]["key"]}]
        claims = _claims(connection, ties)
        incidents = len(brief_incidents(connection, asked))
    return JSONResponse({"at": at, "incidents": incidents, "nodes": _nodes(ties), "edges": [_edge(tie, at, claims) for tie in ties],
                         "days": _days(ties)})  # fmt: skip


def _nodes(ties: Iterable[Row]) -> list[Row]:
    """Return who is tied, by key; states by the names of their countries."""
    names = country_names()
    sides = {side["key"]: side for tie in ties for side in (tie["from"], tie["to"])}
    return [{"key": key, "name": names.get(key.removeprefix("state:"), side["name"]), "kind": side["kind"], "sector": side.get("sector"),
             "country": side.get("country"), "page": _page(side)} for key, side in sorted(sides.items())]  # fmt: skip


def _page(side: Row) -> str:
    return record_address("person" if side["kind"] == "person" else "group", side["key"])


def _edge(tie: Row, at: str, claims: dict[str, Row]) -> Row:
    """Return a tie with its state at a day and the last claims about it."""
    told = sorted(tie["history"], key=lambda row: (row["day"] or "", row["claim"]), reverse=True)
    return {
        "id": tie["id"], "type": tie["type"], "directed": tie["directed"], "from": tie["from"]["key"], "to": tie["to"]["key"], "label": tie["label"],
        "state": standing_at(tie, at), "first": tie["first"], "claims": len(told), "page": record_address("relation", tie["id"]),
        "evidence": [_evidence(row, claims[row["claim"]]) for row in told[:QUOTES] if row["claim"] in claims],
    }  # fmt: skip


def _evidence(row: Row, told: Row) -> Row:
    return {"claim": row["claim"], "day": row["day"], "speaks": row["speaks"], "factuality": row["factuality"], "rejected": row["rejected"],
            "source": row["source"], "words": told["evidence"]["words"] or "",
            "page": f"{record_address('article', row['article'])}#{row['claim']}"}  # fmt: skip


def _claims(connection: Connection, ties: Iterable[Row]) -> dict[str, Row]:
    """Return the claims that ties stand on, by id."""
    wanted = {row["claim"] for tie in ties for row in tie["history"]}
    return {row.id: json.loads(row.body) for row in rows_where(connection, select(claim.c.id, claim.c.body), claim.c.id, wanted)}


def _days(ties: Iterable[Row]) -> list[str]:
    """Return the first and the last day that a tie is told of."""
    days = sorted(row["day"] for tie in ties for row in tie["history"] if row["day"])
    return [date.fromisoformat(day).isoformat() for day in (days[0], days[-1])] if days else []
