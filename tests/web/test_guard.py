"""Who gets in, who does not, and what every answer carries."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from tocsin.errors import UsageError
from tocsin.web.app import make_app
from tocsin.web.settings import Settings

PASSWORD = "four bells over the harbour"
PAGE = {"accept": "text/html"}


def csrf(client):
    return re.search(r'name="csrf" value="([^"]+)"', client.get("/", headers=PAGE).text)[1]


def enter(app, role):
    client = TestClient(app, base_url="http://localhost", follow_redirects=False)
    assert client.post("/login", data={"name": role, "password": PASSWORD}).status_code == 303
    return client


def test_a_page_leads_to_the_log_in_and_a_program_is_told(guarded):
    client = TestClient(guarded, base_url="http://localhost", follow_redirects=False)
    page = client.get("/incidents", headers=PAGE)
    assert (page.status_code, page.headers["location"]) == (303, "/login?next=/incidents")
    assert client.get("/incidents").status_code == 401


def test_the_sign_of_life_says_nothing_of_the_ledger(guarded):
    answer = TestClient(guarded, base_url="http://localhost").get("/healthz")
    assert set(answer.json()) == {"status", "version"}


def test_right_name_and_password_open_a_session_with_a_safe_cookie(guarded):
    client = TestClient(guarded, base_url="http://localhost", follow_redirects=False)
    answer = client.post("/login", data={"name": "reader", "password": PASSWORD, "next": "/incidents?status=disputed"})
    assert answer.headers["location"] == "/incidents?status=disputed"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert client.get("/incidents").status_code == 200


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_the_log_in_leads_nowhere_else(guarded, target):
    client = TestClient(guarded, base_url="http://localhost", follow_redirects=False)
    assert client.post("/login", data={"name": "reader", "password": PASSWORD, "next": target}).headers["location"] == "/"


def test_after_five_wrong_passwords_the_right_one_must_wait(guarded):
    client = TestClient(guarded, base_url="http://localhost", follow_redirects=False)
    for _ in range(5):
        assert client.post("/login", data={"name": "reader", "password": "wrong wrong wrong"}).status_code == 403
    answer = client.post("/login", data={"name": "reader", "password": PASSWORD})
    assert answer.status_code == 403
    assert "Wait" in answer.text


def test_the_answer_to_an_unknown_name_and_to_a_wrong_password_is_one(guarded):
    client = TestClient(guarded, base_url="http://localhost")
    texts = {re.sub(r"\s+", " ", client.post("/login", data={"name": name, "password": "wrong wrong wrong"}).text) for name in ("reader", "nobody")}
    assert len(texts) == 1


def test_a_form_from_elsewhere_changes_nothing(guarded):
    client = enter(guarded, "admin")
    mark = csrf(client)
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/logout", data={"csrf": mark}, headers=headers).status_code == 403
    for mark_given in ({}, {"csrf": "guess"}):
        assert client.post("/logout", data=mark_given).status_code == 403
    assert client.post("/logout", data={"csrf": mark}).status_code == 303
    assert client.get("/incidents").status_code == 401


def test_a_foreign_host_name_is_refused(local):
    assert local.get("/", headers={"host": "evil.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/incidents", "/nowhere", "/static/app.css", "/healthz", "/login"])
def test_every_answer_carries_the_headers_that_protect(local, path):
    headers = local.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_files_outside_the_static_folder_are_not_served(local):
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd"):
        assert local.get(path).status_code == 404


def test_another_address_needs_accounts(stocked):
    with pytest.raises(UsageError, match="tocsin user add"):
        make_app(Settings(stocked, host="0.0.0.0"))


def test_with_accounts_nobody_is_let_in_without_log_in_even_on_this_machine(guarded):
    assert TestClient(guarded, base_url="http://localhost").get("/incidents").status_code == 401


def test_pages_are_never_kept_by_the_browser(local):
    assert local.get("/incidents").headers["cache-control"] == "no-store"


def test_no_page_has_script_or_style_of_its_own(local):
    page = local.get("/incidents", headers=PAGE).text
    assert "<style" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son\w+=|\sstyle=", page)


def test_the_app_does_not_start_with_a_route_that_no_rule_guards():
    from fastapi import APIRouter

    from tocsin.web.app import check_rules
    from tocsin.web.routes import ROUTERS

    stray = APIRouter()
    stray.get("/backdoor")(lambda: None)
    check_rules(ROUTERS)
    with pytest.raises(RuntimeError, match="GET /backdoor"):
        check_rules([*ROUTERS, stray])
