"""The rules of the room, from `data/ledger/*.yaml`: loaded once, checked strictly."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

import yaml

Row = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TollRules:
    """`toll.yaml`; what each list means stands there."""

    placing: dict[str, int]
    enemy_placing: int
    counters: list[str]
    everybody: list[str]
    some: list[str]
    part_before: list[str]
    part_after: list[str]
    classes: dict[str, list[str]]
    order: list[str]
    best_by: list[str]


@dataclass(frozen=True, slots=True)
class PartyRules:
    """`parties.yaml`."""

    claiming: list[str]
    suspecting: list[str]
    two_sided: list[str]
    two_sided_acled: list[str]
    nobody: list[str]
    sides: list[str]
    forces: list[str]
    harmful: list[str]


@dataclass(frozen=True, slots=True)
class GradeRules:
    """`grades.yaml`."""

    evidence: list[Row]
    reliability: dict[str, str]
    side_reliability: str
    reliability_order: list[str]
    credibility: list[Row]


@dataclass(frozen=True, slots=True)
class LabelRules:
    """`labels.yaml`."""

    effects: dict[str, str]
    done_by: list[str]
    mode_effects: dict[str, str]
    far_wider: int
    modes: dict[str, str]
    types: dict[str, str]
    of_somebody: list[str]
    bare_words: list[str]
    counting: list[str]
    clash: str
    between: str
    statuses: dict[str, str]


@dataclass(frozen=True, slots=True)
class StatusRules:
    """`status.yaml`."""

    effects: dict[str, str]
    living_relations: list[str]
    living_words: list[str]
    living: list[str]
    order: list[str]
    aside: list[str]


@dataclass(frozen=True, slots=True)
class RelationRules:
    """`relations.yaml`."""

    mutual: list[str]
    events: dict[str, str]
    armed: list[str]
    armed_groups: list[str]
    kinds: list[str]
    ends: dict[str, list[str]]
    former: list[str]
    over_when_past: list[str]


@dataclass(frozen=True, slots=True)
class CaseRules:
    """`cases.yaml`."""

    kinds: list[Row]
    otherwise: Row
    returning: list[str]


@cache
def status_rules() -> StatusRules:
    """Return how claims bear on the status of a person."""
    return load("status", StatusRules)


@cache
def relation_rules() -> RelationRules:
    """Return which claims speak of which ties."""
    return load("relations", RelationRules)


@cache
def case_rules() -> CaseRules:
    """Return which claims answer which questions."""
    return load("cases", CaseRules)


@cache
def toll_rules() -> TollRules:
    """Return how figures are reconciled."""
    return load("toll", TollRules)


@cache
def party_rules() -> PartyRules:
    """Return how parties are told apart and blamed."""
    return load("parties", PartyRules)


@cache
def grade_rules() -> GradeRules:
    """Return how incidents are graded."""
    return load("grades", GradeRules)


@cache
def label_rules() -> LabelRules:
    """Return how labels are written."""
    return load("labels", LabelRules)


@cache
def country_names() -> dict[str, str]:
    """Return the English name of each country by its ISO 3166 alpha-3 code."""
    text = files("tocsin").joinpath("data/actors/countries.yaml").read_bytes()
    return {row["code"]: row["name"] for row in yaml.load(text, yaml.CSafeLoader)["countries"]}


def load(name: str, kind: type[T]) -> T:
    """Return one file of rules as its type.

    Raises:
        ValueError: a key is missing or unknown, a value has another shape than its annotation, or a word is listed twice.
    """
    raw: Row = yaml.load(files("tocsin").joinpath(f"data/ledger/{name}.yaml").read_bytes(), yaml.CSafeLoader)
    for sentences in ("hits", "misses"):  # for the tests
        raw.pop(sentences, None)
    wanted = {field.name: str(field.type) for field in fields(kind)}  # type: ignore[arg-type]
    if set(raw) != set(wanted):
        raise ValueError(f"ledger/{name}.yaml: keys missing or unknown: {sorted(set(raw) ^ set(wanted))}")
    wrong = sorted(key for key, value in raw.items() if not _fits(value, wanted[key]))
    if wrong:
        raise ValueError(f"ledger/{name}.yaml: not of the stated shape, or listed twice: {wrong}")
    return kind(**raw)


def _fits(value: Any, shape: str) -> bool:
    """Tell whether a value has the shape that the annotation states."""
    if shape.startswith("dict"):
        item = shape.removeprefix("dict[str, ").removesuffix("]")
        return isinstance(value, dict) and all(isinstance(key, str) and _fits(held, item) for key, held in value.items())
    if shape == "list[str]":
        return isinstance(value, list) and all(isinstance(word, str) for word in value) and len(set(value)) == len(value)
    plain = {"str": str, "int": int, "Row": dict}
    if shape.startswith("list["):
        return isinstance(value, list) and all(isinstance(held, dict) for held in value)
    return isinstance(value, plain[shape])
