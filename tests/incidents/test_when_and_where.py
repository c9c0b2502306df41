"""When and where incidents took place, beyond what their own sentences say."""

from datetime import date

import pytest

from tocsin.pipeline import Reader, reading_dict

pytestmark = pytest.mark.model
MONDAY = date(2017, 3, 6)


@pytest.fixture(scope="module")
def reader():
    return Reader()


@pytest.fixture
def read(reader, parse):
    return lambda text, **facts: reading_dict(reader.read(*parse(text, **{"published": MONDAY, **facts})))


def main(reading):
    return next(incident for incident in reading["incidents"] if incident["main"])


def test_a_main_clause_without_claim_sets_the_stage_for_the_next_sentence(read):
    reading = read("KABUL, Afghanistan (March 6) - A patrol drove through Sangin district in Helmand province yesterday. "
                   "Gunmen opened fire, and two soldiers were killed.")
    incident = main(reading)
    assert (incident["place"]["admin1"], incident["place"]["basis"]) == ("Helmand", "inherited")
    assert incident["time"]["edtf"] == "2017-03-05"


def test_what_was_said_in_a_place_sets_no_stage(read):
    reading = read("Two priests were shot dead on Friday in Gao. Diplomats met in Dakar on Sunday. The gunmen fled.")
    assert main(reading)["place"]["name"] == "Gao"


def test_a_hospital_in_another_province_does_not_move_the_attack(read):
    reading = read("A bomb killed three traders in Maiduguri, Nigeria, on Saturday. One of the wounded died at a hospital in Kano.")
    assert main(reading)["place"]["name"] == "Maiduguri"


def test_a_finer_place_told_later_places_the_attack(read):
    reading = read("A bomb killed three traders in Borno state, Nigeria, on Saturday. The blast struck a market in Maiduguri.")
    assert main(reading)["place"]["name"] == "Maiduguri"


def test_a_year_told_late_does_not_date_the_news(read):
    reading = read("A guard was wounded early Saturday when someone sprayed bullets at a depot in Lagos. Two other men were shot. "
                   "A neighbour knows the pain. His son was killed in 2005.")
    shot = next(claim for claim in reading["claims"] if claim["toll"] and claim["toll"][0]["low"] == 2)
    assert shot["time"]["edtf"] == "2017-03-04"


def test_a_year_that_two_sentences_give_dates_the_murder(read):
    reading = read("The envoys spoke on Friday about the murder of the envoy. The envoy was murdered in 2002. His murder in 2002 was filmed.")
    murders = [claim for claim in reading["claims"] if claim["type"] == "ASSAULT"]
    assert {claim["time"]["edtf"] for claim in murders} == {"2002"}


def test_the_day_of_a_burial_does_not_date_the_attack(read):
    reading = read("A shooting at a chapel killed two women. The women were buried on Sunday.")
    assert main(reading)["time"]["edtf"] is None


def test_a_quarter_counts_for_its_town_and_the_claim_keeps_it(read):
    reading = read("Two brothers were shot dead in the Brighton Park neighborhood on Friday, Chicago police said. The mayor of Chicago wept.")
    assert main(reading)["place"]["name"] == "Chicago"
    assert any(claim["place"]["name"] == "Brighton Park" and claim["place"]["city"] == "Chicago" for claim in reading["claims"])


def test_a_suburb_stays_a_town_of_its_own(read):
    reading = read("Two brothers were shot dead in Yonkers, a suburb of New York, on Friday. The mayor of New York wept.")
    assert main(reading)["place"]["name"] == "Yonkers"


def test_a_village_that_is_not_listed_is_not_replaced_by_a_town_far_away(read):
    reading = read("A woman was shot dead in the village of Tarrowby in Wyoming on Friday. Her son died at a hospital in Scottsbluff, Nebraska.")
    assert main(reading)["place"]["name"] != "Scottsbluff"


def test_the_date_of_a_picture_is_not_that_of_the_deed_in_its_caption(read):
    reading = read("Mourners gather in the street after the killing of a vendor, in Lyon, March 4, 2017.")
    killing = next(claim for claim in reading["claims"] if claim["type"] == "ASSAULT")
    assert killing["time"]["edtf"] is None


def test_a_picture_from_the_files_is_background(read):
    reading = read("Gunmen killed two guards in Gao on Saturday. FILE - Soldiers arrest a student in Bamako, March 1, 2017.")
    arrest = next(incident for incident in reading["incidents"] if incident["type"] == "COERCE")
    assert arrest["background"]


def test_where_people_protest_a_killing_is_not_where_it_was(read):
    reading = read("Thousands of mourners in Aleppo protested the killing of two brothers.")
    killing = next(claim for claim in reading["claims"] if claim["type"] == "ASSAULT")
    assert killing["place"]["basis"] != "stated"


def test_an_old_year_beside_the_news_does_not_make_it_background(read):
    reading = read("Shelling kills 90 people, activists say. "
                   "More than 90 people were killed in one of the deadliest incidents since the uprising began in 2011.", title="Shelling kills 90")
    assert not main(reading)["background"]
    title = next(claim for claim in reading["claims"] if claim["in"] == "title")
    assert title["time"]["edtf"] is None


def test_who_searches_in_a_place_arrests_there(read):
    reading = read("KABUL, Afghanistan (March 6) - Troops detained two men while searching for a bomb maker in Sangin district, Helmand province.")
    assert main(reading)["place"]["admin1"] == "Helmand"


def test_the_only_province_of_the_sentence_goes_before_a_dateline_elsewhere(read):
    reading = read("KABUL, Afghanistan (March 6) - Troops detained two men, during an operation to seize a gunman who plans raids in Zabul province.")
    assert main(reading)["place"]["admin1"] == "Zabul"


@pytest.mark.parametrize("text", [
    "In Sangin district, Helmand province, an Afghan and coalition force killed a commander.",
    "Also in Sangin district, Helmand province, a patrol detained a guard.",
])
def test_the_place_that_opens_a_sentence_frames_it(read, text):
    assert {claim["place"]["admin1"] for claim in read(text)["claims"]} == {"Helmand"}


def test_a_report_from_across_the_border_does_not_play_where_it_was_sent_from(read):
    reading = read("COX'S BAZAR, Bangladesh (AP) - Myanmar's army has killed hundreds of farmers, refugees said Sunday. Their houses were burned. "
                   "Rakhine state has been closed to aid groups. Myanmar denies it. The government in Naypyitaw says that Rakhine is calm.")
    assert main(reading)["place"]["country"] == "MMR"
