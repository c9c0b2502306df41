import pytest

from tocsin.actors.words import read_reference_file

RAW = read_reference_file()
pytestmark = pytest.mark.model


@pytest.mark.parametrize("case", RAW["links"], ids=lambda case: case["text"])
def test_a_link_of_the_data_file_is_one_actor(cast, case):
    found = cast(case["text"])
    assert found.of(case["one"]).id == found.of(case["other"], -1).id


@pytest.mark.parametrize("case", RAW["breaks"], ids=lambda case: case["text"])
def test_a_break_of_the_data_file_is_two_actors(cast, case):
    found = cast(case["text"])
    assert found.of(case["one"]).id != found.of(case["other"], -1).id


def test_the_two_groups_are_made_of_the_groups_named_before(cast):
    found = cast("Hamas and Hezbollah signed a pact in May. The two groups will share weapons.")
    assert set(found.of("two groups").parts) == {found.of("Hamas").id, found.of("Hezbollah").id}


def test_they_after_two_groups_stands_for_both(cast):
    found = cast("Hamas and Hezbollah met in May. They agreed on a truce.")
    assert set(found.of("They").parts) == {found.of("Hamas").id, found.of("Hezbollah").id}


def test_each_other_stands_for_the_subjects(cast):
    found = cast("Hamas and Fatah attacked each other in Gaza.")
    assert set(found.of("each other").parts) == {found.of("Hamas").id, found.of("Fatah").id}


def test_a_sum_and_its_noun_are_one_actor_with_the_count(cast):
    found = cast("Dozens of Kenyan workers were trapped.")
    actor = found.of("Kenyan workers")
    assert (actor.number.low, actor.number.high, actor.name) == (24, None, "Kenyan workers")
    assert {mention.head for mention in actor.mentions} == {0, 3}


def test_two_of_the_guards_are_not_the_guards(cast):
    found = cast("Two of the guards were shot.")
    assert found.of("Two").id != found.of("guards").id
    assert found.of("Two").number.low == 2


def test_the_title_and_the_first_paragraph_tell_of_the_same_gunmen(cast):
    found = cast("Gunmen have killed three priests in a raid.", title="Gunmen kill priests")
    assert found.of("Gunmen", 0).id == found.of("Gunmen", -1).id


def test_a_speaker_is_not_he_inside_his_own_words(cast):
    found = cast('Omar Haddad shot a guard. "He died at once," said Peter Marsden.')
    assert found.of("He").id != found.of("Peter Marsden").id


def test_ids_follow_the_first_mention(cast):
    found = cast("Rebels shot a priest. The rebels fled, and Peter Marsden saw them.")
    assert [actor.id for actor in found.actors] == [f"a{n}" for n in range(1, len(found.actors) + 1)]
    firsts = [(actor.mentions[0].sentence, actor.mentions[0].head) for actor in found.actors]
    assert firsts == sorted(firsts)


@pytest.mark.parametrize(("text", "whole"), [
    ("Soldiers arrested four suspects. One of them was released on Friday.", "four suspects"),
    ("Soldiers met nine farmers. Some of them were later killed.", "nine farmers"),
    ("Three men robbed a bank. One of them shot a clerk.", "Three men"),
])
def test_the_whole_of_a_part_is_who_was_told_of_in_its_role(cast, text, whole):
    found = cast(text)
    assert found.of("them").id == found.of(whole).id
