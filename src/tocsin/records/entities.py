"""The record of a person or group: what it is called, what became of it, who says so. A contradiction is shown, never overwritten."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from tocsin.records.decided import Verdict, hear, judge
from tocsin.records.identity import is_identity
from tocsin.records.incidents import RECORD_SCHEMA
from tocsin.records.parties import is_own_name
from tocsin.records.rules import country_names, status_rules
from tocsin.records.shapes import NO_PLACE, NO_TIME, day
from tocsin.records.told import Decision, Told
from tocsin.records.voices import chain, voice

Row = dict[str, Any]

STATUSES = ("alive", "dead", "captured", "missing", "held", "wounded", "released", "unknown", "disputed")
TRAITS = ("kb", "sector", "country", "religion", "ethnicity")


def bears_on_status(body: Row) -> tuple[str, ...]:
    """Return the keys of the people and groups whose status a claim bears on, sorted; for the store's index.

    - status claims: the persons that they are about; of a role also groups, and who holds a territory;
    - events: persons by name who are killed, captured, abducted, released, … (a row of the toll counts them);
    - relations in which a person acts today ("is leading fighters"): he is alive.
    """
    if body["realis"] != "actual":
        return ()
    return tuple(sorted({key for key in _statuses(body) if is_identity(key)}))


def _statuses(body: Row) -> dict[str, tuple[str, bool]]:
    """Return party key → (status that the claim tells of, whether it is only implied)."""
    rules = status_rules()
    parties = {party["key"]: party for party in (*body["actor"], *body["recipient"])}
    if body["kind"] == "status":
        about = [party for party in body["recipient"] or body["actor"] if party["kind"] == "person"]  # no group is alive or dead
        if body["type"] in rules.aside:
            about = [*body["actor"], *body["recipient"]]
        return {party["key"]: (body["type"], False) for party in about}
    if body["kind"] == "relation":
        acts = body["type"] in rules.living_relations and bool(set(body["trigger"]["words"].lower().split()) & set(rules.living_words))
        leads = acts and not body["background"] and not body["factuality"].endswith("-")
        return {party["key"]: ("alive", True) for party in body["actor"] if leads and party["kind"] == "person"}
    rows = [row for row in body["toll"] if row["effect"] in rules.effects and row["who"] in parties and (row["low"], row["high"]) != (0, 0)]
    found: dict[str, tuple[str, bool]] = {}
    for row in rows:
        if parties[row["who"]]["kind"] == "person" and body["stage"] in {"accomplished", "planned"}:
            status = rules.effects[row["effect"]]
            before = found.get(row["who"], (status, False))[0]
            found[row["who"]] = (max(status, before, key=rules.order.index), False)
    return found


def entity_record(
    key: str, told: Sequence[Told], aliases: Sequence[Row], decisions: Sequence[Decision] = (), same_as: Sequence[str] = ()
) -> Row:
    """Return the record of one person or group.

    Args:
        key: Its party key: the record's id.
        told: Claims that bear on its status (`bears_on_status`), in any order; others are left out here.
        aliases: Sightings `{name, article, span, in}`; the first of each spelling is kept. They may also carry `kind`, `kb`, `sector`, `country`,
            `religion`, `ethnicity` and `role`, as the party was told there: so that somebody of whom no status is told has his traits too.
        decisions: Standing decisions about it and about the claims.
        same_as: Keys that people declared the same; claims about them count for it.
    """
    keys = {key, *same_as}
    heard = hear(told, decisions)
    verdict = judge(decisions, ("person", "group"), heard.decisions)
    every = {claim.id: claim for claim in told} | {claim.id: claim for claim in heard.told}
    history = sorted((row for claim in every.values() for row in _history(claim, keys, heard.rejected)), key=_told_at)
    sightings = sorted(aliases, key=_sighted_at)
    traits = _traits(key, every.values(), sightings, keys)
    status, rule, claims, conflict = derive_status(history)
    record = {
        "schema": RECORD_SCHEMA, "kind": "person" if traits["entity_kind"] == "person" else "group", "id": key, "label": _label(key, traits),
        **{name: traits[name] for name in (*TRAITS, "entity_kind")},
        "roles": _roles(every.values(), sightings, keys), "aliases": _aliases(sightings), "same_as": sorted({*same_as} - {key}),
        "status": status, "status_rule": rule, "status_claims": claims, "history": [_public(row) for row in history], "conflicts": conflict,
        **verdict.head(),
    }  # fmt: skip
    return _corrected(record, verdict)


def _sighted_at(row: Row) -> tuple[Any, ...]:
    """Order sightings: by publication where the caller gives it, by article, the text before the title, then by place in it."""
    where = (str(row.get("published") or "9999"), str(row.get("article")), str(row.get("in")), tuple(row.get("span") or ()))
    return (*where, str(row["name"]), sorted(map(str, row.items())))


def _history(claim: Told, keys: set[str], rejected: frozenset[str]) -> list[Row]:
    """Return the rows of one claim in the history of somebody, with what the rules need to weigh them."""
    body = claim.body
    if body["realis"] != "actual":
        return []
    time = {name: body["time"][name] for name in NO_TIME}
    known = time["start"] if time["basis"] not in {"unknown", "publication"} else None
    rows = []
    for status, implied in dict.fromkeys(held for key, held in _statuses(body).items() if key in keys):
        rows.append({
            "status": status, "implied": implied, "time": time, "place": {name: body["place"][name] for name in NO_PLACE},
            "factuality": body["factuality"], "superseded": body["superseded"], "rejected": claim.id in rejected, "source": chain(claim),
            "published": claim.article.published, "article": claim.article.id, "claim": claim.id, "day": known or claim.article.published or "",
            "voice": voice(claim),
        })  # fmt: skip
    return rows


def _told_at(row: Row) -> tuple[Any, ...]:
    order = status_rules().order
    return (row["day"], row["published"] or "", order.index(row["status"]) if row["status"] in order else -1, row["claim"], row["status"])


def _public(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "voice"}


# ---------------------------------------------------------------- what became of it


def derive_status(history: Sequence[Row]) -> tuple[str, str, list[str], list[Row]]:
    """Return the status that stands, the rule that chose it, the claims that it stands on, and the conflict about it if there is one.

    The latest certain claim stands, by its own time, then by its publication. Two things are never decided by lateness: who is told to be
    alive after he was told to be dead is `disputed` (also when the article that says so calls his death a thing once thought), and so is
    what one source says and another denies. People decide those.
    """
    rows = [_turned(row) for row in history if not row["rejected"] and row["status"] not in status_rules().aside]
    standing = [row for row in rows if not row["superseded"]]
    said = [row for row in standing if not row["factuality"].endswith("-")]
    against = _contradiction(rows, standing, said)
    if against:
        return "disputed", "sources-conflict", sorted({row["claim"] for row in against}), [_conflict(against)]
    if not said:
        return "unknown", "only-outdated" if rows else "nothing-told", [], []
    certain = [row for row in said if row["factuality"] == "CT+"]
    deaths = [row for row in certain if row["status"] == "dead"]  # nothing that contradicts them was found: they are the end
    best = max(deaths or certain or said, key=_told_at)
    same = sorted({row["claim"] for row in said if row["status"] == best["status"]})
    return best["status"], "latest" if certain else "latest-hedged", same, []


def _turned(row: Row) -> Row:
    """Return a denial of death as a claim of life."""
    if row["status"] == "dead" and row["factuality"].endswith("-"):
        return {**row, "status": "alive", "factuality": row["factuality"].replace("-", "+")}
    return row


def _contradiction(rows: Sequence[Row], standing: Sequence[Row], said: Sequence[Row]) -> list[Row]:
    """Return the claims between which people have to decide; none for a history that may be true as it is."""
    dead = [row for row in rows if row["status"] == "dead"]
    alive = [row for row in said if row["status"] in status_rules().living]
    last = max((row["day"] for row in dead if not row["superseded"]), default="")
    rumoured = not any(row["factuality"] == "CT+" and not row["superseded"] for row in dead)
    pairs = [(d, a) for d in dead for a in alive if d["claim"] != a["claim"] and _clash(d, a, last, rumoured=rumoured)]
    denied = [(a, b) for a in said for b in standing if b["factuality"].endswith("-") and b["status"] == a["status"]
              and b["voice"] != a["voice"] and b["day"] >= a["day"]]  # fmt: skip
    found = {row["claim"]: row for pair in (*pairs, *denied) for row in pair}
    return [row for _, row in sorted(found.items())]


def _clash(dead: Row, alive: Row, last: str, *, rumoured: bool) -> bool:
    """Tell whether somebody is told to live after his death.

    That he is alive in so many words contradicts every death told of a day before; that he was held or released, or leads a group, only if
    no death is told of a day as late (`last`): days of what is told in passing are often those of the news.
    """
    if (alive["status"] != "alive" or alive["implied"]) and not dead["superseded"] and dead["day"] < alive["day"]:
        return bool(alive["day"] > last)
    if dead["superseded"]:
        return bool((alive["published"] or "") >= (dead["published"] or ""))
    if dead["day"] == alive["day"]:
        return bool(alive["status"] == "alive" and alive["voice"] != dead["voice"])
    if dead["day"] < alive["day"]:
        return True
    return bool(rumoured and alive["factuality"] == "CT+")  # a rumour of death does not undo a certain life


def _conflict(rows: Sequence[Row]) -> Row:
    """Return who says what."""
    values: dict[str, list[Row]] = {}
    for row in rows:
        value = f"not {row['status']}" if row["factuality"].endswith("-") else row["status"]
        values.setdefault(value, []).append(row)
    return {"field": "status", "values": [
        {"value": value, "claims": sorted({row["claim"] for row in held}), "sources": sorted({row["source"][-1] for row in held}),
         "current": not all(row["superseded"] for row in held)} for value, held in sorted(values.items())]}  # fmt: skip


# ---------------------------------------------------------------- what it is


def _parties(claims: Sequence[Told] | Any, keys: set[str]) -> list[tuple[Told, Row]]:
    return [(claim, party) for claim in sorted(claims, key=lambda claim: str(claim.id))
            for party in (*claim.body["actor"], *claim.body["recipient"]) if party["key"] in keys]  # fmt: skip


def _traits(key: str, claims: Any, aliases: Sequence[Row], keys: set[str]) -> Row:
    """Return each trait as most tellings have it; what nobody told is null."""
    tellings = [party for _, party in _parties(claims, keys)] + [dict(row) for row in aliases]
    found: Row = {}
    for name in TRAITS:
        counts = Counter(str(row[name]) for row in tellings if row.get(name))
        found[name] = min(counts, key=lambda value: (-counts[value], value), default=None)
    kinds = Counter(str(row["kind"]) for row in tellings if row.get("kind"))
    told = min(kinds, key=lambda value: (-kinds[value], value), default=None)
    prefix, _, rest = key.partition(":")
    found["entity_kind"] = {"name": rest.split(":")[0], "state": "state"}.get(prefix) or told or "group"
    found["kb"] = rest if prefix == "kb" else found["kb"]
    found["country"] = rest if prefix == "state" else found["country"]
    return found | {"names": Counter(row["name"] for row in tellings)}


def _label(key: str, traits: Row) -> str:
    """Return its own name in the actor base, else the name used most, the fuller of two used equally; a state by its country."""
    if key.startswith("state:"):
        return country_names().get(key.removeprefix("state:"), key.removeprefix("state:"))
    names: Counter[str] = traits["names"]
    if not names:
        return key.rpartition(":")[2].replace("-", " ")
    return min(names, key=lambda name: (not is_own_name(name, key), -names[name], -len(name), name))


def _roles(claims: Any, aliases: Sequence[Row], keys: set[str]) -> list[Row]:
    """Return what it is called besides its name, with the claims that say so."""
    found: dict[str, set[str]] = {}
    for claim, party in _parties(claims, keys):
        if party["role"]:
            found.setdefault(party["role"], set()).add(claim.id)
    for row in aliases:
        if row.get("role"):
            found.setdefault(str(row["role"]), set()).update([str(row["claim"])] if row.get("claim") else [])
    return [{"role": role, "claims": sorted(ids)} for role, ids in sorted(found.items())]


def _aliases(sightings: Sequence[Row]) -> list[Row]:
    """Return the first sighting of each spelling."""
    first: dict[str, Row] = {}
    for row in sightings:
        first.setdefault(row["name"], {name: row.get(name) for name in ("name", "article", "span", "in")})
    return [row for _, row in sorted(first.items())]


def _corrected(record: Row, verdict: Verdict) -> Row:
    """Return the record with what people decided; a status that they replaced stays among the conflicts."""
    for name, (value, decision) in sorted(verdict.fields.items()):
        if name == "status" and value in STATUSES:
            old = next((row["values"] for row in record["conflicts"] if row["field"] == "status"), None)
            old = old or [{"value": record["status"], "claims": record["status_claims"], "sources": ["rule"], "current": False}]
            values = [{"value": value, "claims": [], "sources": [decision], "current": True}, *({**row, "current": False} for row in old)]
            record = {**record, "status": value, "status_rule": "decision", "status_claims": [], "conflicts": [{"field": "status", "values": values}]}
        elif name in {*TRAITS, "label"} and (value is None or isinstance(value, str)) and (value or name != "label"):
            record = {**record, name: value}
    return record


def since(record: Row) -> str | None:
    """Return the day since which the status is told, ISO 8601; None when no claim decided it."""
    days = [row["time"]["start"] or row["published"] for row in record["history"] if row["claim"] in record["status_claims"]]
    known = [text for text in days if text and day(text)]
    return min(known, default=None)
