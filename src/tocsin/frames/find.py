"""Find event words and the words that fill their roles.

Three passes over a sentence: match forms and fill roles from the grammar; let deeds pass on their doers ("a US airstrike killed three");
settle type and mode (means, announcements) and drop what the scene rules out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.frames.aims import find_aims
from tocsin.frames.announce import announced_type
from tocsin.frames.match import Match, matches, vocabulary
from tocsin.frames.merge import merge_drafts
from tocsin.frames.roles import Draft, allowed, draft_trigger, fill_roles, mode_of_means
from tocsin.frames.scene import Scene
from tocsin.frames.slots import clause_neighbours
from tocsin.lexicon.model import Frame, Lexicon
from tocsin.model.event import Trigger
from tocsin.model.issue import Found
from tocsin.model.text import Sentence

MEANS_MODES = {"explosive": "explosives", "firearm": "firearms", "heavy": "heavy-weapons", "blade": "primitive", "aerial": "aerial",
               "gas": "unconventional", "riotgear": "crowd-control", "drone": "drone"}
PLAIN_MODES = frozenset({None, "firearms", "heavy-weapons", "aerial", "explosives"})
"""Modes that give way to chemical weapons told of in the same sentence."""
BLIND_MODES = frozenset({None, "explosives", "unconventional", "destroy", "primitive", "beat"})
"""Modes that nature and chance have too, as far as the words tell."""
CIVIL = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION",
                   "alliance", "rivalry", "membership", "leadership", "support", "split", "merger"})
"""Types whose words the business page uses too, of bids, offers and mergers."""
EPITHETS = frozenset({"ACCUSE", "REJECT", "SUPPORT", "REQUEST", "THREATEN", "AGREE", "CONCEDE", "CONSULT", "AID", "COOPERATE", "MOBILIZE", "PROTEST"})
HARM = frozenset({"killed", "injured", "missing", "displaced", "trapped", "rescued", "affected"})


def find_triggers(sentences: Sequence[Sentence], lexicon: Lexicon) -> Found[Trigger]:
    """Return the triggers of an article with their role fillers, in text order."""
    scene = Scene(sentences, lexicon)
    found: list[Trigger] = []
    for number, sent in enumerate(sentences):
        drafts = _drafts(sent, number, scene, lexicon)
        for draft in drafts:
            fill_roles(sent, draft, lexicon)
        _pass_on(sent, drafts, lexicon)
        for draft in drafts:
            draft.type, draft.announced = announced_type(sent, draft, lexicon)
        find_aims(sent, drafts, lexicon)
        drafts = merge_drafts(sent, drafts, lexicon)
        kept = [draft for draft in drafts if _is_anchored(draft) and not _is_ruled_out(draft, number, scene)]
        found.extend(trigger for draft in kept for trigger in _triggers(sent, draft, lexicon))
    return Found(tuple(found))


def _drafts(sent: Sentence, number: int, scene: Scene, lexicon: Lexicon) -> list[Draft]:
    """Return the accepted matches of a sentence in text order; longer forms take words away from shorter ones."""
    drafts: list[Draft] = []
    taken: set[int] = set()
    known = vocabulary(sent)
    for token in sent.tokens:
        if token.i in taken or token.pos in {"PUNCT", "DET", "ADP", "PART", "SPACE"} or (token.ent == "DATE" and token.pos != "VERB"):
            continue
        if _is_in_name(sent, token.i):
            continue
        draft = _best(sent, number, token.i, scene, lexicon, known)
        if draft is None:
            continue
        words = set(draft.match.words)
        taken |= words
        drafts = [other for other in drafts if other.match.token not in words]
        if draft.frame.type is not None:
            drafts.append(draft)
    return drafts


_NAMES = frozenset({"ORG", "LAW", "WORK_OF_ART"})
TITLE_CASE = 0.6
"""Share of capitalised words outside names from which a sentence is set as a headline, where capitals say nothing about names."""


def _is_in_name(sent: Sentence, i: int) -> bool:
    """Tell whether a word is part of the name of a body, law or book: "the Association for Political *Prisoners*"."""
    token = sent.tokens[i]
    if token.ent not in _NAMES or token.pos != "PROPN" or not token.text[0].isupper() or sent.section == "title":
        return False
    mates = [k for k in (i - 1, i + 1) if 0 <= k < len(sent.tokens) and sent.tokens[k].ent == token.ent]
    words = [word.text for word in sent.tokens[1:] if not word.ent and word.text[0].isalpha() and len(word.text) > SHORT]
    return bool(mates) and sum(word[0].isupper() for word in words) < max(1, TITLE_CASE * len(words))


SHORT = 3
"""Words of up to so many letters are small in headlines too."""


def _best(sent: Sentence, number: int, i: int, scene: Scene, lexicon: Lexicon, known: frozenset[str]) -> Draft | None:
    """Return the first form at a token whose restrictions and needs are met."""
    for match in matches(sent, i, lexicon, known):
        frame = match.form.frame
        if frame.needs is not None and not scene.meets(number, frame.needs):
            continue
        if _is_bare_modifier(sent, match, lexicon) or _is_mere_epithet(sent, match):
            continue
        draft = draft_trigger(sent, match, lexicon)
        if allowed(sent, draft, lexicon):
            return draft
    return None


def _is_bare_modifier(sent: Sentence, match: Match, lexicon: Lexicon) -> bool:
    """Tell whether an event noun only stands before another noun that is no event itself ("attack helicopter")."""
    token = sent.tokens[match.token]
    if match.reads_as != "noun" or token.dep != "compound" or match.form.frame.type is None:
        return False
    head = sent.tokens[token.head]
    if "self" in match.form.frame.plan.noun and head.pos == "PROPN":
        return False
    return head.i not in match.words and not lexicon.is_a(head.lemma, "event_head") and not lexicon.is_a(head.lower, "event_head")


def _is_mere_epithet(sent: Sentence, match: Match) -> bool:
    """Tell whether a participle only describes ("suspected rebels", "allied forces"): what was done to somebody counts, what was said not."""
    token = sent.tokens[match.token]
    if token.dep != "amod" or match.form.pos != "verb" or match.form.frame.type not in EPITHETS:
        return False
    return match.form.frame.type != "ACCUSE" or sent.tokens[token.head].dep != "attr"


def _pass_on(sent: Sentence, drafts: list[Draft], lexicon: Lexicon) -> None:
    """Let event words that stand in a role pass on their actors and means; let "when" and "after" clauses do so for harm."""
    at = {word: draft for draft in drafts for word in draft.match.words} | {draft.match.token: draft for draft in drafts}
    for draft in drafts:
        for k in clause_neighbours(sent, draft.match.token) if draft.match.reads_as == "verb" and draft.frame.effect in HARM else ():
            if k in at and at[k].type == "ASSAULT":
                draft.behind.append(("actor", k, "when"))
    _share_causes(sent, drafts, at)
    for _ in range(2):
        for draft in drafts:
            for role, token, lemma in draft.behind:
                _inherit(draft, role, at.get(token), lemma, lexicon.table["accusing"])
    gas = any(draft.frame.id == "chemical-attack" for draft in drafts)
    for draft in drafts:
        if gas and draft.type == "ASSAULT" and draft.mode in PLAIN_MODES:
            draft.mode = "unconventional"
        if draft.mode is None and draft.type == "ASSAULT":
            draft.mode = mode_of_means(sent, draft, MEANS_MODES, lexicon) or _mode_behind(draft, at)


def _share_causes(sent: Sentence, drafts: list[Draft], at: dict[int, Draft]) -> None:
    """Let coordinated harm words share their cause: "two killed and four wounded in the rebel attack"."""
    for draft in drafts:
        other = at.get(sent.tokens[draft.match.token].head) if sent.tokens[draft.match.token].dep == "conj" else None
        if other is None or not {draft.frame.effect, other.frame.effect} <= HARM or not (draft.reach.passive and other.reach.passive):
            continue
        for one, two in ((draft, other), (other, draft)):
            one.behind.extend(link for link in two.behind if link not in one.behind)
            if not one.has("actor"):
                for filler in [filler for filler in two.fillers if filler.role in {"actor", "instrument"}]:
                    one.fill(filler.role, filler.token, filler.via)


def _inherit(draft: Draft, role: str, deed: Draft | None, lemma: str, accusing: frozenset[str]) -> None:
    """Fill an empty role from the actors of a deed; a fight of two sides says not who killed."""
    if deed is None or deed is draft or draft.has(role):
        return
    if role == "actor" and not draft.has("instrument") and draft.frame.effect in HARM:
        for filler in [filler for filler in deed.fillers if filler.role == "instrument"]:
            draft.fill("instrument", filler.token, f"through:{lemma}")
    doers = [filler for filler in deed.fillers if filler.role == "actor"]
    if role == "actor" and len(doers) > 1 and deed.frame.plan.noun.get("between") == "actor" and deed.frame.plan.noun.get("with") == "actor":
        return
    own = {filler.token for filler in draft.fillers if filler.role == "recipient"}  # "arrested in a shooting": nobody arrests himself
    for filler in (filler for filler in doers if role != "actor" or filler.token not in own):
        accused = filler.via.split()[0] in accusing  # what the doer of the deed is only accused of stays an accusation
        draft.fill(role, filler.token, filler.via if accused else f"through:{lemma}")


def _mode_behind(draft: Draft, at: dict[int, Draft]) -> str | None:
    """Return the mode of the deed behind a harm ("killed in an airstrike")."""
    deeds = (at.get(token) for _, token, _ in draft.behind)
    return next((deed.mode for deed in deeds if deed is not None and deed.type == "ASSAULT" and deed.mode), None)


def _is_anchored(draft: Draft) -> bool:
    """Tell whether a topic noun ("violence") tells of something: it has a party, day or place, or a verb says that it was."""
    return not draft.frame.anchored or bool(draft.fillers) or draft.reach.verb != draft.match.token


def _is_ruled_out(draft: Draft, number: int, scene: Scene) -> bool:
    """Tell whether nature, not a person, did what a harm word says."""
    if draft.type in CIVIL and draft.frame.kind != "status" and scene.is_business(number, draft.match.token):
        return True
    if draft.type == "ASSAULT":
        chance = draft.mode in BLIND_MODES and not draft.has("actor") and scene.is_natural(number)
        return chance or (draft.frame.effect in HARM and draft.natural)
    if draft.type not in {"COERCE", "SANCTION", "AID", "dead", "missing", "wounded"} or draft.frame.effect not in HARM:
        return False
    return draft.natural or (not draft.has("actor") and scene.is_natural(number))


def _triggers(sent: Sentence, draft: Draft, lexicon: Lexicon) -> Iterable[Trigger]:
    """Yield the trigger of a draft, and those of the frames that its frame always brings along."""
    type_ = draft.type or ""
    yield _trigger(sent, draft, draft.frame, type_, draft.mode if type_ == draft.frame.type else None, announced=draft.announced)
    for name in draft.frame.also:
        other = lexicon.frames[name]
        if other.type is not None:
            yield _trigger(sent, draft, other, other.type, other.mode, announced=draft.announced)


def _trigger(sent: Sentence, draft: Draft, frame: Frame, type_: str, mode: str | None, *, announced: bool) -> Trigger:
    """Return the finished trigger."""
    words = draft.match.words
    return Trigger(
        section=sent.section, sentence=sent.index, token=draft.match.token, verb=draft.reach.verb,
        span=_span(sent, draft.match.token, words), frame=frame.id, kind=frame.kind, type=type_, mode=mode,
        contexts=frame.contexts, effect=frame.effect, fillers=tuple(sorted(draft.fillers, key=lambda f: (f.token, f.role))),
        score=frame.score, announced=announced,
    )


def _span(sent: Sentence, head: int, words: tuple[int, ...]) -> tuple[int, int]:
    """Return the offsets of the cue words when they stand close together, else of the head alone."""
    first, last = min(words), max(words)
    return sent.token_span(first, last) if last - first <= len(words) else sent.token_span(head, head)
