"""The contract's row of one happening, from what each article told of it. Copies of one article speak once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.linking.items import Item

Row = dict[str, Any]

INCIDENT_SCHEMA = "tocsin.incident/1"


@dataclass(frozen=True, slots=True)
class Told:
    """What a line needs of one incident beside its item: the contract's incident, its parties by name, its best score, the day of the article."""

    incident: Row
    parties: Mapping[str, Row]
    score: float
    published: str


Member = tuple[Item, Told]

_SHRINKING = frozenset({"missing", "trapped"})
"""Effects whose figures fall as people are found."""


def told_in(reading: Row) -> dict[str, Told]:
    """Return what a reading tells, by incident id."""
    actors = {actor["id"]: {"name": actor["name"], "kb": actor["kb"]} for actor in reading["actors"]}
    scores: dict[str, float] = {}
    for claim in reading["claims"]:
        scores[claim["incident"]] = max(claim["score"], scores.get(claim["incident"], 0.0))
    day = reading["article"]["published"] or ""
    found: dict[str, Told] = {}
    for incident in reading["incidents"]:
        parties = {who: actors[who] for who in (*incident["actor"], *incident["recipient"])}
        found[incident["id"]] = Told(incident, parties, scores.get(incident["id"], 0.0), day)
    return found


def line_of(group: Sequence[Member], families: Mapping[str, str]) -> Row:
    """Return the row of one happening. `families` gives each article the name of its group of copies."""
    group = sorted(group, key=lambda member: (member[0].ref, member[0].incident, member[0].key))
    core = _core(group)
    _, best_told = max(core, key=lambda member: (member[0].main, len(member[1].incident["claims"]), bool(member[0].city), member[0].key))
    names = sorted((item.ref, item.incident) for item, _ in group)
    return {
        "schema": INCIDENT_SCHEMA,
        "id": "x" + hashlib.sha256(repr(names).encode()).hexdigest()[:16],
        "members": [{"article": item.ref, "incident": item.incident, "main": item.main, "background": item.background} for item, _ in group],
        "type": Counter(item.type for item, _ in core).most_common(1)[0][0],
        "time": _finest(core, "time", best_told),
        "place": _finest(core, "place", best_told),
        "actor": _parties(core, "actor"),
        "recipient": _parties(core, "recipient"),
        "toll": _tolls(group, families),
        "status": _status(core),
        "conflicts": _conflicts(core),
        "n_sources": len({families.get(item.article, item.article) for item, _ in group}),
        "score": round(best_told.score, 3),
    }


def _core(group: Sequence[Member]) -> list[Member]:
    """Return the members that tell of the happening itself, not of what followed from it; all when none does."""
    keys = {item.key for item, _ in group}
    families = Counter(item.family for item, _ in group if item.core not in keys)
    followers = Counter(item.family for item, _ in group if item.core in keys)
    return [member for member in group if families[member[0].family] >= followers[member[0].family]] or list(group)


def _finest(group: Sequence[Member], field: str, best: Told) -> Row:
    """Return the most precise value of a field on which most members of that precision agree, else the best told member's; without local ids."""
    values = [told.incident[field] for _, told in group]
    known = [value for value in values if value.get("ucdp_precision") and value["basis"] != "unknown"]
    if not known:
        return {**best.incident[field], "ref": None}
    finest = min(value["ucdp_precision"] for value in known)
    rows = [value for value in known if value["ucdp_precision"] == finest]
    name = "edtf" if field == "time" else "name"
    common = Counter(str(value[name]) for value in rows).most_common(1)[0][0]
    found: Row = next(value for value in rows if str(value[name]) == common)
    return {**found, "ref": None}


def _parties(group: Sequence[Member], role: str) -> list[Row]:
    """Return the parties of a role by name and base id, most often named first."""
    seen: Counter[tuple[str | None, str]] = Counter()
    names: dict[tuple[str | None, str], str] = {}
    for _, told in group:
        for who in told.incident[role]:
            party = told.parties[who]
            key = (party["kb"], "" if party["kb"] else party["name"].lower())
            seen[key] += 1
            names.setdefault(key, party["name"])
    return [{"name": names[key], "kb": key[0]} for key, _ in sorted(seen.items(), key=lambda pair: (-pair[1], names[pair[0]]))]


def _tolls(group: Sequence[Member], families: Mapping[str, str]) -> list[Row]:
    """Return one toll an effect: lowest and highest of what the articles still hold, best from the latest article that gives a figure.

    A copy says nothing new on the day that it is printed: its figures count from the day of its earliest copy.
    """
    first: dict[str, str] = {}
    for item, told in group:
        family = families.get(item.article, item.article)
        first[family] = min(told.published, first.get(family, told.published))
    dated = sorted(((first[families.get(item.article, item.article)], item, told) for item, told in group),
                   key=lambda row: (row[0], row[1].key, row[1].ref))  # fmt: skip
    found: dict[str, list[tuple[str, Row]]] = {}
    for day, _, told in dated:
        for row in told.incident["toll"]:
            found.setdefault(row["effect"], []).append((day, row))
    return [_toll(effect, rows) for effect, rows in sorted(found.items())]


def _toll(effect: str, dated: list[tuple[str, Row]]) -> Row:
    """Return the toll of one effect from (day, the article's row), oldest first."""
    rows = [row for day, row in dated if not _is_outdated(effect, day, row, dated)]
    figures = [row["best"] for row in rows if row["best"] is not None]
    highs = [row["high"] for row in rows if row["high"] is not None]
    return {"effect": effect, "low": min(figures, default=None), "best": figures[-1] if figures else None,
            "high": max([*figures, *highs], default=None) if highs else None}  # fmt: skip


def _is_outdated(effect: str, day: str, row: Row, dated: list[tuple[str, Row]]) -> bool:
    """Tell whether articles of a later day give more: the dead and the hurt are found one after the other. Conflicts list such figures still."""
    if effect in _SHRINKING or not day or row["best"] is None:
        return False
    return any(later > day and (other["best"] or 0) > row["best"] for later, other in dated)


def _status(group: Sequence[Member]) -> str:
    """Return the status that the members agree on, disputed when some say it happened and others deny it."""
    statuses = {item.status for item, _ in group}
    if "disputed" in statuses or {"actual", "denied"} <= statuses:
        return "disputed"
    return next(status for status in ("actual", "denied", "future", "hypothetical") if status in statuses)


def _conflicts(group: Sequence[Member]) -> list[Row]:
    """Return the figures on which articles differ, with who says what."""
    found: list[Row] = []
    for effect in sorted({effect for item, _ in group for effect in item.toll}):
        values = [{"article": item.ref, "incident": item.incident, "value": item.toll[effect]} for item, _ in group if effect in item.toll]
        if len({row["value"] for row in values}) > 1:
            found.append({"field": f"toll.{effect}", "values": values})
    return found
