"""The day of the main incident when no act of it bears one: "It happened on Saturday", or the only day that the article tells of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from tocsin.model.claim import ClaimTime
from tocsin.model.text import Article, Sentence
from tocsin.model.when import TimeMention

_HAPPEN = frozenset({"happen", "occur", "unfold", "transpire"})
_TELLING = frozenset(
    "say tell blame accuse condemn report announce state add confirm release publish post update appear charge arraign schedule sentence".split()
)
WINDOW = timedelta(days=90)
"""A day longer before publication than this is backstory."""
SHARE = 0.6
"""Share of the told days from which one day is the article's."""


def story_time(article: Article, sentences: Sequence[Sentence], times: Sequence[TimeMention], *, share: float = SHARE) -> ClaimTime:
    """Return the day that the article's story plays on, basis "inherited"; unknown when none stands out.

    A day beside "happened" or "occurred" goes first; then the day that most mentions of past days mean, without the days on which something was
    said, and without the dateline. The publication day as such is never taken.

    Args:
        article: The article, for the day of publication.
        sentences: Its parsed sentences.
        times: Its resolved times.
        share: Part of the mentions that must mean the day; 1.0 asks for the only day of the article, and then "happened" does not count.
    """
    told = [time for time in times if _is_past_day(article, time)]
    for time in told if share <= SHARE else ():
        if any(token.lemma in _HAPPEN for token in sentences[time.sentence].tokens):
            return _claim_time(time)
    plain = [time for time in told if not _is_day_of_telling(sentences[time.sentence], time)]
    seen: Counter[date] = Counter(time.when.start for time in plain if time.when and time.when.start)
    if not seen:
        return ClaimTime()
    day, count = seen.most_common(1)[0]
    if count < share * seen.total():
        return ClaimTime()
    return _claim_time(next(time for time in plain if time.when and time.when.start == day))


def _is_past_day(article: Article, time: TimeMention) -> bool:
    """Tell whether a mention means one day shortly before or on publication, outside the dateline."""
    when = time.when
    if time.section != "text" or time.span[0] < article.head or when is None or when.start is None or when.start != when.end:
        return False
    if time.timex_type == "SET":
        return False
    return article.published is None or article.published - WINDOW <= when.start <= article.published


def _is_day_of_telling(sent: Sentence, time: TimeMention) -> bool:
    """Tell whether a day says when something was said or dealt with, not when it happened."""
    inside = range(time.first, time.last + 1)
    head = next((i for i in inside if sent.tokens[i].head not in inside), time.last)
    verb = next((above for above in sent.ancestors(head) if sent.tokens[above].pos in {"VERB", "AUX"}), None)
    return verb is not None and sent.tokens[verb].lemma in _TELLING


def _claim_time(time: TimeMention) -> ClaimTime:
    """Return the claim's time of a mention."""
    when = time.when
    if when is None:
        return ClaimTime()
    return ClaimTime(when.edtf, when.start, when.end, when.grain, "inherited", time.id, 1)
