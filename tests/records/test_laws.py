"""Laws that hold for every record: the order of the input never matters, bounds are ordered, nothing odd raises."""

import random
import runpy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.records.canonical import canonical
from tocsin.records.cases import case_record
from tocsin.records.entities import bears_on_status, entity_record
from tocsin.records.incidents import incident_record
from tocsin.records.relations import relation_keys, relation_record
from tocsin.records.statement import claim_key

DESK = runpy.run_path(str(Path(__file__).with_name("conftest.py")))["Desk"]()
PARTIES = (
    DESK.party("people", sector="CVL"), DESK.party("children"), DESK.party("soldiers", "group", sector="MIL"), DESK.party("68"),
    DESK.party("Coptic Christians", religion="Christianity"), DESK.party("Amir Khan", "person"), DESK.party("gunmen", "unidentified"),
    DESK.party("IS", "group", kb="islamic-state", sector="REB"), DESK.party("Russia", "state", key="state:RUS", country="RUS"), DESK.party(""),
)  # fmt: skip
PLACES = (None, DESK.place("Marawi", "PHL", "Lanao", "Lanao del Sur", "Marawi"), DESK.place("Manila", "PHL", "NCR", None, "Manila", at=(14.6, 121.0)),
          DESK.place("Philippines", "PHL"), DESK.place("Mali", "MLI", basis="dateline"))  # fmt: skip
TIMES = (None, "2017-10", "2017-10-16", "2017-10-17", "2013", "XXXX-01")

articles = st.builds(lambda name, day, outlet, copy: DESK.article(name, day, outlet, copy if copy != name else None), st.sampled_from("abcd"),
                     st.sampled_from([None, "2020-01-06", "2020-01-07"]), st.sampled_from(["Wire", "Post", "Watch"]), st.sampled_from([None, "a", "z"]))  # fmt: skip
counts = st.one_of(st.none(), st.integers(0, 60))
tolls = st.builds(lambda effect, low, more, who, policy: (effect, low, None if more is None else (low or 0) + more, who, policy),
                  st.sampled_from(["killed", "injured", "released", "odd"]), counts, counts, st.sampled_from((*PARTIES, None)),
                  st.sampled_from(["exact", "bound", "word", "plural"]))  # fmt: skip
sources = st.lists(st.builds(DESK.source, st.sampled_from(["police", "IS", "a hospital", "", "Wire"]), st.sampled_from(
    ["media", "official", "group", "victim", "witness", "ngo", "expert", "document", "anonymous"]), st.sampled_from([None, "kb:islamic-state", "state:RUS"])), max_size=2)  # fmt: skip


@st.composite
def claims(draw, article):
    time, kind = draw(st.sampled_from(TIMES)), draw(st.sampled_from(["event", "event", "relation", "status"]))
    types = {"event": ["ASSAULT", "COERCE", "COOPERATE", "AID", "ODD"], "relation": ["alliance", "split", "leadership"], "status": ["dead", "alive", "held", "role"]}
    return DESK.claim(
        article, draw(st.sampled_from(types[kind])), kind, actor=draw(st.lists(st.sampled_from(PARTIES), max_size=2, unique_by=lambda p: p["key"])),
        recipient=draw(st.lists(st.sampled_from(PARTIES), max_size=2, unique_by=lambda p: p["key"])), toll=draw(st.lists(tolls, max_size=2)),
        sources=draw(sources), time=DESK.day(time, draw(st.sampled_from(["explicit", "relative", "publication"]))) if time else None,
        place=draw(st.sampled_from(PLACES)), realis=draw(st.sampled_from(["actual", "actual", "actual", "future", "hypothetical", "generic"])),
        stage=draw(st.sampled_from(["accomplished", "accomplished", "attempted", "foiled", "planned"])),
        factuality=draw(st.sampled_from(["CT+", "CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu"])), superseded=draw(st.booleans()),
        background=draw(st.booleans()), acled=draw(st.sampled_from([None, {"event_type": "Battles", "sub_event_type": "Armed clash"}])),
    )  # fmt: skip


@st.composite
def members(draw):
    # one article a name: the ledger keeps one row for each
    arts = {article.id: article for article in draw(st.lists(articles, min_size=1, max_size=4))}
    return [DESK.member(article, *draw(st.lists(claims(article), min_size=1, max_size=3)), status=draw(st.sampled_from(["actual", "denied", "future"])))
            for article in arts.values()]  # fmt: skip


@st.composite
def decided(draw, told):
    verbs = draw(st.lists(st.sampled_from(["accept", "reject", "correct", "grade", "seal", "redact", "link", "note", "close", "reopen"]), max_size=4))
    made = []
    for verb in verbs:
        kind = draw(st.sampled_from(["incident", "claim", "person", "relation", "case"]))
        claim = draw(st.sampled_from(told))
        value = {"correct": draw(st.sampled_from([{"toll.killed": 4}, {"time": "2020"}, {"status": "disputed"}, {"factuality": "CT-"}, {"toll": {"killed": None}}])),
                 "grade": {"evidence": "fair"}, "redact": {"scope": "names"}, "link": {"type": "part-of", "to": ["x"]}, "close": {"answer": "yes"}}.get(verb, {})  # fmt: skip
        made.append(DESK.decision(verb, kind, claim.id, value, [claim_key(claim.body)] if kind == "claim" else (), evidence=[claim.id]))
    return made


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.randoms(use_true_random=False))
def test_incident_records_do_not_depend_on_any_order_and_keep_their_bounds(data, chance: random.Random):
    given_members = data.draw(members())
    decisions = data.draw(decided([claim for member in given_members for claim in member.claims]))
    record = incident_record(given_members, decisions, ["k1", "k0"])
    mixed = [type(m)(m.key, m.article, m.incident, tuple(chance.sample(m.claims, len(m.claims)))) for m in chance.sample(given_members, len(given_members))]
    again = incident_record([*mixed, mixed[0]], chance.sample(decisions, len(decisions)), ["k0", "k1"])
    assert canonical(record) == canonical(again)
    known = {claim.id for member in given_members for claim in member.claims}
    assert set(record["claims"]) == known
    for row in record["toll"]:
        assert set(row["claims"]) <= known
        if row["rule"] != "decision":
            assert row["low"] is None or row["low"] <= row["best"]
            assert row["high"] is None or row["best"] <= row["high"]
    assert record["n_sources"] <= record["n_articles"]


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.randoms(use_true_random=False))
def test_records_of_people_relations_and_cases_do_not_depend_on_any_order(data, chance: random.Random):
    told = [claim for member in data.draw(members()) for claim in member.claims]
    decisions = data.draw(decided(told))

    def both(make):
        one, other = make(told, decisions), make(chance.sample(told, len(told)), chance.sample(decisions, len(decisions)))
        assert canonical(one) == canonical(other)

    for key in {key for claim in told for key in bears_on_status(claim.body)}:
        both(lambda claims, made, key=key: entity_record(key, claims, [], made))
    for tie in {tie for claim in told for tie in relation_keys(claim.body)}:
        both(lambda claims, made, tie=tie: relation_record(tie, claims, made))
    case = {"incident": "i1", "question": "whether the people were released", "span": [0, 5], "in": "text", "state": "open"}
    both(lambda claims, made: case_record(case, DESK.article("q", "2020-01-05"), None, claims, made))


def test_an_incident_needs_a_member():
    with pytest.raises(ValueError, match="at least one member"):
        incident_record([])


def test_hundreds_of_articles_are_one_record():
    people = DESK.party("people", sector="CVL")
    told = []
    for n in range(300):
        a = DESK.article(f"m{n}", f"2020-01-{n % 28 + 1:02d}", f"Outlet {n % 90}")
        claim = DESK.claim(a, toll=[("killed", n, n, people)], time=DESK.day(f"2020-01-{n % 9 + 1:02d}"), place=PLACES[n % 4], sources=[DESK.source(f"speaker {n % 50}")])
        told.append(DESK.member(a, claim))
    assert incident_record(told)["n_articles"] == 300
