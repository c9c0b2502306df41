"""Decisions from pages: kept with reason and author, refused when stale, undone in one step."""

from __future__ import annotations

import re

import pytest

from tocsin.asking.lists import list_records
from tocsin.ledger.store import Ledger

PAGE = {"accept": "text/html"}


@pytest.fixture
def incident(stocked):
    with Ledger.open(stocked) as ledger, ledger.reading() as connection:
        return list_records(connection, "incident").rows[0]["id"]


def fields(client, path):
    text = client.get(path, headers=PAGE).text
    return {"csrf": re.search(r'name="csrf" value="([^"]+)"', text)[1], "seen": re.search(r'name="seen" value="([^"]+)"', text)[1]}, text


def test_accepting_is_kept_with_its_reason_and_undone_from_the_page(local, incident):
    given, _ = fields(local, f"/incidents/{incident}")
    answer = local.post(f"/records/{incident}/decide", data={**given, "verb": "accept", "reason": "read both"})
    assert answer.status_code == 303
    text = local.get(answer.headers["location"], headers=PAGE).text
    assert "read both" in text
    assert "accepted" in text
    decision = re.search(r'action="/decisions/(d[0-9a-f]+)/undo"', text)[1]
    answer = local.post(f"/decisions/{decision}/undo", data={"csrf": given["csrf"], "reason": "wrong one", "back": f"/incidents/{incident}"})
    assert answer.headers["location"].startswith(f"/incidents/{incident}?said=")
    assert "unreviewed" in local.get(f"/incidents/{incident}", headers=PAGE).text


def test_a_stale_form_decides_nothing(local, incident):
    given, _ = fields(local, f"/incidents/{incident}")
    local.post(f"/records/{incident}/decide", data={**given, "verb": "accept", "reason": "first"})
    late = local.post(f"/records/{incident}/decide", data={**given, "verb": "reject", "reason": "second"}, headers=PAGE)
    assert late.status_code == 409
    assert "changed" in late.text
    assert "accepted" in local.get(f"/incidents/{incident}", headers=PAGE).text


def test_a_value_is_corrected_and_the_derived_one_stays_visible(local, incident):
    given, _ = fields(local, f"/incidents/{incident}")
    data = {**given, "verb": "correct", "field": "time", "value": "2016-07-02", "reason": "the day of the video"}
    answer = local.post(f"/records/{incident}/decide", data=data)
    text = local.get(answer.headers["location"], headers=PAGE).text
    assert "2 Jul 2016" in text
    assert "corrected" in text


def test_incidents_are_merged_and_parted_again(local, stocked):
    with Ledger.open(stocked) as ledger, ledger.reading() as connection:
        ids = [row["id"] for row in list_records(connection, "incident").rows]
    given, _ = fields(local, f"/incidents/{ids[0]}")
    answer = local.post("/incidents/merge", data={**given, "ids": " ".join(ids), "reason": "one story"})
    assert answer.status_code == 303
    assert "3 articles" in local.get("/incidents", headers=PAGE).text


def test_a_decision_needs_a_reason_and_a_verb(local, incident):
    given, _ = fields(local, f"/incidents/{incident}")
    assert local.post(f"/records/{incident}/decide", data={**given, "verb": "accept", "reason": " "}, headers=PAGE).status_code == 400
    assert local.post(f"/records/{incident}/decide", data={**given, "verb": "delete", "reason": "x"}, headers=PAGE).status_code == 400


def test_a_note_is_kept(local, incident):
    given, _ = fields(local, f"/incidents/{incident}")
    assert local.post(f"/records/{incident}/note", data={**given, "text": "ask the diocese"}).status_code == 303
    assert "note" in local.get(f"/incidents/{incident}", headers=PAGE).text
