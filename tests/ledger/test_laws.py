"""Laws that hold for every ledger, tried on ledgers made by chance."""

from __future__ import annotations

import itertools
import json
import random

import pytest
from handmade import incoming
from made import Maker, lines, live

from tocsin.asking import desk
from tocsin.asking.changes import changes
from tocsin.asking.lists import each_record
from tocsin.errors import LedgerDamagedError, UsageError
from tocsin.ledger.store import Ledger

KINDS = ("incident", "person", "group", "relation", "case")


def state(ledger, act=None):
    """Return all records as they stood after an act, by kind and id."""
    with ledger.reading() as connection:
        return {(kind, body["id"]): body for kind in KINDS for body in each_record(connection, kind, act=act) }


def every(ledger, act=None):
    """Return all records, rejected ones too."""
    from sqlalchemy import select

    from tocsin.asking.conditions import standing_at
    from tocsin.ledger.derived import record

    with ledger.reading() as connection:
        rows = connection.execute(select(record.c.kind, record.c.id, record.c.body).where(standing_at(act)))
        return {(row.kind, row.id): json.loads(row.body) for row in rows}


def numbered(text):
    return list(enumerate(map(json.loads, text), 1))


def records_in(exported):
    return [line for line in exported if '"line":"record"' in line]


@pytest.mark.parametrize("seed", range(8))
def test_records_can_be_derived_from_nothing_to_the_same_bytes(sqlite_ledger, seed):
    live(sqlite_ledger, seed, 40)
    before = lines(sqlite_ledger)
    assert sqlite_ledger.rebuild(who="ada")["same"]
    assert lines(sqlite_ledger) == before
    assert sqlite_ledger.verify() == []


def test_records_can_be_derived_from_nothing_in_either_database(ledger):
    live(ledger, 100, 25)
    assert ledger.rebuild(who="ada")["same"]
    assert ledger.verify() == []


@pytest.mark.parametrize("seed", range(6))
def test_the_order_in_which_articles_come_does_not_matter(tmp_path, clock, seed):
    maker = Maker(seed)
    articles = [row for row in (maker.article() for _ in range(14)) if "Updated" not in row["article"]["text"] and row["engine"]["version"] == "0.0.1"]
    told = set()
    for n in range(3):
        random.Random(n).shuffle(articles)
        with Ledger.open(str(tmp_path / f"{n}.ledger"), create=True, clock=clock) as one:
            for row in articles:
                one.ingest([incoming(row)], "ada")
            told.add("\n".join(records_in(lines(one))))
    assert len(told) == 1


@pytest.mark.parametrize("seed", range(6))
def test_one_act_for_all_articles_derives_what_one_act_each_does(tmp_path, clock, seed):
    maker = Maker(seed)
    articles = [maker.article() for _ in range(16)]
    with Ledger.open(str(tmp_path / "one.ledger"), create=True, clock=clock) as one, Ledger.open(str(tmp_path / "each.ledger"), create=True, clock=clock) as each:
        one.ingest([incoming(row) for row in articles], "ada")
        for row in articles:
            each.ingest([incoming(row)], "ada")
        assert records_in(lines(one)) == records_in(lines(each))


@pytest.mark.parametrize("seed", range(4))
def test_pages_taken_in_a_few_at_a_time_derive_what_all_at_once_do(tmp_path, clock, seed, monkeypatch):
    maker = Maker(seed)
    articles = [maker.article() for _ in range(20)]
    told = []
    for n in (100, 2):
        monkeypatch.setattr("tocsin.ledger.derive.AT_ONCE", n)
        with Ledger.open(str(tmp_path / f"{n}.ledger"), create=True, clock=clock) as one:
            one.ingest([incoming(row) for row in articles], "ada")
            told.append(records_in(lines(one)))
            assert one.rebuild(who="ada")["same"]
    assert told[0] == told[1]


def filled(ledger, seed=3, articles=14):
    maker = Maker(seed)
    ledger.ingest([incoming(maker.article()) for _ in range(articles)], "ada")


def ids(ledger, kind):
    return sorted(key for found, key in state(ledger) if found == kind)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("verb", ["merge", "split", "same", "different", "reject", "correct", "grade", "close", "link", "seal", "claim"])
def test_a_decision_that_is_undone_leaves_no_trace_in_the_export(sqlite_ledger, verb, seed):
    filled(sqlite_ledger, seed)
    before = lines(sqlite_ledger)
    made = decide_something(sqlite_ledger, verb)
    assert lines(sqlite_ledger) != before
    sqlite_ledger.undo(made.id, who="ada", reason="on second thoughts")
    assert lines(sqlite_ledger) == before
    assert sqlite_ledger.rebuild(who="ada")["same"]


def decide_something(ledger, verb):
    """Take a decision of each kind about something that it changes."""
    say = {"who": "ada", "reason": "I know"}
    incidents = ids(ledger, "incident")
    if verb == "merge":
        return desk.merge(ledger, incidents[:3], **say)
    if verb == "split":
        big = max(state(ledger).values(), key=lambda body: len(body.get("members") or ()))
        if len(big["members"]) == 1:
            pytest.skip("no incident of several articles came out by chance")
        return desk.split(ledger, big["id"], big["members"][:1], **say)
    if verb in {"same", "different"}:
        return {"same": desk.declare_same, "different": desk.declare_different}[verb](ledger, ids(ledger, "group")[:2], **say)
    if verb == "close":
        case = next(body for (kind, _), body in state(ledger).items() if kind == "case")
        return desk.decide(ledger, "close", case["id"], value={"answer": "yes"}, evidence=[case["article"]], **say)
    if verb == "link":
        return desk.link(ledger, *incidents[:2], "follows", **say)
    if verb == "claim":
        return desk.decide(ledger, "reject", state(ledger)["incident", incidents[0]]["claims"][0], **say)
    value = {"correct": {"toll.killed": 99}, "grade": {"evidence": "weak", "reliability": "F"}}.get(verb)
    return desk.decide(ledger, verb, incidents[0], value=value, **say)


def test_the_later_of_two_decisions_holds(sqlite_ledger):
    filled(sqlite_ledger)
    one, other = ids(sqlite_ledger, "incident")[:2]
    desk.merge(sqlite_ledger, [one, other], who="ada", reason="one")
    merged = next(body for body in state(sqlite_ledger).values() if body["kind"] == "incident" and body["id"] in {one, other})
    desk.split(sqlite_ledger, merged["id"], merged["members"][:1], who="bob", reason="two")
    assert len({member for body in state(sqlite_ledger).values() if body["kind"] == "incident" for member in body["members"] }) >= 2
    assert not any(set(merged["members"]) <= set(body["members"]) for body in state(sqlite_ledger).values() if body["kind"] == "incident")


@pytest.mark.parametrize("frozen", [False, True])
def test_of_two_decisions_in_one_moment_the_one_made_later_holds(sqlite_ledger, clock, frozen):
    filled(sqlite_ledger)
    if frozen:
        sqlite_ledger.clock = lambda: clock.time
    one = ids(sqlite_ledger, "incident")[0]
    for number in range(3, 12):
        desk.decide(sqlite_ledger, "correct", one, who="ada", reason="counted", value={"toll.killed": number})
        assert next(row["best"] for row in state(sqlite_ledger)["incident", one]["toll"] if row["effect"] == "killed") == number


@pytest.mark.parametrize("seed", range(5))
def test_an_export_taken_in_exports_the_same(tmp_path, clock, seed):
    with Ledger.open(str(tmp_path / "one.ledger"), create=True, clock=clock) as one, Ledger.open(str(tmp_path / "two.ledger"), create=True, clock=clock) as two:
        live(one, seed, 30)
        for history in (False, True):
            exported = lines(one, history=history)
            two.take_lines(numbered(exported), "bob")
            assert lines(two, history=False) == lines(one, history=False)
        assert lines(two, history=True) == lines(one, history=True)
        assert two.take_lines(numbered(lines(one, history=True)), "bob") == {}
        assert two.rebuild(who="bob")["same"]
        assert two.verify() == []


def test_an_export_goes_to_the_other_database_and_back(tmp_path, clock, postgres_address):
    with (Ledger.open(str(tmp_path / "one.ledger"), create=True, clock=clock) as one, Ledger.open(postgres_address, create=True, clock=clock) as two,
          Ledger.open(str(tmp_path / "three.ledger"), create=True, clock=clock) as three):  # fmt: skip
        live(one, 77, 40)
        two.take_lines(numbered(lines(one, history=True)), "bob")
        three.take_lines(numbered(lines(two, history=True)), "bob")
        assert lines(one, history=True) == lines(two, history=True) == lines(three, history=True)


def tampered(exported):
    """Yield exports with one thing changed."""
    for kind, change in {
        "article": lambda row: row.update(text=row["text"] + "!"), "reading": lambda row: row["body"]["claims"][0].update(type="AID"),
        "decision": lambda row: row.update(reason="another"), "collection": lambda row: row.update(source="elsewhere"),
        "record": lambda row: row.update(label="another"),
    }.items():  # fmt: skip
        rows = list(map(json.loads, exported))
        change(next(row for row in rows if row["line"] == kind))
        yield [json.dumps(row) for row in rows]
    yield exported[:-1]
    yield exported[:-2] + exported[-1:]
    yield exported[:1] + exported[2:]


def test_what_was_changed_on_the_way_is_refused_whole(tmp_path, clock, sqlite_ledger):
    live(sqlite_ledger, 5, 25)
    with Ledger.open(str(tmp_path / "two.ledger"), create=True, clock=clock) as two:
        for exported in tampered(lines(sqlite_ledger)):
            with pytest.raises((UsageError, LedgerDamagedError)):
                two.take_lines(numbered(exported), "bob")
            assert two.head()[0] == 0
        assert len(lines(two)) == 2


@pytest.mark.parametrize("seed", range(4))
def test_every_past_state_can_be_asked_for_and_the_feed_tells_what_lies_between(sqlite_ledger, seed):
    past = {}
    live(sqlite_ledger, seed, 30, after=lambda: past.update({sqlite_ledger.head()[0]: every(sqlite_ledger)}))
    for act, was in past.items():
        assert every(sqlite_ledger, act) == was
    acts = [0, *past]
    past[0] = {}
    for before, after in [*itertools.pairwise(acts), (0, acts[-1]), (acts[3], acts[-1])]:
        with sqlite_ledger.reading() as connection:
            rows = list(changes(connection, before, after))
        assert_tells(rows, past[before], past[after])


def assert_tells(rows, one, other):
    """Check that a feed names each record that differs between two states, each once, and nothing else."""
    ignored = {"decisions", "rule"}
    differ = {key for key in one.keys() & other.keys() if any(one[key].get(name) != other[key].get(name) for name in one[key].keys() - ignored)}
    was = {("incident", row["was"]) for row in rows if "was" in row}
    told = [(row["kind"], row["id"]) for row in rows]
    assert len(told) == len(set(told))
    assert set(told) == differ | (one.keys() ^ other.keys()) - was
    for row in rows:
        key = (row["kind"], row["id"])
        if "was" in row:
            assert row["change"] in {"changed", "withdrawn"}
            assert key not in one
            assert ("incident", row["was"]) not in other
        elif row["change"] in {"new", "split"}:
            assert key not in one
        elif row["change"] == "merged":
            assert key not in other


def test_an_incident_that_is_renamed_by_an_earlier_article_is_told_as_changed(sqlite_ledger):
    from handmade import attack

    sqlite_ledger.ingest([incoming(attack("Example Times", "2015-02-17"))], "ada")
    old = ids(sqlite_ledger, "incident")
    sqlite_ledger.ingest([incoming(attack("Other Post", "2015-02-16"))], "ada")
    new = ids(sqlite_ledger, "incident")
    assert old != new
    with sqlite_ledger.reading() as connection:
        rows = [row for row in changes(connection, 1, 2) if row["kind"] == "incident"]
    assert [(row["change"], row["id"], row["was"]) for row in rows] == [("changed", new[0], old[0])]
    assert rows[0]["fields"]["n_articles"] == {"from": 1, "to": 2}
