"""What the ledger tells that levels are made of: columns of records, read in one pass, and the days of the articles that tell of areas."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, func, or_, select

from tocsin.asking.conditions import conditions
from tocsin.asking.filters import Filter
from tocsin.ledger.derived import article_copy, record, record_term
from tocsin.ledger.tables import article

Area = tuple[str, str | None]
"""Country (ISO 3166 alpha-3) and first-level division, None for the whole country."""

Day = int
"""A day by its ordinal (`date.toordinal`)."""

FIRM = frozenset({"confirmed", "fair"})
"""Grades that two independent sources or more stand behind."""

_IDENTITY = ("kb:", "state:", "name:group:", "name:organisation:")
"""Beginnings of keys that are identities of armed and other actors."""


@dataclass(frozen=True, slots=True)
class Told:
    """An incident, as far as levels need it.

    Attributes:
        start, end: First and last day that it may have happened on; None: not told.
        first_told: Day of the first article that tells of it.
        killed: Low, best and high; None: not told.
        in_scope: It meets the conditions that were asked.
    """

    pk: int
    id: str
    label: str
    type: str | None
    mode: str | None
    status: str | None
    area: Area
    start: Day | None
    end: Day | None
    first_told: Day | None
    killed: tuple[int | None, int | None, int | None]
    firm: bool
    sealed: bool
    effects: frozenset[str]
    actors: frozenset[str]
    communities: frozenset[str]
    in_scope: bool


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation between groups: its first day, and the keys of its sides."""

    id: str
    label: str
    type: str
    disputed: bool
    day: Day
    sides: frozenset[str]


@dataclass(frozen=True, slots=True)
class Open:
    """A question that nobody has answered yet."""

    id: str
    label: str
    day: Day
    incident: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All that levels are made of.

    Attributes:
        told: Days of the independent articles that tell of an area, by area, each at its earliest; a country holds those of its divisions.
        outlets: Outlets that told of an area, with the days on which they did.
        read: Days of all articles, by outlet.
        by_country: Incidents by country.
    """

    incidents: tuple[Told, ...]
    ties: tuple[Tie, ...]
    cases: tuple[Open, ...]
    told: dict[Area, list[Day]]
    outlets: dict[Area, dict[str, list[Day]]]
    read: dict[str, list[Day]]
    by_country: dict[str, list[Told]] = field(default_factory=dict)


def load_facts(connection: Connection, asked: Filter, *, since: date, act: int | None = None) -> Facts:
    """Return what stood in the ledger after an act (None: now), as far as the filter's user may see it.

    `asked` says which incidents are in scope; whatever it asks, those of all people are read too, as what they live in. Articles from `since` on
    are looked at; of what lies before it only that there were incidents is read.
    """
    sight = Filter(unsealed_for=asked.unsealed_for)
    terms = _terms(connection, sight, act, since.isoformat())
    articles = _articles(connection, act, since.isoformat())
    telling = _telling(connection, sight, act, articles)
    incidents = tuple(_incidents(connection, sight, act, terms, telling.first, _scope(connection, asked, act)))
    return Facts(incidents, tuple(_ties(connection, sight, act)), tuple(_cases(connection, sight, act)), telling.told, telling.outlets,
                 articles.read(), _by_country(incidents))  # fmt: skip


def _by_country(incidents: Iterable[Told]) -> dict[str, list[Told]]:
    found: dict[str, list[Told]] = defaultdict(list)
    for one in incidents:
        found[one.area[0]].append(one)
    return dict(found)


def _scope(connection: Connection, asked: Filter, act: int | None) -> frozenset[int] | None:
    """Return the incidents that meet what was asked; None: all."""
    if not asked.asked():
        return None
    return frozenset(connection.execute(select(record.c.pk).where(*conditions(connection, "incident", asked, act))).scalars())


def _terms(connection: Connection, sight: Filter, act: int | None, since: str) -> dict[int, dict[str, list[str]]]:
    """Return effects, identities of perpetrators and communities by record."""
    query = (
        select(record_term.c.record_pk, record_term.c.field, record_term.c.value)
        .join(record, record.c.pk == record_term.c.record_pk)
        .where(
            or_(record.c.end >= since, record.c.start.is_(None)),
            record_term.c.field.in_(("effect", "actor", "community")),
            *conditions(connection, "incident", sight, act),
        )
    )
    found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for pk, name, value in connection.execute(query).all():
        if name != "actor" or value.startswith(_IDENTITY):
            found[pk][name].append(value)
    return found


_COLUMNS = (record.c.pk, record.c.id, record.c.label, record.c.type, record.c.mode, record.c.status, record.c.country, record.c.admin1,
            record.c.start,
            record.c.end, record.c.killed_low, record.c.killed_best, record.c.killed_high, record.c.grade, record.c.sealed)  # fmt: skip


_NONE: frozenset[str] = frozenset()


@lru_cache(maxsize=16384)
def _same(names: frozenset[str]) -> frozenset[str]:
    """Return one set for equal sets: many incidents have the same."""
    return names


def _incidents(connection: Connection, sight: Filter, act: int | None, terms: dict[int, dict[str, list[str]]], first: dict[int, Day],
               scope: frozenset[int] | None) -> Iterator[Told]:  # fmt: skip
    query = select(*_COLUMNS).where(*conditions(connection, "incident", sight, act), record.c.country.is_not(None)).order_by(record.c.id)
    empty: dict[str, list[str]] = {}
    for row in connection.execute(query).all():
        own = terms.get(row.pk, empty)
        effects, actors, communities = (_same(frozenset(own[name])) if name in own else _NONE for name in ("effect", "actor", "community"))
        yield Told(row.pk, row.id, row.label, row.type, row.mode, row.status, (row.country, row.admin1), day_of(row.start), day_of(row.end),
                   first.get(row.pk), (row.killed_low, row.killed_best, row.killed_high), row.grade in FIRM, row.sealed, effects, actors, communities,
                   scope is None or row.pk in scope)  # fmt: skip


@lru_cache(maxsize=65536)
def day_of(text: str | None) -> Day | None:
    """Return the ordinal of a day; None for none, or for what no calendar has."""
    try:
        return date.fromisoformat(text).toordinal() if text else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Articles:
    """Articles with a day, by id: the day, the outlet, and the family of articles that repeat one another."""

    rows: dict[str, tuple[Day, str, str]]

    def read(self) -> dict[str, list[Day]]:
        """Return the days of all of them by outlet, sorted."""
        found: dict[str, list[Day]] = defaultdict(list)
        for day, outlet, _ in self.rows.values():
            found[outlet].append(day)
        return {outlet: sorted(days) for outlet, days in found.items()}


def _articles(connection: Connection, act: int | None, since: str) -> _Articles:
    query = (
        select(article.c.id, article.c.published, article.c.outlet, func.coalesce(article_copy.c.family, article.c.id))
        .join(article_copy, article_copy.c.article_id == article.c.id, isouter=True)
        .where(article.c.published >= since)
    )
    rows = connection.execute(query if act is None else query.where(article.c.act <= act)).all()
    return _Articles({key: (day, outlet, family) for key, published, outlet, family in rows if (day := day_of(published)) is not None})


@dataclass(frozen=True, slots=True)
class _Telling:
    """Who tells of which area when; see `Facts`. first: first day on which each incident was told."""

    told: dict[Area, list[Day]]
    outlets: dict[Area, dict[str, list[Day]]]
    first: dict[int, Day]


def _telling(connection: Connection, sight: Filter, act: int | None, articles: _Articles) -> _Telling:
    query = (
        select(record.c.pk, record.c.country, record.c.admin1, record_term.c.value)
        .join(record_term, record_term.c.record_pk == record.c.pk)
        .where(record_term.c.field == "article", *conditions(connection, "incident", sight, act))
    )
    earliest: dict[Area, dict[str, Day]] = defaultdict(dict)
    outlets: dict[Area, dict[str, list[Day]]] = defaultdict(lambda: defaultdict(list))
    first: dict[int, Day] = {}
    for pk, country, admin1, key in connection.execute(query).all():
        if key not in articles.rows:
            continue
        day, outlet, family = articles.rows[key]
        first[pk] = min(day, first.get(pk, day))
        for area in ((country, None), (country, admin1))[: 2 if admin1 else 1] if country else ():
            days = earliest[area]
            days[family] = min(day, days.get(family, day))
            outlets[area][outlet].append(day)
    told = {area: sorted(days.values()) for area, days in earliest.items()}
    return _Telling(told, {area: {name: sorted(days) for name, days in rows.items()} for area, rows in outlets.items()}, first)


def _ties(connection: Connection, sight: Filter, act: int | None) -> Iterator[Tie]:
    """Yield the relations that stand, or that sources disagree on, whose first day is known."""
    standing = (record.c.state.in_(("standing", "disputed")), record.c.start.is_not(None), *conditions(connection, "relation", sight, act))
    query = (
        select(record.c.pk, record.c.id, record.c.label, record.c.type, record.c.state, record.c.start, record_term.c.value)
        .join(record_term, (record_term.c.record_pk == record.c.pk) & (record_term.c.field == "party"))
        .where(*standing)
        .order_by(record.c.id)
    )
    rows: dict[int, Any] = {}
    sides: dict[int, set[str]] = defaultdict(set)
    for row in connection.execute(query).all():
        rows[row.pk] = row
        sides[row.pk].add(row.value)
    for pk, row in rows.items():
        if (day := day_of(row.start)) is not None:
            yield Tie(row.id, row.label, row.type, row.state == "disputed", day, frozenset(sides[pk]))


def _cases(connection: Connection, sight: Filter, act: int | None) -> Iterator[Open]:
    query = (
        select(record.c.id, record.c.label, record.c.start, record_term.c.value)
        .join(record_term, (record_term.c.record_pk == record.c.pk) & (record_term.c.field == "incident"))
        .where(record.c.state != "closed", *conditions(connection, "case", sight, act))
        .order_by(record.c.id)
    )
    for row in connection.execute(query).all():
        if (day := day_of(row.start)) is not None:
            yield Open(row.id, row.label, day, row.value)
