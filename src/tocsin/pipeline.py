"""The flow, from a parsed article to a reading. Each stage takes text and knowledge and returns what it found and what was strange."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tocsin import __version__
from tocsin.actorbase.load import load_actor_base
from tocsin.actors.find import find_actors
from tocsin.articles.dateline import read_dateline
from tocsin.attribution.find import find_attributions
from tocsin.contract import reading_to_dict
from tocsin.events.assemble import assemble_claims
from tocsin.events.scene import make_scene
from tocsin.events.setting import find_setting
from tocsin.factuality.judge import Judgements, judge_events
from tocsin.frames.find import find_triggers
from tocsin.gazetteer.load import open_gazetteer
from tocsin.incidents.group import Grouped, group_claims
from tocsin.lexicon.load import load_lexicon
from tocsin.model.claim import Claim
from tocsin.model.event import Trigger
from tocsin.model.issue import Found, Issue
from tocsin.model.reading import Engine, Reading
from tocsin.model.said import Attribution
from tocsin.model.text import Article, Sentence
from tocsin.model.when import TimeMention
from tocsin.model.where import PlaceMention
from tocsin.model.who import Actor
from tocsin.places.find import find_places
from tocsin.times.find import find_times

STAGES = {
    # Raise a version when the stage's output may change: it is part of every claim's origin.
    "times": "1",
    "places": "1",
    "actors": "1",
    "frames": "1",
    "attribution": "1",
    "factuality": "1",
    "events": "1",
    "incidents": "1",
}


@dataclass(frozen=True)
class Work:
    """Everything that the stages found in one article, before it is put together: what `explain` tells from."""

    article: Article
    sentences: Sequence[Sentence]
    times: Found[TimeMention]
    places: Found[PlaceMention]
    actors: Found[Actor]
    attributions: Found[Attribution]
    judgements: Judgements
    triggers: Found[Trigger]
    claims: Found[Claim]
    grouped: Grouped

    def issues(self) -> tuple[Issue, ...]:
        """Return what all stages found strange, in the order of the flow."""
        stages = (self.times, self.places, self.actors, self.attributions, self.triggers, self.claims)
        return (*(issue for stage in stages for issue in stage.issues), *self.grouped.issues)


class Reader:
    """Reads parsed articles. Knowledge is loaded once and never changes."""

    def __init__(self, *, language_model: str = "", detail_predicates: bool = False) -> None:
        """Load the knowledge that the stages need."""
        self.engine = Engine(__version__, language_model, tuple(STAGES.items()))
        self.detail_predicates = detail_predicates
        self.gazetteer = open_gazetteer()
        self.base = load_actor_base()
        self.lexicon = load_lexicon()

    def work(self, article: Article, sentences: Sequence[Sentence]) -> Work:
        """Run the stages over one parsed article: the flow."""
        times = find_times(article, sentences)
        places = find_places(article, sentences, self.gazetteer)
        actors = find_actors(article, sentences, places.items, self.base)
        attributions = find_attributions(sentences, actors.items)
        judgements = judge_events(sentences, attributions.items)
        triggers = find_triggers(sentences, self.lexicon)
        dateline = read_dateline(article.text)
        scene = make_scene(
            article, sentences, triggers=triggers.items, actors=actors.items, places=places.items, times=times.items,
            attributions=attributions.items, judgements=judgements, dateline=dateline,
        )  # fmt: skip
        claims = assemble_claims(scene)
        setting = find_setting(scene, places.items)
        grouped = group_claims(article, sentences, claims.items, actors=actors.items, places=places.items, times=times.items, setting=setting)
        return Work(article, sentences, times, places, actors, attributions, judgements, triggers, claims, grouped)

    def read(self, article: Article, sentences: Sequence[Sentence]) -> Reading:
        """Return the reading of one article."""
        work = self.work(article, sentences)
        return Reading(
            engine=self.engine, article=article, relevant=bool(work.grouped.claims), actors=work.actors.items, places=work.places.items,
            times=work.times.items, attributions=work.attributions.items, claims=work.grouped.claims, incidents=work.grouped.incidents,
            cases=work.grouped.cases, issues=work.issues(), predicates=work.judgements.predicates() if self.detail_predicates else None,
        )  # fmt: skip

    def skip(self, article: Article) -> Reading:
        """Return the empty reading of an article that the gate kept out."""
        nothing = ()
        return Reading(
            engine=self.engine, article=article, relevant=False, actors=nothing, places=nothing, times=nothing, attributions=nothing,
            claims=nothing, incidents=nothing, cases=nothing, issues=nothing, predicates=nothing if self.detail_predicates else None,
        )  # fmt: skip


def reading_dict(reading: Reading) -> dict[str, Any]:
    """Return a reading in the form of the contract."""
    return reading_to_dict(reading)
