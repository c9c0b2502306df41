"""Build a record from the allow-list: key by key of the list, never by taking keys away from what the ledger has."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tocsin.publication.vocabulary import code, read_table, thing

Row = dict[str, Any]


def shaped(kind: str, source: Row, made: Mapping[str, Any]) -> Row | None:
    """Return a record of a kind of `data/publication/records.yaml`, None when a code that it cannot be without is not known.

    Args:
        kind: incident, entity, history, relation, tie, case, party or source.
        source: What the ledger has; only what the list names is read from it.
        made: The values of the keys that the list calls "made".
    """
    row: Row = {}
    for key, rule in read_table("publication/records.yaml")[kind].items():
        row[key] = made[key] if rule == "made" else _value(rule, source.get(key))
        if row[key] is None and isinstance(rule, str) and rule.startswith("code! "):
            return None
    return row


def _value(rule: Any, value: Any) -> Any:
    """Return one value by its rule."""
    if isinstance(rule, list):
        return [row for part in value if (row := _value(rule[0], part)) is not None] if isinstance(value, list) else []
    if isinstance(rule, dict):
        return _object(rule, value)
    word, _, rest = rule.partition(" ")
    if word in {"code", "code!"}:
        return code(rest, value)
    if word == "is":
        return {"false": False, "true": True}.get(rest, rest)
    return _PLAIN[word](value)


def _object(rule: Row, value: Any) -> Row | None:
    """Return a nested row, None without a code that it cannot be without."""
    if not isinstance(value, dict):
        return None
    row = {key: _value(part, value.get(key)) for key, part in rule.items()}
    needed = [key for key, part in rule.items() if isinstance(part, str) and part.startswith("code! ")]
    return None if any(row[key] is None for key in needed) else row


def _number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


_PLAIN: Mapping[str, Callable[[Any], Any]] = {
    "number": _number,
    "flag": lambda value: value if isinstance(value, bool) else None,
    "null": lambda _: None,
    "empty": lambda _: [],
    "object": lambda value: thing(value) if value else None,
}
