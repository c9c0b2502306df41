"""The columns of UCDP and ACLED, cell by cell where it matters."""

from __future__ import annotations

import csv
import io

import pytest
from exchange_factory import ARMY, CASES, DAY, REBELS, TOWN, blamed, everything, incident, only, party, toll

from tocsin.exchange.acled import write_acled
from tocsin.exchange.bundle import Bundle
from tocsin.exchange.codes import country_of, load_countries
from tocsin.exchange.ucdp import COLUMNS, priogrid_cell, write_ucdp


def rows_of(write, *records):
    """Return the rows of an export by the id of their incident."""
    table = list(csv.DictReader(io.StringIO(write(Bundle(incidents=records)).content.decode())))
    return {(row.get("relid") or row["event_id_cnty"].split("-", 1)[1]): row for row in table}


def cause(write, record):
    (row,) = [row for row in write(Bundle(incidents=(record,))).losses.rows if row.field == "record"]
    return row.why


UCDP = rows_of(write_ucdp, *CASES.values())
ACLED = rows_of(write_acled, *CASES.values())


def test_ged_has_its_49_columns_once_each():
    assert len(COLUMNS) == len(set(COLUMNS)) == 49


def test_best_is_the_sum_of_its_parts():
    for row in UCDP.values():
        assert int(row["best"]) == sum(int(row[name]) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"))


def test_low_best_and_high_are_in_order():
    for row in UCDP.values():
        assert int(row["low"]) <= int(row["best"]) <= int(row["high"])


def test_a_range_keeps_its_three_numbers_in_ged():
    assert [UCDP["i02range"][name] for name in ("low", "best", "high", "deaths_civilians")] == ["20", "21", "30", "21"]


def test_an_unknown_number_of_dead_is_minus_one_and_never_zero_in_ged():
    assert [UCDP["i03unknown"][name] for name in ("low", "best", "high", "deaths_unknown")] == ["-1", "-1", "-1", "-1"]


def test_ged_leaves_out_where_nobody_died_and_where_no_death_is_told():
    assert "killed nobody" in cause(write_ucdp, CASES["i04zero"])
    assert "no deaths reported" in cause(write_ucdp, CASES["i05silent"])


def test_numbers_out_of_order_are_refused_unless_a_subtraction_explains_them():
    assert "low ≤ best ≤ high" in cause(write_ucdp, CASES["i22inverted"])
    explained = incident("i1", toll=[toll(low=9, best=4, high=6, derived_by_subtraction=True)])
    assert rows_of(write_ucdp, explained)["i1"]["best"] == "4"


def test_a_month_has_a_window_and_its_precision_in_ged():
    row = UCDP["i06month"]
    assert (row["date_start"][:10], row["date_end"][:10], row["date_prec"]) == ("2019-02-01", "2019-02-28", "4")


def test_a_country_is_a_point_with_precision_six_in_ged():
    assert (UCDP["i07country"]["where_prec"], UCDP["i07country"]["country_id"], UCDP["i07country"]["region"]) == ("6", "620", "Africa")


def test_the_government_is_side_a_in_state_based_conflict():
    row = UCDP["i18battle"]
    assert (row["type_of_violence"], row["side_a"], row["side_b"], row["gwnoa"]) == ("1", "Government of Libya", "Red Dune Front", "620")


def test_the_dead_of_a_battle_are_of_unknown_kind():
    assert (UCDP["i18battle"]["deaths_unknown"], UCDP["i18battle"]["deaths_civilians"]) == ("12", "0")


def test_civilians_dead_in_a_battle_stand_apart_when_told():
    battle = {**CASES["i18battle"], "toll": [toll(low=2, best=2, high=2, combatants=False), toll(low=5, best=5, high=6, combatants=True)]}
    row = rows_of(write_ucdp, battle)["i18battle"]
    assert [row[name] for name in ("deaths_civilians", "deaths_unknown", "best", "low", "high")] == ["2", "5", "7", "7", "8"]


def test_two_named_groups_are_non_state_conflict():
    row = rows_of(write_ucdp, incident("i1", victims=[party("Salt Coast Brigade")]))["i1"]
    assert (row["type_of_violence"], row["dyad_name"]) == ("2", "Red Dune Front - Salt Coast Brigade")


def test_unknown_gunmen_and_rivals_for_the_blame_are_no_side():
    assert cause(write_ucdp, CASES["i13gunmen"]) == "a side is not identified"
    assert cause(write_ucdp, CASES["i12rivals"]) == "the sources disagree about who did it"


def test_a_claim_of_responsibility_settles_who_the_side_is():
    rivals = {**CASES["i12rivals"], "perpetrators": [blamed("Salt Coast Brigade", "suspected"), blamed("Red Dune Front", "claimed")]}
    assert rows_of(write_ucdp, rivals)["i12rivals"]["side_a"] == "Red Dune Front"


def test_soldiers_of_a_known_country_are_its_government():
    attack = incident("i1", victims=[party("soldiers", kind="unidentified", sector="MIL", country="LBY")])
    assert cause(write_ucdp, attack) == "a side is not identified"
    assert rows_of(write_ucdp, incident("i1", victims=[ARMY]))["i1"]["side_a"] == "Government of Libya"


def test_only_reviewed_events_are_clear():
    assert (UCDP["i23joint"]["code_status"], UCDP["i01"]["code_status"], UCDP["i08disputed"]["code_status"]) == ("Clear", "Check", "Check")


def test_semicolons_of_headlines_do_not_split_lists():
    row = next(csv.DictReader(io.StringIO(write_ucdp(only("i01")).content.decode())))
    assert (row["source_headline"], row["source_original"], row["number_of_sources"]) == ("Attack, in the valley", "a priest", "1")


@pytest.mark.parametrize(("lat", "lon", "cell"), [(-90, -180, 1), (-90, -179.5, 2), (-89.5, -180, 721), (90, 180, 259200)])
def test_cells_are_counted_from_the_south_west(lat, lon, cell):
    assert priogrid_cell(lat, lon) == cell


def test_a_month_is_its_middle_with_time_precision_three_in_acled():
    assert (ACLED["i06month"]["event_date"], ACLED["i06month"]["time_precision"]) == ("2019-02-14", "3")


def test_acled_has_no_year_no_country_and_no_unplaced_events():
    assert not {"i21year", "i07country", "i20nowhere", "i19tie"} & ACLED.keys()


def test_the_lowest_number_counts_in_acled_and_the_reduction_is_told():
    written = write_acled(only("i02range"))
    assert ACLED["i02range"]["fatalities"] == "20"
    assert ("20/21/30", "20") in {(row.was, row.became) for row in written.losses.rows}


def test_none_reported_is_zero_in_acled_and_told_as_a_loss():
    losses = {row.record: row.was for row in write_acled(everything()).losses.rows if row.field == "toll.killed"}
    assert (ACLED["i05silent"]["fatalities"], losses["i05silent"]) == ("0", "not reported")
    assert (ACLED["i03unknown"]["fatalities"], losses["i03unknown"]) == ("0", "?/?/?")
    assert ACLED["i04zero"]["fatalities"] == "0"
    assert "i04zero" not in losses


def test_joint_perpetrators_stand_beside_each_other_and_rivals_do_not():
    assert ACLED["i23joint"]["assoc_actor_1"] == "Salt Coast Brigade"
    assert (ACLED["i12rivals"]["actor1"], ACLED["i12rivals"]["assoc_actor_1"]) == ("Red Dune Front", "")
    assert "disagreeing sources" in ACLED["i12rivals"]["notes"]


def test_gunmen_are_an_unidentified_armed_group():
    assert ACLED["i13gunmen"]["actor1"] == "Unidentified Armed Group (Libya)"
    assert ACLED["i13gunmen"]["interaction"] == "Political militia-Civilians"


def test_whoever_is_cleared_of_blame_is_no_actor():
    assert "Salt Coast" not in ACLED["i27denier"]["actor1"]


def test_foreign_forces_are_external_in_acled():
    assert ACLED["i25state"]["inter1"] == "External/Other forces"


def test_disputed_events_are_flagged_in_acled():
    assert ACLED["i08disputed"]["tags"] == "disputed"


def test_a_formula_in_a_name_does_not_run():
    assert ACLED["i15formula"]["actor1"].startswith("'=")


def test_line_breaks_and_quotes_survive_the_table():
    assert ACLED["i16quotes"]["actor2"] == 'the "Blue,\nHouse" people'


def test_a_village_near_a_town_has_the_lesser_precision():
    near = incident("i1", place={**TOWN, "ucdp_precision": 4})
    assert rows_of(write_acled, near)["i1"]["geo_precision"] == "3"


def test_a_week_is_time_precision_two():
    week = incident("i1", time={**DAY, "start": "2019-03-04", "end": "2019-03-10", "edtf": "2019-W10"})
    row = rows_of(write_acled, week)["i1"]
    assert (row["event_date"], row["time_precision"]) == ("2019-03-07", "2")


def test_countries_have_the_codes_of_the_codebooks():
    libya, kosovo = country_of("LBY"), country_of("KOS")
    assert (libya.numeric, libya.state_number, libya.region, libya.ucdp_region, libya.gtd_region) == (
        434, 620, "Northern Africa", "Africa", "Middle East & North Africa")  # fmt: skip
    assert (kosovo.numeric, kosovo.state_number) == (None, 347)


def test_every_inhabited_country_has_a_region():
    none = {code for code, country in load_countries().items() if country.region is None}
    assert none <= {"ATA", "BVT", "ATF", "SGS", "HMD", "IOT", "UMI", "PCN", "CCK", "CXR", "NFK", "SJM", "SPM", "TKL", "ANT", "SCG"}


def test_the_perpetrator_of_the_factory_is_named():
    assert REBELS["key"].startswith("name:")
