"""Whom an act is aimed at, where the grammar of its own words does not say: the party in what is asked, promised, refused or protested.

"rejected a US offer" aims at the US; "agreed to provide aid for Romania" at Romania; "threatened to strike unless Israel withdrew" at Israel.
"""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.frames import grammar
from tocsin.frames.roles import Draft
from tocsin.frames.senses import core, sense
from tocsin.lexicon.model import Lexicon
from tocsin.model.text import Sentence

AIMED = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION",
                   "MOBILIZE", "PROTEST"})
CIRCUMSTANCES = frozenset({"after", "before", "since", "during", "according", "at", "near", "amid", "despite", "by", "until", "while", "following",
                           "as", "because", "within", "outside", "inside", "when", "where", "like", "including", "under", "over"})
LOCATIVE = frozenset({"in", "on", "into", "throughout", "across"})
LOCATED = frozenset({"AID", "AGREE", "MOBILIZE", "SANCTION", "RETREAT"})
CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "acl", "relcl", "pcomp"})
_NAMED = frozenset({"GPE", "NORP", "ORG", "PERSON"})
MAX_NODES = 40


def find_aims(sent: Sentence, drafts: list[Draft], lexicon: Lexicon) -> None:
    """Fill the recipient of acts that are aimed at somebody but name nobody beside themselves."""
    at = {draft.match.token: draft for draft in drafts}
    for draft in drafts:
        if draft.type not in AIMED or draft.frame.kind != "event" or draft.has("recipient") or draft.match.reads_as == "adj":
            continue
        actors = {filler.token for filler in draft.fillers if filler.role == "actor"}
        if draft.type in {"CONSULT", "COOPERATE"} and len(actors) > 1:
            continue
        for token, via in _aim(sent, draft, actors, at, lexicon):
            draft.fill("recipient", token, via)


def _aim(sent: Sentence, draft: Draft, actors: set[int], at: dict[int, Draft], lexicon: Lexicon) -> list[tuple[int, str]]:
    """Return the party aimed at: of a deed in the complement, else the nearest party in it, else for some types the country where."""
    located: list[tuple[int, str]] = []
    for i, is_place in _complement(sent, draft, actors):
        deed = at.get(i)
        if deed is not None and deed is not draft and deed.frame.kind == "event":
            found = _of_deed(deed, draft, actors)
            if found:
                return [(token, "aim:deed") for token in found]
        if not _is_party(sent, i, lexicon):
            continue
        parties = [(k, "aim") for k in core(sent, i, lexicon) if k not in actors]
        if parties and not is_place:
            return parties
        located = located or parties
    return located if draft.type in LOCATED else []


def _of_deed(deed: Draft, draft: Draft, actors: set[int]) -> list[int]:
    """Return who suffers the deed in the complement of an act; what is protested, refused or condemned aims at its doer."""
    roles = ("actor", "recipient") if draft.type in {"PROTEST", "ACCUSE", "REJECT", "REQUEST"} else ("recipient", "actor")
    for role in roles:
        found = [filler.token for filler in deed.fillers if filler.role == role and filler.token not in actors]
        if found:
            return found
    return []


def _complement(sent: Sentence, draft: Draft, actors: set[int]) -> Iterator[tuple[int, bool]]:
    """Yield the words that depend on a trigger to its right, nearest first, with whether they only say where."""
    start = {draft.match.token, draft.reach.verb, *draft.match.words}
    level = [(k, False) for i in sorted(start) for k in sent.children[i]
             if k not in start and k not in actors and (k > draft.match.token or sent.tokens[k].dep in {"poss", "amod", "compound"})]
    seen = 0
    while level and seen < MAX_NODES:
        below: list[tuple[int, bool]] = []
        for i, is_place in level:
            seen += 1
            token = sent.tokens[i]
            if token.head in start and (token.dep in {"nsubj", "nsubjpass"} or (token.dep == "dobj" and draft.type == "MOBILIZE")):
                continue
            if token.dep in {"prep", "mark", "advmod", "agent"} and token.lower in CIRCUMSTANCES:
                continue
            if token.dep == "advcl" and any(sent.tokens[k].lower in CIRCUMSTANCES for k in sent.kids(i, "mark", "advmod")):
                continue
            if token.dep == "conj" and grammar.is_verb(sent, i):
                continue
            yield i, is_place
            place = is_place or (token.dep == "prep" and token.lower in LOCATIVE)
            below.extend((k, place) for k in sent.children[i] if k not in actors)
        level = below


def _is_party(sent: Sentence, i: int, lexicon: Lexicon) -> bool:
    """Tell whether a word names or describes a party for certain."""
    token = sent.tokens[i]
    if token.pos == "PRON" or token.ent in {"DATE", "TIME"}:
        return False
    if token.ent in _NAMED:
        return token.pos in {"PROPN", "NOUN", "ADJ"} and token.dep != "appos"
    return token.pos == "NOUN" and lexicon.is_a(token.lemma, "person") and sense(token, lexicon) == "party"
