"""Find what is reported: the part of the sentence that hangs on a reporting verb."""

from __future__ import annotations

from collections.abc import Callable

from tocsin.attribution.clauses import is_gerund, is_infinitive, is_passive, is_time, opener, parallel, phrase, subject, union
from tocsin.attribution.cues import PASSIVES, PREPOSITIONS, Cue, load_cues
from tocsin.attribution.quotes import EITHER, OPENING
from tocsin.attribution.reported import circumstances, clause_around, cut_after_quote, passive_infinitive, passive_subject, reported_clause
from tocsin.model.text import Sentence

Tokens = set[int]

_VERBAL = ("VERB", "AUX")
_PERSONS = frozenset({"him", "her", "them", "me", "us", "you", "himself", "herself", "themselves"})
_ASIDE_DEPS = frozenset({"relcl", "advcl", "appos"})
_DASHES = frozenset({"-", "--", "–", "—"})
_SHORTEST_ASIDE = 4
"""Fewest words of an apposition that is cut: shorter ones name ("her deputy, John Doe")."""
_ASIDE_WORDS = frozenset({"who", "which", "whose", "whom", "where"})
_NOUN_PREPOSITIONS = frozenset("of in for on against over about to between with at by from into among as".split())


def without_aside(sentence: Sentence, found: Tokens) -> Tokens:
    """Return a reported clause without what the narrator adds at its end: "…, which borders Chad", "…, while others said …", "… — a rare step"."""
    last = max(found, default=0)
    for k in sorted(found):
        if sentence.tokens[k].dep not in _ASIDE_DEPS or not found.issuperset(tree := sentence.subtree(k)) or tree[-1] < last - 1:
            continue
        if tree[0] > 1 and _is_aside(sentence, k, tree):
            return {m for m in found if m < tree[0] - 1}
    return found


def _is_aside(sentence: Sentence, k: int, tree: list[int]) -> bool:
    """Tell whether a clause or phrase at the end is the narrator's own addition."""
    token, mark = sentence.tokens[k], sentence.tokens[tree[0] - 1].text
    if token.dep == "relcl":
        return mark == "," and any(sentence.tokens[m].lower in _ASIDE_WORDS for m in tree[:3])
    if token.dep == "appos":
        return (mark in _DASHES or mark == ",") and len(tree) >= _SHORTEST_ASIDE
    return opener(sentence, k) in ("while", "whereas") and token.lemma in load_cues().reporting
def content_of_verb(sentence: Sentence, v: int, way: str, cue: Cue) -> Tokens:
    """Return the tokens of what a verb reports in one way of its cue, empty when there is nothing of the kind."""
    if way in PASSIVES:
        return _known(sentence, v, way.removeprefix("passive "))
    if cue.hidden:
        return _hidden(sentence, v)
    if way in PREPOSITIONS and way != "as":
        return _preposition(sentence, v, way)
    found = _WAYS[way](sentence, v, cue) - {v} if way in _WAYS else set()
    return without_aside(sentence, found) if found and min(found) > v else found


def _to(sentence: Sentence, v: int, cue: Cue) -> Tokens:
    """Return an infinitive of the same subject ("wants to leave", "promised on Monday at a rally to resign")."""
    objects = [k for k in sentence.kids(v, "dobj") if not is_time(sentence, k)]
    if is_passive(sentence, v) or objects:
        return set()
    found = [k for k in sentence.kids(v, "xcomp") if k > v and is_infinitive(sentence, k)]
    if not found and cue.speech:
        when = [k for k in sentence.kids(v, "npadvmod", "dobj", "prep") if k > v]
        found = [k for k in sentence.kids(v, "advcl") if when and k > when[-1] and is_infinitive(sentence, k)]
    return _whole(sentence, v, union(sentence, found[:1]), found)


def _whole(sentence: Sentence, v: int, found: Tokens, clauses: list[int]) -> Tokens:
    """Return an infinitive or gerund without what is joined to the verb of saying, and with the circumstances behind it."""
    if not found:
        return found
    for k in parallel(sentence, v, clauses[0]):
        return {i for i in found - phrase(sentence, k) if i < sentence.subtree(k)[0]}
    return found | circumstances(sentence, v, max(found))


def _ing(sentence: Sentence, v: int, _: Cue) -> Tokens:
    """Return a gerund ("denied shelling")."""
    found = [k for k in sentence.kids(v, "xcomp", "pcomp", "dobj", "ccomp") if k > v and is_gerund(sentence, k)][:1]
    return _whole(sentence, v, union(sentence, found), found)


def _whom_to(sentence: Sentence, v: int, _: Cue) -> Tokens:
    """Return somebody and what he should do ("urged both sides to stop")."""
    if is_passive(sentence, v):
        return passive_infinitive(sentence, v)
    clauses = [k for k in sentence.kids(v, "ccomp", "xcomp", "advcl", "acl") if k > v and is_infinitive(sentence, k)]
    objects = [k for k in sentence.kids(v, "dobj", "dative") if k > v]
    if not objects:
        objects = [m for k in sentence.kids(v, "prep") if k > v and sentence.tokens[k].lower in ("to", "with") for m in sentence.kids(k, "pobj")]
    if not clauses:
        clauses = [m for k in objects for m in sentence.kids(k, "acl", "relcl") if is_infinitive(sentence, m)]
    if not clauses or not (objects or subject(sentence, clauses[0]) is not None):
        return set()
    return _whole(sentence, v, union(sentence, [*objects[:1], clauses[0]]), clauses)


def _object(sentence: Sentence, v: int, cue: Cue) -> Tokens:
    """Return an object, with the phrases that the cue lets it take along; the subject of a passive."""
    extra = [k for k in sentence.kids(v, "prep") if k > v and sentence.tokens[k].lower in cue.objects_with]
    if cue.needs_with and not extra:
        return set()
    if is_passive(sentence, v):
        named = sentence.kids(v, "oprd", "attr", "dobj")
        return passive_subject(sentence, v) | union(sentence, [*named, *extra]) if not cue.objects else set()
    objects = [k for k in sentence.kids(v, "dobj") if not is_time(sentence, k) and k != _taken_for_object(sentence, v)]
    if cue.things:
        objects = [k for k in objects if sentence.tokens[k].ent != "PERSON" and sentence.tokens[k].lower not in _PERSONS]
    if cue.objects:
        objects = [k for k in objects if sentence.tokens[k].lemma in cue.objects]
    if not objects:
        return set()
    found = union(sentence, [*objects[:2], *extra])
    found |= _phrases_behind(sentence, v, max(found))
    return cut_after_quote(sentence, found | _infinitive_behind(sentence, v, max(found)))


def _infinitive_behind(sentence: Sentence, v: int, last: int) -> Tokens:
    """Return an infinitive right behind an object ("defended his call to raise the wage"), which the parser may have hung on the verb."""
    clauses = sentence.kids(v, "xcomp", "advcl")
    return union(sentence, [k for k in clauses if sentence.subtree(k)[0] == last + 1 and is_infinitive(sentence, k)])


def _phrases_behind(sentence: Sentence, v: int, last: int) -> Tokens:
    """Return the phrases right behind an object, which the parser may have hung on the verb ("denied any role in the raid")."""
    found: Tokens = set()
    for k in sentence.kids(v, "prep"):
        tree = sentence.subtree(k)
        behind = tree[0] == last + 1 and sentence.tokens[k].lower in _NOUN_PREPOSITIONS
        if behind and not any(is_time(sentence, m) for m in sentence.kids(k, "pobj")):
            found.update(tree)
            last = tree[-1]
    return found


def _taken_for_object(sentence: Sentence, v: int) -> int | None:
    """Return an object that is really the speaker ("…," says the mayor)."""
    objects = sentence.kids(v, "dobj")
    inverted = subject(sentence, v) is None and any(k < v for k in sentence.kids(v, "ccomp"))
    return objects[0] if objects and inverted else None


def _as(sentence: Sentence, v: int, cue: Cue) -> Tokens:
    """Return a noun phrase and what it is called ("called the raid a crime", "described it as an accident")."""
    labels = [k for k in sentence.kids(v, "oprd", "acomp", "attr") if k > v]
    labels += [k for k in sentence.kids(v, "prep") if k > v and sentence.tokens[k].lower == "as"]
    labels += [k for k in sentence.kids(v, "advcl") if k > v and sentence.tokens[k].pos in ("ADJ", "NOUN", "PROPN") and opener(sentence, k) == "as"]
    if is_passive(sentence, v):
        agents = [m for k in sentence.kids(v, "agent") for m in sentence.kids(k, "pobj")]
        labels += [n for m in agents for n in sentence.kids(m, "prep") if sentence.tokens[n].lower == "as"]
        return passive_subject(sentence, v) | union(sentence, labels) if labels else set()
    small = [k for k in sentence.kids(v, "ccomp", "xcomp") if k > v and sentence.tokens[k].pos not in _VERBAL and sentence.kids(k, "nsubj")]
    open_relative = [k for k in sentence.kids(v, "dobj", "ccomp", "nsubj", "attr") if k < v and sentence.tokens[k].lower == "what"]
    if open_relative:
        return {open_relative[0]} | union(sentence, (labels or small or [k for k in sentence.kids(v, "dobj") if k > v])[:1])
    if small:
        return cut_after_quote(sentence, union(sentence, small))
    to_whom = [m for k in sentence.kids(v, "prep") if sentence.tokens[k].lower == "to" for m in sentence.kids(k, "pobj")]
    objects = [k for k in sentence.kids(v, "dobj") if k > v] + to_whom
    inside = [k for m in objects[:1] for k in sentence.kids(m, "prep", "acl") if k > m]
    labels += [k for k in inside if sentence.tokens[k].lower == "as" or opener(sentence, k) == "as"]
    if not labels and cue.id == "name":
        return _two_objects(sentence, objects)
    found = union(sentence, [*objects[:1], *labels]) if labels and (objects or len(labels) > 1) else set()
    return cut_after_quote(sentence, found)


def _two_objects(sentence: Sentence, objects: list[int]) -> Tokens:
    """Return what somebody is called when the parser took name and thing for one noun phrase, which quotation marks betray."""
    found = union(sentence, objects)
    inner = [i for i in found if sentence.tokens[i].text in OPENING | EITHER and i > min(found)]
    return cut_after_quote(sentence, found) if inner else set()


def _known(sentence: Sentence, v: int, way: str) -> Tokens:
    """Return the subject and what it is known for."""
    preps = [k for k in sentence.kids(v, "prep") if k > v and sentence.tokens[k].lower == way]
    if not preps or not is_passive(sentence, v):
        return set()
    return passive_subject(sentence, v) | union(sentence, sentence.kids(preps[0], "pobj", "pcomp"))


def _preposition(sentence: Sentence, v: int, way: str) -> Tokens:
    """Return what a preposition leads to ("warned of famine", "called on both sides to stop")."""
    preps = [k for k in sentence.kids(v, "prep", "dative") if k > v and sentence.tokens[k].lower == way]
    objects = [m for k in preps[:1] for m in sentence.kids(k, "pobj", "pcomp") if not is_time(sentence, m)]
    if preps and not objects:
        objects = [k for k in sentence.kids(v, "dobj") if sentence.subtree(k)[0] == preps[0] + 1 and not is_time(sentence, k)]
    if not objects:
        return set()
    infinitives = [k for k in sentence.kids(v, "xcomp", "advcl", "ccomp") if k > preps[0] and is_infinitive(sentence, k)]
    return union(sentence, [*objects, *infinitives[:1]])


def _hidden(sentence: Sentence, v: int) -> Tokens:
    """Return subject and complement of "appears to be", or the clause of "it seems that"."""
    clauses = [k for k in sentence.kids(v, "ccomp") if k > v]
    rest = [k for k in sentence.kids(v, "xcomp") if k > v and is_infinitive(sentence, k)] or clauses
    own = subject(sentence, v)
    if not rest or (own is None and sentence.tokens[v].dep != "relcl"):
        return set()
    empty = own is None or sentence.tokens[own].lower in ("it", "there")
    return union(sentence, rest) if empty or own is None else phrase(sentence, own) | union(sentence, rest)


_WAYS: dict[str, Callable[[Sentence, int, Cue], Tokens]] = {
    "that": reported_clause, "aside": clause_around, "to do": _to, "ing": _ing, "whom to": _whom_to, "object": _object, "as": _as,
}  # fmt: skip
