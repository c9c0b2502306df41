"""Filters as conditions of SQL."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, or_, select

from tocsin.actorbase.load import load_actor_base
from tocsin.asking.filters import Filter, Near, first_day, last_day
from tocsin.ledger.derived import record, record_term
from tocsin.ledger.search import matching
from tocsin.ledger.tables import claim
from tocsin.ledger.versions import fold

KM_PER_DEGREE = 111.32
"""Kilometres of one degree of latitude, on the mean sphere."""

Condition = ColumnElement[bool]


def standing_at(act: int | None) -> Condition:
    """Return the condition of a version that stood after an act, None for now."""
    if act is None:
        return record.c.to_act.is_(None)
    return and_(record.c.from_act <= act, or_(record.c.to_act.is_(None), record.c.to_act > act))


def conditions(connection: Connection, kind: str, asked: Filter, act: int | None) -> list[Condition]:
    """Return the conditions that records of a kind must meet."""
    found: list[Condition] = [record.c.kind == kind, standing_at(act)]
    found += [_CONDITIONS[name](connection, getattr(asked, name)) for name in asked.asked()]
    if asked.unsealed_for is not None:
        found.append(or_(record.c.sealed.is_(False), record.c.id.in_(asked.unsealed_for)))
    if asked.review is None:
        found.append(record.c.review != "rejected")
    return found


def has_term(field: str, values: Iterable[str]) -> Condition:
    """Return the condition that a record has one of the values in a field."""
    wanted = sorted(set(values))
    if not wanted:
        return false()
    return record.c.pk.in_(select(record_term.c.record_pk).where(record_term.c.field == field, record_term.c.value.in_(wanted)))


def _named(field: str) -> Callable[[Connection, str], Condition]:
    return lambda connection, name: has_term(field, names_of(connection, name))


def names_of(connection: Connection, name: str) -> set[str]:
    """Return what someone may be called by in records: the name itself, entries of the actor base, and identities with this alias."""
    found = {fold(name), name.strip()} | {known.id for known in load_actor_base().find(name)}
    query = select(record.c.id).where(record.c.kind.in_(("person", "group")), record.c.to_act.is_(None), has_term("alias", [fold(name)]))
    return found | set(connection.execute(query).scalars())


def _called(_: Connection, name: str) -> Condition:
    """Return the condition that a person or group is called by a name, in whole or by its beginning."""
    keys = [key for known in load_actor_base().find(name) for key in (known.id, f"kb:{known.id}")]
    wanted = fold(name)
    beginning = select(record_term.c.record_pk).where(record_term.c.field == "alias", record_term.c.value.between(wanted, wanted + "\U0010ffff"))
    return or_(record.c.id.in_(keys), record.c.pk.in_(beginning))


def _equal(column: Any, change: Callable[[str], str] = str) -> Callable[[Connection, str], Condition]:
    return lambda _, value: column == change(value)


def _folded(field: str) -> Callable[[Connection, str], Condition]:
    return lambda _, value: has_term(field, [fold(value)])


def _near(_: Connection, circle: Near) -> Condition:
    """Return the box around a circle; what lies in its corners is left out row by row."""
    north = circle.radius_km / KM_PER_DEGREE
    east = north / max(math.cos(math.radians(min(abs(circle.lat) + north, 89.9))), 1e-3)
    box: list[Condition] = [record.c.lat.between(circle.lat - north, circle.lat + north)]
    west, right = circle.lon - east, circle.lon + east
    if right - west < 360:
        turned = [(west, right)] + ([(west + 360, 180.0)] if west < -180 else []) + ([(-180.0, right - 360)] if right > 180 else [])
        box.append(or_(*(record.c.lon.between(low, high) for low, high in turned)))
    return and_(*box)


def inside(circle: Near, lat: float | None, lon: float | None) -> bool:
    """Tell whether a point lies in a circle (haversine, at most 0.6 % off the ellipsoid)."""
    if lat is None or lon is None:
        return False
    p, q = math.radians(circle.lat), math.radians(lat)
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(lon - circle.lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, half))) <= circle.radius_km


def _text(connection: Connection, query: str) -> Condition:
    claims = select(claim.c.id).where(claim.c.n.in_(matching(connection, "claim_search", query)))
    return record.c.pk.in_(select(record_term.c.record_pk).where(record_term.c.field == "claim", record_term.c.value.in_(claims)))


_CONDITIONS: dict[str, Callable[[Connection, Any], Condition]] = {
    "since": lambda _, day: record.c.end >= first_day(day),
    "until": lambda _, day: record.c.start <= last_day(day),
    "country": _equal(record.c.country, lambda code: code.strip().upper()),
    "place": _folded("place"),
    "near": _near,
    "type": lambda _, value: or_(record.c.type == value.upper(), record.c.type == value.lower()),
    "mode": _equal(record.c.mode),
    "actor": _named("actor"),
    "victim": _named("victim"),
    "party": _named("party"),
    "name": _called,
    "community": _folded("community"),
    "effect": lambda _, value: has_term("effect", [value]),
    "status": _equal(record.c.status),
    "state": _equal(record.c.state),
    "grade": _equal(record.c.grade),
    "review": _equal(record.c.review),
    "source": _folded("source"),
    "text": _text,
    "killed": lambda _, number: record.c.killed_best >= number,
    "background": lambda _, value: record.c.background.is_(value),
}
