"""Cases and their ages: which questions wait for an answer, and for how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from tocsin.asking.filters import Filter
from tocsin.asking.lists import Answer, list_records

Row = dict[str, Any]

WAITING = ("proposed", "open")
"""States of cases that wait, in the order in which the desk takes them up: where an answer may lie at hand first."""


def list_cases(connection: Connection, asked: Filter | None = None, *, today: date, chase: bool = False, act: int | None = None,
               limit: int | None = None, offset: int = 0) -> Answer:  # fmt: skip
    """Return the cases that meet a filter, each with its `age` in days (of closed ones too: since it was opened; None for an unknown day).

    Args:
        connection: Where.
        asked: The filter.
        today: The day that ages are counted to.
        chase: Only those that wait: proposed ones first, then open ones, each with the oldest first and the undated last.
        act: As they stood after this act.
        limit: At most so many; None for all.
        offset: After so many.
    """
    asked = asked or Filter()
    if not chase:
        answer = list_records(connection, "case", asked, act=act, limit=limit, offset=offset)
        return Answer(_aged(answer.rows, today), answer.total)
    states = [state for state in WAITING if asked.state in {None, state}]
    rows = [row for state in states for row in list_records(connection, "case", replace(asked, state=state), act=act, order="earliest").rows]
    return Answer(_aged(rows[offset : None if limit is None else offset + limit], today), len(rows))


def _aged(rows: Sequence[Row], today: date) -> list[Row]:
    return [{**row, "age": (today - date.fromisoformat(row["opened"])).days if row["opened"] else None} for row in rows]
