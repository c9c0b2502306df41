"""Whether enough is told of an area for silence to mean calm."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.threat.facts import Area, Day, Facts
from tocsin.threat.rules import Rules


@dataclass(frozen=True, slots=True)
class Reporting:
    """How much is told of an area.

    Attributes:
        told: Independent articles of the last four weeks that tell of it.
        expected: What the weeks before let be expected; None without enough of a past.
        watched: All articles of these weeks from the outlets that told of the area in the year before; asked only of areas that are seldom told of.
        watched_expected: What their year before lets be expected.
        past_weeks: Weeks of past that the ledger has of the area: since the first article on its country, at most a year.
        enough: Whether a low count may be called calm.
        rule: Which rule says so.
    """

    told: int
    expected: float | None
    watched: int | None
    watched_expected: float | None
    past_weeks: int
    enough: bool
    rule: str


def past_weeks(rules: Rules, facts: Facts, area: Area, end: Day) -> int:
    """Return how many weeks of past there are before the four that end on a day."""
    told = facts.told.get((area[0], None), [])
    before = end - 7 * rules.windows["now"]
    return max(0, min(rules.windows["past"], (before - told[0] + 1) // 7)) if told else 0


def reporting_of(rules: Rules, facts: Facts, area: Area, end: Day) -> Reporting:
    """Return how much is told of an area in the four weeks that end on a day, against its own past."""
    weeks, now = past_weeks(rules, facts, area, end), rules.windows["now"]
    last, first = end - 7 * now, end - 7 * (now + weeks) + 1
    days = facts.told.get(area, [])
    told = between(days, last + 1, end)
    if weeks < rules.past["least_weeks"]:
        return Reporting(told, None, None, None, weeks, told >= rules.reporting["told_new"], "little past: a number of articles")
    expected = now * between(days, first, last) / weeks
    if expected >= rules.reporting["told_expected"]:
        enough = told >= rules.reporting["told_share"] * expected
        return Reporting(told, expected, None, None, weeks, enough, "articles that tell of the area, against its own past")
    watched, before = _watched(facts, area, (first, last), (last + 1, end))
    wanted = now * before / weeks
    enough = watched >= max(rules.reporting["watched_least"], rules.reporting["watched_share"] * wanted)
    return Reporting(told, expected, watched, wanted, weeks, enough, "seldom told of: its outlets are still read")


def _watched(facts: Facts, area: Area, past: tuple[Day, Day], present: tuple[Day, Day]) -> tuple[int, int]:
    """Return how many articles the area's outlets have in the present weeks, and how many in the past ones."""
    names = [name for name, days in facts.outlets.get(area, {}).items() if between(days, *past)]
    return tuple(sum(between(facts.read.get(name, ()), *window) for name in names) for window in (present, past))  # type: ignore[return-value]


def between(days: Sequence[Day], first: Day, last: Day) -> int:
    """Return how many of sorted days lie between two, both included."""
    return bisect_right(days, last) - bisect_left(days, first)
