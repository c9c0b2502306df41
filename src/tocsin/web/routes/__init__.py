"""The pages, one file for each kind; `ROUTERS` is all of them."""

from tocsin.web.routes import api, desk, incidents, people, search, session, settings, static, today

ROUTERS = (static.router, session.router, today.router, incidents.router, people.router, search.router, settings.router, desk.router, api.router)
