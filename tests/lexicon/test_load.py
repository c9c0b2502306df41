"""The lexicon loads, indexes and refuses what breaks its schema."""

from __future__ import annotations

import pytest

from tocsin.errors import KnowledgeError
from tocsin.lexicon.inflect import gerund, participle
from tocsin.lexicon.load import build_lexicon, load_lexicon, parse_form, parse_roles

WORDS = {"plans": {"act": {"verb": "subject=actor object=recipient"}}, "classes": {}, "cues": {}, "lists": {"personal_suffix": ["er"]}, "announced": {}}


def frame(**given):
    return {"id": "x", "verb": ["strike"], "hits": ["They strike."], **given}


def build(*frames):
    return build_lexicon({"test.yaml": {"type": "ASSAULT", "frames": list(frames)}}, WORDS)


def test_the_shipped_lexicon_is_wide():
    lexicon = load_lexicon()
    assert sum(len(forms) for index in (lexicon.verbs, lexicon.nouns, lexicon.adjs) for forms in index.values()) > 1500
    assert {frame.type for frame in lexicon.frames.values() if frame.kind == "event" and frame.type} == {
        "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION",
        "MOBILIZE", "COERCE", "ASSAULT"}


def test_the_longest_form_is_tried_first():
    forms = load_lexicon().verbs["shoot"]
    assert [form.length for form in forms] == sorted((form.length for form in forms), reverse=True)


@pytest.mark.parametrize(
    ("text", "pos", "head", "before", "after"),
    [
        ("set fire to", "verb", "set", [], ["fire", "to"]),
        ("exchange of fire", "noun", "exchange", [], ["of", "fire"]),
        ("air strike", "noun", "strike", ["air"], []),
        ("baton-charge", "verb", "charge", ["baton"], []),
        ("sexually *assault", "verb", "assault", ["sexually"], []),
        ("under *arrest", "adj", "arrest", ["under"], []),
    ],
)
def test_forms_are_cut_at_their_head(text, pos, head, before, after):
    form = parse_form(build(frame()).frames["x"], pos, text)
    assert form.head == head
    assert [next(iter(part)) for part in form.before] == before
    assert [next(iter(part)) for part in form.after] == after


def test_slash_parts_alternatives():
    assert parse_form(build(frame()).frames["x"], "verb", "fire on/at").after == (frozenset({"on", "at"}),)


def test_roles_are_read_from_pairs():
    assert parse_roles("subject=actor on,against=recipient") == {"subject": "actor", "on": "recipient", "against": "recipient"}


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (frame(effect="hurt"), "effect"),
        (frame(needs="rain"), "need"),
        (frame(plan="nonsense"), "plan"),
        (frame(verb=[]), "no form"),
        (frame(hits=[]), "no hit"),
        (frame(colour="red"), "unknown keys"),
        (frame(never={True: ["x"]}), "never"),
        (frame(verb=[True]), "verb"),
    ],
)
def test_a_frame_that_breaks_the_schema_is_refused(bad, word):
    with pytest.raises(KnowledgeError, match=word):
        build(bad)


def test_an_id_used_twice_is_refused():
    with pytest.raises(KnowledgeError, match="twice"):
        build(frame(), frame())


def test_also_must_name_a_frame():
    with pytest.raises(KnowledgeError, match="unknown frame"):
        build(frame(also=["y"]))


@pytest.mark.parametrize(("lemma", "past", "ing"), [
    ("kidnap", "kidnapped", "kidnapping"), ("torture", "tortured", "torturing"), ("occupy", "occupied", "occupying"), ("stab", "stabbed", "stabbing"),
    ("shoot", "shot", "shooting"), ("attack", "attacked", "attacking"), ("flee", "fled", "fleeing"), ("behead", "beheaded", "beheading"),
])
def test_verbs_are_inflected(lemma, past, ing):
    assert past in participle(lemma)
    assert gerund(lemma) == ing
