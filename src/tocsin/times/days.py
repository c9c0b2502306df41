"""Meanings of days: dates, weekdays, days counted from publication or from another day of the text, holidays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from tocsin.times.grammar import Match
from tocsin.times.holidays import holiday_period
from tocsin.times.periods import NO_YEAR, Sense, day_period, shifted_day, span_period, unit_period, weekend_period, year_period
from tocsin.times.scene import FINE, Parts, Scene, number

UNKNOWN_DAY = Sense("DATE", "XXXX-XX-XX")
_STORY_SENTENCES = 2
_FRESH_DAYS = 62
_TODAY_SLACK = timedelta(days=1)
"""A report may be dated a day before the place it comes from."""


def full_year(year: int) -> int:
    """Return the year that two digits stand for: 30 to 99 in the last century, 00 to 29 in this one."""
    if year >= 100:
        return year
    return year + (1900 if year >= 30 else 2000)


def stated_year(parts: Parts, scene: Scene) -> tuple[int | None, bool]:
    """Return the year that an expression states, and whether in figures (not "last year")."""
    short = number(parts, "year2")
    year = number(parts, "year") or (full_year(short) if short is not None else None)
    if year is not None:
        return year, True
    if "yearref" in parts:
        sense = scene.sense(parts, "yearref")
        return (sense.start.year if sense and sense.start else NO_YEAR), False
    return None, False


def make_day(year: int, month: int, day: int) -> date | None:
    """Return a day, None when there is no such one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def told_year(month: int, day: int, scene: Scene, usual: int) -> int | None:
    """Return the year in which a story that names another date with its year goes on, None when it does not seem to.

    In one sentence ("on 25 October 2010, and on 18 November …") the nearest year is meant. Up to two sentences on, the date must follow
    within weeks, and its usual year must not put it near publication: news come back from the past to the present without saying so.
    """
    told = scene.anchors.dated(scene.sentence, _STORY_SENTENCES)
    if told is None or told.sense.start is None:
        return None
    start = told.sense.start
    days = [found for year in (start.year - 1, start.year, start.year + 1) if (found := make_day(year, month, day or 1))]
    if not days:
        return None
    nearest = min(days, key=lambda found: abs((found - start).days))
    if told.sentence == scene.sentence and told.sense.grain == "day":
        return nearest.year
    now, common = scene.now, make_day(usual, month, day or 1)
    if now is not None and common is not None and abs((now - common).days) <= _FRESH_DAYS:
        return None
    follows = 0 <= (nearest - start).days <= _FRESH_DAYS and bool(day or usual == NO_YEAR)
    return nearest.year if follows and (told.sense.grain == "day" or (start.month == month) or usual == NO_YEAR) else None


def nearest_year(month: int, day: int, scene: Scene) -> int:
    """Return the year of a date without one: told by the verb when it carries the date itself, else the nearest to publication."""
    now = scene.now
    if now is None or now.year == NO_YEAR:
        return NO_YEAR
    days = [found for year in (now.year - 1, now.year, now.year + 1) if (found := make_day(year, month, day))]
    if not days:
        return NO_YEAR
    way = scene.governor.way
    behind = [found for found in days if found <= now + _TODAY_SLACK]
    ahead = [found for found in days if found >= now]
    if way == "past" and scene.governor.direct and behind:
        return behind[-1].year
    if way == "future" and scene.governor.direct and ahead and not _just_gone(behind, ahead, now):
        return ahead[0].year
    doubt = {"past": 3, "near": 1}.get(way, 2)
    return min(days, key=lambda found: abs((found - now).days) * (1 if (found <= now) == (way != "future") else doubt)).year


def _just_gone(behind: list[date], ahead: list[date], now: date) -> bool:
    """Tell whether a date is a few weeks behind and its next turn most of a year ahead, so that a verb is not believed against it."""
    return bool(behind) and (now - behind[-1]).days <= 31 and (ahead[0] - now).days > 270


def date_of(parts: Parts, scene: Scene) -> Sense | None:
    """Return a date of day and month, with its year when stated."""
    pair = parts.get("monthday")
    mil = parts.get("mil")
    month, day = pair if isinstance(pair, tuple) else (number(parts, "month"), mil[0] if isinstance(mil, tuple) else number(parts, "day"))
    if month is None or day is None or not 1 <= day <= 31:
        return None
    year, explicit = stated_year(parts, scene)
    partial = year is None
    if year is None:
        year = nearest_year(month, day, scene)
        told = told_year(month, day, scene, year)
        year, explicit = told or year, told is not None
    found = make_day(year, month, day)
    if found is None:
        return None
    sense = day_period(found)
    if isinstance(mil, tuple):
        sense = replace(sense, type="TIME", value=f"{sense.value}T{mil[1]:02}:{mil[2]:02}", grain="instant")
    return replace(sense, explicit=explicit, month_day=(month, day) if partial else None)


def date_iso(parts: Parts, _scene: Scene) -> Sense | None:
    """Return a date written as separate tokens, year first."""
    year, month, day = (number(parts, name) or 0 for name in ("year", "m", "day"))
    found = make_day(year, month, day)
    return replace(day_period(found), explicit=True) if found else None


def date_digits(parts: Parts, scene: Scene) -> Sense | None:
    """Return a date in digits. Which of day and month comes first is told by a number above 12, else by publication."""
    value = parts.get("isodate") or parts.get("digitdate") or parts.get("mildate")
    if not isinstance(value, tuple):
        return None
    if "isodate" in parts:
        found = make_day(value[0], value[1], value[2])
    elif "mildate" in parts:
        found = make_day(full_year(value[2]) if value[2] else nearest_year(value[1], value[0], scene), value[1], value[0])
    else:
        return _ambiguous_date(value, scene)
    return replace(day_period(found), explicit=True) if found else None


def _ambiguous_date(value: tuple[int, ...], scene: Scene) -> Sense | None:
    """Return a date that may have day or month first; only its year when both are possible and publication does not decide."""
    year = full_year(value[2])
    readings = [found for month, day in (value[:2], value[1::-1]) if (found := make_day(year, month, day))]
    if not readings:
        return None
    if len(set(readings)) == 2:
        now = scene.now
        near = [found for found in readings if now and now.year != NO_YEAR and -45 <= (found - now).days <= 1]
        if len(near) != 1:
            return replace(year_period(year), explicit=True)
        readings = near
    return replace(day_period(readings[0]), explicit=True)


def weekday_of(parts: Parts, scene: Scene) -> Sense | None:
    """Return the day that a weekday's name stands for, by the verb's tense or by "last", "next"."""
    weekday = number(parts, "weekday")
    if weekday is None:
        return None
    now = scene.now
    if now is None or now.year == NO_YEAR:
        return Sense("DATE", f"XXXX-WXX-{weekday}")
    since = (now.isoweekday() - weekday) % 7
    step = number(parts, "step")
    if "week" in parts and step is not None:
        monday = now - timedelta(days=now.isoweekday() - 1) + timedelta(weeks=step)
        return day_period(monday + timedelta(days=weekday - 1))
    if step == -1 or "past" in parts:
        return day_period(now - timedelta(days=since or 7))
    if step == 1:
        monday = now - timedelta(days=now.isoweekday() - 1)
        return day_period(monday + timedelta(days=7 + weekday - 1))
    if step == 0 or "coming" in parts:
        return _this_weekday(now, since, scene)
    ahead = scene.governor.way == "future" or (scene.governor.way == "near" and since > 3)
    return day_period(now + timedelta(days=(-since) % 7) if ahead else now - timedelta(days=since))


def _this_weekday(now: date, since: int, scene: Scene) -> Sense:
    """Return "this Friday": ahead, unless the verb looks back."""
    if scene.governor.way == "past" and scene.governor.direct:
        return day_period(now - timedelta(days=since))
    return day_period(now + timedelta(days=(-since) % 7))


def weekday_in_text(parts: Parts, scene: Scene) -> Sense | None:
    """Return "the following Friday", "that Friday": counted from another day of the text."""
    weekday = number(parts, "weekday")
    anchor = scene.anchor(*FINE)
    if weekday is None:
        return None
    if anchor is None or anchor.start is None or anchor.start.year == NO_YEAR:
        return Sense("DATE", f"XXXX-WXX-{weekday}")
    day, step = anchor.start, number(parts, "textstep") or 0
    back = (day.isoweekday() - weekday) % 7
    if step < 0:
        return day_period(day - timedelta(days=back or 7))
    if step > 0:
        return day_period(day + timedelta(days=(-back) % 7 or 7))
    return day_period(day - timedelta(days=back))


def step_day(parts: Parts, scene: Scene) -> Sense | None:
    """Return today, yesterday, tomorrow."""
    day = shifted_day(scene.now, "day", number(parts, "n") or 0) if scene.now else None
    return day_period(day) if day else UNKNOWN_DAY


def text_day(parts: Parts, scene: Scene) -> Sense | None:
    """Return "that day", "the next day", counted from the day told before."""
    anchor = scene.anchor(*FINE)
    day = shifted_day(anchor.start, "day", number(parts, "n") or 0) if anchor and anchor.start else None
    return day_period(day) if day else UNKNOWN_DAY


def day_going_on(_parts: Parts, scene: Scene) -> Sense | None:
    """Return "later in the day": the day told just before, else that of publication."""
    told = next((told for told in reversed(scene.anchors.told) if told.sense.grain in FINE), None)
    start = told.sense.start if told is not None and scene.sentence - told.sentence <= 1 else None
    day = start if start is not None and (scene.now is None or start <= scene.now) else scene.now
    return day_period(day) if day else UNKNOWN_DAY


def day_of_month(parts: Parts, scene: Scene) -> Sense | None:
    """Return "the 15th" in the month of the time told before, else in that of publication."""
    day = number(parts, "day")
    if day is None or not 1 <= day <= 31:
        return None
    anchor = scene.anchor(*FINE, "month")
    base = anchor.start if anchor and anchor.start else scene.now
    if base is None:
        return Sense("DATE", f"XXXX-XX-{day:02}")
    found = make_day(base.year, base.month, day)
    if found and anchor is None and scene.governor.way != "future" and found > base + _TODAY_SLACK:
        earlier = shifted_day(base, "month", -1)
        found = make_day(earlier.year, earlier.month, day) if earlier else None
    return day_period(found) if found else None


def holiday_of(parts: Parts, scene: Scene) -> Sense | None:
    """Return a holiday, in the year stated or the one that fits the verb."""
    name = parts.get("holiday")
    if not isinstance(name, str):
        return None
    year, explicit = stated_year(parts, scene)
    now = scene.now
    if year is None and (now is None or now.year == NO_YEAR):
        sense = holiday_period(name, NO_YEAR) if name in ("christmas", "new_year", "christmas_eve", "new_year_eve") else None
        return sense or Sense("DATE", "XXXX-XX-XX")
    if year is not None:
        sense = holiday_period(name, year) if 1600 < year < 2200 else None
        return replace(sense, explicit=explicit) if sense else Sense("DATE", "XXXX-XX-XX")
    return _nearest_holiday(name, now, parts, scene) if now else None


def _nearest_holiday(name: str, now: date, parts: Parts, scene: Scene) -> Sense | None:
    """Return the holiday nearest to publication on the side that the verb or "last", "next" points to."""
    senses = [sense for year in (now.year - 1, now.year, now.year + 1) if (sense := holiday_period(name, year))]
    behind = [sense for sense in senses if sense.start and sense.start <= now + _TODAY_SLACK]
    ahead = [sense for sense in senses if sense.end and sense.end >= now]
    step = number(parts, "step")
    if step == -1 or (step is None and scene.governor.way == "past" and scene.governor.direct):
        return behind[-1] if behind else None
    if step == 1 or (step is None and scene.governor.way == "future"):
        return ahead[0] if ahead else None
    return min(senses, key=lambda sense: abs((sense.start - now).days) if sense.start else 0) if senses else None


def day_range(parts: Parts, scene: Scene) -> Sense | None:
    """Return "Nov. 16-20", "between 3 and 5 March"."""
    pair = parts.get("dayrange")
    first, last = pair[:2] if isinstance(pair, tuple) else (number(parts, "from"), number(parts, "to"))
    month = number(parts, "month")
    if first is None or last is None or month is None or not 1 <= first < last <= 31:
        return None
    year, explicit = stated_year(parts, scene)
    year = nearest_year(month, first, scene) if year is None else year
    start, end = make_day(year, month, first), make_day(year, month, last)
    if start is None or end is None:
        return None
    sense = span_period(start, end, f"{day_period(start).value}/{day_period(end).value}")
    return replace(sense, explicit=explicit)


def unit_of_day(parts: Parts, scene: Scene) -> Sense | None:
    """Return "the week of March 5"."""
    inner = scene.sense(parts, "dated")
    if inner is None or inner.start is None:
        return None
    if parts.get("unit") == "weekend":
        return weekend_period(inner.start)
    return unit_period(inner.start, str(parts["unit"]))


def same(parts: Parts, scene: Scene) -> Sense | None:
    """Return the meaning of the part named `day`."""
    part = parts.get("day")
    return scene.evaluate(part, scene) if isinstance(part, Match) else None


OPERATIONS = {
    "date": date_of, "date_iso": date_iso, "date_digits": date_digits, "weekday": weekday_of, "weekday_in_text": weekday_in_text,
    "step_day": step_day, "text_day": text_day, "day_of_month": day_of_month, "day_going_on": day_going_on, "holiday": holiday_of,
    "day_range": day_range,
    "unit_of_day": unit_of_day, "same": same,
}
