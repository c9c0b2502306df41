"""The publication day, when the input does not state it: from the address, the dateline, or what the text calls today."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from tocsin.articles.dateline import head_lines, read_dateline
from tocsin.articles.days import WrittenDay, day_at, load_dateline_file, make_day, written_days
from tocsin.model.dateline import Dateline
from tocsin.model.text import PublishedBasis, Span

TAIL_CHARACTERS = 1_500
"""The part at the end of a text in which "Published: …" may stand."""

PARAGRAPH = 200
"""Characters from which a line is body text. Date lines are looked for before the second such line."""

STAMP_LINE = 120
"""Longest line, in characters, that may hold a byline or headline with a date behind it."""

YEAR_WINDOW = timedelta(days=45)
"""A dateline without a year takes it from a full date in the text that is at most so much older: news tells what is recent."""

_URI_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)[/_-]?(\d\d?)[/_-]?(\d\d?)(?!\d)")
_CLOCK = r"(?:at\s)?\d{1,2}(?:[:.]\d\d){1,2}(?:\s?[ap]\.?m\.?)?(?:\s?\(?(?:[A-Z]{2,5}|[+-]\d\d:?\d\d)\)?)?|\d{1,2}\s?[ap]\.?m\.?"
_GAP = r"[\s,|–—•·()-]{0,4}"
_AFTER = re.compile(rf"{_GAP}(?:{_CLOCK})?{_GAP}", re.IGNORECASE)
_STAMP = re.compile(rf"{_GAP}(?:{_CLOCK}){_GAP}", re.IGNORECASE)
_BEFORE = re.compile(rf"[\s(\[]*(?:on\s)?(?:{_CLOCK})?{_GAP}", re.IGNORECASE)
_BYLINE = re.compile(r"by\s|[^|•·]{0,60}[|•·]\s", re.IGNORECASE)
_FILE_MONTH = re.compile(r"(?<![\w/-])((?:19|20)\d\d)-(\d\d)(?=-\D)")
_BARE_YEAR = re.compile(r"(?<![\w/.,-])(?:19|20)\d\d(?![\w/-])")
_TODAY = re.compile(r"\b(?:today|this (?:morning|afternoon|evening)|tonight)\b[,\s]{1,2}(?:on\s)?\(?", re.IGNORECASE)


def find_published(text: str, uri: str | None) -> tuple[date | None, PublishedBasis]:
    """Return the publication day and its basis, (None, "unknown") when it cannot be told.

    Order: a day in the address; a "Published" label; the dateline; a line that is only a date, or a time stamp; an "Updated" label;
    a dateline without a year whose year the text gives; "today, 4 June 2014" in the text.
    """
    if uri and (day := day_of_uri(uri)):
        return day, "metadata"
    if day := _stated_day(text):
        return day, "dateline"
    if day := _told_today(text):
        return day, "inferred"
    return None, "unknown"


def day_of_uri(uri: str) -> date | None:
    """Return the day in the path of an address (/2017/03/06/, -2017-03-06, /20170306), None when it has none or several."""
    path = re.sub(r"^[a-z]+://[^/]*|[?#].*$", "", uri)
    days = {day for match in _URI_DAY.finditer(path) if _dated(match) and (day := make_day(*map(int, match.groups())))}
    return days.pop() if len(days) == 1 else None


def _dated(match: re.Match[str]) -> bool:
    """Tell a date in an address from a number: with separators, or eight digits."""
    return any(mark in match[0] for mark in "/_-") or len(match[0]) == 8


def _stated_day(text: str) -> date | None:
    """Return the day that the head or the foot of a text states."""
    dateline = read_dateline(text)
    if day := _labelled(text, "published"):
        return day
    if dateline and dateline.day:
        return dateline.day
    return _date_line(text) or _labelled(text, "updated") or (_with_year(text, dateline) if dateline else None)


@cache
def _label_pattern(kind: str) -> re.Pattern[str]:
    """Return the pattern of the labels of a kind: at the start of a line or bracket, elsewhere only with a colon."""
    labels = "|".join(sorted(map(re.escape, load_dateline_file()[kind]), key=len, reverse=True))
    return re.compile(rf"(?:^[^\S\n]*[(\[]?|[(\[|•]\s?)(?:{labels})\b:?|\b(?:{labels}):", re.IGNORECASE | re.MULTILINE)


def _labelled(text: str, kind: str) -> date | None:
    """Return the day behind a label in the head or the foot of a text."""
    lines = list(head_lines(text))
    head_end = lines[-1][1] if lines else 0
    parts = [(0, head_end), (max(head_end, len(text) - TAIL_CHARACTERS), len(text))]
    for start, end in parts:
        for label in _label_pattern(kind).finditer(text, start, end):
            if (day := _day_behind(text, label.end())) and day.date:
                return day.date
    return None


def _day_behind(text: str, at: int) -> WrittenDay | None:
    """Return the day behind a label, past a time of day."""
    before = _BEFORE.match(text, at)
    return day_at(text, at) or (day_at(text, before.end()) if before else None)


def _date_line(text: str) -> date | None:
    """Return the day of a line that holds only a date, of a time stamp at a line's end, or of a byline."""
    for start, end in _lines_before_body(text):
        for day in written_days(text, start, end):
            if day.date and _is_stamp(text, (start, end), day.span):
                return day.date
    return None


def _lines_before_body(text: str) -> Iterator[Span]:
    """Yield the first lines up to the second paragraph of body text."""
    long = 0
    for start, end in head_lines(text):
        long += end - start >= PARAGRAPH
        if long == 2:
            return
        yield start, end


def _is_stamp(text: str, line: Span, day: Span) -> bool:
    """Tell whether a date in a line stands for the page, not for something told."""
    start, end = line
    before, after = text[start:day[0]], text[day[1]:end]
    if _BEFORE.fullmatch(before) and _AFTER.fullmatch(after):
        return True
    if end - start > STAMP_LINE:
        return False
    return bool(_STAMP.fullmatch(after) or (_BYLINE.match(before) and _AFTER.fullmatch(after)) or (_BEFORE.fullmatch(before) and after[:3] == " | "))


def _with_year(text: str, dateline: Dateline) -> date | None:
    """Return the day of a dateline without a year when the text leaves no doubt about the year."""
    if not dateline.month or not dateline.day_of_month:
        return None
    month, day = dateline.month, dateline.day_of_month
    head = text[:dateline.span[0]]
    years = {int(match[1]) for match in _FILE_MONTH.finditer(head) if int(match[2]) == month}
    years = years or {int(match[0]) for match in _BARE_YEAR.finditer(head)} or _years_near(text, month, day)
    return make_day(years.pop(), month, day) if len(years) == 1 else None


def _years_near(text: str, month: int, day: int) -> set[int]:
    """Return the years for which some full date in the text is at most `YEAR_WINDOW` before the day."""
    full = [written.date for written in written_days(text) if written.date]
    pairs = ((told, make_day(year, month, day)) for told in full for year in (told.year, told.year + 1))
    return {sent.year for told, sent in pairs if sent and timedelta(0) <= sent - told <= YEAR_WINDOW}


def _told_today(text: str) -> date | None:
    """Return the full date that the text itself calls today, None when it calls none or several so."""
    days = {day.date for match in _TODAY.finditer(text) if (day := day_at(text, match.end())) and day.date}
    return days.pop() if len(days) == 1 else None
