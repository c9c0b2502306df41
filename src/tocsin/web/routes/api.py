"""The API: the same filters and records as everywhere else, for programs with a token."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, HTTPException, Path, Query, Request
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response, StreamingResponse

from tocsin import __version__
from tocsin.access.accounts import User
from tocsin.asking import desk
from tocsin.asking.changes import changes
from tocsin.asking.counts import FIELDS, count_incidents
from tocsin.asking.filters import Filter, last_day
from tocsin.asking.lists import list_articles, list_claims, list_records
from tocsin.asking.story import tell
from tocsin.exchange.formats import FORMATS
from tocsin.exchange.gather import gather
from tocsin.ledger.audit import act_at, head
from tocsin.ledger.store import Ledger
from tocsin.web.queries import read_filter

router = APIRouter(prefix="/api/v1")

MOST_ROWS = 1000
"""Rows of one answer at most; JSON Lines have no such bound, as they stream."""
LINES = "application/x-ndjson"

Row = dict[str, Any]


class Kind(StrEnum):
    """What can be listed."""

    incidents = "incidents"
    people = "people"
    groups = "groups"
    relations = "relations"
    cases = "cases"
    claims = "claims"
    articles = "articles"


class Order(StrEnum):
    """How records are ordered."""

    time = "time"
    earliest = "earliest"
    killed = "killed"
    sources = "sources"
    name = "name"


class FilterQuery(BaseModel):
    """Conditions that records must all meet; the same as on every page."""

    model_config = ConfigDict(extra="forbid")

    since: str | None = Field(None, description="2016, 2016-11 or 2016-11-03: happened on or after.", max_length=10)
    until: str | None = Field(None, description="Happened on or before.", max_length=10)
    country: str | None = Field(None, description="Name or ISO 3166 alpha-3 code of the place's country.", max_length=80)
    place: str | None = Field(None, max_length=200)
    near: str | None = Field(None, description="Circle: latitude, longitude, kilometres.", max_length=80)
    type: str | None = Field(None, description="PLOVER type, or type of relation.", max_length=40)
    mode: str | None = Field(None, max_length=40)
    actor: str | None = Field(None, description="Any name of who acted.", max_length=200)
    victim: str | None = Field(None, max_length=200)
    party: str | None = Field(None, max_length=200)
    name: str | None = Field(None, description="Of people and groups: any spelling.", max_length=200)
    community: str | None = Field(None, max_length=200)
    effect: str | None = Field(None, max_length=40)
    status: str | None = Field(None, max_length=40)
    state: str | None = Field(None, max_length=40)
    grade: str | None = Field(None, max_length=40)
    review: str | None = Field(None, max_length=40)
    source: str | None = Field(None, max_length=200)
    text: str | None = Field(None, description="Words in the evidence.", max_length=500)
    killed: int | None = Field(None, ge=0, le=10**9)
    background: bool | None = None

    def as_filter(self, user: User) -> Filter:
        """Return the filter."""
        return read_filter({name: str(value) for name, value in self.model_dump(exclude_none=True).items()}, user)


class ListQuery(FilterQuery):
    """A filter, and which part of the answer."""

    order: Order = Order.time
    limit: int = Field(100, ge=1, le=MOST_ROWS)
    offset: int = Field(0, ge=0, le=10**9)
    as_of: str | None = Field(None, description="The ledger as it stood at the end of that day.", max_length=32)


class CountQuery(FilterQuery):
    """A filter, and what to count by."""

    by: str = Field("month,country", description=f"Fields with commas: {', '.join(FIELDS)}.", max_length=200)
    as_of: str | None = Field(None, max_length=32)


class NewDecision(BaseModel):
    """A decision about one record or claim."""

    model_config = ConfigDict(extra="forbid")

    verb: str = Field(description="accept, reject, correct, grade, close, reopen, note, redact, seal or unseal.", max_length=16)
    reason: str = Field(min_length=1, max_length=2000)
    value: dict[str, Any] = Field(default_factory=dict)
    evidence: list[str] = Field(default_factory=list, max_length=50)


@router.get("/openapi.json", include_in_schema=False)
def openapi() -> Response:
    """Return the description of the API."""
    described = get_openapi(
        title="Tocsin", version=__version__, description="The ledger for programs. Log in with a token: Authorization: Bearer …", routes=router.routes
    )
    described["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    described["security"] = [{"token": []}]
    return JSONResponse(described)


_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"description": "A condition of another form; the message says which form."}, 401: {"description": "No token, or it is over."},
    403: {"description": "The token or role does not allow it."}, 404: {"description": "Nothing by that id, or it is sealed."},
}  # fmt: skip


@router.get("/counts", responses=_ERRORS)
def counts(request: Request, query: Annotated[CountQuery, Query()]) -> Response:
    """Count incidents, never articles."""
    fields = [name.strip() for name in query.by.split(",") if name.strip()]
    asked = FilterQuery(**query.model_dump(exclude={"by", "as_of"})).as_filter(request.state.user)
    with request.app.state.ledger.reading() as connection:
        table = count_incidents(connection, fields, asked, act=_act(connection, query.as_of))
    return JSONResponse({"by": list(table.by), "incidents": table.incidents, "rows": table.rows})


@router.get("/changes", responses=_ERRORS)
def corrections(
    request: Request, start: Annotated[str, Query(alias="from", max_length=32)], end: Annotated[str | None, Query(alias="to", max_length=32)] = None
) -> Response:
    """List what is new, changed, merged, split or withdrawn between two days: the corrections feed."""
    user: User = request.state.user
    with request.app.state.ledger.reading() as connection:
        before = _act(connection, start) or 0
        after = head(connection)[0] if end is None else _act(connection, end) or 0
        rows = [row for row in changes(connection, before, after) if _may_see(connection, row, user)]
    return JSONResponse({"from": before, "to": after, "rows": rows})


@router.get("/export/{format}", responses=_ERRORS)
def export(request: Request, format: Annotated[str, Path(max_length=16)], query: Annotated[FilterQuery, Query()]) -> Response:  # noqa: A002 the path's word
    """Return incidents that meet a filter in another form; written into the audit. `X-Losses` counts what it could not hold."""
    chosen = FORMATS.get(format)
    if chosen is None:
        raise HTTPException(404, f"There is no format {format}. There are: {', '.join(FORMATS)}.")
    user: User = request.state.user
    ledger: Ledger = request.app.state.ledger
    asked = query.as_filter(user)
    with ledger.reading() as connection:
        bundle = gather(connection, asked)
    written = chosen.write(bundle)
    ledger.note_act("export", ("ledger", format), {"filter": query.model_dump(exclude_none=True), "incidents": len(bundle.incidents)}, who=user.name)
    lost = sum(written.losses.left_out.values()) + sum(written.losses.reduced.values())
    return Response(written.content, media_type="application/octet-stream", headers={"X-Losses": str(lost)})


@router.get("/records/{record_id:path}", responses=_ERRORS)
def record(request: Request, record_id: Annotated[str, Path(max_length=200)], as_of: Annotated[str | None, Query(max_length=32)] = None,
           if_none_match: Annotated[str | None, Header()] = None) -> Response:  # fmt: skip
    """Tell the whole story of one record, claim, article or decision: with claims, sources, decisions and versions."""
    with request.app.state.ledger.reading() as connection:
        story = tell(connection, record_id, act=_act(connection, as_of))
    tag = f'"{desk.etag_of(story["record"])}"' if "record" in story else f'"{story["id"]}"'
    if if_none_match == tag:
        return Response(status_code=304, headers={"ETag": tag})
    return JSONResponse(story, headers={"ETag": tag})


@router.post("/records/{record_id}/decisions", status_code=201, responses={**_ERRORS, 409: {"description": "It changed since `If-Match` was read."}})
def decide(request: Request, record_id: Annotated[str, Path(max_length=200)], new: Annotated[NewDecision, Body()],
           if_match: Annotated[str | None, Header()] = None) -> Response:  # fmt: skip
    """Decide about a record. With `If-Match` (the ETag that was read) a record that changed since is not decided on."""
    made = desk.decide(request.app.state.ledger, new.verb, record_id, who=request.state.user.name, reason=new.reason, value=new.value,
                       evidence=new.evidence, seen=if_match.strip('"') if if_match else None)  # fmt: skip
    return JSONResponse({"id": made.id, "at": made.at, "verb": made.verb, "subject": [made.subject_kind, made.subject_id]}, status_code=201)


@router.delete("/decisions/{decision_id}", responses=_ERRORS)
def undo(
    request: Request, decision_id: Annotated[str, Path(max_length=64)], reason: Annotated[str, Query(min_length=1, max_length=2000)]
) -> Response:
    """Undo a decision; it and its undoing are kept."""
    made = request.app.state.ledger.undo(decision_id, who=request.state.user.name, reason=reason)
    return JSONResponse({"id": made.id, "at": made.at, "undid": decision_id})


_KINDS = {Kind.incidents: "incident", Kind.people: "person", Kind.groups: "group", Kind.relations: "relation", Kind.cases: "case"}


@router.get("/{kind}", responses=_ERRORS)
def listing(request: Request, kind: Kind, query: Annotated[ListQuery, Query()], accept: Annotated[str, Header()] = "",
            if_none_match: Annotated[str | None, Header()] = None) -> Response:  # fmt: skip
    """List records that meet a filter. With `Accept: application/x-ndjson`, all of them as JSON Lines, one a line."""
    user: User = request.state.user
    ledger: Ledger = request.app.state.ledger
    asked = FilterQuery(**query.model_dump(exclude={"order", "limit", "offset", "as_of"})).as_filter(user)
    with ledger.reading() as connection:
        tag = _tag(head(connection)[1], user, str(request.url.query), accept)
        if if_none_match == tag:
            return Response(status_code=304, headers={"ETag": tag})
        act = _act(connection, query.as_of)
        if LINES in accept:
            return StreamingResponse(_lines(ledger, kind, asked, act, query.order), media_type=LINES, headers={"ETag": tag})
        answer = _ask(connection, kind, asked, act, query.order, query.limit, query.offset)
    after = query.offset + len(answer.rows)
    return JSONResponse({"total": answer.total, "rows": answer.rows, "next": after if after < answer.total else None}, headers={"ETag": tag})


def _ask(connection: Any, kind: Kind, asked: Filter, act: int | None, order: Order, limit: int | None, offset: int) -> Any:
    """Return rows of a kind."""
    if kind is Kind.claims:
        return list_claims(connection, asked, act=act, limit=limit, offset=offset)
    if kind is Kind.articles:
        return list_articles(connection, asked, act=act, limit=limit, offset=offset)
    return list_records(connection, _KINDS[kind], asked, act=act, order=order.value, limit=limit, offset=offset)


def _lines(ledger: Ledger, kind: Kind, asked: Filter, act: int | None, order: Order) -> Iterator[str]:
    """Yield all rows as JSON Lines, some at a time, all as of one moment."""
    with ledger.reading() as connection:
        offset = 0
        while rows := _ask(connection, kind, asked, act, order, MOST_ROWS, offset).rows:
            yield from (json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n" for row in rows)
            offset += len(rows)


def _tag(last_act: str, user: User, query: str, accept: str) -> str:
    """Return what changes whenever the answer may: the head of the ledger, who asks, and for what."""
    return f'"{hashlib.sha256(repr((last_act, user.name, sorted(user.grants), query, LINES in accept)).encode()).hexdigest()[:32]}"'


def _act(connection: Any, moment: str | None) -> int | None:
    """Return the act of a past state, None for now.

    Raises:
        UsageError: no day.
    """
    if moment is None:
        return None
    if "T" in moment:
        return act_at(connection, moment)
    return act_at(connection, last_day(moment))


def _may_see(connection: Any, row: Row, user: User) -> bool:
    """Tell whether a row of the feed is of a record that the user may see."""
    from tocsin.web.guard import sealed_behind

    return all(user.sees(one) for one in sealed_behind(connection, row["id"]))
