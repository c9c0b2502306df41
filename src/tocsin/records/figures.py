"""What one article says of the number of people harmed: its totals, told apart from the parts of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from tocsin.records.rules import toll_rules
from tocsin.records.told import Told
from tocsin.records.voices import placing, voice

Row = dict[str, Any]

FIRM = {"exact": 0, "bound": 0, "word": 2, "plural": 3}
"""How firm a count is: numbers, words ("dozens"), bare plurals ("workers")."""
_FEW = 2
_DONE = frozenset({"accomplished", "planned"})
"""Stages with a toll: whom somebody only tried to kill is not dead. (What is planned is in incidents of the future.)"""


@dataclass(frozen=True, slots=True)
class Figure:
    """How many people suffered one effect, as one claim (or the reading of one article) has it.

    Attributes:
        low, high: Bounds; None is open on that side.
        policy: exact, bound, word or plural: the vaguest of its rows.
        who: Party keys that it counts; `names`: their names, folded to lower case; `sorts`: classes that exclude each other.
        part: Its own words say that it is a part ("including three children").
        tier: How well placed the source is, 1 best. `voice`: a mark of the speaker.
        rule: How it came about: "told", "sum-of-parties", "reading".
    """

    low: int | None
    high: int | None
    policy: str
    who: tuple[str, ...]
    names: tuple[str, ...]
    sorts: frozenset[str]
    people: bool
    part: bool
    certain: bool
    tier: int
    voice: str
    outlet: str
    published: str
    claims: tuple[str, ...]
    words: str | None
    combatants: bool | None
    rule: str = "told"

    @property
    def best(self) -> int:
        """Return the number that it stands for: its lower bound, else its upper one."""
        return self.low if self.low is not None else self.high or 0

    @property
    def order(self) -> tuple[Any, ...]:
        """Return a sort key by content alone."""
        return (self.published, self.best, self.claims)

    def holds(self, number: int) -> bool:
        """Tell whether the figure leaves room for a number."""
        return (self.low is None or self.low <= number) and (self.high is None or number <= self.high)


def claim_figure(claim: Told, effect: str, parties: dict[str, Row], *, sides: frozenset[str], skip: Collection[str]) -> Figure | None:
    """Return the figure of one claim for one effect: its separately counted groups added, parts left out beside their total.

    Args:
        claim: A claim that counts.
        effect: Effect of the toll.
        parties: The parties of the incident by key.
        sides: Keys of those who are said to have done it.
        skip: Keys of people not to count here: the dead are not among the injured.
    """
    rows = [row for row in claim.body["toll"] if row["effect"] == effect and row["who"] not in skip and (row["low"], row["high"]) != (None, None)]
    whole = [row for row in rows if not _is_part(claim, row)] or rows
    if not whole or claim.body["stage"] not in _DONE:
        return None
    who = tuple(sorted({row["who"] for row in whole if row["who"]}))
    known = [parties[key] for key in who if key in parties]
    highs = [row["high"] for row in whole]
    lows = [row["low"] for row in whole if row["low"] is not None]
    flags = {row["combatants"] for row in whole}
    return Figure(
        sum(lows) if lows else None,
        None if None in highs else sum(highs),
        max((row["policy"] for row in whole), key=lambda policy: FIRM.get(policy, 3)),
        who,
        tuple(party["name"].lower() for party in known),
        frozenset(sort for party in known if (sort := sort_of(party))),
        bool(known) and all(party["kind"] == "person" for party in known),
        all(_is_part(claim, row) for row in whole),
        claim.body["factuality"] == "CT+",
        placing(claim, sides),
        voice(claim),
        claim.article.outlet,
        claim.article.published or "",
        (claim.id,),
        whole[0]["words"] if len(whole) == 1 else None,
        flags.pop() if len(flags) == 1 else None,
    )


@cache
def _part_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    rules = toll_rules()
    before, after = ("|".join(map(re.escape, words)) for words in (rules.part_before, rules.part_after))
    return re.compile(rf"\b(?:{before})(?:\s+(?:at least|about|some|the|a|an))?\s*$"), re.compile(rf"^\W*\w*\s*(?:{after})\b")


def _is_part(claim: Told, row: Row) -> bool:
    """Tell whether the words around a count make it a part of another ("including three children", "20 of them Copts")."""
    sentence, span, words = claim.body["evidence"]["sentence"], row["span"], claim.body["evidence"]["words"]
    if not words or not span or not sentence:
        return False
    before, after = _part_words()
    start, end = span[0] - sentence[0], span[1] - sentence[0]
    if not 0 <= start <= end <= len(words):
        return False
    return bool(before.search(words[max(0, start - 40) : start].lower()) or after.search(words[end : end + 30].lower()))


_OTHER_PEOPLE = re.compile(r"\w+ people$")


def is_everybody(names: Sequence[str]) -> bool:
    """Tell whether parties stand for all who were harmed ("people", "the victims"), or are not named at all."""
    words = set(toll_rules().everybody)
    return all(name in words or _OTHER_PEOPLE.match(name) or not re.search(r"[^\W\d]", name) for name in names)


def is_some(names: Sequence[str]) -> bool:
    """Tell whether parties are by their words some of those harmed ("children", "three soldiers")."""
    words = set(toll_rules().some)
    return bool(names) and all(set(name.split()) & words for name in names)


def sort_of(party: Row) -> str | None:
    """Return the class of a party that excludes the others ("military", "civil:Islam"); None where it could be anybody."""
    if is_everybody([party["name"].lower()]):
        return None
    sort = next((name for name, sectors in toll_rules().classes.items() if party["sector"] in sectors), None)
    return f"civil:{party['religion']}" if sort == "civil" and party["religion"] else sort


def excludes(a: Figure, b: Figure) -> bool:
    """Tell whether two figures count different people: soldiers and civilians, Christians and Muslims."""
    return bool(a.sorts and b.sorts) and all(_apart(x, y) for x in a.sorts for y in b.sorts)


def _apart(x: str, y: str) -> bool:
    """Tell whether nobody is in both classes. Civilians of no stated faith may be of any."""
    if x.startswith("civil") and y.startswith("civil"):
        return x != y and ":" in x and ":" in y
    return x != y


def is_part_of(a: Figure, b: Figure, *, one_article: bool) -> bool:
    """Tell whether the smaller figure `a` counts some of the people of `b`, so that the two do not disagree."""
    if a.best >= b.best:
        return False
    if a.people or a.part:
        return True
    if is_some(a.names) and a.who != b.who and not is_some(b.names):
        return True
    if not one_article:
        return False
    same_voice = a.voice == b.voice and (a.who != b.who or a.holds(b.best))
    return same_voice or (a.who != b.who and not is_everybody(a.names))


def article_figures(figures: Sequence[Figure], told: Row | None) -> list[Figure]:
    """Return what an article gives as current totals of one effect: one figure, or rival ones of several speakers.

    Args:
        figures: The figures of its claims.
        told: The row that the reading itself reconciled from the words around ("two others" added, survivors told apart), None to ignore it.
    """
    firm = _firm(sorted(figures, key=lambda figure: figure.order))
    totals = [a for a in firm if not any(is_part_of(a, b, one_article=True) for b in firm if b is not a)]
    summed = _sum(firm, totals)
    if told is not None and told["best"] is not None and figures and all(told["best"] != figure.best for figure in figures):
        reading = _of_reading(told, totals or firm)
        return [summed] if summed and summed.best > reading.best else [reading]
    return [summed] if summed else _one_each(totals)


def _firm(figures: list[Figure]) -> list[Figure]:
    """Return the figures to choose from: the firmest, but "several" goes before one or two, which are only some of them."""
    first = min((FIRM.get(figure.policy, 3) for figure in figures), default=0)
    firm = [figure for figure in figures if FIRM.get(figure.policy, 3) == first]
    words = [figure for figure in figures if figure.policy == "word" and figure.best > _FEW]
    return words if words and first < FIRM["word"] and max(figure.best for figure in firm) <= _FEW else firm


def _sum(figures: Sequence[Figure], totals: Sequence[Figure]) -> Figure | None:
    """Return the sum of figures for parties that exclude each other, when the article gives no total of all."""
    top = max(totals, key=lambda figure: (figure.best, figure.order), default=None)
    if top is None or not top.sorts or any(not figure.sorts and figure.best >= top.best for figure in figures):
        return None
    added: list[Figure] = [top]
    for figure in sorted(figures, key=lambda figure: (-figure.best, figure.order)):
        if not figure.part and figure.certain >= top.certain and figure.best and all(excludes(figure, other) for other in added):
            added.append(figure)
    if len(added) == 1:
        return None
    lows = [figure.low for figure in added if figure.low is not None]
    highs = [figure.high for figure in added]
    flags = {figure.combatants for figure in added}
    return replace(
        top,
        low=sum(lows) if lows else None,
        high=None if None in highs else sum(high or 0 for high in highs),
        who=tuple(sorted({key for figure in added for key in figure.who})),
        names=tuple(name for figure in added for name in figure.names),
        sorts=frozenset(),
        certain=all(figure.certain for figure in added),
        tier=max(figure.tier for figure in added),
        claims=tuple(sorted({claim for figure in added for claim in figure.claims})),
        words=None,
        combatants=flags.pop() if len(flags) == 1 else None,
        rule="sum-of-parties",
    )


def _of_reading(told: Row, figures: Sequence[Figure]) -> Figure:
    """Return the reading's own reconciled row as a figure."""
    base = max(figures, key=lambda figure: (figure.certain, figure.best, figure.order))
    return replace(base, low=told["low"] if told["low"] is not None else told["best"], high=told["high"], words=None, rule="reading")


def _one_each(totals: Sequence[Figure]) -> list[Figure]:
    """Return totals without repetitions: of one speaker and number, one, with the claims of all."""
    found: dict[tuple[Any, ...], Figure] = {}
    for figure in totals:
        key = (figure.voice, figure.low, figure.high, figure.certain)
        other = found.get(key)
        found[key] = figure if other is None else replace(other, claims=tuple(sorted({*other.claims, *figure.claims})))
    return list(found.values())
