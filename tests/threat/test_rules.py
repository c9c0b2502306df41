"""The rules hold together, and each indicator counts what it says."""

from __future__ import annotations

from copy import deepcopy
from importlib.resources import files

import pytest
import yaml

from tocsin.errors import KnowledgeError
from tocsin.ontology.load import load_ontology
from tocsin.threat.rules import load_rules, make_rules

RAW = yaml.safe_load(files("tocsin").joinpath("data/threat/level.yaml").read_text("utf-8"))
EXAMPLES = [(row["id"], example, wanted) for row in RAW["indicators"] for wanted, name in ((True, "hits"), (False, "misses")) for example in row.get(name, ())]


@pytest.mark.parametrize(("name", "example", "wanted"), EXAMPLES, ids=[f"{name} {'hit' if wanted else 'miss'} {n}" for n, (name, _, wanted) in enumerate(EXAMPLES)])
def test_each_indicator_counts_its_hits_and_not_its_misses(name, example, wanted):
    indicator = next(one for one in load_rules().indicators if one.id == name)
    assert indicator.takes(example["type"], example["mode"], example["status"], frozenset(example.get("effects", ()))) == wanted


def test_types_and_modes_are_those_of_the_ontology():
    events = load_ontology().events
    modes = {mode for event in events.values() for mode in event.modes}
    for one in load_rules().indicators:
        assert one.types <= events.keys()
        assert one.modes <= modes
        assert one.relations <= load_ontology().relations | {"hostility"}


def test_a_word_for_a_chance_is_that_of_icd_203():
    rules = load_rules()
    assert [rules.word(chance) for chance in (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)] == [
        "almost no chance", "very unlikely", "unlikely", "roughly even chance", "likely", "very likely", "almost certain"]


@pytest.mark.parametrize("change", [
    lambda raw: raw["indicators"][0].update(steps=[[1, 2], [4, 1]]), lambda raw: raw["indicators"][0].update(rise=[3, 2, 1]),
    lambda raw: raw.update(bands=[["calm", 1]]), lambda raw: raw.update(rise=[0.01, 0.2]), lambda raw: raw.pop("words"),
    lambda raw: raw["indicators"][0].update(statuses=["denied"]), lambda raw: raw["indicators"][0].update(weight=3)])
def test_rules_that_do_not_hold_together_are_refused(change):
    raw = deepcopy(RAW)
    change(raw)
    with pytest.raises(KnowledgeError):
        make_rules(raw)
