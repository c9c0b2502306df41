"""Accusations: a doer who is only said to have done it, by whoever blames, charges or suspects them."""

from __future__ import annotations

from dataclasses import replace

from tocsin.events.scene import Scene
from tocsin.lexicon.load import load_lexicon
from tocsin.model.event import Judged, Trigger
from tocsin.model.who import Actor

_RULES = frozenset({"accused-of", "linked-with"})
"""Classes of factuality signatures under which a deed is what somebody is accused of."""


def is_accusation(scene: Scene, trigger: Trigger, judged: Judged) -> bool:
    """Tell whether everybody who fills the actor of a violent deed is only accused of it."""
    ways = {filler.via for filler in trigger.fillers if filler.role == "actor"}
    if trigger.kind != "event" or trigger.type != "ASSAULT" or not ways:
        return False
    if all(map(is_accusing, ways)) or _is_under_accusation(judged):
        return True
    return all(way.startswith("through:") for way in ways) and any(_is_under_accusation(other) for other in _of_same_doers(scene, trigger))


def _is_under_accusation(judged: Judged) -> bool:
    """Tell whether a deed hangs on a word of accusing."""
    return any(rule.split(".")[0] in _RULES for rule in judged.rules)


def _of_same_doers(scene: Scene, trigger: Trigger) -> list[Judged]:
    """Return the judgements of the other deeds of the same doers in the sentence: "suspected of planting the bomb that killed nine"."""
    doers = trigger.fill("actor")
    beside = (other for other in scene.triggers_in.get(trigger.sentence, ()) if other is not trigger and other.fill("actor") == doers)
    return [scene.judgements.of(other.sentence, other.token) for other in beside]


def is_accusing(way: str) -> bool:
    """Tell whether a way to a doer goes through an accusing word: "blame for", "attribute to"."""
    words = way.split()
    return len(words) > 1 and words[0] in load_lexicon().table["accusing"]


def hedged(judged: Judged) -> Judged:
    """Return the judgement of a deed whose doer is only accused: that they did it is at most probable."""
    return replace(judged, value="PR+") if judged.value == "CT+" else judged


def accusers(scene: Scene, trigger: Trigger) -> list[Actor]:
    """Return who accuses the doer of a deed in its sentence."""
    doers = set(trigger.fill("actor"))
    blaming = [other for other in scene.triggers_in.get(trigger.sentence, ()) if other.type == "ACCUSE" and doers & set(other.fill("recipient"))]
    found = (scene.mention_at.get((trigger.sentence, token)) for other in blaming for token in other.fill("actor"))
    return list({hit[0].id: hit[0] for hit in found if hit}.values())
