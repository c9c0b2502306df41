"""Event words in the text: triggers with the words that fill their roles, and how far the text vouches for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tocsin.model.text import Section, Span

ClaimKind = Literal["event", "relation", "status"]
FactualityValue = Literal["CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu"]
Realis = Literal["actual", "future", "hypothetical", "generic"]
Progress = Literal["accomplished", "attempted", "foiled", "planned"]


@dataclass(frozen=True, slots=True)
class Filler:
    """One word that fills a role of a trigger in its sentence.

    Attributes:
        role: "actor" or "recipient" (parties), "object" (a thing struck or seized), "instrument", "place", "time".
        token: Position of the filler's head word in the trigger's sentence.
        via: The grammatical way to it ("subject", "object", "by", "against", "possessor", "control", "relative" …), for `explain`.
    """

    role: str
    token: int
    via: str


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or words that announce an event, relation or status, with its fillers.

    Attributes:
        token: Position of the head word in the sentence; `span`: offsets of the word or words.
        verb: Position of the verb that carries tense and modality: the trigger itself, or the light or copular verb above a noun.
        frame: Id of the lexicon entry.
        effect: What the event does to those harmed (toll effect: killed, injured, abducted …), None if nothing countable.
        announced: True where the act is only announced and the announcement is what is coded ("will visit" → AGREE): the claim is then as
            certain as the announcement, though the word itself speaks of the future.
    """

    section: Section
    sentence: int
    token: int
    verb: int
    span: Span
    frame: str
    kind: ClaimKind
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    effect: str | None
    fillers: tuple[Filler, ...]
    score: float = 1.0
    announced: bool = False

    def fill(self, role: str) -> list[int]:
        """Return the token positions that fill a role, in text order without repeats."""
        return sorted({filler.token for filler in self.fillers if filler.role == role})


@dataclass(frozen=True, slots=True)
class Judged:
    """How far the article vouches for the event that a word denotes.

    Attributes:
        value: FactBank value; `realis`, `progress` (the contract's `stage`): see the contract.
        superseded: The article itself says that this is no longer held ("was previously thought").
        cues: Spans (same section) of the words that decided; `rules`: their rule ids, for `explain`.
        score: 0–1.
    """

    value: FactualityValue
    realis: Realis
    progress: Progress = "accomplished"
    superseded: bool = False
    cues: tuple[Span, ...] = ()
    rules: tuple[str, ...] = ()
    score: float = 0.9


@dataclass(frozen=True, slots=True)
class Predicate:
    """An event-denoting verb or noun, claim or not, as `--detail predicates` prints it."""

    section: Section
    sentence: int
    token: int
    span: Span
    lemma: str
    judged: Judged
    score: float
