"""Days of feasts and holidays, fixed or computed."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

from tocsin.times.periods import Sense, day_period, span_period, written

FIXED = {
    "new_year": (1, 1), "epiphany": (1, 6), "orthodox_christmas": (1, 7), "valentine": (2, 14), "st_patrick": (3, 17),
    "april_fools": (4, 1), "may_day": (5, 1), "july_4": (7, 4), "bastille": (7, 14), "halloween": (10, 31), "all_saints": (11, 1),
    "all_souls": (11, 2), "veterans": (11, 11), "christmas_eve": (12, 24), "christmas": (12, 25), "boxing_day": (12, 26),
    "new_year_eve": (12, 31),
}
FROM_EASTER = {"ash_wednesday": -46, "palm_sunday": -7, "maundy_thursday": -3, "good_friday": -2, "easter_saturday": -1, "easter": 0,
               "easter_monday": 1, "ascension": 39, "pentecost": 49}
NTH_WEEKDAY = {"mlk": (1, 1, 3), "mothers": (5, 7, 2), "memorial": (5, 1, -1), "fathers": (6, 7, 3), "labor": (9, 1, 1),
               "thanksgiving": (11, 4, 4)}
"""Month, ISO weekday, which one (-1 the last), as kept in the United States."""

ISLAMIC = {"ramadan": (9, 1, 29), "eid_fitr": (10, 1, 0), "eid_adha": (12, 10, 0), "ashura": (1, 10, 0)}
"""Month and day of the tabular Islamic calendar, and how many more days it lasts."""

_ISLAMIC_EPOCH = 227_014
_SLACK = timedelta(days=1)


@lru_cache(maxsize=2_000)
def holiday_period(name: str, year: int) -> Sense | None:
    """Return a holiday in a year, None when it is unknown or does not fall there.

    Islamic feasts follow the sighting of the moon: the tabular calendar is a day off at most in nearly all countries, so the window
    is a day wider on both sides and its ends are marked approximate.
    """
    if name in ISLAMIC:
        return _islamic(name, year)
    if name == "holy_week":
        easter = easter_day(year)
        return span_period(easter - timedelta(days=7), easter - timedelta(days=1), written(easter - timedelta(days=7)), "week")
    day = _day_of(name, year)
    return day_period(day) if day else None


def _day_of(name: str, year: int) -> date | None:
    """Return the day of a holiday that lasts one day."""
    if name in FIXED:
        return date(year, *FIXED[name])
    if name in FROM_EASTER:
        return easter_day(year) + timedelta(days=FROM_EASTER[name])
    if name == "orthodox_easter":
        return orthodox_easter_day(year)
    if name in NTH_WEEKDAY:
        return nth_weekday(year, *NTH_WEEKDAY[name])
    if name == "us_election":
        return nth_weekday(year, 11, 1, 1) + timedelta(days=1)
    return None


def easter_day(year: int) -> date:
    """Return Easter Sunday of the western churches (Gregorian computus, valid from 1583)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    shift = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    months, day = divmod(epact + shift - 7 * ((golden + 11 * epact + 22 * shift) // 451) + 114, 31)
    return date(year, months, day + 1)


def orthodox_easter_day(year: int) -> date:
    """Return Easter Sunday of the eastern churches in the Gregorian calendar (Julian computus; offset right 1583 to 9999)."""
    epact = (19 * (year % 19) + 15) % 30
    shift = (2 * (year % 4) + 4 * (year % 7) - epact + 34) % 7
    months, day = divmod(epact + shift + 114, 31)
    offset = year // 100 - year // 400 - 2
    return date(year, months, day + 1) + timedelta(days=offset)


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date:
    """Return the which-th (−1 = last) ISO weekday of a month."""
    if which < 0:
        last = date(year, month, monthrange(year, month)[1])
        return last - timedelta(days=(last.isoweekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (which - 1))


def _islamic(name: str, year: int) -> Sense | None:
    """Return the first time that an Islamic feast falls in a Gregorian year."""
    month, day, more = ISLAMIC[name]
    about = (year - 622) * 33 // 32
    for hijri in range(about - 1, about + 3):
        first = islamic_day(hijri, month, day)
        if first.year == year:
            start, end = first - _SLACK, first + timedelta(days=more) + _SLACK
            value = written(first) if not more else f"{written(first)}/{written(first + timedelta(days=more))}"
            return Sense("DATE", value, "span", start, end, f"{written(start)}~/{written(end)}~")
    return None


def islamic_day(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of a date of the tabular Islamic calendar (civil epoch)."""
    days = day + 29 * (month - 1) + month // 2 + 354 * (year - 1) + (3 + 11 * year) // 30 + _ISLAMIC_EPOCH
    return date.fromordinal(days)
