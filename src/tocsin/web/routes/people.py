"""People, groups, relations and cases: lists, and the story of one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import RedirectResponse, Response

from tocsin.access.accounts import User
from tocsin.asking.desk import etag_of
from tocsin.asking.filters import Filter
from tocsin.asking.lists import list_records
from tocsin.asking.story import tell
from tocsin.errors import NoSuchRecordError
from tocsin.web.contexts import ListPage, pager
from tocsin.web.pages import record_address, show
from tocsin.web.queries import PAGE_ROWS, page_of, read_filter, with_sight
from tocsin.web.routes.today import open_cases, today_of

router = APIRouter()

Row = dict[str, Any]

PERSON_STATUSES = ["alive", "dead", "captured", "missing", "held", "wounded", "released", "disputed", "unknown"]
CASE_STATES = ["open", "proposed", "closed"]


@dataclass(frozen=True, slots=True)
class StoryPage:
    """The story of one record, its etag, and the ties of a person or group."""

    story: Row
    etag: str
    relations: list[Row]
    incidents: list[Row]


@router.get("/people")
def people(request: Request) -> Response:
    """List people, with what is said to have become of them."""
    return _list(request, "person", "people.html", "People", {"status": PERSON_STATUSES})


@router.get("/groups")
def groups(request: Request) -> Response:
    """List groups, organisations and states."""
    return _list(request, "group", "groups.html", "Groups", {})


def _list(request: Request, kind: str, template: str, title: str, choices: dict[str, list[str]]) -> Response:
    number = page_of(request.query_params)
    asked = read_filter(request.query_params, request.state.user)
    with request.app.state.ledger.reading() as connection:
        answer = list_records(connection, kind, asked, order="name", limit=PAGE_ROWS, offset=(number - 1) * PAGE_ROWS)
    return show(request, template, ListPage(answer.rows, pager(answer.total, number, PAGE_ROWS), choices), title=title)


@router.get("/people/{record_id:path}")
def person(request: Request, record_id: str) -> Response:
    """Tell what is known of one person."""
    return _story(request, record_id, "person", "entity.html")


@router.get("/groups/{record_id:path}")
def group(request: Request, record_id: str) -> Response:
    """Tell what is known of one group."""
    return _story(request, record_id, "group", "entity.html")


@router.get("/relations/{record_id}")
def relation(request: Request, record_id: str) -> Response:
    """Tell what is known of one tie between two parties."""
    return _story(request, record_id, "relation", "relation.html")


@router.get("/cases/{record_id}")
def case(request: Request, record_id: str) -> Response:
    """Tell one open question."""
    return _story(request, record_id, "case", "case.html")


def _story(request: Request, record_id: str, kind: str, template: str) -> Response:
    """Show the story of one record; one that is asked for under another kind leads to its own page."""
    user: User = request.state.user
    with request.app.state.ledger.reading() as connection:
        story = tell(connection, record_id)
        if story["kind"] != kind:
            if story["kind"] not in {"incident", "person", "group", "relation", "case"}:
                raise NoSuchRecordError(f"{record_id} is no {kind}.")
            return RedirectResponse(record_address(story["kind"], story["id"]), status_code=303)
        record = story["record"]
        relations: list[Row] = []
        incidents: list[Row] = []
        if kind in {"person", "group"}:
            relations = list_records(connection, "relation", with_sight(Filter(party=record["id"]), user), order="name").rows
            incidents = list_records(connection, "incident", with_sight(Filter(party=record["id"]), user), limit=30).rows
        if kind == "case" and record["incident"]:
            incidents = [tell(connection, record["incident"])["record"]] if _visible(connection, user, record["incident"]) else []
    return show(request, template, StoryPage(story, etag_of(record), relations, incidents), title=record["label"])


def _visible(connection: Any, user: User, incident_id: str) -> bool:
    """Tell whether an incident stands and may be seen."""
    from tocsin.asking.lists import record_now

    body = record_now(connection, incident_id)
    return body is not None and (not body["sealed"] or user.sees(incident_id))


@router.get("/cases")
def cases(request: Request) -> Response:
    """List the open questions: proposed answers first, then by age."""
    user: User = request.state.user
    state = request.query_params.get("state", "")
    if state and state not in CASE_STATES:
        raise HTTPException(400, f'No case is "{state}". Choose from: {", ".join(CASE_STATES)}.')
    with request.app.state.ledger.reading() as connection:
        if state == "closed":
            rows = [{**row, "age": None} for row in list_records(connection, "case", with_sight(Filter(state="closed"), user)).rows]
        else:
            rows = [row for row in open_cases(connection, user, today_of(request)) if not state or row["state"] == state]
    number = page_of(request.query_params)
    shown = rows[(number - 1) * PAGE_ROWS : number * PAGE_ROWS]
    return show(request, "cases.html", ListPage(shown, pager(len(rows), number, PAGE_ROWS), {"state": CASE_STATES}), title="Cases")
