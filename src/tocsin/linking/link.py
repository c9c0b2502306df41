"""Link the incidents of many readings: every incident stands in exactly one line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from tocsin.linking.alike import JOIN_AT, Likeness
from tocsin.linking.cluster import cluster
from tocsin.linking.items import Item, Row, items_of

INCIDENT_SCHEMA = "tocsin.incident/1"
_UNREAL = frozenset({"future", "hypothetical", "denied"})


def link_readings(readings: Iterable[Row]) -> Iterator[Row]:
    """Yield one incident row for each happening, largest first. The partition does not depend on the order of the readings."""
    items = items_of(readings)
    likeness = Likeness(items)
    scores = [(a, b, score) for a, b in likeness.pairs() if _same_world(items[a], items[b]) and (score := likeness.score(a, b))]
    groups = [[items[n] for n in group] for group in cluster(len(items), scores, JOIN_AT)]
    for group in sorted(groups, key=lambda group: (-len(group), group[0].order)):
        yield _row(group)


def _same_world(a: Item, b: Item) -> bool:
    """Tell whether both happened or both did not."""
    return (a.status in _UNREAL) == (b.status in _UNREAL)


def _row(group: list[Item]) -> Row:
    """Return the contract's row of one cluster."""
    best = max(group, key=lambda item: (item.main, len(item.incident["claims"]), bool(item.city), item.order))
    keys = sorted(item.key for item in group)
    return {
        "schema": INCIDENT_SCHEMA,
        "id": "x" + hashlib.sha256(repr(keys).encode()).hexdigest()[:16],
        "members": [{"article": item.key[0], "incident": item.key[1], "main": item.main, "background": item.background}
                    for item in sorted(group, key=lambda item: item.key)],
        "type": Counter(item.incident["type"] for item in group).most_common(1)[0][0],
        "time": _finest(group, "time") or best.incident["time"],
        "place": _finest(group, "place") or best.incident["place"],
        "actor": _parties(group, "actor"),
        "recipient": _parties(group, "recipient"),
        "toll": _tolls(group),
        "status": _status(group),
        "conflicts": _conflicts(group),
        "n_sources": len(_independent(group)),
        "score": round(max((claim["score"] for claim in best.reading["claims"] if claim["incident"] == best.key[1]), default=0.0), 3),
    }


def _finest(group: list[Item], field: str) -> Row | None:
    """Return the most precise value of a field on which most members of that precision agree."""
    known = [item.incident[field] for item in group if item.incident[field].get("ucdp_precision") and item.incident[field]["basis"] != "unknown"]
    if not known:
        return None
    finest = min(row["ucdp_precision"] for row in known)
    rows = [row for row in known if row["ucdp_precision"] == finest]
    name = "edtf" if field == "time" else "name"
    common = Counter(str(row[name]) for row in rows).most_common(1)[0][0]
    found: Row = next(row for row in rows if str(row[name]) == common)
    return {**found, "ref": None}


def _parties(group: list[Item], role: str) -> list[Row]:
    """Return the parties of a role by name and base id, most often named first."""
    seen: Counter[tuple[str | None, str]] = Counter()
    names: dict[tuple[str | None, str], str] = {}
    for item in group:
        actors = {actor["id"]: actor for actor in item.reading["actors"]}
        for who in item.incident[role]:
            actor = actors[who]
            key = (actor["kb"], "" if actor["kb"] else actor["name"].lower())
            seen[key] += 1
            names.setdefault(key, actor["name"])
    return [{"name": names[key], "kb": key[0]} for key, _ in sorted(seen.items(), key=lambda pair: (-pair[1], names[pair[0]]))]


def _tolls(group: list[Item]) -> list[Row]:
    """Return one toll an effect: lowest and highest of what the articles say, best from the latest article that gives a figure."""
    ordered = sorted(group, key=lambda item: (item.reading["article"]["published"] or "", item.order))
    found: dict[str, list[Row]] = {}
    for item in ordered:
        for row in item.incident["toll"]:
            found.setdefault(row["effect"], []).append(row)
    result = []
    for effect, rows in sorted(found.items()):
        figures = [row["best"] for row in rows if row["best"] is not None]
        highs = [row["high"] for row in rows if row["high"] is not None]
        result.append({"effect": effect, "low": min(figures, default=None), "best": figures[-1] if figures else None,
                       "high": max([*figures, *highs], default=None) if highs else None})
    return result


def _status(group: list[Item]) -> str:
    """Return the status that the members agree on, disputed when some say it happened and others deny it."""
    statuses = {item.status for item in group}
    if "disputed" in statuses or {"actual", "denied"} <= statuses:
        return "disputed"
    return next(status for status in ("actual", "denied", "future", "hypothetical") if status in statuses)


def _conflicts(group: list[Item]) -> list[Row]:
    """Return the figures and countries on which articles differ, with who says what."""
    found: list[Row] = []
    for effect in sorted({effect for item in group for effect in item.toll}):
        values = [{"article": item.key[0], "incident": item.key[1], "value": item.toll[effect]} for item in group if effect in item.toll]
        if len({row["value"] for row in values}) > 1:
            found.append({"field": f"toll.{effect}", "values": values})
    return found


def _independent(group: list[Item]) -> set[Any]:
    """Return one mark for each article that is not a copy of another: articles that share most of their words count once."""
    kept: list[tuple[frozenset[str], str]] = []
    for item in group:
        words = frozenset(item.whole)
        if not any(len(words & other) > 0.8 * min(len(words), len(other)) or ref == item.key[0] for other, ref in kept):
            kept.append((words, item.key[0]))
    return {ref for _, ref in kept}
