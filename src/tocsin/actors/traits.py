"""Read off the words of a phrase who somebody is: kind, sector, country, community, the body that they belong to, gender and number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tocsin.actorbase.load import ActorBase
from tocsin.actorbase.names import fold
from tocsin.actorbase.types import KnownActor, RoleNoun
from tocsin.actors.grammar import left_edge, surface
from tocsin.actors.names import Name
from tocsin.actors.nominals import Noun
from tocsin.actors.phrase import PROPER, Traits
from tocsin.actors.scan import Scan
from tocsin.actors.words import Gender, Grammatical, reference_words
from tocsin.counting.words import counting_words
from tocsin.model.who import ActorKind

_GENDER: dict[str | None, Gender] = {"male": "m", "female": "f"}
_PEOPLE_KINDS = frozenset({"person", "population"})
_STANCES = frozenset({"anti", "pro", "non", "counter"})
_BELONGING = frozenset({"of", "from", "for", "in", "with", "at", "to"})
_SKIPPED_POS = frozenset({"DET", "ADV", "PUNCT", "ADP", "PART", "CCONJ", "SPACE", "AUX", "PRON"})


@dataclass(frozen=True, slots=True)
class Reader:
    """A sentence with what is known of its words. `name_at`: any token of a name → the name."""

    scan: Scan
    base: ActorBase
    name_at: dict[int, Name]

    def text(self, first: int, last: int) -> str:
        """Return the words from `first` to `last` as written."""
        return surface(self.scan.sentence, first, last)

    def name_key(self, name: Name) -> str:
        """Return what tells a name from others: the folded words."""
        return " ".join(fold(self.text(name.first, name.last)))

    def people_key(self, head: int) -> str | None:
        """Return what tells a nation or community from others when a noun names one."""
        country, community = self.scan.country.get(head), self.scan.community.get(head)
        return f"people of {country[2].country}" if country else community[2].id if community else None

    def attached_country(self, head: int) -> str | None:
        """Return the country of a place directly attached to a noun ("police in Kampala")."""
        for i in _attached(self, head):
            inside = (k for k in self.scan.sentence.children[i] if k < i and self.scan.sentence.tokens[k].dep in ("compound", "amod", "nmod"))
            for k in (i, *inside):
                found = self.country_at(k)
                if found is not None:
                    return found
        return None

    def country_at(self, i: int) -> str | None:
        """Return the country that a token names, or that its place lies in."""
        place, country = self.scan.place.get(i), self.scan.country.get(i)
        if country and country[2].form != "demonym_noun":
            return country[2].country
        return place.toponym.country if place and place.toponym and place.state == "resolved" else None


def _attached(reader: Reader, head: int) -> Iterator[int]:
    """Yield the heads of prepositional phrases that hang on a noun."""
    sentence = reader.scan.sentence
    for prep in sentence.kids(head, "prep"):
        if prep > head and sentence.tokens[prep].lower in _BELONGING:
            yield from sentence.kids(prep, "pobj")


def group_key(known: tuple[KnownActor, ...], folded: str) -> str:
    """Return the key of a body: its id in the base when that is sure, else its folded name."""
    return known[0].id if len(known) == 1 else folded


def name_role(reader: Reader, name: Name) -> tuple[str | None, RoleNoun | None]:
    """Return the words of office before a person's name with the role noun that heads them."""
    sentence = reader.scan.sentence
    if name.label not in ("PERSON", ""):
        return None, None
    first = min(left_edge(sentence, name.head), name.first)
    if first == name.first:
        first = _flat_title(reader, name)
    first = _behind_other_names(reader, first, name.first)
    while first < name.first and sentence.tokens[first].pos in ("PUNCT", "PART", "DET"):
        first += 1
    found = (
        reader.base.longest_role([token.lower for token in sentence.tokens[max(first, name.first - 4) : name.first]]) if first < name.first else None
    )
    return (reader.text(first, name.first - 1), found[1]) if found else (None, None)


def _behind_other_names(reader: Reader, first: int, end: int) -> int:
    """Return where a title starts that belongs to this person and to nobody named before him ("Ali and Mayor Omar")."""
    tokens = reader.scan.sentence.tokens
    for i in range(end - 1, first - 1, -1):
        other = reader.name_at.get(i)
        if (other is not None and other.label == "PERSON") or tokens[i].pos == "CCONJ" or tokens[i].text == ",":
            return i + 1
    return first


def _flat_title(reader: Reader, name: Name) -> int:
    """Return where a title starts that stands right before the name without grammar of its own."""
    tokens, first = reader.scan.sentence.tokens, name.first
    while (
        first > 0
        and tokens[first - 1].pos in ("NOUN", "PROPN")
        and tokens[first - 1].dep in ("compound", "nmod", "amod")
        and first - 1 not in reader.name_at
    ):
        first -= 1
    return first


def name_traits(reader: Reader, name: Name, role: RoleNoun | None) -> Traits:
    """Return the traits of a name: from the base, from the title before a person, from the words of a body's name."""
    if len(name.known) == 1:
        return _known_traits(name.known[0])
    if name.label in ("STATE", "SEAT", "NATION"):
        found = reader.scan.country[name.head][2]
        return Traits(kind="state", country=found.country, sector=None, number="s", gender="n")
    if name.label == "PERSON" or role is not None:
        return _person_traits(reader, name, role)
    if name.label == "PLACE":
        return Traits(kind="population", country=_place_country(reader, name.head), number="s", gender="n")
    if name.label == "" and name.first == name.last and reader.scan.sentence.tokens[name.head].tag == "NNPS":
        return Traits(kind="population", number="p")
    if name.label == "NORP":
        return Traits(kind="population", number="p" if reader.scan.sentence.tokens[name.head].tag.endswith("S") else "x")
    return _body_traits(reader, name)


def _place_country(reader: Reader, head: int) -> str | None:
    place = reader.scan.place.get(head)
    return place.toponym.country if place and place.toponym and place.state == "resolved" else None


def _known_traits(known: KnownActor) -> Traits:
    """Return the traits that the base gives."""
    person = known.kind == "person"
    armed = known.sector in ("REB", "MIL", "PRM", "UAF", "COP", "CRM")
    return Traits(
        kind=known.kind,
        sector=known.sector,
        country=known.country,
        religion=known.religion,
        ethnicity=known.ethnicity,
        gender=_GENDER.get(known.gender, "x") if person else "x",
        number="s" if person else "x",
        armed=armed and not person,
    )


def _person_traits(reader: Reader, name: Name, role: RoleNoun | None) -> Traits:
    """Return the traits of a person from courtesy title and office."""
    sentence, courtesy, given = reader.scan.sentence, reference_words().courtesy, reference_words().given_names
    title = sentence.tokens[name.first - 1].lower.rstrip(".") if name.first else ""
    first = sentence.tokens[name.first].lower.rstrip(".")
    gender = courtesy.get(title) or courtesy.get(first) or _GENDER.get(role.gender if role else None, "x")
    if gender == "x" and name.last > name.first:
        gender = given.get(first, "x")
    start = _behind_other_names(reader, left_edge(sentence, name.head), name.first)
    traits = _context_traits(reader, start, name.first - 1, skip=name)
    return replace(
        traits,
        kind="person",
        sector=_with_body_sector(_office_sector(role, traits), traits.sector),
        religion=(role.religion if role else None) or traits.religion,
        country=traits.country or reader.attached_country(name.head),
        gender=gender,
        number="s",
        leader=bool(role and role.is_leader),
    )


def _body_traits(reader: Reader, name: Name) -> Traits:
    """Return the traits of a body that the base does not know, from the words of its name ("Nigerian Army", "Ministry of Defence")."""
    tokens = reader.scan.sentence.tokens[name.first : name.last + 1]
    lowered = [token.lower for token in tokens]
    found = reader.base.longest_role(lowered) or reader.base.longest_role(lowered[:1])
    role = found[1] if found and found[1].kind != "person" else None
    country = next((reader.scan.country[token.i][2].country for token in tokens if token.i in reader.scan.country), None)
    people = next((reader.scan.community[token.i][2] for token in tokens if token.i in reader.scan.community), None)
    kind: ActorKind | None = role.kind if role else "organisation" if name.label == "ORG" else None
    return Traits(
        kind=kind,
        sector=role.sector if role else None,
        country=country,
        religion=people.religion if people else role.religion if role else None,
        ethnicity=people.ethnicity if people else None,
        armed=bool(role and role.armed),
    )


def noun_traits(reader: Reader, noun: Noun, first: int) -> tuple[Traits, frozenset[str]]:
    """Return the traits of a common noun with its modifiers, and the modifiers that became no trait."""
    context = _context_traits(reader, first, noun.head)
    behind = _behind_traits(reader, noun.head)
    modifiers = _modifiers(reader, noun, first)
    number = _number(reader, noun)
    role, unknown = noun.role, bool(modifiers & reference_words().unknown_words)
    sector = noun.thing or (role.sector if role else None)
    sector = _with_body_sector(sector or _office_sector(role, context), context.sector or behind.sector)
    sector = _force_sector(reader, noun, first, sector) or (
        "CVL" if noun.people and reader.people_key(noun.head) else None
    )
    return Traits(
        kind=_noun_kind(noun, number, sector=sector, unknown=unknown),
        sector=sector or ("UAF" if unknown and role and role.armed else None),
        country=context.country or behind.country or ("NGO" if sector == "SOC" and role and role.kind == "organisation" else None),
        religion=context.religion or (role.religion if role else None) or behind.religion,
        ethnicity=context.ethnicity or behind.ethnicity,
        group=context.group or behind.group,
        gender=_noun_gender(noun, modifiers),
        number=number,
        armed=bool(role and role.armed),
        leader=bool(role and role.is_leader),
    ), modifiers


_ANY_FORCE = frozenset({None, "UAF", "COP", "LAB"})
"""Sectors of nouns ("officer", "personnel") that an armed body named before them settles."""
_FORCES = frozenset({"MIL", "COP", "SPY", "REB", "PRM"})


def _force_sector(reader: Reader, noun: Noun, first: int, sector: str | None) -> str | None:
    """Return the sector of part of an armed body that the words before the noun name, else the sector that it has."""
    token = reader.scan.sentence.tokens[noun.head]
    if sector not in _ANY_FORCE or noun.thing is not None or token.lemma not in reference_words().force_heads:
        return sector
    before = [each.lower for each in reader.scan.sentence.tokens[first : noun.head]]
    found = reader.base.longest_role(before) if before else None
    armed = found is not None and found[1].armed and found[1].kind == "group" and found[1].sector in _FORCES
    return found[1].sector if armed and found is not None else sector


def _office_sector(role: RoleNoun | None, context: Traits) -> str | None:
    """Return the sector of an office; the leader of a nation governs ("the Libyan leader")."""
    if role is not None and role.sector is None and role.is_leader and role.noun in ("leader", "ruler") and context.country and not context.group:
        return "GOV"
    return role.sector if role else None


def _with_body_sector(sector: str | None, body: str | None) -> str | None:
    """Return the sector of people of a body: rebels stay rebels whatever their rank ("a captain of the Zulu Front")."""
    if body in ("REB", "PRM", "CRM") and sector in (None, "UAF", "MIL", "GOV", "COP"):
        return body
    return body or sector if sector in (None, "UAF") else sector


def _noun_gender(noun: Noun, modifiers: frozenset[str]) -> Gender:
    """Return the gender of a noun: n for things and bodies."""
    if noun.thing is not None or (noun.role and noun.role.kind in ("organisation", "state")):
        return "n"
    if modifiers & {"female", "woman"}:
        return "f"
    return _GENDER.get(noun.role.gender if noun.role else None, "x")


def _number(reader: Reader, noun: Noun) -> Grammatical:
    """Return the grammatical number: collectives agree with both."""
    token = reader.scan.sentence.tokens[noun.head]
    if noun.role and noun.role.collective:
        return "x"
    if noun.role and not reader.scan.shouted and token.tag in ("NN", "NNS"):
        return "p" if token.tag == "NNS" or noun.role.plural else "s"
    if noun.role:
        return "p" if noun.role.plural else "s"
    if noun.number_word:
        return "s" if token.lower in ("one", "another", "each", "someone", "somebody", "nobody") else "p"
    return "p" if token.tag in ("NNS", "NNPS", "JJ", "CD") else "s"


def _noun_kind(noun: Noun, number: Grammatical, *, sector: str | None, unknown: bool) -> ActorKind:
    """Return the kind of actor that a noun phrase stands for."""
    role = noun.role
    if noun.thing is not None:
        return "organisation"
    if role is None:
        return "person" if number == "s" else "population"
    if role.kind in ("person", "group"):
        if sector == "UAF" or (unknown and sector is None):
            return "unidentified"
        if role.kind == "group":
            return "group"
        return "person" if number == "s" else "group" if role.armed else "population"
    return role.kind


def _context_traits(reader: Reader, first: int, last: int, skip: Name | None = None) -> Traits:
    """Return what nationality, community and group words between two tokens say."""
    traits, i = Traits(), first
    while i <= last:
        name = reader.name_at.get(i)
        country, community = reader.scan.country.get(i), reader.scan.community.get(i)
        if _is_detached(reader, i):
            i += 1
            continue
        if community is not None:
            traits = replace(traits, religion=traits.religion or community[2].religion, ethnicity=traits.ethnicity or community[2].ethnicity)
        if country is not None and not traits.country:
            traits = replace(traits, country=country[2].country)
        if name is not None and name is not skip and name.label not in ("STATE", "SEAT", "NATION", "PLACE"):
            traits = _with_body(reader, traits, name)
            i = max(i, name.last)
        i += 1
    return traits


def _is_detached(reader: Reader, i: int) -> bool:
    """Tell whether a name only says whom somebody is for, against or helped by ("U.S.-backed rebels", "anti-Taliban fighters")."""
    tokens = reader.scan.sentence.tokens
    name, country = reader.name_at.get(i), reader.scan.country.get(i)
    first, last = (name.first, name.last) if name else country[:2] if country else (i, i)
    if first > 1 and tokens[first - 1].text == "-" and tokens[first - 2].lower in _STANCES:
        return True
    if tokens[i].lower.startswith(("anti-", "pro-")):
        return True
    follows = tokens[last + 2].lower if last + 2 < len(tokens) and tokens[last + 1].text == "-" else ""
    return (follows.endswith("ed") and follows != "based") or follows == "led"


def _with_body(reader: Reader, traits: Traits, name: Name) -> Traits:
    """Return traits with those that a body lends to its people ("ISIS fighters", "Boko Haram's leader")."""
    known = name.known[0] if len(name.known) == 1 else None
    key = group_key(name.known, reader.name_key(name))
    if known is None:
        return replace(traits, group=traits.group or key)
    return replace(
        traits,
        group=traits.group or key,
        country=traits.country or known.country,
        sector=traits.sector or known.sector,
        religion=traits.religion,
        ethnicity=traits.ethnicity or known.ethnicity,
    )


def _behind_traits(reader: Reader, head: int) -> Traits:
    """Return what an attached phrase says: "members of Boko Haram", "troops from Chad", "police in Kampala"."""
    traits = Traits(country=reader.attached_country(head))
    for i in _attached(reader, head):
        name, community = reader.name_at.get(i), reader.scan.community.get(i)
        if name is not None and name.label not in ("STATE", "SEAT", "NATION", "PLACE", "PERSON"):
            traits = _with_body(reader, traits, name)
        if community is not None:
            traits = replace(traits, religion=traits.religion or community[2].religion, ethnicity=traits.ethnicity or community[2].ethnicity)
    return traits


def _modifiers(reader: Reader, noun: Noun, first: int) -> frozenset[str]:
    """Return the content words before the head that are no number, no name and no part of the role phrase."""
    scan, kept = reader.scan, set()
    for token in scan.sentence.tokens[first : noun.head - (noun.size - 1)]:
        covered = token.i in scan.country or token.i in scan.community or token.i in reader.name_at
        counts = token.tag == "CD" or token.ent == "CARDINAL" or token.lower in counting_words().rough
        if not covered and not counts and token.pos not in _SKIPPED_POS:
            plain = scan.shouted or scan.titled or token.i == 0 or not token.text[:1].isupper() or token.text.isupper()
            kept.add((token.lower if token.pos in ("VERB", "ADJ") else token.lemma) if plain else PROPER + token.lower)
    return frozenset(kept)
