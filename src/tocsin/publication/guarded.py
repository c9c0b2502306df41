"""What the ledger holds back: sealed articles, redactions with their scopes, people under a decision, and every name that must not leave."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from tocsin.ledger.decisions import all_decisions, standing
from tocsin.ledger.derived import alias, record
from tocsin.ledger.rows import rows_where
from tocsin.ledger.tables import audit, claim, collection, decision, reading
from tocsin.publication.parties import Guard
from tocsin.publication.profile import Names
from tocsin.publication.protected import Protected
from tocsin.records.identity import party_key
from tocsin.records.told import Decision

Row = dict[str, Any]


@dataclass(frozen=True)
class Held:
    """What decisions hold back.

    Attributes:
        sealed: Articles under seal. `scopes`: article or claim id → scopes of its redactions (names, place, all).
        guards: Party key → what holds for that person or group, for everyone who has a record.
    """

    sealed: frozenset[str]
    scopes: dict[str, frozenset[str]]
    guards: dict[str, Guard]


def load_held(connection: Connection) -> Held:
    """Return all that standing decisions hold back."""
    made = standing(all_decisions(connection))
    seals: dict[str, bool] = {}
    scopes: dict[str, set[str]] = defaultdict(set)
    for one in sorted(made, key=lambda one: (one.at, one.id)):
        if one.subject_kind == "article" and one.verb in {"seal", "unseal"}:
            seals |= dict.fromkeys((one.subject_id, *one.anchors), one.verb == "seal")
        elif one.verb == "redact" and one.subject_kind in {"article", "claim"}:
            for name in _ids(connection, one):
                scopes[name].add(str(one.value.get("scope", "all")))
    sealed = frozenset(name for name, on in seals.items() if on)
    return Held(sealed, {name: frozenset(held) for name, held in scopes.items()}, _guards(connection))


def _ids(connection: Connection, one: Decision) -> set[str]:
    """Return the articles or claims that a decision means; a claim is meant in every reading of its article."""
    names = {one.subject_id, *one.anchors}
    if one.subject_kind == "claim":
        keys = {row.key for row in rows_where(connection, select(claim.c.key), claim.c.id, names)} | names
        names |= {row.id for row in rows_where(connection, select(claim.c.id), claim.c.key, keys)}
    return names


def _guards(connection: Connection) -> dict[str, Guard]:
    """Return what holds for everyone who has a record, by each key that they are told under."""
    found: dict[str, Guard] = {}
    query = select(record.c.body).where(record.c.kind.in_(("person", "group")), record.c.to_act.is_(None))
    for (text,) in connection.execute(query):
        body = json.loads(text)
        scopes = set(body["redact"])
        guard = Guard(body["id"], body["sealed"] or "all" in scopes, bool(scopes & {"names", "all"}) or body["sealed"], "place" in scopes)
        found |= dict.fromkeys((body["id"], *body["same_as"]), guard)
    return found


def load_protected(connection: Connection, names: Names, held: Held) -> Protected:
    """Return every name that must not leave: people whom the profile or a decision keeps unnamed, and the people of the desk.

    Read from aliases, parties and speakers of all claims and readings — rejected, superseded and sealed ones too — so that a name is known here in
    each spelling that any article has.
    """
    open_ = _Openness(names, held)
    certain = [*_aliases(connection, open_), *_desk(connection)]
    phrases: list[str] = []
    public: set[str] = set()
    for body in _bodies(connection):
        for party in (*body.get("actor", ()), *body.get("recipient", ())):
            if open_.named(party):
                public |= {str(party["name"])} if party.get("kind") == "person" else set()
            else:
                (certain if str(party["key"]).startswith("name:") else phrases).append(str(party["name"]))
        phrases += [str(source["name"]) for source in body.get("sources", ()) if open_.speaks_unnamed(source)]
    phrases += _actors(connection, open_)
    return Protected(set(certain), set(phrases), public)


@dataclass(frozen=True, slots=True)
class _Openness:
    """Tells who is named in the release."""

    names: Names
    held: Held

    def named(self, party: Row) -> bool:
        """Tell whether a party's name may leave; groups, states and peoples are only held back by decisions and exceptions."""
        key = str(party["key"])
        guard = self.held.guards.get(key, Guard(key))
        if guard.absent or guard.unnamed or {key, guard.id} & self.names.redact:
            return False
        if party.get("kind") != "person":
            return True
        kept = self.names.person == "keep" or (self.names.person == "known" and key.startswith("kb:"))
        return bool({key, guard.id} & self.names.keep) or (kept and not key.startswith("words:"))

    def speaks_unnamed(self, source: Row) -> bool:
        """Tell whether a speaker is a person, or held back; outlets and media speak under their own names."""
        if source.get("role") in {"outlet", "media", "document"}:
            return False
        key = str(source.get("party") or "words:person")
        return not self.named({"key": key, "kind": "person" if key.startswith(("words:", "name:person:")) else "group"})


def _aliases(connection: Connection, open_: _Openness) -> Iterator[str]:
    """Yield each spelling of everyone who is not named."""
    for row in connection.execute(select(alias.c.key, alias.c.name, alias.c.detail)):
        kind = json.loads(row.detail).get("kind") or ("person" if row.key.startswith("name:person:") else None)
        if not open_.named({"key": row.key, "kind": kind}):
            yield row.name


def _bodies(connection: Connection) -> Iterator[Row]:
    for (text,) in connection.execute(select(claim.c.body).execution_options(yield_per=500)):
        yield json.loads(text)


def _actors(connection: Connection, open_: _Openness) -> Iterator[str]:
    """Yield the names of people whom readings list, also those that no claim is about."""
    for (packed,) in connection.execute(select(reading.c.body).execution_options(yield_per=100)):
        for actor in json.loads(zlib.decompress(packed)).get("actors", ()):
            if actor.get("kind") == "person" and not open_.named({"key": party_key(actor), "kind": "person"}):
                yield str(actor["name"])


def _desk(connection: Connection) -> Iterable[str]:
    """Return the names of those who work on the ledger."""
    for column in (decision.c.author, audit.c.who, collection.c.collector):
        yield from connection.execute(select(column).distinct()).scalars()
