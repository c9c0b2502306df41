"""Cut a text at the borders of all marked spans, so that overlapping marks can be drawn side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from tocsin.model.reading import Reading
from tocsin.model.text import Section, Span


@dataclass(frozen=True, slots=True)
class Mark:
    """A span to colour: kind is trigger, actor, place, time or toll; `keys` are the ids of the claims that rest on it."""

    span: Span
    kind: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text without a border inside, with the kinds and claims that cover it."""

    text: str
    kinds: tuple[str, ...]
    keys: tuple[str, ...]


def cut_segments(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """Return the text in pieces whose concatenation is the text. Marks beyond its ends are cut to it; runs in O(n log n) of the marks."""
    opens: dict[int, list[Mark]] = {}
    closes: dict[int, list[Mark]] = {}
    for mark in marks:
        start, end = max(0, mark.span[0]), min(len(text), mark.span[1])
        if start < end:
            opens.setdefault(start, []).append(mark)
            closes.setdefault(end, []).append(mark)
    borders = sorted({0, len(text), *opens, *closes})
    active: list[Mark] = []
    segments = []
    for start, end in pairwise(borders):
        gone = closes.get(start, [])
        active = [mark for mark in active if not any(mark is other for other in gone)] + opens.get(start, [])
        kinds = tuple(sorted({mark.kind for mark in active}))
        keys = tuple(sorted({key for mark in active for key in mark.keys}))
        segments.append(Segment(text[start:end], kinds, keys))
    return segments


def marks_of(reading: Reading, section: Section) -> list[Mark]:
    """Return everything to colour in a section: event words and the parties, places, times and counts of claims."""
    marks = [Mark(claim.trigger, "trigger", (claim.id,)) for claim in reading.claims if claim.section == section]
    by_actor: dict[str, list[str]] = {}
    by_ref: dict[str, list[str]] = {}
    for claim in reading.claims:
        for who in (*claim.actor, *claim.recipient):
            by_actor.setdefault(who, []).append(claim.id)
        for ref in (claim.time.ref, claim.place.ref):
            if ref:
                by_ref.setdefault(ref, []).append(claim.id)
        if claim.section == section:
            marks.extend(Mark(toll.span, "toll", (claim.id,)) for toll in claim.toll)
    for actor in reading.actors:
        keys = tuple(by_actor.get(actor.id, ()))
        marks.extend(Mark(mention.span, "actor", keys) for mention in actor.mentions if keys and mention.section == section)
    marks.extend(Mark(place.span, "place", tuple(by_ref.get(place.id, ()))) for place in reading.places if place.section == section)
    marks.extend(Mark(time.span, "time", tuple(by_ref.get(time.id, ()))) for time in reading.times if time.section == section)
    return marks
