"""The audit chain: one row an act, each holding the hash of the one before and the digest of what the act wrote."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select

from tocsin.ledger.rows import plain
from tocsin.ledger.tables import KEPT, audit
from tocsin.records.canonical import canonical, digest

GENESIS = "0" * 64
"""`prev` of the first act."""

_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"

Clock = Callable[[], datetime]
Row = dict[str, Any]


def now() -> datetime:
    """Return the time of the machine, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Act:
    """An act under way: its number and time. `close_act` writes its audit row; until then the transaction cannot end."""

    seq: int
    at: str
    who: str
    prev: str

    def moment(self, n: int) -> str:
        """Return the time of the n-th thing of the act: a microsecond after the one before, so that their order is told."""
        return _later(self.at, n)


def open_act(connection: Connection, who: str, clock: Clock) -> Act:
    """Begin an act. Its time is the clock's, and always after the act before it, whatever the clock says: time tells the order of acts."""
    last = connection.execute(select(audit.c.seq, audit.c.at, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).one_or_none()
    at = clock().astimezone(UTC).strftime(_FORM)
    if last is None:
        return Act(1, at, plain(who), GENESIS)
    return Act(last.seq + 1, max(at, _later(last.at, 1)), plain(who), last.hash)


def _later(at: str, microseconds: int) -> str:
    return (datetime.strptime(at, _FORM).replace(tzinfo=UTC) + timedelta(microseconds=microseconds)).strftime(_FORM) if microseconds else at


def close_act(connection: Connection, act: Act, verb: str, subject: tuple[str, str], detail: Row, *, moments: int = 1) -> str:
    """Write the audit row of an act, in its transaction; return its hash. `moments`: of how many things it told the time (`Act.moment`)."""
    row = {"seq": act.seq, "at": act.moment(moments - 1), "who": act.who, "verb": verb, "subject_kind": subject[0], "subject_id": plain(subject[1]),
           "detail": canonical(detail), "rows": rows_digest(connection, act.seq), "prev": act.prev}  # fmt: skip
    row["hash"] = digest(row)
    connection.execute(insert(audit).values(row))
    return str(row["hash"])


def rows_digest(connection: Connection, seq: int) -> str:
    """Return one hash over all kept rows that an act wrote, every column of them, in the order of their keys."""
    total = hashlib.sha256()
    for table in KEPT:
        keys = list(table.primary_key.columns)
        for row in connection.execute(select(table).where(table.c.act == seq).order_by(*keys)).mappings():
            total.update(row_digest(table.name, dict(row)).encode("ascii"))
    return total.hexdigest()


def row_digest(name: str, row: Row) -> str:
    """Return the hash of one kept row."""
    return digest([name, {key: hashlib.sha256(value).hexdigest() if isinstance(value, bytes) else value for key, value in row.items()}])


def head(connection: Connection) -> tuple[int, str]:
    """Return number and hash of the last act; (0, GENESIS) in a new ledger. Print it and keep it elsewhere: it vouches for all before it."""
    last = connection.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).one_or_none()
    return (last.seq, last.hash) if last else (0, GENESIS)


def act_at(connection: Connection, moment: str) -> int:
    """Return the number of the last act at or before a moment (`2026-03-01` is the end of that day, UTC), 0 before the first."""
    bound = f"{moment}T23:59:59.999999Z" if len(moment) == 10 else moment
    found = connection.execute(select(audit.c.seq).where(audit.c.at <= bound).order_by(audit.c.seq.desc()).limit(1)).scalar()
    return found or 0
