"""Who says so: the innermost speaker of a claim, how well placed he is, and how many independent sources there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from tocsin.actorbase.names import words_of
from tocsin.records.identity import is_identity
from tocsin.records.rules import toll_rules
from tocsin.records.told import ArticleFacts, Told

Row = dict[str, Any]


def innermost(claim: Told) -> Row:
    """Return the last link of the chain: who says so first. Never empty: the outlet stands in front."""
    sources = claim.body["sources"]
    return dict(sources[-1]) if sources else {"name": claim.article.outlet, "role": "outlet", "party": None, "country": None}


def chain(claim: Told) -> list[str]:
    """Return the names of who says so, outermost first; the outlet by the name that the ledger knows it by."""
    named = [str(source["name"]) for source in claim.body["sources"] if source["role"] != "outlet"]
    return [claim.article.outlet, *named]


def voice(claim: Told) -> str:
    """Return a mark of the innermost speaker: the same for one speaker in several articles.

    An outlet's own voice and an unnamed source are known by the outlet: "a source told Reuters" is as many sources as Reuters has.
    """
    source = innermost(claim)
    if source["role"] in {"outlet", "anonymous"}:
        return outlet_mark(claim.article) + ("/anonymous" if source["role"] == "anonymous" else "")
    if source["party"] and is_identity(source["party"]):
        return str(source["party"])
    return fold(source["name"]) or outlet_mark(claim.article)


def outlet_mark(article: ArticleFacts) -> str:
    """Return a mark of the outlet."""
    return fold(article.outlet) or article.id


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return a name without case, accents and signs."""
    return "-".join(words_of(name))


def placing(claim: Told, sides: frozenset[str] = frozenset()) -> int:
    """Return how well placed the innermost source is to count people, 1 best.

    Args:
        claim: The claim with its sources.
        sides: Party keys of those who are said to have done it: of their enemies' losses they are poor witnesses.
    """
    rules, source = toll_rules(), innermost(claim)
    name = f" {source['name'].lower()} "
    if any(f" {word} " in name for word in rules.counters):
        return 1
    if source["party"] in sides and source["party"] is not None:
        return rules.enemy_placing
    return rules.placing.get(source["role"], rules.enemy_placing)


def article_group(article: ArticleFacts) -> str:
    """Return the id of the article that this one repeats, else its own: copies are one report."""
    return article.copy_of or article.id


def independent(claims: Sequence[Told]) -> int:
    """Count independent sources: pairs of report and speaker, no two of which share the report (or its copies), the outlet or the speaker."""
    edges: dict[str, set[str]] = {}
    outlets: dict[str, str] = {}
    for claim in claims:
        group = article_group(claim.article)
        first = claim.article.copy_of is None
        outlets[group] = outlet_mark(claim.article) if first or group not in outlets else outlets[group]
    for claim in claims:
        edges.setdefault(outlets[article_group(claim.article)], set()).add(voice(claim).removesuffix("/anonymous"))
    return _matching({outlet: sorted(marks) for outlet, marks in sorted(edges.items())})


def _matching(edges: Mapping[str, Sequence[str]]) -> int:
    """Return the size of a largest matching between outlets and speakers, by augmenting paths."""
    taken: dict[str, str] = {}
    return sum(_place(outlet, edges, taken) for outlet in edges)


def _place(outlet: str, edges: Mapping[str, Sequence[str]], taken: dict[str, str]) -> bool:
    """Give an outlet a speaker of its own, moving others along a path of changes; tell whether there is one."""
    reached: dict[str, str] = {}  # speaker → outlet from which he was reached
    waiting = [outlet]
    for here in waiting:  # grows as it goes: breadth first
        for mark in edges[here]:
            if mark in reached:
                continue
            reached[mark] = here
            if mark in taken:
                waiting.append(taken[mark])
                continue
            _shift(mark, outlet, reached, taken)
            return True
    return False


def _shift(free: str, outlet: str, reached: Mapping[str, str], taken: dict[str, str]) -> None:
    """Move the outlets of a path one speaker on, from the free speaker back to the outlet that wants one."""
    held_by = {who: mark for mark, who in taken.items()}
    mark = free
    while True:
        here = reached[mark]
        taken[mark] = here
        if here == outlet:
            return
        mark = held_by[here]


def who_says(claims: Iterable[Told]) -> list[str]:
    """Return the names of the innermost speakers, each once, sorted; outlets for their own voice."""
    return sorted({claim.article.outlet if (source := innermost(claim))["role"] == "outlet" else str(source["name"]) for claim in claims})
