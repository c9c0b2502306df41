"""How values read to a person: dates, places, tolls, parties, certainty. Plain strings, no colour."""

from __future__ import annotations

from datetime import date
from typing import Any

from tocsin.model.claim import Claim, ClaimPlace, ClaimTime, Incident, IncidentToll, Source
from tocsin.model.reading import Reading

CERTAINTY = {
    "CT+": "certain", "PR+": "probable", "PS+": "possible", "CT-": "denied", "PR-": "probably not", "PS-": "perhaps not", "Uu": "open",
}  # fmt: skip
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def day_words(day: date) -> str:
    """Return a day as "6 Mar 2017"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def time_words(time: ClaimTime) -> str:
    """Return when, at the grain that the text gives; "" when unknown."""
    start, end = time.start, time.end
    if start is None or end is None:
        return f"since {day_words(start)}" if start else f"until {day_words(end)}" if end else ""
    if start == end:
        return day_words(start)
    if time.grain == "year" and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
        return str(start.year)
    if time.grain == "month" and (start.year, start.month) == (end.year, end.month):
        return f"{_MONTHS[start.month - 1]} {start.year}"
    return _span_words(start, end)


def _span_words(start: date, end: date) -> str:
    """Return a stretch of days: whole decades and years by their numbers, months and years not said twice."""
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        decade = start.year % 10 == 0 and end.year == start.year + 9
        return f"{start.year}s" if decade else str(start.year) if start.year == end.year else f"{start.year}–{end.year}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{end.day} {_MONTHS[start.month - 1]} {start.year}"
    if start.year == end.year:
        return f"{start.day} {_MONTHS[start.month - 1]} – {day_words(end)}"
    return f"{day_words(start)} – {day_words(end)}"


def place_words(place: ClaimPlace) -> str:
    """Return where, from the name to the country's code; "" when unknown."""
    area = place.admin1 if place.admin1 and not (place.name or "").lower().startswith(place.admin1.lower()) else None
    parts = [place.name, area, place.country if place.country != place.name else None]
    return ", ".join(part for part in parts if part)


def range_words(low: int | None, high: int | None) -> str:
    """Return a count as people write it: 21, 31+, up to 40, 20–25."""
    if low is None:
        return f"up to {high}" if high is not None else "?"
    if high is None:
        return f"{low}+"
    return str(low) if low == high else f"{low}–{high}"


def toll_words(tolls: tuple[IncidentToll, ...]) -> str:
    """Return the toll of an incident, gravest effect first."""
    order = ("killed", "injured", "abducted", "missing")
    ranked = sorted(tolls, key=lambda toll: order.index(toll.effect) if toll.effect in order else len(order))
    return ", ".join(f"{range_words(toll.low, toll.high)} {toll.effect}" for toll in ranked)


def act_words(type_: str, mode: str | None) -> str:
    """Return the kind of act: "assault (abduct)"."""
    return f"{type_.lower()} ({mode})" if mode else type_.lower()


def party_words(reading: Reading, ids: tuple[str, ...]) -> str:
    """Return the names of parties, at most three."""
    names = {actor.id: actor.name for actor in reading.actors}
    shown = [names[key] for key in ids if key in names]
    return ", ".join(shown[:3]) + (f" and {len(shown) - 3} more" if len(shown) > 3 else "")


def source_words(claims: list[Claim]) -> str:
    """Return who says so: the innermost speakers, the outlet only when nobody else is named."""
    speakers = [_innermost(claim.sources) for claim in claims]
    named = dict.fromkeys(source.name for source in speakers if source and source.role != "outlet")
    if any(source is None or source.role == "outlet" for source in speakers):
        named.setdefault("the article", None)
    return ", ".join(list(named)[:3])


def _innermost(sources: tuple[Source, ...]) -> Source | None:
    """Return the last link of the chain."""
    return sources[-1] if sources else None


def certainty_words(incident: Incident, claims: list[Claim]) -> str:
    """Return how sure the article is of an incident."""
    if incident.status != "actual":
        return incident.status
    order = ("CT+", "PR+", "PS+", "Uu")
    best = min((claim.factuality for claim in claims if claim.factuality in order), key=order.index, default="Uu")
    return CERTAINTY[best]


def day_text(day: str | None) -> str:
    """Return an ISO day as "6 Mar 2017", "" for none."""
    return day_words(date.fromisoformat(day)) if day else ""


def time_text(time: dict[str, Any]) -> str:
    """Return when, from the JSON form of a time; "" when unknown."""
    start, end = (date.fromisoformat(day) if day else None for day in (time["start"], time["end"]))
    return time_words(ClaimTime(time["edtf"], start, end, time["grain"], time["basis"], None, time["ucdp_precision"]))


def place_text(place: dict[str, Any]) -> str:
    """Return where, from the JSON form of a place; "" when unknown."""
    name, area, country = place["name"], place["admin1"], place["country"]
    area = area if area and not (name or "").lower().startswith(area.lower()) else None
    return ", ".join(part for part in (name, area, country if country != name else None) if part)


def tolls_text(tolls: list[dict[str, Any]]) -> str:
    """Return the toll, from the JSON form of an incident, gravest effect first; the best figure in front of its range."""
    order = ("killed", "injured", "abducted", "missing")
    ranked = sorted(tolls, key=lambda toll: order.index(toll["effect"]) if toll["effect"] in order else len(order))
    return ", ".join(f"{_figure_text(toll)} {toll['effect']}" for toll in ranked)


def _figure_text(toll: dict[str, Any]) -> str:
    """Return "21", "21 (20–25)" or "31+"."""
    span = range_words(toll["low"], toll["high"])
    plain = toll["best"] is None or toll["low"] == toll["high"] or (toll["best"] == toll["low"] and toll["high"] is None)
    return span if plain else f"{toll['best']} ({span})"
