"""Relate place names of one sentence: which stand so close that one is said to lie in the other, and what kinds are named beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tocsin.gazetteer.words import PlaceWords
from tocsin.model.text import Token
from tocsin.places.spots import Spot

LONGEST_GAP = 9
"""Words between two names that may still say that one lies in the other ("Ghazni, a town 150 km south-west of the capital, Kabul")."""


@dataclass(frozen=True, slots=True)
class Link:
    """Two names, by position in the article's list, of which one may lie in the other. `strength`: 0–1."""

    left: int
    right: int
    strength: float


def find_links(spots: Sequence[Spot], words: PlaceWords) -> list[Link]:
    """Return the links between neighbouring names of one sentence."""
    links = []
    for at in range(len(spots) - 1):
        for reach in (at + 1, at + 2):
            if reach < len(spots) and spots[reach].sent is spots[at].sent:
                strength = _strength(spots[at], spots[reach], words, skipping=spots[at + 1] if reach == at + 2 else None)
                if strength:
                    links.append(Link(at, reach, strength))
    return links


def _strength(left: Spot, right: Spot, words: PlaceWords, *, skipping: Spot | None) -> float:
    """Return how strongly the words between two names say that one lies in the other, 0–1."""
    gap = left.sent.tokens[left.last + 1:right.first]
    if skipping is not None:  # "Paris, Lamar County, Texas": the first and third name, when only commas stand between
        gap = tuple(token for token in gap if not skipping.first <= token.i <= skipping.last)
        return 0.5 if all(token.text == "," or token.lower in words.kinds or token.lower == "in" for token in gap) else 0.0
    if len(gap) > LONGEST_GAP:
        return 0.0
    lowers = [token.lower for token in gap]
    if lowers and lowers[0] in ("-", "–", "/"):
        return 0.0
    if any(token.pos in ("VERB", "AUX") and token.lower not in words.inner for token in gap) or "and" in lowers or ";" in lowers:
        return 0.0
    plain = all(_is_inner(token, words) for token in gap)
    opening = [lower for lower in lowers if lower not in words.kinds][:1]
    if not lowers:
        return 0.6
    if opening and (opening[0] in (",", "(", "'s", "’s") or "in" in lowers or "of" in lowers):
        return 1.0 if plain else 0.5
    return 0.4 if plain else 0.0


def _is_inner(token: Token, words: PlaceWords) -> bool:
    """Tell whether a word between two names says nothing but how one lies in the other."""
    lower = token.lower
    return lower in words.inner or lower in words.kinds or lower in words.parts


_JOINS = frozenset({",", "and", "or", "&", "the", "-", "–", "/"})


def find_lists(spots: Sequence[Spot]) -> list[tuple[int, int]]:
    """Return the pairs of neighbouring names with only a comma, hyphen, "and" or "or" between them."""
    pairs = []
    for at, (left, right) in enumerate(pairwise(spots)):
        gap = left.sent.tokens[left.last + 1:right.first] if left.sent is right.sent else ()
        if gap and all(token.lower in _JOINS for token in gap) and len(gap) < 4:
            pairs.append((at, at + 1))
    return pairs


def kind_of(spot: Spot, words: PlaceWords) -> str | None:
    """Return the kind of place that a word beside the name gives it ("Helmand province": division), None when none does.

    A word behind the name wins over one before it; "Clarke and Oconee counties" gives its kind to both, but
    "the Wyoming town of Lingle" gives it to Lingle alone.
    """
    tokens = spot.sent.tokens
    for token in _behind(spot):
        kind = words.kinds.get(token.lower)
        if kind and not (kind in ("town", "quarter", "suburb") and token.i + 1 < len(tokens) and tokens[token.i + 1].lower == "of"):
            return kind
    before = [tokens[i].lower for i in range(max(0, spot.first - 3), spot.first)]
    if before and before[-1] in words.kinds:
        return words.kinds[before[-1]]
    if len(before) > 1 and before[-1] == "of" and before[-2] in words.kinds:
        return words.kinds[before[-2]]
    if len(before) > 2 and before[-1] == "the" and before[-2] == "of" and before[-3] in words.kinds:
        return words.kinds[before[-3]]
    return None


def _behind(spot: Spot) -> Iterator[Token]:
    """Yield the word right behind a name, then the word behind a list of names that the name is in."""
    tokens = spot.sent.tokens
    at = spot.last + 1
    if at < len(tokens):
        yield tokens[at]
    while at + 1 < len(tokens) and at < spot.last + 12 and (tokens[at].lower in (",", "and", "or") or tokens[at].text[0].isupper()):
        at += 1
    if at > spot.last + 1 and tokens[at].lower.endswith("s"):
        yield tokens[at]


def is_street(spot: Spot, words: PlaceWords) -> bool:
    """Tell whether a bare name is a street's: "the 4200 block of Cleveland", "at 21st and Cleveland"."""
    tokens = spot.sent.tokens
    before = [tokens[i].lower for i in range(max(0, spot.first - 2), spot.first)]
    if len(before) < 2:
        return False
    return (before[1] == "of" and before[0] in words.streets) or (before[1] in ("and", "&") and before[0][0].isdigit() and before[0][-1].isalpha())


def is_speaker(spot: Spot, words: PlaceWords) -> bool:
    """Tell whether a name is the subject of a verb of speech or will ("Tripoli said", "Ankara wants")."""
    token = spot.sent.tokens[spot.last]
    return token.dep == "nsubj" and spot.sent.tokens[token.head].lemma in words.speech
