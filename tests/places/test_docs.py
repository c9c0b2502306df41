"""The page on places lists every feature with its weight in force."""

from pathlib import Path

import pytest

from tocsin.places import evidence, features

PAGE = (Path(__file__).parents[2] / "docs/how-it-decides/places.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("row", [*evidence.FEATURES, *features.STATIC, *features.DYNAMIC], ids=lambda row: row.func.__name__)
def test_the_page_holds_the_feature_with_its_weight(row):
    assert f"| {row.weight:+.1f} | {row.func.__doc__.strip().splitlines()[0].replace('|', '/')} |" in PAGE


def test_the_page_holds_the_starting_odds():
    assert f"starts at {evidence.BIAS}" in PAGE
