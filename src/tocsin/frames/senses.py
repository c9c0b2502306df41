"""What a word is, as far as roles care: a party, a thing, a means, a natural cause, an abstract noun, a time, a place."""

from __future__ import annotations

from typing import Literal

from tocsin.frames import grammar
from tocsin.lexicon.model import Lexicon
from tocsin.model.text import Sentence, Token

Sense = Literal["party", "thing", "means", "platform", "natural", "abstract", "time", "place", "money", "empty", "unknown"]

MEANS = ("explosive", "firearm", "heavy", "blade", "aerial", "gas", "riotgear")
_NAMED = frozenset({"PERSON", "ORG", "NORP"})
_EMPTY = frozenset({"there", "what", "why", "how", "when", "where", "this", "which", "that", "who", "whom"})


def core(sent: Sentence, i: int, lexicon: Lexicon) -> list[int]:
    """Return the nouns that carry the meaning of a phrase: behind "dozens of" the nouns counted, with all that are coordinated."""
    found: list[int] = []
    for k in grammar.conjuncts(sent, i):
        counted = _counted(sent, k, lexicon)
        found.extend(counted or [k])
    return found


def _counted(sent: Sentence, i: int, lexicon: Lexicon) -> list[int]:
    """Return the nouns behind "of" when a token only counts them."""
    token = sent.tokens[i]
    if not (lexicon.is_a(token.lemma, "counter") or lexicon.is_a(token.lower, "counter") or token.pos == "NUM"):
        return []
    for word, noun in grammar.prepositions(sent, i):
        if word == "of":
            return core(sent, noun, lexicon)
    return []


def sense(token: Token, lexicon: Lexicon) -> Sense:
    """Return what a word is."""
    if token.lower in _EMPTY:
        return "empty"
    if token.pos == "PRON" or (token.ent in _NAMED and _is_body(token, lexicon)):
        return "abstract" if token.lower in {"it", "its", "something", "anything", "nothing", "everything", "itself"} else "party"
    if token.ent in {"DATE", "TIME"}:
        return "time"
    if token.ent in {"MONEY", "PERCENT"}:
        return "money"
    if token.ent in {"GPE", "LOC"}:
        return "place"
    known = lexicon.classes_of.get(token.lemma) or lexicon.classes_of.get(token.lower)
    if known is not None:
        return _common_sense(known)
    if any(form.frame.kind == "event" for form in lexicon.nouns.get(token.lemma, ())):
        return "abstract"
    if token.pos in {"NUM", "PROPN"}:
        return "party"
    return "party" if token.lemma.endswith(lexicon.personal) and token.lemma not in lexicon.table["not_person"] else "unknown"


def _is_body(token: Token, lexicon: Lexicon) -> bool:
    """Tell whether the last word of a name leaves it a body of people: not "Salem Hospital", but "Patriotic Front"."""
    return not lexicon.is_a(token.lower, "thing") or (token.pos == "PROPN" and lexicon.is_a(token.lower, "body"))


def _common_sense(classes: frozenset[str]) -> Sense:
    """Return what a common noun of some classes is."""
    if "platform" in classes:
        return "platform"
    if not classes.isdisjoint(MEANS):
        return "means"
    if "person" in classes:
        return "party"
    if "natural" in classes:
        return "natural"
    if "thing" in classes:
        return "thing"
    if "abstract" in classes:
        return "abstract"
    return "money" if "money" in classes else "unknown"


def is_party_modifier(token: Token, lexicon: Lexicon) -> bool:
    """Tell whether a word before an event noun names a doer ("rebel attack", "Israeli raid") rather than a kind, time or place."""
    if token.lower in lexicon.table["power"] or token.ent in {"NORP", "ORG", "PERSON"}:
        return not lexicon.is_a(token.lower, "thing")
    return token.pos != "VERB" and lexicon.is_a(token.lemma, "person") and token.lower not in {"mass", "head", "general", "major", "other", "others"}


def owners(sent: Sentence, i: int, lexicon: Lexicon) -> list[tuple[int, str]]:
    """Return the parties that a thing or deed belongs to: its possessor, "Palestinian homes", "the offices of the party"."""
    found: list[tuple[int, str]] = []
    for k in sent.children[i]:
        token = sent.tokens[k]
        if token.dep == "poss" and sense(token, lexicon) in {"party", "place"}:
            found.extend((each, "owner") for each in core(sent, k, lexicon))
        elif token.dep in {"compound", "amod", "nmod"} and (token.ent in {"NORP", "GPE", "ORG"} or token.lower in lexicon.table["power"]
                                                            or (token.pos == "NOUN" and lexicon.is_a(token.lemma, "person"))):
            found.append((k, "owner"))
    for word, noun in grammar.prepositions(sent, i):
        if word in {"of", "by", "from", "belonging"} and sense(sent.tokens[noun], lexicon) in {"party", "place"}:
            found.extend((each, "owner") for each in core(sent, noun, lexicon))
    return found
