"""Places: what happened in each country and its regions."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from tocsin.asking.brief import Brief, brief_incidents, open_cases_of
from tocsin.records.rules import country_names
from tocsin.web.contexts_rich import Tally, TallyPage, conditions_of, grouped, last_periods, most_first, tally
from tocsin.web.pages import show
from tocsin.web.queries import read_filter

router = APIRouter()


@router.get("/places")
def places(request: Request) -> Response:
    """Count the incidents that meet the filter by country and region."""
    asked = read_filter(request.query_params, request.state.user)
    with request.app.state.ledger.reading() as connection:
        rows = brief_incidents(connection, asked)
        cases = open_cases_of(connection, asked)
    periods = last_periods(rows)
    tallies = [_country(code, inside, periods, cases) for code, inside in grouped(rows, lambda row: [row.country]).items()]
    page = TallyPage(most_first(tallies), periods, len(rows), sum(not row.country for row in rows), conditions_of(request.query_params))
    return show(request, "places.html", page, title="Places")


def _country(code: str, rows: list[Brief], periods: list[str], cases: dict[str, int]) -> Tally:
    whole = tally(country_names().get(code, code), {"country": code}, rows, periods, cases)
    regions = grouped(rows, lambda row: [row.admin1])
    whole.parts.extend(most_first(tally(name, {"country": code, "place": name}, inside, periods, cases) for name, inside in regions.items()))
    return whole
