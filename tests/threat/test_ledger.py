"""Levels of a ledger: copies, decisions, past states, sealed records, communities, and a ledger that is large."""

from __future__ import annotations

import pytest
from weeks import DAY, act, before, ingest, reading, year_of_talk

from tocsin.asking.filters import Filter
from tocsin.asking.lists import list_records
from tocsin.errors import UsageError
from tocsin.ledger.audit import act_at
from tocsin.threat.arithmetic import as_row, level_text, sparkline
from tocsin.threat.assess import assess, parse_area, survey


def level(ledger, area="NGA/Borno", asked=None, **given):
    with ledger.reading() as connection:
        return assess(connection, parse_area(area), asked or Filter(), day=DAY, **given)


def ids_of(ledger):
    with ledger.reading() as connection:
        return {row["id"]: row for row in list_records(connection, "incident", Filter(type="ASSAULT")).rows}


def test_incidents_of_these_weeks_raise_the_level(sqlite_ledger):
    year_of_talk(sqlite_ledger)
    assert level(sqlite_ledger).level.word == "calm"
    ingest(sqlite_ledger, act(20, killed=4), act(3, killed=6))
    assert level(sqlite_ledger).level.word in {"elevated", "high"}


def test_a_copy_raises_nothing(sqlite_ledger):
    year_of_talk(sqlite_ledger)
    story = "The bell of the old school rang as the villagers fled into the hills, and the market stood empty until the evening, elders said. " * 3
    ingest(sqlite_ledger, act(3, killed=6, extra=story))
    one = level(sqlite_ledger)
    ingest(sqlite_ledger, act(3, killed=6, extra=story, outlet="Other Post"), act(3, killed=6, extra=story, outlet="Third Wire"))
    two = level(sqlite_ledger)
    assert (one.level.points, one.level.reporting.told) == (two.level.points, two.level.reporting.told)


def test_what_people_reject_counts_no_longer_and_did_before(sqlite_ledger, clock):
    year_of_talk(sqlite_ledger)
    ingest(sqlite_ledger, act(3, killed=6))
    clock.set("2026-03-05")
    found = ids_of(sqlite_ledger)
    for key, row in found.items():
        sqlite_ledger.decide("reject", ("incident", key), who="ada", reason="a drill", anchors=row["members"])
    assert level(sqlite_ledger).level.points == 0
    with sqlite_ledger.reading() as connection:
        assert assess(connection, ("NGA", "Borno"), Filter(), day=DAY, act=act_at(connection, "2026-03-02T00:00:00.000000Z")).level.points > 0


def test_a_sealed_incident_counts_only_for_those_who_see_it(sqlite_ledger):
    year_of_talk(sqlite_ledger)
    ingest(sqlite_ledger, act(3, killed=6))
    for key, row in ids_of(sqlite_ledger).items():
        sqlite_ledger.decide("seal", ("incident", key), who="ada", reason="at risk", anchors=row["members"])
    assert level(sqlite_ledger, asked=Filter(unsealed_for=())).level.points == 0
    assert level(sqlite_ledger).level.points > 0


def test_a_community_has_a_level_of_its_own(sqlite_ledger):
    year_of_talk(sqlite_ledger)
    ingest(sqlite_ledger, act(3, killed=6))
    assert level(sqlite_ledger, asked=Filter(community="Christianity")).level.word in {"elevated", "high"}
    other = level(sqlite_ledger, asked=Filter(community="Islam"))
    assert {one.indicator.id for one in other.level.scored if one.points} <= {"around", "new-actors"}


def test_a_survey_lists_areas_and_communities_most_points_first(sqlite_ledger):
    year_of_talk(sqlite_ledger)
    ingest(sqlite_ledger, act(3, killed=6), act(40, killed=2, place="Sirte", faith="Islam"))
    with sqlite_ledger.reading() as connection:
        found = survey(connection, Filter(), day=DAY)
        inside = survey(connection, Filter(), day=DAY, country="NGA")
    assert {(one.area, one.who) for one in found.rows} == {(("NGA", None), "everyone"), (("NGA", None), "christianity"), (("LBY", None), "everyone"),
                                                          (("LBY", None), "islam")}
    points = [one.level.points for one in found.rows]
    assert points == sorted(points, reverse=True)
    assert {one.area for one in inside.rows} == {("NGA", "Borno")}


def test_a_ledger_without_articles_says_nothing(ledger):
    with ledger.reading() as connection:
        assert survey(connection, Filter(), day=DAY).rows == []
    found = level(ledger, "NGA")
    assert level_text(found.level) == "not enough reporting"
    assert set(sparkline(found)) == {"·"}
    assert as_row(found)["points"] == 0


def test_postgres_and_sqlite_tell_the_same(ledger):
    ingest(ledger, *(act(days, killed=days % 7) for days in range(300, 2, -9)))
    assert level(ledger, "NGA").level.points > 0


@pytest.mark.parametrize("area", ["Nowhereland", "NGA/Atlantis"])
def test_an_unknown_area_is_explained(sqlite_ledger, area):
    ingest(sqlite_ledger, act(3))
    with pytest.raises(UsageError):
        level(sqlite_ledger, area)


def test_weeks_are_few_enough(sqlite_ledger):
    with pytest.raises(UsageError):
        level(sqlite_ledger, "NGA", weeks=500)


@pytest.mark.parametrize("year", [1, 9999])
def test_a_day_beyond_the_calendar_is_explained(sqlite_ledger, year):
    with sqlite_ledger.reading() as connection, pytest.raises(UsageError):
        survey(connection, Filter(), day=DAY.replace(year=year))


def test_a_strange_article_is_no_trouble(sqlite_ledger):
    ingest(sqlite_ledger, reading("", [], outlet="Example Times", published=before(2)))
    assert level(sqlite_ledger, "NGA").level.points == 0
