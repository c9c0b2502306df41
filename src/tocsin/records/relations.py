"""The record of a tie between two parties: alliance, hostility, leadership, … — when it stood, who says so, who denies it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from tocsin.records.canonical import short_id
from tocsin.records.decided import Verdict, hear, judge
from tocsin.records.identity import is_identity
from tocsin.records.incidents import RECORD_SCHEMA
from tocsin.records.parties import FIELDS, all_parties
from tocsin.records.rules import RelationRules, country_names, relation_rules
from tocsin.records.shapes import NO_TIME
from tocsin.records.told import Decision, Told
from tocsin.records.voices import chain

Row = dict[str, Any]
STATES = ("standing", "ended", "denied", "disputed", "possible", "unknown")
Key = tuple[str, str, str]
"""Type, key of the one side, key of the other; of a mutual tie the smaller key first."""


def relation_keys(body: Row) -> tuple[Key, ...]:
    """Return the ties that a claim speaks of — for them, against them, or of their end — sorted.

    Both sides are identities. Relations speak of their own type, also when they only may be; deeds only when they are real:
    fighting between armed parties of hostility, material cooperation of an alliance, material help of support.
    """
    rules = relation_rules()
    found: set[Key] = set()
    if body["kind"] == "relation" and body["realis"] != "generic":
        for one, other in _pairs(body, mutual=body["type"] in rules.mutual):
            found.add(_key(body["type"], one["key"], other["key"]))
            if _is_real(body):
                found |= {_key(ended, one["key"], other["key"]) for ended in rules.ends.get(body["type"], ())}
    elif body["kind"] == "event" and body["type"] in rules.events and body["realis"] == "actual" and body["stage"] != "planned":
        kind = rules.events[body["type"]]
        found |= {_key(kind, a["key"], b["key"]) for a, b in _pairs(body, mutual=kind in rules.mutual) if _speaks_of(kind, a, b, rules)}
    return tuple(sorted(found))


def _key(kind: str, one: str, other: str) -> Key:
    """Return the key of a tie; mutual ones in the order of their sides."""
    return (kind, *sorted((one, other))) if kind in relation_rules().mutual else (kind, one, other)  # type: ignore[return-value]


def _is_real(body: Row) -> bool:
    return bool(body["realis"] == "actual" and body["stage"] == "accomplished" and not body["factuality"].endswith("-"))


def _pairs(body: Row, *, mutual: bool) -> list[tuple[Row, Row]]:
    """Return the pairs of identities that a claim ties: actors with recipients, the sides of a mutual act with each other."""
    actors = [party for party in body["actor"] if is_identity(party["key"])]
    recipients = [party for party in body["recipient"] if is_identity(party["key"])]
    pairs = [(a, b) for a in actors for b in recipients]
    if mutual and not body["recipient"]:
        pairs = [(a, b) for n, a in enumerate(actors) for b in actors[n + 1 :]]
    return [(a, b) for a, b in pairs if a["key"] != b["key"]]


def _speaks_of(kind: str, a: Row, b: Row, rules: RelationRules) -> bool:
    """Tell whether a deed between two parties bears on a tie of some type."""
    if a["kind"] not in rules.kinds or b["kind"] not in rules.kinds:
        return False
    if kind == "hostility":
        return all(party["kind"] == "state" or party["sector"] in rules.armed for party in (a, b))
    return any(party["sector"] in rules.armed_groups for party in (a, b))


def relation_id(key: Key) -> str:
    """Return the id of a tie, made from its type and sides."""
    return short_id("r", list(key))


def relation_record(key: Key, told: Sequence[Told], decisions: Sequence[Decision] = ()) -> Row:
    """Return the record of one tie.

    Args:
        key: Its type and sides, as `relation_keys` gives them.
        told: Claims that speak of it, in any order; others are left out here.
        decisions: Standing decisions about it and about the claims.
    """
    kind, one, other = key
    heard = hear(told, decisions)
    verdict = judge(decisions, ("relation",), heard.decisions)
    claims = {claim.id: claim for claim in told} | {claim.id: claim for claim in heard.told}
    about = [claim for _, claim in sorted(claims.items()) if key in relation_keys(claim.body)]
    history = sorted((_row(claim, kind, claim.id in heard.rejected) for claim in about), key=_told_at)
    parties = all_parties(about)
    sides = [parties.get(side) or _unknown(side) for side in (one, other)]
    days = [row["day"] for row in history if row["speaks"] == "for" and row["day"] and not row["rejected"]]
    state = state_of(history)
    record = {
        "schema": RECORD_SCHEMA, "kind": "relation", "id": relation_id(key), "label": f"{_name(sides[0])} – {_name(sides[1])}: {kind}",
        "type": kind, "directed": kind not in relation_rules().mutual, "from": sides[0], "to": sides[1], "state": state, "state_rule": "latest",
        "first": min(days, default=None), "last": max(days, default=None), "history": history,
        "conflicts": _conflicts(history) if state == "disputed" else [], **verdict.head(),
    }  # fmt: skip
    return _corrected(record, verdict)


def _unknown(key: str) -> Row:
    """Return a side that no claim shows (people declared its key the same as another's)."""
    return {**dict.fromkeys(FIELDS), "key": key, "name": key.rpartition(":")[2].replace("-", " "), "kind": "group"}


def _name(side: Row) -> str:
    """Return what a side is called; states by their country, so that "Kyiv" is Ukraine."""
    code = side["key"].removeprefix("state:")
    return str(country_names().get(code, side["name"]) if code != side["key"] else side["name"])


def _row(claim: Told, kind: str, rejected: bool) -> Row:  # noqa: FBT001 - built in one place
    body = claim.body
    time = {name: body["time"][name] for name in NO_TIME}
    known = time["start"] if time["basis"] not in {"unknown", "publication"} else None
    return {"time": time, "day": known or claim.article.published, "factuality": body["factuality"], "realis": body["realis"],
            "superseded": body["superseded"], "rejected": rejected, "source": chain(claim), "published": claim.article.published,
            "article": claim.article.id, "claim": claim.id, "speaks": speaks(body, kind)}  # fmt: skip


def speaks(body: Row, kind: str) -> str:
    """Tell whether a claim speaks for a tie of some type, against it, or of its end.

    Who never attacked the other speaks against hostility; a split ends an alliance, a ceasefire hostility; "the former commander" leads no more.
    """
    rules = relation_rules()
    if kind in rules.ends.get(body["type"], ()):
        return "ended"
    if body["factuality"].endswith("-"):
        return "against"
    past = body["background"] and body["time"]["start"] is None and kind in rules.over_when_past
    return "ended" if body["kind"] == "relation" and (past or _is_former(body)) else "for"


@cache
def _former() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, relation_rules().former))})\W+(?:\w+\W+){{0,3}}$")


def _is_former(body: Row) -> bool:
    """Tell whether the words shortly before the trigger say that the tie is over."""
    sentence, trigger, words = body["evidence"]["sentence"], body["trigger"]["span"], body["evidence"]["words"]
    start = trigger[0] - sentence[0] if sentence and trigger else -1
    return bool(words and 0 < start <= len(words) and _former().search(words[:start].lower()[-60:]))


def _told_at(row: Row) -> tuple[Any, ...]:
    return (row["day"] or "", row["published"] or "", ("for", "against", "ended").index(row["speaks"]), row["claim"])


def state_of(history: Sequence[Row]) -> str:
    """Return the state that a history amounts to.

    - standing: the last word is a certain claim for it;
    - ended: an end is told of the same day or later;
    - disputed: a denial is of the same day or later than what speaks for it;
    - denied: it is only denied; possible: it is only probable, possible or expected; unknown: nothing that counts is told.
    """
    counted = [row for row in history if not row["rejected"] and not row["superseded"]]
    support = [row for row in counted if row["speaks"] == "for"]
    certain = [row for row in support if row["factuality"] == "CT+" and row["realis"] == "actual"]
    last = max((row["day"] or "" for row in certain or support), default="")
    if any(row["speaks"] == "ended" and (row["day"] or "") >= last for row in counted):
        return "ended"
    against = [row["day"] or "" for row in counted if row["speaks"] == "against"]
    if not support:
        return "denied" if against else "unknown"
    if any(told >= last for told in against):
        return "disputed"
    return "standing" if certain else "possible"


def standing_at(record: Row, when: str | date) -> str:
    """Return the state of a tie as of a day in the world, by what is told of that day and before; `unknown` before the first claim.

    Claims without a day of their own count from their publication; those without either are left out. A decision that sets the state
    holds for every day: people decided on the whole history.
    """
    if record["state_rule"] == "decision":
        return str(record["state"])
    limit = when if isinstance(when, str) else when.isoformat()
    return state_of([row for row in record["history"] if row["day"] and row["day"] <= limit])


def _conflicts(history: Sequence[Row]) -> list[Row]:
    """Return who speaks for and who against."""
    values = []
    for speaking, value in (("for", "stands"), ("against", "denied")):
        rows = [row for row in history if row["speaks"] == speaking and not row["rejected"] and not row["superseded"]]
        claims, sources = sorted({row["claim"] for row in rows}), sorted({row["source"][-1] for row in rows})
        values.append({"value": value, "claims": claims, "sources": sources, "current": True})
    return [{"field": "state", "values": values}]


def _corrected(record: Row, verdict: Verdict) -> Row:
    """Return the record with the state or label that people set."""
    for name, (value, decision) in sorted(verdict.fields.items()):
        if name == "state" and value in STATES:
            old = record["conflicts"][0]["values"] if record["conflicts"] else [
                {"value": record["state"], "claims": [row["claim"] for row in record["history"]], "sources": ["rule"], "current": False}]  # fmt: skip
            values = [{"value": value, "claims": [], "sources": [decision], "current": True}, *({**row, "current": False} for row in old)]
            record = {**record, "state": value, "state_rule": "decision", "conflicts": [{"field": "state", "values": values}]}
        elif name == "label" and value:
            record = {**record, "label": str(value)}
    return record
