"""The names that must not leave, in whatever spelling, and the search for them in what might."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from urllib.parse import unquote

from rapidfuzz.distance import JaroWinkler

from tocsin.actorbase.load import load_actor_base
from tocsin.actorbase.names import sound_word, words_of

_MIN_WORD, _MIN_SOUND, _MIN_JOINED = 3, 5, 7
"""Letters of a word that gives somebody away alone; of one that is compared by sound; of a full name that is sought without its gaps."""
_ALIKE = 0.88
_FORMAT = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]")
_TITLES = frozenset(
    """mr mrs ms miss dr prof sir lord lady sheikh shaikh shaykh sheik mullah mulla maulana imam ayatollah sayyid emir general gen colonel col major
    captain lieutenant sergeant commander brigadier president prime minister senator governor king queen prince princess pope bishop archbishop
    cardinal father brother sister rev reverend pastor rabbi saint san haji the and for von van bin ibn ben abu abou bint umm abd ould del dos
    des der den las los ali""".split()
)
_HAS_CAPITAL = re.compile(r"[^\W\d_]")


def folded(text: str) -> tuple[str, ...]:
    """Return the folded words of any text: compatibility forms and invisible signs resolved, percent signs decoded."""
    plain = _FORMAT.sub("", unicodedata.normalize("NFKC", text))
    for _ in range(2):
        plain = unquote(plain)
    return words_of(unicodedata.normalize("NFKC", plain).replace("_", " "))


class Protected:
    """All names of people who must not be named. A word of such a name is enough: who reads "Doe" in a village of thirty knows who is meant."""

    def __init__(self, names: Iterable[str] = (), phrases: Iterable[str] = (), public: Iterable[str] = ()) -> None:
        """Take names of people, and phrases that hold names: of those only capitalised words count, and none of people whose names are public."""
        every = [words for name in names if (words := folded(name))]
        known = {word for name in public for word in folded(name)}
        every += [words for phrase in phrases if (words := tuple(word for word in folded(" ".join(_capitalised(phrase))) if word not in known))]
        self._sequences = {words for words in every if len(words) > 1}
        self._words = {word for words in every for word in words if len(word) >= _MIN_WORD and not _says_nothing(word)}
        self._words |= {word for words in every if len(words) == 1 for word in words if len(word) > 1 and not _says_nothing(word)}
        self._joined = {text for words in self._sequences if len(text := "".join(words)) >= _MIN_JOINED}
        self._sounds: dict[str, set[str]] = {}
        for word in self._words:
            if len(word) >= _MIN_SOUND:
                self._sounds.setdefault(sound_word(word), set()).add(word)
        self._joined_by_start: dict[str, list[str]] = {}
        for text in self._joined:
            self._joined_by_start.setdefault(text[:4], []).append(text)

    def __len__(self) -> int:
        return len(self._words)

    def found_in(self, text: str) -> bool:
        """Tell whether a text holds a protected name, a word of one, or a like-sounding spelling of it."""
        words = folded(text)
        return any(map(self._is_name, words)) or self._has_sequence(words) or self._has_joined("".join(words))

    def named_in(self, text: str) -> bool:
        """Tell whether a text holds a protected name in full, of two words at least."""
        words = folded(text)
        return self._has_sequence(words) or self._has_joined("".join(words))

    def _is_name(self, word: str) -> bool:
        if word in self._words:
            return True
        alike = self._sounds.get(sound_word(word), ()) if len(word) >= _MIN_SOUND else ()
        return any(JaroWinkler.similarity(word, other) >= _ALIKE for other in alike)

    def _has_sequence(self, words: Collection[str]) -> bool:
        row = tuple(words)
        longest = max(map(len, self._sequences), default=0)
        return any(row[i : i + n] in self._sequences for n in range(2, longest + 1) for i in range(len(row) - n + 1))

    def _has_joined(self, text: str) -> bool:
        """Tell whether a full name stands in a text without gaps, as in "johndoe.jpg"."""
        starts = {text[i : i + 4] for i in range(len(text) - 3)} & self._joined_by_start.keys()
        return any(name in text for start in starts for name in self._joined_by_start[start])


def _says_nothing(word: str) -> bool:
    """Tell whether a word of a name points at nobody: a title, a particle, a role, a number."""
    return word in _TITLES or word.isdigit() or load_actor_base().role_noun(word) is not None


def _capitalised(phrase: str) -> list[str]:
    """Return the words of a phrase that may be names: with a capital, or in a script without capitals."""
    words = [word for word in phrase.split() if (match := _HAS_CAPITAL.search(word)) and not match[0].islower()]
    return words if any(word[:1].islower() for word in phrase.split()) or len(words) < len(phrase.split()) else phrase.split()
