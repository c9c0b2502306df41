"""Weeks: which incident lies in which, and what each indicator counts there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tocsin.threat.facts import Area, Day, Facts, Open, Tie, Told
from tocsin.threat.rules import Indicator, Rules

Kind = tuple[str | None, str | None, str | None, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Item:
    """What one incident adds to one indicator.

    Attributes:
        week: Number of its week, counted back from the last one, which is 0.
        fine: Its dates are sharp enough for windows of a week.
        best, low, high: What it adds, as it is held, at the least and at the most.
    """

    incident: Told
    week: int
    fine: bool
    best: float
    low: float
    high: float


@dataclass(slots=True)
class Tally:
    """An indicator's counts: by weeks for windows of a week, and for longer ones, which take vaguer dates."""

    fine: list[float]
    all: list[float]
    items: dict[int, list[Item]] = field(default_factory=lambda: defaultdict(list))

    def add(self, item: Item) -> None:
        """Count an incident."""
        self.items[item.week].append(item)
        self.all[item.week] += item.best
        if item.fine:
            self.fine[item.week] += item.best

    def within(self, first: int, weeks: int) -> list[Item]:
        """Return what lies in some weeks, from number `first` on, further back."""
        return [item for week in range(first, first + weeks) for item in self.items.get(week, ())]


@dataclass
class Series:
    """All that is counted for one community in one area, week by week, back from the last day.

    Attributes:
        end: Last day of week 0.
        length: Number of weeks.
        tallies: By indicator.
        actors: Identities that acted, by week, with their incidents.
        sums_only: Only counts by week are kept: of the areas around, nothing else is asked.
        vague: Incidents of the last four weeks, or told in them, that are in no window: dated too vaguely or not at all.
        ties, cases: Relations among those who acted here in all these weeks; open questions of incidents in scope.
    """

    end: Day
    length: int
    tallies: dict[str, Tally]
    actors: list[dict[str, list[str]]]
    sums_only: bool = False
    vague: list[Told] = field(default_factory=list)
    seen: dict[str, Told] = field(default_factory=dict)
    ties: list[Tie] = field(default_factory=list)
    cases: list[Open] = field(default_factory=list)

    @cached_property
    def everyone(self) -> frozenset[str]:
        """Return all identities that acted."""
        return frozenset(actor for week in self.actors for actor in week)


def week_of(day: Day, end: Day) -> int:
    """Return the number of a day's week, counted back from the one that ends on `end`; negative for later days."""
    return (end - day) // 7


class Matcher:
    """Tells which indicators count an incident; there are few kinds of incidents, so that each is looked at once."""

    def __init__(self, rules: Rules, *, for_group: bool) -> None:
        """Take the indicators that count incidents."""
        self.by_told = frozenset(one.id for one in rules.indicators if one.by_told)
        self._counting = [
            one for one in rules.indicators if one.count in {"incidents", "killed", "new-actors"} and (for_group or not one.only_for_groups)
        ]
        self._known: dict[Kind, tuple[Indicator, ...]] = {}

    def of(self, incident: Told) -> tuple[Indicator, ...]:
        """Return the indicators that count an incident."""
        kind = (incident.type, incident.mode, incident.status, incident.effects)
        if kind not in self._known:
            self._known[kind] = tuple(one for one in self._counting if one.takes(*kind))
        return self._known[kind]


def make_series(rules: Rules, incidents: Iterable[Told], end: Day, length: int, *, in_scope: Callable[[Told], bool], for_group: bool,
                sums_only: bool = False) -> Series:  # fmt: skip
    """Return the series of incidents, all of one area; `in_scope` tells those of the community apart."""
    matcher = Matcher(rules, for_group=for_group)
    tallies = {one.id: Tally([0.0] * length, [0.0] * length) for one in rules.indicators}
    series = Series(end, length, tallies, [defaultdict(list) for _ in range(length)], sums_only)
    for incident in incidents:
        if indicators := matcher.of(incident):
            _place(rules, series, incident, indicators, matcher.by_told, scoped=in_scope(incident))
    return series


def _place(rules: Rules, series: Series, incident: Told, indicators: Sequence[Indicator], by_told: frozenset[str], *, scoped: bool) -> None:
    """Put an incident into the weeks of its indicators."""
    indicators = [one for one in indicators if scoped or one.where == "area"]
    for indicator in indicators:
        middle, span = when(incident, told=indicator.id in by_told)
        if middle is None or span > rules.admit["now"]:
            if not series.sums_only and _touches(incident, series.end, rules.windows["now"]) and incident not in series.vague:
                series.vague.append(incident)
            continue
        week = week_of(middle, series.end)
        if 0 <= week < series.length:
            _count(rules, series, indicator, incident, week, fine=span <= rules.admit["week"])


def _count(rules: Rules, series: Series, indicator: Indicator, incident: Told, week: int, *, fine: bool) -> None:
    if series.sums_only:
        if indicator.count != "new-actors":
            series.tallies[indicator.id].all[week] += amounts(rules, indicator, incident)[0]
        return
    series.seen[incident.id] = incident
    if indicator.count == "new-actors":
        for actor in incident.actors:
            series.actors[week][actor].append(incident.id)
        return
    best, low, high = amounts(rules, indicator, incident)
    if high > 0 or indicator.count == "incidents":
        series.tallies[indicator.id].add(Item(incident, week, fine, best, low, high))


def amounts(rules: Rules, indicator: Indicator, incident: Told) -> tuple[float, float, float]:
    """Return what an incident adds to an indicator: as it is held, at the least and at the most."""
    weights = rules.status[incident.status or "actual"]
    if indicator.count != "killed":
        return weights["best"], weights["low"], weights["high"]
    low, best, high = incident.killed
    held = best if best is not None else low or 0
    return weights["best"] * held, weights["low"] * (low or 0), weights["high"] * (high if high is not None else held)


def when(incident: Told, *, told: bool) -> tuple[Day | None, int]:
    """Return the middle day of an incident's dates and how many days they span; (None, 0) for an undated one.

    `told`: without a date, or with one after the telling, it counts on the day on which it was first told.
    """
    start, end = incident.start, incident.end if incident.end is not None else incident.start
    if told and incident.first_told is not None and (start is None or start > incident.first_told):
        return incident.first_told, 1
    if start is None or end is None or end < start:
        return None, 0
    return start + (end - start) // 2, end - start + 1


def _touches(incident: Told, last: Day, weeks: int) -> bool:
    """Tell whether an incident may lie in the last weeks, or was first told in them if it has no date."""
    first = last - 7 * weeks + 1
    if incident.start is None:
        return incident.first_told is not None and first <= incident.first_told <= last
    return incident.start <= last and (incident.end if incident.end is not None else incident.start) >= first


def add_ties_and_cases(series: Series, facts: Facts, incidents: Iterable[Told], *, in_scope: Callable[[Told], bool]) -> None:
    """Add the relations among those who acted in the area, and the open questions of its incidents in scope."""
    series.ties = [tie for tie in facts.ties if tie.sides & series.everyone]
    if facts.cases:
        ids = {one.id for one in incidents if in_scope(one)}
        series.cases = [case for case in facts.cases if case.incident in ids]


def in_area(incidents: Iterable[Told], area: Area) -> list[Told]:
    """Return the incidents of an area; a country holds its divisions."""
    country, division = area
    return [one for one in incidents if one.area[0] == country and (division is None or one.area[1] == division)]
