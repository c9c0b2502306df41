"""Readings made by hand, by the contract, without a language model: quick, and about what the test says."""

from __future__ import annotations

import hashlib
from typing import Any

from tocsin.ledger.articles import Collected
from tocsin.ledger.store import Incoming, Ledger

Row = dict[str, Any]

ENGINE = {"version": "0.0.1", "language_model": "none", "stages": {"events": "1"}}
HOW = Collected("desk/story.txt", "file", "ada", "laptop", "tocsin test")

PLACES = {
    "Sirte": {"country": "LBY", "admin1": "Sirte", "admin2": None, "city": "Sirte", "lat": 31.2, "lon": 16.59, "geonameid": 2210554, "ucdp_precision": 1},
    "Libya": {"country": "LBY", "admin1": None, "admin2": None, "city": None, "lat": 28.0, "lon": 17.0, "geonameid": 2215636, "ucdp_precision": 6},
    "Maiduguri": {"country": "NGA", "admin1": "Borno", "admin2": None, "city": "Maiduguri", "lat": 11.85, "lon": 13.16, "geonameid": 2331447,
                  "ucdp_precision": 1},
}  # fmt: skip
NOWHERE = {"ref": None, "name": None, "country": None, "admin1": None, "admin2": None, "city": None, "lat": None, "lon": None, "geonameid": None,
           "ucdp_precision": None, "basis": "unknown"}  # fmt: skip
NEVER = {"edtf": None, "start": None, "end": None, "grain": None, "basis": "unknown", "ref": None, "ucdp_precision": None}


def day_time(day: str | None) -> Row:
    """Return the time of a day, month or year."""
    if day is None:
        return dict(NEVER)
    grain, precision = {10: ("day", 1), 7: ("month", 4), 4: ("year", 5)}[len(day)]
    start = day + "-01-01"[len(day) - 10 or 6:] if len(day) < 10 else day
    end = {4: f"{day}-12-31", 7: f"{day}-28", 10: day}[len(day)]
    return {"edtf": day, "start": start, "end": end, "grain": grain, "basis": "explicit", "ref": None, "ucdp_precision": precision}


def place_of(name: str | None) -> Row:
    """Return a place that the tests know."""
    return {**NOWHERE, **PLACES[name], "name": name, "basis": "stated"} if name else dict(NOWHERE)


def span_of(text: str, words: str) -> list[int]:
    """Return the span of words in a text; they must be there."""
    start = text.index(words)
    return [start, start + len(words)]


def actor(text: str, number: int, name: str, **traits: Any) -> Row:
    """Return an actor that the text names."""
    row = {"kb": None, "kind": "group", "sector": None, "country": None, "religion": None, "ethnicity": None, "role": None, "number": None, **traits}
    mention = {"span": span_of(text, name), "in": "text", "kind": "name"}
    return {"id": f"a{number}", "name": name, **row, "mentions": [mention]}


def event(text: str, trigger: str, *, number: int = 1, incident: str = "i1", **fields: Any) -> Row:
    """Return a claim; `toll` rows are (effect, low, high, words)."""
    tolls = [{"effect": effect, "low": low, "high": high, "who": None, "combatants": None, "span": span_of(text, words), "policy": "exact"}
             for effect, low, high, words in fields.pop("toll", ())]  # fmt: skip
    sentence = fields.pop("sentence", text)
    row = {
        "id": f"c{number}", "kind": "event", "type": "ASSAULT", "mode": None, "contexts": [], "acled": None, "trigger": span_of(text, trigger), "in": "text",
        "actor": [], "recipient": [], "realis": "actual", "stage": "accomplished", "factuality": "CT+", "background": False, "superseded": False,
        "sources": [], "time": day_time(fields.pop("day", None)), "place": place_of(fields.pop("place", None)), "toll": tolls, "damage": [], "means": None,
        "incident": incident, "evidence": {"sentence": span_of(text, sentence), "by": "events.assemble@1"}, "score": 0.9,
    }  # fmt: skip
    return {**row, **fields}


def incident_row(claims: list[Row], key: str, *, main: bool) -> Row:
    """Return the incident of some claims, by the first of them."""
    first = claims[0]
    tolls = [{"effect": toll["effect"], "low": toll["low"], "best": toll["low"], "high": toll["high"], "claims": [claim["id"]]}
             for claim in claims for toll in claim["toll"]]  # fmt: skip
    status = {"C": "actual", "P": "actual", "U": "actual"}[first["factuality"][0]] if first["factuality"][-1] != "-" else "denied"
    return {
        "id": key, "claims": [claim["id"] for claim in claims], "type": first["type"], "mode": first["mode"], "time": first["time"], "place": first["place"],
        "actor": first["actor"], "recipient": first["recipient"], "toll": tolls, "status": status, "background": first["background"], "main": main,
        "conflicts": [],
    }  # fmt: skip


def reading(text: str, claims: list[Row], *, actors: list[Row] | None = None, cases: list[Row] | None = None, engine: Row | None = None, **facts: Any) -> Row:
    """Return a reading by the contract."""
    raw = facts.pop("raw", text.encode())
    known = {"ref": "story.txt", "uri": None, "outlet": None, "title": None, "language": "en", "published": None, **facts}
    article = {**known, "id": "sha256:" + hashlib.sha256(raw).hexdigest(), "published_basis": "given" if known["published"] else "unknown",
               "relevant": bool(claims), "text": text}  # fmt: skip
    keys = sorted({claim["incident"] for claim in claims})
    incidents = [incident_row([claim for claim in claims if claim["incident"] == key], key, main=key == keys[0]) for key in keys]
    return {"schema": "tocsin.reading/1", "engine": engine or ENGINE, "article": article, "actors": actors or [], "places": [], "times": [],
            "attributions": [], "claims": claims, "incidents": incidents, "cases": cases or [], "issues": []}  # fmt: skip


def attack(outlet: str, published: str, *, killed: int = 21, place: str = "Sirte", day: str = "2015-02-15", extra: str = "", **facts: Any) -> Row:
    """Return a reading of one attack on named workers by a named group: of one happening for equal place and day."""
    told = {
        "Example Times": f"Gunmen of the Desert Brigade killed {killed} Coptic fishermen near the harbour of {place} on {day}. They came by night.",
        "Other Post": f"On {day} fighters from the Desert Brigade shot and killed {killed} Coptic fishermen, port workers in {place} told the Other Post.",
    }  # fmt: skip
    text = f"{told.get(outlet, told['Example Times'])} {extra}".strip()
    parties = [actor(text, 1, "Desert Brigade", sector="REB"), actor(text, 2, "Coptic fishermen", kind="population", religion="Christianity")]
    claim = event(text, "killed", actor=["a1"], recipient=["a2"], day=day, place=place, mode="targeted",
                  toll=[("killed", killed, killed, str(killed))])  # fmt: skip
    return reading(text, [claim], actors=parties, outlet=outlet, published=published, **facts)


def incoming(row: Row, raw: bytes | None = None) -> Incoming:
    """Return a reading as it is handed to the ledger."""
    return Incoming(row, raw if raw is not None else row["article"]["text"].encode(), HOW)


def ingest(ledger: Ledger, *rows: Row) -> list[str]:
    """Put readings into a ledger, one act each; return the article ids."""
    return [ledger.ingest([incoming(row)], "ada")[0].article_id for row in rows]
