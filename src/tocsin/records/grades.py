"""How well an incident is evidenced, how reliable its sources are, how credible what they say is: three questions, never one number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.records.rules import grade_rules
from tocsin.records.told import Told
from tocsin.records.voices import innermost

Row = dict[str, Any]
_CERTAINTY = ("CT", "PR", "PS", "Uu")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules look at: see `data/ledger/grades.yaml`."""

    status: str
    sources: int
    claimed: bool
    competing: bool
    known: bool
    certainty: str


def grade(evidence: Evidence, claims: Sequence[Told], sides: frozenset[str]) -> Row:
    """Return the grade of an incident by the rules.

    Args:
        evidence: What is known of its claims and sources.
        claims: Standing claims that say that it happened.
        sides: Party keys of its sides: what they say of each other is less reliable.
    """
    rules = grade_rules()
    graded = next((row for row in rules.evidence if _holds(row, evidence)), rules.evidence[-1])
    credible = next((row for row in rules.credibility if _holds(row, evidence)), rules.credibility[-1])
    letters = [_reliability(claim, sides) for claim in claims] or ["F"]
    return {"evidence": graded["give"], "evidence_rule": graded["rule"], "reliability": min(letters, key=rules.reliability_order.index),
            "credibility": credible["give"], "credibility_rule": credible["rule"], "by": "rule"}  # fmt: skip


def _reliability(claim: Told, sides: frozenset[str]) -> str:
    rules, source = grade_rules(), innermost(claim)
    letter = rules.reliability.get(source["role"], "F")
    is_side = source["party"] is not None and source["party"] in sides
    return max(letter, rules.side_reliability, key=rules.reliability_order.index) if is_side else letter


def _holds(rule: Row, evidence: Evidence) -> bool:
    """Tell whether all conditions of a rule hold."""
    return (
        evidence.status in rule.get("status", (evidence.status,))
        and evidence.sources >= rule.get("sources", 0)
        and evidence.certainty in rule.get("certainty", (evidence.certainty,))
        and all(getattr(evidence, name) for name in ("claimed", "competing", "known") if rule.get(name))
    )


def certainty(claims: Sequence[Told]) -> str:
    """Return the surest factuality of some claims, without its sign."""
    return min((claim.body["factuality"].rstrip("+-") for claim in claims), key=_CERTAINTY.index, default="Uu")
