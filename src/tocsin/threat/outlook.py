"""The chance of an attack in the next week, from the weeks that were. Not further: there a simpler forecast did better (docs/threat-backtest.md)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.threat.chance import at_least, spread_of
from tocsin.threat.rules import Rules


@dataclass(frozen=True, slots=True)
class Outlook:
    """Chance of at least one attack in the next week, in words by ICD 203; mean and spread a week that it comes from."""

    chance: float
    word: str
    mean: float
    spread: float


def outlook_of(counts: Sequence[float], rules: Rules) -> Outlook | None:
    """Return the outlook after weekly counts, latest first; None for too short a past."""
    if len(counts) < rules.past["least_weeks"]:
        return None
    mean, spread = forecast_mean(counts, rules), spread_of(counts, rules)
    chance = at_least(1, mean, spread)
    return Outlook(chance, rules.word(chance), mean, spread)


def forecast_mean(counts: Sequence[float], rules: Rules) -> float:
    """Return the mean of weekly counts, recent ones weighing more, mixed with the long mean (never taken for less than the rules' least)."""
    long_mean = max(math.fsum(counts) / len(counts), rules.outlook["least"])
    weights = [0.5 ** (age / rules.outlook["half_life"]) for age in range(len(counts))]
    pull = rules.outlook["pull"]
    return (math.fsum(w * x for w, x in zip(weights, counts, strict=True)) + pull * long_mean) / (math.fsum(weights) + pull)
