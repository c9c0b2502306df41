"""Which incidents of an article are consequences of another one: the arrest and the trial for a killing belong to its story."""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def followed(reading: Row) -> dict[str, str]:
    """Return incident id → id of the incident of the same reading that it follows."""
    del reading
    return {}
