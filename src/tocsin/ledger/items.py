"""The linker's side of the ledger: items of the readings that count, the blocks they are found by, and the scores of their pairs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, insert, or_, select

from tocsin.ledger.derived import block, edge, item
from tocsin.ledger.rows import delete_where, portions, rows_where
from tocsin.linking.alike import compare
from tocsin.linking.blocks import block_keys
from tocsin.linking.items import Item, item_from_row, item_to_row, items_of
from tocsin.records.canonical import canonical, digest, short_id
from tocsin.records.identity import party_key
from tocsin.records.statement import statements_of

Row = dict[str, Any]

_KEY_DIGITS = 24
"""Hexadecimal digits that block keys are stored by: 96 bits, so that two keys are never taken for one."""


def drop_items(connection: Connection, articles: Collection[str]) -> tuple[set[str], set[str]]:
    """Remove the items of articles; return the keys of the items that they stood beside or were scored with, and their incidents."""
    gone = {row.key for row in rows_where(connection, select(item.c.key), item.c.article_id, articles)}
    incidents = {row.incident_id for row in rows_where(connection, select(item.c.incident_id), item.c.article_id, articles) if row.incident_id}
    beside = {row.key for row in rows_where(connection, select(item.c.key), item.c.incident_id, incidents)}
    beside |= {key for pair in edges_of(connection, gone) for key in pair}
    for column in (item.c.key, block.c.item, edge.c.a, edge.c.b):
        delete_where(connection, column, gone)
    return beside - gone, incidents


def add_items(connection: Connection, row: Row, reading_id: str) -> list[str]:
    """Put the items of a reading (the contract's object) in, with their blocks and the scores of their pairs; return their keys."""
    told = _told_by_incident(row)
    keys = []
    for one in items_of([row]):
        key = item_key(one)
        keys.append(key)
        connection.execute(insert(item).values(
            key=key, article_id=one.article, reading_id=reading_id, local=one.incident, features=canonical(item_to_row(one)),
            told=canonical(told[one.incident]), follows=short_id("m", list(one.core)) if one.core else None, incident_id=None,
        ))  # fmt: skip
        _score(connection, key, one)
    return keys


def item_key(one: Item) -> str:
    """Return the short name of an item: equal for the same trigger of the same article, whoever read it."""
    return short_id("m", list(one.key))


def _score(connection: Connection, key: str, one: Item) -> None:
    """Score an item with all that share a block with it, then put it into its blocks."""
    blocks = sorted({digest(name)[:_KEY_DIGITS] for name in block_keys(one)})
    others = {row.item for row in rows_where(connection, select(block.c.item), block.c.key, blocks)}
    edges = []
    query = select(item.c.key, item.c.features).where(item.c.article_id != one.article)
    for row in rows_where(connection, query, item.c.key, others):
        score = compare(one, item_from_row(json.loads(row.features))).score
        if score:
            a, b = sorted((key, row.key))
            edges.append({"a": a, "b": b, "score": score})
    if edges:
        connection.execute(insert(edge), edges)
    if blocks:
        connection.execute(insert(block), [{"key": name, "item": key} for name in blocks])


def edges_of(connection: Connection, keys: Collection[str], *, at_least: float | None = None) -> dict[tuple[str, str], float]:
    """Return the scored pairs that any of the items stands in."""
    found: dict[tuple[str, str], float] = {}
    for portion in portions(keys):
        query = select(edge.c.a, edge.c.b, edge.c.score).where(or_(edge.c.a.in_(portion), edge.c.b.in_(portion)))
        if at_least is not None:
            query = query.where(edge.c.score >= at_least)
        found.update({(row.a, row.b): row.score for row in connection.execute(query)})
    return found


def component(connection: Connection, start: Iterable[str], together: Collection[tuple[str, str]], join_at: float) -> set[str]:
    """Return all items that can stand in one incident with those of `start`: joined by scores of at least `join_at`, or by a person."""
    ties: dict[str, set[str]] = defaultdict(set)
    for a, b in together:
        ties[a].add(b)
        ties[b].add(a)
    seen, front = set(start), set(start)
    while front:
        reached = {key for pair in edges_of(connection, front, at_least=join_at) for key in pair}
        reached |= {other for key in front for other in ties[key]}
        reached |= {key for pair in follows_of(connection, front) for key in pair}
        front = reached - seen
        seen |= front
    return {row.key for row in rows_where(connection, select(item.c.key), item.c.key, seen)}


def follows_of(connection: Connection, keys: Collection[str]) -> list[tuple[str, str]]:
    """Return the pairs of a consequence and the happening that it follows from, where either is among the items."""
    found: set[tuple[str, str]] = set()
    for portion in portions(keys):
        query = select(item.c.key, item.c.follows).where(item.c.follows.is_not(None), or_(item.c.key.in_(portion), item.c.follows.in_(portion)))
        found |= {(row.key, row.follows) for row in connection.execute(query)}
    return sorted(found)


def _told_by_incident(row: Row) -> dict[str, Row]:
    """Return the incidents of a reading with statement ids for claims and party keys for actors, and the questions that are open in them."""
    ids = {statement.local: statement.id for statement in statements_of(row)}
    keys = {actor["id"]: party_key(actor) for actor in row["actors"]}
    return {
        incident["id"]: {
            "incident": {
                **incident,
                "claims": [ids[claim] for claim in incident["claims"]],
                "actor": [keys[who] for who in incident["actor"]],
                "recipient": [keys[who] for who in incident["recipient"]],
                "toll": [{**toll, "claims": [ids[claim] for claim in toll["claims"]]} for toll in incident["toll"]],
                "conflicts": [{**found, "values": [{**value, "claim": ids[value["claim"]]} for value in found["values"]]}
                              for found in incident["conflicts"]],
            },
            "cases": [{**case, "words": _words(row["article"], case)} for case in row["cases"] if case["incident"] == incident["id"]],
        }
        for incident in row["incidents"]
    }  # fmt: skip


def _words(article: Row, case: Row) -> str:
    """Return the words in which a question is left open."""
    text = article["text"] if case["in"] == "text" else article["title"] or ""
    return str(text[slice(*case["span"])])
