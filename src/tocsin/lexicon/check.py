"""Check frame files against the schema, all problems at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tocsin.lexicon.model import Frame, Plan

Row = dict[str, Any]
FRAME_KEYS = frozenset({
    "id", "kind", "type", "mode", "contexts", "effect", "plan", "verb", "noun", "adj", "verb_roles", "noun_roles", "adj_roles", "needs", "only",
    "never", "strict", "also", "anchored", "score", "acled", "blocks", "hits", "misses", "note",
})
LISTS = ("verb", "noun", "adj", "contexts", "also", "hits", "misses")
EFFECTS = frozenset({
    "killed", "injured", "abducted", "detained", "displaced", "missing", "trapped", "released", "rescued", "raped", "tortured", "arrested",
    "surrendered", "captured", "affected",
})
NEEDS = frozenset({"violence", "human", "protest", "security", "captive", "conflict", "labour", "bombardment"})
KINDS = frozenset({"event", "relation", "status"})


def check_words(content: Row) -> list[str]:
    """Return what is wrong with the parsed word file, [] when it is sound: classes, lists and cues map names to lists of lower-case texts."""
    if not isinstance(content, dict) or set(content) != {"plans", "announced", "classes", "lists", "cues"}:
        return ["the word file has plans, announced, classes, lists and cues, and nothing else"]
    return [
        f"{part}.{name}: not a list of lower-case texts"
        for part in ("classes", "lists", "cues")
        for name, words in content[part].items()
        if not isinstance(words, list) or not words or not all(isinstance(word, str) and word == word.lower() for word in words)
    ]


def check_file(content: Row, plans: Mapping[str, Plan], known: Mapping[str, Frame]) -> list[str]:
    """Return what is wrong with a parsed frame file, [] when it is sound."""
    if not isinstance(content, dict) or not isinstance(content.get("frames"), list):
        return ["a frame file is a mapping with a list `frames`"]
    seen = set(known)
    problems: list[str] = []
    for row in content["frames"]:
        name = row.get("id") if isinstance(row, dict) else None
        if not isinstance(name, str):
            problems.append(f"a frame without id: {row!r:.80}")
            continue
        if name in seen:
            problems.append(f"{name}: the id is used twice")
        seen.add(name)
        problems += [f"{name}: {text}" for text in _wrong(row, content, plans)]
    return problems


def _wrong(row: Row, content: Row, plans: Mapping[str, Plan]) -> Iterator[str]:
    """Yield what is wrong with one frame."""
    if unknown := set(row) - FRAME_KEYS:
        yield f"unknown keys {sorted(unknown)}"
    if not any(row.get(pos) for pos in ("verb", "noun", "adj")):
        yield "no form"
    for key in LISTS:
        value = row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
            yield f"{key} is not a list of texts"
    if not row.get("blocks") and not (row.get("type") or content.get("type")):
        yield "no type"
    if row.get("kind", content.get("kind", "event")) not in KINDS:
        yield "unknown kind"
    if row.get("plan", "act") not in plans:
        yield f"unknown plan {row['plan']}"
    if row.get("effect") is not None and row["effect"] not in EFFECTS:
        yield f"unknown effect {row['effect']}"
    if row.get("needs") is not None and row["needs"] not in NEEDS:
        yield f"unknown need {row['needs']}"
    if not row.get("hits"):
        yield "no hit"
    yield from _wrong_restrictions(row)


def _wrong_restrictions(row: Row) -> Iterator[str]:
    """Yield what is wrong with `only` and `never`. YAML reads a bare `on:` as true, hence the check of the keys."""
    for key in ("only", "never"):
        value = row.get(key, {})
        if not isinstance(value, dict) or not all(isinstance(slot, str) and isinstance(words, list) for slot, words in value.items()):
            yield f"{key} maps slots (quoted where YAML takes them for true) to lists"
            continue
        for slot, words in value.items():
            if not all(isinstance(word, str) for word in words):
                yield f"{key}.{slot} is not a list of texts"
