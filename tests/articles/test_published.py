"""The publication day: where it comes from, and when it stays unknown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.articles.days import load_dateline_file, parse_day, written_days
from tocsin.articles.published import day_of_uri, find_published


@pytest.mark.parametrize("row", load_dateline_file()["days"], ids=lambda row: row["text"][:40].replace("\n", "/"))
def test_each_day_of_the_word_file_is_read_as_it_says(row):
    assert find_published(row["text"], None)[0] == row["day"]


@pytest.mark.parametrize(("uri", "day"), [
    ("https://sample.example/2017/03/06/two-held", date(2017, 3, 6)),
    ("https://sample.example/news/2017-03-06-two-held.html", date(2017, 3, 6)),
    ("https://sample.example/20170306/two-held", date(2017, 3, 6)),
    ("https://sample.example/2017/3/6/two-held", date(2017, 3, 6)),
    ("https://sample.example/2017/03/two-held", None),
    ("https://sample.example/story-20173", None),
    ("https://sample.example/2017/13/40/two-held", None),
    ("https://sample.example/2017/03/06/2018/04/07/", None),
    ("https://sample.example/two-held?date=2017-03-06", None),
    ("https://2017-03-06.example/two-held", None),
])
def test_the_day_in_an_address_counts_when_it_is_whole_and_the_only_one(uri, day):
    assert day_of_uri(uri) == day


def test_a_day_from_the_address_is_metadata():
    assert find_published("Two men were held.", "https://sample.example/2017/03/06/x") == (date(2017, 3, 6), "metadata")


def test_a_published_label_goes_before_the_dateline_and_an_updated_label_after_it():
    text = "Published: March 5, 2017\nUpdated: March 9, 2017\nLUSAKA, March 4, 2017 (AP) – Two men were held."
    assert find_published(text, None) == (date(2017, 3, 5), "dateline")
    assert find_published(text.split("\n", 1)[1], None) == (date(2017, 3, 4), "dateline")


def test_a_date_that_the_text_tells_of_is_not_the_publication_day():
    told = "On Monday, January 28, 2019, two men were held in the town. On January 30, 2019, they were let go."
    assert find_published(told, None) == (None, "unknown")


def test_a_date_called_today_is_inferred_and_two_such_dates_cancel_out():
    assert find_published("The court said today, 4 June 2014, that it will wait.", None) == (date(2014, 6, 4), "inferred")
    assert find_published("It said today, 4 June 2014, and today, 5 June 2014, the same.", None) == (None, "unknown")


def test_a_year_between_two_candidates_leaves_the_day_unknown():
    text = "KHOST, Afghanistan (Sept. 4) - A patrol held two men on Sept. 2, 2012. Two more were held on Sept. 3, 2013."
    assert find_published(text, None) == (None, "unknown")


@pytest.mark.parametrize(("written", "day"), [
    ("2017-03-02", date(2017, 3, 2)), ("2017-03-02T23:30:00-05:00", date(2017, 3, 2)), ("2017-03-02 10:00", date(2017, 3, 2)),
    ("20170302", date(2017, 3, 2)), ("2017/03/02", date(2017, 3, 2)), ("Thu, 02 Mar 2017 10:00:00 GMT", date(2017, 3, 2)),
    ("March 2, 2017", date(2017, 3, 2)), ("2 March 2017", date(2017, 3, 2)), ("2017", None), ("2017-03", None), ("2017-02-30", None),
    ("yesterday", None), ("03/04/2017", None), ("0001-01-01", None), ("", None), ("9" * 99, None), ("2017-03-02" * 50, None),
])
def test_a_stated_day_is_read_as_its_own_place_counts_it(written, day):
    assert parse_day(written) == day


@given(st.text(alphabet="0123456789/-. :JanMaySept,mondayTthofst'\n", max_size=60))
def test_days_are_found_in_any_text_without_error_and_inside_it(text):
    for day in written_days(text, short_years=True):
        assert 0 <= day.span[0] < day.span[1] <= len(text)
        assert 1 <= day.month <= 12


@given(st.text(max_size=60), st.text(max_size=40))
def test_any_text_and_address_give_a_day_or_none(text, uri):
    day, basis = find_published(text, uri)
    assert (day is None) == (basis == "unknown")
