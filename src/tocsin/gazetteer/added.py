"""Where country dumps that the user added are kept: one index a country, apart from the cache, which may be wiped."""

from __future__ import annotations

import os
from pathlib import Path


def added_folder() -> Path:
    """Return the folder of added countries: $TOCSIN_DATA, else $XDG_DATA_HOME/tocsin, else ~/.local/share/tocsin, with /gazetteer."""
    own = os.environ.get("TOCSIN_DATA")
    shared = os.environ.get("XDG_DATA_HOME")
    base = Path(own) if own else (Path(shared) if shared else Path("~/.local/share").expanduser()) / "tocsin"
    return base / "gazetteer"


def added_files() -> list[Path]:
    """Return the indexes of added countries, sorted by name."""
    folder = added_folder()
    return sorted(folder.glob("*.sqlite")) if folder.is_dir() else []
