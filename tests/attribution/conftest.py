"""Attributions of a text, shown as (source, cue, contents)."""

import pytest

from tocsin.attribution.find import find_attributions


@pytest.fixture
def attributions(parse):
    def find(text, actors=(), **facts):
        article, sentences = parse(text, **facts)
        return [(article, said) for said in find_attributions(sentences, actors).items]
    return find


@pytest.fixture
def rows(attributions):
    def show(text, **facts):
        found = []
        for article, said in attributions(text, **facts):
            section = article.section(said.section)
            source = section[slice(*said.source)] if said.source else None
            found.append((source, section[slice(*said.cue)], [section[start:end] for start, end in said.content]))
        return found
    return show
