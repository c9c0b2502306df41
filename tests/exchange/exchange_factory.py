"""Invented records in one line each, with every key that the ledger's reference names."""

from __future__ import annotations

import re
from typing import Any

from tocsin.exchange.bundle import Bundle

Row = dict[str, Any]

ARTICLE, OTHER = "sha256:" + "a" * 64, "sha256:" + "b" * 64
ARTICLES = {
    ARTICLE: {"id": ARTICLE, "ref": "a1", "outlet": "Valley Herald", "title": "Attack; in the valley", "uri": "https://valley.example/1",
              "published": "2019-03-06", "collected_at": "2019-03-07T00:00:00Z", "language": "en"},
    OTHER: {"id": OTHER, "ref": "a2", "outlet": "Coast Wire", "title": None, "uri": None, "published": None, "collected_at": None, "language": "en"},
}  # fmt: skip
DAY = {"edtf": "2019-03-05", "start": "2019-03-05", "end": "2019-03-05", "grain": "day", "basis": "explicit", "ucdp_precision": 1,
       "rule": "finest-agreed", "claims": ["c1"]}  # fmt: skip
MONTH = {**DAY, "edtf": "2019-02", "start": "2019-02-01", "end": "2019-02-28", "grain": "month", "ucdp_precision": 4}
YEAR = {**DAY, "edtf": "2018", "start": "2018-01-01", "end": "2018-12-31", "grain": "year", "ucdp_precision": 5}
NO_DAY = {**DAY, "edtf": None, "start": None, "end": None, "grain": "span", "basis": "unknown", "ucdp_precision": None}
TOWN = {"name": "Sirte", "country": "LBY", "admin1": "Sirte", "admin2": None, "city": "Sirte", "lat": 31.2089, "lon": 16.5887, "geonameid": 2210554,
        "ucdp_precision": 1, "basis": "stated", "rule": "finest-agreed", "claims": ["c1"]}  # fmt: skip
COUNTRY = {**TOWN, "name": "Libya", "admin1": None, "city": None, "lat": 28.0, "lon": 17.0, "geonameid": 2215636, "ucdp_precision": 6}
NOWHERE = {**TOWN, "name": None, "country": None, "admin1": None, "city": None, "lat": None, "lon": None, "geonameid": None, "ucdp_precision": None,
           "basis": "unknown"}  # fmt: skip


def party(name: str, *, kind: str = "group", sector: str | None = "REB", **over: Any) -> Row:
    """Return a party of an incident; named ones have a name key, `unidentified` ones are only described."""
    slug = re.sub(r"\W+", "-", name.lower()).strip("-") or "x"
    key = f"words:{kind}:-:{slug}" if kind in {"unidentified", "population"} else f"name:{kind}:{slug}"
    return {"key": key, "name": name, "kb": None, "kind": kind, "sector": sector, "country": None, "religion": None, "ethnicity": None,
            "claims": ["c1"], **over}  # fmt: skip


def blamed(name: str, attribution: str = "stated", **over: Any) -> Row:
    """Return a perpetrator."""
    return {**party(name, **over), "attribution": attribution, "sources": ["Valley Herald"]}


REBELS = blamed("Red Dune Front")
VILLAGERS = party("villagers", kind="population", sector="CVL", country="LBY", religion="Christianity", ethnicity="Coptic")
ARMY = party("Libyan army", kind="organisation", sector="MIL", country="LBY")
GUNMEN = blamed("gunmen", "suspected", kind="unidentified", sector="UAF")


def toll(effect: str = "killed", low: int | None = 3, best: int | None = 3, high: int | None = 3, **over: Any) -> Row:
    """Return one row of a toll."""
    return {"effect": effect, "low": low, "best": best, "high": high, "policy": "exact", "rule": "latest-best-placed", "best_claim": "c1",
            "claims": ["c1"], "combatants": None, **over}  # fmt: skip


def incident(id_: str, **over: Any) -> Row:
    """Return an attack of named rebels on villagers in a town on a day, three killed, unless told otherwise."""
    base = {
        "schema": "tocsin.record/1", "kind": "incident", "id": id_, "label": f"attack {id_}", "founder": "item1", "type": "ASSAULT", "mode": "firearms",
        "contexts": ["religion_ethnicity"], "acled": {"event_type": "Violence against civilians", "sub_event_type": "Attack"}, "time": DAY, "place": TOWN,
        "perpetrators": [REBELS], "parties": [], "victims": [VILLAGERS], "communities": ["Christianity", "Coptic"], "toll": [toll()], "damage": [],
        "means": [{"name": "rifles", "claims": ["c1"]}], "status": "actual", "background": False,
        "grade": {"evidence": "fair", "evidence_rule": "two-independent-sources", "reliability": "B", "credibility": "2", "by": "rule"},
        "sources": [{"article": ARTICLE, "outlet": "Valley Herald", "published": "2019-03-06", "role": "outlet",
                     "chain": ["Valley Herald", "a priest"], "copy_of": None}],
        "n_articles": 1, "n_sources": 1, "conflicts": [], "claims": ["c1"], "members": ["item1"], "cases": [], "links": [], "review": "unreviewed",
        "decisions": [], "sealed": False,
    }  # fmt: skip
    return {**base, **over}


def entity(id_: str, label: str, kind: str = "person", **over: Any) -> Row:
    """Return the record of a person or group."""
    base = {"schema": "tocsin.record/1", "kind": kind, "id": id_, "label": label, "kb": None, "entity_kind": "person" if kind == "person" else "group",
            "sector": "REB", "country": "LBY", "religion": "Islam", "ethnicity": None, "roles": [{"role": "commander", "claims": ["c1"]}],
            "aliases": [{"name": label, "article": ARTICLE, "span": [0, 5], "in": "text"}], "same_as": [], "status": "unknown", "status_rule": "none",
            "history": [], "review": "unreviewed", "decisions": [], "sealed": False}  # fmt: skip
    return {**base, **over}


def relation(id_: str, type_: str, one: Row, two: Row, **over: Any) -> Row:
    """Return the record of a relation."""
    base = {"schema": "tocsin.record/1", "kind": "relation", "id": id_, "label": f"{one['name']} – {two['name']}: {type_}", "type": type_,
            "directed": type_ in {"membership", "leadership"}, "from": one, "to": two, "state": "standing", "first": "2019-03-06", "last": "2019-03-06",
            "history": [{"time": NO_DAY, "factuality": "CT+", "source": ["Valley Herald"], "published": "2019-03-06", "claim": "c1", "speaks": "for"}],
            "review": "unreviewed", "decisions": [], "sealed": False}  # fmt: skip
    return {**base, **over}


def case(id_: str, incident_: str, **over: Any) -> Row:
    """Return the record of a case."""
    base = {"schema": "tocsin.record/1", "kind": "case", "id": id_, "label": "whether the villagers came home", "question": "whether they came home",
            "incident": incident_, "article": ARTICLE, "span": [0, 9], "in": "text", "words": "no word yet", "opened": "2019-03-06", "state": "open",
            "proposals": [], "closed": None, "review": "unreviewed", "decisions": [], "sealed": False}  # fmt: skip
    return {**base, **over}


def claim(article: str = ARTICLE, **over: Any) -> Row:
    """Return the body of a statement, as far as writers look into it."""
    source = {"name": "Valley Herald", "role": "outlet", "party": None, "span": None, "words": None}
    base = {"schema": "tocsin.claim/1", "article": article, "kind": "event", "type": "ASSAULT", "mode": "firearms", "contexts": [], "acled": None,
            "realis": "actual", "stage": "accomplished", "factuality": "CT+", "background": False, "superseded": False, "score": 0.9, "in": "text",
            "sources": [source, {**source, "name": "a priest", "role": "witness"}], "actor": [], "recipient": [], "toll": [], "damage": [],
            "means": None}  # fmt: skip
    return {**base, **over}


CASES = {
    "i01": incident("i01"),
    "i02range": incident("i02range", toll=[toll(low=20, best=21, high=30), toll("injured", 4, None, None)]),
    "i03unknown": incident("i03unknown", toll=[toll(low=None, best=None, high=None)]),
    "i04zero": incident("i04zero", toll=[toll(low=0, best=0, high=0)]),
    "i05silent": incident("i05silent", toll=[]),
    "i06month": incident("i06month", time=MONTH),
    "i07country": incident("i07country", place=COUNTRY),
    "i08disputed": incident("i08disputed", status="disputed", conflicts=[{"field": "toll.killed", "values": []}]),
    "i09denied": incident("i09denied", status="denied"),
    "i10hypothetical": incident("i10hypothetical", status="hypothetical"),
    "i11future": incident("i11future", status="future"),
    "i12rivals": incident("i12rivals", perpetrators=[REBELS, blamed("Salt Coast Brigade")], conflicts=[{"field": "perpetrators", "values": []}]),
    "i13gunmen": incident("i13gunmen", perpetrators=[GUNMEN]),
    "i14hebrew": incident("i14hebrew", label="תקיפה בכפר", victims=[party("أبو مرقس", kind="person", sector="REL", religion="Christianity")]),
    "i15formula": incident("i15formula", perpetrators=[blamed('=HYPERLINK("http://x.example")')], label="-2+3"),
    "i16quotes": incident("i16quotes", victims=[party('the "Blue,\nHouse" people', kind="population", sector="CVL")]),
    "i17rejected": incident("i17rejected", review="rejected"),
    "i18battle": incident("i18battle", perpetrators=[], victims=[], parties=[party("Red Dune Front"), ARMY], toll=[toll(low=10, best=12, high=None)],
                          acled={"event_type": "Battles", "sub_event_type": "Armed clash"}),
    "i19tie": incident("i19tie", type="alliance", mode=None, acled={"event_type": "Strategic developments", "sub_event_type": "Agreement"}, toll=[]),
    "i20nowhere": incident("i20nowhere", place=NOWHERE, time=NO_DAY),
    "i21year": incident("i21year", time=YEAR),
    "i22inverted": incident("i22inverted", toll=[toll(low=9, best=4, high=6)]),
    "i23joint": incident("i23joint", perpetrators=[REBELS, blamed("Salt Coast Brigade")], review="accepted"),
    "i24abducted": incident("i24abducted", mode="abduct", toll=[toll("abducted", 5, 5, None), toll("released", 2, 2, 2)], cases=["case-1"],
                            acled={"event_type": "Violence against civilians", "sub_event_type": "Abduction/forced disappearance"}),
    "i25state": incident("i25state", perpetrators=[blamed("Chadian army", "claimed", kind="organisation", sector="MIL", country="TCD")],
                         damage=[{"object": "church", "effect": "burned", "low": 1, "high": 1, "claims": ["c1"]}]),
    "i26closure": incident("i26closure", type="COERCE", mode="worship-closure", toll=[], acled={"event_type": "Strategic developments", "sub_event_type": "Other"}),
    "i27denier": incident("i27denier", perpetrators=[blamed("Salt Coast Brigade", "denied")], sealed=True),
}  # fmt: skip

LEADER = entity("name:person:omar-al-sahel", "Omar al-Sahel", status="disputed", status_rule="sources-conflict", history=[
    {"status": "dead", "time": MONTH, "place": TOWN, "factuality": "PR+", "superseded": True, "source": ["Valley Herald"], "published": "2019-03-06",
     "claim": "c1"}])  # fmt: skip
FRONT = entity("name:group:red-dune-front", "Red Dune Front", "group")
BRIGADE = entity("name:group:salt-coast-brigade", "Salt Coast Brigade", "group")
DEAD = entity("name:person:abu-marqus", "أبو مرقس", sector="REL", status="dead")

_LEADER, _FRONT, _BRIGADE = party("Omar al-Sahel", kind="person"), party("Red Dune Front"), party("Salt Coast Brigade")
RELATIONS = (
    relation("rel-1", "leadership", _LEADER, _FRONT),
    relation("rel-2", "alliance", _FRONT, _BRIGADE, state="disputed"),
    relation("rel-3", "membership", _LEADER, _FRONT, state="ended"),
    relation("rel-4", "rivalry", _FRONT, _BRIGADE, state="denied"),
    relation("rel-5", "support", _FRONT, _BRIGADE, review="rejected"),
)


def everything() -> Bundle:
    """Return a bundle with every case above."""
    return Bundle(
        incidents=tuple(CASES.values()), people=(LEADER, DEAD), groups=(FRONT, BRIGADE), relations=RELATIONS, cases=(case("case-1", "i24abducted"),),
        claims={"c1": claim()}, articles=ARTICLES,
    )  # fmt: skip


def only(*ids: str) -> Bundle:
    """Return a bundle with the named incidents alone."""
    return Bundle(incidents=tuple(CASES[id_] for id_ in ids), claims={"c1": claim()}, articles=ARTICLES)
