"""Tell whether a text is English: cheap evidence first, a language model only when that is not clear."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

Evidence = Literal["clear", "some", "none"]

SAMPLE = 2_000
"""Code points looked at from the start and again from the middle; more adds nothing but time."""

CLEAR_SHARE, CLEAR_WORDS = 0.16, 3
"""English at or above this share of telling words with this many different ones. Running English has 0.3-0.5, other languages below 0.05."""

MIN_PROBABILITY, MAX_ENGLISH = 0.6, 0.05
"""Another language needs the first probability at least, English and its creoles the second at most: headlines full of names stay English."""

MIN_WORDS = 4
"""Fewer words in Latin letters are taken for English: a name or a place says nothing about the language around it."""

OTHER_SCRIPT = 3
"""Another script must outweigh Latin letters so many times; below that its words are taken for names given in the original."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENGLISH = re.compile(r"(?:en|eng|english)(?:[-_ ].*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LanguageWords:
    """The words of `data/articles/language.yaml`."""

    telling: frozenset[str]
    shared: frozenset[str]
    languages: tuple[str, ...]


@cache
def load_language_words() -> LanguageWords:
    """Return the shipped words, read once."""
    rows = load_language_file()
    return LanguageWords(frozenset(rows["telling"]), frozenset(rows["shared"]), tuple(rows["languages"]))


def load_language_file() -> dict[str, Any]:
    """Return the data file as it stands, with its test sentences."""
    from importlib import resources

    import yaml

    text = resources.files("tocsin").joinpath("data/articles/language.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return rows


def stated_english(language: str) -> bool:
    """Tell whether a stated language code or name means English ("en", "en-GB", "eng")."""
    return bool(_ENGLISH.fullmatch(language.strip()))


def other_language(text: str) -> str | None:
    """Return the ISO 639-1 code of the language when it is plainly not English, else None; "und" when it cannot be named.

    A text that may be English is taken for English: one line of names, a headline, a list of places.
    """
    sample = _sample(text)
    latin, other = _letters(sample)
    if other > OTHER_SCRIPT * latin:
        return _best(sample)[0] if other >= MIN_WORDS else None
    sample = " ".join(word for word in _WORD.findall(sample) if _is_latin(word[0])) if other else sample
    if english_evidence(sample) == "clear" or len(_WORD.findall(sample)) < MIN_WORDS:
        return None
    language, probability, english = _best(sample)
    needed = MIN_PROBABILITY if english_evidence(sample) == "none" else 0.9
    return language if probability >= needed and english <= MAX_ENGLISH else None


def english_evidence(text: str) -> Evidence:
    """Weigh the English function words of a text: "clear", "some" or "none"."""
    words = load_language_words()
    found = [word.lower() for word in _WORD.findall(text)]
    telling = [word for word in found if word in words.telling]
    share = (len(telling) + 0.5 * sum(word in words.shared for word in found)) / max(len(found), 1)
    if len(set(telling)) >= CLEAR_WORDS and share >= CLEAR_SHARE:
        return "clear"
    return "some" if telling else "none"


def _sample(text: str) -> str:
    """Return the start of a text and, of a long one, a part from the middle."""
    if len(text) <= 2 * SAMPLE:
        return text
    middle = len(text) // 2
    return text[:SAMPLE] + " " + text[middle:middle + SAMPLE]


def _letters(text: str) -> tuple[int, int]:
    """Count Latin and other letters."""
    letters = [char for char in text if char.isalpha()]
    latin = sum(map(_is_latin, letters))
    return latin, len(letters) - latin


def _is_latin(char: str) -> bool:
    """Tell whether a letter is Latin."""
    return char.isascii() or unicodedata.name(char, "").startswith("LATIN")


def _best(text: str) -> tuple[str, float, float]:
    """Return the likeliest language, its probability, and the probability of English."""
    ranked = _identifier().rank(text)
    english = sum(probability for language, probability in ranked if language == "en")
    return str(ranked[0][0]), float(ranked[0][1]), float(english)


@cache
def _identifier() -> LanguageIdentifier:
    """Return the language model, loaded once (0.3-0.6 s)."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(load_language_words().languages)
    return identifier
