"""Names that people type, as the ledger calls them."""

from __future__ import annotations

import re
from functools import lru_cache

from sqlalchemy import Connection, select

from tocsin.actorbase.load import load_actor_base
from tocsin.actorbase.names import fold as name_words
from tocsin.errors import UsageError
from tocsin.ledger.derived import record, record_term
from tocsin.ledger.versions import fold


@lru_cache(maxsize=512)
def country_code(name: str) -> str:
    """Return the ISO 3166 alpha-3 code of a country by its name, demonym or code.

    Raises:
        UsageError: no country is called that.
    """
    text = name.strip()
    base = load_actor_base()
    if len(text) == 3 and text.upper() in base.country_codes():
        return text.upper()
    found = base.country_of(text) or base.country_of(text.title())
    if found is None:
        words = text.title().split()
        match = base.longest_country(words, 0)
        found = match[1] if match and match[0] == len(words) else None
    if found is None:
        raise UsageError(f'No country is called "{name}". Write its English name or its three-letter code (LBY).')
    return str(found.country)


_SURE = 0.95
"""From this likeness on, an entry of the actor base whose name sounds alike is taken for the one that is meant."""

_UNSURE_LETTERS = re.compile(r"[^bcdfghjklmnpqrstvwxz0-9]+")
"""What spellings of one name differ in: vowels, accents, apostrophes, hyphens."""


def names_of(connection: Connection, name: str) -> set[str]:
    """Return what someone may be called by in records: the name itself, and the keys of those who are known or told by it."""
    return {fold(name), name.strip()} | {key for known in _known(name) for key in (known, f"kb:{known}")} | _told(connection, name)


def keys_of(connection: Connection, name: str) -> set[str]:
    """Return the keys of the identities that a name may mean."""
    return {f"kb:{known}" for known in _known(name)} | {name.strip()} | _told(connection, name)


def _known(name: str) -> set[str]:
    """Return the entries of the actor base with a name, else those whose name sounds the same (transliterations)."""
    base = load_actor_base()
    found = {known.id for known in base.find(name)}
    return found or {known.id for known, score in base.find_alike(name) if score >= _SURE}


def _told(connection: Connection, name: str) -> set[str]:
    """Return the identities that articles call so: letter case, accents, hyphens and Arabic articles do not matter; a surname finds its people."""
    wanted = name_words(name)
    if not wanted:
        return set()
    pattern = "%".join(["", *filter(None, _UNSURE_LETTERS.split(max(wanted, key=len))), ""])
    query = (
        select(record.c.kind, record.c.id, record_term.c.value)
        .join(record_term, record_term.c.record_pk == record.c.pk)
        .where(record.c.kind.in_(("person", "group")), record_term.c.field == "alias")
    )
    alike = record_term.c.value.like(pattern) if pattern.strip("%") else record_term.c.value == fold(name)
    rows = connection.execute(query.where(alike))
    return {row.id for row in rows if _is_called(name_words(row.value), wanted, person=row.kind == "person") or row.value == fold(name)}


def _is_called(alias: tuple[str, ...], wanted: tuple[str, ...], *, person: bool) -> bool:
    return alias == wanted or (person and len(alias) > len(wanted) and alias[-len(wanted) :] == wanted)
