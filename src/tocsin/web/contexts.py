"""What each page is made of: one dataclass a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pager:
    """Where in a list a page stands."""

    total: int
    number: int
    last: int
    first_row: int
    last_row: int


def pager(total: int, number: int, rows: int) -> Pager:
    """Return the pager of page `number` of a list that shows `rows` at a time."""
    last = max(1, -(-total // rows))
    number = min(number, last)
    return Pager(total, number, last, min(total, (number - 1) * rows + 1), min(total, number * rows))


@dataclass(frozen=True, slots=True)
class ListPage:
    """A list of records with its filter."""

    rows: list[Row]
    pager: Pager
    choices: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TodayPage:
    """One glance: what is new, what changed, what waits.

    Attributes:
        counts: How many incidents wait for review, stand, are disputed; articles; open cases.
        latest: Incidents of the news that were added last.
        changed: Rows of the corrections feed of the last days.
        waiting: Incidents that wait for review, most sources first.
        cases: Open cases, oldest first, each with its age in days.
    """

    counts: dict[str, int]
    latest: list[Row]
    changed: list[Row]
    waiting: list[Row]
    cases: list[Row]
    months: list[Row]


@dataclass(frozen=True, slots=True)
class IncidentPage:
    """The story of one incident.

    Attributes:
        matrix: Field × source: rows of {field, cells: [{value, claims}], differ}.
        sources: Heads of the matrix's columns.
        ranges: Toll by effect with the scale of its small chart.
    """

    story: Row
    etag: str
    matrix: list[Row]
    sources: list[Row]
    ranges: list[Row]
    similar: list[Row]
