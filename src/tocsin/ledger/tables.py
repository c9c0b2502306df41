"""What is kept: rows that are written once and never changed. The digest of each act's rows stands in the audit chain."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_%(column_0_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s",
                       "pk": "pk_%(table_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s"}
)  # fmt: skip


def _act() -> Column[int]:
    """Return the column that names the audit row of the act that wrote the row; checked when the act ends, as that row is written last."""
    return Column("act", Integer, ForeignKey("audit.seq", deferrable=True, initially="DEFERRED"), nullable=False, index=True)


audit = Table(
    "audit", metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("verb", String(32), nullable=False),
    Column("subject_kind", String(32), nullable=False),
    Column("subject_id", Text, nullable=False),
    Column("detail", Text, nullable=False),  # canonical JSON
    Column("rows", String(64), nullable=False),  # digest of the rows that the act wrote
    Column("prev", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
)  # fmt: skip

article = Table(
    "article", metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String(80), nullable=False, unique=True),
    Column("page", Text, index=True),  # the address that its versions share, null without one
    Column("ref", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("outlet_given", Text),
    Column("title", Text),
    Column("uri", Text),
    Column("language", String(16)),
    Column("published", String(10), index=True),
    Column("published_basis", String(16), nullable=False),
    Column("collected_at", String(32), nullable=False),
    Column("raw", LargeBinary, nullable=False),  # zlib of the bytes that `id` is the hash of
    Column("text", LargeBinary, nullable=False),  # zlib of the UTF-8 text that spans count in
    Column("text_sha256", String(64), nullable=False),
    _act(),
    CheckConstraint("outlet <> ''", name="outlet_named"),
)  # fmt: skip

collection = Table(
    "collection", metadata,
    Column("n", Integer, primary_key=True),
    Column("article_id", String(80), ForeignKey("article.id"), nullable=False, index=True),
    Column("collected_at", String(32), nullable=False),
    Column("collector", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("method", String(32), nullable=False),
    Column("tool", Text, nullable=False),
    _act(),
)  # fmt: skip

reading = Table(
    "reading", metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("article_id", String(80), ForeignKey("article.id"), nullable=False, index=True),
    Column("engine", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # zlib of the canonical JSON of the reading without its text
    Column("recorded_at", String(32), nullable=False),
    _act(),
)  # fmt: skip

claim = Table(
    "claim", metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("key", String(32), nullable=False, index=True),
    Column("article_id", String(80), ForeignKey("article.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("type", String(32), nullable=False),
    Column("factuality", String(4), nullable=False),
    Column("source", Text, nullable=False),  # who says so, outermost
    Column("body", Text, nullable=False),  # canonical JSON of the statement
    _act(),
    CheckConstraint("source <> ''", name="sourced"),
)  # fmt: skip

reading_claim = Table(
    "reading_claim", metadata,
    Column("reading_id", String(32), ForeignKey("reading.id"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("claim_id", String(32), ForeignKey("claim.id"), nullable=False, index=True),
    Column("local", String(16), nullable=False),
    Column("incident", String(16), nullable=False),
    _act(),
)  # fmt: skip

decision = Table(
    "decision", metadata,
    Column("n", Integer, primary_key=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("at", String(32), nullable=False),
    Column("author", Text, nullable=False),
    Column("verb", String(16), nullable=False),
    Column("subject_kind", String(16), nullable=False),
    Column("subject_id", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("anchors", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    _act(),
    CheckConstraint("reason <> ''", name="reasoned"),
    CheckConstraint("author <> ''", name="authored"),
)  # fmt: skip

KEPT = (article, collection, reading, claim, reading_claim, decision)
"""Tables whose rows the audit chain covers, in the order in which their digests are taken."""

Index("ix_decision_at", decision.c.at)
