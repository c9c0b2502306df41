"""The figures of a ledger in plain words, for one screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tocsin.report.story import Fact, StoryBlock
from tocsin.report.words import day_text

Row = dict[str, Any]


def summary_block(stats: Row, name: str) -> StoryBlock:
    """Return the figures of a ledger (`asking.stats.ledger_stats`) as one part of a story."""
    return StoryBlock(name, tuple(_facts(stats)))


def _facts(stats: Row) -> Iterator[Fact]:
    first, last = (day_text(day) for day in stats["published"])
    yield Fact("articles", f"{stats['articles']:,} of {stats['outlets']:,} outlets" + (f", {first} to {last}" if first else ""))
    yield Fact("claims", f"{stats['claims']:,}")
    yield Fact("incidents", f"{stats['incidents']:,}", _listed(stats["by_status"]), "bold")
    yield Fact("evidence", _listed(stats["by_grade"]) or "–")
    yield Fact("review", _listed(stats["by_review"]) or "–")
    yield Fact("told of", f"{stats['people']:,} people, {stats['groups']:,} groups, {stats['relations']:,} relations")
    oldest = f"the oldest of {day_text(stats['oldest_open'])}" if stats["oldest_open"] else ""
    yield Fact("cases", _listed(stats["cases"]) or "none", oldest)
    yield Fact("decisions", f"{stats['decisions']:,}")
    if act := stats["last_act"]:
        yield Fact("last act", f"{act['seq']:,}: {act['verb']} by {act['who']}, {act['at'][:16].replace('T', ' ')} UTC")
    if stats["bytes"] is not None:
        yield Fact("size", _size(stats["bytes"]))


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in counts.items())


def _size(count: int) -> str:
    for unit in ("bytes", "KB", "MB", "GB"):
        if count < 10_000:
            return f"{count:,} {unit}"
        count //= 1_000
    return f"{count:,} TB"
