"""Who did it, as who says so; who suffered it; who stood on both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.records.identity import is_identity
from tocsin.records.rules import party_rules
from tocsin.records.told import Told
from tocsin.records.voices import fold, innermost, who_says

Row = dict[str, Any]

FIELDS = ("key", "name", "kb", "kind", "sector", "country", "religion", "ethnicity")
_FORCES = frozenset({"MIL", "COP", "GOV", "SPY", "PRM"})


@dataclass(frozen=True, slots=True)
class Sides:
    """The parties of an incident.

    Attributes:
        competing: Rival parties are said to have done it: no claim names them together.
    """

    perpetrators: list[Row]
    parties: list[Row]
    victims: list[Row]
    conflicts: list[Row]
    competing: bool


def all_parties(claims: Sequence[Told]) -> dict[str, Row]:
    """Return every party of the claims by key; of two tellings the one by its own name in the actor base, then the one that knows more."""
    found: dict[str, Row] = {}
    for claim in claims:
        for party in (*claim.body["actor"], *claim.body["recipient"]):
            row = {name: party[name] for name in FIELDS}
            found[party["key"]] = max(found.get(party["key"], row), row, key=_knows)
    return found


def _knows(row: Row) -> tuple[bool, int, int, str]:
    return (is_own_name(row["name"], row["key"]), sum(value is not None for value in row.values()), -len(row["name"]), row["name"])


def is_own_name(name: str, key: str) -> bool:
    """Tell whether a name is the one that a key is made of ("Islamic State" of `kb:islamic-state`), not a nickname or a part of it."""
    return fold(name) == key.rpartition(":")[2]


def sides_of(claims: Sequence[Told], denials: Sequence[Told], kind: str, *, country: str | None) -> Sides:
    """Return the sides of an incident.

    Args:
        claims: Standing claims that say that it happened (or will, or may).
        denials: Standing claims that say that it did not.
        kind: Type of the incident.
        country: Where it happened, ISO 3166 alpha-3.
    """
    known = all_parties([*claims, *denials])
    clash = [claim for claim in claims if is_two_sided(claim.body)]
    if kind not in party_rules().harmful or len(clash) * 2 > sum(bool(claim.body["actor"]) for claim in claims):
        victims = _victims(claims, known, {row["who"] for claim in claims for row in claim.body["toll"]}) if kind in party_rules().harmful else []
        status = {p["key"] for c in claims if c.body["kind"] == "status" for p in c.body["recipient"] or c.body["actor"]}
        return Sides([], _everyone(claims, known), victims or _victims(claims, known, status), [], competing=False)
    blamed = _doubt_rivals(_perpetrators(claims, denials, known, country), claims)
    victims = _victims(claims, known, {p["key"] for c in claims for p in c.body["recipient"]} | {r["who"] for c in claims for r in c.body["toll"]})
    conflicts = _blame_conflict(blamed, claims, denials)
    return Sides(blamed, [], victims, conflicts, bool(conflicts) and _competing(blamed, claims))


def is_two_sided(body: Row) -> bool:
    """Tell whether all parties of a claim stand side by side in its `actor`: a clash, a ceasefire, an alliance."""
    rules = party_rules()
    if len(body["actor"]) < 2 or body["recipient"]:
        return False
    acled = (body["acled"] or {}).get("event_type")
    return body["type"] in rules.two_sided or (body["type"] == "ASSAULT" and acled in rules.two_sided_acled)


def is_nobody(row: Row) -> bool:
    """Tell whether a party names nobody in particular ("people", "others", "68")."""
    name = row["name"].lower()
    return not any(char.isalpha() for char in name) or all(word in party_rules().nobody for word in name.split())


def _everyone(claims: Sequence[Told], known: dict[str, Row]) -> list[Row]:
    """Return all parties with their side: side (of a two-sided act), actor or recipient."""
    roles: dict[str, str] = {}
    backing: dict[str, set[str]] = {}
    for claim in sorted(claims, key=lambda claim: claim.id):
        two_sided = is_two_sided(claim.body)
        for side, field in (("actor", "actor"), ("recipient", "recipient")):
            for party in claim.body[field]:
                role = "side" if two_sided else side
                roles[party["key"]] = min(roles.get(party["key"], role), role, key=("side", "actor", "recipient").index)
                backing.setdefault(party["key"], set()).add(claim.id)
    rows = [{**known[key], "role": role, "claims": sorted(backing[key])} for key, role in roles.items()]
    kept = [row for row in rows if not is_nobody(row)] or rows
    return sorted(kept, key=lambda row: (row["role"], -len(row["claims"]), row["key"]))


def _victims(claims: Sequence[Told], known: dict[str, Row], keys: set[str | None]) -> list[Row]:
    """Return who suffered it, merged by key; vague parties ("others") only if nobody else is told, things never."""
    backing: dict[str, set[str]] = {}
    for claim in claims:
        things = {fold(row["object"]) for row in claim.body["damage"]}
        harmed = {row["who"] for row in claim.body["toll"]}
        for party in (*claim.body["actor"], *claim.body["recipient"]):
            is_thing = party["kind"] in {"organisation", "unidentified"} and party["key"] not in harmed and _names_thing(party, things)
            if party["key"] in keys and not is_thing and not (party in claim.body["actor"] and party["key"] not in harmed):
                backing.setdefault(party["key"], set()).add(claim.id)
    rows = [{**known[key], "claims": sorted(ids)} for key, ids in backing.items()]
    kept = _merge_described([row for row in rows if not is_nobody(row)] or rows)
    return sorted(kept, key=lambda row: (-len(row["claims"]), row["key"]))


def _merge_described(rows: list[Row]) -> list[Row]:
    """Return rows in which people who are only described by one noun ("girls", "the abducted girls") are one; the commonest words stay."""
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        head = fold(row["name"]).rpartition("-")[2].removesuffix("s")
        described = not is_identity(row["key"]) and row["kind"] != "person"
        groups.setdefault((row["kind"], row["religion"], head) if described else (row["key"],), []).append(row)
    return [_commonest(group) for group in groups.values()]


def _commonest(group: list[Row]) -> Row:
    """Return the row that most claims name, else the one that says most, with the claims of all."""
    lead = max(group, key=lambda row: (len(row["claims"]), sum(value is not None for value in row.values()), -len(row["name"]), row["key"]))
    return {**lead, "claims": sorted({claim for row in group for claim in row["claims"]})}


def _names_thing(party: Row, things: set[str]) -> bool:
    """Tell whether a party is a thing that was hit: the church, not the people in it."""
    name = f"-{fold(party['name'])}-"
    return any(f"-{thing}-" in name or name.strip("-") in thing for thing in things)


# ---------------------------------------------------------------- perpetrators


def _perpetrators(claims: Sequence[Told], denials: Sequence[Told], known: dict[str, Row], country: str | None) -> list[Row]:
    """Return who is said to have done it, the most firmly attributed first."""
    backing: dict[str, list[Told]] = {}
    against: dict[str, list[Told]] = {}
    for claim in claims:
        for party in claim.body["actor"]:
            if not is_two_sided(claim.body):
                backing.setdefault(party["key"], []).append(claim)
    for claim in denials:
        for party in claim.body["actor"]:
            against.setdefault(party["key"], []).append(claim)
    rivals = {p["key"] for claim in claims for p in (*claim.body["actor"], *claim.body["recipient"]) if is_identity(p["key"])}
    rows = [_blamed(known[key], backing.get(key, []), against.get(key, []), rivals, country) for key in {**backing, **against}]
    rows = [row for row in rows if row["attribution"] != "denied" or is_identity(row["key"])]  # "no group has claimed it" denies nobody
    order = ("claimed", "stated", "suspected", "denied")
    rows = [row for row in rows if not _is_rather_victim(row, claims)]
    told_by = {row["key"]: _support(row["key"], claims) for row in rows}
    rows = _merge_unknown(rows)

    def _firmest(row: Row) -> tuple[Any, ...]:
        return (order.index(row["attribution"]), not _is_specific(row), -told_by[row["key"]], -len(row["claims"]), row["key"])

    return sorted(rows, key=_firmest)


def _support(key: str, claims: Sequence[Told]) -> int:
    """Count the articles in which a party acts."""
    return len({claim.article.id for claim in claims if any(party["key"] == key for party in claim.body["actor"])})


def _is_rather_victim(row: Row, claims: Sequence[Told]) -> bool:
    """Tell whether somebody without a force of his own is told as harmed at least as often as he is told to act."""
    if row["kind"] not in {"person", "population"} or row["attribution"] == "claimed":
        return False
    harmed = sum(any(toll["who"] == row["key"] for toll in claim.body["toll"]) for claim in claims)
    return harmed >= sum(any(party["key"] == row["key"] for party in claim.body["actor"]) for claim in claims)


def _blamed(row: Row, backing: Sequence[Told], against: Sequence[Told], rivals: set[str], country: str | None) -> Row:
    """Return a party with how firmly the act is laid at its door, who says so, and who denies it."""
    kinds = {_attribution(claim, row, rivals, country) for claim in backing}
    best = next((kind for kind in ("claimed", "stated", "suspected") if kind in kinds), "denied")
    shown = backing or against
    return {**row, "attribution": best, "sources": who_says(shown), "denied_by": who_says(against), "claims": sorted(claim.id for claim in shown)}


def _attribution(claim: Told, row: Row, rivals: set[str], country: str | None) -> str:
    """Tell how one claim lays the act at a party's door: claimed, stated or suspected."""
    source = innermost(claim)
    sure = claim.body["factuality"] == "CT+" and row["name"].lower().split()[:1] not in [[word] for word in party_rules().suspecting]
    if sure and (speaks_for(source, row) or any(words in claim.body["trigger"]["words"].lower() for words in party_rules().claiming)):
        return "claimed"
    return "suspected" if not sure or _is_accuser(source, row, rivals, country) else "stated"


def speaks_for(source: Row, party: Row) -> bool:
    """Tell whether a source is the party, or by its name a spokesman of it ("a Boko Haram spokesman")."""
    if source["role"] in {"outlet", "media"}:
        return False
    if source["party"] is not None and source["party"] == party["key"]:
        return is_identity(party["key"])
    words, name = fold(source["name"] or ""), fold(party["name"])
    return is_identity(party["key"]) and len(name) > 2 and f"-{name}-" in f"-{words}-"


def _is_accuser(source: Row, row: Row, rivals: set[str], country: str | None) -> bool:
    """Tell whether a source is another side of the conflict: a party of the incident, or the state that was hit by another state."""
    if source["role"] not in party_rules().sides:
        return False
    if source["party"] in rivals and source["party"] != row["key"]:
        return True
    of_state = row["kind"] in {"state", "group", "organisation"} or row["sector"] in _FORCES
    at_home = source["country"] is not None and source["country"] == country
    return of_state and at_home and row["country"] is not None and row["country"] != country


def _merge_unknown(rows: list[Row]) -> list[Row]:
    """Return rows in which nameless attackers ("gunmen", "the attackers") are one, and none where somebody is named.

    A mere description ("the rebels") is the only named party of its sector, if there is one.
    """
    nameless = [row for row in rows if not _is_specific(row) and (row["kind"] == "unidentified" or row["sector"] not in party_rules().forces)]
    others = [row for row in rows if row not in nameless]
    for row in [row for row in others if not _is_specific(row)]:
        namesakes = [other for other in others if _is_specific(other) and other["attribution"] != "denied" and other["sector"] == row["sector"]]
        if row["sector"] and len(namesakes) == 1:
            others = [_joined(other, [row]) if other is namesakes[0] else other for other in others if other is not row]
    if not nameless or any(row["attribution"] != "denied" and not is_nobody(row) for row in others):
        return others
    lead = min(nameless, key=lambda row: (is_nobody(row), -len(row["claims"]), row["key"]))
    return [*others, _joined(lead, nameless)]


def _joined(lead: Row, others: Sequence[Row]) -> Row:
    """Return a row with what others say of the same party."""
    rows = [lead, *others]
    return {**lead, **{name: sorted({value for row in rows for value in row[name]}) for name in ("sources", "denied_by", "claims")}}


def _is_specific(row: Row) -> bool:
    """Tell whether a party is somebody in particular: an identity, or described with a proper name ("fighters of the Azov regiment")."""
    inside = any(word[:1].isupper() for word in row["name"].split()[1:])
    return is_identity(row["key"]) or inside or (row["country"] is not None and row["name"][:1].isupper())


def _doubt_rivals(rows: list[Row], claims: Sequence[Told]) -> list[Row]:
    """Return rows in which rival parties that only officials and armed groups blame are suspected: each speaker may be a side."""
    if not _competing(rows, claims):
        return rows
    neutral = {party["key"] for claim in claims if innermost(claim)["role"] not in party_rules().sides for party in claim.body["actor"]}
    doubted = [{**row, "attribution": "suspected"} if row["attribution"] == "stated" and row["key"] not in neutral else row for row in rows]
    order = ("claimed", "stated", "suspected", "denied")
    return sorted(doubted, key=lambda row: order.index(row["attribution"]))


def _competing(rows: Sequence[Row], claims: Sequence[Told]) -> bool:
    """Tell whether two particular groups or states are blamed by different speakers, none of whom blames both at once.

    Persons do not compete (several suspects may have done it together), nor do parties of one country.
    """
    blamed = [row for row in rows if _is_specific(row) and row["kind"] not in {"unidentified", "person"} and row["attribution"] != "denied"]
    together = {frozenset((a["key"], b["key"])) for claim in claims for a in claim.body["actor"] for b in claim.body["actor"]}
    pairs = [(a, b) for n, a in enumerate(blamed) for b in blamed[n + 1 :] if frozenset((a["key"], b["key"])) not in together]
    pairs = [(a, b) for a, b in pairs if a["country"] is None or a["country"] != b["country"]]  # "Syria", "the regime": one side
    return any(set(a["sources"]).isdisjoint(b["sources"]) for a, b in pairs)


def _blame_conflict(rows: Sequence[Row], claims: Sequence[Told], denials: Sequence[Told]) -> list[Row]:
    """Return a conflict row when rival parties are blamed, or one of them denies it."""
    denied = [row for row in rows if row["denied_by"]]
    if not _competing(rows, claims) and not denied:
        return []
    against = {key: sorted({c.id for c in denials for p in c.body["actor"] if p["key"] == key}) for key in (row["key"] for row in denied)}
    values = [{"value": f"{row['name']}: {row['attribution']}", "claims": row["claims"], "sources": row["sources"], "current": True}
              for row in rows if _is_specific(row) and row["attribution"] != "denied"]  # fmt: skip
    values += [{"value": f"{row['name']}: denied", "claims": against[row["key"]], "sources": row["denied_by"], "current": True} for row in denied]
    return [{"field": "perpetrators", "values": values}] if len(values) > 1 else []
