"""Write readings as one HTML page that needs nothing else: no script from elsewhere, no font, no network."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, StrictUndefined

from tocsin.model.claim import Claim, Incident
from tocsin.model.reading import Reading
from tocsin.report import words
from tocsin.report.segments import Segment, cut_segments, marks_of


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim as the page shows it; all fields are plain text and escaped by the template."""

    id: str
    what: str
    when: str
    where: str
    who: str
    whom: str
    toll: str
    says: str
    sure: str
    level: str
    quote: str
    notes: str


@dataclass(frozen=True, slots=True)
class IncidentBlock:
    """One incident with its claims."""

    row: ClaimRow
    main: bool
    background: bool
    claims: list[ClaimRow]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """What the template renders of one article. `number` keeps ids apart on a page with several articles."""

    number: int
    heading: str
    byline: str
    title: list[Segment]
    text: list[Segment]
    incidents: list[IncidentBlock]
    ties: list[ClaimRow]
    cases: list[str]
    issues: list[str]


def write_page(readings: Iterable[Reading]) -> str:
    """Return the page. Text from articles is escaped everywhere; a strict content policy forbids all loading."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(files("tocsin").joinpath("data/report/page.html").read_text(encoding="utf-8"))
    return template.render(articles=[view_article(reading, number) for number, reading in enumerate(readings, 1)])


def view_article(reading: Reading, number: int) -> ArticleView:
    """Return what the page shows of one reading."""
    article = reading.article
    day = f"{words.day_words(article.published)} ({article.published_basis})" if article.published else "publication day unknown"
    claims = {claim.id: claim for claim in reading.claims}
    events = [incident for incident in reading.incidents if any(claims[key].kind == "event" for key in incident.claims)]
    ranked = sorted(events, key=lambda incident: (not incident.main, incident.status not in {"actual", "disputed"}, incident.background))
    return ArticleView(
        number, article.title or article.ref, " · ".join(part for part in (article.outlet, day, article.uri) if part),
        cut_segments(article.title or "", marks_of(reading, "title")), cut_segments(article.text, marks_of(reading, "text")),
        [_block(reading, incident) for incident in ranked], [_claim_row(reading, claim) for claim in reading.claims if claim.kind != "event"],
        [case.question for case in reading.cases], [issue.message for issue in reading.issues],
    )  # fmt: skip


def _block(reading: Reading, incident: Incident) -> IncidentBlock:
    """Return one incident with its claims."""
    keys = set(incident.claims)
    claims = [claim for claim in reading.claims if claim.id in keys]
    sure = words.certainty_words(incident, claims)
    row = ClaimRow(
        incident.id, words.act_words(incident.type, incident.mode), words.time_words(incident.time), words.place_words(incident.place),
        words.party_words(reading, incident.actor), words.party_words(reading, incident.recipient), words.toll_words(incident.toll),
        words.source_words(claims), sure, _level(sure), "", "; ".join(f"{c.field} differs" for c in incident.conflicts),
    )  # fmt: skip
    return IncidentBlock(row, incident.main, incident.background, [_claim_row(reading, claim) for claim in claims])


def _claim_row(reading: Reading, claim: Claim) -> ClaimRow:
    """Return one claim."""
    text = reading.article.section(claim.section)
    sure = words.CERTAINTY[claim.factuality]
    toll = ", ".join(f"{words.range_words(row.low, row.high)} {row.effect}" for row in claim.toll)
    notes = [claim.realis if claim.realis != "actual" else "", "superseded" if claim.superseded else "", claim.means.name if claim.means else ""]
    return ClaimRow(
        claim.id, words.act_words(claim.type, claim.mode), words.time_words(claim.time), words.place_words(claim.place),
        words.party_words(reading, claim.actor), words.party_words(reading, claim.recipient), toll, words.source_words([claim]), sure,
        _level(sure), text[claim.sentence_span[0] : claim.sentence_span[1]], ", ".join(note for note in notes if note),
    )  # fmt: skip


def _level(sure: str) -> str:
    """Return the colour class of a certainty."""
    if sure == "certain":
        return "certain"
    return "no" if sure in {"denied", "disputed", "probably not", "perhaps not"} else "maybe"
