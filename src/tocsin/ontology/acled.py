"""ACLED event and sub-event types, derived from claims by the table in data/ontology/acled.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_STATE = frozenset({"MIL", "COP", "GOV", "SPY", "JUD", "LEG"})
_ARMED = frozenset({"REB", "PRM", "UAF", "CRM"})


@dataclass(frozen=True, slots=True)
class Deed:
    """What the table looks at. `actor` and `recipient` hold classes of parties (see `party_class`); empty means nobody is named.

    `beside`: what else the passage tells: "protest", "riot", "crowd-control", "arrest", "excessive".
    """

    kind: str
    type: str
    mode: str | None
    hint: str | None
    actor: frozenset[str]
    recipient: frozenset[str]
    effects: frozenset[str]
    means: str
    two_sided: bool
    beside: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table: the conditions that are stated, and the sub-event type that it gives."""

    wants: tuple[tuple[str, frozenset[str]], ...]
    two_sided: bool
    give: str

    def fits(self, deed: Deed) -> bool:
        """Tell whether all conditions hold."""
        if self.two_sided and not deed.two_sided:
            return False
        return all(_holds(deed, key, words) for key, words in self.wants)


def _holds(deed: Deed, key: str, words: frozenset[str]) -> bool:
    """Tell whether one condition holds."""
    if key == "means":
        return any(word in deed.means for word in words)
    if key == "beside":
        return bool(deed.beside & words)
    if key == "effect":
        return bool(deed.effects & words)
    if key in {"actor", "recipient"}:
        classes = deed.actor if key == "actor" else deed.recipient
        return bool((classes or {"nobody"}) & words)
    return getattr(deed, key) in words


@cache
def load_acled() -> tuple[tuple[Rule, ...], dict[str, str]]:
    """Return the rules in order, and the event type of each sub-event type."""
    raw: dict[str, Any] = yaml.load(files("tocsin").joinpath("data/ontology/acled.yaml").read_bytes(), yaml.CSafeLoader)
    rules = []
    for row in raw["rules"]:
        wants = tuple((key, frozenset(map(str, words))) for key, words in row.items() if key not in {"give", "sides"})
        rules.append(Rule(wants, row.get("sides") == "two", row["give"]))
    return tuple(rules), {sub: event for event, subs in raw["event_types"].items() for sub in subs}


@cache
def party_words() -> dict[str, frozenset[str]]:
    """Return the words of a name that settle the class of a party: protesters before mob.

    Raises:
        ValueError: a class or a word is not as the file's header says.
    """
    raw: dict[str, Any] = yaml.load(files("tocsin").joinpath("data/ontology/acled.yaml").read_bytes(), yaml.CSafeLoader)["parties"]
    if list(raw) != ["protesters", "mob"] or not all(isinstance(word, str) and word == word.lower() for words in raw.values() for word in words):
        raise ValueError("acled.yaml: parties holds lower-case words for protesters and mob, in this order")
    return {kind: frozenset(words) for kind, words in raw.items()}


def acled_of(deed: Deed) -> tuple[str, str] | None:
    """Return (event type, sub-event type) of a claim, None when ACLED would not code it."""
    rules, event_of = load_acled()
    rule = next((rule for rule in rules if rule.fits(deed)), None)
    return (event_of[rule.give], rule.give) if rule else None


def party_class(sector: str | None, kind: str, name: str) -> str:
    """Return the class of a party: protesters, mob, state, armed or civilians."""
    words = set(name.lower().split())
    called = next((kind for kind, nouns in party_words().items() if nouns & words), None)
    if called is not None:
        return called
    if sector in _STATE or (kind == "state" and sector is None):
        return "state"
    return "armed" if sector in _ARMED else "civilians"
