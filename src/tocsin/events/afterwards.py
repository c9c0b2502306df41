"""What is done about a deed after it, from data/events/afterwards.yaml: arrests, charges, words. Its day is not the day of the deed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from tocsin.model.text import Sentence


@dataclass(frozen=True, slots=True)
class Afterwards:
    """The lists of verbs (lemmas); what each means stands in the file. `hits` and `misses` are sentences with the deed in brackets."""

    law: frozenset[str]
    words: frozenset[str]
    telling: frozenset[str]
    routine: frozenset[str]
    hits: tuple[str, ...]
    misses: tuple[str, ...]

    def sets_no_stage(self, lemma: str) -> bool:
        """Tell whether a verb tells or deals with something done before."""
        return lemma in self.law or lemma in self.words or lemma in self.telling or lemma in self.routine


@cache
def afterwards() -> Afterwards:
    """Return the shipped lists, loaded once.

    Raises:
        ValueError: a list is missing or unknown, or holds what is not a lower-case word.
    """
    raw: dict[str, Any] = yaml.load(files("tocsin").joinpath("data/events/afterwards.yaml").read_bytes(), yaml.CSafeLoader)
    names = {field.name for field in fields(Afterwards)}
    if set(raw) != names:
        raise ValueError(f"events/afterwards.yaml: lists missing or unknown: {sorted(set(raw) ^ names)}")
    hits, misses = tuple(raw.pop("hits")), tuple(raw.pop("misses"))
    wrong = [word for words in raw.values() for word in words if not isinstance(word, str) or not word.islower()]
    if wrong:
        raise ValueError(f"events/afterwards.yaml: not a lower-case word: {wrong}")
    return Afterwards(**{name: frozenset(words) for name, words in raw.items()}, hits=hits, misses=misses)


_MATTER = frozenset({"for", "of", "over", "with", "about", "to", "against", "regarding", "concerning"})
"""Prepositions behind which stands what police, courts and speakers deal with."""
_CONNECTION = frozenset({"connection", "relation"})


def leads_to_deed(sent: Sentence, below: int, above: int) -> bool:
    """Tell whether the step from a verb down to the word below leads to the deed that the verb only deals with."""
    lists, verb, word = afterwards(), sent.tokens[above], sent.tokens[below]
    if verb.pos not in {"VERB", "AUX"}:
        return _is_matter_of_noun(sent, below, above)
    if word.dep in {"dobj", "nsubjpass", "pobj"}:
        return verb.lemma in lists.words
    if word.dep not in {"prep", "agent"} or (verb.lemma not in lists.law and verb.lemma not in lists.words):
        return False
    if word.lower == "in":
        return verb.lemma not in _MAY_BE_IN_IT or any(sent.tokens[k].lower in _CONNECTION for k in sent.children[below])
    return word.lower in _MATTER


_MAY_BE_IN_IT = frozenset({"arrest", "detain", "catch", "hold", "search", "seek", "pursue", "hunt"})
"""Verbs whose "in" may give their own circumstance: "arrested in a raid"."""
_MEASURES = frozenset("arrest charge indictment conviction sentence suspect investigation probe warrant verdict trial plea".split())
"""Nouns of police and courts; what stands behind their preposition is the deed: "an arrest in the shooting"."""


def _is_matter_of_noun(sent: Sentence, below: int, above: int) -> bool:
    """Tell whether a preposition leads from a measure of police or courts to the deed behind it."""
    return sent.tokens[above].lemma in _MEASURES and sent.tokens[below].dep == "prep" and sent.tokens[below].lower in _MATTER | {"in"}
