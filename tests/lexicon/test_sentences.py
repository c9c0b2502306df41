"""Every `hits` and `misses` sentence of the lexicon is a test case."""

from __future__ import annotations

import pytest

from tocsin.frames.find import find_triggers
from tocsin.lexicon.load import load_lexicon

pytestmark = pytest.mark.model


def split_hit(line):
    """"A killed B. | actor: A; recipient: B" → sentence, {role: words}; "-" = unfilled."""
    sentence, _, wanted = line.partition(" | ")
    roles = dict(part.split(": ") for part in wanted.split("; ")) if wanted else {}
    return sentence, {role: [] if words == "-" else words.split(", ") for role, words in roles.items()}


def cases(kind):
    return [pytest.param(frame, line, id=f"{frame.id}: {line[:60]}") for frame in load_lexicon().frames.values() for line in getattr(frame, kind)]


def triggers_of(parse, sentence):
    _, sentences = parse(sentence)
    return [(trigger, sentences[trigger.sentence]) for trigger in find_triggers(sentences, load_lexicon()).items]


@pytest.mark.parametrize(("frame", "line"), cases("hits"))
def test_a_hit_announces_its_frame_with_its_parties(parse, frame, line):
    sentence, wanted = split_hit(line)
    found = triggers_of(parse, sentence)
    if frame.type is None:
        assert not [t for t, _ in found if t.type == "ASSAULT"], [t.frame for t, _ in found]
        return
    own = [(t, s) for t, s in found if t.frame == frame.id]
    assert own, f"found only {[t.frame for t, _ in found]}"
    trigger, sent = own[0]
    for role, words in wanted.items():
        assert [sent.tokens[i].text for i in trigger.fill(role)] == words, (role, trigger.fillers)


@pytest.mark.parametrize(("frame", "sentence"), cases("misses"))
def test_a_miss_does_not_announce_its_frame(parse, frame, sentence):
    assert frame.id not in {t.frame for t, _ in triggers_of(parse, sentence)}
