"""Find who says it: the source of a reporting word."""

from __future__ import annotations

from tocsin.attribution.clauses import (
    finite_tag,
    is_infinitive,
    is_passive,
    is_report_aside,
    is_time,
    lost_subject,
    name_run,
    opener,
    parallel,
    subject,
)
from tocsin.attribution.cues import load_cues
from tocsin.model.text import Sentence

_RELATIVES = frozenset({"who", "that", "which", "whom"})
_MAX_CLIMB = 8
_EMPTY = frozenset({"it", "there"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})


def speaker_of_verb(sentence: Sentence, v: int) -> int | None:
    """Return the head word of the source of a reporting verb, None when it is hidden."""
    if is_passive(sentence, v):
        return _agent(sentence, v) or (None if sentence.kids(v, "auxpass", "nsubjpass") else _inverted(sentence, v))
    own = subject(sentence, v)
    if own is not None:
        return None if _is_empty(sentence, v, own) else antecedent(sentence, v, own)
    lost = lost_subject(sentence, v)
    if lost is not None:
        return lost[1]
    for find in (_inverted, _stray_subject, _governor):
        found = find(sentence, v)
        if found is not None:
            return found
    return None


def _is_empty(sentence: Sentence, v: int, own: int) -> bool:
    """Tell whether a subject is the empty "it" of "it seems that"."""
    return sentence.tokens[own].lower in _EMPTY and sentence.tokens[v].lemma in ("seem", "appear", "be", "turn")


def _agent(sentence: Sentence, v: int) -> int | None:
    """Return the noun after the "by" of a passive."""
    for k in sentence.kids(v, "agent", "prep"):
        if sentence.tokens[k].lower == "by":
            return next(iter(sentence.kids(k, "pobj")), None)
    return None


def antecedent(sentence: Sentence, v: int, own: int) -> int:
    """Return the noun that a relative pronoun stands for, or the subject itself."""
    token = sentence.tokens[v]
    if sentence.tokens[own].lower in _RELATIVES and token.dep == "relcl" and token.head < v:
        return token.head
    return own


def _inverted(sentence: Sentence, v: int) -> int | None:
    """Return a noun right after the verb that the parser took for an object ("…," said the mayor), None when there is none."""
    token = sentence.tokens[v]
    if token.tag not in _FINITE | {"VBN"} or token.lemma not in load_cues().reporting:
        return None
    if token.dep == "amod" and v > 0 and sentence.tokens[v - 1].pos == "PUNCT":
        return token.head
    left = [k for k in sentence.children[v] if k < v and sentence.tokens[k].dep in ("ccomp", "dep", "advcl")]
    after_quote = v > 0 and sentence.tokens[v - 1].pos == "PUNCT"
    right = [k for k in sentence.kids(v, "dobj", "attr", "dative", "oprd", "npadvmod", "dep", "appos", "ccomp") if k > v and sentence.tokens[k].pos in
             ("PROPN", "NOUN", "PRON") and not is_time(sentence, k) and sentence.tokens[k].ent != "MONEY"]
    return right[0] if right and (left or after_quote) else None


def _stray_subject(sentence: Sentence, v: int) -> int | None:
    """Return a noun phrase right before a finite verb that the parser did not take for its subject ("Four in 10 say")."""
    token = sentence.tokens[v]
    if token.tag not in _FINITE or token.dep not in ("ROOT", "ccomp", "conj", "relcl"):
        return None
    kinds = ("NOUN", "PROPN", "PRON", "NUM", "ADJ")
    left = [k for k in sentence.children[v] if k < v and sentence.tokens[k].pos in kinds and not is_time(sentence, k)]
    if not left or any(sentence.tokens[k].text in (",", ";", ":") for k in range(left[-1], v)):
        return None
    return left[-1]


def _governor(sentence: Sentence, v: int) -> int | None:
    """Return the subject that a verb without one shares with the verb or noun above it."""
    below, here = v, v
    for _ in range(_MAX_CLIMB):
        token = sentence.tokens[here]
        if token.head == here:
            return None
        below, here = here, token.head
        head = sentence.tokens[here]
        if head.pos in ("NOUN", "PROPN") and sentence.tokens[below].dep in ("acl", "relcl"):
            return here if not is_infinitive(sentence, below) else None
        if head.pos in ("VERB", "AUX") and not _only_joined(sentence, below, here):
            above = sentence.tokens[head.head]
            if head.dep == "ccomp" and above.pos == "VERB" and above.lemma in load_cues().reporting and (
                    is_report_aside(sentence, below) or (sentence.tokens[below].dep == "conj" and below in parallel(sentence, above.i, here))):
                return speaker_of_verb(sentence, above.i)
            found = _shared_subject(sentence, below, here)
            if found is not None:
                return found
            if sentence.kids(here, "nsubj", "nsubjpass", "csubj"):
                return None
    return None


def _only_joined(sentence: Sentence, below: int, verb: int) -> bool:
    """Tell whether a finite verb hangs by mistake on an infinitive or participle ("urged them to stay and rejects …"): that is no subject of it."""
    if sentence.tokens[below].dep != "conj" or sentence.tokens[below].tag not in _FINITE:
        return False
    return finite_tag(sentence, verb) in ("VB", "VBG", "TO") and sentence.tokens[verb].head != verb


def _shared_subject(sentence: Sentence, below: int, verb: int) -> int | None:
    """Return what a lower verb takes over from the verb above it: its object after "urged X to", else its subject."""
    dep = sentence.tokens[below].dep
    objects = [k for k in sentence.kids(verb, "dobj") if k < below and not is_time(sentence, k)]
    if objects and (dep == "xcomp" or (dep == "prep" and sentence.tokens[below].lower in ("as", "for", "of"))):
        return objects[0]
    own = subject(sentence, verb)
    if dep == "prep" and sentence.tokens[below].lower in ("as", "for", "of") and is_passive(sentence, verb):
        return own
    if own is not None and sentence.tokens[own].dep == "nsubjpass" and sentence.tokens[below].dep == "conj" and not is_passive(sentence, below):
        return own
    if own is None:
        return _inverted(sentence, verb)
    return None if _is_empty(sentence, verb, own) else antecedent(sentence, verb, own)


def owner(sentence: Sentence, n: int) -> int | None:
    """Return the head word of the source of a reporting noun: "X's claim", "a claim by X", "Iranian claims"; None without."""
    tokens = sentence.tokens
    for k in sentence.kids(n, "poss"):
        return k
    for k in sentence.kids(n, "prep", "agent"):
        if tokens[k].lower in ("by", "from", "among"):
            return next((m for m in sentence.kids(k, "pobj") if not is_time(sentence, m)), None)
    holders = [m for k in sentence.kids(n, "prep") if tokens[k].lower == "of" for m in sentence.kids(k, "pobj") if _is_somebody(sentence, m)]
    if holders:
        return holders[0]
    return next((k for k in sentence.kids(n, "amod", "compound", "nmod") if tokens[k].ent in ("NORP", "ORG") or tokens[k].lower in _OFFICES), None)


def _is_somebody(sentence: Sentence, k: int) -> bool:
    """Tell whether a noun names somebody who may hope or fear ("the hopes of many officials")."""
    return sentence.tokens[k].ent in ("PERSON", "ORG", "NORP") or sentence.tokens[k].lemma in load_cues().speakers


_OFFICES = frozenset("police army military government opposition rebel media press intelligence state official opposition un".split())


def source_run(sentence: Sentence, head: int, cue: int) -> tuple[int, int]:
    """Return the first and last token of a source, without a clause of its own that holds the cue ("a letter saying …")."""
    return name_run(sentence, head, without=cue)


__all__ = ["antecedent", "opener", "owner", "source_run", "speaker_of_verb"]
