"""Full-text search over articles and over the sentences that claims stand on: FTS5 in SQLite, tsvector in PostgreSQL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Connection, Select, column, literal_column, select, table, text

from tocsin.errors import UsageError
from tocsin.ledger.rows import keyed, rows_of
from tocsin.ledger.tables import article, claim
from tocsin.records.statement import Statement

_TERM = re.compile(r'"[^"]*"|\S+')
_WORD = re.compile(r"\w+", re.UNICODE)
_ARTICLE_NUMBERS = keyed(select(article.c.n, article.c.id), article.c.id)
_CLAIM_NUMBERS = keyed(select(claim.c.n, claim.c.id), claim.c.id)


def index_articles(connection: Connection, articles: Mapping[str, tuple[str | None, str]]) -> None:
    """Make articles findable by the words of their title and text, given by id."""
    numbers = rows_of(connection, _ARTICLE_NUMBERS, articles.keys())
    if connection.dialect.name == "sqlite":
        values = [{"n": row.n, "title": articles[row.id][0] or "", "text": articles[row.id][1]} for row in numbers]
        into = "article_search(rowid, title, text) VALUES (:n, :title, :text)"
    else:
        # A tsvector holds at most 1 MB of words; what lies beyond that in one article is not searched.
        values = [{"n": row.n, "words": _without_nul(f"{articles[row.id][0] or ''}\n{articles[row.id][1]}")[:400_000]} for row in numbers]
        into = "article_search(rowid, words) VALUES (:n, to_tsvector('simple', :words))"
    if values:
        connection.execute(text(f"INSERT INTO {into}"), values)


def index_claims(connection: Connection, statements: Iterable[Statement]) -> None:
    """Make new statements findable by the words of their sentences."""
    wanted = {statement.id: statement.body["evidence"]["words"] or "" for statement in statements}
    values = [{"n": row.n, "words": _without_nul(wanted[row.id])[:400_000]} for row in rows_of(connection, _CLAIM_NUMBERS, wanted.keys())]
    into = "claim_search(rowid, words) VALUES (:n, " + (":words" if connection.dialect.name == "sqlite" else "to_tsvector('simple', :words)") + ")"
    if values:
        connection.execute(text(f"INSERT INTO {into}"), values)


def _without_nul(words: str) -> str:
    return words.replace("\x00", " ")


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
