"""Find the decisions that hold on to an item, a claim, a case or a party, whatever its record is called today."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import Connection, insert, select

from tocsin.ledger.decisions import read_decision, standing
from tocsin.ledger.derived import anchor
from tocsin.ledger.rows import rows_where
from tocsin.ledger.tables import decision
from tocsin.records.told import Decision


def anchor_decision(connection: Connection, made: Decision) -> None:
    """Make a decision findable by everything that it is about."""
    here = set(connection.execute(select(anchor.c.anchor).where(anchor.c.decision_id == made.id)).scalars())
    rows = [{"anchor": name, "decision_id": made.id} for name in sorted(set(anchors_of(made)) - here)]
    if rows:
        connection.execute(insert(anchor), rows)


def anchors_of(made: Decision) -> Iterable[str]:
    """Yield what a decision is about: its subject, its anchors, and the others that it puts together or holds apart."""
    yield made.subject_id
    yield from made.anchors
    yield from made.value.get("with") or ()
    yield from made.value.get("to") or ()


def decisions_on(connection: Connection, names: Collection[str], act: int) -> list[Decision]:
    """Return the standing decisions about any of the names, as of an act, in the order in which they were made."""
    ids = {row.decision_id for row in rows_where(connection, select(anchor.c.decision_id), anchor.c.anchor, names)}
    found = {row.id: read_decision(row) for row in rows_where(connection, select(decision).where(decision.c.act <= act), decision.c.id, ids)}
    front = set(found)
    while front:  # undos, and undos of undos
        undos = rows_where(connection, select(decision).where(decision.c.act <= act, decision.c.verb == "undo"), decision.c.subject_id, front)
        front = {row.id for row in undos} - set(found)
        found.update({row.id: read_decision(row) for row in undos})
    return standing(sorted(found.values(), key=lambda made: (made.at, made.id)))
