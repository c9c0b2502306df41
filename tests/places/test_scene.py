"""Where an article plays, before its names are resolved."""

import pytest

from tocsin.places.scene import distance_km, outlet_home


@pytest.mark.parametrize(("outlet", "town", "country"), [
    ("www.gainesvilleregister.com", "Gainesville", "USA"), ("nbclosangeles.com", "Los Angeles", "USA"), ("abc7chicago.com", "Chicago", "USA"),
    ("chicago.suntimes.com", "Chicago", "USA"), ("https://www.miamiherald.com/news", "Miami", "USA"), ("The Boston Globe", "Boston", "USA"),
    ("cambridge-news.co.uk", "Cambridge", "GBR"), ("post-gazette.com", "Pittsburgh", "USA"), ("Kabul Times", "Kabul", "AFG"),
])
def test_the_home_of_an_outlet_is_read_from_its_name(gazetteer, outlet, town, country):
    homes, _ = outlet_home(outlet, gazetteer)
    assert any((home.name, home.country) == (town, country) for home in homes)


@pytest.mark.parametrize(("outlet", "country"), [("dawn.com", "PAK"), ("www.abc.net.au", "AUS"), ("punchng.com", "NGA"), ("example.co.ke", "KEN"), ("reuters.com", None)])
def test_the_country_of_an_outlet_is_read_from_its_domain(gazetteer, outlet, country):
    assert outlet_home(outlet, gazetteer)[1] == country


@pytest.mark.parametrize("outlet", ["", "reuters.com", "Associated Press", "AFP", "...", "x.y", "post.com", "The"])
def test_outlets_of_no_place_have_no_home(gazetteer, outlet):
    assert outlet_home(outlet, gazetteer)[0] == ()


def test_distances_cross_the_date_line():
    assert distance_km(0, 179.5, 0, -179.5) == pytest.approx(111, rel=0.02)
    assert distance_km(33.3, 44.4, 36.3, 43.1) == pytest.approx(355, rel=0.05)
