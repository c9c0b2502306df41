"""The data files: what they may say, and how they are read."""

import pytest

from tocsin.attribution import cues
from tocsin.errors import KnowledgeError

GOOD = {"id": "x", "verbs": ["say"], "takes": ["that"], "stance": "assert", "speech": True}


@pytest.mark.parametrize("change", [
    {"stance": "shout"}, {"takes": ["nowhere"]}, {"speech": "maybe"}, {"verbs": ["say", "say"]}, {"colour": "red"},
], ids=["stance", "way", "speech", "twice", "key"])
def test_a_bad_entry_is_refused_with_its_id(monkeypatch, change):
    monkeypatch.setattr(cues, "read_rows", lambda _: [GOOD | change])
    with pytest.raises(KnowledgeError, match="x: "):
        cues._load("verbs.yaml", "verbs")


def test_every_entry_has_a_hit():
    assert [row["id"] for name in cues.FILES for row in cues.read_rows(name) if not row.get("hits")] == []


def test_the_most_telling_way_comes_first():
    ways = [way for way, _ in cues.load_cues().verbs[("urge", "")]]
    assert ways.index("whom to") < ways.index("object")


def test_regular_forms_lead_to_their_verb():
    assert cues.load_cues().forms["hoping"] == "hope"
