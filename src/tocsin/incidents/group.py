"""Group claims about one happening into incidents; open cases; warn about what cannot all be true."""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tocsin.incidents.alike import JOIN_AT, Pair, explains, family, likeness
from tocsin.incidents.cases import open_cases
from tocsin.incidents.checks import check_dates
from tocsin.incidents.dating import best_time, set_day, share_day, share_time, story_time
from tocsin.incidents.discourse import carry_on, follow
from tocsin.incidents.generic import is_loose, mark_generic
from tocsin.incidents.jurisdiction import place_by_jurisdiction
from tocsin.incidents.location import best_place, countries_named, place_of_incident, settle, share_place
from tocsin.incidents.news import mark_background, pick_main
from tocsin.incidents.presupposed import presuppose
from tocsin.incidents.tolls import reconcile, toll_conflicts
from tocsin.model.claim import Case, Claim, Conflict, Incident, IncidentStatus, Setting
from tocsin.model.issue import Issue
from tocsin.model.text import Article, Sentence
from tocsin.model.when import TimeMention
from tocsin.model.where import PlaceMention
from tocsin.model.who import Actor

REACH = 200
"""Sentences over which two claims may tell of one happening. Longer than any story: it only bounds the time for collections of stories."""
MEMBERS = 100
"""Claims of one incident, the nearest ones, that another claim is compared with. It only bounds the time for texts that repeat themselves."""


@dataclass(frozen=True, slots=True)
class Grouped:
    """Claims with their incident ids, the incidents, the open cases and the warnings."""

    claims: tuple[Claim, ...]
    incidents: tuple[Incident, ...]
    cases: tuple[Case, ...]
    issues: tuple[Issue, ...]


def group_claims(
    article: Article,
    sentences: Sequence[Sentence],
    claims: Sequence[Claim],
    *,
    actors: Sequence[Actor],
    places: Sequence[PlaceMention] = (),
    times: Sequence[TimeMention] = (),
    setting: Setting | None = None,
) -> Grouped:
    """Return the incidents of an article. Claims inherit time and place from their incident; every claim is in exactly one."""
    named = frozenset(actor.id for actor in actors if actor.kind == "person" and any(mention.kind == "name" for mention in actor.mentions))
    by_id = {actor.id: actor for actor in actors}
    claims = presuppose(sentences, claims)
    groups = [share_place(share_day(mark_generic(sentences, group))) for group in _cluster(claims, sentences, by_id)]
    placeful = frozenset(place.sentence for place in places if not place.metonym)
    groups = carry_on(sentences, groups, placeful, (setting or Setting()).stages)
    main = pick_main(article, sentences, groups)
    if main is not None:
        groups[main] = set_day(groups[main], story_time(article, sentences, times, attack=family(groups[main][0]) == "violence"))
        groups = follow(sentences, groups, main)
    only = {attack: story_time(article, sentences, times, attack=attack, share=1.0) for attack in (True, False)}
    groups = [set_day(group, only[family(group[0]) == "violence"]) if any(claim.toll for claim in group) else group for group in groups]
    groups = [share_time(group) for group in groups]
    groups = mark_background(article, sentences, groups, main)
    located = countries_named(places, article.head)
    groups = [settle(group, setting or Setting(), located, main=n == main) for n, group in enumerate(groups)]
    groups = place_by_jurisdiction(groups, by_id, places)
    incidents = tuple(
        replace(incident, main=n == main, place=place_of_incident(group, setting or Setting(), main=n == main))
        for n, (group, incident) in enumerate((group, _incident(f"i{n + 1}", group, sentences, named)) for n, group in enumerate(groups))
    )
    placed = {claim.id: replace(claim, incident=incident.id) for incident, group in zip(incidents, groups, strict=True) for claim in group}
    ordered = tuple(placed[claim.id] for claim in claims)
    cases = open_cases(article, sentences, ordered, incidents)
    return Grouped(ordered, incidents, cases, check_dates(article, sentences, ordered, times))


def _cluster(claims: Sequence[Claim], sentences: Sequence[Sentence], actors: Mapping[str, Actor]) -> list[list[Claim]]:
    """Put each claim, in text order, into the incident that it fits best, or into a new one."""
    groups: list[list[Claim]] = []
    akin: dict[str, list[int]] = {}
    accounts = _accounts(claims, sentences, actors)
    loose = [claim for claim in claims if is_loose(sentences[claim.sentence], claim)]
    apart = {*accounts, *(claim.id for claim in loose)}
    for claim in claims:
        if claim.id in apart:
            continue
        near = [n for n in akin.setdefault(family(claim), []) if _within_reach(groups[n][-1], claim)]
        scored = [(score, n) for n in near if (score := _fit(groups[n], claim, sentences, actors)) >= JOIN_AT]
        if scored:
            groups[max(scored)[1]].append(claim)
        else:
            near.append(len(groups))
            groups.append([claim])
        akin[family(claim)] = near
    merged = _merge(groups, sentences, actors) + [[claim] for claim in loose if claim.id not in accounts]
    for claim in claims:
        if claim.id in accounts:
            home = next(group for group in merged if any(member.id == accounts[claim.id] for member in group))
            home.append(claim)
            home.sort(key=lambda member: (member.sentence, member.token))
    return sorted(merged, key=lambda group: (group[0].sentence, group[0].token))


def _accounts(claims: Sequence[Claim], sentences: Sequence[Sentence], actors: Mapping[str, Actor]) -> dict[str, str]:
    """Return claim id → id of the claim that it may explain ("whether a missile caused the blast")."""
    here: dict[int, list[Claim]] = {}
    for claim in claims:
        here.setdefault(claim.sentence, []).append(claim)
    return {
        doubtful.id: sure.id
        for beside in here.values()
        for doubtful in beside
        for sure in beside
        if doubtful.realis == "hypothetical" and explains(Pair(doubtful, sure, sentences, actors))
    }


def _merge(groups: list[list[Claim]], sentences: Sequence[Sentence], actors: Mapping[str, Actor]) -> list[list[Claim]]:
    """Join whole incidents that a later claim ties to each other, the strongest tie first, in the order of their first claims.

    Reading in order, "the shooting" joins one of two beginnings of one story; what it shares with the other shows only now.
    """
    merged = [list(group) for group in groups]
    ties = _ties(merged, sentences, actors)
    strong = [(-score, m, n) for m, beside in ties.items() for n, score in beside.items() if m < n and score >= JOIN_AT]
    heapq.heapify(strong)
    while strong:
        score, m, n = heapq.heappop(strong)
        if ties[m].get(n) != -score:
            continue
        merged[m], merged[n] = sorted([*merged[m], *merged[n]], key=_position), []
        joined = {k: max(old, ties[n][k]) for k, old in ties[m].items() if k in ties[n]}
        for k in {*ties[m], *ties[n]}:
            ties[k].pop(m, None)
            ties[k].pop(n, None)
        ties[m], ties[n] = joined, {}
        for k, tie in joined.items():
            ties[k][m] = tie
            if tie >= JOIN_AT:
                heapq.heappush(strong, (-tie, min(k, m), max(k, m)))
    return [group for group in merged if group]


def _ties(groups: list[list[Claim]], sentences: Sequence[Sentence], actors: Mapping[str, Actor]) -> dict[int, dict[int, float]]:
    """Return, for each incident, its tie to every other that nothing keeps apart from it, both ways."""
    ties: dict[int, dict[int, float]] = {n: {} for n in range(len(groups))}
    open_: dict[str, list[int]] = {}
    for n, group in enumerate(groups):
        kind = family(group[0])
        near = [m for m in open_.get(kind, ()) if _within_reach(groups[m][-1], group[0])]
        for m in near:
            score = _tie(groups[m], group, sentences, actors)
            if score >= 0:
                ties[m][n] = ties[n][m] = score
        open_[kind] = [*near, n]
    return ties


def _tie(one: list[Claim], other: list[Claim], sentences: Sequence[Sentence], actors: Mapping[str, Actor]) -> float:
    """Return the best likeness of a claim of the one incident with a claim of the other, -1 when any two rule it out."""
    best = 0.0
    for a in one[-MEMBERS:]:
        for b in other[:MEMBERS]:
            first, second = (a, b) if _position(a) <= _position(b) else (b, a)
            if _within_reach(first, second):
                score = likeness(Pair(first, second, sentences, actors))
                if score < 0:
                    return -1.0
                best = max(best, score)
    return best


def _position(claim: Claim) -> tuple[int, int]:
    """Return where a claim stands in its article."""
    return claim.sentence, claim.token


def _within_reach(earlier: Claim, later: Claim) -> bool:
    """Tell whether two claims stand near enough to be compared, see `REACH`."""
    return later.sentence - earlier.sentence <= REACH


def _fit(group: list[Claim], claim: Claim, sentences: Sequence[Sentence], actors: Mapping[str, Actor]) -> float:
    """Return how well a claim fits a group: the best likeness to a member, unless any member rules it out."""
    best = -1.0
    for member in group[-MEMBERS:]:
        if _within_reach(member, claim):
            score = likeness(Pair(member, claim, sentences, actors))
            if score < 0:
                return -1.0
            best = max(best, score)
    return best


def _incident(key: str, group: list[Claim], sentences: Sequence[Sentence], named: frozenset[str]) -> Incident:
    """Build the incident of a group of claims."""
    lead = _lead(group)
    return Incident(
        id=key,
        claims=tuple(claim.id for claim in group),
        type=lead.type,
        mode=lead.mode or next((claim.mode for claim in group if claim.mode and claim.type == lead.type), None),
        time=best_time(group),
        place=best_place(group),
        actor=_doers(group, lead),
        recipient=tuple(dict.fromkeys(who for claim in group for who in claim.recipient)),
        toll=reconcile(group, sentences, named),
        status=_status(group),
        background=all(claim.background for claim in group),
        main=False,
        conflicts=(*toll_conflicts(group), *_status_conflict(group), *_actor_conflict(group)),
    )


def _doers(group: list[Claim], lead: Claim) -> tuple[str, ...]:
    """Return who did it: not who is only accused of it, nor who did not."""
    sure = [claim for claim in group if not claim.accused]
    found = tuple(dict.fromkeys(who for claim in sure for who in claim.actor if not claim.factuality.endswith("-")))
    return found or (() if lead.accused else lead.actor)


def _actor_conflict(group: list[Claim]) -> tuple[Conflict, ...]:
    """Return whom claims accuse of an act that no claim says for certain they did."""
    sure = {who for claim in group if not claim.accused and not claim.factuality.endswith("-") for who in claim.actor}
    accused = tuple((claim.id, who) for claim in group if claim.accused for who in claim.actor if who not in sure)
    return (Conflict("actor", accused),) if accused else ()


def _lead(group: list[Claim]) -> Claim:
    """Return the claim that names the incident's type: events before statuses, most informative first."""
    return max(group, key=lambda claim: (claim.kind == "event", bool(claim.toll), bool(claim.actor), len(claim.recipient), -claim.sentence))


def _status(group: list[Claim]) -> IncidentStatus:
    """Return whether the incident happened, as its claims have it."""
    signs = {claim.factuality[-1] for claim in group if claim.realis == "actual"}
    if signs >= {"+", "-"}:
        return "disputed"
    realis = {claim.realis for claim in group}
    if "actual" in realis:
        return "denied" if signs == {"-"} else "actual"
    if "future" not in realis:
        return "hypothetical"
    return "denied" if {claim.factuality[-1] for claim in group if claim.realis == "future"} == {"-"} else "future"


def _status_conflict(group: list[Claim]) -> tuple[Conflict, ...]:
    """Return the claims that disagree whether it happened."""
    if _status(group) != "disputed":
        return ()
    return (Conflict("status", tuple((claim.id, claim.factuality) for claim in group)),)


__all__ = ["Grouped", "family", "group_claims"]
