"""Link the incidents of many readings: every incident stands in exactly one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from tocsin.linking.alike import compare
from tocsin.linking.blocks import block_keys
from tocsin.linking.cluster import partition
from tocsin.linking.copies import Signature, independent, signature_of
from tocsin.linking.items import Item, Row, items_of
from tocsin.linking.lines import Told, line_of, told_in

Key = tuple[str, str]


def link_readings(readings: Iterable[Row]) -> Iterator[Row]:
    """Yield one incident row for each happening, largest first. The partition does not depend on the order of the readings."""
    items: dict[Key, list[tuple[Item, Told]]] = defaultdict(list)
    signatures: dict[str, Signature] = {}
    for reading in readings:
        if "error" in reading:
            continue
        article = reading["article"]
        if article["id"] not in signatures:
            signatures[article["id"]] = signature_of(article.get("text") or "")
        told = told_in(reading)
        for item in items_of([reading]):
            items[item.key].append((item, told[item.incident]))
    families = {name: group[0] for group in independent(signatures) for name in group}
    once = {key: _distinct(found) for key, found in items.items()}
    groups = link_items([found[0][0] for _, found in sorted(once.items())])
    for group in sorted(groups, key=lambda group: (-len(group), group)):
        yield line_of([pair for key in group for pair in once[key]], families)


def link_items(items: Sequence[Item]) -> list[list[Key]]:
    """Return the happenings as lists of item keys, each sorted. Items are told apart by their keys."""
    keys = [item.key for item in items]
    edges = ((items[a].key, items[b].key, compare(items[a], items[b]).score) for a, b in pairs(items))
    return partition(keys, (edge for edge in edges if edge[2]), follows=[(item.key, item.core) for item in items if item.core])


def pairs(items: Sequence[Item]) -> list[tuple[int, int]]:
    """Return the positions of the pairs worth comparing, each once, sorted: those that share a block and are of different articles."""
    single: dict[str, int] = {}  # nearly all blocks hold one item: they are kept without a list, at half the memory
    blocks: dict[str, list[int]] = {}
    for n, item in enumerate(items):
        for key in block_keys(item):
            first = single.setdefault(key, n)
            if first != n:
                blocks.setdefault(key, [first]).append(n)
    found = {pair for block in blocks.values() for pair in combinations(block, 2)}
    return sorted((a, b) for a, b in found if items[a].article != items[b].article)


def _distinct(found: list[tuple[Item, Told]]) -> list[tuple[Item, Told]]:
    """Return what was read of one incident of one article, once for each ref that it was read under, sorted."""
    by_name: dict[tuple[str, str], tuple[Item, Told]] = {}
    for item, told in found:
        by_name.setdefault((item.ref, item.incident), (item, told))
    return [by_name[name] for name in sorted(by_name)]
