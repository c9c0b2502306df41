"""Laws of the level: more harm never lowers it, order does not matter, silence is not calm, what is vague enters no week."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from weeks import DAY, END, facts_of, happened

from tocsin.asking.filters import Filter
from tocsin.threat.assess import Assessor
from tocsin.threat.facts import Open, Tie
from tocsin.threat.rules import load_rules

INCIDENTS = st.lists(
    st.tuples(st.integers(0, 400), st.integers(0, 120), st.sampled_from(["actual", "disputed", "denied", "future"]), st.sampled_from([1, 3, 28, 60]),
              st.sampled_from(["ASSAULT", "COERCE", "THREATEN"])), max_size=25)


def made(rows):
    return [happened(f"i{n}", days, killed=(killed, killed, killed), status=status, span=span, type_=type_) for n, (days, killed, status, span, type_) in enumerate(rows)]


def points(incidents):
    found = Assessor(facts_of(*incidents), load_rules(), DAY).assess(("NGA", "Borno"), Filter(), lambda one: True, 5)
    return found.level.points, found


@settings(max_examples=60, deadline=None)
@given(INCIDENTS, st.integers(0, 13), st.integers(1, 60))
def test_one_more_killed_in_these_weeks_never_lowers_a_level(rows, days, killed):
    less, more = [(*rows, (days, n, "actual", 1, "ASSAULT")) for n in (killed, killed + 1)]
    assert points(made(less))[0] <= points(made(more))[0]


@settings(max_examples=60, deadline=None)
@given(INCIDENTS, st.integers(0, 27), st.sampled_from(["actual", "disputed"]))
def test_one_more_incident_in_these_weeks_never_lowers_a_level(rows, days, status):
    assert points(made(rows))[0] <= points(made([*rows, (days, 2, status, 1, "ASSAULT")]))[0]


@settings(max_examples=40, deadline=None)
@given(INCIDENTS, st.randoms(use_true_random=False))
def test_the_order_of_incidents_does_not_matter(rows, rng: random.Random):
    first = made(rows)
    other = list(first)
    rng.shuffle(other)
    one, two = points(first)[1], points(other)[1]
    assert (one.weeks, one.trend, one.outlook, one.evidence) == (two.weeks, two.trend, two.outlook, two.evidence)


@settings(max_examples=40, deadline=None)
@given(INCIDENTS)
def test_the_range_holds_the_level(rows):
    for one in points(made(rows))[1].level.scored:
        assert one.low <= one.points <= one.high


def test_nothing_told_of_a_well_reported_area_is_calm(judge):
    assert judge().level.word == "calm"


def test_an_area_that_falls_silent_is_not_calm(judge):
    found = judge(articles=range(40, 420, 3))
    assert found.level.word == "not-enough-reporting"
    assert found.level.band == "calm"
    assert found.trend is None
    assert found.outlook is None
    assert found.confidence.word == "low"


def test_much_harm_in_a_silent_area_is_told_as_the_least(judge):
    found = judge(*(happened(f"i{n}", n, killed=(30, 30, 30)) for n in range(6)), articles=range(40, 420, 3))
    assert found.level.at_least
    assert found.level.word in {"elevated", "high", "extreme"}


def test_an_area_that_is_seldom_told_of_is_calm_while_its_outlets_are_read(judge):
    facts = facts_of(articles=(300, 200, 100))
    rules = load_rules()
    assert Assessor(facts, rules, DAY).assess(("NGA", "Borno"), Filter(), lambda one: True, 1).level.word == "not-enough-reporting"
    facts.read["Example Times"] = sorted(END - age for age in range(0, 400, 2))
    assert Assessor(facts, rules, DAY).assess(("NGA", "Borno"), Filter(), lambda one: True, 1).level.word == "calm"


def test_an_incident_counts_in_one_week_only(judge):
    found = judge(happened("i1", 8))
    assert [week.attacks for week in found.weeks[:4]] == [0, 1, 0, 0]


def test_a_date_of_a_month_enters_four_weeks_but_no_week(judge):
    found = judge(happened("i1", 0, span=28))
    attacks = found.level.scored[0]
    assert (attacks.week, attacks.now) == (0, 1)


def test_a_date_vaguer_than_a_month_enters_no_window_and_is_listed(judge):
    found = judge(happened("i1", 0, span=60), happened("i2", None))
    assert found.level.points == 0
    assert [one.id for one in found.vague] == ["i1", "i2"]


def test_two_disputed_incidents_count_as_one(judge):
    assert judge(happened("i1", 1, status="disputed")).level.scored[0].now == 0
    assert judge(happened("i1", 1, status="disputed"), happened("i2", 2, status="disputed")).level.scored[0].now == 1


@pytest.mark.parametrize("status", ["denied", "future", "hypothetical"])
def test_what_did_not_happen_counts_nowhere(judge, status):
    assert judge(happened("i1", 1, status=status)).level.points == 0


def test_a_threat_without_a_date_counts_from_the_day_it_was_told(judge):
    found = judge(happened("i1", None, status="future", type_="THREATEN", killed=(None, None, None)))
    assert {one.indicator.id: one.now for one in found.level.scored}["threats"] == 1


def test_a_perpetrator_is_new_only_where_it_did_not_act_in_the_year_before(judge):
    new = {one.indicator.id: one.ids[1] for one in judge(happened("i1", 1, actors=["kb:a", "kb:b"]), happened("i2", 200, actors=["kb:a"])).level.scored}
    assert new["new-actors"] == ("kb:b",)


def test_new_ties_count_among_those_who_act_here(judge):
    ties = [Tie("r1", "A – B", "alliance", disputed=False, day=DAY.toordinal() - 3, sides=frozenset({"kb:a", "kb:b"})),
            Tie("r2", "C – D", "alliance", disputed=False, day=DAY.toordinal() - 3, sides=frozenset({"kb:c", "kb:d"})),
            Tie("r3", "A – C", "alliance", disputed=False, day=DAY.toordinal() - 40, sides=frozenset({"kb:a", "kb:c"}))]
    found = {one.indicator.id: one.ids[1] for one in judge(happened("i1", 90, actors=["kb:a"]), ties=ties).level.scored}
    assert found["ties"] == ("r1",)


def test_an_open_question_counts_for_twelve_weeks(judge):
    cases = [Open("k1", "whether they came home", DAY.toordinal() - 80, "i1"), Open("k2", "old", DAY.toordinal() - 90, "i1"), Open("k3", "elsewhere", DAY.toordinal(), "i9")]
    found = {one.indicator.id: one.ids[1] for one in judge(happened("i1", 100), cases=cases).level.scored}
    assert found["cases"] == ("k1",)


def test_without_a_past_nothing_is_called_a_rise(judge):
    found = judge(happened("i1", 1), articles=range(0, 40, 2))
    assert all(one.rise == 0 for one in found.level.scored)
    assert found.confidence.word == "low"


def test_a_burst_after_a_quiet_year_raises_an_alarm_and_a_steady_past_none(judge):
    steady = [happened(f"s{n}", 7 * n + 3) for n in range(104)]
    assert not any(week.alarm for week in judge(*steady, weeks=52, articles=range(0, 800, 3)).weeks)
    burst = [happened(f"b{week}-{n}", 7 * week + 3) for week in range(4) for n in range(5)]
    assert any(week.alarm for week in judge(*steady, *burst, weeks=52, articles=range(0, 800, 3)).weeks[:4])


def test_the_outlook_is_of_the_next_week_and_rises_with_what_was_just_told(judge):
    quiet, loud = judge(happened("i1", 200)).outlook, judge(happened("i1", 200), *(happened(f"j{n}", n) for n in range(6))).outlook
    assert 0 < quiet.chance < loud.chance < 1
    assert quiet.word == "almost no chance"


def test_many_or_more_has_the_chance_that_the_formula_says():
    from tocsin.threat.chance import at_least

    assert at_least(0, 1.0, 2.0) == 1
    assert at_least(1, 1.0, 2.0) == pytest.approx(0.5)
    assert at_least(2, 1.0, 2.0) == pytest.approx(0.25)
    assert at_least(5000, 4000.0, 1.5) < 0.001
    assert at_least(1, 0.0, 2.0) == 0
