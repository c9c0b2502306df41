"""Actors of one-off texts."""

import pytest

from tocsin.actorbase.load import load_actor_base
from tocsin.actors.find import find_actors


class Cast:
    """The actors of a text, to be asked for by the words of a mention."""

    def __init__(self, article, sentences, actors):
        self.article, self.sentences, self.actors = article, sentences, actors

    def words(self, mention):
        return self.article.section(mention.section)[slice(*mention.span)]

    def of(self, words, nth=0):
        """Return the actor of the nth mention, in text order, that reads or ends in these words; -1 is the last."""
        found = sorted(
            (
                (mention.sentence, mention.head, actor.id)
                for actor in self.actors
                for mention in actor.mentions
                if self.words(mention) == words or self.words(mention).endswith(" " + words)
            ),
        )
        assert found, f"no mention {words!r} in {[[self.words(m) for m in a.mentions] for a in self.actors]}"
        return next(actor for actor in self.actors if actor.id == found[nth][2])


@pytest.fixture(scope="session")
def base():
    return load_actor_base()


@pytest.fixture
def cast(parse, base):
    def read(text, places=(), **facts):
        article, sentences = parse(text, **facts)
        return Cast(article, sentences, find_actors(article, sentences, places, base).items)

    return read
