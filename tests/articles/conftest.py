"""Read bytes as files."""

import pytest


@pytest.fixture
def read(tmp_path):
    """Read bytes as a file of a given name and return the list of what came out."""
    from tocsin.articles.read import InputOptions, read_articles

    def read_bytes(raw, name="story.txt", **options):
        path = tmp_path / name
        path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
        return list(read_articles([str(path)], InputOptions(**options)))

    return read_bytes


@pytest.fixture
def read_one(read):
    """The same for an input that gives exactly one item."""

    def one(raw, name="story.txt", **options):
        (item,) = read(raw, name, **options)
        return item

    return one
