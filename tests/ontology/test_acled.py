"""The ACLED table gives what its codebook's hierarchy asks for."""

from __future__ import annotations

import pytest

from tocsin.ontology.acled import Deed, acled_of, load_acled, party_class


def deed(type_="ASSAULT", mode=None, kind="event", **given):
    facts = {"hint": None, "actor": frozenset(), "recipient": frozenset(), "effects": frozenset(), "means": "", "two_sided": False}
    return Deed(kind, type_, mode, **{**facts, **{key: frozenset(value) if isinstance(value, set) else value for key, value in given.items()}})


@pytest.mark.parametrize(
    ("given", "sub"),
    [
        (deed(mode="aerial"), "Air/drone strike"),
        (deed(mode="suicide-attack"), "Suicide bomb"),
        (deed(mode="abduct"), "Abduction/forced disappearance"),
        (deed(actor={"armed"}, recipient={"civilians"}), "Attack"),
        (deed(actor={"armed"}, recipient={"state"}), "Armed clash"),
        (deed(two_sided=True, actor={"state", "armed"}), "Armed clash"),
        (deed(actor={"state"}, recipient={"protesters"}, effects={"killed"}), "Excessive force against protesters"),
        (deed(hint="seize-territory", actor={"state"}), "Government regains territory"),
        (deed("COERCE", "arrest"), "Arrests"),
        (deed("PROTEST", "riot"), "Violent demonstration"),
        (deed("ceasefire", kind="relation"), "Agreement"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_deed_has_its_sub_event_type(given, sub):
    assert acled_of(given)[1] == sub


@pytest.mark.parametrize("type_", ["ACCUSE", "REQUEST", "REJECT", "SUPPORT", "THREATEN"])
def test_words_alone_are_no_acled_event(type_):
    assert acled_of(deed(type_)) is None


def test_every_rule_gives_a_known_sub_event_type():
    rules, event_of = load_acled()
    assert {rule.give for rule in rules} <= set(event_of)


def test_party_classes():
    assert party_class("MIL", "group", "Nigerian troops") == "state"
    assert party_class("REB", "group", "Boko Haram") == "armed"
    assert party_class("CVL", "population", "angry protesters") == "protesters"
    assert party_class(None, "population", "villagers") == "civilians"
