"""Who stands against whom, as UCDP wants it: two known sides, the government first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tocsin.exchange.codes import country_of
from tocsin.exchange.facts import class_of, compete, deed_of, is_unidentified, perpetrators_of
from tocsin.exchange.losses import LossLog, joined
from tocsin.ontology.codebooks import ucdp_of
from tocsin.records.identity import is_identity

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its name and the Gleditsch–Ward number of its state, if it is one."""

    name: str
    state_number: int | None = None


CIVILIANS = Side("Civilians")


@dataclass(frozen=True, slots=True)
class Sides:
    """Type of violence (1 state-based, 2 non-state, 3 one-sided) and both sides."""

    type: int
    a: Side
    b: Side


def sides_of(incident: Row, log: LossLog) -> Sides | str:
    """Return both sides, or why the incident has none that UCDP would code."""
    code = ucdp_of(deed_of(incident))
    if code is None:
        return "no type of violence: the sides or the deed do not fit any"
    type_ = int(code[0])
    first, second = _opponents(incident, type_, log)
    if not first or (type_ != 3 and not second):
        return "a side is not known"
    if incident["perpetrators"] and _undecided(incident, first):
        return "the sources disagree about who did it"
    a, b = (_chosen(incident, side, log) for side in (first, second))
    if a is None or (type_ != 3 and b is None):
        return "a side is not identified"
    return _ordered(type_, a, b)


def _opponents(incident: Row, type_: int, log: LossLog) -> tuple[list[Row], list[Row]]:
    """Return the candidates for either side."""
    if not incident["parties"]:
        armed = [party for party in incident["victims"] if class_of(party) in {"state", "armed"}]
        return perpetrators_of(incident, log), [] if type_ == 3 else armed
    fighting = [party for party in incident["parties"] if class_of(party) in {"state", "armed"} or party.get("kind") == "population"]
    states = [party for party in fighting if class_of(party) == "state"]
    others = [party for party in fighting if class_of(party) != "state"]
    return (states, others) if states and others else (fighting[:1], fighting[1:])


def _undecided(incident: Row, blamed: list[Row]) -> bool:
    """Tell whether several are blamed by disagreeing sources, none better founded than the next."""
    ranks = [party.get("attribution", "stated") for party in blamed[:2]]
    return compete(incident) and len(ranks) == 2 and ranks[0] == ranks[1]


def _chosen(incident: Row, side: list[Row], log: LossLog) -> tuple[Side, str] | None:
    """Return the first identified party of a side and its class; the others are logged."""
    known = [party for party in side if _is_known(party)]
    if len(side) > 1 and known:
        others = joined(party["name"] for party in side if party is not known[0])
        log.reduce(incident["id"], "side", others, known[0]["name"], "one party a side; the best founded stands")
    return (_side(known[0]), class_of(known[0])) if known else None


def _is_known(party: Row) -> bool:
    """Tell whether a party has a name, or is the arm of a known state, or a people."""
    if is_unidentified(party):
        return False
    return is_identity(str(party["key"])) or party.get("kind") == "population" or (class_of(party) == "state" and bool(party.get("country")))


def _side(party: Row) -> Side:
    country = country_of(party.get("country"))
    if class_of(party) == "state" and country:
        return Side(f"Government of {country.name}", country.state_number)
    return Side(str(party["name"]))


def _ordered(type_: int, a: tuple[Side, str], b: tuple[Side, str] | None) -> Sides:
    if b is None:
        return Sides(type_, a[0], CIVILIANS)
    if type_ == 1 and a[1] != "state" and b[1] == "state":
        a, b = b, a
    return Sides(type_, a[0], b[0])
