"""Where a happening took place: the place its claims state, else the article's setting; towns for their quarters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.model.claim import Claim, ClaimPlace, Setting
from tocsin.model.where import PlaceMention


def settle(group: list[Claim], setting: Setting, located: Mapping[int, frozenset[str | None]], *, main: bool) -> list[Claim]:
    """Let an incident without a located place fall back on the article's setting: the main one on its town, others on its country.

    A claim whose own sentence names places, none of which is its own, takes over at most the country that all of them lie in, without a name.
    """
    best = best_place(group)
    if best.lat is not None or (best.country is not None and not main):
        return group
    fallback = _fallback(setting, main=main)
    if fallback is None or (best.country and best.country != fallback.country):
        return group
    bare = ClaimPlace(country=fallback.country, ucdp_precision=6, basis="inherited")
    settled = []
    for claim in group:
        here = located.get(claim.sentence, frozenset())
        open_ = claim.place.basis == "unknown" and claim.kind == "event" and claim.realis == "actual" and here <= {fallback.country}
        settled.append(replace(claim, place=bare if here else fallback) if open_ else claim)
    return settled


def _fallback(setting: Setting, *, main: bool) -> ClaimPlace | None:
    """Return the place that an incident falls back on. A report sent from another country than it is about does not play where it was sent from."""
    if main:
        abroad = setting.dateline and setting.country and setting.dateline.country != setting.country.country
        return setting.country if abroad else setting.dateline or setting.town or setting.country
    return setting.town if setting.town_is_sure else setting.country


def countries_named(places: Sequence[PlaceMention], head: int) -> dict[int, frozenset[str | None]]:
    """Return the countries of the located places that each sentence names, without the dateline (text up to `head`)."""
    found: dict[int, set[str | None]] = {}
    for place in places:
        if place.toponym is not None and not place.metonym and not (place.section == "text" and place.span[0] < head):
            found.setdefault(place.sentence, set()).add(place.toponym.country)
    return {sentence: frozenset(countries) for sentence, countries in found.items()}


def best_place(group: Sequence[Claim]) -> ClaimPlace:
    """Return the first place that a claim states, or the finest stated later that lies in it; without any, what the claims took over."""
    stated = [claim.place for claim in group if claim.place.basis == "stated"]
    others = [claim.place for claim in group if claim.place.basis != "unknown"]
    if not stated:
        return next((place for place in others if place.lat is not None), None) or next(iter(others), ClaimPlace())
    first = next((place for place in stated if place.lat is not None), stated[0])
    return min((first, *(place for place in stated if _refines(place, first))), key=lambda place: place.ucdp_precision or 8)


def share_place(group: list[Claim]) -> list[Claim]:
    """Let the claims of an incident inherit its place where they give none."""
    place = best_place(group)
    if place.basis == "unknown":
        return group
    return [replace(claim, place=replace(place, basis="inherited")) if claim.place.basis == "unknown" else claim for claim in group]


def _refines(place: ClaimPlace, first: ClaimPlace) -> bool:
    """Tell whether a place is known to lie in the place told first: in its country, division and district as far as that has them.

    A village that the gazetteer lacks has no places in it: only its own area is known.
    """
    if place.lat is None:
        return False
    if first.lat is None:
        return True
    unlisted = first.geonameid is None and first.city is None and first.name not in {first.admin1, first.admin2}
    around = ((first.country, place.country), (first.admin1, place.admin1), (first.admin2, place.admin2))
    return not unlisted and all(mine in {None, theirs} for mine, theirs in around)


def _town_of(place: ClaimPlace, towns: Sequence[ClaimPlace]) -> ClaimPlace:
    """Return the town around a quarter where the article names it, else the place itself."""
    if place.city is None or place.basis == "unknown" or place.geonameid in {town.geonameid for town in towns}:
        return place
    around = (town for town in towns if (town.city, town.admin1, town.country) == (place.city, place.admin1, place.country))
    return next((replace(town, basis=place.basis) for town in around), place)


def place_of_incident(group: Sequence[Claim], setting: Setting, *, main: bool) -> ClaimPlace:
    """Return the place of an incident, for a quarter the town around it where the article names that."""
    return _town_of(_main_place(group, setting) if main else best_place(group), setting.towns)


def _main_place(group: Sequence[Claim], setting: Setting) -> ClaimPlace:
    """Return the place of the main incident: the finest that its claims locate, else the article's town.

    A village that the gazetteer lacks goes before the country around it; a town that the whole article is about goes before a mere area.
    """
    best = best_place(group)
    if best.lat is not None and (best.ucdp_precision or 8) < DISTRICT:
        return best
    if setting.town_is_sure and setting.town and _lies_within(setting.town, best):
        return setting.town
    named = next((claim.place for claim in group if claim.place.basis == "stated" and claim.place.lat is None and claim.place.name), None)
    if best.lat is not None:
        return replace(best, ref=named.ref, name=named.name) if named and named.country in {None, best.country} else best
    fallback = _fallback(setting, main=True)
    area = next((setting.areas[claim.sentence] for claim in group if claim.sentence in setting.areas), None)
    if area and fallback is setting.dateline and fallback and area.country == fallback.country and area.admin1 != fallback.admin1:
        return area  # "KABUL - Troops seized a man as they looked for another in Zabul province"
    return fallback if fallback is not None and best.country in {None, fallback.country} else best


DISTRICT = 3
"""UCDP code of a second-level area; below it are points, above it provinces and countries."""


def _lies_within(town: ClaimPlace, area: ClaimPlace) -> bool:
    """Tell whether a town may be what a coarser or unknown place means."""
    return area.country in {None, town.country} and area.admin1 in {None, town.admin1} and area.admin2 in {None, town.admin2}
