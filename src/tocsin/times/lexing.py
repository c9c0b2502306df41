"""Give each token of a sentence its word classes: months, units, numbers, clock times, dates written in digits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tocsin.counting.numbers import parse_number
from tocsin.model.text import Token
from tocsin.times.vocabulary import vocabulary

Value = int | float | str | tuple[int, ...]
Classes = dict[str, tuple[Value, int]]
"""Class name → what it means here, and the position after its last token."""

_NONE: Classes = {}
_DASHES = {"–": "-", "‑": "-", "‐": "-", "−": "-", "’": "'", "‘": "'", "`": "'"}
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+$|\d{1,6}(?:\.\d+)?$")
_FRACTION = {"1/2": 0.5, "½": 0.5, "1/4": 0.25, "¼": 0.25, "3/4": 0.75, "¾": 0.75}
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("ORD", re.compile(r"(\d{1,2})(?:st|nd|rd|th)$")),
    ("DECADE", re.compile(r"'?(\d{3}0|[2-9]0)'?s$")),
    ("ISODATE", re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$")),
    ("DIGITDATE", re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$")),
    ("CLOCK", re.compile(r"([01]?\d|2[0-4])[:.h]([0-5]\d)(?::[0-5]\d)?$")),
    ("CLOCKAM", re.compile(r"(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))?(am|pm|a\.m\.?|p\.m\.?)$")),
    ("MIL", re.compile(r"(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])([0-5]\d)z?$")),
    ("DAYRANGE", re.compile(r"(\d{1,2})[-–](\d{1,2})$")),
    ("YEARRANGE", re.compile(r"([12]\d{3})[-–/]([12]\d{3}|\d{2})$")),
    ("FISCAL", re.compile(r"fy'?(\d{4}|\d{2})$")),
    ("MODYEAR", re.compile(r"(early|mid|late)[-–]((?:1[0-9]|20)\d\d)$")),
    ("MODDECADE", re.compile(r"(early|mid|late)[-–]'?((?:1[0-9]|20)\d0|[2-9]0)s$")),
)
_JOINED = re.compile(r"([a-z]{3,9})\.?(\d{1,2})$")
_MIL_JOINED = re.compile(r"(\d{6})z?([a-z]{3})(\d{2,4})?$")
_NAME_LABELS = frozenset({"ORG", "WORK_OF_ART", "FAC", "PRODUCT", "LAW", "PERSON"})


@dataclass(frozen=True, slots=True)
class Lexed:
    """A sentence as the grammar reads it: normalised words and their classes, one entry a token."""

    words: tuple[str, ...]
    classes: tuple[Classes, ...]


def lex(tokens: Sequence[Token]) -> Lexed:
    """Return words and classes of a sentence."""
    words = tuple(_plain(token.lower) for token in tokens)
    return Lexed(words, tuple(_classes(tokens, words, i) for i in range(len(words))))


@lru_cache(maxsize=20_000)
def _plain(word: str) -> str:
    """Return a word with typographic dashes and quotes made plain."""
    if word.isascii():
        return word
    return "".join(_DASHES.get(char, char) for char in word)


@lru_cache(maxsize=20_000)
def _known(word: str) -> tuple[tuple[str, Value], ...]:
    """Return the classes that a word has whatever stands beside it."""
    known = vocabulary()
    found: list[tuple[str, Value]] = list(known.classes.get(word, {}).items())
    if word in known.ordinals:
        found.append(("ORD", known.ordinals[word]))
    if word in known.numbers:
        found.append(("NUM", known.numbers[word]))
    if any(char.isdigit() for char in word):
        found.extend(_digits(word))
    return tuple(found)


def _digits(word: str) -> Iterator[tuple[str, Value]]:
    """Yield the classes of a word with digits in it."""
    if _NUMBER.match(word):
        yield "NUM", float(word.replace(",", "")) if "." in word else int(word.replace(",", ""))
    if word.isdecimal() and word.isascii():
        yield from _integers(word)
    for name, shape in _SHAPES:
        if match := shape.match(word):
            yield name, _shape_value(name, match)
    if match := _JOINED.match(word):
        month = vocabulary().classes.get(match[1], {}).get("MONTH")
        if month is not None and 1 <= int(match[2]) <= 31:
            yield "MONTHDAY", (int(month), int(match[2]))
    if match := _MIL_JOINED.match(word):
        month = vocabulary().classes.get(match[2], {}).get("MONTH")
        if month is not None:
            yield "MILDATE", (int(match[1][:2]), int(month), int(match[3] or 0))


def _integers(word: str) -> Iterator[tuple[str, Value]]:
    """Yield the classes of a word that is all digits."""
    number = int(word)
    if len(word) <= 2 and 1 <= number <= 31:
        yield "DAYNUM", number
    if len(word) <= 2 and 0 <= number <= 24:
        yield "HOUR", number
    if len(word) == 2:
        yield "YEAR2", number
    if len(word) == 4 and 1000 <= number < 2200:
        yield "YEAR", number
    if len(word) == 4 and number // 100 < 25 and number % 100 < 60:
        yield "CLOCK4", (number // 100, number % 100)


def _shape_value(name: str, match: re.Match[str]) -> Value:
    """Return the numbers of a shape, a single one bare."""
    if name == "CLOCKAM":
        return int(match[1]), int(match[2] or 0), 12 if match[3][0] == "p" else 0
    if name.startswith("MOD"):
        return int(match[2])
    values = tuple(int(part) for part in match.groups())
    return values if len(values) > 1 else values[0]


def _classes(tokens: Sequence[Token], words: tuple[str, ...], i: int) -> Classes:
    """Return the classes of one token, guarded words checked against their neighbours, and of the phrases that it opens."""
    word = words[i]
    known = _known(word)
    phrases = vocabulary().phrases.get(word)
    if not known and not phrases:
        return _NONE
    found: Classes = {name: (value, i + 1) for name, value in known}
    for name in ("MONTH", "WEEKDAY", "WDABBR"):
        if name in found and not _is_time_name(tokens, words, i):
            del found[name]
    if "NUM" in found or "ORD" in found:
        _add_runs(found, words, i)
    for rest, name, value in sorted(phrases or (), key=lambda phrase: len(phrase[0])):
        if words[i + 1:i + 1 + len(rest)] == rest:
            found[name] = (value, i + 1 + len(rest))
    return found


def _is_time_name(tokens: Sequence[Token], words: tuple[str, ...], i: int) -> bool:
    """Tell whether a month's or weekday's name is one here, not the verb, the modal or a person's name."""
    token, word = tokens[i], words[i].rstrip(".")
    known = vocabulary()
    dated = _beside_number(words, i) and not (token.tag == "MD" and _counts(tokens, i + 1))
    if (_inside_name(tokens, i) or _names_paper(tokens, i)) and not dated:
        return False
    if word in known.capital and not token.text[:1].isupper() and not dated:
        return False
    if word not in known.confirmed or dated:
        return True
    if token.tag == "MD":
        return False
    if words[i].endswith("."):
        return True
    if word in known.doubtful and not _stands_as_month(tokens, words, i):
        return False
    if token.ent in ("DATE", "TIME"):
        return token.pos in ("PROPN", "NOUN")
    return i > 0 and words[i - 1] in known.words["before_months"] and token.pos == "PROPN" and not token.ent


def _counts(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether the number at a position counts a noun after it ("may 5 times")."""
    return i < len(tokens) and tokens[i].head > i and tokens[tokens[i].head].pos == "NOUN"


def _stands_as_month(tokens: Sequence[Token], words: tuple[str, ...], i: int) -> bool:
    """Tell whether "March", "May" stand where months do, not as "the March", "May's husband", "according to May", "Smith and May"."""
    token, before = tokens[i], words[i - 1] if i else ""
    after = words[i + 1] if i + 1 < len(words) else ""
    if (before == "to" and words[i - 2:i - 1] == ("according",)) or (after == "'s" and words[i] == "may"):
        return False
    if token.dep in ("compound", "nmod", "amod", "npadvmod"):
        return True
    if before in ("the", "a"):
        return False
    if token.dep == "conj":
        return "MONTH" in {name for name, _ in _known(words[token.head])}
    return token.dep not in ("nsubj", "nsubjpass", "dobj", "ROOT")


def _beside_number(words: tuple[str, ...], i: int) -> bool:
    """Tell whether a day number or a year stands right beside a month's name."""
    after = words[i + 1] if i + 1 < len(words) else ""
    before = words[i - 1] if i else ""
    before = words[i - 2] if before == "of" and i > 1 else before
    following, preceding = {name for name, _ in _known(after)}, {name for name, _ in _known(before)}
    if following & {"DAYNUM", "YEAR", "DAYRANGE"} or preceding & {"DAYNUM", "DAYRANGE", "MIL"}:
        return True
    return any(_NUMERIC_ORDINAL.match(word) for word in (after, before))


_NUMERIC_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th)$")


def _inside_name(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a word belongs to a longer name: of a person anywhere, of another thing when the name goes on after it."""
    token = tokens[i]
    if token.ent not in _NAME_LABELS:
        return False
    goes_on = i + 1 < len(tokens) and tokens[i + 1].ent == token.ent and not tokens[i + 1].ent_start and tokens[i + 1].text[:1].isupper()
    if token.ent == "PERSON":
        return goes_on or (not token.ent_start and i > 0 and tokens[i - 1].ent == "PERSON")
    return goes_on


def _names_paper(tokens: Sequence[Token], i: int) -> bool:
    """Tell whether a weekday opens a newspaper's name."""
    after = tokens[i + 1] if i + 1 < len(tokens) else None
    return after is not None and after.text[:1].isupper() and not after.text.isupper() and after.lower in vocabulary().words["papers"]


def _add_runs(found: Classes, words: tuple[str, ...], i: int) -> None:
    """Add numbers, ordinals and years that are spelled with several words."""
    numbers, ordinals = vocabulary().numbers, vocabulary().ordinals
    end = i + 1
    while end < len(words) and (words[end] in numbers or (words[end] in ("-", "and") and end + 1 < len(words) and words[end + 1] in numbers)):
        end += 1
    if end > i + 1 and words[i] in numbers:
        _add_spelled(found, words, i, end)
    if end < len(words) - 1 and words[end] == "-" and words[end + 1] in ordinals and numbers.get(words[end - 1], 0) in range(20, 91, 10):
        found["ORD"] = (numbers[words[end - 1]] + ordinals[words[end + 1]], end + 2)
    if i + 1 < len(words) and words[i + 1] in _FRACTION and isinstance(found.get("NUM", ("",))[0], int):
        whole = found["NUM"][0]
        found["NUM"] = (float(whole) + _FRACTION[words[i + 1]], i + 2) if isinstance(whole, int) else found["NUM"]


def _add_spelled(found: Classes, words: tuple[str, ...], i: int, end: int) -> None:
    """Add what a run of number words means: a year as it is spoken ("nineteen ninety-six"), else a number."""
    spoken = [vocabulary().numbers[word] for word in words[i:end] if word not in ("-", "and")]
    year = _spoken_year(spoken)
    if year is not None:
        found["YEAR"] = (year, end)
    for stop in range(end, i, -1):
        value = parse_number(words[i:stop])
        if value is not None:
            found["NUM"] = (value, stop)
            return


def _spoken_year(spoken: list[int]) -> int | None:
    """Return the year that number words name, or None."""
    if spoken[:2] == [2, 1000]:
        rest = sum(spoken[2:])
        return 2000 + rest if rest < 100 else None
    if len(spoken) >= 2 and 10 <= spoken[0] <= 20 and all(part < 100 for part in spoken) and spoken[1] >= 10:
        rest = sum(spoken[1:])
        return spoken[0] * 100 + rest if rest < 100 else None
    return None
