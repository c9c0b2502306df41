"""What the standing decisions of people make of a record: its review, its corrected fields, the claims that no longer count."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tocsin.records.shapes import claim_fields
from tocsin.records.statement import claim_key
from tocsin.records.told import Decision, Told

Row = dict[str, Any]
_SCOPES = ("names", "place", "all")
_REVIEWS = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Standing decisions about one record, taken together; of two that disagree the later one holds.

    Attributes:
        review: unreviewed, accepted, corrected or rejected.
        fields: Field → (value that a person put in its place, id of the decision).
        grade: Axis → (value, id of the decision).
        redact: Scopes that leave no release, sorted.
        about: The decisions that are about the record itself, in order; `ids`: of these and of those about its claims.
    """

    review: str
    sealed: bool
    redact: tuple[str, ...]
    fields: dict[str, tuple[Any, str]]
    grade: dict[str, tuple[str, str]]
    about: tuple[Decision, ...]
    ids: tuple[str, ...]

    def head(self) -> Row:
        """Return the keys that every record has of its decisions."""
        return {"review": self.review, "decisions": list(self.ids), "sealed": self.sealed, "redact": list(self.redact)}


def in_order(decisions: Collection[Decision]) -> list[Decision]:
    """Return decisions by the time at which they were made, each once; undos have done their work before."""
    once = {decision.id: decision for decision in decisions if decision.verb != "undo"}
    return sorted(once.values(), key=lambda decision: (decision.at, decision.id))


def judge(decisions: Collection[Decision], kinds: Collection[str], also: Collection[str] = ()) -> Verdict:
    """Return what decisions about records of some kinds amount to.

    Args:
        decisions: All that may concern the record; those about other kinds of things are left out here.
        kinds: Subject kinds that mean the record itself.
        also: Ids of decisions about its claims, which shaped it too.
    """
    about = tuple(decision for decision in in_order(decisions) if decision.subject_kind in kinds)
    corrected = {name: (value, d.id) for d in about if d.verb == "correct" for name, value in sorted(d.value.items())}
    grade = {axis: (str(value), d.id) for d in about if d.verb == "grade" for axis, value in sorted(d.value.items()) if value is not None}
    sealing = [d.verb == "seal" for d in about if d.verb in {"seal", "unseal"}]
    scopes = {scope if (scope := d.value.get("scope")) in _SCOPES else "all" for d in about if d.verb == "redact"}
    ids = {d.id: None for d in in_order(decisions) if d in about or d.id in also}
    return Verdict(_review(about), bool(sealing and sealing[-1]), tuple(sorted(scopes)), corrected, grade, about, tuple(ids))


def _review(about: Sequence[Decision]) -> str:
    """Return the last word of people; what was corrected stays so when it is accepted afterwards."""
    said = [_REVIEWS[decision.verb] for decision in about if decision.verb in _REVIEWS]
    if not said:
        return "unreviewed"
    return "corrected" if said[-1] == "accepted" and "corrected" in said else said[-1]


@dataclass(frozen=True, slots=True)
class Heard:
    """The claims that the rules may see, as people left them.

    Attributes:
        told: Claims that nobody rejected, with the corrections of people.
        touched: Ids of claims that were rejected or corrected; `rejected`: the former alone.
        decisions: Ids of the decisions that did so.
    """

    told: tuple[Told, ...]
    touched: frozenset[str]
    rejected: frozenset[str]
    decisions: tuple[str, ...]


def hear(told: Collection[Told], decisions: Collection[Decision]) -> Heard:
    """Return the claims that count, sorted by id, each once. The input may stand in any order."""
    claims = [claim for _, claim in sorted({claim.id: claim for claim in told}.items())]
    by_key: dict[str, list[Decision]] = {}
    for decision in in_order(decisions):
        if decision.subject_kind == "claim" and decision.verb in _REVIEWS:
            for anchor in decision.anchors or (decision.subject_id,):
                by_key.setdefault(anchor, []).append(decision)
    kept: list[Told] = []
    touched: dict[str, None] = {}
    rejected: list[str] = []
    used: dict[str, None] = {}
    for claim in claims if by_key else ():
        about = in_order([*by_key.get(claim.id, ()), *by_key.get(claim_key(claim.body), ())])
        used |= {decision.id: None for decision in about}
        if about and any(d.verb != "accept" for d in about):
            touched[claim.id] = None
        if about and about[-1].verb == "reject":
            rejected.append(claim.id)
        else:
            kept.append(_corrected(claim, about))
    return Heard(tuple(kept if by_key else claims), frozenset(touched), frozenset(rejected), tuple(used))


def _corrected(claim: Told, about: Sequence[Decision]) -> Told:
    """Return the claim with the fields that people corrected."""
    fields: Row = {}
    for decision in about:
        if decision.verb == "correct":
            fields |= claim_fields(decision.value)
    return replace(claim, body={**claim.body, **fields}) if fields else claim
