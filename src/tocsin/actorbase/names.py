"""Names across spellings: exact folding, a sound key for transliterations, and the test that two names mean one person."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler

_APOSTROPHES = re.compile("['’‘ʼʻʿʾ`´′]")
_POSSESSIVE = re.compile(r"(?:^|(?<=\w))['’]s\b|['’]$")
_DOTTED = re.compile(r"(?<=\b\w)\.(?=\w\b|\s|$)")
_NOT_WORD = re.compile(r"[\W_]+")
_PARTICLES = frozenset({"al", "el", "ul", "as", "ash", "ar", "at", "ad", "an", "az"})
_LEADING = frozenset({"the", "al"})
_INNER = frozenset({"al", "ul"})
_ARABIC_EL = re.compile(r"\b[Ee]l-(?=\w)")  # "el-Sisi", but never the Spanish "El Tiempo"
_KIN = frozenset({"bin", "ibn", "ben", "abu", "abou", "bint", "umm", "um", "abd", "ould", "ag"})
_HONORIFICS = frozenset(
    """mr mrs ms miss dr prof sir lord lady sheikh shaikh shaykh cheikh sheik mullah mulla maulana mawlawi maulvi imam ayatollah hojatoleslam sayyid
    sayed syed emir amir general gen gen. colonel col major maj captain capt lieutenant lt sergeant sgt commander cmdr brigadier president
    prime minister senator sen rep congressman governor gov king queen prince princess pope bishop archbishop cardinal father rev reverend
    pastor rabbi st saint haji hajji alhaji jr sr ii iii iv jr. sr.""".split()
)
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ə": "e", "ħ": "h"}
# Order matters: longer and more specific spellings first. Each maps spellings of one sound in Arabic, Persian, Pashto, Urdu, Hausa,
# Somali, Turkic and Slavic names onto one letter.
_SOUNDS = tuple(
    (re.compile(old), new)
    for old, new in (
        ("^h", "H"),
        ("tsch|tch|dj|dzh|zh|ch|sch|sh|sz|cz|j", "S"),
        ("kh|gh|q|ck|k|g|c(?=[aoulr])|c$", "k"),
        ("ph", "f"),
        ("dh|th|dd|tt", "t"),
        ("zz?|ts|dz|c|x|s", "s"),
        ("d", "t"),
        ("p", "b"),
        ("ou|oo|w|u|o", "u"),
        ("ee|ie|ei|ey|ay|ai|y|i|e", "i"),
        ("a+", "a"),
        ("h", ""),
    )
)
_REPEAT = re.compile(r"(.)\1+")


def strip_accents(text: str) -> str:
    """Return the text in lower case with accents and special letters replaced by plain ones."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    plain = "".join(char for char in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(char))
    return "".join(_LETTERS.get(char, char) for char in plain)


def words_of(name: str) -> tuple[str, ...]:
    """Return the folded words of a name, in order, without losing any: "al-Qa'ida's" gives ("al", "qaida")."""
    plain = strip_accents(_POSSESSIVE.sub("", name.strip()))
    plain = _DOTTED.sub("", _APOSTROPHES.sub("", plain))
    return tuple(word for word in _NOT_WORD.split(plain) if word)


@lru_cache(maxsize=65536)
def token_words(token: str) -> tuple[str, ...]:
    """Return the folded words of one token of running text, articles included; () for marks and "'s"."""
    return words_of(token)


@lru_cache(maxsize=65536)
def fold(name: str) -> tuple[str, ...]:
    """Return the words that tell names apart: folded, without leading "the"/"al"/"el-" and inner "al"/"el-".

    "The Islamic State" and "islamic state" are one; "al-Shabaab", "Al Shabaab" and "Shabaab" are one. A name made of particles alone is kept.
    """
    words = words_of(_ARABIC_EL.sub("al ", name))
    start = next((i for i, word in enumerate(words) if word not in _LEADING), 0)
    kept = tuple(word for word in words[start:] if word not in _INNER)
    return kept or words


@lru_cache(maxsize=65536)
def sound_word(word: str) -> str:
    """Return the sound key of one folded word: consonant classes and the first vowel class; spelling variants share it."""
    key = word
    for pattern, new in _SOUNDS:
        key = pattern.sub(new, key)
    key = _REPEAT.sub(r"\1", key)
    head, tail = key[:1], key[1:]
    return head + "".join(char for char in tail if char not in "aiu") if len(word) > 2 else key


@lru_cache(maxsize=65536)
def sound_key(name: str) -> str:
    """Return a key that transliterations of one name share: "Gaddafi", "Qaddafi", "Kadhafi" give one key.

    Arabic articles are dropped, double letters are one, vowels inside words do not count. Different names may share a key: compare
    them with `same_name` or a string distance afterwards.
    """
    words = words_of(name)
    kept = [word for word in words if word not in _PARTICLES and word != "the"] or list(words)
    return " ".join(filter(None, (sound_word(word) for word in kept)))


@lru_cache(maxsize=65536)
def token_sounds(token: str) -> tuple[str, ...]:
    """Return the sound keys of the words of one token of running text, Arabic articles left out."""
    return tuple(filter(None, (sound_word(word) for word in words_of(token) if word not in _PARTICLES)))


def _bare(name: str) -> list[str]:
    words = [word for word in words_of(name) if word not in _HONORIFICS and word not in _PARTICLES]
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in _KIN:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _same_word(a: str, b: str) -> bool:
    if a == b:
        return True
    if min(len(a), len(b)) == 1:
        return a[0] == b[0]
    return sound_word(a) == sound_word(b) and JaroWinkler.similarity(a, b) > 0.7


def _matches_in_order(short: Sequence[str], full: Sequence[str]) -> bool:
    rest = iter(full)
    return all(any(_same_word(word, other) for other in rest) for word in short)


@lru_cache(maxsize=16384)
def same_name(a: str, b: str) -> bool:
    """Tell whether two person names can be one person's: spelling variants, initials, dropped first or middle names, honorifics.

    The last words must agree ("Mahdi Barghathi" and "al-Bargathi"), the others must appear in the same order. A first name alone
    ("Mahdi") is not enough. Empty names are never the same.
    """
    one, two = sorted((_bare(a), _bare(b)), key=len)
    if not one or not _same_word(one[-1], two[-1]) or min(len(one[-1]), len(two[-1])) == 1:
        return False
    return _matches_in_order(one[:-1], two[:-1])
