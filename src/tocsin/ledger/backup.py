"""A copy of a ledger in use, as it stood at one moment."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from tocsin.errors import LedgerClosedError, UsageError
from tocsin.ledger import engine
from tocsin.ledger.store import Ledger


def back_up(ledger: Ledger, file: Path, *, who: str) -> tuple[int, str]:
    """Copy a ledger to a new SQLite file; return number and hash of the last act in it.

    The act of backing up is written first, so that it stands in the copy too. A copy that is broken off leaves no file by this name.

    Raises:
        UsageError: the file exists, or the ledger is in PostgreSQL, which has its own tools.
        LedgerClosedError: the copy cannot be written.
    """
    if ledger.sql.dialect.name != "sqlite":
        raise UsageError("Back up a PostgreSQL ledger with pg_dump, or with: tocsin ledger export > FILE")
    if file.exists():
        raise UsageError(f"{file} exists. Name a new file; backups are never written over.")
    ledger.note_act("backup", ("file", file.name), {}, who=who)
    part = file.with_name(file.name + ".part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
        with engine.explained(ledger.url):
            _copy(Path(str(ledger.url.database)), part)
        _flush(part)
        part.rename(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise LedgerClosedError(f"{file} cannot be written: {error.strerror}.") from error
    with Ledger.open(str(file)) as copy:
        return copy.head()


def _copy(source: Path, target: Path) -> None:
    """Copy page by page with SQLite's own backup, which sees one moment."""
    with sqlite3.connect(source, timeout=engine.BUSY_SECONDS) as one, sqlite3.connect(target) as other:
        one.backup(other)
    one.close()
    other.close()


def _flush(file: Path) -> None:
    """Bring a file to the disk."""
    handle = os.open(file, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
