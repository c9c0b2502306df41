"""Incidents in brief, for views that hold all of them at once: maps, timelines, tables of places. From columns, without their whole records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from tocsin.asking.conditions import conditions, inside
from tocsin.asking.filters import Filter
from tocsin.ledger.derived import record, record_term

RADIUS_KM = {1: 0, 2: 25, 3: 50, 4: 150, 5: 100}
"""How far from its point a place may truly be, by UCDP precision: the spot, near it, its district, its region, an area or line."""

HAPPENED = frozenset({"actual", "disputed"})
"""Statuses of what is told as having happened; only their dead are added up."""


@dataclass(frozen=True, slots=True)
class Brief:
    """One incident in brief; the names are those of the ledger's columns."""

    pk: int
    id: str
    label: str
    type: str
    status: str
    grade: str | None
    review: str
    background: bool
    country: str | None
    admin1: str | None
    place: str | None
    lat: float | None
    lon: float | None
    place_precision: int | None
    start: str | None
    end: str | None
    time_precision: int | None
    killed_low: int | None
    killed_best: int | None

    @property
    def radius_km(self) -> int | None:
        """How far from the point it may be; None where it has no point that could be drawn honestly (only the country is known, or less)."""
        return RADIUS_KM.get(self.place_precision or 0) if self.lat is not None and self.lon is not None else None


_COLUMNS = tuple(record.c[name] for name in Brief.__dataclass_fields__)


def brief_incidents(connection: Connection, asked: Filter) -> list[Brief]:
    """Return all incidents that meet a filter, latest first, the undated last: the same set that lists show page by page."""
    query = select(*_COLUMNS).where(*conditions(connection, "incident", asked, None))
    found = connection.execute(query.order_by(record.c.start.is_(None), record.c.start.desc(), record.c.id))
    rows = (Brief(*row) for row in found)
    return [row for row in rows if asked.near is None or inside(asked.near, row.lat, row.lon)]


def actor_names(connection: Connection, asked: Filter) -> dict[int, list[str]]:
    """Return who acted, by the primary key of the incident, for those that meet a filter (its circle as a box)."""
    return {pk: sorted({party["name"] for part in ("perpetrators", "parties") for party in body[part] if party.get("name")})
            for pk, body in _bodies(connection, asked, None)}  # fmt: skip


def communities(connection: Connection, asked: Filter) -> dict[int, list[str]]:
    """Return the communities of the victims, by the primary key of the incident, for those that meet a filter and have any."""
    return {pk: body["communities"] for pk, body in _bodies(connection, asked, "community")}


def _bodies(connection: Connection, asked: Filter, term: str | None) -> Iterator[tuple[int, dict[str, Any]]]:
    query = select(record.c.pk, record.c.body).where(*conditions(connection, "incident", asked, None))
    if term is not None:
        query = query.where(record.c.pk.in_(select(record_term.c.record_pk).where(record_term.c.field == term)))
    for row in connection.execute(query.execution_options(yield_per=500)):
        yield row.pk, json.loads(row.body)


def open_cases_of(connection: Connection, asked: Filter) -> dict[str, int]:
    """Return how many cases that are not closed each incident has, by its id; sealed cases as the filter allows."""
    met = conditions(connection, "case", Filter(unsealed_for=asked.unsealed_for), None)
    about = record_term.alias("about")
    query = select(about.c.value).join(record, record.c.pk == about.c.record_pk).where(*met, about.c.field == "incident", record.c.state != "closed")
    found: dict[str, int] = {}
    for incident in connection.execute(query).scalars():
        found[incident] = found.get(incident, 0) + 1
    return found


def parties_of(connection: Connection, asked: Filter) -> set[str]:
    """Return what takes part in the incidents that meet a filter: keys and names, as ties are asked by them (its circle as a box)."""
    pks = select(record.c.pk).where(*conditions(connection, "incident", asked, None))
    query = select(record_term.c.value).where(record_term.c.field == "party", record_term.c.record_pk.in_(pks))
    return set(connection.execute(query.distinct()).scalars())
