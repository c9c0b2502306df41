"""What people of the desk do with records: find what an id names, hold on to it durably, and decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from tocsin.asking.lists import record_now
from tocsin.asking.story import resolve_id, successor
from tocsin.errors import NoSuchRecordError, StaleDecisionError, UsageError
from tocsin.ledger.store import Ledger
from tocsin.ledger.tables import claim
from tocsin.records.canonical import digest
from tocsin.records.told import Decision

Row = dict[str, Any]

_ABOUT = {
    "accept": ("incident", "claim", "person", "group", "relation", "case"),
    "reject": ("incident", "claim", "relation", "case"),
    "correct": ("incident", "claim", "person", "group"),
    "grade": ("incident",),
    "close": ("case",),
    "reopen": ("case",),
    "note": ("incident", "claim", "person", "group", "relation", "case", "article"),
    "redact": ("incident", "claim", "person", "article"),
    "seal": ("incident", "person", "article"),
    "unseal": ("incident", "person", "article"),
}
"""Decisions about one thing, and what they can be about."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a decision is about. `anchors` stay right when ids change: members of an incident, the key of a claim, the id of the rest."""

    kind: str
    id: str
    anchors: tuple[str, ...]
    body: Row


def find_subject(connection: Connection, given: str, kinds: Sequence[str] = ()) -> Subject:
    """Return what an id, or the beginning of one, names.

    Raises:
        NoSuchRecordError: nothing by that id stands.
        UsageError: it is of another kind than wanted.
    """
    kind, full = resolve_id(connection, given)
    if kind == "incident" and record_now(connection, full) is None:
        full = successor(connection, full) or full
    if kinds and kind not in kinds:
        raise UsageError(f"{given} is a {kind}; this is decided of a {' or a '.join(kinds)}.")
    if kind == "claim":
        row = connection.execute(select(claim.c.key).where(claim.c.id == full)).one()
        return Subject(kind, full, (row.key,), {})
    if kind in {"article", "decision"}:
        return Subject(kind, full, (full,), {})
    body = record_now(connection, full)
    if body is None:
        raise NoSuchRecordError(f"{full} stands no longer.")
    return Subject(kind, full, tuple(body["members"]) if kind == "incident" else (full,), body)


def decide(ledger: Ledger, verb: str, given: str, *, who: str, reason: str, value: Row | None = None, evidence: Sequence[str] = (),
           seen: str | None = None) -> Decision:  # fmt: skip
    """Decide about one thing: accept, reject, correct, grade, close, reopen, note, redact, seal or unseal it.

    Args:
        ledger: Where.
        verb: What is decided.
        given: Id of the thing, or the beginning of one.
        who: Author of the decision.
        reason: Why; never empty.
        value: By verb; see `docs/reference/ledger.md`.
        evidence: Ids of claims or articles that are cited.
        seen: Digest of the record that the person looked at (`etag_of`); a record that changed since is not decided on.

    Raises:
        StaleDecisionError, NoSuchRecordError, UsageError, LedgerError
    """
    kinds = _ABOUT.get(verb)
    if kinds is None:
        raise UsageError(f'"{verb}" is not decided of one record. Decisions are: {", ".join(_ABOUT)}, merge, split, same, different, link, undo.')
    with ledger.reading() as connection:
        subject = find_subject(connection, given, kinds)
        cited = [resolve_id(connection, one)[1] for one in evidence]
    return ledger.decide(verb, (subject.kind, subject.id), who=who, reason=reason, anchors=subject.anchors, value=value, evidence=cited,
                         check=lambda connection: _fresh(connection, subject, seen))  # fmt: skip


def merge(ledger: Ledger, given: Sequence[str], *, who: str, reason: str, seen: str | None = None) -> Decision:
    """Declare that two or more incidents are one happening. They stay one, whatever the linker thinks, until this is undone."""
    return _together(ledger, "merge", given, ("incident",), who=who, reason=reason, seen=seen)


def declare_same(ledger: Ledger, given: Sequence[str], *, who: str, reason: str) -> Decision:
    """Declare that two or more people, or groups, are one."""
    return _together(ledger, "same", given, ("person", "group"), who=who, reason=reason, seen=None)


def declare_different(ledger: Ledger, given: Sequence[str], *, who: str, reason: str) -> Decision:
    """Declare that people, or groups, that look like one are not: whatever is declared the same later, these two are not made one."""
    return _together(ledger, "different", given, ("person", "group"), who=who, reason=reason, seen=None)


def _together(ledger: Ledger, verb: str, given: Sequence[str], kinds: Sequence[str], *, who: str, reason: str, seen: str | None) -> Decision:
    with ledger.reading() as connection:
        subjects = [find_subject(connection, one, kinds) for one in given]
    if len({subject.id for subject in subjects}) < 2:
        raise UsageError("Name at least two different records that are one.")
    first, *others = subjects
    joined = sorted({anchor for subject in others for anchor in subject.anchors})
    return ledger.decide(verb, (first.kind, first.id), who=who, reason=reason, anchors=first.anchors, value={"with": joined},
                         check=lambda connection: _fresh(connection, first, seen))  # fmt: skip


def split(ledger: Ledger, given: str, out: Sequence[str], *, who: str, reason: str, seen: str | None = None) -> Decision:
    """Declare that some articles of an incident tell of another happening.

    `out` names articles, claims or members that go out, together.

    Raises:
        UsageError: none or all of its members would go.
    """
    with ledger.reading() as connection:
        subject = find_subject(connection, given, ("incident",))
        gone = _members_named(connection, subject, out)
    if not gone or len(gone) == len(subject.anchors):
        raise UsageError("Name some of the incident's articles, not none and not all. They are listed by: tocsin ledger show " + subject.id)
    return ledger.decide("split", (subject.kind, subject.id), who=who, reason=reason, anchors=subject.anchors, value={"out": gone},
                         check=lambda connection: _fresh(connection, subject, seen))  # fmt: skip


def _members_named(connection: Connection, subject: Subject, names: Sequence[str]) -> list[str]:
    """Return the members of an incident that are meant by ids of members, articles or claims."""
    from tocsin.ledger.members import load_members

    members = load_members(connection, subject.anchors)
    wanted = {name for name in names if name in members}
    wanted |= {resolve_id(connection, name)[1] for name in names if name not in members}
    return sorted(key for key, member in members.items()
                  if key in wanted or member.article.id in wanted or wanted & {told.id for told in member.claims})  # fmt: skip


def link(ledger: Ledger, given: str, to: str, kind: str, *, who: str, reason: str) -> Decision:
    """Declare a tie between two incidents: `retaliation-for`, `part-of` or `follows`."""
    if kind not in {"retaliation-for", "part-of", "follows"}:
        raise UsageError(f'"{kind}" is no tie between incidents. Ties are: retaliation-for, part-of, follows.')
    with ledger.reading() as connection:
        one, other = find_subject(connection, given, ("incident",)), find_subject(connection, to, ("incident",))
    if one.id == other.id:
        raise UsageError("An incident has no tie with itself.")
    value = {"type": kind, "to": [other.body["founder"]], "incident": other.id}
    return ledger.decide("link", (one.kind, one.id), who=who, reason=reason, anchors=one.anchors, value=value)


def undo(ledger: Ledger, given: str, *, who: str, reason: str) -> Decision:
    """Undo a decision by its id, or the beginning of one: what it decided no longer holds; it and its undoing are kept.

    Raises:
        NoSuchRecordError, UsageError, LedgerError
    """
    with ledger.reading() as connection:
        kind, full = resolve_id(connection, given)
    if kind != "decision":
        raise UsageError(f"{given} is a {kind}, not a decision. Its decisions are listed by: tocsin ledger show {given}")
    return ledger.undo(full, who=who, reason=reason)


def etag_of(body: Row) -> str:
    """Return the digest of a record as it was looked at, to be handed back with a decision."""
    return digest(body)


def _fresh(connection: Connection, subject: Subject, seen: str | None) -> None:
    """Raise when a record changed since it was looked at."""
    if subject.kind in {"claim", "article", "decision"}:
        return
    body = record_now(connection, subject.id)
    if body is None or (digest(body) != seen if seen is not None else set(subject.anchors) != _anchors_now(body)):
        raise StaleDecisionError(f"{subject.id} changed while you looked at it. Nothing was decided: look again (tocsin ledger show {subject.id}).")


def _anchors_now(body: Row) -> set[str]:
    return set(body["members"]) if body["kind"] == "incident" else {body["id"]}
