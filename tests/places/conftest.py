"""The place index, opened once; it lies in the user's cache and is built on the first run of the tests."""

import pytest

from tocsin.gazetteer.load import open_gazetteer


@pytest.fixture(scope="session")
def gazetteer():
    return open_gazetteer()
