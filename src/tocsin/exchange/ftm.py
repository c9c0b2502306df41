"""FollowTheMoney entities as JSON Lines: events, people and groups, their ties, and the articles that tell of them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tocsin.errors import MissingPartError
from tocsin.exchange.bundle import Bundle, by_id
from tocsin.exchange.cast import Cast, Role, cast_of, standing
from tocsin.exchange.codes import country_of, crosswalk
from tocsin.exchange.facts import events_only, happened, leave_out_others, outlets_of, perpetrators_of, window_of
from tocsin.exchange.hxl_table import INSTALL
from tocsin.exchange.losses import EVERY, LossLog, joined
from tocsin.exchange.tables import sound
from tocsin.exchange.written import Written

Row = dict[str, Any]

_EVENT_KEPT = frozenset("type mode status time place perpetrators parties victims toll grade sources background".split())
_ENTITY_KEPT = frozenset("kb entity_kind country roles aliases status same_as".split())
_RELATION_KEPT = frozenset("type directed from to state".split())
_SAFE_ID = re.compile(r"[0-9a-zA-Z]([0-9a-zA-Z.\-]*[0-9a-zA-Z])?")
_WHOLE_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def write_ftm(bundle: Bundle) -> Written:
    """Return entities of the followthemoney model, every value checked by its types; those that it refuses are logged.

    Raises:
        MissingPartError: followthemoney is not installed.
    """
    out = _Out(_model())
    incidents = events_only(happened(bundle, out.log), out.log)
    relations = standing(by_id(bundle.relations), out.log)
    cast = cast_of(bundle, incidents, relations, out.log)
    leave_out_others(bundle, out.log, ("cases",))
    out.log.reduce(EVERY, "toll", "low, best and high", "summary", "the model has no numbers of people harmed: they stand in the summary")
    articles = _articles(bundle, incidents, out)
    for role in cast.ordered():
        _entity(role, articles, out)
    for incident in incidents:
        _event(incident, cast, articles, out)
    for relation in relations:
        _relation(relation, cast, out)
    return Written(out.lines(), out.log.report("ftm"))


def _model() -> Any:
    try:
        from followthemoney import model
    except ImportError as error:
        raise MissingPartError("followthemoney", INSTALL) from error
    return model


@dataclass(slots=True)
class _Out:
    """The entities made so far."""

    model: Any
    log: LossLog = field(default_factory=LossLog)
    made: dict[str, Any] = field(default_factory=dict)

    def make(self, schema: str, id_: str, record: str, values: Row) -> str:
        """Make an entity and return its id; `record` is whom a refused value is reported for."""
        entity = self.model.make_entity(schema)
        entity.id = entity_id(id_)
        for name, value in values.items():
            for one in value if isinstance(value, list | tuple) else [value]:
                self._add(entity, record, name, one)
        self.made[entity.id] = entity
        return str(entity.id)

    def _add(self, entity: Any, record: str, name: str, value: Any) -> None:
        text = None if value is None else sound(str(value)).strip()
        if not text:
            return
        if entity.schema.get(name).type.clean(text, proxy=entity) is None:
            self.log.reduce(record, name, text, None, "followthemoney does not take the value")
        else:
            entity.add(name, text)

    def lines(self) -> bytes:
        """Return the entities by id, one a line, each list of values in order."""
        rows = [self.made[id_].to_dict() for id_ in sorted(self.made)]
        for row in rows:
            row["properties"] = {name: sorted(values) for name, values in row["properties"].items()}
        keys = ("id", "schema", "properties")
        return "".join(json.dumps({key: row[key] for key in keys}, ensure_ascii=False, sort_keys=True) + "\n" for row in rows).encode()


def entity_id(id_: str) -> str:
    """Return an id that the model takes: ours with dots for colons where it can, else made from its hash."""
    plain = id_.replace(":", ".")
    return plain if _SAFE_ID.fullmatch(plain) else f"tocsin-{hashlib.sha256(sound(id_).encode()).hexdigest()[:24]}"


def _articles(bundle: Bundle, incidents: Iterable[Row], out: _Out) -> dict[str, str]:
    """Make an Article of each article that an incident stands on; return entity ids by article id."""
    ids = {}
    for id_ in sorted({row["article"] for incident in incidents for row in incident["sources"]} & bundle.articles.keys()):
        row = bundle.articles[id_]
        ids[id_] = out.make("Article", id_, id_, {
            "title": row["title"] or row["ref"] or id_, "publishedAt": row["published"], "sourceUrl": row["uri"], "publisher": row["outlet"],
            "language": row["language"], "notes": f"Tocsin {id_}"})  # fmt: skip
    return ids


def _schema(role: Role) -> str:
    return str(crosswalk("ftm")["schema"].get(role.kind, "LegalEntity"))


def _entity(role: Role, articles: dict[str, str], out: _Out) -> None:
    """Make a person or group with its names, and a Mention of each spelling in an article; those only described are no entities."""
    if role.described:
        out.log.reduce(role.id, "party", role.name, "summary", "only described: no entity of its own")
        return
    record = role.record or {"roles": [], "aliases": [], "status": None, "status_rule": None, "same_as": []}
    country, alone = country_of(role.party.get("country")), role.kind == "person"
    values = {"name": role.name or role.id, "alias": [alias["name"] for alias in record["aliases"]], "country": country and country.alpha2,
              "notes": [f"Tocsin {id_}" for id_ in (role.id, *record["same_as"])],
              "summary": f"status: {record['status']} ({record['status_rule']})" if record["status"] else None}  # fmt: skip
    if alone:
        values["position"] = [row["role"] for row in record["roles"]]
    id_ = out.make(_schema(role), role.id, role.id, values)
    if role.record:
        out.log.wrote(role.record, _ENTITY_KEPT if alone else _ENTITY_KEPT - {"roles"}, "the model has no place for it, or it is withheld")
    for alias in record["aliases"]:
        if alias["article"] in articles:
            article = articles[alias["article"]]
            out.make("Mention", f"mention/{id_}/{article}/{alias['name']}", role.id, {"document": article, "resolved": id_, "name": alias["name"]})


def _event(incident: Row, cast: Cast, articles: dict[str, str], out: _Out) -> None:
    """Make an Event, a link to each party with its part, and one to each article."""
    out.log.wrote(incident, _EVENT_KEPT)
    place, country = incident["place"], country_of(incident["place"]["country"])
    involved = [(party, f"perpetrator ({party['attribution']})") for party in perpetrators_of(incident, out.log)]
    involved += [(party, "party") for party in incident["parties"]] + [(party, "victim") for party in incident["victims"]]
    known = [(cast.role(incident["id"], party), part) for party, part in involved]
    named = [(entity_id(role.id), part) for role, part in known if not role.described]
    id_ = out.make("Event", incident["id"], incident["id"], {
        "name": incident["label"] or incident["id"], "date": _date(incident, out.log), "country": country and country.alpha2,
        "location": place["name"], "summary": _summary(incident, known), "recordId": incident["id"], "publisher": outlets_of(incident),
        "involved": sorted({who for who, _ in named}),
        "keywords": [incident["type"], incident["mode"], incident["status"], "background" if incident["background"] else None]})  # fmt: skip
    for who, part in named:
        link = {"subject": who, "object": id_, "role": part, "status": incident["status"]}
        out.make("UnknownLink", f"link/{id_}/{who}/{part}", incident["id"], link)
    for row in incident["sources"]:
        if row["article"] in articles:
            document = articles[row["article"]]
            out.make("Documentation", f"told/{document}/{id_}", incident["id"], {"document": document, "entity": id_, "role": "reports"})


def _date(incident: Row, log: LossLog) -> str | None:
    """Return the date as far as it is known: a day, a month or a year; never a day that nobody named."""
    time, window = incident["time"], window_of(incident["time"])
    if time["edtf"] and _WHOLE_DATE.fullmatch(time["edtf"]):
        return str(time["edtf"])
    if window is None:
        return None
    first, last = window.first.isoformat(), window.last.isoformat()
    date = next((first[:n] for n in (10, 7, 4) if first[:n] == last[:n]), None)
    log.reduce(incident["id"], "time", time["edtf"] or f"{first}/{last}", date, "a date is a year, a month or a day")
    return date


def _summary(incident: Row, known: list[tuple[Role, str]]) -> str:
    toll = [f"{row['effect']} {row['low']}/{row['best']}/{row['high']}".replace("None", "?") for row in incident["toll"]]
    grade = incident["grade"]
    parts = [f"{part}: {role.name}" for role, part in known] + toll
    return joined([*parts, f"status: {incident['status']}", f"date: {incident['time']['edtf'] or 'unknown'}", f"evidence: {grade['evidence']}"])


def _relation(relation: Row, cast: Cast, out: _Out) -> None:
    """Make the tie between two; a membership where the model has one, else a link that names it."""
    one, two = (cast.role(relation["id"], relation[side]) for side in ("from", "to"))
    if one.described or two.described:
        out.log.leave_out(relation, "a tie to someone who is only described: no entity of its own")
        return
    out.log.wrote(relation, _RELATION_KEPT)
    ends = {"recordId": relation["id"], "status": relation["state"], "role": relation["type"]}
    if relation["type"] == "membership" and _schema(two) in {"Organization", "PublicBody"} and _schema(one) != "Event":
        out.make("Membership", relation["id"], relation["id"], {**ends, "member": entity_id(one.id), "organization": entity_id(two.id)})
    else:
        out.make("UnknownLink", relation["id"], relation["id"], {**ends, "subject": entity_id(one.id), "object": entity_id(two.id)})
