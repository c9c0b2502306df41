"""Phrases: single mentions with what their own words say, before any reference between them is decided."""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.actorbase.types import KnownActor, RoleNoun
from tocsin.actors.words import Gender, Grammatical, Pronoun
from tocsin.model.text import Sentence, Span
from tocsin.model.who import ActorKind, Count, MentionKind

PROPER = "^"
"""Marks a modifier that is written with a capital and so makes the phrase nearly a name ("the Blue Ribbon movement")."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What words say about who somebody is; None and empty where they say nothing.

    Attributes:
        kind: Kind of actor.
        sector, country, religion, ethnicity: As in `Actor`.
        group: Id in the base, or folded name, of a body that modifies the noun ("ISIS fighters").
        gender, number: For agreement; "x" is open.
    """

    kind: ActorKind | None = None
    sector: str | None = None
    country: str | None = None
    religion: str | None = None
    ethnicity: str | None = None
    group: str | None = None
    gender: Gender = "x"
    number: Grammatical = "x"
    armed: bool = False
    leader: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """One mention.

    Attributes:
        head: Token position of the syntactic head; `also`: further heads of the same phrase ("dozens of *workers*").
        first, last: Token positions of the mention, both included.
        lemma: Lower-case singular of the head noun, or the pronoun, or the folded name.
        modifiers: Lower-case content words before the head, articles, numbers and words that became traits left out.
        determiner: "the", "a", "poss", "these" …, "" for none.
        known: Entries of the base that a name can be.
        label: Entity label of a name ("PERSON", "ORG", "STATE", "PLACE" …), "" for others.
        role: Words before a person's name that give the office.
        count: How many the phrase counts.
        formal: The country's name, for what stands for a state.
    """

    sentence: Sentence
    head: int
    first: int
    last: int
    kind: MentionKind
    lemma: str
    traits: Traits
    also: tuple[int, ...] = ()
    modifiers: frozenset[str] = frozenset()
    determiner: str = ""
    known: tuple[KnownActor, ...] = ()
    label: str = ""
    role: str | None = None
    role_noun: RoleNoun | None = None
    count: Count | None = None
    pronoun: Pronoun | None = None
    formal: str | None = None
    place_country: str | None = field(default=None, compare=False)

    @property
    def key(self) -> tuple[int, int]:
        """Return (sentence index, head), which is unique in an article."""
        return self.sentence.index, self.head

    @property
    def span(self) -> Span:
        """Return the offsets of the mention in its section."""
        return self.sentence.token_span(self.first, self.last)

    @property
    def definite(self) -> bool:
        """Tell whether the phrase points back by its form."""
        return self.determiner in ("the", "this", "that", "these", "those", "poss", "both")
