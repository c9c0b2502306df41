"""The words that a text is compared by, weighed by how rare they are in news at large: a fixed table, so that a pair's score is its own."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

Vector = dict[str, int]
"""Word → weight in thousandths of the length of the whole vector: integers, so that sums do not depend on their order."""

FULL = 1000
"""The length of a vector before it is cut to its heaviest words."""

_WORD = re.compile(r"[^\W\d_][\w'’-]+|\d[\d,.]*\d|\d")
_STOP = frozenset(
    "a about after all also an and any are as at be because been before being but by can could did do does for from had has have he her him his"
    " how i if in into is it its just more most new no not of on one or other our out over people said say says she so some than that the their"
    " them then there they this to two under up was we were what when where which while who will with would year years you".split()
)


@dataclass(frozen=True, slots=True)
class Rarity:
    """How many of `articles` news articles each word stands in. Words that the table does not hold stand in fewer than `floor`.

    `weights` are the logarithms of how many articles there are for one that holds the word, `unknown` that of a word without entry.
    """

    articles: int
    floor: int
    frequencies: Mapping[str, int]
    weights: Mapping[str, float]
    unknown: float

    def weight(self, word: str) -> float:
        """Return the weight of a word, above 0."""
        return self.weights.get(word, self.unknown)

    def share(self, word: str) -> float:
        """Return the share of articles that hold a word, 0 for one that the table lacks."""
        return self.frequencies.get(word, 0) / self.articles

    def is_rare(self, word: str) -> bool:
        """Tell whether fewer than one article in a hundred holds the word; never a word of countries or known actors."""
        return self.frequencies.get(word, 0) < self.articles // 100


@cache
def load_rarity() -> Rarity:
    """Return the shipped table.

    Raises:
        ValueError: a line is not a word, a tab and a positive number, or the header lacks the number of articles.
    """
    lines = resources.files("tocsin").joinpath("data/linking/document_frequencies.tsv").read_text(encoding="utf-8").splitlines()
    return read_rarity(lines)


def read_rarity(lines: list[str]) -> Rarity:
    """Read the table from its lines; the header line `# articles: N floor: M` says how many articles were counted and the least count kept."""
    header = next((found for line in lines if (found := re.fullmatch(r"# articles: (\d+) floor: (\d+)", line))), None)
    if header is None:
        raise ValueError("document frequencies: no line '# articles: N floor: M'")
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    frequencies = {word: int(count) for word, count in pairs}
    floor = int(header[2])
    if any(count < floor for count in frequencies.values()):
        raise ValueError(f"document frequencies: a count is below {floor}")
    articles = int(header[1])
    weights = {word: math.log((1 + articles) / count) for word, count in frequencies.items()}
    return Rarity(articles, floor, frequencies, weights, math.log((1 + articles) / (floor / 2)))


def words_of(text: str) -> Counter[str]:
    """Return the counts of the words and numbers of a text that carry meaning, folded."""
    return Counter(word for word in (match.lower().replace("’", "'").removesuffix("'s") for match in _WORD.findall(text)) if word not in _STOP)


def vector_of(counts: Mapping[str, int], keep: int) -> Vector:
    """Return the `keep` heaviest words of a text: (1 + log of the count) × rarity, in thousandths of the whole text's length; {} for no words."""
    rarity = load_rarity()
    weights, unknown = rarity.weights, rarity.unknown
    raw = {word: (1 + math.log(n) if n > 1 else 1.0) * weights.get(word, unknown) for word, n in counts.items()}
    length = math.sqrt(sum(value * value for value in raw.values()))
    heaviest = sorted(raw, key=lambda word: (-raw[word], word))[:keep]
    return {word: share for word in heaviest if (share := round(FULL * raw[word] / length)) > 0}


def cosine(a: Vector, b: Vector) -> float:
    """Return the cosine of two texts by the words that both kept, from 0 to about 1."""
    return sum(a[word] * b[word] for word in a.keys() & b.keys()) / (FULL * FULL)
