"""One reconciled figure an effect, from all claims of an incident: totals before parts, never averaged, never added across reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from tocsin.incidents.words import incident_words
from tocsin.model.claim import Claim, Conflict, IncidentToll, Toll
from tocsin.model.text import Sentence

OPEN_OUTCOME = frozenset({"shoot", "stab", "harass-physically"})
"""Frames that say that somebody was hit, not whether he lived: "four people were shot, one of them died"."""

Rows = list[tuple[Claim, list[Toll]]]


CUSTODY = ("captured", "arrested", "detained", "surrendered")
"""Effects of which one person suffers only one: who was captured is not arrested in addition."""

_DONE = frozenset({"accomplished", "planned"})
"""Stages with a toll: whom somebody only tried to kill is not dead. (What is planned is in incidents of the future.)"""
_FEW = 2
_SMALL = 3
"""A larger group is a total, of which "two others" may well be a part."""
_REACH = 5
"""Sentences back to the group that "two additional suspects" are beside."""


def reconcile(claims: Sequence[Claim], sentences: Sequence[Sentence], named: frozenset[str] = frozenset()) -> tuple[IncidentToll, ...]:
    """Return the tolls of an incident, one entry an effect, in a stable order.

    Args:
        claims: The claims of one incident.
        sentences: The sentences of the article.
        named: Ids of actors that are persons with a name; only they are told apart when they are counted one by one.
    """
    told = [claim for claim in claims if not claim.superseded and not claim.factuality.endswith("-") and claim.progress in _DONE]
    dead = {toll.who for claim in told for toll in claim.toll if toll.effect == "killed" and toll.who}
    held: dict[str, str] = {}
    by_effect: dict[str, Rows] = defaultdict(list)
    for claim in told:
        # Who was shot and died of it is among the dead, not the injured.
        tolls = [toll for toll in claim.toll if not (toll.effect == "injured" and toll.who in dead)]
        tolls = [toll for toll in tolls if toll.effect not in CUSTODY or held.setdefault(toll.who or claim.id, toll.effect) == toll.effect]
        for effect in dict.fromkeys(toll.effect for toll in tolls):
            by_effect[effect].append((claim, [toll for toll in tolls if toll.effect == effect]))
    entries = {effect: _added(_entry(effect, _without_zeros(rows), named), rows, sentences) for effect, rows in by_effect.items()}
    if "injured" in entries and "killed" in entries:
        survivors = _survivors(by_effect["injured"], by_effect["killed"], entries["killed"], named)
        entries = {effect: entry for effect, entry in entries.items() if effect != "injured"} | ({"injured": survivors} if survivors else {})
    return tuple(entries[effect] for effect in sorted(entries))


def _added(entry: IncidentToll, rows: Rows, sentences: Sequence[Sentence]) -> IncidentToll:
    """Return an entry raised to the sum of a group and those told beside it: "arrested a leader … also detained two additional suspects"."""
    base: Rows = []
    best, low, high = entry.best, entry.low, entry.high
    for claim, tolls in rows:
        if not _is_beside(claim.token, tolls, sentences[claim.sentence]):
            base.append((claim, tolls))
            continue
        near = [other for member, other in base if member.section == claim.section and 0 <= claim.sentence - member.sentence <= _REACH]
        own, first = _total(tolls), _total(near[-1]) if near else (None, None)
        if own[0] and first[0] and first[0] <= _SMALL and own[0] + first[0] > (best or 0):
            best = low = own[0] + first[0]
            high = None if own[1] is None or first[1] is None else own[1] + first[1]
    return entry if best == entry.best else replace(entry, low=low, best=best, high=high)


def _is_beside(token: int, tolls: list[Toll], sent: Sentence) -> bool:
    """Tell whether a claim counts people beside those told before ("two additional suspects", "three others", "also detained two")."""
    if any(sent.tokens[k].lower == "also" for k in sent.children[token]):
        return True
    spans = [toll.span for toll in tolls]
    heads = [token.i for token in sent.tokens if any(start <= token.start < end for start, end in spans)]
    words = {token.lower for token in sent.tokens if any(head - 2 <= token.i <= head + 3 for head in heads)}
    in_list = any(sent.tokens[head].dep == "conj" for head in heads)
    return bool(words & incident_words().adding) and not in_list and not {"the other", "the others"} & _pairs(sent, heads)


def _pairs(sent: Sentence, heads: list[int]) -> set[str]:
    """Return the pairs of neighbouring words around some tokens."""
    return {f"{sent.tokens[k - 1].lower} {sent.tokens[k].lower}" for head in heads for k in range(max(head - 2, 1), min(head + 3, len(sent.tokens)))}


def _without_zeros(rows: Rows) -> Rows:
    """Return the rows that count somebody, all when none does: "none was hurt seriously" does not undo a figure."""
    counted = [(claim, kept) for claim, tolls in rows if (kept := [toll for toll in tolls if (toll.low, toll.high) != (0, 0)])]
    return counted or rows


def _survivors(injured: Rows, killed: Rows, dead: IncidentToll, named: frozenset[str]) -> IncidentToll | None:
    """Return the injured without those who died: "four people were shot" counts the dead, "three were wounded" does not."""
    hit = [row for row in injured if row[0].frame in OPEN_OUTCOME and any(toll.policy != "plural" for toll in row[1])]
    hurt = [row for row in injured if row[0].frame not in OPEN_OUTCOME]
    explicit = _entry("injured", _without_zeros(hurt), named) if hurt else None
    if not hit:
        return explicit
    total = _entry("injured", _without_zeros(hit), named)
    rest = _less(total, dead)
    if explicit is not None:
        return rest if rest is not None and (rest.best or 0) >= (explicit.best or 0) else explicit
    return rest if rest is not None or not _told_apart(hit, killed) else total


def _less(total: IncidentToll, dead: IncidentToll) -> IncidentToll | None:
    """Return a total without the dead; the total itself when it is smaller and so of other people; None when nobody is left."""
    if total.best is None or dead.best is None or total.best < dead.best:
        return total
    if total.best == dead.best:
        return None
    low = total.low - dead.best if total.low is not None else None
    high = total.high - dead.best if total.high is not None else None
    return IncidentToll(total.effect, low, total.best - dead.best, high, total.claims)


def _told_apart(hit: Rows, killed: Rows) -> bool:
    """Tell whether one sentence sets those hit beside the dead: "an officer was shot and the suspect was killed"."""
    places = {(claim.section, claim.sentence) for claim, _ in killed}
    return any((claim.section, claim.sentence) in places for claim, _ in hit)


def _entry(effect: str, rows: Rows, named: frozenset[str]) -> IncidentToll:
    """Reconcile the figures of one effect."""
    figures = [(claim, *_total(tolls), min(_rank(toll) for toll in tolls)) for claim, tolls in rows]
    lows = [low for _, low, _, _ in figures if low is not None]
    firm = _firm(figures)
    best_claim, best_low, best_high, _ = max(firm, key=lambda figure: (figure[1] or 0, -figure[0].sentence))
    people = _distinct_people(rows, named)
    low = max([*lows, people]) if lows else (people or None)
    best = best_low if best_low is not None else best_high
    if people and (best is None or people > best):
        best, best_high = people, people if best_high is not None and best_high < people else best_high
    highs = [high for _, _, high, rank in figures if high is not None and rank <= 1]
    high = None if best_high is None else max([*highs, best_high])
    return IncidentToll(effect, _least(lows, best), best, high, tuple(dict.fromkeys(claim.id for claim, *_ in figures))) if low or best_claim else \
        IncidentToll(effect, None, best, high, ())


Figure = tuple[Claim, int | None, int | None, int]


def _firm(figures: list[Figure]) -> list[Figure]:
    """Return the figures to choose from: the firmest, but "several" goes before one or two, which are only some of them."""
    first = min(rank for *_, rank in figures)
    firm = [figure for figure in figures if figure[3] == first]
    words = [figure for figure in figures if figure[3] == 2 and (figure[1] or 0) > _FEW]
    return words if words and first < 2 and max(figure[1] or 0 for figure in firm) <= _FEW else firm


def _least(lows: list[int], best: int | None) -> int | None:
    """Return the lower bound: the best figure, as partial figures ("one was a child") are parts of it."""
    return best if best is not None else min(lows, default=None)


def _rank(toll: Toll) -> int:
    """Order figures by how firm they are: numbers, bounds, words, bare plurals."""
    return {"exact": 0, "bound": 0, "word": 2, "plural": 3}[toll.policy]


def _total(tolls: list[Toll]) -> tuple[int | None, int | None]:
    """Add the separately counted groups of one claim; an open side stays open."""
    if len(tolls) == 1:
        return tolls[0].low, tolls[0].high
    lows = [toll.low for toll in tolls]
    highs = [toll.high for toll in tolls]
    return sum(low or 0 for low in lows), None if any(high is None for high in highs) else sum(high or 0 for high in highs)


def _distinct_people(rows: Rows, named: frozenset[str]) -> int:
    """Count the single people that the claims name one by one."""
    return len({toll.who for _, tolls in rows for toll in tolls if toll.who in named and toll.low == toll.high == 1})


def toll_conflicts(claims: Sequence[Claim]) -> tuple[Conflict, ...]:
    """Return the effects for which claims give figures that cannot both be the total of the same people."""
    found = []
    effects = sorted({toll.effect for claim in claims for toll in claim.toll})
    for effect in effects:
        values: list[tuple[str, str | None, int]] = []
        for claim in claims:
            firm = [toll for toll in claim.toll if toll.effect == effect and toll.policy == "exact"]
            values += [(claim.id, toll.who, toll.low) for toll in firm if toll.low is not None and toll.low > 1]
        whos: dict[str | None, set[int]] = defaultdict(set)
        for _, who, value in values:
            whos[who].add(value)
        if any(len(numbers) > 1 for numbers in whos.values()):
            found.append(Conflict(f"toll.{effect}", tuple((claim, value) for claim, _, value in values)))
    return tuple(found)
