"""Carry names through the article: a name that was seen once is one wherever it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.actorbase.load import ActorBase
from tocsin.actorbase.types import KnownActor
from tocsin.actors.names import Name, head_of, is_of_place
from tocsin.actors.scan import TIME_LABELS, Scan

_SHORTEST_SURNAME = 4
Words = tuple[str, ...]
Seen = dict[str, dict[Words, tuple[str, tuple[KnownActor, ...]]]]


def repeat_names(scans: Sequence[Scan], names: Sequence[list[Name]], base: ActorBase) -> list[list[Name]]:
    """Return the names of each sentence with those added that other sentences show to be names: acronyms, surnames, bodies."""
    places = _places(scans)
    names = [
        [name for name in found if name.known or _text(scan, name.first, name.last) not in places] for scan, found in zip(scans, names, strict=True)
    ]
    seen = _seen(scans, names, base)
    return [
        sorted((*(_of_this_article(scan, name, seen) for name in found), *_missed(scan, found, seen)), key=lambda name: name.first)
        for scan, found in zip(scans, names, strict=True)
    ]


def _text(scan: Scan, first: int, last: int) -> str:
    """Return the words of a name joined by blanks."""
    return " ".join(token.text for token in scan.sentence.tokens[first : last + 1])


def _places(scans: Sequence[Scan]) -> set[str]:
    """Return the names that the article itself shows to be places ("the town of Orvel", "Brenna province")."""
    return {_text(scan, entity.first, entity.last) for scan in scans for entity in scan.entities if is_of_place(scan, entity)}


def _of_this_article(scan: Scan, name: Name, seen: Seen) -> Name:
    """Return a surname without the entry of the base when the article gives it to somebody whom the base does not know."""
    word = scan.sentence.tokens[name.first].text
    here = seen.get(word, {}).get((word,))
    alone = name.first == name.last and name.label == "PERSON" and name.known
    return replace(name, known=()) if alone and here is not None and not here[1] else name


def _seen(scans: Sequence[Scan], names: Sequence[list[Name]], base: ActorBase) -> Seen:
    """Return the words of all names by their first word; of persons also the last name alone."""
    seen: Seen = {}
    for scan, found in zip(scans, names, strict=True):
        for name in found:
            if name.label not in ("PERSON", "ORG") or scan.titled:
                continue
            words = tuple(token.text for token in scan.sentence.tokens[name.first : name.last + 1])
            if len(words) > 1 or words[0].isupper() or (name.label == "PERSON" and words not in seen.get(words[0], {})):
                seen.setdefault(words[0], {}).setdefault(words, (name.label, name.known))
            if name.label == "PERSON" and len(words) > 1 and len(words[-1]) >= _SHORTEST_SURNAME and base.role_noun(words[-1].lower()) is None:
                seen.setdefault(words[-1], {})[words[-1:]] = ("PERSON", name.known)
    return seen


def _missed(scan: Scan, found: list[Name], seen: Seen) -> list[Name]:
    """Return the repeated names in a sentence that do not touch a name already found."""
    tokens = scan.sentence.tokens
    taken = {i for name in found for i in range(name.first, name.last + 1)}
    missed: list[Name] = []
    for token in tokens:
        options = seen.get(token.text)
        if options is None or token.i in taken or token.i in scan.country or token.i in scan.place or token.ent in TIME_LABELS:
            continue
        if not token.text[:1].isupper() or (token.pos != "PROPN" and not token.text.isupper()):
            continue
        for words in sorted(options, key=len, reverse=True):
            span = range(token.i, token.i + len(words))
            if tuple(each.text for each in tokens[token.i : token.i + len(words)]) == words and not taken.intersection(span):
                taken.update(span)
                label, known = options[words]
                missed.append(Name(token.i, span[-1], head_of(scan.sentence, token.i, span[-1]), label, known))
                break
    return missed
