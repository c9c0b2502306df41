r"""CSV as spreadsheets read it safely: UTF-8, `\n`, quoted where needed, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tocsin.exchange.losses import LossLog

Row = dict[str, Any]

_FORMULA = tuple("=+-@\t\r＝＋－＠")
"""A text cell that begins with one of these may be run as a formula by a spreadsheet."""


def sound(text: str) -> str:
    """Return text that UTF-8 can hold: lone surrogates become "?", NUL is dropped."""
    return text.encode("utf-8", errors="replace").decode("utf-8").replace("\0", "")


def cell(value: Any) -> str:
    """Return one value as the text of a cell: nothing for None, decimals without exponents, yes/no for truth, `; ` between list items."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))
    if isinstance(value, list | tuple):
        return sound("; ".join(cell(part) for part in value))
    return sound(str(value))


def guarded(value: Any) -> str:
    """Return the text of a cell with an apostrophe before what a spreadsheet would run. Numbers need none."""
    text = cell(value)
    numeric = isinstance(value, int | float)
    return f"'{text}" if not numeric and text.startswith(_FORMULA) else text


def write_csv(columns: Sequence[str], rows: Iterable[Row], log: LossLog, *, second: Mapping[str, str] | None = None) -> bytes:
    """Return a table as CSV bytes.

    Args:
        columns: Names of the columns, in order.
        rows: Values by column; missing ones are empty cells. The key `_id` names the record for the loss report and is not written.
        log: Gets a row for each cell that had to be guarded.
        second: A second header row by column (HXL tags).
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(columns)
    if second is not None:
        writer.writerow([second.get(name, "") for name in columns])
    for row in rows:
        writer.writerow([_noted(log, row, name) for name in columns])
    return out.getvalue().encode("utf-8")


def _noted(log: LossLog, row: Row, name: str) -> str:
    value = row.get(name)
    text = guarded(value)
    if text.startswith("'") and not cell(value).startswith("'"):
        log.reduce(str(row.get("_id", "*")), name, cell(value), text, "an apostrophe keeps a spreadsheet from running the cell")
    return text
