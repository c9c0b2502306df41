"""The ledger from Python: typed answers, shown harmlessly, decided through, as of any day."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from datetime import date

import pytest
from handmade import attack, incoming, ingest
from scenes import fill, story

import tocsin
from tocsin.asking.answer import Answer
from tocsin.asking.door import Desk
from tocsin.asking.views import ArticleRow, Case, ClaimRow, Group, Incident, Person, Relation
from tocsin.errors import LedgerMissingError, NoSuchRecordError, StaleDecisionError, UsageError


@pytest.fixture
def desk(ledger):
    return Desk(ledger, author="ada")


def test_a_ledger_is_opened_by_its_address_and_closed_by_with(tmp_path):
    file = str(tmp_path / "news.ledger")
    with pytest.raises(LedgerMissingError):
        tocsin.open(file)
    with tocsin.open(file, create=True, author="ada") as desk:
        assert len(desk.incidents()) == 0
        assert file in repr(desk)


def test_importing_tocsin_imports_no_database():
    code = "import sys, tocsin; print('sqlalchemy' in sys.modules or 'spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"


def test_answers_are_sequences_of_typed_records(desk):
    fill(desk.ledger)
    found = desk.incidents(country="Libya", limit=2)
    assert isinstance(found, Answer)
    assert (len(found), found.total) == (2, 4)
    assert isinstance(found[0], Incident)
    assert isinstance(found[:1], Answer)
    assert [one.id for one in found] == [row["id"] for row in found.to_rows()]
    assert isinstance(desk.people()[0], Person)
    assert isinstance(desk.groups()[0], Group)
    assert isinstance(desk.claims()[0], ClaimRow)
    assert isinstance(desk.articles()[0], ArticleRow)


def test_an_incident_has_its_values_as_attributes(desk):
    fill(desk.ledger, "sirte")
    (one,) = desk.incidents()
    assert (one.type, one.mode, one.status, one.country, one.killed) == ("ASSAULT", "targeted", "actual", "LBY", 21)
    assert (one.start, one.end) == (date(2015, 2, 15), date(2015, 2, 15))
    assert one.point == (31.2, 16.59)
    assert (one.perpetrators, one.victims) == (("Desert Brigade",), ("Coptic fishermen",))
    assert set(one.communities) == {"Christianity", "Copt"}
    assert [(toll.effect, toll.low, toll.best, toll.high) for toll in one.tolls] == [("killed", 21, 21, 21)]
    assert one.sources == ("Example Times",)
    assert one.review == "unreviewed"
    assert not one.background
    assert len({one, desk.incident(one.id)}) == 1
    assert one == desk.incident(one.id[:9])
    (claim,) = one.claims()
    assert claim.sources == ("Example Times", "Omar Haddad")
    assert claim.words.startswith("Gunmen of the Desert Brigade")
    (article,) = desk.articles()
    assert article.id == claim.article
    assert article.text().startswith("Gunmen")
    assert article.published == date(2015, 2, 16)


def test_disagreement_is_listed_with_who_says_what(desk):
    ingest(desk.ledger, attack("Example Times", "2015-02-16", killed=20), attack("Other Post", "2015-02-17"))
    (one,) = desk.incidents()
    (conflict,) = [conflict for conflict in one.conflicts if conflict.field == "toll.killed"]
    assert dict(conflict.values) == {"20": ("Example Times",), "21": ("Other Post",)}
    assert "≠ toll.killed" in repr(one)


def test_a_desk_of_the_past_tells_the_past_and_decides_nothing(desk, clock):
    clock.set("2026-03-01")
    fill(desk.ledger, "sirte")
    clock.set("2026-03-05")
    fill(desk.ledger, "suva")
    past = desk.as_of("2026-03-01")
    assert (len(past.incidents()), len(desk.incidents())) == (1, 2)
    assert sum(row["incidents"] for row in past.counts("country").rows) == 1
    assert len(past.claims()) == len(past.articles()) == 1
    assert len(desk.as_of(date(2026, 2, 1)).groups()) == 0
    with pytest.raises(UsageError):
        past.merge([one.id for one in desk.incidents()], reason="test")
    with pytest.raises(UsageError):
        desk.as_of("someday")


def test_what_is_decided_holds_and_can_be_undone(desk):
    fill(desk.ledger, "sirte", "suva")
    one, other = desk.timeline()
    merged = desk.merge([one, other], reason="a test")
    assert merged.author == "ada"
    assert len(desk.incidents()) == 1
    assert desk.incident(other.id).id == desk.incidents()[0].id
    assert len(desk.changes("2026-02-01")) > 0
    desk.undo(merged, reason="it was a test", author="bo")
    assert {row.id for row in desk.incidents()} == {one.id, other.id}
    desk.correct(desk.timeline()[0], reason="the video's day", time="2015-02-12")
    assert desk.timeline()[0].start == date(2015, 2, 12)


def test_a_record_that_changed_since_it_was_read_is_not_decided_on(desk):
    fill(desk.ledger, "sirte")
    (one,) = desk.incidents()
    desk.decide("accept", one, reason="read")
    with pytest.raises(StaleDecisionError):
        desk.decide("reject", one, reason="read earlier")
    desk.decide("reject", one.id, reason="on second thoughts")
    assert len(desk.incidents()) == 0
    assert len(desk.incidents(review="rejected")) == 1


@pytest.mark.parametrize("asked", [{"order": "size"}, {"country": "Narnia"}, {"since": "soon"}, {"near": "here"}, {"colour": "red"}])
def test_nonsense_is_refused(desk, asked):
    with pytest.raises((UsageError, TypeError)):
        desk.incidents(**asked)


def test_nothing_by_that_id_is_an_error_of_its_own(desk):
    fill(desk.ledger, "sirte")
    with pytest.raises(NoSuchRecordError):
        desk.incident("inothing")
    with pytest.raises(UsageError, match="is a claim"):
        desk.incident(desk.claims()[0].id)


HOSTILE = "<script>alert(1)</script> =HYPERLINK(“x”) \x1b[31m\u202e Brigade"


def test_a_notebook_and_a_spreadsheet_show_hostile_names_harmlessly(desk):
    row = story(f"{HOSTILE} killed 3 men.", "killed", {"name": HOSTILE}, {"name": "3 men", "kind": "population"}, outlet="=1+1", day="2015-01-01",
                toll=[("killed", 3, 3, "3")])  # fmt: skip
    desk.ledger.ingest([incoming(row)], "ada")
    page = desk.incidents()._repr_html_() + desk.claims()._repr_html_() + desk.articles()._repr_html_() + desk.groups()._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    everything = page + repr(desk.incidents()) + repr(desk.claims()) + desk.incidents().to_csv() + desk.articles().to_csv() + desk.groups().to_csv()
    assert not set(everything) & set("\x1b\u202e")
    cells = [cell for line in csv.reader(io.StringIO(desk.incidents().to_csv() + desk.articles().to_csv())) for cell in line]
    assert "'=1+1" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]


def test_numbers_in_a_spreadsheet_stay_numbers(desk):
    fill(desk.ledger, "apia")
    (line,) = csv.DictReader(io.StringIO(desk.incidents().to_csv()))
    assert (float(line["lat"]), float(line["lon"])) == (-13.83, -171.77)
    assert line["killed_best"] == ""


def test_open_questions_are_chased_oldest_first_and_those_with_an_answer_at_hand_before(desk):
    question = "Nobody knows where the men are"
    for number, day in enumerate(("2015-03-01", "2014-03-01", None), 1):
        text = f"Gunmen seized {number} men in Sirte. {question}."
        case = {"id": "k1", "question": question, "span": [text.index(question), text.index(question) + len(question)], "in": "text", "incident": "i1"}
        row = story(text, "seized", {"name": "Gunmen"}, {"name": f"{number} men", "kind": "population"}, day=day, published=day, cases=[case], place="Sirte",
                    outlet=f"Outlet {number}")  # fmt: skip
        desk.ledger.ingest([incoming(row)], "ada")
    found = desk.cases(chase=True)
    assert [str(case.opened) for case in found] == ["2014-03-01", "2015-03-01", "None"]
    assert found[2].age is None
    assert (found[0].age or 0) - (found[1].age or 0) == 365
    answer = desk.claims()[0].id
    desk.decide("close", found[0], reason="told", value={"answer": "home"}, evidence=[answer])
    assert len(desk.cases(chase=True)) == 2
    (closed,) = desk.cases(state="closed")
    assert isinstance(closed, Case)


def test_relations_stand_as_of_a_day_of_the_world(desk):
    for verb, kind, day in (("allied with", "alliance", "2015-01-01"), ("broke with", "split", "2017-01-01")):
        text = f"The Desert Brigade {verb} the Coast Front on {day}."
        row = story(text, verb.split()[0], {"name": "Desert Brigade", "sector": "REB"}, {"name": "Coast Front", "sector": "REB"}, kind="relation", type=kind,
                    day=day, published=day)  # fmt: skip
        desk.ledger.ingest([incoming(row)], "ada")
    states = {at: [(one.type, one.state) for one in desk.relations(at=at, type="alliance")] for at in ("2014", "2016-06", "2018")}
    assert states == {"2014": [], "2016-06": [("alliance", "standing")], "2018": [("alliance", "ended")]}
    (one,) = desk.relations(at=date(2016, 6, 1), party="coast front", state="standing")
    assert isinstance(one, Relation)
    assert {one.one, one.other} == {"Desert Brigade", "Coast Front"}
    assert len(desk.relations(at="2016", state="ended")) == 0
