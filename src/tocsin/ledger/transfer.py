"""A ledger as JSON Lines and back, without loss: what is kept, the decisions that hold, and the records for those who only read."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, insert, select

from tocsin.errors import LedgerDamagedError, UsageError
from tocsin.ledger.articles import article_row, article_text, checked_bytes, stored_collection
from tocsin.ledger.audit import Act
from tocsin.ledger.decisions import all_decisions, decision_id_of, decision_row, standing
from tocsin.ledger.derived import record
from tocsin.ledger.readings import put_readings
from tocsin.ledger.search import index_articles, index_claims
from tocsin.ledger.tables import article, collection, decision, reading
from tocsin.records.canonical import canonical
from tocsin.records.told import Decision

Row = dict[str, Any]

SCHEMA = "tocsin.ledger/1"

_FACTS = ("ref", "id", "uri", "outlet", "title", "language", "published", "published_basis")


def export_lines(connection: Connection, *, history: bool = False) -> Iterator[str]:
    """Yield the ledger as JSON Lines: equal ledgers give equal bytes, whatever the order in which they were filled.

    With `history`, decisions that were undone and their undos too; without, a decision and its undo leave no trace.
    """
    seal = Seal()
    for row in _rows(connection, history=history):
        line = canonical(row)
        seal.add(line)
        yield line
    yield canonical(seal.row())


class Seal:
    """The last line of an export: how many lines there are before it, and the hash of them."""

    def __init__(self) -> None:
        """Begin with no line."""
        self._lines, self._hash = 0, hashlib.sha256()

    def add(self, line: str) -> None:
        """Count one line."""
        self._lines += 1
        self._hash.update(line.encode("ascii") + b"\n")

    def row(self) -> Row:
        """Return the line."""
        return {"line": "end", "lines": self._lines, "sha256": self._hash.hexdigest()}


def _rows(connection: Connection, *, history: bool) -> Iterator[Row]:
    """Yield the lines but the last."""
    yield {"line": "ledger", "schema": SCHEMA}
    for article_id in connection.execute(select(article.c.id).order_by(article.c.id)).scalars().all():
        yield _article_line(connection, article_id)
        yield from _collection_lines(connection, article_id)
        yield from _reading_lines(connection, article_id)
    decisions = all_decisions(connection)
    for made in decisions if history else standing(decisions):
        row = decision_row(made, 0)
        packed = {name: json.loads(row[name]) for name in ("anchors", "value", "evidence")}
        yield {"line": "decision", **{name: value for name, value in row.items() if name != "act"}, **packed}
    query = select(record.c.body).where(record.c.to_act.is_(None)).order_by(record.c.kind, record.c.id)
    for body in connection.execute(query.execution_options(yield_per=500)).scalars():
        yield {"line": "record", **json.loads(body)}


def _article_line(connection: Connection, article_id: str) -> Row:
    row = connection.execute(select(article).where(article.c.id == article_id)).one()
    raw, text = checked_bytes(article_id, row.raw), article_text(connection, article_id)
    facts = {name: getattr(row, "outlet_given" if name == "outlet" else name) for name in _FACTS}
    # The bytes are left out where the text in UTF-8 is them, as for plain text.
    same = text.encode("utf-8") == raw
    return {
        "line": "article",
        **facts,
        "collected_at": row.collected_at,
        "text": text,
        "raw": None if same else base64.b64encode(raw).decode("ascii"),
    }


def _collection_lines(connection: Connection, article_id: str) -> Iterator[Row]:
    names = ("collected_at", "collector", "host", "source", "method", "tool")
    rows = connection.execute(select(*(collection.c[name] for name in names)).where(collection.c.article_id == article_id)).all()
    for row in sorted(rows, key=tuple):  # here, as databases order texts by the rules of one language or another
        yield {"line": "collection", "article": article_id, **row._asdict()}


def _reading_lines(connection: Connection, article_id: str) -> Iterator[Row]:
    query = select(reading).where(reading.c.article_id == article_id).order_by(reading.c.recorded_at, reading.c.id)
    for row in connection.execute(query).all():
        yield {"line": "reading", "article": article_id, "id": row.id, "recorded_at": row.recorded_at, "body": json.loads(zlib.decompress(row.body))}


@dataclass
class Imported:
    """What an import did. `articles`: those to derive from; `decisions`: those to derive from."""

    counts: dict[str, int] = field(default_factory=dict)
    articles: list[str] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    def count(self, kind: str) -> None:
        """Count one line that added something."""
        self.counts[kind] = self.counts.get(kind, 0) + 1


def import_lines(connection: Connection, act: Act, lines: Iterable[tuple[int, Row]]) -> Imported:
    """Keep what the lines hold and the ledger lacks; what it has already is passed over.

    `lines` are number and object of each line.

    Raises:
        UsageError: a line of another kind, or one that refers to an article that is neither here nor in an earlier line.
        LedgerDamagedError: content that is not what its id is the hash of.
    """
    done, seal, ended = Imported(), Seal(), False
    for number, row in lines:
        if row.get("line") == "end":
            _check_seal(number, row, seal.row())
            seal, ended = Seal(), True
            continue
        seal.add(canonical(row))
        ended = False
        take = _TAKERS.get(str(row.get("line")))
        if take is None:
            raise UsageError(
                f'Line {number} is not a line of a ledger ("line" is {json.dumps(row.get("line"))}). Export one with: tocsin ledger export'
            )
        try:
            take(connection, act, row, done)
        except (KeyError, TypeError, ValueError, zlib.error) as error:
            raise UsageError(f"Line {number} ({row.get('line')}) is not whole: {type(error).__name__} {error}.") from error
    if not ended:
        raise UsageError("The export is cut off: its last line is missing. Nothing was imported. Export it again.")
    return done


def _check_seal(number: int, row: Row, expected: Row) -> None:
    if row != expected:
        raise LedgerDamagedError(f"The lines before line {number} are not those that were exported; nothing was imported.")


def _take_head(_connection: Connection, _act: Act, row: Row, _done: Imported) -> None:
    if row["schema"] != SCHEMA:
        raise UsageError(f"The file has schema {row['schema']}; this Tocsin reads {SCHEMA}.")


def _take_article(connection: Connection, act: Act, row: Row, done: Imported) -> None:
    if connection.execute(select(article.c.n).where(article.c.id == row["id"])).one_or_none():
        return
    raw = row["text"].encode("utf-8") if row["raw"] is None else base64.b64decode(row["raw"], validate=True)
    connection.execute(insert(article).values(**article_row(row, raw, row["collected_at"]), act=act.seq))
    index_articles(connection, {row["id"]: (row["title"], row["text"])})
    done.count("article")
    done.articles.append(row["id"])


def _take_collection(connection: Connection, act: Act, row: Row, done: Imported) -> None:
    if connection.execute(select(article.c.n).where(article.c.id == row["article"])).one_or_none() is None:
        raise UsageError(f"A line tells how an article was collected that is not here: {row['article']}.")
    values = {name: row[name] for name in ("collected_at", "collector", "host", "source", "method", "tool")}
    if not stored_collection(connection, row["article"], values):
        connection.execute(insert(collection).values(article_id=row["article"], act=act.seq, **values))
        done.count("collection")


def _take_reading(connection: Connection, act: Act, row: Row, done: Imported) -> None:
    body = dict(row["body"])
    relevant = body.pop("relevant")
    facts = connection.execute(select(article).where(article.c.id == row["article"])).one_or_none()
    if facts is None:
        raise UsageError(f"The reading {row['id']} is of an article that is not here: {row['article']}.")
    known = {name: getattr(facts, "outlet_given" if name == "outlet" else name) for name in _FACTS}
    whole = {**body, "article": {**known, "relevant": relevant, "text": article_text(connection, row["article"])}}
    (kept,) = put_readings(connection, act, [(whole, row["recorded_at"])])
    if kept.id != row["id"]:
        raise LedgerDamagedError(f"The reading {row['id']} is not what its id is the hash of; nothing was imported.")
    if kept.fresh:
        index_claims(connection, kept.added)
        done.count("reading")
        done.articles.append(row["article"])


def _take_decision(connection: Connection, act: Act, row: Row, done: Imported) -> None:
    made = Decision(row["id"], row["at"], row["author"], row["verb"], row["subject_kind"], row["subject_id"], row["reason"],
                    tuple(row["anchors"]), row["value"], tuple(row["evidence"]))  # fmt: skip
    if decision_id_of(made) != made.id:
        raise LedgerDamagedError(f"The decision {made.id} is not what its id is the hash of; nothing was imported.")
    if connection.execute(select(decision.c.n).where(decision.c.id == made.id)).one_or_none() is None:
        connection.execute(insert(decision).values(decision_row(made, act.seq)))
        done.count("decision")
        done.decisions.append(made)


def _take_record(_connection: Connection, _act: Act, _row: Row, _done: Imported) -> None:
    """Pass over a record: it is derived again."""


_TAKERS: dict[str, Callable[[Connection, Act, Row, Imported], None]] = {
    "ledger": _take_head, "article": _take_article, "collection": _take_collection, "reading": _take_reading, "decision": _take_decision,
    "record": _take_record,
}  # fmt: skip
