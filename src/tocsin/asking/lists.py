"""Lists of records, claims and articles that meet a filter."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, case, func, or_, select

from tocsin.asking.conditions import among, conditions, standing_at
from tocsin.asking.filters import Filter, first_day, last_day
from tocsin.ledger.derived import record, record_term
from tocsin.ledger.search import matching
from tocsin.ledger.tables import article, claim
from tocsin.ledger.versions import fold
from tocsin.records.relations import standing_at as state_on

Row = dict[str, Any]

KINDS = ("incident", "person", "group", "relation", "case")

_HARM = ("ASSAULT", "dead", "captured", "missing", "held", "wounded")
"""Types that tell of harm to people; COERCE, SANCTION and THREATEN come after them, everything else last."""
_GRAVITY = case((record.c.type.in_(_HARM), 0), (record.c.type.in_(("COERCE", "SANCTION", "THREATEN")), 1), else_=2)

_ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    "time": (record.c.start.is_(None), record.c.start.desc(), record.c.id),
    "earliest": (record.c.start.is_(None), record.c.start, record.c.id),
    "killed": (func.coalesce(record.c.killed_best, -1).desc(), record.c.start.desc(), record.c.id),
    "sources": (func.coalesce(record.c.n_sources, 0).desc(), record.c.start.desc(), record.c.id),
    "name": (record.c.label, record.c.id),
    "gravity": (
        _GRAVITY, record.c.background, func.coalesce(record.c.killed_best, -1).desc(), func.coalesce(record.c.n_sources, 0).desc(),
        record.c.start.desc(), record.c.id,
    ),
}
ORDERS = tuple(_ORDERS)


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of one question, and how many there are in all."""

    rows: list[Row]
    total: int


def list_records(
    connection: Connection,
    kind: str,
    asked: Filter | None = None,
    *,
    act: int | None = None,
    order: str = "time",
    limit: int | None = None,
    offset: int = 0,
) -> Answer:
    """Return the records of a kind that meet a filter, as they stood after an act (None: now).

    `order` is one of `ORDERS`: `time` has the latest first and the undated last; ties go by id, so that pages do not overlap. `limit` None
    means all.
    """
    asked = asked or Filter()
    query = select(record.c.body).where(*conditions(connection, kind, asked, act)).order_by(*_ORDERS[order])
    total = count_records(connection, kind, asked, act=act)
    found = connection.execute(query.limit(limit).offset(offset) if limit is not None or offset else query)
    return Answer([json.loads(row.body) for row in found], total)


def relations_at(connection: Connection, day: str, asked: Filter | None = None, *, act: int | None = None, limit: int | None = None,
                 offset: int = 0) -> Answer:  # fmt: skip
    """Return the relations as they stood in the world on a day, by what is told of that day and before, by name.

    `state` of the rows is that of the day; relations of which nothing was told until then are left out.
    """
    asked, limit_day = asked or Filter(), last_day(day)
    found = []
    for row in list_records(connection, "relation", asked.without("state"), act=act, order="name").rows:
        state = state_on(row, limit_day)
        if state != "unknown" and asked.state in {None, state}:
            found.append({**row, "state": state})
    return Answer(found[offset : None if limit is None else offset + limit], len(found))


def each_record(connection: Connection, kind: str, asked: Filter | None = None, *, act: int | None = None) -> Iterator[Row]:
    """Yield all records of a kind that meet a filter, by id, without holding them all."""
    asked = asked or Filter()
    query = select(record.c.body).where(*conditions(connection, kind, asked, act)).order_by(record.c.id)
    for row in connection.execute(query.execution_options(yield_per=500)):
        yield json.loads(row.body)


def count_records(connection: Connection, kind: str, asked: Filter | None = None, *, act: int | None = None) -> int:
    """Return how many records of a kind meet a filter."""
    query = select(func.count()).select_from(record).where(*conditions(connection, kind, asked or Filter(), act))
    return connection.execute(query).scalar() or 0


def list_claims(connection: Connection, asked: Filter | None = None, *, act: int | None = None, limit: int | None = None, offset: int = 0) -> Answer:
    """Return the claims of incidents that meet a filter; `text` is sought in the claims' own sentences. Each row has its id and incident."""
    asked = asked or Filter()
    query = _claims_of(connection, asked.without("text"), act)
    if asked.text is not None:
        query = query.where(claim.c.n.in_(matching(connection, "claim_search", asked.text)))
    if asked.source is not None:
        query = query.where(_said_by(connection, asked.source, act))
    total = connection.execute(select(func.count()).select_from(query.subquery())).scalar() or 0
    rows = connection.execute(query.order_by(claim.c.n).limit(limit).offset(offset) if limit is not None or offset else query.order_by(claim.c.n))
    return Answer([{"id": row.id, "incident": row.incident, **json.loads(row.body)} for row in rows], total)


def _claims_of(connection: Connection, asked: Filter, act: int | None) -> Select[Any]:
    return (
        select(claim.c.id, claim.c.body, claim.c.n, record.c.id.label("incident"))
        .join(record_term, (record_term.c.value == claim.c.id) & (record_term.c.field == "claim"))
        .join(record, record.c.pk == record_term.c.record_pk)
        .where(*conditions(connection, "incident", asked, act))
    )


def _said_by(connection: Connection, name: str, act: int | None) -> ColumnElement[bool]:
    """Return the condition that an outlet or person makes a claim or passes it on, by the name that stands in its chain of sources."""
    theirs = select(article.c.id).where(article.c.outlet.in_(_outlets(connection, name)))
    query = (
        select(claim.c.id, claim.c.body)
        .join(record_term, (record_term.c.value == claim.c.id) & (record_term.c.field == "claim"))
        .where(record_term.c.record_pk.in_(select(record.c.pk).where(*conditions(connection, "incident", Filter(source=name), act))))
        .where(claim.c.article_id.not_in(theirs))
    )
    wanted = fold(name)
    quoted = [row.id for row in connection.execute(query) if any(fold(source["name"]) == wanted for source in json.loads(row.body)["sources"])]
    return or_(claim.c.article_id.in_(theirs), among(connection, claim.c.id, quoted))


def _outlets(connection: Connection, name: str) -> list[str]:
    """Return the outlets with a name, as they are spelt."""
    return [outlet for outlet in connection.execute(select(article.c.outlet).distinct()).scalars() if fold(outlet) == fold(name)]


_ARTICLE_COLUMNS = (article.c.id, article.c.ref, article.c.outlet, article.c.title, article.c.uri, article.c.language, article.c.published,
                    article.c.published_basis, article.c.collected_at)  # fmt: skip


def list_articles(
    connection: Connection, asked: Filter | None = None, *, act: int | None = None, limit: int | None = None, offset: int = 0
) -> Answer:
    """Return articles by their own day and words, and by their outlet or whom they quote.

    Any other condition asks for articles that tell of incidents that meet it.
    """
    asked = asked or Filter()
    query = select(*_ARTICLE_COLUMNS)
    if act is not None:
        query = query.where(article.c.act <= act)
    if asked.since is not None:
        query = query.where(article.c.published >= first_day(asked.since))
    if asked.until is not None:
        query = query.where(article.c.published <= last_day(asked.until))
    if asked.source is not None:
        query = query.where(_is_source(connection, asked.source, act))
    if asked.text is not None:
        query = query.where(article.c.n.in_(matching(connection, "article_search", asked.text)))
    rest = asked.without("since", "until", "source", "text")
    if rest.asked():
        pks = select(record.c.pk).where(*conditions(connection, "incident", rest, act))
        query = query.where(article.c.id.in_(select(record_term.c.value).where(record_term.c.field == "article", record_term.c.record_pk.in_(pks))))
    total = connection.execute(select(func.count()).select_from(query.subquery())).scalar() or 0
    query = query.order_by(article.c.published.is_(None), article.c.published.desc(), article.c.id)
    rows = connection.execute(query.limit(limit).offset(offset) if limit is not None or offset else query)
    return Answer([row._asdict() for row in rows], total)


def _is_source(connection: Connection, name: str, act: int | None) -> ColumnElement[bool]:
    """Return the condition that an article is of an outlet, or quotes somebody."""
    quoting = select(claim.c.article_id).where(_said_by(connection, name, act))
    return or_(article.c.outlet.in_(_outlets(connection, name)), article.c.id.in_(quoting))


def record_versions(connection: Connection, kind: str, record_id: str) -> list[Row]:
    """Return all versions of a record, oldest first, each as from_act, to_act and body."""
    query = (
        select(record.c.from_act, record.c.to_act, record.c.body).where(record.c.kind == kind, record.c.id == record_id).order_by(record.c.from_act)
    )
    return [{"from_act": row.from_act, "to_act": row.to_act, "body": json.loads(row.body)} for row in connection.execute(query)]


def record_now(connection: Connection, record_id: str, *, act: int | None = None) -> Row | None:
    """Return the record of an id as it stood after an act, None when none stood."""
    body = connection.execute(select(record.c.body).where(record.c.id == record_id, standing_at(act))).scalar()
    return json.loads(body) if body else None
