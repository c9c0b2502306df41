"""Where compiled knowledge is kept between runs."""

from __future__ import annotations

import os
from pathlib import Path


def cache_folder() -> Path:
    """Return the folder for compiled knowledge: $TOCSIN_CACHE, else $XDG_CACHE_HOME/tocsin, else ~/.cache/tocsin."""
    own = os.environ.get("TOCSIN_CACHE")
    if own:
        return Path(own)
    shared = os.environ.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path("~/.cache").expanduser()) / "tocsin"
