"""Turn tokens and quotations into the spans of a content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.attribution.quotes import CLOSING, EITHER, OPENING
from tocsin.attribution.sayings import Saying
from tocsin.model.said import AttributionKind
from tocsin.model.text import Sentence, Span

_MARKS = CLOSING | EITHER | OPENING | {"'", "’", "‘"}
_LOOSE_ENDS = frozenset({",", ":", ";", ".", "-", "--", "–", "—", "…"})


def content_spans(saying: Saying, sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """Return the spans of a saying's content in text order: its tokens in runs, and its quotations whole, without the cue's own words."""
    sentence = sentences[saying.sentence]
    own = set(range(saying.run[0], saying.run[1] + 1))
    runs = _runs(sentence, saying.tokens - own) + _overflow(saying, sentences)
    return _merged([*runs, *(quote.span for quote in (*saying.quotes, *saying.parts))])


def _overflow(saying: Saying, sentences: Sequence[Sentence]) -> list[Span]:
    """Return the rest of a reported clause that was cut in two, where the sentence ends without an end mark ("… that FMLN" "[…] troops …")."""
    number = saying.sentence
    spans = [span for n in saying.more for span in _runs(sentences[n], set(range(len(sentences[n].tokens))))]
    reaches = saying.way == "that" and max(saying.tokens, default=-1) >= len(sentences[number].tokens) - 1
    while reaches and number + 1 < len(sentences) and _runs_on(sentences[number], sentences[number + 1]):
        number += 1
        spans += _runs(sentences[number], set(range(len(sentences[number].tokens))))
    return spans


def _runs_on(one: Sentence, two: Sentence) -> bool:
    """Tell whether a sentence goes on in the next one of its paragraph."""
    same = (one.section, one.paragraph) == (two.section, two.paragraph)
    return same and one.tokens[-1].text not in _END_MARKS and (two.tokens[0].text in ("[", "(") or one.tokens[-1].pos != "PUNCT")


_END_MARKS = frozenset({".", "!", "?", "…", "...", '"', "”", "''", ";", ":", "’", "'"})


def _runs(sentence: Sentence, tokens: set[int]) -> list[Span]:
    """Return runs of tokens as spans, without loose punctuation at their ends."""
    spans, group = [], list[int]()
    for i in [*sorted(tokens), -1]:
        if group and i != group[-1] + 1:
            span = _trimmed(sentence, group)
            if span:
                spans.append(span)
            group = []
        group.append(i)
    return spans


def _trimmed(sentence: Sentence, group: list[int]) -> Span | None:
    tokens = [sentence.tokens[i] for i in group]
    while tokens and (tokens[0].text in _LOOSE_ENDS or (tokens[0].pos in ("PUNCT", "CCONJ") and tokens[0].text not in _MARKS)):
        tokens = tokens[1:]
    while tokens and (tokens[-1].text in _LOOSE_ENDS or tokens[-1].pos == "CCONJ"):
        tokens = tokens[:-1]
    if not any(token.text[0].isalnum() for token in tokens):
        return None
    return tokens[0].start, _word_end(sentence, tokens[-1].i)


def _word_end(sentence: Sentence, i: int) -> int:
    """Return the end of a word with what is joined to it by hyphens ("re" of "re-election")."""
    tokens = sentence.tokens
    while i + 2 < len(tokens) and tokens[i].end == tokens[i + 1].start and tokens[i + 1].text == "-" and tokens[i + 1].end == tokens[i + 2].start:
        i += 2
    return tokens[i].end


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """Return spans in order, overlapping and touching ones joined."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def clean_source(source: Span, content: Iterable[Span]) -> Span | None:
    """Return a source cut where it runs into the content; None when nothing is left."""
    start, end = source
    for first, last in content:
        if first < end and last > start:
            if first > start:
                end = min(end, first)
            else:
                start = max(start, last)
    return (start, end) if start < end else None


def kind_of(saying: Saying, content: Sequence[Span]) -> AttributionKind:
    """Return whether a content stands in quotation marks: direct (all of it), mixed (some) or indirect."""
    quoted = sum(quote.span[1] - quote.span[0] for quote in (*saying.quotes, *saying.parts))
    if not quoted:
        return "indirect"
    return "direct" if sum(end - start for start, end in content) - quoted <= 2 else "mixed"
