"""What goes into the ledger stays as it was, is found again, and hangs together."""

from __future__ import annotations

import pytest
from handmade import HOW, attack, incoming, ingest, reading
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tocsin.asking.lists import list_articles, list_claims, list_records
from tocsin.errors import LedgerDamagedError, LedgerMissingError, UsageError
from tocsin.ledger.address import ledger_address
from tocsin.ledger.articles import article_bytes, article_text
from tocsin.ledger.audit import head
from tocsin.ledger.readings import stored_reading
from tocsin.ledger.store import Ledger


def incidents(ledger):
    with ledger.reading() as connection:
        return list_records(connection, "incident").rows


def test_an_article_comes_back_byte_for_byte(ledger):
    raw = b"\xff\xfeG\x00u\x00n\x00"
    row = reading("Gun", [], raw=raw)
    ledger.ingest([incoming(row, raw)], "ada")
    with ledger.reading() as connection:
        assert article_bytes(connection, row["article"]["id"]) == raw
        assert article_text(connection, row["article"]["id"]) == "Gun"


def test_bytes_that_are_not_those_of_the_id_are_refused_and_nothing_is_kept(ledger):
    row = attack("Example Times", "2015-02-16")
    with pytest.raises(LedgerDamagedError):
        ledger.ingest([incoming(attack("Other Post", "2015-02-16")), incoming(row, b"other bytes")], "ada")
    assert ledger.head()[0] == 0
    assert incidents(ledger) == []


def test_a_text_with_nul_and_every_plane_of_unicode_survives(ledger):
    words = "Gunmen\x00 of the 沙漠 Brigade 🔫 killed 3 men."
    row = reading(words, [], title="T\x00itle")
    ledger.ingest([incoming(row)], "ada")
    with ledger.reading() as connection:
        assert article_text(connection, row["article"]["id"]) == words


def test_a_reading_comes_back_as_it_was_printed(ledger):
    row = attack("Example Times", "2015-02-16")
    ledger.ingest([incoming(row)], "ada")
    with ledger.reading() as connection:
        (reading_id,) = connection.execute(text("SELECT id FROM reading")).scalars()
        assert stored_reading(connection, reading_id) == row


def test_the_same_bytes_twice_are_one_article_that_was_collected_twice(ledger):
    row = attack("Example Times", "2015-02-16")
    first, second = ledger.ingest([incoming(row)], "ada")[0], ledger.ingest([incoming(row)], "ada")[0]
    assert (first.outcome, second.outcome) == ("new", "known")
    with ledger.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM article")).scalar() == 1
        assert connection.execute(text("SELECT count(*) FROM collection")).scalar() == 2
    assert [row["n_articles"] for row in incidents(ledger)] == [1]


def test_two_outlets_make_one_incident_with_two_sources(ledger):
    ingest(ledger, attack("Example Times", "2015-02-16"), attack("Other Post", "2015-02-17", extra="The families wait for word."))
    (row,) = incidents(ledger)
    assert (row["n_articles"], row["n_sources"]) == (2, 2)
    assert row["toll"][0]["best"] == 21


def test_a_changed_page_is_a_new_version_and_the_old_one_counts_no_more(ledger):
    page = {"uri": "https://www.example.org/attack/"}
    ingest(ledger, attack("Example Times", "2015-02-16", killed=20, **page), attack("Example Times", "2015-02-16", uri="http://example.org/attack"))
    (row,) = incidents(ledger)
    assert (row["n_articles"], row["toll"][0]["best"], row["toll"][0]["low"]) == (1, 21, 21)
    with ledger.reading() as connection:
        assert list_articles(connection).total == 2


def test_a_newer_engine_adds_and_supersedes_but_never_rewrites(ledger):
    old = attack("Example Times", "2015-02-16")
    new = attack("Example Times", "2015-02-16")
    new["engine"] = {**new["engine"], "version": "0.0.2"}
    new["claims"][0]["mode"] = "firearms"
    new["incidents"][0]["mode"] = "firearms"
    before, after = ledger.ingest([incoming(old)], "ada")[0], ledger.ingest([incoming(new)], "ada")[0]
    assert after.outcome == "read-again"
    assert before.article_id == after.article_id
    assert [row["mode"] for row in incidents(ledger)] == ["firearms"]
    with ledger.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM claim")).scalar() == 2
        assert list_claims(connection).total == 1


def test_every_claim_has_a_source_even_when_the_article_names_none(ledger):
    row = attack("x", "2015-02-16")
    row["article"]["outlet"] = None
    ledger.ingest([incoming(row)], "ada")
    with ledger.reading() as connection:
        assert connection.execute(text("SELECT source FROM claim")).scalars().all() == ["story.txt"]


def test_the_database_refuses_a_claim_without_a_source(ledger):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    row = "SELECT 'c0', key, article_id, kind, type, factuality, {}, body, act FROM claim"
    for nothing in ("''", "NULL"):
        with pytest.raises(DBAPIError), ledger.sql.begin() as connection:
            connection.execute(text(f"INSERT INTO claim (id, key, article_id, kind, type, factuality, source, body, act) {row.format(nothing)}"))


@pytest.mark.parametrize("table", ["article", "collection", "reading", "claim", "reading_claim", "audit", "decision"])
def test_kept_rows_can_be_neither_changed_nor_removed(ledger, table):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    ledger.decide("note", ("ledger", "x"), who="ada", reason="test")
    column = {"audit": "who", "decision": "reason"}.get(table, "act")
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(DBAPIError, match="never changed"), ledger.sql.begin() as connection:
            connection.execute(text(statement))


def test_how_an_article_was_collected_is_kept(ledger):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    with ledger.reading() as connection:
        row = connection.execute(text("SELECT * FROM collection")).mappings().one()
    assert (row["collector"], row["host"], row["source"], row["method"], row["tool"]) == (HOW.collector, HOW.host, HOW.source, HOW.method, HOW.tool)
    assert row["collected_at"].startswith("2026-03-01T09:")


def test_acts_stand_in_order_even_when_the_clock_runs_back(ledger, clock):
    ingest(ledger, attack("Example Times", "2015-02-16"))
    clock.set("2020-01-01")
    ingest(ledger, attack("Other Post", "2015-02-17"))
    with ledger.reading() as connection:
        first, second = connection.execute(text("SELECT at FROM audit ORDER BY seq")).scalars().all()
        assert second >= first
        assert head(connection)[0] == 2


def test_a_ledger_is_found_by_option_then_environment_then_data_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.delenv("TOCSIN_LEDGER", raising=False)
    assert ledger_address().database == str(tmp_path / "tocsin" / "ledger.sqlite")
    monkeypatch.setenv("TOCSIN_LEDGER", "postgresql://desk@localhost/news")
    assert ledger_address().get_backend_name() == "postgresql"
    assert ledger_address("here.ledger").database == "here.ledger"


@pytest.mark.parametrize("address", ["mysql://x/y", "ledger://desk", "sqlite://"])
def test_an_address_of_something_else_is_refused(address):
    with pytest.raises(UsageError):
        ledger_address(address)


def test_a_missing_ledger_is_named_with_the_command_that_makes_one(tmp_path):
    with pytest.raises(LedgerMissingError, match="tocsin ingest"):
        Ledger.open(str(tmp_path / "none.ledger"))


def test_another_kind_of_file_is_not_taken_for_a_ledger(tmp_path):
    other = tmp_path / "notes.txt"
    other.write_text("these are my notes, and no database at all " * 50)
    with pytest.raises(LedgerMissingError):
        Ledger.open(str(other))
    with pytest.raises(LedgerMissingError):
        Ledger.open(str(other), create=True)
    assert other.read_text().startswith("these are my notes")


def test_a_new_ledger_is_for_its_owner_only(tmp_path):
    file = tmp_path / "desk" / "news.ledger"
    Ledger.open(str(file), create=True).close()
    assert file.stat().st_mode & 0o077 == 0


def test_sqlite_is_durable(sqlite_ledger):
    with sqlite_ledger.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
