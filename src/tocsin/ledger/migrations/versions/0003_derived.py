"""Derived tables without row numbers in SQLite (half the size), the first sighting of each spelling marked, texts ordered by their bytes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_KEY, _TEXT = sa.String(32), sa.Text


def upgrade() -> None:
    """Make the tables anew with what they hold."""
    _remake("block", sa.Column("key", sa.String(64), primary_key=True), sa.Column("item", _KEY, primary_key=True, index=True))
    _remake("edge", sa.Column("a", _KEY, primary_key=True), sa.Column("b", _KEY, primary_key=True, index=True),
            sa.Column("score", sa.Float, nullable=False))  # fmt: skip
    _remake("copy_key", sa.Column("key", sa.String(64), primary_key=True), sa.Column("article_id", sa.String(80), primary_key=True, index=True))
    _remake("bearing", sa.Column("kind", sa.String(16), primary_key=True), sa.Column("key", _TEXT, primary_key=True),
            sa.Column("sort", sa.String(48), primary_key=True), sa.Column("claim_id", _KEY, nullable=False, index=True))  # fmt: skip
    _remake("alias", sa.Column("key", _TEXT, primary_key=True), sa.Column("name", _TEXT, primary_key=True),
            sa.Column("sort", sa.String(96), primary_key=True), sa.Column("article_id", sa.String(80), nullable=False, index=True),
            sa.Column("detail", _TEXT, nullable=False), sa.Column("first", sa.Boolean, nullable=False),
            first="(SELECT min(o.sort) FROM old_alias o WHERE o.key = old_alias.key AND o.name = old_alias.name) = sort")  # fmt: skip
    op.create_index("ix_alias_first", "alias", ["key", "first"])
    _remake("record_term", sa.Column("record_pk", sa.Integer, primary_key=True), sa.Column("field", sa.String(16), primary_key=True),
            sa.Column("value", _TEXT, primary_key=True))  # fmt: skip
    op.create_index("ix_record_term_value", "record_term", ["field", "value", "record_pk"])
    if op.get_bind().dialect.name == "postgresql":
        _order_by_bytes()


def _remake(name: str, *columns: sa.Column[object], **made: str) -> None:
    """Make a table anew; `made` are new columns and what they are filled with."""
    for index in sa.inspect(op.get_bind()).get_indexes(name):
        op.drop_index(str(index["name"]), name)
    op.rename_table(name, f"old_{name}")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE old_{name} DROP CONSTRAINT pk_{name}")
    op.create_table(name, *columns, sqlite_with_rowid=False)
    kept = [column.name for column in columns if column.name not in made]
    names = ", ".join([*(f'"{column}"' for column in kept), *(f'"{column}"' for column in made)])
    values = ", ".join([*(f'"{column}"' for column in kept), *made.values()])
    op.execute(f"INSERT INTO {name} ({names}) SELECT {values} FROM old_{name}")  # noqa: S608 - our own names
    op.drop_table(f"old_{name}")


def _order_by_bytes() -> None:
    """Compare names by their bytes, whatever the language of the database: lists and first letters are then the same everywhere."""
    for table, column in (("record", "id"), ("record_term", "value"), ("bearing", "key"), ("alias", "key"), ("alias", "name"), ("anchor", "anchor"),
                          ("record", "label")):  # fmt: skip
        op.execute(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE text COLLATE "C"')
