"""Find the pronouns of a sentence that can stand for actors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tocsin.actors.phrase import Phrase, Traits
from tocsin.actors.words import Pronoun, reference_words
from tocsin.model.text import Sentence, Token

_TAGS = frozenset({"PRP", "PRP$", "WP", "WP$", "WDT", "NNP", "NNPS", "NN", "IN"})
_RECIPROCAL = Pronoun(3, "p", "x", "reflexive")
_WEATHER_VERBS = frozenset("seem appear happen rain snow become take turn".split())


def find_pronouns(sentence: Sentence) -> Iterator[Phrase]:
    """Yield the pronouns that refer; "that" and "which" only as relatives, "it" not where it is a dummy."""
    for token in sentence.tokens:
        pronoun = _pronoun(sentence, token)
        if pronoun is not None:
            first = token.i - 1 if pronoun is _RECIPROCAL else token.i
            traits = Traits(kind="person" if pronoun.gender in ("m", "f") else None, gender=pronoun.gender, number=pronoun.number)
            yield Phrase(sentence, token.i, first, token.i, "pronoun", token.lower, traits, pronoun=pronoun)


def _pronoun(sentence: Sentence, token: Token) -> Pronoun | None:
    """Return what a token is as a pronoun, None when it is none or does not refer."""
    words = reference_words()
    if token.i and token.lower in ("other", "another") and f"{sentence.tokens[token.i - 1].lower} {token.lower}" in words.reciprocal:
        return _RECIPROCAL
    pronoun = words.pronouns.get(token.lower)
    if pronoun is None or token.tag not in _TAGS or (token.lower in ("i", "me", "it") and not token.tag.startswith("PRP")):
        return None
    if (pronoun.use == "relative" and not is_relative(sentence, token.i)) or (token.lower == "it" and _is_dummy(sentence, token)):
        return None
    return replace(pronoun, use="possessive") if token.lower == "her" and token.dep == "poss" else pronoun


def is_relative(sentence: Sentence, i: int) -> bool:
    """Tell whether a wh-word opens a relative clause."""
    return relative_clause(sentence, i) is not None


def relative_clause(sentence: Sentence, i: int) -> int | None:
    """Return the verb of the relative clause that a wh-word opens, None when it opens none."""
    if sentence.tokens[i].tag not in ("WP", "WP$", "WDT"):
        return None
    for above in sentence.ancestors(i):
        token = sentence.tokens[above]
        if token.dep == "relcl":
            return above if token.head < i else None
        if token.dep in ("ccomp", "ROOT", "pcomp", "csubj"):
            return None
    return None


def _is_dummy(sentence: Sentence, token: Token) -> bool:
    """Tell whether "it" stands for nothing: "it is feared that", "it seems", "it is unclear whether"."""
    if token.dep == "expl":
        return True
    verb = sentence.tokens[token.head]
    if token.dep not in ("nsubj", "nsubjpass"):
        return False
    if verb.lemma in _WEATHER_VERBS:
        return True
    if verb.lemma == "be" and any(sentence.kids(k, "relcl", "acl", "ccomp", "xcomp") for k in sentence.kids(verb.i, "attr", "acomp")):
        return True
    complements = sentence.kids(verb.i, "ccomp", "xcomp", "csubj", "advcl", "relcl")
    heavy = any(
        k > verb.i and any(sentence.tokens[j].lower in ("that", "whether", "if", "to", "when") for j in sentence.children[k]) for k in complements
    )
    return heavy and (verb.lemma == "be" or token.dep == "nsubjpass")
