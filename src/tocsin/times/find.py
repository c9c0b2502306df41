"""Find time expressions and place them on the calendar."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from tocsin.model.issue import Found
from tocsin.model.text import Article, Sentence
from tocsin.model.when import TimeMention
from tocsin.times.dateline import find_dateline
from tocsin.times.grammar import Match, Matcher
from tocsin.times.guards import allows
from tocsin.times.lexing import Lexed, lex
from tocsin.times.linking import Placed, link_ranges, listed_days
from tocsin.times.meaning import evaluate
from tocsin.times.rules import grammar
from tocsin.times.scene import Anchors, Scene, Told
from tocsin.times.tense import find_governor


@dataclass(frozen=True, slots=True)
class _Read:
    """A sentence ready for matching."""

    sentence: Sentence
    lexed: Lexed
    matcher: Matcher


def find_times(article: Article, sentences: Sequence[Sentence]) -> Found[TimeMention]:
    """Return the time expressions of an article, in text order.

    Relative times count from the publication day, else from a date in the dateline; `when` is None for what has no place on the
    calendar. Title sentences come first, as in `sentences`.
    """
    readable = [_read(sentence) for sentence in sentences if sentence.tokens]
    now = article.published or find_dateline([(read.sentence, read.matcher) for read in readable])
    anchors = Anchors()
    placed: list[Placed] = []
    for read in readable:
        placed.extend(_place(read, now, anchors))
    return Found(tuple(_mention(number, item) for number, item in enumerate(placed, 1)))


def _read(sentence: Sentence) -> _Read:
    """Prepare a sentence."""
    lexed = lex(sentence.tokens)
    return _Read(sentence, lexed, Matcher(grammar(), lexed, partial(allows, sentence, lexed)))


def _place(read: _Read, now: date | None, anchors: Anchors) -> list[Placed]:
    """Return the times of one sentence and note them as anchors for what follows."""
    found: list[Placed] = []
    for choices in _candidates(read):
        item = _first_with_meaning(read, choices, now, anchors)
        if item is not None and (not found or item.first >= found[-1].end):
            found.extend(listed_days(item, read.lexed))
            anchors.add(Told(read.sentence.index, item.sense, item.governor.reporting))
    return link_ranges(read.sentence, found)


def _candidates(read: _Read) -> Iterator[list[Match]]:
    """Yield the matches at each position outside the one before, the longest first."""
    at = 0
    while at < len(read.lexed.words):
        matches = sorted(read.matcher.matches("time", at).values(), key=lambda match: -match.end)
        if matches:
            yield matches
            at = matches[0].end
        else:
            at += 1


def _first_with_meaning(read: _Read, choices: list[Match], now: date | None, anchors: Anchors) -> Placed | None:
    """Return the longest match that means a time."""
    for match in choices:
        if match.rule.op == "nothing":
            return None
        governor = find_governor(read.sentence, match.first, match.end)
        scene = Scene(now, governor, anchors, read.sentence.index, evaluate)
        sense = evaluate(match, scene)
        if sense is not None:
            return Placed(read.sentence, match.first, match.end, match.rule.id, sense, scene)
    return None


def _mention(number: int, item: Placed) -> TimeMention:
    """Return a placed time in the model's form."""
    sentence, sense = item.sentence, item.sense
    before = sentence.tokens[item.first - 1].lower if item.first else ""
    after = sentence.tokens[item.end].lower if item.end < len(sentence.tokens) else ""
    lasting = before == "since" or (before == "from" and after in ("on", "onward", "onwards"))
    return TimeMention(
        id=f"t{number}", section=sentence.section, sentence=sentence.index, first=item.first, last=item.end - 1,
        span=sentence.token_span(item.first, item.end - 1), timex_type=sense.type, timex_value=sense.value, when=sense.when,
        basis="explicit" if sense.explicit else "relative", start_only=lasting and sense.type != "DURATION", rule=item.rule,
    )


