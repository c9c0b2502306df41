"""Every rule's own sentences: what it must find, and where nothing may be found."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.errors import KnowledgeError
from tocsin.times.find import find_times
from tocsin.times.grammar import Rule, compile_rules
from tocsin.times.rules import grammar, rule_rows

NOW = date(2017, 3, 6)
ROWS = [row for _, row in rule_rows()]
HITS = [(row["id"], hit) for row in ROWS for hit in row.get("hits", ())]
MISSES = [(row["id"], text) for row in ROWS for text in row.get("misses", ())]


def found(parse, text):
    article, sentences = parse(text, published=NOW)
    return {text[slice(*time.span)]: time for time in find_times(article, sentences).items}


@pytest.mark.model
@pytest.mark.parametrize(("rule", "hit"), HITS, ids=[f"{rule}:{hit['span']}" for rule, hit in HITS])
def test_rule_finds_its_hit(parse, rule, hit):
    times = found(parse, hit["text"])
    assert hit["span"] in times
    time = times[hit["span"]]
    assert time.timex_value == hit["value"]
    assert (time.when.grain if time.when else None) == hit["grain"]


@pytest.mark.model
@pytest.mark.parametrize(("rule", "text"), MISSES, ids=[f"{rule}:{text}" for rule, text in MISSES])
def test_rule_leaves_its_miss_alone(parse, rule, text):
    assert [time.rule for time in found(parse, text).values() if time.rule.split(".")[0] != "x"] == []


def test_every_rule_has_a_sentence():
    assert [row["id"] for row in ROWS if not row.get("hits") and not row.get("misses")] == []


def test_all_rules_compile():
    assert "time" in grammar().roots


def rule(group, pattern):
    return Rule("r", group, (pattern,), "same", {}, (), 0)


def test_a_group_that_starts_with_itself_is_an_error():
    with pytest.raises(ValueError, match="starts with itself"):
        compile_rules([rule("a", "<a> b")])


def test_a_group_without_rules_is_an_error():
    with pytest.raises(ValueError, match="has no rules"):
        compile_rules([rule("a", "<b> c")])


def test_knowledge_errors_name_the_file():
    assert "times/rules" in str(KnowledgeError("times/rules", ["days: x: no op"]))
