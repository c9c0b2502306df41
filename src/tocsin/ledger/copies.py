"""Articles that repeat one another: families of copies, which count as one source."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import Connection, insert, select, update

from tocsin.ledger.derived import article_copy, copy_key
from tocsin.ledger.rows import rows_where
from tocsin.linking.copies import copy_keys, is_copy, signature_from_row, signature_of, signature_to_row
from tocsin.records.canonical import canonical, digest


def put_copy(connection: Connection, article_id: str, text: str) -> set[str]:
    """Put an article into its family; return the articles whose family changed, itself among them. Does nothing for one that is in."""
    if connection.execute(select(article_copy.c.family).where(article_copy.c.article_id == article_id)).scalar():
        return set()
    signature = signature_of(text)
    keys = sorted({digest(key)[:24] for key in copy_keys(signature)})
    near = {row.article_id for row in rows_where(connection, select(copy_key.c.article_id), copy_key.c.key, keys)}
    families = {
        row.family
        for row in rows_where(connection, select(article_copy.c.signature, article_copy.c.family), article_copy.c.article_id, near)
        if is_copy(signature, signature_from_row(json.loads(row.signature)))
    }
    if keys:
        connection.execute(insert(copy_key), [{"key": key, "article_id": article_id} for key in keys])
    family = min({article_id, *families})
    connection.execute(insert(article_copy).values(article_id=article_id, signature=canonical(signature_to_row(signature)), family=family))
    return {article_id} | _unite(connection, families, family)


def _unite(connection: Connection, families: Collection[str], family: str) -> set[str]:
    """Give all articles of some families one name; return those whose name changed, or that have a new sibling."""
    if not families:
        return set()
    members = {row.article_id for row in rows_where(connection, select(article_copy.c.article_id), article_copy.c.family, families)}
    connection.execute(update(article_copy).where(article_copy.c.family.in_(sorted(families))).values(family=family))
    return members


def families_of(connection: Connection, articles: Collection[str]) -> dict[str, str]:
    """Return the family of each article."""
    query = select(article_copy.c.article_id, article_copy.c.family)
    return {row.article_id: row.family for row in rows_where(connection, query, article_copy.c.article_id, articles)}
