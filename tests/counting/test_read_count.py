import pytest

from tocsin.counting.read import read_count
from tocsin.counting.words import read_counting_file

RAW = read_counting_file()


def count_at(parse, text, head):
    _, (sentence, *_) = parse(text)
    return read_count(sentence, next(token.i for token in sentence.tokens if token.text == head))


@pytest.mark.model
@pytest.mark.parametrize("hit", RAW["hits"], ids=lambda hit: hit["text"])
def test_a_hit_of_the_data_file_is_read(parse, hit):
    count = count_at(parse, hit["text"], hit["head"])
    assert count is not None
    assert (count.low, count.high, count.policy) == (hit["low"], hit["high"], hit["policy"])


@pytest.mark.model
@pytest.mark.parametrize("miss", RAW["misses"], ids=lambda miss: miss["text"])
def test_a_miss_of_the_data_file_has_no_count(parse, miss):
    assert count_at(parse, miss["text"], miss["head"]) is None


@pytest.mark.model
def test_a_person_by_name_is_one(parse):
    count = count_at(parse, "Troops shot Peter Marsden on Monday.", "Marsden")
    assert (count.low, count.high) == (1, 1)


@pytest.mark.model
def test_some_of_a_definite_group_do_not_count_the_group(parse):
    assert count_at(parse, "Two of the guards were shot.", "Two").low == 2
    assert count_at(parse, "Two of the guards were shot.", "guards").policy == "plural"


@pytest.mark.model
def test_the_span_holds_the_bounding_phrase(parse):
    text = "At least 12 people were hurt in the blast."
    assert text[slice(*count_at(parse, text, "people").span)] == "At least 12"


@pytest.mark.model
@pytest.mark.parametrize("text", ["-", "30", "of", "??", "a", "and and", "20 - 20 - 20", "half", "٣ قتلى", "dozens of of of"])
def test_odd_text_is_survived(parse, text):
    for sentence in parse(text)[1]:
        for token in sentence.tokens:
            read_count(sentence, token.i)
