"""Rows of the ledger for eyes (tables and cards), spreadsheets (CSV) and programs (JSON Lines)."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

import typer

from tocsin.report import columns, sheets
from tocsin.report.columns import Listing

Row = dict[str, Any]

LISTINGS: dict[str, tuple[Listing, sheets.Sheet]] = {
    "incident": (columns.INCIDENTS, sheets.INCIDENTS),
    "timeline": (columns.TIMELINE, sheets.INCIDENTS),
    "person": (columns.PEOPLE, sheets.ENTITIES),
    "group": (columns.GROUPS, sheets.ENTITIES),
    "relation": (columns.RELATIONS, sheets.RELATIONS),
    "case": (columns.CASES, sheets.CASES),
    "claim": (columns.CLAIMS, sheets.CLAIMS),
    "article": (columns.ARTICLES, sheets.ARTICLES),
    "change": (columns.CHANGES, sheets.CHANGES),
    "act": (columns.ACTS, sheets.ACTS),
}
"""How each kind of row looks, and what its spreadsheet holds."""

NOUNS = {"incident": "incidents", "timeline": "incidents", "person": "people", "group": "groups", "relation": "relations", "case": "cases",
         "claim": "claims", "article": "articles", "change": "changes", "act": "acts"}  # fmt: skip


def put(kind: str, rows: Sequence[Row], total: int, *, as_json: bool, as_csv: bool, unlike: str = "") -> None:
    """Print rows of a kind, and how many there are in all; `unlike` says what is not counted."""
    listing, sheet = LISTINGS[kind]
    put_rows(listing, sheet, rows, NOUNS[kind], total, as_json=as_json, as_csv=as_csv, unlike=unlike)


def put_rows(
    listing: Listing, sheet: sheets.Sheet, rows: Sequence[Row], noun: str, total: int, *, as_json: bool, as_csv: bool, unlike: str = ""
) -> None:
    """Print rows as JSON Lines, as CSV, or as a table with a line below that says how many there are in all."""
    if as_json and as_csv:
        from tocsin.errors import UsageError

        raise UsageError("Choose one of --json and --csv.")
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n")
        return
    if as_csv:
        sys.stdout.write(sheets.csv_text(rows, sheet))
        return
    if rows:
        from tocsin.cli.render import print_listing

        print_listing(listing, rows)
        sys.stdout.flush()
    more = f"; {len(rows):,} shown, --limit 0 shows all" if total > len(rows) else ""
    one = {"people": "person"}.get(noun, noun.removesuffix("s"))
    typer.echo(f"{total:,} {one if total == 1 else noun}{unlike}{more}." if total else f"No {noun} in the ledger meet that.", err=True)
