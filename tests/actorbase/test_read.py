"""Reading the YAML: compact forms mean what they say, and every problem is named at once."""

from __future__ import annotations

import pytest

from tocsin.actorbase.read import check_actors, dated, years
from tocsin.actorbase.words import both_numbers, plural_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ISI @2006-2013", ("ISI", 2006, 2013)),
        ("ISIS @2013-", ("ISIS", 2013, None)),
        ("FLN @-1962", ("FLN", None, 1962)),
        ("M20 @2005", ("M20", 2005, 2005)),
        ("M-19", ("M-19", None, None)),
        ("user@host", ("user@host", None, None)),
    ],
)
def test_years_behind_a_name_are_split_off(text, wanted):
    assert dated(text) == wanted


def test_a_bare_year_is_that_year_alone():
    assert years(1992) == (1992, 1992)
    assert years("1980-") == (1980, None)
    assert years(None) == (None, None)


def test_every_problem_of_a_file_is_named():
    rows = [
        {"id": "a-b", "name": "A", "kind": "group"},
        {"id": "a-b", "name": "B", "kind": "army"},
        {"id": "Bad Id", "name": "C", "kind": "group", "sector": "XXX", "colour": "red"},
        {"id": "c", "name": "C", "kind": "group", "ties": ["friend of a-b"], "aliases": "C", "active": "1999-1990"},
    ]
    found = " | ".join(check_actors(rows))
    for part in ("used twice", "kind 'army'", "slug", "sector 'XXX'", "unknown key colour", "aliases must be a list"):
        assert part in found


@pytest.mark.parametrize(
    ("one", "many"),
    [("gunman", "gunmen"), ("army", "armies"), ("witness", "witnesses"), ("chief of staff", "chiefs of staff"), ("German", "Germans")],
)
def test_plurals_are_made_by_rule(one, many):
    assert plural_of(one) == many


def test_nouns_in_ese_have_one_form_for_both_numbers():
    assert both_numbers("Lebanese") == (("Lebanese", None),)
    assert both_numbers("Dutchman|Dutchmen") == (("Dutchman", False), ("Dutchmen", True))
    assert both_numbers("witness") == (("witness", False), ("witnesses", True))
