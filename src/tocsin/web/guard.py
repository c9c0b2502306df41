"""The guard in front of every route: who asks, may they, and did the request come from our own pages."""

from __future__ import annotations

import secrets
from collections import defaultdict, deque
from collections.abc import Iterable
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from fastapi import HTTPException, Request
from starlette.responses import Response

from tocsin.access.accounts import User, touch_session, user_of_session, user_of_token
from tocsin.access.policy import PUBLIC, ROLES, Rule, rule_of
from tocsin.errors import NoSuchRecordError
from tocsin.ledger import engine
from tocsin.ledger.store import Ledger

COOKIE = "tocsin_session"
SAFE = frozenset({"GET", "HEAD"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; font-src 'self'; "
        "worker-src 'self' blob:; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), interest-cohort=()",
}
"""On every answer. No script or style but our own files; nothing from elsewhere; no page of ours in a frame."""

_NOBODY = User("", "", frozenset())


class Throttle:
    """Counts failed log-ins by name and by address, in memory: after `most` within `seconds`, the next must wait."""

    def __init__(self, most: int = 5, seconds: float = 300.0) -> None:
        """Begin without failures."""
        self.most = most
        self.seconds = seconds
        self._failures: dict[str, deque[float]] = defaultdict(deque)

    def waits(self, *keys: str) -> bool:
        """Tell whether any of the keys must wait."""
        return any(self._recent(key) >= self.most for key in keys)

    def failed(self, *keys: str) -> None:
        """Count a failure."""
        if len(self._failures) > 10_000:  # someone tries many names; forget the oldest rather than grow without end
            self._failures.clear()
        for key in keys:
            self._failures[key].append(monotonic())

    def _recent(self, key: str) -> int:
        row = self._failures.get(key)
        if row is None:
            return 0
        while row and row[0] < monotonic() - self.seconds:
            row.popleft()
        return len(row)


def set_headers(response: Response) -> None:
    """Put the headers that protect on an answer; pages are never stored by the browser, static files say for themselves."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-store")


def guard(request: Request) -> None:
    """Let a request in, or raise.

    Raises:
        HTTPException: 401 nobody is logged in (pages lead to the log-in), 403 not allowed, or not from our pages.
    """
    route = request.scope.get("route")
    rule = rule_of(request.method, getattr(route, "path", ""))
    if rule is None:
        raise HTTPException(403, "This address has no rule of access.")
    user = who_asks(request)
    request.state.user = user
    if rule.needs == PUBLIC:
        if request.method not in SAFE:
            check_origin(request)
        return
    if not user.name:
        raise HTTPException(401, "Log in first.")
    if rule.needs not in user.may:
        raise HTTPException(403, f"This needs the permission to {rule.needs}; your role is {user.role}.")
    if rule.record:
        check_sealed(request, rule, user)


def who_asks(request: Request) -> User:
    """Return the user of a request; one without a name for nobody."""
    state = request.app.state
    if state.settings.local:
        return User(state.settings.local_user, "admin", ROLES["admin"], state.csrf, local=True)
    ledger: Ledger = state.ledger
    authorization = request.headers.get("authorization", "")
    if authorization.startswith("Bearer "):
        with ledger.reading() as connection:
            return user_of_token(connection, authorization.removeprefix("Bearer ").strip()) or _NOBODY
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        return _NOBODY
    with ledger.reading() as connection:
        user = user_of_session(connection, cookie)
    if user is None:
        return _NOBODY
    with engine.writing(ledger.sql) as connection:
        touch_session(connection, cookie)
    return user


async def check_form(request: Request) -> None:
    """Refuse a request that changes something unless it comes from our own page, with the session's mark.

    Raises:
        HTTPException: 403
    """
    if request.method in SAFE:
        return
    user: User = request.state.user
    if request.headers.get("authorization", "").startswith("Bearer ") and user.name and not user.csrf:
        return  # programs with a token: no browser sends one by itself
    check_origin(request)
    if not user.name:
        return  # the log-in itself
    given = request.headers.get("x-csrf-token")
    if given is None and "form" in request.headers.get("content-type", ""):
        form = await request.form()
        given = str(form.get("csrf", ""))
    if not given or not secrets.compare_digest(given, user.csrf):
        raise HTTPException(403, "This form is not from a page of this session, or the session ended. Load the page again.")


def check_origin(request: Request) -> None:
    """Refuse a request that another site caused.

    Raises:
        HTTPException: 403
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise HTTPException(403, "The request comes from another site.")
    origin = request.headers.get("origin")
    if origin and origin != "null" and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise HTTPException(403, "The request comes from another site.")


def check_sealed(request: Request, rule: Rule, user: User) -> None:
    """Refuse a sealed record to those who were not let in, as if it were not there; write the reads of the others into the audit.

    Raises:
        HTTPException: 404
    """
    ledger: Ledger = request.app.state.ledger
    given = str(request.path_params.get("record_id", ""))
    with ledger.reading() as connection:
        sealed = sealed_behind(connection, given)
    if not sealed:
        return
    if not all(user.sees(record_id) for record_id in sealed):
        raise HTTPException(404, "There is no such record.")
    if request.method in SAFE:
        ledger.note_act("read", ("record", min(sealed)), {"path": rule.path}, who=user.name)


def check_seen(request: Request, ids: Iterable[str]) -> None:
    """Refuse ids of sealed records, in forms, to those who were not let in, as if they were not there.

    Raises:
        HTTPException: 404
    """
    ledger: Ledger = request.app.state.ledger
    with ledger.reading() as connection:
        if not all(request.state.user.sees(one) for given in ids for one in sealed_behind(connection, given)):
            raise HTTPException(404, "There is no such record.")


def sealed_behind(connection: Any, given: str) -> set[str]:
    """Return the sealed records that an id leads to: itself, or what a claim or article is part of."""
    from sqlalchemy import select

    from tocsin.asking.story import resolve_id
    from tocsin.ledger.derived import record, record_term

    try:
        kind, full = resolve_id(connection, given)
    except NoSuchRecordError:
        return set()
    query = select(record.c.id).where(record.c.to_act.is_(None), record.c.sealed.is_(True))
    if kind in {"claim", "article"}:
        query = query.where(record.c.pk.in_(select(record_term.c.record_pk).where(record_term.c.field == kind, record_term.c.value == full)))
    else:
        query = query.where(record.c.id == full)
    return set(connection.execute(query).scalars())
