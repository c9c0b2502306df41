"""Every page opens, tells what the ledger tells, and hides what is sealed."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient

from tocsin.access import accounts
from tocsin.ledger import engine
from tocsin.ledger.store import Ledger

PAGE = {"accept": "text/html"}
PASSWORD = "four bells over the harbour"


def enter(app, role):
    client = TestClient(app, base_url="http://localhost", follow_redirects=False)
    assert client.post("/login", data={"name": role, "password": PASSWORD}).status_code == 303
    return client


def mark(client):
    return re.search(r'name="csrf" value="([^"]+)"', client.get("/export", headers=PAGE).text)[1]


@pytest.mark.parametrize("path", ["/", "/incidents", "/people", "/groups", "/cases", "/search", "/search?text=fishermen", "/views", "/settings", "/users",
                                  "/audit", "/export", "/incidents?country=Libya&since=2015", "/cases?state=closed"])  # fmt: skip
def test_each_page_opens(local, path):
    answer = local.get(path, headers=PAGE)
    assert answer.status_code == 200
    assert answer.text.startswith("<!doctype html>")


def test_a_page_of_a_group_tells_its_incidents(local):
    listed = local.get("/groups", headers=PAGE).text
    target = re.search(r'href="(/groups/name[^"]+)"', listed)[1]
    story = local.get(target, headers=PAGE).text
    assert "Desert Brigade" in story
    assert "21 Coptic fishermen" in story


def test_search_finds_names_evidence_and_articles(local):
    text = local.get("/search?text=harbour", headers=PAGE).text
    assert "Incidents" in text
    assert "Articles" in text
    assert "Nothing in the ledger" in local.get("/search?text=unheard", headers=PAGE).text


@pytest.mark.parametrize("query", ["since=yesterday", "country=Nowhereland", "near=here", "killed=many", "text=%22"])
def test_a_filter_of_another_form_is_explained(local, query):
    answer = local.get(f"/incidents?{query}", headers=PAGE)
    assert answer.status_code == 400
    assert "card" in answer.text


def test_a_list_leads_from_page_to_page_with_its_filter(local):
    text = local.get("/incidents?country=LBY&page=2", headers=PAGE).text
    assert "1 of 1" in text or "of 1" in text


def test_a_view_is_kept_and_forgotten(local):
    token = mark(local)
    assert local.post("/views", data={"csrf": token, "name": "Sirte", "page": "/incidents", "query": "country=LBY"}).status_code == 303
    assert "/incidents?country=LBY" in local.get("/views", headers=PAGE).text
    assert local.post("/views", data={"csrf": token, "name": "x", "page": "https://evil.example", "query": ""}).status_code == 400
    local.post("/views/delete", data={"csrf": token, "name": "Sirte"})
    assert "Sirte" not in local.get("/views", headers=PAGE).text


def test_an_export_is_given_and_written_into_the_audit(local):
    answer = local.post("/export", data={"csrf": mark(local), "format": "csv", "country": "LBY", "does": "file"})
    assert answer.status_code == 200
    assert b"Desert Brigade" in answer.content
    assert b"Maiduguri" not in answer.content
    assert "export" in local.get("/audit?verb=export", headers=PAGE).text


def test_the_first_account_ends_the_time_without_log_in(local, stocked):
    token = mark(local)
    assert local.post("/users", data={"csrf": token, "name": "ben", "password": PASSWORD, "role": "reader"}).status_code == 400
    assert local.post("/users", data={"csrf": token, "name": "ada", "password": PASSWORD, "role": "admin"}).status_code == 303


def test_one_sees_a_sealed_incident_only_when_let_in(guarded, stocked):
    with Ledger.open(stocked) as ledger:
        with ledger.reading() as connection:
            from tocsin.asking.lists import list_records

            row = next(row for row in list_records(connection, "incident").rows if row["place"]["name"] == "Maiduguri")
        ledger.decide("seal", ("incident", row["id"]), who="ada", reason="at risk", anchors=row["members"])
    reader = enter(guarded, "reader")
    assert row["id"][:8] not in reader.get("/incidents", headers=PAGE).text
    assert reader.get(f"/incidents/{row['id']}", headers=PAGE).status_code == 404
    assert reader.get(f"/incidents/{row['id'][:9]}", headers=PAGE).status_code == 404
    assert "Maiduguri" not in reader.get("/search?text=harbour", headers=PAGE).text
    assert "Maiduguri" not in reader.get("/", headers=PAGE).text
    with Ledger.open(stocked) as ledger, engine.writing(ledger.sql) as connection:
        accounts.set_grant(connection, "reader", row["id"], by="admin", on=True)
    assert reader.get(f"/incidents/{row['id']}", headers=PAGE).status_code == 200
    assert "read" in enter(guarded, "admin").get("/audit?verb=read", headers=PAGE).text


def test_a_relation_asked_for_among_people_leads_to_its_own_page(local):
    listed = local.get("/groups", headers=PAGE).text
    key = re.search(r'href="/groups/(name[^"]+)"', listed)[1]
    answer = local.get(f"/people/{quote(key, safe='')}", headers=PAGE)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/groups/{key}")
