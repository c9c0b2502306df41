"""Threat: the areas and communities with their levels, and one of them with its weeks, its arithmetic and its evidence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from tocsin.access.accounts import User
from tocsin.asking.filters import Filter, last_day
from tocsin.threat.arithmetic import as_row, evidence_now, explain, level_text
from tocsin.threat.assess import Assessment, area_text, assess, parse_area, survey
from tocsin.threat.rules import SILENT
from tocsin.web.pages import show
from tocsin.web.queries import read_filter
from tocsin.web.routes.today import today_of

router = APIRouter()

Row = dict[str, Any]

LIST_WEEKS, PAGE_WEEKS = 12, 52


@dataclass(frozen=True, slots=True)
class Bar:
    """One week of a trend: its height as a share of the highest (0 to 1), what a pointer on it says, and its kind."""

    height: float
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One line of the list."""

    name: str
    who: str
    query: Row
    level: str
    word: str
    row: Row
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class ThreatPage:
    """The list: what was asked, its rows, and the last day that an article is of, where nothing is told."""

    rows: list[AreaRow]
    total: int
    day: str
    latest: str | None
    country: str | None
    all_seen: bool


@dataclass(frozen=True, slots=True)
class AreaPage:
    """One area: the level with its indicators, the weeks, the evidence, and the arithmetic as text."""

    name: str
    level: str
    row: Row
    bars: list[Bar]
    evidence: list[Any]
    lines: str
    earlier: str
    later: str | None
    all_seen: bool


@router.get("/threat")
def threats(request: Request) -> Response:
    """List areas and communities, most points first."""
    asked, day = _asked(request)
    country = read_filter(request.query_params, request.state.user).country
    with request.app.state.ledger.reading() as connection:
        found = survey(connection, asked, day=day, weeks=LIST_WEEKS, country=country)
    rows = [_line(one, day) for one in found.rows]
    page = ThreatPage(rows, found.total, day.isoformat(), found.latest.isoformat() if found.latest else None, country, sees_all(request.state.user))
    return show(request, "threats.html", page, title="Threat")


@router.get("/threat/{area:path}")
def threat(request: Request, area: str) -> Response:
    """Show the level of one area, with all that it is made of."""
    asked, day = _asked(request)
    with request.app.state.ledger.reading() as connection:
        found = assess(connection, parse_area(area), asked, day=day, weeks=PAGE_WEEKS)
    later = day + timedelta(7)
    page = AreaPage(
        area_text(found.area), level_text(found.level), as_row(found), bars(found), evidence_now(found), "\n".join(explain(found)),
        (day - timedelta(7)).isoformat(), later.isoformat() if later <= today_of(request) else None, sees_all(request.state.user),
    )  # fmt: skip
    return show(request, "threat.html", page, title=f"Threat: {area_text(found.area)}, {found.who}")


def sees_all(user: User) -> bool:
    """Tell whether nothing is sealed to a user."""
    return user.local or "*" in user.grants


def _asked(request: Request) -> tuple[Filter, date]:
    """Return whom the address asks for, and the last day. Conditions of time and country are of the page, not of the incidents."""
    asked = read_filter(request.query_params, request.state.user)
    day = date.fromisoformat(last_day(asked.until)) if asked.until else today_of(request)
    return replace(asked, since=None, until=None, country=None), day


def _line(one: Assessment, day: date) -> AreaRow:
    row = as_row(one)
    query = {"until": day.isoformat(), **({"community": one.community} if one.community else {})}
    return AreaRow(area_text(one.area), one.who, query, level_text(one.level), one.level.word, row, bars(one))


def bars(found: Assessment) -> list[Bar]:
    """Return the bars of the weeks, oldest first."""
    most = max((week.level.points for week in found.weeks), default=0) or 1
    return [Bar(week.level.points / most, f"week to {week.end}: {level_text(week.level)}, {week.level.points} points, {week.attacks} attacks, "
                f"{week.killed} killed{', change point' if week.alarm else ''}",
                "change" if week.alarm else "silent" if week.level.word == SILENT else "") for week in reversed(found.weeks)]  # fmt: skip
