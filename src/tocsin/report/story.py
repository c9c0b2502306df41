"""A record's story in plain words, ready to be shown: on a terminal today, on a page or in a dossier."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tocsin.report.words import CERTAINTY, day_text, place_text, range_words, time_text, tolls_text

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoryBlock:
    """One part of a story.

    Attributes:
        facts: Name and value, in order.
        entries: Line, the words that are quoted below it ("" for none), and the word of certainty that colours it.
    """

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    entries: tuple[tuple[str, str, str], ...] = ()


def story_blocks(story: Row) -> Iterator[StoryBlock]:
    """Yield the parts of a story (`asking.story.tell`)."""
    if record := story.get("record"):
        yield StoryBlock(f"{story['kind']} {story['id']}", tuple(_drop_empty(_FACTS[story["kind"]](record, story))))
        yield from _conflicts(record)
    elif article := story.get("article"):
        yield StoryBlock(f"article {story['id']}", tuple(_drop_empty(_article_facts(article))))
    elif decision := story.get("decision"):
        yield StoryBlock(f"decision {story['id']}", tuple(_drop_empty(_decision_facts(decision))))
    yield from _told(story)
    yield from _kept(story)


def _drop_empty(facts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return (fact for fact in facts if fact[1])


def _incident_facts(record: Row, story: Row) -> Iterator[tuple[str, str]]:
    yield "what", record["label"]
    if story["asked"] != story["id"]:
        yield "asked for", f"{story['asked']}, which is part of this one now"
    yield "type", record["type"] + (f" ({record['mode']})" if record["mode"] else "")
    yield "when", _ruled(time_text(record["time"]), record["time"])
    yield "where", _ruled(place_text(record["place"]), record["place"])
    for party in record["perpetrators"]:
        yield "by", f"{party['name']} ({party['attribution']}; {', '.join(party['sources'])})"
    yield "parties", ", ".join(party["name"] for party in record["parties"])
    yield "on", ", ".join(party["name"] for party in record["victims"])
    for toll in record["toll"]:
        yield "toll", f"{tolls_text([toll])}; rule: {toll['rule']}"
    yield "damage", ", ".join(f"{row['object']} {row['effect']}" for row in record["damage"])
    yield "status", record["status"] + (" (background)" if record["background"] else "")
    grade = record["grade"]
    yield (
        "grade",
        f"{grade['evidence']} ({grade['evidence_rule']}); reliability {grade['reliability']}, credibility {grade['credibility']}, by {grade['by']}",
    )
    yield "sources", f"{record['n_sources']} independent, in {record['n_articles']} articles"
    yield "review", record["review"] + (", sealed" if record["sealed"] else "")


def _ruled(text: str, value: Row) -> str:
    return f"{text}; rule: {value['rule']}" if text else ""


def _entity_facts(record: Row, _story: Row) -> Iterator[tuple[str, str]]:
    yield "name", record["label"]
    yield "status", f"{record['status']}; rule: {record['status_rule']}" if record["status"] else ""
    yield "country", record["country"] or ""
    yield "roles", ", ".join(role["role"] for role in record["roles"])
    yield "spellings", ", ".join(sorted({alias["name"] for alias in record["aliases"]}))
    yield "declared the same", ", ".join(record["same_as"])
    for row in record["history"]:
        sure = CERTAINTY.get(row["factuality"], row["factuality"])
        past = ", no longer held" if row["superseded"] else ""
        when = time_text(row["time"])
        yield row["status"], f"{when + '; ' if when else ''}{sure}{past}; {' ← '.join(row['source'])}, {day_text(row['published'])}".rstrip(", ")
    yield "review", record["review"]


def _relation_facts(record: Row, _story: Row) -> Iterator[tuple[str, str]]:
    yield "what", record["label"]
    yield "state", record["state"]
    yield "from", f"{day_text(record['first'])} to {day_text(record['last'])}" if record["first"] else ""
    for row in record["history"]:
        yield (
            row["speaks"],
            f"{CERTAINTY.get(row['factuality'], row['factuality'])}; {' ← '.join(row['source'])}, {day_text(row['published'])}".rstrip(", "),
        )
    yield "review", record["review"]


def _case_facts(record: Row, _story: Row) -> Iterator[tuple[str, str]]:
    yield "question", record["question"]
    yield "words", f"“{record['words']}”" if record.get("words") else ""
    yield "opened", day_text(record["opened"])
    yield "state", record["state"]
    for row in record["proposals"]:
        yield "proposed", f"{row['reason']} ({', '.join(row['claims'])})"
    if record["closed"]:
        yield "answer", f"{record['closed']['answer']} ({', '.join(record['closed']['claims'])})"
    yield "review", record["review"]


_FACTS = {"incident": _incident_facts, "person": _entity_facts, "group": _entity_facts, "relation": _relation_facts, "case": _case_facts}


def _article_facts(article: Row) -> Iterator[tuple[str, str]]:
    yield "title", article["title"] or article["ref"]
    yield "outlet", article["outlet"] or ""
    yield "published", f"{day_text(article['published'])} ({article['published_basis']})" if article["published"] else "unknown"
    yield "address", article["uri"] or ""


def _decision_facts(decision: Row) -> Iterator[tuple[str, str]]:
    yield "decided", f"{decision['verb']} {' '.join(decision['subject'])}"
    yield "by", f"{decision['author']}, {decision['at'][:16].replace('T', ' ')} UTC"
    yield "reason", decision["reason"]
    yield "value", str(decision["value"]) if decision["value"] else ""
    yield "evidence", ", ".join(decision["evidence"])


def _conflicts(record: Row) -> Iterator[StoryBlock]:
    rows = [(f"{row['field']}: " + " | ".join(f"{value['value']} ({', '.join(value['sources'])})" for value in row["values"]), "", "disputed")
            for row in record.get("conflicts") or ()]  # fmt: skip
    if rows:
        yield StoryBlock("Sources disagree", entries=tuple(rows))


def _told(story: Row) -> Iterator[StoryBlock]:
    """Yield the claims by article, each with its words."""
    articles = {row["id"]: row for row in story.get("articles") or ()}
    for article_id, article in articles.items():
        claims = [claim for claim in story.get("claims") or () if claim["article"] == article_id]
        copy = f", a copy of {article['copy_of'].removeprefix('sha256:')[:12]}" if article["copy_of"] else ""
        heading = f"{article['outlet']}, {day_text(article['published']) or 'undated'}{copy} — {article_id.removeprefix('sha256:')[:12]}"
        yield StoryBlock(heading, entries=tuple(_claim_entry(claim) for claim in claims))


def _claim_entry(claim: Row) -> tuple[str, str, str]:
    sure = CERTAINTY.get(claim["factuality"], claim["factuality"])
    parts = [claim["type"] + (f" ({claim['mode']})" if claim["mode"] else ""), ", ".join(party["name"] for party in claim["actor"])]
    parts += ["→ " + ", ".join(party["name"] for party in claim["recipient"]) if claim["recipient"] else ""]
    parts += [f"{range_words(toll['low'], toll['high'])} {toll['effect']}" for toll in claim["toll"]]
    parts += [time_text(claim["time"]), place_text(claim["place"]), sure, " ← ".join(source["name"] for source in claim["sources"])]
    return f"{claim['id']}  " + "; ".join(part for part in parts if part), str(claim["evidence"]["words"] or ""), str(sure)


def _kept(story: Row) -> Iterator[StoryBlock]:
    """Yield decisions, versions and what else belongs to it."""
    versions: list[Row] = story.get("versions") or []
    came = versions if len(versions) > 1 and "act" in versions[0] else []
    parts: tuple[tuple[str, list[Row] | None, Callable[[Row], str]], ...] = (
        ("Decisions", story.get("decisions"), _decision_line),
        ("Collected", story.get("collected"), _custody_line),
        ("See also", story.get("related"), lambda row: f"{row['kind']} {row['id']}  {row['label']}"),
        ("How it came to be so", came, lambda row: f"{_minute(row['at'])}  {row['verb']} by {row['who']}: {row['label']}"),
    )
    for heading, rows, line in parts:
        if rows:
            yield StoryBlock(heading, entries=tuple((line(row), "", "") for row in rows))


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")


def _decision_line(row: Row) -> str:
    undone = f", undone {_minute(row['undone'])}" if row.get("undone") else ""
    return f"{_minute(row['at'])}  {row['author']}: {row['verb']}, “{row['reason']}” ({row['id']}){undone}"


def _custody_line(row: Row) -> str:
    return f"{_minute(row['collected_at'])}  {row['collector']} on {row['host']}: {row['source']} ({row['method']}; {row['tool']})"
