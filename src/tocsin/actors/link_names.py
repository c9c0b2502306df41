"""Decide which names in an article mean the same actor: full and short forms, acronyms, spellings, countries and their capitals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tocsin.actorbase.names import same_name, sound_word
from tocsin.actors.cluster import Cluster, Reference
from tocsin.actors.grammar import surface
from tocsin.actors.phrase import Phrase
from tocsin.actors.words import reference_words

_SMALL = frozenset({"of", "the", "for", "and", "in", "to", "de", "la", "du", "des", "et", "a", "del", "y", "e", "al"})
_OPEN, _AFTER_ALIAS, _MARKS = frozenset({"(", "["}), frozenset(")],;/\"'"), frozenset("\"'“”’‘,")
_SHORTEST_ACRONYM = 2
_STATES = frozenset({"STATE", "SEAT", "NATION"})


def link_names(reference: Reference) -> None:
    """Put every name into a cluster, in text order."""
    aliases, book = dict(_bracketed(reference)), NameBook()
    for phrase in reference.phrases:
        if phrase.kind != "name":
            continue
        full = aliases.get(phrase.key)
        cluster = (reference.resolved(full) or reference.assign(full)) if full else None
        if cluster is not None and _clash(cluster, phrase):
            cluster = None
        book.enter(phrase, reference.assign(phrase, cluster or book.known_as(phrase)))


class NameBook:
    """The named clusters so far, found by the words that another form of the name must share with them."""

    def __init__(self) -> None:
        """Start empty."""
        self._by_clue: defaultdict[str, dict[int, Cluster]] = defaultdict(dict)
        self._order: dict[int, int] = {}

    def enter(self, phrase: Phrase, cluster: Cluster) -> None:
        """Note a cluster under the clues of a name that it has."""
        self._order.setdefault(id(cluster), len(self._order))
        for clue in _clues(phrase):
            self._by_clue[clue][id(cluster)] = cluster

    def known_as(self, phrase: Phrase) -> Cluster | None:
        """Return the latest cluster that a name can belong to, exact matches before partial ones."""
        text = surface(phrase.sentence, phrase.first, phrase.last)
        sharing = {key: cluster for clue in _clues(phrase) for key, cluster in self._by_clue[clue].items()}
        latest_first = [sharing[key] for key in sorted(sharing, key=self._order.__getitem__, reverse=True)]
        open_ones = [cluster for cluster in latest_first if not _clash(cluster, phrase)]
        for test in (_same_entry, _same_words, _short_form):
            for cluster in open_ones:
                if test(cluster, phrase, text):
                    return cluster
        return _by_first_name(open_ones, phrase, text)


def _clues(phrase: Phrase) -> set[str]:
    """Return what two forms of one name share at least one of: entry, country, first word, last word, its sound, initials."""
    words = phrase.lemma.split()
    clues = {f"id {known.id}" for known in phrase.known}
    if phrase.formal:
        clues.add(f"state {phrase.traits.country}")
    if words:
        text = surface(phrase.sentence, phrase.first, phrase.last)
        clues |= {words[0], words[-1], f"~{sound_word(words[-1])}", f"={initials(text)}"}
        clues |= {f"={text.upper()}"} if _is_acronym(text) else set()
    return clues


def _bracketed(reference: Reference) -> Iterator[tuple[tuple[int, int], Phrase]]:
    """Yield (key of a name in brackets, name before the bracket) for "Northern Relief Council (NRC)" and "NRC (Northern …)"."""
    for earlier, later in zip(reference.phrases, reference.phrases[1:], strict=False):
        if earlier.kind != "pronoun" and later.kind == "name" and earlier.sentence is later.sentence and _introduces(earlier, later):
            full, short = (surface(phrase.sentence, phrase.first, phrase.last) for phrase in (earlier, later))
            if _can_be_alias(full, short, earlier, later):
                yield later.key, earlier


def _introduces(earlier: Phrase, later: Phrase) -> bool:
    """Tell whether a bracket or "also known as" joins two phrases."""
    tokens = earlier.sentence.tokens
    between = " ".join(token.lower for token in tokens[earlier.last + 1 : later.first] if token.text not in _MARKS)
    after = tokens[later.last + 1].text if later.last + 1 < len(tokens) else ""
    return between in reference_words().alias_joints or (between in _OPEN and after in _AFTER_ALIAS)


def _can_be_alias(full: str, short: str, earlier: Phrase, later: Phrase) -> bool:
    """Tell whether one name can be another form of the other: an acronym, or a second name of a body."""
    if _is_acronym(short) and len(short) > 2 and short.upper() == initials(full):
        return True
    if "STATE" in (earlier.label, later.label) or later.label == "PLACE" or "NATION" in (earlier.label, later.label):
        return False
    if earlier.kind == "nominal":
        return earlier.traits.kind in ("group", "organisation") and _is_acronym(short) and initials(full).endswith(short.upper())
    if _is_acronym(short):
        return later.label != "PERSON" or earlier.label == "PERSON"
    if _is_acronym(full):
        return full.upper() == initials(short) or (bool(earlier.known) and later.label != "PERSON")
    return earlier.label == later.label


def _is_acronym(text: str) -> bool:
    """Tell whether a name is written as initials ("ICC", "CPP-NPA", "UdCC")."""
    letters = [char for char in text if char.isalpha()]
    return _SHORTEST_ACRONYM <= len(letters) <= 10 and " " not in text and sum(char.isupper() for char in letters) >= 0.6 * len(letters)


def _clash(cluster: Cluster, phrase: Phrase) -> bool:
    """Tell whether the base knows that a name is somebody else."""
    found = {known.id for known in phrase.known}
    return bool(found and cluster.ids and not found & cluster.ids)


def _by_first_name(clusters: list[Cluster], phrase: Phrase, text: str) -> Cluster | None:
    """Return the only person whose full name starts with a name that stands alone ("Nora Lindqvist … Nora")."""
    if " " in text or phrase.label not in ("PERSON", "") or phrase.traits.kind not in ("person", None):
        return None
    fitting = [
        cluster for cluster in clusters if cluster.kind == "person" and any(key.split()[0] == phrase.lemma and " " in key for key in cluster.keys)
    ]
    return fitting[0] if len(fitting) == 1 and {phrase.traits.gender, fitting[0].gender} != {"m", "f"} else None


def _same_entry(cluster: Cluster, phrase: Phrase, _text: str) -> bool:
    """The base has one entry, or one country, for both names."""
    if phrase.label in ("STATE", "SEAT", "NATION") and not phrase.known:
        return cluster.kind == "state" and cluster.country == phrase.traits.country and not cluster.labels.isdisjoint(_STATES)
    return bool(cluster.ids) and {known.id for known in phrase.known} == cluster.ids


def _same_words(cluster: Cluster, phrase: Phrase, _text: str) -> bool:
    """The names are the same but for case, accents and articles."""
    return phrase.lemma in cluster.keys and ("PLACE" in cluster.labels) == (phrase.label == "PLACE")


def _short_form(cluster: Cluster, phrase: Phrase, text: str) -> bool:
    """One name is a short form, spelling or acronym of the other."""
    if phrase.label in ("STATE", "SEAT", "NATION", "PLACE"):
        return False
    if not cluster.labels.isdisjoint(_STATES) or "PLACE" in cluster.labels:
        return False
    fulls = cluster.texts
    if not cluster.roles and not phrase.role and any(_is_acronym_of(full, text) for full in fulls):
        return True
    if "PERSON" in {phrase.label, *cluster.labels} and cluster.kind in ("person", None):
        complete = [full for full in fulls if " " in full] if " " in text else []
        return (
            all(_same_person(text, full, phrase, cluster) for full in complete)
            if complete
            else any(_same_person(text, full, phrase, cluster) for full in fulls)
        )
    return cluster.kind != "person" and phrase.traits.kind != "person" and any(_same_body(full, text) for full in fulls)


def _same_person(one: str, other: str, phrase: Phrase, cluster: Cluster) -> bool:
    """Tell whether two names can be one person's."""
    if {phrase.traits.gender, cluster.gender} == {"m", "f"}:
        return False
    return same_name(one, other)


def _same_body(one: str, other: str) -> bool:
    """Tell whether one name of a body is the acronym of the other, or the other without words that only name its kind."""
    short, full = sorted((one, other), key=len)
    return _only_kind_words_missing(short.lower().split(), full.lower().split())


def _is_acronym_of(one: str, other: str) -> bool:
    """Tell whether one name is made of the initials of the other, three at least."""
    short, full = sorted((one, other), key=len)
    return _is_acronym(short) and len(short) > 2 and short.isalpha() and short.upper() == initials(full)


def initials(name: str) -> str:
    """Return the initials of the words that count, in capitals: "Islamic Movement of Uzbekistan" gives "IMU"."""
    return "".join(word[0] for word in name.replace("-", " ").split() if word.lower() not in _SMALL and word[:1].isalpha()).upper()


def _only_kind_words_missing(short: list[str], full: list[str]) -> bool:
    """Tell whether the longer name only adds words like "movement" or "group"."""
    short, full = [word for word in short if word not in _SMALL], [word for word in full if word not in _SMALL]
    extra = len(full) - len(short)
    if extra <= 0 or not short:
        return False
    kinds = reference_words().body_words
    if full[extra:] == short:
        return all(word in kinds for word in full[:extra]) or (len(short) > 1 and full[0] not in reference_words().faction_words and extra == 1)
    return full[: len(short)] == short and all(word in kinds for word in full[len(short) :])
