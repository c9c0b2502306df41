"""What the article is about, and what in it happened before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from tocsin.incidents.alike import family
from tocsin.incidents.dating import takes_day
from tocsin.incidents.words import incident_words
from tocsin.model.claim import Claim
from tocsin.model.text import Article, Sentence

FRESH = timedelta(days=3)
"""An incident that ended longer than this before publication is background, unless it is what the article is about."""

STALE = timedelta(days=30)
"""An incident older than this is not what the article is about, if anything else is."""

_WEIGHT = {"violence": 3.0, "coercion": 2.0, "protest": 1.5, "sanction": 1.5, "ties": 1.5, "agreement": 1.5, "retreat": 1.2, "mobilize": 1.0}


def pick_main(article: Article, sentences: Sequence[Sentence], groups: Sequence[Sequence[Claim]]) -> int | None:
    """Return the position of the incident that the article is about, None when it has none that happened.

    Told in the title or the first sentences, told often, grave, and recent: in that order of weight.
    """
    best: tuple[float, int] | None = None
    for n, group in enumerate(groups):
        if not any(claim.realis == "actual" and claim.factuality.endswith("+") for claim in group):
            continue
        score = _prominence(article, group) - 3.0 * all(_is_on_record(sentences[claim.sentence], claim) for claim in group)
        if best is None or score > best[0]:
            best = (score, n)
    return best[1] if best else None


def _prominence(article: Article, group: Sequence[Claim]) -> float:
    """Score how much of the article an incident takes."""
    first = min((claim.sentence for claim in group if claim.section == "text"), default=50)
    score = 3.0 * any(claim.section == "title" for claim in group) + min(len(group), 8) * 0.6 + 2.5 / (1 + 0.5 * first)
    score += _WEIGHT.get(family(group[0]), 0.5) + 0.8 * any(claim.toll for claim in group)
    if is_old(article, group, STALE):
        score -= 4.0
    return score


def is_old(article: Article, group: Sequence[Claim], age: timedelta) -> bool:
    """Tell whether all times of an incident lie longer than `age` before publication; not by a month or year that is not firmly its own."""
    if takes_day(group):
        return False
    ends = [claim.time.end for claim in group if claim.time.end is not None]
    return bool(ends and article.published and max(ends) < article.published - age)


def mark_background(
    article: Article, sentences: Sequence[Sentence], groups: Sequence[Sequence[Claim]], main: int | None
) -> list[list[Claim]]:
    """Return the groups with `background` set: true for what happened before the news of the article."""
    marked = []
    for n, group in enumerate(groups):
        happened = any(claim.realis == "actual" for claim in group)
        filed = all(_is_filed(sentences[claim.sentence]) for claim in group)
        recorded = all(_is_on_record(sentences[claim.sentence], claim) for claim in group)
        background = n != main and happened and (is_old(article, group, FRESH) or _is_told_as_past(sentences, group) or recorded or filed)
        marked.append([replace(claim, background=background or _is_former(sentences[claim.sentence], claim)) for claim in group])
    return marked


def _is_filed(sent: Sentence) -> bool:
    """Tell whether a sentence is the caption of a picture from the files: "FILE - Guards stop a man"."""
    return len(sent.tokens) > 1 and sent.tokens[0].text == "FILE" and not sent.tokens[1].text[0].isalnum()


def _is_former(sent: Sentence, claim: Claim) -> bool:
    """Tell whether the text says that a tie is over: "the former commander of X"."""
    return claim.kind == "relation" and any(sent.tokens[k].lower in incident_words().former for k in sent.children[claim.token])


def _is_told_as_past(sentences: Sequence[Sentence], group: Sequence[Claim]) -> bool:
    """Tell whether an undated incident is told in the pluperfect throughout."""
    if any(claim.time.end is not None for claim in group):
        return False
    return all(_is_pluperfect(sentences[claim.sentence], claim.token) for claim in group)


def _is_on_record(sent: Sentence, claim: Claim) -> bool:
    """Tell whether a deed is told as somebody's record: "is suspected of planning the attack that killed four soldiers"."""
    return any(sent.tokens[k].lemma in incident_words().record for k in sent.ancestors(claim.token))


def _is_pluperfect(sent: Sentence, token: int) -> bool:
    """Tell whether a verb stands under "had"."""
    return any(sent.tokens[k].lower in {"had", "'d"} and sent.tokens[k].dep in {"aux", "auxpass"} for k in sent.children[token])
