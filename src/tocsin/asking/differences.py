"""What changed from one version of a record to the next, in plain words: "toll.killed 20 → 21"."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from tocsin.report.words import day_text, place_text, time_text, tolls_text

Row = dict[str, Any]


def differences(one: Row, other: Row) -> list[Row]:
    """Return the fields that read differently in two versions of a record, each as `field`, `from` and `to` ("" for nothing).

    >>> one = {"kind": "case", "state": "open", "proposals": []}
    >>> differences(one, {**one, "state": "closed"})
    [{'field': 'state', 'from': 'open', 'to': 'closed'}]
    """
    before, after = dict(_told(one)), dict(_told(other))
    names = [*before, *(name for name in after if name not in before)]
    return [{"field": name, "from": before.get(name, ""), "to": after.get(name, "")} for name in names if before.get(name, "") != after.get(name, "")]


def _told(record: Row) -> Iterator[tuple[str, str]]:
    """Yield the fields of a record as they read."""
    for name, read in _FIELDS.items():
        if name in record:
            yield name, read(record[name])
    for toll in record.get("toll") or ():
        yield f"toll.{toll['effect']}", tolls_text([toll]).removesuffix(f" {toll['effect']}")
    if record.get("grade"):
        yield from ((f"grade.{name}", str(record["grade"][name] or "")) for name in ("evidence", "reliability", "credibility"))
    if record["kind"] == "relation":
        yield from ((side, record[side]["name"]) for side in ("from", "to"))


def _plain(value: Any) -> str:
    return "" if value is None else {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _names(rows: list[Row]) -> str:
    return ", ".join(row["name"] + (f" ({row['attribution']})" if "attribution" in row else "") for row in rows)


def _listed(values: list[Any]) -> str:
    return ", ".join(str(value) for value in values)


_FIELDS: dict[str, Callable[[Any], str]] = {
    "label": _plain, "type": _plain, "mode": _plain, "time": time_text, "place": place_text, "perpetrators": _names, "parties": _names,
    "victims": _names, "communities": _listed, "status": _plain, "state": _plain, "background": _plain, "review": _plain, "sealed": _plain,
    "redact": _listed, "n_articles": _plain, "n_sources": _plain, "first": day_text, "last": day_text,
    "roles": lambda rows: ", ".join(row["role"] for row in rows), "same_as": _listed, "history": lambda rows: f"{len(rows)} claims",
    "damage": lambda rows: ", ".join(f"{row['object']} {row['effect']}" for row in rows),
    "means": lambda rows: ", ".join(row["name"] for row in rows),
    "proposals": lambda rows: f"{len(rows)} proposed" if rows else "", "closed": lambda row: str(row["answer"]) if row else "",
    "links": lambda rows: ", ".join(f"{row['type']} {row['incident']}" for row in rows),
}  # fmt: skip
