"""Every `hits` and `misses` sentence of the word files is a test; the files keep their own rules."""

import pytest

from tocsin.errors import KnowledgeError
from tocsin.factuality import knowledge as words
from tocsin.factuality.judge import judge_events
from tocsin.factuality.predicates import load_event_words

FILES = ("signatures.yaml", "modals.yaml", "modifiers.yaml", "clauses.yaml")
ROWS = [(name, row) for name in FILES for row in words.read_rows(name)]
NEGATORS = words.read_rows("negators.yaml")
EVENTS = words.read_rows("events.yaml")
HITS = [pytest.param(text, value, id=f"{row['id']}: {text}") for _, row in ROWS for text, value in row.get("hits", [])]
MISSES = [pytest.param(text, row["id"], id=f"{row['id']}: {text}") for _, row in ROWS for text in row.get("misses", [])]


@pytest.mark.model
@pytest.mark.parametrize(("text", "value"), HITS + [pytest.param(t, v, id=t) for t, v in NEGATORS["hits"]])
def test_hit_has_its_value(judge, text, value):
    found = judge(text)
    assert found
    assert {judged.value for judged in found} == {value}, found


@pytest.mark.model
@pytest.mark.parametrize(("text", "rule"), MISSES)
def test_class_does_not_fire_in_its_misses(judge, text, rule):
    for judged in judge(text):
        assert not any(rule in name.split(".") for name in judged.rules), judged


@pytest.mark.model
@pytest.mark.parametrize("text", NEGATORS["misses"])
def test_miss_is_not_negated(judge, text):
    assert all(judged.value == "CT+" for judged in judge(text))


@pytest.mark.model
@pytest.mark.parametrize(("text", "lemma"), EVENTS["hits"])
def test_event_word_is_listed(parse, text, lemma):
    _, sentences = parse(text.replace("*", ""))
    assert lemma in {predicate.lemma for predicate in judge_events(sentences, ()).predicates()}


@pytest.mark.model
@pytest.mark.parametrize("text", EVENTS["misses"])
def test_other_noun_is_not_listed(parse, text):
    word = text.split("*")[1]
    clean = text.replace("*", "")
    _, sentences = parse(clean)
    assert word not in {clean[slice(*predicate.span)] for predicate in judge_events(sentences, ()).predicates()}


def test_every_class_with_words_has_an_id_of_its_own():
    ids = [(name, row["id"]) for name, row in ROWS]
    assert sorted(ids) == sorted(set(ids))


def test_event_nouns_stand_in_one_field_and_outside_the_exclusions():
    nouns = [noun for field in EVENTS["nouns"].values() for noun in field]
    assert sorted(nouns) == sorted(set(nouns))
    assert not set(nouns) & set(EVENTS["not_nouns"])
    assert len(nouns) > 600
    assert all(isinstance(noun, str) and noun == noun.lower() and " " not in noun for noun in nouns)


def test_surviving_classes_name_classes_that_exist():
    ids = {row["id"] for _, row in ROWS}
    assert {name for _, row in ROWS for name in row.get("survives", ())} <= ids


def test_a_word_in_two_classes_is_told_with_both(monkeypatch):
    rows = [{"id": "one", "uses": {"to": ["dither"]}, "positive": "CT+", "negative": "CT-"},
            {"id": "two", "uses": {"to": ["dither"], "on": ["x"]}, "positive": "CT+", "negative": "maybe"}]
    monkeypatch.setattr(words, "read_rows", lambda _name: rows)
    with pytest.raises(KnowledgeError) as caught:
        words._load_signatures()
    assert "('to', 'dither') stands in two and one" in str(caught.value)
    assert "two.negative: 'maybe' is no value" in str(caught.value)


def test_words_load_fast_enough_for_one_article():
    assert len(words.load_knowledge().signatures) > 1000
    assert len(load_event_words().nouns) > 600
