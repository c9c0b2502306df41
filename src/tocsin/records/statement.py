"""A reading's claims as statements that stand alone: with their words, their parties and their sources, and an id that is their content."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tocsin.records.canonical import short_id
from tocsin.records.identity import party_key

Row = dict[str, Any]

CLAIM_SCHEMA = "tocsin.claim/1"


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim, as immutable as what was printed.

    Attributes:
        id: `c` and 20 hexadecimal digits of the hash of `body`; equal content, equal id.
        key: The same for a claim read again by a newer engine: article, section, trigger, kind and type. Decisions of people hold on to it.
        local: Id of the claim in its reading (`c7`); `incident`: id of its incident there (`i4`).
        body: The contract's claim with every reference resolved; see `docs/reference/ledger.md`.
    """

    id: str
    key: str
    local: str
    incident: str
    body: Row


def statements_of(reading: Row) -> list[Statement]:
    """Return the claims of a reading (the contract's object, with its text) as statements, in the reading's order."""
    view = _View(reading)
    return [_statement(view, claim) for claim in reading["claims"]]


def claim_key(body: Row) -> str:
    """Return the key of a claim, by which decisions hold on to it when a newer engine reads the article again."""
    return short_id("k", [body["article"], body["in"], body["trigger"]["span"], body["kind"], body["type"]])


def outlet_of(article: Row) -> str:
    """Return who published the article: the outlet, else the site's host, else the name of the file that it was read from. Never empty."""
    name = re.split(r"[/\\]", article.get("ref") or "")[-1]  # the folders of whoever collected it are nobody's business
    return str(article.get("outlet") or _host(article.get("uri")) or name or article.get("ref") or article["id"])


def _host(uri: str | None) -> str | None:
    """Return the host of an address, None without one or for an address that is none."""
    try:
        return urlsplit(uri).hostname if uri else None
    except ValueError:
        return None


class _View:
    """One reading with its parts by id."""

    def __init__(self, reading: Row) -> None:
        self.article: Row = reading["article"]
        self.parties = {actor["id"]: party_of(actor) for actor in reading["actors"]}
        self.places = {place["id"]: place for place in reading["places"]}
        self.times = {time["id"]: time for time in reading["times"]}

    def words(self, section: str, span: list[int] | None) -> str | None:
        """Return the words of a span, None for no span."""
        if span is None:
            return None
        text = self.article["text"] if section == "text" else self.article["title"] or ""
        return str(text[span[0]: span[1]])

    def quoted(self, section: str, span: list[int] | None) -> Row:
        """Return a span with its words."""
        return {"span": span, "words": self.words(section, span)}


def party_of(actor: Row) -> Row:
    """Return an actor of a reading as a party: without the mentions, with its key."""
    first = min(actor["mentions"], key=lambda mention: (mention["in"] != "text", mention["span"]), default=None)
    fields = ("name", "kb", "kind", "sector", "country", "religion", "ethnicity", "role", "number")
    return {"key": party_key(actor), **{name: actor[name] for name in fields},
            "span": first["span"] if first else None, "in": first["in"] if first else None}  # fmt: skip


def _statement(view: _View, claim: Row) -> Statement:
    body = _body(view, claim)
    return Statement(short_id("c", body), claim_key(body), claim["id"], claim["incident"], body)


def _body(view: _View, claim: Row) -> Row:
    """Return the claim with its words in place of references."""
    section = claim["in"]
    same = ("kind", "type", "mode", "contexts", "acled", "realis", "stage", "factuality", "background", "superseded", "score")
    return {
        "schema": CLAIM_SCHEMA,
        "article": view.article["id"],
        **{name: claim[name] for name in same},
        "in": section,
        "trigger": view.quoted(section, claim["trigger"]),
        "actor": [view.parties[who] for who in claim["actor"]],
        "recipient": [view.parties[who] for who in claim["recipient"]],
        "sources": _sources(view, claim),
        "time": _referred(view, claim["time"], view.times),
        "place": _referred(view, claim["place"], view.places),
        "toll": [_toll(view, section, row) for row in claim["toll"]],
        "damage": [{**row, "words": view.words(section, row["span"])} for row in claim["damage"]],
        "means": claim["means"] and {**claim["means"], "words": view.words(section, claim["means"]["span"])},
        "evidence": {**claim["evidence"], "words": view.words(section, claim["evidence"]["sentence"])},
    }


def _sources(view: _View, claim: Row) -> list[Row]:
    """Return who says so, outermost first; the outlet always stands in front, so that no claim is without a source."""
    chain = [_source(view, claim["in"], source) for source in claim["sources"]]
    if chain and chain[0]["role"] == "outlet":
        return chain
    return [{"name": outlet_of(view.article), "role": "outlet", "party": None, "country": None, "span": None, "words": None}, *chain]


def _source(view: _View, section: str, source: Row) -> Row:
    party = view.parties.get(source["actor"]) if source["actor"] else None
    same = {"name": source["name"], "role": source["role"], "party": party and party["key"], "country": party and party["country"]}
    return {**same, **view.quoted(section, source["span"])}


def _referred(view: _View, value: Row, found: dict[str, Row]) -> Row:
    """Return a time or place with the span and words that it stands on."""
    mention = found.get(value["ref"]) if value["ref"] else None
    quoted = view.quoted(mention["in"], mention["span"]) if mention else {"span": None, "words": None}
    return {**{name: field for name, field in value.items() if name != "ref"}, "in": mention and mention["in"], **quoted}


def _toll(view: _View, section: str, row: Row) -> Row:
    who = view.parties.get(row["who"]) if row["who"] else None
    return {**row, "who": who and who["key"], "words": view.words(section, row["span"])}
