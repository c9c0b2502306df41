"""Things and weapons: what was struck, with what effect and by what means. The words are in data/events/objects.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tocsin.counting.read import read_count
from tocsin.events.scene import Scene
from tocsin.model.claim import Damage, Means
from tocsin.model.event import Trigger
from tocsin.model.text import Sentence

_STRIKING = frozenset({"ASSAULT", "PROTEST", "COERCE"})
_MEANS_PREPS = frozenset({"with", "by", "using", "from", "of", "in"})


@dataclass(frozen=True, slots=True)
class Things:
    """The word lists: head noun → class of thing, event word → effect, weapon names by their last word."""

    classes: dict[str, str]
    effects: dict[str, str]
    weapons: dict[str, tuple[tuple[str, ...], ...]]


@cache
def load_things() -> Things:
    """Return the shipped word lists."""
    raw: dict[str, Any] = yaml.load(files("tocsin").joinpath("data/events/objects.yaml").read_bytes(), yaml.CSafeLoader)
    effects = {word: effect for effect, words in raw.pop("effects").items() for word in words}
    weapons: dict[str, list[tuple[str, ...]]] = {}
    for name in raw.pop("means"):
        words = tuple(name.split())
        weapons.setdefault(words[-1], []).append(words)
    classes = {noun: kind for kind, nouns in raw.items() for noun in nouns}
    return Things(classes, effects, {last: tuple(sorted(names, key=len, reverse=True)) for last, names in weapons.items()})


def thing_class(lemma: str) -> str | None:
    """Return building, work, vehicle, goods or settlement for the head noun of a thing, else None."""
    return load_things().classes.get(lemma)


def damage_of(scene: Scene, trigger: Trigger) -> tuple[Damage, ...]:
    """Return the things that an event strikes, one row for each."""
    if trigger.kind != "event" or trigger.type not in _STRIKING:
        return ()
    sent = scene.sentences[trigger.sentence]
    rows = []
    for token in sorted({*trigger.fill("recipient"), *trigger.fill("object")}):
        if thing_class(sent.tokens[token].lemma) and not _is_party(scene, trigger.sentence, token):
            count = read_count(sent, token)
            span = _phrase(sent, token)
            low, high = (count.low, count.high) if count else (None, None)
            rows.append(Damage(scene.text_of(sent.section, span), _effect(sent, trigger), low, high, span))
    return tuple(rows)


def _is_party(scene: Scene, sentence: int, token: int) -> bool:
    """Tell whether a phrase stands for people."""
    found = scene.mention_at.get((sentence, token))
    return found is not None and found[0].kind in {"person", "group", "population", "state"}


def _effect(sent: Sentence, trigger: Trigger) -> str:
    """Return what the event word says happened to the thing; "targeted" when it says nothing."""
    effects = load_things().effects
    words = [sent.tokens[i].lemma for i in range(len(sent.tokens)) if trigger.span[0] <= sent.tokens[i].start < trigger.span[1]]
    return effects.get(" ".join(words)) or next((effects[word] for word in words if word in effects), "targeted")


def _phrase(sent: Sentence, head: int) -> tuple[int, int]:
    """Return the span from the first modifier to the head noun, without determiner."""
    left = [k for k in sent.kids(head, "compound", "amod", "nmod", "poss") if k < head]
    first = min((min(sent.subtree(k)) for k in left), default=head)
    return sent.token_span(first, head)


def means_of(scene: Scene, trigger: Trigger) -> Means | None:
    """Return the weapon or method of a violent event: its instrument, else a weapon named in its own clause."""
    if trigger.type != "ASSAULT":
        return None
    sent = scene.sentences[trigger.sentence]
    for token in [*trigger.fill("instrument"), trigger.token, *_adjuncts(sent, trigger)]:
        if found := weapon_at(sent, token):
            first, last = found
            span = sent.token_span(first, last)
            return Means(scene.text_of(sent.section, span).lower(), span)
    return None


def _adjuncts(sent: Sentence, trigger: Trigger) -> list[int]:
    """Return the nouns below "with", "by" … beside the event's words and their compounds."""
    found: list[int] = []
    for host in dict.fromkeys((trigger.token, trigger.verb)):
        for prep in sent.kids(host, "prep", "agent"):
            if sent.tokens[prep].lower in _MEANS_PREPS:
                found.extend(sent.kids(prep, "pobj"))
        found.extend(sent.kids(host, "compound", "nmod"))
    return found


def weapon_at(sent: Sentence, token: int) -> tuple[int, int] | None:
    """Return the first and last token of the weapon name that ends at a token, the longest one."""
    names = load_things().weapons
    last = sent.tokens[token]
    for name in (*names.get(last.lower, ()), *names.get(last.lemma, ())):
        first = token - len(name) + 1
        if first >= 0 and all(sent.tokens[first + n].lower == word for n, word in enumerate(name[:-1])):
            return first, token
    return None
