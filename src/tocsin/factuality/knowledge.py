"""Load the words that decide how sure an event is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tocsin.errors import KnowledgeError
from tocsin.factuality.context import STRENGTH
from tocsin.model.event import Progress, Realis

REALIS = ("actual", "future", "hypothetical", "generic")
PROGRESS = ("accomplished", "attempted", "foiled", "planned")
WAYS = ("that", "whether", "wh", "to", "to-noun", "ing", "participle", "object", "subject", "attr", "compound", "of", "for", "in", "on", "at",
        "about", "against", "over", "into", "by", "toward", "towards", "from", "with")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Signature:
    """What a class of words does to the event embedded under them. Strengths as in `Context`; "same" follows the word itself."""

    id: str
    positive: int | str
    negative: int | str
    presupposed: bool = False
    definite: bool = False
    nouns_stand: bool = False
    own_act: bool = False
    gives_up: bool = False
    subjunctive: bool = False
    content: int | None = None
    past: int | None = None
    survives: frozenset[str] = frozenset()
    realis: Realis | None = None
    progress: Progress | None = None
    superseding: bool = False


@dataclass(frozen=True, slots=True)
class Modality:
    """What a modal does to its verb: strength plain and under negation, and realis."""

    positive: int
    negative: int
    realis: Realis


@dataclass(frozen=True, slots=True)
class Modal:
    """One modal auxiliary: before a bare verb and before "have"."""

    id: str
    plain: Modality
    perfect: Modality
    told_later: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Modifier:
    """An adverb or adjective beside the event. `strength`: the most it leaves, negative when it turns the event round, None when it does not."""

    id: str
    strength: int | None = None
    realis: Realis | None = None
    progress: Progress | None = None
    superseding: bool | str = False
    content: int | None = None


@dataclass(frozen=True, slots=True)
class Opener:
    """A word that opens an adverbial clause. `strength` None: as sure as the main clause; `main`: the most the main clause can be."""

    id: str
    strength: int | None
    realis: Realis | None = None
    follows_future: bool = False
    main: int | None = None
    present: int | None = None
    clauses_only: bool = False
    could: int | None = None
    of_verb: int | None = None


@dataclass(frozen=True, slots=True)
class Negators:
    """Words that turn an event round, by how they do it."""

    adverbs: frozenset[str]
    determiners: frozenset[str]
    pronouns: frozenset[str]
    prepositions: frozenset[str]
    conjunctions: frozenset[str]
    unless_next: frozenset[str]
    holding: frozenset[str]
    frustrating: frozenset[str]


@dataclass(frozen=True, slots=True)
class Knowledge:
    """All words of the room, indexed for look-up."""

    signatures: Mapping[tuple[str, str], Signature]
    exact_signatures: Mapping[tuple[str, str], Signature]
    modals: Mapping[str, Modal]
    verb_modifiers: Mapping[str, Modifier]
    noun_modifiers: Mapping[str, Modifier]
    source_modifiers: Mapping[str, Modifier]
    openers: Mapping[str, Opener]
    negators: Negators
    surviving: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Nouns and verbs that announce a plan or a claim -> the classes under which they stand themselves."""

    def signature(self, way: str, lower: str, lemma: str, sort: str = "") -> Signature | None:
        """Return what a word does to an event that hangs on it in some way, None when it claims nothing; sort: "n" for nouns."""
        if sort and (way, f"{lemma}/{sort}") in self.signatures:
            return self.signatures[way, f"{lemma}/{sort}"]
        return self.exact_signatures.get((way, lower)) or self.signatures.get((way, lemma)) or self.signatures.get((way, lower))


class _Checker:
    """Collects what is wrong with one file, so that all of it is told at once."""

    def __init__(self, file: str) -> None:
        self.file, self.problems = file, list[str]()

    def expect(self, holds: object, problem: str) -> None:
        if not holds:
            self.problems.append(problem)

    def value(self, row: Mapping[str, Any], key: str, extra: tuple[str, ...] = ()) -> Any:
        """Return a strength, one of the extra words, or None."""
        word = row.get(key)
        self.expect(word is None or word in STRENGTH or word in extra, f"{row.get('id')}.{key}: {word!r} is no value")
        return word if word in extra else STRENGTH.get(word or "", None)

    def choice(self, row: Mapping[str, Any], key: str, allowed: tuple[str, ...]) -> Any:
        """Return a word of a closed list, or None."""
        word = row.get(key)
        self.expect(word is None or word in allowed, f"{row.get('id')}.{key}: {word!r} is not one of {', '.join(allowed)}")
        return word

    def keys(self, row: Mapping[str, Any], allowed: str) -> None:
        self.expect(set(row) <= {"id", "hits", "misses", *allowed.split()}, f"{row.get('id')}: unknown keys {sorted(set(row))}")

    def index(self, table: dict[Any, Any], key: Any, entry: Any) -> None:
        """Add an entry; a key in two classes is a problem."""
        self.expect(isinstance(key if isinstance(key, str) else key[-1], str), f"{entry.id}: {key!r} is no word")
        self.expect(key not in table or table[key] is entry, f"{key!r} stands in {entry.id} and {getattr(table.get(key), 'id', '')}")
        table[key] = entry

    def done(self) -> None:
        if self.problems:
            raise KnowledgeError(self.file, self.problems)


def read_rows(name: str) -> Any:
    """Return one data file of the room as parsed YAML."""
    path = resources.files("tocsin").joinpath("data", "factuality", name)
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - the safe loader, in C where available


def _signature(row: Mapping[str, Any], check: _Checker) -> Signature:
    check.keys(row, "uses forms positive negative presupposed definite nouns_stand own_act gives_up subjunctive content"
               " past survives realis progress superseding")
    return Signature(
        id=row["id"], positive=check.value(row, "positive", ("same",)), negative=check.value(row, "negative", ("same",)),
        presupposed=bool(row.get("presupposed")), definite=bool(row.get("definite")), nouns_stand=bool(row.get("nouns_stand")),
        own_act=bool(row.get("own_act")), gives_up=bool(row.get("gives_up")),
        subjunctive=bool(row.get("subjunctive")), content=check.value(row, "content"),
        past=check.value(row, "past"), survives=frozenset(row.get("survives", ())), realis=check.choice(row, "realis", REALIS),
        progress=check.choice(row, "progress", PROGRESS), superseding=bool(row.get("superseding")),
    )


def _uses(row: Mapping[str, Any], key: str, check: _Checker) -> Iterator[tuple[str, str]]:
    """Yield (way, word) pairs of a class."""
    for ways, words in row.get(key, {}).items():
        for way in str(ways).split():
            check.expect(way in WAYS, f"{row['id']}: {way!r} is no way")
            yield from ((way, word) for word in words)


def _load_signatures() -> tuple[dict[tuple[str, str], Signature], dict[tuple[str, str], Signature]]:
    """Return the signatures by lemma and by exact form."""
    check = _Checker("signatures.yaml")
    lemmas: dict[tuple[str, str], Signature] = {}
    forms: dict[tuple[str, str], Signature] = {}
    for row in read_rows("signatures.yaml"):
        signature = _signature(row, check)
        for key, table in (("uses", lemmas), ("forms", forms)):
            for use in _uses(row, key, check):
                check.index(table, use, signature)
    check.done()
    return lemmas, forms


def _modality(row: Mapping[str, Any], key: str, check: _Checker) -> Modality:
    part = {"id": f"{row['id']}.{key}", **row[key]}
    return Modality(check.value(part, "positive"), check.value(part, "negative"), check.choice(part, "realis", REALIS))


def _load_modals() -> dict[str, Modal]:
    """Return the modals by lower-case form."""
    check, modals = _Checker("modals.yaml"), dict[str, Modal]()
    for row in read_rows("modals.yaml"):
        check.keys(row, "forms plain perfect told_later")
        modal = Modal(row["id"], _modality(row, "plain", check), _modality(row, "perfect", check), frozenset(row.get("told_later", ())))
        for form in row["forms"]:
            check.index(modals, form, modal)
    check.done()
    return modals


def _load_modifiers() -> dict[str, dict[str, Modifier]]:
    """Return the modifiers of verbs, nouns and sources, by lower-case form."""
    check = _Checker("modifiers.yaml")
    tables: dict[str, dict[str, Modifier]] = {"verb": {}, "noun": {}, "source": {}}
    for row in read_rows("modifiers.yaml"):
        check.keys(row, "on words value realis progress superseding content")
        modifier = Modifier(row["id"], check.value(row, "value"), check.choice(row, "realis", REALIS), check.choice(row, "progress", PROGRESS),
                            row.get("superseding", False), check.value(row, "content"))
        where = check.choice(row, "on", ("verb", "noun", "both", "source"))
        for name in ("verb", "noun") if where == "both" else (where,):
            for word in row["words"]:
                check.index(tables[name], word, modifier)
    check.done()
    return tables


def _load_openers() -> dict[str, Opener]:
    """Return the clause openers by lower-case words."""
    check, openers = _Checker("clauses.yaml"), dict[str, Opener]()
    for row in read_rows("clauses.yaml"):
        check.keys(row, "openers value realis follows_future main present clauses_only could of_verb")
        strength = check.value(row, "value", ("same",))
        opener = Opener(row["id"], None if strength == "same" else strength, check.choice(row, "realis", REALIS),
                        bool(row.get("follows_future")), check.value(row, "main"), check.value(row, "present"), bool(row.get("clauses_only")),
                        check.value(row, "could"), check.value(row, "of_verb"))
        for words in row["openers"]:
            check.index(openers, words, opener)
    check.done()
    return openers


def _load_negators() -> Negators:
    rows = read_rows("negators.yaml")
    check = _Checker("negators.yaml")
    check.keys(rows, "adverbs determiners pronouns prepositions conjunctions unless_next holding frustrating")
    check.done()
    return Negators(**{key: frozenset(map(str, rows[key])) for key in Negators.__slots__})


@cache
def load_knowledge() -> Knowledge:
    """Return the shipped knowledge, read once.

    Raises:
        KnowledgeError: a data file breaks its own rules; all problems of the file are listed.
    """
    signatures, exact = _load_signatures()
    modifiers = _load_modifiers()
    return Knowledge(signatures, exact, _load_modals(), modifiers["verb"], modifiers["noun"], modifiers["source"], _load_openers(), _load_negators(),
                     {word.removesuffix("/n"): signature.survives for (way, word), signature in signatures.items()
                      if signature.survives and way in ("that", "to", "of", "for")})
