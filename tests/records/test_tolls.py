"""How many: low, best and high from the figures of several claims."""

import pytest

from tocsin.records.incidents import incident_record


@pytest.fixture
def people(desk):
    return desk.party("people", sector="CVL")


def toll(record, effect="killed"):
    row = next((row for row in record["toll"] if row["effect"] == effect), None)
    return row and (row["low"], row["best"], row["high"], row["rule"])


def values(record, field="toll.killed"):
    return [(row["value"], row["current"]) for conflict in record["conflicts"] if conflict["field"] == field for row in conflict["values"]]


def told(desk, *rows, **fields):
    """One member an article: rows of (article, low, high, party, sources)."""
    members = []
    for article, low, high, who, sources in rows:
        members.append(desk.member(article, desk.claim(article, toll=[("killed", low, high, who)], sources=sources, **fields)))
    return incident_record(members)


def test_one_figure_is_low_best_and_high(desk, people):
    assert toll(told(desk, (desk.article(), 21, 21, people, []))) == (21, 21, 21, "only-figure")


def test_nothing_told_is_no_row_and_none_killed_is_zero(desk, people):
    a = desk.article()
    assert toll(incident_record([desk.member(a, desk.claim(a))])) is None
    assert toll(told(desk, (a, 0, 0, people, [])))[:3] == (0, 0, 0)


def test_figures_of_several_sources_are_never_averaged_or_added(desk, people):
    police, hospital, witness = desk.source("police"), desk.source("the hospital"), desk.source("a resident", "witness")
    record = told(desk, (desk.article("a", "2020-01-06"), 12, 12, people, [police]), (desk.article("b", "2020-01-07"), 15, 15, people, [hospital]),
                  (desk.article("c", "2020-01-08"), 20, 20, people, [witness]))  # fmt: skip
    assert toll(record) == (12, 15, 20, "latest-best-placed")
    assert values(record) == [("12", True), ("15", True), ("20", True)]


def test_a_hospital_goes_before_a_later_unnamed_source(desk, people):
    record = told(desk, (desk.article("a", "2020-01-06"), 12, 12, people, [desk.source("hospital", "anonymous")]),
                  (desk.article("b", "2020-01-09"), 30, 30, people, [desk.source("a source", "anonymous")]))  # fmt: skip
    assert toll(record)[1] == 12


def test_a_side_that_counts_its_enemies_is_a_poor_witness(desk):
    army = desk.party("army", "group", kb="army-of-x", sector="MIL")
    rebels = desk.party("rebels", "group", sector="REB")
    a, b = desk.article("a", "2020-01-08"), desk.article("b", "2020-01-06")
    boast = desk.claim(a, actor=[army], toll=[("killed", 50, 50, rebels)], sources=[desk.source("army", party="kb:army-of-x")])
    count = desk.claim(b, actor=[army], toll=[("killed", 14, 14, rebels)], sources=[desk.source("the Red Cross", "ngo")])
    assert toll(incident_record([desk.member(a, boast), desk.member(b, count)])) == (14, 14, 50, "latest-best-placed")


def test_the_same_outlet_replaces_its_own_figure_which_stays_listed(desk, people):
    record = told(desk, (desk.article("a", "2020-01-06", "Wire"), 8, 8, people, []), (desk.article("b", "2020-01-07", "Wire"), 14, 14, people, []))
    assert toll(record)[:3] == (14, 14, 14)
    assert values(record) == [("14", True), ("8", False)]


def test_another_outlet_does_not_replace_it(desk, people):
    record = told(desk, (desk.article("a", "2020-01-06", "Wire"), 8, 8, people, []), (desk.article("b", "2020-01-07", "Post"), 14, 14, people, []))
    assert toll(record)[:3] == (8, 14, 14)


def test_a_figure_that_the_article_itself_takes_back_does_not_count(desk, people):
    a = desk.article()
    old = desk.claim(a, toll=[("killed", 359, 359, people)], superseded=True)
    new = desk.claim(a, toll=[("killed", 253, 253, people)])
    assert toll(incident_record([desk.member(a, old, new)]))[:3] == (253, 253, 253)


@pytest.mark.parametrize("factuality", ["CT-", "PR-", "PS-"])
def test_what_is_denied_does_not_count(desk, people, factuality):
    a, b = desk.article("a"), desk.article("b")
    no = desk.member(a, desk.claim(a, toll=[("killed", 9, 9, people)], factuality=factuality))
    yes = desk.member(b, desk.claim(b, toll=[("killed", 4, 4, people)]))
    assert toll(incident_record([no, yes]))[:3] == (4, 4, 4)


@pytest.mark.parametrize("factuality", ["PR+", "PS+", "Uu"])
def test_a_hedged_figure_widens_the_range_but_is_not_best_beside_a_certain_one(desk, people, factuality):
    a, b = desk.article("a", "2020-01-06"), desk.article("b", "2020-01-09")
    sure = desk.member(a, desk.claim(a, toll=[("killed", 4, 4, people)]))
    maybe = desk.member(b, desk.claim(b, toll=[("killed", 9, 9, people)], factuality=factuality))
    assert toll(incident_record([sure, maybe])) == (4, 4, 9, "certain-before-hedged")
    assert toll(incident_record([maybe]))[:3] == (9, 9, 9)


def test_an_open_bound_stays_open_until_another_source_closes_it(desk, people):
    a, b, c = desk.article("a"), desk.article("b"), desk.article("c")
    more = desk.member(a, desk.claim(a, toll=[("killed", 31, None, people, "bound")]))
    exact = desk.member(b, desk.claim(b, toll=[("killed", 37, 37, people)]))
    less = desk.member(c, desk.claim(c, toll=[("killed", 20, 20, people)]))
    assert toll(incident_record([more]))[:3] == (31, 31, None)
    assert toll(incident_record([more, exact]))[:3] == (31, 37, 37)
    assert values(incident_record([more, exact])) == []  # 37 is more than 30: they agree
    assert toll(incident_record([more, less]))[2] is None
    assert values(incident_record([more, less])) == [("20", True), ("at least 31", True)]


def test_dozens_do_not_widen_what_a_number_says_unless_they_contradict_it(desk, people):
    a, b = desk.article("a"), desk.article("b")
    exact = desk.member(a, desk.claim(a, toll=[("killed", 37, 37, people)]))
    dozens = desk.member(b, desk.claim(b, toll=[("killed", 24, None, people, "word")]))
    hundreds = desk.member(b, desk.claim(b, toll=[("killed", 200, None, people, "word")]))
    assert toll(incident_record([exact, dozens]))[:3] == (37, 37, 37)
    assert toll(incident_record([exact, hundreds]))[:3] == (37, 37, None)


def test_copies_are_one_report(desk, people):
    a, b = desk.article("a", "2020-01-06"), desk.article("b", "2020-01-07", copy_of="a")
    c = desk.article("c", "2020-01-06")
    members = [desk.member(x, desk.claim(x, toll=[("killed", n, n, people)])) for x, n in ((a, 8), (b, 8), (c, 11))]
    record = incident_record(members)
    assert record["n_articles"] == 3
    assert record["n_sources"] == 2
    assert toll(record)[1] == 11


def test_none_killed_gives_way_to_a_count_but_stays_listed(desk, people):
    record = told(desk, (desk.article("a", "2020-01-06"), 5, 5, people, []), (desk.article("b", "2020-01-06"), 0, 0, people, []))
    assert toll(record)[:3] == (0, 5, 5)
    assert values(record) == [("0", True), ("5", True)]


# ---------------------------------------------------------------- totals and parts


def test_people_of_the_total_are_not_added_to_it(desk, people):
    a = desk.article()
    children, copts = desk.party("children"), desk.party("Copts", religion="Christianity")
    whole = desk.claim(a, toll=[("killed", 21, 21, people)])
    parts = desk.claim(a, toll=[("killed", 3, 3, children)]), desk.claim(a, toll=[("killed", 20, 20, copts)], words="20 of them Copts")
    record = incident_record([desk.member(a, whole, *parts)])
    assert toll(record)[:3] == (21, 21, 21)
    assert record["conflicts"] == []
    assert {row["name"]: row["low"] for row in record["toll"][0]["parts"]} == {"children": 3, "Copts": 20}


def test_including_makes_a_part_within_one_claim(desk, people):
    a = desk.article()
    children = desk.party("children")
    claim = desk.claim(a, toll=[("killed", 9, 9, people), ("killed", 3, 3, children)], words="9 people, including 3 children, were killed")
    assert toll(incident_record([desk.member(a, claim)]))[:3] == (9, 9, 9)


def test_groups_that_one_claim_counts_side_by_side_add_up(desk):
    a = desk.article()
    monks, nuns = desk.party("monks", sector="REL"), desk.party("sisters", sector="REL")
    claim = desk.claim(a, toll=[("killed", 2, 2, monks), ("killed", 3, 3, nuns)], words="2 monks and 3 sisters were killed")
    member = desk.member(a, claim, toll=[{"effect": "killed", "low": 5, "best": 5, "high": 5, "claims": [claim.id]}])
    assert toll(incident_record([member]))[:3] == (5, 5, 5)


def test_soldiers_and_civilians_of_one_article_add_up_when_it_gives_no_total(desk, people):
    a = desk.article()
    soldiers, civilians = desk.party("soldiers", "group", sector="MIL"), desk.party("civilians", sector="CVL")
    parts = desk.claim(a, toll=[("killed", 5, 5, soldiers)]), desk.claim(a, toll=[("killed", 3, 3, civilians)])
    assert toll(incident_record([desk.member(a, *parts)])) == (8, 8, 8, "sum-of-parties")
    whole = desk.claim(a, toll=[("killed", 9, 9, people)])
    assert toll(incident_record([desk.member(a, *parts, whole)]))[:3] == (9, 9, 9)


def test_children_and_worshippers_may_be_the_same_people(desk):
    a = desk.article()
    claims = [desk.claim(a, toll=[("killed", n, n, desk.party(name, sector="CVL"))]) for n, name in ((3, "children"), (5, "worshippers"))]
    assert toll(incident_record([desk.member(a, *claims)]))[:3] == (5, 5, 5)


def test_across_articles_nothing_adds_up_and_the_total_stays_open(desk):
    soldiers, civilians = desk.party("soldiers", "group", sector="MIL"), desk.party("civilians", sector="CVL")
    record = told(desk, (desk.article("a"), 5, 5, soldiers, []), (desk.article("b"), 3, 3, civilians, []))
    assert toll(record) == (5, 5, None, "greatest-part")


def test_rival_speakers_of_one_article_are_both_kept(desk, people):
    a = desk.article()
    claims = [desk.claim(a, toll=[("killed", n, n, people)], sources=[desk.source(name)]) for n, name in ((12, "police"), (15, "the governor"))]
    record = incident_record([desk.member(a, *claims)])
    assert toll(record)[::2] == (12, 15)
    assert values(record) == [("12", True), ("15", True)]


def test_the_injured_who_died_are_not_among_the_injured(desk):
    a = desk.article()
    man = desk.party("Amir Khan", "person")
    shot, dead = desk.claim(a, toll=[("injured", 1, 1, man)]), desk.claim(a, toll=[("killed", 1, 1, man)])
    record = incident_record([desk.member(a, shot, dead)])
    assert [row["effect"] for row in record["toll"]] == ["killed"]


# ---------------------------------------------------------------- many reports of one happening


def test_every_disagreeing_report_of_a_long_story_is_listed_and_the_range_holds_all_that_stand(desk, people):
    days = ("2020-01-06", "2020-01-07", "2020-01-09", "2020-02-01", "2020-02-14")
    rows = list(zip(days, (8, 14, 33, 40, 37), ("Wire", "Wire", "Post", "Watch", "Mission"), strict=True))
    record = told(desk, *((desk.article(str(n), day, outlet), n, n, people, []) for day, n, outlet in rows))
    assert toll(record) == (14, 37, 40, "latest-best-placed")
    assert values(record) == [("14", True), ("33", True), ("37", True), ("40", True), ("8", False)]


def test_a_figure_that_nobody_else_comes_near_is_listed_but_not_held(desk, people):
    days = [(desk.article(name, "2020-01-06"), n, n, people, []) for name, n in (("a", 2), ("b", 3), ("c", 762))]
    assert toll(told(desk, *days))[:3] == (2, 3, 3)
    assert ("762", False) in values(told(desk, *days))
    assert toll(told(desk, *days[1:]))[2] == 762  # one against one: both are held
