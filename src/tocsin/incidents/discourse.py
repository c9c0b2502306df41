"""Time and place that a happening takes over from what was told just before: a story stays where it is until it says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.model.claim import Claim, ClaimPlace, ClaimTime
from tocsin.model.text import Sentence

REACH = 3
"""Sentences over which time and place carry on."""

LONGEST_DAYS = 8
"""A window wider than this ("in 2016", "since May") frames a passage and is not handed on as the day of each act in it."""


def carry_on(sentences: Sequence[Sentence], groups: Sequence[list[Claim]], placeful: frozenset[int]) -> list[list[Claim]]:
    """Return the incidents with time and place handed on from the one told just before.

    Only an act that happened, is told in plain past and adds no time or place of its own takes them over; a plural ("attacks") and the perfect
    ("has blamed", "had been killed") do not. A sentence that names places of its own (`placeful`) takes over no place.
    """
    told = sorted((claim for group in groups for claim in group if _may_give(claim)), key=lambda claim: (claim.sentence, claim.token))
    return [_take_over(sentences, group, told, placeful) for group in groups]


def _may_give(claim: Claim) -> bool:
    """Tell whether a claim's own time or place may be handed on."""
    return claim.section == "text" and claim.realis == "actual" and (_is_near_day(claim.time) or claim.place.basis == "stated")


def _lends_day(giver: Claim, taker: Claim) -> bool:
    """Tell whether the day of one act may be that of the next: the day on which somebody was blamed is not the day of the deed."""
    return giver.type not in _WORD_ACTS or taker.type in _WORD_ACTS


_WORD_ACTS = frozenset({"ACCUSE", "REQUEST", "REJECT", "SUPPORT", "THREATEN"})
"""Types of acts that are done in words."""


def _is_near_day(time: ClaimTime) -> bool:
    """Tell whether a time is stated and narrow."""
    if time.start is None or time.end is None or time.basis in {"unknown", "inherited"}:
        return False
    return (time.end - time.start).days <= LONGEST_DAYS


def _take_over(sentences: Sequence[Sentence], group: list[Claim], told: Sequence[Claim], placeful: frozenset[int]) -> list[Claim]:
    """Return one incident with what it takes over."""
    first = min(group, key=lambda claim: (claim.section != "text", claim.sentence, claim.token))
    if first.section != "text" or first.kind != "event" or first.realis != "actual" or not _goes_on(sentences[first.sentence], first):
        return group
    before = [claim for claim in told if (claim.sentence, claim.token) < (first.sentence, first.token) and first.sentence - claim.sentence <= REACH]
    time = next((claim.time for claim in reversed(before) if _is_near_day(claim.time) and _lends_day(claim, first)), None)
    place = next((claim.place for claim in reversed(before) if claim.place.basis == "stated"), None)
    if any(claim.time.basis != "unknown" for claim in group):
        time = None
    if first.sentence in placeful or any(claim.place.basis != "unknown" for claim in group):
        place = None
    return [_with(claim, time, place) for claim in group]


def _with(claim: Claim, time: ClaimTime | None, place: ClaimPlace | None) -> Claim:
    """Return a claim with the time and place that were handed on."""
    if time is not None:
        claim = replace(claim, time=replace(time, basis="inherited"))
    return replace(claim, place=replace(place, basis="inherited")) if place is not None else claim


def _goes_on(sent: Sentence, claim: Claim) -> bool:
    """Tell whether an act is told as the next step of the story."""
    token = sent.tokens[claim.token]
    if token.tag in {"NNS", "NNPS"} or token.tag in {"VBP", "VBZ"}:
        return False
    return not any(sent.tokens[k].lower in {"had", "has", "have", "'ve", "previously", "earlier", "formerly", "ago"} for k in sent.children[token.i])
