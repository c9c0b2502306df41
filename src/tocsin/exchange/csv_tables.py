"""CSV: one table a kind of record, the incidents first; flat columns, `; ` between several values of a cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tocsin.exchange.bundle import Bundle, by_id
from tocsin.exchange.facts import figure_of, outlets_of, speakers_of, unrejected
from tocsin.exchange.losses import LossLog
from tocsin.exchange.tables import write_csv
from tocsin.exchange.written import Written

Row = dict[str, Any]

_EFFECTS = ("killed", "injured", "abducted", "detained", "displaced", "missing", "released", "rescued")
_TOLL = tuple(f"{effect}_{side}" for effect in _EFFECTS for side in ("low", "best", "high"))
INCIDENT_COLUMNS = (
    "id", "label", "type", "mode", "contexts", "acled_event_type", "acled_sub_event_type", "status", "background", "review", "sealed",
    "date", "date_start", "date_end", "date_grain", "date_basis", "date_precision", "place", "country", "admin1", "admin2", "city", "latitude",
    "longitude", "geonameid", "place_precision", "place_basis", "perpetrators", "perpetrators_attribution", "parties", "victims", "communities",
    *_TOLL, "damage", "means", "evidence", "reliability", "credibility", "outlets", "quoted", "articles", "independent_sources", "conflicts",
    "cases", "links",
)  # fmt: skip
ENTITY_COLUMNS = (
    "id", "label", "kb", "kind", "sector", "country", "roles", "aliases", "same_as", "status", "status_rule", "status_history", "review", "sealed",
)  # fmt: skip
RELATION_COLUMNS = (
    "id", "label", "type", "directed", "from_key", "from_name", "to_key", "to_name", "state", "first", "last", "history", "review", "sealed",
)  # fmt: skip
CASE_COLUMNS = ("id", "label", "question", "incident", "article", "opened", "state", "proposals", "closed", "answer", "review", "sealed")

_SAME = ("id", "label", "type", "mode", "contexts", "status", "background", "review", "sealed", "communities", "cases")
_SEEN = frozenset({"review", "sealed", "status", "background", "type", "mode", "contexts", "acled", "time", "place", "perpetrators", "parties"})
_INCIDENT_KEPT = _SEEN | {"victims", "communities", "toll", "damage", "means", "grade", "n_articles", "n_sources", "cases", "sources"}
_ENTITY_KEPT = frozenset({"kb", "entity_kind", "sector", "country", "roles", "same_as", "status", "status_rule", "review", "sealed"})
_RELATION_KEPT = frozenset({"type", "directed", "from", "to", "state", "first", "last", "review", "sealed"})
_CASE_KEPT = frozenset({"question", "incident", "article", "opened", "state", "review", "sealed"})


def write_csv_tables(bundle: Bundle) -> Written:
    """Return the incidents as CSV, and beside them people, groups, relations and cases as tables of their own."""
    log = LossLog()
    beliefs = ("religion", "ethnicity")
    files = {
        "incidents.csv": _table(unrejected(bundle, log), INCIDENT_COLUMNS, _incident, _INCIDENT_KEPT, log),
        "people.csv": _table(by_id(bundle.people), ENTITY_COLUMNS, _entity, _ENTITY_KEPT, log),
        "groups.csv": _table(by_id(bundle.groups), (*ENTITY_COLUMNS, *beliefs), _entity, _ENTITY_KEPT | {*beliefs}, log),
        "relations.csv": _table(by_id(bundle.relations), RELATION_COLUMNS, _relation, _RELATION_KEPT, log),
        "cases.csv": _table(by_id(bundle.cases), CASE_COLUMNS, _case, _CASE_KEPT, log),
    }
    return Written(files["incidents.csv"], log.report("csv"), files)


def _table(records: Sequence[Row], columns: Sequence[str], flat: Callable[[Row], Row], kept: frozenset[str], log: LossLog) -> bytes:
    rows = []
    for record in records:
        log.wrote(record, kept, "a flat table holds counts or names in its place")
        rows.append({"_id": record["id"], **flat(record), **_tolls(record, log)})
    return write_csv(columns, rows, log)


def _incident(incident: Row) -> Row:
    time, place, grade, acled = incident["time"], incident["place"], incident["grade"], incident["acled"] or {}
    return {
        **{name: incident[name] for name in _SAME},
        "acled_event_type": acled.get("event_type"), "acled_sub_event_type": acled.get("sub_event_type"),
        "date": time["edtf"], "date_start": time["start"], "date_end": time["end"], "date_grain": time["grain"], "date_basis": time["basis"],
        "date_precision": time["ucdp_precision"],
        "place": place["name"], **{name: place[name] for name in ("country", "admin1", "admin2", "city", "geonameid")},
        "latitude": place["lat"], "longitude": place["lon"], "place_precision": place["ucdp_precision"], "place_basis": place["basis"],
        "perpetrators": names_of(incident["perpetrators"]), "perpetrators_attribution": [party["attribution"] for party in incident["perpetrators"]],
        "parties": names_of(incident["parties"]), "victims": names_of(incident["victims"]),
        "damage": [_damage(row) for row in incident["damage"]], "means": [row["name"] for row in incident["means"]],
        "evidence": grade["evidence"], "reliability": grade["reliability"], "credibility": grade["credibility"],
        "outlets": outlets_of(incident), "quoted": speakers_of(incident), "articles": incident["n_articles"],
        "independent_sources": incident["n_sources"], "conflicts": [conflict["field"] for conflict in incident["conflicts"]],
        "links": [f"{link['type']} {link['incident']}" for link in incident["links"]],
    }  # fmt: skip


def names_of(parties: Sequence[Row]) -> list[str]:
    """Return the names of parties."""
    return [str(party["name"]) for party in parties]


def _tolls(incident: Row, log: LossLog) -> Row:
    cells: Row = {}
    for effect in sorted({row["effect"] for row in incident.get("toll", ())}):
        figure = figure_of(incident, effect, log)
        if effect not in _EFFECTS:
            log.reduce(incident["id"], f"toll.{effect}", figure, None, "no columns for this effect")
        elif figure:
            if (figure.low, figure.best, figure.high) == (None, None, None):
                log.reduce(incident["id"], f"toll.{effect}", "told without a number", "empty cells", "a cell cannot tell it from not reported")
            cells |= {f"{effect}_low": figure.low, f"{effect}_best": figure.best, f"{effect}_high": figure.high}
    return cells


def _damage(row: Row) -> str:
    low, high = row["low"], row["high"]
    number = "" if low is None and high is None else f" ({low if low == high else f'{low}–{high}'})".replace("None", "?")
    return f"{row['object']} {row['effect']}{number}"


def _entity(record: Row) -> Row:
    aliases = [alias["name"] for alias in record["aliases"]]
    history = [f"{row['status']} {row['published'] or '?'} {row['factuality']}" for row in record["history"]]
    fields = ("id", "label", "kb", "sector", "country", "same_as", "status", "status_rule", "review", "sealed", "religion", "ethnicity")
    return {**{name: record[name] for name in fields}, "kind": record["entity_kind"], "aliases": aliases, "status_history": history,
            "roles": [role["role"] for role in record["roles"]]}  # fmt: skip


def _relation(record: Row) -> Row:
    history = [f"{row['speaks']} {row['published'] or '?'} {row['factuality']}" for row in record["history"]]
    return {**record, "from_key": record["from"]["key"], "from_name": record["from"]["name"], "to_key": record["to"]["key"],
            "to_name": record["to"]["name"], "history": history}  # fmt: skip


def _case(record: Row) -> Row:
    closed = record["closed"] or {}
    return {**record, "proposals": [row["reason"] for row in record["proposals"]], "closed": bool(closed), "answer": closed.get("answer")}
