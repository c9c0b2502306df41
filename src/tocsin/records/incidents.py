"""The record of an incident, from what articles told and what people decided. A function of the set of its inputs: their order never matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.records.canonical import short_id
from tocsin.records.choose import PLACE_BASES, TIME_BASES, Candidate, choose_place, choose_time
from tocsin.records.correct import corrected, graded
from tocsin.records.decided import Heard, Verdict, hear, judge
from tocsin.records.grades import Evidence, certainty, grade
from tocsin.records.identity import is_identity
from tocsin.records.labels import is_relative, label, leading
from tocsin.records.parties import Sides, all_parties, sides_of
from tocsin.records.told import Decision, Member, Told
from tocsin.records.tolls import Report, reconcile
from tocsin.records.voices import article_group, chain, independent, innermost, placing, voice

Row = dict[str, Any]

RECORD_SCHEMA = "tocsin.record/1"


def founder_of(members: Sequence[Member]) -> Member:
    """Return the member that an incident's id is made from: the earliest published (unknown last), ties by article, then key."""
    return min(members, key=lambda member: (member.article.published or "9999", member.article.id, member.key))


def incident_id(members: Sequence[Member]) -> str:
    """Return the id of the incident that some members are: its founder's, so that it stays when members join."""
    return short_id("i", founder_of(members).key)


@dataclass(frozen=True, slots=True)
class _Case:
    """The members of an incident with the claims that count, by what they say.

    Attributes:
        groups: Articles (copies are one) → its members, the original first.
        says: Claims that it happened (else that it will, or may); `denies`: that it did not. Copies and outdated claims are not among them.
        heard: All claims as people left them.
    """

    members: tuple[Member, ...]
    groups: dict[str, list[Member]]
    heard: Heard
    says: tuple[Told, ...]
    denies: tuple[Told, ...]
    status: str


def incident_record(members: Sequence[Member], decisions: Sequence[Decision] = (), cases: Sequence[str] = ()) -> Row:
    """Return the record of one incident; see `docs/reference/ledger.md` for its form and `docs/how-it-decides/records.md` for its rules.

    Args:
        members: The incidents of articles that are this happening, at least one; repeated keys count once.
        decisions: Standing decisions about the incident and about its claims, in any order.
        cases: Ids of its cases.

    Raises:
        ValueError: there are no members.
    """
    if not members:
        raise ValueError("an incident has at least one member")
    case = _case(members, decisions)
    verdict = judge(_own(decisions, members), ("incident",), case.heard.decisions)
    record = _derived(case, verdict)
    record = {**record, "cases": sorted(set(cases)), "links": _links(verdict)}
    record = graded(corrected(record, verdict), verdict)
    lead = leading(record["toll"], record["mode"])
    counted, words = _counted(case, lead)
    named = str(verdict.fields["label"][0]) if "label" in verdict.fields else label(record, counted, words)
    return {**record, "label": named}


def _own(decisions: Sequence[Decision], members: Sequence[Member]) -> list[Decision]:
    """Return the decisions without those about another incident that only point to this one (a link to it)."""
    keys = {member.key for member in members}
    return [d for d in decisions if d.subject_kind != "incident" or not d.anchors or keys & set(d.anchors)]


def _case(members: Sequence[Member], decisions: Sequence[Decision]) -> _Case:
    """Return the members in a fixed order, their claims by what they say."""
    once = sorted({member.key: member for member in members}.values(), key=lambda m: (m.article.published or "9999", m.article.id, m.key))
    heard = hear([claim for member in once for claim in member.claims], decisions)
    groups: dict[str, list[Member]] = {}
    for member in once:
        groups.setdefault(article_group(member.article), []).append(member)
    groups = {key: _originals(key, held) for key, held in groups.items()}
    own = {member.article.id for held in groups.values() for member in held}
    fresh = [claim for claim in heard.told if claim.article.id in own]
    live = [claim for claim in fresh if not claim.body["superseded"]] or fresh
    status, says, denies = _status(live, outdated=bool(fresh) and all(claim.body["superseded"] for claim in fresh))
    return _Case(tuple(once), groups, heard, tuple(says), tuple(denies), status)


def _originals(key: str, held: Sequence[Member]) -> list[Member]:
    """Return the members of the article that others copy, else of the earliest copy."""
    first = min(held, key=lambda member: (member.article.id != key, member.article.published or "9999", member.article.id)).article.id
    return [member for member in held if member.article.id == first]


def _status(claims: Sequence[Told], *, outdated: bool) -> tuple[str, list[Told], list[Told]]:
    """Return whether it happened, the claims that say so, and those that deny it.

    What only was held once ("previously thought") is disputed: nobody holds it now, and nobody but the article took it back. Nobody disputes
    himself: what a speaker denies of a happening that he tells of in the same article is some detail of it.
    """
    for status, wanted in (("actual", {"actual"}), ("future", {"future"}), ("hypothetical", {"hypothetical", "generic"})):
        here = [claim for claim in claims if claim.body["realis"] in wanted]
        if here:
            says = [claim for claim in here if not claim.body["factuality"].endswith("-")]
            voices = {(claim.article.id, voice(claim)) for claim in says}
            denies = [claim for claim in here if claim.body["factuality"].endswith("-") and (claim.article.id, voice(claim)) not in voices]
            if status == "actual" and (outdated or (says and denies)):
                return "disputed", says, denies
            return (status if says else "denied"), says, denies
    return "hypothetical", [], []


def _derived(case: _Case, verdict: Verdict) -> Row:
    """Return the record as the rules have it."""
    founder = founder_of(case.members)
    backing = case.says or case.denies or case.heard.told
    kind, mode = _type(case)
    time, time_conflict = choose_time(_candidates(case, "time", TIME_BASES))
    place, place_conflict = choose_place(_candidates(case, "place", PLACE_BASES))
    sides = sides_of(case.says, case.denies, kind, country=place["country"])
    keys = frozenset(row["key"] for row in (*sides.perpetrators, *sides.parties))
    toll, toll_conflicts = reconcile(_reports(case), all_parties(case.says), keys)
    n_sources = independent(case.says or case.denies)
    return {
        "schema": RECORD_SCHEMA,
        "kind": "incident",
        "id": incident_id(case.members),
        "label": "",
        "founder": founder.key,
        "type": kind,
        "mode": mode,
        "contexts": sorted({context for claim in backing for context in claim.body["contexts"]}),
        "acled": _acled(case, kind, mode),
        "time": time,
        "place": place,
        "perpetrators": sides.perpetrators,
        "parties": sides.parties,
        "victims": sides.victims,
        "communities": sorted({row[key] for row in sides.victims for key in ("religion", "ethnicity") if row[key]}),
        "toll": toll,
        "damage": _damage(case.says),
        "means": _means(case.says),
        "status": case.status,
        "background": all(member.incident["background"] for member in case.members),
        "grade": grade(_evidence(case, sides, n_sources), case.says or case.denies, keys),
        "sources": [_source_row(article, case) for article in sorted({m.article.id for m in case.members})],
        "n_articles": len({member.article.id for member in case.members}),
        "n_sources": n_sources,
        "conflicts": [*toll_conflicts, *sides.conflicts, *_status_conflict(case), *time_conflict, *place_conflict],
        "claims": sorted({claim.id for member in case.members for claim in member.claims}),
        "rejected_claims": sorted(case.heard.rejected),
        "members": sorted(member.key for member in case.members),
        **verdict.head(),
    }


def _type(case: _Case) -> tuple[str, str | None]:
    """Return the type that most independent articles give, then the mode that most claims of that type give."""
    kinds = Counter(kind for held in case.groups.values() for kind in {m.incident["type"] for m in held})
    told = Counter(claim.body["type"] for claim in case.says or case.denies)
    kind = min(kinds, key=lambda name: (told and not told[name], -kinds[name], -told[name], name))
    modes = Counter(claim.body["mode"] for claim in case.says or case.denies if claim.body["type"] == kind and claim.body["mode"])
    given = Counter(m.incident["mode"] for held in case.groups.values() for m in held if m.incident["mode"] and m.incident["type"] == kind)
    mode = min(modes, key=lambda name: (-given[name], -modes[name], name), default=None)
    return kind, mode


def _acled(case: _Case, kind: str, mode: str | None) -> Row | None:
    """Return the ACLED type that most claims of the incident's type and mode give."""
    claims = [claim for claim in case.says or case.denies if claim.body["type"] == kind and claim.body["acled"]]
    near = [claim for claim in claims if claim.body["mode"] == mode] or claims
    pairs = Counter((claim.body["acled"]["event_type"], claim.body["acled"]["sub_event_type"]) for claim in near)
    best = min(pairs, key=lambda pair: (-pairs[pair], pair), default=None)
    return {"event_type": best[0], "sub_event_type": best[1]} if best else None


def _candidates(case: _Case, field: str, bases: Sequence[str]) -> list[Candidate]:
    """Return what each independent article says of when or where."""
    found = []
    for held in case.groups.values():
        rows = [row for member in held if (row := _member_value(member, case, field, bases))]
        if rows:
            found.append(min(rows, key=lambda c: (c.row["basis"] == "unknown", c.row["ucdp_precision"] or 9, bases.index(c.row["basis"]), c.claims)))
    return found


def _member_value(member: Member, case: _Case, field: str, bases: Sequence[str]) -> Candidate | None:
    """Return the member's own value, or the finest of its claims that stand when people changed some of them."""
    ids = {claim.id for claim in member.claims}
    told = [claim for claim in case.heard.told if claim.id in ids]
    row = member.incident[field]
    if ids & case.heard.touched:
        values = [claim.body[field] for claim in told if claim.body[field]["basis"] != "unknown"]
        if not values:
            return None
        row = min(values, key=lambda value: (value["ucdp_precision"] or 9, bases.index(value["basis"]), str(sorted(value.items(), key=str))))
    keys = ("ucdp_precision", "edtf" if field == "time" else "name")
    same = [claim.id for claim in told if all(claim.body[field][key] == row[key] for key in keys)]
    return Candidate(row, tuple(sorted(same or (claim.id for claim in told))), (member.article.outlet,), member.article.published or "")


def _reports(case: _Case) -> list[Report]:
    """Return the claims of each independent article, with the reading's own toll unless people changed its claims."""
    reports: list[Report] = []
    for held in case.groups.values():
        articles = {member.article.id for member in held}
        claims = [claim for claim in case.says if claim.article.id in articles]
        ids = {claim.id for member in held for claim in member.claims}
        whole = len(held) == 1 and not ids & case.heard.touched and not any(c.body["superseded"] for c in claims)
        reports.append((claims, {row["effect"]: row for row in held[0].incident["toll"]} if whole else None))
    return reports


def _damage(claims: Sequence[Told]) -> list[Row]:
    """Return what was hit, by object and effect; a thing that was destroyed is not listed as merely targeted too."""
    found: dict[tuple[str, str], list[tuple[str, Row]]] = {}
    for claim in claims:
        for row in claim.body["damage"]:
            found.setdefault((row["object"], row["effect"]), []).append((claim.id, row))
    harmed = {thing for thing, effect in found if effect != "targeted"}
    rows = []
    for (thing, effect), held in sorted(found.items()):
        if effect != "targeted" or thing not in harmed:
            lows = [row["low"] for _, row in held if row["low"] is not None]
            highs = [row["high"] for _, row in held]
            rows.append({"object": thing, "effect": effect, "low": max(lows, default=None),
                         "high": None if None in highs else max(highs), "claims": sorted({claim for claim, _ in held})})  # fmt: skip
    return rows


def _means(claims: Sequence[Told]) -> list[Row]:
    found: dict[str, set[str]] = {}
    for claim in claims:
        if claim.body["means"]:
            found.setdefault(claim.body["means"]["name"], set()).add(claim.id)
    return [{"name": name, "claims": sorted(ids)} for name, ids in sorted(found.items())]


def _evidence(case: _Case, sides: Sides, n_sources: int) -> Evidence:
    claimed = any(row["attribution"] == "claimed" for row in sides.perpetrators)
    known = any(innermost(claim)["role"] != "anonymous" for claim in case.says)
    return Evidence(case.status, n_sources, claimed, sides.competing, known, certainty(case.says))


def _source_row(article: str, case: _Case) -> Row:
    """Return the row of one article: who in it says so, the best placed first."""
    member = next(m for m in case.members if m.article.id == article)
    here = [claim for m in case.members if m.article.id == article for claim in m.claims]
    claims = [claim for claim in case.heard.told if claim.article.id == article] or here
    best = min(claims, key=lambda claim: (placing(claim), -len(claim.body["sources"]), claim.id), default=None)
    facts = member.article
    return {"article": facts.id, "outlet": facts.outlet, "published": facts.published, "role": innermost(best)["role"] if best else "outlet",
            "chain": chain(best) if best else [facts.outlet], "copy_of": facts.copy_of}  # fmt: skip


def _status_conflict(case: _Case) -> list[Row]:
    """Return who says that it happened and who denies it."""
    if not (case.says and case.denies):
        return []
    values = [{"value": value, "claims": sorted(c.id for c in claims), "sources": sorted({c.article.outlet for c in claims}), "current": True}
              for value, claims in (("happened", case.says), ("did not happen", case.denies))]  # fmt: skip
    return [{"field": "status", "values": values}]


def _counted(case: _Case, lead: Row | None) -> tuple[list[Row], str | None]:
    """Return the parties that the leading figure counts, and the words of its number."""
    if lead is None or lead.get("best_claim") is None:
        return [], None
    parties = all_parties(case.says)
    every = [(claim.id, row) for claim in case.says for row in claim.body["toll"] if row["effect"] == lead["effect"] and claim.id in lead["claims"]]
    people = Counter(row["who"] for _, row in every if row["who"] in parties and parties[row["who"]]["kind"] == "person")
    named = [key for key in people if is_identity(key)]
    if len(named) == lead["best"] == lead["high"]:
        return [parties[key] for key in sorted(named)], None
    if lead["best"] == lead["high"] == 1 and people:
        return [parties[min(people, key=lambda key: (not is_identity(key), is_relative(parties[key]["name"]), -people[key], key))]], None
    ids = set(lead["claims"]) if lead["rule"] in {"sum-of-parties", "reading"} else {lead["best_claim"]}
    rows = [row for claim, row in every if claim in ids]
    keys = dict.fromkeys(row["who"] for row in rows if row["who"] in parties)
    return [parties[key] for key in keys], rows[0]["words"] if len(rows) == 1 else None


def _links(verdict: Verdict) -> list[Row]:
    """Return the ties that people drew to other incidents. `incident`: its id where the caller has put it into the value, else null."""
    rows = [{"type": str(d.value.get("type", "follows")), "incident": d.value.get("incident"), "to": sorted(map(str, d.value.get("to") or [])),
             "decision": d.id} for d in verdict.about if d.verb == "link"]  # fmt: skip
    return sorted(rows, key=lambda row: (row["type"], row["to"], row["decision"]))
