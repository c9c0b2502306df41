"""From grammatical slots to roles: the frame's plan says which slot fills which role, the word's sense says whether it can."""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.frames import grammar
from tocsin.frames.match import Match
from tocsin.frames.senses import MEANS, core, is_party_modifier, owners, sense
from tocsin.frames.slots import Reach, add_idiom, adj_slots, noun_slots, verb_slots
from tocsin.lexicon.model import Frame, Lexicon, Wanted
from tocsin.model.event import Filler
from tocsin.model.text import Sentence, Token

PHYSICAL = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "RETREAT", "AID", "COOPERATE"})
VERBAL = frozenset({"ACCUSE", "REJECT", "SUPPORT", "REQUEST", "THREATEN", "AGREE", "CONCEDE", "CONSULT"})
PLACE_WORDS = frozenset({"in", "at", "near", "outside", "inside", "on", "across", "around", "from", "into", "within", "along", "off", "to",
                         "through", "throughout", "over", "between", "behind", "toward", "towards", "by", "of"})
TIME_WORDS = frozenset({"on", "in", "at", "since", "during", "before", "after", "from", "by", "until", "over", "between", "for", "within"})
CAUSES = ("in", "from", "of", "after", "during", "following", "by", "subject", "amid", "due", "to", "as", "object")


@dataclass(slots=True)
class Draft:
    """A trigger in the making. `behind`: (role, event word) pairs whose actors will fill the role; `natural`: nature is the cause."""

    match: Match
    reach: Reach
    fillers: list[Filler] = field(default_factory=list)
    behind: list[tuple[str, int, str]] = field(default_factory=list)
    natural: bool = False
    mode: str | None = None
    type: str | None = None
    announced: bool = False

    @property
    def frame(self) -> Frame:
        """Return the frame of the matched form."""
        return self.match.form.frame

    def fill(self, role: str, token: int, via: str) -> None:
        """Add a filler unless the word already has the role."""
        if not any(filler.role == role and filler.token == token for filler in self.fillers):
            self.fillers.append(Filler(role, token, via))

    def has(self, role: str) -> bool:
        """Tell whether a role is filled."""
        return any(filler.role == role for filler in self.fillers)


def draft_trigger(sent: Sentence, match: Match, lexicon: Lexicon) -> Draft:
    """Return a draft with the slots worked out and nothing filled."""
    if match.reads_as == "verb":
        reach = verb_slots(sent, match.token, strict=match.form.frame.strict, headline=not _holds_object(sent, match))
    elif match.reads_as == "noun":
        reach = noun_slots(sent, match.token, lexicon)
    else:
        reach = adj_slots(sent, match.token)
    _drop_idiom_words(sent, match, reach, lexicon)
    if len(match.words) > 1:
        add_idiom(sent, match.token, match.words, reach)
    frame = match.form.frame
    return Draft(match, reach, mode=frame.mode, type=frame.type)


def _holds_object(sent: Sentence, match: Match) -> bool:
    """Tell whether a form has its object in itself or behind it: "opened *fire*", "spied *on* them", not "shot *dead*" or "hacked to *death*"."""
    others = [sent.tokens[i] for i in match.words if i != match.token]
    if any(token.pos in {"NOUN", "PROPN"} and token.dep != "pobj" for token in others):
        return True
    return any(token.dep == "prep" and not set(sent.kids(token.i, "pobj")) & set(match.words) for token in others)


def _stays(sent: Sentence, i: int, lexicon: Lexicon) -> bool:
    """Tell whether a word of a form is itself somebody or something affected ("banned the *party*"), not part of an idiom ("set *fire*")."""
    classes = lexicon.classes_of.get(sent.tokens[i].lemma, frozenset())
    token = sent.tokens[i]
    nominal = token.pos in {"NOUN", "PROPN"} or token.dep in {"dobj", "nsubjpass"}
    classes |= lexicon.classes_of.get(token.lower, frozenset())
    return nominal and not classes.isdisjoint({"person", "thing", "platform"}) and classes.isdisjoint(MEANS)


def _drop_idiom_words(sent: Sentence, match: Match, reach: Reach, lexicon: Lexicon) -> None:
    """Take the words of the form out of the slots; one that is affected itself stays unless another word has its slot."""
    for slot, links in reach.slots.items():
        if slot == "self":
            continue
        others = [link for link in links if link[0] not in match.words]
        own = [link for link in links if link[0] in match.words and link[0] != match.token and _stays(sent, link[0], lexicon)]
        reach.slots[slot] = others or own


def allowed(sent: Sentence, draft: Draft, lexicon: Lexicon) -> bool:
    """Tell whether the words around a trigger respect the frame's restrictions.

    What `only` asks of a slot must hold where the slot is filled, and one such slot must be filled; a gerund ("profit taking") cannot show that.
    """
    if draft.match.reads_as == "noun" and draft.match.form.pos == "verb" and any(wanted.only for wanted in draft.frame.wanted):
        return False
    if draft.frame.strict and len(draft.match.words) > 1 and draft.match.reads_as == "verb" and not _has_object(sent, draft):
        return False
    asked = [wanted for wanted in draft.frame.wanted if wanted.only and _is_asked(draft, wanted)]
    filled = [wanted for wanted in asked if _standing_in(sent, draft, wanted.slot)]
    if asked and not (filled and all(_is_there(sent, draft, wanted, lexicon) for wanted in filled)):
        return False
    return not any(_is_there(sent, draft, wanted, lexicon) for wanted in draft.frame.wanted if not wanted.only)


def _has_object(sent: Sentence, draft: Draft) -> bool:
    """Tell whether a verb that needs an object has one, be it a noun of the form itself: "drove away with her" is not "drove her away"."""
    if draft.reach.passive or draft.reach.slots.get("object") or draft.reach.slots.get("dative"):
        return True
    return any(sent.tokens[i].pos in {"NOUN", "PROPN"} for i in draft.match.words)


def _is_asked(draft: Draft, wanted: Wanted) -> bool:
    """Tell whether an `only` concerns this reading: what a verb must have as subject or object is not asked of its noun, nor "of" of a verb."""
    if draft.match.reads_as == "verb":
        return wanted.slot != "of"
    if draft.match.reads_as == "adj":
        return wanted.slot != "subject" and (wanted.slot != "object" or draft.match.form.pos == "verb")
    return wanted.slot not in {"object", "subject"}


def _is_there(sent: Sentence, draft: Draft, wanted: Wanted, lexicon: Lexicon) -> bool:
    """Tell whether a word of a restriction stands in its slot; the word "-" stands for an empty slot."""
    positions = _standing_in(sent, draft, wanted.slot)
    if not positions:
        return "-" in wanted.words and draft.match.reads_as == "verb"
    return "@any" in wanted.words or any(_is_among(sent, i, wanted, lexicon) for i in positions)


def _standing_in(sent: Sentence, draft: Draft, slot: str) -> list[int]:
    """Return the words of a slot.

    `any`: the whole sentence, `head`: the noun that the trigger stands before, `own`: the trigger, `named`: what its object is called.
    """
    if slot == "any":
        return list(range(len(sent.tokens)))
    token = sent.tokens[draft.match.token]
    if slot == "head":
        return [token.head] if token.dep in {"compound", "amod", "nmod", "poss"} else []
    if slot == "own":
        return [token.i]
    if slot == "named":
        return [k for k in sent.kids(token.i, "oprd", "ccomp") if sent.tokens[k].pos in {"NOUN", "PROPN", "ADJ"}
                and (sent.kids(token.i, "dobj") or sent.kids(k, "nsubj") or sent.kids(token.i, "oprd") != [k])]
    if slot == "object" and draft.match.reads_as == "adj":
        slot = "predicate"
    if slot == "modifier":
        return [k for k in sent.children[token.i] if sent.tokens[k].dep in {"compound", "amod", "nmod", "advmod"}] + (
            [token.i - 2] if token.i > 1 and sent.tokens[token.i - 1].text == "-" else [])
    return [i for i, _ in draft.reach.slots.get(slot, ())]


def _is_among(sent: Sentence, i: int, wanted: Wanted, lexicon: Lexicon) -> bool:
    """Tell whether a word, or what it counts, is what a restriction asks for; in "killed 23 people and themselves" it is the people that count."""
    members = core(sent, i, lexicon)
    others = [k for k in members if sent.tokens[k].lower not in lexicon.table["reflexive"]]
    return any(_is_one_of(sent.tokens[k], wanted.words, lexicon) for k in others or members)


def _is_one_of(token: Token, words: frozenset[str], lexicon: Lexicon) -> bool:
    """Tell whether a word is one of some words or of a class or sense written as "@class"."""
    if token.lemma in words or token.lower in words or (token.pos == "PROPN" and "@name" in words):
        return True
    if token.ent == "PERSON" and token.pos == "PROPN" and "@one-named" in words:
        return True
    found = sense(token, lexicon)
    named = token.ent in {"PERSON", "ORG", "NORP", "GPE"}
    return any(
        word[0] == "@" and (word[1:] == found or (not named and (lexicon.is_a(token.lemma, word[1:]) or lexicon.is_a(token.lower, word[1:]))))
        for word in words
    )


def fill_roles(sent: Sentence, draft: Draft, lexicon: Lexicon) -> None:
    """Fill the roles of a draft from its slots; a role with a question mark is filled last and only if nobody has it."""
    roles = draft.frame.plan.of(draft.match.reads_as)
    if draft.match.reads_as == "adj" and draft.match.form.pos == "verb":
        roles = {"predicate": draft.frame.plan.verb.get("object", "recipient"), "by": draft.frame.plan.verb.get("subject", "actor")}
    if roles.get("possessor") == "recipient" == roles.get("of") and "of" in draft.reach.slots:
        # "Israel's killing of the commander": whoever is named behind "of" suffers it, so its owner did it.
        roles = {**roles, "possessor": "actor"}
    used: set[int] = set()
    spare: list[tuple[str, int, str, str]] = []
    for slot, links in draft.reach.slots.items():
        role = roles.get(slot)
        if role is None:
            continue
        for token, via in links:
            used.add(token)
            if role.endswith("?"):
                spare.append((role[:-1], token, via, slot))
                continue
            for each in [token] if via in {"self", "title"} else core(sent, token, lexicon):
                _assign(sent, draft, role, each, via, slot, lexicon)
                for named in _included(sent, each, lexicon) if draft.frame.kind == "relation" else ():
                    _assign(sent, draft, role, named, "including", slot, lexicon)
                if role == "recipient" and draft.frame.kind == "event" and draft.type in HARMING:
                    for named in _named_members(sent, each):
                        draft.fill("recipient", named, NAMED)
    for role, token, via, slot in spare:
        if not draft.has(role):
            for each in core(sent, token, lexicon):
                _assign(sent, draft, role, each, via, slot, lexicon)
    _fill_circumstances(sent, draft, used, lexicon)
    if draft.match.reads_as == "noun" and "modifier" in roles:
        for i in draft.match.words:
            if i < draft.match.token and is_party_modifier(sent.tokens[i], lexicon):
                draft.fill(roles["modifier"], i, "modifier")
    for i in draft.match.words:
        if i != draft.match.token and sense(sent.tokens[i], lexicon) in {"means", "platform"} and sent.tokens[i].pos in {"NOUN", "PROPN"}:
            draft.fill("instrument", i, "idiom")


HARMING = frozenset({"ASSAULT", "COERCE", "SANCTION"})
"""Types of acts whose victims news counts first and names then: "sentenced four men – A, B, C and D"."""
NAMED = "including"
"""The way to those whom a phrase of people names; they are among the people counted."""


def _named_members(sent: Sentence, i: int) -> list[int]:
    """Return the persons whom a plural names behind it: "four men – A, B and C", "writers, including A and B", "the journalists A and B"."""
    if sent.tokens[i].tag not in {"NNS", "NNPS", "CD"}:
        return []
    found = [*sent.kids(i, "appos"), *(noun for word, noun in grammar.prepositions(sent, i) if word in {"including", "like"})]
    found = [k for k in found if not any(token.text == ";" for token in sent.tokens[i:k])]
    names = [k for first in found for k in grammar.conjuncts(sent, first)]
    return [k for k in names if sent.tokens[k].pos == "PROPN" and sent.tokens[k].ent in {"PERSON", "ORG", ""}]


def _included(sent: Sentence, i: int, lexicon: Lexicon) -> list[int]:
    """Return the members that a phrase names: "several factions, including X and Y"."""
    return [each for word, noun in grammar.prepositions(sent, i) if word == "including" for each in core(sent, noun, lexicon)]


def _assign(sent: Sentence, draft: Draft, role: str, i: int, via: str, slot: str, lexicon: Lexicon) -> None:
    """Fill one role with one word if its sense allows it."""
    if slot == "self":
        draft.fill(role, i, via)
    elif slot == "modifier":
        _assign_modifier(sent, draft, role, i, lexicon)
    elif role == "actor":
        _assign_actor(sent, draft, i, via, slot, lexicon)
    elif role == "recipient":
        _assign_recipient(sent, draft, i, via, slot, lexicon)
    elif sense(sent.tokens[i], lexicon) not in {"time", "empty"}:
        draft.fill(role, i, via)


def _assign_modifier(sent: Sentence, draft: Draft, role: str, i: int, lexicon: Lexicon) -> None:
    """Use a word before an event noun: doer, means, place or time."""
    token = sent.tokens[i]
    if draft.frame.kind == "relation" and token.ent == "NORP" and token.pos == "ADJ" and role == "recipient":
        return  # "the Iraqi militia leader" leads no Iraq
    if is_party_modifier(token, lexicon) or (draft.frame.kind == "relation" and token.ent == "GPE" and role == "actor"):
        draft.fill(role, i, "modifier")
    elif token.ent in {"GPE", "LOC", "FAC"}:
        draft.fill("place", i, "modifier")
    elif token.ent in {"DATE", "TIME"}:
        draft.fill("time", i, "modifier")
    elif sense(token, lexicon) in {"means", "platform"}:
        draft.fill("instrument", i, "modifier")


def _assign_actor(sent: Sentence, draft: Draft, i: int, via: str, slot: str, lexicon: Lexicon) -> None:
    """Fill the actor, or note the deed or means that stands in its place."""
    token = sent.tokens[i]
    found = sense(token, lexicon)
    if via == "participle-passive" and found in {"party", "unknown"}:
        return
    if found in {"party", "unknown"} or (found == "place" and slot != "from" and token.ent == "GPE"):
        draft.fill("actor", i, via)
    elif found == "place":
        draft.fill("place", i, via)
    elif found in {"means", "platform"}:
        draft.fill("instrument", i, via)
        _fill_owner_of_means(sent, draft, i, lexicon, is_platform=found == "platform")
    elif found == "thing":
        _assign_thing_as_actor(sent, draft, i, via, lexicon)
    elif found == "natural":
        draft.natural = True
    elif found == "abstract":
        draft.behind.append(("actor", i, token.lemma))
        if token.lower == "it" or (draft.frame.kind == "relation" and token.lower in {"its", "itself"}):
            draft.fill("actor", i, via)


def _assign_thing_as_actor(sent: Sentence, draft: Draft, i: int, via: str, lexicon: Lexicon) -> None:
    """Let an institution act by words; in a physical act a thing is at most the means."""
    if draft.type in PHYSICAL and draft.frame.effect is not None:
        draft.natural |= lexicon.is_a(sent.tokens[i].lemma, "accidental")
        draft.behind.append(("actor", i, sent.tokens[i].lemma))
    else:
        draft.fill("actor", i, via)


def _fill_owner_of_means(sent: Sentence, draft: Draft, i: int, lexicon: Lexicon, *, is_platform: bool) -> None:
    """Let "Israeli warplanes bombed" and "a rebel rocket killed" be Israel's and the rebels' doing; bare machines act for themselves."""
    lemma = sent.tokens[i].lemma
    through = [each for each, _ in owners(sent, i, lexicon)]
    for k in sent.kids(i, "acl", "relcl"):
        if sent.tokens[k].lemma in lexicon.table["plant"]:
            through += [each for agent in grammar.agents(sent, k) for each in core(sent, agent, lexicon)]
    for each in through:
        draft.fill("actor", each, f"through:{lemma}")
    if is_platform and not through and not draft.has("actor"):
        draft.fill("actor", i, "machine")
    draft.behind.append(("actor", i, lemma))


def _assign_recipient(sent: Sentence, draft: Draft, i: int, via: str, slot: str, lexicon: Lexicon) -> None:
    """Fill the recipient; things go to `object` with their owner as recipient; deeds pass on their doer in verbal acts."""
    token = sent.tokens[i]
    found = sense(token, lexicon)
    if token.lower in {"other", "another"} and i > 0 and sent.tokens[i - 1].lower in {"each", "one"}:
        return
    is_name = token.pos == "PROPN" or token.lower in {"it", "its", "itself"}
    named = draft.frame.kind == "relation" and is_name and found not in {"time", "empty", "place"}
    if named or found == "party" or (found == "unknown" and draft.type not in VERBAL):
        draft.fill("recipient", i, via)
    elif found == "place":
        if slot != "at" or draft.type in VERBAL:
            draft.fill("recipient", i, via)
        draft.fill("place", i, via)
    elif found in {"thing", "means", "platform"}:
        _assign_thing(sent, draft, i, via, lexicon)
    elif found in {"abstract", "natural", "unknown"} and draft.type not in PHYSICAL:
        _assign_deed(sent, draft, i, lexicon)


def _assign_thing(sent: Sentence, draft: Draft, i: int, via: str, lexicon: Lexicon) -> None:
    """Fill the object with a thing, the recipient with its owner; an institution spoken to is a party."""
    if draft.type in VERBAL:
        draft.fill("recipient", i, via)
        return
    draft.fill("object", i, via)
    for owner, way in owners(sent, i, lexicon):
        draft.fill("recipient", owner, f"{way}:{sent.tokens[i].lemma}")


def _assign_deed(sent: Sentence, draft: Draft, i: int, lexicon: Lexicon) -> None:
    """Take whoever is behind a deed or plan that is condemned, rejected, welcomed."""
    for owner, way in owners(sent, i, lexicon):
        draft.fill("recipient", owner, f"{way}:{sent.tokens[i].lemma}")
    draft.behind.append(("recipient", i, sent.tokens[i].lemma))


def _fill_circumstances(sent: Sentence, draft: Draft, used: set[int], lexicon: Lexicon) -> None:
    """Fill place, time, means and causes from prepositional phrases and adverbials that the plan does not claim."""
    for slot, links in draft.reach.slots.items():
        for token, via in links:
            if token not in used:
                _fill_circumstance(sent, draft, slot, token, via, lexicon)
    for k in sent.children[draft.reach.verb]:
        if sent.tokens[k].dep == "npadvmod" and sent.tokens[k].ent in {"DATE", "TIME"}:
            draft.fill("time", k, "adverb")
        elif sent.tokens[k].dep in {"advcl", "acl", "prep"} and sent.tokens[k].lower == "using":
            for tool in sent.kids(k, "dobj", "pobj"):
                draft.fill("instrument", tool, "using")


def _fill_circumstance(sent: Sentence, draft: Draft, slot: str, i: int, via: str, lexicon: Lexicon) -> None:
    """Fill one circumstance."""
    token = sent.tokens[i]
    found = sense(token, lexicon)
    if slot in TIME_WORDS and found == "time":
        draft.fill("time", i, via)
    elif slot in PLACE_WORDS and (found == "place" or token.ent in {"FAC", "GPE", "LOC"} or lexicon.is_a(token.lemma, "place")):
        draft.fill("place", i, via)
    elif found in {"means", "platform"} and slot in {"with", "by", "in", "from", "of", "object", "through", "after", "to"}:
        draft.fill("instrument", i, via)
        if draft.frame.effect and not draft.has("actor"):
            _fill_owner_of_means(sent, draft, i, lexicon, is_platform=False)
    if slot in CAUSES:
        if found == "natural" or (lexicon.is_a(token.lemma, "accidental") and slot == "by"):
            draft.natural = True
        elif found == "abstract" or lexicon.is_a(token.lemma, "explosive"):
            draft.behind.append(("actor", i, token.lemma))


def mode_of_means(sent: Sentence, draft: Draft, modes: dict[str, str], lexicon: Lexicon) -> str | None:
    """Return the mode that the means of a trigger implies ("killed by a roadside bomb" → explosives), None when it names none."""
    for filler in draft.fillers:
        if filler.role == "instrument":
            token = sent.tokens[filler.token]
            for name in ("drone", *MEANS, "platform"):
                if lexicon.is_a(token.lemma, name) and name in modes:
                    return modes[name]
    return None
