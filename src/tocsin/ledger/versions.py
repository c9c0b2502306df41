"""Versions of records: a new one is written when a record changes; none is ever changed but for the act at which it ended."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, insert, select, update

from tocsin.ledger.derived import record, record_term
from tocsin.ledger.rows import portions
from tocsin.records.canonical import canonical, digest

Row = dict[str, Any]


def put_record(connection: Connection, act: int, body: Row) -> bool:
    """Write a record, unless it stands like that already; tell whether it changed."""
    found = _standing(connection, body["kind"], body["id"])
    new = digest(body)
    if found is not None and found.digest == new:
        return False
    if found is not None:
        _end(connection, act, found)
    written = connection.execute(insert(record).values(**_columns(body), from_act=act, to_act=None, digest=new, body=canonical(body)))
    pk = written.inserted_primary_key[0]  # type: ignore[index]
    terms = [{"record_pk": pk, "field": field, "value": value} for field, value in sorted(set(terms_of(body)))]
    if terms:
        connection.execute(insert(record_term), terms)
    return True


def end_record(connection: Connection, act: int, kind: str, record_id: str) -> bool:
    """End a record: it is told no longer. Tell whether it stood."""
    found = _standing(connection, kind, record_id)
    if found is not None:
        _end(connection, act, found)
    return found is not None


def _standing(connection: Connection, kind: str, record_id: str) -> Any:
    query = select(record.c.pk, record.c.digest, record.c.from_act).where(record.c.kind == kind, record.c.id == record_id, record.c.to_act.is_(None))
    return connection.execute(query).one_or_none()


def _end(connection: Connection, act: int, found: Any) -> None:
    """End a version; one that began in this very act was never seen by anyone and goes."""
    if found.from_act == act:
        connection.execute(record_term.delete().where(record_term.c.record_pk == found.pk))
        connection.execute(record.delete().where(record.c.pk == found.pk))
    else:
        connection.execute(update(record).where(record.c.pk == found.pk).values(to_act=act))


def standing_bodies(connection: Connection, kind: str, ids: Collection[str]) -> dict[str, Row]:
    """Return the standing records of a kind by id."""
    found: dict[str, Row] = {}
    for portion in portions(ids):
        query = select(record.c.id, record.c.body).where(record.c.kind == kind, record.c.to_act.is_(None), record.c.id.in_(portion))
        found.update({row.id: json.loads(row.body) for row in connection.execute(query)})
    return found


def _columns(body: Row) -> Row:
    """Return what a record can be filtered and sorted by."""
    time, place, grade = body.get("time") or {}, body.get("place") or {}, body.get("grade") or {}
    killed: Row = next((row for row in body.get("toll") or () if row["effect"] == "killed"), {})
    return {
        "kind": body["kind"], "id": body["id"], "label": body["label"], "type": body.get("type"), "mode": body.get("mode"),
        "status": body.get("status"), "state": body.get("state"), "grade": grade.get("evidence"), "review": body["review"],
        "sealed": body["sealed"], "background": body.get("background"), "country": place.get("country") or body.get("country"),
        "admin1": place.get("admin1"), "place": place.get("name"), "lat": place.get("lat"), "lon": place.get("lon"),
        "place_precision": place.get("ucdp_precision"), "start": time.get("start") or body.get("first") or body.get("opened"),
        "end": time.get("end") or body.get("last") or body.get("opened"), "time_precision": time.get("ucdp_precision"),
        "killed_low": killed.get("low"), "killed_best": killed.get("best"), "killed_high": killed.get("high"),
        "n_articles": body.get("n_articles"), "n_sources": body.get("n_sources"),
    }  # fmt: skip


def terms_of(body: Row) -> Iterator[tuple[str, str]]:
    """Yield what a record can be asked by beyond its columns, as field and folded value."""
    for field, parties in (("actor", ("perpetrators", "parties")), ("victim", ("victims",)), ("party", ("perpetrators", "parties", "victims"))):
        yield from ((field, value) for name in parties for party in body.get(name) or () for value in _names(party))
    for side in ("from", "to"):
        yield from (("party", value) for value in _names(body.get(side)))
    yield from (("community", fold(name)) for name in body.get("communities") or ())
    yield from (("effect", row["effect"]) for row in body.get("toll") or ())
    yield from _source_terms(body)
    for field, names in (("claim", "claims"), ("member", "members"), ("context", "contexts"), ("case", "cases"), ("decision", "decisions")):
        yield from ((field, value) for value in body.get(names) or ())
    yield from (("place", fold(name)) for name in _place_names(body.get("place")))
    yield from (("alias", fold(row["name"])) for row in body.get("aliases") or ())
    yield from (("claim", row["claim"]) for row in body.get("history") or ())
    if body["kind"] == "case":
        yield from (("incident", value) for value in [body["incident"]] if value)
        yield "article", body["article"]


def _names(party: Row | None) -> Iterable[str]:
    """Return what a party is called by: its key, its entry in the base and its name."""
    return {value for value in (party["key"], party.get("kb"), fold(party["name"])) if value} if party else ()


def _place_names(place: Row | None) -> Iterable[str]:
    """Return what a place is called by, from the town to the country."""
    return {value for name in ("name", "city", "admin2", "admin1") if (value := place[name])} if place else ()


def _source_terms(body: Row) -> Iterator[tuple[str, str]]:
    for row in body.get("sources") or ():
        yield "article", row["article"]
        yield "source", fold(row["outlet"])
        yield from (("source", fold(name)) for name in row["chain"])


def fold(text: str) -> str:
    """Return a name as it is compared in filters: lower case, single spaces, no NUL."""
    return " ".join(text.replace("\x00", " ").casefold().split())
