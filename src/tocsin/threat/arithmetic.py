"""An assessment written out: as a row for programs, and as the arithmetic that a person can do again with paper and pencil."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tocsin.threat.assess import Assessment, Week, area_text
from tocsin.threat.facts import Told
from tocsin.threat.level import Level, Scored
from tocsin.threat.rules import SILENT, Rules, load_rules

Row = dict[str, Any]

SCHEMA = "tocsin.threat/1"
BARS = "▁▂▃▄▅▆▇█"


def as_row(found: Assessment) -> Row:
    """Return an assessment as plain data; keys are always present."""
    level = found.level
    return {
        "schema": SCHEMA, "rules": load_rules().version, "area": area_text(found.area), "country": found.area[0],
        "admin1": found.area[1], "who": found.who,
        "day": found.day.isoformat(), "level": level.word, "band": level.band, "at_least": level.at_least, "points": level.points,
        "range": [level.low, level.high], "trend": found.trend, "confidence": _fields(found.confidence), "reporting": _fields(level.reporting),
        "outlook": _fields(found.outlook) if found.outlook else None, "reasons": reasons(level),
        "indicators": [_indicator(one) for one in level.scored], "weeks": [_week(week) for week in found.weeks],
        "changes": [{"week": _end(found, step.week), "since": _end(found, step.since), "sum": step.total} for step in found.changes if step.alarm],
        "incidents": [_incident(one) for one in found.evidence], "not_placed": [_incident(one) for one in found.vague], "labels": found.labels,
    }  # fmt: skip


def _fields(part: Any) -> Row:
    return {name: getattr(part, name) for name in part.__slots__}


def _end(found: Assessment, week: int) -> str:
    return date.fromordinal(found.day.toordinal() - 7 * week).isoformat()


def _week(week: Week) -> Row:
    return {"end": week.end.isoformat(), "level": week.level.word, "band": week.level.band, "points": week.level.points, "attacks": week.attacks,
            "killed": week.killed, "change": week.alarm is not None}  # fmt: skip


def _indicator(one: Scored) -> Row:
    past = {"counts": list(one.past), **_fields(one.expected)} if one.expected else None
    return {
        "id": one.indicator.id, "label": one.indicator.label, "where": one.indicator.where, "reason": one.indicator.reason,
        "week": one.week, "now": one.now,
        "past": past, "chance_week": one.chance_week, "chance_now": one.chance_now, "step": one.step, "rise": one.rise, "points": one.points,
        "range": [one.low, one.high], "ids_week": list(one.ids[0]), "ids_now": list(one.ids[1]),
    }  # fmt: skip


def _incident(one: Told) -> Row:
    low, best, high = one.killed
    return {"id": one.id, "label": one.label, "type": one.type, "mode": one.mode, "status": one.status, "admin1": one.area[1],
            "start": _day(one.start),
            "end": _day(one.end), "first_told": _day(one.first_told), "killed": {"low": low, "best": best, "high": high},
            "effects": sorted(one.effects),
            "in_scope": one.in_scope}  # fmt: skip


def _day(day: int | None) -> str | None:
    return None if day is None else date.fromordinal(day).isoformat()


def reasons(level: Level) -> list[str]:
    """Return why a level is what it is, heaviest first, in a few words each."""
    heavy = sorted((one for one in level.scored if one.points), key=lambda one: -one.points)
    return [_reason(one) for one in heavy]


def _reason(one: Scored) -> str:
    more = f", {one.week} of them in the last week" if one.week else ""
    rise = ", more than its past lets expect" if one.rise else ""
    return f"{one.indicator.label}: {one.now:,}{more}{rise} (+{one.points})"


def level_text(level: Level) -> str:
    """Return a level as people read it."""
    if level.word == SILENT:
        return "not enough reporting"
    return f"{'at least ' if level.at_least else ''}{level.word}"


def sparkline(found: Assessment) -> str:
    """Return the points of the weeks, oldest first, as a line of bars; · stands for weeks with too little reporting."""
    most = max((week.level.points for week in found.weeks), default=0) or 1
    bars = [BARS[min(week.level.points * (len(BARS) - 1) // most, len(BARS) - 1)] if week.level.word != SILENT else "·" for week in found.weeks]
    return "".join(reversed(bars))


def explain(found: Assessment) -> Iterator[str]:
    """Yield the lines of the arithmetic."""
    rules, level = load_rules(), found.level
    first = date.fromordinal(found.day.toordinal() - 7 * rules.windows["now"] + 1)
    yield f"{area_text(found.area)}, {found.who}: the week to {found.day}, the four weeks from {first}; rules {rules.version}"
    yield ""
    for one in level.scored:
        yield from _explained(rules, one, found)
    yield f"sum {level.points} → {level.band} ({_bands(rules)})"
    yield f"with the least that is told {level.low}, with the most {level.high}"
    yield from _reporting(rules, level)
    yield from _sure(found)
    if found.vague:
        yield f"in no window, as they are dated too vaguely or not at all: {' '.join(one.id for one in found.vague)}"


def _bands(rules: Rules) -> str:
    return ", ".join(f"{word} from {least}" for word, least in rules.bands)


def _explained(rules: Rules, one: Scored, found: Assessment) -> Iterator[str]:
    yield f"{one.indicator.label}: {one.now:,} → step {one.step}, rise {one.rise}: {one.points} points ({_steps(one)})"
    if one.ids[1]:
        marked = " ".join(f"{key}*" if key in one.ids[0] else key for key in one.ids[1])
        yield f"    counted: {marked}{'  (* in the last week)' if one.ids[0] else ''}"
    past = one.expected
    if past is None or not (one.now or past.total):
        return
    yield f"    past: {_weeks(one, found)}"
    if one.indicator.count == "killed":
        yield f"    so many in one of the past weeks, or this: {one.chance_week:.3f} ({one.week:,}); in four: {one.chance_now:.3f} ({one.now:,})"
        return
    pull = rules.past["pull"]
    sums = f"({past.total:g} + {rules.past['unseen']} + {pull} × {past.around:.4f}) / ({past.weeks} + {pull})"
    yield f"    mean {sums} = {past.mean:.4f} a week; variance/mean {past.spread:.3f}"
    yield f"    chance of {one.week} or more in a week {one.chance_week:.4f}; of {one.now} or more in four {one.chance_now:.4f}"


def _steps(one: Scored) -> str:
    return "step " + ", ".join(f"{points} from {least}" for least, points in one.indicator.steps)


def _weeks(one: Scored, found: Assessment) -> str:
    """Return the weeks of the past in which something was counted, by their last days."""
    start = load_rules().windows["now"]
    told = [f"{_end(found, start + i)}: {count:g}" for i, count in enumerate(one.past) if count]
    return f"{sum(one.past):g} in {len(one.past)} weeks{' (' + ', '.join(told) + ')' if told else ''}"


def _reporting(rules: Rules, level: Level) -> Iterator[str]:
    one = level.reporting
    expected = "no past to compare" if one.expected is None else f"{one.expected:.1f} expected"
    watched = "" if one.watched is None else f"; its outlets: {one.watched} articles, {one.watched_expected or 0:.1f} expected"
    yield f"reporting: {one.told} independent articles tell of the area in four weeks, {expected}{watched}; {one.past_weeks} weeks of past"
    if not one.enough:
        hidden = " or ".join(word for word, _ in rules.bands if word in rules.hidden)
        yield f"    too little to say {hidden} ({one.rule}): " + (
            "not enough reporting" if level.word == SILENT else "the level is the least that it can be"
        )


def _sure(found: Assessment) -> Iterator[str]:
    one = found.confidence
    shares = (
        "" if one.firm is None else f"; {one.firm:.0%} of the incidents have two independent sources or more, {one.disputed or 0:.0%} are disputed"
    )
    yield f"confidence {one.word}: {one.told} articles, {one.past} weeks of past{shares}"
    if found.outlook:
        far = found.outlook
        yield f"at least one attack in the next week is {far.word} ({far.chance:.0%}): mean {far.mean:.3f}, variance/mean {far.spread:.3f}"


def evidence_now(found: Assessment) -> list[Told]:
    """Return the incidents that count in the last four weeks, latest first."""
    ids = {key for one in found.level.scored for key in one.ids[1]}
    actors = {key for one in found.level.scored if one.indicator.count == "new-actors" for key in one.ids[1]}
    first = found.day.toordinal() - 7 * load_rules().windows["now"]
    return [one for one in found.evidence if one.id in ids or (one.actors & actors and first < (one.start or 0) <= found.day.toordinal())]
