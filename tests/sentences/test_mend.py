"""Verbs of harm that the language model tears apart."""

from dataclasses import replace

import pytest

from tocsin.model.text import Token
from tocsin.sentences.mend import list_people, mend_parse, rejoin_dead, rejoin_harm, seat_apposition, seat_subject


def row(*words):
    """Tokens from (text, lemma, tag, dep, head)."""
    return tuple(Token(i, i, i + 1, text, text.lower(), lemma, "VERB" if tag[0] == "V" else "NOUN", tag, dep, head, "", ent_start=False)
                 for i, (text, lemma, tag, dep, head) in enumerate(words))


TORN = [("They", "they", "PRP", "nsubj", 1), ("blamed", "blame", "VBD", "ROOT", 1), ("bombs", "bomb", "NNS", "dobj", 1), ("that", "that", "WDT", "nsubj", 4),
        ("killed", "kill", "VBD", "relcl", 2), ("two", "two", "CD", "dobj", 4), ("and", "and", "CC", "cc", 1), ("wounded", "wound", "VBD", "conj", 1),
        ("six", "six", "CD", "dobj", 7)]


def test_wounded_belongs_to_killed_in_the_clause_between():
    assert rejoin_harm(row(*TORN))[7].head == 4


@pytest.mark.parametrize(("at", "change"), [
    (1, ("killed", "kill", "VBD", "ROOT", 1)),  # "killed … and wounded" is one act already
    (4, ("told", "tell", "VBD", "relcl", 2)),  # no harm in the clause
    (4, ("kill", "kill", "VBP", "relcl", 2)),  # another form
    (7, ("left", "leave", "VBD", "conj", 1)),  # no harm behind
    (0, ("They", "they", "PRP", "nsubj", 7)),  # a subject of its own
])
def test_other_coordinations_stay(at, change):
    tokens = row(*TORN[:at], change, *TORN[at + 1 :])
    assert rejoin_harm(tokens) is tokens


def test_dead_is_what_shot_made_of_them_and_no_adjective_of_theirs():
    tokens = row(("Gunmen", "gunman", "NNS", "nsubj", 1), ("shot", "shoot", "VBD", "ROOT", 1), ("dead", "dead", "JJ", "amod", 3), ("monks", "monk", "NNS", "dobj", 1))
    mended = rejoin_dead(tokens)
    assert (mended[2].head, mended[2].dep) == (1, "oprd")
    assert mend_parse(mended) is mended


def test_shot_is_the_verb_when_dead_was_made_the_head_of_all():
    tokens = row(("Gunmen", "gunman", "NNS", "nsubj", 3), ("on", "on", "IN", "prep", 0), ("shot", "shot", "NN", "pobj", 1), ("dead", "dead", "JJ", "ROOT", 3),
                 ("monks", "monk", "NNS", "dobj", 3))
    mended = rejoin_dead(tokens)
    assert (mended[2].pos, mended[2].lemma, mended[2].head) == ("VERB", "shoot", 2)
    assert [mended[i].head for i in (0, 3, 4)] == [2, 2, 2]


def test_the_shot_dead_of_another_clause_stays():
    tokens = row(("shot", "shot", "NN", "pobj", 2), ("dead", "dead", "JJ", "amod", 2), ("monks", "monk", "NNS", "ROOT", 2))
    assert rejoin_dead(tokens) is tokens


AFTER = [("Groups", "group", "NNS", "nsubj", 1), ("protested", "protest", "VBD", "ROOT", 1), ("after", "after", "IN", "prep", 1), ("courts", "court", "NNS", "pobj", 2),
         ("jailed", "jail", "VBD", "advcl", 1), ("two", "two", "CD", "dobj", 4)]


def test_a_clause_behind_after_has_the_noun_for_its_subject():
    mended = seat_subject(row(*AFTER))
    assert (mended[3].head, mended[3].dep, mended[2].head, mended[2].dep) == (4, "nsubj", 4, "mark")


@pytest.mark.parametrize("change", [("jailing", "jail", "VBG", "advcl", 1), ("jailed", "jail", "VBD", "conj", 1)])
def test_a_participle_or_a_joined_verb_takes_no_such_subject(change):
    tokens = row(*AFTER[:4], change, AFTER[5])
    assert seat_subject(tokens) is tokens


def listed(number, *more):
    return row(("Gunmen", "gunman", "NNS", "nsubj", 1), ("killed", "kill", "VBD", "ROOT", 1), (number, number, "CD", "nummod", 3), ("men", "man", "NNS", "dobj", 1),
               ("a", "a", "DT", "det", 5), ("baker", "baker", "NN", "appos", 3), *more)


TWO_CLERKS = (("and", "and", "CC", "cc", 5), ("two", "two", "CD", "nummod", 8), ("clerks", "clerk", "NNS", "conj", 5))


def test_one_person_behind_several_is_another_of_a_list():
    assert list_people(listed("five", *TWO_CLERKS))[5].dep == "conj"


@pytest.mark.parametrize("tokens", [listed("three", *TWO_CLERKS), listed("five")])
def test_an_apposition_that_adds_up_or_has_no_list_stays(tokens):
    assert list_people(tokens) is tokens


def test_names_behind_a_comma_belong_to_the_noun_before_it():
    tokens = (*row(("Gunmen", "gunman", "NNS", "nsubj", 1), ("seized", "seize", "VBD", "ROOT", 1), ("monks", "monk", "NNS", "dobj", 1), (",", ",", ",", "punct", 1)),
              replace(row(*[("Ali", "ali", "NNP", "appos", 0)] * 5)[4], pos="PROPN"))
    assert seat_apposition(tokens)[4].head == 2
