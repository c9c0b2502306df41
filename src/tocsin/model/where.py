"""Places: every mention of a place name, with what the gazetteer makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tocsin.model.text import Section, Span

PlaceState = Literal["resolved", "ambiguous", "unresolved"]


@dataclass(frozen=True, slots=True)
class Toponym:
    """One entry of the gazetteer. Latitude and longitude in degrees WGS84; country as ISO 3166 alpha-3; `geonameid` None if not known."""

    geonameid: int | None
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    admin2: str | None
    city: str | None
    feature: str
    population: int


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name in the text.

    Attributes:
        sentence: Index of its sentence. `first`, `last`: token positions of the name, both included; `head`: its syntactic head token.
        toponym: The best candidate, None when unresolved.
        ucdp_precision: 1 exact point, 2 near a point, 3 second-level area, 4 first-level area, 5 fuzzy part or line, 6 country, 7 beyond.
        alternatives: Other candidates, best first.
        score: 0–1, how sure the resolution is.
        metonym: True where the name stands for a government, team or organisation ("Tripoli said") rather than a location.
        qualifier: "northern", "near", "outside" … when the text blurs or shifts the place, else None.
    """

    id: str
    section: Section
    sentence: int
    first: int
    last: int
    head: int
    span: Span
    name: str
    toponym: Toponym | None
    ucdp_precision: int | None
    state: PlaceState
    alternatives: tuple[Toponym, ...] = ()
    score: float = 0.0
    metonym: bool = False
    qualifier: str | None = None
