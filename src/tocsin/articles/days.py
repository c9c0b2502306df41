"""Calendar days as machines and as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from tocsin.model.text import Span

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""Years that a news article can be from."""

PIVOT = 50
"""Two-digit years below it are 20xx, the others 19xx. Only datelines are read with two digits ("3 Jan 90")."""

_ISO = re.compile(r"\s*(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?!\d)(?:[T\s].*)?\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day as written in a text. `year` is None when it is left out."""

    span: Span
    year: int | None
    month: int
    day: int

    @property
    def date(self) -> date | None:
        """Return the full day, None without a year."""
        return make_day(self.year, self.month, self.day) if self.year else None


def make_day(year: int, month: int, day: int) -> date | None:
    """Return the day, None when the calendar has no such day or no article can be from it."""
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def parse_day(text: str) -> date | None:
    """Return the day of an ISO date or timestamp, of a mail date, or of a date in words, as its own place counts it; None for anything else.

    Example:
        >>> parse_day("2017-03-02T23:30:00-05:00")
        datetime.date(2017, 3, 2)
        >>> parse_day("Thu, 02 Mar 2017 10:00:00 GMT")
        datetime.date(2017, 3, 2)
        >>> parse_day("March 2, 2017")
        datetime.date(2017, 3, 2)
    """
    if len(text) > 100:
        return None
    if found := _ISO.fullmatch(text):
        return make_day(int(found[1]), int(found[2]), int(found[3]))
    written = [day.date for day in written_days(text) if day.date]
    if len(written) == 1:
        return written[0]
    from email.utils import parsedate_tz

    mail = parsedate_tz(text)
    return make_day(mail[0], mail[1], mail[2]) if mail else None


@cache
def load_dateline_file() -> dict[str, Any]:
    """Return the words of `data/articles/dateline.yaml`, read once."""
    from importlib import resources

    import yaml

    text = resources.files("tocsin").joinpath("data/articles/dateline.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return rows


def written_days(text: str, start: int = 0, end: int | None = None, *, short_years: bool = False) -> Iterator[WrittenDay]:
    """Yield the days written in a part of a text, in order; a weekday that contradicts its date makes the date void.

    Args:
        text: Any text.
        start: Where to begin looking.
        end: Where to stop, None for the end of the text.
        short_years: Whether "3 Jan 90" has a year.
    """
    for match in _day_pattern().finditer(text, start, len(text) if end is None else end):
        if day := _written(match, short_years=short_years):
            yield day


def day_at(text: str, start: int, *, short_years: bool = False) -> WrittenDay | None:
    """Return the day that is written at a place of a text."""
    match = _day_pattern().match(text, start)
    return _written(match, short_years=short_years) if match else None


@cache
def _numbers() -> tuple[dict[str, int], dict[str, int]]:
    """Return month and weekday numbers by name."""
    rows = load_dateline_file()
    months = {name: int(number) for number, names in rows["months"].items() for name in names}
    return months, {name: int(number) for number, names in rows["weekdays"].items() for name in names}


@cache
def _day_pattern() -> re.Pattern[str]:
    """Return the pattern of a written day: month first, day first, ISO, or day/month/year in digits."""
    months, weekdays = ("|".join(sorted(names, key=len, reverse=True)) for names in _numbers())
    gap, ordinal, year = r"[^\S\n]{1,3}", r"(?:st|nd|rd|th)?", r"(?:19|20)\d\d(?!\d)"
    return re.compile(
        rf"(?<![\w/.-])(?:(?:(?P<weekday>{weekdays})\b\.?,?{gap})?(?:"
        rf"(?P<m1>{months})\b\.?{gap}(?P<d1>\d{{1,2}})(?!\d){ordinal}\b(?!:\d)(?:[.,]?{gap}(?P<y1>{year}))?"
        rf"|(?P<d2>\d{{1,2}}){ordinal}(?:{gap}of)?[\s-](?P<m2>{months})\b\.?(?:,?(?:{gap}|-)(?:(?P<y2>{year})|'?(?P<short>\d\d)(?![\d:.,])))?)"
        r"|(?P<y3>(?:19|20)\d\d)[-/](?P<m3>\d\d)[-/](?P<d3>\d\d)(?![\d-])"
        r"|(?P<d4>\d{1,2})[/.](?P<m4>\d{1,2})[/.](?P<y4>(?:19|20)\d\d)(?!\d))",
        re.IGNORECASE,
    )


def _written(match: re.Match[str], *, short_years: bool) -> WrittenDay | None:
    """Return the day of a match, None when it is no day of the calendar or its order cannot be told."""
    months, weekdays = _numbers()
    month_name, day = match["m1"] or match["m2"], match["d1"] or match["d2"] or match["d3"] or match["d4"]
    month = months[month_name.lower()] if month_name else int(match["m3"] or match["m4"])
    if match["d4"]:
        ordered = _day_month(int(match["d4"]), int(match["m4"]))
        if not ordered:
            return None
        day, month = ordered
    year = _year(match, short_years=short_years)
    full = make_day(year or 2000, month, int(day))
    if not full or (match["weekday"] and year and weekdays[match["weekday"].lower()] != full.weekday()):
        return None
    end = match.start("short") - 1 if match["short"] and not short_years else match.end()
    return WrittenDay((match.start(), end), year, month, int(day))


def _day_month(first: int, second: int) -> tuple[int, int] | None:
    """Return day and month of a date in digits, None when either order would do: half the world writes the month first."""
    if first == second or second <= 12 < first:
        return first, second
    return (second, first) if first <= 12 < second else None


def _year(match: re.Match[str], *, short_years: bool) -> int | None:
    """Return the year of a match."""
    if long := match["y1"] or match["y2"] or match["y3"] or match["y4"]:
        return int(long)
    if match["short"] and short_years:
        return int(match["short"]) + (2000 if int(match["short"]) < PIVOT else 1900)
    return None
