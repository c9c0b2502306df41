"""Open the database of a ledger: durable SQLite by default, PostgreSQL by address; one transaction an act, errors in plain words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError
from sqlalchemy.exc import InterfaceError as SqlInterfaceError

from tocsin.errors import LedgerBusyError, LedgerClosedError, LedgerDamagedError, LedgerError, LedgerMissingError, MissingPartError

BUSY_SECONDS = 30.0
"""How long an act waits for another process that is writing. Acts are short; an ingest holds the ledger for one article at a time."""

_ADVISORY_LOCK = 0x746F6373
"""Key of the PostgreSQL advisory lock that puts acts in a row, as the audit chain needs: the letters "tocs"."""

_PROBLEMS: tuple[tuple[str, type[LedgerError], str], ...] = (
    ("database is locked", LedgerBusyError, "Another process is writing to it and did not end in time. Try again."),
    ("database table is locked", LedgerBusyError, "Another process is writing to it and did not end in time. Try again."),
    ("readonly database", LedgerClosedError, "It may only be read. Check the permissions of the file and of its folder."),
    ("read-only", LedgerClosedError, "It may only be read. Check the rights of the account."),
    ("permission denied", LedgerClosedError, "The account may not do that. Check its rights."),
    ("disk is full", LedgerClosedError, "The disk is full. Make room and run the same command again; what was acknowledged is kept."),
    ("no space left", LedgerClosedError, "The disk is full. Make room and run the same command again; what was acknowledged is kept."),
    ("unable to open database file", LedgerMissingError, "The file cannot be opened. Check the path and the permissions of its folder."),
    ("file is not a database", LedgerMissingError, "It is another kind of file. Name a ledger, or a new path for one."),
    ("malformed", LedgerDamagedError, "The file is damaged. Restore the last backup (tocsin ledger backup makes them), and keep the damaged file."),
    ("disk i/o error", LedgerDamagedError, "The disk cannot be read or written. Check it; do not go on with this file."),
    ("connection refused", LedgerMissingError, "No PostgreSQL server answers there. Start it, or mend the address."),
    ("could not translate host name", LedgerMissingError, "The server's name is not known. Mend the address."),
    ("does not exist", LedgerMissingError, "There is no such database or account. Make it (createdb NAME), or mend the address."),
    ("authentication failed", LedgerMissingError, "The server does not accept this account."),
)


def open_engine(url: URL) -> Engine:
    """Return an engine for a ledger's address; nothing is touched until it is used.

    Raises:
        MissingPartError: a PostgreSQL address without the driver.
    """
    if url.get_backend_name() == "postgresql":
        return _postgres(url)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _postgres(url: URL) -> Engine:
    try:
        return create_engine(url, isolation_level="REPEATABLE READ", pool_pre_ping=True)
    except ModuleNotFoundError as error:
        raise MissingPartError("The PostgreSQL driver (psycopg)", "pip install 'tocsin[postgres]'") from error


def _set_up_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    """Make commits durable and references checked. `FULL`, because in WAL mode `NORMAL` may lose the last commits at a power cut."""
    connection.isolation_level = None  # we begin ourselves: the driver would begin late, and deferred
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -65536")


def _begin_sqlite(connection: Connection) -> None:
    """Begin: writers take the write lock at once, so that none finds out at its end that another was first."""
    writes = connection.get_execution_options().get("tocsin_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Run one act: all of it is kept at the end, or nothing of it.

    Raises:
        LedgerError: what the database said, in plain words.
    """
    with explained(engine.url), engine.connect() as opened:
        # READ COMMITTED on PostgreSQL, so that what others wrote while this act waited for its turn is seen.
        level = {"isolation_level": "READ COMMITTED"} if engine.dialect.name == "postgresql" else {}
        connection = opened.execution_options(tocsin_writes=True, **level)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read at one moment: acts that end meanwhile are not seen.

    Raises:
        LedgerError: what the database said, in plain words.
    """
    with explained(engine.url), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def explained(url: URL) -> Iterator[None]:
    """Turn the database's errors into ours."""
    try:
        yield
    except (OperationalError, DatabaseError, SqlInterfaceError, sqlite3.Error) as error:
        raise _in_plain_words(url, error) from error


def _in_plain_words(url: URL, error: DBAPIError | sqlite3.Error) -> LedgerError:
    said = str(error.orig if isinstance(error, DBAPIError) else error).strip()
    name = shown(url)
    for words, kind, advice in _PROBLEMS:
        if words in said.lower():
            return kind(f"{name}: {advice}")
    return LedgerError(f"{name}: the database says: {said.splitlines()[0] if said else type(error).__name__}")


def shown(url: URL) -> str:
    """Return an address for people: a path, or a URL without its password."""
    return str(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


def prepare_folder(url: URL) -> None:
    """Make the folder of a new SQLite ledger, for its owner only.

    Raises:
        LedgerMissingError: the folder cannot be made, or the path is a folder.
    """
    if url.get_backend_name() != "sqlite":
        return
    path = Path(str(url.database))
    if path.is_dir():
        raise LedgerMissingError(f"{path} is a folder. Name a file in it, for example {path / 'news.ledger'}.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise LedgerMissingError(f"{path.parent} cannot be made: {error.strerror}. Name another path with --ledger.") from error
