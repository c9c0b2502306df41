"""JSON Lines: verbatim texts, each bad line named, the run goes on."""

import hashlib
import io
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.articles.limits import MAX_CHARACTERS, MAX_LINE_BYTES
from tocsin.articles.read import InputOptions, read_articles
from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable

TEXT = "Gunmen held two farmers near Dala on Sunday, police said."


def line(**row):
    return json.dumps({"text": TEXT} | row)


def test_an_article_takes_its_facts_from_the_line(read_one):
    row = line(id="x-17", title="Two held", published="2016-03-06", outlet="Sample", uri="https://s.example/1", language="en", other=[1])
    found = read_one(row + "\n", "a.jsonl")
    assert found == Article("x-17", "sha256:" + hashlib.sha256(row.encode()).hexdigest(), TEXT, "Two held", "https://s.example/1", "Sample", "en",
                            date(2016, 3, 6), "given")


def test_a_line_without_id_is_named_by_file_and_line(read, tmp_path):
    found = read("\n" + line() + "\n", "a.jsonl")
    assert found[0].ref == f"{tmp_path / 'a.jsonl'}:2"


@pytest.mark.parametrize("row", [
    {"text": "  Two men\twere held.\r\n\r\nPolice said so.  \n"}, {"text": "Police 👮 held the “men”.\u2028They ran."}, {"text": "Two men\u0000 were held."},
    {"text": "\ufeffTwo men were held."},
])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_the_text_is_kept_verbatim(read_one, row, ascii_only):
    assert read_one(json.dumps(row, ensure_ascii=ascii_only), "a.jsonl").text == row["text"]


def test_half_a_surrogate_pair_becomes_one_replacement_character_so_offsets_stay(read_one):
    found = read_one(r'{"id": "\udfff", "text": "Two \ud800 men \ud83d\ude00 were held.", "title": "\ud800"}', "a.jsonl")
    assert found.text == "Two \ufffd men 😀 were held."
    assert (found.ref, found.title) == ("\ufffd", "\ufffd")
    json.dumps(found.text).encode("utf-8")


@pytest.mark.parametrize(("bad", "code"), [
    ("{bad", "bad-json"), ("[1, 2]", "bad-json"), ('"text"', "bad-json"), ("null", "bad-json"), ('{"text": "a"} {"text": "b"}', "bad-json"),
    ('{"text": "cut off', "bad-json"), ("{}", "no-text"), ('{"text": null}', "no-text"), ('{"text": 5}', "no-text"), ('{"text": NaN}', "no-text"),
    ('{"text": ["a"]}', "no-text"), ('{"text": ""}', "empty"), ('{"text": " \\n "}', "empty"), ('{"text": "a", "title": 5}', "bad-field"),
    ('{"text": "a", "published": "yesterday"}', "bad-field"), ('{"text": "a", "published": "2017"}', "bad-field"),
    ('{"text": "a", "published": 20170302}', "bad-field"), ('{"text": "a", "n": ' + "9" * 5000 + "}", "bad-json"),
    ("[" * 100_000, "bad-json"), ('{"text": "a", "x": ' + "[" * 100_000 + "]" * 100_000 + "}", "bad-json"),
    (json.dumps({"text": "La policía detuvo a tres hombres en Bogotá el lunes por la noche."}), "language-not-read"),
    (json.dumps({"text": TEXT, "language": "fr"}), "language-not-read"),
    (json.dumps({"text": "held " * (MAX_CHARACTERS // 5 + 1)}), "too-long"),
], ids=lambda value: value[:40])
def test_a_bad_line_is_named_with_its_number_and_the_run_goes_on(read, bad, code):
    before, found, after = read("\n".join([line(id="a"), bad, line(id="b")]), "a.jsonl", format="jsonl")
    assert (before.ref, after.ref) == ("a", "b")
    assert isinstance(found, Unreadable)
    assert (found.code, found.line) == (code, 2)
    assert found.message.endswith((".", "…"))
    assert len(found.message) < 300


def test_bytes_that_are_not_utf_8_are_named_by_place(read):
    good, bad = read(line(id="a").encode() + b'\n{"text": "caf\xe9"}\n', "a.jsonl")
    assert good.ref == "a"
    assert (bad.code, bad.line) == ("bad-encoding", 2)


def test_a_bad_line_that_has_an_id_is_named_by_it(read_one):
    assert read_one('{"id": "x-9", "text": 5}', "a.jsonl").ref == "x-9"


def test_marks_line_ends_and_blank_lines_around_the_rows_do_not_count(read):
    raw = b"\xef\xbb\xbf" + "\r\n".join([line(id="a"), "", "   ", line(id="b")]).encode()
    assert [(item.ref, item.text) for item in read(raw, "a.jsonl")] == [("a", TEXT), ("b", TEXT)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])
def test_utf_16_as_some_windows_programs_write_it_is_read(read, encoding):
    raw = (b"" if encoding == "utf-16" else b"\xff\xfe") + "\r\n".join([line(id="ä"), line(id="b")]).encode(encoding)
    assert [item.ref for item in read(raw, "a.jsonl")] == ["ä", "b"]


def test_a_long_run_of_blank_lines_hides_no_row(read):
    assert [item.ref for item in read("\n" * 100_000 + line(id="a"), "a.jsonl")] == ["a"]
    assert [item.code for item in read("\n" * 100_000, "a.jsonl")] == ["empty"]


def test_rows_with_the_same_id_are_all_read(read):
    assert [item.ref for item in read(f"{line(id='a')}\n{line(id='a', title='Other')}\n", "a.jsonl")] == ["a", "a"]


@pytest.mark.parametrize(("value", "ref"), [(17, "17"), (10**60, str(10**60)), (" a ", "a")])
def test_an_id_may_be_a_number(read_one, value, ref):
    assert read_one(line(id=value), "a.jsonl").ref == ref


@pytest.mark.parametrize("value", [None, "", "  ", True, 1.5, float("nan"), [1], {"a": 1}])
def test_what_is_no_id_leaves_the_line_number(read_one, value):
    assert read_one(line(id=value), "a.jsonl").ref.endswith("a.jsonl:1")


def test_a_full_timestamp_gives_its_day_as_its_own_place_counts(read_one):
    assert read_one(line(published="2016-03-06T23:59:59-05:00"), "a.jsonl").published == date(2016, 3, 6)


def test_options_fill_what_a_line_does_not_say_and_leave_the_rest(read):
    rows = f"{line(id='a', outlet='Own', published='2016-03-06')}\n{line(id='b')}\n"
    first, second = read(rows, "a.jsonl", outlet="Given", published=date(2017, 1, 1), uri="u:1", title="T")
    assert (first.outlet, first.published, first.uri, first.title) == ("Own", date(2016, 3, 6), "u:1", "T")
    assert (second.outlet, second.published, second.published_basis) == ("Given", date(2017, 1, 1), "given")


def test_a_dateline_gives_the_day_that_the_line_leaves_open(read_one):
    found = read_one(line(text="LUSAKA, Zambia (March 3, 2016) – Two men were held, police said.", published=None), "a.jsonl")
    assert (found.published, found.published_basis) == (date(2016, 3, 3), "dateline")
    assert found.title is None


def test_stated_english_is_trusted_even_where_the_words_look_otherwise(read_one):
    assert isinstance(read_one(line(text="La policía detuvo a tres hombres en Bogotá el lunes.", language="en-GB"), "a.jsonl"), Article)


def test_a_title_alone_is_an_article(read_one):
    assert read_one('{"text": "", "title": "Two farmers held near Dala"}', "a.jsonl").title == "Two farmers held near Dala"


def test_json_that_is_not_lines_is_refused_once_and_says_how_to_convert(read_one):
    pretty = json.dumps([{"text": TEXT}] * 50, indent=1)
    found = read_one(pretty, "a.json")
    assert found.code == "not-json-lines"
    assert "jq" in found.message


def test_a_line_over_the_limit_is_passed_over_in_little_memory(read):
    import tracemalloc

    huge = b'{"text": "' + b"a" * (3 * MAX_LINE_BYTES) + b'"}'
    raw = line(id="a").encode() + b"\n" + huge + b"\n" + line(id="b").encode() + b"\n"
    tracemalloc.start()
    first, long, last = read(raw, "a.jsonl")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (first.ref, long.code, long.line, last.ref) == ("a", "too-large", 2, "b")
    assert peak < 3.5 * MAX_LINE_BYTES


def test_many_rows_are_read_in_constant_memory_one_by_one(tmp_path):
    import tracemalloc

    path = tmp_path / "many.jsonl"
    with path.open("w") as out:
        for i in range(20_000):
            out.write(line(id=str(i), published="2016-03-06", language="en") + "\n")
    tracemalloc.start()
    count = sum(1 for _ in read_articles([str(path)], InputOptions()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 1_500_000


def test_a_slow_pipe_gives_its_first_article_before_its_last_line_is_written(monkeypatch):
    class Pipe(io.RawIOBase):
        def __init__(self):
            self.lines = [line(id=str(i)).encode() + b"\n" for i in range(3)]
            self.given = 0

        def readable(self):
            return True

        def readinto(self, buffer):
            if self.given == len(self.lines):
                return 0
            chunk = self.lines[self.given]
            self.given += 1
            buffer[: len(chunk)] = chunk
            return len(chunk)

    pipe = Pipe()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BufferedReader(pipe)))
    items = read_articles(["-"], InputOptions())
    assert next(items).ref == "0"
    assert pipe.given < 3
    assert [item.ref for item in items] == ["1", "2"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1).filter(str.strip))
def test_any_text_comes_back_verbatim(read_one, text):
    assert read_one(json.dumps({"text": text, "language": "en"}), "a.jsonl").text == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=200))
def test_any_bytes_give_articles_or_reasons(read, raw):
    for item in read(raw, "a.jsonl", format="jsonl"):
        assert isinstance(item, Article | Unreadable)
