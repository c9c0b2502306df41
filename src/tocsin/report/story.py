"""A record's story in plain words, ready to be shown: on a terminal today, on a page or in a dossier."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from tocsin.report.columns import article_key, claim_toll, names_text, says_text, sure_text
from tocsin.report.words import CERTAINTY, day_text, place_text, time_text, tolls_text

Row = dict[str, Any]


class Fact(NamedTuple):
    """A value of a record: its name, how it reads, why it is so (rule and claims), and the word that colours it."""

    name: str
    value: str
    why: str = ""
    colour: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of field × source. `differ`: the rows on which sources disagree."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    differ: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class StoryBlock:
    """One part of a story.

    Attributes:
        facts: Values, in order.
        entries: Line, the words that are quoted below it ("" for none), and the word that colours it.
        grid: A table, if the part is one.
    """

    heading: str
    facts: tuple[Fact, ...] = ()
    entries: tuple[tuple[str, str, str], ...] = ()
    grid: Grid | None = None


class _Marks:
    """Claims are numbered in the order in which they are told; values refer to them by these numbers."""

    def __init__(self, claims: Sequence[Row]) -> None:
        self.numbers = {claim["id"]: number for number, claim in enumerate(claims, 1)}

    def of(self, ids: Iterable[str]) -> str:
        """Return the numbers of claims: "[1] [3]"; many are counted."""
        known = sorted(self.numbers[each] for each in ids if each in self.numbers)
        return " ".join(f"[{number}]" for number in known[:6]) + (f" and {len(known) - 6} more" if len(known) > 6 else "")

    def why(self, rule: str | None, ids: Iterable[str] = ()) -> str:
        """Return the rule that chose a value and the claims that it stands on."""
        return "; ".join(part for part in (f"rule {rule}" if rule else "", self.of(ids)) if part)


def story_blocks(story: Row) -> Iterator[StoryBlock]:
    """Yield the parts of a story (`asking.story.tell`)."""
    marks = _Marks(story.get("claims") or ())
    if record := story.get("record"):
        standing = "" if story.get("standing", True) else " (stands no longer)"
        yield StoryBlock(f"{story['kind']} {story['id']}{standing}", tuple(_drop_empty(_FACTS[story["kind"]](record, story, marks))))
        yield from _conflicts(record, marks)
        yield from _matrix(story.get("matrix"))
    elif article := story.get("article"):
        yield StoryBlock(f"article {story['id']}", tuple(_drop_empty(_article_facts(article))))
    elif decision := story.get("decision"):
        yield StoryBlock(f"decision {story['id']}", tuple(_drop_empty(_decision_facts(decision))))
    yield from _told(story, marks)
    yield from _kept(story)


def _drop_empty(facts: Iterable[Fact]) -> Iterator[Fact]:
    return (fact for fact in facts if fact.value)


# ---------------------------------------------------------------- what it is


def _incident_facts(record: Row, story: Row, marks: _Marks) -> Iterator[Fact]:
    yield Fact("what", record["label"], colour="bold")
    if story["asked"] != story["id"]:
        yield Fact("asked for", f"{story['asked']}, which is part of this one now", colour="disputed")
    yield Fact("type", record["type"] + (f" ({record['mode']})" if record["mode"] else "") + _acled(record))
    yield Fact("when", time_text(record["time"]), marks.why(record["time"]["rule"], record["time"]["claims"]))
    yield Fact("where", place_text(record["place"]), marks.why(record["place"]["rule"], record["place"]["claims"]))
    yield from _party_facts(record, marks)
    for toll in record["toll"]:
        yield Fact("toll", tolls_text([toll]), marks.why(toll["rule"], toll["claims"]))
        for part in toll["parts"]:
            yield Fact("", f"  of {part['name']}: {tolls_text([{**part, 'best': part['low'], 'effect': toll['effect']}])}", marks.of(part["claims"]))
    for row in record["damage"]:
        yield Fact("damage", f"{row['object']} {row['effect']}", marks.of(row["claims"]))
    yield Fact("means", ", ".join(row["name"] for row in record["means"]))
    yield Fact("status", record["status"] + (", background of the news" if record["background"] else ""), colour=record["status"])
    yield from _grade_facts(record["grade"])
    yield Fact("sources", f"{record['n_sources']} independent, in {_count(record['n_articles'], 'article')}")
    yield Fact("review", record["review"] + (", sealed" if record["sealed"] else "") + _redacted(record), colour=record["review"])


def _acled(record: Row) -> str:
    return f"; ACLED {record['acled']['sub_event_type']}" if record.get("acled") else ""


def _redacted(record: Row) -> str:
    return f", {', '.join(record['redact'])} kept out of releases" if record["redact"] else ""


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _party_facts(record: Row, marks: _Marks) -> Iterator[Fact]:
    for party in record["perpetrators"]:
        denied = f"; denied by {', '.join(party['denied_by'])}" if party["denied_by"] else ""
        yield Fact("by", f"{party['name']} ({party['attribution']} by {', '.join(party['sources'])}{denied})", marks.of(party["claims"]))
    for party in record["parties"]:
        yield Fact(party["role"], party["name"], marks.of(party["claims"]))
    for party in record["victims"]:
        yield Fact("on", party["name"], marks.of(party["claims"]))
    yield Fact("communities", ", ".join(record["communities"]))


def _grade_facts(grade: Row) -> Iterator[Fact]:
    why = f"rule {grade['evidence_rule']}" if grade["by"] == "rule" else "by decision"
    yield Fact("evidence", grade["evidence"] or "", why, grade["evidence"] or "")
    if grade["reliability"]:
        yield Fact("grade", f"{grade['reliability']}{grade['credibility']}", f"rule {grade['credibility_rule']}")


def _entity_facts(record: Row, _story: Row, marks: _Marks) -> Iterator[Fact]:
    yield Fact("name", record["label"], colour="bold")
    kind = record["entity_kind"] or ""
    traits = (kind, record["sector"], record["country"], record["religion"], record["ethnicity"])
    yield Fact("is", ", ".join(trait for trait in traits if trait))
    yield Fact("status", record["status"] or "", marks.why(record["status_rule"], record["status_claims"]), record["status"] or "")
    for role in record["roles"]:
        yield Fact("role", role["role"], marks.of(role["claims"]))
    yield Fact("spellings", ", ".join(sorted({alias["name"] for alias in record["aliases"]})))
    yield Fact("declared the same", ", ".join(record["same_as"]))
    for row in record["history"]:
        notes = (time_text(row["time"]), CERTAINTY.get(row["factuality"], row["factuality"]), place_text(row["place"]) if row.get("place") else "",
                 "implied" if row["implied"] else "", "no longer held" if row["superseded"] else "", "rejected" if row["rejected"] else "",
                 " ← ".join(row["source"]), day_text(row["published"]))  # fmt: skip
        yield Fact("history", f"{row['status']}: {'; '.join(note for note in notes if note)}", marks.of([row["claim"]]), row["status"])
    yield Fact("review", record["review"] + (", sealed" if record["sealed"] else "") + _redacted(record), colour=record["review"])


def _relation_facts(record: Row, _story: Row, marks: _Marks) -> Iterator[Fact]:
    yield Fact("what", record["label"], colour="bold")
    yield Fact("state", record["state"], marks.why(record["state_rule"]), record["state"])
    yield Fact("told", f"{day_text(record['first'])} to {day_text(record['last'])}" if record["first"] else "")
    for row in record["history"]:
        notes = (day_text(row["day"]), CERTAINTY.get(row["factuality"], row["factuality"]), "no longer held" if row["superseded"] else "",
                 "rejected" if row["rejected"] else "", " ← ".join(row["source"]), day_text(row["published"]))  # fmt: skip
        yield Fact(row["speaks"], "; ".join(note for note in notes if note), marks.of([row["claim"]]))
    yield Fact("review", record["review"], colour=record["review"])


def _case_facts(record: Row, _story: Row, marks: _Marks) -> Iterator[Fact]:
    yield Fact("question", record["question"], colour="bold")
    yield Fact("words", f"“{record['words']}”" if record.get("words") else "")
    yield Fact("opened", day_text(record["opened"]), f"by article {article_key(record['article'])}")
    yield Fact("state", record["state"], colour=record["state"])
    for row in record["proposals"]:
        yield Fact("proposed", f"{row['reason']} ({day_text(row['published']) or 'undated'})", marks.of(row["claims"]) or ", ".join(row["claims"]))
    if record["closed"]:
        yield Fact("answer", str(record["closed"]["answer"] or "closed without words"), ", ".join(record["closed"]["claims"]))
    yield Fact("review", record["review"], colour=record["review"])


_Facts = Callable[[Row, Row, _Marks], Iterator[Fact]]
_FACTS: Mapping[str, _Facts] = {
    "incident": _incident_facts, "person": _entity_facts, "group": _entity_facts, "relation": _relation_facts, "case": _case_facts,
}  # fmt: skip


def _article_facts(article: Row) -> Iterator[Fact]:
    yield Fact("title", article["title"] or article["ref"], colour="bold")
    yield Fact("outlet", article["outlet"] or "unknown")
    yield Fact("published", f"{day_text(article['published'])} ({article['published_basis']})" if article["published"] else "unknown")
    yield Fact("address", article["uri"] or "")


def _decision_facts(decision: Row) -> Iterator[Fact]:
    yield Fact("decided", f"{decision['verb']} {' '.join(decision['subject'])}", colour="bold")
    yield Fact("by", f"{decision['author']}, {_minute(decision['at'])} UTC")
    yield Fact("reason", decision["reason"])
    yield Fact("value", value_text(decision["value"]))
    yield Fact("evidence", ", ".join(decision["evidence"]))


def value_text(value: Any) -> str:
    """Return what a decision decided, in words: "time: 2015-02-15; status: denied"."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {value_text(each)}" for name, each in value.items())
    return ", ".join(map(value_text, value)) if isinstance(value, list) else str(value)


# ---------------------------------------------------------------- who says what


def _conflicts(record: Row, marks: _Marks) -> Iterator[StoryBlock]:
    """Yield on what sources disagree: each value with who says so."""
    entries: list[tuple[str, str, str]] = []
    for conflict in record.get("conflicts") or ():
        entries.append((conflict["field"], "", "disputed"))
        for value in conflict["values"]:
            past = "" if value["current"] else "  (replaced since)"
            entries.append((f"    {value['value']} — {', '.join(value['sources']) or 'unnamed'} {marks.of(value['claims'])}{past}", "",
                            "" if value["current"] else "dim"))  # fmt: skip
    if entries:
        yield StoryBlock("Sources disagree", entries=tuple(entries))


def _matrix(matrix: Row | None) -> Iterator[StoryBlock]:
    """Yield who says what, field by source."""
    if matrix is None:
        return
    headings = ("", *(f"{column['outlet']}, {day_text(column['published']) or 'undated'}" for column in matrix["columns"]))
    rows = tuple((row["field"], *("; ".join(cell["value"] for cell in cells) or "–" for cells in row["cells"])) for row in matrix["rows"])
    yield StoryBlock("Who says what", grid=Grid(headings, rows, tuple(row["differ"] for row in matrix["rows"])))


def _told(story: Row, marks: _Marks) -> Iterator[StoryBlock]:
    """Yield the claims by article, each with its words."""
    for article in story.get("articles") or ():
        claims = [claim for claim in story.get("claims") or () if claim["article"] == article["id"]]
        copy = f", a copy of {article_key(article['copy_of'])}" if article["copy_of"] else ""
        title = f" “{article['title']}”" if article.get("title") else ""
        heading = f"{article['outlet']}, {day_text(article['published']) or 'undated'}{copy}:{title} article {article_key(article['id'])}"
        rejected = set((story.get("record") or {}).get("rejected_claims") or ())
        yield StoryBlock(heading, entries=tuple(_claim_entry(claim, marks, rejected) for claim in claims))


def _claim_entry(claim: Row, marks: _Marks, rejected: set[str]) -> tuple[str, str, str]:
    act = claim["type"] + (f" ({claim['mode']})" if claim["mode"] else "")
    whom = names_text(claim["recipient"])
    parties = f"{names_text(claim['actor']) or '?'} → {whom}" if whom else names_text(claim["actor"])
    sure = sure_text(claim)
    parts = (act, parties, claim_toll(claim), time_text(claim["time"]), place_text(claim["place"]), sure, f"says {says_text(claim)}",
             "rejected" if claim["id"] in rejected else "")  # fmt: skip
    line = f"{marks.of([claim['id']])} {claim['id']}  " + "; ".join(part for part in parts if part)
    return line, str(claim["evidence"]["words"] or ""), "dim" if claim["id"] in rejected else sure


# ---------------------------------------------------------------- how it came to be so


def _kept(story: Row) -> Iterator[StoryBlock]:
    """Yield decisions, versions and what else belongs to it."""
    found: list[Row] = story.get("versions") or []
    versions, pages = (found, []) if story.get("record") else ([], found)
    parts: tuple[tuple[str, list[Row] | None, Callable[[Row], str]], ...] = (
        ("Decisions", story.get("decisions"), _decision_line),
        ("Collected", story.get("collected"), _custody_line),
        ("Read by", story.get("readings"), _reading_line),
        ("See also", story.get("related"), lambda row: f"{row['kind']} {row['id']}  {row['label']}"),
        ("How it came to be so", versions, _version_line),
        ("Versions of the page", pages if len(pages) > 1 else [], lambda row: f"{_minute(row['at'])}  {row['id']}"),
    )
    for heading, rows, line in parts:
        if rows:
            yield StoryBlock(heading, entries=tuple((line(row), "", "dim" if row.get("undone") else "") for row in rows))


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")


def _version_line(row: Row) -> str:
    """Return when a version began, by whose act, and what it changed."""
    act = f"{_minute(row['at'])}  act {row['act']}, {row['verb']} by {row['who']}"
    if row["changed"] is None:
        return f"{act}: {row['label']}"
    changed = "; ".join(f"{one['field']} {one['from'] or '–'} → {one['to'] or '–'}" for one in row["changed"] if one["field"] != "label")
    return f"{act}: {changed or 'no value changed'}"


def _decision_line(row: Row) -> str:
    undone = f", undone {_minute(row['undone'])}" if row.get("undone") else ""
    value = f" {value_text(row['value'])};" if row["value"] and row["verb"] not in {"merge", "split", "same", "different"} else ""
    return f"{_minute(row['at'])}  {row['author']}: {row['verb']}{value} “{row['reason']}” ({row['id']}){undone}"


def _reading_line(row: Row) -> str:
    return f"{_minute(row['at'])}  Tocsin {row['engine'].get('version')}, {row['engine'].get('language_model')}: reading {row['id']}"


def _custody_line(row: Row) -> str:
    return f"{_minute(row['collected_at'])}  {row['collector']} on {row['host']}: {row['source']} ({row['method']}; {row['tool']})"
