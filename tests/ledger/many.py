"""A ledger with a bit of everything that maps, timelines and networks must tell apart: vague places and dates, none at all, ties and denials."""

from __future__ import annotations

from typing import Any

from handmade import PLACES, actor, attack, day_time, event, ingest, reading

from tocsin.ledger.store import Ledger

Row = dict[str, Any]

REGION = {**PLACES["Maiduguri"], "city": None, "geonameid": None, "ucdp_precision": 4}
COUNTRY_ONLY = {**PLACES["Libya"]}


def raid(words: str, *, place: Row | None, day: str | None, killed: int, published: str, **fields: Any) -> Row:
    """Return a reading of one raid by a group that the words name; the place as a row, none for unknown."""
    text = f"Fighters of the {words} killed {killed} villagers of the {words.split(maxsplit=1)[0]} valley. Nobody else was hurt."
    parties = [actor(text, 1, words, sector="REB"), actor(text, 2, "villagers", kind="population", ethnicity="Kanuri")]
    claim = event(text, "killed", actor=["a1"], recipient=["a2"], mode="targeted", toll=[("killed", killed, killed, str(killed))], **fields)
    if place is not None:
        claim["place"] = {"ref": None, "name": place["city"] or place["admin1"] or "Libya", "basis": "stated", **place}
    claim["time"] = day_time(day)
    return reading(text, [claim], actors=parties, outlet="Example Times", published=published)


def tie(kind: str, one: str, other: str, published: str, *, factuality: str = "CT+") -> Row:
    """Return a reading of one tie between two groups."""
    said = "is no longer at the side of" if factuality.endswith("-") else "stands in a pact of"
    text = f"The {one} {said} {kind} with the {other}, elders said on {published}."
    parties = [actor(text, 1, one, sector="REB"), actor(text, 2, other, sector="REB")]
    claim = event(text, said.split(maxsplit=1)[0], kind="relation", type=kind, actor=["a1"], recipient=["a2"], factuality=factuality)
    return reading(text, [claim], actors=parties, outlet="Other Post", published=published)


def stock_many(address: str) -> None:
    """Fill a ledger."""
    with Ledger.open(address, create=True) as ledger:
        ingest(
            ledger, attack("Example Times", "2015-02-16"), attack("Other Post", "2015-02-17"),
            attack("Example Times", "2016-07-04", killed=3, place="Maiduguri", day="2016-07-03"),
            raid("Desert Brigade", place=REGION, day="2016-03", killed=12, published="2016-04-02"),
            raid("River Front", place=COUNTRY_ONLY, day="2014", killed=4, published="2015-01-12"),
            raid("Harbour Guard", place=None, day=None, killed=2, published="2016-01-09"),
            tie("alliance", "Desert Brigade", "River Front", "2015-05-05"), tie("alliance", "Desert Brigade", "River Front", "2016-05-05", factuality="CT-"),
            tie("rivalry", "Desert Brigade", "Harbour Guard", "2015-09-01"),
        )  # fmt: skip
