"""Acts that are only announced: "will visit" agrees to, "plans to impose" threatens, "will not accept" rejects."""

from __future__ import annotations

from tocsin.frames import grammar
from tocsin.frames.roles import Draft
from tocsin.lexicon.model import Lexicon
from tocsin.model.text import Sentence

WILL = frozenset({"will", "'ll", "’ll", "wo", "shall"})
REFUSABLE = frozenset({"AID", "CONSULT", "SUPPORT", "COOPERATE", "RETREAT"})


def announced_type(sent: Sentence, draft: Draft, lexicon: Lexicon) -> tuple[str, bool]:
    """Return the type that a draft is coded as, and whether the announcement, not the act, is what is coded."""
    type_ = draft.type or ""
    target = lexicon.announced.get(type_)
    if target is None or draft.frame.kind != "event" or not draft.has("actor"):
        return type_, False
    verb = draft.reach.verb
    if not _is_announced(sent, verb, lexicon):
        return type_, False
    if _is_negated(sent, verb):
        return ("REJECT", True) if type_ in REFUSABLE else (type_, False)
    return target, True


def _is_announced(sent: Sentence, v: int, lexicon: Lexicon) -> bool:
    """Tell whether a verb is put into the future by its own auxiliary, or by a verb or adjective of planning above it."""
    aux = {sent.tokens[k].lower for k in sent.kids(v, "aux")}
    if "would" in aux and _is_reported(sent, v, lexicon):
        return True
    if aux & WILL:
        return not any(sent.tokens[k].lower in {"if", "unless", "whether"} for k in sent.kids(v, "mark"))
    token = sent.tokens[v]
    above = sent.tokens[token.head]
    if token.dep == "conj" and grammar.is_verb(sent, above.i) and not aux and token.tag == "VB":
        return _is_announced(sent, above.i, lexicon)
    if token.dep not in {"xcomp", "ccomp"} or "to" not in aux:
        return False
    return above.lemma in lexicon.table["planning"] and above.i != v


def _is_reported(sent: Sentence, v: int, lexicon: Lexicon) -> bool:
    """Tell whether a clause is what its own subject says ("said they would blockade the city")."""
    above = sent.tokens[sent.tokens[v].head]
    return sent.tokens[v].dep == "ccomp" and above.lemma in lexicon.table["reporting"] and grammar.own_subject(sent, above.i) is not None


def _is_negated(sent: Sentence, v: int) -> bool:
    """Tell whether a verb, or the verb or adjective of planning above it, is denied."""
    nodes = [v, sent.tokens[v].head]
    return any(sent.tokens[k].dep == "neg" or sent.tokens[k].lower in {"never", "no longer"} for node in nodes for k in sent.children[node])
