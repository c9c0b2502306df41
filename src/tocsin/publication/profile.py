"""The profile of a release: for whom it is, and what may leave. Deny by default: what a profile does not say stays inside."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tocsin.asking.filters import Filter, first_day, last_day, parse_near
from tocsin.asking.names import country_code
from tocsin.errors import UsageError

Row = dict[str, Any]

LEVELS = ("exact", "place", "admin1", "country", "none")
"""How fine a place may be, finest first; `none` is for places that a decision withholds."""
GRAINS = ("day", "week", "month", "year")
EVIDENCE = ("confirmed", "fair", "weak", "contested", "discounted")


@dataclass(frozen=True)
class Names:
    """Who is named: the treatment of each kind, and keys that are exceptions. `redact` goes before `keep`."""

    person: str = "redact"
    group: str = "known"
    organisation: str = "known"
    population: str = "known"
    state: str = "keep"
    keep: frozenset[str] = frozenset()
    redact: frozenset[str] = frozenset()

    def of_kind(self, kind: str) -> str:
        """Return the treatment of a kind of party; what is unidentified is only described."""
        return str(getattr(self, kind, "redact"))


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a release may hold. See `docs/reference/publication.md`.

    Attributes:
        evidence: The lowest grade of evidence that is admitted; None: any, and incidents without a grade too.
        finest_place, finest_date: Finest level and grain. `coarse_date`: grain of dates whose place was made coarser.
        floor: Inhabitants that a town or area needs to be named.
        quotes: Longest quotation in characters; 0: none.
        sha256: Hash of the profile's bytes.
    """

    title: str
    audience: str
    formats: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ("incident", "group")
    ids: str = "fresh"
    embargo_days: int = 0
    second: bool = False
    previous: str | None = None
    asked: Filter = field(default_factory=Filter)
    reviews: tuple[str, ...] = ("accepted", "corrected")
    evidence: str | None = None
    statuses: tuple[str, ...] = ("actual", "disputed")
    names: Names = field(default_factory=Names)
    communities: bool = False
    finest_place: str = "admin1"
    floor: int = 10_000
    finest_date: str = "month"
    coarse_date: str = "month"
    outlets: bool = False
    titles: bool = False
    addresses: bool = False
    quotes: int = 0
    k: int = 3
    sensitive: str = "merge"
    sha256: str = ""

    def admits_grade(self, evidence: str | None) -> bool:
        """Tell whether a grade of evidence is good enough."""
        if self.evidence is None:
            return True
        return evidence in EVIDENCE[: EVIDENCE.index(self.evidence) + 1]


def read_profile(content: bytes, name: str = "profile") -> Profile:
    """Return a profile from TOML.

    Raises:
        UsageError: it breaks the schema; the message lists every problem at once.
    """
    try:
        raw = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{name} is not TOML in UTF-8: {error}") from None
    problems = list(_problems(raw))
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems)
        raise UsageError(f"{name} has {len(problems)} problem{'s' * (len(problems) > 1)}; nothing was released.\n{listed}")
    return _profile(raw, hashlib.sha256(content).hexdigest())


@cache
def profile_schema() -> Row:
    """Return the JSON Schema of profiles."""
    schema: Row = yaml.load(files("tocsin").joinpath("data/publication/profile.yaml").read_bytes(), yaml.CSafeLoader)
    return schema


def _problems(raw: Row) -> Iterator[str]:
    """Yield what is wrong, each problem with its key."""
    from jsonschema import Draft202012Validator

    found = sorted(Draft202012Validator(profile_schema()).iter_errors(raw), key=lambda error: list(map(str, error.absolute_path)))
    for error in found:
        yield f"{'.'.join(map(str, error.absolute_path)) or 'the profile'}: {error.message}"
    if not found:
        yield from _clashes(raw)


def _clashes(raw: Row) -> Iterator[str]:
    """Yield values that are of the right form and mean nothing, or contradict one another."""
    for key, check in (("since", first_day), ("until", last_day), ("near", parse_near), ("country", country_code)):
        if key in raw.get("filter", {}):
            try:
                check(raw["filter"][key])
            except UsageError as error:
                yield f"filter.{key}: {error}"
    both = set(raw.get("names", {}).get("keep", ())) & set(raw.get("names", {}).get("redact", ()))
    yield from (f"names: {key} is both kept and redacted" for key in sorted(both))
    dates = raw.get("dates", {})
    finest, coarse = dates.get("finest", Profile.finest_date), dates.get("with_coarse_place", Profile.coarse_date)
    if "with_coarse_place" in dates and GRAINS.index(coarse) < GRAINS.index(finest):
        yield f"dates: with_coarse_place ({coarse}) is finer than finest ({finest})"


def _profile(raw: Row, sha256: str) -> Profile:
    """Return the profile of a sound file."""
    places, dates, cells = raw.get("places", {}), raw.get("dates", {}), raw.get("small_cells", {})
    admit, sources = raw.get("admit", {}), raw.get("sources", {})
    finest = dates.get("finest", Profile.finest_date)
    given: Row = {
        **{key: raw[key] for key in ("title", "audience", "ids", "embargo_days", "second", "previous", "quotes") if key in raw},
        **{key: tuple(raw[key]) for key in ("formats", "kinds") if key in raw},
        **{key: tuple(admit[key]) for key in ("reviews", "statuses") if key in admit},
        **{key: sources[key] for key in ("titles", "addresses") if key in sources},
        **{key: cells[key] for key in ("k", "sensitive") if key in cells},
    }
    coarse = dates.get("with_coarse_place", Profile.coarse_date)
    return Profile(
        **given, asked=_filter(raw.get("filter", {})), evidence=admit.get("evidence"), names=_names(raw.get("names", {})),
        communities=raw.get("communities") == "keep", finest_place=places.get("finest", Profile.finest_place),
        floor=places.get("population_floor", Profile.floor), finest_date=finest, coarse_date=max(coarse, finest, key=GRAINS.index),
        outlets=sources.get("outlets") == "keep", sha256=sha256,
    )  # fmt: skip


def _names(raw: Row) -> Names:
    lists: Row = {key: frozenset(raw.get(key, ())) for key in ("keep", "redact")}
    return Names(**{**raw, **lists})


def _filter(raw: Row) -> Filter:
    """Return the filter, names of countries and circles read."""
    asked = dict(raw)
    if "country" in asked:
        asked["country"] = country_code(asked["country"])
    if "near" in asked:
        asked["near"] = parse_near(asked["near"])
    return Filter(**asked)
