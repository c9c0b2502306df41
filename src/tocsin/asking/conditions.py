"""Filters as conditions of SQL."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Text, and_, bindparam, column, false, or_, select, text

from tocsin.asking.filters import Filter, Near, first_day, last_day
from tocsin.asking.names import keys_of, names_of
from tocsin.ledger.derived import record, record_term
from tocsin.ledger.search import matching
from tocsin.ledger.tables import claim
from tocsin.ledger.versions import fold

EARTH_KM = 6371.0
"""Mean radius of the Earth."""

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


def _called(connection: Connection, name: str) -> Condition:
    """Return the condition that a person or group is called by a name, in whole or by its beginning."""
    wanted = fold(name)
    beginning = select(record_term.c.record_pk).where(record_term.c.field == "alias", record_term.c.value.between(wanted, wanted + "\U0010ffff"))
    return or_(record.c.id.in_(sorted(keys_of(connection, name))), record.c.pk.in_(beginning))


def _equal(column: Any, change: Callable[[str], str] = str) -> Callable[[Connection, str], Condition]:
    return lambda _, value: column == change(value)


def _lower(value: str) -> str:
    return value.strip().lower()


def _folded(field: str) -> Callable[[Connection, str], Condition]:
    return lambda _, value: has_term(field, [fold(value)])


def _near(connection: Connection, circle: Near) -> Condition:
    """Return the condition that the point of a record lies in a circle: a box in SQL, and what lies in its corners left out one by one."""
    query = select(record.c.pk, record.c.lat, record.c.lon).where(_box(circle))
    return among(connection, record.c.pk, [row.pk for row in connection.execute(query) if inside(circle, row.lat, row.lon)])


def _box(circle: Near) -> Condition:
    """Return the box around a circle; over a pole it is a cap, over the date line two boxes."""
    north = math.degrees(circle.radius_km / EARTH_KM) + 1e-6
    found: list[Condition] = [record.c.lat.between(circle.lat - north, circle.lat + north)]
    if abs(circle.lat) + north < 90:
        east = math.degrees(math.asin(min(1.0, math.sin(math.radians(min(north, 90))) / math.cos(math.radians(circle.lat))))) + 1e-6
        west, right = circle.lon - east, circle.lon + east
        parts = [(west, right)] + ([(west + 360, 180.0)] if west < -180 else []) + ([(-180.0, right - 360)] if right > 180 else [])
        found.append(or_(*(record.c.lon.between(low, high) for low, high in parts)))
    return and_(*found)


def among(connection: Connection, found: ColumnElement[Any], values: Sequence[int] | Sequence[str]) -> Condition:
    """Return the condition that a column has one of many values, sent as one: databases limit how many a question may hold."""
    kind = Integer if isinstance(found.type, Integer) else Text
    listed = "json_each(:listed)" if connection.dialect.name == "sqlite" else "jsonb_array_elements_text(CAST(:listed AS jsonb))"
    query = text(f"SELECT CAST(value AS {'integer' if kind is Integer else 'text'}) AS value FROM {listed}")  # noqa: S608 - no value in it
    return found.in_(query.bindparams(bindparam("listed", json.dumps(values), unique=True)).columns(column("value", kind)))


def inside(circle: Near, lat: float | None, lon: float | None) -> bool:
    """Tell whether a point lies in a circle (haversine, at most 0.6 % off the ellipsoid)."""
    if lat is None or lon is None:
        return False
    p, q = math.radians(circle.lat), math.radians(lat)
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(lon - circle.lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half))) <= circle.radius_km


def _text(connection: Connection, words: str) -> Condition:
    claims = select(claim.c.id).where(claim.c.n.in_(matching(connection, "claim_search", words)))
    return record.c.pk.in_(select(record_term.c.record_pk).where(record_term.c.field == "claim", record_term.c.value.in_(claims)))


_CONDITIONS: dict[str, Callable[[Connection, Any], Condition]] = {
    "since": lambda _, day: record.c.end >= first_day(day),
    "until": lambda _, day: record.c.start <= last_day(day),
    "country": _equal(record.c.country, lambda code: code.strip().upper()),
    "place": _folded("place"),
    "near": _near,
    "type": lambda _, value: or_(record.c.type == value.strip().upper(), record.c.type == _lower(value)),
    "mode": _equal(record.c.mode, _lower),
    "actor": _named("actor"),
    "victim": _named("victim"),
    "party": _named("party"),
    "name": _called,
    "community": _folded("community"),
    "effect": lambda _, value: has_term("effect", [_lower(value)]),
    "status": _equal(record.c.status, _lower),
    "state": _equal(record.c.state, _lower),
    "grade": _equal(record.c.grade, _lower),
    "review": _equal(record.c.review, _lower),
    "source": _folded("source"),
    "text": _text,
    "killed": lambda _, number: record.c.killed_best >= number,
    "background": lambda _, value: record.c.background.is_(value),
}
