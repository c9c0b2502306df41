"""Cut inputs into shards: the same inputs give the same shards, whoever reads them and in whatever order."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tocsin.errors import UsageError
from tocsin.records.canonical import digest

ARTICLES_A_SHARD = 200
"""Articles of a shard: about a minute of one core's work, so that little is lost when a run is broken off."""

_LINES = (".jsonl", ".ndjson")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of one input.

    Attributes:
        kind: `file` (all of it), `lines` (bytes `start` to `end` of JSON Lines, whose first line has the number `first`), `rows` (rows `start`
            to `end` of a Parquet file).
    """

    kind: str
    path: str
    start: int = 0
    end: int = 0
    first: int = 1


@dataclass(frozen=True, slots=True)
class Shard:
    """What one worker reads at a time."""

    number: int
    slices: tuple[Slice, ...]

    @property
    def name(self) -> str:
        """Return the name of its files."""
        return f"{self.number:06d}"


@dataclass(frozen=True, slots=True)
class Plan:
    """All shards of a run, and the inputs with size and hash."""

    shards: tuple[Shard, ...]
    inputs: tuple[Row, ...]

    def fingerprint(self, settings: Row) -> str:
        """Return one hash of inputs, shards and settings: equal for runs that must come out equal."""
        return digest([[asdict(shard) for shard in self.shards], self.inputs, settings])


def make_plan(inputs: Iterable[str], *, articles_a_shard: int = ARTICLES_A_SHARD) -> Plan:
    """Return the plan for files, folders and globs, in the order of their names.

    Raises:
        UsageError: nothing there.
    """
    paths = sorted({path for name in inputs for path in _expand(name)})
    if not paths:
        raise UsageError("There is no file to read. Name files, folders or globs: tocsin batch news/*.jsonl OUT")
    shards: list[tuple[Slice, ...]] = []
    facts: list[Row] = []
    loose: list[Slice] = []
    for path in paths:
        facts.append(_facts(path))
        if path.lower().endswith(_LINES):
            shards += [(part,) for part in _line_slices(path, articles_a_shard)]
        elif path.lower().endswith(".parquet"):
            shards += [(part,) for part in _row_slices(path, articles_a_shard)]
        else:
            loose.append(Slice("file", path))
    shards += [tuple(loose[start : start + articles_a_shard]) for start in range(0, len(loose), articles_a_shard)]
    return Plan(tuple(Shard(number, slices) for number, slices in enumerate(shards)), tuple(facts))


def _expand(name: str) -> Iterator[str]:
    """Yield the files of a name: itself, the files below a folder, or those that fit a pattern."""
    path = Path(name)
    if path.is_dir():
        yield from (str(found) for found in path.rglob("*") if found.is_file() and not found.name.startswith("."))
    elif path.exists():
        yield str(path)
    else:
        found = [one for one in glob.glob(name, recursive=True) if Path(one).is_file()]  # noqa: PTH207 the pattern may begin anywhere
        if not found:
            raise UsageError(f"{name} is neither a file nor a folder, and no file fits it as a pattern.")
        yield from found


def _facts(path: str) -> Row:
    """Return name, size and hash of an input."""
    hashed = hashlib.sha256()
    with Path(path).open("rb") as stream:
        while chunk := stream.read(1 << 20):
            hashed.update(chunk)
    return {"path": path, "bytes": Path(path).stat().st_size, "sha256": hashed.hexdigest()}


def _line_slices(path: str, most: int) -> Iterator[Slice]:
    """Yield parts of a file of JSON Lines, each of so many lines."""
    start, first, position, count = 0, 1, 0, 0
    with Path(path).open("rb") as stream:
        for line in stream:
            position += len(line)
            count += 1
            if count == most:
                yield Slice("lines", path, start, position, first)
                start, first, count = position, first + count, 0
    if count:
        yield Slice("lines", path, start, position, first)


def _row_slices(path: str, most: int) -> Iterator[Slice]:
    """Yield parts of a Parquet file, each of so many rows."""
    import pyarrow.parquet as pq

    total = pq.read_metadata(path).num_rows
    yield from (Slice("rows", path, start, min(start + most, total), start + 1) for start in range(0, total, most))
