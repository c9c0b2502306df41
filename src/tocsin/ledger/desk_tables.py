"""Tables of the desk's own housekeeping: accounts, sessions, tokens, grants, leases, saved views. They change; what they did stands in the audit."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text

from tocsin.ledger.tables import metadata

account = Table(
    "account", metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("password", Text, nullable=False),  # argon2id, with its parameters
    Column("totp", Text),  # secret of the second factor, null without one
    Column("totp_last", Integer),  # time step of the last code that was used: no code is taken twice
    Column("disabled", Boolean, nullable=False),
    Column("created_at", String(32), nullable=False),
)  # fmt: skip

session = Table(
    "session", metadata,
    Column("id", String(64), primary_key=True),  # SHA-256 of what the cookie holds
    Column("account", String(64), ForeignKey("account.name"), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("seen_at", String(32), nullable=False),
)  # fmt: skip

api_token = Table(
    "api_token", metadata,
    Column("id", String(64), primary_key=True),  # SHA-256 of the token
    Column("account", String(64), ForeignKey("account.name"), nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("allows", Text, nullable=False),  # JSON list of permissions: never more than the account's role has
    Column("created_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
)  # fmt: skip

grant = Table(
    "access_grant", metadata,
    Column("account", String(64), ForeignKey("account.name"), primary_key=True),
    Column("record_id", String(80), primary_key=True),  # one sealed record, or * for all
    Column("given_by", String(64), nullable=False),
    Column("created_at", String(32), nullable=False),
)  # fmt: skip

lease = Table(
    "lease", metadata,
    Column("record_id", Text, primary_key=True),
    Column("account", String(64), nullable=False),
    Column("until", String(32), nullable=False),
)  # fmt: skip

saved_view = Table(
    "saved_view", metadata,
    Column("account", String(64), primary_key=True),
    Column("name", String(80), primary_key=True),
    Column("page", String(32), nullable=False),
    Column("query", Text, nullable=False),
    Column("created_at", String(32), nullable=False),
)  # fmt: skip
