"""The inbox: what is gravest comes first, decided in one step, by one reviewer at a time."""

from __future__ import annotations

import html
import re

from fastapi.testclient import TestClient
from handmade import attack, ingest

from tocsin.access import accounts, leases
from tocsin.asking.lists import list_records
from tocsin.ledger import engine
from tocsin.ledger.store import Ledger
from tocsin.web.app import make_app
from tocsin.web.settings import Settings

PAGE = {"accept": "text/html"}
PASSWORD = "four bells over the harbour"


def enter(app, name):
    client = TestClient(app, base_url="http://localhost", follow_redirects=False)
    assert client.post("/login", data={"name": name, "password": PASSWORD}).status_code == 303
    return client


def opened(text):
    return re.search(r'data-record="(i[0-9a-f]+)"', text)[1]


def fields(text):
    form = re.search(r'id="decide">(.*?)</form>', text, re.DOTALL)[1]
    return {name: html.unescape(value) for name, value in re.findall(r'name="(csrf|seen|back)" value="([^"]*)"', form)}


def test_the_gravest_comes_first_and_the_next_follows_a_decision(local):
    first = local.get("/inbox", headers=PAGE).text
    assert "21 Coptic fishermen" in re.search(r'class="headline".*?</h2>', first, re.DOTALL)[0]
    answer = local.post(f"/records/{opened(first)}/decide", data={**fields(first), "verb": "accept", "reason": "evidence read"})
    second = local.get(answer.headers["location"], headers=PAGE).text
    assert opened(second) != opened(first)
    assert "<b>1</b> decided today" in second


def test_a_decision_is_undone_from_the_inbox(local):
    first = local.get("/inbox", headers=PAGE).text
    answer = local.post(f"/records/{opened(first)}/decide", data={**fields(first), "verb": "reject", "reason": "a film"})
    text = local.get(answer.headers["location"], headers=PAGE).text
    target = re.search(r'action="(/decisions/d[0-9a-f]+/undo)"', text)[1]
    local.post(target, data={"csrf": fields(first)["csrf"], "reason": "undone at once", "back": "/inbox"})
    assert opened(local.get("/inbox", headers=PAGE).text) == opened(first)


def test_what_is_put_off_comes_last(local):
    first = local.get("/inbox", headers=PAGE).text
    later = html.unescape(re.search(r'data-key="l" href="([^"]+)"', first)[1])
    assert opened(local.get(later, headers=PAGE).text) != opened(first)


def test_two_reviewers_get_different_incidents(stocked):
    with Ledger.open(stocked) as ledger, engine.writing(ledger.sql) as connection:
        for name in ("ada", "ben"):
            accounts.add_account(connection, name, PASSWORD, "reviewer")
    app = make_app(Settings(stocked))
    ada, ben = enter(app, "ada"), enter(app, "ben")
    one, two = opened(ada.get("/inbox", headers=PAGE).text), opened(ben.get("/inbox", headers=PAGE).text)
    assert one != two
    mark = fields(ben.get("/inbox", headers=PAGE).text)["csrf"]
    assert ben.post(f"/records/{one}/lease", headers={"x-csrf-token": mark}).json() == {"holder": "ada", "mine": False}


def test_of_two_decisions_on_one_record_the_later_is_told_and_nothing_is_lost(stocked):
    with Ledger.open(stocked) as ledger, engine.writing(ledger.sql) as connection:
        for name in ("ada", "ben"):
            accounts.add_account(connection, name, PASSWORD, "reviewer")
    app = make_app(Settings(stocked))
    ada, ben = enter(app, "ada"), enter(app, "ben")
    text = ada.get("/inbox", headers=PAGE).text
    record = opened(text)
    same = ben.get(f"/incidents/{record}", headers=PAGE).text
    given = dict(re.findall(r'name="(csrf|seen)" value="([^"]*)"', same))
    assert ada.post(f"/records/{record}/decide", data={**fields(text), "verb": "accept", "reason": "first"}).status_code == 303
    late = ben.post(f"/records/{record}/decide", data={**given, "verb": "reject", "reason": "second"}, headers=PAGE)
    assert late.status_code == 409
    assert "accepted" in ben.get(f"/incidents/{record}", headers=PAGE).text


def test_a_lease_ends_by_itself(sqlite_like, monkeypatch):
    ledger, record = sqlite_like
    with engine.writing(ledger.sql) as connection:
        assert leases.take(connection, record, "ada") == "ada"
        assert leases.take(connection, record, "ben") == "ada"
    monkeypatch.setattr(leases, "MINUTES", -1)
    with engine.writing(ledger.sql) as connection:
        leases.take(connection, record, "ada")
        assert leases.take(connection, record, "ben") == "ben"
        assert leases.held_by_others(connection, "ada") == {}


def test_what_is_ticked_is_accepted_together_and_what_changed_is_left(local, stocked):
    text = local.get("/inbox", headers=PAGE).text
    ticked = re.findall(r'name="ticked" value="([^"]+)"', text)
    assert len(ticked) == 2
    stale = ticked[1].split(":")[0] + ":" + "0" * 64
    answer = local.post("/inbox/accept-all", data={"csrf": fields(text)["csrf"], "reason": "read each", "ticked": [ticked[0], stale]})
    assert "1+accepted" in answer.headers["location"]
    assert "changed+meanwhile" in answer.headers["location"]
    with Ledger.open(stocked) as ledger, ledger.reading() as connection:
        assert sorted(row["review"] for row in list_records(connection, "incident").rows) == ["accepted", "unreviewed"]


def test_an_empty_inbox_says_so(tmp_path):
    with TestClient(make_app(Settings(str(tmp_path / "empty.ledger"))), base_url="http://localhost") as client:
        assert "Nothing waits for review" in client.get("/inbox", headers=PAGE).text
    with Ledger.open(str(tmp_path / "empty.ledger")) as ledger:
        ingest(ledger, attack("Example Times", "2015-02-16"))
