"""Words of deeds inside the names of bodies, laws and books announce nothing."""

import pytest

from tocsin.frames.find import find_triggers
from tocsin.lexicon.load import load_lexicon

pytestmark = pytest.mark.model


def words_of(parse, text):
    _, sentences = parse(text)
    return {sentences[trigger.sentence].tokens[trigger.token].text for trigger in find_triggers(sentences, load_lexicon()).items}


@pytest.mark.parametrize(("text", "word"), [
    ("The Assistance Association for Political Prisoners said the trial was delayed.", "Prisoners"),
    ("The report was sent to the United Nations Committee Against Torture in May.", "Torture"),
])
def test_a_word_in_a_name_is_no_deed(parse, text, word):
    assert word not in words_of(parse, text)


def test_a_headline_in_capitals_is_read_all_the_same(parse):
    assert words_of(parse, "Two Soldiers Killed In Bomb Attack Near Kabul")
