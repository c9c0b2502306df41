"""Versions of records: a new one is written when a record changes; none is ever changed but for the act at which it ended."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from tocsin.ledger.derived import record, record_term
from tocsin.ledger.rows import delete_where, keyed, put_rows, rows_of
from tocsin.records.canonical import canonical, digest

Row = dict[str, Any]

_STANDS = (record.c.kind == bindparam("of_kind"), record.c.to_act.is_(None))
_VERSIONS = keyed(select(record.c.pk, record.c.id, record.c.digest, record.c.from_act).where(*_STANDS), record.c.id)
_BODIES = keyed(select(record.c.id, record.c.body).where(*_STANDS), record.c.id)
_END = update(record).where(record.c.pk == bindparam("ended")).values(to_act=bindparam("by_act"))


class Pen:
    """The records that one act writes: gathered, then written together by `flush`. Of two words on one record the last counts."""

    def __init__(self, connection: Connection, act: int) -> None:
        """Begin with nothing to write."""
        self._connection = connection
        self._act = act
        self._bodies: dict[str, dict[str, Row | None]] = defaultdict(dict)

    def put(self, body: Row) -> None:
        """Write a record, unless it stands like that already."""
        self._bodies[body["kind"]][body["id"]] = body

    def end(self, kind: str, record_id: str) -> None:
        """End a record: it is told no longer."""
        self._bodies[kind][record_id] = None

    def flush(self) -> None:
        """Write what was gathered."""
        new: list[Row] = []
        for kind, bodies in sorted(self._bodies.items()):
            new += self._changed(kind, bodies)
        self._add(new)
        self._bodies.clear()

    def _changed(self, kind: str, bodies: dict[str, Row | None]) -> list[Row]:
        """End the versions that stand no longer; return the rows of those that are to stand instead."""
        digests = {key: digest(body) for key, body in bodies.items() if body is not None}
        stands = {row.id: row for row in rows_of(self._connection, _VERSIONS, bodies.keys(), of_kind=kind)}
        gone = [row for key, row in sorted(stands.items()) if digests.get(key) != row.digest]
        # A version that began in this very act was never seen by anyone and goes.
        unseen = [row.pk for row in gone if row.from_act == self._act]
        delete_where(self._connection, record_term.c.record_pk, unseen)
        delete_where(self._connection, record.c.pk, unseen)
        ended = [{"ended": row.pk, "by_act": self._act} for row in gone if row.from_act != self._act]
        if ended:
            self._connection.execute(_END, ended)
        new = sorted(key for key in digests if key not in stands or stands[key].digest != digests[key])
        return [{**columns_of(body), "digest": digests[key], "body": canonical(body), "terms": terms_of(body)}
                for key in new if (body := bodies[key])]  # fmt: skip

    def _add(self, rows: Sequence[Row]) -> None:
        """Add versions with their terms."""
        if not rows:
            return
        first = (self._connection.execute(select(func.max(record.c.pk))).scalar() or 0) + 1
        terms = [{"record_pk": pk, "field": field, "value": value}
                 for pk, row in enumerate(rows, first) for field, value in sorted(set(row.pop("terms")))]  # fmt: skip
        put_rows(self._connection, record, [{"pk": pk, "from_act": self._act, "to_act": None, **row} for pk, row in enumerate(rows, first)])
        put_rows(self._connection, record_term, terms)


def standing_bodies(connection: Connection, kind: str, ids: Collection[str]) -> dict[str, Row]:
    """Return the standing records of a kind by id."""
    return {row.id: json.loads(row.body) for row in rows_of(connection, _BODIES, ids, of_kind=kind)}


def columns_of(body: Row) -> Row:
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


LONGEST = 200
"""Letters by which names are compared: two names that agree so far are one, and no index has to hold more."""


def fold(text: str) -> str:
    """Return a name as it is compared in filters: lower case, single spaces, no NUL, its first `LONGEST` letters."""
    return " ".join(text.replace("\x00", " ").casefold().split())[:LONGEST]
