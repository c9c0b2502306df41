"""PLOVER 0.8 records as JSON Lines: one an incident; what is denied, future or hypothetical carries PLOVER's own mode for it."""

from __future__ import annotations

import json
from typing import Any

from tocsin.exchange.bundle import Bundle
from tocsin.exchange.codes import crosswalk
from tocsin.exchange.facts import events_only, figure_of, leave_out_others, perpetrators_of, unrejected, window_of
from tocsin.exchange.losses import EVERY, LossLog, joined
from tocsin.exchange.tables import sound
from tocsin.exchange.written import Written
from tocsin.ontology.load import load_ontology

Row = dict[str, Any]

_KEPT = frozenset({"type", "mode", "contexts", "time", "place", "perpetrators", "parties", "victims", "toll", "status", "background", "sources"})


def write_plover(bundle: Bundle) -> Written:
    """Return the events that have a day, or a window of days, as PLOVER records."""
    log = LossLog()
    records = [row for incident in events_only(unrejected(bundle, log), log) if (row := _record(bundle, incident, log))]
    leave_out_others(bundle, log)
    log.reduce(EVERY, "actor.identifier_id", "entry of the actor base", None, "Wikidata ids are not in the records: identifier_text names the entry")
    lines = "".join(json.dumps(record, ensure_ascii=False, sort_keys=True, allow_nan=False) + "\n" for record in records)
    return Written(sound(lines).encode(), log.report("plover"))


def _record(bundle: Bundle, incident: Row, log: LossLog) -> Row | None:
    window = window_of(incident["time"])
    if window is None:
        log.leave_out(incident, "no window of days: a PLOVER record needs a date")
        return None
    log.wrote(incident, _KEPT)
    kind = load_ontology().events[incident["type"]]
    if window.days > 1:
        log.reduce(incident["id"], "time", incident["time"]["edtf"], f"{window.first}/{window.last}", "a window, not a duration: see comment")
    return {
        "id": incident["id"], "date": window.first.isoformat(), "enddate": window.last.isoformat() if window.days > 1 else None,
        "has_event": incident["status"] != "denied", "event": [incident["type"]], "mode": _modes(incident, log),
        "context": sorted(incident["contexts"]),
        "actor": _actors(incident, log), "recipient": _recipients(incident, log), "quad_code": crosswalk("plover")["quads"][kind.quad],
        "event_scale": kind.modes.get(incident["mode"] or "", kind.score), "event_loc": _location(incident["place"]), "size": _size(incident, log),
        "cite_info": _cited(bundle, incident, log), "comment": _comment(incident), "coder": "tocsin",
    }  # fmt: skip


def _modes(incident: Row, log: LossLog) -> list[str]:
    """Return the mode, unless it is ours alone, and PLOVER's auxiliary modes."""
    kind, mode = load_ontology().events[incident["type"]], incident["mode"]
    if mode in kind.own or (mode and mode not in kind.modes):
        log.reduce(incident["id"], "mode", mode, None, "a mode that PLOVER lacks: it stands in the comment")
        mode = None
    status = crosswalk("plover")["status_modes"].get(incident["status"])
    return [name for name in (mode, status, "historical" if incident["background"] else None) if name]


def _actors(incident: Row, log: LossLog) -> list[Row]:
    """Return all sides of two-sided acts, else those blamed, else PLOVER's unidentified actor."""
    parties = incident["parties"] or perpetrators_of(incident, log)
    if incident["perpetrators"] and any(party["attribution"] != "stated" for party in incident["perpetrators"]):
        told = joined(f"{party['name']} {party['attribution']}" for party in incident["perpetrators"])
        log.reduce(incident["id"], "perpetrators.attribution", told, "comment", "an actor has no field for who is only suspected")
    return [_entity(party, incident["id"], log) for party in parties] or [_entity({"name": None, "sector": "UNK"}, incident["id"], log)]


def _recipients(incident: Row, log: LossLog) -> list[Row]:
    if not incident["victims"] and incident["type"] in crosswalk("plover")["needs_recipient"]:
        log.reduce(incident["id"], "victims", "unstated", None, "PLOVER wants a recipient for this type of event")
    return [_entity(party, incident["id"], log) for party in incident["victims"]]


def _entity(party: Row, id_: str, log: LossLog) -> Row:
    """Return one actor; the belief and descent of single people stay here."""
    alone = party.get("kind") == "person"
    if alone and (party.get("religion") or party.get("ethnicity")):
        log.reduce(id_, "religion", party["name"], None, "belief and descent of single people are not passed on")
    country = party.get("country")
    return {"code": crosswalk("plover")["countries"].get(country, country), "sector": party.get("sector"), "entity_text": party.get("name"),
            "identifier_id": None, "identifier_text": party.get("kb"), "religion": None if alone else party.get("religion"),
            "ethnicity": None if alone else party.get("ethnicity")}  # fmt: skip


def _location(place: Row) -> Row:
    country = place["country"]
    return {
        "resolved_place": place["name"], "geonameid": place["geonameid"], "lat": place["lat"], "lon": place["lon"], "city": place["city"],
        "district": place["admin2"], "province": place["admin1"], "country_code": crosswalk("plover")["countries"].get(country, country),
        "resolution": crosswalk("plover")["resolution"].get(place["ucdp_precision"]),
    }  # fmt: skip


def _size(incident: Row, log: LossLog) -> Row:
    """Return the numbers of dead, injured and arrested; None where not told."""
    return {name: _number(incident, effects, log) for name, effects in
            (("dead", ("killed",)), ("injured", ("injured",)), ("arrested", ("arrested", "detained")))}  # fmt: skip


def _number(incident: Row, effects: tuple[str, ...], log: LossLog) -> int | None:
    for effect in effects:
        figure = figure_of(incident, effect, log)
        if figure is None:
            continue
        if (figure.low, figure.high) != (figure.one, figure.one):
            log.reduce(incident["id"], f"toll.{effect}", figure, "null" if figure.one is None else figure.one, "one number a kind of harm")
        return figure.one
    return None


def _cited(bundle: Bundle, incident: Row, log: LossLog) -> Row:
    """Return the article that told first."""
    rows = sorted(incident["sources"], key=lambda row: (str(row["published"] or "9999"), str(row["article"])))
    if len(rows) > 1:
        log.reduce(incident["id"], "sources", f"{len(rows)} articles", rows[0]["outlet"], "one citation a record: the first that told")
    article = bundle.articles.get(rows[0]["article"], {}) if rows else {}
    return {"corpus": "tocsin", "codebook": "PLOVER", "version": "0.8", "coder": "tocsin", "publication": rows[0]["outlet"] if rows else None,
            "url": article.get("uri"), "title": article.get("title"), "language": article.get("language"),
            "citation": ", ".join(filter(None, (rows[0]["outlet"], rows[0]["published"]))) if rows else None}  # fmt: skip


def _comment(incident: Row) -> str:
    blamed = [f"{party['name']} ({party['attribution']})" for party in incident["perpetrators"]]
    toll = [f"{row['effect']} {row['low']}/{row['best']}/{row['high']}".replace("None", "?") for row in incident["toll"]]
    parts = [f"date {incident['time']['edtf']} ({incident['time']['grain']})", f"status {incident['status']}", f"mode {incident['mode']}"]
    return "; ".join([*parts, *(["blamed: " + ", ".join(blamed)] if blamed else []), *toll])
