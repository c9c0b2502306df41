"""Decisions of people: appended with author, time and reason; undone only by one more decision."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, select

from tocsin.errors import NoSuchRecordError, UsageError
from tocsin.ledger.audit import Act
from tocsin.ledger.rows import plain
from tocsin.ledger.tables import decision
from tocsin.records.canonical import canonical, short_id
from tocsin.records.told import VERBS, Decision

Row = dict[str, Any]


def new_decision(act: Act, verb: str, subject: tuple[str, str], *, reason: str, anchors: Iterable[str] = (), value: Row | None = None,
                 evidence: Iterable[str] = ()) -> Decision:  # fmt: skip
    """Return a decision with its id.

    Raises:
        UsageError: an unknown verb, no author or no reason, or a closing without evidence.
    """
    if verb not in VERBS:
        raise UsageError(f'"{verb}" is no decision. Decisions are: {", ".join(VERBS)}.')
    if not reason.strip():
        raise UsageError("A decision needs a reason: say it in a few words (--reason).")
    if not act.who.strip():
        raise UsageError("A decision needs an author (--author, or TOCSIN_AUTHOR).")
    cited = tuple(evidence)
    if verb == "close" and not cited:
        raise UsageError("A case is closed only with evidence: name the claim or article that answers it (--evidence).")
    made = Decision("", act.at, act.who, verb, subject[0], plain(subject[1]), plain(reason.strip()), tuple(sorted(anchors)), value or {}, cited)
    return replace(made, id=decision_id_of(made))


def decision_id_of(made: Decision) -> str:
    """Return the id that a decision must have: the hash of its content."""
    content = [made.at, made.author, made.verb, made.subject_kind, made.subject_id, made.reason, list(made.anchors), made.value, list(made.evidence)]
    return short_id("d", content)


def put_decision(connection: Connection, act: Act, made: Decision) -> None:
    """Append a decision."""
    connection.execute(insert(decision).values(decision_row(made, act.seq)))


def decision_row(made: Decision, act: int) -> Row:
    """Return the row of a decision."""
    return {"id": made.id, "at": made.at, "author": made.author, "verb": made.verb, "subject_kind": made.subject_kind, "subject_id": made.subject_id,
            "reason": made.reason, "anchors": canonical(list(made.anchors)), "value": canonical(made.value),
            "evidence": canonical(list(made.evidence)), "act": act}  # fmt: skip


def read_decision(row: Any) -> Decision:
    """Return a stored decision."""
    return Decision(row.id, row.at, row.author, row.verb, row.subject_kind, row.subject_id, row.reason, tuple(json.loads(row.anchors)),
                    json.loads(row.value), tuple(json.loads(row.evidence)))  # fmt: skip


def all_decisions(connection: Connection, *, until: int | None = None) -> list[Decision]:
    """Return all decisions, undone ones and undos among them, in the order in which they were made."""
    query = select(decision).order_by(decision.c.at, decision.c.id)
    if until is not None:
        query = query.where(decision.c.act <= until)
    return [read_decision(row) for row in connection.execute(query)]


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """Return the decisions that hold: without undos and what they undo. An undo can be undone."""
    every = list(decisions)
    gone = undone(every)
    return [made for made in every if made.verb != "undo" and made.id not in gone]


def undone(decisions: Iterable[Decision]) -> frozenset[str]:
    """Return the ids of the decisions, undos among them, that others of them undo."""
    gone: set[str] = set()
    undos = (made for made in decisions if made.verb == "undo")
    for made in sorted(undos, key=lambda made: (made.at, made.id), reverse=True):
        if made.id not in gone:
            gone.add(made.subject_id)
    return frozenset(gone)


def find_decision(connection: Connection, decision_id: str) -> Decision:
    """Return one decision.

    Raises:
        NoSuchRecordError
    """
    row = connection.execute(select(decision).where(decision.c.id == decision_id)).one_or_none()
    if row is None:
        raise NoSuchRecordError(f"There is no decision {decision_id} in the ledger.")
    return read_decision(row)
