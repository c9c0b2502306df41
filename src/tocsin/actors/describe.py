"""Turn clusters into actors: name, id in the base, kind, sector, country, role and number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tocsin.actorbase.load import ActorBase
from tocsin.actorbase.names import same_name
from tocsin.actorbase.types import KnownActor
from tocsin.actors.cluster import Cluster
from tocsin.actors.grammar import surface
from tocsin.actors.phrase import Phrase
from tocsin.actors.words import reference_words
from tocsin.model.who import Actor, ActorKind, ActorMention, Count

_ALIKE = 0.85
"""Least likeness of two spellings of a full name; two first names beside one surname have less."""
_STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})


def to_actor(cluster: Cluster, number: int, ids: Mapping[int, str], base: ActorBase, home: str | None) -> Actor:
    """Return the actor of a cluster.

    Args:
        cluster: The cluster.
        number: Its place in the order of first mention, from 1.
        ids: Actor id by `id()` of every cluster, for parts.
        base: The actor base.
        home: The article's country, for its police and government.
    """
    known = _entry(cluster, base)
    group = _group_entry(cluster, base) if known is None else None
    return Actor(
        id=f"a{number}",
        name=_name(cluster),
        kind=known.kind if known else _kind(cluster),
        kb=known.id if known else group.id if group else None,
        sector=(known.sector if known else None) or cluster.sector or (group.sector if group else None),
        country=(known.country if known else None) or cluster.country or (group.country if group else None) or _home(cluster, known, home),
        religion=cluster.religion or (known.religion if known else None),
        ethnicity=cluster.ethnicity or (known.ethnicity if known else None),
        role=max(cluster.roles, key=len) if cluster.roles and _kind(cluster) == "person" else None,
        number=_number(cluster),
        mentions=tuple(_mentions(cluster)),
        parts=tuple(ids[id(part)] for part in cluster.parts if id(part) in ids),
    )


def _home(cluster: Cluster, known: KnownActor | None, home: str | None) -> str | None:
    """Return the article's country for organs of a state that no other country is named for."""
    state_organ = known is None and cluster.sector in _STATE_SECTORS and not cluster.groups and not cluster.parts
    abroad = bool(cluster.modifiers & reference_words().foreign_words)
    return home if state_organ and not abroad and (not cluster.named or cluster.kind == "person") else None


def _entry(cluster: Cluster, base: ActorBase) -> KnownActor | None:
    """Return the one entry of the base that the names of a cluster mean, None when there is none or several fit."""
    entries = [entry for each in sorted(cluster.ids or ()) if (entry := base.get(each))]
    full = max(cluster.texts, key=len, default="")
    if cluster.kind == "person" and " " in full:
        entries = [entry for entry in entries if _bears(entry, full)] or _alike(full, base)
    if len(entries) > 1:
        entries = [entry for entry in entries if entry.country is not None and entry.country == cluster.country]
    return entries[0] if len(entries) == 1 else None


def _bears(entry: KnownActor, name: str) -> bool:
    """Tell whether an entry can be the bearer of a full name, whatever surname they share."""
    return any(" " in known and same_name(name, known) for known in (entry.name, *(alias.name for alias in entry.aliases)))


def _alike(name: str, base: ActorBase) -> list[KnownActor]:
    """Return the person of the base whose full name is another spelling of a name, [] when none or several are."""
    found = [entry for entry, score in base.find_alike(name) if score >= _ALIKE and entry.kind == "person" and _bears(entry, name)]
    return found if len(found) == 1 else []


def _group_entry(cluster: Cluster, base: ActorBase) -> KnownActor | None:
    """Return the entry of the body whose nameless people a cluster is ("ISIS fighters"); never for single persons."""
    if cluster.named or cluster.kind not in ("group", "unidentified", "population") or not cluster.armed or len(cluster.groups) != 1:
        return None
    return base.get(next(iter(cluster.groups)))


def _kind(cluster: Cluster) -> ActorKind:
    """Return the kind, "person" or "organisation" for a name of which nothing is known."""
    kind = cluster.kind
    if kind is not None:
        return kind  # type: ignore[return-value]
    if cluster.named:
        return "person" if cluster.gender in ("m", "f") else "organisation"
    return "population" if cluster.number == "p" else "unidentified"


def _name(cluster: Cluster) -> str:
    """Return the fullest name, else the most telling nominal, else the words that are there."""
    names = [phrase for phrase in cluster.phrases if phrase.kind == "name"]
    if names and all(phrase.formal for phrase in names):
        return _state_name(names)
    if names:
        return max((surface(p.sentence, p.first, p.last) for p in names), key=len).strip(" -–—\"“”'")
    nominals = [phrase for phrase in cluster.phrases if phrase.kind == "nominal"]
    if nominals:
        return max(
            (_bare(phrase) for phrase in nominals), key=lambda name: (len(name.split()) > 1, -len(name.split()) if len(name) > 60 else len(name))
        )
    if cluster.parts:
        return " and ".join(_name(part) for part in cluster.parts)
    return cluster.phrases[0].lemma


def _state_name(names: list[Phrase]) -> str:
    """Return the name of a state: as the article names the country, else its seat, else the country's own name."""
    for label in ("STATE", "SEAT"):
        found = [surface(p.sentence, p.first, p.last) for p in names if p.label == label]
        if found:
            return max(found, key=len)
    return names[0].formal or ""


def _bare(phrase: Phrase) -> str:
    """Return a nominal without the number before it: "Kenyan quarry workers" for "dozens of Kenyan quarry workers"."""
    sentence, first = phrase.sentence, phrase.first
    noun = phrase.also[0] if phrase.also else phrase.head
    stop = max(noun, phrase.head)
    counted = phrase.count.span if phrase.count and phrase.count.policy != "plural" else None
    while first < stop and (
        (counted and counted[0] <= sentence.tokens[first].start < counted[1])
        or sentence.tokens[first].lower in ("of", "the", "a", "an", "these", "those")
        or (phrase.also and first <= phrase.head < noun)
    ):
        first += 1
    return surface(sentence, first, max(phrase.last, first)).strip(" -–—\"“”'")


def _number(cluster: Cluster) -> Count | None:
    """Return the count, only for people without a name."""
    if cluster.named or cluster.kind in ("organisation", "state"):
        return None
    counts = [phrase.count for phrase in cluster.phrases if phrase.count]
    return min(counts, key=lambda count: ("exact", "bound", "word", "plural").index(count.policy)) if counts else None


def _mentions(cluster: Cluster) -> Sequence[ActorMention]:
    """Return the mentions in text order; a phrase with several heads gives one mention for each."""
    found = {}
    for phrase in cluster.phrases:
        for head in (phrase.head, *phrase.also):
            span = (
                phrase.span
                if head == phrase.head or phrase.kind == "name"
                else phrase.sentence.token_span(min(head, _noun_start(phrase, head)), phrase.last)
            )
            found[phrase.sentence.index, head] = ActorMention(phrase.sentence.section, phrase.sentence.index, head, span, phrase.kind)
    return [found[key] for key in sorted(found)]


def _noun_start(phrase: Phrase, head: int) -> int:
    """Return where the noun of "dozens of Kenyan workers" starts with its modifiers."""
    start = head
    while start > phrase.head + 1 and phrase.sentence.tokens[start - 1].lower != "of":
        start -= 1
    return start
