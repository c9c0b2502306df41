"""Who appears in an export of linked objects: people and groups of the ledger, and those who are only described, each with an id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tocsin.exchange.bundle import Bundle, by_id
from tocsin.exchange.losses import LossLog
from tocsin.records.identity import is_identity

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Role:
    """One person or group.

    Attributes:
        id: Record id or party key of an identity; `<incident>/<party key>` of one who is only described, as equal words do not mean one party.
        party: The party as an incident or relation tells of it; made from the record where only that is known.
        record: The record of the ledger, None when it has none.
    """

    id: str
    name: str
    party: Row
    record: Row | None

    @property
    def kind(self) -> str:
        """Return person, group, organisation, population, state or unidentified."""
        return str(self.party.get("kind") or "unidentified")

    @property
    def described(self) -> bool:
        """Tell whether it has no name of its own."""
        return self.record is None and not is_identity(str(self.party["key"]))


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone, by id; `ids`: which record stands for a party key (those declared the same are one)."""

    roles: Mapping[str, Role]
    ids: Mapping[str, str]

    def role(self, incident: str, party: Row) -> Role:
        """Return who a party of an incident or relation is."""
        return self.roles[_id_of(self.ids, incident, party)]

    def ordered(self) -> list[Role]:
        """Return everyone by id."""
        return [self.roles[id_] for id_ in sorted(self.roles)]


def cast_of(bundle: Bundle, incidents: Iterable[Row], relations: Iterable[Row], log: LossLog) -> Cast:
    """Return everyone who appears in the given incidents and relations or has a record; rejected records are logged."""
    roles: dict[str, Role] = {}
    ids: dict[str, str] = {}
    for record in by_id([*bundle.people, *bundle.groups]):
        if record["review"] == "rejected":
            log.leave_out(record, "rejected by the desk")
            continue
        roles[record["id"]] = Role(record["id"], str(record["label"]), _as_party(record), record)
        ids |= dict.fromkeys([record["id"], *record["same_as"]], record["id"])
    for owner, party in _parties(incidents, relations):
        id_ = _id_of(ids, owner, party)
        if id_ not in roles:
            roles[id_] = Role(id_, str(party["name"]), party, None)
    return Cast(roles, ids)


def _parties(incidents: Iterable[Row], relations: Iterable[Row]) -> Iterable[tuple[str, Row]]:
    for incident in incidents:
        for party in (*incident["perpetrators"], *incident["parties"], *incident["victims"]):
            yield incident["id"], party
    for relation in relations:
        yield relation["id"], relation["from"]
        yield relation["id"], relation["to"]


def _id_of(ids: Mapping[str, str], owner: str, party: Row) -> str:
    key = str(party["key"])
    return ids.get(key, key) if is_identity(key) else f"{owner}/{key}"


def _as_party(record: Row) -> Row:
    """Return the record of a person or group in the form of a party."""
    fields = ("kb", "sector", "country", "religion", "ethnicity")
    return {"key": record["id"], "name": record["label"], "kind": record["entity_kind"], **{name: record[name] for name in fields}}


def standing(relations: Iterable[Row], log: LossLog) -> list[Row]:
    """Return the relations that may be stated: rejected and denied ones, and those merely possible, are logged."""
    kept = []
    for relation in relations:
        cause = "rejected by the desk" if relation["review"] == "rejected" else f"{relation['state']}: the format would print it as standing"
        if relation["review"] == "rejected" or relation["state"] in {"denied", "possible"}:
            log.leave_out(relation, cause)
        else:
            kept.append(relation)
    return kept
