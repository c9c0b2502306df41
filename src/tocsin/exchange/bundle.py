"""What is to leave the ledger: records, and the claims and articles that they stand on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class Bundle:
    """Records of `docs/reference/ledger.md`, chosen by the caller: who may see what is decided before, not here.

    Attributes:
        incidents, people, groups, relations, cases: Records, in any order; writers sort them by id.
        claims: Bodies of statements by statement id.
        articles: By article id: id, ref, outlet, title, uri, published, collected_at, language. No text.
        as_of: ISO day that stands in where a format demands a time and no article has a day of publication.
        tlp: Marking of shared objects where a format has one: white, green, amber or red. Sealed records are always red.
    """

    incidents: Sequence[Row] = ()
    people: Sequence[Row] = ()
    groups: Sequence[Row] = ()
    relations: Sequence[Row] = ()
    cases: Sequence[Row] = ()
    claims: Mapping[str, Row] = field(default_factory=dict)
    articles: Mapping[str, Row] = field(default_factory=dict)
    as_of: str | None = None
    tlp: str = "amber"

    def records(self) -> Iterator[Row]:
        """Yield every record, kind by kind, each kind by id."""
        for kind in (self.incidents, self.people, self.groups, self.relations, self.cases):
            yield from by_id(kind)


def by_id(records: Sequence[Row]) -> list[Row]:
    """Return records sorted by id."""
    return sorted(records, key=lambda record: str(record["id"]))
