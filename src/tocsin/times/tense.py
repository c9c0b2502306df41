"""Which way a time without a date points: back or ahead, told by the verb that governs it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tocsin.model.text import Sentence
from tocsin.times.vocabulary import vocabulary

Way = Literal["past", "future", "near", "none"]
"""Behind publication, ahead of it, on the side that is nearer, or not told."""

_AHEAD_WORDS = frozenset({"ahead", "upcoming", "forthcoming", "coming"})
_FUTURE_MODALS = frozenset({"will", "shall", "'ll", "wo", "would", "could", "may", "might", "should", "must", "can", "ca"})
_BOUNDS = frozenset({"until", "till", "by", "before", "through"})
_LIMITS = frozenset({"until", "till", "by"})
_NEGATIONS = frozenset({"not", "n't", "never", "nor", "neither"})
_OBJECT = "(object)"
"""Stands for the preposition of a time that is the verb's object: "has set 10 May as the deadline"."""
_MAX_CLIMB = 12


@dataclass(frozen=True, slots=True)
class Governor:
    """What governs a time expression.

    Attributes:
        way: Where a weekday or a month without a year lies from publication.
        direct: The verb itself carries the time, not a noun or an infinitive below it: then a date without a year follows it.
        reporting: The verb only reports ("police said on Monday").
    """

    way: Way
    direct: bool = True
    reporting: bool = False


def find_governor(sentence: Sentence, first: int, end: int) -> Governor:
    """Return the governor of the tokens [first, end)."""
    tokens = sentence.tokens
    ahead, planned, direct = False, False, True
    object_like = any(tokens[i].dep == "dobj" for i in range(first, end)) or (end < len(tokens) and tokens[end].lower == "as")
    preposition = _OBJECT if object_like else ""
    governors = vocabulary().governors
    for i in _climb(sentence, first, end):
        token = tokens[i]
        if token.pos in ("VERB", "AUX"):
            return _by_verb(sentence, i, preposition, ahead=ahead, planned=planned, direct=direct)
        if token.pos in ("ADP", "SCONJ") and preposition in ("", _OBJECT):
            preposition = token.lower
        ahead = ahead or token.lower in _AHEAD_WORDS or _has_kid(sentence, i, _AHEAD_WORDS)
        if token.pos in ("NOUN", "PROPN", "ADJ"):
            ahead = ahead or token.lemma in governors["scheduled"]
            planned = planned or token.lemma in governors["planned"]
            direct = direct and token.pos == "ADJ"
    return Governor("future" if ahead or preposition in _BOUNDS - {"by", "before"} else "none", direct=ahead)


def _by_verb(sentence: Sentence, i: int, preposition: str, *, ahead: bool, planned: bool, direct: bool) -> Governor:
    """Return the governor that a verb is for a time below it."""
    if ahead:
        return Governor("future")
    token = sentence.tokens[i]
    if not direct:
        way = _tense(sentence, i, 0)
        if preposition in _LIMITS or planned:
            return Governor("future" if preposition in _LIMITS else "near" if way == "past" else way, direct=False)
        return Governor("past", direct=False)
    way = _verb_way(sentence, i, 0, preposition)
    if way == "past" and preposition in _BOUNDS and token.tag != "VBD" and not _past_auxiliary(sentence, i):
        return Governor("near", direct=False)
    firm = token.tag in ("VBD", "VBN", "VBZ", "VBP") or way == "future" or bool(_modal(sentence, i))
    return Governor(way, firm, token.lemma in vocabulary().governors["reporting"])


def _climb(sentence: Sentence, first: int, end: int) -> Iterator[int]:
    """Yield the tokens above an expression, nearest first."""
    here = next((i for i in range(first, end) if not first <= sentence.tokens[i].head < end), first)
    for _ in range(_MAX_CLIMB):
        above = sentence.tokens[here].head
        if above == here:
            return
        if not first <= above < end:
            yield above
        here = above


def _has_kid(sentence: Sentence, i: int, words: frozenset[str]) -> bool:
    """Tell whether one of some words hangs on a token."""
    return any(sentence.tokens[kid].lower in words for kid in sentence.children[i])


def _verb_way(sentence: Sentence, i: int, depth: int, preposition: str = "") -> Way:
    """Return where the time of a verb lies that carries it: verbs that set a date point ahead of themselves."""
    token = sentence.tokens[i]
    if token.pos == "VERB" and _sets_date(sentence, i, preposition):
        if token.dep in ("acl", "relcl") and _under_past(sentence, i):
            return "near"
        return "past" if _has_kid(sentence, i, frozenset({"had"})) else "future"
    if preposition in _LIMITS and (token.tag in ("VB", "VBZ", "VBP") or _auxiliary(sentence, i, "have", ("VBZ", "VBP"))):
        return "future"
    return _tense(sentence, i, depth)


def _under_past(sentence: Sentence, i: int) -> bool:
    """Tell whether the clause around a modifier is past: "talks set for Friday were called off" may lie on either side."""
    above = next((a for a in sentence.ancestors(i) if sentence.tokens[a].pos in ("VERB", "AUX")), None)
    return above is not None and (sentence.tokens[above].tag == "VBD" or _past_auxiliary(sentence, above))


def _sets_date(sentence: Sentence, i: int, preposition: str) -> bool:
    """Tell whether a verb sets a date for what it governs."""
    governors, lemma = vocabulary().governors, sentence.tokens[i].lemma
    if lemma in governors["scheduled"]:
        return True
    return lemma in governors["scheduled_for"] and preposition in ("for", "to", "until", "till", _OBJECT)


def _tense(sentence: Sentence, i: int, depth: int) -> Way:
    """Return where a verb's own tense puts its time."""
    token = sentence.tokens[i]
    modal = _modal(sentence, i)
    if modal:
        return _modal_way(sentence, i, modal)
    if token.tag == "VBD" or _past_auxiliary(sentence, i):
        return "past"
    if token.tag in ("VBZ", "VBP"):
        return _present_way(sentence, i)
    if depth > _MAX_CLIMB:
        return "none"
    if token.tag == "VBN":
        return _participle_way(sentence, i, depth)
    return _open_way(sentence, i, depth)


def _modal(sentence: Sentence, i: int) -> str:
    """Return the modal that hangs on a verb, "" when there is none."""
    return next((sentence.tokens[kid].lower for kid in sentence.children[i] if sentence.tokens[kid].tag == "MD"), "")


def _modal_way(sentence: Sentence, i: int, modal: str) -> Way:
    """Return the way of a verb under a modal: "would have met" and "could not be reached" lie behind."""
    if _auxiliary(sentence, i, "have", ("VB",)):
        return "past"
    if modal == "could" and any(token.lower in _NEGATIONS for token in sentence.tokens[:i]):
        return "past"
    return "future" if modal.replace("’", "'") in _FUTURE_MODALS else "none"


def _auxiliary(sentence: Sentence, i: int, lemma: str, tags: tuple[str, ...]) -> bool:
    """Tell whether a form of an auxiliary hangs on a verb."""
    return any(sentence.tokens[kid].lemma == lemma and sentence.tokens[kid].tag in tags for kid in sentence.kids(i, "aux", "auxpass"))


def _past_auxiliary(sentence: Sentence, i: int) -> bool:
    """Tell whether "was", "had" or "did", or a perfect's "has", hangs on a verb."""
    tokens = sentence.tokens
    return any(
        tokens[kid].tag == "VBD" or (tokens[kid].lemma == "have" and tokens[kid].tag in ("VBZ", "VBP", "VBG"))
        for kid in sentence.kids(i, "aux", "auxpass")
    )


def _present_way(sentence: Sentence, i: int) -> Way:
    """Return the way of a present tense: a set date, a headline or caption, or nothing to be told."""
    token = sentence.tokens[i]
    if token.lemma in vocabulary().governors["future"]:
        return "none" if sentence.section == "title" else "future"
    return "none" if token.lemma == "be" and sentence.section != "title" else "past"


def _participle_way(sentence: Sentence, i: int, depth: int) -> Way:
    """Return the way of a participle: "is held Friday" may look ahead, "killed on Friday" looks back."""
    for kid in sentence.kids(i, "aux", "auxpass"):
        tag = sentence.tokens[kid].tag
        return "none" if tag in ("VBZ", "VBP") else "past" if tag == "VBD" else _open_way(sentence, i, depth)
    token = sentence.tokens[i]
    if token.dep == "conj" and sentence.tokens[token.head].pos in ("VERB", "AUX"):
        return _verb_way(sentence, token.head, depth + 1)
    return "past"


def _open_way(sentence: Sentence, i: int, depth: int) -> Way:
    """Return the way of an infinitive or -ing form: that of what it hangs on."""
    token = sentence.tokens[i]
    if token.tag == "VBG" and _auxiliary(sentence, i, "be", ("VBZ", "VBP")):
        return "future" if token.lemma in vocabulary().governors["future"] else "past"
    head = sentence.tokens[token.head]
    if token.head == i:
        return "none"
    infinitive = _has_kid(sentence, i, frozenset({"to"}))
    if infinitive and (head.lemma in ("be", "go") or head.lemma in vocabulary().governors["scheduled"] | vocabulary().governors["scheduled_for"]):
        return "past" if any(_has_kid(sentence, at, frozenset({"had"})) for at in (head.i, head.head)) else "future"
    if token.tag == "VBG" and head.pos in ("NOUN", "PROPN"):
        return "near" if token.lemma in vocabulary().governors["future"] else "past"
    if head.pos in ("VERB", "AUX"):
        return _verb_way(sentence, token.head, depth + 1)
    above = next((a for a in sentence.ancestors(token.head) if sentence.tokens[a].pos in ("VERB", "AUX")), None)
    return _tense(sentence, above, depth + 1) if above is not None else "none"
