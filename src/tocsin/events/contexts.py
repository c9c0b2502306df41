"""PLOVER contexts of a claim: what its frame says and what its parties add."""

from __future__ import annotations

from collections.abc import Iterable

from tocsin.model.event import Trigger
from tocsin.model.who import Actor


def contexts_of(trigger: Trigger, parties: Iterable[Actor]) -> tuple[str, ...]:
    """Return the contexts of a claim in a stable order."""
    found = set(trigger.contexts)
    for actor in parties:
        if actor.religion or actor.ethnicity or actor.sector == "REL":
            found.add("religion_ethnicity")
        if actor.sector == "MIL":
            found.add("military")
        if actor.sector == "JRN":
            found.add("rights_freedoms")
        if actor.sector == "REF":
            found.add("migration")
    return tuple(sorted(found))
