"""Items into happenings: average-link clustering over sparse scores, under what people decided. A pure function of sets.

Groups only ever join over a pair whose score reaches `join_at`. So nothing outside a component (`components`) bears on it, and whoever adds an
item need only cluster anew the component that it falls into: the outcome is that of clustering everything at once.
"""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Generic, Protocol, TypeVar

from tocsin.linking.alike import JOIN_AT


class Ordered(Protocol):
    """A key that can be ordered and looked up: an item's key, or the name that a store gives it."""

    def __lt__(self, other: Any, /) -> bool: ...

    def __hash__(self) -> int: ...


K = TypeVar("K", bound=Ordered)

ONE_IN = 3
"""A cluster of followers goes to a core only if at least one in so many of its items names it."""
_UNIT = 10_000
"""Scores are summed as integers of 1/10 000, so that sums do not depend on their order."""


def partition(
    keys: Collection[K],
    edges: Iterable[tuple[K, K, float]],
    together: Iterable[tuple[K, K]] = (),
    apart: Iterable[tuple[K, K]] = (),
    follows: Iterable[tuple[K, K]] = (),
    *,
    join_at: float = JOIN_AT,
) -> list[list[K]]:
    """Return the clusters of keys, each sorted, in order of their first member.

    Args:
        keys: The items; pairs that name other keys are passed over.
        edges: Pairs with their likeness; a pair without is taken to have 0.
        together: Pairs that people put together: always in one cluster, and then count as one item, whose likeness to another is its best
            member's. A pair that would break an `apart` pair is passed over; the earlier in the sequence goes first.
        apart: Pairs that people put apart: never in one cluster.
        follows: (follower, core): a cluster of consequences goes to the happening that most of its followers name, once all else is done.
        join_at: Average likeness from which two groups are joined, above 0.
    """
    state = _State(sorted(set(keys)), [pair for pair in apart if pair[0] != pair[1]])
    for a, b in together:
        state.unite(a, b)
    state.average_link(edges, join_at)
    state.attach(follows)
    return state.groups()


def components(
    keys: Collection[K],
    edges: Iterable[tuple[K, K, float]],
    together: Iterable[tuple[K, K]] = (),
    follows: Iterable[tuple[K, K]] = (),
    *,
    join_at: float = JOIN_AT,
) -> list[list[K]]:
    """Return the sets of keys that can be clustered one by one: joined by likeness of `join_at` or more, by people, or by `follows`."""
    state = _State(sorted(set(keys)), [])
    for a, b in (*together, *follows, *((a, b) for a, b, score in edges if score >= join_at)):
        state.unite(a, b)
    return state.groups()


class _State(Generic[K]):
    """Clusters in the making, numbered by their smallest member."""

    def __init__(self, keys: list[K], apart: list[tuple[K, K]]) -> None:
        self.keys = keys
        self.number = {key: n for n, key in enumerate(keys)}
        self.members: dict[int, list[int]] = {n: [n] for n in range(len(keys))}
        self.home = list(range(len(keys)))
        self.foes: dict[int, set[int]] = defaultdict(set)
        for a, b in apart:
            if a in self.number and b in self.number:
                self.foes[self.number[a]].add(self.number[b])
                self.foes[self.number[b]].add(self.number[a])

    def groups(self) -> list[list[K]]:
        """Return the clusters as keys."""
        return sorted(sorted(self.keys[n] for n in group) for group in self.members.values())

    def may_join(self, a: int, b: int) -> bool:
        """Tell whether no pair that people put apart would fall into one cluster."""
        return b not in self.foes[a]

    def join(self, a: int, b: int) -> None:
        """Move cluster b into a."""
        for n in self.members[b]:
            self.home[n] = a
        self.members[a].extend(self.members.pop(b))
        for foe in self.foes.pop(b, set()):
            self.foes[foe].discard(b)
            self.foes[foe].add(a)
            self.foes[a].add(foe)

    def unite(self, one: K, other: K) -> None:
        """Put the clusters of two keys into one, if that is allowed."""
        if one in self.number and other in self.number:
            a, b = sorted((self.home[self.number[one]], self.home[self.number[other]]))
            if a != b and self.may_join(a, b):
                self.join(a, b)

    def average_link(self, edges: Iterable[tuple[K, K, float]], join_at: float) -> None:
        """Join the two clusters of the highest average until none reaches the threshold; ties go to the smallest members."""
        _AverageLink(self, _sums(self, edges), round(join_at * _UNIT)).run()

    def attach(self, follows: Iterable[tuple[K, K]]) -> None:
        """Give each cluster of followers to the cluster that most of them name; chains end at their first core."""
        votes: dict[int, Counter[int]] = defaultdict(Counter)
        for follower, core in sorted(set(follows)):
            if follower in self.number and core in self.number:
                a, b = self.home[self.number[follower]], self.home[self.number[core]]
                if a != b:
                    votes[a][b] += 1
        sizes = {a: len(members) for a, members in self.members.items()}
        choice = {a: b for a, found in votes.items() if found[b := min(found, key=lambda b: (-found[b], b))] * ONE_IN >= sizes[a]}
        for a in sorted(choice):
            if not _in_circle(a, choice):
                self.unite(self.keys[a], self.keys[choice[a]])


def _in_circle(start: int, choice: Mapping[int, int]) -> bool:
    """Tell whether the cores lead back to where they started: then the smallest cluster of the circle stays itself."""
    seen, here = [start], start
    while here in choice and choice[here] not in seen:
        here = choice[here]
        seen.append(here)
    return here in choice and choice[here] == start and start == min(seen)


def _sums(state: _State[K], edges: Iterable[tuple[K, K, float]]) -> dict[int, dict[int, int]]:
    """Return the likeness of clusters as they stand: the best of any two members'."""
    sums: dict[int, dict[int, int]] = defaultdict(dict)
    for one, other, score in edges:
        if one in state.number and other in state.number:
            a, b = state.home[state.number[one]], state.home[state.number[other]]
            if a != b:
                sums[a][b] = sums[b][a] = max(round(score * _UNIT), sums[a].get(b, -_UNIT * _UNIT))
    return sums


class _AverageLink(Generic[K]):
    """The run over a heap of offers; an offer made before one of its clusters grew is stale."""

    def __init__(self, state: _State[K], sums: dict[int, dict[int, int]], join_at: int) -> None:
        self.state, self.sums, self.join_at = state, sums, join_at
        self.size = dict.fromkeys(state.members, 1)
        self.heap: list[tuple[float, int, int, int, int]] = []

    def run(self) -> None:
        """Join until no offer is left."""
        for a, row in self.sums.items():
            for b in row:
                if a < b:
                    self.offer(a, b)
        while self.heap:
            _, a, b, size_a, size_b = heapq.heappop(self.heap)
            if self.size.get(a) == size_a and self.size.get(b) == size_b and self.state.may_join(a, b):
                self.join(a, b)

    def offer(self, a: int, b: int) -> None:
        """Put a pair of clusters on the heap when its average is high enough."""
        a, b = min(a, b), max(a, b)
        average = self.sums[a][b] / (self.size[a] * self.size[b])
        if average >= self.join_at:
            heapq.heappush(self.heap, (-average, a, b, self.size[a], self.size[b]))

    def join(self, a: int, b: int) -> None:
        """Move cluster b into a and offer a's neighbours anew."""
        self.state.join(a, b)
        self.size[a] += self.size.pop(b)
        for other, total in self.sums.pop(b).items():
            self.sums[other].pop(b, None)
            if other != a:
                self.sums[a][other] = self.sums[other][a] = self.sums[a].get(other, 0) + total
        self.sums[a].pop(b, None)
        for other in self.sums[a]:
            self.offer(a, other)
