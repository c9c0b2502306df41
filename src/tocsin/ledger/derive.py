"""What follows from an act: items, incidents, cases, people, groups and relations, brought up to date; or all of it, derived anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select

from tocsin.ledger.anchors import Standing, anchor_decision, anchors_of
from tocsin.ledger.articles import article_text
from tocsin.ledger.clusters import Desk, regroup
from tocsin.ledger.copies import put_copies
from tocsin.ledger.current import pages_at
from tocsin.ledger.decisions import find_decision, read_decision
from tocsin.ledger.derived import DERIVED, bearing, item, record, record_term
from tocsin.ledger.items import Current, add_items, drop_items, items_here
from tocsin.ledger.members import Library
from tocsin.ledger.people import add_bearings, drop_bearings, retell
from tocsin.ledger.readings import stored_readings
from tocsin.ledger.rows import keyed, rows_of
from tocsin.ledger.tables import article, audit, claim, decision, reading, reading_claim
from tocsin.ledger.versions import Pen
from tocsin.records.canonical import canonical, digest
from tocsin.records.cases import case_id, case_record
from tocsin.records.told import Decision

Row = dict[str, Any]

AT_ONCE = 100
"""How many pages are taken in together: enough that each costs little, and few enough that memory stays flat however many an act brings."""

_CLAIMS_READ = keyed(select(reading_claim.c.claim_id).join(reading, reading.c.id == reading_claim.c.reading_id), reading.c.article_id)
_ITEMS_OF = keyed(select(item.c.key), item.c.article_id)
_ITEMS_IN = keyed(select(item.c.key), item.c.incident_id)
_CLAIMS_BY_KEY = keyed(select(claim.c.id, claim.c.article_id), claim.c.key)
_BEARINGS = keyed(select(bearing.c.kind, bearing.c.key), bearing.c.claim_id)
_STANDING = keyed(select(record.c.body).where(record.c.kind == bindparam("of_kind"), record.c.to_act.is_(None)), record.c.id)
_CASES_OF = keyed(
    select(record.c.body)
    .join(record_term, (record_term.c.record_pk == record.c.pk) & (record_term.c.field == "article"))
    .where(record.c.kind == "case", record.c.to_act.is_(None)), record_term.c.value,
)  # fmt: skip
_READ_IN = select(reading.c.article_id).where(reading.c.act == bindparam("seq"))
_KEPT_IN = select(article.c.id).where(article.c.act == bindparam("seq"))
_DECIDED_IN = select(decision).where(decision.c.act == bindparam("seq")).order_by(decision.c.at, decision.c.id)


@dataclass
class Touched:
    """What an act bears on.

    Attributes:
        items: Keys of items. incidents: Those that lost a member.
        people: People and relations, by kind and key.
        questions: Readings whose questions that hang on no incident are to be told, by article; `asked`: the cases of such questions until now.
    """

    items: set[str] = field(default_factory=set)
    incidents: set[str] = field(default_factory=set)
    people: set[tuple[str, str]] = field(default_factory=set)
    questions: dict[str, Row] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)


def derive_after(connection: Connection, act: int, *, articles: Collection[str] = (), decisions: Sequence[Decision] = ()) -> None:
    """Bring the derived tables up to date after articles or decisions came in."""
    ordered = sorted(set(articles))
    for start in range(0, len(ordered), AT_ONCE):
        touched = Touched()
        _take_in(connection, act, ordered[start : start + AT_ONCE], touched)
        _tell(connection, act, touched)
    if decisions:
        touched = Touched()
        for made in decisions:
            anchor_decision(connection, made)
        _touched_by(connection, act, decisions, touched)
        _tell(connection, act, touched)


def _tell(connection: Connection, act: int, touched: Touched) -> None:
    """Write the records of what was touched."""
    desk = Desk(connection, Standing(connection, act), Library(connection), Pen(connection, act))
    regroup(desk, items_here(connection, touched.items), touched.incidents)
    retell(desk, touched.people)
    for gone in sorted(touched.asked):
        desk.pen.end("case", gone)
    for article_id, row in sorted(touched.questions.items()):
        facts = desk.library.facts([article_id])[article_id]
        for case in _loose(row):
            key = case_id(article_id, case["span"], case["question"])
            desk.pen.put(case_record(case, facts, None, [], desk.standing.on([key])))
    desk.pen.flush()


def _loose(row: Row) -> list[Row]:
    """Return the questions of a reading that hang on no incident, with their words."""
    told = row["article"]
    texts = {"text": told["text"], "title": told["title"] or ""}
    return [{**case, "words": texts[case["in"]][slice(*case["span"])]} for case in row["cases"] if case["incident"] is None]


def decided(connection: Connection, made: Sequence[Decision]) -> list[Decision]:
    """Return decisions with those that they undo, however deep: all whose records must be derived again."""
    found = {one.id: one for one in made}
    front = [one for one in made if one.verb == "undo"]
    while front:
        undone = [find_decision(connection, one.subject_id) for one in front]
        found.update({one.id: one for one in undone})
        front = [one for one in undone if one.verb == "undo"]
    return list(found.values())


def _take_in(connection: Connection, act: int, articles: Sequence[str], touched: Touched) -> None:
    """Replace what earlier versions and readings of pages told by what their current ones tell."""
    pages = pages_at(connection, articles, act)
    versions = {one for page in pages for one in page.versions}
    old = {row.claim_id for row in rows_of(connection, _CLAIMS_READ, versions)}
    items, touched.incidents = drop_items(connection, versions)
    touched.people |= drop_bearings(connection, versions, old)
    touched.asked |= _loose_cases(connection, versions)
    rows = stored_readings(connection, [page.reading_id for page in pages if page.reading_id])
    current = [Current(page.name, page.reading_id, rows[page.reading_id]) for page in pages if page.reading_id]
    siblings = put_copies(connection, _texts(connection, versions, rows))
    touched.items |= items | {row.key for row in rows_of(connection, _ITEMS_OF, siblings)} | add_items(connection, current)
    touched.people |= add_bearings(connection, [one.row for one in current])
    touched.questions.update({one.row["article"]["id"]: one.row for one in current if _loose(one.row)})


def _texts(connection: Connection, versions: Collection[str], rows: Mapping[str, Row]) -> dict[str, str]:
    """Return the texts of articles; those of the versions that count were read already."""
    texts = {row["article"]["id"]: row["article"]["text"] for row in rows.values()}
    return {key: texts[key] if key in texts else article_text(connection, key) for key in versions}


def _loose_cases(connection: Connection, articles: Collection[str]) -> set[str]:
    """Return the standing cases of articles that hang on no incident."""
    bodies = [json.loads(row.body) for row in rows_of(connection, _CASES_OF, articles)]
    return {body["id"] for body in bodies if body["incident"] is None}


def _touched_by(connection: Connection, act: int, decisions: Sequence[Decision], touched: Touched) -> None:
    """Note the items and people whose records decisions change."""
    names = {name for made in decisions for name in anchors_of(made)}
    claims = rows_of(connection, _CLAIMS_BY_KEY, names)
    cases = [json.loads(row.body) for row in rows_of(connection, _STANDING, names, of_kind="case")]
    incidents = names | {body["incident"] for body in cases if body["incident"]}
    touched.items |= names | {row.key for row in rows_of(connection, _ITEMS_OF, names | {row.article_id for row in claims})}
    touched.items |= {row.key for row in rows_of(connection, _ITEMS_IN, incidents)}
    touched.people |= {("entity", name) for name in names if name.startswith(("kb:", "name:", "state:"))}
    touched.people |= {(row.kind, row.key) for row in rows_of(connection, _BEARINGS, {row.id for row in claims})}
    relations = [json.loads(row.body) for row in rows_of(connection, _STANDING, names, of_kind="relation")]
    touched.people |= {("relation", canonical([body["type"], body["from"]["key"], body["to"]["key"]])) for body in relations}
    loose = pages_at(connection, {body["article"] for body in cases if body["incident"] is None}, act)
    rows = stored_readings(connection, [page.reading_id for page in loose if page.reading_id])
    touched.questions.update({row["article"]["id"]: row for row in rows.values()})


def rebuild_all(connection: Connection, *, progress: Callable[[int, int], None] | None = None) -> Row:
    """Empty the derived tables and derive everything again, act by act; return counts and whether the records came out as they were."""
    before = records_digest(connection)
    for table in DERIVED:
        connection.execute(delete(table))
    last = connection.execute(select(func.max(audit.c.seq))).scalar() or 0
    for act in range(1, last + 1):
        articles = set(connection.execute(_READ_IN, {"seq": act}).scalars()) | set(connection.execute(_KEPT_IN, {"seq": act}).scalars())
        made = [read_decision(row) for row in connection.execute(_DECIDED_IN, {"seq": act})]
        derive_after(connection, act, articles=articles, decisions=decided(connection, made))
        if progress:
            progress(act, last)
    count = connection.execute(select(func.count()).select_from(record).where(record.c.to_act.is_(None))).scalar() or 0
    return {"records": count, "same": records_digest(connection) == before}


def records_digest(connection: Connection) -> str:
    """Return one hash over every version of every record, as it is stored."""
    rows = connection.execute(select(record.c.kind, record.c.id, record.c.from_act, record.c.to_act, record.c.body).execution_options(yield_per=500))
    told = sorted((row.kind, row.id, row.from_act, row.to_act or 0, hashlib.sha256(row.body.encode()).hexdigest()) for row in rows)
    return digest([list(row) for row in told])
