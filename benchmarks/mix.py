"""The articles that the benchmarks read: the examples as the relevant ones, our own harmless texts as the rest."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tocsin.model.text import Article

HERE = Path(__file__).parent
RELEVANT = sorted((HERE.parent / "examples").glob("*.txt"))
OTHER = sorted((HERE / "texts").glob("*.txt"))


def article(path: Path, number: int) -> Article:
    """Return one text as an article with a name of its own."""
    text = path.read_text(encoding="utf-8")
    key = hashlib.sha256(f"{number}{text}".encode()).hexdigest()
    return Article(ref=f"{path.stem}-{number}", id=f"sha256:{key}", text=text, published=date(2019, 6, 1), published_basis="given")


def relevant(count: int) -> Iterator[Article]:
    """Yield `count` relevant articles, the examples over and over."""
    for number, path in enumerate(itertools.islice(itertools.cycle(RELEVANT), count)):
        yield article(path, number)


def natural_mix(count: int) -> Iterator[Article]:
    """Yield `count` articles of which every fifth is relevant."""
    told, other = itertools.cycle(RELEVANT), itertools.cycle(OTHER)
    for number in range(count):
        yield article(next(told) if number % 5 == 0 else next(other), number)
