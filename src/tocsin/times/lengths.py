"""Meanings of durations, windows counted from publication, sets, and vague references."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

from tocsin.times.periods import NO_YEAR, Sense, length_value, shifted_day, span_period
from tocsin.times.scene import Parts, Scene, amount, number


def _unit(parts: Parts) -> str:
    """Return the unit of a length."""
    return str(parts.get("unit", parts.get("unit1", parts.get("units"))))


def _length(parts: Parts) -> tuple[str, float | None]:
    """Return the TIMEX value of a length and its number, None for "several"."""
    count = amount(parts)
    known = 1.0 if count is None else None if isnan(count) else count
    return length_value(known, _unit(parts)), known


def duration(parts: Parts, _scene: Scene) -> Sense | None:
    """Return how long something lasts; it stands nowhere on the calendar."""
    return Sense("DURATION", _length(parts)[0])


def duration_vague(parts: Parts, _scene: Scene) -> Sense | None:
    """Return "years", "weeks"."""
    return Sense("DURATION", length_value(None, _unit(parts)))


def window(parts: Parts, scene: Scene) -> Sense | None:
    """Return "the past three days": a length that ends (or starts) with publication."""
    if "units" in parts:
        return duration_vague(parts, scene)
    value, count = _length(parts)
    way = -1 if "past" in parts else number(parts, "way") or -1
    now = scene.now
    if now is None or now.year == NO_YEAR or count is None:
        return Sense("DURATION", value)
    other = shifted_day(now, _unit(parts), way * count)
    if other is None:
        return Sense("DURATION", value)
    return span_period(min(now, other), max(now, other), value, kind="DURATION")


def window_vague(parts: Parts, _scene: Scene) -> Sense | None:
    """Return "recent weeks", "the coming months"."""
    return Sense("DURATION", length_value(None, _unit(parts)))


def recurring(parts: Parts, _scene: Scene) -> Sense | None:
    """Return "every Monday", "daily", "a year"."""
    weekday = number(parts, "weekday") or number(parts, "weekdays")
    part = parts.get("part", parts.get("parts"))
    if weekday is not None:
        return Sense("SET", f"XXXX-WXX-{weekday}" + (f"T{part}" if isinstance(part, str) else ""))
    if isinstance(part, str):
        return Sense("SET", f"XXXX-XX-XXT{part}")
    if "month" in parts:
        return Sense("SET", f"XXXX-{number(parts, 'month'):02}")
    if "advset" in parts:
        return Sense("SET", length_value(1, str(parts["advset"])))
    return Sense("SET", _length(parts)[0])


def reference(parts: Parts, _scene: Scene) -> Sense | None:
    """Return PRESENT_REF, PAST_REF or FUTURE_REF."""
    return Sense("DATE", str(parts["ref"]))


def one_day(_parts: Parts, scene: Scene) -> Sense | None:
    """Return "one day": some time to come under a verb that looks ahead, else nothing."""
    return Sense("DATE", "FUTURE_REF") if scene.governor.way == "future" else None


def nothing(_parts: Parts, _scene: Scene) -> Sense | None:
    """Return no meaning: the words are no time, and nothing shorter in them is."""
    return None


def range_of(first: Sense, last: Sense) -> Sense:
    """Return the first end of a range with the window of the whole."""
    if first.start is None or last.end is None or first.start > last.end or NO_YEAR in (first.start.year, last.end.year):
        return first
    whole = span_period(first.start, last.end, first.value)
    return replace(first, start=whole.start, end=whole.end, edtf=whole.edtf, grain="span")


OPERATIONS = {"duration": duration, "duration_vague": duration_vague, "window": window, "window_vague": window_vague, "set": recurring,
              "ref": reference, "one_day": one_day, "nothing": nothing, "number": nothing}
