"""A ledger to make accounts in."""

import pytest

from tocsin.ledger.store import Ledger


@pytest.fixture
def ledger(tmp_path):
    with Ledger.open(str(tmp_path / "news.ledger"), create=True) as opened:
        yield opened
