"""Incidents that may be one happening though the linker did not put them together: with the reasons for and against."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import Connection, select

from tocsin.asking.lists import record_now
from tocsin.ledger.derived import item
from tocsin.ledger.items import edges_of
from tocsin.ledger.rows import rows_where
from tocsin.linking.alike import compare
from tocsin.linking.items import item_from_row

Row = dict[str, Any]

WORTH_ASKING = 0.0
"""Least likeness of a suggestion; pairs that facts rule out are below."""


def likely_duplicates(connection: Connection, incident: Row, *, most: int = 5) -> list[Row]:
    """Return the incidents most like one, best first: `id`, `label`, `score`, `reasons` (what speaks for it and against)."""
    members = set(incident["members"])
    best: dict[str, tuple[float, str, str]] = {}
    pairs = [
        (score, *((a, b) if a in members else (b, a))) for (a, b), score in edges_of(connection, members).items() if (a in members) != (b in members)
    ]
    homes = {
        row.key: row.incident_id for row in rows_where(connection, select(item.c.key, item.c.incident_id), item.c.key, {pair[2] for pair in pairs})
    }
    for score, mine, other in pairs:
        home = homes.get(other)
        if home and home != incident["id"] and score > WORTH_ASKING and score > best.get(home, (WORTH_ASKING, "", ""))[0]:
            best[home] = (score, mine, other)
    chosen = sorted(best.items(), key=lambda pair: (-pair[1][0], pair[0]))[:most]
    return [row for home, (score, mine, other) in chosen if (row := _suggestion(connection, home, score, mine, other))]


def _suggestion(connection: Connection, home: str, score: float, mine: str, other: str) -> Row | None:
    body = record_now(connection, home)
    if body is None or body["review"] == "rejected":
        return None
    rows = rows_where(connection, select(item.c.key, item.c.features), item.c.key, {mine, other})
    one, two = (item_from_row(json.loads(features)) for _, features in sorted((row.key, row.features) for row in rows))
    reasons = [{"name": reason.name, "value": round(reason.value, 2), "detail": reason.detail} for reason in compare(one, two).reasons]
    return {"id": home, "label": body["label"], "sealed": body["sealed"], "score": round(score, 2), "reasons": reasons, "status": body["status"]}
