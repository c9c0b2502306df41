"""Bring a ledger to the schema of this version, or say why not."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from tocsin.errors import LedgerMissingError, LedgerVersionError

_FOLDER = Path(__file__).parent / "migrations"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def latest_version() -> str:
    """Return the schema version that this Tocsin writes."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def known_versions() -> tuple[str, ...]:
    """Return all schema versions, oldest first."""
    return tuple(step.revision for step in reversed(list(ScriptDirectory.from_config(_config()).walk_revisions())))


def version_of(connection: Connection) -> str | None:
    """Return the schema version of a database, None when it is empty.

    Raises:
        LedgerMissingError: a database of something else.
    """
    names = set(inspect(connection).get_table_names())
    if "alembic_version" in names and "audit" in names:
        return MigrationContext.configure(connection).get_current_revision()
    if names - {"alembic_version"}:
        raise LedgerMissingError("The database holds other tables and no ledger. Name another one.")
    return None


def upgrade(connection: Connection, target: str = "head") -> None:
    """Run the steps that the ledger lacks, in the transaction of the connection.

    Raises:
        LedgerVersionError: the ledger was written by a newer Tocsin.
        LedgerMissingError: a database of something else.
    """
    version = version_of(connection)
    if version is not None and version not in known_versions():
        raise LedgerVersionError(f"The ledger has schema {version}, which a newer Tocsin wrote. Install that version: pip install --upgrade tocsin")
    if version != latest_version() or target != "head":
        command.upgrade(_config(connection), target)


def check_current(connection: Connection) -> None:
    """Raise unless the ledger has this version's schema.

    Raises:
        LedgerVersionError: older (any writing command brings it up to date) or newer.
        LedgerMissingError: no ledger.
    """
    version = version_of(connection)
    if version is None:
        raise LedgerMissingError("There is no ledger yet. Make one with: tocsin ingest FILE…")
    if version not in known_versions():
        raise LedgerVersionError(f"The ledger has schema {version}, which a newer Tocsin wrote. Install that version: pip install --upgrade tocsin")
    if version != latest_version():
        raise LedgerVersionError(f"The ledger has the older schema {version}. Bring it up to date with: tocsin ledger upgrade")
