"""What the actor base answers with: frozen, read-only facts about actors, countries, communities and role nouns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tocsin.model.who import ActorKind

DemonymForm = Literal["country", "demonym_adj", "demonym_noun", "capital", "seat"]
AliasCase = Literal["any", "name", "capital", "midway", "titled", "exact"]
Gender = Literal["female", "male"]


@dataclass(frozen=True, slots=True)
class Alias:
    """One name of an actor. Years are inclusive; None = open on that side.

    `case` says how running text must write it: any; name (with capitals, unless the whole line has none); capital (with capitals); midway
    (with capitals, not at the start of a sentence); titled (behind a capital "The"); exact (letter for letter).
    """

    name: str
    valid_from: int | None = None
    valid_to: int | None = None
    case: AliasCase = "any"


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie to another actor of the base: member, leader, commander, affiliate, faction, split, successor, wing, part, ally, head, minister.

    Years are inclusive; None = open or unknown.
    """

    id: str
    relation: str
    valid_from: int | None = None
    valid_to: int | None = None


@dataclass(frozen=True, slots=True)
class KnownActor:
    """A person, group, organisation or state force that the base knows.

    Attributes:
        id: Stable slug, "islamic-state".
        name: Canonical name.
        sector: PLOVER sector code, None when unsure.
        country: Alpha-3 of the actor itself, or IGO, UNO, EUR, NGO, ISM, IMG, MNC; None when unsure.
        aliases: All other names, dated where a name was only used for some years.
        active_from: First year of activity (birth of the organisation, or first year in office), None when unknown.
        active_to: Last year of activity, None when active or unknown.
        parents: Ties to other actors of the base, dated.
        outside: Outside ids as (scheme, value): ucdp, wikidata, un.
        leaders: Ids of persons of the base who lead or led it.
        ideology: Free word, None unless sure.
        office: A person's best known office, None if none.
        gender: Of a person, None for all others.
    """

    id: str
    name: str
    kind: ActorKind
    sector: str | None = None
    country: str | None = None
    religion: str | None = None
    ethnicity: str | None = None
    aliases: tuple[Alias, ...] = ()
    active_from: int | None = None
    active_to: int | None = None
    parents: tuple[Tie, ...] = ()
    outside: tuple[tuple[str, str], ...] = ()
    leaders: tuple[str, ...] = ()
    ideology: str | None = None
    office: str | None = None
    gender: Gender | None = None


@dataclass(frozen=True, slots=True)
class Demonym:
    """A word that stands for a country. `sector` is GOV for capitals and seats of government, else None.

    `form`: country (a name of it), demonym_adj ("Libyan"), demonym_noun ("Libyans"), capital ("Tripoli"), seat ("Kremlin").
    `plural` tells "Libyans" from "Libyan"; None where one form serves both ("Chinese"). `historic`: the state is gone or the name old.
    """

    country: str
    name: str
    form: DemonymForm
    sector: str | None = None
    plural: bool | None = None
    historic: bool = False
    valid_from: int | None = None
    valid_to: int | None = None


@dataclass(frozen=True, slots=True)
class Community:
    """A religious or ethnic community, as named by one word or phrase.

    `religion` and `ethnicity` are the values for an actor. `countries` are the homes, most typical first, () when everywhere.
    `form`: adj ("Coptic"), noun ("Copt", "Copts"), both ("Yazidi"), faith ("Islam": the creed, never people).
    """

    id: str
    name: str
    religion: str | None
    ethnicity: str | None
    countries: tuple[str, ...]
    form: Literal["adj", "noun", "both", "faith"]
    plural: bool | None = None


@dataclass(frozen=True, slots=True)
class RoleNoun:
    """A noun that says what somebody is: "soldier", "opposition leader", "villager".

    Attributes:
        noun: The singular (or only) form.
        sector: PLOVER sector, None when it says nothing about it.
        kind: person, group, organisation or population (of the singular form; a plural of a person noun is a population).
        collective: The singular or bare form stands for many ("police", "troops", "army").
        plural: The form looked up is a plural.
        gender: Only where certain, for pronouns.
        is_leader: "leader", "commander", "chief", "head".
        religion: What the noun says about religion ("imam": Islam), else None.
        armed: The role carries arms by its meaning.
    """

    noun: str
    sector: str | None
    kind: ActorKind
    collective: bool = False
    plural: bool = False
    gender: Gender | None = None
    is_leader: bool = False
    religion: str | None = None
    armed: bool = False
