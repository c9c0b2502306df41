"""Linking time against the number of incidents: it must grow no faster than they do.

python benchmarks/linking.py               # 1 000, 10 000 and 50 000 incidents
python benchmarks/linking.py 1000 200000   # other sizes

Items are made by rule from a seed: happenings at a few thousand places over a year, each with a vocabulary of its own beside the words that
all such news share; one in two is told by a second article or more, one in five printed again as a copy, one in ten followed up weeks later, one
in twenty without a day.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from tocsin.linking.alike import compare
from tocsin.linking.blocks import block_keys
from tocsin.linking.cluster import partition
from tocsin.linking.items import Item
from tocsin.linking.link import pairs
from tocsin.linking.words import load_rarity, vector_of

PLACES, YEAR = 3000, 365
TYPES = {"ASSAULT": "violence", "COERCE": "custody", "PROTEST": "protest"}


def syllables(rng: random.Random, n: int) -> str:
    """Return a word that no table holds."""
    return "".join(rng.choice("bdfgklmnprstvz") + rng.choice("aeiou") for _ in range(n))


class World:
    """Places, names and words that happenings draw from; names repeat as they do in life, a few of them very often."""

    def __init__(self, seed: int, size: int) -> None:
        """Make places and names; the more happenings, the more names there are."""
        self.rng = rng = random.Random(seed)  # noqa: S311 - no secret
        countries = ("AFG", "COL", "NGA", "SYR")
        self.places = [(syllables(rng, 3), rng.choice(countries), rng.uniform(-30, 40), rng.uniform(-70, 80)) for _ in range(PLACES)]
        self.common = sorted(load_rarity().frequencies, key=lambda word: (-load_rarity().frequencies[word], word))[:4000]
        self.names = [syllables(self.rng, 4) for _ in range(max(500, size // 4))]

    def name(self) -> str:
        """Return a name; the first are far commoner, up to one in a hundred."""
        return self.names[int(len(self.names) * self.rng.random() ** 2)]

    def words(self, n: int) -> list[str]:
        """Return words of the news, common ones more often."""
        return [self.common[int(len(self.common) * self.rng.random() ** 2)] for _ in range(n)]


def items(size: int, seed: int = 20150215) -> list[Item]:
    """Return about so many items."""
    world, made = World(seed, size), list[Item]()
    while len(made) < size:
        made += happening(world, len(made))
    return made[:size]


def happening(world: World, number: int) -> Iterator[Item]:
    """Yield what one to four articles tell of one happening."""
    rng = world.rng
    place = rng.choice(world.places[: 1 + int(PLACES * rng.random())])
    day = date(2015, 1, 1) + timedelta(rng.randrange(YEAR))
    kind = rng.choices(sorted(TYPES), (6, 3, 1))[0]
    own = [place[0], *(world.name() for _ in range(4)), *world.words(25)]
    people = frozenset(f"{world.name()} {world.name()}" for _ in range(rng.randrange(3)))
    toll = rng.randint(1, 30)
    for n in range(rng.choices((1, 2, 3, 4), (5, 3, 1, 1))[0]):
        later = rng.randrange(20, 60) if rng.random() < 0.1 else rng.randrange(3)
        told = own + world.words(90)
        item = make(number + n, kind, day, day + timedelta(later), place, people, toll, told, dated=rng.random() > 0.05)
        yield item
        if rng.random() < 0.1:
            yield Item(**{**{name: getattr(item, name) for name in Item.__slots__}, "article": f"{item.article}c"})


def make(number: int, kind: str, day: date, published: date, place: tuple[str, str, float, float], people: frozenset[str], toll: int,
         told: list[str], *, dated: bool) -> Item:  # fmt: skip
    """Return one item."""
    counts = Counter(told)
    city, country, lat, lon = place
    start, main = day if dated else None, True
    return Item(f"sha256:{number:08x}{hash_of(told):08x}", f"text:0:{kind}", str(number), "i1", kind, TYPES[kind], "actual", main, main, not main,
                start, start, published if dated else None, None, country, None, city, lat, lon, frozenset(), people, {"killed": toll},
                vector_of(Counter(told[:25]), 30), vector_of(counts, 60), (f"{hash_of(told):016x}",))  # fmt: skip


def hash_of(words: list[str]) -> int:
    """Return a number made from words, the same in every run."""
    number = 7
    for letter in "".join(words):
        number = (number * 31 + ord(letter)) % 2**32
    return number


def measure(size: int) -> None:
    """Print the time of each part for so many items."""
    made = items(size)
    blocks: Counter[str] = Counter(key for item in made for key in block_keys(item))
    sizes: dict[str, int] = defaultdict(int)
    for key, n in blocks.items():
        sizes[key.split("|")[1]] = max(sizes[key.split("|")[1]], n)
    start = time.perf_counter()
    found = pairs(made)
    paired = time.perf_counter()
    edges = [(made[a].key, made[b].key, score) for a, b in found if (score := compare(made[a], made[b]).score)]
    compared = time.perf_counter()
    clusters = partition([item.key for item in made], edges)
    end = time.perf_counter()
    parts = {"pairs": paired - start, "compare": compared - paired, "cluster": end - compared, "all": end - start}
    times = ", ".join(f"{name} {seconds / size * 1e6:.0f}" for name, seconds in parts.items())
    largest = ", ".join(f"{name} {n}" for name, n in sorted(sizes.items()))
    print(f"{size:>7} items, {len(clusters)} happenings; µs an item: {times}; "
          f"an item has {sum(blocks.values()) / size:.1f} blocks and {len(found) / size:.1f} pairs; largest blocks: {largest}")  # fmt: skip


if __name__ == "__main__":
    for text in sys.argv[1:] or ("1000", "10000", "50000"):
        measure(int(text))
