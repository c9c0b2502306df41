"""How many suffered what: counts beside the words of harm."""

from __future__ import annotations

from dataclasses import replace

from tocsin.counting.read import read_count
from tocsin.events.scene import Scene
from tocsin.lexicon.load import load_lexicon
from tocsin.model.claim import Toll
from tocsin.model.event import Trigger
from tocsin.model.text import Sentence, Span
from tocsin.model.who import Actor, ActorMention, Count

_COMBATANTS = frozenset({"MIL", "REB", "UAF", "PRM", "COP", "SPY"})
_CIVILIANS = frozenset({"CVL", "AGR", "REL", "EDU", "MED", "JRN", "REF", "LAB", "BUS", "SOC"})
_UNCOUNTED = frozenset({"displaced", "affected", "trapped", "missing"})
"""Effects for which a bare plural ("patients fled") gives no figure: whole peoples flee, and two is no honest lower bound."""
_PEOPLE = frozenset({"person", "group", "population", "unidentified"})
_AIMS = frozenset({"at", "on", "upon", "into", "in", "toward", "towards", "against", "onto", "to", "near", "outside", "inside"})
"""Ways by which words of attack reach what was aimed at: whoever was shot *at* was not for that reason hit."""
_BODY = frozenset({"to", "in", "on"})
"""Ways by which a wound reaches the part of the body."""


def toll_of(scene: Scene, trigger: Trigger, harmed: list[int]) -> tuple[Toll, ...]:
    """Return one row for each group of people that an event harms.

    Args:
        scene: The article.
        trigger: An event whose frame says what it does to people (`effect`).
        harmed: Head tokens of those harmed, in the trigger's sentence.
    """
    if trigger.effect is None:
        return ()
    sent = scene.sentences[trigger.sentence]
    if _is_either(sent, trigger.token):
        return ()
    named = {filler.token for filler in trigger.fillers if filler.via == "including"}  # among those counted
    hit = [token for token in harmed if token not in named and not _is_only_aimed_at(trigger, token)]
    told = [token for token in hit if not _is_part(sent, token)] or hit
    rows = [row for token in told if (row := _row(scene, trigger, token))]
    rows += [_toll(trigger, count, None) for count in _ages(sent, trigger.token, told)]
    words = [token.i for token in sent.tokens if trigger.span[0] <= token.start < trigger.span[1]]
    if (counted := next((count for word in words if (count := _counted_harm(sent, word)) is not None), None)) is not None:
        rows = [_toll(trigger, counted, next((scene.actors[row.who] for row in rows if row.who), None))]
    return _with_fatal_part(sent, trigger, list(dict.fromkeys(rows)))


def _counted_harm(sent: Sentence, token: int) -> Count | None:
    """Return how many a noun of harm counts itself: "103 rebel *deaths*", "the death *toll* rose to 22"; None when it does not say."""
    noun = sent.tokens[token]
    table = load_lexicon().table
    if noun.pos != "NOUN" or noun.lemma not in table["counted_harm"] | table["toll_nouns"]:
        return None
    if noun.lemma in table["toll_nouns"]:
        return next((count for k in _stands_at(sent, noun.head) if (count := read_count(sent, k)) is not None and count.policy != "plural"), None)
    count = read_count(sent, token)
    return None if count is None or count.policy not in {"exact", "bound"} or count.span == (noun.start, noun.end) else count


def _stands_at(sent: Sentence, verb: int) -> list[int]:
    """Return the numbers that a verb brings a toll to: "rose to 22", "stood at 40", "reached 31"."""
    places = [k for prep in sent.kids(verb, "prep") if sent.tokens[prep].lower in {"to", "at"} for k in sent.kids(prep, "pobj")]
    found = [*places, *sent.kids(verb, "dobj", "attr", "advmod")] if sent.tokens[verb].pos in {"VERB", "AUX"} else []
    return [k for k in found if sent.tokens[k].tag == "CD" or sent.kids(k, "nummod")]


def _is_either(sent: Sentence, token: int) -> bool:
    """Tell whether a word of harm is one of two joined by "or": eight "killed or wounded" are neither eight dead nor eight wounded."""
    first = sent.tokens[token].head if sent.tokens[token].dep == "conj" else token
    if not any(sent.tokens[k].pos == sent.tokens[token].pos for k in [*sent.kids(token, "conj"), first] if k != token):
        return False
    return any(sent.tokens[k].lower == "or" for k in sent.kids(first, "cc"))


def _is_only_aimed_at(trigger: Trigger, token: int) -> bool:
    """Tell whether an injuring word reaches a phrase only by "at", "into" …: as its aim, its scene or a part of the body."""
    ways = {filler.via for filler in trigger.fillers if filler.token == token and filler.role == "recipient"}
    if trigger.effect != "injured" or not ways:
        return False
    loose = _BODY if trigger.frame == "wound" else _AIMS
    return all(way in loose or way.startswith("owner:") for way in ways)


def _is_part(sent: Sentence, token: int) -> bool:
    """Tell whether a bare number counts only some of the harmed: "4 injured, 2 critically"."""
    following = sent.tokens[token + 1].lower if token + 1 < len(sent.tokens) else ""
    return sent.tokens[token].pos == "NUM" and following in load_lexicon().table["partly"]


def _ages(sent: Sentence, verb: int, told: list[int]) -> list[Count]:
    """Return one person for each one known by age alone ("a 3-year-old was shot", "two drivers and a 6-year-old were shot")."""
    heads = [*sent.kids(verb, "nsubjpass"), *(token for head in told for token in sent.kids(head, "conj"))]
    if sent.tokens[verb].pos == "VERB":
        heads += sent.kids(verb, "dobj")
    return [_one(sent, head) for head in heads if head not in told and _is_age(sent, head)]


def _is_age(sent: Sentence, head: int) -> bool:
    """Tell whether a token is the "old" of "a 3-year-old"."""
    before = [sent.tokens[k].lower for k in sent.children[head] if k < head]
    return sent.tokens[head].lower == "old" and ("year" in before or "month" in before) and ("a" in before or "an" in before or "the" in before)


def _one(sent: Sentence, head: int) -> Count:
    """Return the count of a single person."""
    return Count(1, 1, (sent.tokens[head].start, sent.tokens[head].end), "exact")


def _with_fatal_part(sent: Sentence, trigger: Trigger, rows: list[Toll]) -> tuple[Toll, ...]:
    """Return the rows of "four people were shot, three fatally": three dead, and one who was hit and lived."""
    following = sent.tokens[trigger.token + 1 : trigger.token + 7]
    number = next((token.i - 1 for token in following if token.lower in {"fatally", "mortally"} and sent.tokens[token.i - 1].tag == "CD"), None)
    count = read_count(sent, number) if number is not None else None
    low = rows[0].low if len(rows) == 1 else None
    if count is None or count.low is None or low is None or low <= count.low:
        return tuple(rows)
    high = rows[0].high - count.low if rows[0].high is not None else None
    dead = replace(rows[0], effect="killed", low=count.low, high=count.high, who=None, span=count.span, policy=count.policy)
    return dead, replace(rows[0], effect="injured", low=low - count.low, high=high)


def _row(scene: Scene, trigger: Trigger, token: int) -> Toll | None:
    """Return the toll of one harmed phrase, None when it is not people or nothing says how many."""
    found = scene.mention_at.get((trigger.sentence, token))
    sent = scene.sentences[trigger.sentence]
    is_kind = any(filler.token == token and filler.via == "modifier" for filler in trigger.fillers)
    count = read_count(sent, trigger.token if is_kind else token)  # "worker deaths" are as many as the deaths
    if found is None:
        if count is None or sent.tokens[token].pos not in {"NUM", "NOUN", "PRON"} or count.policy == "plural" or _is_bare(sent, token, count):
            return None
        return _toll(trigger, count, None)
    if (some := _some_of(sent, token)) is not None:
        return _toll(trigger, some, None)
    actor, mention = found
    if actor.kind not in _PEOPLE:
        return None
    count = count if is_kind else _own_count(actor, mention, count)
    if count is None or (count.policy == "plural" and trigger.effect in _UNCOUNTED):
        return None
    return _toll(trigger, count, actor)


def _some_of(sent: Sentence, token: int) -> Count | None:
    """Return how many of a known group are meant ("one of them died", "two of the victims"), None when it is not so told."""
    above = sent.tokens[sent.tokens[token].head]
    if sent.tokens[token].dep != "pobj" or above.lower != "of":
        return None
    over = sent.tokens[above.head]
    if over.tag == "CD" or (over.lower in {"none", "both", "several", "many"} and over.i < token):
        return read_count(sent, over.i)
    return None


def _is_bare(sent: Sentence, token: int, count: Count) -> bool:
    """Tell whether nothing but the singular form of a noun gives the count: "a gathering", "the spine" are no people."""
    head = sent.tokens[token]
    return head.pos == "NOUN" and count.span == (head.start, head.end) and count.low == 1


def _own_count(actor: Actor, mention: ActorMention, count: Count | None) -> Count | None:
    """Return how many a mention means: its own number, else the actor's, else one for a person."""
    if count is not None and count.policy != "plural":
        return count
    if actor.kind == "person":
        return Count(1, 1, mention.span, "exact")
    return actor.number or count


def _toll(trigger: Trigger, count: Count, actor: Actor | None) -> Toll:
    """Build the row."""
    sector = actor.sector if actor else None
    combatants = True if sector in _COMBATANTS else False if sector in _CIVILIANS else None
    span: Span = count.span
    return Toll(trigger.effect or "", count.low, count.high, actor.id if actor else None, combatants, span, count.policy)
