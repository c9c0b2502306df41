"""Who is only accused of a deed is not its doer for certain."""

import pytest

from tocsin.pipeline import Reader

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def reader():
    return Reader()


def deed(reader, parse, text):
    """The first violent claim of a text: its certainty, actors and sources; and the actors of its incident."""
    reading = reader.read(*parse(text))
    names = {actor.id: actor.name for actor in reading.actors}
    claim = next(claim for claim in reading.claims if claim.type == "ASSAULT")
    incident = next(incident for incident in reading.incidents if incident.id == claim.incident)
    return claim.factuality, [names[who] for who in claim.actor], [source.name for source in claim.sources], [names[who] for who in incident.actor]


ACCUSED = [
    ("The minister blamed the rebels for a bomb that killed 21 people in the port.", ["rebels"], ["minister"]),
    ("The government blamed the attack on separatists, who denied involvement.", ["separatists"], ["government"]),
    ("The army accused the militia of killing nine villagers in Bunia.", ["militia"], ["army"]),
    ("Three people were killed in an attack blamed on Boko Haram.", ["Boko Haram"], []),
    ("Two brothers were charged with the murder of a judge.", ["brothers"], []),
]


@pytest.mark.parametrize(("text", "actor", "sources"), ACCUSED)
def test_an_accused_party_has_a_hedged_claim_and_no_place_in_the_incident(reader, parse, text, actor, sources):
    assert deed(reader, parse, text) == ("PR+", actor, sources, [])


@pytest.mark.parametrize(("text", "actor"), [
    ("Boko Haram claimed responsibility for the attack on a church.", ["Boko Haram"]),
    ("A court convicted two brothers of murdering a judge.", ["brothers"]),
    ("Suspected militants killed six policemen.", ["Suspected militants"]),
])
def test_a_doer_by_own_word_or_by_verdict_stands(reader, parse, text, actor):
    certainty, doers, _, of_incident = deed(reader, parse, text)
    assert (certainty, doers, of_incident) == ("CT+", actor, actor)


def test_whom_one_claim_accuses_and_another_states_is_the_doer(reader, parse):
    text = "Rebels killed nine villagers in Bunia on Monday. The army blamed the rebels for the attack."
    assert deed(reader, parse, text)[3] == ["Rebels"]


def test_the_accusation_is_kept_as_a_conflict_of_the_incident(reader, parse):
    reading = reader.read(*parse("The minister blamed the rebels for a bomb that killed 21 people in the port."))
    rebels = next(actor.id for actor in reading.actors if actor.name == "rebels")
    conflicts = [conflict for incident in reading.incidents for conflict in incident.conflicts if conflict.field == "actor"]
    assert [[who for _, who in conflict.values] for conflict in conflicts] == [[rebels]]


def test_nobody_arrests_himself(reader, parse):
    reading = reader.read(*parse("Police said a suspect was arrested in the fatal shooting of a teacher."))
    arrests = [claim for claim in reading.claims if claim.type == "COERCE"]
    assert arrests
    assert all(claim.recipient and not set(claim.actor) & set(claim.recipient) for claim in arrests)
