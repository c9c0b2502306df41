"""Are two incidents of different articles one happening? A table of facts, each with its weight and its reason."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tocsin.linking.items import Item

DAYS_OF_GRACE = 2
NEAR_KM = 40.0
FAR_KM = 120.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Words weighed by how rare they are among the articles at hand."""

    idf: dict[str, float]

    def vector(self, counts: Counter[str]) -> dict[str, float]:
        """Return the unit vector of word counts (1 + log tf) × idf; {} for no words."""
        raw = {word: (1 + math.log(n)) * self.idf.get(word, 0.0) for word, n in counts.items()}
        norm = math.sqrt(sum(value * value for value in raw.values()))
        return {word: value / norm for word, value in raw.items() if value} if norm else {}


def weigh_words(items: Sequence[Item]) -> Weights:
    """Return inverse document frequencies over the distinct articles of the items."""
    articles = {item.key[0]: item.whole for item in items}
    seen: Counter[str] = Counter(word for counts in articles.values() for word in counts)
    total = len(articles)
    return Weights({word: math.log((1 + total) / (0.5 + n)) for word, n in seen.items()})


def cosine(a: dict[str, float], b: dict[str, float]) -> float:
    """Return the cosine of two unit vectors."""
    if len(a) > len(b):
        a, b = b, a
    return sum(value * b[word] for word, value in a.items() if word in b)


def distance_km(a: Item, b: Item) -> float | None:
    """Return the distance over the ground, None when either has no coordinates."""
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return None
    p, q = math.radians(a.lat), math.radians(b.lat)
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, half)))


# ---------------------------------------------------------------- facts, each from -1 to 1


def days_agree(a: Item, b: Item) -> float:
    """Their days overlap (1), or lie apart (-1)."""
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return 0.0
    gap = max((b.start - a.end).days, (a.start - b.end).days, 0)
    if gap > DAYS_OF_GRACE:
        return -1.0
    precise = max((a.end - a.start).days, (b.end - b.start).days) <= DAYS_OF_GRACE
    return (1.0 if gap <= 1 else 0.5) if precise else 0.3


def places_agree(a: Item, b: Item) -> float:
    """They happened in the same town (1), the same area (0.3), or far apart (-1)."""
    if a.country and b.country and a.country != b.country:
        return -1.0
    if a.city and b.city:
        km = distance_km(a, b)
        return 1.0 if a.city == b.city else 0.5 if km is not None and km < NEAR_KM else -1.0 if km is None or km > FAR_KM else -0.4
    if a.admin1 and b.admin1:
        return 0.3 if a.admin1 == b.admin1 else -0.7
    return 0.1 if a.country and a.country == b.country else 0.0


def parties_agree(a: Item, b: Item) -> float:
    """They name the same parties."""
    shared = len(a.parties & b.parties)
    return min(1.0, shared / 2) if shared else 0.0


def tolls_agree(a: Item, b: Item) -> float:
    """They give the same figure for the same harm (1), or figures far apart (-0.5)."""
    effects = a.toll.keys() & b.toll.keys()
    if not effects:
        return 0.0
    same = sum(a.toll[effect] == b.toll[effect] for effect in effects)
    apart = any(max(a.toll[e], b.toll[e]) > 3 * min(a.toll[e], b.toll[e]) + 3 for e in effects)
    return 1.0 if same == len(effects) else -0.5 if apart else 0.2


FACTS: tuple[tuple[Callable[[Item, Item], float], float], ...] = (
    (days_agree, 0.12), (places_agree, 0.12), (parties_agree, 0.06), (tolls_agree, 0.05),
)  # fmt: skip
JOIN_AT = 0.15
"""Average likeness from which groups are joined: text cosine plus weighted facts. Tuned on the development part of two corpora."""


class Likeness:
    """Scores pairs of items. `pairs()` yields only pairs that share rare words, so that the work grows with the matches."""

    def __init__(self, items: Sequence[Item]) -> None:
        """Prepare the vectors."""
        self.items = items
        weights = weigh_words(items)
        self.local = [weights.vector(item.local) for item in items]
        whole = {item.key[0]: item.whole for item in items}
        vectors = {ref: weights.vector(counts) for ref, counts in whole.items()}
        self.whole = [vectors[item.key[0]] for item in items]

    def pairs(self) -> list[tuple[int, int]]:
        """Return the pairs worth scoring: of one family, of different articles, with heavy words in common."""
        posting: dict[tuple[str, str], list[int]] = defaultdict(list)
        for n, item in enumerate(self.items):
            vector = self.whole[n] if item.lead else self.local[n]
            for word in sorted(vector, key=lambda word: (-vector[word], word))[:25]:
                posting[item.family, word].append(n)
        found = {(a, b) for rows in posting.values() if len(rows) <= 400 for i, a in enumerate(rows) for b in rows[i + 1 :]}
        return sorted((a, b) for a, b in found if self.items[a].key[0] != self.items[b].key[0])

    def score(self, a: int, b: int) -> float:
        """Return the likeness of two items; below 0 when facts rule it out."""
        one, other = self.items[a], self.items[b]
        text = 0.35 * cosine(self.local[a], self.local[b]) + 0.65 * cosine(self.whole[a], self.whole[b])
        if not (one.lead and other.lead):
            text = 0.7 * cosine(self.local[a], self.local[b]) + 0.3 * cosine(self.whole[a], self.whole[b]) - 0.05
        return text + sum(weight * fact(one, other) for fact, weight in FACTS)
