"""`tocsin link`: incidents across articles."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from tocsin.errors import InputError

HELP = """Put the incidents of many readings together: one line a happening.

READINGS is the output of `tocsin read --json`; "-" is standard input.

Example:

  tocsin read *.txt --json > readings.jsonl && tocsin link readings.jsonl
"""


def link(readings: Annotated[str, typer.Argument(metavar="READINGS", help="JSON Lines of readings; - is standard input.")]) -> None:
    """Put the incidents of many readings together."""
    from tocsin.linking.link import link_readings

    for row in link_readings(_rows(readings)):
        sys.stdout.write(json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n")


def _rows(path: str) -> Iterator[dict[str, Any]]:
    """Yield the readings of a file."""
    if path != "-" and not Path(path).is_file():
        raise InputError("not-found", f"{path} is not a file. Make it with: tocsin read FILE… --json > {path}")
    with sys.stdin if path == "-" else Path(path).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _reading(line, path, number)


def _reading(line: str, path: str, number: int) -> dict[str, Any]:
    """Read one line."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise InputError("bad-json", f"{path}:{number} is not JSON: {error}") from error
    if not isinstance(row, dict) or not str(row.get("schema", "")).startswith("tocsin.reading/"):
        raise InputError("not-a-reading", f"{path}:{number} is not a reading. Make readings with: tocsin read FILE… --json")
    return row
