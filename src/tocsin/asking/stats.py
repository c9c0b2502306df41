"""The ledger on one screen: how much it keeps, how things stand, what waits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, func, select, text

from tocsin.asking.conditions import standing_at
from tocsin.asking.filters import GRADES, STATUSES
from tocsin.ledger.derived import record
from tocsin.ledger.tables import article, audit, claim, decision

Row = dict[str, Any]


def ledger_stats(connection: Connection, *, act: int | None = None) -> Row:
    """Return how much a ledger keeps and how its records stand.

    Returns:
        `articles`, `outlets`, `published` (first and last day), `claims`, `decisions`; `incidents` (all that are not rejected),
        `by_status`, `by_grade` and `by_review` of them; `people`, `groups`, `relations`; `cases` by state, and `oldest_open` day;
        `last_act` (seq, at, who, verb), `bytes` on disk (None for a past state).
    """
    by_status, by_grade = _by(connection, "incident", record.c.status, act), _by(connection, "incident", record.c.grade, act)
    known = article.c.act <= act if act is not None else article.c.n.is_not(None)
    facts = connection.execute(select(func.count(), func.count(func.distinct(article.c.outlet)), func.min(article.c.published),
                                      func.max(article.c.published)).where(known)).one()  # fmt: skip
    acts = select(audit.c.seq, audit.c.at, audit.c.who, audit.c.verb).order_by(audit.c.seq.desc()).limit(1)
    last = connection.execute(acts if act is None else acts.where(audit.c.seq <= act)).mappings().one_or_none()
    return {
        "articles": facts[0], "outlets": facts[1], "published": [facts[2], facts[3]],
        "claims": _kept(connection, claim.c.act, act), "decisions": _kept(connection, decision.c.act, act),
        "incidents": sum(by_status.values()), "by_status": {name: by_status[name] for name in STATUSES if name in by_status},
        "by_grade": {name: by_grade[name] for name in (*GRADES, "ungraded") if name in by_grade},
        "by_review": _by(connection, "incident", record.c.review, act, rejected=True),
        **{f"{noun}": sum(_by(connection, kind, record.c.kind, act).values()) for kind, noun in
           (("person", "people"), ("group", "groups"), ("relation", "relations"))},
        "cases": _by(connection, "case", record.c.state, act), "oldest_open": _oldest_open(connection, act),
        "last_act": dict(last) if last else None, "bytes": _size(connection) if act is None else None,
    }  # fmt: skip


def _kept(connection: Connection, column: Column[Any], act: int | None) -> int:
    query = select(func.count(column))
    return connection.execute(query if act is None else query.where(column <= act)).scalar() or 0


def _by(connection: Connection, kind: str, column: Column[Any], act: int | None, *, rejected: bool = False) -> dict[str, int]:
    """Return how many records of a kind there are by a column."""
    query = select(column, func.count()).where(record.c.kind == kind, standing_at(act)).group_by(column).order_by(column)
    rows = connection.execute(query if rejected else query.where(record.c.review != "rejected"))
    return {"ungraded" if value is None else str(value): count for value, count in rows}


def _oldest_open(connection: Connection, act: int | None) -> str | None:
    waiting = (record.c.kind == "case", record.c.state != "closed", record.c.review != "rejected", standing_at(act))
    return connection.execute(select(func.min(record.c.start)).where(*waiting)).scalar()


def _size(connection: Connection) -> int:
    """Return the bytes that the ledger takes on disk."""
    if connection.dialect.name != "sqlite":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar() or 0)
    file = Path(str(connection.engine.url.database))
    return sum(path.stat().st_size for path in (file, file.with_name(file.name + "-wal")) if path.exists())
