"""What the linker compares: one item for each incident of each reading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Row = dict[str, Any]

FAMILIES = {
    "ASSAULT": "violence", "dead": "violence", "wounded": "violence", "missing": "violence", "captured": "violence",
    "COERCE": "custody", "SANCTION": "custody", "held": "custody", "PROTEST": "protest",
    "alliance": "ties", "COOPERATE": "ties", "merger": "ties", "AGREE": "agreement", "ceasefire": "agreement",
    "RETREAT": "retreat", "released": "retreat", "CONCEDE": "retreat",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_][\w'’-]+|\d[\d,.]*\d|\d", re.UNICODE)
_STOP = frozenset(
    "a about after all also an and any are as at be because been before being but by can could did do does for from had has have he her him his"
    " how i if in into is it its just more most new no not of on one or other our out over people said say says she so some than that the their"
    " them then there they this to two under up was we were what when where which while who will with would year years you".split()
)


@dataclass(frozen=True, slots=True)
class Item:
    """One incident of one reading, with what it is compared by.

    Attributes:
        key: (article ref, incident id).
        order: A key from content alone, so that the order of the input never matters.
        lead: The incident that the article tells most of, among those of its family.
        local, whole: Word counts of the incident's own sentences, and of the whole article.
        parties: Names and base ids of actors and recipients, folded.
        toll: Effect → best figure.
    """

    key: tuple[str, str]
    order: tuple[str, str]
    family: str
    status: str
    main: bool
    lead: bool
    background: bool
    start: date | None
    end: date | None
    country: str | None
    admin1: str | None
    city: str | None
    lat: float | None
    lon: float | None
    parties: frozenset[str]
    toll: dict[str, int]
    local: Counter[str]
    whole: Counter[str]
    incident: Row = field(repr=False)
    reading: Row = field(repr=False)


def words_of(text: str) -> Counter[str]:
    """Return the counts of the words and numbers of a text that carry meaning, folded."""
    return Counter(word for word in (match.lower().replace("’", "'").removesuffix("'s") for match in _WORD.findall(text)) if word not in _STOP)


def items_of(readings: Iterable[Row]) -> list[Item]:
    """Return the items of all readings, sorted by content. Readings with an error, and repeated articles of one ref and id, give none twice."""
    items: dict[tuple[str, str], Item] = {}
    for reading in readings:
        if "error" in reading:
            continue
        for item in _items(reading):
            items.setdefault(item.key, item)
    return sorted(items.values(), key=lambda item: item.order)


def _items(reading: Row) -> list[Item]:
    """Return the items of one reading."""
    article = reading["article"]
    text = f"{article.get('title') or ''}\n{article.get('text') or ''}"
    whole = words_of(text)
    claims = {claim["id"]: claim for claim in reading["claims"]}
    names = {actor["id"]: actor for actor in reading["actors"]}
    leads = _leads(reading["incidents"])
    return [_item(reading, incident, claims, names, whole, lead=incident["id"] in leads) for incident in reading["incidents"]]


def _leads(incidents: list[Row]) -> set[str]:
    """Return, for each family of acts, the incident that the article tells most of: what the article as a whole speaks for."""
    best: dict[str, Row] = {}
    for incident in incidents:
        family = FAMILIES.get(str(incident["type"]), str(incident["type"]))
        rank = (incident["main"], not incident["background"], len(incident["claims"]))
        other = best.get(family)
        if other is None or rank > (other["main"], not other["background"], len(other["claims"])):
            best[family] = incident
    return {incident["id"] for incident in best.values()}


def _item(reading: Row, incident: Row, claims: dict[str, Row], names: dict[str, Row], whole: Counter[str], *, lead: bool) -> Item:
    """Return the item of one incident."""
    article, time, place = reading["article"], incident["time"], incident["place"]
    told = {tuple(claims[key]["evidence"]["sentence"]) for key in incident["claims"] if claims[key]["in"] == "text"}
    local = words_of(" ".join(article["text"][start:end] for start, end in sorted(told)))
    parties = frozenset(
        word
        for who in (*incident["actor"], *incident["recipient"])
        if who in names
        for word in ((names[who]["kb"],) if names[who]["kb"] else (names[who]["name"].lower(),))
    )
    return Item(
        (str(article["ref"]), incident["id"]),
        (str(article["id"]) + str(article["ref"]), incident["id"]),
        FAMILIES.get(str(incident["type"]), str(incident["type"])),
        str(incident["status"]),
        incident["main"],
        lead,
        incident["background"],
        _day(time["start"]),
        _day(time["end"]),
        place["country"],
        place["admin1"],
        place["city"],
        place["lat"],
        place["lon"],
        parties,
        {row["effect"]: row["best"] for row in incident["toll"] if row["best"]},
        local,
        whole,
        incident,
        reading,
    )


def _day(text: str | None) -> date | None:
    """Read an ISO day."""
    return date.fromisoformat(text) if text else None
