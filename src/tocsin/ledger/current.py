"""Which reading of which version of a page counts: the newest reading of the newest version. The others are kept and superseded."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from tocsin.ledger.tables import article, reading


@dataclass(frozen=True, slots=True)
class Page:
    """All versions of one page in the ledger (one, for an article without an address) and the reading that counts."""

    versions: tuple[str, ...]
    article_id: str
    reading_id: str | None


def page_at(connection: Connection, article_id: str, act: int) -> Page:
    """Return the page of an article as it stood after an act."""
    page = connection.execute(select(article.c.page).where(article.c.id == article_id)).scalar_one()
    versions = [article_id]
    if page is not None:
        rows = connection.execute(
            select(article.c.id).where(article.c.page == page, article.c.act <= act).order_by(article.c.collected_at, article.c.id)
        )
        versions = list(rows.scalars())
    newest = versions[-1]
    last = connection.execute(select(reading.c.id).where(reading.c.article_id == newest, reading.c.act <= act)
                              .order_by(reading.c.recorded_at.desc(), reading.c.id.desc()).limit(1)).scalar()  # fmt: skip
    return Page(tuple(versions), newest, last)


def count_rows(connection: Connection) -> dict[str, int]:
    """Return how many articles, readings and claims the ledger keeps."""
    from tocsin.ledger.tables import claim, decision

    return {table.name: connection.execute(select(func.count()).select_from(table)).scalar() or 0 for table in (article, reading, claim, decision)}
