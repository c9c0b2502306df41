"""Who is the same across articles: a key for each party, made from its entry in the actor base or from its full name."""

from __future__ import annotations

from typing import Any

from tocsin.actorbase.names import words_of

Row = dict[str, Any]

_NAMED_KINDS = frozenset({"person", "group", "organisation", "state"})


def party_key(actor: Row) -> str:
    """Return the key of an actor of a reading.

    - `kb:<id>`: it has an entry in the actor base;
    - `state:<ISO 3166 alpha-3>`: a state or its government, however it is called ("Kyiv said", "Ukraine said");
    - `name:<kind>:<folded name>`: it is called by a name of its own; persons only by two words or more, as a surname alone fits many;
    - `words:<kind>:<country or ->:<folded words>`: it is only described ("gunmen", "dozens of workers"). Equal words do not mean one party.

    All but the last are identities: people and groups have records by them.
    """
    if actor["kb"]:
        return f"kb:{actor['kb']}"
    if actor["kind"] == "state" and actor["country"]:
        return f"state:{actor['country']}"
    words = words_of(actor["name"])
    folded = "-".join(words) or "-"
    if actor["kind"] in _NAMED_KINDS and len(words) >= (2 if actor["kind"] == "person" else 1) and _has_name(actor):
        return f"name:{actor['kind']}:{folded}"
    return f"words:{actor['kind']}:{actor['country'] or '-'}:{folded}"


def is_identity(key: str) -> bool:
    """Tell whether a party key stands for one person or group."""
    return not key.startswith("words:")


def _has_name(actor: Row) -> bool:
    """Tell whether the article calls the actor by a name at least once."""
    return any(mention["kind"] == "name" for mention in actor["mentions"])
