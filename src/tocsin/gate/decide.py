"""The lexical gate: one pass over the raw words, before any parsing.

An article is let in when its words speak of deeds of conflict or of the parties to one. The words come from the lexicon of frames and the
actor base, so that what the reader learns the gate knows; `benchmarks/run.py gate` prints what it saves and what it costs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tocsin.actorbase.load import ActorBase, load_actor_base
from tocsin.lexicon.inflect import gerund, participle
from tocsin.lexicon.load import load_lexicon
from tocsin.model.text import Article

DEEDS = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION", "MOBILIZE", "THREATEN"})
PARTY_SECTORS = frozenset({"COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "REF", "OPP", "REL"})
EVERYDAY = frozenset(
    "hit set cut take make go hold run put get give come break fall drop throw fire close force carry call turn leave keep beat push pull drive"
    " raise shut block clear hold stop move search find seize target order level charge slash strike shot shoot blow bar bomb storm face press"
    " sack tap fine corner club quarter mass discover find burn clash battle fight march demand raid lift hang die dead death rock slam crush"
    " rally".split()
)
"""Deed words that harmless texts use as well: `WEAK` of them together count as much as one other, and no more."""
WEAK = 2
POLITICAL = 3
"""Distinct party words from which an article is let in without a deed (a visit, a speech, an accord). Tuned on open articles."""

_WORD = re.compile(r"[^\W\d_][\w'’-]*")


@dataclass(frozen=True)
class Gate:
    """Read-only word sets. `deeds`: surface forms of deeds; `weak`: those that are everyday words."""

    deeds: frozenset[str]
    weak: frozenset[str]
    base: ActorBase

    def lets_in(self, article: Article) -> bool:
        """Tell whether an article may hold claims: a deed and a party, two deeds, or parties enough."""
        deeds = weak = parties = 0
        seen: set[str] = set()
        for word in _words(article):
            lower = word.lower()
            if lower in seen:
                continue
            seen.add(lower)
            deeds += lower in self.deeds
            weak += lower in self.weak
            parties += self._is_party(word, lower)
            told = deeds + (weak >= WEAK)
            if told >= 2 or parties >= POLITICAL or ((deeds or weak) and parties):
                return True
        return False

    def _is_party(self, word: str, lower: str) -> bool:
        """Tell whether a word names a party: a role of state, arms or faith, a country, a people."""
        role = self.base.role_noun(lower)
        if role is not None and role.sector in PARTY_SECTORS:
            return True
        return word[:1].isupper() and self.base.country_of(word) is not None


def _words(article: Article) -> Iterator[str]:
    """Yield the words of title and text."""
    for text in (article.title or "", article.text):
        for match in _WORD.finditer(text):
            yield match[0].removesuffix("'s").removesuffix("’s")


@cache
def load_gate() -> Gate:
    """Return the gate made of the shipped lexicon and actor base."""
    lexicon = load_lexicon()
    heads: set[str] = set()
    for index in (lexicon.verbs, lexicon.nouns):
        for head, forms in index.items():
            if any(form.frame.type in DEEDS and not form.before and not form.after for form in forms):
                heads.add(head)
    strong = {shape for head in heads - EVERYDAY for shape in _shapes(head)}
    weak = {shape for head in heads & EVERYDAY for shape in _shapes(head)}
    return Gate(frozenset(strong), frozenset(weak - strong), load_actor_base())


def _shapes(lemma: str) -> Iterator[str]:
    """Yield the surface forms of a lemma, as a noun and as a verb."""
    yield lemma
    yield lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if lemma.endswith("y"):
        yield lemma[:-1] + "ies"
    yield gerund(lemma)
    yield from participle(lemma)
