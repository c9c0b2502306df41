"""What a doubtful clause takes for granted: "to learn more about the shooting that hurt five", "identify the men who opened fire"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.incidents.words import incident_words
from tocsin.model.claim import Claim
from tocsin.model.text import Sentence

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})


def presuppose(sentences: Sequence[Sentence], claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims, those that their sentence takes for granted as actual.

    A past relative clause holds whatever becomes of the main clause, and so does the event noun that has one ("the attack that killed ten").
    """
    return [_seen(sentences[claim.sentence], claim) for claim in claims]


def _seen(sent: Sentence, claim: Claim) -> Claim:
    """Return a claim as its sentence leaves it."""
    if _is_taken_for_granted(sent, claim):
        return _granted(claim)
    return replace(claim, realis="hypothetical") if _is_mere_purpose(sent, claim) else claim


def _is_mere_purpose(sent: Sentence, claim: Claim) -> bool:
    """Tell whether a claim only says what something was for: "an operation to arrest a rebel leader"."""
    token = sent.tokens[claim.token]
    if claim.realis != "actual" or claim.factuality != "PS+" or token.tag != "VB" or token.dep not in {"acl", "relcl"}:
        return False
    return sent.tokens[token.head].pos == "NOUN" and any(sent.tokens[k].tag == "TO" for k in sent.children[claim.token])


def _granted(claim: Claim) -> Claim:
    """Return a claim as a fact."""
    return replace(claim, realis="actual", factuality="CT+")


def _is_taken_for_granted(sent: Sentence, claim: Claim) -> bool:
    """Tell whether a claim that was judged hypothetical is presupposed."""
    if claim.realis != "hypothetical" or claim.factuality not in {"PS+", "PR+", "Uu"} or claim.kind != "event":
        return False
    token = sent.tokens[claim.token]
    above = {sent.tokens[k].lemma for k in sent.ancestors(claim.token)}
    if above & incident_words().undoing or any(sent.tokens[k].lower in {"if", "unless", "whether"} for k in sent.children[claim.token]):
        return False
    if token.pos in {"NOUN", "PROPN"}:
        return any(_is_past_relative(sent, k) for k in sent.children[claim.token]) and claim.actor == ()
    return _is_past_relative(sent, _clause_top(sent, claim.token))


def _clause_top(sent: Sentence, token: int) -> int:
    """Return the verb that a coordinated verb or a participle beside it hangs on."""
    if sent.tokens[token].dep == "advcl" and sent.tokens[token].tag == "VBG":
        # ", killing one" behind a relative clause belongs to it, whatever the parser hangs it on.
        between = [k for k in range(sent.tokens[token].head + 1, token) if sent.tokens[k].dep == "relcl"]
        if between:
            return between[-1]
    while sent.tokens[token].dep in {"conj", "advcl"} and sent.tokens[token].tag in {"VBD", "VBN", "VBG"} and sent.tokens[token].head != token:
        token = sent.tokens[token].head
    return token


def _is_past_relative(sent: Sentence, token: int) -> bool:
    """Tell whether a token is the verb of a relative clause in the past, of something definite, without modal verb."""
    verb = sent.tokens[token]
    if verb.dep != "relcl" or verb.tag not in {"VBD", "VBN"}:
        return False
    words = [sent.tokens[k] for k in sent.children[token]]
    if any(word.tag == "MD" for word in words) or (verb.tag == "VBN" and not any(word.tag == "VBD" for word in words)):
        return False
    host = sent.tokens[verb.head]
    definite = any(sent.tokens[k].lower in _DEFINITE for k in sent.children[host.i])
    return definite or host.tag in {"NNP", "NNPS"} or bool(sent.kids(host.i, "nummod"))
