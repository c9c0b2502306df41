"""Match phrases of an index in running text: longest first, over tokens that may be split at hyphens and apostrophes."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence

from tocsin.actorbase.names import token_sounds, token_words

_JOINTS = frozenset("-‐‑–'’‘`")
_POSSESSIVES = frozenset({"'s", "’s"})
_SKIPPED = frozenset({"al", "ul"})
_LONGEST = 12  # words of the longest name that starts with an article
_ARTICLES = frozenset({"al", "el", "an", "as", "ash", "ad", "ar", "at", "az", "ul", "e", "anti", "ex", "pro", "non"})
_SMALL = frozenset(
    ["of", "the", "and", "for", "in", "de", "la", "del", "al", "el", "e", "y", "du", "des", "et", "da", "do", "a", "to", "on", "as", "s", "with",
     "wal", "wa", "bin", "ibn", "ag", "ul", "i", "against", "from", "is", "van", "von", "bil", "fi", "lil", "li"],
)  # fmt: skip


def letters_of(words: Sequence[str]) -> str:
    """Return all letters and digits of the words, nothing else."""
    return "".join(char for word in words for char in word if char.isalnum())


def _capital(word: str) -> bool:
    if word in _SMALL or not word[:1].isalpha() or word[:1].isupper():
        return True
    return word.partition("-")[0] in _ARTICLES and word.partition("-")[2][:1].isupper()


def cased(words: Sequence[str], name: str = "") -> bool:
    """Tell whether every word that counts starts with a capital ("al-Qaeda" does), save those that `name` itself writes small."""
    small = name.replace("-", " ").split()
    return all(_capital(word) or word in small for word in words)


def lowered(words: Sequence[str]) -> bool:
    """Tell whether a whole line of three words or more has no capital at all."""
    return len(words) > 2 and not any(char.isupper() for word in words for char in word)


def shouted(words: Sequence[str], start: int, count: int) -> bool:
    """Tell whether the words beside a match are all in capitals, so that capitals say nothing about it."""
    beside = [*words[max(0, start - 2) : start], *words[start + count : start + count + 2]]
    letters = [word for word in beside if len(word) > 2 and word.isalpha()]
    return bool(letters) and all(word.isupper() for word in letters)


def _run_words(words: Sequence[str], position: int) -> tuple[str, ...] | None:
    """Return what the token at a position adds to a name: its folded words, () for joints and Arabic articles, None for what ends a name."""
    word = words[position]
    parts = token_words(word)
    if len(parts) == 1:
        if parts[0] in _SKIPPED or (parts[0] == "el" and position + 1 < len(words) and words[position + 1] == "-"):
            return ()
        return parts
    if parts:
        return tuple(part for part in parts if part not in _SKIPPED and part != "el")
    return () if word in _JOINTS or word in _POSSESSIVES else None


def alike_phrase(heads: Mapping[str, int], phrases: Container[str], words: Sequence[str], start: int) -> list[tuple[int, str]]:
    """Return (tokens used, sound phrase) of the names that sound like what starts at `start`, longest first; never of one word.

    Args:
        heads: Length in words of the longest name, per sound key of its first word.
        phrases: All sound phrases.
        words: Tokens of the sentence; every word of a name but small ones must have a capital.
        start: Position of the first token.
    """
    if not words[start][:1].isupper() or not (sounds := token_sounds(words[start])) or sounds[0] not in heads:
        return []
    found: list[tuple[int, str]] = []
    most = heads[sounds[0]]
    for position in range(start + 1, min(len(words), start + 2 * most + 4)):
        word = words[position]
        fresh = token_sounds(word)
        if not _capital(word) or (not fresh and word not in _JOINTS and word.lower() not in _ARTICLES):
            break
        sounds += fresh
        if len(sounds) > most:
            break
        if fresh and (phrase := " ".join(sounds)) in phrases:
            found.append((position - start + 1, phrase))
    return found[::-1]


def longest_phrase(heads: Mapping[str, Sequence[int]], phrases: Container[str], words: Sequence[str], start: int) -> list[tuple[int, str]]:
    """Return (tokens used, phrase) of the index's phrases that start at `start`, longest first.

    Args:
        heads: Lengths in words of the phrases, per first word, longest first.
        phrases: All phrases, folded words joined by one blank.
        words: Tokens of the sentence.
        start: Position of the first token; a match may begin with "al" or "el-" but with no other particle or mark.
    """
    opening = token_words(words[start])
    if not opening:
        return []
    folded = _run_words(words, start) or ()
    if folded and folded[0] not in heads:
        return []  # the fast way out: almost every word
    most = heads[folded[0]][0] if folded else _LONGEST
    found: list[tuple[int, str]] = []
    for position in range(start, min(len(words), start + 2 * most + 4)):
        fresh = folded if position == start else _run_words(words, position)
        if fresh is None:
            break
        if position > start:
            folded += fresh
        if len(folded) > most:
            break
        if fresh and (phrase := " ".join(folded)) in phrases:
            found.append((position - start + 1, phrase))
    return found[::-1]
