"""Full-text search over articles and over the sentences that claims stand on: FTS5 in SQLite, tsvector in PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, Select, column, literal_column, select, table, text

from tocsin.errors import UsageError
from tocsin.ledger.tables import article, claim
from tocsin.records.statement import Statement

_TERM = re.compile(r'"[^"]*"|\S+')
_WORD = re.compile(r"\w+", re.UNICODE)


def index_article(connection: Connection, article_id: str, title: str | None, body: str) -> None:
    """Make an article findable by its words."""
    n = connection.execute(select(article.c.n).where(article.c.id == article_id)).scalar_one()
    if connection.dialect.name == "sqlite":
        connection.execute(
            text("INSERT INTO article_search(rowid, title, text) VALUES (:n, :title, :text)"), {"n": n, "title": title or "", "text": body}
        )
        return
    # A tsvector holds at most 1 MB of words; what lies beyond that in one article is not searched.
    words = f"{title or ''}\n{body}".replace("\x00", " ")[:400_000]
    connection.execute(text("INSERT INTO article_search(rowid, words) VALUES (:n, to_tsvector('simple', :words))"), {"n": n, "words": words})


def index_claims(connection: Connection, statements: Iterable[Statement]) -> None:
    """Make new statements findable by the words of their sentences."""
    wanted = {statement.id: statement.body["evidence"]["words"] or "" for statement in statements}
    rows = connection.execute(select(claim.c.n, claim.c.id).where(claim.c.id.in_(list(wanted)))).all()
    values = [{"n": row.n, "words": wanted[row.id].replace("\x00", " ")} for row in rows]
    if not values:
        return
    into = "claim_search(rowid, words) VALUES (:n, " + (":words" if connection.dialect.name == "sqlite" else "to_tsvector('simple', :words)") + ")"
    connection.execute(text(f"INSERT INTO {into}"), values)


def matching(connection: Connection, name: str, query: str) -> Select[tuple[int]]:
    """Return a query for the numbers of the articles (`article_search`) or claims (`claim_search`) that hold all words of `query`.

    Words match whole words without regard to case or accents; "words in quotation marks" match as a phrase; a word with a final `*` matches
    beginnings.

    Raises:
        UsageError: no word to look for.
    """
    terms = [term for term in _TERM.findall(query) if _WORD.search(term)]
    if not terms:
        raise UsageError(f'There is no word to look for in "{query}".')
    found = table(name, column("rowid"))
    return select(literal_column("rowid")).select_from(found).where(_condition(connection, name, terms))


def _condition(connection: Connection, name: str, terms: list[str]) -> ColumnElement[bool]:
    if connection.dialect.name == "sqlite":
        query = " ".join(_fts_term(term) for term in terms)
        return text(f"{name} MATCH :fts_query").bindparams(fts_query=query)  # type: ignore[return-value]
    query = " & ".join(_ts_term(term) for term in terms)
    return text("words @@ to_tsquery('simple', :ts_query)").bindparams(ts_query=query)  # type: ignore[return-value]


def _fts_term(term: str) -> str:
    """Return a term of FTS5: always in quotation marks, so that no word of a query is taken for an operator."""
    words = " ".join(_WORD.findall(term))
    return f'"{words}"' + ("*" if term.endswith("*") else "")


def _ts_term(term: str) -> str:
    """Return a term of tsquery."""
    words = _WORD.findall(term)
    return "(" + " <-> ".join(words) + (":*" if term.endswith("*") else "") + ")"
