"""An incident's claims as a table of field × source, with what differs marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tocsin.report.words import CERTAINTY, place_text, range_words, time_text

Row = dict[str, Any]

_FIELDS: tuple[tuple[str, Callable[[Row], list[str]]], ...] = (
    ("what", lambda claim: [str(claim["type"]).lower() + (f" ({claim['mode']})" if claim["mode"] else "")]),
    ("when", lambda claim: [time_text(claim["time"])]),
    ("where", lambda claim: [place_text(claim["place"])]),
    ("who", lambda claim: [party["name"] for party in claim["actor"]]),
    ("on whom", lambda claim: [party["name"] for party in claim["recipient"]]),
    ("toll", lambda claim: [f"{range_words(toll['low'], toll['high'])} {toll['effect']}" for toll in claim["toll"]]),
    ("means", lambda claim: [claim["means"]["name"]] if claim["means"] else []),
    ("certainty", lambda claim: [str(CERTAINTY.get(claim["factuality"], claim["factuality"]))]),
    ("says", lambda claim: [claim["sources"][-1]["name"]] if len(claim["sources"]) > 1 else []),
)
_COMPARED = frozenset({"when", "where", "who", "toll"})
"""Fields in which sources that say different things disagree; in the others they only tell more or less."""


def source_matrix(claims: list[Row], articles: list[Row], conflicts: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return the columns (articles, earliest first) and the rows of the matrix.

    Each row has `field`, `cells` (one an article: rows of `value` and `claims`) and `differ`: the record lists a conflict on it.
    """
    fields_in_conflict = {conflict["field"].split(".")[0] for conflict in conflicts}
    names = {"time": "when", "place": "where", "toll": "toll", "perpetrators": "who", "status": "certainty"}
    differ = {names.get(field, field) for field in fields_in_conflict}
    columns = [article for article in articles if any(claim["article"] == article["id"] for claim in claims)]
    rows = []
    for name, values in _FIELDS:
        cells = [_cell([claim for claim in claims if claim["article"] == article["id"]], values) for article in columns]
        if any(cells):
            rows.append({"field": name, "cells": cells, "differ": name in differ and name in _COMPARED | {"certainty"}})
    return columns, rows


def _cell(claims: list[Row], values: Callable[[Row], list[str]]) -> list[Row]:
    """Return the distinct values of one article's claims, each with the claims that say so."""
    found: dict[str, list[str]] = {}
    for claim in claims:
        for value in values(claim):
            if value:
                found.setdefault(value, []).append(claim["id"])
    return [{"value": value, "claims": ids} for value, ids in found.items()]
