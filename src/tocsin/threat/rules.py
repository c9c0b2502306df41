"""The rules of the level: indicators, weights and bands, read from `data/threat/level.yaml` and refused when they do not hold together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal

import yaml

from tocsin.errors import KnowledgeError

Row = dict[str, Any]
Counted = Literal["incidents", "killed", "new-actors", "ties", "cases"]

LEVELS = ("calm", "guarded", "elevated", "high", "extreme")
"""Bands, lowest first."""

SILENT = "not-enough-reporting"
"""What stands in place of a low band where too little is told to say so. It has no place in the order of bands."""

_COUNTED = {"incidents", "killed", "new-actors", "ties", "cases"}
_KEYS = {"id", "label", "count", "where", "types", "modes", "effects", "statuses", "relations", "undated", "only_for_groups", "steps",
         "rise", "reason",
         "hits", "misses"}  # fmt: skip
_PARTS = {"version", "windows", "admit", "status", "past", "rise", "indicators", "bands", "reporting", "hidden", "confidence",
          "outlook", "words", "alarms",
          "trend"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that is counted.

    Attributes:
        count: What of: incidents, people killed in them, perpetrators that are new, ties between groups, open cases.
        where: `scope`: of the community asked for; `area`: whoever suffered it.
        types, modes, effects, statuses: Of incidents; a mode or an effect suffices where both are named; empty ones ask nothing.
        by_told: An incident without a date counts on the day on which it was first told.
        only_for_groups: Not counted where everyone is asked for, as it would be counted twice.
        steps: (from so many in four weeks, points), rising.
        rise: Points for the chances of `Rules.rise`.
    """

    id: str
    label: str
    count: Counted
    where: Literal["scope", "area"]
    types: frozenset[str]
    modes: frozenset[str]
    effects: frozenset[str]
    statuses: frozenset[str]
    relations: frozenset[str]
    by_told: bool
    only_for_groups: bool
    steps: tuple[tuple[int, int], ...]
    rise: tuple[int, ...]
    reason: str

    def takes(self, type_: str | None, mode: str | None, status: str | None, effects: frozenset[str]) -> bool:
        """Tell whether an incident of such a kind is counted."""
        if type_ not in self.types or status not in self.statuses:
            return False
        return not (self.modes or self.effects) or mode in self.modes or bool(self.effects & effects)

    def step(self, value: int) -> int:
        """Return the points for so many in four weeks."""
        return max((points for least, points in self.steps if value >= least), default=0)


@dataclass(frozen=True, slots=True)
class Confidence:
    """What a word of confidence asks for; see the data file."""

    word: str
    told: int
    past: int
    firm: float
    disputed: float


@dataclass(frozen=True, slots=True)
class Rules:
    """All of the level's rules, read-only; each field is a part of the data file."""

    version: str
    windows: dict[str, int]
    admit: dict[str, int]
    status: dict[str, dict[str, float]]
    past: dict[str, float]
    rise: tuple[float, ...]
    indicators: tuple[Indicator, ...]
    bands: tuple[tuple[str, int], ...]
    reporting: dict[str, float]
    hidden: frozenset[str]
    confidence: tuple[Confidence, ...]
    outlook: dict[str, float]
    words: tuple[tuple[float, str], ...]
    alarms: Row
    trend: dict[str, int]

    def band(self, points: int) -> str:
        """Return the band of a sum of points."""
        return next(word for word, least in reversed(self.bands) if points >= least)

    def word(self, chance: float) -> str:
        """Return the word for a chance (ICD 203)."""
        return next(word for upper, word in self.words if chance <= upper)

    def rise_points(self, indicator: Indicator, chance: float) -> int:
        """Return the points of a rise that had this chance by the own past."""
        return max((points for limit, points in zip(self.rise, indicator.rise, strict=True) if chance < limit), default=0)


@cache
def load_rules() -> Rules:
    """Return the shipped rules.

    Raises:
        KnowledgeError: the file does not hold together.
    """
    return make_rules(yaml.load(files("tocsin").joinpath("data/threat/level.yaml").read_text("utf-8"), yaml.CSafeLoader))


def make_rules(raw: Row) -> Rules:
    """Return rules from the content of a file.

    Raises:
        KnowledgeError: it does not hold together.
    """
    if problems := list(_problems(raw)):
        raise KnowledgeError("threat/level.yaml", problems)
    return Rules(
        raw["version"], raw["windows"], raw["admit"], raw["status"], raw["past"], tuple(raw["rise"]),
        tuple(_indicator(row) for row in raw["indicators"]), _pairs(raw["bands"]), raw["reporting"], frozenset(raw["hidden"]),
        tuple(Confidence(**row) for row in raw["confidence"]), raw["outlook"], _pairs(raw["words"]), raw["alarms"], raw["trend"],
    )  # fmt: skip


def _pairs(rows: Sequence[Sequence[Any]]) -> tuple[tuple[Any, Any], ...]:
    return tuple((one, other) for one, other in rows)


def _indicator(row: Row) -> Indicator:
    kinds = {name: frozenset(row.get(name, ())) for name in ("types", "modes", "effects", "statuses", "relations")}
    return Indicator(row["id"], row["label"], row["count"], row["where"], **kinds, by_told=row.get("undated") == "first-told",
                     only_for_groups=row.get("only_for_groups", False), steps=_pairs(row["steps"]), rise=tuple(row["rise"]),
                     reason=" ".join(row["reason"].split()))  # fmt: skip


def _problems(raw: Row) -> Iterator[str]:
    """Yield what does not hold together."""
    if raw.keys() != _PARTS:
        yield f"parts: {sorted(raw.keys() ^ _PARTS)}"
        return
    if tuple(word for word, _ in raw["bands"]) != LEVELS or not _rises([least for _, least in raw["bands"]]) or raw["bands"][0][1] != 0:
        yield "bands: name all levels, lowest first, from 0 points on"
    if list(raw["rise"]) != sorted(raw["rise"], reverse=True):
        yield "rise: chances fall"
    if not _rises([upper for upper, _ in raw["words"]]) or raw["words"][-1][0] < 1:
        yield "words: bounds rise up to 1"
    if raw["confidence"][-1] | {"word": "low"} != {"word": "low", "told": 0, "past": 0, "firm": 0, "disputed": 1}:
        yield "confidence: the last row asks nothing"
    for row in raw["indicators"]:
        yield from (f"{row.get('id')}: {problem}" for problem in _indicator_problems(row, len(raw["rise"]), raw["status"].keys()))


def _indicator_problems(row: Row, rises: int, statuses: Any) -> Iterator[str]:
    if row.keys() - _KEYS or not {"id", "label", "count", "where", "steps", "rise", "reason"} <= row.keys():
        yield f"keys: {sorted(row)}"
        return
    if row["count"] not in _COUNTED or row["where"] not in {"scope", "area"} or not row["reason"].strip():
        yield "count, where or reason"
    if not _rises([least for least, _ in row["steps"]]) or not _rises([points for _, points in row["steps"]]):
        yield "steps rise in both"
    if len(row["rise"]) != rises or list(row["rise"]) != sorted(row["rise"]):
        yield "rise: as many points as chances, never falling"
    if set(row.get("statuses", ())) - set(statuses):
        yield "statuses: each needs its weights"


def _rises(values: Sequence[float]) -> bool:
    return all(one < other for one, other in pairwise(values))
