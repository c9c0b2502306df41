"""What a lexicon of event frames is made of: forms, frames, role plans, word classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from tocsin.model.event import ClaimKind

Pos = Literal["verb", "noun", "adj"]
Roles = Mapping[str, str]
"""Grammatical slot ("subject", "object", "of", "against" …) to role ("actor", "recipient", "object", "instrument" …)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which grammatical slots fill which roles, for the verbs, nouns and adjectives of a frame."""

    verb: Roles
    noun: Roles
    adj: Roles

    def of(self, pos: Pos) -> Roles:
        """Return the slots of one part of speech."""
        return self.verb if pos == "verb" else self.noun if pos == "noun" else self.adj


@dataclass(frozen=True, slots=True)
class Wanted:
    """A restriction on the words of one slot: lemmas and word classes, of which one must (`only`) or none may (`never`) be there."""

    slot: str
    words: frozenset[str]
    only: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """One sense: what its forms announce. Field meanings: `docs/how-it-decides/frames.md`."""

    id: str
    kind: ClaimKind
    type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    effect: str | None
    plan: Plan
    needs: str | None
    wanted: tuple[Wanted, ...]
    strict: bool
    also: tuple[str, ...]
    anchored: bool
    score: float
    acled: str | None
    hits: tuple[str, ...]
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """One way of saying a frame.

    Attributes:
        head: Lemma of the word that carries the form.
        before, after: Further words that must stand there, each a set of alternatives (lemma or lower case).
    """

    frame: Frame
    pos: Pos
    head: str
    before: tuple[frozenset[str], ...] = ()
    after: tuple[frozenset[str], ...] = ()

    @property
    def length(self) -> int:
        """Return the number of words, by which the most specific form wins."""
        return 1 + len(self.before) + len(self.after)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Read-only event frames, indexed for look-up.

    Attributes:
        frames: All frames by id.
        verbs, nouns, adjs: Forms by the lemma of their head, longest first.
        participles: Participles and gerunds (lower case) to the lemma of their verb, for words tagged as adjective or noun.
        classes: Word classes: name to lemmas. `classes_of`: lemma to names.
        table: Other word lists: light verbs, control verbs, cues of contexts …
        personal: How unlisted nouns for people end.
        announced: What becomes of a type when the act is only announced: (type, mode of the announced act) by type.
    """

    frames: Mapping[str, Frame]
    verbs: Mapping[str, tuple[Form, ...]]
    nouns: Mapping[str, tuple[Form, ...]]
    adjs: Mapping[str, tuple[Form, ...]]
    participles: Mapping[str, str]
    classes: Mapping[str, frozenset[str]]
    classes_of: Mapping[str, frozenset[str]]
    table: Mapping[str, frozenset[str]]
    cues: Mapping[str, frozenset[str]]
    personal: tuple[str, ...]
    announced: Mapping[str, str] = field(default_factory=dict)

    def is_a(self, lemma: str, name: str) -> bool:
        """Tell whether a lemma belongs to a word class."""
        return name in self.classes_of.get(lemma, _NONE)


_NONE: frozenset[str] = frozenset()
