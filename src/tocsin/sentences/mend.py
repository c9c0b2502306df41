"""Repairs of parses that the language model gets wrong in one regular way."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.model.text import Token


def mend_parse(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens of a sentence with all repairs made; the same tuple when nothing is to be done."""
    return rejoin_harm(rejoin_dead(free_hurt(seat_subject(tokens))))


_OPENERS = frozenset({"after", "before", "since", "until"})


def seat_subject(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens with "after a court this week convicted …" as a clause of the court's.

    The model takes "after a court" for a phrase by itself and leaves the past tense behind it without a subject: it would borrow that of
    the clause around it.
    """
    for verb in tokens:
        if verb.tag != "VBD" or verb.dep != "advcl" or any(token.head == verb.i and token.dep in _SEATED for token in tokens):
            continue
        opener = next((token for token in reversed(tokens[: verb.i]) if token.head == verb.head and token.dep == "prep"), None)
        if opener is None or opener.lower not in _OPENERS:
            continue
        seat = next((token for token in tokens[opener.i : verb.i] if token.head == opener.i and token.dep == "pobj"), None)
        if seat is not None:
            moved = {seat.i: replace(seat, head=verb.i, dep="nsubj"), opener.i: replace(opener, head=verb.i, dep="mark", pos="SCONJ")}
            return _changed(tokens, moved)
    return tokens


_SEATED = frozenset({"nsubj", "nsubjpass", "aux", "auxpass", "mark"})


def free_hurt(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens with "five hurt" as people who were hurt; the model takes "hurt" for a noun that "five" counts."""
    for number, hurt in itertools.pairwise(tokens):
        if hurt.lower == "hurt" and hurt.tag == "NN" and number.dep == "nummod" and number.head == hurt.i:
            head = number.i if hurt.head == hurt.i else hurt.head
            participle = replace(hurt, pos="VERB", tag="VBN", dep="acl", head=number.i)
            return _changed(tokens, {number.i: replace(number, dep=hurt.dep, head=head), hurt.i: participle})
    return tokens


def rejoin_dead(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens with "shot dead" as a verb and its result.

    In "shot dead two monks" the model makes "dead" an adjective of the monks, or the head of all with "shot" as a noun.
    """
    for shot, dead in itertools.pairwise(tokens):
        if shot.lower != "shot" or dead.lower != "dead" or dead.head == shot.i:
            continue
        if shot.pos == "VERB" and dead.dep == "amod":
            return _changed(tokens, {dead.i: replace(dead, head=shot.i, dep="oprd")})
        if shot.pos == "NOUN" and any(token.head == dead.i and token.dep in {"nsubj", "dobj"} for token in tokens):
            moved = {token.i: replace(token, head=shot.i) for token in tokens if token.head == dead.i and token.i != shot.i}
            head = shot.i if dead.head == dead.i else dead.head
            moved[shot.i] = replace(shot, lemma="shoot", pos="VERB", tag="VBD", dep=dead.dep, head=head)
            return _changed(tokens, {**moved, dead.i: replace(dead, head=shot.i, dep="oprd")})
    return tokens


def _changed(tokens: tuple[Token, ...], by: Mapping[int, Token]) -> tuple[Token, ...]:
    """Return the tokens with some exchanged."""
    return tuple(by.get(token.i, token) for token in tokens)

_HARM = frozenset({"kill", "wound", "injure", "hurt", "maim", "displace"})


def rejoin_harm(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens with "killed … and wounded …" kept together.

    In "blamed the rebels for a bomb that killed 21 and wounded 68" the model joins "wounded" to "blamed", so that whoever blames has wounded.
    A verb of harm without a subject of its own, joined to another kind of verb, belongs to the verb of harm that stands in a relative
    clause between the two.
    """
    moved = {token.i: replace(token, head=home) for token in tokens if _is_torn(tokens, token) and (home := _home(tokens, token)) is not None}
    return _changed(tokens, moved) if moved else tokens


def _is_torn(tokens: Sequence[Token], token: Token) -> bool:
    """Tell whether a verb of harm is joined to another kind of verb."""
    if token.dep != "conj" or token.lemma not in _HARM or not token.tag.startswith("VB"):
        return False
    return tokens[token.head].lemma not in _HARM and not any(other.head == token.i and other.dep in {"nsubj", "nsubjpass"} for other in tokens)


def _home(tokens: Sequence[Token], token: Token) -> int | None:
    """Return the nearest verb of harm in a relative clause between a verb and its head, in the same form."""
    between = (tokens[i] for i in range(token.i - 1, token.head, -1))
    return next((other.i for other in between if other.lemma in _HARM and other.dep == "relcl" and other.tag == token.tag), None)
