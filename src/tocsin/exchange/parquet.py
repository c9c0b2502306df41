"""Parquet: typed columns for analysis, and every record whole as canonical JSON beside them, so that nothing is lost."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from tocsin.exchange.bundle import Bundle, by_id
from tocsin.exchange.csv_tables import names_of
from tocsin.exchange.facts import day_of, outlets_of
from tocsin.exchange.losses import LossLog
from tocsin.exchange.tables import sound
from tocsin.exchange.written import Written
from tocsin.records.canonical import canonical

Row = dict[str, Any]


def write_parquet(bundle: Bundle) -> Written:
    """Return the incidents as Parquet, and beside them every other kind of record, the claims and the articles.

    Rejected incidents are in it, as the ledger has them: column `review`.
    """
    log = LossLog()
    log.written = sum(1 for _ in bundle.records())
    files = {
        "incidents.parquet": _table("incidents", [_incident(row) for row in by_id(bundle.incidents)]),
        "people.parquet": _table("entities", [_entity(row) for row in by_id(bundle.people)]),
        "groups.parquet": _table("entities", [_entity(row) for row in by_id(bundle.groups)]),
        "relations.parquet": _table("relations", [_relation(row) for row in by_id(bundle.relations)]),
        "cases.parquet": _table("cases", [_case(row) for row in by_id(bundle.cases)]),
        "claims.parquet": _table("claims", [_claim(key, body) for key, body in sorted(bundle.claims.items())]),
        "articles.parquet": _table("articles", [_article(key, row) for key, row in sorted(bundle.articles.items())]),
    }
    return Written(files["incidents.parquet"], log.report("parquet"), files)


@cache
def _schemas() -> Mapping[str, Any]:
    """Return the columns of each table with their types; pyarrow is loaded late, as it costs a fifth of a second."""
    import pyarrow as pa

    text, texts, day, whole, real, flag = pa.string(), pa.list_(pa.string()), pa.date32(), pa.int64(), pa.float64(), pa.bool_()
    figures = [("low", whole), ("best", whole), ("high", whole)]
    toll = pa.list_(pa.struct([("effect", text), *figures, ("combatants", flag), ("policy", text), ("rule", text)]))
    blamed = pa.list_(pa.struct([("key", text), ("name", text), ("attribution", text)]))
    last = [("review", text), ("sealed", flag), ("record", text)]
    head = [("id", text), ("label", text)]
    entity = [("kb", text), ("entity_kind", text), ("sector", text), ("country", text), ("aliases", texts), ("same_as", texts), ("status", text)]
    tie = [("type", text), ("directed", flag), ("from", text), ("to", text), ("state", text), ("first", day), ("last", day)]
    open_ = [("question", text), ("incident", text), ("article", text), ("opened", day), ("state", text)]
    page = [("ref", text), ("outlet", text), ("title", text), ("uri", text), ("published", day), ("collected_at", text), ("language", text)]
    incident = [("type", text), ("mode", text), ("contexts", texts), ("acled_event_type", text), ("acled_sub_event_type", text), ("status", text),
                ("background", flag), ("edtf", text), ("start", day), ("end", day), ("grain", text), ("date_precision", whole), ("place", text),
                ("country", text), ("admin1", text), ("admin2", text), ("city", text), ("latitude", real), ("longitude", real),
                ("geonameid", whole), ("place_precision", whole), ("perpetrators", blamed), ("parties", texts), ("victims", texts),
                ("communities", texts), ("toll", toll), ("evidence", text), ("reliability", text), ("credibility", text), ("outlets", texts),
                ("n_articles", whole), ("n_sources", whole)]  # fmt: skip
    columns = {"incidents": head + incident + last, "entities": head + entity + last, "relations": head + tie + last, "cases": head + open_ + last,
               "claims": [("id", text), ("article", text), ("kind", text), ("type", text), ("factuality", text), ("record", text)],
               "articles": [("id", text), *page]}  # fmt: skip
    return {name: pa.schema(fields) for name, fields in columns.items()}


def _table(name: str, rows: Sequence[Row]) -> bytes:
    """Return one table as the bytes of a Parquet file; equal rows give equal bytes."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([_sound(row) for row in rows], schema=_schemas()[name]), out, compression="zstd")
    return out.getvalue()


def _sound(value: Any) -> Any:
    """Return a value whose texts UTF-8 can hold."""
    if isinstance(value, str):
        return sound(value)
    if isinstance(value, dict):
        return {key: _sound(part) for key, part in value.items()}
    return [_sound(part) for part in value] if isinstance(value, list) else value


def _ends(record: Row) -> Row:
    return {"id": record["id"], "label": record["label"], "review": record["review"], "sealed": record["sealed"], "record": canonical(record)}


def _incident(incident: Row) -> Row:
    time, place, acled = incident["time"], incident["place"], incident["acled"] or {}
    same = ("type", "mode", "contexts", "status", "background", "communities", "n_articles", "n_sources")
    return {
        **{name: incident[name] for name in same}, "acled_event_type": acled.get("event_type"), "acled_sub_event_type": acled.get("sub_event_type"),
        "edtf": time["edtf"], "start": day_of(time["start"]), "end": day_of(time["end"]), "grain": time["grain"],
        "date_precision": time["ucdp_precision"], "place": place["name"], "latitude": place["lat"], "longitude": place["lon"],
        **{name: place[name] for name in ("country", "admin1", "admin2", "city", "geonameid")}, "place_precision": place["ucdp_precision"],
        "perpetrators": [{key: party[key] for key in ("key", "name", "attribution")} for party in incident["perpetrators"]],
        "parties": names_of(incident["parties"]), "victims": names_of(incident["victims"]), "toll": [_toll(row) for row in incident["toll"]],
        **{name: incident["grade"][name] for name in ("evidence", "reliability", "credibility")}, "outlets": outlets_of(incident), **_ends(incident),
    }  # fmt: skip


def _toll(row: Row) -> Row:
    return {key: row.get(key) for key in ("effect", "low", "best", "high", "combatants", "policy", "rule")}


def _entity(record: Row) -> Row:
    fields = ("kb", "entity_kind", "sector", "country", "same_as", "status")
    return {**{name: record[name] for name in fields}, "aliases": [alias["name"] for alias in record["aliases"]], **_ends(record)}


def _relation(record: Row) -> Row:
    return {"type": record["type"], "directed": record["directed"], "from": record["from"]["key"], "to": record["to"]["key"],
            "state": record["state"], "first": day_of(record["first"]), "last": day_of(record["last"]), **_ends(record)}  # fmt: skip


def _case(record: Row) -> Row:
    fields = ("question", "incident", "article", "state")
    return {**{name: record[name] for name in fields}, "opened": day_of(record["opened"]), **_ends(record)}


def _claim(key: str, body: Row) -> Row:
    return {"id": key, **{name: body[name] for name in ("article", "kind", "type", "factuality")}, "record": canonical(body)}


def _article(key: str, row: Row) -> Row:
    fields = ("ref", "outlet", "title", "uri", "collected_at", "language")
    return {"id": key, **{name: row[name] for name in fields}, "published": day_of(row["published"])}
