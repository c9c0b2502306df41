"""The threat pages: levels with words, evidence and arithmetic; sealed records left out for those who may not see them."""

from __future__ import annotations

import sqlite3

import pytest
from fastapi.testclient import TestClient
from weeks import act, ingest, year_of_talk

from tocsin.access import accounts
from tocsin.asking.filters import Filter
from tocsin.asking.lists import list_records
from tocsin.ledger import engine
from tocsin.ledger.store import Ledger
from tocsin.web.app import make_app
from tocsin.web.settings import Settings

PAGE = {"accept": "text/html"}
PASSWORD = "four bells over the harbour"


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """The address of a ledger with a year of meetings, two attacks, and a sealed one."""
    address = str(tmp_path_factory.mktemp("threat") / "news.ledger")
    with Ledger.open(address, create=True) as ledger:
        year_of_talk(ledger)
        ingest(ledger, act(20, killed=4), act(3, killed=6), act(10, killed=90, extra="PLANTED-SECRET was there."))
        with ledger.reading() as connection:
            row = next(row for row in list_records(connection, "incident", Filter(type="ASSAULT")).rows if "90" in row["label"])
        ledger.decide("seal", ("incident", row["id"]), who="ada", reason="at risk", anchors=row["members"])
    return address


@pytest.fixture
def local(told):
    with TestClient(make_app(Settings(told, today="2026-03-01")), base_url="http://localhost") as client:
        yield client


def test_the_list_shows_areas_and_communities_with_words_for_levels(local):
    text = local.get("/threat", headers=PAGE).text
    assert 'href="/threat/NGA?until=2026-03-01&amp;community=christianity"' in text
    assert ">high</span>" in text or ">extreme</span>" in text
    assert "Sealed records" not in text


def test_the_list_of_a_country_has_its_divisions(local):
    text = local.get("/threat?country=Nigeria", headers=PAGE).text
    assert 'href="/threat/NGA/Borno?until=2026-03-01"' in text


def test_the_page_of_an_area_has_weeks_indicators_evidence_and_arithmetic(local):
    text = local.get("/threat/NGA/Borno?community=Christianity&until=2026-03-01", headers=PAGE).text
    for words in ("people killed", "/incidents/i", "variance/mean", "Week before", "independent articles", '<svg class="trend', "Points by week"):
        assert words in text
    assert local.get("/threat/Nowhereland", headers=PAGE).status_code == 400


def test_a_week_without_articles_is_not_calm(local):
    text = local.get("/threat/NGA?until=2020", headers=PAGE).text
    assert "not enough reporting" in text
    assert "too little" in text


def test_an_empty_list_leads_to_the_last_week_that_is_told_of(local):
    assert "/threat?until=2026-0" in local.get("/threat?until=2010", headers=PAGE).text


def test_sealed_incidents_are_left_out_for_those_who_were_not_let_in_and_the_page_says_so(local, tmp_path):
    mine = local.get("/threat/NGA", headers=PAGE).text
    address = str(tmp_path / "copy.ledger")
    with sqlite3.connect(local.app.state.settings.address) as kept, sqlite3.connect(address) as copy:
        kept.backup(copy)
    with Ledger.open(address) as ledger, engine.writing(ledger.sql) as connection:
        accounts.add_account(connection, "reader", PASSWORD, "reader")
    client = TestClient(make_app(Settings(address, today="2026-03-01")), base_url="http://localhost")
    client.post("/login", data={"name": "reader", "password": PASSWORD})
    theirs = client.get("/threat/NGA", headers=PAGE).text
    assert "90" in mine
    assert "Sealed records that you were not let in to are left out" in theirs
    assert "90 villagers" in mine
    assert "90 villagers" not in theirs
    assert "90 villagers" not in client.get("/threat", headers=PAGE).text
