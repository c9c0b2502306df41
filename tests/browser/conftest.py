"""A workbench over a ledger made by hand, served on this machine, and a browser that looks at it.

A page that writes an error to its console, breaks, or asks anything of another host fails its test. Without Chromium the tests are skipped.
"""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from many import stock_many

from tocsin.web.app import make_app
from tocsin.web.settings import Settings

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
FAILING = {"serious", "critical"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def serve(address: str):
    """Serve a workbench in a thread; return its address on the web and what stops it."""
    import uvicorn

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(make_app(Settings(address, port=port, today="2016-12-01")), port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)

    def stop():
        server.should_exit = True
        thread.join(timeout=10)

    return f"http://127.0.0.1:{port}", stop


@pytest.fixture(scope="session")
def workbench(tmp_path_factory):
    """The address of a workbench over the handmade ledger of `many`."""
    address = str(tmp_path_factory.mktemp("served") / "many.ledger")
    stock_many(address)
    web, stop = serve(address)
    yield web
    stop()


@pytest.fixture(scope="session")
def chromium():
    """A browser."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs the playwright package")
    if not CHROMIUM.exists():
        pytest.skip("needs Chromium at /usr/bin/chromium (apt-get install chromium)")
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium, workbench):
    """Open pages of the workbench: `open_page(path, width=…, dark=…)`. What they do wrong fails the test at its end."""
    wrong: list[str] = []
    contexts = []

    def watch(page):
        page.on("console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(f"broken: {error}"))
        page.on("request", lambda asked: wrong.append(f"asked elsewhere: {asked.url}") if foreign(asked.url) else None)

    def foreign(url):
        return urlsplit(url).scheme not in {"data", "blob"} and not url.startswith(workbench)

    def look(path="/", *, width=1400, height=900, dark=False, scheme=None):
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme or ("dark" if dark else "light"), reduced_motion="reduce")
        contexts.append(context)
        page = context.new_page()
        watch(page)
        page.goto(workbench + path)
        return page

    yield look
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def page(open_page):
    """The first page of the workbench on a laptop, light."""
    return open_page("/")


def violations(page) -> list[str]:
    """Return what axe finds seriously or critically wrong with a page; skip where axe is not installed."""
    if not AXE.exists():
        pytest.skip("needs axe-core: cd frontend && npm ci")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES)
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found["violations"] if one["impact"] in FAILING for node in one["nodes"]]


@pytest.fixture
def axe():
    """The function that returns what is wrong with a page for people who cannot see or point."""
    return violations


def overflow(page) -> int:
    """Return by how many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.fixture
def too_wide():
    """The function that returns by how many pixels a page is too wide."""
    return overflow
