"""Ties between parties, by day."""

import pytest

from tocsin.records.relations import relation_keys, relation_record, speaks, standing_at


@pytest.fixture
def two(desk):
    return desk.party("IS", "group", kb="islamic-state", sector="REB"), desk.party("al-Qaeda", "group", kb="al-qaeda", sector="REB")


def made(kind, *claims, decisions=()):
    key = next(key for claim in claims for key in relation_keys(claim.body) if key[0] == kind)
    return relation_record(key, claims, decisions)


def test_a_mutual_tie_has_one_key_whatever_the_order(desk, two):
    keys = [relation_keys(desk.claim(desk.article(), "alliance", "relation", actor=actors).body) for actors in (two, two[::-1])]
    assert keys[0] == keys[1] == (("alliance", "kb:al-qaeda", "kb:islamic-state"),)


def test_fighting_between_two_groups_is_hostility(desk, two):
    one_sided = desk.claim(desk.article(), actor=two[:1], recipient=two[1:])
    clash = desk.claim(desk.article(), actor=two)
    assert relation_keys(one_sided.body) == relation_keys(clash.body) == (("hostility", "kb:al-qaeda", "kb:islamic-state"),)


def test_who_never_attacked_the_other_speaks_against_hostility(desk, two):
    record = made("hostility", desk.claim(desk.article(), actor=two[:1], recipient=two[1:], factuality="CT-"))
    assert (record["state"], record["first"], record["history"][0]["speaks"]) == ("denied", None, "against")


@pytest.mark.parametrize("case", ["villagers", "future", "aid agency", "self"])
def test_no_hostility_without_two_armed_identities_that_fought(desk, two, case):
    victims = {"villagers": [desk.party("villagers")], "future": two[1:], "self": two[:1],
               "aid agency": [desk.party("Red Cross", "organisation", kb="icrc", sector="MED")]}[case]  # fmt: skip
    claim = desk.claim(desk.article(), actor=two[:1], recipient=victims, realis="future" if case == "future" else "actual")
    assert relation_keys(claim.body) == ()


def test_cooperation_of_armed_groups_speaks_for_an_alliance_of_states_it_does_not(desk, two):
    states = [desk.party(name, "state", key=f"state:{name}", country=name, sector="GOV") for name in ("USA", "JPN")]
    assert relation_keys(desk.claim(desk.article(), "COOPERATE", actor=two).body)[0][0] == "alliance"
    assert relation_keys(desk.claim(desk.article(), "COOPERATE", actor=states).body) == ()


def test_help_leads_from_one_to_the_other(desk, two):
    assert relation_keys(desk.claim(desk.article(), "AID", actor=two[1:], recipient=two[:1]).body) == (("support", "kb:al-qaeda", "kb:islamic-state"),)


def test_a_split_ends_the_alliance(desk, two):
    allied = desk.claim(desk.article("a", "2013-04-01"), "alliance", "relation", actor=two)
    split = desk.claim(desk.article("b", "2014-02-03"), "split", "relation", actor=two[:1], recipient=two[1:])
    record = made("alliance", allied, split)
    assert (record["state"], record["first"], record["last"]) == ("ended", "2013-04-01", "2013-04-01")
    assert [standing_at(record, day) for day in ("2013-03-31", "2013-12-31", "2014-02-03")] == ["unknown", "standing", "ended"]
    assert made("split", split)["state"] == "standing"


def test_a_ceasefire_ends_hostility_and_new_fighting_begins_it_again(desk, two):
    days = ("2020-01-01", "2020-02-01", "2020-03-01")
    kinds = (("ASSAULT", "event"), ("ceasefire", "relation"), ("ASSAULT", "event"))
    claims = [desk.claim(desk.article(day, day), type_, kind, actor=two) for day, (type_, kind) in zip(days, kinds, strict=True)]
    record = made("hostility", *claims)
    assert [standing_at(record, day) for day in days] == ["standing", "ended", "standing"]


def test_a_planned_ceasefire_ends_nothing(desk, two):
    plan = desk.claim(desk.article(), "ceasefire", "relation", actor=two, realis="future", stage="planned")
    assert relation_keys(plan.body) == (("ceasefire", "kb:al-qaeda", "kb:islamic-state"),)
    assert made("ceasefire", plan)["state"] == "possible"


def test_the_former_commander_leads_no_more(desk, two):
    man = desk.party("Mokhtar Belmokhtar", "person", kb="mokhtar-belmokhtar")
    claim = desk.claim(desk.article(), "leadership", "relation", actor=[man], recipient=two[1:], words="the former military commander of the group")
    start = claim.body["evidence"]["sentence"][0]
    claim.body["trigger"] = {"span": [start + 20, start + 29], "words": "commander"}
    assert speaks(claim.body, "leadership") == "ended"
    assert made("leadership", claim)["state"] == "ended"


def test_hedged_claims_make_a_tie_possible(desk, two):
    record = made("alliance", desk.claim(desk.article(), "alliance", "relation", actor=two, factuality="PR+"))
    assert (record["state"], record["label"], record["directed"]) == ("possible", "al-Qaeda – IS: alliance", False)


def test_a_later_denial_makes_it_disputed_an_earlier_one_does_not(desk, two):
    says = desk.claim(desk.article("a", "2017-03-06"), "alliance", "relation", actor=two)
    before, after = (desk.claim(desk.article(day, day), "alliance", "relation", actor=two, factuality="CT-") for day in ("2016-01-01", "2017-04-01"))
    assert made("alliance", says, before)["state"] == "standing"
    record = made("alliance", says, after)
    assert record["state"] == "disputed"
    assert [row["value"] for row in record["conflicts"][0]["values"]] == ["stands", "denied"]


def test_rejected_claims_speak_no_more_and_people_may_set_the_state(desk, two):
    says = desk.claim(desk.article(), "alliance", "relation", actor=two)
    assert made("alliance", says, decisions=[desk.decision("reject", "claim", says.id)])["state"] == "unknown"
    record = made("alliance", says, decisions=[desk.decision("correct", "relation", value={"state": "ended"})])
    assert (record["state"], record["state_rule"], standing_at(record, "2000-01-01")) == ("ended", "decision", "ended")
