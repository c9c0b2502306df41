"""Ask for many rows by key in portions, as databases limit how many values one question may hold; and put rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any, overload

from sqlalchemy import Column, Connection, Delete, Select, bindparam, delete, insert

PORTION = 500


def portions(values: Collection[Any]) -> Iterator[list[Any]]:
    """Yield the distinct values, sorted, in portions that one question can hold."""
    ordered = sorted(set(values))
    for start in range(0, len(ordered), PORTION):
        yield ordered[start : start + PORTION]


def keyed(query: Select[Any], key: Column[Any]) -> Select[Any]:
    """Return a query for the rows whose key is among `keys`: built once, for `rows_of`. Building one costs more than running it."""
    return query.where(key.in_(bindparam("keys", expanding=True)))


def rows_of(connection: Connection, query: Select[Any], values: Collection[str], **given: Any) -> list[Any]:
    """Return the rows of a query by `keyed`; `given` are its other parameters."""
    found: list[Any] = []
    for portion in portions(values) if values else ():
        found += connection.execute(query, {"keys": portion, **given}).all()
    return found


def rows_where(connection: Connection, query: Select[Any], key: Column[Any], values: Collection[Any]) -> list[Any]:
    """Return the rows of a query whose key is among the values."""
    return rows_of(connection, keyed(query, key), values) if values else []


@cache
def _deletion(key: Column[Any]) -> Delete:
    return delete(key.table).where(key.in_(bindparam("keys", expanding=True)))


def delete_where(connection: Connection, key: Column[Any], values: Collection[Any]) -> None:
    """Delete the rows of the key's table whose key is among the values."""
    for portion in portions(values):
        connection.execute(_deletion(key), {"keys": portion})


@cache
def _insertion(table: Any) -> Any:
    return insert(table)


def put_rows(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows to a table; all have the same columns."""
    if rows:
        connection.execute(_insertion(table), rows)


@overload
def plain(value: str) -> str: ...


@overload
def plain(value: str | None) -> str | None: ...


def plain(value: str | None) -> str | None:
    """Return a text that every database can store: NUL, which PostgreSQL refuses, as U+2400; a lone surrogate (of a file's name) as U+FFFD."""
    if not value or (value.isprintable() and value.isascii()):
        return value
    return value.replace("\x00", "\u2400").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
