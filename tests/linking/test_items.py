"""Items: their names last, they survive being kept, and they need nothing else."""

import json

import pytest
from making import actor, at, claim, incident, item, on, reading, story

from tocsin.linking.alike import compare
from tocsin.linking.items import item_from_row, item_to_row, items_of

TEXT = "Raiders killed three fishermen at Konduma on Tuesday. The coast guard sent a patrol. Villagers fled to the hills of Oru."


def test_an_item_survives_being_kept_as_json():
    one = item("x-1", TEXT, time=on("2015-02-10"), place=at("Konduma", "IDN", "Oru", 1.5, 2.5), toll=[("killed", 3)])
    assert item_from_row(json.loads(json.dumps(item_to_row(one)))) == one


def test_a_row_of_another_version_is_refused():
    with pytest.raises(ValueError, match="make it anew"):
        item_from_row({**item_to_row(item("x-1", TEXT)), "v": 0})


def test_the_name_of_an_item_is_made_from_its_first_trigger_and_not_from_ids_of_the_reading():
    claims = [claim("c9", "i7", TEXT, "Villagers fled"), claim("c2", "i7", TEXT, "Raiders killed three fishermen at Konduma on Tuesday.")]
    one = items_of([reading("x", TEXT, [incident("i7", ["c9", "c2"])], claims)])[0]
    other = items_of([reading("y", TEXT, [incident("i1", ["c1"])], [{**claims[1], "id": "c1", "incident": "i1"}])])[0]
    assert one.key == other.key
    assert one.key[1] == "text:0:ASSAULT"
    assert (one.ref, one.incident) == ("x", "i7")


def test_two_incidents_that_start_at_one_word_keep_names_of_their_own():
    claims = [claim("c1", "i1", TEXT, "Raiders killed"), claim("c2", "i2", TEXT, "Raiders killed")]
    items = items_of([reading("x", TEXT, [incident("i1", ["c1"]), incident("i2", ["c2"], main=False)], claims)])
    assert [one.local for one in items] == ["text:0:ASSAULT", "text:0:ASSAULT:2"]


def test_the_order_of_readings_does_not_matter_and_errors_have_no_items():
    rows = [story(f"x-{n}", f"{n} {TEXT}") for n in range(4)]
    bad = {"schema": "tocsin.reading/1", "article": {"ref": "bad"}, "error": {"code": "x", "message": "y"}}
    assert items_of([*rows, bad]) == items_of(rows[::-1])
    assert items_of(rows + rows) == items_of(rows)


def test_only_parties_called_by_a_name_are_kept():
    row = reading("x", TEXT, [incident("i1", ["c1"], who=["a1", "a2"], whom=["a3"])], [claim("c1", "i1", TEXT, "Raiders killed")],
                  actors=[actor("a1", "Sea Lions", kb="sea-lions"), {**actor("a2", "gunmen"), "mentions": []}, actor("a3", "Oru Fishers' Union")])
    assert items_of([row])[0].parties == {"sea-lions", "oru fishers' union"}


def test_an_incident_of_the_title_alone_has_the_title_for_words():
    row = story("x", TEXT, title="Raiders kill three at Konduma")
    for one in row["claims"]:
        one.update({"in": "title", "trigger": [8, 12], "evidence": {"sentence": [0, 29], "by": "x"}})
    assert items_of([row])[0].local == "title:8:ASSAULT"
    assert "konduma" in items_of([row])[0].words


@pytest.mark.parametrize("text", ["", "\ud800", "…", "12 45", "日本語のニュース"])
def test_odd_texts_make_items_that_compare(text):
    a, b = (items_of([reading(ref, text + ref, [incident("i1", [])], [])])[0] for ref in ("x", "y"))
    assert compare(a, b).score <= 1.3
