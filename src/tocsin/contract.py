"""Readings in the form that others build on: the JSON of `tocsin.reading/1`."""

from __future__ import annotations

from datetime import date
from typing import Any

from tocsin.model.claim import Claim, ClaimPlace, ClaimTime, Incident
from tocsin.model.issue import Issue
from tocsin.model.reading import Reading
from tocsin.model.said import Attribution
from tocsin.model.text import Article, Span
from tocsin.model.when import TimeMention
from tocsin.model.where import PlaceMention, Toponym
from tocsin.model.who import Actor, Count

READING_SCHEMA = "tocsin.reading/1"

BEYOND_COUNTRIES = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
"""PLOVER codes of international actors; the contract prints ISO 3166 countries only, so that these have none."""

Row = dict[str, Any]


def reading_to_dict(reading: Reading) -> Row:
    """Return the reading as the contract's object; keys are always present."""
    row: Row = {
        "schema": READING_SCHEMA,
        "engine": {
            "version": reading.engine.version,
            "language_model": reading.engine.language_model,
            "stages": dict(reading.engine.stages),
        },
        "article": _article(reading.article, relevant=reading.relevant),
        "actors": [_actor(actor) for actor in reading.actors],
        "places": [_place(place) for place in reading.places],
        "times": [_time(time) for time in reading.times],
        "attributions": [_attribution(said) for said in reading.attributions],
        "claims": [_claim(claim) for claim in reading.claims],
        "incidents": [_incident(incident) for incident in reading.incidents],
        "cases": [
            {"incident": case.incident, "question": case.question, "span": list(case.span), "in": case.section, "state": case.state}
            for case in reading.cases
        ],
        "issues": [_issue(issue) for issue in reading.issues],
    }
    if reading.predicates is not None:
        row["predicates"] = [
            {
                "span": list(predicate.span),
                "in": predicate.section,
                "lemma": predicate.lemma,
                "factuality": predicate.judged.value,
                "score": round(predicate.score, 3),
            }
            for predicate in reading.predicates
        ]
    return row


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _span(span: Span | None) -> list[int] | None:
    return list(span) if span else None


def _article(article: Article, *, relevant: bool) -> Row:
    return {
        "ref": article.ref,
        "id": article.id,
        "uri": article.uri,
        "outlet": article.outlet,
        "title": article.title,
        "language": article.language,
        "published": _day(article.published),
        "published_basis": article.published_basis,
        "relevant": relevant,
        "text": article.text,
    }


def _count(count: Count | None) -> Row | None:
    return {"low": count.low, "high": count.high, "span": list(count.span)} if count else None


def _actor(actor: Actor) -> Row:
    return {
        "id": actor.id,
        "name": actor.name,
        "kb": actor.kb,
        "kind": actor.kind,
        "sector": actor.sector,
        "country": None if actor.country in BEYOND_COUNTRIES else actor.country,
        "religion": actor.religion,
        "ethnicity": actor.ethnicity,
        "role": actor.role,
        "number": _count(actor.number),
        "mentions": [{"span": list(mention.span), "in": mention.section, "kind": mention.kind} for mention in actor.mentions],
    }


def _toponym(toponym: Toponym) -> Row:
    return {
        "name": toponym.name,
        "lat": toponym.lat,
        "lon": toponym.lon,
        "geonameid": toponym.geonameid,
        "country": toponym.country,
        "admin1": toponym.admin1,
    }


def _place(place: PlaceMention) -> Row:
    top = place.toponym
    return {
        "id": place.id,
        "name": place.name,
        "span": list(place.span),
        "in": place.section,
        "lat": top.lat if top else None,
        "lon": top.lon if top else None,
        "geonameid": top.geonameid if top else None,
        "country": top.country if top else None,
        "admin1": top.admin1 if top else None,
        "admin2": top.admin2 if top else None,
        "city": top.city if top else None,
        "feature": top.feature if top else None,
        "ucdp_precision": place.ucdp_precision,
        "state": place.state,
        "alternatives": [_toponym(other) for other in place.alternatives],
        "score": round(place.score, 3),
    }


def _time(time: TimeMention) -> Row:
    when = time.when
    return {
        "id": time.id,
        "span": list(time.span),
        "in": time.section,
        "timex_type": time.timex_type,
        "timex_value": time.timex_value,
        "edtf": when.edtf if when else None,
        "start": _day(when.start) if when else None,
        "end": _day(when.end) if when else None,
        "grain": when.grain if when else None,
    }


def _attribution(said: Attribution) -> Row:
    return {
        "id": said.id,
        "source": _span(said.source),
        "cue": list(said.cue),
        "content": [list(span) for span in said.content],
        "in": said.section,
        "actor": said.actor,
        "kind": said.kind,
    }


def _claim_time(time: ClaimTime) -> Row:
    return {
        "edtf": time.edtf,
        "start": _day(time.start),
        "end": _day(time.end),
        "grain": time.grain,
        "basis": time.basis,
        "ref": time.ref,
        "ucdp_precision": time.ucdp_precision,
    }


def _claim_place(place: ClaimPlace) -> Row:
    return {
        "ref": place.ref,
        "name": place.name,
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "city": place.city,
        "lat": place.lat,
        "lon": place.lon,
        "geonameid": place.geonameid,
        "ucdp_precision": place.ucdp_precision,
        "basis": place.basis,
    }


def _claim(claim: Claim) -> Row:
    return {
        "id": claim.id,
        "kind": claim.kind,
        "type": claim.type,
        "mode": claim.mode,
        "contexts": list(claim.contexts),
        "acled": {"event_type": claim.acled[0], "sub_event_type": claim.acled[1]} if claim.acled else None,
        "trigger": list(claim.trigger),
        "in": claim.section,
        "actor": list(claim.actor),
        "recipient": list(claim.recipient),
        "realis": claim.realis,
        "stage": claim.progress,
        "factuality": claim.factuality,
        "background": claim.background,
        "superseded": claim.superseded,
        "sources": [
            {"name": source.name, "role": source.role, "actor": source.actor, "span": _span(source.span)} for source in claim.sources
        ],
        "time": _claim_time(claim.time),
        "place": _claim_place(claim.place),
        "toll": [
            {
                "effect": toll.effect,
                "low": toll.low,
                "high": toll.high,
                "who": toll.who,
                "combatants": toll.combatants,
                "span": list(toll.span),
                "policy": toll.policy,
            }
            for toll in claim.toll
        ],
        "damage": [
            {"object": row.object, "effect": row.effect, "low": row.low, "high": row.high, "span": list(row.span)} for row in claim.damage
        ],
        "means": {"name": claim.means.name, "span": list(claim.means.span)} if claim.means else None,
        "incident": claim.incident,
        "evidence": {"sentence": list(claim.sentence_span), "by": claim.by},
        "score": round(claim.score, 3),
    }


def _incident(incident: Incident) -> Row:
    return {
        "id": incident.id,
        "claims": list(incident.claims),
        "type": incident.type,
        "mode": incident.mode,
        "time": _claim_time(incident.time),
        "place": _claim_place(incident.place),
        "actor": list(incident.actor),
        "recipient": list(incident.recipient),
        "toll": [
            {"effect": toll.effect, "low": toll.low, "best": toll.best, "high": toll.high, "claims": list(toll.claims)}
            for toll in incident.toll
        ],
        "status": incident.status,
        "background": incident.background,
        "main": incident.main,
        "conflicts": [
            {"field": conflict.field, "values": [{"claim": claim, "value": value} for claim, value in conflict.values]}
            for conflict in incident.conflicts
        ],
    }


def _issue(issue: Issue) -> Row:
    return {
        "code": issue.code,
        "severity": issue.severity,
        "spans": [list(span) for span in issue.spans],
        "message": issue.message,
    }
