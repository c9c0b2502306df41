"""Readings in the store: what an engine of a version read in an article, and its claims as rows of their own."""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from tocsin.errors import NoSuchRecordError
from tocsin.ledger.articles import article_facts, article_text
from tocsin.ledger.audit import Act
from tocsin.ledger.tables import article, claim, reading, reading_claim
from tocsin.records.canonical import canonical, digest, short_id
from tocsin.records.statement import Statement, statements_of

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of a reading. `fresh` is False when the same engine had read the same text to the same result: then nothing was added.

    Attributes:
        id: `r` and the hash of its content.
        added: The statements that were not in the ledger before.
    """

    id: str
    statements: list[Statement]
    added: list[Statement]
    fresh: bool


def put_reading(connection: Connection, act: Act, row: Row, *, recorded_at: str | None = None) -> Kept:
    """Keep a reading (the contract's object) and those of its claims that are not here yet; `recorded_at` of an imported one is its own."""
    statements = statements_of(row)
    body = packed_reading(row)
    reading_id = reading_id_of(row["article"]["id"], body)
    if connection.execute(select(reading.c.n).where(reading.c.id == reading_id)).one_or_none():
        return Kept(reading_id, statements, [], fresh=False)
    connection.execute(insert(reading).values(id=reading_id, article_id=row["article"]["id"], engine=canonical(row["engine"]),
                                              body=body, recorded_at=recorded_at or act.at, act=act.seq))  # fmt: skip
    added = put_claims(connection, act, row["article"]["id"], statements)
    links = [{"reading_id": reading_id, "n": n, "claim_id": statement.id, "local": statement.local, "incident": statement.incident, "act": act.seq}
             for n, statement in enumerate(statements)]  # fmt: skip
    if links:
        connection.execute(insert(reading_claim), links)
    return Kept(reading_id, statements, added, fresh=True)


def put_claims(connection: Connection, act: Act, article_id: str, statements: list[Statement]) -> list[Statement]:
    """Keep the statements that are not here yet; return them."""
    wanted = {statement.id: statement for statement in statements}
    here = set(connection.execute(select(claim.c.id).where(claim.c.id.in_(list(wanted)))).scalars())
    added = [statement for key, statement in wanted.items() if key not in here]
    if added:
        connection.execute(insert(claim), [claim_row(statement, article_id, act.seq) for statement in added])
    return added


def claim_row(statement: Statement, article_id: str, act: int) -> Row:
    """Return the row of a statement; its columns repeat what the body says."""
    body = statement.body
    source = body["sources"][0]["name"].replace("\x00", "\u2400")
    return {"id": statement.id, "key": statement.key, "article_id": article_id, "kind": body["kind"], "type": body["type"],
            "factuality": body["factuality"], "source": source, "body": canonical(body), "act": act}  # fmt: skip


def claim_id_of(body: Row) -> str:
    """Return the id that a stored body must have."""
    return "c" + digest(body)[:20]


def packed_reading(row: Row) -> bytes:
    """Return a reading as it is stored: everything but the article's facts and text, which the article keeps, and `predicates`."""
    left_out = {"article", "predicates"}
    body = {"relevant": row["article"]["relevant"], **{name: part for name, part in row.items() if name not in left_out}}
    return zlib.compress(canonical(body).encode("ascii"), 6)


def reading_id_of(article_id: str, packed: bytes) -> str:
    """Return the id of a stored reading: the hash of what it says of which article."""
    return short_id("r", [article_id, hashlib.sha256(zlib.decompress(packed)).hexdigest()])


def stored_reading(connection: Connection, reading_id: str) -> Row:
    """Return a stored reading as the contract's object.

    Raises:
        NoSuchRecordError, LedgerDamagedError
    """
    found = connection.execute(select(reading.c.body, article.c.id).join(article, article.c.id == reading.c.article_id)
                               .where(reading.c.id == reading_id)).one_or_none()  # fmt: skip
    if found is None:
        raise NoSuchRecordError(f"There is no reading {reading_id} in the ledger.")
    body = json.loads(zlib.decompress(found.body))
    facts = {**article_facts(connection, found.id), "relevant": body.pop("relevant"), "text": article_text(connection, found.id)}
    return {**body, "article": facts}
