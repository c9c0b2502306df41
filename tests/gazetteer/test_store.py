"""The compiled index in the cache: built once, by many at once, and again when it is damaged."""

import os
import sqlite3
import subprocess
import sys
import textwrap

import pytest

from tocsin.gazetteer import store
from tocsin.gazetteer.compile import Entry, create_tables, insert


def tiny_index(connection, progress=None):
    create_tables(connection)
    insert(connection, [Entry(1, "Paris", 48.9, 2.3, "FRA", None, None, "PPLC", 2_000_000)])
    if progress:
        progress("Compiling", 1.0)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path))
    monkeypatch.setattr(store, "compile_index", tiny_index)
    return tmp_path


def test_the_index_is_built_once_and_says_how_far_it_is(cache):
    heard = []
    first = store.ready_index(lambda message, share: heard.append((message, share)))
    again = store.ready_index(lambda message, share: heard.append((message, share)))
    assert first == again
    assert first.parent == cache
    assert heard == [("Compiling", 1.0)]


@pytest.mark.parametrize("damage", [lambda data: data[: len(data) // 2], lambda data: b"no database" * 100, lambda _: b""],
                         ids=["cut in half", "overwritten", "emptied"])
def test_a_damaged_index_is_built_again(cache, damage):
    path = store.ready_index()
    path.write_bytes(damage(path.read_bytes()))
    assert store.ready_index() == path
    assert store.open_read_only(path).execute("SELECT name FROM place").fetchall() == [("Paris",)]


def test_indexes_of_other_data_are_removed_after_a_build(cache):
    old = cache / "places-0123.sqlite"
    old.write_bytes(b"old")
    store.ready_index()
    assert not old.exists()


def test_an_index_cannot_be_written_through(cache):
    with pytest.raises(sqlite3.OperationalError):
        store.open_read_only(store.ready_index()).execute("DELETE FROM place")


def test_a_failed_build_leaves_nothing_behind(cache, monkeypatch):
    def fail(connection, progress=None):
        raise ZeroDivisionError

    monkeypatch.setattr(store, "compile_index", fail)
    with pytest.raises(ZeroDivisionError):
        store.ready_index()
    assert {path.name for path in cache.iterdir()} == {"places.lock"}


def test_the_cache_folder_follows_the_environment(tmp_path, monkeypatch):
    monkeypatch.delenv("TOCSIN_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert store.cache_folder() == tmp_path / "tocsin"


BUILDER = textwrap.dedent("""
    import sys, time
    from tocsin.gazetteer import store
    from tocsin.gazetteer.compile import Entry, create_tables, insert
    def slow(connection, progress=None):
        create_tables(connection)
        print("built", flush=True)
        time.sleep(0.8)
        insert(connection, [Entry(1, "Paris", 48.9, 2.3, "FRA", None, None, "PPLC", 2000000)])
    store.compile_index = slow
    path = store.ready_index()
    print(store.open_read_only(path).execute("SELECT name FROM place").fetchall())
""")


def test_two_processes_at_once_build_one_index(tmp_path):
    env = {**os.environ, "TOCSIN_CACHE": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    running = [subprocess.Popen([sys.executable, "-c", BUILDER], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    outputs = [process.communicate(timeout=60) for process in running]
    assert all("[('Paris',)]" in out for out, _ in outputs), outputs
    if sys.platform != "win32":
        assert sum(out.count("built") for out, _ in outputs) == 1
    assert len(list(tmp_path.glob("places-*.sqlite"))) == 1
    assert not list(tmp_path.glob("*.tmp"))
