"""The inbox: one incident after another with its evidence, decided by single keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from sqlalchemy import Connection, func, select
from starlette.responses import JSONResponse, RedirectResponse, Response

from tocsin.access import leases
from tocsin.access.accounts import User, stamp
from tocsin.asking import desk
from tocsin.asking.duplicates import likely_duplicates
from tocsin.asking.filters import GRADES, STATUSES
from tocsin.asking.lists import list_records
from tocsin.asking.story import tell
from tocsin.errors import StaleDecisionError, UsageError
from tocsin.ledger import engine
from tocsin.ledger.store import Ledger
from tocsin.ledger.tables import decision
from tocsin.web.guard import check_seen
from tocsin.web.pages import show
from tocsin.web.queries import read_filter
from tocsin.web.routes.deciding import form_of

router = APIRouter()

QUEUE = 12
"""Incidents of the queue that are shown beside the one that is open."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class InboxPage:
    """The incident that is open, and the queue.

    Attributes:
        story: None when nothing waits. holder: who else looks at it, "" for nobody.
        queue: What comes next, each with `etag` and the best `score` of its claims.
        later: Ids that were put off in this round.
        progress: Decisions of the reviewer today and in the last hour; how many wait.
        undo: Id of the decision that was just made.
    """

    story: Row | None
    etag: str
    holder: str
    similar: list[Row]
    queue: list[Row]
    later: list[str]
    progress: dict[str, int]
    undo: str
    choices: dict[str, list[str]]


@router.get("/inbox")
def inbox(request: Request) -> Response:
    """Show what waits for review: harm first, then by sources; what was put off comes last, what others look at is left out."""
    user: User = request.state.user
    ledger: Ledger = request.app.state.ledger
    query = {**dict(request.query_params), "review": request.query_params.get("review") or "unreviewed"}
    later = [one for one in query.get("later", "").split(",") if one]
    with ledger.reading() as connection:
        others = leases.held_by_others(connection, user.name)
        answer = list_records(connection, "incident", read_filter(query, user), order="gravity", limit=QUEUE + len(later) + len(others) + 1)
        rows = [row for row in answer.rows if row["id"] not in others]
        rows = [row for row in rows if row["id"] not in later] + [row for row in rows if row["id"] in later]
        chosen = next((row for row in rows if row["id"] == query.get("at")), rows[0] if rows else None)
        story = tell(connection, chosen["id"]) if chosen else None
        similar = [row for row in likely_duplicates(connection, chosen) if not row["sealed"] or user.sees(row["id"])] if chosen else []
        scores = _scores(connection, rows[: QUEUE + 1])
        progress = {**_progress(connection, user.name), "left": answer.total}
    holder = _take(ledger, chosen["id"], user.name) if chosen else user.name
    queue = [{**row, "etag": desk.etag_of(row), "score": scores.get(row["id"], 0.0)} for row in rows[: QUEUE + 1]]
    page = InboxPage(story, desk.etag_of(chosen) if chosen else "", "" if holder == user.name else holder, similar, queue, later, progress,
                     query.get("undo", ""), {"status": list(STATUSES), "grade": list(GRADES)})  # fmt: skip
    return show(request, "inbox.html", page, title="Inbox")


def _take(ledger: Ledger, record_id: str, account: str) -> str:
    with engine.writing(ledger.sql) as connection:
        return leases.take(connection, record_id, account)


def _scores(connection: Connection, rows: list[Row]) -> dict[str, float]:
    """Return the best score of each incident's claims."""
    from tocsin.ledger.members import load_bodies

    bodies = load_bodies(connection, {claim for row in rows for claim in row["claims"]})
    return {row["id"]: max((bodies[claim]["score"] for claim in row["claims"] if claim in bodies), default=0.0) for row in rows}


def _progress(connection: Connection, who: str) -> dict[str, int]:
    """Return how many decisions somebody made today, and in the last hour."""
    now = datetime.now(UTC)
    since = {"today": now.replace(hour=0, minute=0, second=0, microsecond=0), "hour": now - timedelta(hours=1)}
    made = select(func.count()).select_from(decision).where(decision.c.author == who)
    return {name: connection.execute(made.where(decision.c.at >= stamp(moment))).scalar() or 0 for name, moment in since.items()}


@router.post("/records/{record_id}/lease")
def lease(request: Request, record_id: str) -> Response:
    """Renew the lease of the record that one looks at; tell who holds it."""
    holder = _take(request.app.state.ledger, record_id, request.state.user.name)
    return JSONResponse({"holder": holder, "mine": holder == request.state.user.name})


@router.post("/inbox/accept-all")
async def accept_all(request: Request) -> Response:
    """Accept the incidents that were ticked, of which each was on the page as it still is; those that changed meanwhile stay."""
    form = await form_of(request)
    raw = (await request.form()).getlist("ticked")
    if not form.get("reason"):
        raise UsageError("Say why they are accepted together.")
    pairs = [str(one).split(":", 1) for one in raw if ":" in str(one)]
    check_seen(request, [record_id for record_id, _ in pairs])
    done, stale = 0, 0
    for record_id, seen in pairs:
        try:
            desk.decide(request.app.state.ledger, "accept", record_id, who=request.state.user.name, reason=form["reason"], seen=seen)
            done += 1
        except StaleDecisionError:
            stale += 1
    said = f"{done} accepted." + (f" {stale} changed meanwhile and were left." if stale else "")
    return RedirectResponse(f"/inbox?{urlencode({'said': said})}", status_code=303)
