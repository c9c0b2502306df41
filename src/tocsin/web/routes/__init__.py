"""The pages, one file for each kind; `ROUTERS` is all of them."""

from tocsin.web.routes import incidents, session, static, today

ROUTERS = (static.router, session.router, today.router, incidents.router)
