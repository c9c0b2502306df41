"""What main clauses tell of time and place: the stage on which the acts of the next sentences are played."""

from __future__ import annotations

from tocsin.events.afterwards import afterwards
from tocsin.events.placing import place_at
from tocsin.events.scene import Scene
from tocsin.events.timing import time_at
from tocsin.model.claim import Stage
from tocsin.model.text import Sentence

_BELOW = ("ccomp", "parataxis")
LEAST_FIT = 2.5
"""How well a place must fit the main verb; see `events.placing`."""


def find_stages(scene: Scene) -> dict[int, Stage]:
    """Return the stages that sentences of the text set, by sentence: those of main clauses in the plain past that give a place or a time."""
    found = {}
    for sent in scene.sentences:
        if sent.section == "text" and (sent.index in scene.places_in or sent.index in scene.times_in):
            verb = _main_verb(sent)
            if verb is not None:
                found[sent.index] = Stage(time_at(scene, sent.index, verb), place_at(scene, sent.index, (verb,), LEAST_FIT))
    return found


def _main_verb(sent: Sentence) -> int | None:
    """Return the verb of the main clause, or of what is said in it; None when it is not told in the plain past."""
    verb = sent.root
    if sent.tokens[verb].lemma in afterwards().telling and (below := sent.kids(verb, *_BELOW)):
        verb = below[0]
    if afterwards().sets_no_stage(sent.tokens[verb].lemma):
        return None
    tags = {sent.tokens[k].tag for k in (verb, *sent.kids(verb, "aux", "auxpass"))}
    perfect = any(sent.tokens[k].lemma == "have" for k in sent.kids(verb, "aux"))
    return verb if "VBD" in tags and not perfect and "MD" not in tags else None
