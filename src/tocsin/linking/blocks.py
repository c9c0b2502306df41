"""Which items are compared at all: those that share a block. A block is a string made from one item alone, looked up by equality.

No block may grow with the ledger as a whole. A block is bounded by time (a few weeks around the happening), or by words that hardly ever
stand together, or by the very sentences of a copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from tocsin.linking.items import Item
from tocsin.linking.words import Vector, load_rarity

WINDOW_DAYS, SEASON_DAYS = 8, 120
"""Lengths of the windows in which one word, or two, make a block. Windows overlap by half: what lies nearer than that shares one."""
SOLO, PAIRED, TIMELESS, UNDATED = 4, 4, 5, 9
"""How many of the heaviest words make blocks alone, by twos, and by threes; and by twos where no day narrows the search."""
PRECISE_DAYS = 3
"""A happening dated to at most so many days is looked for at its place."""


def block_keys(item: Item) -> frozenset[str]:
    """Return the blocks of an item, about 10 to 40: two items are compared only when they share one."""
    return frozenset(f"{item.family}|{key}" for key in _keys(item))


def candidates(a: Item, b: Item) -> bool:
    """Tell whether two items are worth comparing: of different articles, and with a block in common."""
    return a.article != b.article and not block_keys(a).isdisjoint(block_keys(b))


def _keys(item: Item) -> Iterator[str]:
    """Yield the blocks without the family."""
    told = heaviest(item.whole if item.lead else item.words, max(SOLO, PAIRED, TIMELESS, UNDATED))
    anchor = anchor_of(item)
    yield from (f"copy|{mark}" for mark in item.prints)
    yield from (f"words|{'|'.join(sorted(three))}" for three in combinations(told[:TIMELESS], 3))
    if anchor is None:
        yield from (f"pair|{'|'.join(sorted(two))}" for two in combinations(told[:UNDATED], 2))
        return
    yield from (f"season|{n}|{'|'.join(sorted(two))}" for n in windows(anchor, SEASON_DAYS) for two in combinations(told[:PAIRED], 2))
    yield from (f"window|{n}|{word}" for n in windows(anchor, WINDOW_DAYS) for word in told[:SOLO])
    yield from (f"day|{day}|{item.city}" for day in _days(item) if item.city)


def heaviest(vector: Vector, keep: int) -> list[str]:
    """Return the heaviest rare words of a vector, heaviest first."""
    rarity = load_rarity()
    return sorted((word for word in vector if rarity.is_rare(word)), key=lambda word: (-vector[word], word))[:keep]


def anchor_of(item: Item) -> date | None:
    """Return the day that an item is filed by: that of the happening when it is known well, else that of the article, else None."""
    if is_precise(item):
        return item.start
    return item.published or item.start


def is_precise(item: Item) -> bool:
    """Tell whether the happening is dated to a few days."""
    return item.start is not None and item.end is not None and (item.end - item.start).days < PRECISE_DAYS


def windows(day: date, length: int) -> tuple[int, int]:
    """Return the two overlapping windows of a length in days that a day lies in. Days nearer than half the length share one."""
    half = length // 2
    n = day.toordinal() // half
    return (n, n + 1)


def _days(item: Item) -> Iterator[int]:
    """Yield the days of a happening that is dated precisely, with one of grace on either side."""
    if item.start and item.end and is_precise(item):
        yield from range(item.start.toordinal() - 1, item.end.toordinal() + 2)
