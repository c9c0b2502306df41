"""Add a GeoNames country dump to the user's index, so that villages and facilities resolve."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from tocsin.errors import InputError, UsageError
from tocsin.gazetteer.added import added_folder
from tocsin.gazetteer.compile import Entry, create_tables, division_namings, insert
from tocsin.gazetteer.fold import is_code, is_latin
from tocsin.gazetteer.names import plain_name
from tocsin.gazetteer.read import read_json
from tocsin.gazetteer.store import build_beside

COLUMNS = 19
"""Columns of a GeoNames dump: id, name, ASCII name, other names, latitude, longitude, feature class and code, country, other countries, four
levels of division, population, elevation, terrain height, time zone, day of change; tab-separated, no header."""

DOWNLOAD = "https://download.geonames.org/export/dump"
# Feature classes that news names: administrative, towns, water, mountains, areas, roads, vegetation and spots; undersea features are left out.
_CLASSES = frozenset("APHTLRVS")
# Spots that are mostly private or too many to tell apart.
_SKIPPED = frozenset({"HTL", "RSRT", "FRM", "FRMT", "FRMS", "WLL", "WLLS", "ATHF", "BUSTP", "BUSTN", "GHSE", "REST", "MALL", "STMI", "WAD", "ADMF"})
_RENAMED = {"PCLD": "PCLI", "PCLS": "PCLI", "PCLIX": "PCLI", "PCLF": "PCLI"}
_IS_CODE = re.compile(r"[A-Za-z]{2}")


def add_country(source: str | Path) -> int:
    """Add a GeoNames country dump and return how many places it brought.

    The dump takes the place of an earlier one of the same country. The index lies in the user's data folder, apart from the cache.

    Args:
        source: Path of a dump as GeoNames gives it: `AF.zip`, or the `AF.txt` in it.

    Raises:
        UsageError: `source` is a country code or no file: nothing is downloaded, the message says which file to fetch.
        InputError: the file is no GeoNames dump.
    """
    path = Path(source)
    if not path.is_file():
        raise UsageError(_how_to_fetch(str(source)))
    rows = list(_checked(_lines(path), path.name))
    country = rows[0][8].upper()
    target = added_folder() / f"{country}.sqlite"
    target.parent.mkdir(parents=True, exist_ok=True)
    count = 0

    def fill(connection: sqlite3.Connection) -> None:
        nonlocal count
        create_tables(connection)
        count = insert(connection, _entries(rows))

    build_beside(target, fill)
    return count


def _how_to_fetch(source: str) -> str:
    code = source.upper() if _IS_CODE.fullmatch(source) else "AF"
    lead = "" if _IS_CODE.fullmatch(source) else f"There is no file {source}. "
    return (f"{lead}Tocsin downloads nothing by itself. Fetch {DOWNLOAD}/{code}.zip with a browser or curl, "
            f"then run: tocsin gazetteer add {code}.zip")


def _lines(path: Path) -> Iterator[str]:
    """Yield the lines of a dump, from the largest text in an archive or from the file itself."""
    if not zipfile.is_zipfile(path):
        with path.open(encoding="utf-8", newline="") as stream:
            yield from stream
        return
    with zipfile.ZipFile(path) as archive:
        texts = [item for item in archive.infolist() if item.filename.endswith(".txt") and "readme" not in item.filename.lower()]
        if not texts:
            raise InputError("not-a-dump", f"{path.name} holds no text file")
        with archive.open(max(texts, key=lambda item: item.file_size)) as raw:
            yield from io.TextIOWrapper(raw, encoding="utf-8", newline="")


def _checked(lines: Iterable[str], name: str) -> Iterator[list[str]]:
    """Yield the rows of a dump that news may name; refuse what is no dump."""
    csv.field_size_limit(sys.maxsize)
    kept = False
    try:
        for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if len(row) != COLUMNS or not row[0].isdigit():
                raise InputError("not-a-dump", f"{name}, line {number}: not the {COLUMNS} columns of a GeoNames dump")
            if row[6] in _CLASSES and row[7] not in _SKIPPED:
                kept = True
                yield row
    except UnicodeDecodeError as error:
        raise InputError("not-a-dump", f"{name}: not UTF-8 text") from error
    if not kept:
        raise InputError("not-a-dump", f"{name} holds no places")


def _entries(rows: list[list[str]]) -> Iterator[Entry]:
    """Yield the places of a dump, with the names of the divisions that they lie in, from the dump itself or from our tables."""
    alpha3 = {row["iso"]: row["iso3"] for row in read_json("countries.json").values()}
    ours = {key: naming.name for key, naming in division_namings().items()}
    districts = {(row[8], row[10], row[11]): plain_name(row[1], row[8]) for row in rows if row[7] == "ADM2"}
    divisions = {(row[8], row[10]): plain_name(row[1], row[8]) for row in rows if row[7] == "ADM1"} | ours
    for row in rows:
        code, feature = row[8], _RENAMED.get(row[7], row[7] or row[6])
        names = [name for name in row[3].split(",") if name and is_latin(name) and not name.islower() and not is_code(name)]
        yield Entry(int(row[0]), plain_name(row[1], code), float(row[4]), float(row[5]), alpha3.get(code), divisions.get((code, row[10])),
                    districts.get((code, row[10], row[11])), feature, int(row[14] or 0), (row[1], row[2], *names), romanised=True)
