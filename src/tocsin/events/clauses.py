"""Which clause a word belongs to: the grammar that attaches times and places to events."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.model.text import Sentence


def governors(sent: Sentence, i: int) -> Iterator[tuple[int, str]]:
    """Yield (position, label by which the one below hangs on it) going up from token i, nearest first."""
    while (head := sent.tokens[i].head) != i:
        yield head, sent.tokens[i].dep
        i = head
