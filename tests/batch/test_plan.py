"""The plan is the same for the same inputs, and covers each article once."""

import json

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.articles.options import InputOptions
from tocsin.batch.plan import make_plan
from tocsin.batch.source import articles_of
from tocsin.errors import UsageError


def texts(plan):
    return [item.text for shard in plan.shards for item in articles_of(shard, InputOptions())]


@settings(max_examples=40, deadline=None)
@given(lines=st.lists(st.one_of(st.just(""), st.text(st.characters(min_codepoint=97, max_codepoint=122), min_size=1, max_size=30)), max_size=30),
       most=st.integers(1, 7), last=st.booleans())  # fmt: skip
def test_every_line_is_read_once_whatever_the_cut(tmp_path_factory, lines, most, last):
    file = tmp_path_factory.mktemp("cut") / "news.jsonl"
    rows = [json.dumps({"text": f"Police said: {line}."}) if line else "" for line in lines]
    file.write_bytes(("\n".join(rows) + ("\n" if last else "")).encode())
    plan = make_plan([str(file)], articles_a_shard=most)
    assert texts(plan) == [f"Police said: {line}." for line in lines if line]


def test_a_line_keeps_its_number_in_the_file(tmp_path):
    file = tmp_path / "news.jsonl"
    file.write_text('{"text": "Police said so."}\n\n{"text": 3}\n{"text": "Police said so."}\nnot json\n')
    found = [item for shard in make_plan([str(file)], articles_a_shard=2).shards for item in articles_of(shard, InputOptions())]
    assert [(type(item).__name__, getattr(item, "line", None)) for item in found] == [
        ("Article", None), ("Unreadable", 3), ("Article", None), ("Unreadable", 5)]  # fmt: skip


def test_rows_of_parquet_are_articles(tmp_path):
    pq.write_table(pa.table({"id": ["a", "b", "c"], "text": ["Police said one.", "Police said two.", None], "published": ["2017-03-02", None, None],
                             "other": [1, 2, 3]}), tmp_path / "news.parquet")  # fmt: skip
    found = [item for shard in make_plan([str(tmp_path)], articles_a_shard=2).shards for item in articles_of(shard, InputOptions())]
    assert [(item.ref, getattr(item, "published", None) and item.published.isoformat()) for item in found[:2]] == [("a", "2017-03-02"), ("b", None)]
    assert found[2].code


def test_a_parquet_file_without_text_and_one_that_is_none_are_named(tmp_path):
    pq.write_table(pa.table({"words": ["x"]}), tmp_path / "a.parquet")
    (found,) = (item for shard in make_plan([str(tmp_path / "a.parquet")]).shards for item in articles_of(shard, InputOptions()))
    assert "text" in found.message


def test_inputs_are_taken_in_the_order_of_their_names(tmp_path):
    for name in ("b.txt", "a.txt", "c.txt"):
        (tmp_path / name).write_text(f"Police told of {name}.")
    one = make_plan([str(tmp_path)])
    two = make_plan([str(tmp_path / "c.txt"), str(tmp_path / "*.txt")])
    assert one.fingerprint({}) == two.fingerprint({})
    assert texts(one)[0] == "Police told of a.txt."


def test_nothing_to_read_is_said(tmp_path):
    with pytest.raises(UsageError, match="There is no file"):
        make_plan([str(tmp_path)])
    with pytest.raises(UsageError, match="no file fits"):
        make_plan([str(tmp_path / "*.html")])
