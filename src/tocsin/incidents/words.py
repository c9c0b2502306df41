"""The word lists of this room, from data/incidents/words.yaml."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class IncidentWords:
    """The lists of `data/incidents/words.yaml`; what each means stands there."""

    mass: frozenset[str]
    particular: frozenset[str]
    definite: frozenset[str]
    another: frozenset[str]
    record: frozenset[str]
    undoing: frozenset[str]
    adding: frozenset[str]
    former: frozenset[str]
    telling: frozenset[str]
    aftermath: frozenset[str]
    before: frozenset[str]
    open_phrases: tuple[str, ...]


@cache
def incident_words() -> IncidentWords:
    """Return the shipped words, loaded once.

    Raises:
        ValueError: a list is missing, unknown, or holds what is not a lower-case word.
    """
    raw: dict[str, Any] = yaml.load(files("tocsin").joinpath("data/incidents/words.yaml").read_bytes(), yaml.CSafeLoader)
    names = {field.name for field in fields(IncidentWords)}
    if set(raw) != names:
        raise ValueError(f"incidents/words.yaml: lists missing or unknown: {sorted(set(raw) ^ names)}")
    wrong = [word for words in raw.values() for word in words if not isinstance(word, str) or word != word.lower()]
    if wrong:
        raise ValueError(f"incidents/words.yaml: not a lower-case word: {wrong}")
    return IncidentWords(open_phrases=tuple(raw.pop("open_phrases")), **{name: frozenset(words) for name, words in raw.items()})
