"""Released records, made afresh from the ledger's: names, places and dates as the profile allows, labels written anew from what leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tocsin.publication.admit import Admitted, Articles
from tocsin.publication.dates import coarsen_day, coarsen_time, is_coarser
from tocsin.publication.guarded import Held
from tocsin.publication.parties import Guard, Namer
from tocsin.publication.places import Placed, Places
from tocsin.publication.profile import Profile
from tocsin.publication.shape import shaped
from tocsin.publication.vocabulary import code
from tocsin.records.labels import label
from tocsin.records.relations import state_of
from tocsin.records.shapes import day

Row = dict[str, Any]

NO_OUTLET = "an outlet"
"""What stands for an outlet that is not named."""
_FIGURES = ("killed", "injured", "abducted", "detained", "displaced", "missing", "released", "rescued")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one incident may show: its profile's limits, or narrower ones."""

    place: str
    date: str
    coarse_date: str
    community: bool


@dataclass(frozen=True, slots=True)
class Released:
    """One incident as it leaves, the ledger's own beside it, and what was made coarser."""

    row: Row
    source: Admitted
    placed: Placed
    place_coarser: bool
    date_coarser: bool


@dataclass(frozen=True)
class Projector:
    """Makes released records of one release."""

    profile: Profile
    namer: Namer
    places: Places
    articles: Articles
    held: Held
    ids: Mapping[str, str]
    """Ledger id → id in the release, of every incident and case that leaves."""
    until: date | None = None
    """Last day of publication that is not under embargo, None without one."""

    def limits(self) -> Limits:
        """Return the limits of the profile."""
        p = self.profile
        return Limits(p.finest_place, p.finest_date, p.coarse_date, p.communities)

    # ------------------------------------------------------------ incidents

    def incident(self, admitted: Admitted, limits: Limits) -> Released:
        """Return an incident as it leaves."""
        source, unnamed = admitted.record, admitted.unnamed
        placed = self.places.coarsen(source["place"], "none" if admitted.placeless else limits.place, self.profile.floor)
        time = self._time(source["time"], limits, coarser=placed.coarser)
        sides = {side: self.parties(source, side, limits, unnamed=unnamed) for side in ("perpetrators", "parties", "victims")}
        told = sorted({str(row[key]) for row in sides["victims"] for key in ("religion", "ethnicity") if row[key]})
        made: Row = {
            "id": self.ids[source["id"]], "label": "", "time": {**time, "rule": None, "claims": []},
            "place": {**placed.row, "rule": None, "claims": []},
            **sides, "communities": told if limits.community else [], "sources": self._sources(source, time),
            "conflicts": conflicts_of(source),
            "cases": sorted(self.ids[case] for case in source["cases"] if case in self.ids), "links": self._links(source),
        }  # fmt: skip
        row = shaped("incident", source, made)
        if row is None:
            raise ValueError(f"{source['id']} has a code that is not known")  # admit leaves such incidents out
        return Released({**row, "label": label(row, (), None)}, admitted, placed, placed.coarser, is_coarser(source["time"], time))

    def _time(self, time: Row, limits: Limits, *, coarser: bool) -> Row:
        return coarsen_time(time, limits.coarse_date if coarser else limits.date)

    def parties(self, source: Row, side: str, limits: Limits, *, unnamed: bool) -> list[Row]:
        """Return one side of an incident; those who are described alike are one."""
        rows: dict[str, Row] = {}
        for party in source[side]:
            row = self.party(party, source["id"], community=limits.community, unnamed=unnamed)
            if row is None:
                continue
            extra: Row = {"claims": []}
            if side == "perpetrators":
                extra |= {"attribution": code("attribution", party.get("attribution")) or "suspected", "sources": [], "denied_by": []}
            if side == "parties":
                extra["role"] = code("role", party.get("role")) or "side"
            mark = row["key"] if not row["key"].startswith("words:") else f"{row['name']}/{extra.get('attribution')}/{extra.get('role')}"
            rows.setdefault(mark, {**row, **extra})
        return list(rows.values())

    def party(self, party: Row, owner: str, *, community: bool, unnamed: bool = False) -> Row | None:
        """Return a party as it leaves, None when it is not mentioned."""
        made = self.namer.party(party, owner, community=community, unnamed=unnamed)
        return shaped("party", {**party, "kind": made["kind"]}, made) if made else None

    def _sources(self, source: Row, time: Row) -> list[Row]:
        """Return the articles: outlet and day alone, no day where the incident's own day does not leave."""
        days = self._day_grain(time)
        rows: list[Row | None] = []
        for told in source["sources"]:
            outlet = self.outlet(told["article"])
            made = {"article": self.article_id(told["article"]), "outlet": outlet, "published": coarsen_day(told.get("published"), days),
                    "chain": [outlet], "copy_of": self.article_id(told["copy_of"]) if told.get("copy_of") else None}  # fmt: skip
            rows.append(shaped("source", told, made))
        return sorted((row for row in rows if row), key=lambda row: str(row["article"]))

    def _day_grain(self, time: Row) -> str:
        """Return `day` if days beside a released time may leave: only where it is told to the day itself."""
        return "day" if time["grain"] == "day" and self.profile.finest_date == "day" else "none"

    def article_id(self, article: str) -> str:
        """Return the id of an article in the release: not the hash of its bytes, which whoever has it could compute."""
        return self.namer.keys.make("a", "article", article)

    def outlet(self, article: str) -> str:
        """Return the outlet as it was given with the article; never a host or file name that stands in for it."""
        given = self.articles.rows.get(article, {}).get("outlet_given")
        if not self.profile.outlets or not given or self.namer.protected.found_in(given):
            return NO_OUTLET
        return " ".join(str(given).split())

    def _links(self, source: Row) -> list[Row]:
        rows: list[Row] = [{"type": code("link", row.get("type")), "incident": self.ids.get(str(row.get("incident"))), "to": [], "decision": None}
                for row in source["links"]]  # fmt: skip
        return [row for row in rows if row["type"] and row["incident"]]

    # ------------------------------------------------------------ people, groups, ties, cases

    def entity(self, source: Row) -> Row | None:
        """Return a person or group as it leaves, None when it is not named or its codes are not known."""
        treatment = self.namer.treatment({"key": source["id"], "name": source["label"], "kind": source["entity_kind"]})
        if treatment not in {"keep", "pseudonym"} or source["review"] == "rejected":
            return None
        party = self.party({**source, "key": source["id"], "name": source["label"], "kind": source["entity_kind"]}, source["id"], community=True)
        if party is None or party["key"].startswith("words:"):
            return None
        person = source["kind"] == "person"
        made = {"kind": "person" if person else "group", "id": party["key"], "label": party["name"],
                **{name: party[name] for name in ("kb", "religion", "ethnicity")},
                "history": self._history(source) if source["review"] in self.profile.reviews else []}  # fmt: skip
        whole = len(self._open(source["history"])) == len(source["history"])
        if not whole and source["status_rule"] != "decision":  # what the status stands on may be what stays inside
            source = {**source, "status": "unknown", "status_rule": "nothing-told"}
        return shaped("entity", source, made)

    def _history(self, source: Row) -> list[Row]:
        """Return what is told of somebody, place and date as coarse as those of incidents."""
        limits = self.limits()
        rows: list[Row | None] = []
        placeless = self.namer.guards.get(source["id"], Guard(source["id"])).placeless
        for told in self._open(source["history"]):
            placed = self.places.coarsen(told["place"], "none" if placeless else limits.place, self.profile.floor)
            time = self._time(told["time"], limits, coarser=placed.coarser)
            when = time["start"] if time["grain"] == "day" else None
            rows.append(shaped("history", told, {"time": time, "place": placed.row, "day": when}))
        return [row for row in rows if row]

    def _open(self, history: Iterable[Row]) -> list[Row]:
        """Return the rows of a history that stand on nothing sealed or redacted."""
        return [row for row in history if row["article"] not in self.held.sealed and not self.held.scopes.get(row["article"])
                and not self.held.scopes.get(row["claim"]) and not self._is_fresh(row)]  # fmt: skip

    def _is_fresh(self, told: Row) -> bool:
        """Tell whether a row of a history is under embargo."""
        days = [found for text in (told.get("published"), told.get("day")) if (found := day(text))]
        return self.until is not None and (not days or max(days) > self.until)

    def relation(self, source: Row) -> Row | None:
        """Return a tie as it leaves, None when a side is not named or nothing that may leave speaks of it."""
        if source["review"] not in self.profile.reviews:
            return None
        sides = [self.party(source[side], source["id"], community=True) for side in ("from", "to")]
        told = self._open(source["history"])
        if any(side is None or side["key"].startswith("words:") for side in sides) or not told:
            return None
        one, two = (side for side in sides if side)
        limits = self.limits()
        grain = limits.coarse_date if "person" in {one["kind"], two["kind"]} else limits.date
        made = {
            "id": self.namer.keys.make("r", "relation", source["id"]), "label": f"{one['name']} – {two['name']}: {code('relation', source['type'])}",
            "from": one, "to": two, "state": code("state", source["state"] if source["state_rule"] == "decision" else state_of(told)),
            "first": coarsen_day(source["first"], grain) if len(told) == len(source["history"]) else None,
            "last": coarsen_day(source["last"], grain) if len(told) == len(source["history"]) else None,
            "history": [row for each in told if (row := self._tie(each, grain))],
        }  # fmt: skip
        return shaped("relation", source, made)

    def _tie(self, told: Row, grain: str) -> Row | None:
        return shaped("tie", told, {"time": coarsen_time(told["time"], grain), "day": coarsen_day(told["day"], grain)})

    def case(self, source: Row, incident: Row) -> Row | None:
        """Return an open question as it leaves: about which incident, and whether it is answered; its words stay inside."""
        line = f"Open question about: {incident['label']}"
        made = {"id": self.ids[source["id"]], "label": line, "question": line, "incident": incident["id"],
                "opened": coarsen_day(source["opened"], self._day_grain(incident["time"])),
                "closed": {"answer": None, "claims": [], "decision": None} if source["closed"] else None}  # fmt: skip
        return shaped("case", source, made)


def conflicts_of(source: Row) -> list[Row]:
    """Return in which fields the sources disagree; of figures the numbers too, without who says them."""
    rows = []
    for found in source["conflicts"]:
        field, _, effect = str(found["field"]).partition(".")
        if field == "toll" and effect in _FIGURES:
            values = [value["value"] for value in found["values"] if str(value["value"]).isascii() and str(value["value"]).isdigit()]
            rows.append({"field": f"toll.{effect}", "values": [{"value": value, "claims": [], "sources": [], "current": True} for value in values]})
        elif field in {"status", "time", "place", "perpetrators"} and not effect:
            rows.append({"field": field, "values": []})
    return rows
