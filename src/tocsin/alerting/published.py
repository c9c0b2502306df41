"""What was published: found from the acts of release in the audit and the profiles that they were made with."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import Connection, select

from tocsin.asking.conditions import conditions, inside
from tocsin.ledger.derived import record
from tocsin.ledger.rows import portions
from tocsin.ledger.tables import audit
from tocsin.publication.admit import Admitted, admit, load_articles
from tocsin.publication.guarded import Held
from tocsin.publication.profile import Profile
from tocsin.records.shapes import day

MOST_RELEASES = 50
"""Latest releases that are looked at."""


def published_among(connection: Connection, ids: Collection[str], profiles: Collection[Profile], held: Held, before: int) -> set[str]:
    """Return which of some incidents were in a release that was made up to an act.

    The audit keeps the hash of a release's profile and no ids (those of a release cannot be traced back). So it is worked out again which incidents
    the profile let leave at that act. A profile that was changed since is not known by its hash any more.
    """
    known = {profile.sha256: profile for profile in profiles}
    query = select(audit.c.seq, audit.c.at, audit.c.detail).where(audit.c.verb == "publish", audit.c.seq <= before)
    found: set[str] = set()
    for act in connection.execute(query.order_by(audit.c.seq.desc()).limit(MOST_RELEASES)):
        profile = known.get(json.loads(act.detail).get("profile"))
        if profile is not None and "incident" in profile.kinds:
            found |= _in_release(connection, set(ids) - found, profile, held, act.seq, act.at)
    return found


def _in_release(connection: Connection, ids: Collection[str], profile: Profile, held: Held, act: int, at: str) -> set[str]:
    """Return which of some incidents a profile let leave at an act."""
    rows = [
        json.loads(row.body)
        for portion in portions(ids)
        for row in connection.execute(
            select(record.c.body, record.c.lat, record.c.lon).where(*conditions(connection, "incident", profile.asked, act), record.c.id.in_(portion))
        )
        if profile.asked.near is None or inside(profile.asked.near, row.lat, row.lon)
    ]
    today = day(at[:10])
    if not rows or today is None:
        return set()
    articles = load_articles(connection, {source["article"] for row in rows for source in row["sources"]}, profile)
    return {one.record["id"] for one in admit(rows, profile, held, articles, today) if isinstance(one, Admitted)}
