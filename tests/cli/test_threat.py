"""`tocsin threat` on the command line."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner
from weeks import act, ingest, year_of_talk

from tocsin.cli.app import app
from tocsin.ledger.store import Ledger


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    address = str(tmp_path_factory.mktemp("threat") / "news.ledger")
    with Ledger.open(address, create=True) as ledger:
        year_of_talk(ledger)
        ingest(ledger, act(20, killed=4), act(3, killed=6))
    return address


def run(told, *words):
    return CliRunner().invoke(app, ["threat", "--ledger", told, "--until", "2026-03-01", *words])


def test_the_list_has_areas_and_communities(told):
    answer = run(told)
    assert answer.exit_code == 0
    assert "NGA" in answer.stdout
    assert "christianity" in answer.stdout


def test_one_area_tells_level_trend_reasons_and_evidence(told):
    text = run(told, "--area", "Nigeria/Borno", "--community", "Christianity").stdout
    assert "ELEVATED" in text or "HIGH" in text
    assert "people killed: 10" in text
    assert "villagers killed by Desert Brigade" in text
    assert "independent articles" in text


def test_the_arithmetic_is_printed(told):
    text = run(told, "--area", "NGA", "--explain").stdout
    assert "sum " in text
    assert "variance/mean" in text


def test_json_has_every_incident(told):
    rows = [json.loads(line) for line in run(told, "--area", "NGA", "--json").stdout.splitlines()]
    assert len(rows) == 1
    assert rows[0]["schema"] == "tocsin.threat/1"
    assert {key for one in rows[0]["indicators"] if one["id"] == "attacks" for key in one["ids_now"]} <= {one["id"] for one in rows[0]["incidents"]}


def test_a_day_without_news_says_where_they_are(told):
    answer = CliRunner().invoke(app, ["threat", "--ledger", told, "--until", "2010"])
    assert "--until 2026-0" in answer.stderr


def test_explaining_needs_an_area(told):
    assert run(told, "--explain").exit_code != 0
