"""Dates of one article that cannot all be true."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from tocsin.model.claim import Claim
from tocsin.model.issue import Issue
from tocsin.model.text import Article, Sentence
from tocsin.model.when import TimeMention

_ORDINALS = {"first": 1, "one": 1, "second": 2, "two": 2, "third": 3, "three": 3, "fourth": 4, "four": 4, "fifth": 5, "five": 5,
             "sixth": 6, "six": 6, "seventh": 7, "seven": 7, "eighth": 8, "eight": 8, "ninth": 9, "nine": 9,
             "tenth": 10, "ten": 10, "twentieth": 20, "twenty": 20}  # fmt: skip
_ANNIVERSARY = re.compile(r"\b(?:(\w+)[- ]year|(\w+)|(\d+)(?:st|nd|rd|th)) anniversary\b", re.IGNORECASE)


def check_dates(article: Article, sentences: Sequence[Sentence], claims: Sequence[Claim], times: Sequence[TimeMention]) -> tuple[Issue, ...]:
    """Return a `dates-disagree` warning for each pair of statements about time that contradict each other."""
    return (*_anniversaries(article, sentences, claims, times), *_weekdays(article, times))


def _anniversaries(
    article: Article, sentences: Sequence[Sentence], claims: Sequence[Claim], times: Sequence[TimeMention]
) -> list[Issue]:
    """Check "the second anniversary of the flood last week" against the massacre's own date."""
    issues = []
    for sent in sentences:
        if sent.section != "text":
            continue
        text = article.text[sent.span[0] : sent.span[1]]
        for match in _ANNIVERSARY.finditer(text):
            number = _number(match)
            told = next((time for time in times if time.sentence == sent.index and time.when and time.when.start and time.when.end), None)
            event = _remembered(sent, claims)
            if number and told and told.when and told.when.start and told.when.end and event and event.time.start and event.time.end:
                earliest, latest = _years_on(event.time.start, number), _years_on(event.time.end, number)
                if told.when.start > latest or told.when.end < earliest:
                    spans = ((sent.span[0] + match.start(), sent.span[0] + match.end()), told.span, event.trigger)
                    issues.append(Issue("dates-disagree", "warning", _message(article, match[0], told, event, number), spans))
    return issues


def _number(match: re.Match[str]) -> int | None:
    """Return how many years an anniversary counts."""
    word = (match[1] or match[2] or match[3] or "").lower()
    return int(word) if word.isdigit() else _ORDINALS.get(word)


def _remembered(sent: Sentence, claims: Sequence[Claim]) -> Claim | None:
    """Return the dated violent claim that an anniversary is of: one in the sentence, else the last dated before it."""
    dated = [claim for claim in claims if claim.time.start and claim.time.end and claim.time.basis in {"explicit", "relative", "inherited"}
             and claim.type == "ASSAULT" and (claim.time.end - claim.time.start).days <= 366]  # fmt: skip
    here = [claim for claim in dated if claim.sentence == sent.index and claim.time.basis == "inherited"]
    before = [claim for claim in dated if claim.sentence < sent.index and claim.section == "text" and claim.time.basis != "inherited"]
    return here[0] if here else before[-1] if before else None


def _years_on(day: date, years: int) -> date:
    """Return the day some years later; 29 February becomes 28."""
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _message(article: Article, words: str, told: TimeMention, event: Claim, number: int) -> str:
    """Say which words disagree and why."""
    when = article.text[told.span[0] : told.span[1]]
    year = _years_on(event.time.end or date.min, number).year
    return (f"“{words}” {when} would be {told.when.edtf if told.when else '?'}, but the event is dated {event.time.edtf}, so that"
            f" {number} year{'s' if number > 1 else ''} on is {year}: the text may reuse an older story.")  # fmt: skip


def _weekdays(article: Article, times: Sequence[TimeMention]) -> list[Issue]:
    """Check "Monday, 12 March 2013" against the calendar."""
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    issues = []
    for time in times:
        if time.section != "text" or time.basis != "explicit" or time.when is None or time.when.grain != "day" or time.when.start is None:
            continue
        words = article.text[time.span[0] : time.span[1]]
        named = next((n for n, name in enumerate(names) if re.search(rf"\b{name}\b", words, re.IGNORECASE)), None)
        if named is not None and time.when.start == time.when.end and time.when.start.weekday() != named:
            issues.append(Issue("dates-disagree", "warning", f"“{words}” was a {names[time.when.start.weekday()].title()}.", (time.span,)))
    return issues
