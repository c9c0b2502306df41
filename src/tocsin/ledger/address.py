"""Where the ledger is: a path or a URL, from the option, the environment or the user's data folder."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from tocsin.errors import UsageError

ENVIRONMENT = "TOCSIN_LEDGER"
_POSTGRES = frozenset({"postgresql", "postgres", "postgresql+psycopg"})


def ledger_address(given: str | None = None) -> URL:
    """Return the address of the ledger: `given`, else $TOCSIN_LEDGER, else `ledger.sqlite` in the user's data folder for Tocsin.

    Args:
        given: A path, `sqlite:///PATH` or `postgresql://USER@HOST/NAME`.

    Raises:
        UsageError: an address that names neither a file nor a PostgreSQL database.
    """
    text = given or os.environ.get(ENVIRONMENT) or str(data_folder() / "ledger.sqlite")
    if "://" not in text:
        return URL.create("sqlite", database=str(Path(text).expanduser()))
    try:
        url = make_url(text)
    except (ArgumentError, ValueError) as error:
        raise UsageError(f'"{text}" is not an address of a ledger. {_HOW}') from error
    if url.drivername in _POSTGRES:
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and url.database:
        return url
    raise UsageError(f"{url.drivername}:// is not an address of a ledger. {_HOW}")


_HOW = "Give a path (news.ledger), or postgresql://user@host/name."


def data_folder() -> Path:
    """Return the user's folder for Tocsin's data: $XDG_DATA_HOME/tocsin, else ~/.local/share/tocsin."""
    shared = os.environ.get("XDG_DATA_HOME")
    return (Path(shared) if shared else Path("~/.local/share").expanduser()) / "tocsin"
