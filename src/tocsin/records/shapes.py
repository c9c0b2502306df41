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
NO_PARTY = ("kb", "sector", "country", "religion", "ethnicity")
_KINDS = ("person", "group", "organisation", "population", "state", "unidentified")
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
    """Return a time of all keys from an EDTF string, or from a row with `edtf`, or `start` and `end`."""
    row = _row_of(value, "edtf")
    edtf = _text(row.get("edtf"))
    first, last = day(row.get("start")), day(row.get("end"))
    found = (first, last) if first and last and first <= last else window(edtf) if edtf else None
    if found is None:
        return {**NO_TIME, "edtf": edtf, "basis": "explicit" if edtf else "unknown"}
    grain = {1: "day", 4: "month", 5: "year"}.get(precision_of(*found) or 0, "span")
    basis = _one_of(row.get("basis"), ("relative", "inherited", "publication"), "explicit")
    return {"edtf": edtf or f"{found[0]}/{found[1]}", "start": found[0].isoformat(), "end": found[1].isoformat(), "grain": grain, "basis": basis,
            "ucdp_precision": precision_of(*found)}  # fmt: skip


def full_place(value: Any) -> Row:
    """Return a place of all keys from a name or a partial row."""
    row = _row_of(value, "name")
    words = {key: _text(row.get(key)) for key in ("name", "country", "admin1", "admin2", "city")}
    lat, lon = _number(row.get("lat"), 90), _number(row.get("lon"), 180)
    if lat is None or lon is None:
        lat = lon = None
    number, precision = row.get("geonameid"), row.get("ucdp_precision")
    told = any(words.values()) or lat is not None
    return {**words, "lat": lat, "lon": lon, "geonameid": number if _is_count(number) else None,
            "ucdp_precision": precision if _is_count(precision) and precision in range(1, 8) else _place_precision(words),
            "basis": _one_of(row.get("basis"), ("inherited", "dateline"), "stated") if told else "unknown"}  # fmt: skip


def _place_precision(words: Row) -> int | None:
    """Return the UCDP code that names alone allow: a town, a district, a province, a country."""
    return next((code for key, code in (("city", 1), ("admin2", 3), ("admin1", 4), ("country", 6)) if words[key]), None)


def _row_of(value: Any, key: str) -> Row:
    """Return a row as it is, a text as a row with one key, and no keys for anything else."""
    return {key: value} if isinstance(value, str) else dict(value) if isinstance(value, dict) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _number(value: Any, most: float) -> float | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and -most <= value <= most
    return float(value) if fits else None


def _one_of(value: Any, words: tuple[str, ...], default: str) -> str:
    return value if isinstance(value, str) and value in words else default


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
    row = _row_of(value, "name")
    name = _text(row.get("name")) or _text(row.get("key")) or "unknown"
    key = _text(row.get("key")) or f"words:unidentified:-:{name.lower()}"
    kind = _one_of(row.get("kind"), _KINDS, "unidentified")
    return {"key": key, "name": name, **{field: _text(row.get(field)) for field in NO_PARTY}, "kind": kind}


def _claim_party(value: Any) -> Row:
    """Return a party of a claim, which stands on no words of its own."""
    return {**full_party(value), "role": None, "number": None, "span": None, "in": None}


def full_toll_row(value: Any) -> Row:
    """Return a row of a claim's toll of all keys from a partial one."""
    row = _row_of(value, "effect")
    low, high = (row.get(key) if _is_count(row.get(key)) else None for key in ("low", "high"))
    combatants = row.get("combatants")
    return {"effect": _text(row.get("effect")) or "affected", "low": low, "high": high, "who": _text(row.get("who")),
            "combatants": combatants if isinstance(combatants, bool) else None, "span": None,
            "policy": _one_of(row.get("policy"), ("bound", "word", "plural"), "exact"), "words": None}  # fmt: skip


def _rows(shape: Callable[[Any], Row]) -> Callable[[Any], list[Row]]:
    return lambda value: [shape(held) for held in value] if isinstance(value, list) else []


_PLAIN: dict[str, Callable[[Any], bool]] = {
    "type": lambda value: isinstance(value, str) and bool(value),
    "mode": lambda value: value is None or isinstance(value, str),
    "contexts": lambda value: isinstance(value, list) and all(isinstance(word, str) for word in value),
    "realis": lambda value: value in ("actual", "future", "hypothetical", "generic"),
    "stage": lambda value: value in ("accomplished", "attempted", "foiled", "planned"),
    "factuality": lambda value: value in ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu"),
    "background": lambda value: isinstance(value, bool),
    "superseded": lambda value: isinstance(value, bool),
}
_SHAPED: dict[str, Callable[[Any], Any]] = {
    "time": full_time, "place": full_place, "toll": _rows(full_toll_row), "actor": _rows(_claim_party), "recipient": _rows(_claim_party),
}  # fmt: skip


def claim_fields(value: Row) -> Row:
    """Return the fields of a claim that a `correct` decision may replace, in full form; others, and values that no claim has, are left out."""
    plain = {name: value[name] for name, fits in _PLAIN.items() if name in value and fits(value[name])}
    return plain | {name: shape(value[name]) for name, shape in _SHAPED.items() if name in value}
