"""Which incidents may leave at all, and why the others stay. Whoever stands on something sealed or redacted stays inside whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from tocsin.asking.lists import each_record
from tocsin.ledger.rows import rows_where
from tocsin.ledger.tables import article
from tocsin.publication.guarded import Held
from tocsin.publication.profile import Profile
from tocsin.publication.vocabulary import code
from tocsin.records.shapes import day

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Admitted:
    """An incident that may leave, and what holds for it: `unnamed`: no names; `placeless`: no place."""

    record: Row
    unnamed: bool
    placeless: bool


@dataclass(frozen=True, slots=True)
class Articles:
    """What a release may ask of articles: by id the outlet that was given, the language, days of publication and of collection.

    Titles and addresses are read only when the profile lets them leave. Names of files are never read.
    """

    rows: Mapping[str, Row]

    def day(self, article_id: str) -> date | None:
        """Return when an article was published, else when it was collected."""
        row = self.rows.get(article_id, {})
        return day(row.get("published")) or day(str(row.get("collected_at"))[:10])


def load_articles(connection: Connection, ids: Iterable[str], profile: Profile) -> Articles:
    """Return what a release may know of some articles."""
    columns: list[Any] = [article.c.id, article.c.outlet_given, article.c.language, article.c.published, article.c.collected_at]
    columns += [article.c.title] if profile.titles else []
    columns += [article.c.uri] if profile.addresses else []
    return Articles({row.id: row._asdict() for row in rows_where(connection, select(*columns), article.c.id, set(ids))})


def candidates(connection: Connection, profile: Profile) -> list[Row]:
    """Return the incidents that meet the profile's filter."""
    return list(each_record(connection, "incident", profile.asked))


def admit(rows: Iterable[Row], profile: Profile, held: Held, articles: Articles, today: date) -> Iterator[Admitted | tuple[Row, str]]:
    """Yield each incident as admitted, or with the reason why it stays inside."""
    for row in rows:
        scopes = incident_scopes(row, held)
        reason = _refusal(row, scopes, profile, held) or _embargo(row, profile, articles, today)
        yield (row, reason) if reason else Admitted(row, "names" in scopes, "place" in scopes)


def incident_scopes(row: Row, held: Held) -> frozenset[str]:
    """Return the scopes that decisions about an incident, its claims, its articles and its people keep inside."""
    names = (*row["claims"], *(source["article"] for source in row["sources"]))
    scopes = {*row["redact"], *(scope for name in names for scope in held.scopes.get(name, ()))}
    people = (held.guards.get(party["key"]) for side in ("perpetrators", "parties", "victims") for party in row[side])
    return frozenset(scopes | {"place" for guard in people if guard and guard.placeless})


def _refusal(row: Row, scopes: frozenset[str], profile: Profile, held: Held) -> str | None:
    """Return why an incident stays inside, whatever its day."""
    if row["sealed"]:
        return "sealed"
    if any(source["article"] in held.sealed for source in row["sources"]):
        return "stands on a sealed article"
    if "all" in scopes:
        return "redacted in all"
    if row["review"] not in profile.reviews:
        return f"review: {row['review']}"
    if row["status"] not in profile.statuses:
        return "its status is not admitted"
    if code("type", row["type"]) is None:
        return "its type is no known code"
    return None if profile.admits_grade(row["grade"].get("evidence")) else "its evidence is too weak"


def _embargo(row: Row, profile: Profile, articles: Articles, today: date) -> str | None:
    """Return the reason if an incident happened, or was first reported, too short a time ago."""
    if not profile.embargo_days:
        return None
    told = [found for source in row["sources"] if (found := articles.day(source["article"]))]
    days = [*([min(told)] if told else []), *([last] if (last := day(row["time"].get("end"))) else [])]
    return "under embargo" if not days or max(days) + timedelta(profile.embargo_days) > today else None
