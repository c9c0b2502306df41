"""Alerts that fired, and where each stands on its way. One row an alert and channel: what was sent is never sent again."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterator

Row = dict[str, Any]

NEW = "new"
"""What a ledger without any act is known by."""

_TABLES = """
CREATE TABLE IF NOT EXISTS cursor (ledger TEXT PRIMARY KEY, act INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS alert (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, digest TEXT NOT NULL, period TEXT NOT NULL,
  body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS delivery (alert TEXT NOT NULL, channel TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
  next_at REAL NOT NULL DEFAULT 0, problem TEXT, PRIMARY KEY (alert, channel));
"""


def period_of(digest: str, moment: datetime) -> str:
    """Return the day or week of a moment (UTC), "" for what is told at once.

    Example:
        >>> period_of("week", datetime(2026, 3, 1))
        '2026-W09'
    """
    if digest == "none":
        return ""
    year, week, _ = moment.isocalendar()
    return moment.date().isoformat() if digest == "day" else f"{year}-W{week:02}"


class Outbox:
    """Alerts in a SQLite file of their own, as durable as the ledger."""

    def __init__(self, folder: Path) -> None:
        """Open it, or make it. What a crash left half-sent is marked so: it may have arrived, and is not sent again."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.sql = sqlite3.connect(folder / "alerts.sqlite", isolation_level=None, timeout=30)
        self.sql.row_factory = sqlite3.Row
        self.sql.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;" + _TABLES)
        self.sql.execute("UPDATE delivery SET state = 'uncertain' WHERE state = 'sending'")

    def close(self) -> None:
        """Let go of it."""
        self.sql.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _act(self) -> Iterator[None]:
        self.sql.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.sql.execute("ROLLBACK")
            raise
        self.sql.execute("COMMIT")

    def cursor(self, ledger: str) -> int | None:
        """Return the act up to which a ledger's changes were looked at, None when they never were."""
        row = self.sql.execute("SELECT act FROM cursor WHERE ledger = ?", (ledger,)).fetchone()
        return int(row["act"]) if row else None

    def put(self, alerts: Iterable[Row], ledger: str, act: int, moment: datetime) -> int:
        """Keep alerts and how far the ledger was looked at, all or none; return how many are new. One that is known already is left as it is."""
        count = 0
        with self._act():
            for one in alerts:
                row = (one["id"], moment.strftime("%Y-%m-%dT%H:%M:%SZ"), one["digest"], period_of(one["digest"], moment), json.dumps(one))
                new = self.sql.execute("INSERT OR IGNORE INTO alert (id, at, digest, period, body) VALUES (?, ?, ?, ?, ?)", row).rowcount
                if new:
                    count += 1
                    ways = [(one["id"], channel) for channel in one["channels"]]
                    self.sql.executemany("INSERT INTO delivery (alert, channel, state) VALUES (?, ?, 'pending')", ways)
            self.sql.execute("DELETE FROM cursor WHERE ledger = ?", (NEW,))
            self.sql.execute("INSERT INTO cursor VALUES (?, ?) ON CONFLICT (ledger) DO UPDATE SET act = excluded.act", (ledger, act))
        return count

    def due(self, channel: str, moment: datetime) -> list[Row]:
        """Return the alerts that a channel shall tell now, in the order in which they fired: at once, or once their day or week is over."""
        rows = self.sql.execute(
            "SELECT alert.* FROM alert JOIN delivery ON delivery.alert = alert.id"
            " WHERE channel = ? AND state = 'pending' AND next_at <= ? ORDER BY n",
            (channel, moment.timestamp()),
        )
        return [_shown(row) for row in rows if not row["period"] or row["period"] < period_of(row["digest"], moment)]

    def told(self, channel: str, most: int) -> list[Row]:
        """Return the latest alerts that a channel has told, the latest first."""
        rows = self.sql.execute("SELECT alert.* FROM alert JOIN delivery ON delivery.alert = alert.id WHERE channel = ? AND state = 'sent'"
                                " ORDER BY n DESC LIMIT ?", (channel, most))  # fmt: skip
        return [_shown(row) for row in rows]

    def mark(self, ids: Sequence[str], channel: str, state: str, *, next_at: float = 0.0, problem: str | None = None) -> None:
        """Remember where alerts stand on their way."""
        tried = 1 if state in {"pending", "failed", "uncertain"} else 0
        with self._act():
            self.sql.executemany("UPDATE delivery SET state = ?, tries = tries + ?, next_at = ?, problem = ? WHERE alert = ? AND channel = ?",
                                 [(state, tried, next_at, problem, id_, channel) for id_ in ids])  # fmt: skip

    def tries(self, ids: Sequence[str], channel: str) -> int:
        """Return how often the alerts were tried."""
        query = "SELECT tries FROM delivery WHERE alert = ? AND channel = ?"
        return max((int(self.sql.execute(query, (id_, channel)).fetchone()[0]) for id_ in ids), default=0)

    def troubled(self) -> list[Row]:
        """Return deliveries that failed, wait for another try after a failure, or may have arrived or not."""
        rows = self.sql.execute("SELECT * FROM delivery WHERE state IN ('failed', 'uncertain') OR (state = 'pending' AND problem IS NOT NULL)"
                                " ORDER BY alert, channel")  # fmt: skip
        return [dict(row) for row in rows]


def _shown(row: sqlite3.Row) -> Row:
    """Return an alert as it is told: without what is only our own affair."""
    body = json.loads(row["body"])
    return {"at": row["at"], "period": row["period"], **{key: value for key, value in body.items() if key != "channels"}}
