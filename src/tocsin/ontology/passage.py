"""What the passage around a claim tells: a demonstration that police break up is another ACLED event than one that they leave alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tocsin.model.event import Trigger
from tocsin.model.text import Sentence
from tocsin.ontology.acled import party_words

REACH = 1
"""How many sentences away another claim still tells of the same demonstration."""


def beside(sentences: Sequence[Sentence], triggers_in: Mapping[int, Sequence[Trigger]], trigger: Trigger) -> frozenset[str]:
    """Return what the triggers in and next to the sentence of a trigger tell, the trigger itself left out.

    Args:
        sentences: Those of the article.
        triggers_in: Its triggers by sentence.
        trigger: The trigger of the claim.
    """
    if trigger.type not in {"PROTEST", "ASSAULT", "COERCE"}:
        return frozenset()
    reach = range(trigger.sentence - REACH, trigger.sentence + REACH + 1)
    near = [other for n in reach for other in triggers_in.get(n, ()) if other is not trigger and other.section == trigger.section]
    return frozenset(word for other in near for word in _tells(sentences[other.sentence], other))


def _tells(sent: Sentence, trigger: Trigger) -> list[str]:
    """Return the words for what one trigger tells."""
    if trigger.type == "PROTEST":
        return ["riot", "protest"] if trigger.mode in {"riot", "vandalize"} else ["protest"]
    if trigger.type == "COERCE":
        return ["arrest"] if trigger.mode == "arrest" else []
    if trigger.type != "ASSAULT":
        return []
    if trigger.mode == "crowd-control":
        return ["excessive"] if trigger.frame == "excessive-force" else ["crowd-control"]
    if _are_protesters(sent, trigger.fill("actor")):
        return ["riot"]
    harmed = _are_protesters(sent, trigger.fill("recipient")) and trigger.effect in {"killed", "injured"}
    return ["excessive"] if harmed else []


def _are_protesters(sent: Sentence, fillers: list[int]) -> bool:
    """Tell whether protesters are among some words."""
    return any(sent.tokens[i].lower in party_words()["protesters"] for i in fillers)
