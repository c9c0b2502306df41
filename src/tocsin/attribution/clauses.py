"""Read the clause of a reporting word: its subject, its objects, the phrases and clauses that hang on it."""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.attribution.cues import load_cues
from tocsin.model.text import Sentence

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_CUE_WORDS = ("aux", "auxpass", "neg", "advmod")
_LOOSE = frozenset({"relcl", "advcl", "parataxis", "ccomp", "csubj", "acl"})
WH_WORDS = frozenset({"WDT", "WP", "WP$", "WRB"})


def is_passive(sentence: Sentence, v: int) -> bool:
    """Tell whether a verb is passive: with a passive auxiliary or subject, or a reduced one after its noun ("a man believed to be")."""
    token = sentence.tokens[v]
    if any(sentence.tokens[k].dep in ("nsubjpass", "auxpass", "agent", "csubjpass") for k in sentence.children[v]):
        return True
    reduced = token.tag == "VBN" and token.dep not in ("ROOT", "conj") and not sentence.kids(v, "nsubj", "aux")
    return reduced and not is_lead(sentence, v)


def is_lead(sentence: Sentence, v: int) -> bool:
    """Tell whether a seeming participle is the main verb of its sentence, which has no other ("Reporters Without Borders called Monday for …")."""
    token = sentence.tokens[v]
    if token.dep != "acl" or sentence.tokens[token.head].dep != "ROOT" or sentence.section == "title":
        return False
    calls = token.lemma in load_cues().reporting or token.lemma in ("call", "appeal")
    return calls and token.head < v and not any(other.tag in _FINITE_TAGS for other in sentence.tokens)


_FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})


def phrase(sentence: Sentence, i: int) -> set[int]:
    """Return the tokens of a subtree."""
    return set(sentence.subtree(i))


def union(sentence: Sentence, heads: Iterable[int]) -> set[int]:
    """Return the tokens of several subtrees."""
    found: set[int] = set()
    for head in heads:
        found.update(sentence.subtree(head))
    return found


def name_run(sentence: Sentence, head: int, *, without: int) -> tuple[int, int]:
    """Return the first and last token of the noun phrase that names somebody: without loose relative clauses and the clause of `without`."""
    tokens = sentence.tokens
    kept = {head}
    stack = [head]
    barred = {without, *sentence.ancestors(without)} - {head, *sentence.ancestors(head)}
    while stack:
        here = stack.pop()
        for k in sentence.children[here]:
            if k in barred or (k > head and _tells_time(sentence, k)):
                continue
            if not (tokens[k].dep in _LOOSE and k > head and _is_loose(sentence, k)) and tokens[k].dep not in ("parataxis", "ccomp"):
                kept.add(k)
                stack.append(k)
    first = last = head
    while first - 1 in kept:
        first -= 1
    while last + 1 in kept:
        last += 1
    return trimmed(sentence, first, last, head)


def _tells_time(sentence: Sentence, k: int) -> bool:
    """Tell whether a dependent says when ("the minister on Monday")."""
    return sentence.tokens[k].dep == "npadvmod" or (sentence.tokens[k].dep == "prep" and any(is_time(sentence, m) for m in sentence.kids(k, "pobj")))


def _is_loose(sentence: Sentence, k: int) -> bool:
    """Tell whether a clause is set off from its noun by a comma or dash."""
    first = sentence.subtree(k)[0]
    return sentence.tokens[k].dep != "acl" and (first == 0 or sentence.tokens[first - 1].pos == "PUNCT")


def trimmed(sentence: Sentence, first: int, last: int, head: int) -> tuple[int, int]:
    """Return a run without punctuation at its ends."""
    tokens = sentence.tokens
    while first < head and tokens[first].pos in ("PUNCT", "CCONJ"):
        first += 1
    while last > head and ((tokens[last].pos == "PUNCT" and tokens[last].text not in (")", "]")) or tokens[last].dep == "case"):
        last -= 1
    return first, last


def subject(sentence: Sentence, v: int) -> int | None:
    """Return the head of a verb's own subject, active or passive."""
    kids = [k for k in sentence.kids(v, "nsubj", "nsubjpass") if sentence.tokens[k].text[0].isalnum()]
    left = [k for k in kids if k < v]
    return (left or kids)[-1] if kids else None


def cue_run(sentence: Sentence, v: int) -> tuple[int, int]:
    """Return the first and last token of the reporting words: the verb with the auxiliaries, negation and adverbs right before it."""
    tokens = sentence.tokens
    mine = {k for k in sentence.children[v] if tokens[k].dep in _CUE_WORDS and tokens[k].tag not in WH_WORDS}
    first = v
    while first - 1 in mine:
        first -= 1
    last = v + 1 if v + 1 in sentence.kids(v, "prt", "neg") else v
    return first, last


def particle(sentence: Sentence, v: int) -> str:
    """Return the particle of a verb ("out" of "point out"), or the adverb right behind it ("shot back"), "" without."""
    found = next((sentence.tokens[k].lower for k in sentence.kids(v, "prt")), "")
    following = v + 1 if v + 1 in sentence.kids(v, "advmod") else None
    return found or (sentence.tokens[following].lower if following is not None else "")


def parallel(sentence: Sentence, v: int, clause: int) -> list[int]:
    """Return the verbs that the parser put into a reported clause but that go on with the reporting one.

    "X said A and added B": no subject of its own and the same tense; "X said A, while Y said B": the same verb.
    """
    tokens, found = sentence.tokens, list[int]()
    here: int | None = clause
    while here is not None:
        below = [k for k in sentence.kids(here, "conj", "advcl") if k > here]
        found += [k for k in below if _is_parallel(sentence, v, k) or _agrees(sentence, v, clause, k) or _speaks_on(sentence, v, clause, k)]
        here = next((k for k in below if tokens[k].dep == "conj"), None)
    return found[:1]


def _is_parallel(sentence: Sentence, v: int, k: int) -> bool:
    """Tell whether a joined verb reports like the reporting one."""
    token, verb = sentence.tokens[k], sentence.tokens[v]
    if token.tag != verb.tag or token.lemma not in load_cues().reporting or sentence.kids(k, "aux"):
        return False
    if sentence.kids(k, "nsubj", "nsubjpass"):
        return token.lemma == verb.lemma and (token.dep == "conj" or opener(sentence, k) in ("while", "whereas", "but"))
    return token.dep == "conj" and bool(sentence.kids(k, "ccomp") or any(sentence.tokens[m].text in QUOTE_MARKS for m in sentence.children[k]))


def _speaks_on(sentence: Sentence, v: int, clause: int, k: int) -> bool:
    """Tell whether a joined verb without subject is an act of speech in the tense of the reporting verb ("said … and promised to …")."""
    token = sentence.tokens[k]
    if token.dep != "conj" or token.tag != sentence.tokens[v].tag or sentence.kids(k, "nsubj", "nsubjpass", "aux", "auxpass"):
        return False
    perfect = any(sentence.tokens[m].lemma in ("have", "be") for m in sentence.kids(clause, "aux", "auxpass"))
    return not perfect and token.lemma in load_cues().speaking and bool(sentence.kids(k, "ccomp", "xcomp", "dobj"))


def _agrees(sentence: Sentence, v: int, clause: int, k: int) -> bool:
    """Tell whether a joined verb without subject has the form of the reporting verb and not that of the clause ("denies that it was … and goes")."""
    if sentence.tokens[k].dep != "conj" or sentence.kids(k, "nsubj", "nsubjpass", "expl"):
        return False
    mine, above, inner = finite_tag(sentence, k), finite_tag(sentence, v), finite_tag(sentence, clause)
    if inner in ("VBG", "VB", "TO") and mine in ("VBD", "VBN"):
        return above in ("VBD", "VBZ", "VBP") and sentence.tokens[v].tag in ("VBD", "VBN")
    perfect = any(sentence.tokens[m].lemma in ("have", "be") for m in sentence.kids(clause, "aux", "auxpass"))
    return mine in _FINITE and mine == above != inner and not (mine == "VBD" and perfect)


_FINITE = frozenset({"VBD", "VBZ", "VBP"})


def finite_tag(sentence: Sentence, v: int) -> str:
    """Return the tag of the word of a verb phrase that shows its tense: the first auxiliary or the verb itself."""
    first = next(iter(sentence.kids(v, "aux", "auxpass")), v)
    return sentence.tokens[min(first, v)].tag


_ASIDE_VERBS = frozenset({"add", "cite", "quote", "note", "mention", "stress", "emphasise", "emphasize", "refer", "reference"})


def report_asides(sentence: Sentence, clause: int) -> list[int]:
    """Return the participles that the parser hung on a reported clause but that tell of the reporting ("said ten died, citing witnesses")."""
    return [k for k in sentence.kids(clause, "advcl", "xcomp", "prep", "acl") if is_report_aside(sentence, k)]


def is_report_aside(sentence: Sentence, k: int) -> bool:
    """Tell whether a word is a participle like "adding", "citing" set off by a comma."""
    return sentence.tokens[k].tag == "VBG" and sentence.tokens[k].lemma in _ASIDE_VERBS and k > 0 and sentence.tokens[k - 1].text == ","


def opener(sentence: Sentence, v: int) -> str:
    """Return the word that opens the clause of a verb ("as", "if", "that"), "" without."""
    words = (sentence.tokens[k] for k in sentence.kids(v, "mark", "advmod") if k < v)
    return next((word.lower for word in words if word.dep == "mark" or word.tag in ("IN", "WRB")), "")


def is_infinitive(sentence: Sentence, k: int) -> bool:
    """Tell whether a verb is an infinitive with "to"."""
    return any(sentence.tokens[m].lower == "to" and sentence.tokens[m].dep == "aux" for m in sentence.children[k])


def is_gerund(sentence: Sentence, k: int) -> bool:
    """Tell whether a verb is a gerund without auxiliary."""
    return sentence.tokens[k].tag == "VBG" and not sentence.kids(k, "aux", "auxpass", "nsubj")


def is_time(sentence: Sentence, k: int) -> bool:
    """Tell whether a noun names a day, time or the like."""
    return sentence.tokens[k].ent in ("DATE", "TIME") or sentence.tokens[k].lower in _TIME_NOUNS


def lost_subject(sentence: Sentence, v: int) -> tuple[int, int] | None:
    """Return the subject before a verb that the parser took for the end of the clause before it ("…, aid group Alpha said Friday").

    Returns its first token and its head word, None when the verb has a subject or there is no such phrase.
    """
    tokens = sentence.tokens
    if tokens[v].tag not in _FINITE or sentence.kids(v, "nsubj", "nsubjpass", "csubj") or not [k for k in sentence.kids(v, "ccomp") if k < v]:
        return None
    comma = next((k for k in range(v - 1, max(v - _LONGEST_NAME, 0), -1) if tokens[k].text == ","), None)
    if comma is None or comma == v - 1 or any(tokens[k].pos in ("VERB", "AUX") for k in range(comma, v)):
        return None
    inside = range(comma + 1, v)
    heads = [k for k in inside if tokens[k].head not in inside and tokens[k].pos in ("NOUN", "PROPN", "PRON")]
    return (comma + 1, heads[0]) if heads else None


_LONGEST_NAME = 16
"""Longest subject in tokens that is looked for in front of a verb without one."""
QUOTE_MARKS = frozenset({"“", "``", '"', "''"})
_TIME_NOUNS = frozenset("today tonight weekend yesterday tomorrow morning afternoon evening night week month year day moment monday tuesday wednesday"
                        " thursday friday saturday sunday days weeks months years hours minutes time".split())
