"""The chance of at least so many attacks in the weeks to come, from the weeks that were."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.threat.chance import at_least, spread_of
from tocsin.threat.rules import Rules


@dataclass(frozen=True, slots=True)
class Outlook:
    """Chances of at least one attack in the next week and in the next four, in words by ICD 203; mean and spread a week that they come from."""

    week: float
    now: float
    mean: float
    spread: float
    week_word: str
    now_word: str


def outlook_of(counts: Sequence[float], rules: Rules) -> Outlook | None:
    """Return the outlook after weekly counts, latest first; None for too short a past."""
    if len(counts) < rules.past["least_weeks"]:
        return None
    mean, spread = forecast_mean(counts, rules), spread_of(counts, rules)
    week, now = at_least(1, mean, spread), at_least(1, rules.windows["now"] * mean, spread)
    return Outlook(week, now, mean, spread, rules.word(week), rules.word(now))


def forecast_mean(counts: Sequence[float], rules: Rules) -> float:
    """Return the mean of weekly counts, recent ones weighing more, mixed with the long mean (never taken for less than the rules' least)."""
    long_mean = max(math.fsum(counts) / len(counts), rules.past["around_least"])
    weights = [0.5 ** (age / rules.outlook["half_life"]) for age in range(len(counts))]
    pull = rules.outlook["pull"]
    return (math.fsum(w * x for w, x in zip(weights, counts, strict=True)) + pull * long_mean) / (math.fsum(weights) + pull)
