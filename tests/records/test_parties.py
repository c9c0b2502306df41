"""Who did it, as who says so."""

import pytest

from tocsin.records.incidents import incident_record


@pytest.fixture
def harm(desk):
    return desk.party("IS", "group", kb="islamic-state", sector="REB")


def blamed(record):
    return [(row["name"], row["attribution"]) for row in record["perpetrators"]]


def made(desk, *claims):
    return incident_record([desk.member(claim.article, claim, number=n) for n, claim in enumerate(claims)])


def test_who_the_outlet_names_is_stated(desk, harm):
    assert blamed(made(desk, desk.claim(desk.article(), actor=[harm]))) == [("IS", "stated")]


def test_who_takes_it_upon_himself_claims_it(desk, harm):
    by_words = desk.claim(desk.article(), actor=[harm], trigger="claimed responsibility")
    by_voice = desk.claim(desk.article(), actor=[harm], sources=[desk.source("Amaq", "group", party="kb:islamic-state")])
    by_spokesman = desk.claim(desk.article(), actor=[harm], sources=[desk.source("an IS spokesman", "group")])
    harm["name"] = "IS group"
    assert blamed(made(desk, by_words)) == [("IS group", "claimed")]
    assert blamed(made(desk, by_voice)) == [("IS group", "claimed")]
    assert made(desk, by_words)["grade"]["evidence"] == "confirmed"
    assert blamed(made(desk, by_spokesman)) == [("IS group", "stated")]  # the name in the source is not the whole name


@pytest.mark.parametrize("factuality", ["PR+", "PS+", "Uu"])
def test_a_hedge_makes_a_suspect(desk, harm, factuality):
    assert blamed(made(desk, desk.claim(desk.article(), actor=[harm], factuality=factuality))) == [("IS", "suspected")]


def test_suspected_gunmen_are_suspected(desk):
    gunmen = desk.party("suspected Boko Haram gunmen", "group")
    assert blamed(made(desk, desk.claim(desk.article(), actor=[gunmen]))) == [("suspected Boko Haram gunmen", "suspected")]


def test_whom_only_the_other_side_accuses_is_suspected(desk):
    russia = desk.party("Russia", "state", country="RUS", key="state:RUS")
    place = desk.place("Ukraine", "UKR")
    says = [desk.source("Ukraine", party="state:UKR", country="UKR")]
    record = made(desk, desk.claim(desk.article(), actor=[russia], sources=says, place=place))
    assert blamed(record) == [("Russia", "suspected")]
    neutral = made(desk, desk.claim(desk.article(), actor=[russia], sources=[desk.source("a UN mission", "ngo")], place=place))
    assert blamed(neutral) == [("Russia", "stated")]


def test_police_of_the_country_may_name_its_robbers(desk):
    gang = desk.party("Black Axe", "group", kb="black-axe", sector="CRM", country="NGA")
    claim = desk.claim(desk.article(), actor=[gang], sources=[desk.source("police", country="NGA")], place=desk.place("Nigeria", "NGA"))
    assert blamed(made(desk, claim)) == [("Black Axe", "stated")]


def test_a_party_of_the_incident_is_no_neutral_witness(desk, harm):
    army = desk.party("army", "group", kb="army-of-x", sector="MIL")
    claim = desk.claim(desk.article(), actor=[harm], recipient=[army], sources=[desk.source("the army", party="kb:army-of-x")])
    assert blamed(made(desk, claim)) == [("IS", "suspected")]


def test_a_denial_is_kept_beside_the_accusation(desk):
    russia = desk.party("Russia", "state", country="RUS", key="state:RUS")
    yes = desk.claim(desk.article("a"), actor=[russia])
    no = desk.claim(desk.article("b"), actor=[russia], factuality="CT-", sources=[desk.source("Russia", party="state:RUS")])
    record = made(desk, yes, no)
    assert [(row["attribution"], row["denied_by"]) for row in record["perpetrators"]] == [("stated", ["Russia"])]
    assert record["status"] == "disputed"
    assert {c["field"] for c in record["conflicts"]} == {"perpetrators", "status"}
    assert record["grade"]["evidence"] == "contested"


def test_who_only_is_said_not_to_have_done_it_is_denied(desk, harm):
    record = made(desk, desk.claim(desk.article(), actor=[harm], factuality="CT-"))
    assert blamed(record) == [("IS", "denied")]
    assert (record["status"], record["grade"]["evidence"], record["grade"]["credibility"]) == ("denied", "discounted", "5")
    assert record["label"].startswith("Denied: attack by IS")


def test_no_group_has_claimed_it_blames_nobody(desk):
    assert blamed(made(desk, desk.claim(desk.article(), actor=[desk.party("group", "group")], factuality="CT-"))) == []


def test_rival_accounts_compete(desk):
    russia = desk.party("Russian aircraft", "group", sector="MIL", country="RUS")
    azov = desk.party("fighters of the Azov regiment", "group", sector="MIL")
    one = desk.claim(desk.article("a"), actor=[russia], sources=[desk.source("Kyiv")])
    two = desk.claim(desk.article("b"), actor=[azov], sources=[desk.source("Moscow")])
    record = made(desk, one, two)
    assert record["grade"]["evidence_rule"] == "competing-attributions"
    assert {kind for _, kind in blamed(record)} == {"suspected"}  # each speaker may be a side
    neutral = made(desk, one, two, desk.claim(desk.article("c"), actor=[russia], sources=[desk.source("a UN mission", "ngo")]))
    assert blamed(neutral) == [("Russian aircraft", "stated"), ("fighters of the Azov regiment", "suspected")]
    assert " or " in record["label"]
    assert made(desk, desk.claim(desk.article(), actor=[russia, azov]))["grade"]["evidence"] == "weak"  # together they do not compete


def test_gunmen_and_attackers_are_one_unknown_party(desk):
    a = desk.article()
    claims = [desk.claim(a, actor=[desk.party(name, "unidentified")]) for name in ("gunmen", "the attackers", "armed men")]
    record = incident_record([desk.member(a, *claims)])
    assert len(record["perpetrators"]) == 1
    assert len(record["perpetrators"][0]["claims"]) == 3


def test_the_unknown_give_way_to_the_named(desk, harm):
    a = desk.article()
    claims = [desk.claim(a, actor=[party]) for party in (desk.party("gunmen", "unidentified"), harm, desk.party("rebels", "group", sector="REB"))]
    record = incident_record([desk.member(a, *claims)])
    assert blamed(record) == [("IS", "stated")]
    assert len(record["perpetrators"][0]["claims"]) == 2  # what "the rebels" did


def test_a_clash_has_sides_and_no_perpetrator(desk, harm):
    army = desk.party("army", "group", kb="army-of-x", sector="MIL")
    claim = desk.claim(desk.article(), actor=[harm, army], acled={"event_type": "Battles", "sub_event_type": "Armed clash"})
    record = made(desk, claim)
    assert record["perpetrators"] == []
    assert {row["role"] for row in record["parties"]} == {"side"}
    assert record["label"].startswith("Fighting between")


def test_a_church_that_was_hit_is_damage_and_no_victim(desk, harm):
    church = desk.party("Protestant church", "organisation", sector="REL")
    people = desk.party("worshippers")
    damage = [{"object": "church", "effect": "burned", "low": 1, "high": 1, "span": [0, 1], "words": "church"}]
    record = made(desk, desk.claim(desk.article(), actor=[harm], recipient=[church, people], damage=damage))
    assert [row["name"] for row in record["victims"]] == ["worshippers"]
    assert [row["object"] for row in record["damage"]] == ["church"]


def test_others_give_way_to_victims_with_a_name(desk, harm):
    a = desk.article()
    claims = [desk.claim(a, actor=[harm], recipient=[desk.party(name)]) for name in ("others", "Coptic Christians")]
    record = incident_record([desk.member(a, *claims)])
    assert [row["name"] for row in record["victims"]] == ["Coptic Christians"]


def test_people_described_by_one_noun_are_one_and_the_commonest_words_stay(desk):
    a, b = desk.article("a"), desk.article("b")
    told = [desk.claim(a, recipient=[desk.party("girls")]), desk.claim(b, recipient=[desk.party("girls")]), desk.claim(b, recipient=[desk.party("abducted girls")]),
            desk.claim(b, recipient=[desk.party("guards")])]  # fmt: skip
    record = incident_record([desk.member(a, told[0]), desk.member(b, *told[1:])])
    assert [party["name"] for party in record["victims"]] == ["girls", "guards"]
    assert len(record["victims"][0]["claims"]) == 3


def test_people_with_names_of_their_own_stay_apart_whatever_their_last_word(desk):
    a = desk.article("a")
    told = desk.claim(a, recipient=[desk.party("Lord's Resistance Army", "group", named=True), desk.party("Kachin Independence Army", "group", named=True)])
    assert len(incident_record([desk.member(a, told)])["victims"]) == 2


def test_hundreds_abducted_and_two_guards_killed_are_told_as_an_abduction(desk):
    girls, guards, a = desk.party("girls"), desk.party("guards"), desk.article("a")
    told = desk.claim(a, recipient=[girls, guards], mode="abduct", toll=[("abducted", 276, 276, girls), ("killed", 2, 2, guards)])
    assert "abducted" in incident_record([desk.member(a, told)])["label"]
    few = desk.claim(a, recipient=[girls, guards], mode="abduct", toll=[("abducted", 3, 3, girls), ("killed", 2, 2, guards)])
    assert "killed" in incident_record([desk.member(a, few)])["label"]
