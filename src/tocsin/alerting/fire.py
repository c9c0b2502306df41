"""From what changed in the ledger between two acts to alerts: what changed, and why the rule fired."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from tocsin.alerting.published import published_among
from tocsin.alerting.rules import AlertSettings, Rule
from tocsin.alerting.withheld import Withheld
from tocsin.asking.changes import changes
from tocsin.asking.conditions import conditions, inside, standing_at
from tocsin.asking.differences import differences
from tocsin.asking.lists import record_now
from tocsin.ledger.derived import record
from tocsin.ledger.rows import portions
from tocsin.records.canonical import digest

Row = dict[str, Any]

SCHEMA = "tocsin.alert/1"
_TELLING = frozenset("type mode time place perpetrators parties victims communities status".split())
_TOLD_STATUS = frozenset("dead captured missing held wounded released disputed".split())
_WITHHELD = "(names withheld)"


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the corrections feed with the record before and after, and the act that made the version that it became."""

    row: Row
    before: Row | None
    after: Row | None
    act: int

    @property
    def kind(self) -> str:
        """The kind of the record."""
        return str(self.row["kind"])

    @property
    def old_id(self) -> str:
        """The id before."""
        return str(self.row.get("was") or self.row["id"])

    def moved(self, name: str) -> tuple[str | None, str | None]:
        """Return a field before and after."""
        return (self.before or {}).get(name), (self.after or {}).get(name)


def alerts_between(connection: Connection, before: int, after: int, settings: AlertSettings) -> Iterator[Row]:
    """Yield an alert for each rule and record that changed between two acts so that the rule fires.

    An alert has `id` (the same for the same rule, record and version, however often it is worked out), `rule`, `kind`, `record` (null if its id is a
    name that stays inside), `title`, `what` (changed) and `why` (it fired), `digest` and `channels`. Nothing is told of what is sealed or redacted.
    """
    withheld = Withheld(connection, settings.names)
    found = [change for row in changes(connection, before, after) if (change := _change(connection, row, before, after))]
    found = [change for change in found if not (withheld.silent(change.before) or withheld.silent(change.after))] if found else []
    published: set[str] = set()
    if settings.published and any("correction-of-published" in rule.on for rule in settings.rules):
        ids = {change.old_id for change in found if change.kind == "incident"}
        published = published_among(connection, ids, settings.published, withheld.held, before) if ids else set()
    for rule in settings.rules:
        fitting = [(change, told) for change in found if (told := list(_occasions(rule.on, change, published)))]
        matched = _matched(connection, rule, [change for change, _ in fitting], before, after)
        for change, told in fitting:
            if (change.kind, change.row["id"]) in matched:
                yield _alert(rule, change, told, matched[change.kind, change.row["id"]], withheld, settings)


def _change(connection: Connection, row: Row, before: int, after: int) -> Change | None:
    one = record_now(connection, row.get("was") or row["id"], act=before)
    other = record_now(connection, row["id"], act=after)
    column, record_id, act = (record.c.from_act, row["id"], after) if other else (record.c.to_act, row["id"], before)
    seq = connection.execute(select(column).where(record.c.id == record_id, standing_at(act))).scalar()
    return Change(row, one, other, int(seq or after)) if one or other else None


# ---------------------------------------------------------------- occasions


def _occasions(on: Collection[str], change: Change, published: Collection[str]) -> Iterator[str]:
    """Yield which of the occasions that a rule waits for a change is."""
    for name in sorted(on):
        if name == "correction-of-published":
            if change.old_id in published and (_is_changed(change) or _is_withdrawn(change)):
                yield name
        elif _TESTS[name](change):
            yield name


def _is_new(change: Change) -> bool:
    return change.kind == "incident" and change.row["change"] in {"new", "split"} and (change.after or {}).get("review") != "rejected"


def _is_changed(change: Change) -> bool:
    if change.kind != "incident":
        return False
    return change.row["change"] == "merged" or (change.row["change"] == "changed" and bool(_telling(change)))


def _is_withdrawn(change: Change) -> bool:
    return change.kind in {"incident", "relation"} and change.row["change"] == "withdrawn"


def _is_disputed(change: Change) -> bool:
    """Tell whether sources have come to disagree: on the status, the state, or a value."""
    if any("disputed" == now != was for was, now in (change.moved("status"), change.moved("state"))):
        return True
    return change.kind == "incident" and bool(_disagreements(change.after) - _disagreements(change.before))


def _disagreements(body: Row | None) -> set[str]:
    """Return the fields on which values that still stand differ."""
    rows = (body or {}).get("conflicts") or ()
    return {str(row["field"]) for row in rows if sum(bool(value.get("current", True)) for value in row["values"]) > 1}


def _is_person_status(change: Change) -> bool:
    was, now = change.moved("status")
    return change.kind == "person" and was != now and (change.before is not None or now in _TOLD_STATUS) and change.after is not None


def _is_new_relation(change: Change) -> bool:
    was, now = change.moved("state")
    return change.kind == "relation" and now == "standing" != was


def _is_answered(change: Change) -> bool:
    was, now = change.moved("state")
    return change.kind == "case" and now in {"proposed", "closed"} and was != now


_TESTS = {"new": _is_new, "changed": _is_changed, "withdrawn": _is_withdrawn, "disputed": _is_disputed, "person-status": _is_person_status,
          "new-relation": _is_new_relation, "case-answered": _is_answered}  # fmt: skip


def _telling(change: Change) -> list[Row]:
    """Return the differences that tell something of what happened."""
    if change.before is None or change.after is None:
        return []
    return [row for row in differences(change.before, change.after) if row["field"] in _TELLING or row["field"].startswith("toll.")]


# ---------------------------------------------------------------- the filter


def _matched(connection: Connection, rule: Rule, found: list[Change], before: int, after: int) -> dict[tuple[str, str], str]:
    """Return which changes meet a rule's conditions: as they stand now, or as they stood before."""
    result: dict[tuple[str, str], str] = {}
    for kind in sorted({change.kind for change in found}):
        own = [change for change in found if change.kind == kind]
        for act, word in ((after, "matches"), (before, "matched before")):
            wanted = {change.row["id"]: _asked_id(change, act == after) for change in own if (kind, change.row["id"]) not in result}
            meeting = _meeting(connection, rule, kind, {id_ for id_ in wanted.values() if id_}, act)
            result |= {(kind, id_): word for id_, asked in wanted.items() if asked in meeting}
    return result


def _asked_id(change: Change, now: bool) -> str | None:  # noqa: FBT001
    """Return the id that the conditions are put to; those of a case are put to its incident."""
    body = change.after if now else change.before
    if body is None:
        return None
    return str(body["incident"]) if change.kind == "case" and body["incident"] else str(body["id"])


def _meeting(connection: Connection, rule: Rule, kind: str, ids: Collection[str], act: int) -> set[str]:
    """Return which records meet a rule's conditions after an act."""
    asked = rule.asked.without("state") if kind == "case" else rule.asked
    if kind == "case" and not asked.asked():
        return set(ids)
    known = "incident" if kind == "case" else kind
    query = select(record.c.id, record.c.lat, record.c.lon).where(*conditions(connection, known, asked, act))
    return {
        row.id
        for portion in portions(ids)
        for row in connection.execute(query.where(record.c.id.in_(portion)))
        if asked.near is None or inside(asked.near, row.lat, row.lon)
    }


# ---------------------------------------------------------------- the alert


def _alert(rule: Rule, change: Change, occasions: list[str], word: str, withheld: Withheld, settings: AlertSettings) -> Row:
    """Return an alert, with nothing in it that stays inside."""
    body = change.after or change.before or {}
    record_id = withheld.told(str(change.row["id"]), "")
    link = f"{settings.link.rstrip('/')}/{_PATHS[change.kind]}/{record_id}" if settings.link and record_id else None
    asked = withheld.told(rule.shown, "its conditions") if rule.shown else "every record"
    label = withheld.told(str(body["label"]), _bare(body))
    return {
        "schema": SCHEMA, "id": digest([rule.name, change.kind, change.row["id"], change.row["change"], change.act])[:24],
        "rule": withheld.told(rule.name, "a rule"), "kind": change.kind, "record": record_id or None,
        "title": f"{_HEADS[occasions[0]]}: {label}",
        "what": list(dict.fromkeys(line for occasion in occasions for line in _what(occasion, change, withheld))),
        "why": [f"{word} {asked}", f"waits for: {', '.join(occasions)}"], "link": link, "digest": rule.digest, "channels": list(rule.channels),
    }  # fmt: skip


_HEADS = {"new": "New", "changed": "Changed", "withdrawn": "Withdrawn", "disputed": "Disputed", "person-status": "Status", "new-relation": "Relation",
          "case-answered": "Answered", "correction-of-published": "Published, now corrected"}  # fmt: skip
_PATHS = {"incident": "incident", "person": "person", "group": "group", "relation": "relation", "case": "case"}


def _bare(body: Row) -> str:
    """Return what is said of a record whose label names somebody who is not named."""
    country = (body.get("place") or {}).get("country") or body.get("country")
    return f"{'an' if body['kind'] == 'incident' else 'a'} {body['kind']}{f' in {country}' if country else ''} {_WITHHELD}"


def _what(occasion: str, change: Change, withheld: Withheld) -> Iterator[str]:
    """Yield what changed, in words."""
    if occasion == "new":
        yield "split from another incident" if change.row["change"] == "split" else "new in the ledger"
        outlets = sorted({str(source["outlet"]) for source in (change.after or {}).get("sources", ())})
        yield f"told by {withheld.told(', '.join(outlets), f'{len(outlets)} outlets')}"
    elif occasion in {"changed", "correction-of-published"} and change.row["change"] == "changed":
        yield from (_moved(row, withheld) for row in _telling(change))
    elif change.row["change"] == "merged":
        yield "it is part of another incident now"
    elif change.row["change"] == "withdrawn":
        yield "rejected by the desk" if change.row.get("why") == "rejected" else "no article tells of it any more"
    elif occasion == "disputed":
        yield from (f"sources disagree on {field}" for field in sorted(_disagreements(change.after) - _disagreements(change.before)))
        moved = ((name, *change.moved(name)) for name in ("status", "state"))
        yield from (f"{name} {was or 'unknown'} → disputed" for name, was, now in moved if now == "disputed" != was)
    else:
        name = "status" if occasion == "person-status" else "state"
        was, now = change.moved(name)
        yield f"{name} {was or 'not known'} → {now}"


def _moved(row: Row, withheld: Withheld) -> str:
    """Return a difference in words."""
    field = str(row["field"]).removeprefix("toll.")
    text = f"{field} {row['from'] or 'nothing'} → {row['to'] or 'nothing'}"
    return withheld.told(text, f"{field} changed {_WITHHELD}")
