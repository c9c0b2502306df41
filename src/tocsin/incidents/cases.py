"""Open questions: what the text itself says is not known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from tocsin.incidents.words import incident_words
from tocsin.model.claim import Case, Claim, Incident
from tocsin.model.text import Article, Sentence, Span

_WHETHER = re.compile(r"\b(?:whether|if|who|how|why|where|what|when)\b.*", re.IGNORECASE | re.DOTALL)


def open_cases(article: Article, sentences: Sequence[Sentence], claims: Sequence[Claim], incidents: Sequence[Incident]) -> tuple[Case, ...]:
    """Return the open cases of an article, each tied to the nearest incident that happened."""
    found = []
    for sent in sentences:
        if sent.section == "title":
            continue
        words = " ".join(article.text[sent.span[0] : sent.span[1]].split())
        if _open().search(words):
            found.append(Case(_incident_near(sent, claims, incidents), _question(words), _span(sent)))
    return tuple(found)


@cache
def _open() -> re.Pattern[str]:
    """Return the phrases that leave something open."""
    return re.compile(rf"\b(?:{'|'.join(incident_words().open_phrases)})\b", re.IGNORECASE)


def _span(sent: Sentence) -> Span:
    """Return the span of a sentence without its full stop."""
    last = sent.tokens[-2] if len(sent.tokens) > 1 and sent.tokens[-1].pos == "PUNCT" else sent.tokens[-1]
    return sent.tokens[0].start, last.end


def _question(words: str) -> str:
    """Return the question in the sentence's own words."""
    asked = _WHETHER.search(words)
    return (asked[0] if asked else words).rstrip(" .")


def _incident_near(sent: Sentence, claims: Sequence[Claim], incidents: Sequence[Incident]) -> str | None:
    """Return the incident of a claim in the sentence, else of the last claim before it that happened."""
    happened = {incident.id for incident in incidents if incident.status in {"actual", "disputed"}}
    before = [claim for claim in claims if claim.section == sent.section and claim.sentence <= sent.index and claim.incident in happened]
    return before[-1].incident if before else next((incident.id for incident in incidents if incident.main), None)
