"""Rows of the three tables that a batch writes, and their columns: one schema, typed, the same for every shard."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from tocsin.linking.items import item_to_row, items_of
from tocsin.records.canonical import canonical
from tocsin.records.statement import outlet_of, statements_of

Row = dict[str, Any]

TABLES = ("articles", "claims", "incidents")


@cache
def schemas() -> dict[str, Any]:
    """Return the Arrow schemas by table. `*_json` columns hold canonical JSON of what has more than one value."""
    import pyarrow as pa

    text, whole, number, flag = pa.string(), pa.int64(), pa.float64(), pa.bool_()
    place = [("country", text), ("admin1", text), ("city", text), ("place", text), ("lat", number), ("lon", number), ("place_precision", pa.int8())]
    time = [("edtf", text), ("start", pa.date32()), ("end", pa.date32()), ("time_precision", pa.int8()), ("time_basis", text)]
    parties = [("actor", pa.list_(text)), ("recipient", pa.list_(text))]
    tolls = [(f"{effect}_{end}", whole) for effect in ("killed", "injured", "abducted", "displaced") for end in ("low", "high")]
    return {
        "articles": pa.schema([
            ("article", text), ("ref", text), ("outlet", text), ("title", text), ("uri", text), ("language", text), ("published", pa.date32()),
            ("published_basis", text), ("relevant", flag), ("characters", whole), ("claims", pa.int32()), ("incidents", pa.int32()),
            ("issues_json", text),
        ]),
        "claims": pa.schema([
            ("claim", text), ("article", text), ("incident", text), ("kind", text), ("type", text), ("mode", text), *parties, ("realis", text),
            ("stage", text), ("factuality", text), ("background", flag), ("superseded", flag), *time, *place, *tolls, ("sources", pa.list_(text)),
            ("words", text), ("by", text), ("score", number), ("claim_json", text),
        ]),
        "incidents": pa.schema([
            ("article", text), ("incident", text), ("item", text), ("type", text), ("mode", text), ("status", text), ("background", flag),
            ("main", flag), *parties, *time, *place, *tolls, ("claims", pa.list_(text)), ("incident_json", text), ("item_json", text),
        ]),
    }  # fmt: skip


def rows_of(reading: Row) -> dict[str, list[Row]]:
    """Return the rows of a reading (the contract's object) by table."""
    statements = statements_of(reading)
    names = {actor["id"]: actor["kb"] or actor["name"] for actor in reading["actors"]}
    items = {item.incident: item for item in items_of([reading])}
    ids = {statement.local: statement.id for statement in statements}
    article = reading["article"]
    return {
        "articles": [_article(reading)],
        "claims": [_claim(article["id"], statement) for statement in statements],
        "incidents": [_incident(article["id"], incident, names, ids, items[incident["id"]]) for incident in reading["incidents"]],
    }


def _article(reading: Row) -> Row:
    article = reading["article"]
    return {
        "article": article["id"], "ref": article["ref"], "outlet": outlet_of(article), "title": article["title"], "uri": article["uri"],
        "language": article["language"], "published": _day(article["published"]), "published_basis": article["published_basis"],
        "relevant": article["relevant"], "characters": len(article["text"]), "claims": len(reading["claims"]),
        "incidents": len(reading["incidents"]), "issues_json": canonical(reading["issues"]),
    }  # fmt: skip


def _claim(article_id: str, statement: Any) -> Row:
    body = statement.body
    return {
        "claim": statement.id, "article": article_id, "incident": statement.incident,
        **{name: body[name] for name in ("kind", "type", "mode", "realis", "stage", "factuality", "background", "superseded", "score")},
        "actor": [party["kb"] or party["name"] for party in body["actor"]],
        "recipient": [party["kb"] or party["name"] for party in body["recipient"]],
        **_time(body["time"]), **_place(body["place"]), **_tolls(body["toll"]), "sources": [source["name"] for source in body["sources"]],
        "words": body["evidence"]["words"], "by": body["evidence"]["by"], "claim_json": canonical(body),
    }  # fmt: skip


def _incident(article_id: str, incident: Row, names: dict[str, str], ids: dict[str, str], item: Any) -> Row:
    return {
        "article": article_id, "incident": incident["id"], "item": "#".join(item.key),
        **{name: incident[name] for name in ("type", "mode", "status", "background", "main")},
        "actor": [names[who] for who in incident["actor"]], "recipient": [names[who] for who in incident["recipient"]],
        **_time(incident["time"]), **_place(incident["place"]), **_tolls(incident["toll"]), "claims": [ids[claim] for claim in incident["claims"]],
        "incident_json": canonical(incident), "item_json": canonical(item_to_row(item)),
    }  # fmt: skip


def _day(text: str | None) -> Any:
    from datetime import date

    return date.fromisoformat(text) if text else None


def _time(time: Row) -> Row:
    return {
        "edtf": time["edtf"],
        "start": _day(time["start"]),
        "end": _day(time["end"]),
        "time_precision": time["ucdp_precision"],
        "time_basis": time["basis"],
    }


def _place(place: Row) -> Row:
    same = {name: place[name] for name in ("country", "admin1", "city", "lat", "lon")}
    return {**same, "place": place["name"], "place_precision": place["ucdp_precision"]}


def _tolls(tolls: Sequence[Row]) -> Row:
    """Return the widest row of each effect; nothing said is null, and 0 is 0."""
    found: Row = {f"{effect}_{end}": None for effect in ("killed", "injured", "abducted", "displaced") for end in ("low", "high")}
    for toll in tolls:
        if f"{toll['effect']}_low" in found and (toll["low"] or 0) >= (found[f"{toll['effect']}_low"] or 0):
            found[f"{toll['effect']}_low"], found[f"{toll['effect']}_high"] = toll["low"], toll["high"]
    return found


def parse_item(text: str) -> Row:
    """Return the item of a row of `incidents`, for the linker."""
    row: Row = json.loads(text)
    return row
