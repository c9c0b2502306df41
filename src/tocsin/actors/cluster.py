"""Clusters: phrases that mean the same actor, while the article is being resolved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from tocsin.actors.grammar import SUBJECTS, first_conjunct, slot, surface
from tocsin.actors.phrase import Phrase
from tocsin.actors.words import Gender, Grammatical
from tocsin.model.who import Count


@dataclass(slots=True, eq=False)
class Cluster:
    """One actor in the making. Facts are gathered as phrases come in; the first value of a trait stays.

    Attributes:
        keys: Folded names, and aliases given in brackets. `ids`: ids of the base that a name of it can be, None before any name was known.
        texts, labels: The names as written, and their entity labels.
        heads: Lemmas of the head nouns of nominals and roles.
        groups: Keys of bodies that it belongs to.
        parts: Clusters that it is made of ("the two groups").
    """

    phrases: list[Phrase] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    ids: set[str] | None = None
    texts: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)
    modifiers: set[str] = field(default_factory=set)
    groups: set[str] = field(default_factory=set)
    roles: list[str] = field(default_factory=list)
    kind: str | None = None
    votes: Counter[str] = field(default_factory=Counter)
    sector: str | None = None
    country: str | None = None
    religion: str | None = None
    ethnicity: str | None = None
    gender: Gender = "x"
    number: Grammatical = "x"
    armed: bool = False
    leader: bool = False
    named: bool = False
    count: Count | None = None
    parts: tuple[Cluster, ...] = ()

    def add(self, phrase: Phrase) -> None:
        """Take in a phrase with what it says."""
        self.phrases.append(phrase)
        traits = phrase.traits
        if phrase.kind != "pronoun":
            self._add_words(phrase)
            self.country = self.country or traits.country or phrase.place_country
            if self.sector in (None, "UAF") or (self.sector == "MIL" and traits.sector == "REB"):  # a rebel's rank is no army's
                self.sector = self.sector if self.sector and traits.sector == "CVL" else traits.sector or self.sector
            self.religion, self.ethnicity = self.religion or traits.religion, self.ethnicity or traits.ethnicity
            self.armed, self.leader = self.armed or traits.armed, self.leader or traits.leader
        self._vote(phrase)
        # "they" and "its" say nothing lasting about a body: "the army … they".
        if phrase.kind != "pronoun" or traits.gender in ("m", "f"):
            self.gender = self.gender if self.gender != "x" else traits.gender
            self.number = self.number if self.number != "x" else traits.number

    def _vote(self, phrase: Phrase) -> None:
        """Settle the kind: the base decides, then what most names, offices and pronouns say, a person's signs counting double."""
        kind = phrase.traits.kind
        if kind is None or (phrase.kind == "pronoun" and kind != "person"):
            return
        weight = 9 if len(phrase.known) == 1 or phrase.formal else 2 if kind == "person" else 1
        if phrase.kind == "name" or not self.named or kind == "person":
            self.votes[kind] += weight
        if self.votes:
            self.kind = max(self.votes, key=lambda each: (self.votes[each], each == self.kind))

    def _add_words(self, phrase: Phrase) -> None:
        """Take in the names, nouns and counts of a phrase."""
        if phrase.kind == "name":
            self.named = True
            self.keys.add(phrase.lemma)
            self.texts.add(surface(phrase.sentence, phrase.first, phrase.last))
            self.labels.add(phrase.label)
            if phrase.known:
                found = {known.id for known in phrase.known}
                self.ids = (self.ids & found or self.ids) if self.ids else found
            if len(phrase.known) == 1 and phrase.known[0].office:
                self.heads.add(phrase.known[0].office.lower().split(" of ")[0].split()[-1])
        else:
            self.heads.add(phrase.lemma)
            self.modifiers |= phrase.modifiers
            if self.count is None or (phrase.count and self.count.policy == "plural"):
                self.count = phrase.count
        if phrase.role:
            self.roles.append(phrase.role)
        if phrase.role_noun:
            self.heads.update((phrase.role_noun.noun, phrase.role_noun.noun.split()[-1]))
        if phrase.traits.group:
            self.groups.add(phrase.traits.group)

    @property
    def last(self) -> Phrase:
        """Return the latest phrase."""
        return self.phrases[-1]


class Reference:
    """The phrases of an article in order, with the cluster of each one that has been resolved."""

    def __init__(self, phrases: list[Phrase]) -> None:
        """Take the phrases in text order."""
        self.phrases = phrases
        self.position = {phrase.key: n for n, phrase in enumerate(phrases)}
        self.at: dict[tuple[int, int], Phrase] = {(p.sentence.index, head): p for p in phrases for head in (p.head, *p.also)}
        self.cluster_of: dict[tuple[int, int], Cluster] = {}
        self.clusters: list[Cluster] = []
        self.by_head: defaultdict[str, list[Cluster]] = defaultdict(list)

    def assign(self, phrase: Phrase, cluster: Cluster | None = None) -> Cluster:
        """Put a phrase into a cluster, a new one by default."""
        if cluster is None:
            cluster = Cluster()
            self.clusters.append(cluster)
        cluster.add(phrase)
        self.cluster_of[phrase.key] = cluster
        for head in {phrase.lemma, *(phrase.role_noun.noun.split()[-1:] if phrase.role_noun else ())}:
            if cluster not in self.by_head[head]:
                self.by_head[head].append(cluster)
        return cluster

    def resolved(self, phrase: Phrase | None) -> Cluster | None:
        """Return the cluster of a phrase, None while it has none."""
        return None if phrase is None else self.cluster_of.get(phrase.key)

    def phrase_at(self, sentence: int, head: int | None) -> Phrase | None:
        """Return the phrase that a token heads."""
        return None if head is None else self.at.get((sentence, head))

    def before(self, phrase: Phrase, sentences: int) -> Iterator[Phrase]:
        """Yield resolved phrases before a phrase, nearest first, at most so many sentences back."""
        for n in range(self.position[phrase.key] - 1, -1, -1):
            earlier = self.phrases[n]
            if phrase.sentence.index - earlier.sentence.index > sentences:
                return
            if earlier.key in self.cluster_of:
                yield earlier

    def following(self, phrase: Phrase) -> Iterator[Phrase]:
        """Yield the few phrases right behind a phrase in its sentence."""
        n = self.position[phrase.key]
        for later in self.phrases[n + 1 : n + 4]:
            if later.sentence is phrase.sentence:
                yield later

    def candidates(self, phrase: Phrase, sentences: int) -> list[tuple[Phrase, Cluster]]:
        """Return the clusters mentioned before a phrase with their latest phrase there, most salient first.

        Nearer sentences come first; within one sentence subjects, then what stands first.
        """
        latest: dict[int, tuple[Phrase, Cluster]] = {}
        for earlier in self.before(phrase, sentences):
            cluster = self.cluster_of[earlier.key]
            known = latest.get(id(cluster))
            if known is None or (known[0].sentence.index == earlier.sentence.index and salience(earlier) < salience(known[0])):
                latest[id(cluster)] = (earlier, cluster)
        return sorted(latest.values(), key=lambda pair: (-pair[0].sentence.index, salience(pair[0])))


def salience(phrase: Phrase) -> tuple[int, int]:
    """Return how far a phrase is from being what its sentence is about: subjects first, then objects, then the rest, each in text order."""
    place = slot(phrase.sentence, phrase.head)
    head = first_conjunct(phrase.sentence, phrase.head)
    main = phrase.sentence.tokens[phrase.sentence.tokens[head].head].dep == "ROOT"
    rank = 0 if place in SUBJECTS and main else 1 if place in SUBJECTS else 2 if place in ("dobj", "dative", "ROOT") else 3
    return rank, phrase.head


def joint(reference: Reference, clusters: list[Cluster]) -> Cluster:
    """Return the cluster that stands for several together, made when it is not there yet."""
    flat = tuple(dict.fromkeys(part for cluster in clusters for part in (cluster.parts or (cluster,))))
    for cluster in reference.clusters:
        if cluster.parts and set(map(id, cluster.parts)) == set(map(id, flat)):
            return cluster
    made = Cluster(kind=flat[0].kind, sector=flat[0].sector, number="p", parts=flat)
    reference.clusters.append(made)
    return made
