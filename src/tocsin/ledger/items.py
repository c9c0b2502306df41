"""The linker's side of the ledger: items of the readings that count, the blocks they are found by, and the scores of their pairs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select

from tocsin.errors import LedgerVersionError
from tocsin.ledger.derived import block, edge, item
from tocsin.ledger.rows import delete_where, keyed, put_rows, rows_of
from tocsin.linking.alike import compare
from tocsin.linking.blocks import block_keys
from tocsin.linking.items import Item, item_from_row, item_to_row, items_of
from tocsin.records.canonical import canonical, digest, short_id
from tocsin.records.identity import party_key
from tocsin.records.statement import statements_of

Row = dict[str, Any]

_KEY_DIGITS = 24
"""Hexadecimal digits that block keys are stored by: 96 bits, so that two keys are never taken for one."""


_OF_ARTICLES = keyed(select(item.c.key, item.c.incident_id), item.c.article_id)
_OF_INCIDENTS = keyed(select(item.c.key), item.c.incident_id)
_IN_BLOCKS = keyed(select(block.c.key, block.c.item), block.c.key)
_FEATURES = keyed(select(item.c.key, item.c.features), item.c.key)
_HERE = keyed(select(item.c.key), item.c.key)
_PAIR = select(edge.c.a, edge.c.b, edge.c.score).where(edge.c.score >= bindparam("least"))
_PAIRS = (keyed(_PAIR, edge.c.a), keyed(_PAIR, edge.c.b))
_FOLLOW = select(item.c.key, item.c.follows).where(item.c.follows.is_not(None))
_FOLLOWS = (keyed(_FOLLOW, item.c.key), keyed(_FOLLOW, item.c.follows))


@dataclass(frozen=True, slots=True)
class Current:
    """The reading that counts of a page. `name` is what the page's items are named by: its address, else the article."""

    name: str
    reading_id: str
    row: Row


def drop_items(connection: Connection, articles: Collection[str]) -> tuple[set[str], set[str]]:
    """Remove the items of articles; return the keys of the items that they stood beside or were scored with, and their incidents."""
    rows = rows_of(connection, _OF_ARTICLES, articles)
    gone = {row.key for row in rows}
    incidents = {row.incident_id for row in rows if row.incident_id}
    beside = {row.key for row in rows_of(connection, _OF_INCIDENTS, incidents)}
    beside |= {key for pair in edges_of(connection, gone) for key in pair}
    for column in (item.c.key, block.c.item, edge.c.a, edge.c.b):
        delete_where(connection, column, gone)
    return beside - gone, incidents


def add_items(connection: Connection, readings: Sequence[Current]) -> set[str]:
    """Put the items of readings in, with their blocks and the scores of their pairs; return their keys."""
    fresh: dict[str, Item] = {}
    rows = []
    for current in readings:
        told = _told_by_incident(current.row)
        for one in items_of([current.row]):
            key = item_key(current.name, one.local)
            fresh[key] = one
            rows.append({
                "key": key, "article_id": one.article, "reading_id": current.reading_id, "local": one.incident,
                "features": canonical(item_to_row(one)), "told": canonical(told[one.incident]), "incident_id": None,
                "follows": item_key(current.name, one.follows) if one.follows else None,
            })  # fmt: skip
    blocks = {key: sorted({digest(name)[:_KEY_DIGITS] for name in block_keys(one)}) for key, one in fresh.items()}
    edges = _scores(connection, fresh, blocks)
    put_rows(connection, item, rows)
    put_rows(connection, block, [{"key": name, "item": key} for key, names in blocks.items() for name in names])
    put_rows(connection, edge, edges)
    return set(fresh)


def item_key(page: str, local: str) -> str:
    """Return the short name of an item: equal for the same trigger of the same page, whoever read it and however often the page was collected."""
    return short_id("m", [page, local])


def _scores(connection: Connection, fresh: Mapping[str, Item], blocks: Mapping[str, Sequence[str]]) -> list[Row]:
    """Score fresh items with all that share a block with them."""
    sharing: dict[str, list[str]] = defaultdict(list)
    for row in rows_of(connection, _IN_BLOCKS, {name for names in blocks.values() for name in names}):
        sharing[row.key].append(row.item)
    known = dict(fresh)
    edges = []
    wanted: dict[str, set[str]] = {}
    for key, names in blocks.items():
        wanted[key] = {other for name in names for other in sharing[name]}
        for name in names:
            sharing[name].append(key)
    known.update(_stored(connection, {other for others in wanted.values() for other in others} - fresh.keys()))
    for key, others in wanted.items():
        for other in sorted(others):
            if known[other].article != known[key].article and (score := compare(known[key], known[other]).score):
                a, b = sorted((key, other))
                edges.append({"a": a, "b": b, "score": score})
    return edges


def _stored(connection: Connection, keys: Collection[str]) -> dict[str, Item]:
    """Return stored items.

    Raises:
        LedgerVersionError: another version of Tocsin made them.
    """
    try:
        return {row.key: item_from_row(json.loads(row.features)) for row in rows_of(connection, _FEATURES, keys)}
    except ValueError as error:
        raise LedgerVersionError("The records were derived by another version of Tocsin. Derive them anew: tocsin ledger rebuild") from error


def edges_of(connection: Connection, keys: Collection[str], *, at_least: float = 0.0) -> dict[tuple[str, str], float]:
    """Return the scored pairs that any of the items stands in."""
    return {(row.a, row.b): row.score for query in _PAIRS for row in rows_of(connection, query, keys, least=at_least)}


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
    return items_here(connection, seen)


def items_here(connection: Connection, keys: Collection[str]) -> set[str]:
    """Return those of the keys that are items."""
    return {row.key for row in rows_of(connection, _HERE, keys)}


def follows_of(connection: Connection, keys: Collection[str]) -> list[tuple[str, str]]:
    """Return the pairs of a consequence and the happening that it follows from, where either is among the items."""
    return sorted({(row.key, row.follows) for query in _FOLLOWS for row in rows_of(connection, query, keys)})


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
