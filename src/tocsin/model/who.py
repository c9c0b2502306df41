"""Actors: who acts, suffers or speaks, with every mention in the article."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tocsin.model.text import Section, Span

ActorKind = Literal["person", "group", "organisation", "population", "state", "unidentified"]
MentionKind = Literal["name", "nominal", "pronoun"]
CountPolicy = Literal["exact", "bound", "word", "plural"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many the text says: low and high, None = open on that side.

    `policy`: exact (a number), bound ("more than 30", "up to 40"), word ("dozens", "several"), plural (a bare plural: 2 or more).
    """

    low: int | None
    high: int | None
    span: Span
    policy: CountPolicy


@dataclass(frozen=True, slots=True)
class ActorMention:
    """One noun phrase or pronoun that stands for an actor. `head` is the token position of its syntactic head."""

    section: Section
    sentence: int
    head: int
    span: Span
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of one article: everything in the article that means the same person, group or people.

    Attributes:
        name: The fullest name in the article, or the best nominal ("Egyptian Christian workers") when it has no name.
        kb: Id in the actor base, None when it is not there.
        sector: PLOVER sector code (COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC) or None.
        country: ISO 3166 alpha-3 of the actor itself, or IGO, UNO, EUR, NGO, ISM, IMG, MNC; not of the place.
        role: Office as the text gives it ("former military commander of al-Qaeda in the Maghreb"), None if none.
        number: How many they are when the text counts them.
        parts: Ids of actors that this one is made of ("the two groups"), () for most.
    """

    id: str
    name: str
    kind: ActorKind
    kb: str | None = None
    sector: str | None = None
    country: str | None = None
    religion: str | None = None
    ethnicity: str | None = None
    role: str | None = None
    number: Count | None = None
    mentions: tuple[ActorMention, ...] = ()
    parts: tuple[str, ...] = ()
