"""The ontology knows every type and mode that the lexicon uses; the tables give CAMEO, GTD and UCDP codes."""

from __future__ import annotations

import pytest

from tocsin.lexicon.load import load_lexicon
from tocsin.ontology.acled import Deed
from tocsin.ontology.codebooks import cameo_of, gtd_of, load_codebooks, ucdp_of
from tocsin.ontology.load import load_ontology


def deed(type_="ASSAULT", mode=None, actor=(), recipient=(), *, two_sided=False):
    return Deed("event", type_, mode, None, frozenset(actor), frozenset(recipient), frozenset(), "", two_sided)


@pytest.mark.parametrize("frame", [frame for frame in load_lexicon().frames.values() if frame.type], ids=lambda frame: frame.id)
def test_every_frame_has_a_kind_that_the_ontology_knows(frame):
    ontology = load_ontology()
    assert ontology.knows(frame.kind, frame.type, frame.mode)
    assert set(frame.contexts) <= ontology.contexts


def test_there_are_the_sixteen_plover_types_and_thirty_seven_contexts():
    ontology = load_ontology()
    assert len(ontology.events) == 16
    assert len(ontology.contexts) == 37


def test_own_modes_are_marked():
    assert "forced-conversion" in load_ontology().events["COERCE"].own
    assert "arrest" not in load_ontology().events["COERCE"].own


@pytest.mark.parametrize("name", sorted(load_ontology().events))
def test_every_event_type_has_a_cameo_root(name):
    assert cameo_of(deed(name)) is not None


@pytest.mark.parametrize("book", ["cameo", "gtd", "ucdp"])
def test_every_rule_gives_a_code_that_has_a_name(book):
    table = load_codebooks()[book]
    assert all(rule.give in table.names for rule in table.rules)


@pytest.mark.parametrize(
    ("given", "code"),
    [(deed(mode="abduct"), "6"), (deed(mode="explosives"), "3"), (deed(mode="firearms"), "2"), (deed("PROTEST"), None)],
)
def test_gtd_attack_types(given, code):
    assert (gtd_of(given) or (None,))[0] == code


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (deed(actor={"armed"}, recipient={"state"}), "1"),
        (deed(actor={"armed"}, two_sided=True), "2"),
        (deed(actor={"armed"}, recipient={"civilians"}), "3"),
        (deed(actor={"state", "armed"}, two_sided=True), "1"),
        (deed(recipient={"civilians"}), None),
    ],
)
def test_ucdp_types_of_violence_need_known_sides(given, code):
    assert (ucdp_of(given) or (None,))[0] == code
