"""List the words of a sentence that denote events: verbs, and nouns that name something that happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tocsin.factuality.knowledge import read_rows
from tocsin.model.text import Sentence, Token


@dataclass(frozen=True, slots=True)
class EventWords:
    """Which words denote events, and how often each sort does (0-1)."""

    nouns: frozenset[str]
    adjectives: frozenset[str]
    not_nouns: frozenset[str]
    suffixes: tuple[str, ...]
    scores: dict[str, float]


@cache
def load_event_words() -> EventWords:
    """Return the shipped event words, read once."""
    rows = read_rows("events.yaml")
    nouns = frozenset(word for words in rows["nouns"].values() for word in words)
    return EventWords(nouns, frozenset(rows["adjectives"]), frozenset(rows["not_nouns"]), tuple(rows["suffixes"]), rows["scores"])


def list_predicates(sentence: Sentence) -> Iterator[tuple[Token, float]]:
    """Yield the event words of a sentence, in text order, each with the chance that it denotes an event."""
    words = load_event_words()
    for token in sentence.tokens:
        score = event_score(sentence, token, words)
        if score:
            yield token, score


def event_score(sentence: Sentence, token: Token, words: EventWords) -> float:
    """Return the chance that a word denotes an event, 0 when it is none."""
    if token.pos in ("VERB", "AUX"):
        return _verb_score(token, words)
    if token.pos in ("NOUN", "PROPN") and token.tag.startswith("N"):
        return _noun_score(token, words) or _clause_score(sentence, token, words)
    if token.pos == "ADJ" and (token.lower in words.adjectives or (token.lower.endswith("ed") and len(token.lower) > 5)):
        return words.scores["adjective"]
    return 0.0


def _clause_score(sentence: Sentence, token: Token, words: EventWords) -> float:
    """Return the chance for a word tagged a noun that heads a clause with auxiliary and subject: a verb misread."""
    return words.scores["suffix"] if sentence.kids(token.i, "aux") and sentence.kids(token.i, "nsubj", "dobj") else 0.0


def _verb_score(token: Token, words: EventWords) -> float:
    if token.dep in ("aux", "auxpass") or token.tag == "MD":
        return 0.0
    if token.dep == "prep" and token.tag == "VBG":
        return words.scores["preposition"]
    if token.lemma == "be":
        return words.scores["copula"]
    return words.scores["verb"]


def _noun_score(token: Token, words: EventWords) -> float:
    for word in (token.lemma, token.lower):
        if word in words.nouns:
            return words.scores["noun"] * (1.0 if token.pos == "NOUN" else 0.6)
    if token.pos == "PROPN" or token.lemma in words.not_nouns or token.lower in words.not_nouns or len(token.lower) < 7:
        return 0.0
    return words.scores["suffix"] if token.lemma.endswith(words.suffixes) else 0.0
