"""Find names of persons, bodies and states in a sentence: the base's names, the language model's entities, runs of proper nouns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tocsin.actorbase.load import ActorBase
from tocsin.actorbase.types import Demonym, KnownActor
from tocsin.actors.grammar import NOUNS, is_argument, slot, surface
from tocsin.actors.persons import extend_person, is_person_by_context, person_behind_title
from tocsin.actors.scan import TIME_LABELS, Entity, Scan
from tocsin.actors.words import reference_words
from tocsin.model.text import Sentence

ALWAYS = frozenset({"PERSON", "ORG", "NORP"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_PLACE_SLOTS = frozenset({"nsubj", "nsubjpass", "dobj", "agent", "by", "with", "against", "between", "poss", "appos", "dative"})
_LOCATIONS = frozenset({"in", "near", "inside", "across", "outside", "throughout"})
_WHEREABOUTS = _LOCATIONS | {"around", "through", "within", "off", "along", "beyond", "compound", "nmod", "dep", "amod", "npadvmod"}
_NO_ACTORS = TIME_LABELS | {"LAW", "EVENT"}
_INSIDE = frozenset({"of", "the", "in", "and", "for", "al", "el", "ul", "bin", "ibn", "-", "de", "la"})
_JUNK_FRONT = frozenset({"the", "a", "an", "'s", "’s", "this", "that", "some", "its", "his", "her", "their", "our"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence: token positions, both included, head, entity label and what the base knows under it."""

    first: int
    last: int
    head: int
    label: str
    known: tuple[KnownActor, ...] = ()


def find_names(scan: Scan, base: ActorBase, on: date | None) -> list[Name]:
    """Return the names in a sentence that can stand for actors, in text order, none overlapping another."""
    taken: set[int] = set()
    names: list[Name] = []
    for name in (*_known_and_entities(scan, base, on), *_long_runs(scan, base), *_states(scan), *_runs(scan, base)):
        span = range(name.first, name.last + 1)
        if not taken.intersection(span):
            taken.update(span)
            names.append(name)
    return sorted(names, key=lambda name: name.first)


def head_of(sentence: Sentence, first: int, last: int) -> int:
    """Return the token of a span that governs it: the last one whose own head lies outside."""
    return next((i for i in range(last, first - 1, -1) if not first <= sentence.tokens[i].head <= last or sentence.tokens[i].head == i), last)


def _known_and_entities(scan: Scan, base: ActorBase, on: date | None) -> Iterator[Name]:
    """Yield names of the base and entities; where they overlap, the longer that makes one name."""
    sentence = scan.sentence
    entities = [trimmed for entity in scan.entities if (trimmed := _trim(scan, entity, base))]
    for first, (last, actors) in scan.known.items():
        around = next((e for e in entities if e.first <= first and last <= e.last and (e.first, e.last) != (first, last)), None)
        if around is None or not _outgrows(scan, around, first, last, base):
            yield Name(first, last, head_of(sentence, first, last), _label_of(actors), actors)
    for entity in entities:
        if _inside_role(scan, entity, base) or is_of_place(scan, entity):
            continue
        if entity.label != "PERSON" and not base.find(surface(sentence, entity.first, entity.last), on) and is_person_by_context(scan, base, entity):
            yield Name(entity.first, entity.last, head_of(sentence, entity.first, entity.last), "PERSON")
            continue
        if entity.label in _PLACES and not _place_acts(scan, entity):
            continue
        if entity.label == "ORG" and slot(sentence, head_of(sentence, entity.first, entity.last)) in _LOCATIONS:
            continue
        if entity.label in _NO_ACTORS:
            continue
        if entity.label in ALWAYS | _PLACES or is_argument(sentence, head_of(sentence, entity.first, entity.last)):
            found = base.find(surface(sentence, entity.first, entity.last), on) if entity.label != "NORP" else ()
            yield Name(entity.first, entity.last, head_of(sentence, entity.first, entity.last), _sure_label(scan, entity), found)


def is_of_place(scan: Scan, entity: Entity) -> bool:
    """Tell whether a name is a place by the noun before or behind it ("the town of Orvel", "Brenna province")."""
    sentence = scan.sentence
    token = sentence.tokens[head_of(sentence, entity.first, entity.last)]
    above, nouns = sentence.tokens[token.head], reference_words().place_nouns
    if token.dep in ("compound", "nmod") and above.i == entity.last + 1:
        return above.lemma in nouns
    return token.dep == "pobj" and above.lower == "of" and sentence.tokens[above.head].lemma in nouns


def _inside_role(scan: Scan, entity: Entity, base: ActorBase) -> bool:
    """Tell whether an "organisation" is only the field of an office ("Defence" in "the Defence Secretary")."""
    words = [token.lower for token in scan.sentence.tokens[entity.first : entity.last + 2]]
    role = base.longest_role(words) if entity.label != "PERSON" and len(words) == entity.last - entity.first + 2 else None
    return role is not None and role[0] == len(words)


def _label_of(actors: tuple[KnownActor, ...]) -> str:
    """Return the entity label that fits known actors."""
    return "PERSON" if all(actor.kind == "person" for actor in actors) else "ORG"


def _sure_label(scan: Scan, entity: Entity) -> str:
    """Return the label of an entity; a "person" that a body noun ends is a body."""
    word = scan.sentence.tokens[entity.last].lower
    return "ORG" if entity.label == "PERSON" and word in reference_words().body_words else "PLACE" if entity.label in _PLACES else entity.label


def _outgrows(scan: Scan, entity: Entity, first: int, last: int, base: ActorBase) -> bool:
    """Tell whether an entity around a known name is a name of its own: "al-Qaeda in the Maghreb", not "Hamas leader" or "Somali al-Shabaab"."""
    tokens = scan.sentence.tokens
    behind = [token for token in tokens[last + 1 : entity.last + 1] if token.pos != "PUNCT"]
    before = [token for token in tokens[entity.first : first] if token.pos != "PUNCT"]
    if behind:
        return all(token.text[:1].isupper() or token.lower in _INSIDE for token in behind) and base.role_noun(behind[-1].lower) is None
    return any(token.i not in scan.country and base.role_noun(token.lower) is None and token.text[:1].isupper() for token in before)


def _trim(scan: Scan, entity: Entity, base: ActorBase) -> Entity | None:
    """Return an entity without articles, titles and common nouns at its ends; None when nothing or no name is left."""
    if entity.label in ("ORG", "PERSON", "NORP"):
        entity = person_behind_title(scan, entity, base)
    tokens, first, last = scan.sentence.tokens, entity.first, entity.last
    while first <= last and (tokens[first].lower in _JUNK_FRONT or tokens[first].pos in ("PUNCT", "NUM") or _is_title(scan, entity, first, base)):
        first += 1
    while last >= first and (
        tokens[last].lower in _JUNK_FRONT
        or (last > first and tokens[last].lower.rstrip(".") in reference_words().courtesy)
        or tokens[last].pos in ("PUNCT", "ADP")
        or _is_common(scan, last)
    ):
        last -= 1
    if entity.label == "PERSON" and first <= last:
        first, last = extend_person(scan, first, last, base)
    if last < first or not _is_name(scan, first, last, entity.label, base):
        return None
    return replace(entity, first=first, last=last)


def _is_title(scan: Scan, entity: Entity, i: int, base: ActorBase) -> bool:
    """Tell whether token i is a title before a person's name ("General", "Mr")."""
    tokens, token = scan.sentence.tokens, scan.sentence.tokens[i]
    if i > 1 and tokens[i - 1].lower == "of" and entity.label in ("PERSON", "ORG") and entity.last - i >= 2:
        office = base.role_noun(tokens[i - 2].lower)  # "Minister of Forests Karim al-Zubri"
        return office is not None and office.kind == "person" and office.sector == "GOV"
    if entity.label != "PERSON" or i == entity.last:
        return False
    return token.lower.rstrip(".") in reference_words().courtesy or base.role_noun(token.lower) is not None


def _is_common(scan: Scan, i: int) -> bool:
    """Tell whether token i is a common noun in lower case, which ends no name."""
    token = scan.sentence.tokens[i]
    return not scan.shouted and token.text.islower() and token.pos in ("NOUN", "VERB", "ADV")


def _is_name(scan: Scan, first: int, last: int, label: str, base: ActorBase) -> bool:
    """Tell whether the span can be a name at all: it has a capital and is no nationality, community, title or time."""
    tokens = scan.sentence.tokens[first : last + 1]
    if not any(token.text[:1].isupper() for token in tokens) or (len(tokens) == 1 and tokens[0].text in reference_words().plain_acronyms):
        return False
    if any(found[0] < first or found[1] > last for i in (first, last) if (found := scan.country.get(i))):
        return False
    country, community = scan.country.get(first), scan.community.get(first)
    if any(found and found[0] == first and found[1] >= last for found in (country, community)):
        return False
    role = base.longest_role([token.lower for token in tokens])
    if role is not None and role[0] == len(tokens):
        return False
    return not (label == "NORP" and tokens[-1].dep in ("amod", "compound") and tokens[-1].pos == "ADJ")


def _place_acts(scan: Scan, entity: Entity) -> bool:
    """Tell whether a place name stands where a party stands, and not where a location stands."""
    return slot(scan.sentence, head_of(scan.sentence, entity.first, entity.last)) in _PLACE_SLOTS


def _states(scan: Scan) -> Iterator[Name]:
    """Yield countries and capitals where they stand for the state, and nationalities that say whose something is ("Israeli raids")."""
    for start, (first, last, found) in scan.country.items():
        if start != first or found.form == "demonym_noun":
            continue
        head = head_of(scan.sentence, first, last)
        token = scan.sentence.tokens[head]
        if found.form == "demonym_adj":
            if token.dep in ("amod", "compound", "nmod") and token.pos in ("ADJ", "PROPN", "NOUN"):
                yield Name(first, last, head, "NATION")
        elif slot(scan.sentence, head) not in _WHEREABOUTS or (token.dep in ("compound", "nmod", "dep") and found.form != "capital"):
            label = _seat_or_place(scan, head, found) if found.form == "capital" else "SEAT" if found.form == "seat" else "STATE"
            if label:
                yield Name(first, last, head, label)


def _runs(scan: Scan, base: ActorBase) -> Iterator[Name]:
    """Yield runs of proper nouns in party places that nothing else explains."""
    if scan.shouted or scan.titled:
        return
    sentence = scan.sentence
    for token in sentence.tokens:
        if token.pos != "PROPN" or token.ent in _NO_ACTORS or token.i in scan.country or token.i in scan.place or not token.text[:1].isupper():
            continue
        if token.i + 1 < len(sentence.tokens) and sentence.tokens[token.i + 1].tag == "CD":
            continue  # "Article 5", "Resolution 2328"
        if token.dep in ("compound", "nmod") and not _is_acronym_of_people(scan, base, token.i):
            continue
        run = person_behind_title(scan, Entity(_run_start(scan, token.i), token.i, "ORG" if token.text.isupper() else ""), base)
        if (is_argument(sentence, token.i) or token.dep in ("compound", "nmod")) and not _is_plain(scan, base, run):
            yield Name(run.first, run.last, token.i, "PERSON" if is_person_by_context(scan, base, run) else run.label)


def _seat_or_place(scan: Scan, head: int, found: Demonym) -> str | None:
    """Return whether a capital stands for its state or is a place that something happens to; None when it is another place of the name."""
    place = scan.place.get(head)
    if place is not None and place.toponym is not None and place.toponym.country != found.country:
        return None
    struck = slot(scan.sentence, head) in ("nsubjpass", "dobj", "of", "on", "to", "from", "at")
    return "PLACE" if struck and not (place is not None and place.metonym) else "SEAT"


def _long_runs(scan: Scan, base: ActorBase) -> Iterator[Name]:
    """Yield runs of three words or more, which win over a country at their start ("Ulster Volunteer Force")."""
    yield from (run for run in _runs(scan, base) if run.last - run.first >= 2)


def _is_acronym_of_people(scan: Scan, base: ActorBase, i: int) -> bool:
    """Tell whether a compound is the initials of a body before its people ("LTTE members"), not of a thing ("TV crew")."""
    token = scan.sentence.tokens[i]
    role = base.role_noun(scan.sentence.tokens[token.head].lower)
    letters = token.text.isalpha() and token.text[:2].isupper() and token.text not in reference_words().plain_acronyms
    return letters and role is not None and (role.armed or role.is_leader or role.noun in ("member", "official", "spokesman", "fighter", "cadre"))


def _is_plain(scan: Scan, base: ActorBase, run: Entity) -> bool:
    """Tell whether a run is only a role, a community or a nationality with a role ("Iraqi Army"), which are nouns, not names."""
    tokens = scan.sentence.tokens[run.first : run.last + 1]
    if run.last in scan.community or (run.first == run.last and tokens[0].text in reference_words().plain_acronyms):
        return True
    role = base.longest_role([token.lower for token in tokens])
    if role is None:
        return False
    before = tokens[: len(tokens) - role[0]]
    return role[1].kind == "person" or all(token.i in scan.country or token.i in scan.community for token in before)


def _run_start(scan: Scan, head: int) -> int:
    """Return where the capitalised words that lead up to a head begin, hyphens inside included."""
    tokens, first = scan.sentence.tokens, head
    while first > 0:
        token = tokens[first - 1]
        joint = token.text == "-" and first > 1 and tokens[first - 2].end == token.start and token.end == tokens[first].start
        if joint and tokens[first - 2].text[:1].isupper():
            first -= 2
        elif token.pos in (*NOUNS, "ADJ") and token.text[:1].isupper() and first <= token.head <= head and token.dep in ("compound", "amod", "nmod"):
            first -= 1
        else:
            break
    return first
