"""Meanings of parts of the day and clock times."""

from __future__ import annotations

from dataclasses import replace

from tocsin.times.periods import NO_YEAR, Sense, day_period, shifted_day, span_period
from tocsin.times.scene import FINE, Parts, Scene, number

_CLOCK_REACH = 6
"""Sentences that a bare clock time may lie behind its day, or from the head of the article."""

_ANY_DAY = "XXXX-XX-XX"


def _part_on(sense: Sense | None, code: str) -> Sense | None:
    """Return a part of a day."""
    if sense is None:
        return Sense("TIME", f"{_ANY_DAY}T{code}")
    value = sense.value.split("T")[0] if sense.grain in FINE else sense.value
    return replace(sense, type="TIME", value=f"{value}T{code}", grain="part")


def part(parts: Parts, scene: Scene) -> Sense | None:
    """Return "Friday night", "this morning", "last night"."""
    code = str(parts["part"])
    if "day" in parts:
        return _part_on(scene.sense(parts, "day"), code)
    day = shifted_day(scene.now, "day", number(parts, "n") or 0) if scene.now else None
    return _part_on(day_period(day) if day else None, code)


def part_in_text(parts: Parts, scene: Scene) -> Sense | None:
    """Return "that night", "the next morning": on or after the day told before."""
    anchor = scene.anchor(*FINE)
    base = anchor.start if anchor else None
    day = shifted_day(base, "day", number(parts, "textstep") or 0) if base else None
    return _part_on(day_period(day) if day else None, str(parts["part"]))


def part_alone(parts: Parts, _scene: Scene) -> Sense | None:
    """Return "at night", "by dawn": of no certain day."""
    return Sense("TIME", f"{_ANY_DAY}T{parts.get('barepart', 'NI')}")


def overnight(_parts: Parts, scene: Scene) -> Sense | None:
    """Return the night before publication; its window holds both days."""
    now = scene.now
    if now is None:
        return Sense("TIME", f"{_ANY_DAY}TNI")
    eve = shifted_day(now, "day", -1)
    if eve is None or now.year == NO_YEAR:
        return _part_on(day_period(eve) if eve else None, "NI")
    return span_period(eve, now, f"{eve.isoformat()}TNI", "part", "TIME")


def _clock(parts: Parts) -> tuple[int, int] | None:
    """Return hour and minute of a clock time."""
    given = parts.get("clockam")
    if isinstance(given, tuple):
        return given[0] % 12 + given[2], given[1]
    digits = parts.get("clock", parts.get("clock4"))
    hour, minute = digits[:2] if isinstance(digits, tuple) else (number(parts, "hour"), 0)
    if hour is None or not 0 <= hour <= 24:
        return None
    half = number(parts, "ampm")
    if half is not None and hour <= 12:
        hour = hour % 12 + half
    if parts.get("part") in ("AF", "EV") and hour < 12:
        hour += 12
    return hour, minute


def clock(parts: Parts, _scene: Scene) -> Sense | None:
    """Return a clock time of no certain day; its value holds only the time."""
    time = _clock(parts)
    return Sense("TIME", f"T{time[0]:02}:{time[1]:02}") if time else None


def _clock_at(day: Sense | None, time: Sense | None) -> Sense | None:
    """Return a clock time on a day."""
    if time is None:
        return None
    if day is None or day.grain not in FINE:
        return replace(time, value=_ANY_DAY + time.value)
    if time.value == "T24:00" and day.start is not None and day.start.year != NO_YEAR:
        return replace(day, type="TIME", value=f"{day.value.split('T')[0]}T24:00", grain="instant")
    return replace(day, type="TIME", value=day.value.split("T")[0] + time.value, grain="instant")


def clock_on_day(parts: Parts, scene: Scene) -> Sense | None:
    """Return "9 a.m. on Tuesday"."""
    return _clock_at(scene.sense(parts, "day"), _with_part(scene.sense(parts, "clocked"), parts))


def _with_part(time: Sense | None, parts: Parts) -> Sense | None:
    """Return a clock time moved to the afternoon or night that stands beside it ("8 Friday evening")."""
    if time is None or parts.get("part") not in ("AF", "EV", "NI"):
        return time
    hour = int(time.value[1:3])
    late = 5 <= hour < 12 if parts["part"] != "AF" else hour < 12
    return replace(time, value=f"T{hour + 12:02}{time.value[3:]}") if late else time


def _told_day(scene: Scene) -> Sense | None:
    """Return the day told just before; at the head of an article, where none was told, the day of publication."""
    near = next((told for told in reversed(scene.anchors.told) if told.sense.grain in FINE), None)
    if near is not None and scene.sentence - near.sentence <= _CLOCK_REACH and near.sense.start is not None:
        return day_period(near.sense.start)
    return day_period(scene.now) if scene.now and scene.sentence <= _CLOCK_REACH else None


def clock_today(parts: Parts, scene: Scene) -> Sense | None:
    """Return a clock time alone: on the day told just before, else that of publication."""
    return _clock_at(_told_day(scene), scene.sense(parts, "clocked"))


def clock_on_part(parts: Parts, scene: Scene) -> Sense | None:
    """Return "8 in the evening", "10 p.m. last night"."""
    time = _with_part(scene.sense(parts, "clocked"), parts)
    if "n" in parts and scene.now is not None:
        eve = shifted_day(scene.now, "day", -1)
        return _clock_at(day_period(eve) if eve else None, time)
    return _clock_at(_told_day(scene), time)


OPERATIONS = {"part": part, "part_in_text": part_in_text, "part_alone": part_alone, "overnight": overnight, "clock": clock,
              "clock_on_day": clock_on_day, "clock_today": clock_today, "clock_on_part": clock_on_part}
