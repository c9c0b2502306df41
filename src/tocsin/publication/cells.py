"""Small cells: counts below k are not printed, and no printed sum gives them away; incidents of small communities are merged or left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.exchange.losses import LossLog
from tocsin.exchange.tables import write_csv
from tocsin.publication.dates import period_of

Row = dict[str, Any]
Line = tuple[str, str]
"""Period and country: one line of a table."""

UNKNOWN = "unknown"
COLUMNS = ("table", "period", "country", "category", "incidents", "suppressed")


def small_communities(rows: Sequence[Row], k: int) -> set[str]:
    """Return the ids of incidents in a cell of one community, month and area with fewer than k incidents."""
    cells: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for row in rows:
        for community in row["communities"]:
            cells[community, *line_of(row), _area(row)].append(row["id"])
    return {id_ for ids in cells.values() if len(ids) < k for id_ in ids}


def line_of(row: Row) -> Line:
    """Return the line of the tables that an incident counts in."""
    return period_of(row["time"]), str(row["place"]["country"] or UNKNOWN)


def _area(row: Row) -> str:
    return str(row["place"]["admin1"] or UNKNOWN)


@dataclass(frozen=True, slots=True)
class Counted:
    """The tables of counts. A count is None where it is not printed.

    Attributes:
        totals: Line → incidents. `tables`: table → line → category → incidents.
    """

    totals: Mapping[Line, int | None]
    tables: Mapping[str, Mapping[Line, Mapping[str, int | None]]]

    @property
    def suppressed(self) -> int:
        """Return how many counts are not printed."""
        cells = [count for table in self.tables.values() for line in table.values() for count in line.values()]
        return sum(count is None for count in (*self.totals.values(), *cells))


def count(rows: Iterable[Row], k: int) -> Counted:
    """Return counts of incidents by period and country: of all, by area, by community and by effect."""
    rows = list(rows)
    raw: dict[str, dict[Line, Counter[str]]] = {name: defaultdict(Counter) for name in ("area", "community", "effect")}
    totals: Counter[Line] = Counter()
    for row in rows:
        line = line_of(row)
        totals[line] += 1
        raw["area"][line][_area(row)] += 1
        raw["community"][line].update(set(row["communities"]) or {UNKNOWN})
        raw["effect"][line].update({toll["effect"] for toll in row["toll"]} or {UNKNOWN})
    hidden: set[Line] = set()
    cells: dict[str, dict[Line, Mapping[str, int | None]]] = {}
    for name, counters in raw.items():
        cells[name] = {}
        for line, held in counters.items():
            cells[name][line], whole = suppress(held, k)
            hidden |= set() if whole else {line}
    printed, _ = suppress(totals, k, hidden=hidden)
    for lines in cells.values():
        for line in lines:
            if printed[line] is None:
                lines[line] = dict.fromkeys(lines[line])
    return Counted(printed, cells)


def suppress(cells: Mapping[Any, int], k: int, *, hidden: Iterable[Any] = ()) -> tuple[dict[Any, int | None], bool]:
    """Return counts with those below k as None, and more of them until their sum is no count below k nor of one cell alone.

    The sum of all cells is taken as known. The second value tells whether it may be printed: not where it would give a hidden count away.
    """
    gone = {name for name, number in cells.items() if number < k} | set(hidden)
    left = sorted(cells.keys() - gone, key=lambda name: (cells[name], str(name)))
    while gone and (len(gone) < 2 or sum(cells[name] for name in gone) < k) and left:
        gone.add(left.pop(0))
    safe = sum(cells.values()) >= k and (not gone or (len(gone) >= 2 and sum(cells[name] for name in gone) >= k))
    return {name: None if name in gone else number for name, number in cells.items()}, safe


def counts_csv(counted: Counted) -> bytes:
    """Return the tables as one CSV; an empty count with `suppressed` yes is below k, or would give one away."""
    rows = [_row("all", line, "all", number) for line, number in counted.totals.items()]
    rows += [_row(name, line, category, number) for name, lines in counted.tables.items()
             for line, held in lines.items() for category, number in held.items()]  # fmt: skip
    return write_csv(COLUMNS, sorted(rows, key=lambda row: [str(row[name]) for name in COLUMNS[:4]]), LossLog())


def _row(table: str, line: Line, category: str, number: int | None) -> Row:
    return {"table": table, "period": line[0], "country": line[1], "category": category, "incidents": number,
            "suppressed": "yes" if number is None else "no"}  # fmt: skip


def shown(number: int, k: int) -> str:
    """Return a count for people, small ones only as such."""
    return str(number) if number == 0 or number >= k else f"fewer than {k}"


__all__ = ["Counted", "count", "counts_csv", "line_of", "shown", "small_communities", "suppress"]
