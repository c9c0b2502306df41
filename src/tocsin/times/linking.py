"""Link the times of one sentence: ranges share their year and their window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tocsin.model.text import Sentence
from tocsin.times.days import make_day
from tocsin.times.lengths import range_of
from tocsin.times.lexing import Lexed
from tocsin.times.meaning import with_year
from tocsin.times.periods import Sense, day_period, season_period
from tocsin.times.scene import Scene
from tocsin.times.tense import Governor

_JOINTS = {"between": frozenset({"and"}), "from": frozenset({"to", "until", "till", "through"})}
_SHARERS = frozenset({"and", "to", "or", "-", "–", "through", "until", "till"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A time of a sentence: tokens [first, end), the rule that found it, its meaning and surroundings."""

    sentence: Sentence
    first: int
    end: int
    rule: str
    sense: Sense
    scene: Scene

    @property
    def governor(self) -> Governor:
        """Return what governs it."""
        return self.scene.governor


def listed_days(item: Placed, lexed: Lexed) -> list[Placed]:
    """Return a date and the further days of the list that it opens: "April 24 and 25", "Feb. 5, 6 and 7, 2016"."""
    if item.sense.month_day is None or item.sense.grain != "day" or "DAYNUM" not in lexed.classes[item.end - 1]:
        return [item]
    found, closed = [item], False
    at, words = item.end, lexed.words
    while not closed and at + 1 < len(words) and words[at] in ("and", "or", ",", "&") and (day := _listed_day(item, lexed, at + 1)):
        found.append(replace(item, first=at + 1, end=at + 2, rule="time.listed_day", sense=day))
        closed = words[at] != ","
        at += 2
    return _with_closing_year(found, lexed) if closed else [item]


def _with_closing_year(listed: list[Placed], lexed: Lexed) -> list[Placed]:
    """Return a list of days in the year that stands after it, if any does."""
    last = listed[-1]
    at = last.end + (lexed.words[last.end:last.end + 1] == (",",))
    year = lexed.classes[at].get("YEAR", (None,))[0] if at < len(lexed.classes) else None
    if not isinstance(year, int):
        return listed
    dated = [replace(item, sense=replace(with_year(item.sense, year, item.scene), explicit=True)) for item in listed]
    return [*dated[:-1], replace(dated[-1], end=at + 1)]


def _listed_day(item: Placed, lexed: Lexed, at: int) -> Sense | None:
    """Return the day that a number names in the month of a date before it, None when it counts something."""
    number = lexed.classes[at].get("DAYNUM", (None,))[0]
    token = item.sentence.tokens[at]
    head = item.sentence.tokens[token.head]
    counts = head.i > at and head.pos == "NOUN" and token.ent != "DATE"
    after = lexed.classes[at + 1] if at + 1 < len(lexed.classes) else {}
    if not isinstance(number, int) or counts or "MONTH" in after or item.sense.month_day is None or item.sense.start is None:
        return None
    day = make_day(item.sense.start.year, item.sense.month_day[0], number)
    return replace(day_period(day), month_day=(day.month, day.day)) if day else None


def link_ranges(sentence: Sentence, found: Sequence[Placed]) -> list[Placed]:
    """Return the times of a sentence with what they share: "from 3 Jan. to 5 Feb. 2016" gives both the year, and the first the window."""
    items = list(found)
    for i in range(len(items) - 1):
        first, second = items[i], items[i + 1]
        joint = sentence.tokens[first.end].lower if second.first == first.end + 1 else ""
        if joint in _SHARERS and second.sense.explicit and second.sense.start is not None:
            first = replace(first, sense=_sharing_year(first, second))
        before = sentence.tokens[first.first - 1].lower if first.first else ""
        if joint in _JOINTS.get(before, ()):
            first = replace(first, sense=range_of(first.sense, second.sense))
        items[i] = first
    return items


def _sharing_year(first: Placed, second: Placed) -> Sense:
    """Return the first time in the year of the second, or the year before when it would come later."""
    assert second.sense.start is not None
    year = second.sense.start.year
    if second.sense.grain == "season" and first.sense.grain == "season" and not first.sense.explicit:
        return season_period(year, first.sense.value[-2:])
    sense = with_year(first.sense, year, first.scene)
    if sense.start is not None and second.sense.end is not None and sense.start > second.sense.end:
        return with_year(first.sense, year - 1, first.scene)
    return sense
