import pytest

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "words", "kind", "sector", "country"),
    [
        ("Nigerian troops entered the town.", "Nigerian troops", "group", "MIL", "NGA"),
        ("Unknown gunmen shot a farmer.", "Unknown gunmen", "unidentified", "UAF", None),
        ("Libya said it would protest.", "Libya", "state", None, "LBY"),
        ("Egyptian authorities arrested a monk.", "Egyptian authorities", "group", "GOV", "EGY"),
        ("Libyan Defence Minister Omar Haddad spoke.", "Omar Haddad", "person", "GOV", "LBY"),
        ("Rebels shelled the hospital.", "hospital", "organisation", "MED", None),
        ("A military commander of Boko Haram was shot.", "military commander of Boko Haram", "person", "REB", "NGA"),
        ("Rebels took 12 villagers.", "12 villagers", "population", "CVL", None),
        ("Rebels clashed with National Guard units.", "National Guard units", "group", "MIL", None),
        ("A retired Air Force officer was shot.", "retired Air Force officer", "person", "MIL", None),
        ("Gunmen shot at police personnel.", "police personnel", "group", "COP", None),
        ("The army doctor was shot.", "army doctor", "person", "MED", None),
        ("Two soldiers were killed and four wounded.", "four", "group", "MIL", None),
        ("Gunmen killed a judge and two wounded men fled.", "judge", "person", "JUD", None),
    ],
    ids=str,
)
def test_words_say_who_somebody_is(cast, text, words, kind, sector, country):
    actor = cast(text).of(words)
    assert (actor.kind, actor.sector, actor.country) == (kind, sector, country)


def test_people_of_a_known_group_carry_its_id_but_stay_apart_from_it(cast):
    found = cast("Boko Haram fighters attacked the village after Boko Haram had sent a letter.")
    assert found.of("Boko Haram fighters").kb == found.of("Boko Haram").kb is not None
    assert found.of("Boko Haram fighters").id != found.of("Boko Haram").id


def test_an_unknown_group_has_no_id(cast):
    assert cast("The Zzyx Brigade attacked the village.").of("Zzyx Brigade").kb is None


def test_rebels_helped_by_a_state_are_not_of_that_state(cast):
    assert cast("U.S.-backed rebels attacked the base.").of("U.S.-backed rebels").country is None


def test_community_words_give_religion_and_ethnicity(cast):
    actor = cast("Rebels shot two Coptic Christian workers.").of("Coptic Christian workers")
    assert (actor.religion, actor.ethnicity) == ("Christianity", "Coptic")


def test_a_title_becomes_the_role(cast):
    assert cast("Libyan Defence Minister Omar Haddad spoke.").of("Omar Haddad").role == "Libyan Defence Minister"


def test_an_apposition_becomes_the_role(cast):
    actor = cast("Omar Haddad, a former leader of Hamas, was shot.").of("Omar Haddad")
    assert actor.role == "former leader of Hamas"


def test_a_person_seized_is_a_person_whatever_the_name_looks_like(cast):
    assert cast("Police arrested Zzyx Qorvan on Monday.").of("Zzyx Qorvan").kind == "person"


def test_a_state_known_by_its_capital_only_keeps_that_name(cast):
    actor = cast("Moscow condemned the raid.").of("Moscow")
    assert (actor.name, actor.kind, actor.country) == ("Moscow", "state", "RUS")


@pytest.mark.parametrize(
    "text", ["", "-", "the", "()", "He", "21", "ISIS [", "each other", "IS IS IS", "٣ قتلى", "a " * 300, "THE FMLN KILLED 3.", "\n\n"]
)
def test_odd_text_is_survived(cast, text):
    cast(text)


def test_every_mention_lies_in_its_section_and_sentence(cast):
    found = cast('The al-Qaeda leader and "his men" shot dozens of farmers (12 of them women) near Kano.', title="Dozens shot")
    for actor in found.actors:
        for mention in actor.mentions:
            sentence = found.sentences[mention.sentence]
            assert mention.section == sentence.section
            assert sentence.span[0] <= mention.span[0] < mention.span[1] <= sentence.span[1]
