"""From items to incidents: put the items that an act touched together anew, and write what came out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select, update

from tocsin.ledger.anchors import decisions_on
from tocsin.ledger.derived import item
from tocsin.ledger.items import component, edges_of, follows_of
from tocsin.ledger.members import load_members, load_told
from tocsin.ledger.rows import portions, rows_where
from tocsin.ledger.versions import end_record, put_record, standing_bodies
from tocsin.linking.alike import JOIN_AT
from tocsin.linking.cluster import partition
from tocsin.records.cases import case_id, case_record
from tocsin.records.incidents import incident_record
from tocsin.records.told import Decision, Member

Row = dict[str, Any]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Constraints:
    """What people decided of pairs of items, in the order of their decisions."""

    together: tuple[Pair, ...]
    apart: tuple[Pair, ...]


def regroup(connection: Connection, act: int, touched: Collection[str], left: Collection[str] = ()) -> None:
    """Group the touched items and all that can stand with them anew, and write the incidents and cases that come out."""
    asked = _with_companions(connection, touched)
    before = _incidents_of(connection, asked) | set(left)
    decisions = decisions_on(connection, asked, act)
    held = _constraints(decisions)
    keys = component(connection, asked, held.together, JOIN_AT)
    while (more := _constraints(decisions_on(connection, keys, act))) != held:
        held = more
        keys = component(connection, keys, held.together, JOIN_AT)
    before |= _incidents_of(connection, keys)
    cases = _cases_of(connection, before)
    after: set[str] = set()
    edges = [(a, b, score) for (a, b), score in sorted(edges_of(connection, keys).items())]
    for cluster in partition(sorted(keys), edges, held.together, held.apart, follows_of(connection, keys)):
        after.add(_write_incident(connection, act, cluster))
    for gone in sorted(before - after):
        end_record(connection, act, "incident", gone)
    for gone in sorted(cases - _cases_of(connection, after)):
        end_record(connection, act, "case", gone)


def _with_companions(connection: Connection, touched: Collection[str]) -> set[str]:
    """Return the touched items with those that stand in one incident with them now."""
    incidents = _incidents_of(connection, touched)
    return set(touched) | {row.key for row in rows_where(connection, select(item.c.key), item.c.incident_id, incidents)}


def _incidents_of(connection: Connection, keys: Collection[str]) -> set[str]:
    return {row.incident_id for row in rows_where(connection, select(item.c.incident_id), item.c.key, keys) if row.incident_id}


def _constraints(decisions: Sequence[Decision]) -> Constraints:
    """Return the pairs of items that people put together, and those that they held apart; where two decisions differ, the later holds."""
    together: dict[Pair, None] = {}
    apart: dict[Pair, None] = {}
    for made in decisions:
        if made.verb == "merge":
            one, others = list(made.anchors), [key for key in made.value["with"] if key not in made.anchors]
            apart = {pair: None for pair in apart if pair not in {_pair(a, b) for a in one for b in others}}
            together |= {_pair(one[0], other): None for other in (*one[1:], *others)}
        elif made.verb == "split":
            out = [key for key in made.value["out"] if key in made.anchors]
            rest = [key for key in made.anchors if key not in out]
            crossing = {_pair(a, b) for a in out for b in rest}
            together = {pair: None for pair in together if pair not in crossing} | {_pair(out[0], other): None for other in out[1:]}
            apart |= dict.fromkeys(sorted(crossing))
    return Constraints(tuple(together), tuple(apart))


def _pair(a: str, b: str) -> Pair:
    return (a, b) if a < b else (b, a)


def _write_incident(connection: Connection, act: int, cluster: Iterable[str]) -> str:
    """Write the record of one cluster and those of its open questions; return its id."""
    members = list(load_members(connection, list(cluster)).values())
    questions = _questions(connection, members)
    claim_keys = claim_keys_of(connection, members)
    decisions = decisions_on(connection, [member.key for member in members] + claim_keys, act)
    body = incident_record(members, decisions, sorted(questions))
    put_record(connection, act, body)
    for portion in portions([member.key for member in members]):
        connection.execute(update(item).where(item.c.key.in_(portion)).values(incident_id=body["id"]))
    for key, (case, member) in questions.items():
        _write_case(connection, act, key, case, member, body)
    return str(body["id"])


def claim_keys_of(connection: Connection, members: Sequence[Member]) -> list[str]:
    """Return the keys of the claims of members: what decisions on claims hold on to."""
    from tocsin.ledger.tables import claim

    ids = {told.id for member in members for told in member.claims}
    return [row.key for row in rows_where(connection, select(claim.c.key), claim.c.id, ids)]


def _questions(connection: Connection, members: Sequence[Member]) -> dict[str, tuple[Row, Member]]:
    """Return the open questions of the members by the id of their case."""
    rows = rows_where(connection, select(item.c.key, item.c.told), item.c.key, [member.key for member in members])
    asked = {row.key: json.loads(row.told)["cases"] for row in rows}
    return {case_id(member.article.id, case["span"], case["question"]): (case, member) for member in members for case in asked[member.key]}


def _write_case(connection: Connection, act: int, key: str, case: Row, member: Member, incident: Row) -> None:
    opened = member.article.published or ""
    later = [told for told in load_told(connection, incident["claims"]) if (told.article.published or "") > opened and opened]
    put_record(connection, act, case_record(case, member.article, incident["id"], later, decisions_on(connection, [key], act)))


def _cases_of(connection: Connection, incidents: Collection[str]) -> set[str]:
    """Return the cases of standing incidents."""
    return {case for body in standing_bodies(connection, "incident", incidents).values() for case in body["cases"]}
