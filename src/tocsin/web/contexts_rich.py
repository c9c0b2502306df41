"""What the map, the timeline, the network and the tables of places and communities are made of: one dataclass a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tocsin.asking.brief import HAPPENED, Brief
from tocsin.asking.filters import GRADES, STATUSES
from tocsin.web.queries import FIELDS

Row = dict[str, Any]

MANY_KILLED = 10
"""From so many killed on, an incident counts among the deadliest (the threshold of mass killings that conflict recorders use most)."""

MONTHS, YEARS = 24, 12
"""How many months a small curve shows, or years where what is told of spreads over more than twice as many months."""


@dataclass(frozen=True, slots=True)
class RichPage:
    """A page that a script draws.

    Attributes:
        data: Address of its data, with the page's filter.
        conditions: Conditions of the filter that are set, as name and value.
        choices: What the filter's lists offer.
        facts: What else the script is told, by name.
    """

    data: str
    conditions: list[tuple[str, str]]
    choices: dict[str, list[str]] = field(default_factory=lambda: {"status": list(STATUSES), "grade": list(GRADES)})
    facts: dict[str, str] = field(default_factory=dict)


def conditions_of(query: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the conditions that an address sets."""
    return [(name, query[name]) for name in FIELDS if query.get(name, "").strip()]


@dataclass(frozen=True, slots=True)
class Tally:
    """Incidents of one place or community.

    Attributes:
        name: As people read it; `conditions` lead to its list.
        many, some, none: Incidents with ten and more killed, with one to nine, with none told.
        killed_low, killed_best: Sums over what is told as having happened; None where no figure is known.
        last: Day that the latest incident began.
        curve: Incidents by month or year, oldest first, as the whole table has them.
        threat: Level of threat, None while none is reckoned.
    """

    name: str
    conditions: Row
    incidents: int
    many: int
    some: int
    none: int
    killed_low: int | None
    killed_best: int | None
    last: str | None
    cases: int
    curve: list[int]
    parts: list[Tally] = field(default_factory=list)
    threat: str | None = None


@dataclass(frozen=True, slots=True)
class TallyPage:
    """Tables of places or communities.

    Attributes:
        rows: Most incidents first.
        periods: The months or years that the small curves show.
        incidents: How many incidents there are in all.
        left_out: How many of them stand in no row.
        more: True where one incident can stand in several rows.
    """

    rows: list[Tally]
    periods: list[str]
    incidents: int
    left_out: int
    conditions: list[tuple[str, str]]
    more: bool = False
    choices: dict[str, list[str]] = field(default_factory=lambda: {"status": list(STATUSES), "grade": list(GRADES)})


def last_periods(rows: Iterable[Brief]) -> list[str]:
    """Return the last months up to the latest that an incident began in, oldest first; years, where months would show little of it all."""
    known = sorted(row.start[:7] for row in rows if row.start)
    if not known:
        return []
    latest = int(known[-1][:4]) * 12 + int(known[-1][5:]) - 1
    middle = known[len(known) // 2]
    if latest - (int(middle[:4]) * 12 + int(middle[5:]) - 1) > MONTHS:
        return [f"{latest // 12 - n:04d}" for n in reversed(range(YEARS))]
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(latest - MONTHS + 1, latest + 1)]


def tally(name: str, conditions: Row, rows: list[Brief], periods: list[str], cases: Mapping[str, int]) -> Tally:
    """Return the counts of some incidents."""
    happened = [row for row in rows if row.status in HAPPENED]
    many = sum((row.killed_best or 0) >= MANY_KILLED for row in happened)
    some = sum(0 < (row.killed_best or 0) < MANY_KILLED for row in happened)
    length = len(periods[0]) if periods else 0
    by_period: dict[str, int] = defaultdict(int)
    for row in rows:
        by_period[_period_of(row, length)] += 1
    return Tally(
        name, conditions, len(rows), many, some, len(rows) - many - some, _sum(row.killed_low for row in happened),
        _sum(row.killed_best for row in happened), max((row.start for row in rows if row.start), default=None),
        sum(cases.get(row.id, 0) for row in rows), [by_period[period] for period in periods],
    )  # fmt: skip


def _period_of(row: Brief, length: int) -> str:
    """Return the month (7 characters) or year (4) that an incident began in, "" where it is not known so well."""
    known = row.start and (length == len("2016") or (row.time_precision or 9) <= 4)
    return row.start[:length] if row.start and known else ""


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def grouped(rows: Iterable[Brief], key: Callable[[Brief], Iterable[str | None]]) -> dict[str, list[Brief]]:
    """Return incidents by what a key gives, without those that it gives nothing for."""
    found: dict[str, list[Brief]] = defaultdict(list)
    for row in rows:
        for name in key(row):
            if name:
                found[name].append(row)
    return found


def most_first(tallies: Iterable[Tally]) -> list[Tally]:
    """Return tallies with the most incidents first, then by name."""
    return sorted(tallies, key=lambda one: (-one.incidents, one.name))
