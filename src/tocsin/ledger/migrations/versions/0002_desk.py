"""Accounts, sessions, tokens, grants, leases and saved views."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def _owner(**options: bool) -> sa.Column[str]:
    return sa.Column("account", sa.String(64), sa.ForeignKey("account.name"), nullable=False, **options)  # type: ignore[arg-type]


def upgrade() -> None:
    """Make the tables of the desk's housekeeping."""
    op.create_table(
        "account",
        sa.Column("name", sa.String(64), primary_key=True), sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password", sa.Text, nullable=False), sa.Column("totp", sa.Text), sa.Column("totp_last", sa.Integer),
        sa.Column("disabled", sa.Boolean, nullable=False), sa.Column("created_at", sa.String(32), nullable=False),
    )  # fmt: skip
    op.create_table(
        "session",
        sa.Column("id", sa.String(64), primary_key=True), _owner(index=True), sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False), sa.Column("seen_at", sa.String(32), nullable=False),
    )  # fmt: skip
    op.create_table(
        "api_token",
        sa.Column("id", sa.String(64), primary_key=True), _owner(index=True), sa.Column("label", sa.Text, nullable=False),
        sa.Column("allows", sa.Text, nullable=False), sa.Column("created_at", sa.String(32), nullable=False),
        sa.Column("expires_at", sa.String(32), nullable=False),
    )  # fmt: skip
    op.create_table(
        "access_grant",
        _owner(primary_key=True), sa.Column("record_id", sa.String(80), primary_key=True), sa.Column("given_by", sa.String(64), nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
    )  # fmt: skip
    op.create_table(
        "lease",
        sa.Column("record_id", sa.Text, primary_key=True), sa.Column("account", sa.String(64), nullable=False),
        sa.Column("until", sa.String(32), nullable=False),
    )  # fmt: skip
    op.create_table(
        "saved_view",
        sa.Column("account", sa.String(64), primary_key=True), sa.Column("name", sa.String(80), primary_key=True),
        sa.Column("page", sa.String(32), nullable=False), sa.Column("query", sa.Text, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
    )  # fmt: skip
