"""Turn number words and digits into an integer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from tocsin.counting.words import CountingWords, counting_words

_DIGITS = re.compile(r"(\d{1,3}(?:,\d{2,3})+|\d+)(\.\d+)?([a-z]{1,2})?$")
_LONGEST_DIGITS = 24


def parse_number(words: Iterable[str]) -> int | None:
    """Return the whole number that words spell, or None when they spell none or not a whole one.

    Reads digits ("1,200", "2.5 million", "30k"), words ("forty-two", "one hundred and six") and mixtures ("half a million", "a dozen").
    Rough amounts ("dozens", "several hundred") are not numbers: see `read_count`.

    Example:
        >>> parse_number(["one", "hundred", "and", "six"])
        106
    """
    parts = [part for word in words for part in word.lower().split("-") if part and part != "and"]
    value = _parse(parts, counting_words())
    return int(value) if value is not None and value.denominator == 1 else None


def is_digits(word: str) -> bool:
    """Tell whether a lower-case word is a number in digits, whole or not ("1,200", "2.5", "30k")."""
    return _read_digits(word, counting_words())[0] is not None


def _parse(parts: list[str], known: CountingWords) -> Fraction | None:
    """Return the value of the parts: hundreds and below collect in `here`, larger scales move it to `total`."""
    total, here, last = Fraction(0), Fraction(0), None
    for part in parts:
        kind, value = _read_part(part, known)
        if kind is None or not _may_follow(kind, last, value, here):
            return None
        if kind == "scale":
            if (value < 1000 and here >= 100) or 0 < total < value:
                return None
            here = (here or Fraction(1)) * value
            if value >= 1000:
                total, here = total + here, Fraction(0)
        else:
            here = value if kind == "half" else here + value
        last = kind
    return total + here if last and last not in ("half", "article") else None


def _read_part(part: str, known: CountingWords) -> tuple[str | None, Fraction]:
    """Return what a part is (unit, tens, scale, digits, half, article) and its value."""
    if part in ("a", "an"):
        return "article", Fraction(0)
    if part == "half":
        return "half", Fraction(1, 2)
    for kind, table in (("unit", known.units), ("tens", known.tens), ("scale", known.scales), ("scale", known.scale_letters)):
        if part in table:
            return kind, Fraction(table[part])
    return _read_digits(part, known)


def _read_digits(part: str, known: CountingWords) -> tuple[str | None, Fraction]:
    """Return the value of digits with thousands commas, a decimal part and a scale letter."""
    match = _DIGITS.match(part)
    if match is None or len(part) > _LONGEST_DIGITS or (match[3] and match[3] not in known.scale_letters):
        return None, Fraction(0)
    return "digits", Fraction(match[1].replace(",", "") + (match[2] or "")) * known.scale_letters.get(match[3] or "", 1)


def _may_follow(kind: str, last: str | None, value: Fraction, here: Fraction) -> bool:
    """Tell whether a part may follow the one before it: "twenty one" yes, "one twenty" and "30 40" no."""
    if kind == "scale":
        return last != "scale" or value >= 1000 or here > 0
    if last in (None, "scale", "article"):
        return not (last == "article" and kind != "half")
    if last == "half":
        return kind == "article"
    return last == "tens" and kind == "unit" and value < 10
