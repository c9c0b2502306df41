"""Values that people put in the place of derived ones. What the rules had derived stays listed among the conflicts."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tocsin.records.canonical import canonical
from tocsin.records.choose import place_line
from tocsin.records.decided import Verdict
from tocsin.records.shapes import figure, full_party, full_place, full_time
from tocsin.records.tolls import show_range

Row = dict[str, Any]

_PARTY_LISTS: dict[str, Row] = {
    "perpetrators": {"attribution": "stated", "sources": [], "denied_by": []},
    "parties": {"role": "actor"},
    "victims": {},
}
STATUSES = ("actual", "disputed", "denied", "future", "hypothetical")
GRADES = {"evidence": ("confirmed", "fair", "weak", "contested", "discounted"), "reliability": tuple("ABCDEF"), "credibility": tuple("123456")}


def _words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


_EXTRAS: dict[str, Callable[[Any], bool]] = {
    "attribution": lambda value: value in ("claimed", "stated", "suspected", "denied"),
    "role": lambda value: value in ("side", "actor", "recipient"),
    "sources": _words,
    "denied_by": _words,
}
_CHECKS: dict[str, Callable[[Any], bool]] = {
    "type": lambda value: isinstance(value, str) and bool(value),
    "mode": lambda value: value is None or isinstance(value, str),
    "contexts": _words,
    "acled": lambda value: value is None or (isinstance(value, dict) and set(value) == {"event_type", "sub_event_type"}),
    "status": lambda value: value in STATUSES,
    "background": lambda value: isinstance(value, bool),
    "communities": _words,
    "damage": lambda value: isinstance(value, list) and all(isinstance(row, dict) and "object" in row for row in value),
    "means": _words,
}


def corrected(record: Row, verdict: Verdict) -> Row:
    """Return an incident's record with the fields that people corrected, each with `rule: "decision"` where it has a rule.

    What no record can hold (an unknown field, a status that there is not) changes nothing.

    Fields: those of the record, and `toll.<effect>` for one row of the toll (a number, or low, best and high; null: no such row).
    """
    for name, (value, decision) in sorted(verdict.fields.items()):
        if name.startswith("toll."):
            record = _with_toll(record, name.removeprefix("toll."), value, decision)
        elif name == "toll" and isinstance(value, dict):
            for effect, number in sorted(value.items()):
                record = _with_toll(record, effect, number, decision)
        elif name in _FIELDS and _CHECKS.get(name, _anything)(value):
            record = _replaced(record, name, _FIELDS[name](value), decision)
    return record


def _anything(_: Any) -> bool:
    return True


def _given(row: Any, extra: Row) -> Row:
    """Return the extra fields of a party as a person gave them, else as they stand."""
    given = row if isinstance(row, dict) else {}
    return {name: given[name] if _EXTRAS[name](given.get(name)) else held for name, held in extra.items()}


def _party_list(name: str) -> Callable[[Any], list[Row]]:
    def read(value: Any) -> list[Row]:
        rows = value if isinstance(value, list) else [value]
        extra = _PARTY_LISTS[name]
        return [{**full_party(row), **_given(row, extra), "claims": []} for row in rows]

    return read


_FIELDS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("type", "mode", "contexts", "acled", "status", "background", "communities"), lambda value: value),
    "damage": lambda value: [_damage(row) for row in value],
    "means": lambda value: [{"name": name, "claims": []} for name in value],
    **{name: _party_list(name) for name in _PARTY_LISTS},
    "time": lambda value: {**full_time(value), "rule": "decision", "claims": []},
    "place": lambda value: {**full_place(value), "rule": "decision", "claims": []},
}


def _damage(row: Row) -> Row:
    """Return a row of damage of all keys."""
    numbers = figure(row)
    return {"object": str(row["object"]), "effect": str(row.get("effect", "targeted")), "low": numbers["low"], "high": numbers["high"], "claims": []}


def _replaced(record: Row, name: str, value: Any, decision: str) -> Row:
    """Return the record with one field replaced and the derived value among the conflicts."""
    before = record[name]
    return {**record, name: value, "conflicts": _listed(record, name, _show(name, before), _show(name, value), decision, _claims(before))}


def _with_toll(record: Row, effect: str, value: Any, decision: str) -> Row:
    """Return the record with one row of its toll replaced."""
    before = next((row for row in record["toll"] if row["effect"] == effect), None)
    others = [row for row in record["toll"] if row["effect"] != effect]
    numbers = figure(value)
    base = before or {"policy": "exact", "claims": [], "combatants": None, "parts": []}
    row = {**base, "effect": effect, **numbers, "rule": "decision", "best_claim": None}
    if before and before["best"] == numbers["best"]:
        row["best_claim"] = before["best_claim"]
    shown = show_range(numbers["low"], numbers["high"]) if value is not None else "not reported"
    derived = show_range(before["low"], before["high"]) if before else "not reported"
    conflicts = _listed(record, f"toll.{effect}", derived, shown, decision, before["claims"] if before else [])
    toll = others if value is None else sorted([*others, row], key=lambda r: [*(x["effect"] for x in record["toll"]), effect].index(r["effect"]))
    return {**record, "toll": toll, "conflicts": conflicts}


def _listed(record: Row, field: str, derived: str, decided: str, decision: str, claims: list[str]) -> list[Row]:
    """Return the conflicts with the decided value in front and the derived one kept."""
    old: list[Row] = next((row["values"] for row in record["conflicts"] if row["field"] == field), [])
    others = [row for row in record["conflicts"] if row["field"] != field]
    kept = old or [{"value": derived, "claims": claims, "sources": ["rule"], "current": False}]
    first = {"value": decided, "claims": [], "sources": [decision], "current": True}
    return [*others, {"field": field, "values": [first, *({**row, "current": False} for row in kept)]}]


def _claims(value: Any) -> list[str]:
    rows = [value] if isinstance(value, dict) else value if isinstance(value, list) else []
    return sorted({claim for row in rows if isinstance(row, dict) for claim in row.get("claims", [])})


def _show(name: str, value: Any) -> str:
    """Return a value as people read it."""
    if name == "time":
        return str(value["edtf"] or "unknown")
    if name == "place":
        return place_line(value)
    if name in _PARTY_LISTS:
        return ", ".join(row["name"] for row in value) or "nobody"
    return value if isinstance(value, str) else canonical(json.loads(json.dumps(value, default=str)))


def graded(record: Row, verdict: Verdict) -> Row:
    """Return the record with the grades that people gave, axis by axis."""
    given = {axis: held for axis, held in verdict.grade.items() if held[0] in GRADES.get(axis, ())}
    if not given:
        return record
    rules = {f"{axis}_rule": "decision" for axis in given if axis != "reliability"}
    return {**record, "grade": {**record["grade"], **{axis: value for axis, (value, _) in given.items()}, **rules, "by": "decision"}}
