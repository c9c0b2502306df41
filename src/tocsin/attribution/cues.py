"""Load the words that report: verbs, nouns and adjectives with the ways in which they take what is reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from tocsin.errors import KnowledgeError

STANCES = ("assert", "hedge", "deny", "ask", "want", "know")
PREPOSITIONS = frozenset("of about against on for to with as at by in over upon from".split())
PASSIVES = frozenset({"passive for", "passive as"})
WAYS = PASSIVES | frozenset({"quote", "that", "to do", "ing", "object", "whom to", "as", "aside"}) | PREPOSITIONS
FILES = {"verbs.yaml": "verbs", "nouns.yaml": "nouns", "adjectives.yaml": "adjectives"}
_ORDER = ("aside", "that", "whom to", "as", "to do", "ing", "object")
"""The most telling way first: "urged both sides to stop" has an object, but what is urged is the whole. Prepositions come last."""
_KEYS = frozenset("id takes owned with needs_with objects objects_of things after addressee stance speech hidden hits misses".split())
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Cue:
    """One way of reporting.

    Attributes:
        takes: Ways in which the content hangs on the cue, in order of preference; `owned`: ways that need a source.
        objects_with: Prepositions whose phrase belongs to the content beside an object; `needs_with`: no content without such a phrase.
        objects: Lemmas of the only objects that count, empty for any.
        addressee: True when a noun phrase beside the content is the one spoken to.
        of_documents: True when an object counts only with a document as source ("the report documents abuses").
        after: Lemmas of the verbs after which an adjective reports, empty for "be" and its like.
        things: True when people as objects do not count.
        documents: True when it is speech only with a document as source ("the report shows", not "the troops showed").
        hidden: True when the subject belongs to the content and nobody is named as source.
    """

    id: str
    takes: tuple[str, ...]
    owned: tuple[str, ...]
    objects_with: frozenset[str]
    needs_with: bool
    objects: frozenset[str]
    addressee: bool
    stance: str
    speech: bool
    documents: bool
    of_documents: bool
    things: bool
    after: frozenset[str]
    hidden: bool


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues, by word. Verbs are keyed by (lemma, particle), with "" for no particle; their ways are tried in turn."""

    verbs: Mapping[tuple[str, str], tuple[tuple[str, Cue], ...]]
    nouns: Mapping[str, tuple[Cue, ...]]
    adjectives: Mapping[str, tuple[Cue, ...]]
    forms: Mapping[str, str]
    """Regular forms of the verbs -> lemma, for words that the language model does not reduce to it ("hoping")."""
    documents: frozenset[str]
    """Nouns of what can be read, seen or counted: reports, polls, videos."""
    polls: frozenset[str]
    """Documents that count: "in the latest poll" names a source like "according to"."""
    speakers: frozenset[str]
    """Nouns that stand before the colon of a headline for the one who says it."""
    reporting: frozenset[str]
    """Lemmas of the verbs of speech that take a clause or a quotation."""
    speaking: frozenset[str]
    """Lemmas of the verbs that are acts of speech in all their uses, and of blame and praise."""


def read_rows(name: str) -> list[Mapping[str, Any]]:
    """Return the entries of one data file of the room."""
    path = resources.files("tocsin").joinpath("data", "attribution", name)
    rows: list[Mapping[str, Any]] = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 - safe loader, in C where available
    return rows


def _problems(row: Mapping[str, Any], words: str) -> Iterable[str]:
    """Yield what is wrong with one entry."""
    name = row.get("id")
    if set(row) - _KEYS - {words}:
        yield f"{name}: unknown keys {sorted(set(row) - _KEYS - {words})}"
    if row.get("stance") not in STANCES or row.get("speech") not in (True, False, "documents"):
        yield f"{name}: stance or speech is missing or unknown"
    for way in (*row.get("takes", ()), *row.get("owned", ())):
        if way not in WAYS:
            yield f"{name}: {way!r} is no way to take a content"
    listed = row.get(words, [])
    if not all(isinstance(word, str) for word in listed) or len(set(listed)) != len(listed):
        yield f"{name}: {words} must be different words, {sorted({str(w) for w in listed if listed.count(w) > 1})}"


def _cue(row: Mapping[str, Any]) -> Cue:
    return Cue(
        row["id"], tuple(row.get("takes", ())), tuple(row.get("owned", ())), frozenset(row.get("with", ())), bool(row.get("needs_with")),
        frozenset(row.get("objects", ())), bool(row.get("addressee")), row["stance"], bool(row["speech"]), row["speech"] == "documents",
        row.get("objects_of") == "documents", bool(row.get("things")), frozenset(row.get("after", ())), bool(row.get("hidden")),
    )  # fmt: skip


def _load(name: str, words: str) -> dict[str, tuple[Cue, ...]]:
    """Return the cues of a file by word, in file order."""
    rows = read_rows(name)
    problems = [problem for row in rows for problem in _problems(row, words)]
    if problems:
        raise KnowledgeError(name, problems)
    table: dict[str, tuple[Cue, ...]] = {}
    for row in rows:
        cue = _cue(row)
        for word in row[words]:
            table[word] = (*table.get(word, ()), cue)
    return table


def _by_way(cues: Sequence[Cue]) -> tuple[tuple[str, Cue], ...]:
    """Return the ways of a verb with their cues, the most telling way first, then in file order."""
    pairs = [(way, cue) for cue in cues for way in cue.takes]
    return tuple(sorted(pairs, key=lambda pair: _ORDER.index(pair[0]) if pair[0] in _ORDER else len(_ORDER)))


def _regular_forms(lemmas: Iterable[str]) -> dict[str, str]:
    """Return the regular forms of verbs with their lemmas."""
    forms: dict[str, str] = {}
    for lemma in lemmas:
        stem = lemma.removesuffix("e")
        forms |= dict.fromkeys((lemma + "s", stem + "ed", stem + "ing"), lemma)
    return forms


def _speaking(verbs: Mapping[tuple[str, str], tuple[tuple[str, Cue], ...]]) -> frozenset[str]:
    """Return the lemmas of verbs that are acts of speech."""
    blame = ("accuse", "criticise", "praise")
    return frozenset(lemma for (lemma, particle), pairs in verbs.items()
                     if not particle and (all(cue.speech for _, cue in pairs) or any(cue.id in blame for _, cue in pairs)))


@cache
def load_cues() -> Cues:
    """Return the shipped cues, read once.

    Raises:
        KnowledgeError: a data file breaks its own rules; all problems of the file are listed.
    """
    tables = {words: _load(name, words) for name, words in FILES.items()}
    verbs = {(word.partition(" ")[0], word.partition(" ")[2]): _by_way(cues) for word, cues in tables["verbs"].items()}
    reporting = frozenset(lemma for (lemma, particle), pairs in verbs.items() if not particle and any(
        cue.speech and cue.stance in ("assert", "hedge", "know") and way == "that" for way, cue in pairs))
    words = {row["id"]: frozenset(row["words"]) for row in read_rows("sources.yaml")}
    forms = _regular_forms(lemma for lemma, _ in verbs)
    return Cues(verbs, tables["nouns"], tables["adjectives"], forms, words["documents"], words["polls"], words["speakers"],
                reporting, _speaking(verbs))
