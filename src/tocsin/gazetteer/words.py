"""The words around place names, as sets: kinds of place, parts, titles, heads of organisations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tocsin.gazetteer.read import read_json, read_yaml

_WATERS = frozenset({"STM", "STMS", "LK", "LKS", "SEA", "OCN", "GULF", "BAY", "STRT", "CHN", "CNL", "RSV", "DAM", "SD", "INLT", "LGN", "HBR", "COVE"})
_HEIGHTS = frozenset({"MT", "MTS", "PASS", "VLY", "VAL", "HLL", "HLLS", "PK", "RDGE", "GRGE"})
LEVELS = frozenset({"country", "division", "district", "town", "water", "height"})
"""The kinds of place that a feature code tells; the kinds "region", "site" and "field" may be of any code."""


def level_of(feature: str) -> str | None:
    """Return the kind of place that a GeoNames feature code stands for, None for regions, sites and the rest."""
    if feature.startswith("PPL"):
        return "town"
    if feature.startswith("ADM"):
        return "division" if feature[3:4] == "1" else "district"
    if feature.startswith("PCL"):
        return "country"
    if feature in _WATERS:
        return "water"
    return "height" if feature in _HEIGHTS else None


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Words by role. `kinds`: kind of place by word, singular and plural; the other fields are sets of lower-case words or phrases."""

    kinds: dict[str, str]
    parts: frozenset[str]
    nearby: frozenset[str]
    distance: frozenset[str]
    locative: frozenset[str]
    public: frozenset[str]
    organisation: frozenset[str]
    titles: frozenset[str]
    honorifics: frozenset[str]
    speech: frozenset[str]
    common: frozenset[str]
    striking: frozenset[str]
    inner: frozenset[str]
    trade: frozenset[str]
    first: frozenset[str]
    streets: frozenset[str]


@cache
def load_words() -> PlaceWords:
    """Return the words around place names, read once per process."""
    raw = read_yaml("words.yaml")
    kinds = {word: kind for kind, words in raw.pop("kinds").items() for word in words}
    return PlaceWords(kinds, **{role: frozenset(words) for role, words in raw.items()})


@cache
def known_outlets() -> dict[str, str]:
    """Return the homes of well-known outlets by domain or lower-case name: "town, division, country" or a country alone."""
    outlets: dict[str, str] = read_yaml("outlets.yaml")
    return outlets


@cache
def country_codes() -> dict[str, str]:
    """Return ISO 3166 alpha-3 codes by lower-case alpha-2 code."""
    return {code.lower(): row["iso3"] for code, row in read_json("countries.json").items()}
