"""A filter from what people type: days, circles and countries understood, words outside the vocabulary refused with those inside it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from tocsin.asking.filters import GRADES, STATUSES, Filter, first_day, last_day, parse_near
from tocsin.asking.names import country_code
from tocsin.errors import UsageError
from tocsin.ontology.load import load_ontology

FATES = ("alive", "dead", "captured", "missing", "held", "wounded", "released", "unknown", "disputed")
"""Statuses of people."""

STATES = {"case": ("open", "proposed", "closed"), "relation": ("standing", "ended", "denied", "disputed", "possible", "unknown")}
REVIEWS = ("unreviewed", "accepted", "corrected", "rejected")
EFFECTS = ("killed", "injured", "abducted", "detained", "displaced", "missing", "trapped", "released", "rescued", "raped", "tortured", "arrested",
           "surrendered", "captured", "affected")  # fmt: skip


def make_filter(kind: str, **asked: Any) -> Filter:
    """Return the filter of what was asked; what is None or empty asks nothing.

    Args:
        kind: Kind of the records: incident, person, group, relation or case.
        asked: Conditions by name, as in `Filter`; `near` also as "LAT,LON,KM", `country` also by name.

    Raises:
        UsageError: a day, circle or country that is none, or a word outside the vocabulary of a condition.
    """
    values = {name: value for name, value in asked.items() if value is not None and value != ""}
    for name, read in (("since", first_day), ("until", last_day)):
        if name in values:
            values[name] = str(values[name])
            read(values[name])
    if isinstance(values.get("near"), str):
        values["near"] = parse_near(values["near"])
    if "country" in values:
        values["country"] = country_code(values["country"])
    for name in _WORDS & values.keys():
        _check_word(name, str(values[name]), words_for(kind, name))
    return Filter(**values)


_WORDS = {"status", "state", "grade", "review", "effect", "type", "mode"}


def words_for(kind: str, name: str) -> tuple[str, ...]:
    """Return the words that a condition can have for a kind of records."""
    events = load_ontology().events
    if name == "type":
        return tuple(sorted(load_ontology().relations | {"hostility"})) if kind == "relation" else (*events, *sorted(load_ontology().relations))
    if name == "mode":
        return tuple(sorted({mode for event in events.values() for mode in event.modes}))
    if name == "status":
        return FATES if kind == "person" else STATUSES
    return {"state": STATES.get(kind, ()), "grade": GRADES, "review": REVIEWS, "effect": EFFECTS}[name]


def _check_word(name: str, word: str, known: Iterable[str]) -> None:
    """Raise when a word is not in a vocabulary."""
    by_fold = {each.lower(): each for each in known}
    if word.strip().lower() in by_fold:
        return
    close = difflib.get_close_matches(word.strip().lower(), by_fold, 1, 0.75)
    meant = f" Did you mean {by_fold[close[0]]}?" if close else ""
    raise UsageError(f'"{word}" is no {name}.{meant} Choose from: {", ".join(by_fold.values())}.')
