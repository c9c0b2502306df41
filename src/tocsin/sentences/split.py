"""Cut a section into passages that are parsed on their own, so that no sentence runs across a paragraph or a headline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.model.text import Span

MAX_PASSAGE = 3000
"""Longest passage in code points. The parser's memory grows with length; newspaper paragraphs are below 1,500."""

_HARD_WRAP_MIN, _HARD_WRAP_MAX = 50, 100
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+(?=[\"“‘(\[A-Z0-9])")
_ENDS_LIKE_SENTENCE = re.compile(r"[.!?:;\"”’)]\s*$")


def split_passages(text: str, head: int = 0) -> list[Span]:
    """Return the spans of the passages of a text, in order, without blank ones. The dateline, which ends at `head`, is a passage of its own.

    A line end closes a passage, unless the text is hard-wrapped (most lines of a paragraph have nearly the same length and end in
    mid-sentence); then only blank lines do. Passages longer than `MAX_PASSAGE` are cut at sentence ends, else at white space.
    """
    spans: list[Span] = []
    for start, end in _blocks(text):
        lines = _lines(text, start, end)
        joined = [(start, end)] if _is_hard_wrapped(text, lines) else lines
        for start_, end_ in joined:
            border = head if start_ < head < end_ else start_
            spans.extend([*_cut(text, start_, border), *_cut(text, border, end_)])
    return spans


def _blocks(text: str) -> Iterator[Span]:
    """Yield the runs between blank lines."""
    position = 0
    for gap in re.finditer(r"\n[^\S\n]*\n\s*", text):
        if text[position:gap.start()].strip():
            yield position, gap.start()
        position = gap.end()
    if text[position:].strip():
        yield position, len(text)


def _lines(text: str, start: int, end: int) -> list[Span]:
    """Return the spans of the lines of a block that are not blank."""
    return [(start + line.start(), start + line.end()) for line in re.finditer(r"[^\n\u2028\u2029]+", text[start:end]) if line[0].strip()]


def _is_hard_wrapped(text: str, lines: list[Span]) -> bool:
    """Tell whether the line ends of a block are only layout."""
    inner = lines[:-1]
    if not inner:
        return False
    fitting = sum(_HARD_WRAP_MIN <= end - start <= _HARD_WRAP_MAX and not _ENDS_LIKE_SENTENCE.search(text[start:end]) for start, end in inner)
    sized = all(end - start <= _HARD_WRAP_MAX for start, end in lines)
    return sized and fitting >= 0.6 * len(inner)


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield a passage, in pieces when it is too long."""
    while end - start > MAX_PASSAGE:
        window = text[start:start + MAX_PASSAGE]
        ends = [match.end() for match in _SENTENCE_END.finditer(window)]
        spaces = [match.end() for match in re.finditer(r"\s+", window)]
        stop = start + (ends[-1] if ends else spaces[-1] if spaces else MAX_PASSAGE)
        yield start, stop
        start = stop
    if text[start:end].strip():
        yield start, end
