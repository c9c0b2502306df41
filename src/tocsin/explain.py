"""Say step by step why a claim's values are what they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.errors import UsageError
from tocsin.model.claim import Claim
from tocsin.model.event import Trigger
from tocsin.model.text import Span
from tocsin.pipeline import Work


@dataclass(frozen=True, slots=True)
class Step:
    """One value and the reason for it. `words` are the text that it rests on."""

    field: str
    value: str
    reason: str
    words: str = ""


def explain_claim(work: Work, key: str) -> list[Step]:
    """Return the steps that led to a claim's values, in the order in which the stages took them.

    Raises:
        UsageError: the article has no claim of that id.
    """
    claim = next((claim for claim in work.grouped.claims if claim.id == key), None)
    if claim is None:
        known = ", ".join(claim.id for claim in work.grouped.claims) or "none"
        msg = f'There is no claim "{key}" in this article. Its claims: {known}.'
        raise UsageError(msg)
    trigger = next(t for t in work.triggers.items if (t.section, t.span, t.frame, t.type) == (claim.section, claim.trigger, claim.frame, claim.type))
    return [
        *_act(work, claim, trigger),
        *_parties(work, claim, trigger),
        *_judgement(work, claim),
        *_said(work, claim),
        *_setting(work, claim),
        *_counts(work, claim),
        *_incident(work, claim),
    ]


def _cut(work: Work, claim: Claim, span: Span) -> str:
    """Return the words under a span of the claim's section."""
    return work.article.section(claim.section)[span[0] : span[1]]


def _act(work: Work, claim: Claim, trigger: Trigger) -> Iterator[Step]:
    """Why this type and mode."""
    yield Step("type", claim.type, f"the words match the entry “{trigger.frame}” of the lexicon (frames)", _cut(work, claim, claim.trigger))
    if claim.mode:
        yield Step("mode", claim.mode, "set by the same entry")
    if claim.acled:
        yield Step("acled", " / ".join(claim.acled), "derived from type, mode and parties by the ontology's table")


def _parties(work: Work, claim: Claim, trigger: Trigger) -> Iterator[Step]:
    """Why these parties."""
    sent = work.sentences[claim.sentence]
    heads = {(m.sentence, m.head): actor for actor in work.actors.items for m in actor.mentions}
    for filler in trigger.fillers:
        actor = heads.get((claim.sentence, filler.token))
        word = sent.tokens[filler.token].text
        if actor is None:
            yield Step(filler.role, "–", f"the word fills the role by “{filler.via}”, but stands for no actor", word)
            continue
        known = f"in the actor base as {actor.kb}" if actor.kb else "not in the actor base"
        yield Step(filler.role, actor.name, f"fills the role by “{filler.via}”; {actor.kind}, {known}, {len(actor.mentions)} mention(s)", word)
    for role in ("actor", "recipient"):
        if not trigger.fill(role):
            yield Step(role, "unstated", "no word of the sentence fills the role")


def _judgement(work: Work, claim: Claim) -> Iterator[Step]:
    """Why this certainty."""
    judged = work.judgements.of(claim.sentence, claim.token)
    words = ", ".join(_cut(work, claim, cue) for cue in judged.cues)
    rules = ", ".join(judged.rules) or "a plain statement; nothing denies, doubts or postpones it"
    yield Step("factuality", claim.factuality, rules, words)
    yield Step("realis", f"{claim.realis}, {claim.progress}", rules, words)


def _said(work: Work, claim: Claim) -> Iterator[Step]:
    """Why these sources."""
    for source in claim.sources:
        if source.role == "outlet":
            yield Step("source", source.name, "the outlet that published the article")
        else:
            yield Step(
                "source",
                source.name,
                f"the words stand inside what this source says ({source.role})",
                _cut(work, claim, source.span) if source.span else "",
            )
    if not claim.sources:
        yield Step("source", "the article itself", "no reported passage holds these words")


def _setting(work: Work, claim: Claim) -> Iterator[Step]:
    """Why this time and place."""
    mention = next((time for time in work.times.items if time.id == claim.time.ref), None)
    if mention:
        how = (
            "inherited from another claim of the incident" if claim.time.basis == "inherited" else "the time expression belongs to the event's clause"
        )
        published = work.article.published.isoformat() if work.article.published else "unknown"
        text = work.article.section(mention.section)[mention.span[0] : mention.span[1]]
        yield Step("time", claim.time.edtf or "?", f"{how}; {claim.time.basis}, rule {mention.rule or '–'}, publication day {published}", text)
    else:
        yield Step("time", "unknown", "no time expression belongs to the event; the publication day is never assumed")
    place = next((place for place in work.places.items if place.id == claim.place.ref), None)
    if place:
        ways = {
            "stated": "the name belongs to the event's clause",
            "inherited": "inherited from another claim of the incident",
            "dateline": "the dateline's place",
        }
        text = work.article.section(place.section)[place.span[0] : place.span[1]]
        yield Step(
            "place", f"{claim.place.name} ({claim.place.country})", f"{ways.get(claim.place.basis, claim.place.basis)}; score {place.score:.2f}", text
        )
    else:
        yield Step("place", "unknown", "no place name belongs to the event")


def _counts(work: Work, claim: Claim) -> Iterator[Step]:
    """Why these numbers and things."""
    for toll in claim.toll:
        yield Step("toll", f"{toll.effect} {toll.low}–{toll.high}", f"count rule “{toll.policy}”", _cut(work, claim, toll.span))
    for row in claim.damage:
        yield Step("damage", f"{row.object}: {row.effect}", "the thing that the event strikes", _cut(work, claim, row.span))
    if claim.means:
        yield Step("means", claim.means.name, "weapon or method named in the event's clause", _cut(work, claim, claim.means.span))


def _incident(work: Work, claim: Claim) -> Iterator[Step]:
    """Why this incident, and news or background."""
    incident = next(incident for incident in work.grouped.incidents if incident.id == claim.incident)
    others = [key for key in incident.claims if key != claim.id]
    yield Step("incident", incident.id, f"judged one happening with {', '.join(others)}" if others else "no other claim tells of it")
    yield Step(
        "background",
        str(claim.background).lower(),
        "what the article is about" if incident.main else "by its date and tense against the main incident",
    )
