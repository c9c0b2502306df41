"""Search over everything, and views that are kept by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from sqlalchemy import delete, insert, select
from starlette.responses import RedirectResponse, Response

from tocsin.access.accounts import User, stamp
from tocsin.asking.filters import Filter
from tocsin.asking.lists import list_articles, list_claims, list_records
from tocsin.errors import UsageError
from tocsin.ledger import engine
from tocsin.ledger.desk_tables import saved_view
from tocsin.ledger.store import Ledger
from tocsin.web.pages import NAVIGATION, show
from tocsin.web.queries import with_sight

router = APIRouter()

MOST = 10
"""Rows of each kind that the search page shows; each leads to its full list."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was found: for each kind a list of rows and how many there are."""

    text: str
    incidents: tuple[list[Row], int]
    people: tuple[list[Row], int]
    groups: tuple[list[Row], int]
    claims: tuple[list[Row], int]
    articles: tuple[list[Row], int]


@router.get("/search")
def search(request: Request) -> Response:
    """Search names, evidence and articles."""
    user: User = request.state.user
    text = request.query_params.get("text", "").strip()
    nothing: tuple[list[Row], int] = ([], 0)
    if not text:
        return show(request, "search.html", SearchPage("", nothing, nothing, nothing, nothing, nothing), title="Search")
    by_text, by_name = with_sight(Filter(text=text), user), with_sight(Filter(name=text), user)
    with request.app.state.ledger.reading() as connection:
        found = [list_records(connection, "incident", by_text, limit=MOST), list_records(connection, "person", by_name, order="name", limit=MOST),
                 list_records(connection, "group", by_name, order="name", limit=MOST), list_claims(connection, by_text, limit=MOST),
                 list_articles(connection, Filter(text=text), limit=MOST)]  # fmt: skip
    page = SearchPage(text, *((answer.rows, answer.total) for answer in found))
    return show(request, "search.html", page, title=f"Search: {text}")


@router.get("/views")
def views(request: Request) -> Response:
    """List the views that this account keeps."""
    with request.app.state.ledger.reading() as connection:
        query = select(saved_view).where(saved_view.c.account == request.state.user.name).order_by(saved_view.c.name)
        rows = [dict(row) for row in connection.execute(query).mappings()]
    return show(request, "views.html", rows, title="Saved views")


@router.post("/views")
def save_view(
    request: Request, name: Annotated[str, Form()], page: Annotated[str, Form()], kept: Annotated[str, Form(alias="query")] = ""
) -> Response:
    """Keep a view by name."""
    if not name.strip() or len(name) > 80:
        raise UsageError("A view needs a name of at most 80 characters.")
    if page not in {target for _, target, _ in NAVIGATION}:
        raise UsageError("Only pages of the workbench can be kept.")
    ledger: Ledger = request.app.state.ledger
    user: User = request.state.user
    with engine.writing(ledger.sql) as connection:
        _drop(connection, user.name, name.strip())
        connection.execute(
            insert(saved_view).values(account=user.name, name=name.strip(), page=page, query=kept[:2000].lstrip("?"), created_at=stamp())
        )
    return RedirectResponse("/views?said=Kept.", status_code=303)


@router.post("/views/delete")
def delete_view(request: Request, name: Annotated[str, Form()]) -> Response:
    """Forget a view."""
    ledger: Ledger = request.app.state.ledger
    with engine.writing(ledger.sql) as connection:
        _drop(connection, request.state.user.name, name)
    return RedirectResponse("/views?said=Gone.", status_code=303)


def _drop(connection: Any, account: str, name: str) -> None:
    connection.execute(delete(saved_view).where(saved_view.c.account == account, saved_view.c.name == name))
