"""Find actors: mentions, reference within the article, resolution against the actor base."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from tocsin.actorbase.load import ActorBase
from tocsin.actors.build import find_phrases
from tocsin.actors.cluster import Reference
from tocsin.actors.describe import to_actor
from tocsin.actors.link_names import link_names
from tocsin.actors.link_nominals import link_nominal
from tocsin.actors.link_pronouns import link_pronoun
from tocsin.model.issue import Found
from tocsin.model.text import Article, Sentence
from tocsin.model.where import PlaceMention
from tocsin.model.who import Actor


def find_actors(article: Article, sentences: Sequence[Sentence], places: Sequence[PlaceMention], base: ActorBase) -> Found[Actor]:
    """Return the actors of an article with all their mentions, in order of first mention.

    Every noun phrase that can be a party or a speaker gets a mention: names of persons, bodies and states, nouns for people, bodies and
    things that are struck, numbers that stand for people, and pronouns. Names hold as of the article's day of publication.
    """
    place_of: defaultdict[int, list[PlaceMention]] = defaultdict(list)
    for place in places:
        place_of[place.sentence].append(place)
    reference = Reference(list(find_phrases(sentences, place_of, base, article.published)))
    link_names(reference)
    for phrase in reference.phrases:
        if phrase.kind == "nominal" and reference.resolved(phrase) is None:
            link_nominal(reference, phrase)
        elif phrase.kind == "pronoun":
            link_pronoun(reference, phrase)
    return Found(_actors(reference, base, home_country(reference, places)))


def home_country(reference: Reference, places: Sequence[PlaceMention]) -> str | None:
    """Return the country that an article is about: named at least twice and by seven in ten of all mentions of a country, else None.

    It is where "the police" and "the government" without a country are from.
    """
    named = Counter(country for phrase in reference.phrases if (country := phrase.traits.country) and phrase.kind != "pronoun")
    named.update(place.toponym.country for place in places if place.toponym and place.toponym.country and place.state == "resolved")
    if not named:
        return None
    country, times = named.most_common(1)[0]
    return country if times >= 2 and times >= 0.7 * named.total() else None


def _actors(reference: Reference, base: ActorBase, home: str | None) -> tuple[Actor, ...]:
    """Return the actors of the clusters, numbered by first mention."""
    clusters = [cluster for cluster in reference.clusters if cluster.phrases]
    for cluster in clusters:
        cluster.phrases.sort(key=lambda phrase: phrase.key)
    clusters.sort(key=lambda cluster: cluster.phrases[0].key)
    ids = {id(cluster): f"a{number}" for number, cluster in enumerate(clusters, 1)}
    return tuple(to_actor(cluster, number, ids, base, home) for number, cluster in enumerate(clusters, 1))
