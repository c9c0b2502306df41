"""STIX 2.1: incidents with places, parties, reports and verdicts as one bundle; every object is checked by the stix2 library."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from tocsin.errors import MissingPartError
from tocsin.exchange.bundle import Bundle, by_id
from tocsin.exchange.cast import Cast, Role, cast_of, standing
from tocsin.exchange.codes import country_of, crosswalk
from tocsin.exchange.facts import class_of, events_only, happened, leave_out_others, perpetrators_of
from tocsin.exchange.geojson import pretty_lines
from tocsin.exchange.hxl_table import INSTALL
from tocsin.exchange.losses import EVERY, LossLog
from tocsin.exchange.tables import sound
from tocsin.exchange.written import Written
from tocsin.records.canonical import canonical, digest

Row = dict[str, Any]

NAMESPACE = UUID("6f1c7e0a-2f0b-5d0e-9a1d-8c0f5b7f3e21")
"""Of all ids here. Never change it: ids would change with it."""
_EPOCH = "1970-01-01"
_EVENT_KEPT = frozenset("type mode contexts status time place perpetrators parties victims toll damage means grade sources review sealed".split())
_ENTITY_KEPT = frozenset("entity_kind sector roles aliases review sealed same_as".split())
_RELATION_KEPT = frozenset("type from to state review sealed".split())


def write_stix(bundle: Bundle) -> Written:
    """Return a bundle of STIX objects. Ids are made from ours, so that a second export updates the first.

    Raises:
        MissingPartError: stix2 is not installed.
    """
    out = _Out(bundle, _stix2())
    incidents = events_only(happened(bundle, out.log), out.log)
    relations = standing(by_id(bundle.relations), out.log)
    cast = cast_of(bundle, incidents, relations, out.log)
    leave_out_others(bundle, out.log, ("cases",))
    out.log.reduce(EVERY, "created", "not recorded", out.first_day, "days of publication stand for when an object was made")
    blamed = _blamed(incidents, cast)
    for role in cast.ordered():
        _actor(role, blamed, out)
    for incident in incidents:
        _incident(incident, cast, out)
    for relation in relations:
        _relation(relation, cast, out)
    _reports(bundle, incidents, out)
    return Written(out.content(), out.log.report("stix"))


def _stix2() -> Any:
    try:
        import stix2
    except ImportError as error:
        raise MissingPartError("stix2", INSTALL) from error
    return stix2


def stix_id(type_: str, ours: str) -> str:
    """Return the id of an object of a type, made from our own id."""
    return f"{type_}--{uuid5(NAMESPACE, sound(f'{type_}/{ours}'))}"


class _Out:
    """The objects made so far."""

    def __init__(self, bundle: Bundle, stix2: Any) -> None:
        self.stix2 = stix2
        self.log = LossLog()
        self.objects: dict[str, Row] = {}
        self.kinds: dict[str, str] = {}
        days = sorted(str(row["published"]) for row in bundle.articles.values() if row["published"]) or [bundle.as_of or _EPOCH]
        self.first_day, self.last_day = days[0], days[-1]
        marks = {"white": stix2.TLP_WHITE, "green": stix2.TLP_GREEN, "amber": stix2.TLP_AMBER, "red": stix2.TLP_RED}
        self.marks, self.tlp = marks, bundle.tlp
        self.me = ""
        self.me = self.add("identity", "ledger", {"name": "Tocsin ledger", "identity_class": "system"})
        self.extension = self.add("extension-definition", "incident/1", {
            "name": "Tocsin incident", "description": "Status, dates with their precision, tolls as ranges, and the grade of the evidence.",
            "schema": "tocsin.record/1", "version": "1.0.0", "extension_types": ["property-extension"]})  # fmt: skip

    def add(self, type_: str, ours: str, values: Row, *, sealed: bool = False, days: tuple[str, str] | None = None) -> str:
        """Add an object, after stix2 has read it, and return its id."""
        first, last = days or (self.first_day, self.last_day)
        mark = json.loads(self.marks["red" if sealed else self.tlp].serialize())
        id_ = stix_id(type_, ours)
        body = {"type": type_, "spec_version": "2.1", "id": id_, "created": f"{first}T00:00:00.000Z", "modified": f"{last}T00:00:00.000Z",
                "object_marking_refs": [mark["id"]], **({"created_by_ref": self.me} if self.me else {}),
                **{name: value for name, value in values.items() if value not in (None, [], "")}}  # fmt: skip
        body = json.loads(sound(json.dumps(body, ensure_ascii=False)))
        self.stix2.parse(body, version="2.1", allow_custom=False)
        self.objects |= {id_: body, mark["id"]: mark}
        return id_

    def content(self) -> bytes:
        """Return the bundle: one object a line, by id."""
        objects = [self.objects[id_] for id_ in sorted(self.objects)]
        return pretty_lines({"type": "bundle", "id": stix_id("bundle", digest(objects))}, "objects", objects)


def _reference(id_: str) -> list[Row]:
    return [{"source_name": "tocsin", "external_id": id_}]


def _blamed(incidents: Iterable[Row], cast: Cast) -> frozenset[str]:
    """Return the ids of non-state armed groups that are held responsible for something that happened."""
    pairs = ((incident["id"], party) for incident in incidents for party in incident["perpetrators"])
    return frozenset(
        cast.role(owner, party).id for owner, party in pairs if party["attribution"] != "denied" and class_of(party) == "armed"
    )


def _actor(role: Role, blamed: frozenset[str], out: _Out) -> None:
    """Add a threat actor for an armed group of a name that is blamed, an identity for everyone else."""
    record = role.record or {"roles": [], "aliases": [], "sealed": False, "review": "unreviewed"}
    aliases = sorted({str(alias["name"]) for alias in record["aliases"]} - {role.name} - {""})
    same = {"name": role.name or role.id, "external_references": _reference(role.id)}
    if role.id in blamed and not role.described and role.kind in {"group", "organisation"}:
        out.kinds[role.id] = out.add("threat-actor", role.id, {**same, "aliases": aliases}, sealed=record["sealed"])
    else:
        class_ = crosswalk("stix")["identity_class"].get(role.kind, "unknown")
        roles = sorted({str(row["role"]) for row in record["roles"]} - {""})
        note = f"also called {'; '.join(aliases)}" if aliases else None
        values = {**same, "identity_class": class_, "roles": roles, "description": note}
        out.kinds[role.id] = out.add("identity", role.id, values, sealed=record["sealed"])
    if role.record:
        out.log.wrote(role.record, _ENTITY_KEPT, "the objects have no place for it, or it is withheld")
        _verdict(role.record, out.kinds[role.id], out)


def _incident(incident: Row, cast: Cast, out: _Out) -> None:
    """Add an incident with its place and its parties."""
    out.log.wrote(incident, _EVENT_KEPT)
    days = sorted(row["published"] for row in incident["sources"] if row["published"])
    confidence = crosswalk("stix")["confidence"].get(incident["grade"]["credibility"])
    id_ = out.add("incident", incident["id"], {
        "name": incident["label"] or incident["id"], "confidence": confidence,
        "external_references": _reference(incident["id"]) + _told(incident),
        "labels": sorted({str(label).lower() for label in (incident["type"], incident["mode"], incident["status"]) if label}),
        "extensions": {out.extension: {"extension_type": "property-extension", **_extension(incident)}},
    }, sealed=incident["sealed"], days=(days[0], days[-1]) if days else None)  # fmt: skip
    _located(incident, id_, out)
    attribution = crosswalk("stix")["attribution"]
    for party in perpetrators_of(incident, out.log):
        _tie(incident, id_, "attributed-to", cast.role(incident["id"], party), out, attribution.get(party["attribution"]), party["attribution"])
    for party in incident["parties"]:
        _tie(incident, id_, "involves", cast.role(incident["id"], party), out)
    for party in incident["victims"]:
        _tie(incident, id_, "targets", cast.role(incident["id"], party), out)
    _verdict(incident, id_, out)


def _extension(incident: Row) -> Row:
    """Return what STIX has no words for. Absent numbers are unknown, and a toll that is absent was not reported."""
    time, grade = incident["time"], incident["grade"]
    return {
        "status": incident["status"], "review": incident["review"], "event_type": incident["type"], "mode": incident["mode"] or "",
        "contexts": list(incident["contexts"]), "date": _told_only(time, "edtf", "start", "end", "grain"),
        "toll": [_told_only(row, "effect", "low", "best", "high", "policy") for row in incident["toll"]],
        "damage": [_told_only(row, "object", "effect", "low", "high") for row in incident["damage"]],
        "means": [str(row["name"]) for row in incident["means"]],
        "grade": _told_only(grade, "evidence", "reliability", "credibility"),
    }  # fmt: skip


def _told_only(row: Row, *names: str) -> Row:
    return {name: row[name] for name in names if row.get(name) is not None}


def _told(incident: Row) -> list[Row]:
    """Return the outlets as external references, each once."""
    outlets = sorted({str(row["outlet"]) for row in incident["sources"] if row["outlet"]})
    return [{"source_name": outlet, "description": "reported it"} for outlet in outlets]


def _located(incident: Row, id_: str, out: _Out) -> None:
    """Add the place: a point with its radius where it is near enough, else the names of its areas alone."""
    place, country = incident["place"], country_of(incident["place"]["country"])
    radius = crosswalk("stix")["precision"].get(place["ucdp_precision"])
    point = {"latitude": place["lat"], "longitude": place["lon"], "precision": float(radius)} if radius and place["lat"] is not None else {}
    if place["lat"] is not None and not point:
        log_why = "wider than a radius can say: the areas are named, without a point"
        out.log.reduce(incident["id"], "place", f"precision {place['ucdp_precision']}", place["name"], log_why)
    if not point and not (country and country.alpha2):
        out.log.reduce(incident["id"], "place", place["name"] or "unknown", None, "neither a point nor a country")
        return
    values = {"name": place["name"], **point, "country": country and country.alpha2, "administrative_area": place["admin1"], "city": place["city"]}
    where = out.add("location", canonical(values), values)
    out.add("relationship", f"{incident['id']}/located-at", {
        "relationship_type": "located-at", "source_ref": id_, "target_ref": where}, sealed=incident["sealed"])  # fmt: skip


def _tie(incident: Row, id_: str, type_: str, role: Role, out: _Out, confidence: int | None = None, note: str | None = None) -> None:
    out.add("relationship", f"{incident['id']}/{type_}/{role.id}", {
        "relationship_type": type_, "source_ref": id_, "target_ref": out.kinds[role.id], "confidence": confidence, "description": note,
    }, sealed=incident["sealed"])  # fmt: skip


def _relation(relation: Row, cast: Cast, out: _Out) -> None:
    out.log.wrote(relation, _RELATION_KEPT)
    one, two = (out.kinds[cast.role(relation["id"], relation[side]).id] for side in ("from", "to"))
    type_ = crosswalk("stix")["relationships"].get(relation["type"], "related-to")
    id_ = out.add("relationship", relation["id"], {
        "relationship_type": type_, "source_ref": one, "target_ref": two, "description": relation["state"], "labels": [relation["state"]],
        "external_references": _reference(relation["id"])}, sealed=relation["sealed"])  # fmt: skip
    _verdict(relation, id_, out)


def _verdict(record: Row, id_: str, out: _Out) -> None:
    """Add what the desk thinks of a record that it has reviewed."""
    opinion = crosswalk("stix")["opinions"].get(record["review"])
    if opinion:
        values = {"opinion": opinion, "explanation": f"{record['review']} by the desk", "object_refs": [id_]}
        out.add("opinion", record["id"], values, sealed=record["sealed"])


def _reports(bundle: Bundle, incidents: Iterable[Row], out: _Out) -> None:
    """Add a report for each article that tells of an incident here; one without a day of publication has the first day of the bundle."""
    told: dict[str, set[str]] = {}
    sealed: set[str] = set()
    for incident in incidents:
        for row in incident["sources"]:
            told.setdefault(row["article"], set()).add(stix_id("incident", incident["id"]))
            sealed |= {row["article"]} if incident["sealed"] else set()
    for id_ in sorted(told.keys() & bundle.articles.keys()):
        article = bundle.articles[id_]
        if not article["published"]:
            out.log.reduce(id_, "published", "unknown", out.first_day, "a report needs a day: the first of the bundle")
        link = {"source_name": article["outlet"] or "unknown", "external_id": id_, **({"url": article["uri"]} if article["uri"] else {})}
        out.add("report", id_, {
            "name": article["title"] or article["ref"] or id_, "published": f"{article['published'] or out.first_day}T00:00:00.000Z",
            "object_refs": sorted(told[id_]), "external_references": [link], "lang": article["language"]}, sealed=id_ in sealed)  # fmt: skip
