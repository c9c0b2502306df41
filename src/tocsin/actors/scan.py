"""One pass over a sentence: which tokens name known actors, countries, communities, which entities the language model saw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.actorbase.load import ActorBase
from tocsin.actorbase.types import Community, Demonym, KnownActor
from tocsin.actors.words import reference_words
from tocsin.model.text import Sentence
from tocsin.model.where import PlaceMention

TIME_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE"})
_SPLITTERS = frozenset("()[],;:")
_DASHES = frozenset({"-", "–", "—", "--"})


@dataclass(frozen=True, slots=True)
class Entity:
    """A run of tokens that the language model labelled as one name. `first`, `last`: token positions, both included."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Scan:
    """What single words of a sentence are known to name; all maps go from a token position to the finding that covers it.

    Attributes:
        known: First token → (last token, actors of the base).
        country, community: Any covered token → (first, last, finding).
        place: Any covered token → the place mention.
        shouted: The sentence is written in capitals, so that capitals and tags tell little. `titled`: Every Word Has A Capital.
    """

    sentence: Sentence
    known: dict[int, tuple[int, tuple[KnownActor, ...]]]
    country: dict[int, tuple[int, int, Demonym]]
    community: dict[int, tuple[int, int, Community]]
    entities: tuple[Entity, ...]
    place: dict[int, PlaceMention]
    shouted: bool
    titled: bool


def scan_sentence(sentence: Sentence, places: Sequence[PlaceMention], base: ActorBase, on: date | None) -> Scan:
    """Return what the words of a sentence name. `places` are those of this sentence, `on` the day on which names must hold."""
    words = [token.text for token in sentence.tokens]
    known: dict[int, tuple[int, tuple[KnownActor, ...]]] = {}
    country: dict[int, tuple[int, int, Demonym]] = {}
    community: dict[int, tuple[int, int, Community]] = {}
    free = 0
    for i in range(len(words)):
        if i >= free and (actors := _known_at(sentence, words, i, base, on)):
            known[i] = (i + actors[0] - 1, actors[1])
            free = i + actors[0]
        if i not in country and (state := base.longest_country(words, i)):
            country.update(dict.fromkeys(range(i, i + state[0]), (i, i + state[0] - 1, state[1])))
        if i not in community and (people := base.longest_community(words, i)):
            community.update(dict.fromkeys(range(i, i + people[0]), (i, i + people[0] - 1, people[1])))
    place = {i: mention for mention in places for i in range(mention.first, mention.last + 1)}
    return Scan(sentence, known, country, community, tuple(_entities(sentence)), place, is_shouted(sentence), is_titled(sentence))


def _known_at(sentence: Sentence, words: list[str], i: int, base: ActorBase, on: date | None) -> tuple[int, tuple[KnownActor, ...]] | None:
    """Return the longest name of the base that starts at a token, without people at its end ("IS militants" are people of IS)."""
    found = None if words[i] in reference_words().plain_acronyms else base.longest_match(words, i, on)
    if found is None:
        return None
    last = sentence.tokens[i + found[0] - 1]
    if found[0] > 1 and last.text.islower() and (role := base.role_noun(last.lower)) is not None and role.kind == "person":
        return base.longest_match(words[: last.i], i, on)
    return None if _is_part_of_name(sentence, i, last.i, found[1], base) else found


def _is_part_of_name(sentence: Sentence, first: int, last: int, actors: tuple[KnownActor, ...], base: ActorBase) -> bool:
    """Tell whether a known name is only a word of another: a surname behind another given name, a newspaper's name in a longer name."""
    tokens = sentence.tokens
    if all(actor.kind == "person" for actor in actors) and first == last and first:
        before = tokens[first - 1]
        given = before.pos == "PROPN" and before.dep == "compound" and before.head == first and before.text[:1].isupper()
        return given and base.role_noun(before.lower.rstrip(".")) is None and before.lower.rstrip(".") not in reference_words().courtesy
    if all(actor.sector == "JRN" for actor in actors) and last + 1 < len(tokens):
        follows = tokens[last + 1]
        return follows.pos == "PROPN" and tokens[last].dep in ("compound", "amod", "nmod") and tokens[last].head > last
    return False


def _entities(sentence: Sentence) -> list[Entity]:
    """Return the named entities of the language model, numbers and times left out."""
    found: list[Entity] = []
    start = None
    for token in (*sentence.tokens, None):
        if start is not None and (token is None or token.ent_start or not token.ent or _splits(sentence, token.i)):
            label = sentence.tokens[start].ent
            if label not in TIME_LABELS:
                found.append(Entity(start, (token.i if token else len(sentence.tokens)) - 1, label))
            start = None
        if token is not None and token.ent and not _splits(sentence, token.i) and (token.ent_start or start is None):
            start = token.i
    return found


def _splits(sentence: Sentence, i: int) -> bool:
    """Tell whether token i is a mark that no name runs across: brackets, commas, a dash with blanks around it."""
    token = sentence.tokens[i]
    if token.text in _SPLITTERS:
        return True
    blank = 0 < i < len(sentence.tokens) - 1 and sentence.tokens[i - 1].end < token.start and token.end < sentence.tokens[i + 1].start
    return blank and token.text in _DASHES


def is_shouted(sentence: Sentence) -> bool:
    """Tell whether a sentence of three words or more is written in capitals throughout."""
    words = [token.text for token in sentence.tokens if token.text.isalpha() and len(token.text) > 1]
    return len(words) >= 3 and sum(word.isupper() for word in words) >= 0.8 * len(words)


def is_titled(sentence: Sentence) -> bool:
    """Tell whether nearly all longer words of a sentence have a capital, as in headlines."""
    words = [token.text for token in sentence.tokens if token.text.isalpha() and len(token.text) > 3]
    return len(words) >= 4 and sum(word[0].isupper() for word in words) >= 0.85 * len(words)
