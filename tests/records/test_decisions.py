"""What people decided goes before what the rules derive, and nothing is lost."""

import pytest

from tocsin.records.incidents import incident_record
from tocsin.records.statement import claim_key


@pytest.fixture
def pair(desk):
    people = desk.party("people")
    a, b = desk.article("a", "2020-01-06"), desk.article("b", "2020-01-07")
    one = desk.claim(a, toll=[("killed", 12, 12, people)], time=desk.day("2020-01-05"))
    two = desk.claim(b, toll=[("killed", 90, 90, people)], time=desk.day("2020-01-06"))
    return one, two, [desk.member(a, one), desk.member(b, two)]


def test_a_rejected_incident_stays_and_says_so(desk, pair):
    record = incident_record(pair[2], [desk.decision("reject")])
    assert record["review"] == "rejected"
    assert len(record["decisions"]) == 1


@pytest.mark.parametrize(("verbs", "review"), [(["accept"], "accepted"), (["reject", "accept"], "accepted"), (["accept", "reject"], "rejected"),
                                               (["correct"], "corrected"), (["correct", "accept"], "corrected"), ([], "unreviewed"),
                                               (["note", "seal"], "unreviewed")])  # fmt: skip
def test_the_last_word_is_the_review(desk, pair, verbs, review):
    decisions = [desk.decision(verb, value={"mode": "drone"} if verb == "correct" else None) for verb in verbs]
    assert incident_record(pair[2], decisions)["review"] == review


def test_a_rejected_claim_counts_nowhere_but_stays_listed(desk, pair):
    one, two, members = pair
    decision = desk.decision("reject", "claim", two.id, anchors=[claim_key(two.body)])
    record = incident_record(members, [decision])
    assert record["toll"][0]["best"] == 12
    assert record["time"]["edtf"] == "2020-01-05"
    assert record["rejected_claims"] == [two.id]
    assert record["claims"] == sorted([one.id, two.id])
    assert record["conflicts"] == []
    assert record["decisions"] == [decision.id]
    assert record["review"] == "unreviewed"
    assert record["n_sources"] == 1


def test_a_claim_accepted_again_counts_again(desk, pair):
    _, two, members = pair
    decisions = [desk.decision(verb, "claim", two.id, anchors=[claim_key(two.body)]) for verb in ("reject", "accept")]
    record = incident_record(members, decisions)
    assert record["toll"] == incident_record(members)["toll"]


def test_all_claims_rejected_leaves_a_record(desk, pair):
    one, two, members = pair
    record = incident_record(members, [desk.decision("reject", "claim", claim.id) for claim in (one, two)])
    assert record["toll"] == []
    assert record["status"] == "hypothetical"
    assert len(record["rejected_claims"]) == 2


def test_a_corrected_claim_is_seen_as_corrected(desk, pair):
    _, two, members = pair
    value = {"toll": [{"effect": "killed", "low": 9, "high": 9}], "time": "2020-01-05"}
    record = incident_record(members, [desk.decision("correct", "claim", two.id, value, anchors=[claim_key(two.body)])])
    assert (record["toll"][0]["low"], record["toll"][0]["best"]) == (9, 9)
    assert record["time"]["edtf"] == "2020-01-05"


def test_a_corrected_toll_replaces_the_derived_one_which_stays_among_the_conflicts(desk, pair):
    decision = desk.decision("correct", value={"toll.killed": 15})
    record = incident_record(pair[2], [decision])
    row = record["toll"][0]
    assert (row["low"], row["best"], row["high"], row["rule"]) == (15, 15, 15, "decision")
    assert [(v["value"], v["current"]) for v in record["conflicts"][-1]["values"]] == [("15", True), ("12", False), ("90", False)]
    assert record["conflicts"][-1]["values"][0]["sources"] == [decision.id]
    assert record["label"].startswith("15 people killed")


@pytest.mark.parametrize(("value", "row"), [({"low": 3, "best": 4, "high": None}, (3, 4, None)), ({"best": 7}, (7, 7, 7)), (0, (0, 0, 0)), ("odd", (None, None, None))])
def test_a_corrected_toll_may_be_a_range_or_open(desk, pair, value, row):
    made = incident_record(pair[2], [desk.decision("correct", value={"toll.killed": value})])["toll"][0]
    assert (made["low"], made["best"], made["high"]) == row


def test_a_toll_can_be_taken_out_and_put_in(desk, pair):
    assert incident_record(pair[2], [desk.decision("correct", value={"toll.killed": None})])["toll"] == []
    record = incident_record(pair[2], [desk.decision("correct", value={"toll": {"abducted": 4}})])
    assert [row["effect"] for row in record["toll"]] == ["killed", "abducted"]


def test_time_place_and_parties_can_be_corrected(desk, pair):
    value = {"time": "2020-01", "place": {"name": "Djibo", "country": "BFA"}, "perpetrators": ["JNIM"], "status": "disputed", "label": "The raid on Djibo"}
    record = incident_record(pair[2], [desk.decision("correct", value=value)])
    assert (record["time"]["start"], record["time"]["rule"]) == ("2020-01-01", "decision")
    assert (record["place"]["country"], record["place"]["rule"]) == ("BFA", "decision")
    assert record["perpetrators"][0]["name"] == "JNIM"
    assert record["label"] == "The raid on Djibo"
    assert {"time", "place", "perpetrators", "status"} <= {c["field"] for c in record["conflicts"]}


@pytest.mark.parametrize("value", [{"nonsense": 1}, {"status": "odd"}, {"type": None}, {"contexts": "x"}, {"means": [1]}, {"damage": [{}]}, {"acled": {}},
                                   {"background": "yes"}, {"communities": None}], ids=str)  # fmt: skip
def test_what_no_record_can_hold_changes_nothing(desk, pair, value):
    plain, record = incident_record(pair[2]), incident_record(pair[2], [desk.decision("correct", value=value)])
    assert {**record, "review": "unreviewed", "decisions": []} == plain


def test_damage_and_means_can_be_corrected(desk, pair):
    value = {"damage": [{"object": "church", "low": 2}], "means": ["grenade"], "mode": None, "perpetrators": [{"name": "JNIM", "attribution": "claimed"}]}
    record = incident_record(pair[2], [desk.decision("correct", value=value)])
    assert record["damage"] == [{"object": "church", "effect": "targeted", "low": 2, "high": 2, "claims": []}]
    assert (record["means"][0]["name"], record["perpetrators"][0]["attribution"]) == ("grenade", "claimed")


def test_odd_grades_and_scopes_are_no_grades_and_hide_all(desk, pair):
    record = incident_record(pair[2], [desk.decision("grade", value={"evidence": "sure", "reliability": "Z"}), desk.decision("redact", value={"scope": 1})])
    assert (record["grade"]["by"], record["redact"]) == ("rule", ["all"])


def test_seals_and_redactions_are_flags(desk, pair):
    decisions = [desk.decision("seal"), desk.decision("redact", value={"scope": "names"}), desk.decision("redact", value={"scope": "place"})]
    record = incident_record(pair[2], decisions)
    assert (record["sealed"], record["redact"]) == (True, ["names", "place"])
    assert incident_record(pair[2], [*decisions, desk.decision("unseal")])["sealed"] is False


def test_links_are_kept_with_their_decision(desk, pair):
    decision = desk.decision("link", value={"type": "retaliation-for", "to": ["x#i1"]})
    assert incident_record(pair[2], [decision])["links"] == [{"type": "retaliation-for", "incident": None, "to": ["x#i1"], "decision": decision.id}]


@pytest.mark.parametrize("value", [{"factuality": "odd"}, {"realis": 3}, {"time": {"basis": "odd", "edtf": 5}}, {"time": {"edtf": "2020-13-45"}}, {"place": {"lat": "x", "basis": 1}},
                                   {"toll": [{"low": -1, "policy": "odd"}, 3]}, {"actor": [{"kind": "odd", "country": 4}, 7]}, {"stage": None}], ids=str)  # fmt: skip
def test_odd_corrections_of_claims_raise_nothing(desk, pair, value):
    _, two, members = pair
    assert incident_record(members, [desk.decision("correct", "claim", two.id, value)])["review"] == "unreviewed"


@pytest.mark.parametrize("value", [{"perpetrators": [{"attribution": 4}, 5, {"kind": "odd"}]}, {"time": None}, {"time": {"start": "2020-01-03", "end": "2020-01-04"}},
                                   {"place": {"city": "Djibo", "country": "BFA", "lat": 14.1, "lon": -1.6}}, {"victims": "monks"}], ids=str)  # fmt: skip
def test_odd_corrections_of_incidents_still_make_a_record(desk, pair, value):
    assert incident_record(pair[2], [desk.decision("correct", value=value)])["review"] == "corrected"


def test_a_link_belongs_to_the_incident_that_it_starts_from(desk, pair):
    keys = [member.key for member in pair[2]]
    to_us = desk.decision("link", value={"type": "follows", "to": keys, "incident": "i00"}, anchors=["sha256:z#i1"])
    from_us = desk.decision("link", value={"type": "follows", "to": ["sha256:z#i1"], "incident": "i01"}, anchors=keys[:1])
    record = incident_record(pair[2], [to_us, from_us])
    assert [row["incident"] for row in record["links"]] == ["i01"]
    assert record["decisions"] == [from_us.id]
