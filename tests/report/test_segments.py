"""Overlapping marks are cut into pieces that give back the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tocsin.report.segments import Mark, cut_segments

SPANS = st.tuples(st.integers(-5, 60), st.integers(-5, 60))


@given(st.text(max_size=50), st.lists(st.builds(Mark, SPANS, st.sampled_from(["actor", "place", "toll"]), st.just(("c1",)))))
def test_segments_give_back_the_text(text: str, marks: list[Mark]) -> None:
    assert "".join(segment.text for segment in cut_segments(text, marks)) == text


def test_an_overlap_carries_both_kinds() -> None:
    segments = cut_segments("abcdef", [Mark((0, 4), "actor", ("c1",)), Mark((2, 6), "toll", ("c2",))])
    assert [(s.text, s.kinds, s.keys) for s in segments] == [
        ("ab", ("actor",), ("c1",)),
        ("cd", ("actor", "toll"), ("c1", "c2")),
        ("ef", ("toll",), ("c2",)),
    ]


def test_equal_marks_do_not_close_each_other() -> None:
    segments = cut_segments("abc", [Mark((0, 3), "actor"), Mark((0, 3), "actor"), Mark((0, 1), "actor")])
    assert [s.kinds for s in segments] == [("actor",), ("actor",)]
