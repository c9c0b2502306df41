"""Computed feasts against the calendar."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.times.holidays import easter_day, holiday_period, islamic_day, nth_weekday, orthodox_easter_day


@pytest.mark.parametrize(("year", "day"), [(2000, date(2000, 4, 23)), (2016, date(2016, 3, 27)), (2019, date(2019, 4, 21)), (2024, date(2024, 3, 31))])
def test_western_easter(year, day):
    assert easter_day(year) == day


@pytest.mark.parametrize(("year", "day"), [(2016, date(2016, 5, 1)), (2017, date(2017, 4, 16)), (2024, date(2024, 5, 5))])
def test_eastern_easter(year, day):
    assert orthodox_easter_day(year) == day


@pytest.mark.parametrize(("year", "first"), [(2014, date(2014, 6, 28)), (2017, date(2017, 5, 27)), (2020, date(2020, 4, 24)), (2023, date(2023, 3, 23))])
def test_the_ramadan_window_holds_the_first_day_that_was_kept(year, first):
    sense = holiday_period("ramadan", year)
    assert sense.start <= first <= sense.end
    assert (first - sense.start).days <= 2


def test_the_islamic_calendar_starts_at_its_civil_epoch():
    assert islamic_day(1, 1, 1) == date(622, 7, 19)


def test_weekdays_of_a_month_are_counted_from_both_ends():
    assert nth_weekday(2016, 11, 4, 4) == date(2016, 11, 24)
    assert nth_weekday(2016, 5, 1, -1) == date(2016, 5, 30)


def test_an_unknown_name_is_no_holiday():
    assert holiday_period("nonsense", 2016) is None
