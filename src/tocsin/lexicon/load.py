"""Load the lexicon of event frames: YAML files → typed, indexed, read-only."""

from __future__ import annotations

import hashlib
import json
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from tocsin.errors import KnowledgeError
from tocsin.lexicon.check import check_file, check_words
from tocsin.lexicon.inflect import gerund, participle, past
from tocsin.lexicon.model import Form, Frame, Lexicon, Plan, Pos, Wanted

WORDS_FILE = "words.yaml"
Row = dict[str, Any]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_HEAD_STOPS = frozenset({"of", "for", "in", "on", "against", "to", "at", "under", "from", "with", "by", "into", "over", "about", "between"})


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Return the shipped lexicon. Loaded once a process.

    Raises:
        KnowledgeError: a file breaks the schema (see `check_file`) or two files disagree.
    """
    files = _read_files()
    words = files.pop(WORDS_FILE)
    return build_lexicon(files, words)


def build_lexicon(files: Mapping[str, Row], words: Row) -> Lexicon:
    """Return the lexicon made of parsed frame files and the parsed word file."""
    if wrong := check_words(words):
        raise KnowledgeError(WORDS_FILE, wrong)
    plans = {name: _plan(row) for name, row in words["plans"].items()}
    frames: dict[str, Frame] = {}
    forms: list[Form] = []
    for name, content in files.items():
        problems = check_file(content, plans, frames)
        if problems:
            raise KnowledgeError(name, problems)
        for row in content["frames"]:
            frame = _frame(row, content, plans)
            frames[frame.id] = frame
            forms.extend(_forms(frame, row))
    missing = [f"{frame.id}: also names an unknown frame {other}" for frame in frames.values() for other in frame.also if other not in frames]
    if missing:
        raise KnowledgeError("lexicon", missing)
    return _index(frames, forms, words)


def _index(frames: dict[str, Frame], forms: list[Form], words: Row) -> Lexicon:
    """Return the forms by head lemma, with the word lists."""
    classes = {name: frozenset(map(str, row)) for name, row in words["classes"].items()}
    by_pos = {pos: _by_head(form for form in forms if form.pos == pos) for pos in ("verb", "noun", "adj")}
    return Lexicon(
        frames=frames, verbs=by_pos["verb"], nouns=by_pos["noun"], adjs=by_pos["adj"], participles=_participles(by_pos["verb"]),
        classes=classes, classes_of=_turned(classes),
        table={name: frozenset(map(str, row)) for name, row in words["lists"].items()},
        cues={name: frozenset(map(str, row)) for name, row in words["cues"].items()},
        personal=tuple(map(str, words["lists"]["personal_suffix"])), announced=dict(words["announced"]),
    )


def _by_head(forms: Iterable[Form]) -> dict[str, tuple[Form, ...]]:
    """Return forms by head lemma, the most specific first; among equals those with restrictions first, else in file order."""
    grouped: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        grouped[form.head].append(form)
    return {head: tuple(sorted(rows, key=lambda form: (-form.length, not any(w.only for w in form.frame.wanted))))
            for head, rows in grouped.items()}


def _participles(verbs: Iterable[str]) -> dict[str, str]:
    """Return participles and gerunds of all verbs to their lemma."""
    found: dict[str, str] = {}
    for lemma in verbs:
        for shape in (*participle(lemma), *past(lemma), gerund(lemma)):
            found.setdefault(shape, lemma)
    return found


def _turned(classes: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Return the classes of each lemma."""
    turned: dict[str, set[str]] = defaultdict(set)
    for name, lemmas in classes.items():
        for lemma in lemmas:
            turned[lemma].add(name)
    return {lemma: frozenset(names) for lemma, names in turned.items()}


def parse_roles(text: str) -> dict[str, str]:
    """Return slots and roles of "subject=actor on,against=recipient"."""
    roles = {}
    for pair in text.split():
        slots, _, role = pair.partition("=")
        roles.update(dict.fromkeys(slots.split(","), role))
    return roles


def _plan(row: Mapping[str, str]) -> Plan:
    """Return a role plan."""
    return Plan(*(parse_roles(row.get(pos, "")) for pos in ("verb", "noun", "adj")))


def _own_plan(row: Row, plans: Mapping[str, Plan]) -> Plan:
    """Return the named plan of a frame with the frame's own slots laid over it; the role `none` closes a slot."""
    base = plans[row.get("plan", "act")]
    merged = []
    for pos, slots in (("verb", base.verb), ("noun", base.noun), ("adj", base.adj)):
        both = {**slots, **parse_roles(row.get(f"{pos}_roles", ""))}
        merged.append({slot: role for slot, role in both.items() if role != "none"})
    return Plan(*merged)


def _frame(row: Row, content: Row, plans: Mapping[str, Plan]) -> Frame:
    """Return one frame; type and kind come from the file when the frame has none."""
    return Frame(
        id=row["id"], kind=row.get("kind") or content.get("kind") or "event",
        type=None if row.get("blocks") else row.get("type", content.get("type")),
        mode=row.get("mode"), contexts=tuple(row.get("contexts", ())), effect=row.get("effect"), plan=_own_plan(row, plans),
        needs=row.get("needs"), wanted=tuple(_restrictions(row)), strict=row.get("strict", False), also=tuple(row.get("also", ())),
        anchored=row.get("anchored", False), score=row.get("score", 1.0), acled=row.get("acled"),
        hits=tuple(row.get("hits", ())), misses=tuple(row.get("misses", ())),
    )


def _restrictions(row: Row) -> Iterable[Wanted]:
    """Yield the restrictions of `only` and `never`: slot → words."""
    for key in ("only", "never"):
        for slot, words in row.get(key, {}).items():
            yield Wanted(slot, frozenset(map(str, words)), only=key == "only")


def _forms(frame: Frame, row: Row) -> Iterable[Form]:
    """Yield the forms of a frame."""
    kinds: tuple[Pos, ...] = ("verb", "noun", "adj")
    for pos in kinds:
        for text in row.get(pos, ()):
            yield parse_form(frame, pos, text)


def parse_form(frame: Frame, pos: Pos, text: str) -> Form:
    """Return the form that a text like "set fire to", "exchange of fire", "open fire on/at" stands for.

    A verb form begins with its verb. A noun or adjective form is headed by the last word before its first preposition, unless it begins
    with one ("under arrest"): then by its last word. `/` parts alternatives; `*` before the head ("*arrest") marks it by hand.
    """
    words = [piece for n, word in enumerate(text.split()) for piece in _pieces(word, first=n == 0 and pos == "verb")]
    at = _head_position(pos, words)
    parts = [frozenset(word.lstrip("*").split("/")) for word in words]
    return Form(frame, pos, words[at].lstrip("*"), tuple(parts[:at]), tuple(parts[at + 1:]))


def _pieces(word: str, *, first: bool) -> list[str]:
    """Return the tokens of a hyphenated word, which the tokenizer cuts at hyphens; the last piece of a verb is its head."""
    pieces = word.split("-") if "-" in word.strip("-") else [word]
    if first and len(pieces) > 1:
        pieces[-1] = "*" + pieces[-1]
    return pieces


def _head_position(pos: Pos, words: list[str]) -> int:
    """Return which word of a form is its head."""
    marked = next((i for i, word in enumerate(words) if word.startswith("*")), None)
    if marked is not None:
        return marked
    if pos == "verb":
        return 0
    stop = next((i for i, word in enumerate(words) if word.split("/")[0] in _HEAD_STOPS), len(words))
    return stop - 1 if stop > 0 else len(words) - 1


def _read_files() -> dict[str, Row]:
    """Return the parsed files of the lexicon by name, from the user's cache when it is of the same content."""
    folder = resources.files("tocsin").joinpath("data/lexicon")
    texts = {item.name: item.read_text("utf-8") for item in sorted(folder.iterdir(), key=lambda item: item.name)
             if item.name.endswith(".yaml")}
    key = hashlib.sha256("\0".join(f"{name}\0{text}" for name, text in texts.items()).encode()).hexdigest()[:16]
    cached = _cache_file(key)
    if cached.is_file():
        try:
            found: dict[str, Row] = json.loads(cached.read_text("utf-8"))
        except (OSError, ValueError):
            found = {}
        if found:
            return found
    parsed = {name: yaml.load(text, Loader=_LOADER) for name, text in texts.items()}  # noqa: S506 - a safe loader either way
    _keep(cached, parsed)
    return parsed


def _cache_file(key: str) -> Path:
    """Return where a compiled lexicon of this content is kept."""
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "tocsin" / f"lexicon-{key}.json"


def _keep(file: Path, parsed: Mapping[str, Row]) -> None:
    """Write the compiled form; a read-only home is no error, only slower."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps(parsed), "utf-8")
        draft.replace(file)
    except OSError:
        return


__all__ = ["Lexicon", "build_lexicon", "load_lexicon", "parse_form", "parse_roles"]
