"""Finding and resolving place names in whole texts."""

import pytest

from tocsin.model.text import Article
from tocsin.places.find import find_places

pytestmark = pytest.mark.model


@pytest.fixture
def places(parse, gazetteer):
    def find(text, **facts):
        return find_places(*parse(text, **facts), gazetteer).items
    return find


def by_name(mentions):
    return {mention.name: mention for mention in mentions}


HITS = [
    # text, name, country, first-level division, feature
    ("Gunmen killed nine farmers in Helmand province on Monday, Afghan officials said.", "Helmand", "AFG", "Helmand", "ADM1"),
    ("A roadside bomb went off near Lashkar Gah, the capital of Helmand province in Afghanistan.", "Lashkar Gah", "AFG", "Helmand", "PPL"),
    ("Fighting broke out in Tripoli, Lebanon, on Friday.", "Tripoli", "LBN", "North Lebanon", "PPL"),
    ("Rival militias clashed in Tripoli as the Libyan government met in Tobruk.", "Tripoli", "LBY", "Tripoli", "PPLC"),
    ("A tornado struck Paris, Texas, late on Sunday.", "Paris", "USA", "Texas", "PPL"),
    ("The two men were arrested in Columbia, S.C., police said.", "Columbia", "USA", "South Carolina", "PPL"),
    ("The army retook the Nigerian town of Bama in Borno state.", "Bama", "NGA", "Borno", "PPL"),
    ("Rebels of the M23 took Goma in North Kivu, eastern Congo.", "Goma", "COD", "North Kivu", "PPL"),
    ("Rebels of the M23 took Goma in North Kivu, eastern Congo.", "Congo", "COD", None, "PCLI"),
    ("The offensive on Deir al-Zour went on, Syrian state media said.", "Deir al-Zour", "SYR", "Deir ez-Zor", "PPL"),
    ("Guerrillas attacked a military post in Morazan department, El Salvador.", "Morazan", "SLV", "Morazán", "ADM1"),
    ("Thousands fled Darfur for Chad.", "Darfur", "SDN", None, "RGN"),
    ("Thousands fled Darfur for Chad.", "Chad", "TCD", None, "PCLI"),
    ("The U.S.-led coalition bombed Raqqa.", "U.S.", "USA", None, "PCLI"),
    ("Two people were shot dead in Lamar County, Texas.", "Lamar County", "USA", "Texas", "ADM2"),
    ("KABUL, Afghanistan - A suicide bomber struck a school.", "KABUL", "AFG", "Kabul", "PPLC"),
    ("The Georgian president flew from Tbilisi to Batumi in Georgia.", "Georgia", "GEO", None, "PCLI"),
    ("Voters in Atlanta and Savannah decide the race in Georgia.", "Georgia", "USA", "Georgia", "ADM1"),
]


@pytest.mark.parametrize(("text", "name", "country", "division", "feature"), HITS, ids=lambda value: str(value)[:40])
def test_names_are_found_and_resolved(places, text, name, country, division, feature):
    mention = by_name(places(text))[name]
    place = mention.toponym
    assert place is not None
    assert (place.country, place.admin1, place.feature) == (country, division, feature)
    assert mention.state != "unresolved"


MISSES = [
    ("Afghan and Pakistani officers met Malian rebels.", ["Afghan", "Pakistani", "Malian"]),
    ("Mr. Jordan thanked Paris Hilton and Jack London for the gift.", ["Jordan", "Paris", "London"]),
    ("The Bank of England and Stanford University published a report.", ["England", "Stanford"]),
    ("The Los Angeles Times and the Washington Post reported it.", ["Los Angeles", "Washington"]),
    ("In May, the Police said, nobody came to us.", ["May", "Police", "us"]),
    ("Al-Qaida and the Taliban denied it; the U.N. and NATO kept silent.", ["Al-Qaida", "Taliban", "U.N.", "NATO"]),
    ("A spokesman of the White House and the Kremlin answered.", ["White House", "Kremlin"]),
    ("A gas plant and a church were attacked.", ["gas plant", "church"]),
]


@pytest.mark.parametrize(("text", "names"), MISSES, ids=lambda value: str(value)[:40])
def test_what_is_no_place_is_left_out(places, text, names):
    assert not set(names) & set(by_name(places(text)))


def test_an_unknown_village_is_found_but_not_resolved(places):
    found = by_name(places("Soldiers searched the village of Qerbajwaro in Kunar province, Afghanistan."))
    assert found["Qerbajwaro"].state == "unresolved"
    assert found["Qerbajwaro"].toponym is None
    assert found["Qerbajwaro"].ucdp_precision is None
    assert found["Kunar"].toponym.admin1 == "Kunar"


def test_villages_in_a_list_are_found(places):
    assert {"Khan Alzur", "Tel Mifsar", "Aleppo"} <= set(by_name(places("Rebels shelled the villages of Khan Alzur and Tel Mifsar in Aleppo province, Syria.")))


def test_a_name_means_the_same_place_throughout(places):
    mentions = [mention for mention in places("The mayor of Moscow, Idaho, spoke. Moscow has 25,000 people. Moscow is quiet.") if mention.name == "Moscow"]
    assert {mention.toponym.admin1 for mention in mentions} == {"Idaho"}
    assert len(mentions) == 3


@pytest.mark.parametrize(("outlet", "division"), [("richmondregister.com", "Kentucky"), ("timesdispatch.com", "Virginia")])
def test_a_local_paper_speaks_of_its_own_town(places, outlet, division):
    text = "A Richmond man was charged on Monday. " + ("Madison County deputies found him in Berea, Kentucky." if division == "Kentucky" else "")
    assert by_name(places(text, outlet=outlet))["Richmond"].toponym.admin1 == division


def test_governments_under_the_name_of_their_capital_are_marked(places):
    found = by_name(places("Ankara accused Damascus of shelling Idlib."))
    assert found["Ankara"].metonym
    assert not found["Idlib"].metonym


@pytest.mark.parametrize(("text", "name", "qualifier", "precision"), [
    ("Clashes were reported in northern Mali.", "Mali", "northern", 5),
    ("A convoy was ambushed near Mosul, Iraq.", "Mosul", "near", 2),
    ("Shells fell on the outskirts of Damascus.", "Damascus", "outskirts", 2),
    ("A bomb exploded in Baghdad.", "Baghdad", None, 1),
    ("A bomb exploded in Anbar province, Iraq.", "Anbar", None, 4),
    ("The war in Syria goes on.", "Syria", None, 6),
    ("Pirates seized a ship in the Gulf of Aden.", "Gulf of Aden", None, 7),
])
def test_qualifiers_blur_the_precision(places, text, name, qualifier, precision):
    mention = by_name(places(text))[name]
    assert (mention.qualifier, mention.ucdp_precision) == (qualifier, precision)


def test_spans_cut_their_names_from_their_section(parse, gazetteer):
    article, sentences = parse("Two died in Kano. The U.S.-backed force left Sirte.", title="Bomb in Kano kills two")
    mentions = find_places(article, sentences, gazetteer).items
    assert {mention.section for mention in mentions} == {"title", "text"}
    for mention in mentions:
        start, end = mention.span
        assert article.section(mention.section)[start:end] == mention.name
        assert mention.first <= mention.head <= mention.last


def test_mentions_are_numbered_in_text_order(places):
    mentions = places("From Kabul to Herat, from Herat to Mashhad in Iran.")
    assert [mention.id for mention in mentions] == [f"p{number}" for number in range(1, len(mentions) + 1)]
    assert [mention.span for mention in mentions] == sorted(mention.span for mention in mentions)


@pytest.mark.parametrize("text", ["", "the", "…", "KABUL", "al-", "in in in , , of the", "٣ مدينة", "a" * 500, "Paris, Paris, Paris, Paris", "St. ", "U.S.", "- - -", "’s",
                                  "WASHINGTON LONDON PARIS MOSCOW", "village of , province"])
def test_any_text_is_read_without_an_error(places, text):
    places(text)


def test_an_article_without_sentences_has_no_places(gazetteer):
    assert find_places(Article("x", "sha256:0", ""), (), gazetteer).items == ()


def test_one_name_in_two_areas_means_two_places(places):
    text = "He moved from Paris, Texas, to Paris, France, in 1990. Paris was cold."
    assert [mention.toponym.country for mention in places(text) if mention.name == "Paris"] == ["USA", "FRA", "FRA"]


def test_countries_joined_by_a_hyphen_stay_countries(places):
    found = by_name(places("Thousands wait at the U.S.-Mexico border. The Iran-Iraq war ended in 1988."))
    assert {found[name].toponym.feature for name in ("Mexico", "Iran", "Iraq") if name in found} == {"PCLI"}


def test_a_district_said_to_lie_where_no_namesake_lies_stays_unresolved(places):
    found = by_name(places("Insurgents were killed in Ghaziabad district, Kunar province, Afghanistan."))
    assert found["Ghaziabad"].state == "unresolved"
    assert found["Kunar"].toponym.country == "AFG"


def test_an_announced_village_whose_namesakes_all_lie_abroad_is_unknown_not_abroad(places):
    text = "Gunmen raided Maiduguri in Borno State, Nigeria. Police in Kano and Lagos were put on alert. They then burned the village of {}."
    assert by_name(places(text.format("Warabe")))["Warabe"].toponym is None
    assert by_name(places(text.format("Gwoza")))["Gwoza"].toponym.country == "NGA"


def test_a_place_abroad_that_something_else_speaks_for_stays(places):
    text = "Gunmen raided Maiduguri in Borno State, Nigeria. Police in Kano were put on alert. The Japanese victim came from the town of Warabe."
    assert by_name(places(text))["Warabe"].toponym.country == "JPN"


def test_a_local_paper_means_no_far_town_by_a_bare_name(places):
    text = ("A boy was shot in Gresham on Friday, Chicago police said. He was taken to a hospital in Oak Lawn. "
            "The Cook County coroner named him, and Chicago mourned.")
    assert by_name(places(text, outlet="chicago.suntimes.com"))["Gresham"].toponym is None
    assert by_name(places(text, outlet="chicago.suntimes.com"))["Oak Lawn"].toponym.admin1 == "Illinois"


def test_a_local_paper_may_name_a_far_town_with_its_state(places):
    text = "A man from Gresham, Oregon, was shot in Chicago on Friday, Chicago police said. Cook County officials said that Chicago mourned."
    assert by_name(places(text, outlet="chicago.suntimes.com"))["Gresham"].toponym.admin1 == "Oregon"


@pytest.mark.parametrize("text", [
    "A woman was robbed in the 4200 block of Cleveland in Detroit.",
    "A woman was robbed near 21st and Cleveland in Detroit.",
    "A woman was robbed at the corner of Cleveland and Pine in Detroit.",
])
def test_bare_names_of_streets_are_no_towns(places, text):
    found = by_name(places(text))
    assert "Cleveland" not in found or found["Cleveland"].toponym is None


def test_a_street_does_not_unmake_the_town_of_its_name(places):
    found = places("Houston police went to the corner of Houston and Pine. Houston mourned, and Houston prayed in Texas.")
    assert all(mention.toponym is not None for mention in found if mention.name == "Houston")


def test_a_quarter_has_the_town_around_it_as_its_city(places):
    found = by_name(places("Three men were shot in the Brighton Park neighborhood, police in Chicago said."))
    assert found["Brighton Park"].toponym.city == "Chicago"
