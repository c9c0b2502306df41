"""Which reading of which version of a page counts: the newest reading of the newest version. The others are kept and superseded."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select

from tocsin.ledger.rows import keyed, rows_of
from tocsin.ledger.tables import article, claim, decision, reading

_PAGES = keyed(select(article.c.id, article.c.page), article.c.id)
_VERSIONS = keyed(
    select(article.c.id, article.c.page).where(article.c.act <= bindparam("until")).order_by(article.c.collected_at, article.c.id), article.c.page
)
_READINGS = keyed(
    select(reading.c.id, reading.c.article_id).where(reading.c.act <= bindparam("until")).order_by(reading.c.recorded_at, reading.c.id),
    reading.c.article_id,
)


@dataclass(frozen=True, slots=True)
class Page:
    """All versions of one page in the ledger (one, for an article without an address) and the reading that counts.

    Attributes:
        name: The address, else the article's id: what the items of the page are named by.
        versions: Ids of its articles, oldest first; the last one counts.
        reading_id: The newest reading of the last version, None when nobody has read it.
    """

    name: str
    versions: tuple[str, ...]
    reading_id: str | None

    @property
    def article_id(self) -> str:
        """The version that counts."""
        return self.versions[-1]


def pages_at(connection: Connection, articles: Collection[str], act: int) -> list[Page]:
    """Return the pages of articles as they stood after an act, each once, by name."""
    versions: dict[str, list[str]] = {}
    named = {row.id: row.page for row in rows_of(connection, _PAGES, articles)}
    for row in rows_of(connection, _VERSIONS, {page for page in named.values() if page}, until=act):
        versions.setdefault(row.page, []).append(row.id)
    versions.update({key: [key] for key, page in named.items() if not page})
    newest = {found[-1] for found in versions.values()}
    readings = {row.article_id: row.id for row in rows_of(connection, _READINGS, newest, until=act)}
    return [Page(name, tuple(found), readings.get(found[-1])) for name, found in sorted(versions.items())]


def count_rows(connection: Connection) -> dict[str, int]:
    """Return how many articles, readings and claims the ledger keeps."""
    return {table.name: connection.execute(select(func.count()).select_from(table)).scalar() or 0 for table in (article, reading, claim, decision)}
