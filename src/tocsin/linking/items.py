"""What the linker compares: one item for each incident of each article. An item is all that it needs; the reading can go."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from tocsin.linking.copies import signature_of
from tocsin.linking.follow import followed
from tocsin.linking.words import Vector, load_rarity, vector_of, words_of

Row = dict[str, Any]

ITEM_VERSION = 2
"""Raised when items of one reading may come out otherwise: kept rows of another version are to be made anew from their readings."""

WHOLE_WORDS, LOCAL_WORDS, PRINTS = 60, 30, 2
"""How many words of the article and of the incident's own sentences are kept, and how many prints of the latter."""

FAMILIES = {
    "ASSAULT": "violence", "dead": "violence", "wounded": "violence", "missing": "violence", "captured": "violence",
    "COERCE": "custody", "SANCTION": "custody", "held": "custody", "PROTEST": "protest",
    "alliance": "ties", "COOPERATE": "ties", "merger": "ties", "AGREE": "agreement", "ceasefire": "agreement",
    "RETREAT": "retreat", "released": "retreat", "CONCEDE": "retreat",
}  # fmt: skip
"""Types that two articles may give to one happening. A type without entry is a family of its own."""

PRECISE_DAYS = 3
"""A happening dated to at most so many days is dated precisely."""

COMMON = 0.04
"""Share of articles from which a word is common: a name of two such words ("special forces") is nobody's."""
_NAMED = frozenset({"person", "group", "organisation"})
_PRIVATE = frozenset({None, "CVL", "CRM", "UNK", "REB"})
"""Sectors of people who are in the news for one happening; spokespeople and ministers are in it for many."""
_NAME_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True, slots=True)
class Item:
    """One incident of one article, with what it is compared by.

    Attributes:
        article: `sha256:…` of the article; items of one article are never compared.
        local: What tells the incident from others of its article, and stays when the article is read again: section, offset of the first
            trigger, type (`text:2841:ASSAULT`; `text:2841:ASSAULT:2` should two start at one word).
        ref, incident: The contract's name of the reading and id of the incident in it (`x-17`, `i4`).
        family: Of which kind of act; only items of one family are compared.
        lead: The article tells most of this incident, among those of its family: the whole text speaks for it.
        start, end: First and last day that it may have happened on; None when unknown. `published`: day of the article.
        outlet: Who published the article, else its site; None when unknown.
        parties: Base ids and names of who acts and who suffers; nobody who is only described.
        people: First and last name of everybody whom the article calls by both, apart from officials and those of the actor base.
        toll: Effect → figure.
        words, whole: The heaviest words of the incident's own sentences, and of the article with its title.
        prints: Hashes of the incident's own sentences: equal for copies.
        follows: `local` of the incident of the same article that this one is a consequence of (the arrest for a killing), else None.
    """

    article: str
    local: str
    ref: str
    incident: str
    type: str
    family: str
    status: str
    main: bool
    lead: bool
    background: bool
    start: date | None
    end: date | None
    published: date | None
    outlet: str | None
    country: str | None
    admin1: str | None
    city: str | None
    lat: float | None
    lon: float | None
    parties: frozenset[str]
    people: frozenset[str]
    toll: dict[str, int]
    words: Vector
    whole: Vector
    prints: tuple[str, ...]
    follows: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The name of the item everywhere and for good: (article, local)."""
        return (self.article, self.local)

    @property
    def core(self) -> tuple[str, str] | None:
        """The key of the item that this one follows, None when it stands for itself."""
        return (self.article, self.follows) if self.follows else None


def items_of(readings: Iterable[Row]) -> list[Item]:
    """Return the items of readings (the contract's objects), sorted by key. Readings with an error have none; one ref and id counts once."""
    items: dict[tuple[str, str, str], Item] = {}
    for reading in readings:
        if "error" not in reading:
            for item in _items(reading):
                items.setdefault((item.article, item.ref, item.incident), item)
    return [items[key] for key in sorted(items, key=lambda key: (items[key].key, key))]


def item_to_row(item: Item) -> Row:
    """Return an item as JSON-able values, to be kept; days are ISO, sets are sorted."""
    row = {name: getattr(item, name) for name in Item.__slots__}
    days = {name: value.isoformat() if (value := row[name]) else None for name in ("start", "end", "published")}
    return {"v": ITEM_VERSION, **row, **days, "parties": sorted(item.parties), "people": sorted(item.people), "prints": list(item.prints)}


def item_from_row(row: Row) -> Item:
    """Return the item of a kept row.

    Raises:
        ValueError: the row is of another version; make it anew with `items_of`.
    """
    if row.get("v") != ITEM_VERSION:
        raise ValueError(f"an item of version {row.get('v')} cannot be compared with version {ITEM_VERSION}: make it anew from its reading")
    fields = {name: row[name] for name in Item.__slots__}
    days = {name: _day(row[name]) for name in ("start", "end", "published")}
    sets = {name: frozenset(row[name]) for name in ("parties", "people")}
    return Item(**{**fields, **days, **sets, "prints": tuple(row["prints"])})


def is_precise(item: Item) -> bool:
    """Tell whether the happening is dated to a few days."""
    return item.start is not None and item.end is not None and (item.end - item.start).days < PRECISE_DAYS


def _items(reading: Row) -> list[Item]:
    """Return the items of one reading."""
    article = reading["article"]
    whole = vector_of(words_of(f"{article.get('title') or ''}\n{article.get('text') or ''}"), WHOLE_WORDS)
    claims = {claim["id"]: claim for claim in reading["claims"]}
    actors = {actor["id"]: actor for actor in reading["actors"]}
    leads, locals_ = _leads(reading["incidents"]), _locals(reading["incidents"], claims)
    people, follows = _people(reading["actors"]), followed(reading)
    items = []
    for incident in reading["incidents"]:
        item = _item(article, incident, claims, actors, locals_[incident["id"]], whole, people, lead=incident["id"] in leads)
        items.append(replace(item, follows=locals_.get(follows.get(item.incident, ""))))
    return items


def _leads(incidents: list[Row]) -> set[str]:
    """Return, for each family of acts, the incident that the article tells most of: what the article as a whole speaks for."""
    best: dict[str, Row] = {}
    for incident in incidents:
        family = family_of(str(incident["type"]))
        rank = (incident["main"], not incident["background"], len(incident["claims"]))
        other = best.get(family)
        if other is None or rank > (other["main"], not other["background"], len(other["claims"])):
            best[family] = incident
    return {incident["id"] for incident in best.values()}


def family_of(kind: str) -> str:
    """Return the family of an incident's type."""
    return FAMILIES.get(kind, kind)


def _locals(incidents: list[Row], claims: dict[str, Row]) -> dict[str, str]:
    """Return the stable name of each incident within its article."""
    names: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for incident in incidents:
        section, offset = min(((claim["in"], claim["trigger"][0]) for key in incident["claims"] if (claim := claims.get(key))),
                              key=lambda place: (place[0] != "text", place[1]), default=("text", 0))  # fmt: skip
        name = f"{section}:{offset}:{incident['type']}"
        seen[name] += 1
        names[incident["id"]] = name if seen[name] == 1 else f"{name}:{seen[name]}"
    return names


def _item(
    article: Row, incident: Row, claims: dict[str, Row], actors: dict[str, Row], local: str, whole: Vector, people: frozenset[str], *, lead: bool
) -> Item:
    """Return the item of one incident; whom it follows is said by the caller."""
    time, place, own = incident["time"], incident["place"], _own_words(article, incident, claims)
    return Item(
        str(article["id"]), local, str(article["ref"]), incident["id"], str(incident["type"]), family_of(str(incident["type"])),
        str(incident["status"]), incident["main"], lead, incident["background"],
        _day(time["start"]), _day(time["end"]), _day((article.get("published") or "")[:10]), _outlet(article),
        place["country"], place["admin1"], place["city"], place["lat"], place["lon"],
        _parties(incident, actors), people, {row["effect"]: row["best"] for row in incident["toll"] if row["best"]},
        vector_of(words_of(own), LOCAL_WORDS), whole, signature_of(own).prints[:PRINTS],
    )  # fmt: skip


def _outlet(article: Row) -> str | None:
    """Return the outlet's name, folded, else the host of the article's address."""
    return (article.get("outlet") or "").strip().lower() or (urlsplit(article["uri"]).hostname if article.get("uri") else None)


def _own_words(article: Row, incident: Row, claims: dict[str, Row]) -> str:
    """Return the sentences that tell of the incident, in text order; the title only when nothing else does."""
    told = {(claim["in"], *claim["evidence"]["sentence"]) for key in incident["claims"] if (claim := claims.get(key))}
    sections = {"text": article.get("text") or "", "title": article.get("title") or ""}
    spans = sorted(span for span in told if span[0] == "text") or sorted(told)
    return "\n".join(sections[section][start:end] for section, start, end in spans)


def _parties(incident: Row, actors: dict[str, Row]) -> frozenset[str]:
    """Return who acts and suffers: base id, or the folded name of somebody who is called by one."""
    named = [actor for who in (*incident["actor"], *incident["recipient"]) if (actor := actors.get(who))]
    return frozenset(actor["kb"] or actor["name"].lower() for actor in named if actor["kb"] or _is_named(actor))


def _people(actors: Iterable[Row]) -> frozenset[str]:
    """Return first and last name of the private people that an article calls by both. A name of two common words is none."""
    rarity = load_rarity()
    private = [actor for actor in actors if actor["kind"] == "person" and not actor["kb"] and actor.get("sector") in _PRIVATE and _is_named(actor)]
    names = [_NAME_WORD.findall(actor["name"].lower()) for actor in private]
    pairs = {(words[0], words[-1].replace("’", "'").removesuffix("'s")) for words in names if len(words) > 1}
    return frozenset(f"{first} {last}" for first, last in pairs if min(rarity.share(first), rarity.share(last)) < COMMON)


def _is_named(actor: Row) -> bool:
    """Tell whether the article calls an actor by a name of its own; a person by more than a surname."""
    if actor["kind"] not in _NAMED or not any(mention["kind"] == "name" for mention in actor["mentions"]):
        return False
    return actor["kind"] != "person" or " " in actor["name"].strip()


def _day(text: str | None) -> date | None:
    """Read an ISO day; None for none, and for a month or year alone."""
    return date.fromisoformat(text) if text and len(text) == len("2015-02-15") else None
