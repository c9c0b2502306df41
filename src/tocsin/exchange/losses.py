"""What a narrower format could not hold: one row for each value that was dropped, reduced or left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tocsin.records.canonical import canonical

Row = dict[str, Any]

LOSSES_SCHEMA = "tocsin.losses/1"
WHOLE = "record"
"""The field name of a row that tells of a whole record."""
EVERY = "*"
"""The record id of a row that tells of every record alike."""

_NO_LOSS = frozenset({"schema", "kind", "id", "label"})
_EACH = frozenset("conflicts damage ethnicity history links parties perpetrators religion sealed status toll victims".split())
"""Fields whose loss is told record by record; others that a format has no place for are told once, with the number of records."""
_SHORT = 240


@dataclass(frozen=True, slots=True)
class Loss:
    """One reduction.

    Attributes:
        record: Id of the record, `*` for all of them.
        field: Dotted path in the record; `record` when all of it was left out.
        was: The value before, as text; long ones are cut.
        became: The value after, as text; None: nothing.
        why: The rule, in one line. Equal causes have equal lines, so that they can be counted.
        count: In how many records; more than 1 only where `record` is `*`.
    """

    record: str
    field: str
    was: str
    became: str | None
    why: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class LossReport:
    """All reductions of one export."""

    format: str
    rows: tuple[Loss, ...]
    written: int

    @property
    def left_out(self) -> dict[str, int]:
        """Return how many whole records were left out, by cause."""
        return dict(sorted(Counter(row.why for row in self.rows if row.field == WHOLE).items()))

    @property
    def reduced(self) -> dict[str, int]:
        """Return how many values were dropped or reduced, by field."""
        counts: Counter[str] = Counter()
        for row in self.rows:
            counts[row.field] += row.count if row.field != WHOLE else 0
        return {name: count for name, count in sorted(counts.items()) if count}

    def to_json(self) -> str:
        """Return the report as one JSON object with a line break at its end; equal exports give equal text."""
        rows = [{"record": r.record, "field": r.field, "was": r.was, "became": r.became, "why": r.why, "count": r.count} for r in self.rows]
        summary = {"written": self.written, "left_out": self.left_out, "reduced": self.reduced}
        return canonical({"schema": LOSSES_SCHEMA, "format": self.format, "summary": summary, "rows": rows}) + "\n"

    def to_text(self) -> str:
        """Return the report for people: counts first, then each row on a line."""
        head = [f"{self.format}: {self.written} records written, {sum(self.left_out.values())} left out, {sum(self.reduced.values())} values reduced"]
        head += [f"  left out {count}: {why}" for why, count in self.left_out.items()]
        head += [f"  reduced {count}: {name}" for name, count in self.reduced.items()]
        return "\n".join([*head, "", *(_line(row) for row in self.rows)]) + "\n"


def _line(row: Loss) -> str:
    became = "dropped" if row.became is None else row.became
    what = "left out" if row.field == WHOLE else f"{row.field}: {row.was} → {became}"
    return " ".join(f"{row.record} {what} ({row.why})".split())


@dataclass(slots=True)
class LossLog:
    """Collects the losses of one export while it is written."""

    rows: list[Loss] = field(default_factory=list)
    written: int = 0
    dropped: Counter[tuple[str, str]] = field(default_factory=Counter)

    def leave_out(self, record: Row, why: str) -> None:
        """Note that a record is not in the output."""
        self.rows.append(Loss(str(record["id"]), WHOLE, _text(record.get("label")), None, why))

    def reduce(self, record: str, field_: str, was: Any, became: Any, why: str) -> None:
        """Note that a value was replaced by a poorer one; `became` None: by nothing."""
        self.rows.append(Loss(record, field_, _text(was), None if became is None else _text(became), why))

    def wrote(self, record: Row, kept: frozenset[str], why: str = "the format has no place for it") -> None:
        """Count a written record, and note each of its fields that says something and is not among those kept."""
        self.written += 1
        for name in sorted(record.keys() - kept - _NO_LOSS):
            if not _says_something(record[name]):
                continue
            if name not in _EACH:
                self.dropped[name, why] += 1
            else:
                self.reduce(str(record["id"]), name, _brief(record[name]), None, why)

    def report(self, name: str) -> LossReport:
        """Return the losses in a fixed order."""
        unkept = [Loss(EVERY, name, f"in {count} records", None, why, count) for (name, why), count in self.dropped.items()]
        rows = sorted([*self.rows, *unkept], key=lambda r: (r.record, r.field, r.was, r.became or "", r.why))
        return LossReport(name, tuple(rows), self.written)


def _says_something(value: Any) -> bool:
    """Tell whether a value holds more than its absence or what goes without saying; 0 does."""
    if isinstance(value, dict):
        return any(_says_something(part) for part in value.values())
    if isinstance(value, str | list):
        return bool(value) and value not in ("unreviewed", "actual", "unknown")
    return value is not None and value is not False


def _brief(value: Any) -> str:
    """Return a list of ids or rows as its length, else the value."""
    if isinstance(value, list) and len(value) > 1:
        return f"{len(value)} entries"
    return _text(value)


def _text(value: Any) -> str:
    text = canonical(value) if isinstance(value, dict | list) else str(value)
    return text if len(text) <= _SHORT else text[: _SHORT - 1] + "…"


def joined(values: Iterable[Any]) -> str:
    """Return values as one text, for `was` and `became`."""
    return "; ".join(str(value) for value in values)
