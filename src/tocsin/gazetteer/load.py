"""Open the place index, compiling it on first use, and look places up by name and id."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tocsin.gazetteer.added import added_files
from tocsin.gazetteer.compile import ALTERNATE, LOOSE, NAME, Progress
from tocsin.gazetteer.fold import EXACT_MARK, LOOSE_MARK, fold, loosen
from tocsin.gazetteer.store import open_read_only, ready_index
from tocsin.model.where import Toponym

LOOKUPS_KEPT = 20_000
"""Names whose places are kept in memory: enough for days of news, about 20 MB."""

_COLUMNS = "p.id, p.name, p.lat, p.lon, p.country, p.admin1, p.admin2, p.feature, p.population"
_BY_KEY = f"SELECT {_COLUMNS}, n.how FROM name n JOIN place p ON p.id = n.place WHERE n.key = ? ORDER BY n.how, p.population DESC"  # noqa: S608 - constants
_BY_ID = f"SELECT {_COLUMNS}, 0 FROM place p WHERE p.id = ?"  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that a name may mean. `how`: NAME its own name, ALTERNATE another of its names, LOOSE only a like-sounding one."""

    place: Toponym
    how: int


class Gazetteer:
    """Read-only look-up of places by name and id. Names are folded: case, accents, apostrophes, hyphens and dots do not matter."""

    def __init__(self, connections: Sequence[sqlite3.Connection], name: str) -> None:
        """Keep open indexes, those added by the user first: their rows win over the built-in row of the same place."""
        self.name = name
        self._connections = tuple(connections)
        self._hits = lru_cache(maxsize=LOOKUPS_KEPT)(self._find)

    def lookup(self, name: str) -> tuple[Toponym, ...]:
        """Return the places that bear a name, those of which it is the own name first, then by population; () when there are none.

        A name that nobody bears is tried once more by sound ("Deir al-Zour" finds Deir ez-Zor).
        """
        return tuple(hit.place for hit in self.hits(name))

    def hits(self, name: str) -> tuple[Hit, ...]:
        """Return the places that bear a name with how they bear it, in the order of `lookup`."""
        found = self.spelt(name)
        loose = None if found else loosen(fold(name))
        return self._hits(LOOSE_MARK + loose) if loose else found

    def spelt(self, name: str) -> tuple[Hit, ...]:
        """Return the places that bear a name as it is spelt; no second try by sound.

        Abbreviations count as written: "U.S." and "US" are a country, "us" is not.
        """
        exact, key = self.abbreviated(name), fold(name)
        return exact or (self._hits(key) if key else ())

    def abbreviated(self, name: str) -> tuple[Hit, ...]:
        """Return the places of which this is a known abbreviation, as written ("U.S.", "Ky.", "DRC")."""
        return self._hits(EXACT_MARK + name) if len(name) <= 8 else ()

    def by_id(self, geonameid: int) -> Toponym | None:
        """Return the place with a GeoNames id, None when it is not in the index."""
        for connection in self._connections:
            row = connection.execute(_BY_ID, (geonameid,)).fetchone()
            if row is not None:
                return _toponym(row)
        return None

    def _find(self, key: str) -> tuple[Hit, ...]:
        found: dict[int, Hit] = {}
        for connection in self._connections:
            for row in connection.execute(_BY_KEY, (key,)):
                found.setdefault(row[0], Hit(_toponym(row), row[9]))
        hits = tuple(found.values())
        return hits if len(self._connections) == 1 else _merged(hits)


def _merged(hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Return hits of several indexes in order, without our own divisions where an added dump brings the same ones with their ids."""
    brought = {_division(hit.place) for hit in hits if hit.place.geonameid is not None}
    kept = [hit for hit in hits if hit.place.geonameid is not None or _division(hit.place) is None or _division(hit.place) not in brought]
    return tuple(sorted(kept, key=lambda hit: (hit.how, -hit.place.population)))


def _division(place: Toponym) -> tuple[str | None, ...] | None:
    return (place.feature, place.country, place.admin1, place.admin2) if place.feature in ("ADM1", "ADM2") else None


def _toponym(row: Sequence[Any]) -> Toponym:
    number, name, lat, lon, country, admin1, admin2, feature, population = row[:9]
    city = name if feature.startswith("PPL") else None
    return Toponym(number if number > 0 else None, name, lat, lon, country, admin1, admin2, city, feature, population)


def open_gazetteer(progress: Progress | None = None) -> Gazetteer:
    """Return the place index, compiled on first use (about ten seconds) and kept in the user's cache.

    Args:
        progress: Called with a message and the share done (0–1) while compiling; not called when the index is ready.
    """
    path: Path = ready_index(progress)
    return Gazetteer([open_read_only(file) for file in (*added_files(), path)], path.stem)


__all__ = ["ALTERNATE", "LOOSE", "NAME", "Gazetteer", "Hit", "open_gazetteer"]
