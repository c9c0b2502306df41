"""What follows from an act: items, incidents, cases, people, groups and relations, brought up to date; or all of it, derived anew."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, delete, func, select

from tocsin.ledger.anchors import anchor_decision, anchors_of
from tocsin.ledger.clusters import regroup
from tocsin.ledger.copies import put_copy
from tocsin.ledger.current import Page, page_at
from tocsin.ledger.decisions import find_decision, read_decision
from tocsin.ledger.derived import DERIVED, bearing, item, record
from tocsin.ledger.items import add_items, drop_items
from tocsin.ledger.people import add_bearings, drop_bearings, retell
from tocsin.ledger.readings import stored_reading
from tocsin.ledger.rows import rows_where
from tocsin.ledger.tables import article, audit, claim, decision, reading, reading_claim
from tocsin.records.canonical import canonical, digest
from tocsin.records.statement import statements_of
from tocsin.records.told import Decision

Row = dict[str, Any]


@dataclass
class Touched:
    """What an act bears on: items by key, incidents that lost a member, people and relations by kind and key."""

    items: set[str] = field(default_factory=set)
    incidents: set[str] = field(default_factory=set)
    people: set[tuple[str, str]] = field(default_factory=set)


def derive_after(connection: Connection, act: int, *, articles: Collection[str] = (), decisions: Sequence[Decision] = ()) -> None:
    """Bring the derived tables up to date after articles or decisions came in."""
    touched = Touched()
    for page in _pages(connection, articles, act):
        _take_in(connection, page, touched)
    for made in decisions:
        anchor_decision(connection, made)
        _touched_by(connection, made, touched)
    here = {row.key for row in rows_where(connection, select(item.c.key), item.c.key, touched.items)}
    regroup(connection, act, here, touched.incidents)
    retell(connection, act, touched.people)


def decided(connection: Connection, made: Sequence[Decision]) -> list[Decision]:
    """Return decisions with those that they undo, however deep: all whose records must be derived again."""
    found = {one.id: one for one in made}
    front = [one for one in made if one.verb == "undo"]
    while front:
        undone = [find_decision(connection, one.subject_id) for one in front]
        found.update({one.id: one for one in undone})
        front = [one for one in undone if one.verb == "undo"]
    return list(found.values())


def _pages(connection: Connection, articles: Collection[str], act: int) -> list[Page]:
    """Return the pages of articles, each once, in an order of their own."""
    pages = {page.article_id: page for page in (page_at(connection, one, act) for one in sorted(set(articles)))}
    return [pages[key] for key in sorted(pages)]


def _take_in(connection: Connection, page: Page, touched: Touched) -> None:
    """Replace what earlier versions and readings of a page told by what its current one tells."""
    query = select(reading_claim.c.claim_id).join(reading, reading.c.id == reading_claim.c.reading_id)
    old = {row.claim_id for row in rows_where(connection, query, reading.c.article_id, page.versions)}
    items, incidents = drop_items(connection, page.versions)
    touched.items |= items
    touched.incidents |= incidents
    touched.people |= drop_bearings(connection, page.versions, old)
    if page.reading_id is None:
        return
    row = stored_reading(connection, page.reading_id)
    siblings = put_copy(connection, page.article_id, row["article"]["text"])
    touched.items |= {found.key for found in rows_where(connection, select(item.c.key), item.c.article_id, siblings)}
    touched.items |= set(add_items(connection, row, page.reading_id))
    touched.people |= add_bearings(connection, row, statements_of(row))


def _touched_by(connection: Connection, made: Decision, touched: Touched) -> None:
    """Note the items and people whose records a decision changes."""
    names = set(anchors_of(made))
    claims = rows_where(connection, select(claim.c.id, claim.c.article_id), claim.c.key, names)
    articles = names | {row.article_id for row in claims}
    for column, wanted in ((item.c.key, names), (item.c.incident_id, names | _incidents_of_cases(connection, names)), (item.c.article_id, articles)):
        touched.items |= {row.key for row in rows_where(connection, select(item.c.key), column, wanted)}
    touched.people |= {("entity", name) for name in names if name.startswith(("kb:", "name:"))}
    touched.people |= _relations_named(connection, names) | _told_by(connection, {row.id for row in claims})


def _told_by(connection: Connection, claims: Collection[str]) -> set[tuple[str, str]]:
    """Return the people and relations that claims bear on."""
    return {(row.kind, row.key) for row in rows_where(connection, select(bearing.c.kind, bearing.c.key), bearing.c.claim_id, claims)}


def _incidents_of_cases(connection: Connection, names: Collection[str]) -> set[str]:
    """Return the incidents that cases of these ids belong to."""
    query = select(record.c.body).where(record.c.kind == "case", record.c.to_act.is_(None))
    incidents = {json.loads(row.body)["incident"] for row in rows_where(connection, query, record.c.id, names)}
    return {name for name in incidents if name}


def _relations_named(connection: Connection, names: Collection[str]) -> set[tuple[str, str]]:
    """Return the relations of these ids as kind and key."""
    query = select(record.c.body).where(record.c.kind == "relation", record.c.to_act.is_(None))
    bodies = [json.loads(row.body) for row in rows_where(connection, query, record.c.id, names)]
    return {("relation", canonical([body["type"], body["from"]["key"], body["to"]["key"]])) for body in bodies}


def rebuild_all(connection: Connection, *, progress: Callable[[int, int], None] | None = None) -> Row:
    """Empty the derived tables and derive everything again, act by act; return counts and whether the records came out as they were."""
    before = records_digest(connection)
    for table in DERIVED:
        connection.execute(delete(table))
    last = connection.execute(select(func.max(audit.c.seq))).scalar() or 0
    for act in range(1, last + 1):
        articles = connection.execute(select(reading.c.article_id).where(reading.c.act == act)).scalars().all()
        articles = [*articles, *connection.execute(select(article.c.id).where(article.c.act == act)).scalars().all()]
        made = [
            read_decision(row) for row in connection.execute(select(decision).where(decision.c.act == act).order_by(decision.c.at, decision.c.id))
        ]
        derive_after(connection, act, articles=articles, decisions=decided(connection, made))
        if progress:
            progress(act, last)
    count = connection.execute(select(func.count()).select_from(record).where(record.c.to_act.is_(None))).scalar() or 0
    return {"records": count, "same": records_digest(connection) == before}


def records_digest(connection: Connection) -> str:
    """Return one hash over every version of every record."""
    rows = connection.execute(select(record.c.kind, record.c.id, record.c.from_act, record.c.to_act, record.c.digest)
                              .order_by(record.c.kind, record.c.id, record.c.from_act))  # fmt: skip
    return digest([list(row) for row in rows])
