"""Communities: what was done to people of each religion and ethnicity."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from tocsin.asking.brief import brief_incidents, communities, open_cases_of
from tocsin.web.contexts_rich import TallyPage, conditions_of, grouped, last_periods, most_first, tally
from tocsin.web.pages import show
from tocsin.web.queries import read_filter

router = APIRouter()


@router.get("/communities")
def communities_page(request: Request) -> Response:
    """Count the incidents that meet the filter by the community of the victims."""
    asked = read_filter(request.query_params, request.state.user)
    with request.app.state.ledger.reading() as connection:
        rows = brief_incidents(connection, asked)
        named = communities(connection, asked)
        cases = open_cases_of(connection, asked)
    periods = last_periods(rows)
    by_name = grouped(rows, lambda row: named.get(row.pk, []))
    tallies = [tally(name, {"community": name}, inside, periods, cases) for name, inside in by_name.items()]
    left_out = sum(row.pk not in named for row in rows)
    page = TallyPage(most_first(tallies), periods, len(rows), left_out, conditions_of(request.query_params), more=True)
    return show(request, "communities.html", page, title="Communities")
