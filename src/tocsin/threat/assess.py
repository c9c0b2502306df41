"""The door of the room: the level of one community in one area, with its trend and reasons; and a survey of all areas."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from tocsin.asking.filters import Filter
from tocsin.asking.names import country_code
from tocsin.errors import UsageError
from tocsin.ledger.versions import fold
from tocsin.threat.alarms import Step, cusum
from tocsin.threat.facts import Area, Facts, Told, load_facts
from tocsin.threat.level import Level, judge
from tocsin.threat.outlook import Outlook, outlook_of
from tocsin.threat.reporting import past_weeks, reporting_of
from tocsin.threat.rules import Rules, load_rules
from tocsin.threat.series import Series, add_ties_and_cases, in_area, make_series

MOST_WEEKS = 104
"""Weeks of trend that can be asked for."""

EARLIEST, LATEST = 1900, 2999
"""Years of the days that levels are of."""

Scope = Callable[[Told], bool]


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the trend: its last day, its level, attacks and people killed in it, and whether the sum of changes raised an alarm."""

    end: date
    level: Level
    attacks: int
    killed: int
    alarm: Step | None


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure the level is, and what that is made of."""

    word: str
    told: int
    past: int
    firm: float | None
    disputed: float | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """A level with all that it is made of.

    Attributes:
        area: Country and division. who: The conditions that say whom it is about, for people; "everyone" without any.
        day: Last day of the week.
        weeks: Latest first; the first is the week that is judged.
        trend: rising, steady or falling; None where weeks with too little reporting hide it.
        outlook: None where there is too little to say.
        evidence: Incidents of all windows and of their past, latest first. vague: incidents of these weeks that lie in no window.
        labels: Of relations and questions that may count, by id.
        community: The community alone, of a survey's rows.
    """

    area: Area
    who: str
    day: date
    weeks: tuple[Week, ...]
    trend: str | None
    confidence: Confidence
    outlook: Outlook | None
    changes: tuple[Step, ...]
    evidence: tuple[Told, ...]
    vague: tuple[Told, ...]
    labels: dict[str, str]
    community: str | None = None

    @property
    def level(self) -> Level:
        """Return the level of the last week."""
        return self.weeks[0].level


def parse_area(text: str) -> Area:
    """Return the area of `NGA`, `Nigeria` or `Nigeria/Borno`.

    Raises:
        UsageError: no country is called that.
    """
    country, _, division = text.partition("/")
    return country_code(country), division.strip() or None


def area_text(area: Area) -> str:
    """Return an area as it is asked for."""
    return area[0] + (f"/{area[1]}" if area[1] else "")


def who_text(asked: Filter) -> str:
    """Return whom a filter is about."""
    return ", ".join(f"{name} {getattr(asked, name)}" for name in asked.asked()).removeprefix("community ") or "everyone"


def assess(connection: Connection, area: Area, asked: Filter, *, day: date, weeks: int = 26, act: int | None = None) -> Assessment:
    """Return the level of an area for those whom a filter means, in the week that ends on a day, and in the weeks before.

    Args:
        connection: Where.
        area: Country, or a division of it as the ledger spells it (letter case does not matter).
        asked: Whom it is about: `community`, `victim` and any other condition of incidents; without any, everyone. It carries the user's sight.
        day: Last day.
        weeks: How many weeks of trend.
        act: What was known after this act; None: what is known now.

    Raises:
        UsageError: no such number of weeks, or the ledger tells of no such division.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise UsageError(f"A trend has 1 to {MOST_WEEKS} weeks.")
    facts = load_facts(connection, asked, since=_since(day, weeks), act=act)
    return Assessor(facts, load_rules(), day).assess(_spelled(facts, area), asked, lambda one: one.in_scope, weeks)


def _since(day: date, weeks: int) -> date:
    """Return the first day that the windows of so many weeks, their past and that of the change points reach back to.

    Raises:
        UsageError: a day so far off that its windows leave the calendar.
    """
    if not EARLIEST <= day.year <= LATEST:
        raise UsageError(f"A level is of a day in the years {EARLIEST} to {LATEST}.")
    rules = load_rules()
    return day - timedelta(7 * (max(weeks, rules.alarms["weeks"]) + rules.windows["now"] + rules.windows["past"] + 1))


def _spelled(facts: Facts, area: Area) -> Area:
    """Return an area with its division as the ledger spells it."""
    if area[1] is None:
        return area
    names = sorted({one.area[1] for one in facts.by_country.get(area[0], ()) if one.area[1]})
    found = next((name for name in names if fold(name) == fold(area[1])), None)
    if found is None:
        raise UsageError(f'The ledger tells of no division "{area[1]}" in {area[0]}. It tells of: {", ".join(names) or "none"}.')
    return area[0], found


class Assessor:
    """Judges areas on one set of facts; what areas around are made of is counted once."""

    def __init__(self, facts: Facts, rules: Rules, day: date) -> None:
        """Take the facts, the rules and the last day."""
        self.facts, self.rules, self.day, self.end = facts, rules, day, day.toordinal()
        self._around: dict[tuple[str | None, str], tuple[Series, int]] = {}

    def assess(self, area: Area, asked: Filter, scope: Scope, weeks: int, community: str | None = None) -> Assessment:
        """Return the assessment of an area for those in scope."""
        who = who_text(asked) if community is None else _both(who_text(asked), community)
        incidents = in_area(self.facts.by_country.get(area[0], ()), area)
        series = self._series(incidents, scope, max(weeks, self.rules.alarms["weeks"]), for_group=who != "everyone")
        add_ties_and_cases(series, self.facts, incidents, in_scope=scope)
        around, n_around = self._surrounding(area, scope, who, series.length)
        steps = self._changes(area, series, around, n_around)
        alarms = {step.week: step for step in steps if step.alarm}
        trend = tuple(self._week(area, series, around, n_around, at, alarms.get(at)) for at in range(max(weeks, self.rules.trend["weeks"] + 1)))
        level, direction = trend[0].level, trend_of(self.rules, [week.level for week in trend])
        return Assessment(area, who, self.day, trend[:weeks], direction, self._confidence(level, series), self._outlook(level, series), tuple(steps),
                          _evidence(series), tuple(series.vague), _labels(series), community)  # fmt: skip

    def _series(self, incidents: Iterable[Told], scope: Scope, weeks: int, *, for_group: bool, sums_only: bool = False) -> Series:
        windows = self.rules.windows
        return make_series(self.rules, incidents, self.end, weeks + windows["now"] + windows["past"], in_scope=scope, for_group=for_group,
                           sums_only=sums_only)  # fmt: skip

    def _surrounding(self, area: Area, scope: Scope, who: str, length: int) -> tuple[Series, int]:
        """Return what is counted in the country around a division, or in all countries around one, and how many areas there are."""
        key = (area[0] if area[1] else None, who)
        if key not in self._around or self._around[key][0].length < length:
            inside = self.facts.by_country.get(area[0], []) if area[1] else self.facts.incidents
            areas = {one.area[1] for one in inside if one.area[1]} if area[1] else set(self.facts.by_country)
            weeks = length - self.rules.windows["now"] - self.rules.windows["past"]
            self._around[key] = self._series(inside, scope, weeks, for_group=who != "everyone", sums_only=True), len(areas)
        return self._around[key]

    def _week(self, area: Area, series: Series, around: Series, n_around: int, at: int, alarm: Step | None) -> Week:
        end = self.end - 7 * at
        level = judge(self.rules, series, around, n_around, reporting_of(self.rules, self.facts, area, end), at)
        counts = {one.indicator.id: one.week for one in level.scored}
        return Week(date.fromordinal(end), level, counts["attacks"], counts["killed"], alarm)

    def _changes(self, area: Area, series: Series, around: Series, n_around: int) -> list[Step]:
        indicator, weeks = self.rules.alarms["indicator"], series.length - self.rules.windows["now"] - self.rules.windows["past"]
        pasts = [past_weeks(self.rules, self.facts, area, self.end - 7 * at) for at in range(weeks)]
        elsewhere = math.fsum(around.tallies[indicator].all) / (around.length * n_around) if n_around else 0.0
        return cusum(series.tallies[indicator].all, pasts, elsewhere, self.rules)

    def _confidence(self, level: Level, series: Series) -> Confidence:
        ids = {key for one in level.scored if one.indicator.count in {"incidents", "killed"} and one.indicator.where == "scope" for key in one.ids[1]}
        told = [series.seen[key] for key in ids]
        firm = sum(one.firm for one in told) / len(told) if told else None
        disputed = sum(one.status == "disputed" for one in told) / len(told) if told else None
        reporting = level.reporting
        word = next(row.word for row in self.rules.confidence if reporting.told >= row.told and reporting.past_weeks >= row.past
                    and (firm is None or (firm >= row.firm and (disputed or 0) <= row.disputed)))  # fmt: skip
        return Confidence(word if reporting.enough else "low", reporting.told, reporting.past_weeks, firm, disputed)

    def _outlook(self, level: Level, series: Series) -> Outlook | None:
        weeks = level.reporting.past_weeks
        if not level.reporting.enough or weeks < self.rules.past["least_weeks"]:
            return None
        return outlook_of(series.tallies[self.rules.alarms["indicator"]].all[: weeks + self.rules.windows["now"]], self.rules)


def trend_of(rules: Rules, levels: list[Level]) -> str | None:
    """Return whether the points of the first week differ from the mean of the weeks after it in the list, which lie before it in time."""
    before = levels[1 : rules.trend["weeks"] + 1]
    if any(not level.reporting.enough for level in (levels[0], *before)):
        return None
    change = levels[0].points - sum(level.points for level in before) / len(before)
    return "rising" if change >= rules.trend["least"] else "falling" if change <= -rules.trend["least"] else "steady"


def _evidence(series: Series) -> tuple[Told, ...]:
    return tuple(sorted(series.seen.values(), key=lambda one: (-(one.start or one.first_told or 0), one.id)))


def _labels(series: Series) -> dict[str, str]:
    return {**{tie.id: tie.label for tie in series.ties}, **{case.id: case.label for case in series.cases}}


@dataclass(frozen=True, slots=True)
class Survey:
    """The areas and communities of which the last weeks tell, most points first; and the last day that any article is of."""

    rows: list[Assessment]
    latest: date | None
    total: int


def survey(
    connection: Connection, asked: Filter, *, day: date, weeks: int = 12, act: int | None = None, country: str | None = None, limit: int = 60
) -> Survey:
    """Return the levels of all countries — with `country`, of its divisions — for everyone asked for and for each community told of there.

    Countries of which nothing was told in four weeks and the year before are left out; so are communities to which nothing happened in them.
    """
    facts, rules = load_facts(connection, asked, since=_since(day, weeks), act=act), load_rules()
    judges = Assessor(facts, rules, day)
    found = [judges.assess(area, asked, scope, weeks, name) for area, scope, name in _pairs(facts, rules, judges.end, asked, country)]
    found.sort(key=lambda one: (-one.level.points, one.area[0], one.area[1] or "", one.who))
    days = [days[-1] for days in facts.told.values() if days]
    return Survey(found[:limit], date.fromordinal(max(days)) if days else None, len(found))


def _pairs(facts: Facts, rules: Rules, end: int, asked: Filter, country: str | None) -> list[tuple[Area, Scope, str | None]]:
    """Return the areas and communities that something is told of, each with its scope."""
    first = end - 7 * (rules.windows["now"] + rules.windows["past"])
    areas: dict[Area, set[str]] = {}
    for one in facts.incidents:
        if (country and (one.area[0] != country or not one.area[1])) or not one.in_scope or not first < (one.start or one.first_told or 0) <= end:
            continue
        areas.setdefault(one.area if country else (one.area[0], None), set()).update(one.communities if asked.community is None else ())
    whole: Scope = lambda one: one.in_scope  # noqa: E731 - one line, used as a value
    return [pair for area in sorted(areas, key=area_text) for pair in
            [(area, whole, None), *((area, _of_community(name), name) for name in sorted(areas[area]))]]  # fmt: skip


def _of_community(name: str) -> Scope:
    return lambda one: one.in_scope and name in one.communities


def _both(told: str, name: str) -> str:
    return name if told == "everyone" else f"{told}, {name}"
