"""GTD, PLOVER, FollowTheMoney, HXL, STIX and ESF: the cells that matter, and each standard's own library reading them back."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import replace

import pytest
from exchange_factory import (
    ARTICLE,
    CASES,
    COUNTRY,
    DAY,
    VILLAGERS,
    YEAR,
    blamed,
    claim,
    entity,
    everything,
    incident,
    only,
    party,
    toll,
)

from tocsin.errors import MissingPartError
from tocsin.exchange.bundle import Bundle
from tocsin.exchange.codes import crosswalk
from tocsin.exchange.esf import TABLES, write_esf
from tocsin.exchange.ftm import entity_id, write_ftm
from tocsin.exchange.gtd import COLUMNS, write_gtd
from tocsin.exchange.hxl_table import write_hxl
from tocsin.exchange.plover import write_plover
from tocsin.exchange.stix import stix_id, write_stix


def table(content, key):
    return {row[key]: row for row in csv.DictReader(io.StringIO(content.decode()))}


def causes(written):
    return {row.record: row.why for row in written.losses.rows if row.field == "record"}


def gtd(*records, **over):
    rows = csv.DictReader(io.StringIO(write_gtd(Bundle(incidents=records, **over)).content.decode()))
    return {row["addnotes"].removeprefix("Tocsin incident ").split(";")[0]: row for row in rows}


GTD = gtd(*CASES.values())
PLOVER = {row["id"]: row for row in map(json.loads, write_plover(everything()).content.decode().splitlines())}


def test_gtd_has_its_135_columns_once_each():
    assert len(COLUMNS) == len(set(COLUMNS)) == 135


def test_an_unknown_toll_is_an_empty_cell_in_gtd_and_none_killed_is_zero():
    assert [GTD[id_]["nkill"] for id_ in ("i01", "i03unknown", "i04zero", "i05silent", "i02range")] == ["3", "", "0", "", "21"]


def test_an_unknown_day_is_zero_with_its_words_beside_it_in_gtd():
    assert [GTD["i06month"][name] for name in ("iyear", "imonth", "iday", "approxdate")] == ["2019", "2", "0", "2019-02"]
    assert [gtd(incident("i1", time=YEAR))["i1"][name] for name in ("iyear", "imonth", "iday")] == ["2018", "0", "0"]


def test_gtd_numbers_are_twelve_digits_and_unique():
    numbers = [row["eventid"] for row in GTD.values()]
    assert all(len(number) == 12 for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_a_country_is_no_place_in_gtd():
    assert [GTD["i07country"][name] for name in ("specificity", "latitude", "city")] == ["5", "", "Unknown"]


def test_states_and_battles_are_not_in_gtd():
    why = causes(write_gtd(everything()))
    assert why["i25state"].startswith("an act of a state")
    assert why["i18battle"].startswith("fighting between two sides")


def test_suspects_are_uncertain_and_the_unidentified_have_no_name_in_gtd():
    suspected = gtd(incident("i1", perpetrators=[blamed("Red Dune Front", "suspected")]))["i1"]
    assert (suspected["gname"], suspected["guncertain1"], suspected["claimed"]) == ("Red Dune Front", "1", "-9")
    assert GTD["i13gunmen"]["gname"] == "Unknown"


def test_competing_claims_of_responsibility_are_told_in_gtd():
    two = {**CASES["i12rivals"], "perpetrators": [blamed("A Front", "claimed"), blamed("B Front", "claimed")]}
    row = gtd(two)["i12rivals"]
    assert (row["claimed"], row["claim2"], row["compclaim"]) == ("1", "1", "1")


def test_hostages_and_their_release_are_told_in_gtd():
    row = GTD["i24abducted"]
    assert [row[name] for name in ("attacktype1", "ishostkid", "nhostkid", "nreleased", "hostkidoutcome")] == ["6", "1", "5", "2", "2"]
    assert GTD["i01"]["ishostkid"] == ""


def test_a_foiled_attack_had_no_success():
    assert gtd(CASES["i01"], claims={"c1": claim(stage="foiled")})["i01"]["success"] == "0"
    assert gtd(CASES["i01"], claims={"c1": claim()})["i01"]["success"] == "1"


@pytest.mark.parametrize(("victim", "damage", "code"), [
    (party("priests", kind="population", sector="REL"), [], "15"), (party("reporters", kind="population", sector="JRN"), [], "10"),
    (VILLAGERS, [{"object": "church", "effect": "burned", "low": 1, "high": 1, "claims": []}], "15"), (VILLAGERS, [], "14"),
    (party("someone", kind="unidentified", sector="UNK"), [], "20"),
], ids=["clergy", "press", "church", "people", "unknown"])  # fmt: skip
def test_targets_are_typed_by_who_and_what_was_hit(victim, damage, code):
    assert gtd(incident("i1", victims=[victim], damage=damage))["i1"]["targtype1"] == code


def test_a_plover_record_has_what_the_format_demands():
    for row in PLOVER.values():
        assert row["id"]
        assert row["date"]
        assert row["actor"]
        assert row["event"]


def test_plover_marks_what_did_not_happen_with_its_own_modes():
    assert ("negation" in PLOVER["i09denied"]["mode"], PLOVER["i09denied"]["has_event"]) == (True, False)
    assert "hypothetical" in PLOVER["i10hypothetical"]["mode"]
    assert "future" in PLOVER["i11future"]["mode"]
    assert PLOVER["i01"]["mode"] == ["firearms"]


def test_modes_of_ours_are_not_passed_off_as_plovers():
    written = write_plover(only("i26closure"))
    row = json.loads(written.content)
    assert row["mode"] == []
    assert "worship-closure" in row["comment"]
    assert any(loss.was == "worship-closure" for loss in written.losses.rows)


def test_all_sides_of_a_battle_are_actors_and_nobody_is_an_unknown_one():
    assert {actor["entity_text"] for actor in PLOVER["i18battle"]["actor"]} == {"Red Dune Front", "Libyan army"}
    assert [actor["sector"] for actor in PLOVER["i27denier"]["actor"]] == ["UNK"]


def test_numbers_not_told_are_null_in_plover():
    assert (PLOVER["i03unknown"]["size"]["dead"], PLOVER["i04zero"]["size"]["dead"]) == (None, 0)


def test_the_belief_of_a_single_person_is_not_passed_on():
    assert PLOVER["i14hebrew"]["recipient"][0]["religion"] is None
    assert PLOVER["i01"]["recipient"][0]["religion"] == "Christianity"


def test_libhxl_reads_the_tags_and_the_rows():
    hxl = pytest.importorskip("hxl")
    written = write_hxl(everything())
    rows = list(hxl.data(io.BytesIO(written.content)))
    by_id = {row.get("#meta+id"): row for row in rows}
    assert by_id["i02range"].get("#affected+killed+min") == "20"
    assert by_id["i02range"].get("#affected+killed+max") == "30"
    assert by_id["i05silent"].get("#affected+killed+min") is None
    assert by_id["i08disputed"].get("#status+code") == "disputed"
    assert by_id["i06month"].get("#date+precision") == "month"


def test_libhxl_finds_dates_and_numbers_valid():
    hxl = pytest.importorskip("hxl")
    schema = [["#valid_tag", "#valid_datatype"], ["#date-precision", "date"], ["#affected", "number"], ["#geo+lat", "number"], ["#geo+lon", "number"]]
    problems = []
    source = hxl.data(io.BytesIO(write_hxl(everything()).content))
    assert hxl.schema(hxl.data(schema, hxl.input.InputOptions(allow_local=True)), problems.append).validate(source), problems


def objects(written):
    return {row["id"]: row for row in json.loads(written.content)["objects"]}


def test_stix2_reads_the_whole_bundle_back():
    stix2 = pytest.importorskip("stix2")
    written = write_stix(everything())
    bundle = stix2.parse(written.content.decode(), allow_custom=False)
    assert len(bundle.objects) == len(objects(written))
    refs = {value for row in objects(written).values() for name, value in row.items() if name.endswith("_ref")}
    refs |= {value for row in objects(written).values() for name, values in row.items() if name.endswith("_refs") for value in values}
    assert refs <= objects(written).keys()


def test_a_stix_incident_keeps_its_toll_as_a_range_and_its_vague_date():
    pytest.importorskip("stix2")
    rows = objects(write_stix(everything()))
    (extra,) = rows[stix_id("incident", "i02range")]["extensions"].values()
    assert extra["toll"][0] == {"effect": "killed", "low": 20, "best": 21, "high": 30, "policy": "exact"}
    (month,) = rows[stix_id("incident", "i06month")]["extensions"].values()
    assert month["date"]["edtf"] == "2019-02"
    (unknown,) = rows[stix_id("incident", "i03unknown")]["extensions"].values()
    assert unknown["toll"] == [{"effect": "killed", "policy": "exact"}]


def test_stix_ids_do_not_change_from_export_to_export():
    assert stix_id("incident", "i01") == "incident--9f25e67a-e206-5689-994f-d673b687cc8d"


def test_sealed_records_are_marked_red_and_the_desks_verdict_is_an_opinion():
    stix2 = pytest.importorskip("stix2")
    rows = objects(write_stix(everything()))
    assert rows[stix_id("incident", "i27denier")]["object_marking_refs"] == [stix2.TLP_RED.id]
    assert rows[stix_id("incident", "i01")]["object_marking_refs"] == [stix2.TLP_AMBER.id]
    assert rows[stix_id("opinion", "i23joint")]["opinion"] == "agree"
    assert stix_id("opinion", "i01") not in rows


def test_a_wide_place_has_no_point_in_stix():
    pytest.importorskip("stix2")
    places = [row for row in objects(write_stix(only("i07country"))).values() if row["type"] == "location"]
    assert [("latitude" in row, row["country"]) for row in places] == [(False, "LY")]


def test_suspicion_is_low_confidence_in_stix():
    pytest.importorskip("stix2")
    ties = [row for row in objects(write_stix(only("i13gunmen"))).values() if row.get("relationship_type") == "attributed-to"]
    assert [(row["confidence"], row["description"]) for row in ties] == [(30, "suspected")]


def entities(written):
    return [json.loads(line) for line in written.content.decode().splitlines()]


def test_followthemoney_takes_every_entity_back_unchanged():
    ftm = pytest.importorskip("followthemoney")
    for row in entities(write_ftm(everything())):
        proxy = ftm.model.get_proxy(row, cleaned=False)
        proxy.schema.validate(row)
        assert {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()} == row["properties"]


def test_every_ftm_reference_leads_to_an_entity():
    ftm = pytest.importorskip("followthemoney")
    rows = entities(write_ftm(everything()))
    known = {row["id"] for row in rows}
    for row in rows:
        schema = ftm.model.get(row["schema"])
        for name, values in row["properties"].items():
            if schema.get(name).type.name == "entity":
                assert set(values) <= known, (row, name)


def test_a_month_stays_a_month_in_ftm_and_a_week_becomes_its_month():
    pytest.importorskip("followthemoney")
    week = incident("i1", time={**DAY, "edtf": "[2019-03-04..2019-03-10]", "start": "2019-03-04", "end": "2019-03-10"})
    dates = {row["id"]: row["properties"].get("date") for row in entities(write_ftm(Bundle(incidents=(CASES["i06month"], week)))) if row["schema"] == "Event"}
    assert dates == {"i06month": ["2019-02"], "i1": ["2019-03"]}


def test_ties_have_their_place_in_ftm_and_denied_ones_have_none():
    pytest.importorskip("followthemoney")
    written = write_ftm(everything())
    by_id = {row["id"]: row for row in entities(written)}
    assert (by_id["rel-3"]["schema"], by_id["rel-3"]["properties"]["status"]) == ("Membership", ["ended"])
    assert by_id["rel-1"]["schema"] == "UnknownLink"
    assert {"rel-4", "rel-5"} <= causes(written).keys()


def test_people_declared_the_same_are_one_in_ftm():
    pytest.importorskip("followthemoney")
    one = entity("kb:omar", "Omar al-Sahel", same_as=["name:person:abu-omar"])
    attack = incident("i1", perpetrators=[blamed("Abu Omar", kind="person")])
    rows = entities(write_ftm(Bundle(incidents=(attack,), people=(one,))))
    assert [row["id"] for row in rows if row["schema"] == "Person"] == ["kb.omar"]


@pytest.mark.parametrize("id_", ["kb:x", "name:person:أبو", "i1/words:unidentified:-:gunmen", "x_y"])
def test_ftm_ids_are_ones_that_the_model_takes(id_):
    ftm = pytest.importorskip("followthemoney.types")
    assert ftm.registry.entity.clean(entity_id(id_)) == entity_id(id_)


def test_the_tables_of_esf_refer_to_each_other():
    files = write_esf(everything()).files
    events, people = table(files["events.csv"], "0101_record_number"), table(files["persons.csv"], "0901_record_number")
    acts = table(files["acts.csv"], "2101_record_number")
    assert all(row["2103_event"] in events and (row["2102_victim"] or None) in {*people, None} for row in acts.values())
    for row in table(files["involvements.csv"], "2401_record_number").values():
        assert row["2404_act"] in acts
        assert row["2402_perpetrator"] in people
    for row in table(files["information.csv"], "2501_record_number").values():
        assert row["2502_source"] in people
        assert row["2503_event"] in events


def test_esf_is_one_archive_of_its_tables():
    written = write_esf(everything())
    with zipfile.ZipFile(io.BytesIO(written.content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == dict(written.files)
    assert written.files.keys() == TABLES.keys()


def test_a_vague_date_is_its_first_day_with_the_code_that_says_so_in_esf():
    row = table(write_esf(everything()).files["events.csv"], "0101_record_number")["i06month"]
    assert (row["0113_initial_date"], row["0113_date_type"], row["0113_date_type_esf"]) == ("2019-02-01", "month", "Unknown day")


def test_disputed_death_is_no_death_in_esf():
    people = table(write_esf(everything()).files["persons.csv"], "0901_record_number")
    assert people["name:person:omar-al-sahel"]["0927_deceased"] == ""
    assert people["name:person:abu-marqus"]["0927_deceased"] == "Y"


def test_a_sealed_event_is_confidential_and_an_open_case_active_in_esf():
    events = table(write_esf(everything()).files["events.csv"], "0101_record_number")
    assert events["i27denier"]["0108_confidential"] == "Y"
    assert events["i24abducted"]["0172_monitoring_status_esf"] == "Active"


def test_the_witness_behind_an_outlet_is_the_connection_to_the_information_in_esf():
    rows = table(write_esf(everything()).files["information.csv"], "2501_record_number")
    assert (rows["i01/info1"]["2509_source_connection_esf"], rows["i01/info1"]["quoted"]) == ("Witness", "a priest")


@pytest.mark.parametrize(("module", "write"), [("stix2", write_stix), ("followthemoney", write_ftm), ("hxl", write_hxl)])
def test_a_missing_library_names_the_command_that_installs_it(module, write, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(MissingPartError, match=r"tocsin\[standards\]"):
        write(only("i01"))


def test_every_section_of_the_crosswalk_names_its_codebook():
    for section in ("ucdp", "acled", "gtd", "plover", "hxl", "ftm", "stix", "esf"):
        assert crosswalk(section)["codebook"]


def test_a_ledger_without_days_of_publication_has_the_given_day_in_stix():
    pytest.importorskip("stix2")
    bundle = replace(only("i01"), articles={ARTICLE: {**everything().articles[ARTICLE], "published": None}}, as_of="2020-01-02")
    days = {row["created"][:10] for row in objects(write_stix(bundle)).values() if row["type"] == "identity"}
    assert days == {"2020-01-02"}


def test_an_unplaced_incident_of_a_wide_country_is_still_told():
    assert gtd(incident("i1", place=COUNTRY, toll=[toll("raped", 1, 1, 1)]))["i1"]["nkill"] == ""
