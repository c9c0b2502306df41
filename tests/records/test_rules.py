"""The rule files: their shape, and their own sentences."""

from importlib.resources import files

import pytest
import yaml

from tocsin.records import rules
from tocsin.records.cases import asked
from tocsin.records.entities import bears_on_status
from tocsin.records.figures import claim_figure
from tocsin.records.incidents import incident_record
from tocsin.records.parties import all_parties

LEDGER = files("tocsin").joinpath("data/ledger")
EFFECTS = set("killed injured abducted detained displaced missing trapped released rescued raped tortured arrested surrendered captured affected".split())
ROLES = set("outlet media official group victim witness ngo expert document anonymous".split())
SECTORS = set("COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC".split())


def raw(name):
    return yaml.safe_load(LEDGER.joinpath(f"{name}.yaml").read_text(encoding="utf-8"))


def sentences(name, which):
    return raw(name)[which]


@pytest.mark.parametrize("load", [rules.toll_rules, rules.party_rules, rules.grade_rules, rules.label_rules, rules.status_rules, rules.relation_rules,
                                  rules.case_rules, rules.country_names], ids=lambda load: load.__name__)  # fmt: skip
def test_each_file_loads(load):
    assert load()


def test_the_files_use_the_words_of_the_contract():
    assert set(rules.toll_rules().placing) == set(rules.grade_rules().reliability) == ROLES
    assert set(rules.toll_rules().order) == EFFECTS == set(rules.label_rules().effects)
    assert set(rules.status_rules().effects) <= EFFECTS
    assert sorted(rules.toll_rules().best_by) == ["day", "number", "outlets", "placing"]
    assert {sector for sectors in rules.toll_rules().classes.values() for sector in sectors} <= SECTORS
    assert {*rules.relation_rules().armed, *rules.party_rules().forces} <= SECTORS
    assert {row["give"] for row in rules.grade_rules().evidence} <= {"confirmed", "fair", "weak", "contested", "discounted", None}
    assert {row["give"] for row in rules.grade_rules().credibility} == set("123456")


def test_the_last_grade_rules_always_hold():
    for ladder in (rules.grade_rules().evidence, rules.grade_rules().credibility):
        assert ladder[-1]["sources"] == 0
        assert set(ladder[-1]) == {"give", "rule", "sources"}


def test_a_file_of_another_shape_is_refused(monkeypatch, tmp_path):
    (tmp_path / "data" / "ledger").mkdir(parents=True)
    monkeypatch.setattr(rules, "files", lambda _: tmp_path)
    for text, message in (("a: 1", "missing or unknown"), ("kinds: 3\notherwise: {}\nreturning: [x]", "stated shape"),
                          ("kinds: []\notherwise: {}\nreturning: [x, x]", "listed twice")):  # fmt: skip
        (tmp_path / "data" / "ledger" / "cases.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(ValueError, match=message):
            rules.load("cases", rules.CaseRules)


def part(desk, sentence):
    claim = desk.claim(desk.article(), toll=[("killed", 3, 3, desk.party("x"))], words=sentence)
    return claim_figure(claim, "killed", all_parties([claim]), sides=frozenset(), skip=()).part


@pytest.mark.parametrize("sentence", sentences("toll", "hits"))
def test_a_number_is_a_part_in(desk, sentence):
    assert part(desk, sentence)


@pytest.mark.parametrize("sentence", sentences("toll", "misses"))
def test_a_number_is_no_part_in(desk, sentence):
    assert not part(desk, sentence)


def attribution(desk, trigger):
    claim = desk.claim(desk.article(), actor=[desk.party("IS", "group", kb="islamic-state")], trigger=trigger)
    return incident_record([desk.member(claim.article, claim)])["perpetrators"][0]["attribution"]


@pytest.mark.parametrize("trigger", sentences("parties", "hits"))
def test_the_actor_takes_it_upon_himself_by(desk, trigger):
    assert attribution(desk, trigger) == "claimed"


@pytest.mark.parametrize("trigger", sentences("parties", "misses"))
def test_the_actor_does_not_take_it_upon_himself_by(desk, trigger):
    assert attribution(desk, trigger) == "stated"


@pytest.mark.parametrize("line", sentences("cases", "hits"))
def test_the_kind_of_question_is(line):
    kind, _, question = line.partition(": ")
    assert asked(question)["kind"] == kind


@pytest.mark.parametrize("question", sentences("cases", "misses"))
def test_of_no_kind_is(question):
    assert "kind" not in asked(question)


@pytest.mark.parametrize("effect", sorted(EFFECTS))
def test_every_effect_bears_on_a_status_or_on_none(desk, effect):
    claim = desk.claim(desk.article(), toll=[(effect, 1, 1, desk.party("Amir Khan", "person"))])
    assert bool(bears_on_status(claim.body)) == (effect in rules.status_rules().effects)
