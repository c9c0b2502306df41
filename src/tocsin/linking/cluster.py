"""Average-link clustering over sparse scores: deterministic, and never two incidents of one article in one cluster by accident."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable

UNSCORED = 0.0
"""Likeness of a pair that was not worth scoring."""


def cluster(size: int, scores: Iterable[tuple[int, int, float]], join_at: float) -> list[list[int]]:
    """Return clusters of 0 … size-1, each sorted, in order of their first member.

    Starting from single items, joins the two clusters with the highest average likeness until none reaches `join_at`.
    Ties go to the smallest members, so that equal input gives equal output.
    """
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    for a, b, score in scores:
        sums[a][b] = sums[b][a] = score
    members = {n: [n] for n in range(size)}
    heap = [(-score, a, b, 1, 1) for a, row in sums.items() for b, score in row.items() if a < b and score >= join_at]
    heapq.heapify(heap)
    while heap:
        _, a, b, size_a, size_b = heapq.heappop(heap)
        if a not in members or b not in members or len(members[a]) != size_a or len(members[b]) != size_b:
            continue
        _join(a, b, members, sums, heap, join_at)
    return sorted(sorted(group) for group in members.values())


def _join(
    a: int, b: int, members: dict[int, list[int]], sums: dict[int, dict[int, float]], heap: list[tuple[float, int, int, int, int]], join_at: float
) -> None:
    """Move cluster b into a and offer the new neighbours."""
    members[a].extend(members.pop(b))
    for other, total in sums.pop(b).items():
        sums[other].pop(b, None)
        if other != a:
            sums[a][other] = sums[other][a] = sums[a].get(other, UNSCORED) + total
    sums[a].pop(b, None)
    for other, total in sums[a].items():
        average = total / (len(members[a]) * len(members[other]))
        if average >= join_at:
            low, high = min(a, other), max(a, other)
            heapq.heappush(heap, (-average, low, high, len(members[low]), len(members[high])))
