"""HURIDOCS Events Standard Formats as linked CSV tables in one archive: who did what to whom, who told, and how sure.

Codes are ours; beside each stands the name of the standard's term where one fits, and nothing where none does.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from tocsin.exchange.bundle import Bundle, by_id
from tocsin.exchange.cast import Cast, Role, cast_of, standing
from tocsin.exchange.codes import crosswalk
from tocsin.exchange.facts import Window, events_only, happened, perpetrators_of, window_of
from tocsin.exchange.losses import EVERY, LossLog
from tocsin.exchange.tables import write_csv
from tocsin.exchange.written import Written

Row = dict[str, Any]

TABLES: Mapping[str, tuple[str, ...]] = {
    "events.csv": (
        "0101_record_number", "0102_title", "0108_confidential", "0111_country", "0112_local_area", "0113_initial_date", "0113_date_type",
        "0113_date_type_esf", "0114_final_date", "0114_date_type", "0114_date_type_esf", "date_edtf", "place_precision", "0116_impact",
        "0150_remarks",
        "0151_violation_status", "0151_violation_status_esf", "0154_index_terms", "0172_monitoring_status", "0172_monitoring_status_esf",
    ),
    "persons.csv": (
        "0901_record_number", "0902_counting_unit", "0903_name", "0904_other_names", "0908_confidential", "0922_occupation", "0927_deceased",
        "0940_religion", "0942_ethnicity", "country", "status", "status_esf", "0953_reliability_as_source", "0953_reliability_as_source_esf",
    ),
    "acts.csv": (
        "2101_record_number", "2102_victim", "2103_event", "2109_type_of_act", "2109_type_of_act_esf", "2111_initial_date", "2111_date_type",
        "2111_date_type_esf", "2112_location", "2114_method", "2115_attribution", "2115_attribution_esf", "damage",
    ),
    "involvements.csv": (
        "2401_record_number", "2402_perpetrator", "2403_event", "2404_act", "2409_degree_of_involvement", "2409_degree_of_involvement_esf",
        "2412_type_of_perpetrator",
    ),
    "information.csv": (
        "2501_record_number", "2502_source", "2503_event", "2509_source_connection", "2509_source_connection_esf", "2510_language",
        "2511_date_of_material", "2512_type_of_material", "2553_reliability", "2553_reliability_esf", "quoted", "title", "address",
    ),
    "relationships.csv": ("2301_record_number", "2302_person", "2303_related_person", "2309_type", "2309_type_esf", "state"),
    "chains.csv": ("2201_record_number", "2202_event", "2203_related_event", "2209_type", "2209_type_esf"),
}  # fmt: skip

_EVENT_KEPT = frozenset(
    "type mode contexts status time place perpetrators parties victims toll damage means grade sources cases links sealed".split()
)
_PERSON_KEPT = frozenset("entity_kind country roles aliases status same_as sealed".split())
_RELATION_KEPT = frozenset("type directed from to state".split())
_ALWAYS = (
    ("2109_type_of_act_esf", "acts are in our own codes: the terms of the micro-thesaurus are not mapped"),
    ("0927_deceased", "a flag only: the history of a person's status stays in the ledger"),
)


def write_esf(bundle: Bundle) -> Written:
    """Return the events that happened as linked tables: `content` is a ZIP of `files`."""
    log = LossLog()
    incidents = events_only(happened(bundle, log), log)
    relations = standing(by_id(bundle.relations), log)
    cast = cast_of(bundle, incidents, relations, log)
    cases = _cases(bundle, incidents, log)
    for name, why in _ALWAYS:
        log.reduce(EVERY, name, "empty or a flag", None, why)
    rows = {
        "events.csv": [_event(incident, cases.get(incident["id"]), log) for incident in incidents],
        "persons.csv": [*(_person(role, log) for role in cast.ordered()), *_outlets(incidents)],
        "acts.csv": [row for incident in incidents for row in _acts(incident, cast)],
        "involvements.csv": [row for incident in incidents for row in _involvements(incident, cast, log)],
        "information.csv": [row for incident in incidents for row in _information(bundle, incident)],
        "relationships.csv": [_relationship(relation, cast, log) for relation in relations],
        "chains.csv": [row for incident in incidents for row in _chains(incident)],
    }
    files = {name: write_csv(columns, rows[name], log) for name, columns in TABLES.items()}
    return Written(zipped(files), log.report("esf"), files)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP whose bytes depend on nothing but the files: every member has the archive format's first day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), files[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _mapped(name: str, column: str, ours: str | None) -> Row:
    """Return our code, and beside it the standard's term, if one fits."""
    term = crosswalk("esf")[name].get(ours) if ours else None
    return {column: ours, f"{column}_esf": term}


def _cases(bundle: Bundle, incidents: Iterable[Row], log: LossLog) -> dict[str, Row]:
    """Return one case an incident, an open one first; a case of an incident that is not written is logged."""
    known = {incident["id"] for incident in incidents}
    chosen: dict[str, Row] = {}
    for case in sorted(bundle.cases, key=lambda row: (row["state"] != "open", str(row["id"]))):
        if case["review"] == "rejected" or case["incident"] not in known:
            log.leave_out(case, "rejected by the desk" if case["review"] == "rejected" else "its incident is not in the export")
        elif case["incident"] in chosen:
            log.leave_out(case, "one monitoring status an event: an open case stands for all")
        else:
            chosen[case["incident"]] = case
            log.wrote(case, frozenset({"incident", "state", "question"}))
    return chosen


def _dates(time: Row, first: str, last: str | None, record: str, log: LossLog) -> Row:
    """Return dates as the standard keeps them: a vague one as its first day, with the code that says so."""
    window = window_of(time)
    if window is None:
        return {}
    type_ = _date_type(time, window)
    if type_:
        log.reduce(record, "time", time["edtf"], f"{window.first} ({type_})", "the first possible day, with the code of its vagueness")
    row = {first: window.first.isoformat(), **_mapped("date_type", first.split("_", maxsplit=1)[0] + "_date_type", type_)}
    return row | ({last: window.last.isoformat(), **_mapped("date_type", last.split("_")[0] + "_date_type", type_)} if last else {})


def _date_type(time: Row, window: Window) -> str | None:
    if window.days == 1:
        return None
    return str(time["grain"]) if time["grain"] in {"month", "year"} else "other"


def _event(incident: Row, case: Row | None, log: LossLog) -> Row:
    log.wrote(incident, _EVENT_KEPT)
    place, time = incident["place"], incident["time"]
    impact = [f"{row['effect']} {row['low']}/{row['best']}/{row['high']}".replace("None", "?") for row in incident["toll"]]
    remarks = [f"status {incident['status']}", *([f"case {case['id']}: {case['question']}"] if case else [])]
    return {
        "_id": incident["id"], "0101_record_number": incident["id"], "0102_title": incident["label"],
        "0108_confidential": "Y" if incident["sealed"] else None,
        "0111_country": place["country"], "0112_local_area": [name for name in (place["name"], place["admin2"], place["admin1"]) if name],
        **_dates(time, "0113_initial_date", "0114_final_date", incident["id"], log), "date_edtf": time["edtf"],
        "place_precision": place["ucdp_precision"], "0116_impact": impact, "0150_remarks": remarks,
        **_mapped("violation_status", "0151_violation_status", incident["grade"]["evidence"]), "0154_index_terms": incident["contexts"],
        **_mapped("monitoring", "0172_monitoring_status", case["state"] if case else None),
    }  # fmt: skip


def _person(role: Role, log: LossLog) -> Row:
    """Return one person or group; the belief and descent of single people stay here."""
    record = role.record or {"aliases": [], "roles": [], "status": None, "sealed": False}
    alone = role.kind == "person"
    if role.record:
        log.wrote(role.record, _PERSON_KEPT if alone else _PERSON_KEPT | {"religion", "ethnicity"}, "no place for it, or withheld")
    if alone and not role.record and (role.party.get("religion") or role.party.get("ethnicity")):
        log.reduce(role.id, "religion", role.name, None, "belief and descent of single people are not passed on")
    return {
        "_id": role.id, "0901_record_number": role.id, "0902_counting_unit": "individual" if alone else "group", "0903_name": role.name,
        "0904_other_names": [alias["name"] for alias in record["aliases"]], "0908_confidential": "Y" if record["sealed"] else None,
        "0922_occupation": [row["role"] for row in record["roles"]], "0927_deceased": "Y" if record["status"] == "dead" else None,
        "0940_religion": None if alone else role.party.get("religion"), "0942_ethnicity": None if alone else role.party.get("ethnicity"),
        "country": role.party.get("country"), **_mapped("person_status", "status", record["status"]),
    }  # fmt: skip


def _outlets(incidents: Iterable[Row]) -> list[Row]:
    """Return the outlets as persons, since every source is one in this standard."""
    names = sorted({str(row["outlet"]) for incident in incidents for row in incident["sources"] if row["outlet"]})
    return [{"_id": f"outlet/{name}", "0901_record_number": f"outlet/{name}", "0902_counting_unit": "group", "0903_name": name} for name in names]


def _act_ids(incident: Row, cast: Cast) -> list[tuple[str, str | None]]:
    """Return (act, victim) for each victim: one act has one victim; without a known victim there is one act."""
    victims = list(dict.fromkeys(cast.role(incident["id"], party).id for party in incident["victims"]))
    return [(f"{incident['id']}/act{n}", victim) for n, victim in enumerate(victims or [None], start=1)]


def _acts(incident: Row, cast: Cast) -> list[Row]:
    claimed = "claimed" if any(party["attribution"] == "claimed" for party in incident["perpetrators"]) else None
    return [{
        "_id": incident["id"], "2101_record_number": act, "2102_victim": victim, "2103_event": incident["id"],
        "2109_type_of_act": "/".join(filter(None, (incident["type"], incident["mode"]))),
        **_dates(incident["time"], "2111_initial_date", None, incident["id"], LossLog()), "2112_location": incident["place"]["name"],
        "2114_method": [row["name"] for row in incident["means"]], **_mapped("attribution", "2115_attribution", claimed),
        "damage": [f"{row['object']} {row['effect']}" for row in incident["damage"]],
    } for act, victim in _act_ids(incident, cast)]  # fmt: skip


def _involvements(incident: Row, cast: Cast, log: LossLog) -> list[Row]:
    """Return who did each act; in fighting between two sides every side has a part in it."""
    parties = perpetrators_of(incident, log) + [{**party, "attribution": "stated"} for party in incident["parties"]]
    return [{
        "_id": incident["id"], "2401_record_number": f"{act}/by{n}", "2402_perpetrator": cast.role(incident["id"], party).id,
        "2403_event": incident["id"], "2404_act": act, **_mapped("involvement", "2409_degree_of_involvement", party["attribution"]),
        "2412_type_of_perpetrator": party.get("sector"),
    } for act, _ in _act_ids(incident, cast) for n, party in enumerate(parties, start=1)]  # fmt: skip


def _information(bundle: Bundle, incident: Row) -> list[Row]:
    """Return one row an article: who told, whom it quotes, and how reliable it is held to be."""
    rows = []
    for n, source in enumerate(sorted(incident["sources"], key=lambda row: str(row["article"])), start=1):
        article = bundle.articles.get(source["article"], {})
        rows.append({
            "_id": incident["id"], "2501_record_number": f"{incident['id']}/info{n}", "2502_source": f"outlet/{source['outlet']}",
            "2503_event": incident["id"], **_mapped("source", "2509_source_connection", _innermost(bundle, incident, source)),
            "2510_language": article.get("language"), "2511_date_of_material": source["published"], "2512_type_of_material": "news article",
            **_mapped("reliability", "2553_reliability", incident["grade"]["reliability"]), "quoted": list(source["chain"])[1:],
            "title": article.get("title"), "address": article.get("uri"),
        })  # fmt: skip
    return rows


def _innermost(bundle: Bundle, incident: Row, source: Row) -> str:
    """Return the role of the innermost speaker that the article's claims name, the outlet's own where none does."""
    bodies = [bundle.claims[id_] for id_ in incident["claims"] if id_ in bundle.claims]
    roles = sorted({str(body["sources"][-1]["role"]) for body in bodies if body["article"] == source["article"] and body["sources"]})
    return roles[0] if len(roles) == 1 else str(source["role"])


def _relationship(relation: Row, cast: Cast, log: LossLog) -> Row:
    log.wrote(relation, _RELATION_KEPT)
    one, two = (cast.role(relation["id"], relation[side]).id for side in ("from", "to"))
    term = {"alliance": "Ally/partner organisation"}.get(relation["type"])
    return {"_id": relation["id"], "2301_record_number": relation["id"], "2302_person": one, "2303_related_person": two,
            "2309_type": relation["type"], "2309_type_esf": term, "state": relation["state"]}  # fmt: skip


def _chains(incident: Row) -> list[Row]:
    return [{"_id": incident["id"], "2201_record_number": f"{incident['id']}/link{n}", "2202_event": incident["id"],
             "2203_related_event": link["incident"], **_mapped("chain", "2209_type", link["type"])}
            for n, link in enumerate(incident["links"], start=1)]  # fmt: skip
