"""How lists of the ledger look: their columns on wide screens, their cards on narrow ones. Plain strings; colours are names of states."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tocsin.report.words import CERTAINTY, day_text, place_text, range_words, time_text, tolls_text

Row = dict[str, Any]
Piece = tuple[str, str]
"""A text, and the word that colours it: a status, grade or state, "bold", "dim", or "" for none."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a list.

    Attributes:
        cell: How a row's cell reads.
        colour: The word that colours it.
        grow: It takes the room that others leave, and wraps.
        keep: Columns with the lowest number go first when there is no room; those with 9 stay.
        right: Numbers stand right.
    """

    name: str
    cell: Callable[[Row], Any]
    colour: Callable[[Row], str] = lambda _: ""
    grow: bool = False
    keep: int = 9
    right: bool = False


Columns = Sequence[Column]
Card = Callable[[Row], Iterator[Sequence[Piece]]]


@dataclass(frozen=True, slots=True)
class Listing:
    """How a list looks: as a table from `wide` columns of the terminal on, as cards below."""

    columns: Columns
    card: Card | None = None
    wide: int = 0


def text_of(value: Any) -> str:
    """Return a cell as text; "" for what is not known."""
    return "" if value is None else str(value)


# ---------------------------------------------------------------- what cells say


def names_text(parties: Sequence[Row], most: int = 3) -> str:
    """Return names, at most so many."""
    names = list(dict.fromkeys(party["name"] for party in parties))
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def actors_text(row: Row) -> str:
    """Return who acted; a party that is only suspected has a question mark."""
    sides = [*row["perpetrators"], *row["parties"]]
    told = [party["name"] + {"suspected": "?", "denied": " (denied)"}.get(party.get("attribution", ""), "") for party in sides]
    return ", ".join(told[:3]) + (f" and {len(told) - 3} more" if len(told) > 3 else "")


def grade_text(row: Row) -> str:
    """Return the grade in short: evidence, reliability and credibility; "" for what has not happened."""
    grade = row["grade"]
    return f"{grade['evidence'] or ''} {grade['reliability']}{grade['credibility']}".strip()


def disputed_text(row: Row) -> str:
    """Return the fields on which sources disagree."""
    fields = dict.fromkeys(conflict["field"].removeprefix("toll.") for conflict in row.get("conflicts") or ())
    return f"≠ {', '.join(fields)}" if fields else ""


def status_text(row: Row) -> str:
    """Return the status where it is not the usual one."""
    told = "" if row["status"] == "actual" else str(row["status"])
    return " ".join(filter(None, (told, "background" if row["background"] else "")))


def _review(row: Row) -> str:
    """Return what people decided; nothing for what nobody has looked at."""
    return "" if row["review"] == "unreviewed" else str(row["review"])


def _spellings(row: Row) -> str:
    names = sorted({alias["name"] for alias in row["aliases"]} - {row["label"]})
    return ", ".join(names[:4]) + (" …" if len(names) > 4 else "")


def says_text(claim: Row) -> str:
    """Return the chain of sources, outermost first."""
    return " ← ".join(source["name"] for source in claim["sources"])


def sure_text(claim: Row) -> str:
    """Return how certain a claim is, in a word."""
    return str(CERTAINTY.get(claim["factuality"], claim["factuality"]))


def claim_toll(claim: Row) -> str:
    """Return the toll of a claim."""
    return ", ".join(f"{range_words(toll['low'], toll['high'])} {toll['effect']}" for toll in claim["toll"])


def age_text(row: Row) -> str:
    """Return how long a question has been open, in days."""
    return "" if row.get("age") is None else f"{row['age']:,} d"


def days_between(opened: str | None, today: date) -> int | None:
    """Return how many days ago a day was; None for no day."""
    return (today - date.fromisoformat(opened)).days if opened else None


def _how(row: Row) -> str:
    """Return how a record changed: the fields, or where it went."""
    if row["change"] in {"merged", "split"}:
        return f"into {', '.join(row['into'])}" if row["change"] == "merged" else f"from {', '.join(row['from'])}"
    if row["change"] == "withdrawn":
        return str(row["why"])
    return ", ".join(row.get("fields", ()))


# ---------------------------------------------------------------- cards


def _line(*pieces: Piece) -> list[Piece]:
    """Return a line of a card: what is empty is left out, the rest is parted by dots."""
    kept = [piece for piece in pieces if piece[0]]
    return [part for n, piece in enumerate(kept) for part in ((" · ", "dim"), piece)[0 if n else 1 :]]


def _head(key: str, what: str, colour: str = "bold") -> list[Piece]:
    return [(key, "dim"), ("  ", ""), (what, colour)]


def _incident_card(row: Row) -> Iterator[Sequence[Piece]]:
    yield _head(row["id"], row["label"])
    sources = f"{row['n_sources']} source{'s' if row['n_sources'] != 1 else ''}"
    yield _line((time_text(row["time"]) or "time unknown", ""), (place_text(row["place"]) or "place unknown", ""), (tolls_text(row["toll"]), "bold"))
    yield _line((status_text(row), row["status"]), (grade_text(row), row["grade"]["evidence"] or ""), (sources, ""),
                (disputed_text(row), "disputed"), (_review(row), row["review"]))  # fmt: skip


def _claim_card(row: Row) -> Iterator[Sequence[Piece]]:
    act = row["type"] + (f" ({row['mode']})" if row["mode"] else "")
    arrow = f"{names_text(row['actor']) or '?'} → {names_text(row['recipient'])}" if row["recipient"] else names_text(row["actor"])
    yield [*_head(row["id"], act), (f"  {arrow}", ""), ("  ", ""), (sure_text(row), sure_text(row))]
    yield _line((time_text(row["time"]), ""), (place_text(row["place"]), ""), (claim_toll(row), "bold"), (f"says {says_text(row)}", ""),
                (f"in {row['incident']}" if row.get("incident") else "", "dim"))  # fmt: skip
    yield [(f"“{row['evidence']['words']}”" if row["evidence"]["words"] else "", "quote")]


def _case_card(row: Row) -> Iterator[Sequence[Piece]]:
    yield _head(row["id"], row["question"])
    found = f"{len(row['proposals'])} proposed answer{'s' if len(row['proposals']) != 1 else ''}" if row["proposals"] else ""
    age = f"{row['age']:,} days" if row.get("age") is not None else ""
    yield _line((row["state"], row["state"]), (day_text(row["opened"]), ""), (age, ""), (found, "proposed"),
                (f"of {row['incident']}" if row["incident"] else "", "dim"))  # fmt: skip


def _relation_card(row: Row) -> Iterator[Sequence[Piece]]:
    arrow = "→" if row["directed"] else "–"
    yield _head(row["id"], f"{row['from']['name']} {arrow} {row['to']['name']}")
    yield _line((row["type"], ""), (row["state"], row["state"]), (_span(row), ""), (f"{len(row['history'])} claims", ""))


def _span(row: Row) -> str:
    first, last = day_text(row["first"]), day_text(row["last"])
    return first if first == last else f"{first} – {last}"


def _entity_card(row: Row) -> Iterator[Sequence[Piece]]:
    yield _head(row["id"], row["label"])
    fate = row["status"] if row["kind"] == "person" and row["status"] != "unknown" else ""
    roles = ", ".join(role["role"] for role in row["roles"][:2]) if row["kind"] == "person" else ""
    yield _line((fate or "", fate or ""), ("" if row["kind"] == "person" else row["entity_kind"] or "", ""), (row["sector"] or "", ""),
                (row["country"] or "", ""), (roles, ""), (_spellings(row), "dim"))  # fmt: skip


def _article_card(row: Row) -> Iterator[Sequence[Piece]]:
    yield _head(article_key(row["id"]), row["title"] or row["ref"])
    yield _line((day_text(row["published"]) or "undated", ""), (row["outlet"], ""), (row["uri"] or "", "dim"))


def article_key(article_id: str) -> str:
    """Return what is enough to name an article."""
    return article_id.removeprefix("sha256:")[:16]


def _change_card(row: Row) -> Iterator[Sequence[Piece]]:
    yield [(f"{row['change']} {row['kind']}  ", row["change"]), *_head(row["id"], row["label"])]
    yield _line((_how(row), ""))


# ---------------------------------------------------------------- the lists

_ID = Column("id", lambda row: row["id"], lambda _: "dim")
_WHEN = Column("when", lambda row: time_text(row["time"]))
_WHERE = Column("where", lambda row: place_text(row["place"]), keep=4)
_REVIEW = Column("review", _review, lambda row: str(row["review"]), keep=7)

INCIDENTS = Listing(
    (
        _ID,
        _WHEN,
        Column("what", lambda row: row["label"], grow=True),
        Column("who", actors_text, keep=1),
        Column("whom", lambda row: names_text(row["victims"]), keep=0),
        Column("toll", lambda row: tolls_text(row["toll"])),
        Column("status", status_text, lambda row: str(row["status"]), keep=8),
        Column("grade", grade_text, lambda row: row["grade"]["evidence"] or ""),
        Column("src", lambda row: row["n_sources"], keep=6, right=True),
        Column("differ", disputed_text, lambda _: "disputed", keep=8),
        _REVIEW,
    ),
    _incident_card,
    120,
)
TIMELINE = Listing(
    (
        _WHEN,
        Column("what", lambda row: row["label"], grow=True),
        Column("toll", lambda row: tolls_text(row["toll"])),
        Column("status", status_text, lambda row: str(row["status"]), keep=6),
        Column("grade", grade_text, lambda row: row["grade"]["evidence"] or "", keep=3),
        Column("id", lambda row: row["id"], lambda _: "dim"),
    )
)
PEOPLE = Listing(
    (
        _ID,
        Column("name", lambda row: row["label"], grow=True),
        Column("status", lambda row: row["status"], lambda row: str(row["status"])),
        Column("country", lambda row: row["country"], keep=4),
        Column("roles", lambda row: ", ".join(role["role"] for role in row["roles"][:2]), keep=3),
        Column("spellings", _spellings, keep=1),
        _REVIEW,
    ),
    _entity_card,
    100,
)
GROUPS = Listing(
    (
        _ID,
        Column("name", lambda row: row["label"], grow=True),
        Column("kind", lambda row: row["entity_kind"], keep=4),
        Column("sector", lambda row: row["sector"]),
        Column("country", lambda row: row["country"], keep=5),
        Column("spellings", _spellings, keep=1),
        _REVIEW,
    ),
    _entity_card,
    100,
)
RELATIONS = Listing(
    (
        _ID,
        Column("type", lambda row: row["type"]),
        Column("one", lambda row: row["from"]["name"], grow=True),
        Column("other", lambda row: row["to"]["name"], grow=True),
        Column("state", lambda row: row["state"], lambda row: str(row["state"])),
        Column("first", lambda row: day_text(row["first"]), keep=4),
        Column("last", lambda row: day_text(row["last"]), keep=5),
        Column("claims", lambda row: len(row["history"]), keep=3, right=True),
    ),
    _relation_card,
    110,
)
CASES = Listing(
    (
        _ID,
        Column("state", lambda row: row["state"], lambda row: str(row["state"])),
        Column("age", age_text, right=True),
        Column("question", lambda row: row["question"], grow=True),
        Column("answers", lambda row: len(row["proposals"]) or "", lambda _: "proposed", keep=5, right=True),
        Column("opened", lambda row: day_text(row["opened"]), keep=4),
        Column("incident", lambda row: row["incident"], lambda _: "dim", keep=3),
    ),
    _case_card,
    100,
)
CLAIMS = Listing(
    (
        _ID,
        Column("type", lambda row: row["type"] + (f" ({row['mode']})" if row["mode"] else "")),
        Column("when", lambda row: time_text(row["time"]), keep=6),
        Column("who", lambda row: names_text(row["actor"], 2)),
        Column("whom", lambda row: names_text(row["recipient"], 2)),
        Column("where", lambda row: place_text(row["place"]), keep=4),
        Column("toll", claim_toll, keep=7),
        Column("sure", sure_text, sure_text),
        Column("says", says_text),
        Column("words", lambda row: row["evidence"]["words"], lambda _: "quote", grow=True),
        Column("incident", lambda row: row["incident"], lambda _: "dim", keep=2),
    ),
    _claim_card,
    240,
)
ARTICLES = Listing(
    (
        Column("id", lambda row: article_key(row["id"]), lambda _: "dim"),
        Column("published", lambda row: day_text(row["published"])),
        Column("outlet", lambda row: row["outlet"]),
        Column("title", lambda row: row["title"] or row["ref"], grow=True),
        Column("collected", lambda row: row["collected_at"][:16].replace("T", " "), keep=2),
        Column("address", lambda row: row["uri"], lambda _: "dim", keep=0),
    ),
    _article_card,
    100,
)
COUNTED: Columns = (
    Column("incidents", lambda row: row["incidents"], right=True),
    Column("killed (low)", lambda row: row["killed_low"], right=True),
    Column("killed (best)", lambda row: row["killed_best"], right=True),
)
CHANGES = Listing(
    (
        Column("change", lambda row: row["change"], lambda row: str(row["change"])),
        Column("kind", lambda row: row["kind"]),
        Column("id", lambda row: row["id"], lambda _: "dim"),
        Column("what", lambda row: row["label"], grow=True),
        Column("how", _how, grow=True),
    ),
    _change_card,
    110,
)
ACTS = Listing(
    (
        Column("act", lambda row: row["seq"], right=True),
        Column("at", lambda row: row["at"][:19].replace("T", " ")),
        Column("who", lambda row: row["who"]),
        Column("did", lambda row: row["verb"]),
        Column("what", lambda row: f"{row['subject_kind']} {row['subject_id']}", grow=True),
    )
)
