"""An arrest for a killing goes where the killing goes; an arrest of victims does not."""

from importlib import resources

import pytest
import yaml
from making import actor, claim, incident, reading

from tocsin.linking.follow import followed, load_follow_words
from tocsin.linking.link import link_readings

DATA = yaml.safe_load(resources.files("tocsin").joinpath("data/linking/follows.yaml").read_text(encoding="utf-8"))


def between(sentence):
    return sentence[sentence.index("]") + 1 : sentence.index("{")], sentence[sentence.index("{") + 1 : sentence.index("}")]


@pytest.mark.parametrize("sentence", DATA["hits"])
def test_words_that_name_the_ground(sentence):
    assert load_follow_words().link(*between(sentence))


@pytest.mark.parametrize("sentence", DATA["misses"])
def test_words_that_do_not(sentence):
    assert not load_follow_words().link(*between(sentence))


KILLING = "Gunmen shot dead the lawyer Olu Desanya at his gate in Belmar on Monday night."
ARREST = "Police arrested Tomo Brask on Friday in connection with the killing of the lawyer Olu Desanya in Belmar."
TAIL = " Brask, a former bodyguard, waited near the gate in a grey van, neighbours of Desanya told the prosecutor, Mina Castell."


def arrest_story(ref, text, whom=("a2",), victims=()):
    start = text.index("killing")
    arrest = {**claim("c1", "i1", text, ARREST, "COERCE"), "mode": "arrest", "recipient": list(whom)}
    killing = {**claim("c2", "i2", text, ARREST), "trigger": [start, start + 7], "mode": "targeted", "recipient": list(victims)}
    arrest["trigger"] = [text.index("arrested"), text.index("arrested") + 8]
    incidents = [incident("i1", ["c1"], "COERCE", whom=whom, toll=[("arrested", 1)]), incident("i2", ["c2"], main=False, background=True)]
    return reading(ref, text, incidents, [arrest, killing], actors=[actor("a2", "Tomo Brask", kind="person")], published="2016-03-12")


def test_the_arrest_follows_the_killing_that_it_was_made_for():
    assert followed(arrest_story("x", ARREST + TAIL)) == {"i1": "i2"}


def test_the_arrest_of_those_who_were_attacked_is_a_happening_of_its_own():
    assert followed(arrest_story("x", ARREST + TAIL, whom=("a2",), victims=("a2",))) == {}


def test_articles_on_the_arrest_stand_in_the_line_of_the_killing_which_keeps_its_type_and_toll():
    text = KILLING + TAIL
    murder = reading("m", text, [incident("i1", ["c1"], toll=[("killed", 1)])], [claim("c1", "i1", text, KILLING)], published="2016-03-08")
    lines = list(link_readings([arrest_story("a", ARREST + TAIL), murder]))
    assert [sorted((row["article"], row["incident"]) for row in line["members"]) for line in lines] == [[("a", "i1"), ("a", "i2"), ("m", "i1")]]
    assert lines[0]["type"] == "ASSAULT"
    assert [(row["effect"], row["best"]) for row in lines[0]["toll"]] == [("arrested", 1), ("killed", 1)]


def test_a_reading_of_an_unknown_shape_of_act_follows_nothing():
    text = KILLING + TAIL
    assert followed(reading("m", text, [incident("i1", ["c1"])], [{**claim("c1", "i1", text, KILLING), "mode": None}])) == {}
