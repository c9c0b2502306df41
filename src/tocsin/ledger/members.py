"""Load what records are made from: members of incidents with their claims, and claims that bear on someone."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, select

from tocsin.ledger.copies import families_of
from tocsin.ledger.derived import item
from tocsin.ledger.rows import rows_where
from tocsin.ledger.tables import article, claim
from tocsin.records.told import ArticleFacts, Member, Told

Row = dict[str, Any]


def load_members(connection: Connection, keys: Collection[str]) -> dict[str, Member]:
    """Return items as members of incidents, by key."""
    rows = rows_where(connection, select(item.c.key, item.c.article_id, item.c.told), item.c.key, keys)
    facts = load_facts(connection, {row.article_id for row in rows})
    incidents = {row.key: json.loads(row.told)["incident"] for row in rows}
    bodies = load_bodies(connection, {claim_id for incident in incidents.values() for claim_id in incident["claims"]})
    return {
        row.key: Member(row.key, facts[row.article_id], incidents[row.key],
                        tuple(Told(claim_id, bodies[claim_id], facts[row.article_id]) for claim_id in incidents[row.key]["claims"]))
        for row in rows
    }  # fmt: skip


def load_told(connection: Connection, claim_ids: Collection[str]) -> list[Told]:
    """Return claims with the facts of their articles."""
    rows = rows_where(connection, select(claim.c.id, claim.c.article_id, claim.c.body), claim.c.id, claim_ids)
    facts = load_facts(connection, {row.article_id for row in rows})
    return [Told(row.id, json.loads(row.body), facts[row.article_id]) for row in sorted(rows, key=lambda row: row.id)]


def load_bodies(connection: Connection, claim_ids: Collection[str]) -> dict[str, Row]:
    """Return the bodies of claims by id."""
    return {row.id: json.loads(row.body) for row in rows_where(connection, select(claim.c.id, claim.c.body), claim.c.id, claim_ids)}


def load_facts(connection: Connection, articles: Collection[str]) -> dict[str, ArticleFacts]:
    """Return the facts of articles; those that repeat another one of these name it."""
    query = select(article.c.id, article.c.outlet, article.c.published, article.c.title, article.c.uri)
    rows = {row.id: row for row in rows_where(connection, query, article.c.id, articles)}
    originals = _originals(families_of(connection, articles), rows)
    return {key: ArticleFacts(key, row.outlet, row.published, row.title, row.uri, originals.get(key)) for key, row in rows.items()}


def _originals(families: dict[str, str], rows: dict[str, Any]) -> dict[str, str]:
    """Return, for each article that repeats another one of the same few, the earliest of them."""
    groups: dict[str, list[str]] = defaultdict(list)
    for key, family in families.items():
        groups[family].append(key)
    return {key: first for first, rest in (_earliest(keys, rows) for keys in groups.values()) for key in rest}


def _earliest(keys: Iterable[str], rows: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the earliest published article and the rest."""
    first, *rest = sorted(keys, key=lambda key: (rows[key].published or "9999", key))
    return first, rest
