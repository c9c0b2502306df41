"""What is known around an expression when it is given its meaning: publication day, governing verb, times told before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from tocsin.times.grammar import Match
from tocsin.times.lexing import Value
from tocsin.times.periods import Sense
from tocsin.times.tense import Governor

Parts = Mapping[str, Value | Match]
MAX_REACH = 8
"""Sentences that "the next day" may look back: beyond that the story has moved on."""

FINE = frozenset({"instant", "hour", "part", "day"})


@dataclass(frozen=True, slots=True)
class Told:
    """A time told before."""

    sentence: int
    sense: Sense
    reporting: bool


@dataclass(slots=True)
class Anchors:
    """The times of the article told so far, in text order."""

    told: list[Told] = field(default_factory=list)

    def add(self, told: Told) -> None:
        """Note a time that has days on the calendar."""
        if told.sense.start is not None and not told.sense.compared:
            self.told.append(told)

    def latest(self, grains: frozenset[str], sentence: int) -> Sense | None:
        """Return the nearest time before of one of the grains, one that does not only date a report if there is any."""
        near = [told for told in self._near(sentence) if told.sense.grain in grains]
        return next((told.sense for told in near if not told.reporting), near[0].sense if near else None)

    def dated(self, sentence: int, reach: int) -> Told | None:
        """Return the nearest time before with day or month and its own year, at most some sentences back."""
        for told in reversed(self.told):
            if sentence - told.sentence > reach:
                return None
            if told.sense.explicit and told.sense.grain in ("day", "month"):
                return told
        return None

    def _near(self, sentence: int) -> Iterator[Told]:
        """Yield the times within reach, nearest first."""
        for told in reversed(self.told):
            if sentence - told.sentence > MAX_REACH:
                return
            yield told


@dataclass(frozen=True, slots=True)
class Scene:
    """The surroundings of one expression.

    Attributes:
        now: The day from which "yesterday" counts: publication, else a dateline; year `NO_YEAR` when only day and month are known.
        evaluate: Gives a nested match its meaning.
    """

    now: date | None
    governor: Governor
    anchors: Anchors
    sentence: int
    evaluate: Callable[[Match, Scene], Sense | None]

    def sense(self, parts: Parts, name: str) -> Sense | None:
        """Return the meaning of a nested part, None when it is absent or has none."""
        part = parts.get(name)
        return self.evaluate(part, self) if isinstance(part, Match) else None

    def anchor(self, *grains: str) -> Sense | None:
        """Return the time told before that an expression like "the next day" counts from."""
        return self.anchors.latest(frozenset(grains), self.sentence)


def number(parts: Parts, name: str) -> int | None:
    """Return a whole number among the parts, None when it is absent or something else."""
    value = parts.get(name)
    return value if isinstance(value, int) else None


def amount(parts: Parts, name: str = "n") -> float | None:
    """Return how many units are meant, NaN for "several", None when there is no number."""
    value = parts.get(name)
    if isinstance(value, Match):
        facts = {**value.rule.facts, **value.parts}
        count = facts.get("num", facts.get("quant"))
        return float(count) + _fraction(facts.get("more")) if isinstance(count, int | float) else float("nan")
    return float(value) if isinstance(value, int | float) else None


def _fraction(value: Value | Match | None) -> float:
    """Return a number, 0 for anything else."""
    return float(value) if isinstance(value, int | float) else 0.0
