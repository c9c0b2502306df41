"""Closed vocabularies: a code leaves only if it is one that Tocsin itself ships. Words of articles and of the desk are in none of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tocsin.actorbase.load import load_actor_base
from tocsin.ontology.load import load_ontology
from tocsin.records.rules import country_names

Row = dict[str, Any]


@cache
def read_table(path: str) -> Row:
    """Return a shipped YAML file by its path under `data/`."""
    raw: Row = yaml.load(files("tocsin").joinpath("data", path).read_bytes(), yaml.CSafeLoader)
    return raw


@cache
def vocabulary(name: str) -> frozenset[str]:
    """Return the words of one vocabulary."""
    made: dict[str, Callable[[], Iterable[str]]] = {
        "type": _types, "relation": lambda: load_ontology().relations | {"hostility"}, "context": lambda: load_ontology().contexts, "mode": _modes,
        "acled_event": lambda: _acled(0), "acled_sub": lambda: _acled(1), "means": lambda: frozenset(read_table("events/objects.yaml")["means"]),
        "country": lambda: frozenset(country_names()), "religion": lambda: _traits("religion"), "ethnicity": lambda: _traits("ethnicity"),
        "actor_country": lambda: frozenset({*country_names(), "IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}),
        "evidence_rule": lambda: _rules("evidence"), "credibility_rule": lambda: _rules("credibility"),
    }  # fmt: skip
    return frozenset(made[name]()) if name in made else frozenset(read_table("publication/vocabulary.yaml")[name])


@cache
def thing_words() -> frozenset[str]:
    """Return the nouns of things that are hit: church, bridge, bus and so on."""
    table = read_table("events/objects.yaml")
    return frozenset(word for name in ("building", "work", "vehicle", "goods", "settlement") for word in table[name])


def thing(words: Any) -> str:
    """Return the noun for a thing that was hit, without what stands around it ("Saint Mary's church" → "church"); property, if none is known."""
    for word in reversed(str(words).lower().split()):
        for form in (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("ies") + "y"):
            if form in thing_words():
                return form
    return "property"


def code(name: str, value: Any) -> str | None:
    """Return a value if it is a word of a vocabulary, else None."""
    return value if isinstance(value, str) and value in vocabulary(name) else None


@cache
def community_names() -> dict[str, str]:
    """Return how the people of a religion or ethnicity are called: "Christianity" → "Christians"."""
    names: dict[str, str] = {}
    for row in read_table("actors/communities.yaml")["communities"]:
        for trait in ("ethnicity", "religion"):
            if row.get(trait) and (trait == "ethnicity" or not row.get("ethnicity")):
                names.setdefault(row[trait], row["name"])
    return names


def _types() -> frozenset[str]:
    known = load_ontology()
    return frozenset(known.events) | known.relations | known.statuses


def _modes() -> frozenset[str]:
    return frozenset(mode for kind in load_ontology().events.values() for mode in kind.modes)


def _traits(name: str) -> frozenset[str]:
    """Return the religions or ethnicities of our own tables of communities and actors."""
    rows = {row.get(name) for row in read_table("actors/communities.yaml")["communities"]}
    return frozenset(str(value) for value in rows | {getattr(actor, name) for actor in load_actor_base().actors()} if value)


def _rules(axis: str) -> frozenset[str]:
    return frozenset(str(row["rule"]) for row in read_table("ledger/grades.yaml")[axis]) | {"decision"}


def _acled(part: int) -> frozenset[str]:
    """Return ACLED's event types (0) or sub-event types (1), as our tables have them."""
    table: dict[str, list[str]] = read_table("ontology/acled.yaml")["event_types"]
    return frozenset(table) if part == 0 else frozenset(sub for subs in table.values() for sub in subs)
