"""Looking places up."""


import pytest

from tocsin.gazetteer.load import ALTERNATE, LOOSE, NAME


@pytest.mark.parametrize(("name", "country"), [
    ("Burma", "MMR"), ("Ivory Coast", "CIV"), ("Cote d'Ivoire", "CIV"), ("UK", "GBR"), ("U.K.", "GBR"), ("U.S.", "USA"), ("US", "USA"), ("DRC", "COD"),
    ("DR Congo", "COD"), ("Democratic Republic of the Congo", "COD"), ("Congo-Brazzaville", "COG"), ("Holland", "NLD"), ("Swaziland", "SWZ"),
    ("East Timor", "TLS"), ("South Korea", "KOR"), ("Palestinian territories", "PSE"), ("CAR", "CAF"), ("Vatican", "VAT"), ("Kosovo", "XKX"),
    ("the Philippines", "PHL"), ("Türkiye", "TUR"), ("Macedonia", "MKD"), ("Zaire", "COD"),
])
def test_countries_are_found_by_the_names_of_the_news(gazetteer, name, country):
    assert any(place.country == country and place.feature == "PCLI" for place in gazetteer.lookup(name))


@pytest.mark.parametrize("name", ["Malian", "Iraqis", "Afghan", "us", "it", "car"])
def test_demonyms_and_lower_case_words_are_no_countries(gazetteer, name):
    assert not any(place.feature == "PCLI" for place in gazetteer.lookup(name))


@pytest.mark.parametrize(("name", "country", "division"), [
    ("Helmand", "AFG", "Helmand"), ("Oruzgan", "AFG", "Uruzgan"), ("Wardak", "AFG", "Wardak"), ("Anbar", "IRQ", "Anbar"), ("Nineveh", "IRQ", "Nineveh"),
    ("Salahuddin", "IRQ", "Salahuddin"), ("Deir al-Zour", "SYR", "Deir ez-Zor"), ("Borno", "NGA", "Borno"), ("North Kivu", "COD", "North Kivu"),
    ("Cabo Delgado", "MOZ", "Cabo Delgado"), ("Morazan", "SLV", "Morazán"), ("Chechnya", "RUS", "Chechnya"), ("Rakhine", "MMR", "Rakhine"),
    ("South Kordofan", "SDN", "South Kordofan"), ("Lower Shabelle", "SOM", "Lower Shabelle"), ("Khyber Pakhtunkhwa", "PAK", "Khyber Pakhtunkhwa"),
    ("Ky.", "USA", "Kentucky"), ("B.C.", "CAN", "British Columbia"), ("Calif.", "USA", "California"), ("NSW", "AUS", "New South Wales"),
    ("Oaxaca", "MEX", "Oaxaca"), ("Antioquia", "COL", "Antioquia"), ("Tigray", "ETH", "Tigray"), ("Crimea", "UKR", "Crimea"),
])
def test_first_level_divisions_are_found(gazetteer, name, country, division):
    assert any((place.country, place.admin1, place.feature) == (country, division, "ADM1") for place in gazetteer.lookup(name))


@pytest.mark.parametrize("name", ["Darfur", "Kashmir", "Sinai", "Sahel", "Gaza Strip", "West Bank", "Donbas", "Maghreb", "Horn of Africa", "Lake Chad", "Mindanao",
                                  "Kivu", "Middle East", "Balkans", "Red Sea", "Euphrates", "Hindu Kush", "Africa", "Bekaa Valley", "Sambisa Forest"])
def test_regions_and_waters_of_the_news_are_found(gazetteer, name):
    assert any(not place.feature.startswith("PPL") for place in gazetteer.lookup(name))


def test_towns_carry_their_divisions(gazetteer):
    mosul = next(place for place in gazetteer.lookup("Mosul") if place.country == "IRQ" and place.city)
    assert (mosul.admin1, mosul.city, mosul.feature) == ("Nineveh", "Mosul", "PPL")
    assert mosul.lat == pytest.approx(36.335, abs=0.1)
    assert gazetteer.by_id(mosul.geonameid) == mosul


def test_the_capital_is_the_largest_town_of_its_name(gazetteer):
    capitals = [place for place in gazetteer.lookup("Washington") if place.feature == "PPLC"]
    assert [place.admin1 for place in capitals] == ["District of Columbia"]


def test_own_names_come_before_other_names_and_sounds(gazetteer):
    assert [hit.how for hit in gazetteer.hits("Lima")] == sorted(hit.how for hit in gazetteer.hits("Lima"))
    assert gazetteer.hits("Mosul")[0].how == NAME
    assert any(hit.how == ALTERNATE for hit in gazetteer.hits("Saigon"))
    assert {hit.how for hit in gazetteer.hits("Qandaharr")} <= {LOOSE}


def test_unknown_names_are_unknown(gazetteer):
    assert gazetteer.lookup("Xyzzyville") == ()
    assert gazetteer.lookup("") == ()
    assert gazetteer.lookup("…") == ()
    assert gazetteer.by_id(1) is None
