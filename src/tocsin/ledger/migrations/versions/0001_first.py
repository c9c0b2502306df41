"""The first schema: kept rows that cannot be changed, the audit chain, derived tables, full-text search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEPT = ("audit", "article", "collection", "reading", "claim", "reading_claim", "decision")


def _act() -> sa.Column[int]:
    return sa.Column("act", sa.Integer, sa.ForeignKey("audit.seq", deferrable=True, initially="DEFERRED"), nullable=False, index=True)


def upgrade() -> None:
    """Make everything."""
    _kept()
    _derived()
    _search()
    _locks()


def _kept() -> None:
    op.create_table(
        "audit",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False), sa.Column("at", sa.String(32), nullable=False),
        sa.Column("who", sa.Text, nullable=False), sa.Column("verb", sa.String(32), nullable=False),
        sa.Column("subject_kind", sa.String(32), nullable=False), sa.Column("subject_id", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False), sa.Column("rows", sa.String(64), nullable=False),
        sa.Column("prev", sa.String(64), nullable=False), sa.Column("hash", sa.String(64), nullable=False, unique=True),
    )  # fmt: skip
    op.create_table(
        "article",
        sa.Column("n", sa.Integer, primary_key=True), sa.Column("id", sa.String(80), nullable=False, unique=True),
        sa.Column("page", sa.Text, index=True), sa.Column("ref", sa.Text, nullable=False), sa.Column("outlet", sa.Text, nullable=False),
        sa.Column("outlet_given", sa.Text), sa.Column("title", sa.Text), sa.Column("uri", sa.Text), sa.Column("language", sa.String(16)),
        sa.Column("published", sa.String(10), index=True), sa.Column("published_basis", sa.String(16), nullable=False),
        sa.Column("collected_at", sa.String(32), nullable=False), sa.Column("raw", sa.LargeBinary, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False), sa.Column("text_sha256", sa.String(64), nullable=False), _act(),
        sa.CheckConstraint("outlet <> ''", name="ck_article_outlet_named"),
    )  # fmt: skip
    op.create_table(
        "collection",
        sa.Column("n", sa.Integer, primary_key=True),
        sa.Column("article_id", sa.String(80), sa.ForeignKey("article.id"), nullable=False, index=True),
        sa.Column("collected_at", sa.String(32), nullable=False), sa.Column("collector", sa.Text, nullable=False),
        sa.Column("host", sa.Text, nullable=False), sa.Column("source", sa.Text, nullable=False),
        sa.Column("method", sa.String(32), nullable=False), sa.Column("tool", sa.Text, nullable=False), _act(),
    )  # fmt: skip
    op.create_table(
        "reading",
        sa.Column("n", sa.Integer, primary_key=True), sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("article_id", sa.String(80), sa.ForeignKey("article.id"), nullable=False, index=True),
        sa.Column("engine", sa.Text, nullable=False), sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", sa.String(32), nullable=False), _act(),
    )  # fmt: skip
    op.create_table(
        "claim",
        sa.Column("n", sa.Integer, primary_key=True), sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("key", sa.String(32), nullable=False, index=True),
        sa.Column("article_id", sa.String(80), sa.ForeignKey("article.id"), nullable=False, index=True),
        sa.Column("kind", sa.String(16), nullable=False), sa.Column("type", sa.String(32), nullable=False),
        sa.Column("factuality", sa.String(4), nullable=False), sa.Column("source", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False), _act(),
        sa.CheckConstraint("source <> ''", name="ck_claim_sourced"),
    )  # fmt: skip
    op.create_table(
        "reading_claim",
        sa.Column("reading_id", sa.String(32), sa.ForeignKey("reading.id"), primary_key=True),
        sa.Column("n", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("claim_id", sa.String(32), sa.ForeignKey("claim.id"), nullable=False, index=True),
        sa.Column("local", sa.String(16), nullable=False), sa.Column("incident", sa.String(16), nullable=False), _act(),
    )  # fmt: skip
    op.create_table(
        "decision",
        sa.Column("n", sa.Integer, primary_key=True), sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column("at", sa.String(32), nullable=False, index=True), sa.Column("author", sa.Text, nullable=False),
        sa.Column("verb", sa.String(16), nullable=False), sa.Column("subject_kind", sa.String(16), nullable=False),
        sa.Column("subject_id", sa.Text, nullable=False, index=True), sa.Column("reason", sa.Text, nullable=False),
        sa.Column("anchors", sa.Text, nullable=False), sa.Column("value", sa.Text, nullable=False), sa.Column("evidence", sa.Text, nullable=False),
        _act(),
        sa.CheckConstraint("reason <> ''", name="ck_decision_reasoned"), sa.CheckConstraint("author <> ''", name="ck_decision_authored"),
    )  # fmt: skip


def _derived() -> None:
    key, text = sa.String(32), sa.Text
    op.create_table(
        "item",
        sa.Column("key", key, primary_key=True), sa.Column("article_id", sa.String(80), nullable=False, index=True),
        sa.Column("reading_id", sa.String(32), nullable=False), sa.Column("local", sa.String(16), nullable=False),
        sa.Column("features", text, nullable=False), sa.Column("told", text, nullable=False), sa.Column("follows", key, index=True),
        sa.Column("incident_id", sa.String(32), index=True),
    )  # fmt: skip
    op.create_table("block", sa.Column("key", sa.String(64), primary_key=True), sa.Column("item", key, primary_key=True, index=True))
    op.create_table(
        "edge", sa.Column("a", key, primary_key=True), sa.Column("b", key, primary_key=True, index=True), sa.Column("score", sa.Float, nullable=False)
    )
    op.create_table(
        "copy_key", sa.Column("key", sa.String(64), primary_key=True), sa.Column("article_id", sa.String(80), primary_key=True, index=True)
    )
    op.create_table(
        "article_copy",
        sa.Column("article_id", sa.String(80), primary_key=True), sa.Column("signature", text, nullable=False),
        sa.Column("family", sa.String(80), nullable=False, index=True),
    )  # fmt: skip
    op.create_table(
        "bearing",
        sa.Column("kind", sa.String(16), primary_key=True), sa.Column("key", text, primary_key=True),
        sa.Column("sort", sa.String(48), primary_key=True), sa.Column("claim_id", sa.String(32), nullable=False, index=True),
    )  # fmt: skip
    op.create_table("anchor", sa.Column("anchor", text, primary_key=True), sa.Column("decision_id", key, primary_key=True))
    op.create_table(
        "alias",
        sa.Column("key", text, primary_key=True), sa.Column("name", text, primary_key=True),
        sa.Column("sort", sa.String(96), primary_key=True), sa.Column("article_id", sa.String(80), nullable=False, index=True),
        sa.Column("detail", text, nullable=False),
    )  # fmt: skip
    _records()


def _records() -> None:
    small, text = sa.String(16), sa.Text
    op.create_table(
        "record",
        sa.Column("pk", sa.Integer, primary_key=True), sa.Column("kind", small, nullable=False), sa.Column("id", text, nullable=False),
        sa.Column("from_act", sa.Integer, nullable=False, index=True), sa.Column("to_act", sa.Integer, index=True),
        sa.Column("digest", sa.String(64), nullable=False), sa.Column("label", text, nullable=False), sa.Column("type", sa.String(32)),
        sa.Column("mode", sa.String(32)), sa.Column("status", small), sa.Column("state", small), sa.Column("grade", small),
        sa.Column("review", small, nullable=False), sa.Column("sealed", sa.Boolean, nullable=False), sa.Column("background", sa.Boolean),
        sa.Column("country", sa.String(3)), sa.Column("admin1", text), sa.Column("place", text), sa.Column("lat", sa.Float),
        sa.Column("lon", sa.Float), sa.Column("place_precision", sa.Integer), sa.Column("start", sa.String(10)), sa.Column("end", sa.String(10)),
        sa.Column("time_precision", sa.Integer), sa.Column("killed_low", sa.Integer), sa.Column("killed_best", sa.Integer),
        sa.Column("killed_high", sa.Integer), sa.Column("n_articles", sa.Integer), sa.Column("n_sources", sa.Integer),
        sa.Column("body", text, nullable=False),
    )  # fmt: skip
    op.create_index("ix_record_now", "record", ["kind", "to_act", "start"])
    op.create_index("ix_record_id", "record", ["kind", "id"])
    op.create_table(
        "record_term",
        sa.Column("record_pk", sa.Integer, primary_key=True), sa.Column("field", small, primary_key=True), sa.Column("value", text, primary_key=True),
    )  # fmt: skip
    op.create_index("ix_record_term_value", "record_term", ["field", "value", "record_pk"])


def _search() -> None:
    """Full-text search over titles and texts of articles, and over the sentences that claims stand on."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE article_search USING fts5(title, text, content='', tokenize=\"unicode61 remove_diacritics 2\")")
        op.execute("CREATE VIRTUAL TABLE claim_search USING fts5(words, content='', tokenize=\"unicode61 remove_diacritics 2\")")
        return
    for name in ("article_search", "claim_search"):
        op.execute(f"CREATE TABLE {name} (rowid INTEGER PRIMARY KEY, words tsvector NOT NULL)")
        op.execute(f"CREATE INDEX ix_{name} ON {name} USING gin (words)")


def _locks() -> None:
    """Kept rows can be neither changed nor removed, whatever program opens the database."""
    if op.get_bind().dialect.name == "sqlite":
        for table in KEPT:
            for verb in ("UPDATE", "DELETE"):
                op.execute(f"CREATE TRIGGER keep_{table}_{verb.lower()} BEFORE {verb} ON {table} "
                           f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed'); END")  # fmt: skip
        return
    op.execute("CREATE FUNCTION keep_rows() RETURNS trigger LANGUAGE plpgsql AS "
               "$$ BEGIN RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME; END $$")  # fmt: skip
    for table in KEPT:
        op.execute(f"CREATE TRIGGER keep_{table} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION keep_rows()")
