"""Chances of counts by a past: a negative binomial for incidents, ranks for tolls. Small enough to be done by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tocsin.threat.rules import Rules


@dataclass(frozen=True, slots=True)
class Past:
    """What the past lets be expected in a week.

    Attributes:
        weeks: How many weeks of past there are.
        total: What was counted in them.
        around: Mean a week of the areas around, which a short past is pulled towards.
        mean: (total + unseen + pull × around) / (weeks + pull).
        spread: Variance over mean of the weekly counts, within bounds.
    """

    weeks: int
    total: float
    around: float
    mean: float
    spread: float


def past_of(counts: Sequence[float], around: float, rules: Rules) -> Past:
    """Return what weekly counts let be expected; `around` is the mean a week elsewhere."""
    n, total, pull = len(counts), math.fsum(counts), rules.past["pull"]
    return Past(n, total, around, (total + rules.past["unseen"] + pull * around) / (n + pull), spread_of(counts, rules))


def spread_of(counts: Sequence[float], rules: Rules) -> float:
    """Return variance over mean of weekly counts, within the bounds of the rules; a value of the rules for a short past."""
    if len(counts) < rules.past["least_weeks"]:
        return rules.past["spread_unknown"]
    mean = math.fsum(counts) / len(counts)
    if mean == 0:
        return rules.past["spread_least"]
    variance = math.fsum((count - mean) ** 2 for count in counts) / len(counts)
    return min(max(variance / mean, rules.past["spread_least"]), rules.past["spread_most"])


def at_least(value: int, mean: float, spread: float) -> float:
    """Return the chance of so many or more of a negative binomial with this mean and variance spread × mean (spread above 1).

    P(0) = spread^(-r) with r = mean / (spread - 1); P(k+1) = P(k) × (r + k) / (k + 1) × (spread - 1) / spread.
    """
    if value <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    size, step = mean / (spread - 1), (spread - 1) / spread
    part = math.pow(spread, -size)
    if part == 0.0:
        return _far(value, mean, spread)
    below = part
    for count in range(value - 1):
        part *= (size + count) / (count + 1) * step
        below += part
    return max(0.0, 1.0 - below)


def _far(value: int, mean: float, spread: float) -> float:
    """Return the chance for means so great that P(0) cannot be written: by the normal curve, with half a count of correction."""
    return 0.5 * math.erfc((value - 0.5 - mean) / math.sqrt(2 * mean * spread))


def rank(value: float, past: Sequence[float]) -> float:
    """Return the share of windows, this one among them, with so much or more: (1 + how many of the past) / (1 + windows of the past)."""
    return 1.0 if value <= 0 else (1 + sum(one >= value for one in past)) / (1 + len(past))
