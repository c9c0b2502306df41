"""Evidence, reliability and credibility: three questions."""

import pytest

from tocsin.records.incidents import incident_record
from tocsin.records.voices import independent


def grade(desk, *claims, decisions=()):
    made = incident_record([desk.member(claim.article, claim, number=n) for n, claim in enumerate(claims)], decisions)["grade"]
    return made["evidence"], made["reliability"], made["credibility"]


def test_one_outlet_is_weak_but_probably_true(desk):
    assert grade(desk, desk.claim(desk.article())) == ("weak", "C", "2")


def test_two_outlets_in_their_own_voice_are_fair_and_confirm_each_other(desk):
    assert grade(desk, desk.claim(desk.article("a")), desk.claim(desk.article("b"))) == ("fair", "C", "1")


@pytest.mark.parametrize("case", ["copy", "outlet", "speaker"])
def test_copies_one_outlet_and_one_speaker_are_one_source(desk, case):
    a = desk.article("a")
    b = {"copy": desk.article("b", copy_of="a"), "outlet": desk.article("b", outlet=a.outlet), "speaker": desk.article("b")}[case]
    says = [desk.source("Mahdi Barghathi")] if case == "speaker" else []
    claims = [desk.claim(a, sources=says), desk.claim(b, sources=says)]
    assert independent(claims) == 1
    assert grade(desk, *claims)[0] == "weak"


def test_two_outlets_with_two_speakers_are_two_sources_even_if_one_quotes_both(desk):
    a, b = desk.article("a"), desk.article("b")
    claims = [desk.claim(a, sources=[desk.source("police")]), desk.claim(b, sources=[desk.source("police")]), desk.claim(b, sources=[desk.source("hospital")])]
    assert independent(claims) == 2


def test_an_outlet_and_another_that_quotes_it_are_one_source(desk):
    claims = [desk.claim(desk.article("a", outlet="Reuters")), desk.claim(desk.article("b"), sources=[desk.source("Reuters", "media")])]
    assert independent(claims) == 1


def test_many_outlets_that_quote_each_other_are_counted_in_time(desk):
    claims = [desk.claim(desk.article(f"x{n}"), sources=[desk.source(f"speaker {m}")]) for n in range(400) for m in (n % 200, 0)]
    assert independent(claims) == 200


def test_an_unnamed_source_is_no_basis_for_reliability(desk):
    assert grade(desk, desk.claim(desk.article(), sources=[desk.source("sources", "anonymous")]))[1] == "F"


def test_a_watchdog_is_usually_reliable_whatever_it_says(desk):
    claim = desk.claim(desk.article(), sources=[desk.source("Watch", "ngo")], factuality="PS+")
    assert grade(desk, claim) == ("weak", "B", "4")


@pytest.mark.parametrize(("factuality", "credibility"), [("CT+", "2"), ("PR+", "3"), ("PS+", "4"), ("Uu", "6"), ("CT-", "5")])
def test_credibility_follows_what_is_said(desk, factuality, credibility):
    assert grade(desk, desk.claim(desk.article(), factuality=factuality))[2] == credibility


@pytest.mark.parametrize("realis", ["future", "hypothetical"])
def test_what_has_not_happened_is_not_graded(desk, realis):
    assert grade(desk, desk.claim(desk.article(), realis=realis)) == (None, "C", "6")


def test_people_grade_one_axis_and_leave_the_others(desk):
    claim = desk.claim(desk.article())
    record = incident_record([desk.member(claim.article, claim)], [desk.decision("grade", value={"evidence": "confirmed"})])
    grades = record["grade"]
    assert (grades["evidence"], grades["credibility"], grades["by"], grades["evidence_rule"]) == ("confirmed", "2", "decision", "decision")
