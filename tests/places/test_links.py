"""Which names of a sentence may lie in one another, and what kinds of place the words say."""

import pytest

from tocsin.gazetteer.words import load_words
from tocsin.model.text import Token, make_sentence
from tocsin.places.links import find_links, find_lists, kind_of
from tocsin.places.spots import Spot, in_kind_list


def sentence(text):
    tokens, at = [], 0
    for i, word in enumerate(text.split()):
        pos = "PROPN" if word[0].isupper() else "VERB" if word in ("left", "hit") else "PUNCT" if not word[0].isalnum() else "NOUN"
        tokens.append(Token(i, at, at + len(word), word, word.lower(), word.lower(), pos, "", "", 0, "", ent_start=False))
        at += len(word) + 1
    return make_sentence("text", 0, 0, tuple(tokens))


def spots(text, *names):
    sent = sentence(text)
    words = [token.text for token in sent.tokens]
    return [Spot(sent, words.index(name), words.index(name), name, (), named=True) for name in names]


@pytest.mark.parametrize("text", ["Paris , Texas", "Paris in northern Texas", "Paris ( Texas )", "Paris , a small town in Texas", "Paris district of Texas"])
def test_close_names_are_linked(text):
    assert [link.strength for link in find_links(spots(text, "Paris", "Texas"), load_words())] == [1.0]


@pytest.mark.parametrize("text", ["Paris and Texas", "Paris left the hotel in Texas", "Paris hit Texas"])
def test_names_with_a_verb_or_and_between_them_are_not_linked(text):
    assert find_links(spots(text, "Paris", "Texas"), load_words()) == []


def test_names_in_a_list_are_paired():
    assert find_lists(spots("Goma , Bukavu and Uvira", "Goma", "Bukavu", "Uvira")) == [(0, 1), (1, 2)]


@pytest.mark.parametrize(("text", "name", "kind"), [
    ("in Helmand province today", "Helmand", "division"), ("the village of Bama today", "Bama", "town"), ("the river Nile today", "Nile", "water"),
    ("in Clarke and Oconee counties", "Clarke", "district"), ("in Kabul today", "Kabul", None),
])
def test_the_kind_of_place_is_read_beside_the_name(text, name, kind):
    assert kind_of(spots(text, name)[0], load_words()) == kind


def test_a_word_for_kinds_opens_a_list():
    sent = sentence("they hit the villages of Foua , Kfraya and Taftanaz today")
    assert [in_kind_list(sent, i, load_words()) for i in (5, 7, 9)] == [True, True, True]
    assert not in_kind_list(sentence("they hit Foua , Kfraya and Taftanaz"), 6, load_words())
