"""Event words that name no particular event: "violence is spreading", "they condemn kidnappings"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.incidents.words import incident_words
from tocsin.model.claim import Claim
from tocsin.model.text import Sentence


def mark_generic(sentences: Sequence[Sentence], group: list[Claim]) -> list[Claim]:
    """Return the claims of an incident with realis generic when all that tells of it are such words."""
    if not all(_names_a_kind(sentences[claim.sentence], claim) for claim in group):
        return group
    return [replace(claim, realis="generic") for claim in group]


def is_loose(sent: Sentence, claim: Claim) -> bool:
    """Tell whether a claim is a mass noun without article ("against terrorism"): it takes up nothing told before."""
    words = {sent.tokens[k].lower for k in sent.children[claim.token]}
    return sent.tokens[claim.token].lemma in incident_words().mass and not words & incident_words().definite and _names_a_kind(sent, claim)


def _names_a_kind(sent: Sentence, claim: Claim) -> bool:
    """Tell whether a claim is a bare plural or mass noun without parties, day, place, count, thing or weapon of its own."""
    if claim.kind != "event" or claim.realis not in {"actual", "future"} or claim.recipient or claim.damage or claim.section == "title":
        return False
    if claim.time.basis in {"explicit", "relative"} or claim.place.basis == "stated" or any(toll.policy != "plural" for toll in claim.toll):
        return False
    token = sent.tokens[claim.token]
    if token.pos != "NOUN" or not (token.tag == "NNS" or token.lemma in incident_words().mass):
        return False
    words = {sent.tokens[k].lower for k in sent.children[token.i]}
    if claim.actor and token.lemma not in incident_words().mass:
        return False
    return not words & incident_words().particular and (not words & incident_words().definite or token.lemma in incident_words().mass)
