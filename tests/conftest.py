"""Shared fixtures: the language model, loaded once, and a parser of one-off articles."""

import pytest

from tocsin.model.text import Article
from tocsin.sentences.parse import SpacyModel, parse_article

pytest_plugins = ["ledgers"]


@pytest.fixture(scope="session")
def model():
    return SpacyModel()


@pytest.fixture(scope="session")
def parse(model):
    def parse_text(text, **facts):
        article = Article("x", "sha256:0", text, **facts)
        return article, parse_article(article, model)
    return parse_text
