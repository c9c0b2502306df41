"""Render pages: one environment, everything from outside escaped, our few filters, and what every page shares."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from tocsin import __version__
from tocsin.access.accounts import User
from tocsin.report.words import CERTAINTY, day_text, place_text, range_words, time_text, tolls_text
from tocsin.web.queries import address

HERE = Path(__file__).parent
STATIC = HERE / "static"

NAVIGATION = (
    ("Today", "/", "read"), ("Inbox", "/inbox", "decide"), ("Incidents", "/incidents", "read"), ("Threat", "/threat", "read"),
    ("Map", "/map", "read"), ("Timeline", "/timeline", "read"), ("Network", "/network", "read"), ("People", "/people", "read"),
    ("Groups", "/groups", "read"), ("Cases", "/cases", "read"), ("Places", "/places", "read"), ("Communities", "/communities", "read"),
    ("Articles", "/articles", "read"), ("Export", "/export", "export"), ("Publish", "/publish", "publish"), ("Audit", "/audit", "audit"),
    ("Users", "/users", "admin"), ("Settings", "/settings", "read"),
)  # fmt: skip
"""Pages in the order of a day's work, with the permission that each needs."""


def record_address(kind: str, record_id: str) -> str:
    """Return the page of a record."""
    rooms = {"incident": "incidents", "person": "people", "group": "groups", "relation": "relations", "case": "cases", "article": "articles",
             "claim": "articles"}  # fmt: skip
    return f"/{rooms[kind]}/{record_id.removeprefix('sha256:')}"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the templates; a name that a page does not get is an error, not an empty place."""
    made = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters |= {
        "day": day_text, "when": time_text, "where": place_text, "toll": tolls_text, "sure": lambda value: CERTAINTY.get(value, value),
        "short": lambda record_id: record_id.removeprefix("sha256:")[:8], "moment": lambda value: value[:16].replace("T", " ") if value else "",
        "range": lambda row: range_words(row["low"], row["high"]), "number": lambda value: f"{value:,}",
    }  # fmt: skip
    made.globals |= {"address": address, "record_address": record_address, "asset": asset, "version": __version__}
    return made


@lru_cache(maxsize=64)
def asset(name: str) -> str:
    """Return the address of a static file, with the hash of its content: it may be kept by browsers for good."""
    content = (STATIC / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(content).hexdigest()[:12]}"


def show(request: Request, template: str, context: Any, *, title: str, status: int = 200) -> Response:
    """Return a page.

    Args:
        request: Whose page it is.
        template: File in `templates`.
        context: The page's own dataclass, `page` in the template.
        title: In the window and as heading.
        status: Of the answer.
    """
    user: User = request.state.user
    shared = {
        "page": context, "title": title, "user": user, "path": request.url.path, "query": dict(request.query_params),
        "navigation": [(name, path) for name, path, needs in NAVIGATION if needs in user.may], "said": request.query_params.get("said", ""),
    }  # fmt: skip
    html = environment().get_template(template).render(shared)
    return HTMLResponse(html.encode("utf-8", errors="replace"), status_code=status)


def show_error(request: Request, status: int, message: str) -> Response:
    """Return a page that says what is wrong and what can be done."""
    titles = {400: "That does not work", 401: "Log in", 403: "Not allowed", 404: "Not found", 409: "It has changed", 503: "Busy"}
    if not hasattr(request.state, "user"):
        request.state.user = User("", "", frozenset())
    return show(request, "error.html", {"status": status, "message": message}, title=titles.get(status, "Something went wrong"), status=status)
