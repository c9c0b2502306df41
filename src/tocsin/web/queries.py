"""Filters in addresses: the same words on every page, in every view and in the API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from tocsin.access.accounts import User
from tocsin.asking.filters import Filter, first_day, last_day, parse_near
from tocsin.asking.names import country_code
from tocsin.errors import UsageError

_TEXTS = ("since", "until", "place", "type", "mode", "actor", "victim", "party", "name", "community", "effect", "status", "state", "grade", "review",
          "source", "text")  # fmt: skip
FIELDS = (*_TEXTS, "country", "near", "killed", "background")
"""Names of conditions in addresses; those of `Filter`."""

PAGE_ROWS = 50


def read_filter(query: Mapping[str, str], user: User) -> Filter:
    """Return the filter that an address asks for; what is empty asks nothing. Sealed records are left out but for those who see them.

    Raises:
        UsageError: a condition of another form; the message says which form.
    """
    asked = {name: query[name].strip() for name in FIELDS if query.get(name, "").strip()}
    values: dict[str, object] = {name: asked[name] for name in _TEXTS if name in asked}
    if "since" in asked:
        first_day(asked["since"])
    if "until" in asked:
        last_day(asked["until"])
    if "country" in asked:
        values["country"] = country_code(asked["country"])
    if "near" in asked:
        values["near"] = parse_near(asked["near"])
    if "killed" in asked:
        values["killed"] = _number(asked["killed"])
    if "background" in asked:
        values["background"] = asked["background"] in {"1", "true", "yes"}
    return with_sight(Filter(**values), user)  # type: ignore[arg-type]


def with_sight(asked: Filter, user: User) -> Filter:
    """Return a filter that leaves out the sealed records that a user may not see."""
    return asked if user.local or "*" in user.grants else replace(asked, unsealed_for=tuple(sorted(user.grants)))


def _number(text: str) -> int:
    if not text.isdigit():
        raise UsageError(f'"{text}" is not a number.')
    return int(text)


def page_of(query: Mapping[str, str]) -> int:
    """Return the number of the page that is asked for, from 1."""
    text = query.get("page", "1")
    return max(1, int(text)) if text.isdigit() and len(text) < 7 else 1


def address(path: str, query: Mapping[str, str], **changes: object) -> str:
    """Return a link that keeps the filter, with some values changed; None takes one out."""
    kept = {name: value for name, value in query.items() if value and name != "page"}
    kept.update({name: str(value) for name, value in changes.items() if value is not None})
    kept = {name: value for name, value in kept.items() if not (name in changes and changes[name] is None)}
    return f"{path}?{urlencode(kept)}" if kept else path
