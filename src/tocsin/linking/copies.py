"""Articles that repeat one another: syndicated copies and near-duplicates. They are one source, whatever their number.

A text is known by its *shingles*, all runs of five words, folded, each hashed to 64 bits. Kept are the smallest hashes (a bottom-k sketch):
of any two texts they tell, nearly enough, how many runs they share. Trimmed ends, a changed headline, an outlet's own line and other
punctuation leave most runs as they are; the same facts in other words share next to none.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

RUN = 5
"""Words in a shingle."""
KEPT = 128
"""Prints of a signature: shares are estimated within about ±0.04."""
SOUGHT = 12
"""Prints that a text is looked up by. Texts with two runs in five in common share one with a chance above 0.99."""
OF_SHORTER, OF_LONGER = 0.7, 0.5
"""Share of the runs of the shorter and of the longer text that copies have in common. Chosen by what is meant, not tuned: a copy may lose its
end or gain a paragraph, up to half of it; an article that quotes a short one whole and is longer by more than as much again is its own."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Signature:
    """What a text is recognised by.

    Attributes:
        size: Number of different shingles of the text, at least 1.
        prints: The smallest hashes of them, sorted, 16 hexadecimal digits each, at most `KEPT`; () for a text without words.
    """

    size: int
    prints: tuple[str, ...]


def signature_of(text: str) -> Signature:
    """Return the signature of a text. Give the text without its title, as outlets change that first."""
    words = _WORD.findall(text.lower())
    runs = {" ".join(words[n : n + RUN]) for n in range(max(1, len(words) - RUN + 1))} if words else set[str]()
    prints = sorted(hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest() for run in runs)
    return Signature(max(1, len(runs)), tuple(prints[:KEPT]))


def signature_to_row(signature: Signature) -> dict[str, Any]:
    """Return a signature as JSON-able values."""
    return {"size": signature.size, "prints": "".join(signature.prints)}


def signature_from_row(row: Mapping[str, Any]) -> Signature:
    """Return the signature of a kept row."""
    prints = row["prints"]
    return Signature(row["size"], tuple(prints[n : n + 16] for n in range(0, len(prints), 16)))


def copy_keys(signature: Signature) -> frozenset[str]:
    """Return the strings to look a text up by: copies share at least one."""
    return frozenset(signature.prints[:SOUGHT])


def shared_runs(a: Signature, b: Signature) -> float:
    """Return about how many shingles two texts share; exact for texts that keep all of theirs."""
    if not a.prints or not b.prints:
        return 0.0
    whole = len(a.prints) == a.size and len(b.prints) == b.size
    smallest = set(sorted({*a.prints, *b.prints})[: None if whole else KEPT])
    both = len(smallest & {*a.prints} & {*b.prints})
    alike = both / len(smallest)
    return both if whole else alike * (a.size + b.size) / (1 + alike)


def is_copy(a: Signature, b: Signature) -> bool:
    """Tell whether one text repeats the other: they share 7 in 10 runs of the shorter and half of those of the longer."""
    shared = shared_runs(a, b)
    return shared >= OF_SHORTER * min(a.size, b.size) and shared >= OF_LONGER * max(a.size, b.size)


def independent(articles: Mapping[str, Signature]) -> list[list[str]]:
    """Return the articles in groups of copies, each sorted, by first member: as many independent ones as groups.

    Copies of copies are copies. The order of the input does not matter.
    """
    first = {name: name for name in articles}

    def root(name: str) -> str:
        while first[name] != name:
            first[name] = first[first[name]]
            name = first[name]
        return name

    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted(articles):
        near = {other for key in copy_keys(articles[name]) for other in found[key]}
        for other in near:
            if is_copy(articles[name], articles[other]):
                low, high = sorted((root(name), root(other)))
                first[high] = low
        for key in copy_keys(articles[name]):
            found[key].append(name)
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(articles):
        groups[root(name)].append(name)
    return sorted(groups.values())
