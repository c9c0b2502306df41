"""Values that people write by hand, brought into the full form of the record: missing keys filled, nonsense left out."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date
from typing import Any

Row = dict[str, Any]

NO_TIME: Row = {"edtf": None, "start": None, "end": None, "grain": None, "basis": "unknown", "ucdp_precision": None}
NO_PLACE: Row = {"name": None, "country": None, "admin1": None, "admin2": None, "city": None, "lat": None, "lon": None, "geonameid": None,
                 "ucdp_precision": None, "basis": "unknown"}  # fmt: skip
NO_PARTY: Row = {"kb": None, "kind": "unidentified", "sector": None, "country": None, "religion": None, "ethnicity": None}
_DAY = re.compile(r"^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$")
_PAIR = re.compile(r"^\[?(\d{4}(?:-\d\d){0,2})(?:/|\.\.)(\d{4}(?:-\d\d){0,2})\]?$")


def day(text: Any) -> date | None:
    """Return an ISO day, None for anything else."""
    try:
        return date.fromisoformat(text) if isinstance(text, str) and len(text) == 10 else None
    except ValueError:
        return None


def window(edtf: str) -> tuple[date, date] | None:
    """Return the first and last day of a year, month, day or span of them in EDTF; None for other forms.

    >>> window("2015-02")
    (datetime.date(2015, 2, 1), datetime.date(2015, 2, 28))
    """
    pair = _PAIR.match(edtf)
    if pair:
        first, last = window(pair[1]), window(pair[2])
        return (first[0], last[1]) if first and last and first[0] <= last[1] else None
    match = _DAY.match(edtf.rstrip("?~%"))
    if match is None:
        return None
    year, month, number = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        last_day = number or calendar.monthrange(year, month or 12)[1]
        return date(year, month or 1, number or 1), date(year, month or 12, last_day)
    except (ValueError, calendar.IllegalMonthError):
        return None


def precision_of(first: date, last: date) -> int | None:
    """Return the UCDP code of a window: 1 day, 2 up to six days, 3 week, 4 month, 5 year, None beyond."""
    days = (last - first).days + 1
    return next((code for most, code in ((1, 1), (6, 2), (7, 3), (31, 4), (366, 5)) if days <= most), None)


def full_time(value: Any) -> Row:
    """Return a time of all keys from an EDTF string or a partial row."""
    row = {"edtf": value} if isinstance(value, str) else dict(value) if isinstance(value, dict) else {}
    given = {key: row[key] for key in NO_TIME if key in row}
    found = window(given["edtf"]) if isinstance(given.get("edtf"), str) else None
    if found and "start" not in given:
        grain = {1: "day", 4: "month", 5: "year"}.get(precision_of(*found) or 0, "span")
        given = {"start": found[0].isoformat(), "end": found[1].isoformat(), "grain": grain, "ucdp_precision": precision_of(*found), **given}
    return {**NO_TIME, "basis": "explicit" if given.get("edtf") else "unknown", **given}


def full_place(value: Any) -> Row:
    """Return a place of all keys from a name or a partial row."""
    row = {"name": value} if isinstance(value, str) else dict(value) if isinstance(value, dict) else {}
    given = {key: row[key] for key in NO_PLACE if key in row}
    return {**NO_PLACE, "basis": "stated" if given else "unknown", **given}


def figure(value: Any) -> Row:
    """Return low, best and high from a number or a partial row; a single number is all three.

    >>> figure(12)
    {'low': 12, 'best': 12, 'high': 12}
    """
    if isinstance(value, dict):
        known = {key: value.get(key) for key in ("low", "best", "high")}
        best = next((known[key] for key in ("best", "low", "high") if _is_count(known[key])), None)
        return {key: held if _is_count(held) else best if key not in value else None for key, held in known.items()} | {"best": best}
    return dict.fromkeys(("low", "best", "high"), value if _is_count(value) else None)


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def full_party(value: Any) -> Row:
    """Return a party of all keys from a name or a partial row."""
    row = {"name": value} if isinstance(value, str) else dict(value) if isinstance(value, dict) else {}
    name = str(row.get("name") or row.get("key") or "unknown")
    key = str(row.get("key") or f"words:unidentified:-:{name.lower()}")
    return {"key": key, "name": name, **{field: row.get(field, held) for field, held in NO_PARTY.items()}}


def full_toll_row(value: Any) -> Row:
    """Return a row of a claim's toll of all keys from a partial one."""
    row = dict(value) if isinstance(value, dict) else {}
    low, high = (row.get(key) if _is_count(row.get(key)) else None for key in ("low", "high"))
    effect = str(row.get("effect", "affected"))
    return {"effect": effect, "low": low, "high": high, "who": row.get("who"), "combatants": row.get("combatants"), "span": row.get("span"),
            "policy": row.get("policy", "exact"), "words": row.get("words")}  # fmt: skip


def _rows(shape: Callable[[Any], Row]) -> Callable[[Any], list[Row]]:
    return lambda value: [shape(held) for held in value] if isinstance(value, list) else []


_PLAIN = ("type", "mode", "contexts", "realis", "stage", "factuality", "background", "superseded")
_SHAPED: dict[str, Callable[[Any], Any]] = {
    "time": full_time, "place": full_place, "toll": _rows(full_toll_row), "actor": _rows(full_party), "recipient": _rows(full_party),
}  # fmt: skip


def claim_fields(value: Row) -> Row:
    """Return the fields of a claim that a `correct` decision may replace, in full form; others are left out."""
    plain = {name: value[name] for name in _PLAIN if name in value}
    return plain | {name: shape(value[name]) for name, shape in _SHAPED.items() if name in value}
