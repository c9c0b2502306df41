"""The first page: what is new, what changed, what waits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection, func, select
from starlette.responses import Response

from tocsin.access.accounts import User
from tocsin.asking.changes import changes
from tocsin.asking.counts import count_incidents
from tocsin.asking.filters import Filter
from tocsin.asking.lists import count_records, list_records
from tocsin.ledger.audit import act_at, head
from tocsin.ledger.tables import article
from tocsin.web.contexts import TodayPage
from tocsin.web.pages import show
from tocsin.web.queries import with_sight

router = APIRouter()

DAYS_BACK = 7
"""How far back "changed" looks."""

Row = dict[str, Any]


@router.get("/")
def today(request: Request) -> Response:
    """Show today."""
    user: User = request.state.user
    day = today_of(request)
    unseen = with_sight(Filter(review="unreviewed", background=False), user)
    with request.app.state.ledger.reading() as connection:
        page = TodayPage(
            counts=_counts(connection, user),
            latest=list_records(connection, "incident", with_sight(Filter(background=False), user), limit=8).rows,
            changed=_changed(connection, user, day),
            waiting=list_records(connection, "incident", unseen, order="sources", limit=8).rows,
            cases=open_cases(connection, user, day)[:8],
            months=_months(connection, user),
        )  # fmt: skip
    return show(request, "today.html", page, title="Today")


def today_of(request: Request) -> date:
    """Return the day that pages take for today."""
    given = request.app.state.settings.today
    return date.fromisoformat(given) if given else datetime.now(UTC).date()


def _months(connection: Connection, user: User) -> list[Row]:
    """Return the counts of the last two years of months that are known."""
    rows = count_incidents(connection, ["month"], with_sight(Filter(), user)).rows
    return [row for row in rows if len(row["month"]) == 7 and "X" not in row["month"]][-24:]


def _counts(connection: Connection, user: User) -> dict[str, int]:
    seen = with_sight(Filter(), user)
    return {
        "incidents": count_records(connection, "incident", seen),
        "to review": count_records(connection, "incident", with_sight(Filter(review="unreviewed"), user)),
        "disputed": count_records(connection, "incident", with_sight(Filter(status="disputed"), user)),
        "open cases": count_records(connection, "case", with_sight(Filter(state="open"), user)) + count_records(
            connection, "case", with_sight(Filter(state="proposed"), user)),
        "articles": connection.execute(select(func.count()).select_from(article)).scalar() or 0,
    }  # fmt: skip


def _changed(connection: Connection, user: User, day: date) -> list[Row]:
    """Return the last changes that are more than additions."""
    before = act_at(connection, (day - timedelta(days=DAYS_BACK)).isoformat())
    if before == 0:
        return []
    rows = changes(connection, before, head(connection)[0])
    return [row for row in rows if row["change"] != "new" and (user.local or user.sees(row["id"]) or not row.get("sealed"))][:8]


def open_cases(connection: Connection, user: User, day: date) -> list[Row]:
    """Return the cases that are not closed, those with a proposed answer first, then oldest first; each with its age in days."""
    asked = [with_sight(Filter(state=state), user) for state in ("proposed", "open")]
    found = [row for one in asked for row in list_records(connection, "case", one, order="earliest").rows]
    return [{**row, "age": (day - date.fromisoformat(row["opened"])).days if row["opened"] else None} for row in found]
