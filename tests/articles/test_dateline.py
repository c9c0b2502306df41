"""Datelines: their place, day and outlet, with spans that cut the text."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.articles.dateline import read_dateline
from tocsin.articles.days import load_dateline_file

ROWS = load_dateline_file()
OPENINGS = st.sampled_from(["KANO", "Kano", "kano", ", ", "Nigeria", "March 3", "3 Mar 90", "(AP)", "(", ")", " -- ", " – ", ":", "\n", ". ", "/TASS/", "[", "2016", "ß", "\u2028"])


@pytest.mark.parametrize("row", ROWS["hits"], ids=lambda row: row["text"][:30])
def test_each_hit_of_the_word_file_is_read_as_it_says(row):
    found = read_dateline(row["text"])
    assert found is not None
    assert {"place": found.place, "day": found.day, "outlet": found.outlet} == {key: row[key] for key in ("place", "day", "outlet")}


@pytest.mark.parametrize("text", ROWS["misses"], ids=lambda text: text[:30])
def test_no_miss_of_the_word_file_has_a_dateline(text):
    assert read_dateline(text) is None


@pytest.mark.parametrize("row", ROWS["hits"], ids=lambda row: row["text"][:30])
def test_the_spans_of_a_dateline_cut_the_text(row):
    text, found = row["text"], read_dateline(row["text"])
    assert text[slice(*found.place_span)] == found.place
    assert found.outlet is None or text[slice(*found.outlet_span)] == found.outlet
    assert found.span[0] <= found.place_span[0] < found.place_span[1] <= found.span[1]
    assert found.day_span is None or found.span[0] <= found.day_span[0] < found.day_span[1] <= found.span[1]


def test_a_day_without_a_year_is_kept_as_month_and_day():
    found = read_dateline("ZARQA, Jordan, March 3 (AP) – Two men were held.")
    assert (found.day, found.month, found.day_of_month) == (None, 3, 3)


def test_a_dateline_behind_a_joined_headline_is_found():
    found = read_dateline("Mayor wants bridge mended. LUSAKA — The mayor said so.")
    assert found.place == "LUSAKA"


def test_a_dateline_deep_in_the_text_is_not_looked_for():
    assert read_dateline("Two men were held.\n" * 30 + "LUSAKA, March 3 (AP) – Two men were held.") is None


def test_a_day_that_no_calendar_has_is_no_day():
    found = read_dateline("KHOST, Afghanistan (Feb. 30, 2012) – A patrol held two men.")
    assert found is None or found.day is None


@given(st.lists(OPENINGS, max_size=14))
def test_any_opening_is_read_without_error_and_spans_stay_inside(parts):
    text = "".join(parts)
    found = read_dateline(text)
    if found:
        assert text[slice(*found.place_span)] == found.place
        assert 0 <= found.span[0] < found.span[1] <= len(text)
        assert found.day is None or (found.day.month, found.day.day) == (found.month, found.day_of_month)


@given(st.text(max_size=200))
def test_any_text_is_read_without_error(text):
    read_dateline(text)


def test_a_two_digit_year_belongs_to_the_twentieth_century_from_fifty_on():
    assert read_dateline("Lima, 7 Feb 88 (EFE) -- Two men.").day == date(1988, 2, 7)
    assert read_dateline("Lima, 7 Feb 08 (EFE) -- Two men.").day == date(2008, 2, 7)
