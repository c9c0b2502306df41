"""Claims, incidents, cases: what the article asserts, grouped by happening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tocsin.model.event import ClaimKind, FactualityValue, Progress, Realis
from tocsin.model.text import Section, Span
from tocsin.model.when import Grain, TimeBasis
from tocsin.model.who import CountPolicy

PlaceBasis = Literal["stated", "inherited", "dateline", "unknown"]
SourceRole = Literal["outlet", "media", "official", "group", "victim", "witness", "ngo", "expert", "document", "anonymous"]
IncidentStatus = Literal["actual", "disputed", "denied", "future", "hypothetical"]


@dataclass(frozen=True, slots=True)
class Source:
    """One link of the chain of who says so; outermost first, innermost speaker last."""

    name: str
    role: SourceRole
    actor: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class ClaimTime:
    """The event's own time. `ref`: id of the time mention; `ucdp_precision`: 1 day, 2 2–6 days, 3 week, 4 month, 5 year, None unknown."""

    edtf: str | None = None
    start: date | None = None
    end: date | None = None
    grain: Grain | None = None
    basis: TimeBasis = "unknown"
    ref: str | None = None
    ucdp_precision: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimPlace:
    """Where the event happened. `ref`: id of the place mention; countries are ISO 3166 alpha-3, degrees WGS84."""

    ref: str | None = None
    name: str | None = None
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    city: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonameid: int | None = None
    ucdp_precision: int | None = None
    basis: PlaceBasis = "unknown"


@dataclass(frozen=True, slots=True)
class Stage:
    """Time and place that the main clause of a sentence tells, whether or not it holds a claim: "The patrol searched a farm in X on Monday"."""

    time: ClaimTime = ClaimTime()
    place: ClaimPlace = ClaimPlace()


@dataclass(frozen=True, slots=True)
class Setting:
    """Fallback places, best known first; each may be unknown.

    Attributes:
        dateline: The dateline's town.
        town: The town named most often in the country in focus; `town_is_sure`: it stands far above the others.
        country: The country that the article is about, grounded in the mention that names it.
        towns: The towns that the article names, each by its first mention.
        stages: What the main clauses tell of time and place, by sentence.
        areas: The finest place named "in" a sentence all of whose places lie in one first-level division, by sentence.
    """

    dateline: ClaimPlace | None = None
    town: ClaimPlace | None = None
    town_is_sure: bool = False
    country: ClaimPlace | None = None
    towns: tuple[ClaimPlace, ...] = ()
    stages: Mapping[int, Stage] = field(default_factory=dict)
    areas: Mapping[int, ClaimPlace] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Toll:
    """People affected: `effect` as in the contract, low and high (None = open), `who` an actor id, `combatants` True/False/None unknown."""

    effect: str
    low: int | None
    high: int | None
    who: str | None
    combatants: bool | None
    span: Span
    policy: CountPolicy


@dataclass(frozen=True, slots=True)
class Damage:
    """Things affected: object ("church"), effect ("burned", "destroyed", "targeted" when unharmed or unsaid), how many."""

    object: str
    effect: str
    low: int | None
    high: int | None
    span: Span


@dataclass(frozen=True, slots=True)
class Means:
    """Weapon or method as the text names it."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """One event, relation or status, as one source asserts it. Fields as in the contract; party fields hold actor ids.

    `accused`: the actor is only said to have done it by whoever blames, charges or suspects them; not printed.
    """

    id: str
    kind: ClaimKind
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    section: Section
    sentence: int
    token: int
    trigger: Span
    sentence_span: Span
    frame: str
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    realis: Realis
    progress: Progress
    factuality: FactualityValue
    background: bool
    superseded: bool
    sources: tuple[Source, ...]
    time: ClaimTime
    place: ClaimPlace
    toll: tuple[Toll, ...]
    damage: tuple[Damage, ...]
    means: Means | None
    by: str
    score: float
    incident: str | None = None
    acled: tuple[str, str] | None = None
    accused: bool = False


@dataclass(frozen=True, slots=True)
class IncidentToll:
    """One reconciled figure an effect, with the claims that it rests on."""

    effect: str
    low: int | None
    best: int | None
    high: int | None
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field on which claims of one incident differ: (claim id, value) pairs."""

    field: str
    values: tuple[tuple[str, object], ...]


@dataclass(frozen=True, slots=True)
class Incident:
    """The real-world happening that several claims of the article are about."""

    id: str
    claims: tuple[str, ...]
    type: str
    mode: str | None
    time: ClaimTime
    place: ClaimPlace
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    toll: tuple[IncidentToll, ...]
    status: IncidentStatus
    background: bool
    main: bool
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """An open question of the text about an incident."""

    incident: str | None
    question: str
    span: Span
    section: Section = "text"
    state: Literal["open"] = "open"
