"""From items to incidents: put the items that an act touched together anew, and write what came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from tocsin.ledger.anchors import Standing
from tocsin.ledger.derived import item
from tocsin.ledger.items import component, edges_of, follows_of
from tocsin.ledger.members import Library
from tocsin.ledger.rows import keyed, rows_of
from tocsin.ledger.versions import Pen, standing_bodies
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


_HOMES = keyed(select(item.c.key, item.c.incident_id), item.c.key)
_COMPANIONS = keyed(select(item.c.key), item.c.incident_id)
_MOVE = update(item).where(item.c.key == bindparam("moved")).values(incident_id=bindparam("home"))


@dataclass(frozen=True, slots=True)
class Desk:
    """What an act derives with: the connection, the decisions that stand, what was loaded, and the records to be written."""

    connection: Connection
    standing: Standing
    library: Library
    pen: Pen


def regroup(desk: Desk, touched: Collection[str], left: Collection[str] = ()) -> None:
    """Group the touched items and all that can stand with them anew, and write the incidents and cases that come out."""
    connection = desk.connection
    incidents = {home for home in _homes(connection, touched).values() if home}
    asked = set(touched) | {row.key for row in rows_of(connection, _COMPANIONS, incidents)}
    held = _constraints(desk.standing.on(asked))
    keys = component(connection, asked, held.together, JOIN_AT)
    while (more := _constraints(desk.standing.on(keys))) != held:
        held = more
        keys = component(connection, keys, held.together, JOIN_AT)
    homes = _homes(connection, keys)
    edges = [(a, b, score) for (a, b), score in sorted(edges_of(connection, keys).items())]
    clusters = partition(sorted(keys), edges, held.together, held.apart, follows_of(connection, keys))
    settled = _settled(clusters, homes, asked) - set(left)
    before = ({home for home in homes.values() if home} | incidents | set(left)) - settled
    cases = {case for body in standing_bodies(connection, "incident", before).values() for case in body["cases"]}
    after, asked_in = _write_incidents(desk, [cluster for cluster in clusters if homes[cluster[0]] not in settled], homes)
    for gone in sorted(before - after):
        desk.pen.end("incident", gone)
    for gone in sorted(cases - asked_in):
        desk.pen.end("case", gone)


def _settled(clusters: Sequence[Sequence[str]], homes: Mapping[str, str | None], asked: Collection[str]) -> set[str]:
    """Return the incidents that are one untouched cluster, whole and alone: nothing is to be written of them."""
    sizes = Counter(homes.values())
    found = set()
    for cluster in clusters:
        home = homes[cluster[0]]
        if home and sizes[home] == len(cluster) and {homes[key] for key in cluster} == {home} and not any(key in asked for key in cluster):
            found.add(home)
    return found


def _homes(connection: Connection, keys: Collection[str]) -> dict[str, str | None]:
    """Return the incident of each item."""
    return {row.key: row.incident_id for row in rows_of(connection, _HOMES, keys)}


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


def _write_incidents(desk: Desk, clusters: Sequence[Sequence[str]], homes: dict[str, str | None]) -> tuple[set[str], set[str]]:
    """Write the records of clusters and of their open questions; return the ids of both."""
    keys = [key for cluster in clusters for key in cluster]
    desk.library.load_members(keys)
    groups = [desk.library.members(cluster) for cluster in clusters]
    names = {told.id for group in groups for member in group for told in member.claims}
    desk.standing.look_up({*keys, *desk.library.claim_keys(names)})
    after: set[str] = set()
    cases: set[str] = set()
    moved = []
    for group in groups:
        incident, questions = _write_incident(desk, group)
        after.add(incident)
        cases |= questions
        moved += [{"moved": member.key, "home": incident} for member in group if homes[member.key] != incident]
    if moved:
        desk.connection.execute(_MOVE, moved)
    return after, cases


def _write_incident(desk: Desk, members: Sequence[Member]) -> tuple[str, set[str]]:
    """Write the record of one cluster and those of its open questions; return their ids."""
    questions = {case_id(member.article.id, case["span"], case["question"]): (case, member)
                 for member in members for case in desk.library.questions(member.key)}  # fmt: skip
    told = [one for member in members for one in member.claims]
    claim_keys = desk.library.claim_keys(one.id for one in told)
    body = incident_record(members, desk.standing.on({*(member.key for member in members), *claim_keys}), sorted(questions))
    desk.pen.put(body)
    for key, (case, member) in questions.items():
        desk.pen.put(case_record(case, member.article, body["id"], told, desk.standing.on({key, *claim_keys})))
    return str(body["id"]), set(questions)
