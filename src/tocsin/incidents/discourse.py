"""Time and place that a happening takes over from what was told just before: a story stays where it is until it says otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tocsin.incidents.alike import family
from tocsin.incidents.dating import best_time, is_fine, set_day, takes_day
from tocsin.incidents.words import incident_words
from tocsin.model.claim import Claim, ClaimPlace, ClaimTime, Stage
from tocsin.model.text import Sentence

REACH = 3
"""Sentences over which time and place carry on."""

LONGEST_DAYS = 8
"""A window wider than this ("in 2016", "since May") frames a passage and is not handed on as the day of each act in it."""


def carry_on(
    sentences: Sequence[Sentence], groups: Sequence[list[Claim]], placeful: frozenset[int], stages: Mapping[int, Stage]
) -> list[list[Claim]]:
    """Return the incidents with time and place handed on from the one told just before.

    Only an act that happened, is told in plain past and adds no time or place of its own takes them over; a plural ("attacks") and the perfect
    ("has blamed", "had been killed") do not. A sentence that names places of its own (`placeful`) takes over no place. Where no claim of a sentence
    gives them, its main clause does (`stages`): "The patrol searched a farm in X. It came under fire."
    """
    claims = [claim for group in groups for claim in group if _may_give(claim)]
    givers = [_Giver(claim.sentence, claim.token, claim.type, claim.time, claim.place) for claim in claims]
    givers += [_Giver(sentence, -1, "", stage.time, stage.place) for sentence, stage in stages.items()]
    told = sorted(givers, key=lambda giver: (giver.sentence, giver.token))
    return [_take_over(sentences, group, told, placeful) for group in groups]


@dataclass(frozen=True, slots=True)
class _Giver:
    """A claim or a main clause whose time and place may be handed on; `type` is empty for a clause, which stands before its sentence's claims."""

    sentence: int
    token: int
    type: str
    time: ClaimTime
    place: ClaimPlace


def _may_give(claim: Claim) -> bool:
    """Tell whether a claim's own time or place may be handed on."""
    return claim.section == "text" and claim.realis == "actual" and (_is_near_day(claim.time) or claim.place.basis == "stated")


def _lends_day(giver: _Giver, taker: Claim) -> bool:
    """Tell whether the day of one act may be that of the next: the day on which somebody was blamed is not the day of the deed."""
    return giver.type not in _WORD_ACTS or taker.type in _WORD_ACTS


_WORD_ACTS = frozenset({"ACCUSE", "REQUEST", "REJECT", "SUPPORT", "THREATEN"})
"""Types of acts that are done in words."""


_BODILY = frozenset({"ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID", "dead", "wounded", "captured", "held", "missing"})
"""Types of acts that are done on the spot, so that they go on where a main clause left people standing."""


def _is_near_day(time: ClaimTime) -> bool:
    """Tell whether a time is stated and narrow."""
    if time.start is None or time.end is None or time.basis in {"unknown", "inherited"}:
        return False
    return (time.end - time.start).days <= LONGEST_DAYS


def _take_over(sentences: Sequence[Sentence], group: list[Claim], told: Sequence[_Giver], placeful: frozenset[int]) -> list[Claim]:
    """Return one incident with what it takes over."""
    first = min(group, key=lambda claim: (claim.section != "text", claim.sentence, claim.token))
    if first.section != "text" or first.kind != "event" or first.realis != "actual" or not _goes_on(sentences[first.sentence], first):
        return group
    before = [
        giver for giver in told if (giver.sentence, giver.token) < (first.sentence, first.token) and first.sentence - giver.sentence <= REACH
        and (giver.type or (giver.sentence < first.sentence and first.type in _BODILY))
    ]  # fmt: skip
    time = next((giver.time for giver in reversed(before) if _is_near_day(giver.time) and _lends_day(giver, first)), None)
    place = next((giver.place for giver in reversed(before) if giver.place.basis == "stated"), None)
    if not takes_day(group):
        time = None
    if first.sentence in placeful or any(claim.place.basis != "unknown" for claim in group):
        place = None
    return [_with(claim, time, place) for claim in group]


def _with(claim: Claim, time: ClaimTime | None, place: ClaimPlace | None) -> Claim:
    """Return a claim with the time and place that were handed on."""
    if time is not None and claim.time.basis == "unknown":
        claim = replace(claim, time=replace(time, basis="inherited"))
    return replace(claim, place=replace(place, basis="inherited")) if place is not None else claim


def _goes_on(sent: Sentence, claim: Claim) -> bool:
    """Tell whether an act is told as the next step of the story."""
    token = sent.tokens[claim.token]
    if token.tag in {"NNS", "NNPS"} or token.tag in {"VBP", "VBZ"}:
        return False
    return not any(sent.tokens[k].lower in incident_words().before for k in sent.children[token.i])


def follow(sentences: Sequence[Sentence], groups: Sequence[list[Claim]], main: int) -> list[list[Claim]]:
    """Return the incidents, those that go on with the main one on its day.

    They are undated acts of its family told in the plain past, where no other act of the family has a day of its own: then all tell of one story.
    """
    time = best_time(groups[main])
    akin = [group for n, group in enumerate(groups) if n != main and family(group[0]) == family(groups[main][0])]
    if not is_fine(time) or any(is_fine(day) and day.start != time.start for day in map(best_time, akin)):
        return list(groups)
    return [_on_day(sentences, group, time) if any(group is other for other in akin) else group for group in groups]


def _on_day(sentences: Sequence[Sentence], group: list[Claim], time: ClaimTime) -> list[Claim]:
    """Return an incident with a day taken over, when its first claim goes on with the story."""
    first = group[0]
    if first.kind != "event" or first.realis != "actual" or not _goes_on(sentences[first.sentence], first):
        return group
    if _is_under_present(sentences[first.sentence], first):
        return group
    return set_day(group, replace(time, basis="inherited"))


def _is_under_present(sent: Sentence, claim: Claim) -> bool:
    """Tell whether a noun stands under a verb in the present or perfect: "the gains that they have made in the fight"."""
    if sent.tokens[claim.token].pos == "VERB" or claim.section == "title":
        return False
    above = next((i for i in sent.ancestors(claim.token) if sent.tokens[i].pos in {"VERB", "AUX"}), None)
    if above is None:
        return False
    perfect = any(sent.tokens[k].lower in {"has", "have", "'ve"} for k in sent.kids(above, "aux"))
    return perfect or sent.tokens[above].tag in {"VBP", "VBZ"}
