"""The whole story of one record: what it is now, its claims with their words and sources, decisions, and how it came to be so."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, or_, select

from tocsin.asking.differences import differences
from tocsin.asking.lists import record_now, record_versions
from tocsin.asking.matrix import source_matrix
from tocsin.errors import NoSuchRecordError
from tocsin.ledger.anchors import decisions_on
from tocsin.ledger.articles import article_facts
from tocsin.ledger.decisions import read_decision
from tocsin.ledger.derived import item, record, record_term
from tocsin.ledger.members import load_facts
from tocsin.ledger.tables import article, audit, claim, collection, decision, reading, reading_claim

Row = dict[str, Any]


_LEAST_LETTERS = 4
"""Characters of an id that are looked up."""


def tell(connection: Connection, record_id: str, *, act: int | None = None) -> Row:
    """Return the story of a record, claim, article or decision by its id.

    The beginning of an id is enough where only one begins so. An incident that was merged away leads to the one that it is part of now.

    Returns:
        `kind`, `id`, and by kind: `record` (its body), `claims`, `articles`, `decisions` (undone ones too), `versions` (when, by whom,
        what changed), `matrix` (of incidents that several articles tell of: field by source), `related`.

    Raises:
        NoSuchRecordError: nothing, or several things, by that id.
    """
    kind, full = resolve_id(connection, record_id)
    if kind == "claim":
        return _claim_story(connection, full)
    if kind == "article":
        return _article_story(connection, full)
    if kind == "decision":
        row = connection.execute(select(decision).where(decision.c.id == full)).one()
        return {"kind": "decision", "id": full, "decision": _decision_row(read_decision(row))}
    return _record_story(connection, kind, full, act)


def resolve_id(connection: Connection, given: str) -> tuple[str, str]:
    """Return kind and full id of what an id, or the beginning of one, names.

    Raises:
        NoSuchRecordError
    """
    given = given.strip()
    found = {(row.kind, row.id) for row in connection.execute(select(record.c.kind, record.c.id).where(record.c.id == given).distinct())}
    for kind, table in (("claim", claim), ("article", article), ("decision", decision)):
        found |= {(kind, row.id) for row in connection.execute(select(table.c.id).where(table.c.id == given))}
    if not found and len(given) >= _LEAST_LETTERS:
        found = _beginning(connection, given)
    if len(found) == 1:
        return found.pop()
    if not found and len(given) < _LEAST_LETTERS:
        raise NoSuchRecordError(f'"{given}" is too little of an id: give at least {_LEAST_LETTERS} characters of it.')
    if not found:
        raise NoSuchRecordError(f'Nothing in the ledger has the id "{given}". Lists print ids: tocsin ledger incidents')
    some = ", ".join(sorted(record_id for _, record_id in found)[:5])
    raise NoSuchRecordError(f'Several ids begin with "{given}": {some} … Give more of it.')


def _beginning(connection: Connection, given: str) -> set[tuple[str, str]]:
    after = given[:-1] + chr(ord(given[-1]) + 1)
    query = select(record.c.kind, record.c.id).where(record.c.id >= given, record.c.id < after).distinct().limit(20)
    found = {(row.kind, row.id) for row in connection.execute(query)}
    for kind, table, start in (("claim", claim, given), ("decision", decision, given), ("article", article, given.removeprefix("sha256:"))):
        prefix = f"sha256:{start}" if kind == "article" else start
        rows = connection.execute(select(table.c.id).where(table.c.id >= prefix, table.c.id < prefix + "\x7f").limit(20)) if start else ()
        found |= {(kind, row.id) for row in rows}
    return found


def _record_story(connection: Connection, kind: str, record_id: str, act: int | None) -> Row:
    body = record_now(connection, record_id, act=act)
    now = record_id
    if body is None and kind == "incident":
        now = successor(connection, record_id) or record_id
        body = record_now(connection, now, act=act)
    versions = record_versions(connection, kind, now)
    if body is None and act is None:
        body = versions[-1]["body"] if versions else None
    if body is None:
        raise NoSuchRecordError(f"{record_id} was not in the ledger at that time.")
    ids = sorted({*(body.get("claims") or ()), *(row["claim"] for row in body.get("history") or ())})
    claims = _claims(connection, ids)
    return {
        "kind": kind, "id": now, "asked": record_id, "standing": record_now(connection, now, act=act) is not None, "record": body, "claims": claims,
        "articles": _articles(connection, {row["article"] for row in claims}), "decisions": _decisions(connection, body),
        "matrix": _matrix(connection, body, claims), "versions": _versions(connection, versions), "related": _related(connection, kind, body, act),
    }  # fmt: skip


def successor(connection: Connection, incident_id: str) -> str | None:
    """Return the incident that most members of a former incident are part of now, None when they are gone."""
    versions = record_versions(connection, "incident", incident_id)
    members = versions[-1]["body"]["members"] if versions else []
    rows = connection.execute(select(item.c.incident_id).where(item.c.key.in_(members), item.c.incident_id.is_not(None))).scalars().all()
    return max(sorted(set(rows)), key=rows.count) if rows else None


def _claims(connection: Connection, ids: list[str]) -> list[Row]:
    rows = [{"id": row.id, **json.loads(row.body)} for row in connection.execute(select(claim.c.id, claim.c.body).where(claim.c.id.in_(ids)))]
    facts = load_facts(connection, {row["article"] for row in rows})
    return sorted(rows, key=lambda row: (facts[row["article"]].published or "9999", row["article"], row["in"] != "title", row["trigger"]["span"]))


def _articles(connection: Connection, ids: set[str]) -> list[Row]:
    facts = load_facts(connection, ids)
    rows = [{**article_facts(connection, key), "outlet": one.outlet, "copy_of": one.copy_of} for key, one in facts.items()]
    return sorted(rows, key=lambda row: (row["published"] or "9999", row["id"]))


def _decisions(connection: Connection, body: Row) -> list[Row]:
    """Return all decisions about a record, with who undid which."""
    names = {body["id"], *(body.get("members") or ())}
    held = {made.id for made in decisions_on(connection, names, 2**31 - 1)} | set(body.get("decisions") or ())
    rows = connection.execute(select(decision).where(or_(decision.c.subject_id == body["id"], decision.c.id.in_(sorted(held)))))
    made = {row.id: read_decision(row) for row in rows}
    undone = {
        row.subject_id: row for row in connection.execute(select(decision).where(decision.c.verb == "undo", decision.c.subject_id.in_(sorted(made))))
    }
    return [
        {**_decision_row(one), "undone": undone[one.id].at if one.id in undone else None}
        for one in sorted(made.values(), key=lambda one: (one.at, one.id))
    ]


def _decision_row(made: Any) -> Row:
    return {"id": made.id, "at": made.at, "author": made.author, "verb": made.verb, "subject": [made.subject_kind, made.subject_id],
            "reason": made.reason, "value": made.value, "evidence": list(made.evidence)}  # fmt: skip


def _matrix(connection: Connection, body: Row, claims: list[Row]) -> Row | None:
    """Return what each article says of each field of an incident, None where one article alone tells of it."""
    if body["kind"] != "incident" or len({claim["article"] for claim in claims}) < 2:
        return None
    columns, rows = source_matrix(claims, _articles(connection, {claim["article"] for claim in claims}), body["conflicts"])
    return {"columns": columns, "rows": rows}


def _versions(connection: Connection, versions: list[Row]) -> list[Row]:
    """Return when and by what act each version began, and what it changed."""
    rows: list[Row] = []
    for before, row in zip([None, *versions], versions, strict=False):
        act = connection.execute(select(audit.c.at, audit.c.who, audit.c.verb).where(audit.c.seq == row["from_act"])).one_or_none()
        changed = differences(before["body"], row["body"]) if before else None
        rows.append({"act": row["from_act"], "ended": row["to_act"], "at": act.at if act else None, "who": act.who if act else None,
                     "verb": act.verb if act else None, "label": row["body"]["label"], "changed": changed})  # fmt: skip
    return rows


def _related(connection: Connection, kind: str, body: Row, act: int | None) -> list[Row]:
    """Return cases and linked incidents of an incident, incidents and relations of people and groups, the incident of a case."""
    ids = {*(body.get("cases") or ()), *(link["incident"] for link in body.get("links") or ())}
    if kind == "case" and body["incident"]:
        ids.add(body["incident"])
    if kind in {"person", "group"}:
        keys = [body["id"], *(body.get("same_as") or ())]
        pks = select(record_term.c.record_pk).where(record_term.c.field == "party", record_term.c.value.in_(keys))
        query = select(record.c.id).where(record.c.pk.in_(pks), record.c.to_act.is_(None)).order_by(record.c.start.desc(), record.c.id).limit(100)
        ids |= set(connection.execute(query).scalars())
    found = [record_now(connection, one, act=act) for one in sorted(ids)]
    return [{"kind": one["kind"], "id": one["id"], "label": one["label"]} for one in found if one]


def _claim_story(connection: Connection, claim_id: str) -> Row:
    row = connection.execute(select(claim).where(claim.c.id == claim_id)).one()
    readings = connection.execute(select(reading.c.id, reading.c.engine, reading.c.recorded_at)
                                  .join(reading_claim, reading_claim.c.reading_id == reading.c.id)
                                  .where(reading_claim.c.claim_id == claim_id).order_by(reading.c.recorded_at)).all()  # fmt: skip
    pks = select(record_term.c.record_pk).where(record_term.c.field == "claim", record_term.c.value == claim_id)
    told_in = connection.execute(select(record.c.kind, record.c.id, record.c.label).where(record.c.pk.in_(pks), record.c.to_act.is_(None))).all()
    return {
        "kind": "claim", "id": claim_id, "key": row.key, "claims": [{"id": claim_id, **json.loads(row.body)}],
        "articles": _articles(connection, {row.article_id}),
        "readings": [{"id": one.id, "engine": json.loads(one.engine), "at": one.recorded_at} for one in readings],
        "related": [{"kind": one.kind, "id": one.id, "label": one.label} for one in told_in],
        "decisions": [_decision_row(made) for made in decisions_on(connection, {claim_id, row.key}, 2**31 - 1)],
    }  # fmt: skip


def _article_story(connection: Connection, article_id: str) -> Row:
    facts = article_facts(connection, article_id)
    page = connection.execute(select(article.c.page).where(article.c.id == article_id)).scalar()
    versions = (
        connection.execute(select(article.c.id, article.c.collected_at).where(article.c.page == page).order_by(article.c.collected_at)).all()
        if page
        else []
    )
    custody = connection.execute(select(collection).where(collection.c.article_id == article_id).order_by(collection.c.n)).mappings().all()
    pks = select(record_term.c.record_pk).where(record_term.c.field == "article", record_term.c.value == article_id)
    told = connection.execute(
        select(record.c.kind, record.c.id, record.c.label).where(record.c.pk.in_(pks), record.c.to_act.is_(None)).order_by(record.c.id)
    ).all()
    return {
        "kind": "article", "id": article_id, "article": facts, "versions": [{"id": one.id, "at": one.collected_at} for one in versions],
        "collected": [{name: value for name, value in row.items() if name not in {"n", "article_id", "act"}} for row in custody],
        "related": [{"kind": one.kind, "id": one.id, "label": one.label} for one in told],
        "decisions": [_decision_row(made) for made in decisions_on(connection, {article_id}, 2**31 - 1)],
    }  # fmt: skip
