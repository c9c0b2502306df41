"""The harmless articles of the benchmark announce nothing."""

from datetime import date
from pathlib import Path

import pytest

from tocsin.model.text import Article
from tocsin.pipeline import Reader
from tocsin.sentences.parse import parse_article

pytestmark = pytest.mark.model

TEXTS = sorted((Path(__file__).parents[2] / "benchmarks" / "texts").glob("*.txt"))


@pytest.fixture(scope="module")
def reader():
    return Reader()


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_harmless_article_makes_no_claim(reader, model, path):
    article = Article(path.stem, "sha256:0", path.read_text("utf-8"), published=date(2024, 5, 1), published_basis="given")
    claims = reader.read(article, parse_article(article, model)).claims
    assert [(claim.type, claim.frame) for claim in claims] == []


VIOLENT_TALK = [
    "The leaders kept up a drum beat all week against the rebel party.",
    "Her popularity has taken a hit since the coup.",
    "The veiled shot at the president came near the army base.",
    "The senator took a veiled shot at the president during the war.",
]


@pytest.mark.parametrize("text", VIOLENT_TALK)
def test_a_figure_of_speech_is_no_assault(reader, model, text):
    article = Article("x", "sha256:0", text)
    claims = reader.read(article, parse_article(article, model)).claims
    assert [claim.frame for claim in claims if claim.type == "ASSAULT" and claim.frame not in {"coup", "armed-clash"}] == []


def test_the_accused_is_not_the_victim_named_behind_the_charge(reader, model):
    article = Article("x", "sha256:0", "Prosecutors charged the officer with the murder of the teenager.")
    reading = reader.read(article, parse_article(article, model))
    names = {actor.id: actor.name for actor in reading.actors}
    murder = next(claim for claim in reading.claims if claim.type == "ASSAULT")
    assert [names[key] for key in murder.actor] == ["officer"]
    assert [names[key] for key in murder.recipient] == ["teenager"]


def test_a_happening_behind_since_has_a_day_of_its_own(reader, model):
    text = "Citizens gathered late Monday at the hall for the first council meeting since the fatal police shooting of a teacher."
    article = Article("x", "sha256:0", text, published=date(2016, 9, 27), published_basis="given")
    claims = reader.read(article, parse_article(article, model)).claims
    assert [claim.time.basis for claim in claims if claim.frame == "kill-by-gun"] in (["inherited"], ["unknown"])


@pytest.mark.parametrize("text", [
    "Congressman John Lewis died in July. Police clashed with rioters in Portland.",
    "The bat attack on the nominee was seen by two aides.",
])
def test_deaths_in_office_and_beasts_are_no_assault(reader, parse, text):
    assert not [claim for claim in reader.read(*parse(text)).claims if claim.type == "ASSAULT" and claim.frame in {"die-violently", "attack"}]


def test_an_official_who_was_shot_died_of_it(reader, parse):
    claims = reader.read(*parse("Mayor Ali Musa died on Friday. He had been shot by gunmen.")).claims
    assert "die-violently" in {claim.frame for claim in claims}
