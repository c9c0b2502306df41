"""Stretches of the calendar: their TIMEX3 value, EDTF value, first and last day, and grain.

A date whose year nobody knows is kept in the year `NO_YEAR`, so that "the next day" can still be counted from it; it is written with
`XXXX` and gives no days on the calendar.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, timedelta

from tocsin.model.when import Grain, TimexType, When

NO_YEAR = 4
"""A leap year long before any news: stands for "year unknown"."""

UNIT_CODES = {"second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "fortnight": "W", "weekend": "WE", "month": "M",
              "quarter": "Q", "year": "Y", "decade": "Y", "century": "Y"}
UNIT_SIZE = {"fortnight": 2, "decade": 10, "century": 100}
SEASONS = {"SP": (3, 21), "SU": (6, 22), "FA": (9, 23), "WI": (12, 24)}
"""Code → first month (northern, meteorological) and EDTF number."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What an expression means.

    Attributes:
        start, end: First and last day, both included, in year `NO_YEAR` when the year is unknown; None when not on the calendar.
        edtf: Value for the window, None with it.
        explicit: The text itself gives the year.
        compared: Only set beside another time ("from $2 a share a year earlier"); nothing later counts from it.
        month_day: Month and day (0 = none) of a date whose year the text left out; lets a later part of a range lend its year.
    """

    type: TimexType
    value: str
    grain: Grain = "span"
    start: date | None = None
    end: date | None = None
    edtf: str | None = None
    explicit: bool = False
    compared: bool = False
    month_day: tuple[int, int] | None = None

    @property
    def when(self) -> When | None:
        """Return the window, without days when the year is unknown."""
        if self.edtf is None:
            return None
        if self.start is None or self.end is None or self.start.year == NO_YEAR:
            return When(self.edtf, None, None, self.grain)
        return When(self.edtf, self.start, self.end, self.grain)


def written(day: date) -> str:
    """Return a day in ISO form, `XXXX` for an unknown year."""
    return f"XXXX-{day.month:02}-{day.day:02}" if day.year == NO_YEAR else day.isoformat()


def day_period(day: date) -> Sense:
    """Return one day."""
    return Sense("DATE", written(day), "day", day, day, written(day))


def span_period(start: date, end: date, value: str, grain: Grain = "span", kind: TimexType = "DATE") -> Sense:
    """Return a window of days, one of which is meant."""
    if start.year == NO_YEAR:
        return Sense(kind, value, grain, start, end, None)
    return Sense(kind, value, grain, start, end, written(start) if start == end else f"[{written(start)}..{written(end)}]")


def week_period(day: date) -> Sense:
    """Return the ISO week of a day."""
    if day.year == NO_YEAR:
        return Sense("DATE", "XXXX-WXX")
    year, week, weekday = day.isocalendar()
    monday = day - timedelta(days=weekday - 1)
    return span_period(monday, monday + timedelta(days=6), f"{year}-W{week:02}", "week")


def weekend_period(day: date) -> Sense:
    """Return the Saturday and Sunday of the ISO week of a day."""
    if day.year == NO_YEAR:
        return Sense("DATE", "XXXX-WXX-WE")
    year, week, weekday = day.isocalendar()
    saturday = day - timedelta(days=weekday - 6)
    return span_period(saturday, saturday + timedelta(days=1), f"{year}-W{week:02}-WE")


def month_period(year: int, month: int) -> Sense:
    """Return a month."""
    name = f"{'XXXX' if year == NO_YEAR else f'{year:04}'}-{month:02}"
    return Sense("DATE", name, "month", date(year, month, 1), date(year, month, monthrange(year, month)[1]), name)


def months_period(year: int, month: int, count: int, value: str, grain: Grain) -> Sense:
    """Return the window of some months."""
    last_year, last_month = shifted_month(year, month, count - 1)
    return span_period(date(year, month, 1), date(last_year, last_month, monthrange(last_year, last_month)[1]), value, grain)


def quarter_period(year: int, quarter: int) -> Sense:
    """Return a calendar quarter, 1 to 4."""
    return months_period(year, 3 * quarter - 2, 3, f"{'XXXX' if year == NO_YEAR else year}-Q{quarter}", "quarter")


def half_period(year: int, half: int) -> Sense:
    """Return a half year, 1 or 2."""
    return months_period(year, 6 * half - 5, 6, f"{'XXXX' if year == NO_YEAR else year}-H{half}", "span")


def season_period(year: int, code: str) -> Sense:
    """Return a season (SP SU FA WI) that starts in a year."""
    month, number = SEASONS[code]
    sense = months_period(year, month, 3, f"{'XXXX' if year == NO_YEAR else year}-{code}", "season")
    return sense if year == NO_YEAR else replace(sense, edtf=f"{year:04}-{number}")


def years_period(first: int, last: int, value: str, edtf: str, grain: Grain) -> Sense:
    """Return the window of some years."""
    if NO_YEAR in (first, last):
        return Sense("DATE", "XXXX")
    return Sense("DATE", value, grain, date(first, 1, 1), date(last, 12, 31), edtf)


def year_period(year: int, *, approximate: bool = False) -> Sense:
    """Return a year."""
    return years_period(year, year, f"{year:04}", f"{year:04}" + "~" * approximate, "year")


def decade_period(year: int) -> Sense:
    """Return the decade of a year, 1990 to 1999."""
    first = year // 10 * 10
    return years_period(first, first + 9, f"{first // 10:03}", f"{first // 10:03}X", "decade")


def century_period(number: int) -> Sense:
    """Return a century, 20 for 1901 to 2000 (here, as in EDTF, 1900 to 1999)."""
    first = (number - 1) * 100
    if not 1 <= first < MAXYEAR - 100:
        return Sense("DATE", f"{number - 1:02}")
    return years_period(first, first + 99, f"{number - 1:02}", f"{number - 1:02}XX", "century")


def shifted_month(year: int, month: int, by: int) -> tuple[int, int]:
    """Return year and month some months on (or back)."""
    if year == NO_YEAR:
        return year, (month - 1 + by) % 12 + 1
    count = year * 12 + month - 1 + by
    return count // 12, count % 12 + 1


def shifted_day(day: date, unit: str, by: float) -> date | None:
    """Return a day some units on (or back), its day of month cut to the month's length; None when it falls off the calendar."""
    try:
        if unit in ("second", "minute"):
            return day
        if unit in ("hour", "day", "weekend", "week", "fortnight"):
            days = {"hour": 1 / 24, "day": 1, "weekend": 7, "week": 7, "fortnight": 14}[unit] * by
            return _without_year(day, day + timedelta(days=round(days)))
        months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit] * by
        year, month = shifted_month(day.year, day.month, round(months))
        return date(year, month, min(day.day, monthrange(year, month)[1]))
    except (ValueError, OverflowError):
        return None


def _without_year(before: date, after: date) -> date:
    """Keep a date without a year in its place holder year."""
    return after.replace(year=NO_YEAR) if before.year == NO_YEAR and (after.month, after.day) != (2, 29) else after


def unit_period(day: date, unit: str) -> Sense | None:
    """Return the day, week, weekend, month, quarter, year, decade or century that holds a day."""
    if unit in ("second", "minute", "hour", "day"):
        return day_period(day)
    if unit in ("week", "fortnight"):
        return week_period(day)
    if unit == "weekend":
        return weekend_period(day)
    if unit == "month":
        return month_period(day.year, day.month)
    if day.year == NO_YEAR:
        return None
    if unit == "quarter":
        return quarter_period(day.year, (day.month + 2) // 3)
    return {"year": year_period, "decade": decade_period}[unit](day.year) if unit != "century" else century_period(day.year // 100 + 1)


def length_value(number: float | None, unit: str) -> str:
    """Return a TIMEX3 duration: P3Y, PT5H, PXW (number None = vague), P2.5Y."""
    code, clock = UNIT_CODES[unit], "T" if unit in ("second", "minute", "hour") else ""
    if number is None:
        return f"P{clock}X" + {"decade": "DE", "century": "CE"}.get(unit, code)
    amount = number * UNIT_SIZE.get(unit, 1)
    return f"P{clock}{int(amount) if amount == int(amount) else amount}{code}"
