"""Each condition finds what it asks for and nothing else, the same in every list, count and export."""

from __future__ import annotations

import pytest
from scenes import SCENES, fill

from tocsin.asking.asked import EFFECTS, make_filter
from tocsin.asking.counts import FIELDS, count_incidents
from tocsin.asking.filters import Near, first_day, last_day, moment, parse_near
from tocsin.asking.lists import count_records, each_record, list_articles, list_claims, list_records
from tocsin.errors import UsageError

ALL = set(SCENES)
FILTERS = [
    ({}, ALL),
    ({"since": "2015-02-15", "until": "2015-02-15"}, {"sirte"}),
    ({"since": "2015-02-16", "until": "2016-02-29"}, set()),
    ({"since": "2016-03-31", "until": "2016-03-31"}, set()),  # handmade months end on the 28th
    ({"since": "2016-03-28", "until": "2016-04"}, {"maiduguri"}),
    ({"until": "2013-01-01"}, {"vague"}),
    ({"since": "2013-12-31", "until": "2014"}, {"vague"}),
    ({"since": "2019"}, {"denied"}),
    ({"country": "Libya"}, {"sirte", "vague", "barghathi", "denied"}),
    ({"country": "lby"}, {"sirte", "vague", "barghathi", "denied"}),
    ({"country": "Mali"}, set()),
    ({"place": "sirte"}, {"sirte", "denied"}),
    ({"place": " LIBYA "}, {"vague", "barghathi"}),
    ({"place": "Borno"}, {"maiduguri"}),
    ({"place": "Sirt"}, set()),
    ({"near": "31.2,16.6,5"}, {"sirte", "denied"}),
    ({"near": "31.2,16.9,5"}, set()),
    ({"near": "-16,-176,1200"}, {"suva", "apia"}),  # over the date line
    ({"near": "-18.14,-179.9,200"}, {"suva"}),
    ({"near": "90,0,10"}, {"pole"}),
    ({"near": "89.95,60,12"}, {"pole"}),  # over the pole
    ({"near": "0,0,20037"}, ALL - {"undated"}),
    ({"type": "protest"}, {"undated"}),
    ({"type": "COERCE"}, {"suva"}),
    ({"mode": "Abduct"}, {"vague"}),
    ({"actor": "Desert Brigade"}, {"sirte"}),
    ({"actor": "desert  brigade"}, {"sirte"}),
    ({"actor": "Desert"}, set()),
    ({"actor": "ISIS"}, {"maiduguri"}),
    ({"actor": "Islamic State"}, {"maiduguri"}),
    ({"actor": "Daesh"}, {"maiduguri"}),
    ({"actor": "kb:islamic-state"}, {"maiduguri"}),
    ({"actor": "al-Barghathi"}, {"barghathi"}),
    ({"actor": "Barghathi"}, {"barghathi"}),
    ({"actor": "Mahdī al-Barghāthī"}, {"barghathi"}),
    ({"actor": "Coptic fishermen"}, set()),
    ({"victim": "coptic fishermen"}, {"sirte"}),
    ({"victim": "Desert Brigade"}, set()),
    ({"party": "Desert Brigade"}, {"sirte"}),
    ({"party": "cadets"}, {"barghathi"}),
    ({"community": "christianity"}, {"sirte"}),
    ({"community": "Copt"}, {"sirte"}),
    ({"community": "Buddhism"}, {"suva"}),
    ({"community": "Islam"}, set()),
    ({"effect": "killed"}, {"sirte", "barghathi"}),
    ({"effect": "Injured"}, {"maiduguri"}),
    ({"effect": "raped"}, set()),
    ({"status": "denied"}, {"denied"}),
    ({"status": "actual"}, ALL - {"denied"}),
    ({"grade": "confirmed"}, set()),
    ({"review": "unreviewed"}, ALL),
    ({"review": "rejected"}, set()),
    ({"source": "other post"}, {"maiduguri", "denied"}),
    ({"source": "Omar Haddad"}, {"sirte"}),
    ({"source": "Omar"}, set()),
    ({"text": "market"}, {"maiduguri"}),
    ({"text": "mark*"}, {"maiduguri"}),
    ({"text": "mark"}, set()),
    ({"text": "cafe OWNER"}, {"maiduguri"}),
    ({"text": '"never again"'}, {"maiduguri"}),
    ({"text": '"again never"'}, set()),
    ({"text": "الجنود"}, {"barghathi"}),
    ({"text": "fishermen OR market"}, set()),  # OR is a word like any other
    ({"text": "fishermen NOT"}, set()),
    ({"text": "al-Barghathi's"}, {"barghathi"}),
    ({"killed": 21}, {"sirte"}),
    ({"killed": 22}, set()),
    ({"killed": 0}, {"sirte", "barghathi"}),
    ({"background": True}, {"pole"}),
    ({"background": False}, ALL - {"pole"}),
    ({"country": "LBY", "effect": "killed", "until": "2016"}, {"sirte"}),
    ({"actor": "x' OR '1'='1"}, set()),
    ({"actor": "%"}, set()),
    ({"place": "_irte"}, set()),
]


@pytest.fixture
def filled(ledger):
    return ledger, fill(ledger)


def test_each_condition_finds_what_it_asks_for_and_the_same_everywhere(filled):
    ledger, names = filled
    wrong = []
    with ledger.reading() as connection:
        for given, expected in FILTERS:
            asked = make_filter("incident", **given)
            listed = list_records(connection, "incident", asked)
            found = {names[row["id"]] for row in listed.rows}
            if found != expected:
                if given.get("text") == "cafe OWNER" and connection.dialect.name == "postgresql":
                    continue  # PostgreSQL's simple dictionary keeps accents
                wrong.append((given, found ^ expected))
                continue
            ids = {row["id"] for row in listed.rows}
            assert listed.total == len(ids) == count_records(connection, "incident", asked), given
            assert count_incidents(connection, ["country"], asked).incidents == len(ids), given
            assert {row["id"] for row in list_records(connection, "incident", asked, order="earliest").rows} == ids, given
            assert {row["id"] for row in each_record(connection, "incident", asked)} == ids, given
            assert {row["incident"] for row in list_claims(connection, asked).rows} == ids, given
            if not given.keys() & {"since", "until", "text"}:  # articles have a day and words of their own
                articles = {source["article"] for row in listed.rows for source in row["sources"]}
                assert {row["id"] for row in list_articles(connection, asked).rows} == articles, given
    assert wrong == []


def test_an_export_holds_what_the_list_holds(filled):
    from tocsin.exchange.gather import gather

    ledger, _ = filled
    asked = make_filter("incident", country="Libya", near="31.2,16.6,5000")
    with ledger.reading() as connection:
        exported = {row["id"] for row in gather(connection, asked, act=None, sealed=False).incidents}
        assert exported == {row["id"] for row in list_records(connection, "incident", asked).rows}


def test_pages_of_a_list_do_not_overlap_and_leave_nothing_out(filled):
    ledger, names = filled
    with ledger.reading() as connection:
        for order in ("time", "earliest", "killed", "sources", "name"):
            pages = [list_records(connection, "incident", order=order, limit=4, offset=offset).rows for offset in (0, 4, 8)]
            assert sorted(row["id"] for page in pages for row in page) == sorted(names), order


def test_what_is_undated_stands_last_and_in_no_window(filled):
    ledger, names = filled
    with ledger.reading() as connection:
        for order in ("time", "earliest"):
            assert names[list_records(connection, "incident", order=order).rows[-1]["id"]] == "undated"


def test_a_past_state_is_asked_as_it_was(ledger, clock):
    from tocsin.asking.desk import decide
    from tocsin.ledger.audit import act_at

    clock.set("2026-03-01")
    names = {name: key for key, name in fill(ledger, "sirte").items()}
    clock.set("2026-03-05")
    names |= {name: key for key, name in fill(ledger, "sirte", "suva").items() if name == "suva"}
    clock.set("2026-03-09")
    decide(ledger, "reject", names["sirte"], who="ada", reason="test")
    counts = {}
    with ledger.reading() as connection:
        for day in ("2026-02-28", "2026-03-01", "2026-03-05", "2026-03-09"):
            act = act_at(connection, moment(day))
            found = {row["id"] for row in list_records(connection, "incident", act=act).rows}
            counts[day] = len(found)
            assert count_incidents(connection, ["month"], act=act).incidents == len(found)
            assert {row["incident"] for row in list_claims(connection, act=act).rows} == found
            assert list_articles(connection, act=act).total >= len(found)
        assert list_records(connection, "incident", make_filter("incident", review="rejected")).total == 1
    assert list(counts.values()) == [0, 1, 2, 1]


def test_counts_by_each_field_add_up_and_count_the_unknown(filled):
    ledger, names = filled
    with ledger.reading() as connection:
        for field in FIELDS:
            table = count_incidents(connection, [field])
            total = sum(row["incidents"] for row in table.rows)
            assert total == len(names) if field not in table.several else total >= len(names), field
            assert table.incidents == len(names)
        months = {row["month"]: row["incidents"] for row in count_incidents(connection, ["month"]).rows}
        assert months["2013-XX"] == 1
        assert months["unknown"] == 1
        assert months["2016-03"] == 1
        killed = sum(row["killed_best"] or 0 for row in count_incidents(connection, ["country", "status"]).rows)
        assert killed == 23


@pytest.mark.parametrize("by", [["colour"], [], ["month", "x"]])
def test_what_incidents_are_not_counted_by_is_refused(sqlite_ledger, by):
    with sqlite_ledger.reading() as connection, pytest.raises(UsageError, match="month"):
        count_incidents(connection, by)


@pytest.mark.parametrize(("text", "first", "last"), [("2016", "2016-01-01", "2016-12-31"), ("2016-02", "2016-02-01", "2016-02-29"),
                                                    (" 2016-11-03 ", "2016-11-03", "2016-11-03")])  # fmt: skip
def test_days_months_and_years_are_windows(text, first, last):
    assert (first_day(text), last_day(text)) == (first, last)


@pytest.mark.parametrize("text", ["", "2016-13", "2016-02-30", "yesterday", "16", "2016-1-1", "0000", "2016-11-03T00:00", "2016'--"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(UsageError):
        first_day(text)


@pytest.mark.parametrize(("text", "expected"), [("2026-03-01", "2026-03-01"), ("2026", "2026-12-31"), ("2026-03-01T12:00", "2026-03-01T12:00:00.000000Z"),
                                               ("2026-03-01T12:00+02:00", "2026-03-01T10:00:00.000000Z")])  # fmt: skip
def test_moments_are_read_as_acts_are_timed(text, expected):
    assert moment(text) == expected


@pytest.mark.parametrize("text", ["", "1,2", "a,b,c", "91,0,1", "0,181,1", "0,0,0", "0,0,-5", "nan,0,1", "0,0,inf", "1,2,3,4"])
def test_what_is_no_circle_is_refused(text):
    with pytest.raises(UsageError):
        parse_near(text)


def test_a_circle_is_read():
    assert parse_near("31.2, 16.6, 50") == Near(31.2, 16.6, 50)


@pytest.mark.parametrize(("name", "word", "meant"), [("status", "actul", "actual"), ("grade", "fiar", "fair"), ("type", "asault", "ASSAULT"), ("effect", "kiled", "killed")])
def test_words_outside_the_vocabulary_are_refused_with_what_was_meant(name, word, meant):
    with pytest.raises(UsageError, match=f"Did you mean {meant}"):
        make_filter("incident", **{name: word})


@pytest.mark.parametrize(("kind", "asked"), [("case", {"state": "standing"}), ("relation", {"type": "ASSAULT"}), ("person", {"status": "actual"}),
                                            ("incident", {"status": "dead"}), ("incident", {"country": "Narnia"}), ("incident", {"review": "x"})])  # fmt: skip
def test_words_of_other_kinds_are_refused(kind, asked):
    with pytest.raises(UsageError):
        make_filter(kind, **asked)


def test_effects_are_those_of_the_contract():
    import json
    from importlib.resources import files

    schema = json.loads(files("tocsin").joinpath("data/schema/reading.json").read_text(encoding="utf-8"))
    assert set(EFFECTS) == set(schema["$defs"]["effect"]["enum"])


def test_a_word_of_nothing_but_signs_is_refused(sqlite_ledger):
    with sqlite_ledger.reading() as connection:
        for words in ('"', "()", "***", " "):
            with pytest.raises(UsageError):
                list_records(connection, "incident", make_filter("incident", text=words))
