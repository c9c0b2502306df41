"""The API: what it answers, in which pieces, to whom; and a fuzzer that finds no way to break it."""

from __future__ import annotations

import json
from collections import Counter

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings

from tocsin.access import accounts
from tocsin.ledger import engine
from tocsin.ledger.store import Ledger

LINES = {"accept": "application/x-ndjson"}


def token(address, role, allows):
    with Ledger.open(address) as ledger, engine.writing(ledger.sql) as connection:
        return {"authorization": f"Bearer {accounts.make_token(connection, role, 'test', allows, 7)}"}


@pytest.fixture
def program(guarded, stocked):
    """A client with a token that may do all that a reviewer may."""
    client = TestClient(guarded, base_url="http://localhost", follow_redirects=False)
    client.headers.update(token(stocked, "reviewer", ["read", "annotate", "decide"]))
    return client


def test_incidents_come_by_filter_and_in_pages(program):
    every = program.get("/api/v1/incidents").json()
    assert every["total"] == 2
    one = program.get("/api/v1/incidents?limit=1").json()
    two = program.get(f"/api/v1/incidents?limit=1&offset={one['next']}").json()
    assert [row["id"] for row in one["rows"] + two["rows"]] == [row["id"] for row in every["rows"]]
    assert two["next"] is None
    assert program.get("/api/v1/incidents?country=NGA").json()["rows"][0]["place"]["country"] == "NGA"


@pytest.mark.parametrize("kind", ["incidents", "people", "groups", "relations", "cases", "claims", "articles"])
def test_each_kind_comes_as_json_lines_too(program, kind):
    rows = program.get(f"/api/v1/{kind}").json()["rows"]
    lines = program.get(f"/api/v1/{kind}", headers=LINES).text.splitlines()
    assert [json.loads(line) for line in lines] == rows


def test_an_answer_that_has_not_changed_is_not_sent_again(program, stocked):
    first = program.get("/api/v1/incidents")
    again = program.get("/api/v1/incidents", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    with Ledger.open(stocked) as ledger:
        ledger.note_act("note", ("ledger", "x"), {}, who="ada")
    assert program.get("/api/v1/incidents", headers={"if-none-match": first.headers["etag"]}).status_code == 200


def test_a_record_tells_its_story_and_is_decided_on_only_as_it_was_read(program):
    row = program.get("/api/v1/incidents").json()["rows"][0]
    story = program.get(f"/api/v1/records/{row['id']}")
    assert story.json()["claims"]
    path = f"/api/v1/records/{row['id']}/decisions"
    decided = program.post(path, json={"verb": "accept", "reason": "read"}, headers={"if-match": story.headers["etag"]})
    assert decided.status_code == 201
    stale = program.post(path, json={"verb": "reject", "reason": "late"}, headers={"if-match": story.headers["etag"]})
    assert stale.status_code == 409
    assert program.get(f"/api/v1/records/{row['id']}").json()["record"]["review"] == "accepted"
    assert program.delete(f"/api/v1/decisions/{decided.json()['id']}", params={"reason": "wrong one"}).status_code == 200
    assert program.get(f"/api/v1/records/{row['id']}").json()["record"]["review"] == "unreviewed"


def test_counts_and_changes_answer(program):
    assert program.get("/api/v1/counts?by=country").json()["incidents"] == 2
    feed = program.get("/api/v1/changes?from=2000").json()["rows"]
    assert {row["change"] for row in feed} == {"new"}


def test_a_token_that_only_reads_decides_nothing(guarded, stocked):
    client = TestClient(guarded, base_url="http://localhost")
    client.headers.update(token(stocked, "reviewer", ["read"]))
    row = client.get("/api/v1/incidents").json()["rows"][0]
    assert client.post(f"/api/v1/records/{row['id']}/decisions", json={"verb": "accept", "reason": "x"}).status_code == 403
    assert client.get("/api/v1/export/csv").status_code == 403


def test_wrong_conditions_are_named(program):
    for query in ("since=soon", "country=Nowhereland", "near=x", "text=%22%22"):
        answer = program.get(f"/api/v1/incidents?{query}")
        assert (answer.status_code, set(answer.json()["error"])) == (400, {"status", "message"})
    assert program.get("/api/v1/incidents?colour=red").status_code == 422
    assert program.get("/api/v1/planets").status_code == 422


def test_an_export_by_token_is_audited(guarded, stocked):
    client = TestClient(guarded, base_url="http://localhost")
    client.headers.update(token(stocked, "publisher", ["read", "export"]))
    answer = client.get("/api/v1/export/csv?country=LBY")
    assert b"Desert Brigade" in answer.content
    assert answer.headers["x-losses"].isdigit()
    with Ledger.open(stocked) as ledger, ledger.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM audit WHERE verb = 'export'").scalar() == 1


def test_a_fuzzer_finds_no_way_to_break_it(guarded, stocked):
    headers = token(stocked, "admin", ["read", "annotate", "decide", "export"])
    described = TestClient(guarded, base_url="http://localhost").get("/api/v1/openapi.json", headers=headers).json()
    schema = schemathesis.openapi.from_dict(described)
    client = TestClient(guarded, base_url="http://localhost", headers=headers, raise_server_exceptions=False)
    tried = Counter()
    for result in schema.get_all_operations():
        operation = result.ok()

        @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
        @_given(operation)
        def attempt(case):
            arguments = case.as_transport_kwargs(base_url="http://localhost")
            answer = client.request(**{name: value for name, value in arguments.items() if name in {"method", "url", "params", "json", "headers", "content"}})
            tried[case.method, case.path] += 1
            assert answer.status_code < 500, (case.method, case.path, answer.text[:500])

        attempt()
    assert len(tried) == sum(len(methods) for methods in described["paths"].values())
    assert min(tried.values()) >= 5


def _given(operation):
    from hypothesis import given

    return given(case=operation.as_strategy())


