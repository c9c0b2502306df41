"""One deed, one trigger: words that tell the same deed twice in a clause are merged.

"Twin bombings struck the cathedral" is one attack, not two; so are "the bomb exploded" and "fired tear gas to disperse the crowd".
"""

from __future__ import annotations

from tocsin.frames import grammar
from tocsin.frames.roles import Draft
from tocsin.frames.senses import MEANS
from tocsin.lexicon.model import Lexicon
from tocsin.model.text import Sentence

RESTATING = frozenset({"PROTEST", "AGREE", "CONSULT", "REQUEST", "REJECT", "SUPPORT", "SANCTION", "MOBILIZE", "AID", "THREATEN", "CONCEDE"})
"""Types of which a second word without parties of its own adds nothing; attacks and arrests keep each mention."""


WORDS = frozenset({"AGREE", "REQUEST", "CONSULT", "SUPPORT", "THREATEN"})
ANSWERS = frozenset({"REJECT", "AGREE", "SUPPORT", "ACCUSE", "CONCEDE"})
"""What is answered ("an offer", "a call") goes without saying in its answer."""


def merge_drafts(sent: Sentence, drafts: list[Draft], lexicon: Lexicon) -> list[Draft]:
    """Return the drafts without those that only repeat another one of the sentence."""
    at = {draft.match.token: draft for draft in drafts}
    dropped: set[int] = set()
    for draft in drafts:
        keeper = (_carried(sent, draft, at, lexicon) or _tool_of(draft, drafts, sent, lexicon)
                  or _purpose_of(sent, draft, at) or _restated(sent, draft, at) or _overruled(sent, draft, at))
        if keeper is not None and keeper.match.token not in dropped:
            _hand_over(draft, keeper)
            dropped.add(draft.match.token)
    return [draft for draft in drafts if draft.match.token not in dropped]


def _hand_over(draft: Draft, keeper: Draft) -> None:
    """Give the fillers of a dropped draft to the one that stays, where it has none of the role."""
    for role in ("actor", "recipient", "object", "instrument", "place", "time"):
        if not keeper.has(role):
            for filler in [filler for filler in draft.fillers if filler.role == role and filler.token != keeper.match.token]:
                if not any(own.token == filler.token for own in keeper.fillers):
                    keeper.fill(role, filler.token, f"merged:{filler.via}")


def _carried(sent: Sentence, draft: Draft, at: dict[int, Draft], lexicon: Lexicon) -> Draft | None:
    """Return the attack noun whose verb a trigger only is ("bombings struck", "an explosion targeting a base")."""
    if draft.match.reads_as != "verb" or draft.type != "ASSAULT" or sent.tokens[draft.match.token].lemma not in lexicon.table["carrying"]:
        return None
    found = grammar.subject(sent, draft.match.token)
    deed = at.get(found[0]) if found else None
    return deed if deed is not None and deed.type == "ASSAULT" and deed.match.reads_as == "noun" else None


def _tool_of(draft: Draft, drafts: list[Draft], sent: Sentence, lexicon: Lexicon) -> Draft | None:
    """Return the deed that a bomb or rocket, itself read as a deed, serves."""
    if draft.match.reads_as != "noun" or draft.type != "ASSAULT" or not _is_tool(sent, draft, lexicon):
        return None
    token = draft.match.token
    for other in drafts:
        if other is not draft and other.type == "ASSAULT" and (any(f.token == token and f.role in {"instrument", "object"} for f in other.fillers)):
            return other
    return None


def _is_tool(sent: Sentence, draft: Draft, lexicon: Lexicon) -> bool:
    """Tell whether an event noun is really a weapon ("car bomb", "mortar shell"), not a deed ("bombing", "blast")."""
    token = sent.tokens[draft.match.token]
    if token.lemma in lexicon.table["deed_nouns"]:
        return False
    return any(lexicon.is_a(token.lemma, name) or lexicon.is_a(token.lower, name) for name in MEANS)


def _purpose_of(sent: Sentence, draft: Draft, at: dict[int, Draft]) -> Draft | None:
    """Return the deed of the same type and mode whose purpose a trigger tells ("fired tear gas to disperse the crowd")."""
    token = sent.tokens[draft.match.token]
    if draft.match.reads_as != "verb" or draft.mode is None or token.dep not in {"xcomp", "advcl"} or token.tag != "VB":
        return None
    above = at.get(token.head)
    return above if above is not None and (above.type, above.mode) == (draft.type, draft.mode) else None


def _restated(sent: Sentence, draft: Draft, at: dict[int, Draft]) -> Draft | None:
    """Return the act of the same type above or below a trigger that names no party of its own: "said it is willing", "a strike in protest"."""
    if draft.type not in RESTATING or draft.frame.kind != "event":
        return None
    own = {filler.token for filler in draft.fillers if filler.role in {"actor", "recipient"}}
    for other in at.values():
        if other is draft or other.type != draft.type or not _are_near(sent, draft, other):
            continue
        theirs = {filler.token for filler in other.fillers if filler.role in {"actor", "recipient"}}
        if own < theirs or (own == theirs and draft.match.token > other.match.token) or (
                own and not draft.has("recipient") and _serves(sent, other, draft)):
            return other
    return None


def _overruled(sent: Sentence, draft: Draft, at: dict[int, Draft]) -> Draft | None:
    """Return the act that settles what another only introduces: "prepared to impose a curfew" threatens, "rejected an offer" rejects."""
    token = sent.tokens[draft.match.token]
    if draft.match.reads_as == "noun" and draft.type in WORDS and token.dep in {"dobj", "pobj", "nsubjpass"}:
        above = at.get(token.head if token.dep != "pobj" else sent.tokens[token.head].head)
        return above if above is not None and above.type in ANSWERS and above.match.reads_as == "verb" else None
    if draft.type == "AGREE" and draft.match.reads_as == "verb":
        for other in at.values():
            if other.announced and other.type != "AGREE" and draft.match.token in sent.ancestors(other.match.token):
                return other
    return None


def _serves(sent: Sentence, inner: Draft, outer: Draft) -> bool:
    """Tell whether one trigger is the complement of another, a speech verb: "says it is willing"."""
    return outer.match.token in sent.ancestors(inner.match.token) and inner.has("recipient") and outer.match.reads_as == "verb"


def _are_near(sent: Sentence, one: Draft, two: Draft) -> bool:
    """Tell whether one of two triggers stands in the clause of the other."""
    return two.match.token in sent.ancestors(one.match.token) or one.match.token in sent.ancestors(two.match.token)
