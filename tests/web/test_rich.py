"""Map, timeline, network, places, communities: one filter, one set; precision kept; the built script is the one of the sources."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from many import stock_many

from tocsin.access import accounts
from tocsin.asking.counts import count_incidents
from tocsin.asking.filters import Filter
from tocsin.asking.lists import count_records, list_records
from tocsin.ledger import engine
from tocsin.ledger.store import Ledger
from tocsin.web.app import make_app
from tocsin.web.pages import STATIC
from tocsin.web.settings import Settings

PAGE = {"accept": "text/html"}
PASSWORD = "four bells over the harbour"
FRONTEND = Path(__file__).parents[2] / "frontend"
FILTERS = ["", "country=LBY", "country=Nigeria", "since=2016", "since=2015&until=2015", "actor=Desert+Brigade", "community=Coptic", "killed=10", "type=assault",
           "text=fishermen", "near=31.2,16.6,50", "status=actual&effect=killed", "country=NGA&since=2016-03&until=2016-03", "type=alliance"]  # fmt: skip


@pytest.fixture(scope="module")
def many_address(tmp_path_factory):
    address = str(tmp_path_factory.mktemp("many") / "many.ledger")
    stock_many(address)
    return address


@pytest.fixture
def many(many_address):
    with TestClient(make_app(Settings(many_address, today="2016-12-01")), base_url="http://localhost", follow_redirects=False) as client:
        yield client


def listed(client, query):
    page = client.get(f"/incidents?{query}", headers=PAGE).text
    found = re.search(r"of ([\d,]+)</span>", page)
    return int(found[1].replace(",", "")) if found else 0


@pytest.mark.parametrize("query", FILTERS)
def test_the_same_filter_gives_the_same_set_in_every_view(many, query):
    expected = listed(many, query)
    at_map, timeline, network = (many.get(f"/{view}/data?{query}").json() for view in ("map", "timeline", "network"))
    assert at_map["incidents"] == timeline["incidents"] == network["incidents"] == expected
    assert {row["id"] for row in at_map["rows"]} == {row["id"] for row in timeline["rows"]}
    assert len(at_map["rows"]) == expected
    assert f"{expected} incident" in many.get(f"/places?{query}", headers=PAGE).text
    assert f"{expected} incident" in many.get(f"/communities?{query}", headers=PAGE).text


def test_counts_and_lists_agree_with_the_map(many, many_address):
    with Ledger.open(many_address) as ledger, ledger.reading() as connection:
        total = count_records(connection, "incident", Filter())
        assert count_incidents(connection, ["country"], Filter()).incidents == total
        ids = {row["id"] for row in list_records(connection, "incident", Filter()).rows}
    assert {row["id"] for row in many.get("/map/data").json()["rows"]} == ids


def test_the_map_draws_no_point_where_only_the_country_is_known(many):
    rows = {row["label"]: row for row in many.get("/map/data").json()["rows"]}
    for row in rows.values():
        assert (row["lat"] is None) == (row["radius_km"] is None)
    only = [row for row in rows.values() if row["country"] == "LBY" and row["ucdp_precision"] == 6]
    assert only
    assert all(row["lat"] is None for row in only)
    assert [row["radius_km"] for row in rows.values() if row["ucdp_precision"] == 4] == [150]
    assert all(row["radius_km"] == 0 for row in rows.values() if row["ucdp_precision"] == 1)


def test_the_timeline_keeps_a_year_a_year(many):
    rows = many.get("/timeline/data").json()["rows"]
    assert ("2014-01-01", "2014-12-31") in {(row["start"], row["end"]) for row in rows}
    assert any(row["start"] is None for row in rows)


def test_lanes_are_countries_kinds_or_actors(many):
    lanes = {by: {name for row in many.get(f"/timeline/data?lanes={by}").json()["rows"] for name in row["lanes"]} for by in ("country", "type", "actor")}
    assert lanes["country"] == {"Libya", "Nigeria"}
    assert "assault" in lanes["type"]
    assert "Desert Brigade" in lanes["actor"]


def test_the_network_stands_as_of_a_day(many):
    def state(at):
        return {(edge["type"], edge["state"]) for edge in many.get(f"/network/data?at={at}").json()["edges"]}

    assert state("2015-01") == {("alliance", "unknown"), ("rivalry", "unknown")}
    assert state("2015-06") == {("alliance", "standing"), ("rivalry", "unknown")}
    assert state("2016-12-01") == {("alliance", "disputed"), ("rivalry", "standing")}


def test_each_tie_tells_its_words_and_sources(many):
    edge = next(edge for edge in many.get("/network/data").json()["edges"] if edge["type"] == "alliance")
    assert edge["claims"] == 2
    assert {row["speaks"] for row in edge["evidence"]} == {"for", "against"}
    assert all("elders said" in row["words"] and row["source"] == ["Other Post"] for row in edge["evidence"])
    assert many.get(edge["page"], headers=PAGE).status_code == 200
    assert many.get(edge["evidence"][0]["page"].partition("#")[0], headers=PAGE).status_code in {200, 303, 404}  # article pages are another's


def test_a_day_that_is_none_is_explained(many):
    assert many.get("/network/data?at=yesterday").status_code == 400
    assert many.get("/network?at=2016-13", headers=PAGE).status_code == 400


@pytest.mark.parametrize("path", ["/map", "/timeline", "/network", "/places", "/communities"])
def test_the_pages_open_with_their_filter_and_have_no_script_or_style_of_their_own(many, path):
    answer = many.get(f"{path}?country=Nigeria&since=2016", headers=PAGE)
    assert answer.status_code == 200
    assert '<b dir="auto">Nigeria</b>' in answer.text
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", answer.text)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.text)


def test_places_count_by_country_and_region(many):
    text = many.get("/places", headers=PAGE).text
    assert "Libya" in text
    assert "Borno" in text
    assert "in no known country" in text


def test_communities_count_victims_and_say_who_is_left_out(many):
    text = many.get("/communities", headers=PAGE).text
    assert "Kanuri" in text
    assert re.search(r"\d+ tells? of none", text)


def test_nothing_that_did_not_happen_adds_to_the_killed():
    from tocsin.asking.brief import Brief
    from tocsin.web.contexts_rich import last_periods, tally

    def brief(status, killed, start="2016-05-01"):
        return Brief(1, "i1", "x", "ASSAULT", status, None, "unreviewed", background=False, country="NGA", admin1=None, place=None, lat=None, lon=None,
                     place_precision=None, start=start, end=start, time_precision=1, killed_low=killed, killed_best=killed)  # fmt: skip

    rows = [brief("actual", 12), brief("denied", 400), brief("hypothetical", 90), brief("disputed", 3), brief("actual", None, None)]
    counted = tally("x", {}, rows, last_periods(rows), {"i1": 1})
    assert (counted.incidents, counted.killed_best, counted.many, counted.some, counted.none) == (5, 15, 1, 1, 3)
    assert counted.curve[-1] == 4


def test_a_sealed_incident_is_on_no_view_of_those_who_were_not_let_in(tmp_path):
    address = str(tmp_path / "sealed.ledger")
    stock_many(address)
    with Ledger.open(address) as ledger:
        with ledger.reading() as connection:
            chosen = list_records(connection, "incident", Filter(country="NGA")).rows[0]
        ledger.decide("seal", ("incident", chosen["id"]), who="ada", reason="at risk", anchors=chosen["members"])
        with engine.writing(ledger.sql) as connection:
            accounts.add_account(connection, "reader", PASSWORD, "reader")
    client = TestClient(make_app(Settings(address)), base_url="http://localhost", follow_redirects=False)
    assert client.post("/login", data={"name": "reader", "password": PASSWORD}).status_code == 303
    for view in ("/map/data", "/timeline/data", "/timeline/data?lanes=actor"):
        assert chosen["id"] not in client.get(view).text


def source_hash():
    files = sorted(["package-lock.json", "tsconfig.json", "build.mjs", *(f"src/{path.name}" for path in (FRONTEND / "src").iterdir())])
    made = hashlib.sha256()
    for name in files:
        made.update(name.encode() + b"\0" + (FRONTEND / name).read_bytes() + b"\0")
    return made.hexdigest()


def test_the_built_script_is_the_one_of_the_sources():
    meta = json.loads((STATIC / "rich.meta.json").read_text())
    assert meta["source"] == source_hash(), "the sources changed: cd frontend && npm ci && npm run build"
    for name, digest in meta["files"].items():
        assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest, f"{name} was changed by hand"


needs_node = pytest.mark.skipif(not (FRONTEND / "node_modules").is_dir() or shutil.which("node") is None, reason="needs Node.js and: cd frontend && npm ci")


@needs_node
def test_building_again_gives_the_same_bytes(tmp_path):
    subprocess.run(["node", "build.mjs", str(tmp_path)], cwd=FRONTEND, check=True, capture_output=True)
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (STATIC / path.name).read_bytes(), path.name


@needs_node
def test_the_sources_are_strictly_typed_and_their_own_tests_hold():
    done = subprocess.run(["npm", "test", "--silent"], cwd=FRONTEND, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_page_stays_light_without_the_map_library():
    ours = ["app.css", "app.js", "rich.js", "world.json"]
    weight = sum(len(gzip.compress((STATIC / name).read_bytes(), 6)) for name in ours)
    assert weight < 350_000
    assert len(gzip.compress((STATIC / "world.json").read_bytes(), 6)) < 350_000


def test_scripts_write_nothing_from_the_ledger_as_markup():
    for path in (FRONTEND / "src").iterdir():
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|setHTML\b", path.read_text()), path.name
