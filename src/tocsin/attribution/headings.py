"""Speakers before a colon: headlines ("Police: Two killed in blast"), turns of a talk ("SMITH: We left."), and quotations set off by a colon."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.attribution.cues import Cue, Cues
from tocsin.attribution.quotes import Quote
from tocsin.attribution.sayings import Saying
from tocsin.model.text import Sentence, Token

_MAX_NAME = 7
_MIN_REST = 3
_MIN_TURNS = 2
"""Fewest turns for capitals before a colon to be speakers: one alone may be a label ("UPDATE: …")."""
_COLON = Cue("colon", (), (), frozenset(), needs_with=False, objects=frozenset(), addressee=False, stance="assert", speech=True,
             documents=False, of_documents=False, things=False, after=frozenset(), hidden=False)
_PEOPLE = ("PERSON", "ORG", "NORP")


def names_of(sentences: Sequence[Sentence]) -> frozenset[str]:
    """Return the words that are parts of people's names somewhere in the article."""
    return frozenset(token.text for sentence in sentences for token in sentence.tokens if token.ent == "PERSON" and token.pos == "PROPN")


def heading_of(number: int, sentence: Sentence, cues: Cues, names: frozenset[str]) -> Saying | None:
    """Return the saying of a headline in which a speaker stands before a colon, None when it is not one."""
    tokens = sentence.tokens
    colon = _colon(tokens)
    if colon is None or any(token.pos in ("VERB", "AUX", "PUNCT", "ADP", "NUM") and token.text not in ("of", "'s") for token in tokens[:colon]):
        return None
    last = tokens[colon - 1]
    owned = any(token.tag == "POS" for token in tokens[:colon])
    known = last.ent in _PEOPLE or (last.text in names and last.ent not in ("GPE", "LOC"))
    if not (known and not owned and last.pos in ("PROPN", "NOUN", "ADJ")) and last.lemma not in cues.speakers and last.lower not in cues.speakers:
        return None
    return Saying(number, colon, (colon, colon), colon - 1, _COLON, ":", {token.i for token in tokens[colon + 1:]})


def _colon(tokens: Sequence[Token]) -> int | None:
    """Return the position of a colon after a short start of a sentence that goes on behind it."""
    colon = next((token.i for token in tokens[1:_MAX_NAME + 1] if token.text == ":"), None)
    if colon is None or len(tokens) - colon - 1 < _MIN_REST or tokens[colon - 1].end != tokens[colon].start:
        return None
    return colon


def turns_of(sentences: Sequence[Sentence]) -> list[Saying]:
    """Return the turns of a talk that is printed with its speakers in capitals before colons."""
    starts = [n for n, sentence in enumerate(sentences) if _opens_turn(sentence, sentences[n - 1] if n else None)]
    if len(starts) < _MIN_TURNS:
        return []
    return [_turn(sentences, start, stop) for start, stop in zip(starts, [*starts[1:], len(sentences)], strict=True)]


def _opens_turn(sentence: Sentence, before: Sentence | None) -> bool:
    """Tell whether a paragraph starts with a name in capitals and a colon."""
    if before is not None and (before.section, before.paragraph) == (sentence.section, sentence.paragraph):
        return False
    colon = next((token.i for token in sentence.tokens[1:_MAX_NAME + 1] if token.text == ":"), None)
    names = [token for token in sentence.tokens[:colon or 0] if token.text[0].isalpha()]
    return bool(names) and all(token.text.isupper() for token in names) and len(names[-1].text) > 2


def _turn(sentences: Sequence[Sentence], start: int, stop: int) -> Saying:
    """Return one turn: what stands behind its colon, and the rest of its paragraph."""
    tokens = sentences[start].tokens
    colon = next(token.i for token in tokens if token.text == ":")
    here = sentences[start].section, sentences[start].paragraph
    rest = tuple(n for n in range(start + 1, stop) if (sentences[n].section, sentences[n].paragraph) == here)
    return Saying(start, colon, (colon, colon), colon - 1, _COLON, ":", {token.i for token in tokens[colon + 1:]}, more=rest)


def colon_before(quote: Quote, sentences: Sequence[Sentence]) -> Saying | None:
    """Return the saying of a quotation that only a colon sets off ("The mayor was blunt: '…'"), None without a colon."""
    number, first = quote.first
    tokens = sentences[number].tokens
    if first == 0 or tokens[first - 1].text != ":" or quote.words <= _MIN_REST:
        return None
    subjects = [token.i for token in tokens[:first] if token.dep == "nsubj" and (token.ent in _PEOPLE or token.lower in ("he", "she", "they"))]
    people = [token.i for token in tokens[:first] if token.ent in _PEOPLE and token.dep != "compound"]
    source = next(iter([*subjects, *people[-1:]]), None)
    return Saying(number, first - 1, (first - 1, first - 1), source, _COLON, ":", set(), takes_quote=True)
