"""Articles in the store: their bytes under the hash of their bytes, their text, and how each came here."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from sqlalchemy import Connection, select

from tocsin.articles.dateline import read_dateline
from tocsin.errors import LedgerDamagedError, NoSuchRecordError, UsageError
from tocsin.ledger.audit import Act
from tocsin.ledger.rows import keyed, plain, put_rows, rows_of
from tocsin.ledger.tables import article, collection
from tocsin.model.text import Article
from tocsin.records.canonical import digest
from tocsin.records.statement import outlet_of

Row = dict[str, Any]

_LONGEST = 500
"""Letters of an address that an index holds; the rest of a longer one as its hash."""

_FACTS = keyed(
    select(article.c.ref, article.c.id, article.c.uri, article.c.outlet_given.label("outlet"), article.c.title, article.c.language,
           article.c.published, article.c.published_basis), article.c.id,
)  # fmt: skip
_TEXTS = keyed(select(article.c.id, article.c.text_sha256), article.c.id)


@dataclass(frozen=True, slots=True)
class Collected:
    """How an article came here: the collection data that the Berkeley Protocol asks for.

    Attributes:
        source: File, address or feed that it came from.
        method: `file`, `stdin`, `feed`, `warc`, `fetch` or `import`.
        collector: Account that collected it. host: Machine. tool: Program and version.
    """

    source: str
    method: str
    collector: str
    host: str
    tool: str


def page_of(uri: str | None) -> str | None:
    """Return the address that versions of one page share: without fragment, scheme and trailing slash; None without an address."""
    if not uri:
        return None
    try:
        parts = urlsplit(uri.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    page = urlunsplit(("", host, parts.path.rstrip("/"), parts.query, "")) if host else None
    return page if page is None or len(page) <= _LONGEST else f"{page[:_LONGEST]}#{digest(page)}"


def put_articles(connection: Connection, act: Act, articles: Sequence[tuple[Row, bytes, str]]) -> set[str]:
    """Keep articles (the contract's object, with text; the bytes; when they were collected) whose bytes are not here; return their ids.

    Raises:
        LedgerDamagedError: the bytes are not those that the id is the hash of.
        UsageError: an article is here with another text: spans would count in the wrong one.
    """
    known = {row.id: row.text_sha256 for row in rows_of(connection, _TEXTS, {facts["id"] for facts, _, _ in articles})}
    rows: dict[str, Row] = {}
    for facts, raw, collected_at in articles:
        if facts["id"] not in known:
            row = article_row(facts, raw, collected_at)
            known[facts["id"]] = row["text_sha256"]
            rows[facts["id"]] = {**row, "act": act.seq}
        elif known[facts["id"]] != hashlib.sha256(facts["text"].encode("utf-8")).hexdigest():
            raise UsageError(f"{facts['ref']} is in the ledger with another text. Read it as it is kept there (tocsin ingest does).")
    put_rows(connection, article, list(rows.values()))
    return set(rows)


def put_collection(connection: Connection, act: Act, article_id: str, how: Collected, at: str | None = None) -> None:
    """Record how an article was collected, once more if it is known."""
    put_rows(connection, collection, [{
        "article_id": article_id, "collected_at": at or act.at, "collector": plain(how.collector), "host": plain(how.host),
        "source": plain(how.source), "method": how.method, "tool": how.tool, "act": act.seq,
    }])  # fmt: skip


def stored_collection(connection: Connection, article_id: str, values: Row) -> bool:
    """Tell whether an article was recorded as collected in just this way."""
    same = [collection.c[name] == value for name, value in values.items()]
    return connection.execute(select(collection.c.n).where(collection.c.article_id == article_id, *same).limit(1)).one_or_none() is not None


def stored_article(connection: Connection, article_id: str) -> Article:
    """Return an article as it was read: the text and facts that its spans and times rest on.

    Raises:
        NoSuchRecordError, LedgerDamagedError
    """
    facts, text = article_facts(connection, article_id), article_text(connection, article_id)
    day = date.fromisoformat(facts["published"]) if facts["published"] else None
    dateline = read_dateline(text)
    return Article(facts["ref"], article_id, text, facts["title"], facts["uri"], facts["outlet"], facts["language"] or "en", day,
                   facts["published_basis"], dateline.span[1] if dateline else 0)  # fmt: skip


def article_row(facts: Row, raw: bytes, collected_at: str) -> Row:
    """Return the row of an article, without its act.

    Raises:
        LedgerDamagedError: the bytes are not those that the article's id is the hash of.
    """
    if "sha256:" + hashlib.sha256(raw).hexdigest() != facts["id"]:
        raise LedgerDamagedError(f"The bytes of {facts['ref']} are not those of {facts['id']}; it was not kept.")
    text, facts = facts["text"].encode("utf-8"), plain_facts(facts)
    return {
        "id": facts["id"], "page": page_of(facts["uri"]), "ref": facts["ref"], "outlet": outlet_of(facts),
        "outlet_given": facts["outlet"], "title": facts["title"], "uri": facts["uri"], "language": facts["language"],
        "published": facts["published"], "published_basis": facts["published_basis"], "collected_at": collected_at,
        "raw": zlib.compress(raw, 6), "text": zlib.compress(text, 6), "text_sha256": hashlib.sha256(text).hexdigest(),
    }  # fmt: skip


def plain_facts(facts: Row) -> Row:
    """Return the facts of an article as they are kept."""
    return {**facts, **{name: plain(facts[name]) for name in ("ref", "uri", "outlet", "title")}}


def article_bytes(connection: Connection, article_id: str) -> bytes:
    """Return the bytes of an article as they were read, verified.

    Raises:
        NoSuchRecordError, LedgerDamagedError
    """
    return checked_bytes(article_id, _column(connection, article_id, "raw"))


def article_text(connection: Connection, article_id: str) -> str:
    """Return the text of an article that spans count in, verified.

    Raises:
        NoSuchRecordError, LedgerDamagedError
    """
    return checked_text(article_id, _column(connection, article_id, "text"), str(_column(connection, article_id, "text_sha256")))


def article_facts(connection: Connection, article_id: str) -> Row:
    """Return what is known of an article, as in a reading but without its text and relevance.

    Raises:
        NoSuchRecordError
    """
    found = stored_facts(connection, [article_id])
    if not found:
        raise NoSuchRecordError(f"There is no article {article_id} in the ledger.")
    return found[article_id]


def stored_facts(connection: Connection, ids: Collection[str]) -> dict[str, Row]:
    """Return what is known of articles, as in a reading but without text and relevance, by id."""
    return {row.id: row._asdict() for row in rows_of(connection, _FACTS, ids)}


def checked_bytes(article_id: str, packed: bytes) -> bytes:
    """Unpack stored bytes and compare them with the id.

    Raises:
        LedgerDamagedError
    """
    raw = _unpacked(article_id, packed)
    if "sha256:" + hashlib.sha256(raw).hexdigest() != article_id:
        raise LedgerDamagedError(f"{article_id}: the stored bytes are not those that were collected.")
    return raw


def checked_text(article_id: str, packed: bytes, expected: str) -> str:
    """Unpack a stored text and compare it with its hash.

    Raises:
        LedgerDamagedError
    """
    text = _unpacked(article_id, packed)
    if hashlib.sha256(text).hexdigest() != expected:
        raise LedgerDamagedError(f"{article_id}: the stored text is not the one that was read.")
    return text.decode("utf-8")


def _unpacked(article_id: str, packed: bytes) -> bytes:
    try:
        return zlib.decompress(packed)
    except zlib.error as error:
        raise LedgerDamagedError(f"{article_id}: the stored bytes are broken.") from error


def _column(connection: Connection, article_id: str, name: str) -> Any:
    found = connection.execute(select(article.c[name]).where(article.c.id == article_id)).one_or_none()
    if found is None:
        raise NoSuchRecordError(f"There is no article {article_id} in the ledger.")
    return found[0]
