"""People, groups and relations: which claims bear on whom, and their records."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, update

from tocsin.ledger.anchors import anchors_of
from tocsin.ledger.clusters import Desk
from tocsin.ledger.derived import alias, bearing
from tocsin.ledger.rows import delete_where, keyed, put_rows, rows_of
from tocsin.records.canonical import canonical
from tocsin.records.entities import bears_on_status, entity_record
from tocsin.records.identity import is_identity
from tocsin.records.relations import relation_id, relation_keys, relation_record
from tocsin.records.statement import party_of, statements_of
from tocsin.records.told import Decision

Row = dict[str, Any]

FIRST_AND_LAST = 60
"""A status or relation that thousands of claims speak of is told from this many of the earliest and of the latest: the work stays bounded."""


_OF_CLAIMS = keyed(select(bearing.c.kind, bearing.c.key), bearing.c.claim_id)
_OF_ARTICLES = keyed(select(alias.c.key, alias.c.name).where(alias.c.first), alias.c.article_id)
_FIRSTS = keyed(select(alias.c.key, alias.c.name, alias.c.sort, alias.c.detail).where(alias.c.first), alias.c.key)
_THIS = (alias.c.key == bindparam("whose"), alias.c.name == bindparam("spelt"))
_EARLIEST = select(func.min(alias.c.sort)).where(*_THIS)
_MARK = update(alias).where(*_THIS, alias.c.sort == bindparam("at")).values(first=bindparam("is_first"))
_BEARING = select(bearing.c.claim_id).where(bearing.c.kind == bindparam("of_kind"), bearing.c.key == bindparam("whose")).limit(FIRST_AND_LAST)
_FIRST, _LAST = _BEARING.order_by(bearing.c.sort), _BEARING.order_by(bearing.c.sort.desc())


def drop_bearings(connection: Connection, articles: Collection[str], claim_ids: Collection[str]) -> set[tuple[str, str]]:
    """Forget what the claims and names of articles said of anyone; return who is touched, as kind and key."""
    touched = {(row.kind, row.key) for row in rows_of(connection, _OF_CLAIMS, claim_ids)}
    firsts = rows_of(connection, _OF_ARTICLES, articles)
    delete_where(connection, bearing.c.claim_id, claim_ids)
    delete_where(connection, alias.c.article_id, articles)
    for row in firsts:
        which = {"whose": row.key, "spelt": row.name}
        if earliest := connection.execute(_EARLIEST, which).scalar():
            connection.execute(_MARK, {**which, "at": earliest, "is_first": True})
    return touched | {("entity", row.key) for row in firsts}


def add_bearings(connection: Connection, readings: Sequence[Row]) -> set[tuple[str, str]]:
    """Note what the claims and names of readings say of whom; return who is touched."""
    rows: set[tuple[str, str, str, str]] = set()
    for reading in readings:
        day = reading["article"]["published"] or "9999-99-99"
        rows |= {(kind, key, f"{day} {one.id}", one.id) for one in statements_of(reading) for kind, key in _bears_on(one.body)}
    put_rows(connection, bearing, [dict(zip(("kind", "key", "sort", "claim_id"), row, strict=True)) for row in sorted(rows)])
    return {(kind, key) for kind, key, _, _ in rows} | {("entity", key) for key in _add_aliases(connection, readings)}


def _bears_on(body: Row) -> Iterable[tuple[str, str]]:
    yield from (("entity", key) for key in bears_on_status(body) if is_identity(key))
    yield from (("relation", canonical(list(key))) for key in relation_keys(body))


def _add_aliases(connection: Connection, readings: Sequence[Row]) -> set[str]:
    """Note how readings spell each identity; return those of whom a spelling has a new first sighting."""
    seen: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for reading in readings:
        facts = reading["article"]
        sort = f"{facts['published'] or '9999-99-99'} {facts['id']}"
        for (key, name), detail in sorted(_spellings(reading).items()):
            seen[key, name].append({"key": key, "name": name, "sort": sort, "article_id": facts["id"], "detail": canonical(detail), "first": False})
    firsts = {(row.key, row.name): row.sort for row in rows_of(connection, _FIRSTS, {key for key, _ in seen})}
    new = set()
    for (key, name), rows in seen.items():
        earliest, known = min(rows, key=lambda row: row["sort"]), firsts.get((key, name))
        if known is None or earliest["sort"] < known:
            earliest["first"] = True
            new.add(key)
            if known is not None:
                connection.execute(_MARK, {"whose": key, "spelt": name, "at": known, "is_first": False})
    put_rows(connection, alias, [row for rows in seen.values() for row in rows])
    return new


def _spellings(reading: Row) -> dict[tuple[str, str], Row]:
    """Return the first mention of each spelling of each identity, with what the reading knows of the party."""
    article = reading["article"]
    found: dict[tuple[str, str], Row] = {}
    for actor in reading["actors"]:
        party = party_of(actor)
        if not is_identity(party["key"]):
            continue
        for mention in actor["mentions"]:
            if mention["kind"] == "name":
                text = article["text"] if mention["in"] == "text" else article["title"] or ""
                name = " ".join(text[slice(*mention["span"])].replace("\x00", " ").split())
                traits = {field: party[field] for field in ("kind", "kb", "sector", "country", "religion", "ethnicity", "role")}
                detail = {"article": article["id"], "span": mention["span"], "in": mention["in"], **traits}
                found.setdefault((party["key"], name), detail)
    return {key: detail for key, detail in found.items() if key[1]}


def retell(desk: Desk, touched: Collection[tuple[str, str]]) -> None:
    """Write the records of people, groups and relations that an act touched."""
    desk.standing.look_up([key for kind, key in touched if kind == "entity"])
    _retell_relations(desk, sorted(key for kind, key in touched if kind == "relation"))
    groups = _identities(desk, sorted(key for kind, key in touched if kind == "entity"))
    claims = {min(keys): _claims_of(desk.connection, "entity", keys) for keys, _ in groups}
    desk.library.load_claims({one for found in claims.values() for one in found})
    sightings: dict[str, list[Any]] = defaultdict(list)
    for row in rows_of(desk.connection, _FIRSTS, {key for keys, _ in groups for key in keys}):
        sightings[row.key].append(row)
    for keys, decisions in groups:
        _retell_entity(desk, keys, decisions, claims[min(keys)], [row for key in sorted(keys) for row in sightings[key]])


def _retell_relations(desk: Desk, keys: Sequence[str]) -> None:
    claims = {key: _claims_of(desk.connection, "relation", [key]) for key in keys}
    desk.library.load_claims({one for found in claims.values() for one in found})
    ids = {key: relation_id(tuple(json.loads(key))) for key in keys}
    desk.standing.look_up({*ids.values(), *desk.library.claim_keys(one for found in claims.values() for one in found)})
    for key, found in claims.items():
        if found:
            decisions = desk.standing.on({ids[key], *desk.library.claim_keys(found)})
            desk.pen.put(relation_record(tuple(json.loads(key)), desk.library.told(found), decisions))
        else:
            desk.pen.end("relation", ids[key])


def _retell_entity(desk: Desk, keys: set[str], decisions: Sequence[Decision], claims: Collection[str], sightings: Sequence[Any]) -> None:
    """Write the record of an identity, with all that people declared the same."""
    live = sorted({row.key for row in sightings}, key=_rank)
    for key in sorted(keys):
        for kind in ("person", "group"):
            desk.pen.end(kind, key)
    if live:
        first: dict[str, Any] = {}
        for row in sorted(sightings, key=lambda row: (row.sort, row.key)):
            first.setdefault(row.name, {"name": row.name, **json.loads(row.detail)})
        aliases = [first[name] for name in sorted(first)]
        about = desk.standing.on(desk.library.claim_keys(claims))
        desk.pen.put(entity_record(live[0], desk.library.told(claims), aliases, [*decisions, *about], live[1:]))


def _rank(key: str) -> tuple[bool, str]:
    """Order keys so that an entry of the actor base speaks for its spellings."""
    return not key.startswith("kb:"), key


def _identities(desk: Desk, touched: Sequence[str]) -> list[tuple[set[str], list[Decision]]]:
    """Return the keys that stand for one each, as people declared them, with the decisions on them."""
    groups: list[tuple[set[str], list[Decision]]] = []
    done: set[str] = set()
    for key in touched:
        if key not in done:
            keys, decisions = _identity(desk, key)
            done |= keys
            groups.append((keys, decisions))
    return groups


def _identity(desk: Desk, key: str) -> tuple[set[str], list[Decision]]:
    """Return all keys that people declared the same as this one, and the decisions on them."""
    seen, front = {key}, {key}
    while front:
        front = {name for made in desk.standing.on(front) for pair in _pairs(made) for name in pair} - seen
        seen |= front
    decisions = desk.standing.on(seen)
    ties: dict[frozenset[str], bool] = {}
    for made in decisions:  # where two decisions on a pair differ, the later holds
        ties.update(dict.fromkeys(_pairs(made), made.verb == "same"))
    keys = {key}
    while reached := {name for pair, same in ties.items() if same and pair & keys for name in pair} - keys:
        keys |= reached
    return keys, [made for made in decisions if keys & {*anchors_of(made)}]


def _pairs(made: Decision) -> list[frozenset[str]]:
    """Return the pairs of keys that a decision on identity is about."""
    if made.verb not in {"same", "different"}:
        return []
    return [frozenset((one, other)) for one in made.anchors for other in made.value["with"] if one != other]


def _claims_of(connection: Connection, kind: str, keys: Collection[str]) -> set[str]:
    """Return the claims that bear on someone: all, or the earliest and latest of very many."""
    found: set[str] = set()
    for key in keys:
        which = {"of_kind": kind, "whose": key}
        first = connection.execute(_FIRST, which).scalars().all()
        found.update(first)
        if len(first) == FIRST_AND_LAST:
            found.update(connection.execute(_LAST, which).scalars())
    return found
