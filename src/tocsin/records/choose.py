"""When and where: the finest value on which independent articles agree, never finer than the words of one of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tocsin.records.rules import country_names
from tocsin.records.shapes import NO_PLACE, NO_TIME, day, precision_of

Row = dict[str, Any]

TIME_BASES = ("explicit", "relative", "inherited", "publication", "unknown")
PLACE_BASES = ("stated", "inherited", "dateline", "unknown")
MOST_DAYS = 31
"""Days that disagree by more than a month are not one window: the better supported one is held."""
NEAR_KM = 25.0
"""Towns within this distance may be one place named twice: UCDP's "near" (precision 2)."""
LEVELS = ("country", "admin1", "admin2", "city")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one independent article says: a row of the contract, and the claims that it stands on."""

    row: Row
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    published: str


def choose_time(candidates: Sequence[Candidate]) -> tuple[Row, list[Row]]:
    """Return the time of an incident, and a conflict row when the days of two articles have none in common."""
    known = [c for c in candidates if c.row["basis"] != "unknown" and (c.row["edtf"] or c.row["start"])]
    told = [c for c in known if c.row["basis"] != "publication"] or known
    dated = sorted((c for c in told if _window(c)), key=_time_order)
    if not dated:
        best = min(told, key=lambda c: (_basis(c, TIME_BASES), c.published or "9", str(c.row["edtf"]), c.claims), default=None)
        return _row(NO_TIME, best, "undated" if best else "unknown", told if best else []), []
    if _all_overlap(dated):
        return _row(NO_TIME, dated[0], "only-value" if len(dated) == 1 else "finest-agreed", dated), []
    return _disputed_time(dated), [_conflict("time", dated, lambda c: str(c.row["edtf"] or f"{c.row['start']}/{c.row['end']}"))]


def _disputed_time(dated: list[Candidate]) -> Row:
    """Return the window that more articles support, else the span of the windows that tie, else the better grounded one."""
    counts = Counter(_window(c) for c in dated)
    unlike = list({_window(c): c for c in reversed(dated)}.values())  # the best grounded one of each window
    finest = [c for c in unlike if not any(_within(other, c) and other is not c for other in unlike)]
    most = max(counts[_window(c)] for c in finest)
    tied = sorted((c for c in finest if counts[_window(c)] == most), key=_time_order)
    windows = {_window(c) for c in tied}
    if len(windows) == 1:
        return _row(NO_TIME, tied[0], "best-supported", [c for c in dated if _overlap(c, tied[0])])
    first, last = min(w[0] for w in windows if w), max(w[1] for w in windows if w)
    if (last - first).days < MOST_DAYS:
        spanned = {**NO_TIME, "edtf": f"[{first}..{last}]", "start": first.isoformat(), "end": last.isoformat(), "grain": "span",
                   "basis": tied[0].row["basis"], "ucdp_precision": precision_of(first, last)}  # fmt: skip
        return {**spanned, "rule": "common-window", "claims": _claims(tied)}
    best = min(tied, key=lambda c: (_basis(c, TIME_BASES), c.published or "9", c.claims))
    return _row(NO_TIME, best, "better-based", [best])


def _window(candidate: Candidate) -> tuple[date, date] | None:
    first, last = day(candidate.row["start"]), day(candidate.row["end"])
    return (first, last) if first and last and first <= last else None


def _all_overlap(candidates: Sequence[Candidate]) -> bool:
    """Tell whether all windows have a day in common: on a line that is the same as each two having one."""
    windows = [w for c in candidates if (w := _window(c))]
    return max(w[0] for w in windows) <= min(w[1] for w in windows)


def _overlap(a: Candidate, b: Candidate) -> bool:
    x, y = _window(a), _window(b)
    return bool(x and y and x[0] <= y[1] and y[0] <= x[1])


def _within(a: Candidate, b: Candidate) -> bool:
    """Tell whether the window of `a` lies in that of `b`."""
    x, y = _window(a), _window(b)
    return bool(x and y and y[0] <= x[0] and x[1] <= y[1])


def _time_order(candidate: Candidate) -> tuple[Any, ...]:
    """Order the finest first, then what stands on firmer words."""
    first, last = _window(candidate) or (date.min, date.max)
    return ((last - first).days, _basis(candidate, TIME_BASES), first, candidate.published or "9", candidate.claims)


def _basis(candidate: Candidate, bases: Sequence[str]) -> int:
    return bases.index(candidate.row["basis"]) if candidate.row["basis"] in bases else len(bases)


def _row(empty: Row, candidate: Candidate | None, rule: str, backers: Sequence[Candidate]) -> Row:
    value = {key: candidate.row[key] for key in empty} if candidate else dict(empty)
    return {**value, "rule": rule, "claims": _claims(backers)}


def _claims(candidates: Sequence[Candidate]) -> list[str]:
    return sorted({claim for c in candidates for claim in c.claims})


def _conflict(field: str, candidates: Sequence[Candidate], show: Any) -> Row:
    """Return who says which value."""
    values: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        values.setdefault(show(candidate), []).append(candidate)
    rows = [{"value": value, "claims": _claims(held), "sources": sorted({name for c in held for name in c.sources}), "current": True}
            for value, held in sorted(values.items())]  # fmt: skip
    return {"field": field, "values": rows}


# ---------------------------------------------------------------- places


def choose_place(candidates: Sequence[Candidate]) -> tuple[Row, list[Row]]:
    """Return the place of an incident, and a conflict row when two articles put it in different places.

    Where a dateline alone speaks against words, the words are held: reporters write from where they are.
    """
    known = sorted((c for c in candidates if c.row["basis"] != "unknown" and (c.row["country"] or c.row["name"])), key=_place_order)
    if not known:
        return _row(NO_PLACE, None, "unknown", []), []
    stated = [c for c in known if c.row["basis"] != "dateline"] or known
    unlike = _unlike(stated)
    if all(_compatible(a.row, b.row) for n, a in enumerate(unlike) for b in unlike[n + 1 :]):
        best = next((c for c in _unlike(known) if all(_compatible(c.row, other.row) for other in unlike)), stated[0])
        return _row(NO_PLACE, best, "only-value" if len(known) == 1 else "finest-agreed", [c for c in known if _compatible(c.row, best.row)]), []
    return _disputed_place(stated), [_conflict("place", known, lambda c: place_line(c.row))]


def _spot(candidate: Candidate) -> tuple[Any, ...]:
    return (*(candidate.row[level] for level in LEVELS), candidate.row["geonameid"], candidate.row["name"])


def _unlike(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the first candidate of each place."""
    first: dict[tuple[Any, ...], Candidate] = {}
    for candidate in candidates:
        first.setdefault(_spot(candidate), candidate)
    return list(first.values())


def _disputed_place(known: list[Candidate]) -> Row:
    """Return the place that more articles support, else what the tied ones have in common."""
    counts = Counter(map(_spot, known))
    unlike = _unlike(known)
    support = {_spot(c): sum(counts[_spot(other)] for other in unlike if _contains(c.row, other.row)) for c in unlike}
    finest = [c for c in unlike if not any(_contains(c.row, other.row) and not _contains(other.row, c.row) for other in unlike)]
    most = max(support[_spot(c)] for c in finest)
    tied = [c for c in finest if support[_spot(c)] == most]
    if all(_compatible(tied[0].row, other.row) for other in tied):
        return _row(NO_PLACE, tied[0], "best-supported", [c for c in known if _compatible(c.row, tied[0].row)])
    common = _common(tied)
    if common["country"] is None:
        best = min(tied, key=lambda c: (_basis(c, PLACE_BASES), c.published or "9", c.claims))
        return _row(NO_PLACE, best, "better-based", [best])
    at_level = [c for c in known if all(c.row[level] == common[level] for level in LEVELS)]
    if at_level:
        return _row(NO_PLACE, at_level[0], "common-area", tied)
    return {**common, "rule": "common-area", "claims": _claims(tied)}


def _common(tied: Sequence[Candidate]) -> Row:
    """Return the smallest area that holds all of some places, by its name, without a point."""
    row = dict(NO_PLACE)
    for level, precision in zip(LEVELS[:3], (6, 4, 3), strict=True):
        names = {c.row[level] for c in tied}
        if len(names) != 1 or None in names:
            break
        row[level] = names.pop()
        name = country_names().get(row[level], row[level]) if level == "country" else row[level]
        row |= {"ucdp_precision": precision, "basis": "stated", "name": name}
    return row


def _place_order(candidate: Candidate) -> tuple[Any, ...]:
    row = candidate.row
    fineness = (row["lat"] is None, row["ucdp_precision"] or 9, _basis(candidate, PLACE_BASES))
    return (*fineness, candidate.published or "9", str(row["name"]), candidate.claims)


def _contains(area: Row, place: Row) -> bool:
    """Tell whether a place lies in an area, or is it."""
    if area["geonameid"] is not None and area["geonameid"] == place["geonameid"]:
        return True
    return all(area[level] is None or area[level] == place[level] for level in LEVELS)


def _compatible(a: Row, b: Row) -> bool:
    """Tell whether both may name one place: one lies in the other, or they are near each other."""
    return _contains(a, b) or _contains(b, a) or _km(a, b) <= NEAR_KM


def _km(a: Row, b: Row) -> float:
    """Return the distance of two points over the ground, infinite unless both are towns with coordinates."""
    if None in (a["lat"], a["lon"], b["lat"], b["lon"]) or max(a["ucdp_precision"] or 9, b["ucdp_precision"] or 9) > 2:
        return math.inf
    p, q = math.radians(a["lat"]), math.radians(b["lat"])
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b["lon"] - a["lon"]) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, half)))


def place_line(row: Row) -> str:
    """Return a place as people write it: "Marawi, Philippines"."""
    country = country_names().get(row["country"] or "", row["country"])
    names = [row["name"] or row["city"] or row["admin2"] or row["admin1"], country]
    return ", ".join(dict.fromkeys(str(name) for name in names if name)) or "unknown"
