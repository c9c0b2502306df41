"""Compile the place files into one SQLite file: places with what is known of them, and the keys of their names."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tocsin.gazetteer.fold import EXACT_MARK, LOOSE_MARK, fold, is_abbreviation, is_code, is_latin, loosen
from tocsin.gazetteer.names import Naming, bare_name, division_names, plain_name
from tocsin.gazetteer.read import Division, Row, read_divisions, read_json, read_towns, read_yaml

NAME, ALTERNATE, LOOSE = 0, 1, 2
"""How a key stands for a place: its own name, another of its names, a transliteration of either."""

LARGE_CAPITAL = 200_000
"""Above it, a town that bears a capital's name only among its other names may be the capital ("Kyiv")."""

Progress = Callable[[str, float], None]
"""Called with what is being done and the share done, 0–1."""

_TABLES = """
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT NOT NULL, lat REAL NOT NULL, lon REAL NOT NULL, country TEXT, admin1 TEXT,
                    admin2 TEXT, feature TEXT NOT NULL, population INTEGER NOT NULL);
CREATE TABLE name (key TEXT NOT NULL, place INTEGER NOT NULL, how INTEGER NOT NULL, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
# Where names are transliterated, so that a loose key is worth its room.
_ROMANISED = frozenset(
    """AE AF AM AZ BD BG BH BT BY CN CY DJ DZ EG EH ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MD ME MK MM MN MR MV NP OM PK PS QA
    RS RU SA SD SO SS SY TD TH TJ TM TN TW UA UZ XK YE ML NE NG ID MY PH TR""".split()
)


@dataclass(slots=True)
class Entry:
    """One place on its way into the index.

    Attributes:
        id: GeoNames id, negative for places that have none here.
        names: Its other names; `exact`: abbreviations that count only as written.
        romanised: Whether loose keys are made; `equal`: whether the other names count like its own ("Burma").
    """

    id: int
    name: str
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    admin2: str | None
    feature: str
    population: int
    names: Iterable[str] = ()
    exact: Iterable[str] = ()
    romanised: bool = False
    equal: bool = False


@dataclass(slots=True)
class _Divisions:
    """Divisions by country and code, with what the towns tell about them."""

    of: dict[tuple[str, str], Division]
    names: dict[tuple[str, str], Naming]
    alpha3: dict[str, str]
    district_of: dict[int, Division]
    people: Counter[tuple[str, ...]] = field(default_factory=Counter)
    seats: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def name(self, country: str, code: str) -> str | None:
        """Return the name that is shown for a first-level division, None when it is not known."""
        naming = self.names.get((country, code))
        return naming.name if naming else None


def keys_of(entry: Entry) -> dict[str, int]:
    """Return the keys of a place's names with how each stands for it, the plainest way winning."""
    keys: dict[str, int] = {}
    for how, names in ((NAME, (entry.name,)), (NAME if entry.equal else ALTERNATE, entry.names)):
        for name in names:
            if is_abbreviation(name):
                keys.setdefault(EXACT_MARK + name, how)
            elif key := fold(name):
                keys.setdefault(key, how)
    keys |= {EXACT_MARK + name: NAME for name in entry.exact}
    if entry.romanised:
        for key in list(keys):
            if (loose := loosen(key)) is not None:
                keys.setdefault(LOOSE_MARK + loose, LOOSE)
    return keys


def usable_names(row: Row) -> list[str]:
    """Return a town's other names that English news may use: Latin letters, a capital, no codes."""
    names = [name for name in row["alternatenames"] if is_latin(name) and not name.islower() and not is_code(name)]
    return [*names, row["name"]]


def insert(connection: sqlite3.Connection, entries: Iterable[Entry]) -> int:
    """Write places and the keys of their names; return how many places."""
    count = 0
    for entry in entries:
        connection.execute(
            "INSERT OR REPLACE INTO place VALUES (?,?,?,?,?,?,?,?,?)",
            (entry.id, entry.name, entry.lat, entry.lon, entry.country, entry.admin1, entry.admin2, entry.feature, entry.population),
        )
        connection.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?)", [(key, entry.id, how) for key, how in keys_of(entry).items()])
        count += 1
    return count


def create_tables(connection: sqlite3.Connection) -> None:
    """Lay out an empty index."""
    connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)


def compile_index(connection: sqlite3.Connection, progress: Progress | None = None) -> None:
    """Fill an empty index from all place files. Takes about ten seconds; `progress` is called a hundred times."""
    create_tables(connection)
    countries = {row["iso"]: row for row in read_json("countries.json").values()}
    divisions = _load_divisions(division_namings(), {code: row["iso3"] for code, row in countries.items()})
    insert(connection, _towns(divisions, countries, progress or (lambda *_: None)))
    insert(connection, _division_entries(divisions))
    insert(connection, _districts(divisions))
    insert(connection, _countries(countries))
    insert(connection, _regions(read_yaml("regions.yaml"), divisions))
    connection.commit()


def division_namings() -> dict[tuple[str, str], Naming]:
    """Return what first-level divisions are called, by ISO alpha-2 and division code."""
    regions = [row for row in read_yaml("regions.yaml") if row["feature"] == "ADM1"]
    alpha3 = {row["iso"]: row["iso3"] for row in read_json("countries.json").values()}
    return division_names(read_divisions("divisions.tsv"), regions, alpha3)


def _load_divisions(names: dict[tuple[str, str], Naming], alpha3: dict[str, str]) -> _Divisions:
    of = {(row.country, row.code): row for row in read_divisions("divisions.tsv")}
    district_of = {town: row for row in read_divisions("districts.tsv") for town in row.towns}
    return _Divisions(of, names, alpha3, district_of)


def _towns(divisions: _Divisions, countries: dict[str, Row], progress: Progress) -> Iterator[Entry]:
    """Yield the towns, keeping in `divisions` what they tell about their division and district."""
    capitals, shown = _capitals(countries), 0
    for row, share in read_towns():
        if share * 100 >= shown:
            progress("Compiling the place index", share * 0.9)
            shown += 1
        code, key, people, names = row["countrycode"], (row["countrycode"], row["admin1code"]), row["population"], usable_names(row)
        division, district = divisions.name(*key), divisions.district_of.get(row["geonameid"])
        divisions.people[key] += people
        if district:
            divisions.people[(*key, district.name)] += people
        if division and people > 0 and fold(division) in {fold(name) for name in (row["name"], *names)}:
            divisions.seats[key] += [name for name in names if not fold(name).endswith("city")]
        yield Entry(row["geonameid"], plain_name(row["name"], code), row["latitude"], row["longitude"], divisions.alpha3.get(code), division,
                    plain_name(district.name, code) if district else None, "PPLC" if row["geonameid"] in capitals else "PPL", people, names,
                    romanised=code in _ROMANISED)


def _capitals(countries: dict[str, Row]) -> set[int]:
    """Return the GeoNames ids of the capitals: of the towns with a capital's name in its country, the largest."""
    wanted = {(row["iso"], fold(row["capital"])) for row in countries.values()}
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for row in read_json("cities15000.json").values():
        for name in {fold(row["name"]), *map(fold, row["alternatenames"] if row["population"] > LARGE_CAPITAL else ())}:
            key = row["countrycode"], name
            if key in wanted:
                found[key] = max(found.get(key, (0, 0)), (row["population"], row["geonameid"]))
    return {number for _, number in found.values()}


def _division_entries(divisions: _Divisions) -> Iterator[Entry]:
    states = {row["code"]: row["geonameid"] for row in read_json("us_states.json").values()}
    for number, (key, division) in enumerate(divisions.of.items(), 1):
        naming = divisions.names[key]
        number_of_us = states.get(key[1]) if key[0] == "US" else None
        lat, lon = naming.at or (division.lat, division.lon)
        yield Entry(naming.id or number_of_us or -number, naming.name, lat, lon, divisions.alpha3.get(key[0]), naming.name, None, "ADM1",
                    divisions.people[key], (*naming.names, *divisions.seats[key]), naming.exact, romanised=key[0] in _ROMANISED)


def _districts(divisions: _Divisions) -> Iterator[Entry]:
    for number, row in enumerate(read_divisions("districts.tsv"), 1):
        name = plain_name(row.name, row.country)
        yield Entry(-100_000 - number, name, row.lat, row.lon, divisions.alpha3.get(row.country), divisions.name(row.country, row.code), name,
                    "ADM2", divisions.people[row.country, row.code, row.name], (row.name, bare_name(name)),
                    romanised=row.country in _ROMANISED)


def _countries(countries: dict[str, Row]) -> Iterator[Entry]:
    own = read_yaml("countries.yaml")
    for code, row in countries.items():
        extra: dict[str, Any] = own.get(code) or {}
        if "at" in extra:
            lat, lon = extra["at"]
            yield Entry(row["geonameid"], row["name"], lat, lon, row["iso3"], None, None, "PCLI", row["population"], extra.get("also", ()),
                        equal=True)


def _regions(regions: list[Row], divisions: _Divisions) -> Iterator[Entry]:
    """Yield the regions that are not first-level divisions already in the index."""
    known = {(divisions.alpha3.get(country), fold(naming.name)) for (country, _), naming in divisions.names.items()}
    for number, row in enumerate(regions, 1):
        countries = row["in"]
        if row["feature"] == "ADM1" and (countries[0], fold(row["name"])) in known:
            continue
        lat, lon = row["at"]
        yield Entry(row.get("id") or -200_000 - number, row["name"], lat, lon, countries[0] if len(countries) == 1 else None,
                    row.get("admin1"), None, row["feature"], row.get("weight", 0), row.get("also", ()), romanised=True, equal=True)
