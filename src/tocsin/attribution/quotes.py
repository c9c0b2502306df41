"""Find quotations: what stands between quotation marks, over sentences and paragraphs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.model.text import Section, Sentence, Span, Token

OPENING, CLOSING, EITHER = frozenset({"“", "``", "«", "„"}), frozenset({"”", "»"}), frozenset({'"', "''", "＂"})
SINGLE = frozenset({"‘", "’", "'", "`"})
_CLOSE_LONG = 3
"""A run of this many marks ('''): the end of a quotation in a quotation."""
_MAX_SINGLE = 60
"""Longest single-quoted passage in tokens: an apostrophe taken for a mark must not swallow a page."""

Place = tuple[int, int]
"""Position in the list of sentences and token in the sentence."""


@dataclass(slots=True)
class Quote:
    """One quotation within one paragraph. `first` and `last` are the marks, or the last word when the mark is missing (`closed` False)."""

    section: Section
    paragraph: int
    first: Place
    last: Place
    span: Span
    closed: bool
    words: int
    single: bool = False
    continues: bool = False

    def holds(self, place: Place) -> bool:
        """Tell whether a token stands within the quotation."""
        return self.first <= place <= self.last


class _Scanner:
    """Reads the tokens of one paragraph."""

    def __init__(self, sentences: Sequence[Sentence], numbers: Sequence[int]) -> None:
        self.section, self.paragraph = sentences[numbers[0]].section, sentences[numbers[0]].paragraph
        self.places = [(s, i) for s in numbers for i in range(len(sentences[s].tokens))]
        self.tokens: list[Token] = [sentences[s].tokens[i] for s, i in self.places]

    def quotes(self) -> Iterator[Quote]:
        """Yield the quotations in text order."""
        start: int | None = None
        n = 0
        while n < len(self.tokens):
            mark = self._mark(n, is_open=start is not None)
            if start is None and mark == "single":
                end = self._single_end(n)
                if end is not None and self._is_free(n, end):
                    yield self._quote(n, end, closed=True, single=True)
                    n = end
            elif mark == "open" and start is None:
                start = n
            elif mark == "close" and start is not None:
                yield self._quote(start, n, closed=True)
                start = None
            n += 1
        if start is not None:
            yield self._quote(start, len(self.tokens) - 1, closed=False)

    def _touches(self, n: int) -> tuple[bool, bool]:
        """Tell whether a token touches the one before and the one after."""
        before = n > 0 and self.tokens[n - 1].end == self.tokens[n].start
        after = n + 1 < len(self.tokens) and self.tokens[n].end == self.tokens[n + 1].start
        return before, after

    def _mark(self, n: int, *, is_open: bool) -> str:
        """Return what a token does: "open", "close", "single" (may open a single-quoted passage) or ""."""
        text = self.tokens[n].text
        if text in OPENING:
            return "open"
        if text in CLOSING or (len(text) >= _CLOSE_LONG and set(text) <= {"'", "’", '"', "”"}):
            return "close"
        if text in EITHER:
            before, after = self._touches(n)
            if is_open:
                return "close"
            return "" if before and not after and self.tokens[n - 1].text not in "([—–-" else "open"
        if text in SINGLE:
            before, after = self._touches(n)
            return "single" if not is_open and after and not before else ""
        return ""

    def _single_end(self, n: int) -> int | None:
        """Return the closing mark of a passage that a single mark opens, None when it was an apostrophe."""
        for m in range(n + 2, min(len(self.tokens), n + _MAX_SINGLE)):
            token = self.tokens[m]
            if token.text in ("’", "'") and self._touches(m)[0] and not (self._touches(m)[1] and self.tokens[m + 1].text[0].isalnum()):
                plural = token.tag == "POS" and m + 1 < len(self.tokens) and self.tokens[m + 1].pos in ("NOUN", "PROPN", "ADJ")
                if not plural:
                    return m
        return None

    def _is_free(self, n: int, end: int) -> bool:
        """Tell whether no double mark stands between two tokens."""
        return not any(self.tokens[m].text in OPENING | CLOSING | EITHER for m in range(n, end))

    def _quote(self, start: int, end: int, *, closed: bool, single: bool = False) -> Quote:
        words = sum(token.text[0].isalnum() for token in self.tokens[start:end + 1])
        span = self.tokens[start].start, self.tokens[end].end
        return Quote(self.section, self.paragraph, self.places[start], self.places[end], span, closed, words, single)


def find_quotes(sentences: Sequence[Sentence]) -> list[Quote]:
    """Return the quotations of an article in text order, without empty ones.

    A quotation that is not closed ends with its paragraph; when the next paragraph opens with a mark again, that one `continues` it.
    """
    found: list[Quote] = []
    for numbers in _paragraphs(sentences):
        for quote in _Scanner(sentences, numbers).quotes():
            if quote.words:
                before = found[-1] if found else None
                opens = quote.first == (numbers[0], 0)
                quote.continues = bool(before and opens and not before.closed and before.section == quote.section
                                       and before.paragraph == quote.paragraph - 1)
                found.append(quote)
    return found


def _paragraphs(sentences: Sequence[Sentence]) -> Iterator[list[int]]:
    """Yield the positions of the sentences of each paragraph."""
    group: list[int] = []
    for n, sentence in enumerate(sentences):
        if not sentence.tokens:
            continue
        if group and (sentences[group[0]].section, sentences[group[0]].paragraph) != (sentence.section, sentence.paragraph):
            yield group
            group = []
        group.append(n)
    if group:
        yield group
