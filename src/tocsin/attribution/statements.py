"""Statements printed without quotation marks: "The minister said:" and then paragraphs in the first person, as press releases have them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.attribution.quotes import OPENING
from tocsin.attribution.sayings import Saying
from tocsin.model.text import Sentence

_FIRST_PERSON = frozenset({"i", "we", "my", "our", "me", "us"})
_MARKS = OPENING | {'"', "''"}
_END_MARKS = (".", "!", "?", "…", "”", '"', "''", ")")


def take_statements(sayings: Iterable[Saying], sentences: Sequence[Sentence]) -> None:
    """Give the paragraphs behind "X said:" to X, when they speak in the first person and nothing else is the content."""
    for saying in sayings:
        if saying.takes_quote and not saying.tokens and not saying.quotes and sentences[saying.sentence].tokens[-1].text == ":":
            block = _block(saying.sentence, sentences)
            if any(token.lower in _FIRST_PERSON for n in block for token in sentences[n].tokens):
                saying.more = block


def _block(number: int, sentences: Sequence[Sentence]) -> tuple[int, ...]:
    """Return the sentences of the paragraphs behind a sentence, up to a quotation, another colon or a heading."""
    here = sentences[number]
    block: list[int] = []
    for n in range(number + 1, len(sentences)):
        sentence = sentences[n]
        if sentence.section != here.section or sentence.paragraph == here.paragraph:
            break
        opens = sentence.paragraph != sentences[n - 1].paragraph
        if opens and (sentence.tokens[0].text in _MARKS or not _ends_well(n, sentences)):
            break
        block.append(n)
    return tuple(block)


def _ends_well(number: int, sentences: Sequence[Sentence]) -> bool:
    """Tell whether the paragraph that a sentence opens ends like a sentence, unlike a heading or a line before a list."""
    here = sentences[number].section, sentences[number].paragraph
    last = number
    while last + 1 < len(sentences) and (sentences[last + 1].section, sentences[last + 1].paragraph) == here:
        last += 1
    return sentences[last].tokens[-1].text.endswith(_END_MARKS)
