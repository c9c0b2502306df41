"""Number words and bounding phrases, loaded from `data/counting.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any, Literal

import yaml

Bound = Literal["lower", "above", "upper", "below", "about"]
Phrase = tuple[str, ...]

KEYS = (
    "units",
    "tens",
    "scales",
    "scale_letters",
    "rough_scales",
    "rough",
    "exact_words",
    "singular_words",
    "before",
    "behind",
    "fillers",
    "collectives",
    "hits",
    "misses",
)


@dataclass(frozen=True, slots=True)
class CountingWords:
    """The words of `data/counting.yaml`, lower case, phrases as tuples of words."""

    units: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]
    scale_letters: dict[str, int]
    rough_scales: dict[str, int]
    rough: dict[str, int]
    exact_words: dict[str, int]
    singular_words: frozenset[str]
    before: dict[Phrase, Bound]
    behind: dict[Phrase, Bound]
    fillers: tuple[Phrase, ...]
    collectives: frozenset[str]


def read_counting_file() -> dict[str, Any]:
    """Return the data file as it is, with `hits` and `misses`.

    Raises:
        ValueError: a key is missing or unknown.
    """
    text = resources.files("tocsin").joinpath("data/counting.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    if set(loaded) != set(KEYS):
        raise ValueError(f"counting.yaml: keys missing or unknown: {sorted(set(loaded) ^ set(KEYS))}")
    return loaded


def _phrases(table: dict[Bound, list[str]]) -> dict[Phrase, Bound]:
    """Return the bound of each phrase, longest phrases first."""
    pairs = [(tuple(phrase.split()), bound) for bound, phrases in table.items() for phrase in phrases]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=1)
def counting_words() -> CountingWords:
    """Return the shipped words, loaded once."""
    raw = read_counting_file()
    return CountingWords(
        units=raw["units"],
        tens=raw["tens"],
        scales=raw["scales"],
        scale_letters=raw["scale_letters"],
        rough_scales=raw["rough_scales"],
        rough=raw["rough"],
        exact_words=raw["exact_words"],
        singular_words=frozenset(raw["singular_words"]),
        before=_phrases(raw["before"]),
        behind=_phrases(raw["behind"]),
        fillers=tuple(sorted((tuple(each.split()) for each in raw["fillers"]), key=len, reverse=True)),
        collectives=frozenset(raw["collectives"]),
    )
