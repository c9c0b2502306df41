"""Files that were dropped into a folder. They are read, never changed or moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tocsin.errors import InputError

MAX_FILE_BYTES = 128 * 2**20
_DEPTH = 12
SETTLE_SECONDS = 2.0
"""A file that was changed so short a time ago may still be being written: it is left for the next round."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file: its name below the folder, and a stamp that changes when the file does."""

    path: Path
    name: str
    stamp: str
    size: int
    changed_at: float


def dropped_in(folder: Path) -> Iterator[Dropped]:
    """Yield the files of a folder and those below it, by name; hidden ones and links are passed over.

    Raises:
        InputError: `not-found`.
    """
    if not folder.is_dir():
        raise InputError("not-found", f"{folder} is no folder.")
    yield from _below(folder, folder, _DEPTH)


def _below(root: Path, folder: Path, depth: int) -> Iterator[Dropped]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith(".") or path.is_symlink():
            continue
        if path.is_dir() and depth:
            yield from _below(root, path, depth - 1)
        elif path.is_file():
            facts = path.stat()
            yield Dropped(path, path.relative_to(root).as_posix(), f"{facts.st_size} {facts.st_mtime_ns}", facts.st_size, facts.st_mtime)
