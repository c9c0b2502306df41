"""People merge, split, declare the same and undo: audited, reversible, and told in the feed of changes."""

from __future__ import annotations

import pytest
from handmade import attack, ingest
from scenes import fill

from tocsin.asking.door import Desk
from tocsin.errors import NoSuchRecordError, UsageError


@pytest.fixture
def desk(ledger):
    return Desk(ledger, author="ada")


def bodies(desk):
    return {one.id: {**one.body, "decisions": None} for one in desk.incidents()}


def test_merge_and_split_are_reversible_to_the_same_records(desk):
    ingest(desk.ledger, attack("Example Times", "2015-02-16"), attack("Other Post", "2015-02-17"))
    fill(desk.ledger, "suva")
    before = bodies(desk)
    two = next(one for one in desk.incidents() if one.body["n_articles"] == 2)
    gone = two.body["sources"][1]["article"]
    parted = desk.split(two, [gone], reason="another day")
    assert len(desk.incidents()) == 3
    halves = desk.incidents(country="Libya")
    joined = desk.merge(halves, reason="one after all")
    assert len(desk.incidents()) == 2
    both = desk.merge(desk.incidents(), reason="all one")
    assert len(desk.incidents()) == 1
    for made in (both, joined, parted):
        desk.undo(made, reason="not so")
    assert bodies(desk) == before
    assert desk.ledger.verify() == []


def test_a_split_needs_some_of_the_articles_and_not_all(desk):
    ingest(desk.ledger, attack("Example Times", "2015-02-16"), attack("Other Post", "2015-02-17"))
    (one,) = desk.incidents()
    articles = [row["article"] for row in one.body["sources"]]
    for out in ([], articles):
        with pytest.raises(UsageError, match="not none and not all"):
            desk.split(one, out, reason="x")


def test_a_decision_needs_a_reason_known_records_and_two_for_a_merge(desk):
    fill(desk.ledger, "sirte", "suva")
    one, _other = desk.timeline()
    with pytest.raises(UsageError, match="reason"):
        desk.accept(one, reason="  ")
    with pytest.raises(UsageError, match="two different"):
        desk.merge([one, one.id[:11]], reason="x")
    with pytest.raises(NoSuchRecordError):
        desk.merge([one, "i00000000"], reason="x")
    with pytest.raises(UsageError, match="is a claim"):
        desk.merge([one, desk.claims()[0]], reason="x")
    with pytest.raises(UsageError, match="not a decision"):
        desk.undo(one.id, reason="x")
    assert desk.head()[0] == 2  # nothing was half-decided


def test_the_feed_of_changes_tells_merged_split_changed_and_withdrawn(desk, clock):
    clock.set("2026-03-01")
    names = {name: key for key, name in fill(desk.ledger, "sirte", "suva", "apia", "vague").items()}
    clock.set("2026-03-02")
    merged = desk.merge([names["sirte"], names["suva"]], reason="x")
    desk.reject(names["apia"], reason="x")
    desk.correct(names["vague"], reason="x", status="denied")
    feed = {row["id"]: row for row in desk.changes("2026-03-01", "2026-03-02") if row["kind"] == "incident"}
    kinds = {key: row["change"] for key, row in feed.items()}
    heir = desk.incident(names["suva"]).id
    other = ({names["sirte"], names["suva"]} - {heir}).pop()
    assert kinds == {heir: "changed", other: "merged", names["apia"]: "withdrawn", names["vague"]: "changed"}
    assert feed[other]["into"] == [heir]
    assert (feed[names["apia"]]["why"], feed[names["vague"]]["fields"]["status"]) == ("rejected", {"from": "actual", "to": "denied"})
    clock.set("2026-03-03")
    desk.undo(merged, reason="y")
    feed = {row["id"]: row for row in desk.changes("2026-03-02") if row["kind"] == "incident"}
    assert feed[other]["change"] == "split"
    assert feed[other]["from"] == [heir]
    assert desk.changes("2026-03-03") == []


def test_people_declared_the_same_are_one_until_it_is_undone(desk):
    fill(desk.ledger, "sirte", "barghathi")
    assert len(desk.people()) == 2
    one, other = desk.people()
    made = desk.same([one, other], reason="a nom de guerre")
    assert len(desk.people()) == 1
    desk.undo(made, reason="two men")
    assert [person.id for person in desk.people()] == [one.id, other.id]


def test_who_decides_is_said_at_the_opening_or_at_the_decision_and_stands_in_the_audit(desk, monkeypatch):
    monkeypatch.setenv("TOCSIN_AUTHOR", "eve")
    fill(desk.ledger, "sirte")
    (one,) = desk.incidents()
    assert desk.accept(one.id, reason="x").author == "ada"
    assert desk.note(one.id, "ask again", author="bo").author == "bo"
    assert Desk(desk.ledger).note(one.id, "and again").author == "eve"
    assert [row["author"] for row in desk.show(one.id)["decisions"]] == ["ada", "bo", "eve"]


def test_reads_of_sealed_records_are_audited(desk):
    from sqlalchemy import text

    fill(desk.ledger, "sirte")
    (one,) = desk.incidents()
    desk.decide("seal", one.id, reason="witness at risk")
    desk.show(one.id)
    with desk.ledger.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM audit WHERE verb = 'read'")).scalar() == 1
