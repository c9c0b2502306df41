"""Leases: who is looking at which record right now, so that two reviewers do not take up the same one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select

from tocsin.access.accounts import stamp
from tocsin.ledger.desk_tables import lease

MINUTES = 5
"""How long a record stays with a reviewer who does nothing; each look renews it."""


def take(connection: Connection, record_id: str, account: str) -> str:
    """Take a record for a reviewer, unless another holds it; return who holds it now. A reviewer holds one record at a time."""
    now = datetime.now(UTC)
    row = connection.execute(select(lease).where(lease.c.record_id == record_id)).one_or_none()
    if row is not None and row.account != account and row.until > stamp(now):
        return str(row.account)
    connection.execute(delete(lease).where((lease.c.account == account) | (lease.c.record_id == record_id)))
    connection.execute(insert(lease).values(record_id=record_id, account=account, until=stamp(now + timedelta(minutes=MINUTES))))
    return account


def held_by_others(connection: Connection, account: str) -> dict[str, str]:
    """Return the records that other reviewers hold, with who."""
    query = select(lease.c.record_id, lease.c.account).where(lease.c.account != account, lease.c.until > stamp())
    return {row.record_id: row.account for row in connection.execute(query)}


def let_go(connection: Connection, records: Collection[str], account: str) -> None:
    """Give records back."""
    connection.execute(delete(lease).where(lease.c.account == account, lease.c.record_id.in_(sorted(records))))
