"""Where the article as a whole plays: what incidents fall back on that name no place of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tocsin.events.placing import claim_place
from tocsin.events.scene import Scene, focus_of, leading
from tocsin.events.stages import find_stages
from tocsin.model.claim import ClaimPlace, Setting
from tocsin.model.dateline import Dateline
from tocsin.model.where import PlaceMention


def find_setting(scene: Scene, places: Sequence[PlaceMention]) -> Setting:
    """Return the setting of an article."""
    dateline = scene.dateline
    told = [place for place in places if place.toponym is not None]
    named = focus_of(places) or focus_of([replace(place, metonym=False) for place in places])
    focus = named or leading(_nations(scene, told))
    inside = [place for place in told if dateline is None or place.section == "title" or place.span[0] >= dateline.span[1]]
    country = _country(told, focus, named=named is not None)
    return Setting(_dateline_place(told, dateline), *_main_town(inside, focus), country, _towns(told), find_stages(scene), _areas(scene, inside))


def _nations(scene: Scene, places: Sequence[PlaceMention]) -> Counter[str]:
    """Return how often each country is named, by its places and by the people and bodies that belong to it ("Ugandan police"), but soldiers.

    Soldiers and spies are often abroad.
    """
    parties = Counter(actor.country for actor in scene.actors.values() for _ in actor.mentions if actor.country and actor.sector not in _ABROAD)
    return parties + Counter(place.toponym.country for place in places if place.toponym and place.toponym.country)


_ABROAD = frozenset({"MIL", "SPY"})
SURE_SHARE = 0.6
"""Share of an article's town names from which one town is where everything plays that names no place."""


def _dateline_place(places: Sequence[PlaceMention], dateline: Dateline | None) -> ClaimPlace | None:
    """Return the finest place named inside the dateline."""
    inside = [
        place for place in places
        if dateline is not None and place.section == "text" and dateline.span[0] <= place.span[0] < dateline.span[1]
    ]  # fmt: skip
    best = min(inside, key=lambda place: (place.ucdp_precision or 8, place.first), default=None)
    return claim_place(best, "dateline") if best else None


def _main_town(places: Sequence[PlaceMention], focus: str | None) -> tuple[ClaimPlace | None, bool]:
    """Return the town in the country in focus that is named most often, the first on a tie, and whether it stands far above the others.

    Names used for a town's own police or council count: they say where the story plays.
    """
    towns = [place for place in places if place.toponym and place.toponym.feature.startswith("PPL") and place.toponym.country == focus]
    seen = Counter(place.toponym.geonameid for place in towns if place.toponym)
    if not seen:
        return None, False
    key, count = seen.most_common(1)[0]
    first = next(place for place in towns if place.toponym and place.toponym.geonameid == key)
    return claim_place(first, "inherited"), count >= SURE_SHARE * seen.total()


def _towns(places: Sequence[PlaceMention]) -> tuple[ClaimPlace, ...]:
    """Return the towns that are named, without quarters of other towns, each by its first mention."""
    first: dict[int | None, PlaceMention] = {}
    for place in places:
        if place.toponym and place.toponym.feature.startswith("PPL") and place.toponym.city == place.toponym.name:
            first.setdefault(place.toponym.geonameid, place)
    return tuple(claim_place(place, "inherited") for place in first.values())


_IN = frozenset({"in", "near", "at", "outside", "around"})


def _areas(scene: Scene, places: Sequence[PlaceMention]) -> dict[int, ClaimPlace]:
    """Return, for each sentence all of whose places lie in one first-level division, the finest of them, where one is said to be "in" it."""
    found = {}
    for sentence in {place.sentence for place in places}:
        here = [place for place in places if place.sentence == sentence and not place.metonym and (place.ucdp_precision or 0) < COUNTRY]
        tops = {(place.toponym.country, place.toponym.admin1) for place in here if place.toponym}
        tokens = scene.sentences[sentence].tokens
        if len(tops) == 1 and None not in next(iter(tops)) and any(place.first and tokens[place.first - 1].lower in _IN for place in here):
            found[sentence] = claim_place(min(here, key=lambda place: (place.ucdp_precision or COUNTRY, place.first)), "inherited")
    return found


COUNTRY = 6
"""UCDP code of a country."""


def _country(places: Sequence[PlaceMention], focus: str | None, *, named: bool) -> ClaimPlace | None:
    """Return the country in focus, from the mention that names it at the coarsest level; without name where its people make it the focus."""
    inside = [place for place in places if place.toponym and place.toponym.country == focus and focus]
    if not inside:
        return ClaimPlace(country=focus, ucdp_precision=6, basis="inherited") if focus else None
    coarse = max(inside, key=lambda place: (place.ucdp_precision or 0, -place.first))
    found = claim_place(coarse, "inherited")
    if (coarse.ucdp_precision or 0) == 6 and named:
        return found
    return ClaimPlace(ref=coarse.id, name=None, country=focus, ucdp_precision=6, basis="inherited")
