"""People, groups and relations: which claims bear on whom, and their records."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from tocsin.ledger.anchors import decisions_on
from tocsin.ledger.derived import alias, bearing
from tocsin.ledger.members import load_told
from tocsin.ledger.rows import delete_where, rows_where
from tocsin.ledger.versions import end_record, put_record
from tocsin.records.canonical import canonical
from tocsin.records.entities import bears_on_status, entity_record
from tocsin.records.identity import is_identity
from tocsin.records.relations import relation_id, relation_keys, relation_record
from tocsin.records.statement import Statement, party_of
from tocsin.records.told import Decision, Told

Row = dict[str, Any]

FIRST_AND_LAST = 200
"""A status or relation that thousands of claims speak of is told from this many of the earliest and of the latest: the work stays bounded."""


def drop_bearings(connection: Connection, articles: Collection[str], claim_ids: Collection[str]) -> set[tuple[str, str]]:
    """Forget what the claims and names of articles said of anyone; return who is touched, as kind and key."""
    touched = {(row.kind, row.key) for row in rows_where(connection, select(bearing.c.kind, bearing.c.key), bearing.c.claim_id, claim_ids)}
    touched |= {("entity", row.key) for row in rows_where(connection, select(alias.c.key), alias.c.article_id, articles)}
    delete_where(connection, bearing.c.claim_id, claim_ids)
    delete_where(connection, alias.c.article_id, articles)
    return touched


def add_bearings(connection: Connection, reading: Row, statements: Sequence[Statement]) -> set[tuple[str, str]]:
    """Note what the claims and names of a reading say of whom; return who is touched."""
    facts = reading["article"]
    day = facts["published"] or "9999-99-99"
    rows = {(kind, key, statement.id) for statement in statements for kind, key in _bears_on(statement.body)}
    if rows:
        values = [{"kind": kind, "key": key, "sort": f"{day} {claim}", "claim_id": claim} for kind, key, claim in sorted(rows)]
        connection.execute(insert(bearing), values)
    touched = {(kind, key) for kind, key, _ in rows}
    return touched | {("entity", key) for key in _add_aliases(connection, reading, f"{day} {facts['id']}")}


def _bears_on(body: Row) -> Iterable[tuple[str, str]]:
    yield from (("entity", key) for key in bears_on_status(body) if is_identity(key))
    yield from (("relation", canonical(list(key))) for key in relation_keys(body))


def _add_aliases(connection: Connection, reading: Row, sort: str) -> set[str]:
    """Note how the reading spells each identity; return those whose first sighting of a spelling this is."""
    new: set[str] = set()
    for (key, name), detail in sorted(_spellings(reading).items()):
        first = connection.execute(select(alias.c.sort).where(alias.c.key == key, alias.c.name == name).order_by(alias.c.sort).limit(1)).scalar()
        if first == sort:
            continue
        connection.execute(insert(alias).values(key=key, name=name, sort=sort, article_id=reading["article"]["id"], detail=canonical(detail)))
        if first is None or sort < first:
            new.add(key)
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


def retell(connection: Connection, act: int, touched: Collection[tuple[str, str]]) -> None:
    """Write the records of people, groups and relations that an act touched."""
    done: set[str] = set()
    for kind, key in sorted(touched):
        if kind == "relation":
            _retell_relation(connection, act, key)
        elif key not in done:
            done |= _retell_entity(connection, act, key)


def _retell_relation(connection: Connection, act: int, key: str) -> None:
    kind, one, other = json.loads(key)
    parts = (kind, one, other)
    told = _told_of(connection, "relation", [key])
    if told:
        decisions = decisions_on(connection, [relation_id(parts)], act)
        put_record(connection, act, relation_record(parts, told, decisions))
    else:
        end_record(connection, act, "relation", relation_id(parts))


def _retell_entity(connection: Connection, act: int, key: str) -> set[str]:
    """Write the record of an identity, with all that people declared the same; return the keys that are done with it."""
    keys, decisions = _identity(connection, key, act)
    rows = rows_where(connection, select(alias.c.key, alias.c.name, alias.c.sort, alias.c.detail), alias.c.key, keys)
    live = sorted({row.key for row in rows}, key=_rank)
    for other in sorted(keys - set(live[:1])):
        for kind in ("person", "group"):
            end_record(connection, act, kind, other)
    if live:
        first: dict[str, Any] = {}
        for row in sorted(rows, key=lambda row: row.sort):
            first.setdefault(row.name, {"name": row.name, **json.loads(row.detail)})
        aliases = [first[name] for name in sorted(first)]
        put_record(connection, act, entity_record(live[0], _told_of(connection, "entity", keys), aliases, decisions, live[1:]))
    return keys


def _rank(key: str) -> tuple[bool, str]:
    """Order keys so that an entry of the actor base speaks for its spellings."""
    return not key.startswith("kb:"), key


def _identity(connection: Connection, key: str, act: int) -> tuple[set[str], list[Decision]]:
    """Return all keys that people declared the same as this one, and the decisions on them."""
    seen, front = {key}, {key}
    while front:
        decisions = decisions_on(connection, front, act)
        front = {name for made in decisions for pair in _pairs(made) for name in pair} - seen
        seen |= front
    decisions = decisions_on(connection, seen, act)
    ties: dict[frozenset[str], bool] = {}
    for made in decisions:  # where two decisions on a pair differ, the later holds
        ties.update(dict.fromkeys(_pairs(made), made.verb == "same"))
    keys = {key}
    while reached := {name for pair, same in ties.items() if same and pair & keys for name in pair} - keys:
        keys |= reached
    return keys, [made for made in decisions if made.verb not in {"same", "different"} or keys & {made.subject_id, *made.anchors}]


def _pairs(made: Decision) -> list[frozenset[str]]:
    """Return the pairs of keys that a decision on identity is about."""
    if made.verb not in {"same", "different"}:
        return []
    return [frozenset((one, other)) for one in made.anchors for other in made.value["with"] if one != other]


def _told_of(connection: Connection, kind: str, keys: Collection[str]) -> list[Told]:
    """Return the claims that bear on someone: all, or the earliest and latest of very many."""
    query = select(bearing.c.claim_id).where(bearing.c.kind == kind, bearing.c.key.in_(sorted(keys)))
    first = connection.execute(query.order_by(bearing.c.sort).limit(FIRST_AND_LAST)).scalars().all()
    last = connection.execute(query.order_by(bearing.c.sort.desc()).limit(FIRST_AND_LAST)).scalars().all()
    return load_told(connection, {*first, *last})
