"""What became of people, and who says so."""

import pytest

from tocsin.records.entities import bears_on_status, entity_record, since


@pytest.fixture
def man(desk):
    return desk.party("Mokhtar Belmokhtar", "person", kb="mokhtar-belmokhtar", country="DZA", role="commander")


def status(desk, man, *claims, **kwargs):
    made = entity_record(man["key"], claims, [], **kwargs)
    return made["status"], made["status_rule"]


def told(desk, man, published, kind, **fields):
    a = fields.pop("article", None) or desk.article(published, published)
    return desk.claim(a, kind, "status", recipient=[man], **fields)


def test_the_latest_certain_claim_stands(desk, man):
    claims = [told(desk, man, "2015-01-01", "held"), told(desk, man, "2016-01-01", "released")]
    assert status(desk, man, *claims) == ("released", "latest")
    assert status(desk, man, *claims[:1]) == ("held", "latest")


def test_the_day_of_the_happening_goes_before_the_day_of_the_news(desk, man):
    old = told(desk, man, "2019-01-01", "held", time=desk.day("2012-05"))
    assert status(desk, man, old, told(desk, man, "2016-01-01", "released")) == ("released", "latest")


def test_believed_dead_by_one_and_alive_by_a_later_one_is_disputed(desk, man):
    record = entity_record(man["key"], [told(desk, man, "2015-06-14", "dead"), told(desk, man, "2017-03-06", "alive")], [])
    assert (record["status"], record["status_rule"]) == ("disputed", "sources-conflict")
    assert [row["value"] for row in record["conflicts"][0]["values"]] == ["alive", "dead"]
    assert len(record["history"]) == 2


def test_alive_and_then_dead_is_dead(desk, man):
    assert status(desk, man, told(desk, man, "2015-06-14", "alive"), told(desk, man, "2017-03-06", "dead")) == ("dead", "latest")


@pytest.mark.parametrize("kind", ["alive", "held", "captured", "released"])
def test_nobody_is_held_or_freed_after_his_death(desk, man, kind):
    assert status(desk, man, told(desk, man, "2015-06-14", "dead"), told(desk, man, "2017-03-06", kind))[0] == "disputed"


def test_wounded_and_dead_on_one_day_is_dead(desk, man):
    a = desk.article()
    claims = [told(desk, man, "2015-06-14", kind, article=a, time=desk.day("2015-06-13")) for kind in ("dead", "wounded")]
    assert status(desk, man, *claims) == ("dead", "latest")


def test_what_was_once_thought_does_not_decide_alone(desk, man):
    assert status(desk, man, told(desk, man, "2017-03-06", "dead", superseded=True, factuality="PR+")) == ("unknown", "only-outdated")


def test_what_was_once_thought_and_is_now_contradicted_is_disputed(desk, man):
    a = desk.article("a", "2017-03-06")
    group = desk.party("fighters", "group", kb="islamic-state")
    thought = desk.claim(a, toll=[("killed", 1, 1, man)], superseded=True, factuality="PR+")
    leads = desk.claim(a, "leadership", "relation", actor=[man], recipient=[group], trigger="is leading")
    assert bears_on_status(leads.body) == (man["key"],)
    record = entity_record(man["key"], [thought, leads], [])
    assert record["status"] == "disputed"
    assert [(row["status"], row["implied"]) for row in record["history"]] == [("alive", True), ("dead", False)]


@pytest.mark.parametrize(("trigger", "background"), [("leading", True), ("leader", False), ("commander", False), ("led", False)])
def test_a_title_or_a_former_leader_need_not_be_alive(desk, man, trigger, background):
    group = desk.party("AQIM", "group", kb="aqim")
    claim = desk.claim(desk.article(), "leadership", "relation", actor=[man], recipient=[group], trigger=trigger, background=background)
    assert bears_on_status(claim.body) == ()


def test_how_he_was_hurt_is_often_told_after_his_death(desk, man):
    assert status(desk, man, told(desk, man, "2015-06-14", "dead"), told(desk, man, "2015-06-20", "wounded"))[0] == "dead"


def test_a_capture_told_before_most_of_his_deaths_contradicts_none(desk, man):
    days = [("dead", "2017-01-01"), ("captured", "2019-03-01"), ("dead", "2019-07-01")]
    assert status(desk, man, *(told(desk, man, day, kind) for kind, day in days)) == ("dead", "latest")
    assert status(desk, man, *(told(desk, man, day, kind.replace("captured", "alive")) for kind, day in days))[0] == "disputed"


def test_a_rumour_does_not_undo_what_is_certain(desk, man):
    sure = told(desk, man, "2015-06-14", "held")
    assert status(desk, man, sure, told(desk, man, "2016-01-01", "released", factuality="PS+")) == ("held", "latest")
    assert status(desk, man, sure, told(desk, man, "2016-01-01", "dead", factuality="PS+")) == ("disputed", "sources-conflict")
    assert status(desk, man, told(desk, man, "2016-01-01", "dead", factuality="PR+")) == ("dead", "latest-hedged")


def test_a_denied_death_is_a_claim_of_life(desk, man):
    assert status(desk, man, told(desk, man, "2015-06-14", "dead", factuality="CT-")) == ("alive", "latest")
    assert status(desk, man, told(desk, man, "2015-06-14", "dead"), told(desk, man, "2015-06-15", "dead", factuality="CT-"))[0] == "disputed"


def test_one_source_denies_what_another_says(desk, man):
    says = told(desk, man, "2015-06-14", "held", sources=[desk.source("his family", "witness")])
    denies = told(desk, man, "2015-06-15", "held", sources=[desk.source("the ministry")], factuality="CT-")
    assert status(desk, man, says, denies) == ("disputed", "sources-conflict")


def test_people_decide_and_the_rest_stays_listed(desk, man):
    claims = [told(desk, man, "2015-06-14", "dead"), told(desk, man, "2017-03-06", "alive")]
    decision = desk.decision("correct", "person", man["key"], {"status": "alive"})
    record = entity_record(man["key"], claims, [], [decision])
    assert (record["status"], record["status_rule"], record["review"]) == ("alive", "decision", "corrected")
    assert [(row["value"], row["current"]) for row in record["conflicts"][0]["values"]] == [("alive", True), ("alive", False), ("dead", False)]


def test_a_rejected_claim_stays_in_the_history_and_decides_nothing(desk, man):
    claims = [told(desk, man, "2015-06-14", "dead"), told(desk, man, "2017-03-06", "alive")]
    record = entity_record(man["key"], claims, [], [desk.decision("reject", "claim", claims[0].id)])
    assert record["status"] == "alive"
    assert [row["rejected"] for row in record["history"]] == [True, False]


def test_only_persons_by_name_have_a_status_from_tolls(desk, man):
    people = desk.party("villagers")
    claim = desk.claim(desk.article(), toll=[("killed", 1, 1, man), ("killed", 9, 9, people)])
    assert bears_on_status(claim.body) == (man["key"],)
    assert bears_on_status({**claim.body, "realis": "hypothetical"}) == ()
    group = desk.party("IS", "group", kb="islamic-state")
    assert bears_on_status(desk.claim(desk.article(), "alive", "status", recipient=[group]).body) == ()
    assert bears_on_status(desk.claim(desk.article(), "territory", "status", actor=[group]).body) == (group["key"],)


def test_names_traits_and_identities(desk, man):
    other = desk.party("Belmokhtar", "person", key="name:person:khaled-belmokhtar")
    claims = [told(desk, man, "2015-06-14", "held"), told(desk, other, "2016-06-14", "released")]
    aliases = [{"name": name, "article": article, "span": [n, n + 5], "in": "text"}
               for n, (name, article) in enumerate([("Belmokhtar", "sha256:b"), ("Belmokhtar", "sha256:a"), ("Mr Marlboro", "sha256:a")])]  # fmt: skip
    record = entity_record(man["key"], claims, aliases, same_as=[other["key"]])
    assert (record["kind"], record["label"], record["country"], record["status"]) == ("person", "Mokhtar Belmokhtar", "DZA", "released")
    assert [(row["name"], row["article"]) for row in record["aliases"]] == [("Belmokhtar", "sha256:a"), ("Mr Marlboro", "sha256:a")]
    assert record["same_as"] == [other["key"]]
    assert record["roles"][0]["role"] == "commander"
    assert since(record) == "2016-06-14"


@pytest.mark.parametrize(("key", "kind", "label"), [("state:UKR", "group", "Ukraine"), ("kb:aqim", "group", "aqim"),
                                                    ("name:person:joel-yougbare", "person", "joel yougbare")])  # fmt: skip
def test_somebody_of_whom_nothing_is_told_has_a_record(key, kind, label):
    record = entity_record(key, [], [])
    assert (record["kind"], record["label"], record["status"]) == (kind, label, "unknown")


def test_traits_may_come_with_the_sightings():
    sighting = {"name": "AQIM", "article": "sha256:a", "span": [0, 4], "in": "text", "kind": "group", "sector": "REB", "role": None}
    record = entity_record("kb:aqim", [], [sighting])
    assert (record["sector"], record["label"], record["aliases"][0]["name"]) == ("REB", "AQIM", "AQIM")


def test_a_claim_corrected_to_be_about_him_has_no_role_of_his(desk, man):
    claim = told(desk, desk.party("Someone Else", "person"), "2015-06-14", "held")
    decision = desk.decision("correct", "claim", claim.id, {"recipient": [{"key": man["key"], "name": "Mokhtar Belmokhtar", "kind": "person"}]})
    assert entity_record(man["key"], [claim], [], [decision])["status"] == "held"
