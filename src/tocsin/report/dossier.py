"""The dossier of an incident: facts with their rules, disagreements, claims in their words, numbered sources; as rows for a page, and as PDF."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from importlib.resources import files
from typing import Any

from tocsin.report.words import CERTAINTY, day_text, place_text, range_words, time_text, tolls_text

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a dossier says, in plain words.

    Attributes:
        summary: Status, grade, review. foot: What ledger it is from, as of which act.
        facts, conflicts: Name and value.
        claims: `line` (what, when, where, how sure, number of its source) and `words`.
        sources: `number`, `line` (outlet, day, title, address) and `custody` (hash, who collected it and when).
    """

    title: str
    summary: str
    foot: str
    facts: list[tuple[str, str]]
    conflicts: list[tuple[str, str]]
    claims: list[Row]
    sources: list[Row]
    decisions: list[str]


def make_dossier(story: Row, head: tuple[int, str]) -> Dossier:
    """Return the dossier of an incident's story (`asking.story.tell`), as of the head of the audit chain."""
    record = story["record"]
    numbers = {article["id"]: number for number, article in enumerate(story["articles"], 1)}
    grade = record["grade"]
    summary = (f"{record['status']}{', background' if record['background'] else ''}; evidence {grade['evidence'] or 'not graded'} "
               f"({grade['evidence_rule']}); reliability {grade['reliability']}, credibility {grade['credibility']}; {record['review']}")  # fmt: skip
    decisions = [f"{row['at'][:16].replace('T', ' ')} UTC  {row['author']}: {row['verb']} – {row['reason']}"
                 + (f" (undone {row['undone'][:16].replace('T', ' ')})" if row.get("undone") else "") for row in story["decisions"]]  # fmt: skip
    conflicts = [
        (row["field"], _values(row)) for row in record["conflicts"]
    ]
    foot = f"Tocsin ledger, incident {record['id']}, act {head[0]}, chain {head[1][:16]}"
    return Dossier(record["label"], summary, foot, _facts(record), conflicts,
                   [_claim(row, numbers) for row in story["claims"]], [_source(row, numbers) for row in story["articles"]], decisions)  # fmt: skip


def _values(conflict: Row) -> str:
    """Return what sources say, with who says it."""
    return "; ".join(f"{value['value']} ({', '.join(value['sources'])})" for value in conflict["values"])


def _facts(record: Row) -> list[tuple[str, str]]:
    rows = [
        ("What", record["type"].lower() + (f" ({record['mode']})" if record["mode"] else "")),
        ("When", f"{time_text(record['time']) or 'unknown'} – rule: {record['time']['rule']}"),
        (
            "Where",
            f"{place_text(record['place']) or 'unknown'} – rule: {record['place']['rule']}; precision {record['place']['ucdp_precision'] or '–'}",
        ),
        *(("By", f"{party['name']} – {party['attribution']} ({', '.join(party['sources'])})") for party in record["perpetrators"]),
        ("Between", ", ".join(party["name"] for party in record["parties"])),
        ("On", ", ".join(party["name"] for party in record["victims"])),
        ("Communities", ", ".join(record["communities"])),
        *(("Toll", f"{tolls_text([row])} – rule: {row['rule']}") for row in record["toll"]),
        ("Damage", ", ".join(f"{row['object']} {row['effect']}" for row in record["damage"])),
        ("Means", ", ".join(row["name"] for row in record["means"])),
        ("Sources", f"{record['n_sources']} independent, in {record['n_articles']} articles"),
    ]
    return [(name, value) for name, value in rows if value]


def _claim(row: Row, numbers: dict[str, int]) -> Row:
    parts = [row["type"].lower(), ", ".join(party["name"] for party in row["actor"])]
    parts += ["on " + ", ".join(party["name"] for party in row["recipient"]) if row["recipient"] else ""]
    parts += [f"{range_words(toll['low'], toll['high'])} {toll['effect']}" for toll in row["toll"]]
    parts += [time_text(row["time"]), place_text(row["place"]), CERTAINTY.get(row["factuality"], row["factuality"])]
    said = " ← ".join(source["name"] for source in row["sources"])
    return {"line": f"[{numbers[row['article']]}] {'; '.join(part for part in parts if part)}; {said}", "words": row["evidence"]["words"] or ""}


def _source(row: Row, numbers: dict[str, int]) -> Row:
    parts = [row["outlet"], day_text(row["published"]) or "undated", row["title"] or "", row["uri"] or ""]
    copy = f"; repeats [{numbers[row['copy_of']]}]" if row["copy_of"] in numbers else ""
    return {"number": numbers[row["id"]], "line": ". ".join(part for part in parts if part) + copy, "custody": row["id"]}


def dossier_pdf(dossier: Dossier) -> bytes:
    """Return a dossier as PDF. Texts are handed over as data, so that nothing in them is taken for markup or for a file to read."""
    import typst

    template = files("tocsin").joinpath("data/dossier/dossier.typ").read_bytes()
    content: bytes = typst.compile(template, format="pdf", sys_inputs={"data": json.dumps(asdict(dossier), ensure_ascii=True)})
    return content
