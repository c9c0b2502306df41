"""Accounts of a ledger: argon2id passwords, a second factor by time (TOTP), sessions, tokens that only subtract, grants to sealed records."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import Connection, delete, func, insert, select, update

from tocsin.access.policy import ROLES
from tocsin.errors import UsageError
from tocsin.ledger.desk_tables import account, api_token, grant, session

SESSION_HOURS, IDLE_HOURS = 12, 2
"""A session ends this long after log-in, and after so long without a request."""
LEAST_PASSWORD = 12
"""Characters of the shortest password that is taken (NIST SP 800-63B asks for 8; desks at risk deserve more)."""
_NAME = re.compile(r"[a-z][a-z0-9._-]{1,63}")

_hasher = PasswordHasher()
_NOBODY = _hasher.hash(secrets.token_hex(16))
"""What the password of an unknown name is compared with, so that answers take as long as for a known one."""


@dataclass(frozen=True, slots=True)
class User:
    """Who asks.

    Attributes:
        name: Account, or the machine's user in local mode.
        may: Permissions; of a token those of the role that it allows.
        csrf: What forms must hand back; "" for tokens, which browsers never send by themselves.
        local: The only user of a ledger on this machine, without log-in.
        grants: Sealed records that the account was let in to; {"*"} for all.
    """

    name: str
    role: str
    may: frozenset[str]
    csrf: str = ""
    local: bool = False
    grants: frozenset[str] = frozenset()

    def sees(self, record_id: str) -> bool:
        """Tell whether a sealed record may be shown."""
        return self.local or "*" in self.grants or record_id in self.grants


def stamp(moment: datetime | None = None) -> str:
    """Return a moment as it is stored: UTC, ISO 8601 with microseconds and Z."""
    return (moment or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def add_account(connection: Connection, name: str, password: str, role: str) -> None:
    """Make an account.

    Raises:
        UsageError: a name that is taken or of another form, an unknown role, a weak password.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f'"{name}" is no account name. Use 2 to 64 small letters, digits, dots, dashes; begin with a letter.')
    if role not in ROLES:
        raise UsageError(f'"{role}" is no role. Roles are: {", ".join(ROLES)}.')
    if connection.execute(select(account.c.name).where(account.c.name == name)).one_or_none():
        raise UsageError(f"The account {name} exists.")
    connection.execute(insert(account).values(name=name, role=role, password=hash_password(password, name), disabled=False, created_at=stamp()))


def hash_password(password: str, name: str) -> str:
    """Return the argon2id hash of a password.

    Raises:
        UsageError: it is short, or holds the account's name.
    """
    if len(password) < LEAST_PASSWORD:
        raise UsageError(f"A password needs {LEAST_PASSWORD} characters or more. A sentence does well.")
    if name.lower() in password.lower():
        raise UsageError("The password must not hold the account's name.")
    return _hasher.hash(password)


def set_password(connection: Connection, name: str, password: str) -> None:
    """Change a password and end the account's sessions."""
    connection.execute(update(account).where(account.c.name == name).values(password=hash_password(password, name)))
    connection.execute(delete(session).where(session.c.account == name))


def has_accounts(connection: Connection) -> bool:
    """Tell whether anybody could log in."""
    return bool(connection.execute(select(func.count()).select_from(account).where(account.c.disabled.is_(False))).scalar())


def check_password(connection: Connection, name: str, password: str) -> bool:
    """Tell whether name and password fit an account that is not disabled; takes as long for unknown names."""
    row = connection.execute(select(account.c.password, account.c.disabled).where(account.c.name == name)).one_or_none()
    try:
        fits = _hasher.verify(row.password if row else _NOBODY, password)
    except (Argon2Error, InvalidHashError):
        return False
    return bool(fits and row is not None and not row.disabled)


def check_code(connection: Connection, name: str, code: str, *, now: datetime | None = None) -> bool:
    """Tell whether a code of the second factor is right and new; True for accounts without one."""
    row = connection.execute(select(account.c.totp, account.c.totp_last).where(account.c.name == name)).one_or_none()
    if row is None or row.totp is None:
        return row is not None
    totp = pyotp.TOTP(row.totp)
    step = int((now or datetime.now(UTC)).timestamp()) // totp.interval
    for candidate in (step, step - 1, step + 1):
        if secrets.compare_digest(totp.at(candidate * totp.interval), code.strip()) and candidate > (row.totp_last or 0):
            connection.execute(update(account).where(account.c.name == name).values(totp_last=candidate))
            return True
    return False


def needs_code(connection: Connection, name: str) -> bool:
    """Tell whether an account has a second factor."""
    return connection.execute(select(account.c.totp).where(account.c.name == name)).scalar() is not None


def open_session(connection: Connection, name: str) -> str:
    """Begin a session; return what the cookie holds. Only its hash is stored."""
    cookie = secrets.token_urlsafe(32)
    now = stamp()
    connection.execute(insert(session).values(id=_hash(cookie), account=name, csrf=secrets.token_urlsafe(32), created_at=now, seen_at=now))
    return cookie


def close_session(connection: Connection, cookie: str) -> None:
    """End a session."""
    connection.execute(delete(session).where(session.c.id == _hash(cookie)))


def user_of_session(connection: Connection, cookie: str) -> User | None:
    """Return who a session cookie stands for, None when the session is over or the account disabled."""
    query = (
        select(session, account.c.role, account.c.disabled).join(account, account.c.name == session.c.account).where(session.c.id == _hash(cookie))
    )
    row = connection.execute(query).one_or_none()
    now = datetime.now(UTC)
    if (
        row is None
        or row.disabled
        or row.created_at < stamp(now - timedelta(hours=SESSION_HOURS))
        or row.seen_at < stamp(now - timedelta(hours=IDLE_HOURS))
    ):
        return None
    return User(row.account, row.role, ROLES[row.role], row.csrf, grants=_grants(connection, row.account))


def touch_session(connection: Connection, cookie: str) -> None:
    """Note that a session is in use."""
    connection.execute(update(session).where(session.c.id == _hash(cookie)).values(seen_at=stamp()))


def make_token(connection: Connection, name: str, label: str, allows: list[str], days: int) -> str:
    """Make a token for programs; return it once. It may do what is in `allows` and in the account's role, both.

    Raises:
        UsageError: nothing is allowed, or days outside 1 to 366.
    """
    if not allows or not 1 <= days <= 366:
        raise UsageError("A token allows at least one thing, for 1 to 366 days.")
    token = "tocsin_" + secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    connection.execute(insert(api_token).values(id=_hash(token), account=name, label=label, allows=json.dumps(sorted(set(allows))),
                                                created_at=stamp(now), expires_at=stamp(now + timedelta(days=days))))  # fmt: skip
    return token


def user_of_token(connection: Connection, token: str) -> User | None:
    """Return who a token stands for, with what is both allowed by it and by the role."""
    query = (
        select(api_token, account.c.role, account.c.disabled)
        .join(account, account.c.name == api_token.c.account)
        .where(api_token.c.id == _hash(token))
    )
    row = connection.execute(query).one_or_none()
    if row is None or row.disabled or row.expires_at < stamp():
        return None
    return User(row.account, row.role, ROLES[row.role] & frozenset(json.loads(row.allows)), grants=_grants(connection, row.account))


def set_grant(connection: Connection, name: str, record_id: str, *, by: str, on: bool) -> None:
    """Let an account see a sealed record ("*": all), or no longer."""
    connection.execute(delete(grant).where(grant.c.account == name, grant.c.record_id == record_id))
    if on:
        connection.execute(insert(grant).values(account=name, record_id=record_id, given_by=by, created_at=stamp()))


def list_accounts(connection: Connection) -> list[dict[str, Any]]:
    """Return all accounts without their secrets."""
    query = select(account.c.name, account.c.role, account.c.disabled, account.c.created_at, account.c.totp.is_not(None).label("totp"))
    return [dict(row) for row in connection.execute(query.order_by(account.c.name)).mappings()]


def change_account(connection: Connection, name: str, *, role: str | None = None, disabled: bool | None = None) -> None:
    """Change role or state of an account; its sessions end. The last administrator stays one.

    Raises:
        UsageError
    """
    row = connection.execute(select(account).where(account.c.name == name)).one_or_none()
    if row is None:
        raise UsageError(f"There is no account {name}.")
    if role is not None and role not in ROLES:
        raise UsageError(f'"{role}" is no role. Roles are: {", ".join(ROLES)}.')
    others = connection.execute(select(func.count()).select_from(account).where(
        account.c.role == "admin", account.c.disabled.is_(False), account.c.name != name)).scalar()  # fmt: skip
    if row.role == "admin" and not others and (role not in {None, "admin"} or disabled):
        raise UsageError(f"{name} is the last administrator. Make another one first.")
    values = {key: value for key, value in (("role", role), ("disabled", disabled)) if value is not None}
    if values:
        connection.execute(update(account).where(account.c.name == name).values(**values))
        connection.execute(delete(session).where(session.c.account == name))


def new_totp_secret() -> str:
    """Return a new secret for a second factor."""
    return pyotp.random_base32()


def set_totp(connection: Connection, name: str, secret: str | None, code: str = "") -> bool:
    """Set a second factor once its first code is right, or take it away (None); tell whether it was done."""
    if secret is not None and not pyotp.TOTP(secret).verify(code.strip(), valid_window=1):
        return False
    connection.execute(update(account).where(account.c.name == name).values(totp=secret, totp_last=None))
    return True


def _grants(connection: Connection, name: str) -> frozenset[str]:
    return frozenset(connection.execute(select(grant.c.record_id).where(grant.c.account == name)).scalars())


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
