"""What the rest of an article says about a name, and the words right around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tocsin.actorbase.load import load_actor_base
from tocsin.gazetteer.load import Hit
from tocsin.gazetteer.words import PlaceWords
from tocsin.model.text import Sentence, Token
from tocsin.places.spots import PLACE_LABELS, Spot, entities

MOST_AREAS = 12
"""Areas of one name that are tried as holders of a place beside it."""
_PERSON = frozenset({"PERSON"})


@dataclass(slots=True)
class Company:
    """What the rest of the article says about names: who is a person, what the language model calls a place elsewhere."""

    words: PlaceWords
    persons: Counter[str] = field(default_factory=Counter)
    surnames: Counter[str] = field(default_factory=Counter)
    places: Counter[str] = field(default_factory=Counter)
    others: Counter[str] = field(default_factory=Counter)
    forenames: Counter[str] = field(default_factory=Counter)
    known_at: set[tuple[int, int]] = field(default_factory=set)
    areas: dict[tuple[int, int], tuple[Hit, ...]] = field(default_factory=dict)
    actors: set[tuple[int, int, int]] = field(default_factory=set)
    within_actors: set[tuple[int, int]] = field(default_factory=set)


def keep_company(sentences: Sequence[Sentence], spots: Iterable[Spot], words: PlaceWords) -> Company:
    """Return what the article says about its names."""
    company = Company(words)
    for sent in sentences:
        for first, last in entities(sent, _PERSON):
            names = [token.lower for token in sent.tokens[first:last + 1] if token.text[0].isupper()]
            company.persons.update(names)
            if len(names) > 1:
                company.surnames[names[-1]] += 1
                company.forenames[names[0]] += 1
        _note_actors(sent, company)
    for spot in spots:
        labels = {token.ent for token in spot.tokens}
        (company.places if labels & PLACE_LABELS else company.others)[spot.text.casefold()] += 1
        if spot.named or any(hit.place.feature in ("PCLI", "ADM1") or hit.place.population > 100_000 for hit in spot.hits):
            company.known_at.update((spot.sent.index, i) for i in range(spot.first, spot.last + 1))
        areas = tuple(hit for hit in spot.hits if hit.place.feature in ("PCLI", "ADM1", "ADM2"))[:MOST_AREAS]
        if areas:
            company.areas[spot.sent.index, spot.first] = areas
    return company


def _note_actors(sent: Sentence, company: Company) -> None:
    """Note where known groups, organisations and seats of government are named ("United Russia", "the Kremlin")."""
    base, words, start = load_actor_base(), [token.text for token in sent.tokens], 0
    while start < len(words):
        if not (words[start][0].isupper() or (words[start].lower() in ("al", "el") and start + 1 < len(words) and words[start + 1] == "-")):
            start += 1
            continue
        match = base.longest_match(words, start)
        seat = base.longest_country(words, start) if match is None else None
        if match is not None and any(actor.kind in ("group", "organisation") for actor in match[1]):
            count = match[0]
        elif seat is not None and seat[1].form == "seat":
            count = seat[0]
        else:
            start += 1
            continue
        company.actors.add((sent.index, start, start + count - 1))
        if count > 1:
            company.within_actors.update((sent.index, i) for i in range(start, start + count))
        start += count


class Around:
    """The tokens around a span, by position from its edges; a missing token is None."""

    __slots__ = ("before", "behind", "company", "next_behind", "spot", "two_before")

    def __init__(self, spot: Spot, company: Company) -> None:
        """Look the neighbours up once."""
        tokens = spot.sent.tokens
        self.spot, self.company = spot, company
        self.before: Token | None = tokens[spot.first - 1] if spot.first else None
        self.two_before: Token | None = tokens[spot.first - 2] if spot.first > 1 else None
        self.behind: Token | None = tokens[spot.last + 1] if spot.last + 1 < len(tokens) else None
        self.next_behind: Token | None = tokens[spot.last + 2] if spot.last + 2 < len(tokens) else None


def lower(token: Token | None) -> str:
    """Return a token's lower-case text, "" for a missing token."""
    return token.lower if token else ""


def is_capital(token: Token | None) -> bool:
    """Tell whether a token is a proper noun with a capital."""
    return token is not None and token.text[0].isupper() and token.pos == "PROPN"
