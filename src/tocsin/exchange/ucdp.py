"""The column layout of UCDP's Georeferenced Event Dataset: deadly events with two known sides, a window of at most a year and a point."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import floor
from typing import Any

from tocsin.exchange.bundle import Bundle
from tocsin.exchange.codes import country_of
from tocsin.exchange.facts import Figure, Window, events_only, figures_of, happened, leave_out_others, speakers_of, window_of
from tocsin.exchange.losses import EVERY, LossLog
from tocsin.exchange.sides import Sides, sides_of
from tocsin.exchange.tables import write_csv
from tocsin.exchange.written import Written
from tocsin.records.canonical import digest

Row = dict[str, Any]

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id",
    "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources",
    "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec", "where_coordinates", "where_description",
    "adm_1", "adm_2", "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec",
    "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
UNKNOWN = -1
"""Stands where a number is not known. Never 0, which says that nobody died."""

_KEPT = frozenset({"type", "time", "place", "perpetrators", "parties", "victims", "toll", "sources", "n_articles", "review"})
_ALWAYS = (
    ("deaths_a", "deaths by side are not recorded: they stand under civilians or unknown, and 0 under the sides"),
    ("event_clarity", "summaries of several events are not told apart"),
    ("active_year", "counts of whole years are not made"),
    ("conflict_new_id", "conflicts, dyads and sides have no UCDP ids here"),
)


@dataclass(frozen=True, slots=True)
class _Deaths:
    civilians: int
    unknown: int
    best: int
    low: int
    high: int


def write_ucdp(bundle: Bundle) -> Written:
    """Return the incidents that fit as rows of GED's columns."""
    log = LossLog()
    rows = [row for incident in events_only(happened(bundle, log), log) if (row := _row(bundle, incident, log))]
    leave_out_others(bundle, log)
    for name, why in _ALWAYS:
        log.reduce(EVERY, name, "empty or 0", None, why)
    return Written(write_csv(COLUMNS, rows, log), log.report("ucdp"))


def _row(bundle: Bundle, incident: Row, log: LossLog) -> Row | None:
    """Return one row, None (and the cause in the log) for an incident that GED would not hold."""
    time, place, figures = incident["time"], incident["place"], figures_of(incident, "killed", log)
    window, precision = window_of(time), _date_precision(time)
    sides = sides_of(incident, log)
    refused = _refusal(incident, figures) or ("no window of days of a year at most" if not (window and precision) else None)
    if refused or isinstance(sides, str) or window is None:
        log.leave_out(incident, refused or str(sides))
        return None
    deaths = _deaths(incident, figures, sides.type, log)
    if not deaths.low <= deaths.best <= deaths.high and not _by_subtraction(incident):
        log.leave_out(incident, "low ≤ best ≤ high does not hold and no subtraction explains it")
        return None
    log.wrote(incident, _KEPT)
    return {"_id": incident["id"], "date_prec": precision, **_ids(incident), **_when(window, incident, log), **_who(sides), **_where(place),
            **_sources(bundle, incident), **_numbers(deaths)}  # fmt: skip


def _refusal(incident: Row, figures: list[Figure]) -> str | None:
    place = incident["place"]
    if not figures:
        return "no deaths reported: GED holds deadly events only"
    if all(figure.high == 0 or (figure.high is None and figure.one == 0) for figure in figures):
        return "reported as having killed nobody: GED holds deadly events only"
    if place["lat"] is None or place["lon"] is None or place["ucdp_precision"] is None:
        return "no coordinates with a precision"
    return None


def _date_precision(time: Row) -> int | None:
    """Return GED's precision of a date from the width of the window, None when it is wider than a year."""
    window = window_of(time)
    if window is None or window.days > 366:
        return None
    return next(code for code, most in ((1, 1), (2, 6), (3, 7), (4, 31), (5, 366)) if window.days <= most)


def _by_subtraction(incident: Row) -> bool:
    return any(row.get("derived_by_subtraction") for row in incident["toll"])


def _deaths(incident: Row, figures: list[Figure], type_: int, log: LossLog) -> _Deaths:
    """Return the deaths: best is the sum of its parts, and what is not known is -1."""
    ones = [figure.one for figure in figures]
    if any(one is None for one in ones):
        log.reduce(incident["id"], "toll.killed", "; ".join(map(str, figures)), f"best {UNKNOWN}", "killed, and no number: -1 stands for unknown")
        civilians, unknown = 0, UNKNOWN
    else:
        civil = [one or 0 for figure, one in zip(figures, ones, strict=True) if _civilian(figure, type_)]
        civilians, unknown = sum(civil), sum(one or 0 for one in ones) - sum(civil)
    best = civilians + unknown
    return _Deaths(civilians, unknown, best, _low(incident, figures, log), _high(incident, figures, best, log))


def _civilian(figure: Figure, type_: int) -> bool:
    return figure.combatants is False or (type_ == 3 and figure.combatants is None)


def _low(incident: Row, figures: list[Figure], log: LossLog) -> int:
    if any(figure.low is None for figure in figures):
        log.reduce(incident["id"], "toll.killed.low", "open below", UNKNOWN, "no lowest number: -1 stands for unknown")
        return UNKNOWN
    return sum(figure.low or 0 for figure in figures)


def _high(incident: Row, figures: list[Figure], best: int, log: LossLog) -> int:
    if any(figure.high is None for figure in figures):
        log.reduce(incident["id"], "toll.killed.high", "open above", best, "no highest number: the highest that was said stands")
        return best
    return sum(figure.high or 0 for figure in figures)


def _ids(incident: Row) -> Row:
    checked = incident["review"] in {"accepted", "corrected"} and incident["status"] == "actual"
    return {"id": int(digest(incident["id"])[:12], 16), "relid": incident["id"], "code_status": "Clear" if checked else "Check"}


def _when(window: Window, incident: Row, log: LossLog) -> Row:
    if window.first.year != window.last.year:
        log.reduce(incident["id"], "time", incident["time"]["edtf"], window.first.year, "the year of the first possible day")
    return {"year": window.first.year, "date_start": _midnight(window.first), "date_end": _midnight(window.last)}


def _midnight(day: date) -> str:
    return f"{day.isoformat()} 00:00:00.000"


def _who(sides: Sides) -> Row:
    return {"type_of_violence": sides.type, "side_a": sides.a.name, "side_b": sides.b.name, "dyad_name": f"{sides.a.name} - {sides.b.name}",
            "gwnoa": sides.a.state_number, "gwnob": sides.b.state_number}  # fmt: skip


def _sources(bundle: Bundle, incident: Row) -> Row:
    rows = sorted(incident["sources"], key=lambda row: (str(row["published"] or "9999"), str(row["outlet"]), str(row["article"])))
    titles = [str((bundle.articles.get(row["article"]) or {}).get("title") or "") for row in rows]
    items = [", ".join(filter(None, (row["outlet"], row["published"], title))) for row, title in zip(rows, titles, strict=True)]
    return {"number_of_sources": incident["n_articles"] or UNKNOWN, "source_article": _list(items), "source_headline": _list(titles),
            "source_office": _list([row["outlet"] for row in rows]), "source_date": _list([row["published"] or "" for row in rows]),
            "source_original": _list(speakers_of(incident))}  # fmt: skip


def _list(values: list[Any]) -> str:
    """Return values as GED's lists: `;` between them and none within."""
    return ";".join(" ".join(str(value).replace(";", ",").split()) for value in values)


def _where(place: Row) -> Row:
    country = country_of(place["country"])
    lat, lon = round(float(place["lat"]), 6), round(float(place["lon"]), 6)
    return {"where_prec": place["ucdp_precision"], "where_coordinates": place["name"], "adm_1": place["admin1"], "adm_2": place["admin2"],
            "latitude": lat, "longitude": lon, "geom_wkt": f"POINT ({lon} {lat})", "priogrid_gid": priogrid_cell(lat, lon),
            "country": country.name if country else place["country"], "country_id": country and country.state_number,
            "region": country and country.ucdp_region}  # fmt: skip


def priogrid_cell(lat: float, lon: float) -> int:
    """Return the number of the half-degree cell of PRIO-GRID: 1 in the south-west corner of the world, counted eastwards, then northwards."""
    row, column = min(floor((lat + 90) * 2), 359), min(floor((lon + 180) * 2), 719)
    return row * 720 + column + 1


def _numbers(deaths: _Deaths) -> Row:
    return {"deaths_a": 0, "deaths_b": 0, "deaths_civilians": deaths.civilians, "deaths_unknown": deaths.unknown, "best": deaths.best,
            "low": deaths.low, "high": deaths.high}  # fmt: skip
