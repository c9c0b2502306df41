"""Check that what is stored is what was written, and name the first row that does not fit."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from tocsin.errors import LedgerDamagedError
from tocsin.ledger.articles import checked_bytes, checked_text
from tocsin.ledger.audit import GENESIS, rows_digest
from tocsin.ledger.readings import claim_id_of
from tocsin.ledger.tables import KEPT, article, audit, claim
from tocsin.records.canonical import digest

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A row that is not what was written. `row` names its table and key."""

    row: str
    what: str


def verify(connection: Connection, *, anchor: str | None = None, progress: Callable[[int, int], None] | None = None) -> Iterator[Misfit]:
    """Yield what does not fit, in the order of the acts; nothing for a sound ledger.

    `anchor` is the hash of an act that was printed earlier and kept elsewhere: it must still be in the chain. Without one, acts cut off at
    the end of the chain cannot be noticed. `progress` is called with acts done and acts in all.
    """
    total = connection.execute(select(func.count()).select_from(audit)).scalar() or 0
    prev, seq, found = GENESIS, 0, anchor is None or anchor == GENESIS
    for row in connection.execute(select(audit).order_by(audit.c.seq)).mappings().all():
        seq += 1
        yield from _chain(dict(row), seq, prev)
        yield from _rows(connection, dict(row))
        prev, found = row["hash"], found or row["hash"] == anchor
        if progress:
            progress(seq, total)
    if not found:
        yield Misfit("audit", f"The act {anchor} is not in the chain: acts were cut off or replaced.")
    yield from _loose_rows(connection, seq)
    yield from _articles(connection)
    yield from _claims(connection)


def _chain(row: Row, seq: int, prev: str) -> Iterator[Misfit]:
    """Check number, link and hash of an audit row."""
    name = f"audit {row['seq']}"
    if row["seq"] != seq:
        yield Misfit(name, f"Act {seq} is missing before it.")
    if row["prev"] != prev:
        yield Misfit(name, "It does not follow from the act before it.")
    if row["hash"] != digest({key: value for key, value in row.items() if key != "hash"}):
        yield Misfit(name, "Its content is not what was hashed.")


def _rows(connection: Connection, row: Row) -> Iterator[Misfit]:
    """Check the rows that the act wrote."""
    if rows_digest(connection, row["seq"]) != row["rows"]:
        yield Misfit(f"rows of act {row['seq']} ({row['verb']} {row['subject_kind']} {row['subject_id']})", "They are not what was written.")


def _loose_rows(connection: Connection, last: int) -> Iterator[Misfit]:
    """Find rows that belong to no act."""
    for table in KEPT:
        loose = connection.execute(select(func.count()).select_from(table).where((table.c.act > last) | (table.c.act < 1))).scalar()
        if loose:
            yield Misfit(table.name, f"{loose} rows belong to no act.")


def _articles(connection: Connection) -> Iterator[Misfit]:
    """Check bytes and text of each article."""
    for row in connection.execute(select(article.c.id, article.c.raw, article.c.text, article.c.text_sha256).execution_options(yield_per=100)):
        try:
            checked_bytes(row.id, row.raw)
            checked_text(row.id, row.text, row.text_sha256)
        except LedgerDamagedError as error:
            yield Misfit(f"article {row.id}", str(error))


def _claims(connection: Connection) -> Iterator[Misfit]:
    """Check that each claim is what its id says."""
    for row in connection.execute(select(claim.c.id, claim.c.body).execution_options(yield_per=1000)):
        try:
            fits = claim_id_of(json.loads(row.body)) == row.id
        except ValueError:
            fits = False
        if not fits:
            yield Misfit(f"claim {row.id}", "Its content is not what its id is the hash of.")
