"""Are two incidents of different articles one happening? A table of facts about the pair alone, each with its weight and its reason."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from tocsin.linking.items import Item, is_precise
from tocsin.linking.words import cosine

DAYS_OF_GRACE = 2
NEAR_KM = 60.0
PRIOR = -4.1
"""Points before any fact: a pair that shares a block is hardly ever one happening."""
JOIN_AT = 0.12
"""Average likeness from which groups are joined. Prior, weights and threshold belong together. The weights were fitted by logistic regression
on the development parts of four corpora (shootings with an archive's record and news topics for what is one happening, press releases of a
campaign and wire reports of a region for what is not), then rounded."""
LEAST = 0.03
"""A likeness below this is 0: such a pair joins nothing, and need not be kept."""
SAME_SENTENCES = 0.9
"""Likeness of an incident's own words from which its sentences are taken to be the same."""
_UNREAL = frozenset({"future", "hypothetical"})


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact about a pair: `value` is what it adds, in log-odds; `detail` what a person reads ("Sirte in both")."""

    name: str
    value: float
    detail: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two items are one happening: 0 to 1, the logistic function of `PRIOR` plus the reasons; 0 with one reason when ruled out."""

    score: float
    reasons: tuple[Reason, ...]


Finding = tuple[float, str]
"""Points of a fact, below 0 when it speaks against, and its words."""


def compare(a: Item, b: Item) -> Likeness:
    """Return the likeness of two items, with reasons. Symmetric; depends on nothing but the two."""
    if b.key < a.key:
        a, b = b, a
    for veto in VETOES:
        if why := veto(a, b):
            return Likeness(0.0, (Reason(veto.__name__, 0.0, why),))
    found = [(fact.__name__, *fact(a, b)) for fact in FACTS]
    reasons = tuple(Reason(name, round(value, 3), detail) for name, value, detail in found if value)
    score = 1 / (1 + math.exp(-PRIOR - sum(reason.value for reason in reasons)))
    return Likeness(round(score, 4) if score >= LEAST else 0.0, reasons)


# ---------------------------------------------------------------- vetoes: what rules it out, in words; "" when nothing does


def other_family(a: Item, b: Item) -> str:
    """They are acts of different kinds."""
    return f"{a.type} here, {b.type} there" if a.family != b.family else ""


def same_article(a: Item, b: Item) -> str:
    """One article told them apart."""
    return "both in one article" if a.article == b.article else ""


def other_world(a: Item, b: Item) -> str:
    """One happened (or is denied), the other is only feared or planned."""
    return f"{a.status} here, {b.status} there" if (a.status in _UNREAL) != (b.status in _UNREAL) else ""


def other_days(a: Item, b: Item) -> str:
    """Both are dated to a few days, which lie apart; only the same people or the same sentences make a misread day likelier.

    Attacks on one town a week apart are told in much the same words: no likeness of words outweighs the days.
    """
    gap = days_between(a, b)
    if gap is None or gap <= DAYS_OF_GRACE or not (is_precise(a) and is_precise(b)) or not a.people.isdisjoint(b.people):
        return ""
    return "" if cosine(a.words, b.words) >= SAME_SENTENCES else f"{gap} days apart"


VETOES: tuple[Callable[[Item, Item], str], ...] = (other_family, same_article, other_world, other_days)


# ---------------------------------------------------------------- facts, in log-odds


def words_agree(a: Item, b: Item) -> Finding:
    """They are told in the same words; those of the whole articles say most when both mainly tell of it."""
    whole = cosine(a.whole, b.whole)
    value = 5.8 * cosine(a.words, b.words) + (5.5 * whole - 0.4 if a.lead and b.lead else 4.3 * whole)
    shared = sorted(a.whole.keys() & b.whole.keys(), key=lambda word: (-a.whole[word] * b.whole[word], word))
    return value, f"{len(shared)} telling words in both: {', '.join(shared[:5])}" if shared else "no telling words in common"


def one_outlet(a: Item, b: Item) -> Finding:
    """One outlet tells many happenings in its own set words: likeness of words says less between its articles."""
    if not a.outlet or a.outlet != b.outlet:
        return 0.0, ""
    return -1.8 - 2.0 * cosine(a.words, b.words) - 1.4 * cosine(a.whole, b.whole), f"both by {a.outlet}"


def people_agree(a: Item, b: Item) -> Finding:
    """The articles name the same people, officials aside."""
    shared = sorted(a.people & b.people)
    return 2.4 * min(3, len(shared)), f"{', '.join(shared[:3])} in both"


def parties_agree(a: Item, b: Item) -> Finding:
    """The same parties act or suffer."""
    shared = sorted(a.parties & b.parties)
    return 1.0 * min(2, len(shared)), f"{', '.join(shared[:3])} in both"


def days_agree(a: Item, b: Item) -> Finding:
    """Their days overlap, are near, or lie apart; a month that holds the day of the other says less than the day."""
    gap = days_between(a, b)
    if gap is None or a.start is None or b.start is None:
        return 0.0, ""
    precise = is_precise(a) and is_precise(b)
    if gap == 0:
        return (3.2, f"both on {max(a.start, b.start)}") if precise else (1.3, f"days agree: {_range(a)} and {_range(b)}")
    if gap <= DAYS_OF_GRACE:
        return 0.9, f"{gap} days apart"
    same_people = not a.people.isdisjoint(b.people)
    return (-1.2 if same_people else -3.0), f"{gap} days apart" + (", though of the same people: a day may be misread" if same_people else "")


def published_near(a: Item, b: Item) -> Finding:
    """The articles came out within days of each other, or more than a month apart; it says nothing when the days themselves agree."""
    if a.published is None or b.published is None or days_between(a, b) == 0:
        return 0.0, ""
    gap = abs((a.published - b.published).days)
    return (1.2 if gap <= 3 else -2.8 if gap > 30 else 0.0), f"published {gap} days apart"


def places_agree(a: Item, b: Item) -> Finding:
    """They happened in the same town or near it, in other towns, areas or countries."""
    if a.country and b.country and a.country != b.country:
        return -1.8, f"{a.country} here, {b.country} there"
    if a.city and b.city:
        return _towns_agree(a, b)
    if a.admin1 and b.admin1 and a.admin1 != b.admin1:
        return -1.8, f"{a.admin1} here, {b.admin1} there"
    return 0.0, ""


def _towns_agree(a: Item, b: Item) -> Finding:
    km = distance_km(a, b)
    if a.city == b.city and (km is None or km < NEAR_KM):
        return 1.6, f"{a.city} in both"
    near = km is not None and km < NEAR_KM
    return 0.7 if near else -1.7, f"{a.city} here, {b.city} there" + ("" if km is None else f", {km:.0f} km apart")


def tolls_agree(a: Item, b: Item) -> Finding:
    """They give the same figures for the same harm, or others."""
    effects = sorted(a.toll.keys() & b.toll.keys())
    if not effects:
        return 0.0, ""
    other = [effect for effect in effects if a.toll[effect] != b.toll[effect]]
    if not other:
        return 0.9, ", ".join(f"{a.toll[effect]} {effect} in both" for effect in effects)
    return -0.2, ", ".join(f"{a.toll[effect]} {effect} here, {b.toll[effect]} there" for effect in other)


def words_alone(a: Item, b: Item) -> Finding:
    """One article only mentions it, and nothing but words speaks for it: neither people, party, day, town nor figure."""
    if a.lead and b.lead:
        return 0.0, ""
    gap = days_between(a, b)
    others = (people_agree, parties_agree, places_agree, tolls_agree)
    anchored = (gap is not None and gap <= DAYS_OF_GRACE) or any(fact(a, b)[0] > 0 for fact in others)
    return (0.0, "") if anchored else (-1.0, "neither people, party, day, town nor figure in common")


FACTS: tuple[Callable[[Item, Item], Finding], ...] = (
    words_agree, one_outlet, people_agree, parties_agree, days_agree, published_near, places_agree, tolls_agree, words_alone,
)  # fmt: skip


def days_between(a: Item, b: Item) -> int | None:
    """Return how many days lie between two happenings at the least, 0 when they may be of one day, None when a day is unknown."""
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return None
    return max((b.start - a.end).days, (a.start - b.end).days, 0)


def _range(item: Item) -> str:
    """Return the days of an item as words."""
    return f"{item.start}" if item.start == item.end else f"{item.start} to {item.end}"


def distance_km(a: Item, b: Item) -> float | None:
    """Return the distance over the ground, None when either has no coordinates."""
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return None
    p, q = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, half)))
