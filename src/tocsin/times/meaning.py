"""Give a match its meaning: each rule names one operation of `days`, `units`, `lengths` or `clocks`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tocsin.times import clocks, days, lengths, units
from tocsin.times.grammar import Match
from tocsin.times.periods import Sense
from tocsin.times.scene import Parts, Scene

OPERATIONS: dict[str, Callable[[Parts, Scene], Sense | None]] = {
    **days.OPERATIONS, **units.OPERATIONS, **lengths.OPERATIONS, **clocks.OPERATIONS,
}


def evaluate(match: Match, scene: Scene) -> Sense | None:
    """Return what a match means, None when it means no time (no such day, an age)."""
    return OPERATIONS[match.rule.op]({**match.rule.facts, **match.parts}, scene)


def with_year(sense: Sense, year: int, scene: Scene) -> Sense:
    """Return a partial date or month in a year; the sense itself when it has its own year or there is no such day."""
    if sense.month_day is None:
        return sense
    month, day = sense.month_day
    operation, parts = (OPERATIONS["date"], {"month": month, "day": day}) if day else (OPERATIONS["month"], {"month": month})
    found = operation({**parts, "year": year}, scene)
    if found is None:
        return sense
    return replace(found, explicit=False, type=sense.type, grain=sense.grain, value=found.value + sense.value[len(found.value):])
