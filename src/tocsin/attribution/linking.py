"""Give each quotation to the one who says it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.attribution.headings import colon_before
from tocsin.attribution.quotes import Place, Quote
from tocsin.attribution.sayings import Saying
from tocsin.model.text import Sentence

_REACH = 14
"""Longest way in tokens from the end of a quotation to the verb of saying after it ("…," Roger Altman, founder of the bank, said)."""
_REACH_BEFORE = 30
"""Longest way from the verb of saying to the quotation after it ("said on Monday at a meeting with governors in the capital: …")."""
_SHORT = 3
"""A quotation of fewer words without end mark is a word quoted in passing."""
_STOPS = frozenset({".", "!", "?", "…", "...", "”", '"', "''"})
_BREAKS = frozenset({";", ":"})
_CONTENT_POS = frozenset({"VERB", "NOUN", "PROPN", "PRON", "SCONJ", "CCONJ"})


class QuoteLinker:
    """Links the quotations of one article to its sayings."""

    def __init__(self, sentences: Sequence[Sentence], quotes: Sequence[Quote], sayings: dict[int, list[Saying]]) -> None:
        """Keep what was found; `sayings` by number of their sentence."""
        self.sentences, self.quotes, self.sayings = sentences, quotes, sayings
        self.by_sentence: dict[int, list[Quote]] = {}
        for quote in quotes:
            for s in range(quote.first[0], quote.last[0] + 1):
                self.by_sentence.setdefault(s, []).append(quote)
        self._last: tuple[Saying, Quote] | None = None

    def link(self) -> None:
        """Add each quotation to its saying; keep what is said in a quotation within it."""
        for s, quotes in self.by_sentence.items():
            for saying in self.sayings.get(s, ()):
                saying.within = next((quote for quote in quotes if quote.holds(place_of(saying))), None)
                if saying.within is not None:
                    saying.tokens = {i for i in saying.tokens if saying.within.holds((s, i))}
        for n, quote in enumerate(self.quotes):
            speaker = self._speaker(n, quote) or self._set_off(quote)
            if speaker is not None:
                speaker.quotes.append(quote)
                self._last = speaker, quote
            else:
                self._complete(quote)

    def _set_off(self, quote: Quote) -> Saying | None:
        """Return a new saying for a quotation that a colon sets off, unless something holds it already."""
        s, first = quote.first
        held = any(first in saying.tokens for saying in self.sayings.get(s, ()))
        saying = None if held else colon_before(quote, self.sentences)
        if saying is not None:
            self.sayings.setdefault(s, []).append(saying)
        return saying

    def _complete(self, quote: Quote) -> None:
        """Give a quotation whole to the passages that hold a part of it."""
        for s in (quote.first[0], quote.last[0]):
            for saying in self.sayings.get(s, ()):
                if saying.within is None and quote not in saying.quotes and any(quote.holds((s, i)) for i in saying.tokens):
                    saying.parts.append(quote)

    def _speaker(self, n: int, quote: Quote) -> Saying | None:
        if quote.continues and self._last and self._last[1] is self.quotes[n - 1]:
            return self._last[0]
        return self._after(quote) or self._before(quote) or self._free(n, quote)

    # ---- "…," X said ----

    def _after(self, quote: Quote) -> Saying | None:
        """Return the saying right after a quotation."""
        if not quote.closed or self._is_embedded(quote):
            return None
        s, last = quote.last
        ending = self.sentences[s].tokens[last - 1].text if last else ""
        if ending == "." and self._ends(quote):
            return None
        saying = next(iter(self._candidates(s, last)), None)
        return saying if saying is not None and self._fits_after(quote, saying) else None

    def _is_embedded(self, quote: Quote) -> bool:
        """Tell whether a quotation goes on from words before it ("are 'shaping this campaign'")."""
        s, first = quote.first
        return first > 0 and self.sentences[s].tokens[first - 1].pos not in ("PUNCT", "CCONJ") and self.sentences[s].tokens[first - 1].lower != "that"

    def _skips(self, saying: Saying) -> bool:
        """Tell whether a verb only leads to the real one ("was quoted as saying")."""
        sentence = self.sentences[saying.sentence]
        if saying.lemma not in ("quote", "cite"):
            return False
        return any(sentence.kids(k, "pcomp") for k in sentence.kids(saying.head, "prep") if sentence.tokens[k].lower == "as")

    def _candidates(self, s: int, last: int) -> list[Saying]:
        """Return the sayings after a token, in its sentence or, when that is over, in the next of the paragraph."""
        here = [saying for saying in self.sayings.get(s, ()) if saying.head > last and _may_quote(saying) and not self._skips(saying)]
        over = last >= len(self.sentences[s].tokens) - 1
        if over and s + 1 < len(self.sentences) and self._same_paragraph(s, s + 1):
            return [saying for saying in self.sayings.get(s + 1, ()) if _may_quote(saying)]
        return here

    def _fits_after(self, quote: Quote, saying: Saying) -> bool:
        """Tell whether nothing but the speaker stands between a quotation and the verb, and the verb has no quotation of its own."""
        sentence = self.sentences[saying.sentence]
        start = quote.last[1] + 1 if saying.sentence == quote.last[0] else 0
        between = range(start, saying.head)
        if len(between) > _REACH or any(sentence.tokens[k].text in _BREAKS for k in between):
            return False
        subject = range(0)
        if saying.source is not None and start <= saying.source:
            tree = sentence.subtree(saying.source)
            subject = range(tree[0], tree[-1] + 1)
        if any(k not in subject and sentence.tokens[k].pos in _CONTENT_POS and sentence.tokens[k].lemma not in ("quote", "cite") for k in between):
            return False
        if saying.sentence != quote.last[0]:
            return not self._leads(saying) and len(sentence.tokens) <= 2 * _REACH
        return True

    def _leads(self, saying: Saying) -> bool:
        """Tell whether a verb has a clause or quotation after it already."""
        after = any(quote.first[0] == saying.sentence and quote.first[1] > saying.head and self._fits_before(quote, saying)
                    for quote in self.by_sentence.get(saying.sentence, ()))
        return after or (saying.way == "that" and any(k > saying.head for k in saying.tokens))

    # ---- X said: "…" ----

    def _before(self, quote: Quote) -> Saying | None:
        """Return the saying before a quotation in its sentence, or at the end of the paragraph before after a colon."""
        s, first = quote.first
        here = [saying for saying in self.sayings.get(s, ()) if saying.head < first and _may_quote(saying)]
        if here:
            return here[-1] if self._fits_before(quote, here[-1]) else None
        if first == 0 and s > 0 and self.sentences[s].section == self.sentences[s - 1].section:
            above = [saying for saying in self.sayings.get(s - 1, ()) if _may_quote(saying)]
            if above and self.sentences[s - 1].tokens[-1].text == ":" and not above[-1].tokens:
                return above[-1]
        return None

    def _fits_before(self, quote: Quote, saying: Saying) -> bool:
        sentence, first = self.sentences[saying.sentence], quote.first[1]
        if first - saying.head > _REACH_BEFORE or self._starts(quote):
            return False
        between = [k for k in range(saying.run[1] + 1, first) if not any(other.holds((saying.sentence, k)) for other in saying.quotes)]
        if any(sentence.tokens[k].pos == "VERB" and sentence.kids(k, "nsubj") and saying.head not in sentence.ancestors(k) for k in between):
            return False
        mark = sentence.tokens[first - 1].text if first else ""
        if first - 1 <= saying.run[1] or mark in (",", ":", "that"):
            return quote.words >= _SHORT or self._ends(quote) or mark == ":"
        return False

    # ---- "…" alone ----

    def _free(self, n: int, quote: Quote) -> Saying | None:
        """Return the speaker of the passage before, for a quotation that makes up whole sentences."""
        if not self._is_alone(quote):
            return None
        reported = self._reported_before(quote)
        if reported is not None:
            return reported
        if self._last is None:
            return None
        saying, before = self._last
        near = before.section == quote.section and 0 <= quote.paragraph - before.paragraph <= 1
        return saying if near and before is self.quotes[n - 1] else None

    def _reported_before(self, quote: Quote) -> Saying | None:
        """Return the last outer saying of the sentence right before a quotation in its paragraph."""
        s, first = quote.first
        number = s if any(token.pos not in ("PUNCT", "CCONJ") for token in self.sentences[s].tokens[:first]) else s - 1
        if number < 0 or not (self._same_paragraph(s, number) or self._opens_next_paragraph(s, first, number)):
            return None
        here = [saying for saying in self.sayings.get(number, ()) if _may_quote(saying) and _has_spoken(saying)]
        outer = [saying for saying in here if not any(saying.head in other.tokens for other in here)]
        return outer[-1] if outer else None

    def _opens_next_paragraph(self, s: int, first: int, number: int) -> bool:
        """Tell whether a quotation opens the paragraph right after the one that a sentence ends."""
        one, two = self.sentences[number], self.sentences[s]
        return first == 0 and one.section == two.section and two.paragraph == one.paragraph + 1

    def _is_alone(self, quote: Quote) -> bool:
        """Tell whether nothing but the quotation stands in its sentences."""
        s, last = quote.last
        closes = self._ends(quote) or (last > 0 and self.sentences[s].tokens[last - 1].text in _STOPS)
        return self._starts(quote) and closes and quote.words >= _SHORT and not quote.single

    def _starts(self, quote: Quote) -> bool:
        """Tell whether a quotation opens a sentence; the mark alone may have stayed with the sentence before."""
        s, first = quote.first
        before = self.sentences[s].tokens[:first]
        return all(token.pos in ("PUNCT", "CCONJ") for token in before) or before[-1].text in _STOPS

    def _ends(self, quote: Quote) -> bool:
        """Tell whether a quotation ends its sentence."""
        s, last = quote.last
        return last >= len(self.sentences[s].tokens) - 2

    def _same_paragraph(self, a: int, b: int) -> bool:
        one, two = self.sentences[a], self.sentences[b]
        return (one.section, one.paragraph) == (two.section, two.paragraph)


def _has_spoken(saying: Saying) -> bool:
    """Tell whether a report names somebody who may go on speaking."""
    told = bool(saying.quotes) or (saying.way == "that" and bool(saying.tokens))
    return told and saying.cue.speech and saying.cue.stance != "ask" and saying.source is not None


def _may_quote(saying: Saying) -> bool:
    return saying.takes_quote and saying.within is None


def place_of(saying: Saying) -> Place:
    """Return where a saying stands."""
    return saying.sentence, saying.head


def only_quoted(sayings: Iterable[Saying], sentences: Sequence[Sentence]) -> None:
    """Drop the words before a quotation that a colon or the start of the sentence sets off from it, when the speaker follows it."""
    for saying in sayings:
        if saying.quotes and saying.way not in ("that", ""):
            saying.tokens = set()
        first = next((quote.first for quote in saying.quotes if quote.first[0] == saying.sentence and quote.first[1] < saying.head), None)
        if first is not None:
            saying.tokens = {i for i in saying.tokens if i < saying.head}
        if first is not None and first[1] > 0 and sentences[saying.sentence].tokens[first[1] - 1].text == ":":
            saying.tokens = {i for i in saying.tokens if i >= first[1]}
