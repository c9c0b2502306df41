"""Lists as spreadsheets: one row a record, values that machines can sum and sort, texts that no spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tocsin.report.harmless import cell_text

Row = dict[str, Any]
Sheet = Sequence[tuple[str, Callable[[Row], Any]]]


def _field(*path: str) -> Callable[[Row], Any]:
    """Return how to read a value that lies under some keys."""

    def read(row: Row) -> Any:
        value: Any = row
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    return read


def _joined(*path: str, part: str | None = None) -> Callable[[Row], str]:
    """Return how to read a list, its parts joined by semicolons."""
    return lambda row: "; ".join(dict.fromkeys(str(each[part]) if part else str(each) for each in _field(*path)(row) or ()))


def _toll(effect: str, bound: str) -> Callable[[Row], Any]:
    return lambda row: next((toll[bound] for toll in row["toll"] if toll["effect"] == effect), None)


def _others(row: Row) -> str:
    return "; ".join(f"{toll['effect']} {toll['low']}–{'' if toll['high'] is None else toll['high']}" for toll in row["toll"]
                     if toll["effect"] not in {"killed", "injured", "abducted"})  # fmt: skip


def _differences(row: Row) -> str:
    """Return who says what where sources disagree."""
    return "; ".join(f"{one['field']}: " + " | ".join(f"{value['value']} ({', '.join(value['sources'])})" for value in one["values"])
                     for one in row["conflicts"])  # fmt: skip


_TIME: Sheet = (("start", _field("time", "start")), ("end", _field("time", "end")), ("date_precision", _field("time", "ucdp_precision")))
_PLACE: Sheet = (*((name, _field("place", name)) for name in ("name", "admin1", "country", "lat", "lon")),
                 ("place_precision", _field("place", "ucdp_precision")))  # fmt: skip
INCIDENTS: Sheet = (
    ("id", _field("id")), ("what", _field("label")), ("type", _field("type")), ("mode", _field("mode")), ("status", _field("status")),
    ("background", _field("background")), *_TIME, ("place", _field("place", "name")), *_PLACE[1:],
    ("perpetrators", lambda row: "; ".join(f"{party['name']} ({party['attribution']})" for party in row["perpetrators"])),
    ("parties", _joined("parties", part="name")), ("victims", _joined("victims", part="name")), ("communities", _joined("communities")),
    *((f"{effect}_{bound}", _toll(effect, bound)) for effect in ("killed", "injured", "abducted") for bound in ("low", "best", "high")),
    ("other_toll", _others), ("evidence_grade", _field("grade", "evidence")), ("reliability", _field("grade", "reliability")),
    ("credibility", _field("grade", "credibility")), ("n_sources", _field("n_sources")), ("n_articles", _field("n_articles")),
    ("outlets", _joined("sources", part="outlet")), ("sources_disagree", _differences), ("review", _field("review")),
)  # fmt: skip
ENTITIES: Sheet = (
    ("id", _field("id")), ("name", _field("label")), ("kind", _field("entity_kind")), ("sector", _field("sector")), ("country", _field("country")),
    ("religion", _field("religion")), ("ethnicity", _field("ethnicity")), ("status", _field("status")), ("status_rule", _field("status_rule")),
    ("roles", _joined("roles", part="role")), ("spellings", _joined("aliases", part="name")), ("declared_same", _joined("same_as")),
    ("n_told", lambda row: len(row["history"])), ("review", _field("review")),
)  # fmt: skip
RELATIONS: Sheet = (
    ("id", _field("id")), ("type", _field("type")), ("directed", _field("directed")), ("from", _field("from", "name")),
    ("from_key", _field("from", "key")),
    ("to", _field("to", "name")), ("to_key", _field("to", "key")), ("state", _field("state")), ("state_rule", _field("state_rule")),
    ("first", _field("first")), ("last", _field("last")), ("n_claims", lambda row: len(row["history"])), ("review", _field("review")),
)  # fmt: skip
CASES: Sheet = (
    ("id", _field("id")), ("state", _field("state")), ("opened", _field("opened")), ("age_days", _field("age")), ("question", _field("question")),
    ("incident", _field("incident")), ("article", _field("article")), ("n_proposals", lambda row: len(row["proposals"])),
    ("answer", _field("closed", "answer")), ("review", _field("review")),
)  # fmt: skip
CLAIMS: Sheet = (
    ("id", _field("id")), ("incident", _field("incident")), ("kind", _field("kind")), ("type", _field("type")), ("mode", _field("mode")),
    ("factuality", _field("factuality")), ("realis", _field("realis")), ("background", _field("background")), *_TIME,
    ("place", _field("place", "name")), ("country", _field("place", "country")), ("actor", _joined("actor", part="name")),
    ("recipient", _joined("recipient", part="name")),
    ("toll", lambda row: "; ".join(f"{toll['effect']} {toll['low']}–{'' if toll['high'] is None else toll['high']}" for toll in row["toll"])),
    ("says", lambda row: " ← ".join(source["name"] for source in row["sources"])), ("words", _field("evidence", "words")),
    ("article", _field("article")),
)  # fmt: skip
ARTICLES: Sheet = tuple((name, _field(name)) for name in
                        ("id", "published", "published_basis", "outlet", "title", "uri", "language", "ref", "collected_at"))  # fmt: skip
CHANGES: Sheet = (
    ("change", _field("change")), ("kind", _field("kind")), ("id", _field("id")), ("what", _field("label")), ("fields", _joined("fields")),
    ("into", _joined("into")), ("from", _joined("from")), ("why", _field("why")),
)  # fmt: skip
ACTS: Sheet = tuple((name, _field(name)) for name in ("seq", "at", "who", "verb", "subject_kind", "subject_id", "hash"))


def count_sheet(by: Sequence[str]) -> Sheet:
    """Return the columns of counts by some fields."""
    return tuple((name, _field(name)) for name in (*by, "incidents", "killed_low", "killed_best"))


def csv_text(rows: Iterable[Row], sheet: Sheet) -> str:
    """Return rows as CSV with a header."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([name for name, _ in sheet])
    writer.writerows([cell_text(read(row)) for _, read in sheet] for row in rows)
    return out.getvalue()
