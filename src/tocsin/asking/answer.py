"""What a question from Python gets: a sequence of typed records that knows how many there are in all, and shows itself in a notebook."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

from tocsin.asking.views import View
from tocsin.report.columns import Columns, text_of
from tocsin.report.harmless import one_line
from tocsin.report.sheets import Sheet, csv_text

Row = dict[str, Any]
V_co = TypeVar("V_co", bound=View, covariant=True)

SHOWN = 10
"""Rows that an answer shows of itself in an interpreter; a notebook shows ten times as many."""


class Answer(Sequence[V_co], Generic[V_co]):
    """Records in order. A slice of it is an answer, too.

    Attributes:
        total: How many records meet the question; more than there are here if it had a limit.
    """

    def __init__(self, items: Sequence[V_co], total: int, columns: Columns, sheet: Sheet) -> None:
        """Keep the records and how they look."""
        self._items = tuple(items)
        self.total = total
        self._columns = columns
        self._sheet = sheet

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[V_co]:
        return iter(self._items)

    @overload
    def __getitem__(self, index: int) -> V_co: ...
    @overload
    def __getitem__(self, index: slice) -> Answer[V_co]: ...
    def __getitem__(self, index: int | slice) -> V_co | Answer[V_co]:
        if isinstance(index, slice):
            return Answer(self._items[index], self.total, self._columns, self._sheet)
        return self._items[index]

    def to_rows(self) -> list[Row]:
        """Return the records as plain dictionaries, as in the JSON Lines of the command line; `pandas.DataFrame` takes them."""
        return [item.body for item in self._items]

    def to_csv(self) -> str:
        """Return the records as CSV with a header, as the command line writes it: no text in it is taken for a formula."""
        return csv_text(self.to_rows(), self._sheet)

    def __repr__(self) -> str:
        lines = [one_line(str(item)) for item in self._items[:SHOWN]]
        if len(self) > SHOWN:
            lines.append(f"… and {len(self) - SHOWN} more")
        of = f" of {self.total:,}" if self.total != len(self) else ""
        return "\n".join([f"{len(self):,}{of} {self._noun()}", *lines])

    def _noun(self) -> str:
        return self._items[0].noun if len(self._items) == 1 else self._items[0].nouns if self._items else "records"

    def _repr_html_(self) -> str:
        shown = self._items[: 10 * SHOWN]
        used = [column for column in self._columns if any(text_of(column.cell(item.body)) for item in shown)]
        head = "".join(f"<th>{html.escape(column.name)}</th>" for column in used)
        rows = "".join(
            "<tr>" + "".join(f"<td>{html.escape(one_line(text_of(column.cell(item.body))))}</td>" for column in used) + "</tr>" for item in shown
        )
        more = f"; {len(shown):,} shown" if len(shown) < self.total else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table><p>{self.total:,} {html.escape(self._noun())}{more}</p>"
