"""What is a copy, and what is not."""

import random
import string

import pytest
from making import story

from tocsin.linking.copies import copy_keys, independent, is_copy, signature_from_row, signature_of, signature_to_row
from tocsin.linking.link import link_readings

WIRE = """Three fishermen were killed and two boats burned when raiders in speedboats came ashore at the village of Konduma before dawn on Tuesday,
residents and a coast guard officer said. The raiders fired at huts along the beach for about half an hour and left towards the open sea with
nets, engines and at least one captive, a boy of twelve whose mother said that he had been sleeping under an upturned hull. It was the second
raid on the stretch of coast within a month. Lieutenant Amadi Perek of the coast guard said that a patrol had been sent out, but that its
engine failed before it reached the bay. Fishing crews said they would stay ashore until the navy kept a vessel in the bay overnight. The
provincial government promised rice and tarpaulins to forty families whose huts had burned. No group has said that it sent the raiders, whom
villagers called strangers speaking the dialect of the northern islands. A teacher who hid in the school's water tank counted nine men with
rifles. He said that one of them read names from a list, and that two of the dead had been on it."""
OTHER = """Raiders landing from speedboats shot dead three men at Konduma, a fishing village, early on Tuesday. They set fire to two boats and took a
twelve-year-old away, his family told this newspaper. The coast guard confirmed the deaths. Its only patrol craft broke down on the way there,
according to Lieutenant Amadi Perek. Crews have stopped going out at night and ask for a navy ship. Some forty households lost their huts and are
to be given rice. Nobody knows who the attackers were, though people there say their speech was that of the northern islands. A list was read out
before the shooting, a teacher told us, and two victims were named on it. He had climbed into a water tank and saw nine armed men."""


def sentences(text):
    return text.replace("\n", " ").split(". ")


def alike(a, b):
    return is_copy(signature_of(a), signature_of(b))


@pytest.mark.parametrize("again", [
    WIRE.replace("\n", "  ").upper(),
    "KONDUMA (Island Wire) - " + WIRE,
    ". ".join(sentences(WIRE)[:7]),
    ". ".join(sentences(WIRE)[2:]),
    WIRE + " The Harbour Gazette publishes twice a week. Write to our editors, or call the news desk, when you see something that we should report.",
    WIRE.replace("Tuesday", "Wednesday").replace("Three fishermen", "Four fishermen"),
], ids=["shouted", "credited", "shortened", "beheaded", "with a tail", "updated"])  # fmt: skip
def test_a_copy_is_known_through_trimming_credits_tails_and_small_updates(again):
    assert alike(WIRE, again)
    assert copy_keys(signature_of(WIRE)) & copy_keys(signature_of(again))


@pytest.mark.parametrize("other", [
    OTHER,
    OTHER + " " + ". ".join(sentences(WIRE)[:2]),
    sentences(WIRE)[0],
    "",
    "Three fishermen were killed",
], ids=["retold", "quoting a passage", "one sentence of it", "nothing", "a few words"])  # fmt: skip
def test_telling_the_same_in_other_words_or_quoting_a_passage_is_no_copy(other):
    assert not alike(WIRE, other)


def test_a_long_article_that_quotes_a_short_one_whole_is_its_own():
    brief = ". ".join(sentences(WIRE)[:3])
    assert not alike(brief, OTHER + " " + brief)
    assert alike(brief, brief + " Further reports are expected in the course of the day, the agency said.")


def test_texts_without_words_are_no_copies_of_one_another():
    assert not alike("", "")
    assert not alike("…", "!?")


def test_copies_of_copies_are_one_group_in_any_order():
    articles = {"a": WIRE, "b": ". ".join(sentences(WIRE)[:6]), "c": WIRE + " Call us.", "d": OTHER, "e": ""}
    expected = [["a", "b", "c"], ["d"], ["e"]]
    for seed in range(6):
        names = random.Random(seed).sample(sorted(articles), len(articles))
        assert independent({name: signature_of(articles[name]) for name in names}) == expected


def test_a_signature_survives_being_kept():
    signature = signature_of(WIRE)
    assert signature_from_row(signature_to_row(signature)) == signature


def test_signatures_are_the_same_on_every_machine():
    assert signature_of("one two three four five six").prints == ("3bfd6d18be250dba", "3e1da6133e7d53e7")


def test_most_copies_of_long_texts_are_found_by_their_keys():
    rng = random.Random(7)
    words = ["".join(rng.choices(string.ascii_lowercase, k=6)) for _ in range(4000)]
    missed = 0
    for _ in range(100):
        text = rng.choices(words, k=rng.randint(60, 900))
        half = text[: max(40, len(text) * 6 // 10)]
        a, b = signature_of(" ".join(text)), signature_of(" ".join(half))
        missed += not (copy_keys(a) & copy_keys(b))
    assert missed <= 1


def test_copies_raise_neither_the_sources_nor_the_latest_toll():
    first = story("wire", WIRE, toll=[("killed", 3)], published="2015-02-16")
    later = story("later", OTHER, toll=[("killed", 4)], published="2015-02-18")
    copy = story("copy", WIRE + " Call us.", toll=[("killed", 3)], published="2015-02-20")
    lines = list(link_readings([first, later, copy]))
    assert [len(line["members"]) for line in lines] == [3]
    assert lines[0]["n_sources"] == 2
    assert lines[0]["toll"] == [{"effect": "killed", "low": 4, "best": 4, "high": 4}]
    assert [value["value"] for value in lines[0]["conflicts"][0]["values"]] == [3, 4, 3]
