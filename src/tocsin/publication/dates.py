"""Dates made coarser: to whole weeks, months or years. Equal dates become equal windows; precision and grain change with them."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

from tocsin.publication.vocabulary import code
from tocsin.records.shapes import NO_TIME, day, precision_of, window

Row = dict[str, Any]


def coarsen_time(time: Row, grain: str) -> Row:
    """Return a record's time in whole days, weeks, months or years. Nothing of its words is copied; a time without a window becomes unknown."""
    first, last = day(time.get("start")), day(time.get("end"))
    if first is None or last is None or last < first:
        return dict(NO_TIME)
    wide = _whole(first, last, grain)
    basis = code("basis", time.get("basis")) or "unknown"
    held = time.get("edtf")
    exact = wide == (first, last) and isinstance(held, str) and window(held) == wide
    return {"edtf": held if exact else _edtf(*wide), "start": wide[0].isoformat(), "end": wide[1].isoformat(), "grain": _grain(*wide),
            "basis": basis, "ucdp_precision": precision_of(*wide)}  # fmt: skip


def is_coarser(before: Row, after: Row) -> bool:
    """Tell whether a time says less than the one that it was made from."""
    return (before.get("start"), before.get("end")) != (after["start"], after["end"])


def coarsen_day(text: Any, grain: str) -> str | None:
    """Return a day where days may leave, else nothing: a vague day would be printed as an exact one."""
    found = day(text)
    return found.isoformat() if found and grain == "day" else None


def period_of(time: Row) -> str:
    """Return the month or year that a time lies in, `unknown` for longer or no windows."""
    first, last = day(time.get("start")), day(time.get("end"))
    if first is None or last is None or first.year != last.year:
        return "unknown"
    return f"{first.year:04d}-{first.month:02d}" if first.month == last.month else f"{first.year:04d}"


def _whole(first: date, last: date, grain: str) -> tuple[date, date]:
    """Return the window of whole units around a window."""
    if grain == "week":
        return _safe(first, -first.weekday()), _safe(last, 6 - last.weekday())
    if grain == "month":
        return first.replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1])
    if grain == "year":
        return first.replace(month=1, day=1), last.replace(month=12, day=31)
    return first, last


def _safe(from_: date, days: int) -> date:
    try:
        return from_ + timedelta(days)
    except OverflowError:
        return from_


def _edtf(first: date, last: date) -> str:
    """Return a window in EDTF, in the shortest form."""
    for text in (f"{first.year:04d}", f"{first.year:04d}-{first.month:02d}", first.isoformat()):
        if window(text) == (first, last):
            return text
    start, end = (f"{one.year:04d}-{one.month:02d}" for one in (first, last))
    return f"{start}/{end}" if window(f"{start}/{end}") == (first, last) else f"{first.isoformat()}/{last.isoformat()}"


def _grain(first: date, last: date) -> str:
    return {1: "day", 3: "week", 4: "month", 5: "year"}.get(precision_of(first, last) or 0, "span") if window(_edtf(first, last)) else "span"
