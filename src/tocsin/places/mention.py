"""Turn a chosen span and the belief about its place into a mention: state, precision, qualifier, metonymy."""

from __future__ import annotations

from dataclasses import replace

from tocsin.gazetteer.words import PlaceWords, level_of
from tocsin.model.where import PlaceMention, PlaceState, Toponym
from tocsin.places.features import Group
from tocsin.places.links import is_speaker
from tocsin.places.resolve import ranked
from tocsin.places.scene import distance_km
from tocsin.places.spots import Spot

SURE_ENOUGH = 0.5
"""Below it, and with a second candidate elsewhere, a name is called ambiguous."""
LEAST_STRENGTH = 4.5
"""What must speak for a place, in log-odds (`features.EXISTENCE`). On the news that the weights were fitted on, every other name below it was
another place: one that the gazetteer does not hold. A large town has it by its people alone, a village needs the article's help."""
FAR_KM = 161.0
"""Candidates nearer to each other than this are one place for all practical ends (a town and its district)."""
MOST_ALTERNATIVES = 3

# UCDP precision by kind of place; what has no kind is exact when it is a spot, a fuzzy area when it is wide.
_PRECISION = {"country": 6, "division": 4, "district": 3, "town": 1, "height": 5}
_BEYOND = frozenset({"CONT", "OCN", "SEA", "GULF", "STRT", "CHN", "BAY"})
_WIDE = frozenset(
    {"RGN", "PEN", "ISL", "ISLS", "FRST", "PRK", "AREA", "DSRT", "BDRY", "STM", "LK", "LKS", "CNL", "RSV", "SD", "GLCR", "PLN", "UPLD", "PLAT"}
)


def make_mention(number: str, spot: Spot, group: Group, words: PlaceWords) -> PlaceMention:
    """Return the mention of a chosen span."""
    tokens = spot.sent.tokens
    head = next((i for i in range(spot.first, spot.last + 1) if not spot.first <= tokens[i].head <= spot.last), spot.last)
    order = ranked(group)
    found = bool(order) and group.strength >= LEAST_STRENGTH
    score, top = (order[0][0], order[0][1].place) if found else (0.0, None)
    if top and group.within:
        top = replace(top, city=group.within.name)
    others = tuple(hit.place for _, hit in order[found:found + MOST_ALTERNATIVES])
    qualifier = qualifier_of(spot, words)
    return PlaceMention(number, spot.sent.section, spot.sent.index, spot.first, spot.last, head, spot.span, spot.text, top,
                        precision_of(top, qualifier, words) if top else None, _state(top, others, score), others, score,
                        is_metonym(spot, head, words), qualifier)


def _state(top: Toponym | None, others: tuple[Toponym, ...], score: float) -> PlaceState:
    if top is None:
        return "unresolved"
    far = any(distance_km(top.lat, top.lon, other.lat, other.lon) > FAR_KM for other in others)
    return "ambiguous" if score < SURE_ENOUGH and far else "resolved"


def precision_of(place: Toponym, qualifier: str | None, words: PlaceWords) -> int:
    """Return the UCDP precision of a place with its qualifier: "near Mosul" is 2, "northern Mali" 5."""
    plain = plain_precision(place.feature)
    if qualifier is None:
        return plain
    if qualifier in words.parts:
        return 5 if plain == 6 else plain
    return 2 if plain == 1 else plain


def plain_precision(feature: str) -> int:
    """Return the UCDP precision of a place of a feature code: 1 exact … 6 country, 7 beyond countries."""
    if feature in _BEYOND:
        return 7
    return 5 if feature in _WIDE else _PRECISION.get(level_of(feature) or "", 1)


def qualifier_of(spot: Spot, words: PlaceWords) -> str | None:
    """Return the word before a name that blurs or shifts the place ("northern", "near", "outside"), None when there is none."""
    tokens = spot.sent.tokens
    for i in range(spot.first - 1, max(-1, spot.first - 6), -1):
        lower = tokens[i].lower
        if lower in words.parts or lower in words.nearby:
            return lower
        if lower == "of" and i and tokens[i - 1].lower in words.distance:
            return tokens[i - 1].lower
        if lower not in ("the", "of", "-") and words.kinds.get(lower) != "town":
            return None
    return None


def is_metonym(spot: Spot, head: int, words: PlaceWords) -> bool:
    """Tell whether a name stands for a government or institution: it speaks or wills, or is the modifier of its own public body."""
    token = spot.sent.tokens[head]
    governor = spot.sent.tokens[token.head]
    if token.dep == "nsubj":
        return is_speaker(spot, words)
    return token.dep in ("compound", "poss", "nmod") and governor.lower in words.public and governor.lower not in words.kinds
