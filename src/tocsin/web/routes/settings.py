"""One's own settings: password, second factor, tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

import pyotp
from fastapi import APIRouter, Form, Request
from sqlalchemy import delete, select
from starlette.responses import RedirectResponse, Response

from tocsin.access import accounts
from tocsin.access.accounts import User
from tocsin.access.policy import PERMISSIONS
from tocsin.errors import UsageError
from tocsin.ledger import engine
from tocsin.ledger.desk_tables import api_token
from tocsin.ledger.engine import shown
from tocsin.ledger.store import Ledger
from tocsin.web.pages import show

router = APIRouter()

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """Settings of who is logged in.

    Attributes:
        secret, link: Of a second factor that is being set up.
        token: A token just made: shown this once.
    """

    ledger: str
    second_factor: bool
    tokens: list[Row]
    permissions: list[str]
    secret: str = ""
    link: str = ""
    token: str = ""


def _page(request: Request, *, secret: str = "", token: str = "") -> Response:
    user: User = request.state.user
    ledger: Ledger = request.app.state.ledger
    with ledger.reading() as connection:
        factor = accounts.needs_code(connection, user.name)
        query = select(api_token.c.id, api_token.c.label, api_token.c.allows, api_token.c.expires_at).where(api_token.c.account == user.name)
        tokens = [dict(row) for row in connection.execute(query.order_by(api_token.c.created_at)).mappings()]
    link = pyotp.TOTP(secret).provisioning_uri(name=user.name, issuer_name="Tocsin") if secret else ""
    page = SettingsPage(shown(ledger.url), factor, tokens, [name for name in PERMISSIONS if name in user.may], secret, link, token)
    return show(request, "settings.html", page, title="Settings")


@router.get("/settings")
def settings(request: Request) -> Response:
    """Show one's own settings."""
    return _page(request)


@router.post("/settings/password")
def change_password(request: Request, old: Annotated[str, Form()], new: Annotated[str, Form()]) -> Response:
    """Change one's password; all sessions end."""
    user: User = _account(request)
    ledger: Ledger = request.app.state.ledger
    with engine.writing(ledger.sql) as connection:
        if not accounts.check_password(connection, user.name, old):
            raise UsageError("The old password is not right. Nothing was changed.")
        accounts.set_password(connection, user.name, new)
    ledger.note_act("password", ("account", user.name), {}, who=user.name)
    return RedirectResponse("/login?said=Changed.+Log+in+again.", status_code=303)


@router.post("/settings/totp")
def second_factor(request: Request, does: Annotated[str, Form()], secret: Annotated[str, Form()] = "", code: Annotated[str, Form()] = "",
                  password: Annotated[str, Form()] = "") -> Response:  # fmt: skip
    """Begin, finish or end a second factor. Beginning and ending ask for the password again."""
    user: User = _account(request)
    ledger: Ledger = request.app.state.ledger
    with engine.writing(ledger.sql) as connection:
        if does in {"begin", "end"} and not accounts.check_password(connection, user.name, password):
            raise UsageError("The password is not right. Nothing was changed.")
        if does == "end":
            accounts.set_totp(connection, user.name, None)
        done = does == "finish" and accounts.set_totp(connection, user.name, secret, code)
    if does == "begin":
        return _page(request, secret=accounts.new_totp_secret())
    if does == "finish" and not done:
        return _page(request, secret=secret)
    ledger.note_act("second-factor", ("account", user.name), {"set": does == "finish"}, who=user.name)
    return RedirectResponse("/settings?said=Changed.", status_code=303)


@router.post("/settings/tokens")
def make_token(
    request: Request, label: Annotated[str, Form()], days: Annotated[int, Form()], allows: Annotated[list[str] | None, Form()] = None
) -> Response:
    """Make a token for programs; it is shown once."""
    user: User = _account(request)
    ledger: Ledger = request.app.state.ledger
    with engine.writing(ledger.sql) as connection:
        token = accounts.make_token(connection, user.name, label.strip()[:80], [name for name in allows or () if name in user.may], days)
    ledger.note_act("token", ("account", user.name), {"label": label.strip()[:80], "allows": sorted(allows or ())}, who=user.name)
    return _page(request, token=token)


@router.post("/settings/tokens/delete")
def delete_token(request: Request, token_id: Annotated[str, Form()]) -> Response:
    """End a token of one's own."""
    user: User = _account(request)
    ledger: Ledger = request.app.state.ledger
    with engine.writing(ledger.sql) as connection:
        connection.execute(delete(api_token).where(api_token.c.id == token_id, api_token.c.account == user.name))
    return RedirectResponse("/settings?said=The+token+is+gone.", status_code=303)


def _account(request: Request) -> User:
    """Return who is logged in.

    Raises:
        UsageError: nobody is: the workbench is open to this machine only.
    """
    user: User = request.state.user
    if user.local:
        raise UsageError("There are no accounts yet. Make one with: tocsin user add NAME --role admin")
    return user
