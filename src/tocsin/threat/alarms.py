"""Change points: a cumulative sum over normal scores of weekly counts. It tells of lasting change, where the level tells of one week."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

from tocsin.threat.chance import at_least, past_of
from tocsin.threat.rules import Rules

_NORMAL = NormalDist()
_FURTHEST = 1e-6
"""Chances are held this far from 0 and 1, so that one week cannot weigh more than about 4.75."""


@dataclass(frozen=True, slots=True)
class Step:
    """One week of the sum.

    Attributes:
        week: Number of the week, counted back.
        count, expected: What happened, and the mean that the past let be expected.
        score: Normal score of the count's chance; `total` the sum after it; alarm: it went over the limit, and begins anew.
        since: The week in which the sum left 0: where the change began, by this measure.
    """

    week: int
    count: float
    expected: float
    score: float
    total: float
    alarm: bool
    since: int


def cusum(counts: Sequence[float], pasts: Sequence[int], around: float, rules: Rules) -> list[Step]:
    """Return the steps of the sum, oldest week first.

    Args:
        counts: Counts by week, latest first, as far back as the pasts reach.
        pasts: For each week to be tested, latest first, how many weeks of past it has behind the guard.
        around: Mean a week of the areas around.
        rules: Slack and limit.
    """
    guard, total, since, steps = rules.windows["now"], 0.0, len(pasts) - 1, []
    for week in reversed(range(len(pasts))):
        if pasts[week] < rules.past["least_weeks"]:
            continue
        past = past_of(counts[week + guard : week + guard + pasts[week]], around, rules)
        score = normal_score(math.floor(counts[week]), past.mean, past.spread)
        since = week if total == 0 else since
        total = max(0.0, total + score - rules.alarms["slack"])
        alarm = total > rules.alarms["limit"]
        steps.append(Step(week, counts[week], past.mean, score, total, alarm, since))
        total = 0.0 if alarm else total
    return steps


def normal_score(count: int, mean: float, spread: float) -> float:
    """Return how many standard deviations of a normal curve a count lies out: of the middle of its chance, as counts come in whole numbers."""
    more = at_least(count + 1, mean, spread)
    middle = more + (at_least(count, mean, spread) - more) / 2
    return -_NORMAL.inv_cdf(min(max(middle, _FURTHEST), 1 - _FURTHEST))
