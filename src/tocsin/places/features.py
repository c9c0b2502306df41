# ruff: noqa: ARG001 - features share one signature, so that they stand in one table
"""What speaks for one reading of a place name over another: a table of features, each with its weight."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tocsin.gazetteer.load import ALTERNATE, LOOSE, Hit
from tocsin.gazetteer.words import LEVELS, level_of
from tocsin.model.where import Toponym
from tocsin.places.scene import Scene, distance_km

NEAR_KM = 100.0
"""Distance at which nearness has fallen to a third: about the reach of a local paper or of a day's fighting."""
ENOUGH_NAMES = 5.0
"""Names that an article needs for its focus on some countries to count fully."""
FAR_DEGREES = 4.0
"""Degrees of latitude beyond which places are not near by any measure; spares most of the arithmetic."""
KM_A_DEGREE = 111.0
"""Least distance between two points a degree of latitude apart."""
FAINT = 0.02
"""Belief below which a candidate is left out of account."""
_TOO_WIDE = frozenset({"PCLI", "CONT", "OCN", "SEA", "RGN"})
_WIDE = frozenset({"RGN", "VLY", "PEN", "ISL", "ISLS", "MTS", "FRST", "PRK", "AREA", "DSRT", "ADM1H", "MT"})
_REACH_KM = {"ADM2": 60.0, "VLY": 90.0, "AREA": 60.0, "MT": 40.0, "PRK": 100.0, "FRST": 80.0}


@dataclass(slots=True)
class Group:
    """All mentions of one name in an article that are taken to mean one place.

    Attributes:
        hits: The places that it may mean; `beliefs`: how likely each is, summing to 1, as of the last round.
        kinds: Kinds of place that words beside the mentions give.
        links: Positions of other groups that stand close beside it, each with the strength of the link.
        lists: Positions of other groups that it is listed with ("Victoria and Queensland").
        count: How many mentions.
        speaks: Whether some mention is the subject of a verb of speech or will; `streets`: how many stand where streets do.
        within: The town that it is a quarter of, None when nothing says so.
        afar: How much the likeliest place looks like a far namesake, 0–1, as of the last round.
        strength: What speaks for the likeliest place in all, in log-odds against a name of nowhere.
        at: Its own position.
    """

    at: int
    key: str
    hits: tuple[Hit, ...]
    kinds: frozenset[str]
    links: list[tuple[int, float]] = field(default_factory=list)
    lists: set[int] = field(default_factory=set)
    count: int = 1
    beliefs: list[float] = field(default_factory=list)
    base: list[float] = field(default_factory=list)
    speaks: bool = False
    streets: int = 0
    within: Toponym | None = None
    afar: float = 0.0
    strength: float = 0.0

    def best(self) -> Hit:
        """Return the likeliest place."""
        return self.hits[max(range(len(self.hits)), key=lambda i: self.beliefs[i])]


@dataclass(slots=True)
class Spread:
    """How much of something lies in each country and in each (country, first-level division)."""

    countries: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    divisions: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))
    in_countries: float = 0.0
    in_divisions: float = 0.0

    def add(self, place: Toponym, weight: float) -> None:
        """Count a place."""
        if place.country:
            self.countries[place.country] += weight
            self.in_countries += weight
            if place.admin1:
                self.divisions[place.country, place.admin1] += weight
                self.in_divisions += weight


@dataclass(slots=True)
class Board:
    """All groups of an article with what is believed so far about where it plays.

    Attributes:
        groups: The text's groups, then the outlet's home as a group of its own when its name holds a place.
        home: That last group, or None.
        whole: How the article's names and words for nations spread; `parts`: each group's own share in it.
        points: Places that are nearly certain, with the key of their name, sorted by latitude.
        nearness: How near candidates are to these points, kept until the points change.
    """

    scene: Scene
    groups: list[Group]
    home: Group | None = None
    whole: Spread = field(default_factory=Spread)
    parts: list[Spread] = field(default_factory=list)
    points: list[tuple[Toponym, str]] = field(default_factory=list)
    nearness: dict[tuple[int, int], float] = field(default_factory=dict)


def contains(outer: Toponym, inner: Toponym) -> bool:
    """Tell whether one place lies in another, as far as divisions and distances tell."""
    if outer is inner or outer.feature.startswith("PPL"):
        return False
    if outer.feature == "PCLI":
        return inner.country == outer.country and inner.feature != "PCLI"
    if outer.feature == "ADM1":
        return inner.country == outer.country and inner.admin1 == outer.admin1 and inner.feature not in ("ADM1", "PCLI")
    if outer.feature == "ADM2" and inner.admin2 is not None:
        return (inner.country, inner.admin1, inner.admin2) == (outer.country, outer.admin1, outer.admin2) and inner.feature != "ADM2"
    if outer.feature == "ADM2" or outer.feature in _WIDE:
        reach = _REACH_KM.get(outer.feature, 200.0)
        return inner.feature.startswith("PPL") and distance_km(outer.lat, outer.lon, inner.lat, inner.lon) < reach
    return False


# --- features of a place by itself and of the words beside its name: worked out once


def people(board: Board, group: Group, hit: Hit) -> float:
    """How many people live there, as a power of ten, at most 1 (ten million); half of it for an outlet's home, since any town has a paper."""
    return min(math.log10(hit.place.population + 1) / 7, 1.0) * (0.5 if group is board.home else 1.0)


def is_country(board: Board, group: Group, hit: Hit) -> float:
    """It is a country."""
    return float(hit.place.feature == "PCLI")


def is_division(board: Board, group: Group, hit: Hit) -> float:
    """It is a first-level division."""
    return float(hit.place.feature == "ADM1")


def is_district(board: Board, group: Group, hit: Hit) -> float:
    """It is a second-level division."""
    return float(hit.place.feature == "ADM2")


def is_capital(board: Board, group: Group, hit: Hit) -> float:
    """It is the capital of a country."""
    return float(hit.place.feature == "PPLC")


def speaking_capital(board: Board, group: Group, hit: Hit) -> float:
    """It is the capital of a country of another name, and the name speaks or wills, as governments do ("Washington said")."""
    return float(group.speaks and hit.place.feature == "PPLC" and not any(other.place.feature == "PCLI" for other in group.hits))


def is_region(board: Board, group: Group, hit: Hit) -> float:
    """It is a region, water or mountain that we list by hand because news names it."""
    return float(not hit.place.feature.startswith(("PPL", "ADM", "PCL")))


def named_after_town(board: Board, group: Group, hit: Hit) -> float:
    """It is a division with a town of the same name in it, and nothing beside the name says that the division is meant."""
    place = hit.place
    if place.feature not in ("ADM1", "ADM2") or group.kinds & {"division", "district"}:
        return 0.0
    return float(any(other.place.feature.startswith("PPL") and contains(place, other.place) for other in group.hits))


def other_name(board: Board, group: Group, hit: Hit) -> float:
    """The name is only another of its names."""
    return float(hit.how == ALTERNATE)


def like_sounding(board: Board, group: Group, hit: Hit) -> float:
    """The name only sounds like one of its names."""
    return float(hit.how == LOOSE)


def kind_fits(board: Board, group: Group, hit: Hit) -> float:
    """The words beside the name say that it is of this kind ("province", "city of")."""
    return float(level_of(hit.place.feature) in group.kinds)


def kind_differs(board: Board, group: Group, hit: Hit) -> float:
    """The words beside the name say that it is of another kind."""
    return float(bool(group.kinds & LEVELS) and level_of(hit.place.feature) not in group.kinds)


def home_country(board: Board, group: Group, hit: Hit) -> float:
    """It lies in the country of the outlet's domain."""
    return float(hit.place.country == board.scene.home_country and group is not board.home)


def outlet_in_country(board: Board, group: Group, hit: Hit) -> float:
    """The outlet's own home: the town lies in the country of its domain, the United States for domains of no country."""
    return float(group is board.home and hit.place.country == (board.scene.home_country or "USA"))


# --- features that depend on what is believed of the other names: worked out anew each round


def nation_share(board: Board, group: Group, hit: Hit) -> float:
    """Share of the article's other names, and of its words for nations, that belong to its country."""
    own, country = board.parts[group.at], hit.place.country or ""
    return max(0.0, board.whole.countries.get(country, 0.0) - own.countries.get(country, 0.0)) / max(board.whole.in_countries - own.in_countries, 1.0)


def division_share(board: Board, group: Group, hit: Hit) -> float:
    """Share of the article's other names that lie in its first-level division."""
    if not hit.place.admin1:
        return 0.0
    own, key = board.parts[group.at], (hit.place.country or "", hit.place.admin1)
    return max(0.0, board.whole.divisions.get(key, 0.0) - own.divisions.get(key, 0.0)) / max(board.whole.in_divisions - own.in_divisions, 1.0)


def near_others(board: Board, group: Group, hit: Hit) -> float:
    """It is near another place of the article that is nearly certain."""
    if hit.place.feature in _TOO_WIDE:
        return 0.0
    key = group.at, id(hit)
    known = board.nearness.get(key)
    if known is None:
        nearest = _nearest_km(board.points, hit.place, group.key)
        known = math.exp(-nearest / NEAR_KM)
        board.nearness[key] = known
    return known


def _nearest_km(points: Sequence[tuple[Toponym, str]], place: Toponym, own: str) -> float:
    """Return the distance to the nearest point of another name, infinite when all are far away.

    The points are sorted by latitude: the search goes outward from the place's own and stops early.
    """
    best = math.inf
    middle = bisect_left(points, place.lat, key=_latitude)
    for side in (range(middle, len(points)), range(middle - 1, -1, -1)):
        for k in side:
            point, name = points[k]
            apart = abs(point.lat - place.lat)
            if apart > FAR_DEGREES or KM_A_DEGREE * apart > best:
                break
            if name != own:
                best = min(best, distance_km(point.lat, point.lon, place.lat, place.lon))
    return best


def _latitude(point: tuple[Toponym, str]) -> float:
    return point[0].lat


def near_home(board: Board, group: Group, hit: Hit) -> float:
    """It is near the town that the outlet is named after."""
    home = board.home
    if home is None or home is group or hit.place.feature in _TOO_WIDE:
        return 0.0
    return sum(belief * _nearness(other.place, hit.place) for belief, other in zip(home.beliefs, home.hits, strict=True)
               if belief > FAINT and other.place.city)


def home_division(board: Board, group: Group, hit: Hit) -> float:
    """It lies in the division of the town, or in the division, that the outlet is named after."""
    home, place = board.home, hit.place
    if home is None or home is group or not place.admin1:
        return 0.0
    return sum(belief for belief, other in zip(home.beliefs, home.hits, strict=True)
               if (other.place.country, other.place.admin1) == (place.country, place.admin1))


def _nearness(one: Toponym, other: Toponym) -> float:
    if abs(one.lat - other.lat) > FAR_DEGREES:
        return 0.0
    return math.exp(-distance_km(one.lat, one.lon, other.lat, other.lon) / NEAR_KM)


def elsewhere(board: Board, group: Group, hit: Hit) -> float:
    """It is in another country than the article speaks of and near none of its places; counts fully once five names say where it plays."""
    focus = min(board.whole.in_countries / ENOUGH_NAMES, 1.0)
    return focus * (1 - nation_share(board, group, hit)) * (1 - near_others(board, group, hit)) if focus else 0.0


def far_quarter(board: Board, group: Group, hit: Hit) -> float:
    """The words beside the name say that it is part of a town, but it is far from the places of the article and of its outlet."""
    if not group.kinds & {"quarter", "suburb"}:
        return 0.0
    return 1 - max(near_others(board, group, hit), near_home(board, group, hit))


def far_namesake(board: Board, group: Group, hit: Hit) -> float:
    """It is a town of no great size that the text puts in no area, far from all that the story of a local outlet tells of.

    Local papers name the streets, quarters and hospitals of their town bare, and the area of a far town with it.
    """
    home, place = board.home, hit.place
    if home is None or home is group or place.feature != "PPL" or not home.beliefs:
        return 0.0
    seat = home.best().place
    if seat.country != place.country or not seat.admin1 or seat.admin1 == place.admin1 or lies_in_neighbour(board, group, hit):
        return 0.0
    own, key = board.parts[group.at], (seat.country or "", seat.admin1)
    others = max(board.whole.in_divisions - own.in_divisions, 1.0)
    local = (board.whole.divisions.get(key, 0.0) - own.divisions.get(key, 0.0)) / others
    smallness = min(1.0, max(0.0, KNOWN_AFAR - math.log10(place.population + 1)))
    return max(0.0, 2 * local - 1) * smallness * (1 - max(near_others(board, group, hit), near_home(board, group, hit)))


KNOWN_AFAR = 6.0
"""Power of ten of the people of a town that needs no area beside its name anywhere; a tenth of it always does."""


def more_words(board: Board, group: Group, hit: Hit) -> float:
    """The name has more than one word: such names are seldom those of two places of which only the wrong one is known."""
    return float(" " in group.key)


def lies_in_neighbour(board: Board, group: Group, hit: Hit) -> float:
    """The name beside it is that of an area that it lies in ("Paris, Texas")."""
    return _linked(board, group, lambda other: contains(other, hit.place))


def listed_alike(board: Board, group: Group, hit: Hit) -> float:
    """It is of the same kind and in the same country as a place that it is listed with ("Victoria and Queensland")."""
    best = 0.0
    for at in group.lists:
        other = board.groups[at]
        best = max(best, sum(share for share, mate in zip(other.beliefs, other.hits, strict=True)
                             if share > FAINT and mate.place.country == hit.place.country and mate.place.feature[:3] == hit.place.feature[:3]))
    return best


def holds_neighbour(board: Board, group: Group, hit: Hit) -> float:
    """The name beside it is that of a place that lies in it."""
    return _linked(board, group, lambda other: contains(hit.place, other))


def _linked(board: Board, group: Group, fits: Callable[[Toponym], bool]) -> float:
    best = 0.0
    for at, strength in group.links:
        other = board.groups[at]
        belief = sum(share for share, hit in zip(other.beliefs, other.hits, strict=True) if share > FAINT and fits(hit.place))
        best = max(best, strength * min(1.0, belief * 2))
    return best


Func = Callable[[Board, Group, Hit], float]


@dataclass(frozen=True, slots=True)
class Feature:
    """One fact about a place that a name may mean and what it weighs, in log-odds; the docstring's first line is what users see."""

    func: Func
    weight: float


STATIC: Sequence[Feature] = (
    Feature(people, 7.0),
    Feature(is_country, 3.0),
    Feature(is_division, 0.8),
    Feature(is_district, -1.0),
    Feature(is_capital, 2.5),
    Feature(speaking_capital, 1.5),
    Feature(is_region, 1.5),
    Feature(named_after_town, -1.5),
    Feature(other_name, -1.5),
    Feature(like_sounding, -1.0),
    Feature(kind_fits, 1.5),
    Feature(kind_differs, -1.5),
    Feature(home_country, 1.2),
    Feature(outlet_in_country, 1.5),
)
DYNAMIC: Sequence[Feature] = (
    Feature(nation_share, 3.0),
    Feature(division_share, 3.5),
    Feature(near_others, 2.0),
    Feature(far_quarter, -6.0),
    Feature(far_namesake, -6.0),
    Feature(elsewhere, -0.8),
    Feature(lies_in_neighbour, 6.0),
    Feature(holds_neighbour, 2.0),
    Feature(near_home, 2.5),
    Feature(home_division, 1.0),
    Feature(listed_alike, 1.5),
)
_ONLY_WHICH = {is_division, is_district, named_after_town, other_name, outlet_in_country}
EXISTENCE: Sequence[Feature] = (*(row for row in (*STATIC, *DYNAMIC) if row.func not in _ONLY_WHICH), Feature(more_words, 1.0))
"""The features that tell whether a name is that of any place that we know; the others only tell which one."""
