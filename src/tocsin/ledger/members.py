"""Load what records are made from: members of incidents with their claims, and claims that bear on someone."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Connection, select

from tocsin.ledger.copies import families_of
from tocsin.ledger.derived import item
from tocsin.ledger.rows import keyed, rows_of
from tocsin.ledger.tables import article, claim
from tocsin.records.told import ArticleFacts, Member, Told

Row = dict[str, Any]

_ITEMS = keyed(select(item.c.key, item.c.article_id, item.c.told), item.c.key)
_CLAIMS = keyed(select(claim.c.id, claim.c.key, claim.c.article_id, claim.c.body), claim.c.id)
_FACTS = keyed(select(article.c.id, article.c.outlet, article.c.published, article.c.title, article.c.uri), article.c.id)


class Library:
    """Claims and facts of articles, each loaded once for the length of an act."""

    def __init__(self, connection: Connection) -> None:
        """Begin with nothing loaded."""
        self._connection = connection
        self._articles: dict[str, Any] = {}
        self._families: dict[str, str] = {}
        self._claims: dict[str, tuple[str, str, Row]] = {}
        self._members: dict[str, tuple[str, Row, list[Row]]] = {}

    def load_members(self, keys: Iterable[str]) -> None:
        """Load items, their claims and articles."""
        rows = rows_of(self._connection, _ITEMS, set(keys) - self._members.keys())
        for row in rows:
            told = json.loads(row.told)
            self._members[row.key] = (row.article_id, told["incident"], told["cases"])
        self.load_claims(claim_id for row in rows for claim_id in self._members[row.key][1]["claims"])

    def load_claims(self, ids: Iterable[str]) -> None:
        """Load claims and their articles."""
        rows = rows_of(self._connection, _CLAIMS, set(ids) - self._claims.keys())
        self._claims.update({row.id: (row.key, row.article_id, json.loads(row.body)) for row in rows})
        self.load_articles(row.article_id for row in rows)

    def load_articles(self, ids: Iterable[str]) -> None:
        """Load facts of articles."""
        new = set(ids) - self._articles.keys()
        self._articles.update({row.id: row for row in rows_of(self._connection, _FACTS, new)})
        self._families.update(families_of(self._connection, new))

    def members(self, keys: Collection[str]) -> list[Member]:
        """Return items as members of one incident, by key."""
        self.load_members(keys)
        here = {key: self._members[key] for key in sorted(keys) if key in self._members}
        facts = self.facts({article_id for article_id, _, _ in here.values()})
        return [Member(key, facts[article_id], incident, tuple(Told(one, self._claims[one][2], facts[article_id]) for one in incident["claims"]))
                for key, (article_id, incident, _) in here.items()]  # fmt: skip

    def questions(self, key: str) -> list[Row]:
        """Return the questions that an item leaves open."""
        return self._members[key][2]

    def told(self, ids: Collection[str]) -> list[Told]:
        """Return claims with the facts of their articles, by id."""
        self.load_claims(ids)
        here = sorted(key for key in set(ids) if key in self._claims)
        facts = self.facts({self._claims[key][1] for key in here})
        return [Told(key, self._claims[key][2], facts[self._claims[key][1]]) for key in here]

    def claim_keys(self, ids: Iterable[str]) -> set[str]:
        """Return the keys of claims: what decisions on them hold on to."""
        return {self._claims[one][0] for one in ids}

    def facts(self, articles: Collection[str]) -> dict[str, ArticleFacts]:
        """Return the facts of articles; those that repeat another one of these name it."""
        self.load_articles(articles)
        rows = {key: self._articles[key] for key in articles}
        originals = _originals({key: self._families[key] for key in rows if key in self._families}, rows)
        return {key: ArticleFacts(key, row.outlet, row.published, row.title, row.uri, originals.get(key)) for key, row in rows.items()}


def load_members(connection: Connection, keys: Collection[str]) -> dict[str, Member]:
    """Return items as members of incidents, by key."""
    return {member.key: member for member in Library(connection).members(keys)}


def load_bodies(connection: Connection, claim_ids: Collection[str]) -> dict[str, Row]:
    """Return the bodies of claims by id."""
    return {row.id: json.loads(row.body) for row in rows_of(connection, _CLAIMS, claim_ids)}


def load_facts(connection: Connection, articles: Collection[str]) -> dict[str, ArticleFacts]:
    """Return the facts of articles; those that repeat another one of these name it."""
    return Library(connection).facts(articles)


def _originals(families: dict[str, str], rows: dict[str, Any]) -> dict[str, str]:
    """Return, for each article that repeats another one of the same few, the earliest of them."""
    groups: dict[str, list[str]] = defaultdict(list)
    for key, family in families.items():
        groups[family].append(key)
    return {key: first for first, rest in (_earliest(keys, rows) for keys in groups.values()) for key in rest}


def _earliest(keys: Iterable[str], rows: dict[str, Any]) -> tuple[str, list[str]]:
    """Return the earliest published article and the rest."""
    first, *rest = sorted(keys, key=lambda key: (rows[key].published or "9999", key))
    return first, rest
