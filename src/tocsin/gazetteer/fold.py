"""Fold place names: one key for spellings that differ only in case, accents, marks and articles; a loose key for transliterations."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʻʼʽʾʿ`´′ˈ\"“”"), None)
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ə": "a", "ħ": "h", "ŋ": "n"})
_DOTTED = re.compile(r"\b(\w)\.(?=\w\b|\s|$|,)")
_BREAKS = re.compile(r"[^\w]+|_+")
_SHORT = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_ARTICLES = frozenset({"al", "el", "ul", "ar", "as", "ash", "at", "ath", "az", "an", "ad", "adh", "ed", "er", "es", "esh", "ez", "e", "i", "ye"})
# Spellings of one sound in romanised Arabic, Persian, Pashto, Urdu, Slavic, Burmese …, each mapped onto one letter; longest first.
_SOUNDS = (
    ("tsch", "c"), ("tch", "c"), ("kh", "k"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("dj", "j"), ("zh", "j"), ("ts", "s"), ("q", "k"),
    ("ck", "k"), ("ou", "u"), ("oo", "u"), ("ow", "u"), ("aw", "u"), ("au", "u"), ("ee", "i"), ("ei", "i"), ("ai", "i"), ("ay", "i"), ("ey", "i"),
    ("iy", "i"), ("ij", "i"), ("yy", "i"), ("y", "i"), ("w", "v"), ("o", "u"), ("e", "i"),
)
_REPEAT = re.compile(r"(.)\1+")
_FINAL_H = re.compile(r"(?<=[aiu])h\b")
EXACT_MARK, LOOSE_MARK = "=", "~"
"""First letter of keys that are not folded ("=U.S.") and of keys of sound ("~haska")."""
MIN_LOOSE = 4
"""Loose keys shorter than this would make unlike names alike."""


def fold(name: str) -> str:
    """Return the key of a name: lower case, no accents, apostrophes or dots, one space between words, no leading "the".

    "St. Louis", "Saint-Louis" and "saint louis" have one key, and so have "U.S." and "US". Empty for a name without letters or digits.
    """
    plain = name.casefold().translate(_APOSTROPHES)
    if not plain.isascii():
        plain = _plain_letters(plain)
    if "." in plain:
        plain = _DOTTED.sub(r"\1", plain)
    words = _BREAKS.sub(" ", plain).split()
    if len(words) > 1:
        if words[0] == "the":
            del words[0]
        words = [_SHORT.get(word, word) for word in words[:-1]] + words[-1:]
    return " ".join(words)


def _plain_letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char)).casefold().translate(_LETTERS)


@lru_cache(maxsize=65536)
def _loose_word(word: str) -> str:
    for old, new in _SOUNDS:
        if old in word:
            word = word.replace(old, new)
    return _FINAL_H.sub("", _REPEAT.sub(r"\1", word))


def loosen(key: str) -> str | None:
    """Return the loose key of a folded name, None when it would be too short to tell names apart.

    Articles ("al", "ez") fall away and spellings of one sound become one: "deir ez zor" and "deir al zour" are alike.
    """
    words = key.split()
    kept = [word for word in words if word not in _ARTICLES] or words
    loose = " ".join(map(_loose_word, kept))
    return loose if len(loose) >= MIN_LOOSE else None


def is_latin(name: str) -> bool:
    """Tell whether a name is written in Latin letters, with or without accents and modifier letters."""
    return name.isascii() or all(char < "\u0370" or "\u1e00" <= char < "\u1f00" or "\u2000" <= char < "\u2070" for char in name)


def is_code(name: str) -> bool:
    """Tell whether a name is an airport or other code ("LHR", "NYC"): capitals only, at most four, or with a digit."""
    return (len(name) <= 4 and name.isupper()) or (len(name) < 6 and any(char.isdigit() for char in name))


def is_abbreviation(name: str) -> bool:
    """Tell whether a name counts only as written: "US" is a country, "us" is not."""
    return name.isupper() and len(name) <= 8 and " " not in name
