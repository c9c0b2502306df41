"""The words of time, read from `data/times/vocabulary.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from tocsin.errors import KnowledgeError

WordValue = int | float | str

_SECTIONS = {"classes", "numbers", "ordinals", "guarded", "governors", "words"}
_GUARDS = {"capital", "confirmed", "doubtful"}
_GOVERNORS = {"future", "scheduled", "scheduled_for", "planned", "reporting"}
_WORDS = {"year_prepositions", "before_years", "no_year_after", "no_year_before", "dated_nouns", "before_clocks", "after_clocks", "no_now_before",
          "no_now_after", "before_months", "papers"}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Word lists of the room.

    Attributes:
        classes: Word (lower case) to its classes with what it means in each: `{"march": {"MONTH": 3}}`.
        phrases: First word to the longer phrases that it opens: `{"thanksgiving": [(("day",), "HOLIDAY", "thanksgiving")]}`.
        capital: Words that must be written with a capital.
        confirmed: Words that need evidence beside them to be read as a time.
        doubtful: Those of them that must also stand in the sentence as a month does.
        governors: Lemmas that tell where a time lies, by list: verbs that point ahead or set a date, arranged happenings, reporting verbs.
        words: Small words that the checks ask for, by list.
    """

    classes: dict[str, dict[str, WordValue]]
    phrases: dict[str, list[tuple[tuple[str, ...], str, WordValue]]]
    class_names: frozenset[str]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    capital: frozenset[str]
    confirmed: frozenset[str]
    doubtful: frozenset[str]
    governors: dict[str, frozenset[str]]
    words: dict[str, frozenset[str]]


def read_yaml(name: str) -> Any:
    """Return a data file of the room, parsed with the fast loader."""
    text = files("tocsin").joinpath("data", "times", *name.split("/")).read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Return the shipped vocabulary.

    Raises:
        KnowledgeError: the file has an unknown section, or a word's value is not a number or a name.
    """
    data: dict[str, Any] = read_yaml("vocabulary.yaml")
    if wrong := _wrong_keys(data):
        raise KnowledgeError("times/vocabulary.yaml", wrong)
    classes, phrases = _by_word(data["classes"])
    guarded, governors = data["guarded"], data["governors"]
    return Vocabulary(
        classes, phrases, frozenset(data["classes"]), data["numbers"], data["ordinals"], frozenset(guarded["capital"]),
        frozenset(guarded["confirmed"]), frozenset(guarded["doubtful"]), {name: frozenset(words) for name, words in governors.items()},
        {name: frozenset(words) for name, words in data["words"].items()},
    )


def _wrong_keys(data: dict[str, Any]) -> list[str]:
    """Return the path of every entry that is not as the loader needs it."""
    wrong = sorted(_SECTIONS ^ set(data))
    for section, names in (("guarded", _GUARDS), ("governors", _GOVERNORS), ("words", _WORDS)):
        wrong += [f"{section}.{name}" for name in sorted(names ^ set(data.get(section, ())))]
    for name, words in data.get("classes", {}).items():
        wrong += [f"classes.{name}.{word}" for word, value in words.items() if not isinstance(value, int | float | str) or not isinstance(word, str)]
    listed = [(section, name, words) for section in ("guarded", "governors", "words") for name, words in data.get(section, {}).items()]
    wrong += [f"{section}.{name}.{word}" for section, name, words in listed for word in words if not isinstance(word, str)]
    return wrong


def _by_word(
    named: dict[str, dict[str, WordValue]],
) -> tuple[dict[str, dict[str, WordValue]], dict[str, list[tuple[tuple[str, ...], str, WordValue]]]]:
    """Turn class → words around into word → classes, phrases of several words apart."""
    classes: dict[str, dict[str, WordValue]] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], str, WordValue]]] = {}
    for name, words in named.items():
        for word, value in words.items():
            first, *rest = word.split()
            if rest:
                phrases.setdefault(first, []).append((tuple(rest), name, value))
            else:
                classes.setdefault(word, {})[name] = value
    return classes, phrases
