"""Laws: whatever the tree, a word gets a judgement, and nothing raises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.factuality.context import STRENGTH, Context
from tocsin.factuality.judge import judge_events
from tocsin.model.text import Token, make_sentence

WORDS = ["not", "no", "may", "could", "to", "if", "whether", "that", "deny", "fail", "plot", "attack", "foil", "planned", "without", "of", "from", "by",
         "say", "who", "neither", "nor", "or", "but", "until", "be", "have", "going", "first", "?", ";", ",", "according", "report", "any", "longer",
         "few", "all", "thousands", "than", "", "Ünïcödé", "\u200b"]
DEPS = ["nsubj", "nsubjpass", "dobj", "pobj", "prep", "pcomp", "ccomp", "xcomp", "advcl", "acl", "relcl", "aux", "auxpass", "neg", "det", "amod", "attr",
        "acomp", "oprd", "conj", "cc", "mark", "advmod", "compound", "poss", "parataxis", "csubj", "prt", "dep", "appos", "npadvmod", "punct", "expl", ""]
TAGS = ["VB", "VBD", "VBN", "VBG", "VBZ", "NN", "NNS", "IN", "TO", "MD", "WP", "JJ", "JJS", "RB", "DT", "."]
POS = ["VERB", "AUX", "NOUN", "PROPN", "ADJ", "ADV", "ADP", "PART", "DET", "PRON", "PUNCT", "NUM", "SCONJ", "CCONJ", "X"]


@st.composite
def sentences(draw):
    size = draw(st.integers(1, 12))
    parents = [0] + [draw(st.integers(0, i - 1)) for i in range(1, size)]
    order = draw(st.permutations(range(size)))
    tokens = [None] * size
    for node, place in enumerate(order):
        word, dep = draw(st.sampled_from(WORDS)), draw(st.sampled_from(DEPS))
        tokens[place] = Token(place, place * 9, place * 9 + len(word), word, word.lower(), word.lower(), draw(st.sampled_from(POS)),
                              draw(st.sampled_from(TAGS)), "ROOT" if node == 0 else dep, order[parents[node]], "", ent_start=False)
    return make_sentence(draw(st.sampled_from(["text", "title"])), 0, 0, tuple(tokens))


@settings(max_examples=400, deadline=None)
@given(sentences())
def test_any_tree_is_judged_without_raising(sentence):
    judgements = judge_events((sentence,), ())
    for token in sentence.tokens:
        judged = judgements.of(0, token.i)
        assert judged.value in STRENGTH
        assert 0 <= judged.score <= 1
        assert judged == judgements.of(0, token.i)
    assert all(0 < p.score <= 1 for p in judgements.predicates())


contexts = st.builds(Context, st.integers(-3, 3))


@given(contexts, st.integers(-3, 3))
def test_no_operator_makes_an_event_surer(context, value):
    assert abs(context.limited(value).strength) <= min(abs(context.strength), abs(value))


@given(contexts)
def test_turning_round_twice_changes_nothing(context):
    assert context.flipped().flipped() == context


@pytest.mark.model
@settings(max_examples=30, deadline=None)
@given(text=st.text(max_size=80))
def test_any_text_is_judged_without_raising(parse, text):
    _, found = parse(text)
    judge_events(found, ()).predicates()
