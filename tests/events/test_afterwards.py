"""The day of an arrest, a charge or a statement is not the day of the deed."""

import re
from datetime import date

import pytest

from tocsin.events.afterwards import afterwards
from tocsin.pipeline import Reader

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def day_of(parse):
    reader = Reader()

    def find(sentence):
        deed = re.search(r"\[(.*)\]", sentence)[1]
        text = sentence.replace("[", "").replace("]", "")
        article, sentences = parse(text, published=date(2017, 3, 6))
        claims = [claim for claim in reader.work(article, sentences).claims.items if deed in text[slice(*claim.trigger)]]
        assert claims, sentence
        return claims[0].time.edtf
    return find


@pytest.mark.parametrize("sentence", afterwards().hits)
def test_the_day_of_what_came_after_is_not_that_of_the_deed(day_of, sentence):
    assert day_of(sentence) is None


@pytest.mark.parametrize("sentence", afterwards().misses)
def test_a_deed_keeps_its_own_day(day_of, sentence):
    assert day_of(sentence) == "2017-03-03"
