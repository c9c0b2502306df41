"""When and where: the finest value on which articles agree."""

import pytest

from tocsin.records.incidents import incident_record
from tocsin.records.labels import when_line

MARAWI = ("Marawi", "PHL", "Lanao", "Lanao del Sur", "Marawi")


def record(desk, *values, field="time", publish=None):
    members = []
    for n, value in enumerate(values):
        a = desk.article(str(n), publish or f"2020-01-{n + 10}")
        members.append(desk.member(a, desk.claim(a, **{field: value})))
    return incident_record(members)


def conflict(made, field):
    return next(([row["value"] for row in c["values"]] for c in made["conflicts"] if c["field"] == field), None)


def test_the_finest_time_on_which_all_agree_is_held(desk):
    made = record(desk, desk.day("2017-10"), desk.day("2017-10-16", "relative"), desk.day("2017"))
    assert (made["time"]["edtf"], made["time"]["rule"]) == ("2017-10-16", "finest-agreed")
    assert conflict(made, "time") is None


def test_a_day_that_more_articles_support_is_held(desk):
    made = record(desk, desk.day("2017-10-16"), desk.day("2017-10-17"), desk.day("2017-10-17"))
    assert (made["time"]["edtf"], made["time"]["rule"]) == ("2017-10-17", "best-supported")
    assert conflict(made, "time") == ["2017-10-16", "2017-10-17"]


def test_days_that_tie_make_a_window_no_finer_than_both(desk):
    made = record(desk, desk.day("2017-10-16"), desk.day("2017-10-17"), desk.day("2017-10"))
    assert (made["time"]["start"], made["time"]["end"], made["time"]["ucdp_precision"]) == ("2017-10-16", "2017-10-17", 2)
    assert made["time"]["rule"] == "common-window"


def test_years_apart_are_no_window(desk):
    made = record(desk, desk.day("2013", "relative"), desk.day("2017"))
    assert (made["time"]["edtf"], made["time"]["rule"]) == ("2017", "better-based")


def test_the_day_of_publication_says_nothing_beside_words(desk):
    made = record(desk, desk.day("2017-10-20", "publication"), desk.day("2017-10-16"))
    assert made["time"]["edtf"] == "2017-10-16"
    assert conflict(made, "time") is None


def test_no_time_is_unknown(desk):
    assert record(desk, None)["time"]["rule"] == "unknown"


def test_copies_do_not_outvote_another_article(desk):
    a, b, c = desk.article("a", "2017-10-18"), desk.article("b", "2017-10-18", copy_of="a"), desk.article("c", "2017-10-18")
    days = ((a, "2017-10-16"), (b, "2017-10-16"), (c, "2017-10-17"))
    made = incident_record([desk.member(x, desk.claim(x, time=desk.day(text))) for x, text in days])
    assert made["time"]["rule"] == "common-window"


def test_a_town_within_the_country_is_the_finest_place(desk):
    made = record(desk, desk.place("Philippines", "PHL"), desk.place(*MARAWI), field="place")
    assert (made["place"]["name"], made["place"]["rule"]) == ("Marawi", "finest-agreed")
    assert "Marawi, Philippines" in made["label"]


def test_towns_that_disagree_leave_the_area_that_holds_both(desk):
    other = desk.place("Cotabato", "PHL", "Lanao", "Maguindanao", "Cotabato", at=(50.0, 60.0))
    made = record(desk, desk.place(*MARAWI), other, field="place")
    assert (made["place"]["name"], made["place"]["admin1"], made["place"]["city"], made["place"]["lat"]) == ("Lanao", "Lanao", None, None)
    assert made["place"]["ucdp_precision"] == 4
    assert conflict(made, "place") == ["Cotabato, Philippines", "Marawi, Philippines"]


def test_two_of_three_articles_outvote_the_third(desk):
    other = desk.place("Cotabato", "PHL", "Lanao", "Maguindanao", "Cotabato", at=(50.0, 60.0))
    made = record(desk, desk.place(*MARAWI), desk.place(*MARAWI), other, field="place")
    assert (made["place"]["name"], made["place"]["rule"]) == ("Marawi", "best-supported")


def test_towns_near_each_other_do_not_disagree(desk):
    near = desk.place("Marantao", "PHL", "Lanao", "Lanao del Sur", "Marantao", at=(1.05, 2.0))
    assert conflict(record(desk, desk.place(*MARAWI), near, field="place"), "place") is None


def test_a_dateline_gives_way_to_words(desk):
    dateline = desk.place("Manila", "PHL", "NCR", None, "Manila", basis="dateline", at=(14.6, 121.0))
    made = record(desk, dateline, desk.place(*MARAWI), field="place")
    assert (made["place"]["name"], conflict(made, "place")) == ("Marawi", None)


def test_countries_that_disagree_are_listed_and_the_better_based_one_is_held(desk):
    made = record(desk, desk.place("Niger", "NER", basis="inherited"), desk.place("Nigeria", "NGA"), field="place")
    assert (made["place"]["country"], made["place"]["rule"]) == ("NGA", "better-based")
    assert conflict(made, "place") == ["Niger", "Nigeria"]


@pytest.mark.parametrize(("edtf", "line"), [("2015-02-03", "3 February 2015"), ("2015-02", "February 2015"), ("2015", "2015"),
                                            ("2015-02-03/2015-02-07", "3–7 February 2015"), ("2015-01/2015-03", "1 January 2015 – 31 March 2015"),
                                            ("2015-12", "December 2015")])  # fmt: skip
def test_times_are_written_as_people_write_them(desk, edtf, line):
    assert when_line(desk.day(edtf)) == line
