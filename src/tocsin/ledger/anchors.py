"""Find the decisions that hold on to an item, a claim, a case or a party, whatever its record is called today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, bindparam, select

from tocsin.ledger.decisions import read_decision, undone
from tocsin.ledger.derived import anchor
from tocsin.ledger.rows import keyed, put_rows, rows_of
from tocsin.ledger.tables import decision
from tocsin.records.told import Decision

_BY_ANCHOR = keyed(select(anchor.c.anchor, anchor.c.decision_id), anchor.c.anchor)
_UNTIL = select(decision).where(decision.c.act <= bindparam("act"))
_BY_ID = keyed(_UNTIL, decision.c.id)
_UNDOS = keyed(_UNTIL.where(decision.c.verb == "undo"), decision.c.subject_id)


def anchor_decision(connection: Connection, made: Decision) -> None:
    """Make a decision findable by everything that it is about."""
    here = set(connection.execute(select(anchor.c.anchor).where(anchor.c.decision_id == made.id)).scalars())
    put_rows(connection, anchor, [{"anchor": name, "decision_id": made.id} for name in sorted(set(anchors_of(made)) - here)])


def anchors_of(made: Decision) -> Iterable[str]:
    """Yield what a decision is about: its subject, its anchors, and the others that it puts together or holds apart."""
    yield made.subject_id
    yield from made.anchors
    yield from made.value.get("with") or ()
    yield from made.value.get("to") or ()


class Standing:
    """The decisions that hold as of an act, looked up once for each name."""

    def __init__(self, connection: Connection, act: int) -> None:
        """Begin with nothing looked up."""
        self._connection = connection
        self._act = act
        self._ids: dict[str, set[str]] = {}
        self._found: dict[str, Decision] = {}
        self._gone: frozenset[str] = frozenset()

    def look_up(self, names: Iterable[str]) -> None:
        """Ask for the decisions about many names at once."""
        new = set(names) - self._ids.keys()
        ids: dict[str, set[str]] = defaultdict(set)
        for row in rows_of(self._connection, _BY_ANCHOR, new):
            ids[row.anchor].add(row.decision_id)
        self._ids.update({name: ids.get(name, set()) for name in new})
        self._load({key for found in ids.values() for key in found} - self._found.keys())

    def _load(self, ids: set[str]) -> None:
        """Load decisions with the undos of them, and the undos of undos."""
        found = {row.id: read_decision(row) for row in rows_of(self._connection, _BY_ID, ids, act=self._act)}
        front = set(found)
        while front:
            undos = rows_of(self._connection, _UNDOS, front, act=self._act)
            front = {row.id for row in undos} - found.keys()
            found.update({row.id: read_decision(row) for row in undos})
        if found:
            self._found.update(found)
            self._gone = undone(self._found.values())

    def on(self, names: Collection[str]) -> list[Decision]:
        """Return the standing decisions about any of the names, in the order in which they were made."""
        self.look_up(names)
        about = {key for name in names for key in self._ids[name]} if self._found else set()
        held = [self._found[key] for key in about if key in self._found and key not in self._gone]
        return sorted((made for made in held if made.verb != "undo"), key=lambda made: (made.at, made.id))


def decisions_on(connection: Connection, names: Collection[str], act: int) -> list[Decision]:
    """Return the standing decisions about any of the names, as of an act, in the order in which they were made."""
    return Standing(connection, act).on(names)
