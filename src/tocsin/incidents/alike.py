"""Are two claims of one article about one happening? Facts that speak for it, with weights, and facts that rule it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tocsin.incidents.words import incident_words
from tocsin.model.claim import Claim
from tocsin.model.text import Sentence
from tocsin.model.who import Actor

FAMILIES: dict[str, str] = {
    "ASSAULT": "violence", "dead": "violence", "wounded": "violence", "captured": "violence", "missing": "violence",
    "COERCE": "coercion", "held": "coercion", "SANCTION": "sanction", "PROTEST": "protest", "MOBILIZE": "mobilize",
    "alliance": "ties", "COOPERATE": "ties", "merger": "ties", "AGREE": "agreement", "ceasefire": "agreement", "RETREAT": "retreat",
    "released": "retreat", "CONCEDE": "retreat",
}  # fmt: skip
"""Types that may tell of one happening. A type that is not listed is a family of its own."""

_CAPTURES = frozenset({"capture-fighter", "capture-suspect"})
"""Frames of capture: the same happening as "detained" and "taken into custody", though PLOVER codes it as ASSAULT."""

_LINKING = frozenset(
    {"advcl", "xcomp", "conj", "prep", "pobj", "dobj", "nsubj", "nsubjpass", "agent", "pcomp", "acl", "attr", "ccomp", "relcl", "appos"}
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims, the earlier first, with their sentences."""

    one: Claim
    other: Claim
    sentences: Sequence[Sentence]
    actors: Mapping[str, Actor]


def family(claim: Claim) -> str:
    """Return the family of a claim's type."""
    if claim.frame in _CAPTURES:
        return "coercion"
    return FAMILIES.get(claim.type, claim.type)


# ---------------------------------------------------------------- what rules it out


def different_family(pair: Pair) -> bool:
    """The claims are of different kinds of act."""
    return family(pair.one) != family(pair.other)


def different_world(pair: Pair) -> bool:
    """One happened, the other did not, or may."""
    same_sign = pair.one.factuality[-1] == pair.other.factuality[-1]
    return not same_sign or pair.one.realis != pair.other.realis


def explains(pair: Pair) -> bool:
    """Tell whether a doubtful one is what may have been the other: "whether a missile or a bomb caused the blast"."""
    doubtful, sure = (pair.one, pair.other) if pair.one.realis == "hypothetical" else (pair.other, pair.one)
    if pair.one.sentence != pair.other.sentence or doubtful.realis != "hypothetical" or sure.realis != "actual":
        return False
    sent = pair.sentences[pair.one.sentence]
    subject, thing = _top_conjunct(sent, doubtful.token), sent.tokens[sure.token]
    return sent.tokens[subject].dep == "nsubj" and thing.dep == "dobj" and sent.tokens[subject].head == thing.head


def _top_conjunct(sent: Sentence, token: int) -> int:
    """Return the first member of the coordination that a token belongs to."""
    while sent.tokens[token].dep == "conj":
        token = sent.tokens[token].head
    return token


def one_fate(pair: Pair) -> bool:
    """Both tell of the death or the abduction of the same people: nobody dies twice, wherever and whenever the reports put it."""
    return bool(_fates(pair.one) & _fates(pair.other))


def _fates(claim: Claim) -> set[tuple[str, str]]:
    """Return whom a claim counts as killed or abducted, with the effect."""
    return {(toll.effect, toll.who) for toll in claim.toll if toll.effect in {"killed", "abducted"} and toll.who and toll.low != 0}


def different_time(pair: Pair) -> bool:
    """Their own times have no day in common, with a day of grace for "overnight" and time zones."""
    if one_fate(pair):
        return False
    a, b = pair.one.time, pair.other.time
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return False
    day = timedelta(days=1)
    return a.start > b.end + day or b.start > a.end + day


def told_as_backstory(pair: Pair) -> bool:
    """The later one harms people told anew in a month or year of its own, the earlier one is undated: "In January 2019 gunmen killed two monks"."""
    a, b = pair.one, pair.other
    if pair.other.sentence <= pair.one.sentence or a.time.basis != "unknown" or b.time.basis != "explicit" or (b.time.ucdp_precision or 0) < MONTH:
        return False
    return bool(a.toll and b.toll) and _harms_anew(pair.sentences[b.sentence], b)


def _harms_anew(sent: Sentence, claim: Claim) -> bool:
    """Tell whether a verb has a counted object that is told for the first time: "killed *two monks*", not "killed *the* two monks"."""
    if sent.tokens[claim.token].pos != "VERB":
        return False
    harmed = sent.kids(claim.token, "dobj", "nsubjpass")
    return any(sent.kids(k, "nummod") and not sent.kids(k, "det", "poss") for k in harmed)


MONTH = 4
"""UCDP date precision of a month; 5 is a year."""


def different_place(pair: Pair) -> bool:
    """Their own places are in different countries, or are two different towns or areas of the same level."""
    a, b = pair.one.place, pair.other.place
    if a.name is None or b.name is None or a.basis != "stated" or b.basis != "stated" or one_fate(pair):
        return False
    if a.country and b.country and a.country != b.country:
        return True
    if a.admin1 and b.admin1 and a.admin1 != b.admin1:
        return True
    return bool(a.city and b.city and a.city != b.city)


def different_actor(pair: Pair) -> bool:
    """Both say who did it, and no party of the one can be a party of the other."""
    a, b = pair.one.actor, pair.other.actor
    return bool(a and b) and not any(_may_be_same(pair.actors.get(x), pair.actors.get(y)) for x in a for y in b)


def _may_be_same(a: Actor | None, b: Actor | None) -> bool:
    """Tell whether two actors may be one party under two names: not when both have names, nor when they are of different sectors or countries."""
    if a is None or b is None or a.id == b.id:
        return True
    if a.sector and b.sector and a.sector != b.sector and "UNK" not in {a.sector, b.sector}:
        return False
    if a.country and b.country and a.country != b.country:
        return False
    return not (_is_named(a) and _is_named(b))


def _is_named(actor: Actor) -> bool:
    """Tell whether an actor is ever called by name."""
    return any(mention.kind == "name" for mention in actor.mentions)


# ---------------------------------------------------------------- what speaks for it


def one_sentence(pair: Pair) -> float:
    """One hangs on the other in the grammar of one sentence."""
    if pair.one.sentence != pair.other.sentence:
        return 0.0
    sent = pair.sentences[pair.one.sentence]
    chains = [[claim.token, *sent.ancestors(claim.token)] for claim in (pair.one, pair.other)]
    if pair.one.token in chains[1] or pair.other.token in chains[0]:
        low, high = (pair.other, pair.one) if pair.one.token in chains[1] else (pair.one, pair.other)
        way = sent.tokens[low.token].dep
        return 1.0 if way in _LINKING and high else 0.6
    return 0.5


def same_victims(pair: Pair) -> float:
    """They harm the same people."""
    return 1.0 if set(pair.one.recipient) & set(pair.other.recipient) else 0.0


def same_actor(pair: Pair) -> float:
    """The same party did it."""
    return 1.0 if set(pair.one.actor) & set(pair.other.actor) else 0.0


def same_day(pair: Pair) -> float:
    """Both give a time, and the times overlap; a day counts more than a month."""
    a, b = pair.one.time, pair.other.time
    if a.start is None or b.start is None or a.end is None or b.end is None or a.start > b.end or b.start > a.end:
        return 0.0
    return 1.0 if max((a.end - a.start).days, (b.end - b.start).days) <= 2 else 0.5


def same_place(pair: Pair) -> float:
    """Both name a place, and it is the same or one holds the other."""
    a, b = pair.one.place, pair.other.place
    if a.name is None or b.name is None:
        return 0.0
    if a.name == b.name:
        return 1.0 if (a.ucdp_precision or 6) < 6 else 0.5
    return 0.5 if a.admin1 and a.admin1 == b.admin1 else 0.2 if a.country and a.country == b.country else 0.0


def mentioned_again(pair: Pair) -> float:
    """The later one is a definite noun ("the attack") that adds no place or time of its own."""
    sent = pair.sentences[pair.other.sentence]
    token = sent.tokens[pair.other.token]
    if token.pos not in {"NOUN", "PROPN"} or pair.other.sentence == pair.one.sentence:
        return 0.0
    definite = any(sent.tokens[k].lower in incident_words().definite and sent.tokens[k].dep in {"det", "poss"} for k in sent.children[token.i])
    return 1.0 if definite else 0.0


def near_by(pair: Pair) -> float:
    """They stand in the same or neighbouring sentences."""
    gap = abs(pair.other.sentence - pair.one.sentence)
    return 1.0 if gap <= 1 else 0.5 if gap <= 3 else 0.0


LEAD = 2
"""Sentences of the text, counted from its first, that tell the same as the title."""


def headline(pair: Pair) -> float:
    """One stands in the title and the other in the first sentences of the text: both tell the news."""
    one, other = pair.one, pair.other
    if one.section != "title" or other.section == "title" or one.kind != "event" or other.kind != "event":
        return 0.0
    first = next((sent.index for sent in pair.sentences if sent.section == "text"), 0)
    return 1.0 if other.sentence - first < LEAD else 0.0


def goes_on(pair: Pair) -> float:
    """The later one adds no time or place of its own and stands close behind: the story goes on."""
    if pair.other.sentence < pair.one.sentence or pair.one.section not in {pair.other.section, "title"}:
        return 0.0
    if pair.other.time.basis != "unknown" or pair.other.place.basis != "unknown" or _is_new(pair):
        return 0.0
    gap = pair.other.sentence - pair.one.sentence
    return 1.0 if gap <= 3 else 0.6 if gap <= 6 else 0.0


def _is_new(pair: Pair) -> bool:
    """Tell whether the later one is told as another happening, or as many."""
    sent = pair.sentences[pair.other.sentence]
    token = sent.tokens[pair.other.token]
    if token.tag in {"NNS", "NNPS"} and not mentioned_again(pair):
        return True
    carrier = token.head if token.pos == "NOUN" and token.dep in {"dobj", "nsubjpass"} else token.i  # "has been waging a *campaign*"
    if any(sent.tokens[k].lower in {"have", "has", "'ve"} and sent.tokens[k].dep == "aux" for k in sent.children[carrier]):
        return True  # "2,400 have been killed since the siege began" sums up; it does not go on
    return any(sent.tokens[k].lower in incident_words().another for k in sent.children[token.i])


def same_mode(pair: Pair) -> float:
    """They name the same kind of act, or one leaves it open."""
    if pair.one.mode == pair.other.mode:
        return 1.0
    return 0.5 if pair.one.mode is None or pair.other.mode is None else 0.0


def same_count(pair: Pair) -> float:
    """They give the same figure for the same harm."""
    figures = {(toll.effect, toll.low, toll.high) for toll in pair.one.toll if toll.low and toll.policy != "plural"}
    return 1.0 if any((toll.effect, toll.low, toll.high) in figures for toll in pair.other.toll) else 0.0


_HARMS = frozenset({"killed", "injured", "captured", "arrested", "detained", "abducted"})
_CUSTODY = frozenset({"captured", "arrested", "detained", "surrendered"})


def same_harm(pair: Pair) -> float:
    """They do the same harm to people of the same sort: "detained several insurgents" … "the insurgents were taken away"."""
    return 1.0 if _harms(pair.one, pair.actors) & _harms(pair.other, pair.actors) else 0.0


def _harms(claim: Claim, actors: Mapping[str, Actor]) -> set[tuple[str, str]]:
    """Return what a claim does to which sort of people (effect, sector)."""
    found = set()
    for toll in claim.toll:
        who = actors.get(toll.who or "")
        if toll.effect in _HARMS and who is not None and who.sector:
            found.add(("held" if toll.effect in _CUSTODY else toll.effect, who.sector))
    return found


AGAINST: tuple[Callable[[Pair], bool], ...] = (
    different_family, different_world, different_time, told_as_backstory, different_place, different_actor,
)  # fmt: skip
FOR: tuple[tuple[Callable[[Pair], float], float], ...] = (
    (one_sentence, 1.0), (same_victims, 1.0), (same_actor, 0.5), (same_day, 0.7), (same_place, 0.5), (mentioned_again, 0.9),
    (near_by, 0.4), (goes_on, 0.6),
    (same_mode, 0.3), (same_count, 0.5), (headline, 0.7), (same_harm, 0.4),
)  # fmt: skip
JOIN_AT = 1.0
"""Sum of weighted facts from which two claims are one happening."""


def likeness(pair: Pair) -> float:
    """Return how strongly the facts speak for one happening; -1 when something rules it out."""
    for rule in AGAINST:
        if rule(pair):
            return -1.0
    return sum(weight * fact(pair) for fact, weight in FOR)
