"""Read the dateline: "SIRTE, Libya, March 3 (Outlet) –". Works on the raw text; other rooms use its place as a last resort."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from tocsin.articles.days import WrittenDay, day_at, load_dateline_file, written_days
from tocsin.model.dateline import Dateline
from tocsin.model.text import Span

HEAD_LINES, HEAD_CHARACTERS = 12, 4_000
"""The part of a text in which a dateline or a date line may stand: title, byline, file numbers and the first paragraph come before."""

_CAPITAL_WORD = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ'’.\-]*[A-ZÀ-ÖØ-Þ.](?![a-zà-ÿ])"
_LINK = r"(?:[ /]|\s(?:de|del|du|da|do|el|al|la|of|and)[ -])"
_CAPITALS = re.compile(rf"(?:(?:NEAR|OUTSIDE|ABOARD|ON BOARD)\s)?(?P<place>{_CAPITAL_WORD}(?:{_LINK}{_CAPITAL_WORD}){{0,4}})")
_NAME_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’.\-]+"
_NAME = re.compile(rf"(?P<place>{_NAME_WORD}(?:(?:[ /]|\s(?:de|del|du|da|do|el|al|la|of)\s){_NAME_WORD}){{0,3}})")
_LOWER = re.compile(r"(?P<place>[a-z][a-z'’.\-]+(?: [a-z][a-z'’.\-]+){0,2})")
_REGION = re.compile(r",\s?(?P<region>[A-ZÀ-ÖØ-Þ][\w'’.\-]*(?:\s(?:[A-ZÀ-ÖØ-Þ][\w'’.\-]*|of|and|the)){0,3})")
_OPEN, _CLOSE = "([/", {"(": ")", "[": "]", "/": "/"}
_DASH = re.compile(r"[^\S\n]+-{2,3}|-{2,3}(?=[\s\[]|\Z)|[^\S\n]*(?:[–—―]|-(?=\s|\Z)|\|(?=\s))")
_COLON = re.compile(r"\s?:(?=\s)")
_STOP = re.compile(r"\.(?=\s)")
_LINE_END = re.compile(r"[^\S\n]*(?:\n|\Z)")
_GLUED = re.compile(r"(?<=[.!?…”\"] )(?=[A-ZÀ-ÖØ-Þ]{2})")
_TURN = re.compile(r"^[A-Z][\w'’. -]{1,30}:\s", re.MULTILINE)
LONG_LINE = 120
"""Characters from which a line is a paragraph and not a headline. A mixed-case "Place:" is trusted at the start of a paragraph only."""


@dataclass(slots=True)
class _Parts:
    """What was read of a dateline so far."""

    place: Span
    end: int
    day: WrittenDay | None = None
    outlet: Span | None = None
    groups: int = 0


def read_dateline(text: str) -> Dateline | None:
    """Return the dateline of a text, None when it has none.

    It stands at the start of one of the first lines, or right behind a headline that was joined to the first paragraph.
    """
    lower = text[:500].islower()
    for start, end in head_lines(text):
        if found := _line_dateline(text, start, end, lower=lower):
            return found
        glued = [match.start() for match in _GLUED.finditer(text, start, min(end, start + 300))]
        for place in glued:
            if found := _capitals(text, place, end):
                return found
    return None


def head_lines(text: str) -> Iterator[Span]:
    """Yield the spans of the first lines that are not blank, without outer white space."""
    count = 0
    for match in re.finditer(r"[^\n]+", text[:HEAD_CHARACTERS]):
        line = match[0].strip()
        if line:
            start = match.start() + match[0].index(line[0])
            yield start, start + len(line)
            count += 1
        if count == HEAD_LINES:
            return


def _line_dateline(text: str, start: int, end: int, *, lower: bool) -> Dateline | None:
    """Return the dateline at the start of a line."""
    if lower:
        return _before_colon(text, start, end, _LOWER)
    return _capitals(text, start, end) or _named(text, start, end) or _before_colon(text, start, end, _NAME)


def _capitals(text: str, start: int, end: int) -> Dateline | None:
    """Return a dateline whose place is in capitals: any closing mark will do, a line end when a date or an outlet stands before."""
    match = _CAPITALS.match(text, start, end)
    if not match or not _may_be_place(match["place"]):
        return None
    parts = _read_parts(text, _without_stop(text, match.span("place")), end)
    close = _DASH.match(text, parts.end)
    if not close and (parts.day or parts.outlet):
        close = _LINE_END.match(text, parts.end) or (_STOP.match(text, parts.end) if parts.groups else None)
    if not close and not parts.groups and _is_paragraph(text, parts.end, end):
        close = _COLON.match(text, parts.end)
    return _dateline(text, parts, close.end()) if close else None


def _without_stop(text: str, place: Span) -> Span:
    """Return the place without a full stop behind it ("MOSCOW. March 3"), which "D.C." and "ST." keep."""
    last = text[slice(*place)].rsplit(maxsplit=1)[-1]
    return (place[0], place[1] - 1) if last.endswith(".") and len(last) > 5 and "." not in last[:-1] else place


def _named(text: str, start: int, end: int) -> Dateline | None:
    """Return a dateline whose place is in mixed case: it needs a date or a known agency, and a dash or a line end."""
    match = _NAME.match(text, start, end)
    if not match or not _may_be_place(match["place"]):
        return None
    parts = _read_parts(text, match.span("place"), end)
    if not (parts.day or (parts.outlet and _is_agency(text[slice(*parts.outlet)]))):
        return None
    close = _DASH.match(text, parts.end) or (_LINE_END.match(text, parts.end) if parts.day and parts.day.year else None)
    return _dateline(text, parts, close.end()) if close else None


def _before_colon(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Dateline | None:
    """Return a dateline of the form "New Delhi: " at the start of a paragraph."""
    match = pattern.match(text, start, end)
    if not match or not _may_be_place(match["place"]) or not _is_paragraph(text, match.end(), end):
        return None
    close = _COLON.match(text, match.end())
    return _dateline(text, _Parts(match.span("place"), match.end()), close.end()) if close else None


def _is_paragraph(text: str, start: int, end: int) -> bool:
    """Tell whether what follows a first word and colon is running text: long, mostly in lower case, not the first turn of a transcript."""
    words = text[start + 1:end].split()[:12]
    running = sum(word[0].islower() for word in words) >= 0.4 * len(words)
    return end - start >= LONG_LINE and running and not _TURN.search(text, end, end + 3_000)


def _may_be_place(words: str) -> bool:
    """Tell whether the first words can name a place: not "BREAKING", not one letter, no weekday or month."""
    rows = load_dateline_file()
    names = {name for group in (rows["months"], rows["weekdays"]) for forms in group.values() for name in forms}
    first = words.lower().split()[0].strip(".,")
    return words.lower() not in _not_places() and first not in names and first not in _not_places() and len(words) > 1


@cache
def _not_places() -> frozenset[str]:
    """Return the words that open a text and are no place."""
    rows = load_dateline_file()
    return frozenset(rows["not_places"]) | {label for kind in ("published", "updated") for label in rows[kind]}


def _is_agency(name: str) -> bool:
    """Tell whether a bracketed name is a news agency: in capitals or known."""
    return (name.isupper() and 2 <= len(name) <= 8) or name.lower() in load_dateline_file()["agencies"]


def _read_parts(text: str, place: Span, end: int) -> _Parts:
    """Read regions, dates and brackets behind the place until something else comes."""
    parts = _Parts(place, place[1])
    while parts.end < end:
        at = _skip(text, parts.end)
        if not parts.day and (day := day_at(text, at, short_years=True)):
            parts.day, parts.end = day, day.span[1]
        elif text[at:at + 1] and text[at] in _OPEN and parts.groups < 3:
            if not _read_group(text, at, end, parts):
                break
        elif (region := _REGION.match(text, parts.end, end)) and not parts.day and not parts.groups and _is_region(text, region):
            parts.place, parts.end = (place[0], region.end()), region.end()
        else:
            break
    return parts


def _skip(text: str, at: int) -> int:
    """Return the offset behind a comma or stop and blanks."""
    match = re.compile(r"[,.]?[^\S\n]*").match(text, at)
    return match.end() if match else at


def _is_region(text: str, region: re.Match[str]) -> bool:
    """Tell whether the words behind a comma name a region, not the day."""
    return day_at(text, region.start("region")) is None and _may_be_place(region["region"])


def _read_group(text: str, at: int, end: int, parts: _Parts) -> bool:
    """Read a bracket: a date, an outlet, or both. The last outlet counts: "Lima (Peru), 8 Jan 90 (EFE)"."""
    close = text.find(_CLOSE[text[at]], at + 1, min(end, at + 80))
    if close < 0:
        return False
    day = day_at(text, at + 1, short_years=True)
    inner: Span | None = (at + 1, close)
    if day:
        parts.day = parts.day or day
        inner = None
    elif other := next(written_days(text, at + 1, close, short_years=True), None):
        parts.day, inner = parts.day or other, (at + 1, other.span[0])
    if inner and (name := text[slice(*inner)].strip(" ,")):
        parts.outlet = (inner[0], inner[0] + len(name))
    parts.end, parts.groups = close + 1, parts.groups + 1
    return True


def _dateline(text: str, parts: _Parts, end: int) -> Dateline:
    """Return the finished dateline."""
    found = Dateline((parts.place[0], end), text[slice(*parts.place)], parts.place)
    if day := parts.day:
        found = replace(found, day=day.date, month=day.month, day_of_month=day.day, day_span=day.span)
    if parts.outlet and not (parts.day and parts.outlet[1] < parts.day.span[0] and not _is_agency(text[slice(*parts.outlet)])):
        found = replace(found, outlet=text[slice(*parts.outlet)], outlet_span=parts.outlet)
    return found
