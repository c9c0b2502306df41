"""The compiled form: kept in the user's cache, compiled anew when it is broken or cannot be written, quick to load."""

from __future__ import annotations

import json

from tocsin.actorbase.read import data_folder
from tocsin.actorbase.store import content_key, load_index
from tocsin.cache import cache_folder


def test_the_cache_is_where_the_environment_says(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.delenv("TOCSIN_CACHE", raising=False)
    assert cache_folder() == tmp_path / "xdg" / "tocsin"
    monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path / "own"))
    assert cache_folder() == tmp_path / "own"


def test_a_second_load_reads_what_the_first_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path))
    first = load_index()
    files = list(tmp_path.iterdir())
    assert [file.name for file in files] == [f"actorbase-{content_key(data_folder())}.json"]
    assert json.loads(files[0].read_text(encoding="utf-8")) == first
    assert load_index() == first


def test_a_broken_cache_file_is_replaced(monkeypatch, tmp_path):
    monkeypatch.setenv("TOCSIN_CACHE", str(tmp_path))
    path = tmp_path / f"actorbase-{content_key(data_folder())}.json"
    path.write_text('{"actors": [', encoding="utf-8")
    assert load_index()["actors"]
    assert json.loads(path.read_text(encoding="utf-8"))["actors"]


def test_a_cache_that_cannot_be_written_only_costs_time(monkeypatch, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("TOCSIN_CACHE", str(blocked / "below"))
    assert load_index()["actors"]
