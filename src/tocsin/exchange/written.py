"""What a writer returns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tocsin.exchange.losses import LossReport


@dataclass(frozen=True)
class Written:
    """One export.

    Attributes:
        content: What is printed or written to one file. For formats of several tables: the main table, or an archive of them all.
        losses: What the format could not hold.
        files: Every file by name where the format is several files, the main one among them; else empty.
    """

    content: bytes
    losses: LossReport
    files: Mapping[str, bytes] = field(default_factory=dict)
