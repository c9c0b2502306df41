"""A ledger on a file, with a clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tocsin.ledger.store import Ledger
from tocsin.publication.places import Places


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


@pytest.fixture
def ledger(tmp_path):
    with Ledger.open(str(tmp_path / "desk.ledger"), create=True, clock=Clock()) as opened:
        yield opened


@pytest.fixture(scope="session")
def places():
    return Places()
