"""Names that people type, as the ledger calls them."""

from __future__ import annotations

from functools import lru_cache

from tocsin.actorbase.load import load_actor_base
from tocsin.errors import UsageError


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
