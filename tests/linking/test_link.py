"""Pairs are judged by themselves: no order, no other article, and no order of arrival bears on the outcome."""

import json
import math
import random
from importlib import resources

import jsonschema
import pytest
from making import at, item, on, story

from tocsin.linking.alike import PRIOR, compare
from tocsin.linking.blocks import block_keys, candidates
from tocsin.linking.cluster import components, partition
from tocsin.linking.items import items_of
from tocsin.linking.link import link_items, link_readings, pairs
from tocsin.linking.words import cosine, load_rarity, read_rarity, vector_of, words_of

KONDUMA = at("Konduma", "IDN", "Oru", -1.5, 127.5)
PORT = at("Port Elba", "IDN", "Selm", -5.0, 120.0)
RAID = "Raiders in speedboats killed three fishermen at Konduma on Tuesday. The coast guard's patrol craft broke down on the way to the bay."
RAID_2 = "Three fishermen were shot dead by raiders who landed at Konduma. Speedboats took the raiders away before the coast guard's craft arrived."
MARKET = "A grenade thrown into the fish market of Port Elba wounded nine traders on Friday. Police suspect a quarrel between loan sharks."
MARKET_2 = "Nine traders were hurt by a grenade in Port Elba's fish market, where loan sharks have long quarrelled. Police made no arrests."


def corpus():
    return [
        story("a", RAID, time=on("2015-02-10"), place=KONDUMA, toll=[("killed", 3)], published="2015-02-11"),
        story("b", RAID_2, time=on("2015-02-10"), place=KONDUMA, toll=[("killed", 3)], published="2015-02-12"),
        story("c", MARKET, time=on("2015-02-13"), place=PORT, toll=[("injured", 9)], published="2015-02-13"),
        story("d", MARKET_2, place=PORT, toll=[("injured", 9)], published="2015-02-14"),
        story("e", "Farmers marched in Aldova against the price of seed. The ministry of grain promised talks.", "PROTEST"),
    ]


def members(lines):
    return sorted(sorted(member["article"] for member in line["members"]) for line in lines)


def test_articles_of_one_happening_come_together_in_any_order():
    rows = corpus()
    expected = [["a", "b"], ["c", "d"], ["e"]]
    for seed in range(5):
        lines = list(link_readings(random.Random(seed).sample(rows, len(rows))))
        assert members(lines) == expected
        assert lines == list(link_readings(rows))


def test_a_ledger_that_takes_articles_one_by_one_ends_where_linking_at_once_does():
    rows = corpus()
    at_once = link_items(items_of(rows))
    for seed in range(5):
        kept, edges, clusters = [], [], []
        for row in random.Random(seed).sample(rows, len(rows)):
            new = items_of([row])[0]
            edges += [(new.key, old.key, compare(new, old).score) for old in kept if candidates(new, old)]
            kept.append(new)
            keys = [one.key for one in kept]
            touched = next(group for group in components(keys, edges) if new.key in group)
            clusters = [group for group in clusters if group[0] not in touched] + partition(touched, edges)
        assert sorted(clusters) == at_once


def test_the_pairs_found_by_blocks_are_those_that_the_two_items_alone_call_for():
    items = items_of(corpus())
    expected = [(a, b) for a in range(len(items)) for b in range(a + 1, len(items)) if candidates(items[a], items[b])]
    assert pairs(items) == expected


def test_comparing_is_symmetric_and_says_why():
    a, b = items_of(corpus()[:2])
    likeness = compare(a, b)
    assert likeness == compare(b, a)
    details = {reason.name: reason.detail for reason in likeness.reasons}
    assert details["days_agree"] == "both on 2015-02-10"
    assert details["places_agree"] == "Konduma in both"
    assert details["tolls_agree"] == "3 killed in both"
    assert "konduma" in details["words_agree"]
    assert likeness.score == pytest.approx(1 / (1 + math.exp(-PRIOR - sum(reason.value for reason in likeness.reasons))), abs=1e-4)


def test_lines_keep_to_the_contract_and_hold_each_incident_once():
    schema = json.loads(resources.files("tocsin").joinpath("data/schema/incident.json").read_text(encoding="utf-8"))
    rows = [*corpus(), {"schema": "tocsin.reading/1", "article": {"ref": "bad"}, "error": {"code": "x", "message": "y"}}]
    lines = list(link_readings(rows))
    for line in lines:
        jsonschema.validate(line, schema)
    assert sorted((member["article"], member["incident"]) for line in lines for member in line["members"]) == [(ref, "i1") for ref in "abcde"]


def test_a_line_names_no_mention_of_one_reading():
    hospital = {**at(None, None), "city": None, "name": "Saint Orla Hospital", "ref": "p6", "ucdp_precision": None, "basis": "inherited"}
    (line,) = link_readings([story("a", RAID, place=hospital)])
    assert line["place"]["name"] == "Saint Orla Hospital"
    assert line["place"]["ref"] is None


def test_figures_that_differ_stand_in_the_conflicts():
    first = story("a", RAID, time=on("2015-02-10"), place=KONDUMA, toll=[("killed", 3)], published="2015-02-11")
    second = story("b", RAID_2, time=on("2015-02-10"), place=KONDUMA, toll=[("killed", 5)], published="2015-02-11")
    (line,) = link_readings([first, second])
    assert line["toll"] == [{"effect": "killed", "low": 3, "best": line["toll"][0]["best"], "high": 5}]
    assert [(row["article"], row["value"]) for row in line["conflicts"][0]["values"]] == [("a", 3), ("b", 5)]


def test_two_attacks_on_one_town_a_week_apart_in_like_words_are_two_happenings_with_a_toll_each():
    first = "A bomb in a parked lorry killed nine people at the vegetable market of Konduma on Tuesday. Police sealed off the market and blamed rebels."
    second = "A bomb in a parked car killed four people at the bus station of Konduma on Tuesday. Police sealed off the station and blamed rebels."
    lines = list(link_readings([
        story("a", first, time=on("2015-02-10"), place=KONDUMA, toll=[("killed", 9)], published="2015-02-10"),
        story("b", second, time=on("2015-02-17"), place=KONDUMA, toll=[("killed", 4)], published="2015-02-17"),
    ]))
    assert members(lines) == [["a"], ["b"]]


def test_one_outlets_set_words_do_not_make_one_happening():
    form = "A security force detained a facilitator of the rebels in {} province on {}. The suspect moved weapons. No shots were fired."
    rows = [story("a", form.format("Oru", "Monday"), "COERCE", place={**at(None, "IDN", "Oru"), "city": None}, published="2015-02-10"),
            story("b", form.format("Selm", "Tuesday"), "COERCE", place={**at(None, "IDN", "Selm"), "city": None}, published="2015-02-11")]
    for row in rows:
        row["article"]["outlet"] = "Joint Command"
    assert len(list(link_readings(rows))) == 2


def test_what_is_feared_is_not_what_happened_but_what_is_denied_may_be():
    happened, feared, denied = (item(status, f"{RAID} {status}", status=status) for status in ("actual", "future", "denied"))
    assert compare(happened, feared).score == 0
    assert compare(happened, denied).score > 0.5


def test_a_denial_makes_the_line_disputed():
    rows = [story("a", RAID, status="actual"), story("b", RAID_2, status="denied")]
    lines = list(link_readings(rows))
    assert [line["status"] for line in lines] == ["disputed"]


def test_incidents_of_one_article_and_of_other_kinds_are_not_compared():
    one = item("a", RAID)
    assert not candidates(one, one)
    assert compare(one, one).score == 0
    assert compare(one, item("b", RAID_2, kind="PROTEST")).score == 0


def test_one_article_under_two_names_stands_once_in_the_sources_and_twice_in_the_members():
    lines = list(link_readings([story("a", RAID), story("z", RAID)]))
    assert members(lines) == [["a", "z"]]
    assert lines[0]["n_sources"] == 1


def test_undated_unplaced_copies_find_each_other_and_dated_ones():
    texts = [RAID, "(Island Wire) " + RAID, RAID + " Call us."]
    items = [item(str(n), text, published="2015-02-11" if n == 2 else None) for n, text in enumerate(texts)]
    assert all(candidates(a, b) for a in items for b in items if a is not b)


def test_an_item_has_few_blocks():
    assert all(5 <= len(block_keys(one)) <= 60 for one in items_of(corpus()))


def test_word_weights_are_fixed_and_names_weigh_more_than_common_words():
    rarity = load_rarity()
    assert rarity.weight("konduma") > rarity.weight("church") > rarity.weight("police") > 0
    vector = vector_of(words_of(RAID), 5)
    assert len(vector) == 5
    assert 0 < cosine(vector, vector) <= 1.001


@pytest.mark.parametrize("lines", [["word\t5"], ["# articles: 10 floor: 4", "word\t3"], ["# articles: 10 floor: 4", "word"]])
def test_a_broken_table_of_frequencies_is_refused(lines):
    with pytest.raises(ValueError):
        read_rarity(lines)
