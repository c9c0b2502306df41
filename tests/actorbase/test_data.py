"""The shipped actor base as a whole: enough of it, nothing dangling, and sentences that show what is found and what is not."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tocsin.actorbase.check import clashes, counts, counts_table, problems
from tocsin.actorbase.load import load_actor_base
from tocsin.actorbase.read import data_folder, load_yaml, read_actors

BASE = load_actor_base()
EXAMPLES = load_yaml(data_folder() / "examples.yaml")["examples"]
TOKEN = re.compile(r"(?:[A-Z]\.)+|\w+(?:[.]\w+)*|['’]s\b|[^\w\s]")
DOC = data_folder().parents[3] / "docs" / "reference" / "actor-base.md"


def found_in(text, on):
    words, ids, free = TOKEN.findall(text), [], 0
    for start in range(len(words)):
        match = BASE.longest_match(words, start, on) if start >= free else None
        if match:
            ids += [actor.id for actor in match[1]]
            free = start + match[0]
    return ids


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example['text']} {example.get('year', '')}")
def test_each_example_sentence_finds_exactly_its_actors(example):
    on = date(example["year"], 6, 1) if "year" in example else None
    assert found_in(example["text"], on) == example["hits"]


def test_every_row_obeys_the_schema():
    assert len(read_actors(data_folder())) == len(BASE)


def test_nothing_dangles_and_no_year_is_strange():
    assert problems(BASE) == []


def test_few_names_are_shared_in_the_same_years():
    assert len(clashes(BASE)) < 30


def test_the_base_is_as_large_as_promised():
    have = counts(BASE)
    assert have["armed non-state groups"] >= 500
    assert have["persons"] >= 300
    assert have["media"] >= 100
    assert have["religious and ethnic communities"] >= 150
    assert have["role nouns"] >= 600
    assert have["countries and territories"] >= 195


def test_every_community_lives_in_a_known_country():
    rows = load_yaml(data_folder() / "communities.yaml")["communities"]
    assert {code for row in rows for code in row.get("countries", [])} <= BASE.country_codes()


def test_the_reference_page_shows_the_counts_of_today():
    assert counts_table(BASE) in DOC.read_text(encoding="utf-8"), "run: python -m tocsin.actorbase.check, and paste the table"
