"""Rows of the ledger for eyes (tables), spreadsheets (CSV) and programs (JSON Lines)."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import typer

from tocsin.report.words import day_text, place_text, range_words, time_text, tolls_text

Row = dict[str, Any]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that spreadsheets take for a formula; a text that begins so gets an apostrophe in front."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, and how a row's cell reads. `grow`: it takes the room that others leave; `wide`: only where there is much."""

    name: str
    cell: Callable[[Row], Any]
    grow: bool = False
    wide: bool = False


Columns = Sequence[Column]


def _names(parties: Sequence[Row]) -> str:
    return ", ".join(party["name"] for party in parties)


def _actors(row: Row) -> str:
    """Return who acted; a party that is only suspected has a question mark."""
    sides = [*row["perpetrators"], *row["parties"]]
    return ", ".join(party["name"] + {"suspected": "?", "denied": " (denied)"}.get(party.get("attribution", ""), "") for party in sides)


def _review(row: Row) -> str:
    """Return what people decided; nothing for what nobody has looked at."""
    return "" if row["review"] == "unreviewed" else str(row["review"])


def _grade(row: Row) -> str:
    return f"{row['grade']['evidence']} {row['grade']['reliability']}{row['grade']['credibility']}"


def _how(row: Row) -> str:
    """Return how a record changed: the fields, or where it went."""
    if row["change"] in {"merged", "split"}:
        return f"into {', '.join(row['into'])}" if row["change"] == "merged" else f"from {', '.join(row['from'])}"
    if row["change"] == "withdrawn":
        return str(row["why"])
    return ", ".join(row.get("fields", ()))


INCIDENTS: Columns = (
    Column("id", lambda row: row["id"]),
    Column("when", lambda row: time_text(row["time"])),
    Column("what", lambda row: row["label"], grow=True),
    Column("who", _actors, wide=True),
    Column("whom", lambda row: _names(row["victims"]), wide=True),
    Column("where", lambda row: place_text(row["place"]), wide=True),
    Column("toll", lambda row: tolls_text(row["toll"])),
    Column("status", lambda row: row["status"]),
    Column("grade", _grade),
    Column("src", lambda row: row["n_sources"]),
    Column("review", _review),
)
PEOPLE: Columns = (
    Column("id", lambda row: row["id"]),
    Column("name", lambda row: row["label"], grow=True),
    Column("status", lambda row: row["status"]),
    Column("country", lambda row: row["country"]),
    Column("roles", lambda row: ", ".join(role["role"] for role in row["roles"][:3])),
    Column("spellings", lambda row: ", ".join(sorted({alias["name"] for alias in row["aliases"]})[:5])),
    Column("review", _review),
)
GROUPS: Columns = (
    Column("id", lambda row: row["id"]),
    Column("name", lambda row: row["label"], grow=True),
    Column("kind", lambda row: row["entity_kind"]),
    Column("sector", lambda row: row["sector"]),
    Column("country", lambda row: row["country"]),
    Column("spellings", lambda row: ", ".join(sorted({alias["name"] for alias in row["aliases"]})[:5])),
    Column("review", _review),
)
RELATIONS: Columns = (
    Column("id", lambda row: row["id"]),
    Column("type", lambda row: row["type"]),
    Column("one", lambda row: row["from"]["name"], grow=True),
    Column("other", lambda row: row["to"]["name"], grow=True),
    Column("state", lambda row: row["state"]),
    Column("first", lambda row: day_text(row["first"])),
    Column("last", lambda row: day_text(row["last"])),
    Column("claims", lambda row: len(row["history"])),
)
CASES: Columns = (
    Column("id", lambda row: row["id"]),
    Column("opened", lambda row: day_text(row["opened"])),
    Column("question", lambda row: row["question"], grow=True),
    Column("state", lambda row: row["state"]),
    Column("incident", lambda row: row["incident"]),
    Column("proposals", lambda row: len(row["proposals"])),
)
CLAIMS: Columns = (
    Column("id", lambda row: row["id"]),
    Column("type", lambda row: row["type"]),
    Column("when", lambda row: time_text(row["time"])),
    Column("who", lambda row: _names(row["actor"])),
    Column("whom", lambda row: _names(row["recipient"])),
    Column("where", lambda row: place_text(row["place"])),
    Column("toll", lambda row: ", ".join(f"{range_words(toll['low'], toll['high'])} {toll['effect']}" for toll in row["toll"])),
    Column("sure", lambda row: row["factuality"]),
    Column("says", lambda row: " ← ".join(source["name"] for source in row["sources"])),
    Column("words", lambda row: row["evidence"]["words"], grow=True),
    Column("incident", lambda row: row["incident"]),
)
ARTICLES: Columns = (
    Column("id", lambda row: row["id"].removeprefix("sha256:")[:16]),
    Column("published", lambda row: day_text(row["published"])),
    Column("outlet", lambda row: row["outlet"]),
    Column("title", lambda row: row["title"] or row["ref"], grow=True),
    Column("collected", lambda row: row["collected_at"][:16].replace("T", " ")),
    Column("address", lambda row: row["uri"]),
)

TIMELINE: Columns = tuple(column for column in INCIDENTS if column.name in {"id", "when", "what", "where", "toll", "status"})
COUNTED: Columns = (
    Column("incidents", lambda row: row["incidents"]),
    Column("killed (low)", lambda row: row["killed_low"]),
    Column("killed (best)", lambda row: row["killed_best"]),
)
CHANGES: Columns = (
    Column("change", lambda row: row["change"]),
    Column("kind", lambda row: row["kind"]),
    Column("id", lambda row: row["id"]),
    Column("what", lambda row: row["label"], grow=True),
    Column("how", _how, grow=True),
)
ACTS: Columns = (
    Column("act", lambda row: row["seq"]),
    Column("at", lambda row: row["at"][:19].replace("T", " ")),
    Column("who", lambda row: row["who"]),
    Column("did", lambda row: row["verb"]),
    Column("what", lambda row: f"{row['subject_kind']} {row['subject_id']}", grow=True),
)


def put(rows: Sequence[Row], columns: Columns, total: int, *, as_json: bool, as_csv: bool) -> None:
    """Print rows as JSON Lines, as CSV, or as a table with a line that says how many there are in all."""
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n")
        return
    cells = [[_text(column.cell(row)) for column in columns] for row in rows]
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([column.name for column in columns])
        writer.writerows([harmless(cell) for cell in line] for line in cells)
        return
    from tocsin.cli.render import is_terminal, print_table

    if cells and is_terminal():
        cells = [[_short(cell) for cell in line] for line in cells]
    if cells:
        grow, wide = ({n for n, column in enumerate(columns) if getattr(column, name)} for name in ("grow", "wide"))
        print_table([column.name for column in columns], cells, grow=grow, wide=wide)
    more = f" (the first {len(rows)}; --limit 0 shows all)" if total > len(rows) else ""
    typer.echo(f"{total:,} in all{more}" if total else "Nothing in the ledger meets that.", err=True)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


_HASHED = re.compile(r"(?<![\w:])[a-z]([0-9a-f]{20})(?!\w)")


def _short(cell: str) -> str:
    """Return a cell with ids cut to what is enough to name them; commands take the beginning of an id."""
    return _HASHED.sub(lambda match: match[0][:8], cell)


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
