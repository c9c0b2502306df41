"""Sentences → tolls of their claims."""

import pytest

from tocsin.pipeline import Reader

pytestmark = pytest.mark.model

CASES = [
    ("Gunmen killed 21 farmers in Borno.", {("killed", 21, 21)}),
    ("More than 30 soldiers were wounded in the attack.", {("injured", 31, None)}),
    ("A number of insurgents were killed.", {("killed", 3, None)}),
    ("No one was in custody on Sunday night.", {("arrested", 0, 0)}),
    ("Both Musa and his daughter were killed by gunmen.", {("killed", 1, 1)}),
    ("A 3-year-old was shot in the car.", {("injured", 1, 1)}),
    ("Police said two drivers and a 6-year-old were shot.", {("injured", 2, 2), ("injured", 1, 1)}),
    ("Eight villagers have been killed or wounded by rebels.", set()),
    ("Four people were shot, three fatally, in Dayton.", {("killed", 3, 3), ("injured", 1, 1)}),
]


@pytest.fixture(scope="module")
def reader():
    return Reader()


def tolls(reader, parse, text):
    return {(toll.effect, toll.low, toll.high) for claim in reader.read(*parse(text)).claims for toll in claim.toll}


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_sentence_gives_its_toll(reader, parse, text, expected):
    assert tolls(reader, parse, text) == expected


@pytest.mark.parametrize("text", ["Three insurgents opened fire on a patrol.", "The rebels fired at the soldiers.", "A man was seen at a shooting at a party."])
def test_who_was_only_shot_at_is_not_injured(reader, parse, text):
    assert not {toll for toll in tolls(reader, parse, text) if toll[0] == "injured"}


def test_one_of_them_is_one_and_not_all_of_them(reader, parse):
    found = tolls(reader, parse, "Four people were shot in Dayton on Friday. One of them died at a hospital.")
    assert ("killed", 1, 1) in found
    assert ("killed", 4, 4) not in found


def test_an_age_is_no_count(reader, parse):
    assert ("killed", 3, 3) not in tolls(reader, parse, "The mayor mourned the violent death of 3 yr old boys killed by gunmen.")


@pytest.mark.parametrize(("text", "expected"), [
    ("A bomb went off, leaving seven officers and two shoppers injured.", {("injured", 7, 7), ("injured", 2, 2)}),
    ("The blast left 13 dead and 40 wounded.", {("killed", 13, 13), ("injured", 40, 40)}),
    ("Three killed, five hurt in Marawi blast", {("killed", 3, 3), ("injured", 5, 5)}),
    ("The death toll from the attack rose to 22 on Monday.", {("killed", 22, 22)}),
    ("The two sides reported 103 rebel deaths in the battle.", {("killed", 103, 103)}),
    ("Police reported 14 deaths and 30 injuries after the bombing.", {("killed", 14, 14), ("injured", 30, 30)}),
    ("The bomber killed 23 people as well as himself.", {("killed", 23, 23), ("killed", 1, 1)}),
    ("Two arrests were made after the attack.", {("arrested", 2, 2)}),
    ("The union published a list of worker deaths in the attack.", {("killed", 2, None)}),
    ("The number of deaths in the attack is in doubt.", set()),
])
def test_nouns_and_results_of_harm_are_counted(reader, parse, text, expected):
    assert tolls(reader, parse, text) == expected


@pytest.mark.parametrize("text", ["The death toll from the earthquake rose to 400.", "Two fatal shootings shook the town."])
def test_no_harm_or_no_people_are_not_counted(reader, parse, text):
    assert not tolls(reader, parse, text)
