"""Laws that hold for every format: nothing vanishes, equal input gives equal bytes, nothing untrue is stated."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from importlib.util import find_spec

import pytest
from exchange_factory import (
    ARMY,
    CASES,
    COUNTRY,
    DAY,
    GUNMEN,
    MONTH,
    NO_DAY,
    NOWHERE,
    REBELS,
    TOWN,
    VILLAGERS,
    YEAR,
    blamed,
    everything,
    incident,
    party,
    toll,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.exchange.bundle import Bundle
from tocsin.exchange.formats import FORMATS
from tocsin.exchange.losses import WHOLE

# followthemoney needs headers to be built and may be absent: its law tests then have nothing to run on.
HERE = sorted(name for name in FORMATS if name != "ftm" or find_spec("followthemoney"))
FACTS = ("ucdp", "acled", "gtd", "hxl", "stix", "esf", "ftm")
UNTRUE = ("i09denied", "i10hypothetical", "i11future", "i17rejected")


def text_of(written):
    """Return all that an export says, archives opened; Parquet through its own reader."""
    parts = [written.content, *written.files.values()]
    return "\n".join(_text(part) for part in parts)


def _text(part):
    if part[:4] == b"PAR1":
        import pyarrow.parquet as pq

        return str(pq.read_table(io.BytesIO(part)).to_pylist())
    if part[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(part)) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    return part.decode()


@pytest.fixture(scope="module", params=HERE)
def export(request):
    return request.param, FORMATS[request.param].write(everything())


def left_out(written):
    return {row.record for row in written.losses.rows if row.field == WHOLE}


def test_every_record_is_in_the_output_or_in_the_loss_report(export):
    _, written = export
    said = text_of(written)
    for record in everything().records():
        assert record["id"] in said or record["id"] in left_out(written), record["id"]


def test_no_record_is_written_and_reported_as_left_out(export):
    name, written = export
    rows = text_of(written).splitlines()
    if name in {"ucdp", "acled", "hxl"}:
        for id_ in left_out(written):
            assert not any(id_ in row for row in rows), id_


def test_formats_that_state_facts_leave_out_what_did_not_happen(export):
    name, written = export
    if name in FACTS:
        assert set(UNTRUE) <= left_out(written)
        assert not any(id_ in text_of(written) for id_ in UNTRUE)


def test_the_order_of_the_records_does_not_change_a_byte(export):
    name, written = export
    bundle = everything()
    turned = Bundle(
        incidents=bundle.incidents[::-1], people=bundle.people[::-1], groups=bundle.groups[::-1], relations=bundle.relations[::-1],
        cases=bundle.cases, claims=bundle.claims, articles=dict(reversed(bundle.articles.items())),
    )  # fmt: skip
    again = FORMATS[name].write(turned)
    assert again.content == written.content
    assert dict(again.files) == dict(written.files)
    assert again.losses.to_json() == written.losses.to_json()


def test_no_cell_begins_like_a_formula(export):
    name, written = export
    tables = [part for part in (written.content, *written.files.values()) if part[:4] not in {b"PAR1", b"PK\3\4"}] if FORMATS[name].suffix == ".csv" else []
    for table in tables:
        for row in csv.reader(io.StringIO(table.decode())):
            for cell in row:
                assert not cell.startswith(("=", "+", "@", "\t", "\r")), cell
                assert not cell.startswith("-") or cell.lstrip("-").replace(".", "").isdigit(), cell


def test_an_empty_ledger_gives_an_empty_export(export):
    name, _ = export
    written = FORMATS[name].write(Bundle())
    assert written.losses.written == 0
    assert not left_out(written)


def test_the_loss_report_counts_what_it_lists(export):
    name, written = export
    report = json.loads(written.losses.to_json())
    assert report["format"] == name
    assert sum(report["summary"]["left_out"].values()) == len(left_out(written))
    assert report["summary"]["written"] + len(left_out(written)) == len(list(everything().records())) or name in {"stix", "ftm", "esf"}
    assert written.losses.to_text().startswith(name)


def test_only_a_format_that_loses_something_is_called_narrower(export):
    name, written = export
    assert FORMATS[name].narrower == bool(written.losses.rows)


names = st.text(min_size=1, max_size=12) | st.sampled_from(["=1+1", "@x", "a;b", 'q"q', "גליל", "x\r\ny", "\0", "\ud800"])
numbers = st.none() | st.integers(0, 400)
kinds = st.sampled_from(["person", "group", "organisation", "population", "state", "unidentified"])
sectors = st.sampled_from([None, "REB", "MIL", "COP", "GOV", "UAF", "UNK", "CVL", "REL", "CRM", "JRN", "XXX"])
parties = st.builds(lambda name, kind, sector, country: party(name, kind=kind, sector=sector, country=country), names, kinds, sectors,
                    st.sampled_from([None, "LBY", "TCD", "KOS", "ZZZ"]))  # fmt: skip
perpetrators = st.builds(lambda one, how: {**one, "attribution": how, "sources": []}, parties, st.sampled_from(["claimed", "stated", "suspected", "denied"]))
tolls = st.lists(st.builds(toll, st.sampled_from(["killed", "injured", "abducted", "released", "raped", "affected"]), numbers, numbers, numbers,
                           combatants=st.sampled_from([None, True, False])), max_size=3)  # fmt: skip
incidents = st.builds(
    incident, st.uuids().map(lambda u: f"i{u.hex}"), label=names, status=st.sampled_from(["actual", "disputed", "denied", "future", "hypothetical"]),
    type=st.sampled_from(["ASSAULT", "ASSAULT", "COERCE", "PROTEST", "AID", "alliance", "dead"]),
    mode=st.sampled_from([None, "firearms", "abduct", "explosives", "worship-closure", "arrest"]), toll=tolls,
    time=st.sampled_from([DAY, MONTH, YEAR, NO_DAY, {**DAY, "end": None, "edtf": "2014/.."}]), victims=st.lists(parties | st.just(VILLAGERS), max_size=3),
    place=st.sampled_from([TOWN, COUNTRY, NOWHERE, {**TOWN, "country": "ZZZ", "ucdp_precision": 4}, {**COUNTRY, "country": None, "ucdp_precision": 7}]),
    perpetrators=st.lists(perpetrators | st.sampled_from([REBELS, GUNMEN]), max_size=3), parties=st.lists(parties | st.just(ARMY), max_size=3),
    review=st.sampled_from(["unreviewed", "accepted", "corrected", "rejected"]), sources=st.sampled_from([[], CASES["i01"]["sources"]]),
    acled=st.sampled_from([None, CASES["i01"]["acled"], {"event_type": "Riots", "sub_event_type": "Mob violence"}]),
    conflicts=st.sampled_from([[], [{"field": "perpetrators", "values": []}]]), background=st.booleans(), sealed=st.booleans(),
)  # fmt: skip


@pytest.mark.parametrize("name", HERE)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(records=st.lists(incidents, max_size=4))
def test_no_record_makes_a_writer_fail_and_none_vanishes(name, records):
    written = FORMATS[name].write(Bundle(incidents=tuple(records)))
    said = text_of(written)
    for record in records:
        assert record["id"] in said or record["id"] in left_out(written)


def test_blamed_parties_of_the_factory_are_whole():
    assert {"attribution", "sources", "claims", "key"} <= blamed("x").keys()
