"""The feature tables: every feature says what it tests, and each row is used once."""

from collections import Counter

import pytest

from tocsin.model.where import Toponym
from tocsin.places import evidence, features
from tocsin.places.features import contains

TABLES = [evidence.FEATURES, features.STATIC, features.DYNAMIC]


@pytest.mark.parametrize("table", TABLES, ids=["evidence", "static", "dynamic"])
def test_every_feature_says_what_it_tests(table):
    assert all((row.func.__doc__ or "").strip().endswith((".", ").")) for row in table)


@pytest.mark.parametrize("table", TABLES, ids=["evidence", "static", "dynamic"])
def test_every_feature_stands_in_its_table_once_with_a_weight(table):
    assert max(Counter(row.func for row in table).values()) == 1
    assert all(-8 <= row.weight <= 8 for row in table)


def place(name, feature, country="AAA", admin1=None, admin2=None, lat=0.0, lon=0.0):
    return Toponym(None, name, lat, lon, country, admin1, admin2, None, feature, 0)


def test_areas_contain_what_lies_in_them():
    country, division = place("A", "PCLI"), place("B", "ADM1", admin1="B")
    district, town = place("C", "ADM2", admin1="B", admin2="C"), place("D", "PPL", admin1="B", admin2="C")
    assert contains(country, division)
    assert contains(country, town)
    assert contains(division, district)
    assert contains(division, town)
    assert contains(district, town)


def test_towns_contain_nothing_and_nothing_contains_itself():
    country, town = place("A", "PCLI"), place("D", "PPL")
    assert not contains(town, country)
    assert not contains(country, country)
    assert not contains(place("B", "ADM1", admin1="B"), place("E", "PPL", admin1="F"))
    assert not contains(place("A", "PCLI"), place("E", "PPL", country="BBB"))
