"""Build a release: from the ledger's records to files, all in memory; nothing is written before all of it is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from tocsin import __version__
from tocsin.asking.lists import each_record
from tocsin.errors import UsageError
from tocsin.exchange.bundle import Bundle
from tocsin.exchange.formats import FORMATS
from tocsin.ledger.members import load_bodies
from tocsin.publication.admit import Admitted, Articles, admit, candidates, load_articles
from tocsin.publication.cells import Counted, count, counts_csv, small_communities
from tocsin.publication.guarded import Held, load_held, load_protected
from tocsin.publication.newly import MANIFEST, RECORDS, newly_public, read_previous
from tocsin.publication.parties import Namer
from tocsin.publication.places import Places
from tocsin.publication.profile import Profile
from tocsin.publication.project import Limits, Projector, Released
from tocsin.publication.protected import Protected
from tocsin.publication.quotes import quotes_of
from tocsin.publication.report import Tally, readme, report_files, report_of
from tocsin.publication.secret import ReleaseKeys
from tocsin.records.canonical import canonical

Row = dict[str, Any]

RELEASE_SCHEMA = "tocsin.release/1"
_BROAD = Limits("country", "year", "year", community=False)
"""What an incident of a small community shows when it is merged with others."""


@dataclass(frozen=True)
class Release:
    """A release that is ready to be written.

    Attributes:
        files: Content by file name. `report`: the do-no-harm report in full, for the desk: with counts below k.
        manifest_sha256: Hash of the manifest, which holds the hashes of all other files.
        profile: What it was made by.
        counts: Records by kind.
    """

    files: Mapping[str, bytes]
    report: Row
    manifest_sha256: str
    profile: Profile
    counts: Mapping[str, int]


@dataclass(frozen=True)
class _Chosen:
    """Released records before they are written."""

    incidents: Sequence[Released]
    entities: Sequence[Row]
    relations: Sequence[Row]
    cases: Sequence[Row]

    def records(self) -> list[Row]:
        """Return all records in the order of their ids."""
        rows = [*(one.row for one in self.incidents), *self.entities, *self.relations, *self.cases]
        return sorted(rows, key=lambda row: (row["kind"], row["id"]))


def build(
    connection: Connection, profile: Profile, *, today: date, secret: bytes | None = None, previous: Path | None = None, places: Places | None = None
) -> Release:
    """Return the release of a profile.

    Args:
        connection: Of the ledger, which is only read.
        profile: What may leave.
        today: Day that embargoes are counted from.
        secret: For ids and pseudonyms; drawn afresh and thrown away unless a test gives one.
        previous: Folder of the release before, in place of the profile's.
        places: Gazetteer to take areas from.

    Raises:
        UsageError: the title holds a protected name; the previous release is none.
        MissingPartError: a format's library is not installed.
    """
    folder = previous or (Path(profile.previous) if profile.previous else None)
    before = read_previous(folder) if folder else []
    held = load_held(connection)
    protected = load_protected(connection, profile.names, held)
    check_names(protected, profile.title)
    tally = Tally()
    rows = candidates(connection, profile)
    articles = load_articles(connection, {source["article"] for row in rows for source in row["sources"]}, profile)
    admitted = _admitted(rows, profile, held, articles, today, tally)
    keys = ReleaseKeys(secret)
    namer = Namer(profile.names, held.guards, protected, keys, profile.communities, tally.withheld)
    until = today - timedelta(profile.embargo_days) if profile.embargo_days else None
    projector = Projector(profile, namer, places or Places(), articles, held, _ids(admitted, keys, profile), until)
    chosen = _chosen(connection, projector, admitted, tally)
    files, quoted = _data_files(connection, projector, chosen, tally)
    counted = count((one.row for one in chosen.incidents), profile.k)
    files["counts.csv"] = counts_csv(counted)
    return _finished(profile, files, chosen, counted, tally, newly_public(chosen.records(), before) | {"compared": folder is not None}, quoted, today)


def check_names(protected: Protected, text: str) -> None:
    """Refuse a title or folder that names somebody.

    Raises:
        UsageError
    """
    if protected.named_in(text):
        raise UsageError(f'"{text}" holds the name of somebody who must not be named. Choose another title or folder.')


def _admitted(rows: Iterable[Row], profile: Profile, held: Held, articles: Articles, today: date, tally: Tally) -> list[Admitted]:
    """Return the incidents that may leave; the others are tallied."""
    kept = []
    for one in admit(rows, profile, held, articles, today):
        if isinstance(one, Admitted):
            kept.append(one)
        else:
            tally.leave_out(one[0], one[1])
    return kept


def _ids(admitted: Sequence[Admitted], keys: ReleaseKeys, profile: Profile) -> dict[str, str]:
    """Return the id in the release of each incident and of its cases."""
    incidents = {one.record["id"]: one.record["id"] if profile.ids == "stable" else keys.make("i", "incident", one.record["id"]) for one in admitted}
    cases = {case: keys.make("k", "case", case) for one in admitted for case in one.record["cases"]} if "case" in profile.kinds else {}
    return incidents | cases


def _chosen(connection: Connection, projector: Projector, admitted: Sequence[Admitted], tally: Tally) -> _Chosen:
    """Return the records of each kind that the profile lets leave."""
    kinds = projector.profile.kinds
    incidents = _without_small(projector, [projector.incident(one, projector.limits()) for one in admitted], tally)
    for one in incidents:
        tally.coarsened(one)
    gone = {one.record["id"] for one in admitted} - {one.source.record["id"] for one in incidents}
    left = {key: id_ for key, id_ in projector.ids.items() if key not in gone}
    projector = replace(projector, ids=left)
    incidents = [_kept(one, "links", [link for link in one.row["links"] if link["incident"] in left.values()]) for one in incidents]
    entities, relations = _ties(connection, projector, incidents, tally)
    cases = _cases(connection, projector, incidents, tally) if "case" in kinds else []
    known = {row["id"] for row in cases}
    incidents = [_kept(one, "cases", [case for case in one.row["cases"] if case in known]) for one in incidents]
    return _Chosen(sorted(incidents, key=lambda one: str(one.row["id"])) if "incident" in kinds else [], entities, relations, cases)


def _kept(one: Released, key: str, values: list[Any]) -> Released:
    """Return an incident that names only what is in the release."""
    return replace(one, row={**one.row, key: values})


def _without_small(projector: Projector, incidents: Sequence[Released], tally: Tally) -> list[Released]:
    """Return the incidents with those of small communities merged with others, or without them."""
    profile = projector.profile
    small = small_communities([one.row for one in incidents], profile.k) if profile.sensitive != "keep" else set()
    kept = []
    for one in incidents:
        if one.row["id"] not in small:
            kept.append(one)
        elif profile.sensitive == "merge":
            tally.merged += 1
            kept.append(projector.incident(one.source, _BROAD))
        else:
            tally.leave_out(one.source.record, "a small cell of its community")
    return kept


def _ties(connection: Connection, projector: Projector, incidents: Sequence[Released], tally: Tally) -> tuple[list[Row], list[Row]]:
    """Return people, groups and ties; of a filtered release those of its incidents alone."""
    kinds, asked = projector.profile.kinds, projector.profile.asked.asked()
    relations = [row for source in each_record(connection, "relation") if (row := _open(projector.relation(source), source, tally))]
    named = {party["key"] for one in incidents for side in ("perpetrators", "parties", "victims") for party in one.row[side]}
    if asked:
        relations = [row for row in relations if {row["from"]["key"], row["to"]["key"]} <= named]
    relations = relations if "relation" in kinds else []
    named |= {row[side]["key"] for row in relations for side in ("from", "to")}
    entities: dict[str, Row] = {}
    for kind in ("person", "group"):
        for source in each_record(connection, kind) if kind in kinds else ():
            row = _open(projector.entity(source), source, tally)
            if row and (row["id"] in named or (row["history"] and not asked)):
                entities.setdefault(row["id"], row)
    return list(entities.values()), sorted(relations, key=lambda row: str(row["id"]))


def _open(row: Row | None, source: Row, tally: Tally) -> Row | None:
    """Return a released record; the ledger's own is tallied when there is none."""
    if row is None or source["sealed"]:
        tally.leave_out(source, "sealed" if source["sealed"] else "not named, not reviewed as the profile asks, or nothing of it may leave")
        return None
    return row


def _cases(connection: Connection, projector: Projector, incidents: Sequence[Released], tally: Tally) -> list[Row]:
    """Return the open questions of released incidents."""
    rows = {one.source.record["id"]: one.row for one in incidents}
    found = []
    for source in each_record(connection, "case"):
        incident = rows.get(source["incident"])
        inside = source["sealed"] or source["redact"] or source["review"] not in projector.profile.reviews or source["id"] not in projector.ids
        row = None if incident is None or inside or source["article"] in projector.held.sealed else projector.case(source, incident)
        found += [row] if row else []
        if row is None:
            tally.leave_out(source, "its incident stays inside, or its review is not admitted")
    return sorted(found, key=lambda row: str(row["id"]))


# ---------------------------------------------------------------- files


def _data_files(connection: Connection, projector: Projector, chosen: _Chosen, tally: Tally) -> tuple[dict[str, bytes], int]:
    """Return the files of records in all formats, and how many quotations are in them."""
    if not projector.profile.formats:
        return {}, 0
    records = chosen.records()
    files = {RECORDS: "".join(canonical(row) + "\n" for row in records).encode()}
    bundle = _bundle(projector, chosen)
    for name in sorted(projector.profile.formats):
        written = FORMATS[name].write(bundle)
        parts = written.files if written.files and FORMATS[name].suffix != ".zip" else {f"{name}{FORMATS[name].suffix}": written.content}
        files |= {f"{name}/{part}" if len(parts) > 1 else part: content for part, content in parts.items()}
        files[f"{name}.losses.json"] = written.losses.to_json().encode()
    quotes = _quotes(connection, projector, chosen.incidents, tally) if projector.profile.quotes else []
    if quotes:
        files["quotes.jsonl"] = "".join(canonical(row) + "\n" for row in quotes).encode()
    return files, len(quotes)


def _bundle(projector: Projector, chosen: _Chosen) -> Bundle:
    """Return the released records as the writers take them. No claims: their words and ids stay inside."""
    of_kind = {kind: [row for row in chosen.entities if row["kind"] == kind] for kind in ("person", "group")}
    tlp = "white" if projector.profile.audience == "public" else "amber"
    return Bundle([one.row for one in chosen.incidents], of_kind["person"], of_kind["group"], chosen.relations, chosen.cases, {},
                  _articles(projector, chosen.incidents), None, tlp)  # fmt: skip


def _articles(projector: Projector, incidents: Sequence[Released]) -> dict[str, Row]:
    """Return the articles of released incidents: outlet, day and language; title and address where the profile lets them."""
    vague = {source["article"] for one in incidents if one.place_coarser or one.date_coarser for source in one.row["sources"]}
    rows: dict[str, Row] = {}
    for one in incidents:
        days = {source["article"]: source for source in one.row["sources"]}
        for source in one.source.record["sources"]:
            id_ = projector.article_id(source["article"])
            if id_ not in days:
                continue
            facts = projector.articles.rows.get(source["article"], {})
            title, address = (None, None) if id_ in vague else _cited(facts, projector.namer.protected)
            language = facts.get("language")
            rows[id_] = {"id": id_, "ref": id_, "outlet": days[id_]["outlet"], "title": title, "uri": address, "collected_at": None,
                         "published": None if id_ in vague else days[id_]["published"],
                         "language": language if language and len(language) <= 3 and language.isascii() and language.isalpha() else None}  # fmt: skip
    return rows


def _cited(facts: Row, protected: Protected) -> tuple[str | None, str | None]:
    """Return title and address where they hold no protected name; an address without what follows its path."""
    title, address = facts.get("title"), facts.get("uri")
    if title and protected.found_in(title):
        title = None
    if address:
        address = address.partition("#")[0].partition("?")[0]
        address = None if protected.found_in(address) or not address.startswith(("http://", "https://")) or "@" in address else address
    return title, address


def _quotes(connection: Connection, projector: Projector, incidents: Sequence[Released], tally: Tally) -> list[Row]:
    """Return the quotations of incidents whose place and day leave as they are."""
    exact = [one for one in incidents if not (one.place_coarser or one.date_coarser or one.source.unnamed or one.source.placeless)]
    counted = {one.row["id"]: [id_ for id_ in one.source.record["claims"] if id_ not in one.source.record["rejected_claims"]] for one in exact}
    bodies = load_bodies(connection, {id_ for ids in counted.values() for id_ in ids})
    rows = []
    for one in exact:
        held = [bodies[id_] for id_ in counted[one.row["id"]] if id_ in bodies]
        texts = quotes_of(one.row, held, projector.namer.protected, projector.profile.quotes)
        tally.quotes_dropped += len({str(body["evidence"]["words"]) for body in held}) - len(texts)
        rows += [{"incident": one.row["id"], "quote": text} for text in texts]
    return rows


def _finished(
    profile: Profile, files: dict[str, bytes], chosen: _Chosen, counted: Counted, tally: Tally, newly: Row, quoted: int, today: date
) -> Release:
    """Return the release with its first page, its report and its manifest."""
    counts = dict(sorted(Counter(row["kind"] for row in chosen.records()).items()))
    report = report_of(profile, tally, [one.row for one in chosen.incidents], newly, counted.suppressed, quoted)
    files = {**files, **report_files(report, profile.k), "README.md": readme(profile, counts, sorted(files), today).encode()}
    manifest = {
        "schema": RELEASE_SCHEMA, "title": profile.title, "audience": profile.audience, "day": today.isoformat(), "engine": {"tocsin": __version__},
        "profile_sha256": profile.sha256, "counts": counts if profile.formats else {},
        "files": {name: {"sha256": sha256(content).hexdigest(), "bytes": len(content)} for name, content in sorted(files.items())},
    }  # fmt: skip
    text = canonical(manifest).encode() + b"\n"
    return Release({**files, MANIFEST: text}, report, sha256(text).hexdigest(), profile, counts)
