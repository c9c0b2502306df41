import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.counting.numbers import parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,200", 1200),
        ("2.5 million", 2_500_000),
        ("forty-two", 42),
        ("one hundred and six", 106),
        ("half a million", 500_000),
        ("a dozen", 12),
        ("two dozen", 24),
        ("30k", 30_000),
        ("2.5m", 2_500_000),
        ("three lakh", 300_000),
        ("12,00,000", 1_200_000),
        ("1 million two hundred thousand and five", 1_200_005),
    ],
)
def test_numbers_in_words_and_digits_are_read(text, value):
    assert parse_number(text.split()) == value


@pytest.mark.parametrize("text", ["", "a", "half", "30 40", "one twenty", "banana", "dozens", "1.5", "two hundred and three hundred"])
def test_what_is_no_whole_number_is_none(text):
    assert parse_number(text.split()) is None


@given(st.integers(min_value=0, max_value=10**12))
def test_any_integer_in_digits_reads_back(value):
    assert parse_number([str(value)]) == value
    assert parse_number([f"{value:,}"]) == value


@given(st.lists(st.text(max_size=8), max_size=6))
def test_any_words_are_survived(words):
    parse_number(words)
