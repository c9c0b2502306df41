"""Sites, and a fetcher that may call them through the test opening."""

from __future__ import annotations

import pytest
from webservers import here, serve

from tocsin.watching.fetch import Fetcher, Limits
from tocsin.watching.guard import Guard


@pytest.fixture
def site():
    with serve() as running:
        yield running


@pytest.fixture
def make_fetcher():
    def make(*ports, hosts=("news.example", "*.news.example"), resolve=here, trust=None, **limits):
        more = {"trust": trust} if trust else {}
        guard = Guard(frozenset(hosts), opening=frozenset(ports), resolve=resolve, **more)
        return Fetcher(guard, "Tocsin/test", Limits(**{"seconds": 5.0, **limits}))

    return make


@pytest.fixture
def fetcher(site, make_fetcher):
    return make_fetcher(site.port)
