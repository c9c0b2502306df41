"""What leaves the house is what the schema promises."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tocsin.model.text import Article
from tocsin.pipeline import Reader, reading_dict
from tocsin.sentences.parse import SpacyModel, parse_article

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.txt"))
SCHEMA = json.loads(files("tocsin").joinpath("data/schema/reading.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(language_model="test", detail_predicates=True)


@pytest.mark.model
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_readings_of_the_examples_obey_the_schema_and_every_span_cuts_the_text(path: Path, reader: Reader, model: SpacyModel) -> None:
    text = path.read_text(encoding="utf-8")
    article = Article(ref=path.name, id="sha256:0", text=text)
    row = reading_dict(reader.read(article, parse_article(article, model)))
    Draft202012Validator(SCHEMA).validate(row)
    ids = {actor["id"] for actor in row["actors"]}
    incidents = {incident["id"] for incident in row["incidents"]}
    for claim in row["claims"]:
        start, end = claim["trigger"]
        assert text[start:end].strip()
        assert set(claim["actor"]) | set(claim["recipient"]) <= ids
        assert claim["incident"] in incidents
    assert sum(incident["main"] for incident in row["incidents"]) <= 1


@pytest.mark.model
@pytest.mark.parametrize("text", ["", " ", "\n\n", ".", "a", "\x00", "🙂", "Kill.", "“”", "A" * 5000], ids=repr)
def test_any_text_can_be_read(text: str, reader: Reader, model: SpacyModel) -> None:
    article = Article(ref="x", id="sha256:0", text=text)
    Draft202012Validator(SCHEMA).validate(reading_dict(reader.read(article, parse_article(article, model))))
