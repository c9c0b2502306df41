"""The pages, one file for each kind; `ROUTERS` is all of them."""

from tocsin.web.routes import (
    api,
    articles,
    communities,
    deciding,
    desk,
    dossier,
    inbox,
    incidents,
    network,
    people,
    places,
    publish,
    search,
    session,
    settings,
    static,
    threat,
    timeline,
    today,
)
from tocsin.web.routes import map as map_pages

_PAGES = (
    static, session, today, incidents, people, search, settings, deciding, dossier, inbox, articles, desk, api, publish, map_pages, timeline,
    network, places, communities, threat,
)  # fmt: skip
ROUTERS = tuple(page.router for page in _PAGES)
