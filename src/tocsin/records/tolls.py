"""One low, best and high figure an effect from the figures of all articles. Nothing is averaged, nothing added across articles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tocsin.records.figures import FIRM, Figure, article_figures, claim_figure, excludes, is_everybody, is_part_of
from tocsin.records.rules import toll_rules
from tocsin.records.told import Told

Row = dict[str, Any]
Report = tuple[list[Told], dict[str, Row] | None]
"""The standing claims of one article, and its reading's own toll by effect (None when people changed its claims)."""


def reconcile(reports: Sequence[Report], parties: dict[str, Row], sides: frozenset[str] = frozenset()) -> tuple[list[Row], list[Row]]:
    """Return the toll rows of an incident and the rows of conflicts about them.

    Args:
        reports: One entry an independent article.
        parties: The parties of the incident by key.
        sides: Keys of those who are said to have done it.
    """
    effects = sorted({row["effect"] for claims, _ in reports for claim in claims for row in claim.body["toll"]}, key=_place)
    tolls, conflicts = [], []
    for effect in effects:
        all_figures, figures = _figures(effect, reports, parties, sides)
        if figures:
            row, conflict = settle(effect, figures)
            tolls.append({**row, "parts": _parts(all_figures, parties)})
            conflicts += conflict
    return tolls, conflicts


def _place(effect: str) -> tuple[int, str]:
    order = toll_rules().order
    return (order.index(effect) if effect in order else len(order), effect)


def _figures(effect: str, reports: Sequence[Report], parties: dict[str, Row], sides: frozenset[str]) -> tuple[list[Figure], list[Figure]]:
    """Return all figures of an effect, and those that articles give as totals."""
    every: list[Figure] = []
    totals: list[Figure] = []
    for claims, told in reports:
        dead = _dead(claims, parties) if effect == "injured" else frozenset()
        found = [figure for claim in claims if (figure := claim_figure(claim, effect, parties, sides=sides, skip=dead))]
        if told is not None and effect not in told:  # the reading found nobody left: all who were hit died, or were counted as held before
            continue
        every += found
        totals += article_figures(found, told[effect] if told else None)
    return every, totals


def _dead(claims: Sequence[Told], parties: dict[str, Row]) -> frozenset[str]:
    """Return the persons by name who are among the dead of an article: they are not among its injured."""
    killed = {row["who"] for claim in claims for row in claim.body["toll"] if row["effect"] == "killed" and row["who"]}
    return frozenset(key for key in killed if key in parties and parties[key]["kind"] == "person")


def settle(effect: str, figures: Sequence[Figure]) -> tuple[Row, list[Row]]:
    """Return the row of one effect from the totals of all articles, and the conflict about it if they disagree.

    Example: police say 12 on Monday, a hospital 15 on Tuesday, a witness "about 20": low 12, best 15, high 20, all three listed.
    """
    ordered = sorted(figures, key=lambda figure: figure.order)
    by_voice: dict[str, list[Figure]] = {}
    for figure in ordered:
        by_voice.setdefault(figure.voice, []).append(figure)
    outdated = {id(a) for a in ordered if any(_updates(b, a) for b in by_voice[a.voice])}
    outdated |= _far_above([figure for figure in ordered if id(figure) not in outdated])
    current = [figure for figure in ordered if id(figure) not in outdated]
    unlike = list({(f.best, f.who, f.names, f.sorts): f for f in current}.values())
    comparable = [a for a in current if not any(is_part_of(a, b, one_article=False) or (a.best < b.best and excludes(a, b)) for b in unlike)]
    first = min(FIRM.get(figure.policy, 3) for figure in comparable)
    firm = [figure for figure in comparable if FIRM.get(figure.policy, 3) == first]
    best, rule = _best(firm)
    vague = [figure for figure in comparable if figure not in firm and not figure.holds(best.best)]
    kept = [*firm, *vague]
    low, high = _bounds(kept, best)
    if any(excludes(best, other) for other in current):
        rule, high = "greatest-part", None
    row = {"effect": effect, "low": low, "best": best.best, "high": high, "policy": best.policy, "rule": rule, "best_claim": best.claims[0],
           "claims": sorted({claim for figure in current for claim in figure.claims}), "combatants": best.combatants}  # fmt: skip
    listed = [*kept, *(figure for figure in ordered if id(figure) in outdated)]
    return row, _conflict(effect, listed, outdated)


def _updates(newer: Figure, older: Figure) -> bool:
    """Tell whether a speaker has replaced his own figure: the same voice about the same people, on a later day, no less sure."""
    same = newer.voice == older.voice and (newer.who == older.who or is_everybody(newer.names) or is_everybody(older.names))
    sure = newer.certain >= older.certain and FIRM.get(newer.policy, 3) <= FIRM.get(older.policy, 3)
    return same and sure and "" < older.published < newer.published and not is_part_of(newer, older, one_article=False)


FAR = 10
"""Times by which one outlet's figure goes beyond all others before it is taken for a figure of something else ("762 murders that year")."""
_WITNESSES = 2


def _far_above(figures: Sequence[Figure]) -> set[int]:
    """Return the figures of one outlet that no other of two outlets or more comes near: listed, but not held."""
    greatest: dict[str, int] = {}
    for figure in figures:
        greatest[figure.outlet] = max(greatest.get(figure.outlet, 0), figure.best)
    top, *rest = sorted(greatest.values(), reverse=True) or [0]
    if len([best for best in rest if best]) < _WITNESSES or top <= FAR * rest[0]:
        return set()
    return {id(figure) for figure in figures if figure.best > FAR * rest[0]}


def _best(figures: Sequence[Figure]) -> tuple[Figure, str]:
    """Return the figure to hold by now, and the rule that chose it.

    Certain ones go before hedged ones, then the order of `best_by` in `toll.yaml`: the better placed source, the later day, the figure that
    more outlets print, the greater number. An exact figure goes before the open bound that it fulfils; "nobody" is held only if its source
    is the best placed and the latest.
    """
    certain = [figure for figure in figures if figure.certain] or list(figures)
    counted = [figure for figure in certain if figure.best]
    backing: dict[int, set[str]] = {}
    for figure in certain:
        backing.setdefault(figure.best, set()).add(figure.outlet)

    def _rank(figure: Figure) -> tuple[Any, ...]:
        facts = {"placing": -figure.tier, "day": figure.published, "outlets": len(backing[figure.best]), "number": figure.best}
        return (*(facts[name] for name in toll_rules().best_by), figure.claims)

    best = max(certain, key=_rank)
    if best.best == 0 and counted and not all(best.tier <= other.tier and best.published > other.published for other in counted):
        best = max(counted, key=_rank)
    if best.high is None:
        exact = [figure for figure in certain if figure.high is not None and figure.tier <= best.tier and best.holds(figure.best)]
        best = max(exact, key=_rank, default=best)
    return best, _rule(best, certain, figures)


def _rule(best: Figure, certain: Sequence[Figure], figures: Sequence[Figure]) -> str:
    """Name the rule that chose the best figure."""
    if best.rule != "told":
        return best.rule
    if len(figures) == 1:
        return "only-figure"
    if all(figure.best == best.best for figure in figures):
        return "agreed"
    if len(certain) < len(figures) and all(figure.best == best.best for figure in certain):
        return "certain-before-hedged"
    return "latest-best-placed"


def _bounds(figures: Sequence[Figure], best: Figure) -> tuple[int | None, int | None]:
    """Return the lowest and highest figure still held; an open bound stays open unless another figure closes it."""
    lows = [figure.low for figure in figures if figure.low is not None]
    closed = max((figure.high for figure in figures if figure.high is not None), default=None)
    open_lows = [figure.best for figure in figures if figure.high is None]
    is_open = closed is None or any(low > closed for low in open_lows)
    low = None if best.low is None else min(lows, default=None)
    return low, None if is_open else closed


def show(figure: Figure) -> str:
    """Return a figure as people write it.

    >>> show_range(31, None), show_range(12, 15), show_range(None, 9), show_range(0, 0)
    ('at least 31', '12–15', 'up to 9', '0')
    """
    return show_range(figure.low, figure.high)


def show_range(low: int | None, high: int | None) -> str:
    """Return a range in words."""
    if low is None or high is None:
        return f"up to {high:,}" if low is None and high is not None else f"at least {low:,}" if low is not None else "an unknown number"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def _conflict(effect: str, figures: Sequence[Figure], outdated: set[int]) -> list[Row]:
    """Return the conflict row of an effect when two figures cannot both be true; every differing value is listed, also outdated ones."""
    if max(figure.low or 0 for figure in figures) <= min((figure.high for figure in figures if figure.high is not None), default=math.inf):
        return []  # ranges of which each two meet have a number in common
    values: dict[str, Row] = {}
    for figure in figures:
        row = values.setdefault(show(figure), {"value": show(figure), "claims": set(), "sources": set(), "current": False})
        row["claims"] |= set(figure.claims)
        row["sources"].add(figure.outlet)
        row["current"] |= id(figure) not in outdated
    rows = [{**row, "claims": sorted(row["claims"]), "sources": sorted(row["sources"])} for row in values.values()]
    return [{"field": f"toll.{effect}", "values": sorted(rows, key=lambda row: (not row["current"], row["value"]))}]


def _parts(figures: Sequence[Figure], parties: dict[str, Row]) -> list[Row]:
    """Return the figures that were told of one party each, by party: the latest of the best placed sources."""
    by_party: dict[str, list[Figure]] = {}
    for figure in figures:
        if len(figure.who) == 1 and figure.who[0] in parties and not is_everybody(figure.names):
            by_party.setdefault(figure.who[0], []).append(figure)
    rows = []
    for key, held in sorted(by_party.items()):
        best, _ = _best([replace(figure, part=False) for figure in held])
        rows.append({"key": key, "name": parties[key]["name"], "low": best.low, "high": best.high, "combatants": best.combatants,
                     "claims": sorted({claim for figure in held for claim in figure.claims})})  # fmt: skip
    return rows
