"""Decide which places the names of an article mean, all names together."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from tocsin.gazetteer.fold import fold
from tocsin.gazetteer.load import NAME, Hit
from tocsin.gazetteer.words import PlaceWords
from tocsin.model.where import Toponym
from tocsin.places.features import (
    DYNAMIC,
    EXISTENCE,
    FAINT,
    STATIC,
    Board,
    Feature,
    Group,
    Spread,
    contains,
    far_namesake,
    lies_in_neighbour,
    nation_share,
)
from tocsin.places.links import find_links, find_lists, is_speaker, is_street, kind_of
from tocsin.places.scene import Scene, distance_km
from tocsin.places.spots import Spot

ROUNDS = 3
"""Rounds of belief. Measured: after the second, fewer than one name in a hundred changes."""
MOST_HITS = 150
"""Candidates kept a name, by what speaks for them without the other names."""
SURE = 0.8
"""Belief above which a place counts as known when others are judged by their distance to it."""
MOST_AREAS = 12
"""Areas of one name that are tried as holders of a place beside it."""
BESIDE_KM = 40.0
"""Distance below which places of one name are taken for one: a town and the middle of its district."""
OUTSIDE = -1
"""Position of a group that is not on the board: `Board.parts` ends with an empty part for it."""
HOME_WEIGHT = 4
"""Mentions that the outlet's own home counts for."""


def group_spots(spots: Sequence[Spot], words: PlaceWords) -> tuple[list[Group], list[int]]:
    """Return the groups of names that mean one place, and each spot's group.

    A name that the text places in two areas ("Paris, Texas" and "Paris, France") makes two groups; where it stands alone, it means the
    place told last before.
    """
    numbers: dict[tuple[str, str], int] = {}
    latest: dict[str, str] = {}
    groups: list[Group] = []
    member: list[int] = []
    for at, spot in enumerate(spots):
        key = fold(spot.text)
        area = _area_behind(spot, spots[at + 1] if at + 1 < len(spots) else None)
        area = latest[key] if key in latest and not area else area or ""
        if area and (key, "") in numbers:  # the first area told also tells what the bare name before it meant
            numbers[key, area] = numbers.pop((key, ""))
        latest[key] = area
        number = numbers.setdefault((key, area), len(groups))
        if number == len(groups):
            groups.append(Group(number, key, spot.hits, frozenset(), count=0))
        _join(groups[number], spot, words)
        member.append(number)
    _link(spots, words, groups, member)
    return groups, member


def _join(group: Group, spot: Spot, words: PlaceWords) -> None:
    """Add a mention to its group, with what the words beside it say."""
    kind = kind_of(spot, words)
    group.kinds |= frozenset({kind, "town"} if kind in ("quarter", "suburb") else {kind} if kind else ())
    group.speaks |= is_speaker(spot, words)
    group.streets += is_street(spot, words)
    group.count += 1


def _area_behind(spot: Spot, following: Spot | None) -> str | None:
    """Return the name of the area behind a comma or bracket in which a place of this name lies, None when there is none."""
    if following is None or following.sent is not spot.sent or following.first != spot.last + 2:
        return None
    if spot.sent.tokens[spot.last + 1].text not in (",", "("):
        return None
    areas = [hit.place for hit in following.hits[:MOST_AREAS] if hit.place.feature in ("PCLI", "ADM1")]
    return next((area.name for area in areas if any(contains(area, hit.place) for hit in spot.hits)), None)


def _link(spots: Sequence[Spot], words: PlaceWords, groups: list[Group], member: list[int]) -> None:
    """Carry the links between spots over to their groups, the strongest of each pair."""
    best: dict[tuple[int, int], float] = defaultdict(float)
    for link in find_links(spots, words):
        left, right = member[link.left], member[link.right]
        if left != right:
            best[left, right] = max(best[left, right], link.strength)
            best[right, left] = max(best[right, left], link.strength)
    for (left, right), strength in best.items():
        groups[left].links.append((right, strength))
    for one, other in find_lists(spots):
        groups[member[one]].lists.add(member[other])
        groups[member[other]].lists.add(member[one])


def believe(scene: Scene, groups: Sequence[Group]) -> Board:
    """Return the board after some rounds: each group's beliefs depend on what is believed of the others."""
    board = Board(scene, list(groups))
    if scene.home:
        board.home = Group(len(groups), "", tuple(Hit(place, NAME) for place in scene.home), frozenset(), count=HOME_WEIGHT)
        board.groups.append(board.home)
    for group in board.groups:
        _settle_base(board, group)
        group.beliefs = _soften(group.base)
    for _ in range(ROUNDS):
        _survey(board)
        fresh = [_soften(_totals(board, group)) for group in board.groups]
        for group, beliefs in zip(board.groups, fresh, strict=True):
            group.beliefs = beliefs
            group.afar = far_namesake(board, group, group.best()) if group.hits else 0.0
    _survey(board)
    for group in board.groups:
        group.strength = max((weigh(EXISTENCE, board, group, hit) for hit in group.hits), default=0.0)
    return board


def _totals(board: Board, group: Group) -> list[float]:
    """Return what speaks for each candidate of a group in all."""
    return [base + weigh(DYNAMIC, board, group, hit) for base, hit in zip(group.base, group.hits, strict=True)]


def weigh(features: Sequence[Feature], board: Board, group: Group, hit: Hit) -> float:
    """Return the sum of what features say for a candidate, in log-odds."""
    return sum(feature.weight * feature.func(board, group, hit) for feature in features)


def _settle_base(board: Board, group: Group) -> None:
    """Work out what speaks for each candidate by itself and drop the least likely ones of very common names."""
    scored = [(weigh(STATIC, board, group, hit), hit) for hit in group.hits]
    if len(scored) > MOST_HITS:
        scored.sort(key=lambda pair: -pair[0])
        del scored[MOST_HITS:]
    group.base = [score for score, _ in scored]
    group.hits = tuple(hit for _, hit in scored)


def _soften(scores: list[float]) -> list[float]:
    """Return scores as shares that sum to 1."""
    if not scores:
        return []
    top = max(scores)
    parts = [math.exp(score - top) for score in scores]
    whole = sum(parts)
    return [part / whole for part in parts]


def _survey(board: Board) -> None:
    """Count anew how the article's names spread over countries and divisions, and which are nearly certain.

    Names often mentioned weigh more, but less than their number. Namesakes share their part: one does not speak for the other.
    """
    board.whole, board.parts, board.points = Spread(), [], []
    board.nearness.clear()
    for country, count in board.scene.nations.items():
        board.whole.countries[country] += math.sqrt(count)
        board.whole.in_countries += math.sqrt(count)
    shared: dict[str, Spread] = defaultdict(Spread)
    for group in board.groups:
        part, weight = shared[group.key], math.sqrt(group.count) * (1 - group.afar)
        for belief, hit in zip(group.beliefs, group.hits, strict=True):
            if belief > FAINT:
                part.add(hit.place, weight * belief)
                board.whole.add(hit.place, weight * belief)
        board.parts.append(part)
        if group.beliefs and max(group.beliefs) > SURE and group is not board.home:
            board.points.append((group.best().place, group.key))
    board.parts.append(Spread())
    board.points.sort(key=lambda point: point[0].lat)


def mark_astray(spots: Sequence[Spot], groups: Sequence[Group], member: Sequence[int], words: PlaceWords) -> None:
    """Mark the groups that the text puts in an area in which none of their candidates lies.

    "Ghaziabad district, Kunar province" is none of the Ghaziabads that we know, when none of them is in Kunar.
    """
    for link in find_links(spots, words):
        inner, outer = groups[member[link.left]], groups[member[link.right]]
        if link.strength < 1 or link.right != link.left + 1 or not inner.hits or not outer.hits or inner is outer:
            continue
        if not inner.kinds & _INNER_KINDS or not (outer.kinds & _OUTER_KINDS or outer.best().place.feature == "PCLI"):
            continue
        area = outer.best().place
        if max(outer.beliefs) > SURE and area.feature in ("ADM1", "PCLI") and not any(contains(area, hit.place) for hit in inner.hits):
            inner.strength = 0.0


def mark_unsupported(board: Board) -> None:
    """Mark the announced villages, towns and quarters all of whose known namesakes lie in countries that nothing else in the article is about.

    "The village of Warabe" in an article of Nigeria is a Nigerian village that we do not know, not the Japanese town.
    """
    for group in board.groups:
        if group is board.home or not group.kinds & _INNER_KINDS or not group.hits:
            continue
        if board.whole.in_countries - board.parts[group.at].in_countries < ENOUGH_TO_TELL:
            continue
        if all(nation_share(board, group, hit) == 0 for hit in group.hits):
            group.strength = 0.0


def mark_streets(board: Board) -> None:
    """Mark the bare names of streets for which only a town is known, unless the text puts that town in its area."""
    for group in board.groups:
        if 2 * group.streets >= max(group.count, 1) and group.hits and group.best().place.feature.startswith("PPL"):
            linked = lies_in_neighbour(board, group, group.best())
            group.strength *= linked > 0


def place_quarters(board: Board) -> None:
    """Note the town around each quarter: the largest one of the article, or of its outlet's home, that is near and far larger."""
    towns = [point for point, _ in board.points] + ([board.home.best().place] if board.home else [])
    for group in board.groups:
        if "quarter" not in group.kinds or not group.hits:
            continue
        here = group.best().place
        around = [town for town in towns if _is_around(town, here)]
        group.within = max(around, key=lambda town: town.population, default=None)


def _is_around(town: Toponym, quarter: Toponym) -> bool:
    """Tell whether a town is large and near enough for a place to be a quarter of it."""
    if not town.feature.startswith("PPL") or not quarter.feature.startswith("PPL") or town.country != quarter.country:
        return False
    return town.population > QUARTERS * quarter.population and distance_km(town.lat, town.lon, quarter.lat, quarter.lon) < QUARTER_KM


QUARTERS, QUARTER_KM = 4, 30.0
"""A town has at least so many times the people of its quarter, whose middle is at most so far away."""
ENOUGH_TO_TELL = 2.0
"""Weight of the other names of an article (the sum of the roots of their counts) from which their silence about a country says something."""
_INNER_KINDS, _OUTER_KINDS = frozenset({"district", "town", "quarter", "suburb"}), frozenset({"division", "country"})


def stranger(spot: Spot, board: Board) -> Group:
    """Return a group for a span that is judged against a board: the board's own group of that name, else one that has no part in it."""
    key = fold(spot.text)
    for group in board.groups:
        if group.key == key:
            return group
    return Group(OUTSIDE, key, spot.hits, frozenset())


def ranked(group: Group) -> list[tuple[float, Hit]]:
    """Return a group's candidates, likeliest first, with how likely each is.

    A town, its district and its division of one name stand for each other: together they are weighed against a namesake far away.
    """
    pairs = list(zip(group.beliefs, group.hits, strict=True))
    near = [sum(belief for belief, other in pairs if belief > FAINT and _is_beside(hit.place, other.place)) for _, hit in pairs]
    order = sorted(range(len(pairs)), key=lambda i: (-round(near[i], 3), -pairs[i][0]))
    return [(max(near[i], pairs[i][0]), pairs[i][1]) for i in order]


def _is_beside(one: Toponym, other: Toponym) -> bool:
    return one.country == other.country and distance_km(one.lat, one.lon, other.lat, other.lon) < BESIDE_KM
