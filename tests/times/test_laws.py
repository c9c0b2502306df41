"""What holds for any text: windows are in order, spans cut the text, values are EDTF, nothing is raised."""

from __future__ import annotations

from datetime import date, timedelta

import edtf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.model.text import Article, Token, make_sentence
from tocsin.times.find import find_times
from tocsin.times.holidays import holiday_period
from tocsin.times.periods import (
    NO_YEAR,
    century_period,
    day_period,
    decade_period,
    length_value,
    month_period,
    quarter_period,
    season_period,
    shifted_day,
    unit_period,
    week_period,
    weekend_period,
)
from tocsin.times.vocabulary import vocabulary

WORDS = [
    *sorted({word for word in vocabulary().classes if word.isascii()} | set(vocabulary().numbers) | set(vocabulary().ordinals)),
    "the", "in", "on", "of", "at", "and", "to", "from", "between", "since", "ago", "later", "earlier", "before", "after", "that", "-", ",", "(", ")",
    "2017", "1998", "15", "3", "31", "15th", "1990s", "10:30", "0600", "2017-03-05", "05/03/2017", "041430", "mid-2016", "attack", "killed", "was", "today",
    "yesterday", "half", "day", "or", "so", "'s", "May", "March", "’s", "½", "9" * 30, "٣", "𝟚𝟘", "",
]
TAGS = [("NOUN", "NN"), ("PROPN", "NNP"), ("VERB", "VBD"), ("VERB", "VB"), ("NUM", "CD"), ("ADV", "RB"), ("ADP", "IN"), ("ADJ", "JJ"), ("AUX", "MD")]
DEPS = ["pobj", "nsubj", "compound", "nummod", "amod", "advmod", "conj", "aux", "dobj"]
DAYS = st.dates(date(1700, 1, 1), date(2200, 12, 31))


@st.composite
def articles(draw):
    words = [word for word in draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=14)) if word] or ["x"]
    text, tokens, start = " ".join(words), [], 0
    for i, word in enumerate(words):
        pos, tag = draw(st.sampled_from(TAGS))
        head = draw(st.integers(0, max(i - 1, 0)))
        tokens.append(Token(i, start, start + len(word), word, word.lower(), word.lower(), pos, tag, draw(st.sampled_from(DEPS)), head,
                            draw(st.sampled_from(["", "DATE", "TIME", "PERSON", "CARDINAL"])), ent_start=True))
        start += len(word) + 1
    published = draw(st.none() | DAYS)
    return Article("x", "sha256:0", text, published=published), (make_sentence("text", 0, 0, tuple(tokens)),)


settings.register_profile("times", deadline=None, max_examples=100)
settings.load_profile("times")


@given(articles())
@settings(max_examples=300, deadline=None)
def test_any_row_of_words_gives_sound_times(pair):
    article, sentences = pair
    last = 0
    for number, time in enumerate(find_times(article, sentences).items, 1):
        assert time.id == f"t{number}"
        assert last <= time.span[0] < time.span[1] <= len(article.text)
        assert time.span == sentences[0].token_span(time.first, time.last)
        last = time.span[1]
        if time.when is not None:
            check(time.when)


def check(when):
    assert (when.start is None) == (when.end is None)
    if when.start is not None:
        assert when.start <= when.end
    assert edtf.parse_edtf(when.edtf)


@given(DAYS, st.sampled_from(["day", "week", "weekend", "month", "quarter", "year", "decade", "century"]))
def test_a_unit_holds_the_day_it_is_named_for(day, unit):
    sense = unit_period(day, unit)
    check(sense.when)
    assert sense.start <= day <= sense.end or (unit == "weekend" and sense.start - day <= timedelta(days=5))


@given(DAYS, st.sampled_from(["SP", "SU", "FA", "WI"]), st.integers(1, 4))
@settings(max_examples=15, deadline=None)
def test_periods_are_edtf(day, code, quarter):
    for sense in (day_period(day), week_period(day), weekend_period(day), month_period(day.year, day.month), quarter_period(day.year, quarter),
                  season_period(day.year, code), decade_period(day.year), century_period(day.year // 100 + 1)):
        check(sense.when)


@given(st.integers(1700, 2199), st.sampled_from(["easter", "orthodox_easter", "ramadan", "eid_fitr", "eid_adha", "ashura", "thanksgiving", "holy_week", "memorial"]))
def test_holidays_fall_in_their_year(year, name):
    sense = holiday_period(name, year)
    if sense is not None:
        check(sense.when)
        assert year in (sense.start.year, sense.end.year)


@given(DAYS, st.sampled_from(["day", "week", "month", "year", "decade"]), st.integers(-200, 200))
def test_counting_there_and_back_comes_near(day, unit, by):
    there = shifted_day(day, unit, by)
    if there is not None:
        back = shifted_day(there, unit, -by)
        assert back is None or abs((back - day).days) <= 3


def test_a_day_without_year_has_no_place_on_the_calendar():
    when = day_period(date(NO_YEAR, 6, 3)).when
    assert (when.edtf, when.start, when.end) == ("XXXX-06-03", None, None)


@pytest.mark.parametrize(("number", "unit", "value"), [(3, "year", "P3Y"), (None, "week", "PXW"), (5, "hour", "PT5H"), (2.5, "year", "P2.5Y"), (2, "decade", "P20Y"), (1, "fortnight", "P2W")])
def test_lengths_are_written_as_timex_durations(number, unit, value):
    assert length_value(number, unit) == value
