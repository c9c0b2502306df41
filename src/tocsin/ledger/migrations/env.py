"""Alembic's entry: run the steps on the connection that the ledger hands over."""

from __future__ import annotations

from alembic import context

from tocsin.ledger import derived, desk_tables  # noqa: F401 so that the metadata know every table
from tocsin.ledger.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
