"""Look-ups of the actor base: names with dates, countries, communities, role nouns, and words that are none of these."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.actorbase.load import load_actor_base

BASE = load_actor_base()


def ids(actors):
    return [actor.id for actor in actors]


@pytest.mark.parametrize("name", ["Islamic State", "the Islamic State", "ISLAMIC STATE", "Islamic  State's", "“Islamic State”", "islamic-state"])
def test_a_name_is_found_whatever_its_case_marks_and_articles(name):
    assert ids(BASE.find(name)) == ["islamic-state"]


@pytest.mark.parametrize("name", ["Al Qaeda", "al-Qa'ida", "al‑Qaida", "Qaeda", "AL-QAEDA"])
def test_arabic_articles_and_apostrophes_do_not_matter(name):
    assert "al-qaeda" in ids(BASE.find(name))


def test_a_name_that_nobody_bears_finds_nothing():
    assert BASE.find("Committee of the Seven Lighthouses") == ()
    assert BASE.find("") == ()


def test_the_verb_is_never_the_group():
    assert BASE.find("is") == ()
    assert ids(BASE.find("IS")) == ["islamic-state"]


def test_initials_that_differ_in_case_are_two_groups():
    assert ids(BASE.find("JEM")) == ["jem"]
    assert ids(BASE.find("JeM")) == ["jaish-e-mohammed"]


def test_the_same_organisation_bears_different_names_over_time():
    for name in ("JTJ", "AQI", "ISI", "ISIS", "Daesh"):
        assert "islamic-state" in ids(BASE.find(name))
    spans = {alias.name: (alias.valid_from, alias.valid_to) for alias in BASE.find("ISIS")[0].aliases}
    assert spans["AQI"] == (2004, 2006)
    assert spans["ISIS"] == (2013, None)


def test_renamed_groups_that_broke_away_are_entries_of_their_own_with_a_tie():
    later = BASE.get("hayat-tahrir-al-sham")
    assert later is not None
    assert ("jabhat-fateh-al-sham", "successor", 2017) in [(tie.id, tie.relation, tie.valid_from) for tie in later.parents]
    assert ids(BASE.find("Nusra Front")) == ["nusra-front"]


def test_a_shared_name_goes_to_who_bore_it_on_the_day():
    assert ids(BASE.find("Kabila", date(1999, 5, 1))) == ["laurent-kabila"]
    assert ids(BASE.find("Kabila", date(2010, 5, 1))) == ["joseph-kabila"]
    assert set(ids(BASE.find("Kabila"))) == {"laurent-kabila", "joseph-kabila"}


def test_an_actor_carries_what_the_pipeline_needs():
    actor = BASE.get("fmln")
    assert actor is not None
    assert (actor.kind, actor.sector, actor.country, actor.active_from) == ("group", "REB", "SLV", 1980)
    assert dict(actor.outside)["ucdp"] == "755"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("al-Bargathi", "mahdi-al-barghathi"),
        ("Muhammar Khaddafi", "muammar-gaddafi"),
        ("Hizbolah", "hezbollah"),
        ("Abubakr Shekhau", "abubakar-shekau"),
    ],
)
def test_other_spellings_are_found_alike(name, wanted):
    found = BASE.find_alike(name)
    assert found
    assert found[0][0].id == wanted
    assert 0 < found[0][1] <= 1


def test_alike_finds_nothing_for_other_names():
    assert BASE.find_alike("Lighthouse Keepers of Dover") == ()
    assert BASE.find_alike("") == ()


@pytest.mark.parametrize(
    ("word", "country", "form", "plural"),
    [
        ("Libya", "LBY", "country", None),
        ("Libyan", "LBY", "demonym_adj", None),
        ("Libyans", "LBY", "demonym_noun", True),
        ("Frenchman", "FRA", "demonym_noun", False),
        ("the U.S.", "USA", "country", None),
        ("Côte d’Ivoire", "CIV", "country", None),
        ("Tripoli", "LBY", "capital", None),
        ("the Kremlin", "RUS", "seat", None),
        ("Kosovo", "KOS", "country", None),
        ("Taiwan", "TWN", "country", None),
        ("Palestinians", "PSE", "demonym_noun", True),
        ("Hong Kong", "HKG", "country", None),
    ],
)
def test_words_for_countries_are_told_apart_by_form(word, country, form, plural):
    found = BASE.country_of(word)
    assert found is not None
    assert (found.country, found.form, found.plural) == (country, form, plural)


@pytest.mark.parametrize(
    ("word", "country"), [("Burmese", "MMR"), ("Soviet", "RUS"), ("Zairean", "COD"), ("Yugoslav", "SRB"), ("Czechoslovakia", "CZE")]
)
def test_old_names_lead_to_todays_state(word, country):
    found = BASE.country_of(word)
    assert found is not None
    assert found.country == country


def test_capitals_that_moved_are_dated():
    assert BASE.country_of("Lagos", date(1985, 1, 1)) is not None
    almaty = BASE.country_of("Almaty", date(1995, 1, 1))
    assert almaty is not None
    assert almaty.valid_to == 1997
    assert almaty.sector == "GOV"


@pytest.mark.parametrize("word", ["us", "turkey", "polish", "chad", "Pashtun", "is", "may", "", "-"])
def test_everyday_words_and_peoples_are_no_countries(word):
    assert BASE.country_of(word) is None


@pytest.mark.parametrize(
    ("words", "religion", "ethnicity"),
    [
        ("Copts", "Christianity", "Coptic"),
        ("Shi'ites", "Islam", None),
        ("Jehovah’s Witnesses", "Christianity", None),
        ("Baha'is", "Baha'i", None),
        ("Rohingya Muslims", "Islam", "Rohingya"),
        ("Kurdish", None, "Kurdish"),
        (["Falun", "Gong"], "Falun Gong", None),
        ("Tutsis", None, "Tutsi"),
    ],
)
def test_communities_carry_religion_and_ethnicity(words, religion, ethnicity):
    found = BASE.community(words)
    assert found is not None
    assert (found.religion, found.ethnicity) == (religion, ethnicity)


def test_the_faith_is_not_its_people():
    islam, muslims = BASE.community("Islam"), BASE.community("Muslims")
    assert islam is not None
    assert muslims is not None
    assert (islam.form, muslims.form, muslims.plural) == ("faith", "noun", True)


def test_a_community_of_several_words_is_matched_in_running_text():
    found = BASE.longest_community(["the", "Jehovah", "'s", "Witnesses", "met"], 1)
    assert found is not None
    assert (found[0], found[1].id) == (3, "jehovahs-witnesses")


@pytest.mark.parametrize("word", ["orthodox", "mon", "karen", "fur", "catholic"])
def test_everyday_words_are_no_communities(word):
    assert BASE.community(word) is None


@pytest.mark.parametrize(
    ("noun", "sector", "plural", "collective"),
    [
        ("soldier", "MIL", False, False),
        ("soldiers", "MIL", True, False),
        ("policemen", "COP", True, False),
        ("police", "COP", False, True),
        ("troops", "MIL", False, True),
        ("gunmen", "UAF", True, False),
        ("opposition leader", "OPP", False, False),
        ("Islamist militants", "REB", True, False),
        ("children", "CVL", True, False),
        ("mujahideen", "REB", True, False),
        ("attorneys general", "GOV", True, False),
    ],
)
def test_role_nouns_know_sector_and_number(noun, sector, plural, collective):
    role = BASE.role_noun(noun)
    assert role is not None
    assert (role.sector, role.plural, role.collective) == (sector, plural, collective)


def test_gender_is_given_only_where_it_is_certain():
    nun, imam, gunman = BASE.role_noun("nuns"), BASE.role_noun("imam"), BASE.role_noun("doctor")
    assert nun is not None and nun.gender == "female"  # noqa: PT018
    assert imam is not None and imam.gender is None  # noqa: PT018
    assert gunman is not None and gunman.gender is None  # noqa: PT018


def test_leaders_are_flagged():
    for noun in ("leader", "commander", "rebel chief", "head"):
        role = BASE.role_noun(noun)
        assert role is not None
        assert role.is_leader


def test_the_longest_role_ends_the_phrase():
    found = BASE.longest_role(["senior", "opposition", "leader"])
    assert found is not None
    assert (found[0], found[1].noun) == (2, "opposition leader")
    assert BASE.longest_role(["yellow", "table"]) is None
    assert BASE.longest_role([]) is None


@given(st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=12), st.integers(0, 11))
def test_no_text_ever_raises(words, start):
    start = min(start, len(words) - 1)
    for found in (BASE.longest_match(words, start), BASE.longest_country(words, start), BASE.longest_community(words, start)):
        assert found is None or 1 <= found[0] <= len(words) - start
    text = " ".join(words)
    BASE.find(text)
    BASE.find_alike(text)
    BASE.country_of(text)
    BASE.community(words)
    BASE.role_noun(text)
