"""Find the lexicon's forms in a sentence: single words, particle verbs, idioms with gaps, compound nouns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.lexicon.model import Form, Lexicon, Pos
from tocsin.model.text import Sentence, Token

CLAUSAL = frozenset({"pcomp", "relcl", "ccomp", "advcl", "conj", "acl", "parataxis", "csubj", "nsubj"})
PREPOSITIONS = frozenset({"in", "under", "on", "at", "behind", "of", "for"})
GAP = 5
"""How many words may stand between the words of a form: "took more than twenty of them hostage"."""


@dataclass(frozen=True, slots=True)
class Match:
    """A form at a place: `reads_as` is how its roles are read; `words`: positions of all its words."""

    form: Form
    token: int
    reads_as: Pos
    words: tuple[int, ...]


def vocabulary(sent: Sentence) -> frozenset[str]:
    """Return all lemmas and lower-case words of a sentence: a form that needs another word is not tried."""
    return frozenset(word for token in sent.tokens for word in (token.lower, token.lemma))


def matches(sent: Sentence, i: int, lexicon: Lexicon, known: frozenset[str]) -> Iterator[Match]:
    """Yield the forms that a token heads, the most specific first. `known` is the sentence's `vocabulary`."""
    token = sent.tokens[i]
    for forms, reads_as in _candidates(token, sent, lexicon):
        for form in forms:
            if any(part.isdisjoint(known) for part in form.after) or any(part.isdisjoint(known) for part in form.before):
                continue
            words = _words_of(sent, i, form)
            if words is not None:
                yield Match(form, i, reads_as, words)


def _candidates(token: Token, sent: Sentence, lexicon: Lexicon) -> Iterator[tuple[tuple[Form, ...], Pos]]:
    """Yield the forms to try and how to read them."""
    if token.dep in {"aux", "auxpass"}:
        return
    if token.pos in {"VERB", "AUX"}:
        yield from _as_verb(token, sent, lexicon)
    elif token.pos in {"NOUN", "PROPN"}:
        yield from _as_noun(token, lexicon)
    elif token.pos in {"ADJ", "ADV"}:
        yield from _as_adjective(token, lexicon)


def _as_verb(token: Token, sent: Sentence, lexicon: Lexicon) -> Iterator[tuple[tuple[Form, ...], Pos]]:
    """Yield the forms of a verb; a gerund with an article or "of" reads as a noun; a noun that the tagger took for a verb as a noun."""
    if token.tag == "VBG" and _is_nominal(token, sent):
        if token.lower in lexicon.nouns:
            yield lexicon.nouns[token.lower], "noun"
        if token.lemma in lexicon.verbs:
            yield lexicon.verbs[token.lemma], "noun"
        return
    if token.tag == "VBG":
        yield tuple(form for form in lexicon.nouns.get(token.lower, ()) if form.before), "noun"
    forms = lexicon.verbs.get(token.lemma) or lexicon.verbs.get(lexicon.participles.get(token.lower, ""))
    if forms:
        yield forms, "verb"
    if token.lower in lexicon.adjs and not sent.kids(token.i, "dobj"):
        yield lexicon.adjs[token.lower], "adj"
    if not forms and token.tag in {"VBZ", "VBP", "VB"}:
        yield lexicon.nouns.get(token.lower) or lexicon.nouns.get(token.lemma) or (), "noun"


def _is_nominal(token: Token, sent: Sentence) -> bool:
    """Tell whether an -ing form is used as a noun."""
    kids = [sent.tokens[k] for k in sent.children[token.i]]
    if any(kid.dep in {"dobj", "aux", "nsubj"} for kid in kids):
        return False
    return any(kid.dep in {"det", "poss"} or (kid.dep == "prep" and kid.lower == "of") for kid in kids)


def _as_noun(token: Token, lexicon: Lexicon) -> Iterator[tuple[tuple[Form, ...], Pos]]:
    """Yield the forms of a noun; a gerund or participle taken for a noun reads as a noun or as whom it describes."""
    found = lexicon.nouns.get(token.lemma) or lexicon.nouns.get(token.lower) or lexicon.nouns.get(_singular(token.lower))
    if found:
        yield found, "noun"
    if token.lower in lexicon.adjs:
        yield lexicon.adjs[token.lower], "adj"
    lemma = lexicon.participles.get(token.lower)
    if lemma:
        yield lexicon.verbs[lemma], "noun" if token.lower.endswith("ing") else "adj"


def _as_adjective(token: Token, lexicon: Lexicon) -> Iterator[tuple[tuple[Form, ...], Pos]]:
    """Yield the forms of an adjective, also of a verb whose participle it is."""
    if token.lower in lexicon.adjs:
        yield lexicon.adjs[token.lower], "adj"
    lemma = lexicon.participles.get(token.lower)
    if lemma and not token.lower.endswith("ing"):
        yield lexicon.verbs[lemma], "adj"


def _singular(lower: str) -> str:
    """Return a guess at the singular, for capitalised nouns, which the lemmatizer leaves alone."""
    if lower.endswith(("shes", "ches", "sses", "xes")):
        return lower[:-2]
    return lower.removesuffix("s")


def _words_of(sent: Sentence, i: int, form: Form) -> tuple[int, ...] | None:
    """Return the positions of a form's words around its head, None when one is missing."""
    if not form.before and not form.after:
        return (i,)
    found = [i]
    if form.before:
        before = _leftward(sent, i, form)
        if before is None:
            return None
        found += before
    if form.after:
        after = _dependents(sent, i, form) if form.pos == "verb" and sent.tokens[i].pos != "NOUN" else _rightward(sent, i, form)
        if after is None:
            return None
        found += after
    return tuple(sorted(found))


def _is_one_of(token: Token, words: frozenset[str]) -> bool:
    """Tell whether a token is one of the words of a part."""
    return token.lower in words or token.lemma in words


def _leftward(sent: Sentence, i: int, form: Form) -> list[int] | None:
    """Return the words right before a noun or adjective, hyphens and at most one other word between."""
    found, at, spare = [], i - 1, 1
    for words in reversed(form.before):
        while at >= 0 and not _is_one_of(sent.tokens[at], words):
            if sent.tokens[at].text not in {"-", "–", "‑"}:
                spare -= 1
            if spare < 0 or (sent.tokens[at].pos not in {"ADJ", "NOUN", "PROPN", "PUNCT", "ADV"} and not (words & PREPOSITIONS)):
                return None
            at -= 1
        if at < 0 or sent.tokens[at].tag in {"VBD", "VBZ"}:
            return None
        found.append(at)
        at -= 1
    return found


def _rightward(sent: Sentence, i: int, form: Form) -> list[int] | None:
    """Return the words behind a noun, articles and modifiers between."""
    found, at = [], i + 1
    for words in form.after:
        stop = min(len(sent.tokens), at + GAP)
        while at < stop and not _is_one_of(sent.tokens[at], words) and sent.tokens[at].pos not in {"VERB", "PUNCT"}:
            at += 1
        if at >= stop or not _is_one_of(sent.tokens[at], words):
            return None
        found.append(at)
        at += 1
    return found


def _dependents(sent: Sentence, v: int, form: Form) -> list[int] | None:
    """Return the further words of a verb form among what depends on the verb or follows it closely."""
    pool = _pool(sent, v)
    found: list[int] = []
    for words in form.after:
        hit = next((k for k in pool if k not in found and _is_one_of(sent.tokens[k], words) and _belongs(sent, v, k, found)), None)
        if hit is None:
            return None
        found.append(hit)
    return found


def _belongs(sent: Sentence, v: int, k: int, found: list[int]) -> bool:
    """Tell whether a preposition hangs close enough on the verb: on it, on its object, or on another word of the form."""
    if sent.tokens[k].pos != "ADP":
        return True
    head = sent.tokens[k].head
    return head == v or head in found or sent.tokens[head].head == v


def _pool(sent: Sentence, v: int) -> list[int]:
    """Return where a verb's further words may be, nearest first: dependents within the clause, subjects of passives, the next words."""
    passive = [k for k in sent.children[v] if sent.tokens[k].dep == "nsubjpass"]
    found = set(passive)
    level = [k for k in sent.children[v] if sent.tokens[k].dep not in CLAUSAL or (sent.tokens[k].dep == "nsubj" and k > v)]
    level += [below for k in passive for below in sent.children[k]]
    for _ in range(3):
        found.update(k for k in level if k > v or any(p in passive for p in (k, *sent.ancestors(k))))
        level = [below for k in level for below in sent.children[k] if sent.tokens[below].dep not in CLAUSAL
                 or (sent.tokens[below].dep == "conj" and sent.tokens[below].pos in {"NOUN", "PROPN"})]
    for k in range(v + 1, min(len(sent.tokens), v + GAP)):
        if sent.tokens[k].pos == "PUNCT" or (sent.tokens[k].pos == "VERB" and sent.tokens[k].tag != "VBG"):
            break
        found.add(k)
    return sorted(found, key=lambda k: (k < v, abs(k - v)))
