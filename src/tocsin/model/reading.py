"""A reading: everything that was read from one article."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.model.claim import Case, Claim, Incident
from tocsin.model.event import Predicate
from tocsin.model.issue import Issue
from tocsin.model.said import Attribution
from tocsin.model.text import Article
from tocsin.model.when import TimeMention
from tocsin.model.where import PlaceMention
from tocsin.model.who import Actor


@dataclass(frozen=True, slots=True)
class Engine:
    """What read the article: version, language model, and the version of each stage."""

    version: str
    language_model: str
    stages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One article, read. `predicates` is None unless asked for."""

    engine: Engine
    article: Article
    relevant: bool
    actors: tuple[Actor, ...]
    places: tuple[PlaceMention, ...]
    times: tuple[TimeMention, ...]
    attributions: tuple[Attribution, ...]
    claims: tuple[Claim, ...]
    incidents: tuple[Incident, ...]
    cases: tuple[Case, ...]
    issues: tuple[Issue, ...]
    predicates: tuple[Predicate, ...] | None = None
