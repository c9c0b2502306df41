"""The do-no-harm report: what stayed inside and why, what was made coarser, what becomes newly public, and what may still harm."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from tocsin.publication.cells import shown
from tocsin.publication.profile import Profile

if TYPE_CHECKING:
    from tocsin.publication.project import Released

Row = dict[str, Any]

REPORT_SCHEMA = "tocsin.do-no-harm/1"


@dataclass
class Tally:
    """What is counted while a release is built. `left_out`: reason → ids in the ledger, for the desk alone."""

    left_out: dict[str, list[str]] = field(default_factory=dict)
    withheld: dict[str, int] = field(default_factory=dict)
    places: Counter[str] = field(default_factory=Counter)
    dates: Counter[str] = field(default_factory=Counter)
    merged: int = 0
    quotes_dropped: int = 0

    def leave_out(self, record: Row, reason: str) -> None:
        """Note that a record of the ledger is not in the release."""
        self.left_out.setdefault(f"{record['kind']}: {reason}", []).append(str(record["id"]))

    def coarsened(self, one: Released) -> None:
        """Note how coarse place and date of an incident became."""
        if one.place_coarser:
            self.places[one.placed.level] += 1
        if one.date_coarser:
            self.dates[str(one.row["time"]["grain"] or "unknown")] += 1


def report_of(profile: Profile, tally: Tally, incidents: Sequence[Row], newly: Row, suppressed: int, quoted: int) -> Row:
    """Return the report in full, with ids of the ledger: for the desk."""
    return {
        "schema": REPORT_SCHEMA, "title": profile.title, "audience": profile.audience,
        "left_out": {reason: sorted(ids) for reason, ids in sorted(tally.left_out.items())},
        "not_named": dict(sorted(tally.withheld.items())), "places_made_coarser": dict(sorted(tally.places.items())),
        "dates_made_coarser": dict(sorted(tally.dates.items())), "merged_small_cells": tally.merged, "counts_suppressed": suppressed,
        "quotations": quoted, "quotations_dropped": tally.quotes_dropped, "newly_public": newly,
        "open_risks": list(_risks(profile, incidents, quoted)),
    }  # fmt: skip


def _risks(profile: Profile, incidents: Sequence[Row], quoted: int) -> Iterable[str]:
    """Yield what may still harm, for the people who sign."""
    single = sum(row["n_sources"] == 1 for row in incidents)
    named = sum(party["kind"] == "person" and not party["key"].startswith("words:") and not party["name"].startswith("Person ")
                for row in incidents for side in ("perpetrators", "parties", "victims") for party in row[side])  # fmt: skip
    checks = (
        (quoted, f"{quoted} exact quotations: a web search finds their articles."),
        (profile.titles, "Titles of articles: a web search finds them, and with them all that this release leaves out."),
        (profile.addresses, "Addresses of articles: they tell all that this release leaves out."),
        (profile.outlets, "Outlets are named: a local one tells the area."),
        (profile.finest_place == "exact", "Exact points: a house can be told from its neighbour."),
        (profile.finest_date == "day" and profile.finest_place in {"exact", "place"}, "Town and day together tell one incident from all others."),
        (profile.ids == "stable", "Ids of the ledger: whoever has the article and Tocsin can compute them."),
        (named, f"People are named in {named} places."),
        (single, f"{single} incidents rest on one source: whoever told may be guessed."),
        (profile.sensitive == "keep", "Small communities stand in their month and area."),
        (bool(profile.formats), "Exact figures: whoever knows the news finds an incident by its figure and month."),
    )
    yield from (text for holds, text in checks if holds)
    yield "Names that were not read as names are not known here: look at what is free text (names of groups, outlets, titles, quotations)."


def report_files(report: Row, k: int) -> dict[str, bytes]:
    """Return the report as it lies in the release: counts alone, small ones only as such, no ids of the ledger."""
    public = {**report, "left_out": {reason: shown(len(ids), k) for reason, ids in report["left_out"].items()}}
    for name in ("not_named", "places_made_coarser", "dates_made_coarser"):
        public[name] = {what: shown(number, k) for what, number in report[name].items()}
    for name in ("merged_small_cells", "counts_suppressed", "quotations_dropped"):
        public[name] = shown(report[name], k)
    text = json.dumps(public, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return {"do-no-harm.json": text.encode(), "do-no-harm.md": report_text(public).encode()}


def report_text(report: Row) -> str:
    """Return a report for people, in Markdown."""
    newly = report["newly_public"]
    against = "against the release before" if newly["compared"] else "no release before was named: all of it is new"
    lines = [f"# Do no harm: {report['title']}", "", f"For: {report['audience']}.", ""]
    inside = {key: len(value) if isinstance(value, list) else value for key, value in report["left_out"].items()}
    lines += ["## What stayed inside", "", *_list(inside)]
    lines += ["## What is not named", "", *_list(report["not_named"])]
    lines += ["## What was made coarser", "", *_list({f"place to {key}": n for key, n in report["places_made_coarser"].items()})]
    lines += _list({f"date to {key}": n for key, n in report["dates_made_coarser"].items()})
    lines += _list({"incidents of small communities, merged": report["merged_small_cells"], "counts not printed": report["counts_suppressed"],
                    "quotations": report["quotations"], "quotations that stayed inside": report["quotations_dropped"]})  # fmt: skip
    lines += [f"## What becomes newly public ({against})", "", *_list({f"{kind} records": n for kind, n in newly["records"].items()})]
    lines += [f"- fields: {', '.join(newly['fields']) or 'none'}", *(f"- {path}: {', '.join(names)}" for path, names in newly["names"].items()), ""]
    return "\n".join([*lines, "## What may still harm", "", *(f"- {risk}" for risk in report["open_risks"])]) + "\n"


def _list(counts: Mapping[str, Any]) -> list[str]:
    return [*(f"- {what}: {number}" for what, number in counts.items()), *([] if counts else ["- nothing"]), ""]


def readme(profile: Profile, counts: Mapping[str, int], files: Sequence[str], today: date) -> str:
    """Return the first page of a release."""
    floor = f" of at least {profile.floor:,} inhabitants" if profile.floor else ""
    ids = "Ids and pseudonyms are those of this release alone."
    ids = ids if profile.ids == "fresh" else "Ids of incidents stay the same from release to release."
    people = {"redact": "not named", "pseudonym": "under pseudonyms", "known": "named if publicly known", "keep": "named"}[profile.names.person]
    lines = [f"# {profile.title}", "", f"Released on {today.isoformat()} for: {profile.audience}. It is made of claims of news, not facts.", ""]
    if profile.formats:
        lines += [*(f"- {number} records: {kind}" for kind, number in counts.items()), ""]
    lines += [
        "## How to read it", "",
        f"- Places are as fine as: {profile.finest_place}{floor}. What is smaller is told as the next larger area, at its official middle:",
        "  a point of precision 4 or 6 is an area, not a spot.",
        f"- Dates are as fine as: {profile.finest_date}; where the place was made coarser: {profile.coarse_date}.",
        f"- People are {people}. {ids}",
        f"- Counts below {profile.k} are not printed in counts.csv, nor those from which they could be worked out.",
        "- Unknown is not zero: an empty number was not reported. `best` stands between the lowest and highest number told.",
        "- `do-no-harm.md` says what was left out and made coarser. `manifest.json` has the hash of each file.",
        "", "## Files", "", *(f"- `{name}`" for name in files), "",
    ]  # fmt: skip
    return "\n".join(lines)
