"""What records are made from: what articles told, and what people of the desk decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What a record needs to know of an article.

    Attributes:
        id: `sha256:…` of its bytes.
        outlet: Who published it; never empty (`statement.outlet_of`).
        published: ISO day, None when unknown.
        copy_of: Id of the earliest article of the ledger that this one repeats (a syndicated copy), None for an article of its own.
    """

    id: str
    outlet: str
    published: str | None = None
    title: str | None = None
    uri: str | None = None
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One claim as an article told it: `id` and `body` of its statement."""

    id: str
    body: Row
    article: ArticleFacts


@dataclass(frozen=True, slots=True)
class Member:
    """One incident of one article: what the linker puts together.

    Attributes:
        key: The item's key, stable when the article is read again.
        incident: The contract's incident of the reading, with `claims` as ids of statements and parties as party keys.
    """

    key: str
    article: ArticleFacts
    incident: Row
    claims: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a person, never changed; an undo is a decision of its own, and undone ones do not reach the records.

    Attributes:
        id: `d` and the hash of its content.
        at: UTC, ISO 8601 with microseconds and `Z`.
        verb: One of `VERBS`.
        subject: Kind and id of what it is about, as it was called at that time.
        anchors: What it holds on to when ids change: item keys of an incident, claim keys, party keys.
        value: What was decided, by verb; see `docs/reference/ledger.md`.
        evidence: Statement ids or article ids that the person cites.
    """

    id: str
    at: str
    author: str
    verb: str
    subject_kind: str
    subject_id: str
    reason: str
    anchors: tuple[str, ...] = ()
    value: Row = field(default_factory=dict)
    evidence: tuple[str, ...] = ()


VERBS = {
    "accept": "incident, claim, person, group, relation, case: a person has checked it",
    "reject": "incident, claim, relation, case: it is wrong; it is kept, and counts nowhere",
    "correct": "incident, claim, person, group: value {field: new value} replaces what the rules derive",
    "merge": "incident: value {with: [anchors of the others]} are one happening",
    "split": "incident: value {out: [item keys]} are another happening than the rest",
    "grade": "incident: value {evidence?, reliability?, credibility?}",
    "same": "person, group: value {with: [party keys]} are one",
    "different": "person, group: value {with: [party keys]} are not one",
    "close": "case: value {answer}; evidence is required",
    "reopen": "case: it is open again",
    "link": "incident: value {type: retaliation-for | part-of | follows, to: [anchor]}",
    "note": "anything: value {text}",
    "redact": "article, claim, person, incident: value {scope: names | place | all}: leaves no release",
    "seal": "incident, person, article: only for those who are let in; reads are audited",
    "unseal": "incident, person, article: no longer sealed",
    "undo": "decision: value {}; what it decided no longer holds",
}
"""What people can decide, and about what."""
