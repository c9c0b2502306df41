"""Are two incidents of different articles one happening? A table of facts about the pair alone, each with its weight and its reason."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from tocsin.linking.items import Item
from tocsin.linking.words import cosine

DAYS_OF_GRACE = 2
NEAR_KM = 40.0
FAR_KM = 120.0
JOIN_AT = 0.14
"""Average likeness from which groups are joined. Tuned together with the weights on the development part of two corpora."""
_UNREAL = frozenset({"future", "hypothetical"})


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact about a pair: `value` is what it adds to the score, `detail` what a person reads ("Sirte in both")."""

    name: str
    value: float
    detail: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much speaks for one happening: the sum of the reasons, about -0.5 to 1.3; 0 with the reason when a veto rules it out."""

    score: float
    reasons: tuple[Reason, ...]


Finding = tuple[float, str]
"""Value of a fact from -1 to 1, and its words."""


def compare(a: Item, b: Item) -> Likeness:
    """Return the likeness of two items, with reasons. Symmetric; depends on nothing but the two."""
    if b.key < a.key:
        a, b = b, a
    for veto in VETOES:
        if why := veto(a, b):
            return Likeness(0.0, (Reason(veto.__name__, 0.0, why),))
    found = [(fact.__name__, weight * value, detail) for fact, weight in FACTS for value, detail in (fact(a, b),) if value]
    reasons = tuple(Reason(name, round(value, 4), detail) for name, value, detail in found)
    return Likeness(round(sum(reason.value for reason in reasons), 4), reasons)


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


VETOES: tuple[Callable[[Item, Item], str], ...] = (other_family, same_article, other_world)


# ---------------------------------------------------------------- facts, each from -1 to 1


def words_agree(a: Item, b: Item) -> Finding:
    """They are told in the same words: of the whole articles when both mainly tell of it, else of the sentences about it."""
    own, whole = cosine(a.words, b.words), cosine(a.whole, b.whole)
    value = 0.35 * own + 0.65 * whole if a.lead and b.lead else 0.7 * own + 0.3 * whole - 0.05
    shared = sorted(a.whole.keys() & b.whole.keys(), key=lambda word: (-a.whole[word] * b.whole[word], word))
    return value, f"{len(shared)} telling words in both: {', '.join(shared[:5])}" if shared else "no telling words in common"


def days_agree(a: Item, b: Item) -> Finding:
    """Their days overlap (1), or lie apart (-1)."""
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return 0.0, ""
    gap = max((b.start - a.end).days, (a.start - b.end).days, 0)
    if gap > DAYS_OF_GRACE:
        return -1.0, f"{gap} days apart"
    precise = max((a.end - a.start).days, (b.end - b.start).days) <= DAYS_OF_GRACE
    return (1.0 if gap <= 1 else 0.5) if precise else 0.3, f"{gap} days apart" if gap else f"both on {max(a.start, b.start)}"


def places_agree(a: Item, b: Item) -> Finding:
    """They happened in the same town (1), the same area (0.3), or far apart (-1)."""
    if a.country and b.country and a.country != b.country:
        return -1.0, f"{a.country} here, {b.country} there"
    if a.city and b.city:
        return _towns_agree(a, b)
    if a.admin1 and b.admin1:
        return (0.3, f"{a.admin1} in both") if a.admin1 == b.admin1 else (-0.7, f"{a.admin1} here, {b.admin1} there")
    return (0.1, f"{a.country} in both") if a.country and a.country == b.country else (0.0, "")


def _towns_agree(a: Item, b: Item) -> Finding:
    km = distance_km(a, b)
    if a.city == b.city:
        return 1.0, f"{a.city} in both"
    value = 0.5 if km is not None and km < NEAR_KM else -1.0 if km is None or km > FAR_KM else -0.4
    return value, f"{a.city} here, {b.city} there" + ("" if km is None else f", {km:.0f} km apart")


def parties_agree(a: Item, b: Item) -> Finding:
    """They name the same parties."""
    shared = sorted(a.parties & b.parties)
    return min(1.0, len(shared) / 2), f"{', '.join(shared[:3])} in both"


def tolls_agree(a: Item, b: Item) -> Finding:
    """They give the same figure for the same harm (1), or figures far apart (-0.5)."""
    effects = sorted(a.toll.keys() & b.toll.keys())
    if not effects:
        return 0.0, ""
    same = [effect for effect in effects if a.toll[effect] == b.toll[effect]]
    if len(same) == len(effects):
        return 1.0, ", ".join(f"{a.toll[effect]} {effect} in both" for effect in same)
    apart = any(max(a.toll[e], b.toll[e]) > 3 * min(a.toll[e], b.toll[e]) + 3 for e in effects)
    return -0.5 if apart else 0.2, ", ".join(f"{a.toll[e]} {e} here, {b.toll[e]} there" for e in effects if e not in same)


FACTS: tuple[tuple[Callable[[Item, Item], Finding], float], ...] = (
    (words_agree, 1.0), (days_agree, 0.12), (places_agree, 0.12), (parties_agree, 0.06), (tolls_agree, 0.05),
)  # fmt: skip


def distance_km(a: Item, b: Item) -> float | None:
    """Return the distance over the ground, None when either has no coordinates."""
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return None
    p, q = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, half)))
