"""The pages, one file for each kind; `ROUTERS` is all of them."""

from tocsin.web.routes import api, desk, incidents, people, publish, search, session, settings, static, today

ROUTERS = tuple(page.router for page in (static, session, today, incidents, people, search, settings, desk, api, publish))
