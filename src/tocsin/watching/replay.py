"""Read archives again: the same articles in the same order, without a network."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable
from tocsin.watching.archive import Kept, kept_in
from tocsin.watching.pages import articles_of, reads_page
from tocsin.watching.watch import METHODS, Desk


def replay(paths: Iterable[Path], desk: Desk) -> int:
    """Hand everything that archives hold to the desk, in the order in which it came; return how many articles there were.

    Raises:
        InputError: `broken-archive`; what stands before the break was handed over.
    """
    shown: set[tuple[str, str]] = set()
    count = 0
    for path in paths:
        for found, place in kept_in(path):
            if not isinstance(found, Kept):
                desk.take(iter([Unreadable(f"{path.name}@{place}", found.code, found.message)]), "warc")
                continue
            if found.role == "page" and not reads_page(found.header("Content-Type")):
                continue
            count += _hand_over(found, desk, shown)
    return count


def _hand_over(kept: Kept, desk: Desk, shown: set[tuple[str, str]]) -> int:
    """Hand over the articles of one record, but those that a feed shows again."""
    fresh: list[Article | Unreadable] = []
    for item in articles_of(kept):
        name = (kept.source, item.id) if isinstance(item, Article) and kept.role == "feed" else None
        if name not in shown:
            fresh.append(item)
        shown |= {name} if name else set()
    if fresh:
        desk.take(iter(fresh), METHODS.get(kept.role, "warc"))
    return sum(isinstance(item, Article) for item in fresh)
