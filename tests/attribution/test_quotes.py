"""Quotations: their marks, and who says them."""

import pytest

from tocsin.attribution.quotes import find_quotes
from tocsin.model.text import Token, make_sentence


def sentence(words, number=0, paragraph=0, start=0):
    """Return a sentence of words separated by blanks; a leading ~ glues a word to the one before."""
    tokens, offset = [], start
    for i, word in enumerate(words.split()):
        text, offset = (word[1:], offset - 1) if word.startswith("~") else (word, offset)
        tokens.append(Token(i, offset, offset + len(text), text, text.lower(), text.lower(), "X", "X", "dep", 0, "", ent_start=False))
        offset += len(text) + 1
    return make_sentence("text", number, paragraph, tuple(tokens))


def spans(*sentences):
    return [(quote.first, quote.last, quote.closed) for quote in find_quotes(sentences)]


@pytest.mark.parametrize("marks", [("“", "”"), ('"', '"'), ("``", "''"), ("''", "''"), ("«", "»")], ids=["curly", "straight", "tex", "wire", "angle"])
def test_a_quotation_runs_from_mark_to_mark(marks):
    assert spans(sentence(f"{marks[0]} ~We ~left , {marks[1]} he said .".replace(" ,", " ~,").replace(f"~, {marks[1]}", f"~, ~{marks[1]}"))) == [
        ((0, 0), (0, 4), True)]


def test_a_quotation_may_run_over_sentences():
    assert spans(sentence('" ~We ~left ~.', 0), sentence('They ~stayed ~. ~"', 1, start=40)) == [((0, 0), (1, 3), True)]


def test_a_quotation_without_end_mark_ends_with_its_paragraph_and_may_go_on_in_the_next():
    one, two = sentence("“ ~We ~left ~.", 0, 0), sentence("“ ~They ~stayed ~. ~”", 1, 1, 60)
    quotes = find_quotes([one, two])
    assert [(quote.closed, quote.continues) for quote in quotes] == [(False, False), (True, True)]


def test_single_marks_quote_but_an_apostrophe_does_not():
    assert spans(sentence("He said ' ~no ~more ~' and left")) == [((0, 2), (0, 5), True)]
    assert spans(sentence("the workers ~' houses and the miners ~' houses")) == []


def test_marks_without_words_are_no_quotation():
    assert spans(sentence('" ~"')) == []


@pytest.mark.model
@pytest.mark.parametrize(("text", "expected"), [
    ('"The road is mined," the captain said.', ("the captain", "said", ['"The road is mined,"'])),
    ('The captain said: "The road is mined."', ("The captain", "said", ['"The road is mined."'])),
    ('"The road is mined," said the captain, a veteran of two wars.',
     ("the captain, a veteran of two wars", "said", ['"The road is mined,"'])),
    ('"The road," said the captain, "is mined."', ("the captain", "said", ['"The road,"', '"is mined."'])),
    ("“The road is mined,” the captain told the Gazette on Monday.", ("the captain", "told", ["“The road is mined,”"])),
    ("''The road is mined,'' the captain said.", ("the captain", "said", ["''The road is mined,''"])),
    ('Asked about the convoy, the captain said, "It was lost."', ("the captain", "said", ['"It was lost."'])),
    ('The captain said the attack was "a disgrace to the army."', ("The captain", "said", ['the attack was "a disgrace to the army."'])),
    ('"Is the road mined?" the captain asked.', ("the captain", "asked", ['"Is the road mined?"'])),
], ids=["after", "before", "inverted", "split", "addressee", "wire-marks", "setting", "mixed", "question"])
def test_a_quotation_goes_to_the_one_who_says_it(rows, text, expected):
    assert expected in rows(text)


@pytest.mark.model
def test_sentences_in_marks_after_a_quotation_go_on_with_its_speaker(rows):
    text = '"The road is mined," the captain said. "We must wait for help. Nobody may leave."'
    assert ("the captain", "said", ['"The road is mined,"', '"We must wait for help. Nobody may leave."']) in rows(text)


@pytest.mark.model
def test_a_quotation_goes_on_over_paragraphs(rows):
    text = "The captain spoke at noon.\n\n“The road is mined,” he said. “We must wait.\n\n“Nobody may leave the camp.”\n\nThe rain fell."
    assert ("he", "said", ["“The road is mined,”", "“We must wait.", "“Nobody may leave the camp.”"]) in rows(text)


@pytest.mark.model
def test_a_quotation_after_a_report_belongs_to_its_source(rows):
    text = 'The captain said that the road was mined. "We must wait for help," he added. "Nobody may leave."'
    assert ("he", "added", ['"We must wait for help,"', '"Nobody may leave."']) in rows(text)


@pytest.mark.model
def test_a_quotation_in_a_quotation_stays_inside(rows):
    found = rows("“The priest told us, ‘Leave now or die,’ and we ran,” the widow said.")
    assert ("the widow", "said", ["“The priest told us, ‘Leave now or die,’ and we ran,”"]) in found


@pytest.mark.model
def test_a_word_in_marks_is_no_speech_of_the_nearest_speaker(rows):
    assert rows('The so-called "governor" left the town on Monday.') == []
