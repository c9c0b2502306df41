"""Readings in the contract's form and items, as small as the linker allows."""

from __future__ import annotations

import hashlib

from tocsin.linking.items import items_of

NOWHEN = {"edtf": None, "start": None, "end": None, "grain": None, "basis": "unknown", "ref": None, "ucdp_precision": None}
NOWHERE = {"ref": None, "name": None, "country": None, "admin1": None, "admin2": None, "city": None, "lat": None, "lon": None, "geonameid": None,
           "ucdp_precision": None, "basis": "unknown"}


def on(day):
    return {**NOWHEN, "edtf": day, "start": day, "end": day, "grain": "day", "basis": "explicit", "ucdp_precision": 1}


def at(city, country, admin1=None, lat=None, lon=None):
    return {**NOWHERE, "name": city, "city": city, "country": country, "admin1": admin1, "lat": lat, "lon": lon, "ucdp_precision": 1, "basis": "stated"}


def actor(key, name, kb=None, kind="group"):
    return {"id": key, "name": name, "kb": kb, "kind": kind, "mentions": [{"span": [0, 1], "in": "text", "kind": "name"}]}


def claim(key, incident, text, sentence, kind="ASSAULT", score=0.9):
    start = text.index(sentence)
    return {"id": key, "incident": incident, "type": kind, "kind": "event", "in": "text", "trigger": [start, start + 4], "score": score, "actor": [],
            "recipient": [], "evidence": {"sentence": [start, start + len(sentence)], "by": "events@1"}}


def incident(key, claims, kind="ASSAULT", time=None, place=None, toll=(), status="actual", *, main=True, background=False, who=(), whom=()):
    return {"id": key, "claims": list(claims), "type": kind, "mode": None, "time": time or NOWHEN, "place": place or NOWHERE, "actor": list(who),
            "recipient": list(whom), "status": status, "background": background, "main": main, "conflicts": [],
            "toll": [{"effect": effect, "low": n, "best": n, "high": n, "claims": []} for effect, n in toll]}


def reading(ref, text, incidents, claims, actors=(), title=None, published="2015-02-16"):
    article = {"ref": ref, "id": "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest(), "text": text, "title": title, "published": published}
    return {"schema": "tocsin.reading/1", "article": article, "actors": list(actors), "claims": list(claims), "incidents": list(incidents)}


def story(ref, text, kind="ASSAULT", title=None, published="2015-02-16", **facts):
    """Return the reading of a text whose first sentence (to the first full stop) tells the one incident."""
    sentence = text.split(". ")[0]
    return reading(ref, text, [incident("i1", ["c1"], kind, **facts)], [claim("c1", "i1", text, sentence, kind)], title=title, published=published)


def item(ref, text, **facts):
    return items_of([story(ref, text, **facts)])[0]
