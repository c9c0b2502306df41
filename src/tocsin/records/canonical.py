"""One way of writing JSON, so that equal content has equal bytes and one hash."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(value: Any) -> str:
    """Return JSON in ASCII with sorted keys and no spaces; floats as Python writes them. ASCII, because PostgreSQL stores no NUL in a text.

    Raises:
        ValueError: the value holds NaN or an infinity, which JSON has no words for.
    """
    return json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode("ascii")).hexdigest()


def short_id(prefix: str, value: Any) -> str:
    """Return `prefix` and the first 80 bits of the digest: among a billion records the chance of any two being equal is below 10⁻⁶."""
    return prefix + digest(value)[:20]
