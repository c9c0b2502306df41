"""Meanings of weeks, months, quarters, seasons, years, decades, and of times counted back or on by them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from math import isnan

from tocsin.times.days import UNKNOWN_DAY, full_year, stated_year, told_year
from tocsin.times.periods import (
    NO_YEAR,
    SEASONS,
    Sense,
    century_period,
    day_period,
    decade_period,
    half_period,
    length_value,
    month_period,
    quarter_period,
    season_period,
    shifted_day,
    unit_period,
    weekend_period,
    year_period,
    years_period,
)
from tocsin.times.scene import FINE, Parts, Scene, amount, number

_UNKNOWN = {"day": "XXXX-XX-XX", "week": "XXXX-WXX", "fortnight": "XXXX-WXX", "weekend": "XXXX-WXX-WE", "month": "XXXX-XX", "quarter": "XXXX-QX",
            "year": "XXXX", "decade": "XXX", "century": "XX", "hour": "XXXX-XX-XXTXX", "minute": "XXXX-XX-XXTXX", "second": "XXXX-XX-XXTXX"}
_FINER = {
    "week": FINE, "weekend": FINE | {"week"}, "month": FINE | {"week", "month"}, "quarter": FINE | {"week", "month", "quarter"},
    "year": FINE | {"week", "month", "quarter", "season", "span", "year"},
}
_FUTURE_MONTHS = 6


def known(day: date | None) -> date | None:
    """Return a day, None when its year is unknown."""
    return day if day is not None and day.year != NO_YEAR else None


def unknown(unit: str) -> Sense:
    """Return a unit that cannot be placed."""
    return Sense("DATE", _UNKNOWN[unit])


def step(parts: Parts, scene: Scene) -> Sense | None:
    """Return "last week", "this year", "next month"."""
    unit, by = str(parts["unit"]), number(parts, "step")
    by = number(parts, "n") or 0 if by is None else by
    day = shifted_day(scene.now, unit, by) if scene.now else None
    return (unit_period(day, unit) if day else None) or unknown(unit)


def text_unit(parts: Parts, scene: Scene) -> Sense | None:
    """Return "that year", "the following month", "the week before", counted from a time told before."""
    unit, by = str(parts["unit"]), number(parts, "textstep") or 0
    anchor = scene.anchors.latest(frozenset(_FINER[unit]), scene.sentence)
    start = anchor.start if anchor else None
    if start is None and unit == "year" and by < 0:
        start = scene.now
    day = shifted_day(start, unit, by) if start else None
    return (unit_period(day, unit) if day else None) or unknown(unit)


def weekend(parts: Parts, scene: Scene) -> Sense | None:
    """Return "the weekend": the one behind or going on, unless the verb looks ahead."""
    now, by = known(scene.now), number(parts, "step")
    if now is None:
        return unknown("weekend")
    this = weekend_period(now)
    if by == -1 or "past" in parts:
        return weekend_period(now - timedelta(days=7))
    if by == 1:
        return weekend_period(now + timedelta(days=7))
    ahead = scene.governor.way == "future" or (this.start is not None and this.start <= now)
    return this if ahead else weekend_period(now - timedelta(days=7))


def month_of(parts: Parts, scene: Scene) -> Sense | None:
    """Return a month by name: with its year, or the one that the verb points to."""
    month = number(parts, "month")
    if month is None:
        return None
    year, explicit = stated_year(parts, scene)
    if year is not None:
        return replace(month_period(year, month), explicit=explicit)
    now, by = known(scene.now), number(parts, "step")
    if now is None:
        return replace(month_period(NO_YEAR, month), month_day=(month, 0))
    usual = _month_year(now, month, by, scene)
    told = told_year(month, 0, scene, usual) if by is None else None
    return replace(month_period(told or usual, month), month_day=(month, 0))


def _month_year(now: date, month: int, by: int | None, scene: Scene) -> int:
    """Return the year of a month without one."""
    if by == -1:
        return now.year - (month >= now.month)
    if by == 1:
        return now.year + (month <= now.month)
    ahead = (month - now.month) % 12
    if scene.governor.way == "future" and by is None:
        return now.year + (month < now.month)
    if by == 0 or (scene.governor.way in ("none", "near") and 0 < ahead < _FUTURE_MONTHS):
        return now.year if by == 0 else (now.year + (month < now.month))
    return now.year - (month > now.month)


def month_in_text(parts: Parts, scene: Scene) -> Sense | None:
    """Return "the following March", "that June"."""
    month = number(parts, "month")
    anchor = scene.anchor(*_FINER["year"])
    if month is None:
        return None
    if anchor is None or anchor.start is None:
        return month_period(NO_YEAR, month)
    by, start = number(parts, "textstep") or 0, anchor.start
    if by > 0:
        return month_period(start.year + (month <= start.month), month)
    return month_period(start.year - (by < 0 and month >= start.month), month)


def quarter(parts: Parts, scene: Scene) -> Sense | None:
    """Return a quarter by number: with its year, or the latest begun unless the verb looks ahead; the quarter just over is never ahead."""
    which = number(parts, "q")
    if which is None or not 1 <= which <= 4:
        return None
    year, explicit = stated_year(parts, scene)
    if year is not None:
        return replace(quarter_period(year, which), explicit=explicit)
    now = known(scene.now)
    if now is None:
        return quarter_period(NO_YEAR, which)
    current = (now.month + 2) // 3
    if scene.governor.way == "future" and scene.governor.direct and which % 4 + 1 != current:
        return quarter_period(now.year + (which < current), which)
    return quarter_period(now.year - (which > current), which)


def step_quarter(parts: Parts, scene: Scene) -> Sense | None:
    """Return the quarter before or after that of publication; "the latest quarter" is the last one told, if any."""
    by, told = number(parts, "n") or 0, scene.anchor("quarter")
    if by < 0 and told is not None:
        return told
    day = shifted_day(known(scene.now), "quarter", by) if known(scene.now) else None  # type: ignore[arg-type]
    return unit_period(day, "quarter") if day else unknown("quarter")


def text_quarter(_parts: Parts, scene: Scene) -> Sense | None:
    """Return "the quarter": the one told before, else the last that is over."""
    return scene.anchor("quarter") or step_quarter({"n": -1}, scene)


def quarter_year_earlier(_parts: Parts, scene: Scene) -> Sense | None:
    """Return "the year-earlier quarter"."""
    told = scene.anchor("quarter")
    if told is not None and told.start is not None and told.start.year != NO_YEAR:
        return replace(quarter_period(told.start.year - 1, (told.start.month + 2) // 3), compared=True)
    now = known(scene.now)
    return year_period(now.year - 1) if now else unknown("quarter")


def quarter_of_year(parts: Parts, scene: Scene) -> Sense | None:
    """Return "the 1988 quarter": the quarter told before, in that year."""
    year, told = number(parts, "year"), scene.anchor("quarter")
    if year is None:
        return None
    if told is None or told.start is None:
        return replace(year_period(year), explicit=True)
    return replace(quarter_period(year, (told.start.month + 2) // 3), explicit=True)


def half(parts: Parts, scene: Scene) -> Sense | None:
    """Return a half year."""
    which, now = number(parts, "h"), known(scene.now)
    year, explicit = stated_year(parts, scene)
    if which is None or not 1 <= which <= 2:
        return None
    year = (now.year if now else NO_YEAR) if year is None else year
    return replace(half_period(year, which), explicit=explicit)


def season(parts: Parts, scene: Scene) -> Sense | None:
    """Return a season: of a year, or the one that the verb or "last", "next" points to."""
    code = str(parts["season"])
    year, explicit = stated_year(parts, scene)
    if year is not None:
        return replace(season_period(year, code), explicit=explicit)
    now, by = known(scene.now), number(parts, "step")
    if now is None:
        return season_period(NO_YEAR, code)
    begun = now.year - (now.month < SEASONS[code][0])
    current = season_period(begun, code)
    running = current.end is not None and current.end >= now
    if by == -1:
        return season_period(begun - 1, code) if running else current
    if by == 1 or (scene.governor.way == "future" and not running):
        return season_period(begun + 1, code)
    if by == 0 and not running and begun < now.year:
        return season_period(begun + 1, code)
    return current


def year_of(parts: Parts, _scene: Scene) -> Sense | None:
    """Return a year by number."""
    value = parts.get("year", parts.get("fiscal", parts.get("modyear")))
    year = full_year(value) if isinstance(value, int) else 0
    return replace(year_period(year, approximate="approx" in parts), explicit=True) if 1 < year < 2500 and year != NO_YEAR else None


def year_end(_parts: Parts, scene: Scene) -> Sense | None:
    """Return the last day of the year of publication."""
    now = known(scene.now)
    return day_period(date(now.year, 12, 31)) if now else Sense("DATE", "XXXX-12-31")


def decade(parts: Parts, _scene: Scene) -> Sense | None:
    """Return a decade, by digits ("1990s", "90s") or by word."""
    value = next((parts[name] for name in ("decade", "moddecade", "decadeword", "year") if name in parts), None)
    if not isinstance(value, int) or value % 10:
        return None
    return replace(decade_period(value if value >= 100 else 1900 + value), explicit=True)


def century(parts: Parts, _scene: Scene) -> Sense | None:
    """Return a century by its number."""
    which = number(parts, "c")
    return replace(century_period(which), explicit=True) if which and 1 <= which <= 25 else None


def year_range(parts: Parts, _scene: Scene) -> Sense | None:
    """Return "2013-2015"."""
    pair = parts.get("yearrange")
    first = pair[0] if isinstance(pair, tuple) else number(parts, "from")
    last = pair[1] if isinstance(pair, tuple) else number(parts, "to") if "to" in parts else None
    if first is None or last is None:
        return None
    last = first // 100 * 100 + last if last < 100 else last
    if not 1000 <= first < last <= first + 200:
        return None
    return replace(years_period(first, last, f"{first}/{last}", f"{first}/{last}", "span"), explicit=True)


def counted(parts: Parts, scene: Scene) -> Sense | None:
    """Return "three days ago", "a year ago": of the grain of its unit, except for a year beside a quarter."""
    count, unit = _count(parts)
    if count is None:
        return _just_now(unit, scene)
    told = scene.anchor("quarter")
    if unit == "year" and count == 1 and told is not None:
        return _shifted_period(told, unit, -count, about=False)
    if scene.now is None:
        return unknown(unit)
    return _shifted_period(day_period(scene.now), unit, -count, about="about" in parts)


def _just_now(unit: str, scene: Scene) -> Sense:
    """Return "a few hours ago" as the day of publication, "a few days ago" as some time past."""
    if unit in ("hour", "minute", "second") and scene.now is not None:
        return day_period(scene.now)
    return Sense("DATE", "PAST_REF")


def counted_in_text(parts: Parts, scene: Scene) -> Sense | None:
    """Return "two days later", "a year earlier": counted from the time told before."""
    count, unit = _count(parts)
    way = number(parts, "way") or 0
    if count is None:
        return Sense("DATE", "PAST_REF") if way < 0 else Sense("DURATION", length_value(None, unit))
    grains = FINE if unit in ("day", "hour", "minute", "second") else FINE | _FINER["year"]
    anchor = scene.anchors.latest(frozenset(grains), scene.sentence)
    if anchor is None or anchor.start is None:
        now = known(scene.now)
        anchor = year_period(now.year) if now and unit == "year" and way < 0 else None
    if anchor is None:
        return unknown(unit)
    sense = _shifted_period(anchor, unit, way * count, about="about" in parts)
    now = known(scene.now)
    ahead = way > 0 and now is not None and sense is not None and sense.start is not None and sense.start > now
    # "now, ten years later": what it is counted from is not the time told before.
    return unknown(unit) if ahead and scene.governor.way != "future" else sense


def _count(parts: Parts) -> tuple[float | None, str]:
    """Return number and unit of a count; None for a vague number."""
    unit = str(parts.get("unit", parts.get("unit1")))
    count = amount(parts)
    return (None if count is None or isnan(count) else count), unit


def _shifted_period(anchor: Sense, unit: str, by: float, *, about: bool) -> Sense | None:
    """Return the period some units from an anchor, of the unit's grain; whole quarters stay quarters."""
    if anchor.start is None:
        return unknown(unit)
    if by != int(by) and unit in ("year", "decade", "century"):
        by, unit = by * {"year": 12, "decade": 120, "century": 1200}[unit], "month" if unit == "year" else "year"
        by = by / 12 if unit == "year" else by
    day = shifted_day(anchor.start, unit, by)
    if day is None:
        return UNKNOWN_DAY
    if anchor.grain == "quarter" and unit == "year":
        return replace(quarter_period(day.year, (day.month + 2) // 3), compared=True)
    grain = "year" if unit in ("decade", "century") else unit
    sense = unit_period(day, grain) or unknown(grain)
    return replace(sense, edtf=f"{sense.edtf}~") if (about or unit == "decade") and sense.grain in ("year", "month") and sense.edtf else sense


OPERATIONS = {
    "step": step, "text_unit": text_unit, "weekend": weekend, "month": month_of, "month_in_text": month_in_text, "quarter": quarter,
    "step_quarter": step_quarter, "text_quarter": text_quarter, "quarter_year_earlier": quarter_year_earlier,
    "quarter_of_year": quarter_of_year, "half": half, "season": season, "year": year_of, "year_end": year_end, "decade": decade,
    "century": century, "year_range": year_range, "counted": counted, "counted_in_text": counted_in_text,
}
