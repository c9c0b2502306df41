"""What is derived: tables that can be emptied and filled again from the kept ones to the same content."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Table, Text

from tocsin.ledger.tables import metadata

item = Table(
    "item", metadata,
    Column("key", String(32), primary_key=True),
    Column("article_id", String(80), nullable=False, index=True),
    Column("reading_id", String(32), nullable=False),
    Column("local", String(16), nullable=False),  # id of the incident in its reading
    Column("features", Text, nullable=False),  # what the linker compares
    Column("told", Text, nullable=False),  # the incident of the reading, with statement ids and party keys, and its open questions
    Column("follows", String(32), index=True),  # the item that this one is a consequence of
    Column("incident_id", String(32), index=True),
)  # fmt: skip

block = Table(
    "block", metadata,
    Column("key", String(64), primary_key=True),
    Column("item", String(32), primary_key=True, index=True),
    sqlite_with_rowid=False,
)  # fmt: skip

edge = Table(
    "edge", metadata,
    Column("a", String(32), primary_key=True),
    Column("b", String(32), primary_key=True, index=True),
    Column("score", Float, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

copy_key = Table(
    "copy_key", metadata,
    Column("key", String(64), primary_key=True),
    Column("article_id", String(80), primary_key=True, index=True),
    sqlite_with_rowid=False,
)  # fmt: skip

article_copy = Table(
    "article_copy", metadata,
    Column("article_id", String(80), primary_key=True),
    Column("signature", Text, nullable=False),
    Column("family", String(80), nullable=False, index=True),  # smallest id of the articles that repeat one another
)  # fmt: skip

bearing = Table(
    "bearing", metadata,  # which claims bear on which person, group or relation
    Column("kind", String(16), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("sort", String(48), primary_key=True),  # day of publication and claim, so that the first and last can be taken
    Column("claim_id", String(32), nullable=False, index=True),
    sqlite_with_rowid=False,
)  # fmt: skip

alias = Table(
    "alias", metadata,
    Column("key", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("sort", String(96), primary_key=True),  # day of publication and article
    Column("article_id", String(80), nullable=False, index=True),
    Column("detail", Text, nullable=False),
    Column("first", Boolean, nullable=False),  # no earlier article of the ledger spells it so
    Index("ix_alias_first", "key", "first"),
    sqlite_with_rowid=False,
)  # fmt: skip

anchor = Table(
    "anchor", metadata,  # which decisions hold on to what
    Column("anchor", Text, primary_key=True),
    Column("decision_id", String(32), primary_key=True),
)  # fmt: skip

record = Table(
    "record", metadata,  # every version of every record; the standing one has no to_act
    Column("pk", Integer, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("id", Text, nullable=False),
    Column("from_act", Integer, nullable=False, index=True),
    Column("to_act", Integer, index=True),
    Column("digest", String(64), nullable=False),
    Column("label", Text, nullable=False),
    Column("type", String(32)),
    Column("mode", String(32)),
    Column("status", String(16)),
    Column("state", String(16)),
    Column("grade", String(16)),
    Column("review", String(16), nullable=False),
    Column("sealed", Boolean, nullable=False),
    Column("background", Boolean),
    Column("country", String(3)),
    Column("admin1", Text),
    Column("place", Text),
    Column("lat", Float),
    Column("lon", Float),
    Column("place_precision", Integer),
    Column("start", String(10)),
    Column("end", String(10)),
    Column("time_precision", Integer),
    Column("killed_low", Integer),
    Column("killed_best", Integer),
    Column("killed_high", Integer),
    Column("n_articles", Integer),
    Column("n_sources", Integer),
    Column("body", Text, nullable=False),
    Index("ix_record_now", "kind", "to_act", "start"),
    Index("ix_record_id", "kind", "id"),
)  # fmt: skip

record_term = Table(
    "record_term", metadata,  # what a record can be asked by: actor, victim, community, effect, source, claim, article, member …
    Column("record_pk", Integer, primary_key=True),
    Column("field", String(16), primary_key=True),
    Column("value", Text, primary_key=True),
    Index("ix_record_term_value", "field", "value", "record_pk"),
    sqlite_with_rowid=False,
)  # fmt: skip

DERIVED = (item, block, edge, copy_key, article_copy, bearing, alias, anchor, record, record_term)
"""Tables that `rebuild` empties and fills again."""
