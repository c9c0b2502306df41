"""One article with its sentences and all that was found in it, indexed by sentence: what the claim builders look things up in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from tocsin.factuality.judge import Judgements
from tocsin.model.dateline import Dateline
from tocsin.model.event import Trigger
from tocsin.model.said import Attribution
from tocsin.model.text import Article, Section, Sentence, Span
from tocsin.model.when import TimeMention
from tocsin.model.where import PlaceMention
from tocsin.model.who import Actor, ActorMention


class _InSentence(Protocol):
    @property
    def sentence(self) -> int: ...


T = TypeVar("T", bound=_InSentence)


@dataclass(frozen=True)
class Scene:
    """Everything that was found in one article.

    Attributes:
        mention_at: (sentence, head token) → the actor and its mention there.
        times_in, places_in, triggers_in: By sentence.
        focus: Country that the article is about (ISO 3166 alpha-3), None when no country has a clear majority.
    """

    article: Article
    sentences: Sequence[Sentence]
    triggers: Sequence[Trigger]
    actors: dict[str, Actor]
    attributions: Sequence[Attribution]
    judgements: Judgements
    mention_at: dict[tuple[int, int], tuple[Actor, ActorMention]]
    times_in: dict[int, list[TimeMention]]
    places_in: dict[int, list[PlaceMention]]
    triggers_in: dict[int, list[Trigger]]
    focus: str | None
    dateline: Dateline | None

    def text_of(self, section: Section, span: Span) -> str:
        """Return the words under a span."""
        return self.article.section(section)[span[0] : span[1]]


def make_scene(
    article: Article,
    sentences: Sequence[Sentence],
    *,
    triggers: Sequence[Trigger],
    actors: Sequence[Actor],
    places: Sequence[PlaceMention],
    times: Sequence[TimeMention],
    attributions: Sequence[Attribution],
    judgements: Judgements,
    dateline: Dateline | None = None,
) -> Scene:
    """Return the scene with its indexes built."""
    mention_at = {(mention.sentence, mention.head): (actor, mention) for actor in actors for mention in actor.mentions}
    return Scene(
        article,
        sentences,
        triggers,
        {actor.id: actor for actor in actors},
        attributions,
        judgements,
        mention_at,
        _by_sentence(times),
        _by_sentence(places),
        _by_sentence(triggers),
        focus_of(places),
        dateline,
    )


FOCUS_SHARE = 0.6
"""Share of an article's located names from which one country is what the article is about."""

STANDS_OUT = 3
"""How many times the names of the next country, when the others are many and small."""


def focus_of(places: Iterable[PlaceMention]) -> str | None:
    """Return the country that most located names of an article lie in, None when no country has a clear majority."""
    return leading(Counter(place.toponym.country for place in places if place.toponym and place.toponym.country and not place.metonym))


def leading(seen: Counter[str]) -> str | None:
    """Return the country that is counted far more often than the others, None when there is none."""
    if not seen:
        return None
    (country, count), *others = seen.most_common(2)
    stands_out = count >= seen.total() / 2 and all(count >= STANDS_OUT * other for _, other in others)
    return country if stands_out or count >= FOCUS_SHARE * seen.total() else None


def _by_sentence(items: Iterable[T]) -> dict[int, list[T]]:
    """Group items by the sentence in which they stand."""
    grouped: dict[int, list[T]] = defaultdict(list)
    for item in items:
        grouped[item.sentence].append(item)
    return grouped
