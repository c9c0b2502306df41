"""Police and courts act in their own country: where an arrest took place that names no place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.model.claim import Claim, ClaimPlace
from tocsin.model.where import PlaceMention
from tocsin.model.who import Actor

_AT_HOME = {"COERCE": frozenset({"COP", "JUD", "GOV"}), "SANCTION": frozenset({"COP", "JUD"})}
"""Sectors whose acts of a type are done in their own country. Governments impose sanctions on others, but they arrest at home."""


def place_by_jurisdiction(groups: Sequence[list[Claim]], actors: Mapping[str, Actor], places: Sequence[PlaceMention]) -> list[list[Claim]]:
    """Return the incidents; the arrests and sentences of a country's police or courts lie in that country when nothing else says where.

    The country is grounded in the coarsest mention of a place in it; without one it stays unknown. Soldiers and spies also work abroad: not taken.
    """
    return [_placed(group, actors, places) for group in groups]


def _placed(group: list[Claim], actors: Mapping[str, Actor], places: Sequence[PlaceMention]) -> list[Claim]:
    """Return one incident with its country."""
    if any(claim.place.basis != "unknown" for claim in group):
        return group
    countries = {actors[who].country for claim in group if _is_measure(claim) for who in claim.actor if actors[who].sector in _AT_HOME[claim.type]}
    if len(countries) != 1:
        return group
    (country,) = countries
    inside = [place for place in places if country and place.toponym and place.toponym.country == country]
    if not inside:
        return group
    ground = max(inside, key=lambda place: (place.ucdp_precision or 0, -place.first))
    home = ClaimPlace(ref=ground.id, country=country, ucdp_precision=6, basis="inherited")
    return [replace(claim, place=home) if _is_measure(claim) else claim for claim in group]


def _is_measure(claim: Claim) -> bool:
    """Tell whether a claim is an actual act of coercion or punishment."""
    return claim.kind == "event" and claim.type in _AT_HOME and claim.realis == "actual"
