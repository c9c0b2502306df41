"""The day of the main incident when no act of it bears one: "It happened on Saturday", or the only day that the article tells of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from tocsin.incidents.words import incident_words
from tocsin.model.claim import Claim, ClaimTime
from tocsin.model.text import Article, Sentence
from tocsin.model.when import TimeMention

_HAPPEN = frozenset({"happen", "occur", "unfold", "transpire"})
WINDOW = timedelta(days=90)
"""A day longer before publication than this is backstory."""
LEAD = 2
"""Sentences of the text, from its first, that tell what the news is."""
SHARE = 0.6
"""Share of the told days from which one day is the article's."""


def story_time(article: Article, sentences: Sequence[Sentence], times: Sequence[TimeMention], *, attack: bool, share: float = SHARE) -> ClaimTime:
    """Return the day that the article's story plays on, basis "inherited"; unknown when none stands out.

    A day beside "happened" or "occurred" goes first; then the first day told in the lead; then the day that most mentions of past days mean. The
    days on which something was said or dealt with are left out, and so is the dateline. The publication day as such is never taken.

    Args:
        article: The article, for the day of publication.
        sentences: Its parsed sentences.
        times: Its resolved times.
        attack: Whether the story is an attack, so that the days of arrests and burials are left out too.
        share: Part of the mentions that must mean the day; 1.0 asks for the only day of the article, and then "happened" does not count.
    """
    told = [time for time in times if _is_past_day(article, time)]
    for time in told if share <= SHARE else ():
        if any(token.lemma in _HAPPEN for token in sentences[time.sentence].tokens):
            return _claim_time(time)
    verbs = incident_words().telling | (incident_words().aftermath if attack else frozenset())
    plain = [time for time in told if not _is_day_of_telling(sentences[time.sentence], time, verbs)]
    lead = next((sentence.index for sentence in sentences if sentence.section == "text"), 0) + LEAD
    if share <= SHARE and plain and plain[0].sentence < lead:
        return _claim_time(plain[0])
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


def _is_day_of_telling(sent: Sentence, time: TimeMention, verbs: frozenset[str]) -> bool:
    """Tell whether a day says when something was said or dealt with, not when it happened."""
    inside = range(time.first, time.last + 1)
    head = next((i for i in inside if sent.tokens[i].head not in inside), time.last)
    verb = next((above for above in sent.ancestors(head) if sent.tokens[above].pos in {"VERB", "AUX"}), None)
    return verb is not None and sent.tokens[verb].lemma in verbs


def _claim_time(time: TimeMention) -> ClaimTime:
    """Return the claim's time of a mention."""
    when = time.when
    if when is None:
        return ClaimTime()
    return ClaimTime(when.edtf, when.start, when.end, when.grain, "inherited", time.id, 1)


WEEK = 3
"""UCDP date precision of a week. What is coarser ("in 2005", "in May") is seldom how news dates its own event, more often an earlier one."""


def is_fine(time: ClaimTime) -> bool:
    """Tell whether a time is a day, a few days or a week; a day whose year is not known counts."""
    return (time.ucdp_precision or WEEK + 1) <= WEEK or (time.ucdp_precision is None and time.grain == "day")


def best_time(group: Sequence[Claim]) -> ClaimTime:
    """Return the finest time that a claim states, the first of several; a day taken over from the story goes before a mere month or year."""
    known = [claim.time for claim in group if claim.time.basis != "unknown"]
    return min(known, key=lambda time: (not is_fine(time), time.basis == "inherited", time.ucdp_precision or 9), default=ClaimTime())


def share_day(group: list[Claim]) -> list[Claim]:
    """Let the claims of an incident inherit its day or week where they give none."""
    return share_time(group) if is_fine(best_time(group)) else group


def share_time(group: list[Claim]) -> list[Claim]:
    """Let the claims of an incident inherit its time where they give none.

    A month or year that is not firmly the incident's own is shared only within the sentence that gives it.
    """
    time = best_time(group)
    if time.basis == "unknown":
        return group
    near = {claim.sentence for claim in group if claim.time == time} if takes_day(group) else {claim.sentence for claim in group}
    return [
        replace(claim, time=replace(time, basis="inherited")) if claim.time.basis == "unknown" and claim.sentence in near else claim
        for claim in group
    ]  # fmt: skip


def takes_day(group: Sequence[Claim]) -> bool:
    """Tell whether an incident may take over a day: none of its claims has one, and no month or year is firmly its own.

    It is when the first claim gives it or two sentences do; what one later sentence gives is more often that of something before.
    """
    if not group or group[0].time.basis != "unknown" or any(is_fine(claim.time) for claim in group):
        return False
    return len({claim.sentence for claim in group if claim.time.basis != "unknown"}) < FIRM


FIRM = 2
"""Sentences that must give a month or year of one incident to make it firm."""


def set_day(group: list[Claim], time: ClaimTime) -> list[Claim]:
    """Give an incident the day that the article tells of, when no act of it bears one."""
    if time.basis == "unknown" or not takes_day(group):
        return group
    return [
        replace(claim, time=time) if claim.kind == "event" and claim.realis == "actual" and claim.time.basis == "unknown" else claim
        for claim in group
    ]  # fmt: skip
