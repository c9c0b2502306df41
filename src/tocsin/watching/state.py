"""What the watch remembers between runs: when to ask again, what is known already, what failed. Written last, after archive and ledger."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote

from tocsin.errors import LedgerBusyError

Row = dict[str, Any]

_TABLES = """
CREATE TABLE IF NOT EXISTS source (name TEXT PRIMARY KEY, next_at REAL NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, etag TEXT, modified TEXT,
  done_at REAL);
CREATE TABLE IF NOT EXISTS page (url TEXT PRIMARY KEY, source TEXT NOT NULL, role TEXT NOT NULL, host TEXT NOT NULL, facts TEXT NOT NULL, stamp TEXT,
  state TEXT NOT NULL, tries INTEGER NOT NULL DEFAULT 0, next_at REAL NOT NULL, found_at REAL NOT NULL, etag TEXT, modified TEXT);
CREATE INDEX IF NOT EXISTS page_state ON page (state, next_at);
CREATE TABLE IF NOT EXISTS host (name TEXT PRIMARY KEY, next_at REAL NOT NULL DEFAULT 0, robots TEXT, verdict TEXT,
  robots_until REAL NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS seen (source TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (source, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS failure (source TEXT NOT NULL, url TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL, first_at TEXT NOT NULL,
  last_at TEXT NOT NULL, count INTEGER NOT NULL, over INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (source, url, code));
CREATE TABLE IF NOT EXISTS archive (file TEXT PRIMARY KEY, done INTEGER NOT NULL);
"""

_FAILURES = "SELECT * FROM failure WHERE over = 0 ORDER BY last_at DESC, source, url"


def failures_in(folder: Path) -> list[Row]:
    """Return the failures that stand, also while a watch is running; [] where none ever ran."""
    if not (folder / "watch.sqlite").is_file():
        return []
    sql = sqlite3.connect(f"file:{quote(str(folder / 'watch.sqlite'))}?mode=ro", uri=True, timeout=30)
    sql.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in sql.execute(_FAILURES)]
    finally:
        sql.close()


@dataclass(frozen=True, slots=True)
class Page:
    """An address that waits to be fetched. `stamp` is what its source says of its version."""

    url: str
    source: str
    role: str
    host: str
    facts: Row
    tries: int
    ready_at: float
    etag: str | None
    modified: str | None


class State:
    """The state of one watch, in a SQLite file that is as durable as the ledger; one process at a time."""

    def __init__(self, folder: Path) -> None:
        """Open it, or make it.

        Raises:
            LedgerBusyError: another watch uses this folder.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = sqlite3.connect(folder / "lock.sqlite", isolation_level=None, timeout=0)
        try:
            self._lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            self._lock.close()
            raise LedgerBusyError(f"Another `tocsin watch` uses {folder}. Stop it first, or give this watch a folder of its own.") from None
        self.sql = sqlite3.connect(folder / "watch.sqlite", isolation_level=None, timeout=30)
        self.sql.row_factory = sqlite3.Row
        self.sql.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;" + _TABLES)

    def close(self) -> None:
        """Let go of it."""
        self.sql.close()
        self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def act(self) -> Iterator[None]:
        """Make all changes within one transaction: all or none."""
        self.sql.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.sql.execute("ROLLBACK")
            raise
        self.sql.execute("COMMIT")

    # ------------------------------------------------------------ sources

    def source(self, name: str) -> Row:
        """Return when a source is due, how often it failed in a row, and its validators."""
        self.sql.execute("INSERT OR IGNORE INTO source (name) VALUES (?)", (name,))
        return dict(self.sql.execute("SELECT * FROM source WHERE name = ?", (name,)).fetchone())

    def source_done(self, name: str, *, next_at: float, now: float, etag: str | None, modified: str | None) -> None:
        """Remember that a source was read."""
        self.sql.execute("UPDATE source SET next_at = ?, tries = 0, etag = ?, modified = ?, done_at = ? WHERE name = ?",
                         (next_at, etag, modified, now, name))  # fmt: skip

    def source_failed(self, name: str, next_at: float) -> None:
        """Remember that a source could not be read."""
        self.sql.execute("UPDATE source SET next_at = ?, tries = tries + 1 WHERE name = ?", (next_at, name))

    # ------------------------------------------------------------ pages

    def queue(self, url: str, source: str, role: str, host: str, *, facts: Row, stamp: str | None, now: float, again: bool = False) -> bool:
        """Put an address in the queue unless it is known in this version; tell whether it waits now. `again`: even if its version is not told."""
        known = self.sql.execute("SELECT stamp, state FROM page WHERE url = ?", (url,)).fetchone()
        text = json.dumps(facts, sort_keys=True)
        if known is None:
            row = (url, source, role, host, text, stamp, now, now)
            self.sql.execute("INSERT INTO page (url, source, role, host, facts, stamp, state, next_at, found_at)"
                             " VALUES (?, ?, ?, ?, ?, ?, 'queued', ?, ?)", row)  # fmt: skip
            return True
        if known["state"] == "queued" or not (again or (stamp and stamp != known["stamp"])):
            return False
        self.sql.execute("UPDATE page SET state = 'queued', tries = 0, next_at = ?, stamp = ?, facts = ? WHERE url = ?", (now, stamp, text, url))
        return True

    def next_page(self) -> Page | None:
        """Return the page that can be asked for first, None when none waits."""
        row = self.sql.execute(
            "SELECT page.*, max(page.next_at, coalesce(host.next_at, 0)) AS ready_at FROM page LEFT JOIN host ON host.name = page.host"
            " WHERE state = 'queued' ORDER BY ready_at, role = 'page', found_at, url LIMIT 1"
        ).fetchone()
        if row is None:
            return None
        return Page(row["url"], row["source"], row["role"], row["host"], json.loads(row["facts"]), row["tries"], row["ready_at"], row["etag"],
                    row["modified"])  # fmt: skip

    def page_done(self, url: str, *, etag: str | None = None, modified: str | None = None) -> None:
        """Remember that a page was fetched and is in the ledger."""
        self.sql.execute("UPDATE page SET state = 'done', tries = 0, etag = ?, modified = ? WHERE url = ?", (etag, modified, url))

    def page_failed(self, url: str, next_at: float | None) -> None:
        """Remember that a page could not be fetched; None: it is given up."""
        self.sql.execute("UPDATE page SET state = ?, tries = tries + 1, next_at = ? WHERE url = ?",
                         ("queued" if next_at is not None else "failed", next_at or 0.0, url))  # fmt: skip

    def counts(self) -> dict[str, int]:
        """Return how many pages are queued, done and failed."""
        return {row["state"]: row["n"] for row in self.sql.execute("SELECT state, count(*) AS n FROM page GROUP BY state")}

    # ------------------------------------------------------------ hosts

    def host(self, name: str) -> Row:
        """Return when a host may be asked again, and its robots.txt."""
        self.sql.execute("INSERT OR IGNORE INTO host (name) VALUES (?)", (name,))
        return dict(self.sql.execute("SELECT * FROM host WHERE name = ?", (name,)).fetchone())

    def host_next(self, name: str, next_at: float) -> None:
        """Leave a host alone until then."""
        self.sql.execute("UPDATE host SET next_at = max(next_at, ?) WHERE name = ?", (next_at, name))

    def host_robots(self, name: str, verdict: str, text: str, until: float) -> None:
        """Remember a robots.txt: `rules`, `all` or `none`."""
        self.sql.execute("UPDATE host SET verdict = ?, robots = ?, robots_until = ? WHERE name = ?", (verdict, text, until, name))

    # ------------------------------------------------------------ known things, failures, archive

    def seen(self, source: str, key: str) -> str | None:
        """Return what was remembered of a thing, None of one that is new."""
        row = self.sql.execute("SELECT value FROM seen WHERE source = ? AND key = ?", (source, key)).fetchone()
        return row["value"] if row else None

    def see(self, source: str, key: str, value: str = "") -> None:
        """Remember a thing."""
        self.sql.execute("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", (source, key, value))

    def fail(self, source: str, url: str, code: str, message: str, at: str) -> int:
        """Record a failure; return how often it happened in a row."""
        self.sql.execute(
            "INSERT INTO failure VALUES (?, ?, ?, ?, ?, ?, 1, 0) ON CONFLICT (source, url, code) DO UPDATE SET message = excluded.message,"
            " last_at = excluded.last_at, first_at = CASE WHEN over THEN excluded.first_at ELSE first_at END,"
            " count = CASE WHEN over THEN 1 ELSE count + 1 END, over = 0",
            (source, url, code, message, at, at),
        )  # fmt: skip
        return int(self.sql.execute("SELECT count FROM failure WHERE source = ? AND url = ? AND code = ?", (source, url, code)).fetchone()[0])

    def mended(self, source: str, url: str) -> None:
        """Remember that what failed there works again; the rows stay."""
        self.sql.execute("UPDATE failure SET over = 1 WHERE source = ? AND url = ?", (source, url))

    def failures(self) -> list[Row]:
        """Return the failures that stand, the latest first: what, when, why, how often."""
        return [dict(row) for row in self.sql.execute(_FAILURES)]

    def archived(self, file: str) -> int:
        """Return up to where an archive file is in the ledger."""
        row = self.sql.execute("SELECT done FROM archive WHERE file = ?", (file,)).fetchone()
        return int(row["done"]) if row else 0

    def archive_done(self, file: str, end: int) -> None:
        """Remember that all of a file up to a place is in the ledger."""
        self.sql.execute("INSERT INTO archive VALUES (?, ?) ON CONFLICT (file) DO UPDATE SET done = max(done, excluded.done)", (file, end))
