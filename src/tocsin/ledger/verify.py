"""Check that what is stored is what was written, and name the first row that does not fit."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, func, select

from tocsin.errors import LedgerDamagedError
from tocsin.ledger.articles import checked_bytes, checked_text
from tocsin.ledger.audit import GENESIS, row_digest
from tocsin.ledger.decisions import decision_id_of, read_decision
from tocsin.ledger.derived import record
from tocsin.ledger.readings import claim_columns, claim_id_of, reading_id_of
from tocsin.ledger.tables import KEPT, audit
from tocsin.ledger.versions import columns_of
from tocsin.records.canonical import digest

Row = dict[str, Any]

AT_ONCE = 500
"""How many acts are checked together. Their rows pass by one at a time: memory stays flat."""


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
    with _any_text(connection):
        for acts in _portions(connection):
            digests, misfits = _rows(connection, acts[0]["seq"], acts[-1]["seq"])
            for row in acts:
                seq += 1
                yield from _chain(row, seq, prev)
                yield from _written(row, digests[row["seq"]].hexdigest(), misfits[row["seq"]])
                prev, found = row["hash"], found or row["hash"] == anchor
            if progress:
                progress(seq, total)
        if not found:
            yield Misfit("audit", f"The act {anchor} is not in the chain: acts were cut off or replaced.")
        yield from _loose_rows(connection)
        yield from _records(connection)


@contextmanager
def _any_text(connection: Connection) -> Iterator[None]:
    """Read texts that are no UTF-8 any more, instead of failing at them."""
    raw = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or raw is None:
        yield
        return
    raw.text_factory = lambda found: found.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        raw.text_factory = str


def _portions(connection: Connection) -> Iterator[Sequence[Row]]:
    """Yield the audit rows, some at a time."""
    query, last = select(audit).order_by(audit.c.seq).limit(AT_ONCE), None
    while rows := [dict(row) for row in connection.execute(query if last is None else query.where(audit.c.seq > last)).mappings()]:
        yield rows
        last = rows[-1]["seq"]


def _chain(row: Row, seq: int, prev: str) -> Iterator[Misfit]:
    """Check number, link and hash of an audit row."""
    name = f"audit {row['seq']}"
    if row["hash"] != digest({key: value for key, value in row.items() if key != "hash"}):
        yield Misfit(name, "Its content is not what was hashed.")
    if row["seq"] != seq:
        yield Misfit(name, f"Act {seq} is missing before it.")
    if row["prev"] != prev:
        yield Misfit(name, "It does not follow from the act before it.")


def _rows(connection: Connection, first: int, last: int) -> tuple[dict[int, Any], dict[int, list[Misfit]]]:
    """Return the running digest of the rows of each act, as `audit.rows_digest` takes it, and the rows that are not what they say."""
    digests: dict[int, Any] = defaultdict(hashlib.sha256)
    misfits: dict[int, list[Misfit]] = defaultdict(list)
    for table in KEPT:
        query = select(table).where(table.c.act.between(first, last)).order_by(table.c.act, *table.primary_key.columns)
        for row in connection.execute(query.execution_options(yield_per=100)):
            digests[row.act].update(row_digest(table.name, row._asdict()).encode("ascii"))
            if what := _own_words(table, row):
                misfits[row.act].append(Misfit(f"{table.name} {row.id}", what))
    return digests, misfits


def _own_words(table: Table, row: Any) -> str | None:
    """Return how a row contradicts itself, None when it does not or cannot."""
    check = _CHECKS.get(table.name)
    try:
        return check(row) if check else None
    except LedgerDamagedError as error:
        return str(error)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, zlib.error):
        return "Its content is broken."


def _check_article(row: Any) -> str | None:
    checked_bytes(row.id, row.raw)
    checked_text(row.id, row.text, row.text_sha256)
    return None


def _check_claim(row: Any) -> str | None:
    body = json.loads(row.body)
    if claim_id_of(body) != row.id:
        return "Its content is not what its id is the hash of."
    return None if all(getattr(row, name) == value for name, value in claim_columns(body).items()) else "Its columns are not what its content says."


def _check_reading(row: Any) -> str | None:
    return None if reading_id_of(row.article_id, row.body) == row.id else "Its content is not what its id is the hash of."


def _check_decision(row: Any) -> str | None:
    return None if decision_id_of(read_decision(row)) == row.id else "Its content is not what its id is the hash of."


_CHECKS: dict[str, Callable[[Any], str | None]] = {
    "article": _check_article, "claim": _check_claim, "reading": _check_reading, "decision": _check_decision,
}  # fmt: skip


def _written(row: Row, found: str, misfits: list[Misfit]) -> Iterator[Misfit]:
    """Yield the rows of an act that are not what was written: by name where they contradict themselves."""
    yield from misfits
    if found != row["rows"] and not misfits:
        what = "A row was changed, added or taken away."
        yield Misfit(f"rows of act {row['seq']} ({row['verb']} {row['subject_kind']} {row['subject_id']})", what)


def _loose_rows(connection: Connection) -> Iterator[Misfit]:
    """Find rows that belong to no act."""
    for table in KEPT:
        loose = connection.execute(select(func.count()).select_from(table).where(table.c.act.not_in(select(audit.c.seq)))).scalar()
        if loose:
            yield Misfit(table.name, f"{loose} rows belong to no act.")


def _records(connection: Connection) -> Iterator[Misfit]:
    """Check that each record is what was derived: its content by its digest, its columns by its content."""
    for row in connection.execute(select(record).order_by(record.c.pk).execution_options(yield_per=200)):
        try:
            body = json.loads(row.body)
            fits = digest(body) == row.digest and all(getattr(row, name) == value for name, value in columns_of(body).items())
        except (ValueError, KeyError, TypeError, AttributeError):
            fits = False
        if not fits:
            yield Misfit(f"record {row.kind} {row.id}", "It is not what was derived. Derive all records anew: tocsin ledger rebuild")
