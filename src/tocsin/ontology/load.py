"""Load the kinds of claims: event types with modes and contexts, relation and status types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from tocsin.errors import KnowledgeError

Quad = Literal["VC", "MC", "VX", "MX"]
QUADS = frozenset({"VC", "MC", "VX", "MX"})


@dataclass(frozen=True, slots=True)
class EventType:
    """One PLOVER event type.

    Attributes:
        quad: Verbal or material (V, M), cooperation or conflict (C, X).
        score: Conflict–cooperation score of the bare type, -10 to +10.
        modes: Score of each mode; `own`: the modes among them that are ours, not PLOVER's.
    """

    name: str
    quad: Quad
    score: float
    gloss: str
    modes: Mapping[str, float]
    own: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ontology:
    """All kinds of claims that Tocsin makes, read-only."""

    events: Mapping[str, EventType]
    relations: frozenset[str]
    statuses: frozenset[str]
    contexts: frozenset[str]

    def knows(self, kind: str, type_: str, mode: str | None = None) -> bool:
        """Tell whether a claim may have this kind, type and mode."""
        if kind == "event":
            return type_ in self.events and (mode is None or mode in self.events[type_].modes)
        return mode is None and type_ in (self.relations if kind == "relation" else self.statuses)


@cache
def load_ontology() -> Ontology:
    """Return the shipped ontology.

    Raises:
        KnowledgeError: the file breaks its schema.
    """
    raw: dict[str, Any] = yaml.safe_load(files("tocsin").joinpath("data/ontology/plover.yaml").read_text("utf-8"))
    problems = [f"{name}: unknown quad {row.get('quad')}" for name, row in raw["events"].items() if row.get("quad") not in QUADS]
    if problems:
        raise KnowledgeError("plover.yaml", problems)
    events = {name: _event_type(name, row) for name, row in raw["events"].items()}
    return Ontology(events, frozenset(raw["relations"]), frozenset(raw["statuses"]), frozenset(raw["contexts"]))


def _event_type(name: str, row: Mapping[str, Any]) -> EventType:
    """Return one event type."""
    own: dict[str, float] = row.get("own", {})
    return EventType(name, row["quad"], row["score"], row["gloss"], {**row["modes"], **own}, frozenset(own))
