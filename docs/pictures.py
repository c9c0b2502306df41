"""Draw the pictures of the README: real pages of the demo ledger (`make demo`) in Debian's Chromium.

python docs/pictures.py demo.ledger
"""

from __future__ import annotations

import socket
import sys
import threading
import time
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright

from tocsin.web.app import make_app
from tocsin.web.settings import Settings

HERE = Path(__file__).parent
PICTURES = (("incident.png", "", "light"), ("map.png", "/map?status=actual", "light"), ("network.png", "/network", "dark"))
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


def main(ledger: str) -> None:
    """Draw all."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(make_app(Settings(ledger, port=port, local_user="ada")), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for name, path, scheme in PICTURES:
            page = browser.new_context(viewport={"width": 1280, "height": 860}, color_scheme=scheme).new_page()  # type: ignore[arg-type]
            draw(page, f"http://localhost:{port}{path or widest(page, port)}", HERE / name)
        browser.close()
    server.should_exit = True
    thread.join()


def widest(page: Page, port: int) -> str:
    """Return the path of the incident that most sources tell of."""
    page.goto(f"http://localhost:{port}/incidents?order=sources")
    return str(page.locator("main a.label").first.get_attribute("href"))


def draw(page: Page, address: str, file: Path) -> None:
    """Draw one page once it has come to rest."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2500)
    page.screenshot(path=file)
    print(file)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "demo.ledger")
