"""Articles: the list, and the reader: the text with its spans, each leading to its claims and back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from sqlalchemy import Connection, select
from starlette.responses import Response

from tocsin.access.accounts import User
from tocsin.asking.lists import list_articles
from tocsin.asking.story import resolve_id, tell
from tocsin.errors import NoSuchRecordError
from tocsin.ledger.articles import article_text
from tocsin.ledger.audit import head
from tocsin.ledger.current import pages_at
from tocsin.ledger.members import load_bodies
from tocsin.ledger.tables import reading_claim
from tocsin.report.segments import Mark, Segment, cut_segments
from tocsin.web.contexts import ListPage, pager
from tocsin.web.guard import sealed_behind
from tocsin.web.pages import show
from tocsin.web.queries import PAGE_ROWS, page_of, read_filter

router = APIRouter()

Row = dict[str, Any]

MOST_CHARACTERS = 200_000
"""Characters of a text that the reader shows at once; the rest comes on request."""


@dataclass(frozen=True, slots=True)
class ReaderPage:
    """One article with its claims.

    Attributes:
        title, text: Pieces with the kinds and claims that cover them; `left`: how many characters are not shown yet.
        current: False for a version that a newer one of the same page replaces, and for an article whose claims count nowhere.
    """

    story: Row
    title: list[Segment]
    text: list[Segment]
    left: int
    claims: list[Row]
    current: bool


@router.get("/articles")
def articles(request: Request) -> Response:
    """List articles by day, outlet and words; other conditions ask for articles that tell of such incidents."""
    user: User = request.state.user
    number = page_of(request.query_params)
    asked = read_filter(request.query_params, user)
    with request.app.state.ledger.reading() as connection:
        answer = list_articles(connection, asked, limit=PAGE_ROWS, offset=(number - 1) * PAGE_ROWS)
        rows = [row for row in answer.rows if may_see(connection, user, row["id"])]
    return show(request, "articles.html", ListPage(rows, pager(answer.total, number, PAGE_ROWS)), title="Articles")


def may_see(connection: Connection, user: User, article_id: str) -> bool:
    """Tell whether an article tells of nothing sealed that the user was not let in to."""
    return user.local or all(user.sees(one) for one in sealed_behind(connection, article_id))


@router.get("/articles/{record_id}")
def article(request: Request, record_id: str) -> Response:
    """Show one article with its spans."""
    whole = request.query_params.get("whole") == "1"
    with request.app.state.ledger.reading() as connection:
        kind, full = resolve_id(connection, record_id)
        if kind != "article":
            raise NoSuchRecordError(f"{record_id} is no article.")
        story = tell(connection, full)
        text = article_text(connection, full)
        (page,) = pages_at(connection, [full], head(connection)[0])
        query = select(reading_claim.c.claim_id).where(reading_claim.c.reading_id == page.reading_id).order_by(reading_claim.c.n)
        ids = list(connection.execute(query).scalars()) if page.article_id == full and page.reading_id else []
        bodies = load_bodies(connection, ids)
    claims = [{"id": key, **bodies[key]} for key in dict.fromkeys(ids)]
    shown = text if whole else text[:MOST_CHARACTERS]
    title = story["article"]["title"] or ""
    parts = (cut_segments(title, _marks(claims, "title")), cut_segments(shown, _marks(claims, "text")))
    context = ReaderPage(story, *parts, len(text) - len(shown), claims, page.article_id == full)
    return show(request, "article.html", context, title=title or story["article"]["ref"].rpartition("/")[2] or "Article")


def _marks(claims: list[Row], section: str) -> list[Mark]:
    """Return the spans of claims in a section: triggers by certainty, parties, places, times, tolls and sources."""
    marks: list[Mark] = []
    for claim in claims:
        keys = (claim["id"],)
        if claim["in"] == section:
            marks.append(_mark(claim["trigger"]["span"], f"trigger {_sureness(claim)}", keys))
            marks += [_mark(toll["span"], "toll", keys) for toll in claim["toll"]]
            marks += [_mark(source["span"], "source", keys) for source in claim["sources"] if source["span"]]
        parties = [*claim["actor"], *claim["recipient"]]
        marks += [_mark(party["span"], "actor", keys) for party in parties if party["span"] and party["in"] == section]
        marks += [_mark(claim[name]["span"], name, keys) for name in ("time", "place") if claim[name]["span"] and claim[name]["in"] == section]
    return marks


def _mark(span: list[int], kind: str, keys: tuple[str, ...]) -> Mark:
    return Mark((span[0], span[1]), kind, keys)


def _sureness(claim: Row) -> str:
    """Return how sure a claim is, as the reader draws it: by the line under its word, not by colour alone."""
    if claim["factuality"].endswith("-"):
        return "denied"
    if claim["realis"] != "actual":
        return "unreal"
    return "certain" if claim["factuality"] == "CT+" else "hedged"
