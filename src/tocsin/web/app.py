"""The app: one ledger, guarded routes, pages and the API."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.routing import APIRoute
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import JSONResponse, RedirectResponse, Response

from tocsin import __version__
from tocsin.access.accounts import User, has_accounts
from tocsin.access.policy import rule_of
from tocsin.errors import LedgerBusyError, LedgerError, NoSuchRecordError, StaleDecisionError, TocsinError, UsageError
from tocsin.ledger.store import Ledger
from tocsin.web.guard import Throttle, check_form, guard, set_headers
from tocsin.web.pages import show_error
from tocsin.web.routes import ROUTERS
from tocsin.web.settings import Settings, is_loopback

_STATUS: tuple[tuple[type[TocsinError], int], ...] = (
    (NoSuchRecordError, 404), (StaleDecisionError, 409), (LedgerBusyError, 503), (UsageError, 400), (LedgerError, 500), (TocsinError, 500),
)  # fmt: skip
"""What an error of ours is in HTTP; the first that fits."""


def make_app(settings: Settings) -> FastAPI:
    """Return the workbench over a ledger, which is made or brought up to date if need be.

    Raises:
        UsageError: it would be reached from elsewhere while the ledger has no accounts.
        LedgerError: the ledger does not open.
    """
    ledger = Ledger.open(settings.address, create=True)
    with ledger.reading() as connection:
        accounts = has_accounts(connection)
    if not accounts and not is_loopback(settings.host):
        ledger.close()
        raise UsageError(
            f"{settings.host} can be reached from elsewhere, and the ledger has no accounts. Make one first: tocsin user add NAME --role admin"
        )
    settings = _with_local(settings, local=settings.local and not accounts)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        ledger.close()

    app = FastAPI(title="Tocsin", version=__version__, docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan,
                  dependencies=[Depends(guard), Depends(check_form)])  # fmt: skip
    app.state.ledger, app.state.settings = ledger, settings
    app.state.csrf, app.state.throttle = secrets.token_urlsafe(32), Throttle()
    for router in ROUTERS:
        app.include_router(router)
    check_rules(ROUTERS)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=settings.hosts())
    app.middleware("http")(_protect)
    for kind, status in _STATUS:
        app.add_exception_handler(kind, _our_error(status))
    app.add_exception_handler(HTTPException, _http_error)  # type: ignore[arg-type]
    app.add_exception_handler(404, _not_found)
    return app


def _with_local(settings: Settings, *, local: bool) -> Settings:
    from dataclasses import replace

    return replace(settings, local=local)


def check_rules(routers: Iterable[APIRouter]) -> None:
    """Refuse to start with a route that no rule guards.

    Raises:
        RuntimeError: it names the routes.
    """
    loose = [f"{method} {route.path}" for route in routes_of(routers) for method in sorted(set(route.methods or ()) - {"HEAD"})
             if rule_of(method, route.path) is None]  # fmt: skip
    if loose:
        msg = f"routes without a rule in access/policy.py: {', '.join(loose)}"
        raise RuntimeError(msg)


def routes_of(routers: Iterable[APIRouter]) -> list[APIRoute]:
    """Return the routes of routers, as they are declared."""
    return [route for router in routers for route in router.routes if isinstance(route, APIRoute)]


async def _protect(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    set_headers(response)
    return response


def wants_page(request: Request) -> bool:
    """Tell whether a person's browser asks, and not a program."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api/")


def _answer(request: Request, status: int, message: str) -> Response:
    if wants_page(request):
        return show_error(request, status, message)
    return JSONResponse({"error": {"status": status, "message": message}}, status_code=status)


def _our_error(status: int) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def handle(request: Request, error: Exception) -> Response:
        return _answer(request, status, str(error))

    return handle


async def _http_error(request: Request, error: HTTPException) -> Response:
    if error.status_code == 401 and wants_page(request) and request.method == "GET":
        return RedirectResponse(f"/login?next={request.url.path}", status_code=303)
    return _answer(request, error.status_code, str(error.detail))


async def _not_found(request: Request, error: Exception) -> Response:
    detail = getattr(error, "detail", "") or "There is no such page."
    if not hasattr(request.state, "user"):
        request.state.user = User("", "", frozenset())
    return _answer(request, 404, "There is no such page." if detail == "Not Found" else str(detail))
