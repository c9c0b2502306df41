"""Gather from the ledger what is to leave it: records that meet a filter, with the claims and articles that they stand on."""

from __future__ import annotations

from sqlalchemy import Connection, select

from tocsin.asking.filters import Filter
from tocsin.asking.lists import each_record, record_now
from tocsin.exchange.bundle import Bundle, Row
from tocsin.ledger.members import load_bodies
from tocsin.ledger.rows import rows_where
from tocsin.ledger.tables import article

KINDS = ("incident", "person", "group", "relation", "case")


def gather(connection: Connection, asked: Filter | None = None, *, act: int | None = None, sealed: bool = False) -> Bundle:
    """Return the incidents that meet a filter, and with no filter all people, groups, relations and cases too.

    With a filter, cases of the chosen incidents come along, and the people and groups that are parties to them.

    Args:
        connection: Of the ledger.
        asked: The filter.
        act: The ledger as it stood after an act; None for now.
        sealed: Sealed records too. The caller has checked that whoever asks may see them, and writes it into the audit.
    """
    asked = asked or Filter()
    chosen: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    chosen["incident"] = [row for row in each_record(connection, "incident", asked, act=act) if sealed or not row["sealed"]]
    if asked.asked():
        wanted = {key for row in chosen["incident"] for key in _tied(row)}
        for row in (record_now(connection, key, act=act) for key in sorted(wanted)):
            if row is not None and row["kind"] != "incident" and (sealed or not row["sealed"]):
                chosen[row["kind"]].append(row)
    else:
        for kind in KINDS:
            if kind != "incident":
                chosen[kind] = [row for row in each_record(connection, kind, act=act) if sealed or not row["sealed"]]
    claims = load_bodies(connection, {key for rows in chosen.values() for row in rows for key in _claims_of(row)})
    articles = _articles(connection, {body["article"] for body in claims.values()})
    return Bundle(chosen["incident"], chosen["person"], chosen["group"], chosen["relation"], chosen["case"], claims, articles)


def _tied(incident: Row) -> set[str]:
    """Return the ids of cases and parties of an incident."""
    parties = [*incident["perpetrators"], *incident["parties"], *incident["victims"]]
    return {*incident["cases"], *(party["key"] for party in parties)}


def _claims_of(row: Row) -> set[str]:
    """Return the claims that a record stands on."""
    return {*(row.get("claims") or ()), *(entry["claim"] for entry in row.get("history") or ())}


def _articles(connection: Connection, ids: set[str]) -> dict[str, Row]:
    columns = (article.c.id, article.c.ref, article.c.outlet, article.c.title, article.c.uri, article.c.published, article.c.collected_at,
               article.c.language)  # fmt: skip
    return {row.id: row._asdict() for row in rows_where(connection, select(*columns), article.c.id, ids)}
