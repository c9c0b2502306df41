"""The level of one week: each indicator's points with all that they are made of, their sum, its band, and how sure that is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.threat.chance import Past, at_least, past_of, rank
from tocsin.threat.reporting import Reporting
from tocsin.threat.rules import SILENT, Indicator, Rules
from tocsin.threat.series import Item, Series

Amounts = tuple[float, float, float]
Chances = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Scored:
    """One indicator of one week.

    Attributes:
        week, now: What is counted in the week and in the four weeks, rounded down: two disputed incidents make one.
        past: Weekly counts of the past, latest first (of longer windows' incidents, which take vaguer dates).
        expected: What the past lets be expected in a week; None where nothing is called a rise.
        chance_week, chance_now: Chance of so many or more by the past; 1 without a past.
        step, rise: Points; `points` is their sum, `low` and `high` the same with what is least and most told.
        ids: Ids of what was counted in the week, and in the four (or twelve) weeks.
    """

    indicator: Indicator
    week: int
    now: int
    past: tuple[float, ...]
    expected: Past | None
    chance_week: float
    chance_now: float
    step: int
    rise: int
    points: int
    low: int
    high: int
    ids: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Level:
    """The level of one week.

    Attributes:
        word: A band, or `SILENT`.
        band: The band of the points, whatever the reporting. at_least: the band holds only from below, as too little is told.
        low, high: Bands of the points at the least and at the most of what is told.
    """

    word: str
    band: str
    points: int
    low: str
    high: str
    at_least: bool
    scored: tuple[Scored, ...]
    reporting: Reporting


def judge(rules: Rules, series: Series, around: Series | None, n_around: int, reporting: Reporting, at: int = 0) -> Level:
    """Return the level of week number `at`.

    Args:
        rules: The rules.
        series: What is counted.
        around: The same for the area around it, with `n_around` areas; None: there is none.
        n_around: How many areas there are around.
        reporting: How much is told of the area in the four weeks that end with the week.
        at: Number of the week, back from the last.
    """
    weeks = reporting.past_weeks
    scored = tuple(_score(rules, one, series, around, n_around, weeks, at) for one in rules.indicators)
    points = sum(one.points for one in scored)
    band = rules.band(points)
    hidden = not reporting.enough and band in rules.hidden
    return Level(SILENT if hidden else band, band, points, rules.band(sum(one.low for one in scored)), rules.band(sum(one.high for one in scored)),
                 not reporting.enough and not hidden, scored, reporting)  # fmt: skip


def _score(rules: Rules, indicator: Indicator, series: Series, around: Series | None, n_around: int, weeks: int, at: int) -> Scored:
    if indicator.count in {"incidents", "killed"}:
        return _counted(rules, indicator, series, around, n_around, weeks, at)
    ids = _listed(rules, indicator, series, weeks, at)
    now = math.floor(math.fsum(amount for _, amount in ids))
    names = tuple(dict.fromkeys(key for key, _ in ids))
    points = indicator.step(now)
    return Scored(indicator, 0, now, (), None, 1.0, 1.0, points, 0, points, points, points, ((), names))


def _listed(rules: Rules, indicator: Indicator, series: Series, weeks: int, at: int) -> list[tuple[str, float]]:
    """Return what an indicator that has no own past counts, with what each is worth."""
    if indicator.count == "new-actors":
        return _new_actors(rules, series, weeks, at)
    last = series.end - 7 * at
    if indicator.count == "ties":
        first = last - 7 * rules.windows["now"] + 1
        return [(tie.id, rules.status["disputed" if tie.disputed else "actual"]["best"])
                for tie in series.ties if tie.type in indicator.relations and first <= tie.day <= last]  # fmt: skip
    first = last - 7 * rules.windows["recent"] + 1
    return [(case.id, 1.0) for case in series.cases if first <= case.day <= last]


def _new_actors(rules: Rules, series: Series, weeks: int, at: int) -> list[tuple[str, float]]:
    """Return the identities that acted in the four weeks, but not in the past before them; none without enough of a past."""
    if weeks < rules.past["least_weeks"]:
        return []
    now = rules.windows["now"]
    fresh = {actor for week in series.actors[at : at + now] for actor in week}
    known = {actor for week in series.actors[at + now : at + now + weeks] for actor in week}
    return [(actor, 1.0) for actor in sorted(fresh - known)]


def _counted(rules: Rules, indicator: Indicator, series: Series, around: Series | None, n_around: int, weeks: int, at: int) -> Scored:
    """Return an indicator that is held against its own past."""
    tally, now = series.tallies[indicator.id], rules.windows["now"]
    past = tally.all[at + now : at + now + weeks]
    expected = past_of(past, _mean_around(around, indicator, n_around, at + now, weeks), rules) if weeks >= rules.past["least_weeks"] else None
    items = tally.within(at, now)
    week = [item for item in items if item.week == at and item.fine]
    sums = [_sums(week), _sums(items)]
    scores = [_points(rules, indicator, [each[i] for each in sums], past, expected) for i in range(3)]
    step, rise, chances = scores[0]
    points = step + rise
    return Scored(indicator, math.floor(sums[0][0]), math.floor(sums[1][0]), tuple(past), expected, *chances, step, rise, points,
                  min(points, sum(scores[1][:2])), max(points, sum(scores[2][:2])), (_ids(week), _ids(items)))  # fmt: skip


def _mean_around(around: Series | None, indicator: Indicator, n: int, first: int, weeks: int) -> float:
    """Return the mean a week of one area around."""
    return math.fsum(around.tallies[indicator.id].all[first : first + weeks]) / (weeks * n) if around and n and weeks else 0.0


def _sums(items: Sequence[Item]) -> Amounts:
    return math.fsum(item.best for item in items), math.fsum(item.low for item in items), math.fsum(item.high for item in items)


def _ids(items: Sequence[Item]) -> tuple[str, ...]:
    return tuple(sorted({item.incident.id for item in items}))


def _points(rules: Rules, indicator: Indicator, counts: Sequence[float], past: Sequence[float], expected: Past | None) -> tuple[int, int, Chances]:
    """Return the points of a step and of a rise for the counts of a week and of four, and the chances."""
    week, now = (math.floor(count) for count in counts)
    step = indicator.step(now)
    if expected is None:
        return step, 0, (1.0, 1.0)
    if indicator.count == "killed":
        chances = rank(week, past), rank(now, blocks(past, rules.windows["now"]))
    else:
        chances = at_least(week, expected.mean, expected.spread), at_least(now, rules.windows["now"] * expected.mean, expected.spread)
    return step, rules.rise_points(indicator, min(chances)), chances


def blocks(past: Sequence[float], weeks: int) -> list[float]:
    """Return the sums of whole blocks of weeks, from the latest on."""
    return [math.fsum(past[first : first + weeks]) for first in range(0, len(past) - weeks + 1, weeks)]
