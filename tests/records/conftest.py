"""Claims and incidents of articles in one line, for tests of what records make of them."""

import json
from functools import wraps
from importlib.resources import files

import pytest
from jsonschema import Draft202012Validator

from tocsin.records.canonical import short_id
from tocsin.records.told import ArticleFacts, Decision, Member, Told

NO_TIME = {"edtf": None, "start": None, "end": None, "grain": None, "basis": "unknown", "ucdp_precision": None, "in": None, "span": None, "words": None}
NO_PLACE = {"name": None, "country": None, "admin1": None, "admin2": None, "city": None, "lat": None, "lon": None, "geonameid": None, "ucdp_precision": None,
            "basis": "unknown", "in": None, "span": None, "words": None}  # fmt: skip


class Desk:
    """Makes articles, claims, members and decisions; each claim stands on a sentence of its own."""

    def __init__(self):
        self.made = 0

    @staticmethod
    def article(name="a", published="2020-01-10", outlet=None, copy_of=None):
        return ArticleFacts(f"sha256:{name}", outlet or f"Outlet {name.upper()}", published, None, None, copy_of and f"sha256:{copy_of}")

    @staticmethod
    def party(name, kind="population", **fields):
        kb = fields.get("kb")
        named = kind in {"person", "state"} or fields.pop("named", False)
        key = f"kb:{kb}" if kb else f"name:{kind}:{name.lower().replace(' ', '-')}" if named else f"words:{kind}:-:{name.lower().replace(' ', '-')}"
        row = {"key": key, "name": name, "kb": None, "kind": kind, "sector": None, "country": None, "religion": None, "ethnicity": None, "role": None,
               "number": None, "span": [0, 1], "in": "text"}  # fmt: skip
        return row | fields

    @staticmethod
    def day(text, basis="explicit"):
        from tocsin.records.shapes import full_time
        return {**NO_TIME, **full_time(text), "basis": basis}

    @staticmethod
    def place(name, country=None, admin1=None, admin2=None, city=None, basis="stated", at=None):
        precision = 1 if city else 3 if admin2 else 4 if admin1 else 6
        point = {"lat": at[0], "lon": at[1]} if at else {"lat": 1.0, "lon": 2.0}
        return {**NO_PLACE, "name": name, "country": country, "admin1": admin1, "admin2": admin2, "city": city, "ucdp_precision": precision, "basis": basis, **point}

    @staticmethod
    def source(name, role="official", party=None, country=None):
        return {"name": name, "role": role, "party": party, "country": country, "span": [0, 1], "words": name}

    def claim(self, article, type_="ASSAULT", kind="event", actor=(), recipient=(), toll=(), sources=(), time=None, place=None, words="", trigger="attack", **fields):
        """Return a claim. `toll`: rows (effect, low, high, party or None, *policy). `words`: its sentence, in which figures are looked up."""
        self.made += 1
        start = self.made * 1000
        words = words or f"{trigger} no {self.made}"
        rows = []
        for effect, low, high, who, *rest in toll:
            at = words.find(str(low)) if low is not None and str(low) in words else 0
            rows.append({"effect": effect, "low": low, "high": high, "who": who and who["key"], "combatants": rest[1] if len(rest) > 1 else None,
                         "span": [start + at, start + at + len(str(low))], "policy": rest[0] if rest else "exact", "words": str(low)})  # fmt: skip
        recipient = [*recipient, *(row[3] for row in toll if row[3] and row[3] not in recipient and row[3] not in actor)]
        outlet = {"name": article.outlet, "role": "outlet", "party": None, "country": None, "span": None, "words": None}
        body = {"schema": "tocsin.claim/1", "article": article.id, "kind": kind, "type": type_, "mode": None, "contexts": [], "acled": None, "realis": "actual",
                "stage": "accomplished", "factuality": "CT+", "background": False, "superseded": False, "score": 0.9, "in": "text",
                "trigger": {"span": [start, start + 6], "words": trigger}, "actor": list(actor), "recipient": recipient, "sources": [outlet, *sources],
                "time": time or NO_TIME, "place": place or NO_PLACE, "toll": rows, "damage": [], "means": None,
                "evidence": {"sentence": [start, start + len(words)], "by": "events.assemble@1", "words": words}} | fields  # fmt: skip
        return Told(short_id("c", body), body, article)

    @staticmethod
    def member(article, *claims, number=1, **fields):
        told = claims[0].body
        found = {}
        for claim in claims:
            for row in claim.body["toll"]:
                if not claim.body["superseded"] and not claim.body["factuality"].endswith("-") and row["low"] is not None:
                    other = found.get(row["effect"])
                    if other is None or row["low"] > other["best"]:
                        found[row["effect"]] = {"effect": row["effect"], "low": row["low"], "best": row["low"], "high": row["high"], "claims": [claim.id]}
        row = {"id": f"i{number}", "claims": [claim.id for claim in claims], "type": told["type"], "mode": told["mode"],
               "time": next((c.body["time"] for c in claims if c.body["time"]["basis"] != "unknown"), NO_TIME),
               "place": next((c.body["place"] for c in claims if c.body["place"]["basis"] != "unknown"), NO_PLACE),
               "actor": [], "recipient": [], "toll": list(found.values()), "status": "actual", "background": False, "main": True, "conflicts": []}  # fmt: skip
        return Member(f"{article.id}#i{number}", article, row | fields, tuple(claims))

    def decision(self, verb, kind="incident", subject="i0", value=None, anchors=(), at=None, evidence=()):
        self.made += 1
        at = at or f"2020-02-01T00:00:{self.made % 60:02d}.000000Z"
        return Decision(short_id("d", [verb, kind, subject, at, value]), at, "ana", verb, kind, subject, "seen", tuple(anchors), value or {}, tuple(evidence))


@pytest.fixture
def desk():
    return Desk()


SCHEMA = json.loads(files("tocsin").joinpath("data/schema/record.json").read_text(encoding="utf-8"))
KINDS = {"incident_record": "incident", "entity_record": "entity", "relation_record": "relation", "case_record": "case"}


@pytest.fixture(autouse=True)
def every_record_obeys_the_schema(request, monkeypatch):
    """Check each record that a test makes."""
    for name, kind in KINDS.items():
        if hasattr(request.module, name):
            monkeypatch.setattr(request.module, name, checked(getattr(request.module, name), kind))


def checked(make, kind):
    validator = Draft202012Validator({**{key: held for key, held in SCHEMA.items() if key != "oneOf"}, "$ref": f"#/$defs/{kind}"})

    @wraps(make)
    def made(*args, **kwargs):
        record = make(*args, **kwargs)
        validator.validate(record)
        return record

    return made
