"""Which items are compared at all: those that share a block. A block is a string made from one item alone, looked up by equality.

No block may grow with the ledger as a whole. A block is bounded by time (a few weeks around the happening), or by words that hardly ever
stand together, or by the very sentences of a copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from tocsin.linking.items import Item, is_precise
from tocsin.linking.words import Vector, load_rarity

WINDOW_DAYS, SEASON_DAYS = 16, 120
"""Lengths of the windows in which one word, or two, make a block. Windows overlap by half: what lies nearer than that shares one."""
ALONE, BY_TWOS, BY_THREES, UNDATED = 8, 4, 4, 10
"""How many of the heaviest rare words make blocks alone in a window, by twos in a season, by threes at any time; and by twos at any time, of
articles without a day. On two corpora these find 96 in 100 of the pairs of main incidents that `compare` would join when articles have days,
93 when they have none."""
PEOPLE = 8


def block_keys(item: Item) -> frozenset[str]:
    """Return the blocks of an item, about 10 to 50: two items are compared only when they share one."""
    return frozenset(f"{item.family}|{key}" for key in _keys(item))


def candidates(a: Item, b: Item) -> bool:
    """Tell whether two items are worth comparing: of different articles, and with a block in common."""
    return a.article != b.article and not block_keys(a).isdisjoint(block_keys(b))


def _keys(item: Item) -> Iterator[str]:
    """Yield the blocks without the family."""
    told = heaviest(item.whole if item.lead else item.words, max(ALONE, UNDATED))
    yield from (f"copy|{mark}" for mark in item.prints)
    yield from (f"who|{name}" for name in sorted(item.people)[:PEOPLE])
    yield from (f"three|{key}" for key in _joined(told[:BY_THREES], 3))
    yield from (f"day|{day}|{item.city}" for day in _days(item) if item.city)
    anchor = anchor_of(item)
    if anchor is None:
        yield from (f"two|{key}" for key in _joined(told[:UNDATED], 2))
        return
    yield from (f"season|{n}|{key}" for n in windows(anchor, SEASON_DAYS) for key in _joined(told[:BY_TWOS], 2))
    yield from (f"window|{n}|{word}" for n in windows(anchor, WINDOW_DAYS) for word in told[:ALONE])


def _joined(words: list[str], size: int) -> Iterator[str]:
    """Yield the sets of so many words, each as one string."""
    return ("|".join(sorted(some)) for some in combinations(words, size))


def heaviest(vector: Vector, keep: int) -> list[str]:
    """Return the heaviest rare words of a vector, heaviest first."""
    rarity = load_rarity()
    return sorted((word for word in vector if rarity.is_rare(word)), key=lambda word: (-vector[word], word))[:keep]


def anchor_of(item: Item) -> date | None:
    """Return the day that an item is filed by: of the happening when it is known well, else of the article; None for an article without a day.

    Days that an article without a day speaks of are often half known ("on Monday"): it is not filed by them.
    """
    return item.published and (item.start if is_precise(item) else item.published)


def windows(day: date, length: int) -> tuple[int, int]:
    """Return the two overlapping windows of a length in days that a day lies in. Days nearer than half the length share one."""
    half = length // 2
    n = day.toordinal() // half
    return (n, n + 1)


def _days(item: Item) -> Iterator[int]:
    """Yield the days of a happening that is dated precisely, with one of grace on either side."""
    if item.start and item.end and is_precise(item):
        yield from range(item.start.toordinal() - 1, item.end.toordinal() + 2)
