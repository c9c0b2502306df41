"""Counts of incidents, never of articles: a massacre told by two hundred articles is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, func, select

from tocsin.asking.conditions import conditions
from tocsin.asking.filters import Filter
from tocsin.errors import UsageError
from tocsin.ledger.derived import record, record_term

Row = dict[str, Any]

UNKNOWN = "unknown"
"""What stands for a value that is not known; never left out, so that the counts add up."""

MONTH_PRECISION = 4
"""UCDP date precision up to which a date names a month; vaguer ones are counted by year and shown as `2013-XX`."""

_YEAR = func.substr(record.c.start, 1, 4)
_COLUMNS: dict[str, ColumnElement[Any]] = {
    "year": _YEAR,
    "month": case((record.c.time_precision > MONTH_PRECISION, _YEAR + "-XX"), else_=func.substr(record.c.start, 1, 7)),
    "country": record.c.country,
    "admin1": record.c.admin1,
    "type": record.c.type,
    "mode": record.c.mode,
    "status": record.c.status,
    "grade": record.c.grade,
    "review": record.c.review,
}
_TERMS = ("effect", "actor", "victim", "community", "source", "context")
FIELDS = (*_COLUMNS, *_TERMS)
"""What incidents can be counted by. Those of `_TERMS` can be several in one incident, which then counts once under each."""


@dataclass(frozen=True, slots=True)
class Counts:
    """A table of counts.

    Attributes:
        by: The fields counted by, in order.
        rows: Each with the fields, `incidents`, and `killed_low`, `killed_best`: sums over incidents with a known figure; None where none has.
        incidents: How many incidents there are in all; less than the sum of the rows where one counts under several.
    """

    by: tuple[str, ...]
    rows: list[Row]
    incidents: int

    @property
    def several(self) -> tuple[str, ...]:
        """Return the fields of which one incident can have several values."""
        return tuple(name for name in self.by if name in _TERMS)


def count_incidents(connection: Connection, by: Sequence[str], asked: Filter | None = None, *, act: int | None = None) -> Counts:
    """Return how many incidents meet a filter, by the values of fields, sorted by these.

    Raises:
        UsageError: a field that incidents are not counted by.
    """
    asked = asked or Filter()
    if not by:
        raise UsageError(f"Say what to count by: {', '.join(FIELDS)}.")
    if strange := [name for name in by if name not in FIELDS]:
        raise UsageError(f'Incidents are not counted by "{strange[0]}". Choose from: {", ".join(FIELDS)}.')
    query = select(func.count(func.distinct(record.c.pk)), func.sum(record.c.killed_low), func.sum(record.c.killed_best)).select_from(record)
    groups: list[ColumnElement[Any]] = []
    for name in by:
        if name in _COLUMNS:
            groups.append(func.coalesce(_COLUMNS[name], UNKNOWN))
            continue
        term = record_term.alias(f"term_{name}")
        query = query.join(term, (term.c.record_pk == record.c.pk) & (term.c.field == name), isouter=True)
        groups.append(func.coalesce(term.c.value, UNKNOWN))
    met = conditions(connection, "incident", asked, act)
    rows = connection.execute(query.add_columns(*groups).where(*met).group_by(*groups).order_by(*groups))
    total = connection.execute(select(func.count()).select_from(record).where(*met)).scalar() or 0
    return Counts(tuple(by), [_row(by, row) for row in rows], total)


def _row(by: Sequence[str], row: Any) -> Row:
    return {**dict(zip(by, row[3:], strict=True)), "incidents": row[0], "killed_low": row[1], "killed_best": row[2]}
