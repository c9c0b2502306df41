"""Ties between actors: whom a role noun describes, who keeps a tie, what comes out of it, and when a tie is claimed."""

from __future__ import annotations

import pytest

from tocsin.frames.find import find_triggers
from tocsin.lexicon.load import load_lexicon
from tocsin.pipeline import Reader

pytestmark = pytest.mark.model


def ties(parse, sentence):
    """Return {type: (actors, recipients)} of the relation triggers, by head words."""
    _, sentences = parse(sentence)
    found = {}
    for trigger in find_triggers(sentences, load_lexicon()).items:
        if trigger.kind == "relation":
            words = sentences[trigger.sentence].tokens
            found[trigger.type] = tuple([words[i].text for i in trigger.fill(role)] for role in ("actor", "recipient"))
    return found


@pytest.fixture(scope="module")
def claims(parse):
    """Return a function that reads a text into (type, actor names, recipient names) of its relations and statuses."""
    reader = Reader()

    def read(text):
        reading = reader.read(*parse(text))
        names = {actor.id: actor.name for actor in reading.actors}
        return [(claim.type, [names[key] for key in claim.actor], [names[key] for key in claim.recipient])
                for claim in reading.claims if claim.kind != "event"]

    return read


@pytest.mark.parametrize(("sentence", "leader"), [
    ("Omar Said, a commander of Boko Haram, was arrested.", "Said"),
    ("Omar Said was the commander of Boko Haram.", "Said"),
    ("Boko Haram commander Omar Said was arrested.", "Said"),
    ("Omar Said became the leader of Boko Haram in 2010.", "Said"),
    ("The leader of Boko Haram is Omar Said.", "Said"),
    ("Omar Said, who heads Boko Haram, was arrested.", "Said"),
])
def test_whoever_a_role_noun_describes_leads(parse, sentence, leader):
    actors, recipients = ties(parse, sentence)["leadership"]
    assert actors == [leader]
    assert "Haram" in recipients


def test_the_sides_of_an_alliance_or_rivalry_are_all_actors(parse):
    assert ties(parse, "Hezbollah and Amal are allies.")["alliance"] == (["Hezbollah", "Amal"], [])
    assert ties(parse, "Fatah is a rival of Hamas.")["rivalry"] == (["Fatah", "Hamas"], [])
    assert ties(parse, "Hezbollah considers Israel an enemy.")["rivalry"] == (["Hezbollah", "Israel"], [])


def test_who_keeps_a_tie_is_party_to_it(parse):
    assert ties(parse, "Fatah developed a rivalry with Hamas.")["rivalry"] == (["Fatah", "Hamas"], [])
    assert ties(parse, "Hamas has close ties to Hezbollah.")["alliance"] == (["Hamas", "Hezbollah"], [])


def test_what_a_merger_forms_is_party_to_it(parse):
    assert ties(parse, "The Lions and the Eagles merged to form the Desert Front.")["merger"][0] == ["Lions", "Eagles", "Front"]
    assert ties(parse, "The Desert Front was formed by the merger of the Lions and the Eagles.")["merger"][0] == ["Front", "Lions", "Eagles"]


def test_who_leaves_is_actor_and_who_is_left_recipient_of_a_split(parse):
    assert ties(parse, "Ansaru split from Boko Haram in 2012.")["split"] == (["Ansaru"], ["Haram"])
    assert ties(parse, "Omar Said left Boko Haram to form Ansaru.")["split"] == (["Said", "Ansaru"], ["Haram"])
    assert ties(parse, "Ansaru was formed as a splinter group of Boko Haram.")["split"] == (["Ansaru"], ["Haram"])


def test_leaving_a_place_splits_nothing(parse):
    assert "split" not in ties(parse, "The troops left the city before dawn.")


def test_a_tie_is_claimed_only_between_known_parties(claims):
    assert claims("A faction broke away from some group.") == []
    assert ("split", ["Ansaru"], ["Boko Haram"]) in claims("Ansaru broke away from Boko Haram.")


def test_unnamed_fighters_are_no_members(claims):
    assert not [claim for claim in claims("Boko Haram fighters attacked the village.") if claim[0] == "membership"]


def test_rivals_for_an_office_are_no_rivalry(claims):
    assert not [claim for claim in claims("Anna Berg and her opponent, Carl Holm, met in a debate.") if claim[0] == "rivalry"]


def test_territory_has_its_holder_as_actor_and_no_recipient(claims):
    assert ("territory", ["Islamic State"], []) in claims("The Islamic State controls the city of Raqqa in Syria.")
