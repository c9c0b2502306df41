"""The column layout of ACLED: a row an incident with a day, a place below the country, and one number of dead.

Only names of columns and codes are used: no row and no text of ACLED's.
"""

from __future__ import annotations

from typing import Any

from tocsin.exchange.bundle import Bundle
from tocsin.exchange.codes import country_of, crosswalk
from tocsin.exchange.facts import (
    Window,
    class_of,
    compete,
    events_only,
    figure_of,
    happened,
    is_unidentified,
    leave_out_others,
    outlets_of,
    perpetrators_of,
    window_of,
)  # fmt: skip
from tocsin.exchange.losses import EVERY, LossLog, joined
from tocsin.exchange.tables import write_csv
from tocsin.exchange.written import Written

Row = dict[str, Any]

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1", "assoc_actor_1", "inter1",
    "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3", "location",
    "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip

_KEPT = frozenset({"type", "acled", "time", "place", "perpetrators", "parties", "victims", "toll", "sources", "status"})
_ALWAYS = (("source_scale", "the reach of an outlet is not recorded"), ("timestamp", "an export has no clock"), ("admin3", "no third level of areas"))


def write_acled(bundle: Bundle) -> Written:
    """Return the incidents that fit as rows of ACLED's columns."""
    log = LossLog()
    rows = [row for incident in events_only(happened(bundle, log), log) if (row := _row(incident, log))]
    leave_out_others(bundle, log)
    for name, why in _ALWAYS:
        log.reduce(EVERY, name, "empty", None, why)
    return Written(write_csv(COLUMNS, rows, log), log.report("acled"))


def _row(incident: Row, log: LossLog) -> Row | None:
    """Return one row, None (and the cause in the log) for an incident that the layout cannot hold."""
    window = window_of(incident["time"])
    actors = _actors(incident, log)
    refused = _refusal(incident, window)
    if refused or window is None or actors is None:
        log.leave_out(incident, refused or "nobody is named who acts")
        return None
    log.wrote(incident, _KEPT)
    return {"_id": incident["id"], **_what(incident), **_when(incident, window, log), **actors, **_where(incident, log),
            "civilian_targeting": _civilian_targeting(incident), "source": outlets_of(incident), "fatalities": _fatalities(incident, log),
            "notes": _notes(incident), "tags": ["disputed"] if incident["status"] == "disputed" else []}  # fmt: skip


def _refusal(incident: Row, window: Window | None) -> str | None:
    place = incident["place"]
    if not incident["acled"]:
        return "no event type of ACLED fits"
    if window is None or window.days > 31:
        return "no window of a month at most"
    if place["lat"] is None or place["ucdp_precision"] not in crosswalk("acled")["geo_precision"]:
        return "no place below the country"
    return None


def _what(incident: Row) -> Row:
    table, event, sub = crosswalk("acled"), incident["acled"]["event_type"], incident["acled"]["sub_event_type"]
    return {"event_id_cnty": f"{incident['place']['country'] or ''}-{incident['id']}", "event_type": event, "sub_event_type": sub,
            "disorder_type": table["disorder_by_sub_event"].get(sub) or table["disorder"].get(event)}  # fmt: skip


def _when(incident: Row, window: Window, log: LossLog) -> Row:
    precision = 1 if window.days == 1 else 2 if window.days <= 7 else 3
    if precision > 1:
        log.reduce(incident["id"], "time", incident["time"]["edtf"], window.middle.isoformat(), f"the day in the middle, time_precision {precision}")
    return {"event_date": window.middle.isoformat(), "year": window.middle.year, "time_precision": precision}


def _where(incident: Row, log: LossLog) -> Row:
    place, country = incident["place"], country_of(incident["place"]["country"])
    precision = crosswalk("acled")["geo_precision"][place["ucdp_precision"]]
    if place["ucdp_precision"] != precision:
        log.reduce(incident["id"], "place", f"precision {place['ucdp_precision']}", f"geo_precision {precision}", "three degrees instead of seven")
    return {"iso": country and country.numeric, "region": country and country.region, "country": country.name if country else place["country"],
            "admin1": place["admin1"], "admin2": place["admin2"], "location": place["name"], "latitude": round(float(place["lat"]), 4),
            "longitude": round(float(place["lon"]), 4), "geo_precision": precision}  # fmt: skip


def _actors(incident: Row, log: LossLog) -> Row | None:
    """Return both actors with those beside them, None when nobody acts."""
    one, two = _camps(incident, log)
    violent = incident["type"] == "ASSAULT"
    if not one and not violent:
        return None
    first, second = _actor(incident, one[0] if one else None, log), _actor(incident, two[0], log) if two else ("", "")
    return {"actor1": first[0], "inter1": first[1], "assoc_actor_1": _beside(incident, one, log), "actor2": second[0], "inter2": second[1],
            "assoc_actor_2": _beside(incident, two, log), "interaction": _interaction(first[1], second[1])}  # fmt: skip


def _camps(incident: Row, log: LossLog) -> tuple[list[Row], list[Row]]:
    """Return who stands on either side; the order has no meaning except in violence against civilians."""
    if not incident["parties"]:
        return perpetrators_of(incident, log), list(incident["victims"])
    parties = sorted(incident["parties"], key=lambda party: (class_of(party) != "state", str(party["key"])))
    if len(parties) > 2:
        names = joined(party["name"] for party in parties)
        log.reduce(incident["id"], "parties", names, "actor1 against the others", "who stood beside whom is not told")
    return parties[:1], parties[1:]


def _actor(incident: Row, party: Row | None, log: LossLog) -> tuple[str, str]:
    """Return the name and the type of an actor."""
    country = country_of(incident["place"]["country"])
    if party is None or (is_unidentified(party) and class_of(party) == "armed"):
        name = f"{crosswalk('acled')['unidentified']} ({country.name if country else 'unknown'})"
        log.reduce(incident["id"], "actors", party["name"] if party else "nobody named", name, "the layout's name for those who are not identified")
        return name, "Political militia"
    return str(party["name"]), _inter(party, incident["place"]["country"])


def _inter(party: Row, here: str | None) -> str:
    is_, foreign = class_of(party), bool(party.get("country") and here and party["country"] != here)
    for rule in crosswalk("acled")["inter"]:
        fits = is_ in rule["class"] and party.get("kind") in rule.get("kind", [party.get("kind")])
        if fits and party.get("sector") in rule.get("sector", [party.get("sector")]) and (foreign or not rule.get("foreign")):
            return str(rule["give"])
    return ""


def _beside(incident: Row, camp: list[Row], log: LossLog) -> list[str]:
    """Return who acts beside the first; rivals for the blame are no companions and go into the notes."""
    others = [str(party["name"]) for party in camp[1:]]
    if others and compete(incident) and camp[0].get("attribution"):
        log.reduce(incident["id"], "perpetrators", joined(others), camp[0]["name"], "blamed by some sources only: named in the notes")
        return []
    if others:
        log.reduce(incident["id"], "actors", joined(others), f"beside {camp[0]['name']}", "one actor a side, the others beside it")
    return others


def _interaction(one: str, two: str) -> str:
    order = crosswalk("acled")["inter_order"]
    pair = sorted(filter(None, (one, two)), key=order.index)
    return f"{pair[0]} only" if len(pair) == 1 else "-".join(pair)


def _civilian_targeting(incident: Row) -> str:
    table, acled = crosswalk("acled"), incident["acled"]
    if acled["event_type"] in table["one_sided"]:
        return "Civilians targeted"
    maybe = acled["event_type"] in table["maybe_civilians"] or acled["sub_event_type"] in table["maybe_civilians_sub_event"]
    victims = {class_of(party) for party in incident["victims"]}
    return "Civilians targeted" if maybe and victims and victims <= {"civilians", "protesters"} else ""


def _fatalities(incident: Row, log: LossLog) -> int:
    """Return the lowest number of dead; ACLED writes 0 where none is reported or the number is not known."""
    figure = figure_of(incident, "killed", log)
    if figure is None:
        log.reduce(incident["id"], "toll.killed", "not reported", 0, "the layout writes 0 where no death is reported")
        return 0
    if figure.low is None:
        log.reduce(incident["id"], "toll.killed", figure, 0, "no lowest number: the layout writes 0 where it is not known")
        return 0
    lowest = min(number for number in (figure.low, figure.best, figure.high) if number is not None)
    if (lowest, lowest, lowest) != (figure.low, figure.best, figure.high):
        log.reduce(incident["id"], "toll.killed", figure, lowest, "the lowest of several numbers")
    return lowest


def _notes(incident: Row) -> str:
    """Return a line of ours: what the columns cannot say."""
    parts = [str(incident["label"])]
    parts += [f"{party['name']}: {party['attribution']}" for party in incident["perpetrators"] if party.get("attribution") not in {None, "stated"}]
    if compete(incident):
        parts.append("blamed by disagreeing sources: " + joined(party["name"] for party in incident["perpetrators"] or incident["parties"]))
    parts += [f"{effect}: {figure_of(incident, effect, LossLog())}" for effect in sorted({row["effect"] for row in incident["toll"]})]
    return ". ".join([*parts, f"status: {incident['status']}", f"date: {incident['time']['edtf'] or 'unknown'}"])
