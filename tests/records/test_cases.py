"""Open questions: proposed by later claims, closed by people."""

import pytest

from tocsin.records.cases import asked, case_id, case_record

QUESTION = {"incident": "i6", "question": "whether the Coptic workers were able to return home", "span": [10, 60], "in": "text", "state": "open"}


@pytest.fixture
def opened(desk):
    return desk.article("a", "2017-03-06")


def later(desk, *effects, published="2017-04-01", who="Coptic workers", **fields):
    a = desk.article("b" + published, published)
    return desk.claim(a, "RETREAT", toll=[(effect, 13, 13, desk.party(who)) for effect in effects], **fields)


def test_a_question_is_open_until_somebody_answers(desk, opened):
    record = case_record(QUESTION, opened, "i00", [])
    assert (record["state"], record["closed"], record["opened"]) == ("open", None, "2017-03-06")
    assert record["id"] == case_id("sha256:a", [10, 60], QUESTION["question"])


def test_a_later_release_proposes_and_does_not_close(desk, opened):
    record = case_record(QUESTION, opened, "i00", [later(desk, "released")])
    assert (record["state"], record["closed"]) == ("proposed", None)
    assert record["proposals"][0]["reason"] == "a later article tells of released for the same people"


@pytest.mark.parametrize("fields", [{"published": "2017-03-01"}, {"factuality": "CT-"}, {"realis": "future"}, {"superseded": True}], ids=str)
def test_no_answer_from_earlier_news_denials_or_hopes(desk, opened, fields):
    assert case_record(QUESTION, opened, "i00", [later(desk, "released", **fields)])["state"] == "open"


def test_no_answer_from_a_copy_or_from_another_kind_of_claim(desk, opened):
    copy = desk.claim(desk.article("c", "2017-04-01", copy_of="a"), toll=[("released", 1, 1, desk.party("x"))])
    assert case_record(QUESTION, opened, None, [copy, later(desk, "abducted")])["state"] == "open"


def test_a_claim_of_any_type_may_say_that_they_came_back(desk, opened):
    assert case_record(QUESTION, opened, None, [later(desk, trigger="returned")])["state"] == "proposed"


def test_only_people_close_and_only_with_evidence(desk, opened):
    claim = later(desk, "released")
    bare = desk.decision("close", "case", value={"answer": "13 came home"})
    cited = desk.decision("close", "case", value={"answer": "13 came home"}, evidence=[claim.id])
    assert case_record(QUESTION, opened, None, [claim], [bare])["state"] == "proposed"
    record = case_record(QUESTION, opened, None, [claim], [cited])
    assert record["closed"] == {"answer": "13 came home", "claims": [claim.id], "decision": cited.id}
    assert case_record(QUESTION, opened, None, [claim], [cited, desk.decision("reopen", "case")])["state"] == "proposed"


@pytest.mark.parametrize(("question", "kind"), [("how many were hurt", "number"), ("No group has claimed responsibility", "who"), ("his fate is unknown", "fate"),
                                                ("where the girls are being held", "fate"), ("whether talks will resume", None)])  # fmt: skip
def test_questions_ask_for_an_answer_of_their_kind(question, kind):
    assert asked(question).get("kind") == kind


def test_a_number_answers_how_many_and_a_name_answers_who(desk, opened):
    many = {**QUESTION, "question": "how many people had been hurt"}
    who = {**QUESTION, "question": "No group has claimed responsibility"}
    group = desk.party("IS", "group", kb="islamic-state")
    number = later(desk, "injured")
    name = desk.claim(desk.article("b", "2017-04-01"), actor=[group])
    assert case_record(many, opened, None, [number])["state"] == "proposed"
    assert case_record(many, opened, None, [name])["state"] == "open"
    assert case_record(who, opened, None, [name])["state"] == "proposed"
    assert case_record(who, opened, None, [number])["state"] == "open"


def test_a_case_can_be_rejected(desk, opened):
    assert case_record(QUESTION, opened, None, [], [desk.decision("reject", "case")])["review"] == "rejected"
