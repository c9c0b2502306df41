"""HXL: a CSV with a row of hashtags under its header, checked by libhxl."""

from __future__ import annotations

import io
from typing import Any

from tocsin.errors import MissingPartError
from tocsin.exchange.bundle import Bundle
from tocsin.exchange.codes import crosswalk
from tocsin.exchange.csv_tables import names_of
from tocsin.exchange.facts import Figure, events_only, figure_of, happened, leave_out_others, outlets_of, perpetrators_of
from tocsin.exchange.losses import LossLog
from tocsin.exchange.tables import write_csv
from tocsin.exchange.written import Written

Row = dict[str, Any]

_KEPT = frozenset({"type", "mode", "time", "place", "perpetrators", "parties", "victims", "toll", "grade", "status", "sources"})
_EFFECTS = ("killed", "injured", "abducted", "displaced")
INSTALL = "pip install 'tocsin[standards]'"


def write_hxl(bundle: Bundle) -> Written:
    """Return the events that happened as a tagged table.

    Raises:
        MissingPartError: libhxl is not installed.
    """
    log = LossLog()
    rows = []
    for incident in events_only(happened(bundle, log), log):
        log.wrote(incident, _KEPT)
        rows.append(_row(bundle, incident, log))
    leave_out_others(bundle, log)
    tags = dict(crosswalk("hxl")["columns"])
    content = write_csv(list(tags), rows, log, second=tags)
    check_tags(content, list(tags.values()))
    return Written(content, log.report("hxl"))


def check_tags(content: bytes, tags: list[str]) -> None:
    """Read the table back with libhxl, and see that it finds every tag.

    Raises:
        MissingPartError: libhxl is not installed.
        ValueError: libhxl does not read the tags as they were written: an error of ours.
    """
    try:
        import hxl
    except ImportError as error:
        raise MissingPartError("libhxl", INSTALL) from error
    # A table without rows has nothing that tells libhxl its kind, so the tags alone are checked on a row of blanks.
    found = hxl.data(io.BytesIO(content if content.count(b"\n") > 2 else content + b"," * len(tags) + b"\n")).columns
    if [column.display_tag for column in found] != tags:
        raise ValueError(f"libhxl reads other tags: {[column.display_tag for column in found]}")


def _row(bundle: Bundle, incident: Row, log: LossLog) -> Row:
    time, place = incident["time"], incident["place"]
    published = sorted(row["published"] for row in incident["sources"] if row["published"])
    addresses = sorted({uri for row in incident["sources"] if (uri := (bundle.articles.get(row["article"]) or {}).get("uri"))})
    return {
        "_id": incident["id"], "id": incident["id"], "date start": time["start"], "date end": time["end"], "date precision": time["grain"],
        "reported": published[0] if published else None, "type": "/".join(filter(None, (incident["type"], incident["mode"]))),
        "perpetrators": names_of(perpetrators_of(incident, log)), "parties": names_of(incident["parties"]),
        "victims": names_of(incident["victims"]),
        "country code": place["country"], "admin1": place["admin1"], "admin2": place["admin2"], "place": place["name"],
        "latitude": place["lat"], "longitude": place["lon"], "place precision": place["ucdp_precision"], **_tolls(incident, log),
        "grade": incident["grade"]["evidence"], "status": incident["status"], "sources": outlets_of(incident), "address": addresses,
    }  # fmt: skip


def _tolls(incident: Row, log: LossLog) -> Row:
    """Return lowest and highest numbers; a cell stays empty where it is not known."""
    cells: Row = {}
    for effect in sorted({row["effect"] for row in incident["toll"]}):
        figure = figure_of(incident, effect, log) or Figure(None, None, None)
        if effect not in _EFFECTS:
            log.reduce(incident["id"], f"toll.{effect}", figure, None, "no column for this effect")
            continue
        if figure.best is not None and figure.best not in {figure.low, figure.high}:
            log.reduce(incident["id"], f"toll.{effect}", figure, f"{figure.low}–{figure.high}", "the best number between the two has no column")
        if (figure.low, figure.high) == (None, None):
            log.reduce(incident["id"], f"toll.{effect}", "told without a number", "empty cells", "a cell cannot tell it from not reported")
        cells |= {f"{effect} lowest": figure.low, f"{effect} highest": figure.high}
    return cells
