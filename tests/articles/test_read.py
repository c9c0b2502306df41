"""Files of every kind in, articles out; what cannot be read is named and the run goes on."""

import gzip
import hashlib
import io
import os
import socket
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.articles.limits import MAX_CHARACTERS
from tocsin.articles.read import InputOptions, read_articles
from tocsin.errors import UsageError
from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable

STORY = "Gunmen held two farmers near Dala on Sunday, police said.\r\n\r\nNo group has claimed it.  \n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(200)
ELF = b"\x7fELF\x02\x01\x01" + bytes(200)


def test_plain_text_is_kept_verbatim_and_known_by_its_hash(read_one, tmp_path):
    found = read_one(STORY)
    assert found.text == STORY
    assert found.id == "sha256:" + hashlib.sha256(STORY.encode()).hexdigest()
    assert found.ref == str(tmp_path / "story.txt")
    assert (found.title, found.outlet, found.uri, found.language, found.published) == (None, None, None, "en", None)


def test_a_headline_in_a_text_file_stays_in_the_text_and_is_not_told_twice(read_one):
    found = read_one("Two farmers held near Dala\n\n" + STORY)
    assert found.title is None
    assert found.text.startswith("Two farmers held near Dala\n")


def test_options_say_what_a_text_file_cannot(read_one):
    found = read_one(STORY, published=date(2016, 3, 6), outlet="Sample", title="Two held", uri="https://s.example/1")
    assert (found.published, found.published_basis, found.outlet, found.title, found.uri) == (
        date(2016, 3, 6), "given", "Sample", "Two held", "https://s.example/1")


def test_a_given_day_goes_before_the_dateline(read_one):
    assert read_one("LUSAKA (March 3, 2015) – Two men were held.", published=date(2016, 3, 6)).published == date(2016, 3, 6)


def test_files_are_read_in_the_order_given_and_bad_ones_keep_their_place(tmp_path):
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.png").write_bytes(PNG)
    paths = [str(tmp_path / name) for name in ("a.txt", "none.txt", "b.png", "a.txt")]
    found = list(read_articles(paths, InputOptions()))
    assert [item.ref for item in found] == paths
    assert [getattr(item, "code", None) for item in found] == [None, "not-found", "format-not-read", None]


def test_standard_input_is_read_by_its_content(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b'{"id": "x", "text": "Two men were held."}\n')))
    assert [item.ref for item in read_articles(["-"], InputOptions())] == ["x"]


def test_an_unknown_format_is_the_callers_mistake_and_found_at_once():
    with pytest.raises(UsageError, match="jsonl"):
        read_articles(["a.txt"], InputOptions(format="docx"))


def test_a_language_that_is_not_english_is_named(read_one):
    found = read_one("La policía detuvo a tres hombres en Bogotá el lunes por la noche.")
    assert found.code == "language-not-read"
    assert "(es)" in found.message


def test_a_stated_language_overrules_the_detector(read_one):
    assert isinstance(read_one("La policía detuvo a tres hombres en Bogotá el lunes.", language="en"), Article)
    assert read_one(STORY, language="fr").code == "language-not-read"


# What cannot be opened


@pytest.mark.parametrize(("raw", "name", "code"), [
    (b"", "a.txt", "empty"), (b" \r\n\t", "a.txt", "empty"), (b"", "a.jsonl", "empty"), (b"", "a.pdf", "empty"), (gzip.compress(b"", mtime=0), "a.txt.gz", "empty"),
    (PNG, "a.txt", "format-not-read"), (ELF, "a", "format-not-read"), (b"PK\x03\x04" + bytes(50), "a.docx", "format-not-read"),
    (b"{\\rtf1\\ansi Two men}", "a.txt", "format-not-read"), (b"date,text\n1,Two men", "a.csv", "format-not-read"),
    (b'<?xml version="1.0"?><nitf><body>Two men were held.</body></nitf>', "a.xml", "format-not-read"),
    (bytes(range(256)) * 4, "a.txt", "binary-file"), (b"\0" * 500, "a.txt", "binary-file"),
])
def test_a_file_that_is_no_article_is_refused_by_name(read_one, raw, name, code):
    found = read_one(raw, name)
    assert isinstance(found, Unreadable)
    assert found.code == code
    assert found.message.endswith(".")


def test_a_directory_a_missing_file_and_impossible_names_are_refused(tmp_path):
    names = [str(tmp_path), str(tmp_path / "none.txt"), str(tmp_path / ("n" * 5000)), "bad\0name", ""]
    codes = [item.code for item in read_articles(names, InputOptions())]
    assert codes == ["is-directory", "not-found", "io-error", "io-error", "is-directory"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(STORY)
    path.chmod(0)
    assert next(read_articles([str(path)], InputOptions())).code == "no-permission"


def test_a_denied_open_is_reported_as_such(monkeypatch, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(STORY)

    def deny(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", deny)
    assert next(read_articles([str(path)], InputOptions())).code == "no-permission"


@pytest.mark.skipif(sys.platform == "win32", reason="no sockets in the file system")
def test_a_socket_is_refused_and_does_not_hang():
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        server.bind(f"{folder}/s")
        assert next(read_articles([f"{folder}/s"], InputOptions())).code == "not-a-file"


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
def test_a_file_name_in_an_old_encoding_is_read_and_shown_whole(tmp_path):
    name = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    try:
        Path(name).write_text(STORY)
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    found = next(read_articles([name], InputOptions()))
    assert found.text == STORY
    found.ref.encode("utf-8")


# Size and shape


def test_a_text_of_fifty_megabytes_is_refused_quickly(read_one):
    found = read_one(b"Two men were held. " * (50 * 2**20 // 19))
    assert found.code == "too-large"


def test_a_text_over_the_limit_of_characters_is_refused_not_cut(read_one):
    found = read_one("Two men were held. " * (MAX_CHARACTERS // 19 + 1))
    assert found.code == "too-long"
    assert "Split" in found.message


def test_a_single_line_of_ten_megabytes_is_refused_quickly(read_one):
    assert read_one(b"a" * 10 * 2**20).code == "too-long"


def test_a_text_at_the_limit_is_read(read_one):
    text = ("Two men were held by the police. " * (MAX_CHARACTERS // 33 + 1))[:MAX_CHARACTERS]
    assert len(read_one(text).text) == MAX_CHARACTERS


# gzip


def test_a_packed_file_is_read_as_what_is_in_it(read_one):
    assert read_one(gzip.compress(STORY.encode()), "a.txt.gz").text == STORY
    assert read_one(gzip.compress(b'{"id": "x", "text": "Two men were held."}', mtime=0), "a.jsonl.gz").ref == "x"


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.xml.gz", "a.html.gz"])
def test_a_zip_bomb_is_refused_in_little_memory(read, name):
    import tracemalloc

    start = {"a.xml.gz": b"<rss><channel>", "a.html.gz": b"<html><body>", "a.jsonl.gz": b'{"text": "'}.get(name, b"")
    raw = gzip.compress(start + b"a" * 200_000_000, mtime=0)
    tracemalloc.start()
    found = read(raw, name)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert {item.code for item in found} <= {"zip-bomb", "too-large"}
    assert found[-1].code == "zip-bomb"
    assert peak < 80_000_000


def test_a_packed_file_that_is_cut_off_gives_its_whole_lines_and_says_so(read):
    rows = b"".join(b'{"id": "%d", "text": "Two men were held near %s."}\n' % (i, os.urandom(40).hex().encode()) for i in range(2000))
    raw = gzip.compress(rows, mtime=0)
    found = read(raw[: len(raw) // 2], "a.jsonl.gz")
    assert [item.ref for item in found if isinstance(item, Article)][:3] == ["0", "1", "2"]
    assert sum(isinstance(item, Article) for item in found) > 500
    assert found[-1].code == "truncated"


def test_a_packed_text_that_is_cut_off_is_not_passed_off_as_whole(read_one):
    raw = gzip.compress(os.urandom(3000).hex().encode())
    assert read_one(raw[: len(raw) // 2], "a.txt.gz").code == "truncated"
    assert read_one(raw[:15], "a.txt.gz").code == "truncated"


def test_a_damaged_packed_file_is_refused(read_one):
    raw = bytearray(gzip.compress(os.urandom(3000).hex().encode()))
    raw[len(raw) // 2] ^= 0xFF
    assert read_one(bytes(raw), "a.txt.gz").code in {"broken-gzip", "truncated"}


# The whole


def test_importing_the_reader_loads_no_parser():
    script = (
        "import sys, tocsin.articles.read\n"
        "heavy = {'trafilatura', 'htmldate', 'lxml', 'feedparser', 'pypdf', 'warcio', 'charset_normalizer', 'py3langid', 'numpy', 'yaml', 'spacy'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_reading_opens_no_connection(read, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    page = (
        '<html><head><link rel="stylesheet" href="http://s.example/a.css"><script src="http://s.example/a.js"></script></head>'
        '<body><p>Two men were held, police said.</p><img src="http://s.example/a.png"><iframe src="http://s.example/"></iframe></body></html>'
    )
    read(page, "a.html")
    read(f'<?xml version="1.0"?><!DOCTYPE rss SYSTEM "http://s.example/rss.dtd"><rss><channel><item><title>http://s.example/</title>'
         f"<description><![CDATA[{page}]]></description></item></channel></rss>", "a.xml")
    read("http://s.example/feed.rss", "a.rss", format="feed")


@pytest.mark.parametrize("name", ["a", "a.md", "a.html", "a.pdf", "a.xml", "a.jsonl", "a.warc", "a.txt.gz"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(raw=st.one_of(st.binary(max_size=300), st.builds(
    b"".join,
    st.lists(st.sampled_from([b"%PDF-1.7\n", b"WARC/1.0\r\n", b"<html>", b"<rss>", b"<feed>", b"</rss>", b"<item>", b"---\n", b"title: [", b"\x1f\x8b\x08\0", b"\xff\xfe",
                              b'{"text": "', b'"}', b"\n", b"Two men were held. ", b"\0", b"<!DOCTYPE html>", b"<!ENTITY a '", b"<p>", b"&a;"]), max_size=12))))
def test_any_bytes_under_any_name_give_articles_or_reasons(read, raw, name):
    found = read(raw, name)
    assert found
    assert all(isinstance(item, Article | Unreadable) for item in found)
    assert {item.code for item in found if isinstance(item, Unreadable)} <= KNOWN_CODES


KNOWN_CODES = {
    "empty", "not-found", "is-directory", "no-permission", "not-a-file", "io-error", "format-not-read", "not-json-lines", "binary-file", "unknown-encoding",
    "bad-encoding", "bad-json", "no-text", "bad-field", "language-not-read", "too-large", "too-long", "too-complex", "too-slow", "truncated", "broken-gzip",
    "zip-bomb", "entity-bomb", "encrypted", "broken-pdf", "broken",
}


def test_each_code_is_explained_on_the_page_and_no_other_is_used():
    root = Path(__file__).parents[2]
    page = (root / "docs/how-it-decides/articles.md").read_text(encoding="utf-8")
    assert [code for code in sorted(KNOWN_CODES) if f"`{code}`" not in page] == []
