"""Workbenches to ask: over a small ledger made by hand, open to this machine only, or with accounts of every role."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from handmade import attack, ingest

from tocsin.access import accounts
from tocsin.access.policy import ROLES
from tocsin.ledger import engine
from tocsin.ledger.store import Ledger
from tocsin.web.app import make_app
from tocsin.web.settings import Settings

PASSWORD = "four bells over the harbour"


@pytest.fixture
def address(tmp_path):
    return str(tmp_path / "news.ledger")


@pytest.fixture
def stocked(address):
    """The address of a ledger with two incidents in three articles."""
    with Ledger.open(address, create=True) as ledger:
        ingest(ledger, attack("Example Times", "2015-02-16"), attack("Other Post", "2015-02-17"),
               attack("Example Times", "2016-07-04", killed=3, place="Maiduguri", day="2016-07-03"))  # fmt: skip
    return address


@pytest.fixture
def local(stocked):
    """A workbench of this machine, without log-in."""
    with TestClient(make_app(Settings(stocked, today="2016-08-01")), base_url="http://localhost", follow_redirects=False) as client:
        yield client


@pytest.fixture
def guarded(stocked):
    """A workbench with an account for each role, named after it."""
    with Ledger.open(stocked) as ledger, engine.writing(ledger.sql) as connection:
        for role in ROLES:
            accounts.add_account(connection, role, PASSWORD, role)
    return make_app(Settings(stocked, today="2016-08-01"))


def enter(app, role):
    """Return a client that is logged in as the account of a role."""
    client = TestClient(app, base_url="http://localhost", follow_redirects=False)
    answer = client.post("/login", data={"name": role, "password": PASSWORD}, headers={"origin": "http://localhost"})
    assert answer.status_code == 303, answer.text
    return client


@pytest.fixture
def sqlite_like(stocked):
    """A ledger, and the id of one of its incidents."""
    from tocsin.asking.lists import list_records

    with Ledger.open(stocked) as ledger:
        with ledger.reading() as connection:
            record = list_records(connection, "incident").rows[0]["id"]
        yield ledger, record
