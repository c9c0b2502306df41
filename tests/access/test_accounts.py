"""Accounts: what logs in, what does not, and what a token can never do."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from tocsin.access import accounts
from tocsin.errors import UsageError
from tocsin.ledger import engine

GOOD = "four bells over the harbour"


@pytest.fixture
def desk(ledger):
    with engine.writing(ledger.sql) as connection:
        accounts.add_account(connection, "ada", GOOD, "admin")
        accounts.add_account(connection, "ben", GOOD, "reader")
        yield connection


def test_the_right_password_fits_and_no_other(desk):
    assert accounts.check_password(desk, "ada", GOOD)
    assert not accounts.check_password(desk, "ada", GOOD + " ")
    assert not accounts.check_password(desk, "nobody", GOOD)


def test_a_disabled_account_does_not_fit(desk):
    accounts.change_account(desk, "ben", disabled=True)
    assert not accounts.check_password(desk, "ben", GOOD)


@pytest.mark.parametrize("password", ["short", "my name is ada, hello"])
def test_weak_passwords_are_refused(desk, password):
    with pytest.raises(UsageError):
        accounts.set_password(desk, "ada", password)


@pytest.mark.parametrize("name", ["", "A", "../x", "a b", "x" * 80, "ada"])
def test_names_of_another_form_or_taken_are_refused(desk, name):
    with pytest.raises(UsageError):
        accounts.add_account(desk, name, GOOD, "reader")


def test_a_session_stands_for_its_account_until_it_is_closed_or_the_password_changes(desk):
    cookie = accounts.open_session(desk, "ben")
    assert accounts.user_of_session(desk, cookie).role == "reader"
    accounts.close_session(desk, cookie)
    assert accounts.user_of_session(desk, cookie) is None
    other = accounts.open_session(desk, "ben")
    accounts.set_password(desk, "ben", GOOD + " again")
    assert accounts.user_of_session(desk, other) is None


def test_the_ledger_holds_no_cookie_and_no_token(desk):
    cookie, token = accounts.open_session(desk, "ben"), accounts.make_token(desk, "ada", "script", ["read"], 30)
    stored = [str(row) for table in ("session", "api_token") for row in desk.exec_driver_sql(f"SELECT * FROM {table}")]
    assert not any(cookie in row or token in row for row in stored)


def test_a_token_never_does_more_than_its_account(desk):
    token = accounts.make_token(desk, "ben", "greedy", ["read", "admin", "decide"], 30)
    assert accounts.user_of_token(desk, token).may == frozenset({"read"})
    accounts.change_account(desk, "ben", disabled=True)
    assert accounts.user_of_token(desk, token) is None


def test_a_code_is_taken_once(desk):
    secret = accounts.new_totp_secret()
    assert not accounts.set_totp(desk, "ada", secret, "000000")
    assert accounts.set_totp(desk, "ada", secret, pyotp.TOTP(secret).now())
    now = datetime.now(UTC) + timedelta(seconds=60)
    code = pyotp.TOTP(secret).at(now)
    assert accounts.check_code(desk, "ada", code, now=now)
    assert not accounts.check_code(desk, "ada", code, now=now)


def test_the_last_administrator_stays(desk):
    with pytest.raises(UsageError, match="last administrator"):
        accounts.change_account(desk, "ada", disabled=True)
    accounts.change_account(desk, "ben", role="admin")
    accounts.change_account(desk, "ada", role="reader")


def test_a_grant_lets_in_to_one_record_only(desk):
    accounts.set_grant(desk, "ben", "i1", by="ada", on=True)
    user = accounts.user_of_session(desk, accounts.open_session(desk, "ben"))
    assert user.sees("i1")
    assert not user.sees("i2")
