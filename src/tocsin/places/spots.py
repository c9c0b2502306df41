"""Find the spans that may be place names: what the language model calls a place, and what the gazetteer knows in runs of capitals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tocsin.gazetteer.load import Gazetteer, Hit
from tocsin.gazetteer.words import LEVELS, PlaceWords, level_of
from tocsin.model.text import Article, Sentence, Span, Token

PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
LONGEST = 5
"""Words of the longest gazetteer name tried outside the language model's names; 99.9 % of names in the index are shorter."""

_PARTICLES = frozenset(
    {"&", "'", "-", "ad", "al", "am", "an", "and", "ar", "as", "ash", "at", "az", "da", "de", "del", "der", "des", "do", "dos", "du", "e",
     "el", "ez", "i", "la", "las", "le", "les", "los", "of", "on", "upon", "y", "–", "’"}
)
_ARTICLES = frozenset({"al", "el", "ad", "ar", "as", "an", "at", "az", "ash", "ed", "es", "ez"})
_NEVER_ALONE = frozenset({"ADP", "AUX", "CCONJ", "DET", "PART", "PRON", "PUNCT", "SCONJ", "SYM"})
_JOINS = frozenset({",", "and", "or", "&", ";", "/"})


@dataclass(frozen=True, slots=True)
class Spot:
    """A span that may be a place name.

    Attributes:
        first, last: Token positions in the sentence, both included.
        hits: What the gazetteer knows under the name; () for a name that it does not know.
        named: The language model calls it a place.
    """

    sent: Sentence
    first: int
    last: int
    text: str
    hits: tuple[Hit, ...]
    named: bool

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Return the tokens of the name."""
        return self.sent.tokens[self.first:self.last + 1]

    @property
    def span(self) -> Span:
        """Return the offsets of the name; it may end within its last token ("U.S." in "U.S.-led")."""
        start = self.sent.tokens[self.first].start
        return start, start + len(self.text)

    def overlaps(self, other: Spot) -> bool:
        """Tell whether two spans of the article share a token."""
        return self.sent.index == other.sent.index and self.first <= other.last and other.first <= self.last


class SpotFinder:
    """Finds candidate spans in one article."""

    def __init__(self, article: Article, gazetteer: Gazetteer, words: PlaceWords) -> None:
        """Keep the knowledge."""
        self._article = article
        self._gazetteer = gazetteer
        self._words = words

    def find(self, sentences: Sequence[Sentence]) -> list[Spot]:
        """Return the candidate spans of an article in text order; they may overlap."""
        found: list[Spot] = []
        for sent in sentences:
            spots = {(spot.first, spot.last): spot for spot in self._known(sent)}
            for spot in self._named(sent):
                known = spots.get((spot.first, spot.last), spot)
                spots[spot.first, spot.last] = replace(known, named=True)
            found.extend(spots[key] for key in sorted(spots))
        return found

    def _compound(self, sent: Sentence, token: Token) -> Iterator[Spot]:
        """Yield the place in a word like "U.S.-led", which the tokeniser leaves whole."""
        name, hyphen, rest = token.text.partition("-")
        if hyphen and rest.islower() and name[:1].isupper():
            hits = self._gazetteer.spelt(name)
            if hits:
                yield Spot(sent, token.i, token.i, name, hits, named=True)

    def _text(self, sent: Sentence, first: int, last: int) -> str:
        start, end = sent.token_span(first, last)
        return self._article.section(sent.section)[start:end]

    def _named(self, sent: Sentence) -> Iterator[Spot]:
        """Yield the places of the language model, trimmed and cut apart at commas."""
        for first, last in entities(sent, PLACE_LABELS):
            for left, right in self._pieces(sent, first, last):
                trimmed = self._trim(sent, left, right)
                if trimmed and not self._is_chance(sent, *trimmed, self._text(sent, *trimmed)):
                    text = self._text(sent, *trimmed)
                    yield Spot(sent, *trimmed, text, self._hits(text), named=True)

    def _hits(self, text: str) -> tuple[Hit, ...]:
        """Return what the gazetteer knows under a name, or without its capital word for a kind of place ("Fars Province")."""
        hits = self._gazetteer.spelt(text)
        bare, _, last = text.rpartition(" ")
        kind = None if hits or not bare else self._words.kinds.get(last.lower())
        if kind in LEVELS:
            of_kind = self._gazetteer.hits(bare)
            return tuple(hit for hit in of_kind if level_of(hit.place.feature) == kind) or of_kind
        return hits or self._gazetteer.hits(text)

    def _pieces(self, sent: Sentence, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield the parts of an entity between commas and conjunctions, the whole where the gazetteer knows it."""
        joins = [i for i in range(first + 1, last) if sent.tokens[i].lower in _JOINS]
        if joins and self._gazetteer.spelt(self._text(sent, first, last)):
            joins = []
        start = first
        for stop in (*joins, last + 1):
            if start < stop:
                yield start, stop - 1
            start = stop + 1

    def _trim(self, sent: Sentence, first: int, last: int) -> tuple[int, int] | None:
        """Return the span of the bare name: no article, possessive, punctuation, direction or lower-case word for the kind."""
        tokens = sent.tokens
        while first <= last and ((not tokens[last].text[-1].isalnum() and not _is_abbreviation(tokens[last])) or tokens[last].tag == "POS"
                                 or (first < last and tokens[last].text.islower() and tokens[last].lower in self._words.kinds)):
            last -= 1
        while first < last and self._is_outside(sent, first, last):
            first += 1
        return (first, last) if first <= last and any(char.isalpha() for char in tokens[last].text) else None

    def _is_outside(self, sent: Sentence, first: int, last: int) -> bool:
        """Tell whether the first word does not belong to the name."""
        token = sent.tokens[first]
        if token.lower == "the" or not token.text[0].isalnum() or token.pos in ("ADP", "DET", "ADV", "CCONJ", "NUM"):
            return True
        return token.lower in self._words.parts and not self._gazetteer.spelt(self._text(sent, first, last))

    def _known(self, sent: Sentence) -> Iterator[Spot]:
        """Yield the gazetteer's names in runs of capitals, and unknown names that a word for a kind of place announces."""
        for first, token in enumerate(sent.tokens):
            compound = list(self._compound(sent, token)) if "-" in token.text else []
            yield from compound
            if compound or not self._may_begin(sent, token):
                continue
            reach = first - 1
            for last in self._ends(sent, first):
                text, hits = self._look_up(sent, first, last)
                if hits and not self._is_chance(sent, first, last, text):
                    reach = last
                    yield Spot(sent, first, last, text, hits, named=False)
            if token.pos in ("PROPN", "ADJ", "NOUN") and self._run_end(sent, first) > reach:
                yield from self._unknown(sent, first)

    def _look_up(self, sent: Sentence, first: int, last: int) -> tuple[str, tuple[Hit, ...]]:
        """Return a span's text and what the gazetteer knows under it, with its full stop where that makes it an abbreviation ("Alta.")."""
        text, tokens = self._text(sent, first, last), sent.tokens
        if last + 1 < len(tokens) and tokens[last + 1].text[0] == "." and tokens[last + 1].start == tokens[last].end and len(text) < 8:
            hits = self._gazetteer.abbreviated(text + ".")
            if hits:
                return text + ".", hits
        return text, self._gazetteer.spelt(text)

    def _is_chance(self, sent: Sentence, first: int, last: int, text: str) -> bool:
        """Tell whether a hit means nothing: a bare direction without its kind, or initials that are no abbreviation of a place here."""
        tokens = sent.tokens
        behind = tokens[last + 1] if last + 1 < len(tokens) else None
        if first == last and tokens[first].lower in self._words.parts:
            return behind is None or self._words.kinds.get(behind.lower) != "division"
        if not text.isupper() or len(text) > 5 or not _has_lower(sent):
            return False
        known = self._gazetteer.abbreviated(text)
        if not known:
            return first > 2 or "." in text
        numbered = behind is not None and behind.text == "-" and last + 2 < len(tokens) and tokens[last + 2].text[0].isdigit()
        postal = len(text) == 2 and known[0].place.feature == "ADM1"
        return numbered or (postal and (first == 0 or not (tokens[first - 1].text in (",", "-") or tokens[first - 1].text[0].isupper())))

    def _may_begin(self, sent: Sentence, token: Token) -> bool:
        if token.lower in ("the", "a", "an"):
            return False
        if token.text[0].isupper():
            return token.pos not in _NEVER_ALONE or token.ent in PLACE_LABELS or (token.text.isupper() and len(token.text) > 1)
        return token.lower in _ARTICLES and token.i + 1 < len(sent.tokens) and sent.tokens[token.i + 1].text == "-"

    def _ends(self, sent: Sentence, first: int) -> Iterator[int]:
        """Yield the positions where a name beginning at `first` may end, nearest first."""
        tokens = sent.tokens
        for last in range(first, min(first + LONGEST, len(tokens))):
            token = tokens[last]
            if token.text[0].isupper() or (last > first and tokens[last - 1].text == "-" and token.text.isalpha()):
                yield last
            elif last > first and token.lower not in _PARTICLES:
                return

    def _unknown(self, sent: Sentence, first: int) -> Iterator[Spot]:
        """Yield the run of capitals at `first` that the gazetteer does not know, where its surroundings speak of a place."""
        tokens = sent.tokens
        if first and tokens[first - 1].pos == "PROPN" and tokens[first - 1].text[0].isupper():
            return
        last = self._run_end(sent, first)
        text = self._text(sent, first, last)
        if self._surrounded(sent, first, last) and not self._is_chance(sent, first, last, text):
            yield Spot(sent, first, last, text, self._hits(text), named=False)

    def _run_end(self, sent: Sentence, first: int) -> int:
        """Return the last position of the run of proper nouns that begins at `first`, hyphens and articles included."""
        tokens, last = sent.tokens, first
        while last + 1 < len(tokens):
            following = tokens[last + 1]
            if following.text == "-" and last + 2 < len(tokens) and tokens[last + 2].start == following.end:
                last += 2
            elif following.pos == "PROPN" and following.text[0].isupper():
                last += 1
            else:
                break
        return last

    def _surrounded(self, sent: Sentence, first: int, last: int) -> bool:
        """Tell whether a preposition of place or a word for a kind of place stands beside a span."""
        tokens, kinds = sent.tokens, self._words.kinds
        before = tokens[first - 1].lower if first else ""
        two_before = tokens[first - 2].lower if first > 1 else ""
        behind = tokens[last + 1].lower if last + 1 < len(tokens) else ""
        if behind in kinds or before in kinds or (before in ("of", "and", ",") and two_before in kinds):
            return True
        if before in (",", "and", "or") and in_kind_list(sent, first, self._words):
            return True
        return before in self._words.locative or ((before in _OPENERS or before in self._words.parts) and two_before in self._words.locative)


_OPENERS = frozenset({"the", "and", ","})
def in_kind_list(sent: Sentence, first: int, words: PlaceWords) -> bool:
    """Tell whether the name at `first` is in a list that a word for kinds of place opens ("the villages of X, Y and Z")."""
    tokens = sent.tokens
    for i in range(first - 1, max(0, first - 30), -1):
        token = tokens[i]
        if token.lower == "of" and tokens[i - 1].lower in words.kinds and tokens[i - 1].lower.endswith("s"):
            return True
        if not (token.text[0].isupper() or token.lower in _LISTED or token.pos == "PROPN"):
            return False
    return False


_LISTED = frozenset({"and", ",", "-", "al", "el", "(", ")", "the", "as", "well", "of"})


def _has_lower(sent: Sentence) -> bool:
    return any(token.text.islower() for token in sent.tokens)


def _is_abbreviation(token: Token) -> bool:
    return token.text[-1] == "." and len(token.text) > 1


def entities(sent: Sentence, labels: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield first and last positions of the language model's names with one of the labels."""
    first: int | None = None
    for token in sent.tokens:
        if first is not None and (token.ent_start or token.ent != sent.tokens[first].ent):
            yield first, token.i - 1
            first = None
        if first is None and token.ent in labels:
            first = token.i
    if first is not None:
        yield first, len(sent.tokens) - 1
