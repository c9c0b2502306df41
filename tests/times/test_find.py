"""How an article's times hang together: direction, anchors, datelines, ranges."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.times.find import find_times

pytestmark = pytest.mark.model
NOW = date(2017, 3, 6)


@pytest.fixture
def times(parse):
    def read(text, published=NOW, title=None):
        article, sentences = parse(text, published=published, title=title)
        return find_times(article, sentences).items
    return read


@pytest.fixture
def edtf(times):
    def read(text, published=NOW, **facts):
        return [time.when.edtf if time.when else None for time in times(text, published, **facts)]
    return read


@pytest.mark.parametrize(("text", "day"), [
    ("Gunmen killed a priest on Wednesday.", "2017-03-01"),
    ("A priest was killed on Wednesday.", "2017-03-01"),
    ("The man arrested on Wednesday is a teacher.", "2017-03-01"),
    ("Police are investigating a shooting that left two dead Saturday.", "2017-03-04"),
    ("The envoy will meet rebels on Wednesday.", "2017-03-08"),
    ("The envoy is to meet rebels on Wednesday.", "2017-03-08"),
    ("The envoy is expected to meet rebels on Wednesday.", "2017-03-08"),
    ("Talks are scheduled for Wednesday.", "2017-03-08"),
    ("The hearing was postponed until Wednesday.", "2017-03-08"),
    ("Calm was urged ahead of Wednesday's election.", "2017-03-08"),
    ("They said Wednesday's attack was a crime.", "2017-03-01"),
    ("They could not be reached on Wednesday.", "2017-03-01"),
    ("A rally planned for Sunday was called off.", "2017-03-05"),
    ("A rally planned for Wednesday was called off.", "2017-03-08"),
    ("Fighting broke out on Monday.", "2017-03-06"),
])
def test_the_verb_tells_which_weekday_is_meant(edtf, text, day):
    assert edtf(text) == [day]


@pytest.mark.parametrize(("text", "value"), [
    ("He was shot in April.", "2016-04"),
    ("He will be tried in April.", "2017-04"),
    ("He was shot in March.", "2017-03"),
    ("He was shot on Dec. 24.", "2016-12-24"),
    ("The vote is planned for April 9.", "2017-04-09"),
])
def test_the_verb_tells_which_year_is_meant(edtf, text, value):
    assert edtf(text) == [value]


def test_a_headline_in_the_present_tense_looks_back(times):
    (time,) = times("", title="Bomb kills 12 in Kabul on Friday")
    assert (time.section, time.timex_value) == ("title", "2017-03-03")


def test_titles_come_first_and_ids_follow_the_text(times):
    assert [(time.id, time.section) for time in times("He fled yesterday.", title="Monk shot Friday")] == [("t1", "title"), ("t2", "text")]


def test_yesterday_counts_from_a_dateline_when_publication_is_unknown(edtf):
    assert edtf("KABUL, Jan. 10, 2011 – Troops seized a commander yesterday.", None) == ["2011-01-10", "2011-01-09"]


def test_a_dateline_without_year_keeps_the_day(times):
    first, second = times("KABUL, Afghanistan (Feb. 7) – Troops seized a commander yesterday.", None)
    assert (first.when.edtf, second.when.edtf, second.when.start) == ("XXXX-02-07", "XXXX-02-06", None)


def test_without_any_day_a_weekday_keeps_its_name_only(times):
    (time,) = times("He was shot on Friday.", None)
    assert (time.timex_value, time.when) == ("XXXX-WXX-5", None)


def test_a_full_date_anchors_the_next_day_without_publication(edtf):
    assert edtf("He was seized on 10 January 2017. The next day he was freed.", None) == ["2017-01-10", "2017-01-11"]


def test_the_next_day_does_not_count_from_the_day_of_the_report(edtf):
    assert edtf("He was shot on 20 February. Police said so on Friday. The next day his house burned.")[-1] == "2017-02-21"


def test_a_story_that_names_a_year_goes_on_in_it(edtf):
    assert edtf("He was abducted on 25 October 2010 and on 18 November his body was found.") == ["2010-10-25", "2010-11-18"]


def test_since_starts_a_window(times):
    (time,) = times("They have been at war since 2014.")
    assert time.start_only
    assert time.when.edtf == "2014"


def test_from_a_year_onwards_starts_a_window(times):
    (time,) = times("From 2014 onwards they were hunted.")
    assert time.start_only


def test_basis_tells_whether_the_year_stands_in_the_text(times):
    assert [time.basis for time in times("He was shot on 3 March 2016 and died on Friday.")] == ["explicit", "relative"]


def test_a_range_lends_its_year_and_its_window_to_its_first_end(edtf):
    assert edtf("They were held from 3 January to 5 February 2016.") == ["[2016-01-03..2016-02-05]", "2016-02-05"]


def test_between_two_months_the_first_holds_the_window(edtf):
    assert edtf("Some 40 people died between January and March 2015.")[0] == "[2015-01-01..2015-03-31]"


def test_last_week_is_the_iso_week_before(times):
    (time,) = times("A church was burned last week.")
    assert (time.timex_value, time.when.edtf, time.when.grain) == ("2017-W09", "[2017-02-27..2017-03-05]", "week")


def test_overnight_holds_both_days(times):
    (time,) = times("Rebels shelled the town overnight.")
    assert (time.timex_value, time.when.edtf, time.when.grain) == ("2017-03-05TNI", "[2017-03-05..2017-03-06]", "part")


def test_digits_with_either_order_give_only_the_year_when_publication_does_not_decide(edtf):
    assert edtf("The deed is dated 05/07/2011.") == ["2011"]
    assert edtf("The deed is dated 05/03/2017.") == ["2017-03-05"]


@pytest.mark.parametrize("text", ["", "...", "x", "¿", "\u200b", "MAY", "12", "''", "in", "the 31st of February"])
def test_scraps_do_not_raise(times, text):
    times(text)
    times(text, None)


def test_capitals_and_small_letters_are_read_alike(edtf):
    assert edtf("THE PRIEST WAS KILLED IN FEBRUARY 2015.") == ["2015-02"]
    assert edtf("the priest was killed on monday, may 5, 2014.") == ["2014-05-05"]


def test_a_list_of_days_shares_its_month(edtf):
    assert edtf("They met on Feb. 5, 6 and 7 in Geneva.") == ["2017-02-05", "2017-02-06", "2017-02-07"]
    assert edtf("They met on Jan. 27 and 28, 2015, in Geneva.") == ["2015-01-27", "2015-01-28"]
    assert edtf("On Feb. 5 and 6 soldiers died.")[:1] == ["2017-02-05"]
