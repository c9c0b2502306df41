"""Ask for many rows by key in portions, as databases limit how many values one question may hold."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Column, Connection, Select, delete

PORTION = 500


def portions(values: Collection[str]) -> Iterator[list[str]]:
    """Yield the distinct values, sorted, in portions that one question can hold."""
    ordered = sorted(set(values))
    for start in range(0, len(ordered), PORTION):
        yield ordered[start : start + PORTION]


def rows_where(connection: Connection, query: Select[Any], key: Column[Any], values: Collection[str]) -> list[Any]:
    """Return the rows of a query whose key is among the values."""
    found: list[Any] = []
    for portion in portions(values):
        found += connection.execute(query.where(key.in_(portion))).all()
    return found


def delete_where(connection: Connection, key: Column[Any], values: Collection[str]) -> None:
    """Delete the rows of the key's table whose key is among the values."""
    for portion in portions(values):
        connection.execute(delete(key.table).where(key.in_(portion)))
