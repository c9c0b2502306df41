"""What a release makes public that the one before did not: records by content, fields, and names of people, groups, places and outlets."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from tocsin.errors import UsageError
from tocsin.records.canonical import canonical

Row = dict[str, Any]

RECORDS = "records.jsonl"
MANIFEST = "manifest.json"
_IDS = frozenset({"id", "key", "incident", "article", "copy_of", "cases"})
"""Keys that are new in each release."""
_NAMES = frozenset({"name", "outlet", "admin1", "city", "label"})


def read_previous(folder: Path) -> list[Row]:
    """Return the records of an earlier release.

    Raises:
        UsageError: the folder is no release, or its records are not those that were released.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        if RECORDS not in manifest["files"]:
            return []
        content = (folder / RECORDS).read_bytes()
        sound = hashlib.sha256(content).hexdigest() == manifest["files"][RECORDS]["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{folder} is no release: {error}. Name the folder of the release before (previous), or none.") from None
    if not sound:
        raise UsageError(f"{folder / RECORDS} is not what was released: its hash is not that of {MANIFEST}.")
    return [json.loads(line) for line in content.decode("utf-8").splitlines()]


def newly_public(records: Iterable[Row], before: Iterable[Row]) -> Row:
    """Return counts by kind, and the fields and names that no record had before. Ids are not compared: each release has its own."""
    records, before = list(records), list(before)
    known = Counter(map(_content, before))
    new: Counter[str] = Counter()
    for row in records:
        content = _content(row)
        if known[content]:
            known[content] -= 1
        else:
            new[row["kind"]] += 1
    fields, names = _told(records)
    old_fields, old_names = _told(before)
    return {
        "records": dict(sorted(new.items())), "fields": sorted(fields - old_fields),
        "names": {path: sorted(held - old_names.get(path, set())) for path, held in sorted(names.items()) if held - old_names.get(path, set())},
    }  # fmt: skip


def _content(row: Row) -> str:
    return canonical(_bare(row))


def _bare(value: Any) -> Any:
    """Return a value without ids; lists in a fixed order, as theirs may follow the ids."""
    if isinstance(value, dict):
        return {key: _bare(part) for key, part in value.items() if key not in _IDS}
    return sorted((_bare(part) for part in value), key=canonical) if isinstance(value, list) else value


def _told(records: Iterable[Row]) -> tuple[set[str], dict[str, set[str]]]:
    """Return the fields that say something in any record, and the names by field."""
    fields: set[str] = set()
    names: dict[str, set[str]] = {}
    for row in records:
        for path, value in _leaves(row, row["kind"]):
            fields.add(path)
            if path.rpartition(".")[2] in _NAMES and path.count(".") > 1:
                names.setdefault(path, set()).add(str(value))
    return fields, names


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in _IDS:
                yield from _leaves(part, f"{path}.{key}")
    elif isinstance(value, list):
        for part in value:
            yield from _leaves(part, path)
    elif value is not None and value is not False:
        yield path, value
