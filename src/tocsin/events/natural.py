"""Deaths in office: an official of whom no sentence tells violence died a natural death, whatever the sentences around speak of."""

from __future__ import annotations

from tocsin.events.scene import Scene
from tocsin.lexicon.load import load_lexicon
from tocsin.model.event import Trigger
from tocsin.model.who import Actor

_OFFICIALS = frozenset({"GOV", "JUD", "LEG", "ELI", "PTY"})
"""Sectors whose deaths are news by themselves."""


def died_in_office(scene: Scene, trigger: Trigger, harmed: list[Actor]) -> bool:
    """Tell whether a word of death that needs a violent scene is of named officials whom no violent sentence of the article names."""
    frame = load_lexicon().frames.get(trigger.frame)
    if frame is None or frame.needs != "violence" or trigger.effect != "killed" or trigger.fill("actor") or trigger.fill("instrument"):
        return False
    named = bool(harmed) and all(actor.kind == "person" and actor.sector in _OFFICIALS and _is_named(actor) for actor in harmed)
    return named and not any(_speaks_of_violence(scene, index) for index in _told_of(harmed) | {trigger.sentence})


def _is_named(actor: Actor) -> bool:
    """Tell whether an actor is ever called by name."""
    return any(mention.kind == "name" for mention in actor.mentions)


def _told_of(actors: list[Actor]) -> set[int]:
    """Return the sentences that mention some actors."""
    return {mention.sentence for actor in actors for mention in actor.mentions}


def _speaks_of_violence(scene: Scene, index: int) -> bool:
    """Tell whether a sentence holds a plain word of violence."""
    words = load_lexicon().cues["violence"]
    return any(token.lemma in words or token.lower in words for token in scene.sentences[index].tokens)
