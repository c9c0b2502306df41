"""Short articles → incidents: what is told of one happening, and what it cost."""

from datetime import date

import pytest

from tocsin.pipeline import Reader

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def reader():
    return Reader()


@pytest.fixture(scope="module")
def read(reader, parse):
    return lambda text, **facts: reader.read(*parse(text, **facts))


def violent(reading):
    return [incident for incident in reading.incidents if incident.type in {"ASSAULT", "COERCE"} and incident.status == "actual"]


def best(incident):
    return {toll.effect: toll.best for toll in incident.toll}


def test_a_later_definite_mention_belongs_to_the_attack_told_first(read):
    reading = read("Gunmen attacked a village in Borno on Monday. Twelve people were killed. The attack lasted two hours.")
    assert len(violent(reading)) == 1
    assert best(violent(reading)[0]) == {"killed": 12}


def test_title_and_first_sentence_tell_one_happening(read):
    reading = read("Three people were killed in Dayton on Wednesday. Police are looking for a gunman.", title="Three Killed in Dayton Shooting")
    assert len(violent(reading)) == 1


def test_those_who_were_shot_and_died_are_not_among_the_injured(read):
    reading = read("Four people were shot in Dayton on Friday. One of them died at a hospital.")
    assert best(violent(reading)[0]) == {"injured": 3, "killed": 1}


def test_when_all_who_were_shot_died_nobody_is_injured(read):
    reading = read("Two men were shot in Dayton on Friday. Police said two men were killed.")
    assert best(violent(reading)[0]) == {"killed": 2}


def test_one_sentence_may_set_the_wounded_beside_the_dead(read):
    reading = read("An officer was shot and the suspect was killed in Dayton on Friday.")
    assert best(violent(reading)[0]) == {"injured": 1, "killed": 1}


def test_additional_captives_are_added_to_the_first(read):
    reading = read("Troops arrested a Taliban leader in Zabul on Sunday. The force also detained two additional suspected insurgents.")
    assert best(violent(reading)[0]) == {"arrested": 3}


def test_what_an_operation_was_for_did_not_happen_by_that(read):
    reading = read("Troops detained six insurgents during an operation to arrest a weapons dealer in Gardez on Sunday.")
    assert [best(incident) for incident in violent(reading) if incident.toll] == [{"arrested": 6}]


def test_several_go_before_one_of_them(read):
    reading = read("Several rebels were detained in Zabul on Sunday. One of the rebels was detained at a compound.")
    assert best(violent(reading)[0]) == {"arrested": 3}


def test_also_adds(read):
    reading = read("Troops arrested a Taliban leader in Zabul on Sunday. The troops also detained two suspected insurgents.")
    assert best(violent(reading)[0]) == {"arrested": 3}


def test_whom_somebody_only_tried_to_kill_is_not_dead(read):
    reading = read("Two gunmen tried to assassinate the governor of Kunduz on Sunday.")
    assert not any("killed" in best(incident) for incident in reading.incidents)


def test_the_other_two_are_part_of_the_four(read):
    reading = read("Four people were wounded in an attack in Borno on Monday. The other two victims were wounded slightly.")
    assert best(violent(reading)[0]) == {"injured": 4}


def test_a_total_told_twice_is_counted_once(read):
    reading = read("Rebels killed nine farmers near Goma on Monday. The nine farmers were killed at dawn.")
    assert best(violent(reading)[0]) == {"killed": 9}


def test_bare_plurals_and_mass_nouns_name_no_particular_event(read):
    reading = read("The bishops condemned kidnappings and violence.")
    assert {claim.realis for claim in reading.claims if claim.type == "ASSAULT"} <= {"generic"}
    assert not violent(reading)


def test_a_plural_with_a_place_of_its_own_is_actual(read):
    reading = read("Clashes were reported in Bentiu on Tuesday.")
    assert "actual" in {claim.realis for claim in reading.claims}


def test_what_a_past_relative_clause_says_happened_even_under_a_doubtful_verb(read):
    reading = read("Detectives may soon name the two men who opened fire on a crowd in Lyon, killing one visitor.")
    assert {claim.realis for claim in reading.claims if claim.type == "ASSAULT"} == {"actual"}


def test_what_may_have_caused_the_blast_is_part_of_the_same_incident(read):
    reading = read("A blast killed nine soldiers in Homs on Friday. The probe will determine whether an airstrike or a missile attack caused the blast.")
    assault = [incident for incident in reading.incidents if incident.type == "ASSAULT"]
    assert len(assault) == 1


def test_a_deed_on_somebodys_record_is_background(read):
    reading = read("Troops detained a rebel leader in Zabul on Sunday. He is suspected of planning an ambush that killed two soldiers in Herat.")
    deaths = [claim for claim in reading.claims if any(toll.effect == "killed" for toll in claim.toll)]
    assert deaths
    assert all(claim.background for claim in deaths)


def test_capture_and_arrest_of_one_person_are_one_captive(read):
    reading = read("Soldiers captured a Taliban leader in Zabul on Sunday. The leader was detained at a compound.")
    captives = sum(toll.best or 0 for incident in violent(reading) for toll in incident.toll)
    assert captives == 1


def test_every_claim_is_in_exactly_one_incident(read):
    reading = read("Gunmen killed three farmers in Borno on Monday. Police arrested a man on Tuesday. Protesters marched in Abuja on Friday.")
    members = [claim for incident in reading.incidents for claim in incident.claims]
    assert sorted(members) == sorted(claim.id for claim in reading.claims)


def test_attacks_in_two_countries_stay_two_incidents(read):
    reading = read("Gunmen killed three farmers in Nigeria on Monday. Rebels killed five soldiers in Mali on Monday.")
    assert len(violent(reading)) == 2


@pytest.mark.parametrize("text", ["", "a", "…", "violence", "killed", "WHO WAS SHOT", "the the the attacks"])
def test_any_text_is_read(read, text):
    read(text)


def test_police_arrest_in_their_own_country_when_no_place_is_named(read):
    reading = read("Ruritania is not on any map. Portuguese police arrested a singer on Friday. Fans in Portugal, Spain, France and Italy protested.")
    arrest = next(claim for claim in reading.claims if claim.type == "COERCE")
    assert (arrest.place.country, arrest.place.name, arrest.place.basis) == ("PRT", None, "inherited")
    assert arrest.place.ref is not None


def test_soldiers_do_not_place_an_arrest(read):
    reading = read("Portuguese soldiers arrested a singer on Friday. Fans in Portugal, Spain, France and Italy protested.")
    arrest = next(claim for claim in reading.claims if claim.type == "COERCE")
    assert arrest.place.country is None


def test_a_country_far_ahead_of_many_others_is_where_the_article_plays(read):
    text = "A singer was arrested on Friday. Lebanon, Lebanon and Lebanon again: Mali, Libya and Ghana were named once."
    arrest = next(claim for claim in read(text).claims if claim.type == "COERCE")
    assert arrest.place.country == "LBN"


def test_two_countries_named_alike_leave_it_open(read):
    text = "A singer was arrested on Friday. Lebanon, Lebanon and Lebanon: Mali, Mali and Ghana were named."
    arrest = next(claim for claim in read(text).claims if claim.type == "COERCE")
    assert arrest.place.country is None


def test_a_campaign_that_has_been_waged_since_is_not_the_attack_told_before(read):
    text = "The rebel chief led an attack on a hotel in Kenya in 2013 in which nine guests were killed. "
    reading = read(f"{text}The road is blocked by Boko Haram, which has been waging a campaign of genocide on farmers.")
    attack = next(incident for incident in reading.incidents if incident.time.edtf == "2013")
    names = {actor.id: actor.name for actor in reading.actors}
    assert not any("Boko" in names[who] for who in attack.actor)


def test_whoever_blames_somebody_for_a_bomb_wounded_nobody_and_the_day_of_the_blame_is_not_the_bombs(read):
    text = "The Peruvian government on Friday blamed the Red Column for a bomb that killed 12 people and wounded 30 at a barracks in Lima."
    reading = read(text, published=date(2019, 1, 19))
    names = {actor.id: actor.name for actor in reading.actors}
    wounded = next(claim for claim in reading.claims if "injured" in {toll.effect for toll in claim.toll})
    killed = next(claim for claim in reading.claims if "killed" in {toll.effect for toll in claim.toll})
    assert not any("government" in names[who] for who in (*wounded.actor, *killed.actor))
    assert wounded.incident == killed.incident
    assert wounded.time.start is None


def test_the_deadliest_since_a_year_did_not_happen_in_that_year(read):
    reading = read("The attack was the deadliest in Lima since 2003. The raid was the first there since 1998.", published=date(2019, 1, 19))
    assert all(claim.time.start is None for claim in reading.claims)


def test_a_series_since_a_year_keeps_its_year(read):
    reading = read("Rebels have attacked farmers in Peru since 2003.", published=date(2019, 1, 19))
    assert reading.claims[0].time.edtf is not None


def test_the_like_of_years_ago_is_not_todays_news(read):
    text = (
        "Gunmen on a motorcycle shot dead two Buddhist monks and injured a sergeant who was guarding them. The attackers fled. "
        "In January 2019, gunmen killed two monks at a temple in Narathiwat."
    )
    reading = read(text, published=date(2023, 6, 12))
    main = next(incident for incident in reading.incidents if incident.main)
    assert main.time.start is None
    assert next(incident for incident in reading.incidents if incident.time.edtf == "2019-01").id != main.id
