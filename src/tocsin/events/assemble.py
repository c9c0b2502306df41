"""Assemble claims from triggers and everything that was found around them."""

from __future__ import annotations

from dataclasses import replace

from tocsin.events.accused import hedged, is_accusation
from tocsin.events.contexts import contexts_of
from tocsin.events.natural import died_in_office
from tocsin.events.parties import parties_of
from tocsin.events.placing import place_of
from tocsin.events.scene import Scene
from tocsin.events.sourcing import sources_of
from tocsin.events.things import damage_of, means_of
from tocsin.events.timing import time_of
from tocsin.events.toll import toll_of
from tocsin.lexicon.load import load_lexicon
from tocsin.model.claim import Claim, Means
from tocsin.model.event import Judged, Trigger
from tocsin.model.issue import Found
from tocsin.ontology.acled import Deed, acled_of, party_class
from tocsin.ontology.passage import beside

VERSION = "1"
_DEEDS = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "SANCTION"})
"""Types that say something even when nobody is named."""


def assemble_claims(scene: Scene) -> Found[Claim]:
    """Return the claims of an article, in text order, not yet grouped into incidents."""
    claims = [claim for trigger in scene.triggers if (claim := _claim(scene, trigger))]
    return Found(tuple(replace(claim, id=f"c{number}") for number, claim in enumerate(claims, 1)))


def _claim(scene: Scene, trigger: Trigger) -> Claim | None:
    """Return the claim of one trigger."""
    judged = _judged(scene, trigger)
    accused = is_accusation(scene, trigger, judged)
    judged = hedged(judged) if accused else judged
    actor, recipient = parties_of(scene, trigger)
    if not _says_enough(trigger, actor, recipient) or died_in_office(scene, trigger, [scene.actors[key] for key in recipient]):
        return None
    parties = [scene.actors[key] for key in (*actor, *recipient)]
    sent = scene.sentences[trigger.sentence]
    toll = toll_of(scene, trigger, trigger.fill("recipient"))
    means = means_of(scene, trigger)
    return Claim(
        id="", kind=trigger.kind, type=trigger.type, mode=trigger.mode, contexts=contexts_of(trigger, parties), section=trigger.section,
        sentence=trigger.sentence, token=trigger.token, trigger=trigger.span, sentence_span=sent.span, frame=trigger.frame, actor=actor,
        recipient=recipient, realis=judged.realis, progress=judged.progress, factuality=judged.value, background=False,
        superseded=judged.superseded, sources=sources_of(scene, trigger), time=time_of(scene, trigger), place=place_of(scene, trigger),
        toll=toll, damage=damage_of(scene, trigger), means=means,
        acled=_acled(scene, trigger, actor, recipient, means),
        by=f"events.assemble@{VERSION}", score=round(trigger.score * judged.score, 3),
        accused=accused,
    )  # fmt: skip


def _acled(scene: Scene, trigger: Trigger, actor: tuple[str, ...], recipient: tuple[str, ...], means: Means | None) -> tuple[str, str] | None:
    """Return the ACLED event and sub-event type."""
    classes = [frozenset(party_class(a.sector, a.kind, a.name) for a in (scene.actors[key] for key in ids)) for ids in (actor, recipient)]
    frame = load_lexicon().frames.get(trigger.frame)
    effects = frozenset({trigger.effect} if trigger.effect else ())
    hint = frame.acled if frame else None
    return acled_of(Deed(trigger.kind, trigger.type, trigger.mode, hint, classes[0], classes[1], effects, means.name if means else "",
                         two_sided=len(actor) > 1 and not recipient, beside=beside(scene.sentences, scene.triggers_in, trigger)))


def _says_enough(trigger: Trigger, actor: tuple[str, ...], recipient: tuple[str, ...]) -> bool:
    """Tell whether a trigger makes a claim: a tie needs both ends, a state needs its holder, an act of words needs somebody."""
    if trigger.kind == "relation":
        return len({*actor, *recipient}) >= 2 or (trigger.type == "ceasefire")
    if trigger.kind == "status":
        return bool(actor or recipient)
    return trigger.type in _DEEDS or bool(actor or recipient)


def _judged(scene: Scene, trigger: Trigger) -> Judged:
    """Return the judgement of the event: of the verb that carries it, and of the noun when that is its own word."""
    judged = scene.judgements.of(trigger.sentence, trigger.token)
    if trigger.announced:
        # The announcement is the act: it was made, whatever comes of it.
        return replace(judged, value="CT+", realis="actual", progress="planned")
    return judged
