"""Server time of every list page over a ledger of so many incidents, and the weight of each page.

python benchmarks/web.py              # 20,000 articles made by rule (more incidents than that): about ten minutes, most of them to fill the ledger
python benchmarks/web.py 2000         # fewer
python benchmarks/web.py --ledger F   # over a ledger that is there
"""

from __future__ import annotations

import argparse
import re
import statistics
import tempfile
import time
from pathlib import Path

from fastapi.testclient import TestClient

from ledger import HOW, readings
from tocsin.ledger.store import Incoming, Ledger
from tocsin.web.app import make_app
from tocsin.web.settings import Settings

PAGES = (
    "/", "/inbox", "/incidents", "/incidents?country=NGA", "/incidents?effect=killed&order=killed", "/incidents?page=200", "/incidents?text=said",
    "/people", "/groups", "/cases", "/places", "/communities", "/articles", "/search?text=said", "/audit", "/threat", "/map", "/timeline",
    "/network", "/api/v1/incidents?limit=100", "/api/v1/counts?by=month,country",
)  # fmt: skip
RUNS = 7
PAGE = {"accept": "text/html", "accept-encoding": "gzip"}


def fill(address: str, articles: int) -> None:
    """Put articles made by rule into a ledger, fifty an act."""
    with Ledger.open(address, create=True) as ledger:
        waiting: list[Incoming] = []
        for row in readings(articles):
            waiting.append(Incoming(row, row["article"]["text"].encode(), HOW))
            if len(waiting) == 50:
                ledger.ingest(waiting, "benchmark")
                waiting = []
        if waiting:
            ledger.ingest(waiting, "benchmark")


def weigh(client: TestClient, text: str) -> int:
    """Return the compressed bytes of a page's scripts and styles, the map library left out."""
    names = set(re.findall(r'(?:src|href)="(/static/[^"]+\.(?:js|css)[^"]*)"', text))
    kept = [name for name in names if "maplibre" not in name]
    return sum(int(client.get(name, headers={"accept-encoding": "gzip"}).headers.get("content-length", "0")) for name in kept)


def measure(address: str) -> None:
    """Print one line a page."""
    with TestClient(make_app(Settings(address)), base_url="http://localhost") as client:
        total = client.get("/api/v1/incidents?limit=1").json()["total"]
        print(f"{total:,} incidents; median of {RUNS} after one to warm up")
        for path in PAGES:
            first = client.get(path, headers=PAGE)
            if first.status_code == 404:
                continue
            times = []
            for _ in range(RUNS):
                start = time.perf_counter()
                client.get(path, headers=PAGE)
                times.append(1000 * (time.perf_counter() - start))
            weight = weigh(client, first.text) if "text/html" in first.headers["content-type"] else 0
            size = int(first.headers.get("content-length", 0))
            print(f"{statistics.median(times):7.0f} ms  {size / 1024:6.1f} KB page  {weight / 1024:6.1f} KB files  {path}")


def main() -> None:
    """Fill a ledger, unless one is named, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", nargs="?", type=int, default=20_000)
    parser.add_argument("--ledger")
    options = parser.parse_args()
    if options.ledger:
        measure(options.ledger)
        return
    with tempfile.TemporaryDirectory() as folder:
        address = str(Path(folder, "web.ledger"))
        start = time.perf_counter()
        fill(address, options.articles)
        print(f"{options.articles:,} articles in {time.perf_counter() - start:.0f} s")
        measure(address)


if __name__ == "__main__":
    main()
