"""The scene around a sentence: does it speak of violence, of nature's doing, of captivity? Decides on words such as "died"."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.lexicon.model import Lexicon
from tocsin.model.text import Sentence

BEFORE, AFTER = 2, 1
"""How many sentences around count as the scene. News names the cause of deaths in the sentence, or has just named it."""


class Scene:
    """Answers what the sentences of one article speak of; each sentence is looked at once."""

    def __init__(self, sentences: Sequence[Sentence], lexicon: Lexicon) -> None:
        """Keep the sentences; nothing is read yet."""
        self._sentences = sentences
        self._cues = lexicon.cues
        self._known: dict[tuple[int, str], bool] = {}

    def speaks_of(self, number: int, cue: str) -> bool:
        """Tell whether a sentence (position in the article) holds a cue word."""
        key = number, cue
        if key not in self._known:
            words = self._cues[cue]
            self._known[key] = any(token.lemma in words or token.lower in words for token in self._sentences[number].tokens)
        return self._known[key]

    def around(self, number: int, cue: str) -> bool:
        """Tell whether a sentence or its neighbours in the same section hold a cue word."""
        return any(self.speaks_of(n, cue) for n in self._near(number))

    def _near(self, number: int) -> list[int]:
        """Return a sentence and its neighbours of the same section."""
        section = self._sentences[number].section
        near = range(max(0, number - BEFORE), min(len(self._sentences), number + AFTER + 1))
        return [n for n in near if self._sentences[n].section == section]

    def meets(self, number: int, need: str) -> bool:
        """Tell whether the scene has what a frame needs. Violence in the sentence itself outweighs an accident beside it."""
        if need == "human":
            return not self.is_natural(number)
        if need != "violence":
            return self.around(number, need) or (need == "conflict" and self.around(number, "violence"))
        if self._is_violent(number):
            return True
        return not self.speaks_of(number, "natural") and any(map(self._is_violent, self._near(number)))

    def is_business(self, number: int, besides: int = -1) -> bool:
        """Tell whether a sentence is from the business page: of companies, not of war. The word at position `besides` does not count."""
        if not self.speaks_of(number, "business"):
            return False
        words = self._cues["business"]
        tokens = self._sentences[number].tokens
        if not any((token.lemma in words or token.lower in words) and token.i != besides for token in tokens):
            return False
        return not self.around(number, "violence") and not self.speaks_of(number, "conflict")

    def is_natural(self, number: int) -> bool:
        """Tell whether harm is nature's doing or an accident here."""
        if self.speaks_of(number, "violence"):
            return False
        if self.speaks_of(number, "natural"):
            return True
        return self.around(number, "natural") and not self.around(number, "violence")

    def _is_violent(self, number: int) -> bool:
        """Tell whether a sentence speaks of violence plainly, or weakly and of no accident."""
        if self.speaks_of(number, "violence"):
            return True
        return self.speaks_of(number, "weak") and not self.speaks_of(number, "natural")
