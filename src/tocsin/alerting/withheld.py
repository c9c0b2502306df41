"""What must stay inside: nothing of what is sealed or redacted is told to anybody, and no name that the settings keep back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Connection

from tocsin.asking.lists import record_now
from tocsin.publication.admit import incident_scopes
from tocsin.publication.guarded import Held, load_held, load_protected
from tocsin.publication.profile import Names
from tocsin.publication.protected import Protected

Row = dict[str, Any]

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]+")
MAX_LINE = 300


def clean(text: str, most: int = MAX_LINE) -> str:
    """Return a text on one line, without signs that steer a terminal, a header or the direction of writing, and not too long."""
    plain = " ".join(_CONTROL.sub(" ", text).split())
    return plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"


@dataclass
class Withheld:
    """Decides of records and texts whether they may be told. `names` is `known` or `keep`."""

    connection: Connection
    names: str

    @cached_property
    def held(self) -> Held:
        """What decisions hold back."""
        return load_held(self.connection)

    @cached_property
    def protected(self) -> Protected:
        """The names that stay inside. Read only once something is to be told: it looks at all claims."""
        return load_protected(self.connection, Names(person=self.names), self.held)

    def silent(self, body: Row | None) -> bool:
        """Tell whether nothing may be told of a record: it, or what it stands on, or somebody in it is sealed or redacted."""
        if body is None:
            return False
        if body["sealed"] or body["redact"] or self.held.sealed & _articles(body):
            return True
        if body["kind"] == "incident":
            return bool(incident_scopes(body, self.held)) or any(self._guarded(party) for party in _parties(body))
        if body["kind"] == "case" and body["incident"]:
            return self.silent(record_now(self.connection, body["incident"]))
        keys = (body["id"], *(body.get("same_as") or ()))
        return any(self._guarded(party) for party in _parties(body)) or any(self._guarded({"key": key}) for key in keys)

    def _guarded(self, party: Row) -> bool:
        guard = self.held.guards.get(str(party["key"]))
        return guard is not None and (guard.absent or guard.unnamed or guard.placeless)

    def told(self, text: str, instead: str) -> str:
        """Return a text, or something else in its place if it names somebody who is not named."""
        return instead if self.protected.found_in(text) else clean(text)


def _articles(body: Row) -> set[str]:
    rows = (*(body.get("sources") or ()), *(body.get("history") or ()), *(body.get("proposals") or ()))
    return {str(row["article"]) for row in rows if row.get("article")} | ({body["article"]} if body.get("article") else set())


def _parties(body: Row) -> list[Row]:
    sides = [party for side in ("perpetrators", "parties", "victims") for party in body.get(side) or ()]
    return sides + [body[side] for side in ("from", "to") if isinstance(body.get(side), dict)]
