"""Find what a reporting noun or adjective is about."""

from __future__ import annotations

from tocsin.attribution.clauses import is_infinitive, is_time, union
from tocsin.attribution.cues import Cue
from tocsin.model.text import Sentence

Tokens = set[int]

_VERBAL = ("VERB", "AUX")


def content_of_noun(sentence: Sentence, n: int, cue: Cue, source: int | None) -> Tokens:
    """Return the tokens of what a reporting noun is about. `source`: its source, without which some ways do not count."""
    for way in (*cue.takes, *(cue.owned if source is not None else ())):
        found = _noun_way(sentence, n, way, source)
        if found:
            return found
    return set()


def _noun_way(sentence: Sentence, n: int, way: str, source: int | None) -> Tokens:
    tokens = sentence.tokens
    if way == "that":
        bearers = (n, source) if source is not None and tokens[source].dep == "pobj" else (n,)
        clauses = [k for bearer in bearers for k in sentence.kids(bearer, "acl", "ccomp", "relcl")
                   if k > n and tokens[k].pos in _VERBAL and tokens[sentence.subtree(k)[0]].lower in ("that", "whether") and _is_whole(sentence, k)]
        return union(sentence, clauses[:1]) or _copular(sentence, n)
    if way == "to do":
        return union(sentence, [k for k in sentence.kids(n, "acl", "relcl", "xcomp") if k > n and is_infinitive(sentence, k)][:1])
    preps = [k for k in sentence.kids(n, "prep") if k > n and tokens[k].lower == way]
    return union(sentence, [m for k in preps[:1] for m in sentence.kids(k, "pobj", "pcomp")
                            if m != source and not is_time(sentence, m)])


def _is_finite_clause(sentence: Sentence, k: int) -> bool:
    """Tell whether a clause has a subject, and is no circumstance ("… because it rained")."""
    return sentence.tokens[k].dep == "ccomp" or (bool(sentence.kids(k, "nsubj", "nsubjpass")) and not sentence.kids(k, "mark", "advmod"))


def _is_whole(sentence: Sentence, k: int) -> bool:
    """Tell whether "that" only opens a clause and is no part of it ("the rebels that fled", "the port that they took")."""
    if not sentence.kids(k, "nsubj", "nsubjpass", "expl", "csubj"):
        return False
    marked = any(sentence.tokens[m].dep == "mark" for m in sentence.children[k])
    return marked or any(sentence.tokens[m].lower != "that" for m in sentence.kids(k, "dobj"))


def _copular(sentence: Sentence, n: int) -> Tokens:
    """Return the clause of "their claim is that …"."""
    head = sentence.tokens[n].head
    if sentence.tokens[n].dep != "nsubj" or sentence.tokens[head].lemma != "be":
        return set()
    return union(sentence, [k for k in sentence.kids(head, "ccomp") if k > head][:1])


def content_of_adjective(sentence: Sentence, a: int, copula: int, cue: Cue) -> Tokens:
    """Return the tokens of what a state of mind is about ("is sure that …")."""
    tokens = sentence.tokens
    heads = (a, copula) if copula != a else (a,)
    for way in cue.takes:
        for head in heads:
            if way == "that":
                found = union(sentence, [k for k in sentence.kids(head, "ccomp", "advcl") if k > a and _is_finite_clause(sentence, k)][:1])
            elif way == "to do":
                found = union(sentence, [k for k in sentence.kids(head, "xcomp") if k > a and is_infinitive(sentence, k)][:1])
            else:
                found = union(sentence, [m for k in sentence.kids(head, "prep") if k > a and tokens[k].lower == way
                                         for m in sentence.kids(k, "pobj", "pcomp") if not is_time(sentence, m)])
            if found:
                return found
    return set()
