"""Places made coarser: a town of the gazetteer at its own point, else the official middle of its area, else of its country. Never jitter."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tocsin.gazetteer.load import Gazetteer, open_gazetteer
from tocsin.model.where import Toponym
from tocsin.publication.profile import LEVELS
from tocsin.publication.vocabulary import code
from tocsin.records.rules import country_names
from tocsin.records.shapes import NO_PLACE

Row = dict[str, Any]

_PRECISION = {"place": 1, "admin1": 4, "country": 6}
"""UCDP precision of each level, at least."""
_TOWNS = "PPL"
_SAME_POINT = 0.05
"""Degrees within which a recorded point is the middle that the gazetteer has."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A place as it leaves: `row` in the layout of records, `level` of `LEVELS`, and whether it says less than the ledger knows."""

    row: Row
    level: str
    coarser: bool


class Places:
    """Makes places coarser. Equal places become equal rows, in every release: there is nothing to average away."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        """Use a gazetteer, the shipped one if none is given."""
        self._gazetteer = gazetteer or open_gazetteer()
        self._admin1 = lru_cache(maxsize=4096)(self._find_admin1)
        self._country = lru_cache(maxsize=512)(self._find_country)

    def coarsen(self, place: Row, finest: str, floor: int) -> Placed:
        """Return a record's place at the finest allowed level of which its area has enough inhabitants.

        Nothing of the row is copied but for `exact`: names, areas and coordinates are the gazetteer's own, so that they change together.
        """
        known = _level_of(place)
        for level in LEVELS[LEVELS.index(finest) :]:
            row = self._at(place, level, floor)
            if row is not None:
                return Placed(row, level, LEVELS.index(level) > LEVELS.index(known) or (level not in {"exact", "place"} and _knows_more(place, row)))
        return Placed(dict(NO_PLACE), "none", known != "none")

    def _at(self, place: Row, level: str, floor: int) -> Row | None:
        """Return the place at one level, None where it has none or too few live there."""
        if level == "exact":
            return self._exact(place)
        found = {"place": self._town, "admin1": self._area, "country": self._state}.get(level, lambda _: None)(place)
        if found is None or (level != "country" and found.population < floor):
            return None
        precision = max(_PRECISION[level], _precision(place) or 0)
        return _row(found, level, precision if level != "place" else min(precision, 2), place)

    def _exact(self, place: Row) -> Row | None:
        """Return the recorded point with the gazetteer's names for what lies around it."""
        if place.get("lat") is None or place.get("lon") is None or _precision(place) is None:
            return None
        town, area = self._town(place), self._area(place)
        country = code("country", place.get("country"))
        return {**NO_PLACE, "name": town.name if town else area.name if area else country_names().get(country or ""), "country": country,
                "admin1": area.name if area else None, "city": town.name if town else None, "lat": float(place["lat"]), "lon": float(place["lon"]),
                "geonameid": town.geonameid if town else None, "ucdp_precision": _precision(place), "basis": _basis(place)}  # fmt: skip

    def _town(self, place: Row) -> Toponym | None:
        found = self._gazetteer.by_id(place["geonameid"]) if isinstance(place.get("geonameid"), int) else None
        if found is None or not found.feature.startswith(_TOWNS) or found.country != place.get("country"):
            return None
        return found if (_precision(place) or 9) <= 2 else None

    def _area(self, place: Row) -> Toponym | None:
        country, name = code("country", place.get("country")), place.get("admin1")
        return self._admin1(country, name) if country and isinstance(name, str) and (_precision(place) or 9) <= 5 else None

    def _find_admin1(self, country: str, name: str) -> Toponym | None:
        hits = [hit for hit in self._gazetteer.lookup(name) if hit.feature == "ADM1" and hit.country == country]
        return hits[0] if hits else None

    def _state(self, place: Row) -> Toponym | None:
        country = code("country", place.get("country"))
        return self._country(country) if country else None

    def _find_country(self, country: str) -> Toponym | None:
        hits = [hit for hit in self._gazetteer.lookup(country_names()[country]) if hit.feature.startswith("PCL") and hit.country == country]
        return hits[0] if hits else Toponym(None, country_names()[country], float("nan"), float("nan"), country, None, None, None, "PCLI", 0)


def _row(found: Toponym, level: str, precision: int, place: Row) -> Row:
    """Return the row of a gazetteer entry."""
    here = found.lat == found.lat  # a country that the gazetteer lacks has no middle
    return {"name": found.name, "country": found.country, "admin1": found.admin1 if level != "country" else None, "admin2": None,
            "city": found.name if level == "place" else None, "lat": found.lat if here else None, "lon": found.lon if here else None,
            "geonameid": found.geonameid, "ucdp_precision": precision, "basis": _basis(place)}  # fmt: skip


def _basis(place: Row) -> str:
    return code("place_basis", place.get("basis")) or "stated"


def _precision(place: Row) -> int | None:
    held = place.get("ucdp_precision")
    return held if isinstance(held, int) and 1 <= held <= 7 else None


def _knows_more(place: Row, row: Row) -> bool:
    """Tell whether the ledger names a town or district, or a point of its own, whatever precision stands beside it (a person may have typed it)."""
    typed = place.get("name") and not place.get("geonameid") and place["name"] not in {row["name"], row["admin1"]}
    if place.get("city") or place.get("admin2") or typed:
        return True
    pairs = [(place.get(name), row[name]) for name in ("lat", "lon")]
    return any(told is not None and (here is None or abs(told - here) > _SAME_POINT) for told, here in pairs)


def _level_of(place: Row) -> str:
    """Return how fine the ledger knows a place to be. A town's own point counts as a place: the gazetteer holds nothing finer."""
    precision = _precision(place)
    if not place.get("country") and place.get("lat") is None:
        return "none"
    if (precision or 0) <= 3:  # unknown: a person typed it, as fine as can be
        return "place"
    return "admin1" if precision in {4, 5} and place.get("admin1") else "country"
