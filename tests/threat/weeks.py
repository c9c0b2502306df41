"""Ledgers for threats: weekly attacks in one town, told by named outlets, made by hand."""

from __future__ import annotations

from datetime import date, timedelta

from handmade import actor, event, ingest, reading

from tocsin.threat.facts import Facts, Told

DAY = date(2026, 3, 1)
END = DAY.toordinal()


def before(days):
    """Return the day so many days before the last one."""
    return (DAY - timedelta(days)).isoformat()


def act(days, *, killed=3, outlet="Example Times", place="Maiduguri", faith="Christianity", by="Desert Brigade", told=0, dated=None, kind="ASSAULT",
        mode="targeted", extra="", **fields):
    """Return a reading of one act, so many days before the last one; `told`: published so many days later."""
    day = before(days) if dated is None else dated
    text = f"Fighters of the {by} killed {killed} villagers number {days} in {place} on {day}. {extra}".strip()
    parties = [actor(text, 1, by, sector="REB"), actor(text, 2, "villagers", kind="population", religion=faith)]
    toll = [("killed", killed, killed, f"{killed} villagers")] if killed else []
    claim = event(text, "killed", actor=["a1"], recipient=["a2"], day=day, place=place, mode=mode, type=kind, toll=toll, **fields)
    return reading(text, [claim], actors=parties, outlet=outlet, published=before(days - told))


def talk(days, *, outlet="Example Times", place="Maiduguri"):
    """Return a reading of a meeting: nothing that threatens, but the area is told of."""
    text = f"Elders of the Lake Council met in {place} on {before(days)}, meeting number {days}."
    claim = event(text, "met", actor=["a1"], day=before(days), place=place, type="CONSULT")
    return reading(text, [claim], actors=[actor(text, 1, "Lake Council")], outlet=outlet, published=before(days))


def year_of_talk(ledger, *, until=0):
    """Tell of a year of meetings, every third day: the area is well reported."""
    for days in range(400, until - 1, -6):
        ingest(ledger, talk(days))


def happened(name, days, *, killed=(1, 1, 1), status="actual", type_="ASSAULT", mode=None, effects=(), actors=(), span=1, country="NGA", admin1="Borno",
         faith="christianity", firm=True):
    """Return an incident that ended so many days before the last day and may have begun `span` days earlier."""
    end = None if days is None else END - days
    return Told(hash(name), name, name, type_, mode, status, (country, admin1), None if end is None else end - span + 1, end, END - (days or 0), killed,
                firm=firm, sealed=False, effects=frozenset(effects), actors=frozenset(actors), communities=frozenset({faith}), in_scope=True)


def facts_of(*incidents, articles=tuple(range(0, 420, 3)), ties=(), cases=()):
    """Return facts with articles on the area at some ages in days."""
    days = sorted(END - age for age in articles)
    areas = [("NGA", None), ("NGA", "Borno")]
    by_country = {}
    for one in incidents:
        by_country.setdefault(one.area[0], []).append(one)
    return Facts(tuple(incidents), tuple(ties), tuple(cases), dict.fromkeys(areas, days), {area: {"Example Times": days} for area in areas},
                 {"Example Times": days}, by_country)
