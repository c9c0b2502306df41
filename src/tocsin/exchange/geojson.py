"""GeoJSON (RFC 7946): a point an incident, longitude first; no place, no point. Status and precision stand in the properties."""

from __future__ import annotations

import json
from typing import Any

from tocsin.exchange.bundle import Bundle
from tocsin.exchange.csv_tables import names_of
from tocsin.exchange.facts import leave_out_others, outlets_of, unrejected
from tocsin.exchange.losses import LossLog
from tocsin.exchange.tables import sound
from tocsin.exchange.written import Written

Row = dict[str, Any]

_SAME = ("label", "type", "mode", "contexts", "acled", "status", "background", "review", "sealed", "communities", "n_articles", "n_sources", "cases")
_KEPT = frozenset({*_SAME, "time", "place", "perpetrators", "parties", "victims", "toll", "damage", "means", "grade", "sources"})


def write_geojson(bundle: Bundle) -> Written:
    """Return a FeatureCollection of the incidents that the desk has not rejected."""
    log = LossLog()
    features = [_feature(incident, log) for incident in unrejected(bundle, log)]
    leave_out_others(bundle, log)
    return Written(pretty_lines({"type": "FeatureCollection"}, "features", features), log.report("geojson"))


def pretty_lines(head: Row, key: str, items: list[Row]) -> bytes:
    """Return a JSON object whose last member is an array with one item on each line: readable, and small in a diff."""
    opening = json.dumps(head, ensure_ascii=False, sort_keys=True)[:-1]
    lines = ",\n".join(json.dumps(item, ensure_ascii=False, sort_keys=True, allow_nan=False) for item in items)
    return sound(f'{opening}{", " if head else ""}"{key}": [\n{lines}\n]}}\n').encode()


def _feature(incident: Row, log: LossLog) -> Row:
    place = incident["place"]
    log.wrote(incident, _KEPT)
    if _point(place) is None:
        log.reduce(incident["id"], "place", place["name"] or "unknown", "geometry null", "a place without coordinates has no point")
    elif (place["ucdp_precision"] or 7) > 2:
        log.reduce(incident["id"], "place", f"precision {place['ucdp_precision']}", "a point", "the point stands for an area; see place_precision")
    return {"type": "Feature", "id": incident["id"], "geometry": _point(place), "properties": _properties(incident)}


def _point(place: Row) -> Row | None:
    if place["lat"] is None or place["lon"] is None:
        return None
    return {"type": "Point", "coordinates": [round(float(place["lon"]), 6), round(float(place["lat"]), 6)]}


def _properties(incident: Row) -> Row:
    time, place, grade = incident["time"], incident["place"], incident["grade"]
    return {
        **{name: incident[name] for name in _SAME},
        "id": incident["id"], "date": time["edtf"], "date_start": time["start"], "date_end": time["end"], "date_grain": time["grain"],
        "date_precision": time["ucdp_precision"], "place": place["name"], "country": place["country"], "admin1": place["admin1"],
        "admin2": place["admin2"], "city": place["city"], "geonameid": place["geonameid"], "place_precision": place["ucdp_precision"],
        "perpetrators": [{"name": party["name"], "attribution": party["attribution"]} for party in incident["perpetrators"]],
        "parties": names_of(incident["parties"]), "victims": names_of(incident["victims"]),
        "toll": [{key: row.get(key) for key in ("effect", "low", "best", "high", "combatants")} for row in incident["toll"]],
        "damage": [{key: row[key] for key in ("object", "effect", "low", "high")} for row in incident["damage"]],
        "means": [row["name"] for row in incident["means"]],
        "evidence": grade["evidence"], "reliability": grade["reliability"], "credibility": grade["credibility"], "outlets": outlets_of(incident),
    }  # fmt: skip
