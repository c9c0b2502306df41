"""Find the date in a dateline or heading: the day that an article without a publication day counts from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tocsin.model.text import Sentence
from tocsin.times.grammar import Match, Matcher
from tocsin.times.meaning import evaluate
from tocsin.times.scene import Anchors, Scene
from tocsin.times.tense import Governor

_HEAD_SENTENCES = 5
_CLOSERS = frozenset({")", "-", "--", "–", "—", ":", "("})
_MAX_HEADING = 6


def find_dateline(read: Sequence[tuple[Sentence, Matcher]]) -> date | None:
    """Return the day named in the dateline or a short heading, its year `NO_YEAR` when it has none; None when there is no such day."""
    text = [item for item in read if item[0].section == "text"][:_HEAD_SENTENCES]
    title = [item for item in read if item[0].section == "title"]
    found = [day for sentence, matcher in (*text, *title) for day in _heading_days(sentence, matcher)]
    return next((day for day in found if day.year > 1000), found[0] if found else None)


def _heading_days(sentence: Sentence, matcher: Matcher) -> list[date]:
    """Return the days of a sentence that stand where datelines have them."""
    days = []
    for at in range(min(len(sentence.tokens), 14)):
        matches = matcher.matches("date", at)
        if matches:
            match = matches[max(matches)]
            day = _day(match, sentence)
            if day is not None and _stands_as_dateline(sentence, match):
                days.append(day)
    return days


def _day(match: Match, sentence: Sentence) -> date | None:
    """Return the day that a match names by itself."""
    scene = Scene(None, Governor("none"), Anchors(), sentence.index, evaluate)
    sense = evaluate(match, scene)
    return sense.start if sense and sense.grain == "day" else None


def _stands_as_dateline(sentence: Sentence, match: Match) -> bool:
    """Tell whether a date is set off as datelines are: bracketed, before a dash, or nearly alone on its line."""
    after = sentence.tokens[match.end].text if match.end < len(sentence.tokens) else ""
    before = sentence.tokens[match.first - 1].text if match.first else ""
    alone = len(sentence.tokens) - (match.end - match.first) <= _MAX_HEADING and not any(token.pos in ("VERB", "AUX") for token in sentence.tokens)
    return (before == "(" and after == ")") or (after in _CLOSERS and match.first < 10) or alone
