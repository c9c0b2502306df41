"""Keep the compiled actor base in the user's cache: keyed by content, written atomically, safe when many start at once."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from hashlib import blake2b
from pathlib import Path

from tocsin.actorbase.compile import Index, compile_base
from tocsin.actorbase.read import data_folder
from tocsin.cache import cache_folder


def content_key(folder: Path) -> str:
    """Return a hash of all data files and of the code that compiles them."""
    digest = blake2b(digest_size=12)
    for path in (*sorted(folder.rglob("*.yaml")), *sorted(Path(__file__).parent.glob("*.py"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> Index | None:
    try:
        content: Index = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    return content


def _write(path: Path, index: Index) -> None:
    """Write beside the target and rename: readers see the old file or the whole new one, never a part."""
    with contextlib.suppress(OSError):  # a read-only or full cache only costs time
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(index, file, ensure_ascii=False, separators=(",", ":"))
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)


def load_index() -> Index:
    """Return the compiled actor base, from the cache when it is there, else compiled now and kept."""
    folder = data_folder()
    path = cache_folder() / f"actorbase-{content_key(folder)}.json"
    index = _read(path)
    if index is None:
        index = compile_base(folder)
        _write(path, index)
    return index
