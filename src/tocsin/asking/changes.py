"""The corrections feed: what records are new, changed, merged, split or withdrawn between two moments."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, or_, select

from tocsin.asking.conditions import standing_at
from tocsin.ledger.derived import record
from tocsin.ledger.rows import rows_where

Row = dict[str, Any]

IGNORED = frozenset({"decisions", "rule"})
"""Fields whose change alone tells nothing new of what happened."""


def changes(connection: Connection, before: int, after: int) -> Iterator[Row]:
    """Yield what changed between the states after two acts, by kind and id.

    Each row has `change` (new, changed, merged, split, withdrawn), `kind`, `id`, `label`, and: for changed ones `fields` with `from` and `to`;
    for merged ones `into`; for split ones `from`; for withdrawn ones `why` (rejected, or superseded by a later version of the article). An incident
    that goes on under another id is a changed one with `was`, its old id.
    """
    touched = _touched(connection, before, after)
    old = _bodies(connection, touched, before)
    new = _bodies(connection, touched, after)
    homes_before, homes_after = _homes(old), _homes(new)
    names = _renamed(old, new)
    gone = {("incident", was) for was in names.values()}
    for kind, record_id in sorted(touched - gone):
        was = names.get(record_id) if kind == "incident" else None
        one, other = old.get((kind, was or record_id)), new.get((kind, record_id))
        if one is None and other is not None:
            yield _appeared(other, homes_before)
        elif one is not None and other is None:
            yield _vanished(one, homes_after)
        elif one is not None and other is not None and (fields := _differences(one, other)):
            yield _changed(one, other, fields)


def _renamed(old: dict[tuple[str, str], Row], new: dict[tuple[str, str], Row]) -> dict[str, str]:
    """Return the incidents that have a new id because an earlier article became their first, with the old id: each goes with that of most members."""
    gone = {record_id: body["members"] for (kind, record_id), body in old.items() if kind == "incident" and (kind, record_id) not in new}
    came = {member: record_id for (kind, record_id), body in new.items() if kind == "incident" and (kind, record_id) not in old
            for member in body["members"]}  # fmt: skip
    shared = Counter((came[member], was) for was, members in gone.items() for member in members if member in came)
    names: dict[str, str] = {}
    for (now, was), _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])):
        if now not in names and was not in names.values():
            names[now] = was
    return names


def _changed(one: Row, other: Row, fields: Row) -> Row:
    gone = other["review"] == "rejected" and one["review"] != "rejected"
    row = {"change": "withdrawn" if gone else "changed", "kind": other["kind"], "id": other["id"], "label": other["label"], "fields": fields}
    renamed = {} if one["id"] == other["id"] else {"was": one["id"]}
    return {**row, **renamed, **({"why": "rejected"} if gone else {})}


def _touched(connection: Connection, before: int, after: int) -> set[tuple[str, str]]:
    """Return the records of which a version began or ended between."""
    between = or_((record.c.from_act > before) & (record.c.from_act <= after), (record.c.to_act > before) & (record.c.to_act <= after))
    return {(row.kind, row.id) for row in connection.execute(select(record.c.kind, record.c.id).where(between).distinct())}


def _bodies(connection: Connection, wanted: set[tuple[str, str]], act: int) -> dict[tuple[str, str], Row]:
    query = select(record.c.kind, record.c.id, record.c.body).where(standing_at(act))
    rows = rows_where(connection, query, record.c.id, {record_id for _, record_id in wanted})
    return {(row.kind, row.id): json.loads(row.body) for row in rows if (row.kind, row.id) in wanted}


def _homes(here: dict[tuple[str, str], Row]) -> dict[str, str]:
    """Return the incident of each member, and the person or group of each key that was declared the same, in one of the two states."""
    homes = {member: record_id for (kind, record_id), body in here.items() if kind == "incident" for member in body["members"]}
    return homes | {key: record_id for (_, record_id), body in here.items() for key in (record_id, *(body.get("same_as") or ())) if "same_as" in body}


def _appeared(body: Row, homes: dict[str, str]) -> Row:
    row = {"change": "new", "kind": body["kind"], "id": body["id"], "label": body["label"]}
    origins = sorted({homes[member] for member in _parts(body) if member in homes})
    return {**row, "change": "split", "from": origins} if origins else row


def _vanished(body: Row, homes: dict[str, str]) -> Row:
    row = {"change": "withdrawn", "kind": body["kind"], "id": body["id"], "label": body["label"]}
    heirs = sorted({homes[member] for member in _parts(body) if member in homes})
    return {**row, "change": "merged", "into": heirs} if heirs else {**row, "why": "superseded"}


def _parts(body: Row) -> list[str]:
    """Return what a record is made of: members of an incident, keys of a person or group."""
    return [*(body.get("members") or ()), *([body["id"], *body["same_as"]] if "same_as" in body else ())]


def _differences(one: Row, other: Row) -> Row:
    """Return the fields that differ, with both values."""
    names = sorted((one.keys() | other.keys()) - IGNORED)
    return {name: {"from": one.get(name), "to": other.get(name)} for name in names if one.get(name) != other.get(name)}
