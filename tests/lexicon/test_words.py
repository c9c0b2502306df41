"""The word file says what is wrong with it."""

import pytest

from tocsin.lexicon.check import check_words

SOUND = {"plans": {}, "announced": {}, "classes": {"thing": ["house"]}, "lists": {"light": ["wage"]}, "cues": {"weak": ["kill"]}}


def test_a_sound_file_has_no_problems():
    assert check_words(SOUND) == []


@pytest.mark.parametrize("change", [{"lists": {"light": "wage"}}, {"lists": {"light": []}}, {"cues": {"weak": ["Kill"]}}, {"classes": {"thing": [True]}}, {"extra": {}}])
def test_each_wrong_list_is_named(change):
    assert check_words({**SOUND, **change})
