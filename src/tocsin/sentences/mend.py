"""Repairs of parses that the language model gets wrong in one regular way."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.counting.numbers import parse_number
from tocsin.lexicon.load import load_lexicon
from tocsin.model.text import Token


def mend_parse(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens of a sentence with all repairs made; the same tuple when nothing is to be done."""
    return rejoin_harm(rejoin_dead(free_hurt(list_people(seat_apposition(seat_subject(tokens))))))


def seat_apposition(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens with names behind a comma put to the noun before it: "gunmen abducted two activists, *Razan and Wael*".

    The model hangs them on the subject in front of the verb, so that the victims become the doers.
    """
    for token in tokens:
        if token.dep != "appos" or token.pos != "PROPN" or token.head >= token.i:
            continue
        start = _start(tokens, token)
        host = tokens[start - 2] if start > 1 and tokens[start - 1].text in _PAUSES else None
        parted = any(other.pos == "VERB" and other.tag in {"VBD", "VBZ", "VBP"} for other in tokens[token.head + 1 : start])
        if host is not None and parted and host.i > token.head and host.tag == "NNS" and host.dep in {"dobj", "pobj", "nsubjpass"}:
            return _changed(tokens, {token.i: replace(token, head=host.i)})
    return tokens


_PAUSES = frozenset({",", "–", "—", ":", "-"})


def _start(tokens: Sequence[Token], noun: Token) -> int:
    """Return where the words right before a noun that hang on it begin."""
    start = noun.i
    while start > 0 and tokens[start - 1].head == noun.i and tokens[start - 1].pos != "PUNCT":
        start -= 1
    return start


def list_people(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens with "five farmers, a policeman and a nurse" as a list; the model takes the policeman for an apposition.

    One person is no other word for several. A true apposition ("three men, a baker and two clerks") adds up to the number before it and stays.
    """
    for token in tokens:
        if token.dep != "appos" or token.tag != "NN" or token.head >= token.i or tokens[token.head].tag != "NNS":
            continue
        number = _number_of(tokens, tokens[token.head])
        rest = [other for other in tokens if other.head == token.i and other.dep == "conj" and other.tag in {"NN", "NNS"}]
        if number is None or not rest or not _has_article(tokens, token):
            continue
        if sum(_number_of(tokens, other) or 0 for other in (token, *rest)) != number:
            return _changed(tokens, {token.i: replace(token, dep="conj")})
    return tokens


def _has_article(tokens: Sequence[Token], noun: Token) -> bool:
    """Tell whether a noun has "a" or "an"."""
    return any(other.head == noun.i and other.lower in {"a", "an"} for other in tokens)


def _number_of(tokens: Sequence[Token], noun: Token) -> int | None:
    """Return the small number before a noun, 1 for "a", None when there is none or it is no plain number."""
    before = next((other.lower for other in tokens if other.head == noun.i and other.dep == "nummod"), None)
    if before is None:
        return 1 if _has_article(tokens, noun) else None
    return int(before) if before.isdigit() else parse_number([before])


def seat_subject(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the tokens with "after a court this week convicted …" as a clause of the court's.

    The model takes "after a court" for a phrase by itself and leaves the past tense behind it without a subject: it would borrow that of
    the clause around it.
    """
    for verb in tokens:
        if verb.tag != "VBD" or verb.dep != "advcl" or any(token.head == verb.i and token.dep in _SEATED for token in tokens):
            continue
        opener = next((token for token in reversed(tokens[: verb.i]) if token.head == verb.head and token.dep == "prep"), None)
        if opener is None or opener.lower not in load_lexicon().table["clause_openers"]:
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
    harm = load_lexicon().table["harm_verbs"]
    if token.dep != "conj" or token.lemma not in harm or not token.tag.startswith("VB"):
        return False
    return tokens[token.head].lemma not in harm and not any(other.head == token.i and other.dep in {"nsubj", "nsubjpass"} for other in tokens)


def _home(tokens: Sequence[Token], token: Token) -> int | None:
    """Return the nearest verb of harm in a relative clause between a verb and its head, in the same form."""
    between = (tokens[i] for i in range(token.i - 1, token.head, -1))
    harm = load_lexicon().table["harm_verbs"]
    return next((other.i for other in between if other.lemma in harm and other.dep == "relcl" and other.tag == token.tag), None)
