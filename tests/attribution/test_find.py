"""Who is said to say what: reports without quotation, headlines, chains, actors."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.attribution.find import find_attributions
from tocsin.model.text import Article
from tocsin.model.who import Actor, ActorMention
from tocsin.sentences.parse import parse_article

pytestmark = pytest.mark.model


@pytest.mark.parametrize(("text", "expected"), [
    ("According to the ministry, ten people died.", ("the ministry", "According to", ["ten people died"])),
    ("Ten people died, according to a hospital official.", ("a hospital official", "according to", ["Ten people died"])),
    ("The fire, the mayor said, was set on purpose.", ("the mayor", "said", ["The fire", "was set on purpose"])),
    ("As the mayor told the Gazette, the fire was set on purpose.", ("the mayor", "told", ["the fire was set on purpose"])),
    ("It is believed that the gunmen fled.", (None, "is believed", ["that the gunmen fled"])),
    ("The gunmen are said to have fled to the hills.", (None, "are said", ["The gunmen", "to have fled to the hills"])),
    ("The army said in a statement that the rebels had fled.", ("The army", "said", ["that the rebels had fled"])),
    ("There were reports of heavy shelling in the north.", (None, "reports", ["heavy shelling in the north"])),
    ("The bishop's claim that the church was burned is false.", ("The bishop", "claim", ["that the church was burned"])),
    ("A claim by the rebels that they had taken the port was false.", ("the rebels", "claim", ["that they had taken the port"])),
    ("Police accused two men of planting the bomb.", ("Police", "accused", ["two men of planting the bomb"])),
    ("In the latest poll, most voters oppose the war.", ("the latest poll", "In", ["most voters oppose the war"])),
], ids=["according-first", "according-last", "inserted", "as-told", "it-is-believed", "are-said", "in-a-statement", "reports-of", "claim", "by",
        "accused", "poll"])
def test_a_report_yields_source_cue_and_content(rows, text, expected):
    assert expected in rows(text)


def test_the_narrators_own_joined_clause_is_no_part_of_what_is_said(rows):
    found = rows("The mayor said the town was empty, while residents said they had stayed.")
    assert ("The mayor", "said", ["the town was empty"]) in found
    assert ("residents", "said", ["they had stayed"]) in found


def test_joined_reports_share_their_source(rows):
    found = rows("The mayor said the town was empty and added that the wells were dry.")
    assert ("The mayor", "said", ["the town was empty"]) in found
    assert ("The mayor", "added", ["that the wells were dry"]) in found


def test_a_loose_relative_clause_at_the_end_is_the_narrators(rows):
    assert ("The envoy", "said", ["that talks would resume in Tula"]) in rows("The envoy said that talks would resume in Tula, which lies on the border.")


def test_a_headline_names_its_speaker_before_a_colon(rows):
    assert ("Police", ":", ["Two killed in market blast"]) in rows("The blast shook the town.", title="Police: Two killed in market blast")


@pytest.mark.parametrize("title", ["Update: Two killed in market blast", "Baghdad: Two killed in market blast"])
def test_a_label_before_a_colon_is_no_speaker(rows, title):
    assert not [row for row in rows("The blast shook the town.", title=title) if row[1] == ":"]


def test_turns_of_a_talk_go_to_their_speakers(rows):
    found = rows("SMITH: We left the town at dawn.\n\nJONES: Why did you leave so early?\n\nSMITH: The shells fell close. We were afraid.")
    assert [row[0] for row in found if row[1] == ":"] == ["SMITH", "JONES", "SMITH"]


def test_a_statement_in_the_first_person_behind_a_colon_goes_to_its_speaker(rows):
    found = rows("The minister visited the camp.\n\nThe minister said:\n\nI condemn the raid on the camp.\n\nTen people died there.\n\nNotes to editors")
    assert ("The minister", "said", ["I condemn the raid on the camp", "Ten people died there"]) in found


def test_a_subject_that_the_parser_lost_is_the_source(rows):
    found = rows("Fighting along the lake has made whole villages leave for the hills, the charity Lifeline Rivers (LR) said Friday.")
    assert next(row for row in found if row[1] == "said")[2] == ["Fighting along the lake has made whole villages leave for the hills"]


def test_what_x_says_that_y_said_is_there_for_both_and_the_inner_lies_in_the_outer(attributions):
    found = [said for _, said in attributions("The radio said the governor had told reporters that ten people died.")]
    outer, inner = found[0], found[1]
    assert outer.lemma == "say"
    assert inner.lemma == "tell"
    assert all(outer.covers("text", offset) for start, end in inner.content for offset in (start, end - 1))


def test_those_who_are_cited_stand_behind_the_reporter(rows):
    found = rows("The agency reported that the port was shelled, citing two officials.")
    assert ("The agency", "reported", ["that the port was shelled"]) in found
    assert ("two officials", "citing", ["that the port was shelled"]) in found


def test_quoted_as_saying_has_the_speaker_as_source_and_the_medium_around_it(rows):
    found = rows("A witness was quoted by the paper as saying that ten people died.")
    assert ("A witness", "saying", ["that ten people died"]) in found
    assert ("the paper", "was quoted", ["A witness", "as saying that ten people died"]) in found


@pytest.mark.parametrize(("text", "lemma", "stance", "speech"), [
    ("The army denied that it had shelled the town.", "deny", "deny", True),
    ("Experts believe that the dam will break.", "believe", "hedge", False),
    ("The rebels want to take the port.", "want", "want", False),
    ("Reporters asked whether the dam was safe.", "ask", "ask", True),
    ("The bishops condemned the killing of the monks.", "condemn", "know", False),
    ("The report shows that the wells are dry.", "show", "know", True),
    ("The rebels showed that they could strike the capital.", "show", "know", False),
], ids=["deny", "believe", "want", "ask", "condemn", "document", "deed"])
def test_the_cue_gives_the_stance_and_whether_it_is_speech(attributions, text, lemma, stance, speech):
    first = next(said for _, said in attributions(text))
    assert (first.lemma, first.stance, first.speech) == (lemma, stance, speech)


def test_the_source_is_the_actor_whose_mention_it_is(parse):
    _, sentences = parse("The mayor said the town was empty.")
    actor = Actor("a1", "the mayor", "person", mentions=(ActorMention("text", 0, 1, (0, 9), "nominal"),))
    assert [said.actor for said in find_attributions(sentences, [actor]).items] == ["a1"]


def test_i_in_a_quotation_is_the_one_quoted(parse):
    _, sentences = parse('"I believe that the town is empty," the mayor said.')
    mayor = next(token.i for token in sentences[0].tokens if token.text == "mayor")
    actor = Actor("a1", "the mayor", "person", mentions=(ActorMention("text", 0, mayor, (36, 45), "nominal"),))
    assert {said.lemma: said.actor for said in find_attributions(sentences, [actor]).items} == {"believe": "a1", "say": "a1"}


def test_ids_count_the_cues_in_text_order(attributions):
    found = [said for _, said in attributions("The mayor said the town was empty. The priest denied it.")]
    assert [said.id for said in found] == [f"s{n}" for n in range(1, len(found) + 1)]
    assert [said.cue for said in found] == sorted(said.cue for said in found)


@pytest.mark.parametrize("text", ["", " ", "said", "”", '"', "“said", "''' ''", ": : :", "SAID SAID", "according to", "'\u200b'", "he said she said they said"])
def test_strange_texts_yield_spans_within_the_text(attributions, text):
    for article, said in attributions(text):
        assert all(0 <= start < end <= len(article.text) for start, end in (*said.content, said.cue))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(["the", "mayor", "said", "told", '"', "”", "“", "''", "'", ",", ".", ":", "that", "according", "to", "quoted", "as",
                                       "saying", "he", "was", "not", "claim", "by", "(", ")", "-", "\n\n", "asked", "is", "sure"]), max_size=25))
def test_any_jumble_of_reporting_words_yields_clean_spans(model, words):
    article = Article("x", "sha256:0", " ".join(words))
    for said in find_attributions(parse_article(article, model), ()).items:
        ends = [bound for span in said.content for bound in span]
        assert ends == sorted(ends)
        assert all(start < end <= len(article.text) for start, end in (*said.content, said.cue, *([said.source] if said.source else [])))
        assert not said.source or all(end <= said.source[0] or start >= said.source[1] for start, end in said.content)
