"""The words of `data/reference.yaml`, loaded once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

import yaml

PronounUse = Literal["personal", "possessive", "reflexive", "relative"]
Gender = Literal["m", "f", "n", "x"]
Grammatical = Literal["s", "p", "x"]


@dataclass(frozen=True, slots=True)
class Pronoun:
    """What a pronoun says about what it stands for: person 1 or 3, number (s, p, x = either), gender (m, f, n, x = any)."""

    person: int
    number: Grammatical
    gender: Gender
    use: PronounUse


@dataclass(frozen=True, slots=True)
class ReferenceWords:
    """The lists of the data file; see its comments for what each one means."""

    pronouns: dict[str, Pronoun]
    reciprocal: frozenset[str]
    struck: dict[str, str]
    person_heads: dict[str, Gender]
    courtesy: dict[str, Gender]
    given_names: dict[str, Gender]
    synonyms: dict[str, frozenset[str]]
    containers: frozenset[str]
    quantity_heads: frozenset[str]
    people_adjectives: frozenset[str]
    group_heads: frozenset[str]
    state_heads: frozenset[str]
    people_heads: frozenset[str]
    armed_heads: frozenset[str]
    victim_heads: frozenset[str]
    leader_heads: frozenset[str]
    other_words: frozenset[str]
    part_words: frozenset[str]
    empty_words: frozenset[str]
    unknown_words: frozenset[str]
    faction_words: frozenset[str]
    body_words: frozenset[str]
    telling: frozenset[str]
    harming: frozenset[str]
    plain_acronyms: frozenset[str]
    person_verbs: frozenset[str]
    person_nouns: frozenset[str]
    doubtful_nouns: frozenset[str]
    place_nouns: frozenset[str]
    any_kind_nouns: frozenset[str]
    alias_joints: frozenset[str]
    side_heads: frozenset[str]
    single_offices: frozenset[str]
    remains: frozenset[str]
    unarmed_heads: frozenset[str]
    force_heads: frozenset[str]
    foreign_words: frozenset[str]


_TABLES = frozenset({"pronouns", "reciprocal", "struck", "person_heads", "courtesy", "given_names", "synonyms", "links", "breaks"})
_LISTS = frozenset(ReferenceWords.__annotations__) - _TABLES


def read_reference_file() -> dict[str, Any]:
    """Return the data file as it is, with its test sentences.

    Raises:
        ValueError: a key is missing or unknown.
    """
    text = resources.files("tocsin").joinpath("data/reference.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    if set(loaded) != _TABLES | _LISTS:
        raise ValueError(f"reference.yaml: keys missing or unknown: {sorted(set(loaded) ^ (_TABLES | _LISTS))}")
    return loaded


@lru_cache(maxsize=1)
def reference_words() -> ReferenceWords:
    """Return the shipped words, loaded once."""
    raw = read_reference_file()
    struck = {noun: sector for sector, nouns in raw["struck"].items() for noun in nouns}
    given: dict[str, Gender] = {name: gender for gender, names in raw["given_names"].items() for name in names}
    same: dict[str, frozenset[str]] = {}
    for group in raw["synonyms"]:
        for word in group:
            same[word] = same.get(word, frozenset()) | frozenset(group)
    pronouns = {word: Pronoun(*facts) for word, facts in raw["pronouns"].items()}
    return ReferenceWords(
        pronouns,
        frozenset(raw["reciprocal"]),
        struck,
        raw["person_heads"],
        raw["courtesy"],
        given,
        same,
        **{name: frozenset(raw[name]) for name in _LISTS},
    )
