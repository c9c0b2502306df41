"""What a release holds: places, dates, counts, people, decisions, signatures, and the act in the audit."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date

import pytest
from handmade import attack, ingest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tocsin.asking.desk import decide
from tocsin.asking.lists import list_records
from tocsin.cli.app import app
from tocsin.errors import UsageError
from tocsin.publication.cells import count, suppress
from tocsin.publication.dates import coarsen_time
from tocsin.publication.profile import read_profile
from tocsin.publication.protected import Protected
from tocsin.publication.quotes import quote
from tocsin.publication.release import build
from tocsin.publication.write import publish

TODAY = date(2026, 3, 2)
PROFILE = """title = "Test"
audience = "public"
formats = ["csv", "parquet", "esf"]
communities = "keep"
[admit]
reviews = ["unreviewed", "accepted"]
[names]
group = "keep"
[small_cells]
sensitive = "keep"
[sources]
outlets = "keep"
"""
TOWNS = PROFILE + '[places]\nfinest = "place"\n[dates]\nfinest = "day"\nwith_coarse_place = "month"\n'
WHO = {"who": "ada", "reason": "because"}


def release_of(ledger, places, profile=PROFILE, today=TODAY, **more):
    with ledger.reading() as connection:
        return build(connection, read_profile(profile.encode()), today=today, places=places, **{"secret": b"s" * 32, **more})


def incidents(release):
    return [row for line in release.files["records.jsonl"].decode().splitlines() if (row := json.loads(line))["kind"] == "incident"]


def only_incident(ledger):
    with ledger.reading() as connection:
        return list_records(connection, "incident").rows[0]


def test_the_same_ledger_and_secret_give_the_same_bytes_and_another_secret_other_ids(ledger, places):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    first = release_of(ledger, places)
    assert release_of(ledger, places).files == first.files
    other = release_of(ledger, places, secret=None)
    assert incidents(other)[0]["id"] != incidents(first)[0]["id"]


def test_a_town_of_enough_people_leaves_as_itself_with_its_day(ledger, places):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    (row,) = incidents(release_of(ledger, places, TOWNS))
    assert (row["place"]["name"], row["place"]["lat"], row["time"]["edtf"]) == ("Sirte", 31.20892, "2015-02-15")
    assert row["label"] == "21 Christians killed by Desert Brigade, Sirte, Libya, 15 February 2015"
    assert row["sources"][0]["published"] == "2015-02-16"


def test_a_town_of_too_few_people_becomes_the_middle_of_its_area_and_its_day_a_month(ledger, places):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    (row,) = incidents(release_of(ledger, places, TOWNS.replace('finest = "place"', 'finest = "place"\npopulation_floor = 120_000')))
    assert (row["place"]["lat"], row["place"]["lon"], row["place"]["city"], row["place"]["ucdp_precision"]) == (31.02, 17.11, None, 4)
    assert (row["time"]["edtf"], row["time"]["grain"], row["time"]["ucdp_precision"]) == ("2015-02", "month", 4)
    assert [source["published"] for source in row["sources"]] == [None]


@pytest.mark.parametrize("typed", [{"name": "Umm Zahra"}, {"city": "Umm Zahra"}, {"lat": 28.3, "lon": 17.0}])
def test_a_place_that_a_person_typed_is_taken_for_fine_whatever_its_precision(places, typed):
    country = {"name": "Libya", "country": "LBY", "lat": 28.0, "lon": 17.0, "geonameid": 2215636, "ucdp_precision": 6}
    assert not places.coarsen(country, "place", 0).coarser
    placed = places.coarsen({**country, "geonameid": None, **typed}, "place", 0)
    assert (placed.row["name"], placed.coarser) == ("Libya", True)


def test_an_area_of_too_few_people_becomes_its_country(ledger, places):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    (row,) = incidents(release_of(ledger, places, TOWNS.replace('finest = "place"', 'finest = "place"\npopulation_floor = 200_000')))
    assert (row["place"]["name"], row["place"]["admin1"], row["place"]["ucdp_precision"]) == ("Libya", None, 6)


@pytest.mark.parametrize(("scope", "field", "value"), [("place", "country", None), ("names", "name", "armed rebels")])
def test_a_redaction_holds_in_its_scope(ledger, places, scope, field, value):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    decide(ledger, "redact", only_incident(ledger)["id"], value={"scope": scope}, **WHO)
    (row,) = incidents(release_of(ledger, places, TOWNS))
    assert (row["place"] if scope == "place" else row["perpetrators"][0])[field] == value


@pytest.mark.parametrize("verb", ["seal", "redact"])
@pytest.mark.parametrize("kind", ["incident", "article", "claim"])
def test_what_is_sealed_or_redacted_in_all_stays_inside_with_all_that_stands_on_it(ledger, places, verb, kind):
    if (verb, kind) == ("seal", "claim"):
        pytest.skip("claims are not sealed")
    ingest(ledger, attack("Example Times", "2015-02-16"))
    row = only_incident(ledger)
    subject = {"incident": row["id"], "article": row["sources"][0]["article"], "claim": row["claims"][0]}[kind]
    decide(ledger, verb, subject, value={"scope": "all"} if verb == "redact" else None, **WHO)
    assert incidents(release_of(ledger, places)) == []


def test_rejected_incidents_stay_inside_and_reviews_are_asked_for(ledger, places):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    accepted = PROFILE.replace('["unreviewed", "accepted"]', '["accepted"]')
    assert incidents(release_of(ledger, places, accepted)) == []
    decide(ledger, "accept", only_incident(ledger)["id"], **WHO)
    assert len(incidents(release_of(ledger, places, accepted))) == 1
    decide(ledger, "reject", only_incident(ledger)["id"], **WHO)
    assert incidents(release_of(ledger, places, accepted)) == []


def test_an_embargo_counts_from_the_later_of_happening_and_first_report(ledger, places):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    profile = "embargo_days = 10\n" + PROFILE
    assert incidents(release_of(ledger, places, profile, today=date(2015, 2, 25))) == []
    assert len(incidents(release_of(ledger, places, profile, today=date(2015, 2, 26)))) == 1


def test_an_outlet_that_is_only_a_file_name_is_not_named(ledger, places):
    row = attack("Example Times", "2015-02-16")
    row["article"]["outlet"] = None
    ingest(ledger, row)
    release = release_of(ledger, places)
    assert incidents(release)[0]["sources"][0]["outlet"] == "an outlet"
    assert b"story.txt" not in b"".join(release.files.values())


def test_small_communities_are_merged_or_left_out(ledger, places):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    (row,) = incidents(release_of(ledger, places, PROFILE.replace('"keep"\n[sources]', '"merge"\n[sources]')))
    assert (row["communities"], row["place"]["name"], row["time"]["edtf"], row["victims"][0]["religion"]) == ([], "Libya", "2015", None)
    assert "Christian" not in row["label"]
    assert incidents(release_of(ledger, places, PROFILE.replace('"keep"\n[sources]', '"drop"\n[sources]'))) == []


def test_no_count_below_k_is_printed(ledger, places):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    rows = list(csv.DictReader(io.StringIO(release_of(ledger, places).files["counts.csv"].decode())))
    assert rows
    assert {(row["incidents"], row["suppressed"]) for row in rows} == {("", "yes")}


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 12), min_size=1), st.integers(2, 6))
def test_no_hidden_count_can_be_worked_out_from_the_sum(cells, k):
    printed, safe = suppress(cells, k)
    hidden = {name: number for name, number in cells.items() if printed[name] is None}
    assert all(number >= k for number in printed.values() if number is not None)
    if safe and hidden:
        assert len(hidden) > 1
        assert sum(hidden.values()) >= k
    assert safe or sum(cells.values()) < k or len(hidden) == 1 or sum(hidden.values()) < k


@given(st.lists(st.tuples(st.sampled_from(["2015-01-01", "2015-02-01", "2016-01-01"]), st.sampled_from(["LBY", "NGA"]), st.sampled_from("xyz"),
                          st.sets(st.sampled_from(["A", "B"]))), max_size=30))  # fmt: skip
def test_counts_are_whole_or_hidden_and_never_below_k(rows):
    made = [{"time": {"start": start, "end": start}, "place": {"country": country, "admin1": area}, "communities": sorted(held), "toll": []}
            for start, country, area, held in rows]  # fmt: skip
    counted = count(made, 3)
    every = [number for table in counted.tables.values() for line in table.values() for number in line.values()] + list(counted.totals.values())
    assert all(number is None or number >= 3 for number in every)
    truth = Counter((start[:7], country) for start, country, _, _ in rows)
    assert all(number in {None, truth[line]} for line, number in counted.totals.items())


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 500), st.sampled_from(["day", "week", "month", "year"]))
def test_a_coarse_window_holds_the_exact_one_and_is_the_same_for_all_days_in_it(first, days, grain):
    last = date.fromordinal(first.toordinal() + days)
    told = {"edtf": "x", "start": first.isoformat(), "end": last.isoformat(), "grain": "span", "basis": "explicit", "ucdp_precision": 1}
    wide = coarsen_time(told, grain)
    assert wide["start"] <= told["start"] <= told["end"] <= wide["end"]
    assert coarsen_time({**told, "start": wide["start"], "end": wide["end"]}, grain) == wide


@pytest.mark.parametrize("text", ["Doe was seen", "J. Doe", "JOHN DOE", "john-doe-killed", "https://x.org/John%20Doe", "johndoe.jpg", "Doe's", "Dœ John Dóe", "Jo\u200bhn D\u00f3e"])
def test_a_protected_name_is_found_in_any_dress(text):
    assert Protected(["John Doe"]).found_in(text)


def test_a_like_sounding_spelling_is_found():
    assert Protected(["Mahdi Barghathi"]).found_in("the Bargathi brigade")
    assert not Protected(["Mahdi Barghathi"]).found_in("Gunmen of the Red Dune Front")


def test_a_quotation_leaves_only_with_known_names(ledger, places):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    (row,) = incidents(release_of(ledger, places, TOWNS))
    nobody = Protected(["John Doe"])
    assert quote("Gunmen of the Desert Brigade killed 21 men in Sirte.", row, nobody, 100)
    assert quote("Gunmen of the Desert Brigade killed 21 men in Sirte.", row, nobody, 30) == "Gunmen of the Desert Brigade…"
    for words in ("Gunmen killed men of Umm Zahra.", "Call +218 91 555 01 99 for help.", "The men of doe were killed.", "Yusuf fled."):
        assert quote(words, row, nobody, 100) is None


def test_the_report_says_what_becomes_newly_public(ledger, places, tmp_path):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    publish(ledger, release_of(ledger, places), tmp_path / "one", ["Ada"], who="ada")
    again = release_of(ledger, places, previous=tmp_path / "one", secret=b"t" * 32)
    assert (again.report["newly_public"]["records"], again.report["newly_public"]["names"]) == ({}, {})
    ingest(ledger, attack("Other Post", "2015-03-02", place="Maiduguri", day="2015-03-01"))
    newly = release_of(ledger, places, previous=tmp_path / "one").report["newly_public"]
    assert newly["records"] == {"incident": 1}
    assert newly["names"]["incident.place.name"] == ["Borno"]


def test_a_release_is_signed_written_whole_and_stands_in_the_audit(ledger, places, tmp_path):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    release = release_of(ledger, places)
    with pytest.raises(UsageError, match="--sign"):
        publish(ledger, release, tmp_path / "out", [], who="ada")
    assert not (tmp_path / "out").exists()
    act = publish(ledger, release, tmp_path / "out", ["Ada"], who="ada")
    assert ledger.head()[1] == act
    assert ledger.verify() == []
    assert not list(tmp_path.glob("*.part"))
    assert {str(path.relative_to(tmp_path / "out")) for path in (tmp_path / "out").rglob("*") if path.is_file()} == set(release.files)
    with pytest.raises(UsageError, match="already"):
        publish(ledger, release, tmp_path / "out", ["Ada"], who="ada")


def test_two_different_people_have_to_sign_where_the_profile_says_so(ledger, places, tmp_path):
    release = release_of(ledger, places, "second = true\n" + PROFILE)
    with pytest.raises(UsageError, match="two"):
        publish(ledger, release, tmp_path / "out", ["Ada L.", "ada l."], who="ada")
    publish(ledger, release, tmp_path / "out", ["Ada L.", "Ben"], who="ada")


@pytest.mark.parametrize("text", ["", 'title = "x"', 'title = "x"\naudience = "all"', 'title = "x"\naudience = "public"\n[names]\nkeep = ["a"]\nredact = ["a"]'])
def test_no_release_without_a_sound_profile_and_an_audience(text):
    with pytest.raises(UsageError, match="problem"):
        read_profile(text.encode())


def test_all_problems_of_a_profile_are_told_at_once():
    with pytest.raises(UsageError) as caught:
        read_profile(b'audience = "all"\nfoo = 1\nformats = ["xls"]\n[places]\nfinest = "house"')
    assert all(word in str(caught.value) for word in ("title", "audience", "foo", "formats.0", "places.finest"))


def test_the_command_reports_first_and_publishes_when_signed(ledger, tmp_path):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    profile = tmp_path / "profile.toml"
    profile.write_text(PROFILE, "utf-8")
    address = str(ledger.url.database)
    checked = CliRunner().invoke(app, ["publish", "--profile", str(profile), "--ledger", address, "--check"])
    assert checked.exit_code == 0
    assert "What may still harm" in checked.stdout
    made = CliRunner().invoke(app, ["publish", "--profile", str(profile), "--ledger", address, "--out", str(tmp_path / "r"), "--sign", "Ada", "--author", "ada"])
    assert made.exit_code == 0, made.output
    assert (tmp_path / "r" / "manifest.json").is_file()
    assert str(tmp_path) not in "".join(path.read_text("utf-8", "replace") for path in (tmp_path / "r").rglob("*") if path.is_file())


def test_the_example_profile_is_sound():
    from pathlib import Path

    assert read_profile((Path(__file__).parents[2] / "examples" / "public.toml").read_bytes()).audience == "public"
