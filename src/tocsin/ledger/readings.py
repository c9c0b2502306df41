"""Readings in the store: what an engine of a version read in an article, and its claims as rows of their own."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from tocsin.errors import LedgerDamagedError, NoSuchRecordError
from tocsin.ledger.articles import checked_text
from tocsin.ledger.audit import Act
from tocsin.ledger.rows import keyed, plain, put_rows, rows_of
from tocsin.ledger.tables import article, claim, reading, reading_claim
from tocsin.records.canonical import canonical, digest, short_id
from tocsin.records.statement import Statement, claim_key, statements_of

Row = dict[str, Any]

_READING_IDS = keyed(select(reading.c.id), reading.c.id)
_CLAIM_IDS = keyed(select(claim.c.id), claim.c.id)
_STORED = keyed(
    select(reading.c.id.label("reading_id"), reading.c.body, article).join(article, article.c.id == reading.c.article_id), reading.c.id
)


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


def put_readings(connection: Connection, act: Act, rows: Sequence[tuple[Row, str]]) -> list[Kept]:
    """Keep readings (the contract's object, each with the time at which it was recorded) and those of their claims that are not here yet."""
    packed = [packed_reading(row) for row, _ in rows]
    ids = [reading_id_of(row["article"]["id"], body) for (row, _), body in zip(rows, packed, strict=True)]
    here = {row.id for row in rows_of(connection, _READING_IDS, set(ids))}
    said = [statements_of(row) for row, _ in rows]
    known = {row.id for row in rows_of(connection, _CLAIM_IDS, {one.id for found in said for one in found})}
    kept, readings, claims, links = [], [], [], []
    for (row, at), body, reading_id, statements in zip(rows, packed, ids, said, strict=True):
        fresh = reading_id not in here
        here.add(reading_id)
        added = list({one.id: one for one in statements if fresh and one.id not in known}.values())
        known |= {one.id for one in added}
        kept.append(Kept(reading_id, statements, added, fresh=fresh))
        claims += [claim_row(one, row["article"]["id"], act.seq) for one in added]
        if fresh:
            readings.append({"id": reading_id, "article_id": row["article"]["id"], "engine": canonical(row["engine"]), "body": body,
                             "recorded_at": at, "act": act.seq})  # fmt: skip
            links += [{"reading_id": reading_id, "n": n, "claim_id": one.id, "local": one.local, "incident": one.incident, "act": act.seq}
                      for n, one in enumerate(statements)]  # fmt: skip
    for table, made in ((reading, readings), (claim, claims), (reading_claim, links)):
        put_rows(connection, table, made)
    return kept


def claim_row(statement: Statement, article_id: str, act: int) -> Row:
    """Return the row of a statement."""
    body = statement.body
    return {"id": statement.id, **claim_columns(body), "article_id": article_id, "body": canonical(body), "act": act}


def claim_columns(body: Row) -> Row:
    """Return the columns of a claim that repeat what its body says."""
    return {"key": claim_key(body), "kind": body["kind"], "type": body["type"], "factuality": body["factuality"],
            "source": plain(body["sources"][0]["name"])}  # fmt: skip


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
    found = stored_readings(connection, [reading_id])
    if not found:
        raise NoSuchRecordError(f"There is no reading {reading_id} in the ledger.")
    return found[reading_id]


def stored_readings(connection: Connection, ids: Collection[str]) -> dict[str, Row]:
    """Return stored readings as the contract's objects, by id.

    Raises:
        LedgerDamagedError
    """
    return {found.reading_id: _whole(found) for found in rows_of(connection, _STORED, ids)}


def _whole(found: Any) -> Row:
    """Put a reading and its article together."""
    try:
        body = json.loads(zlib.decompress(found.body))
    except (zlib.error, ValueError) as error:
        raise LedgerDamagedError(f"The reading {found.reading_id} is broken. Find what else is: tocsin ledger verify") from error
    facts = {"ref": found.ref, "id": found.id, "uri": found.uri, "outlet": found.outlet_given, "title": found.title, "language": found.language,
             "published": found.published, "published_basis": found.published_basis, "relevant": body.pop("relevant"),
             "text": checked_text(found.id, found.text, found.text_sha256)}  # fmt: skip
    return {**body, "article": facts}
