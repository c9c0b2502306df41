"""A run comes out the same bytes: by one worker or two, broken off or not, on this machine or on Ray."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tocsin.batch.link import link_batch
from tocsin.batch.run import run_batch
from tocsin.batch.worker import Settings
from tocsin.errors import UsageError

pytestmark = pytest.mark.model

TEXTS = [
    "Gunmen killed {n} farmers in Borno State on Monday, police said.", "The council met on Tuesday and agreed on the budget for schools.",
    "A bomb wounded {n} people at a market in Baghdad on Friday, the ministry said.", "Rain is expected in the north for the rest of the week.",
]  # fmt: skip


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """The path of 24 articles in JSON Lines, one line of which cannot be read."""
    file = tmp_path_factory.mktemp("news") / "news.jsonl"
    rows = [json.dumps({"id": f"x-{n}", "text": TEXTS[n % 4].format(n=n + 2), "published": "2016-05-10", "outlet": "Example Times"}) for n in range(23)]
    file.write_text("\n".join([*rows, "broken"]) + "\n")
    return str(file)


@pytest.fixture(scope="module")
def whole(news, tmp_path_factory):
    """The hashes of a run by one worker that nothing broke off."""
    out = tmp_path_factory.mktemp("whole") / "out"
    run_batch([news], out, Settings(), articles_a_shard=3)
    return hashes(out)


def hashes(out: Path) -> dict[str, str]:
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(out.rglob("*")) if path.is_file()}


def test_tables_are_typed_and_hold_every_article(news, tmp_path):
    manifest = run_batch([news], tmp_path / "out", Settings(), articles_a_shard=10)
    articles = pq.read_table(tmp_path / "out" / "articles")
    claims = pq.read_table(tmp_path / "out" / "claims")
    assert articles.num_rows == manifest["counts"]["articles"] == 23
    assert sum(articles.column("relevant").to_pylist()) == 12
    assert str(claims.schema.field("start").type) == "date32[day]"
    assert {2, 4, 6} <= set(claims.column("killed_low").to_pylist()) | set(claims.column("injured_low").to_pylist())
    errors = [json.loads(line) for path in (tmp_path / "out" / "errors").iterdir() for line in path.read_text().splitlines()]
    assert [(row["line"], row["code"]) for row in errors] == [(24, errors[0]["code"])]
    assert manifest["files"].keys() == {name for name in hashes(tmp_path / "out") if "/" in name and not name.startswith("done")}


def test_two_workers_write_what_one_writes(news, whole, tmp_path):
    run_batch([news], tmp_path / "out", Settings(), workers=2, articles_a_shard=3)
    assert hashes(tmp_path / "out") == whole


def test_a_run_that_is_killed_goes_on_and_comes_out_the_same(news, whole, tmp_path):
    out = tmp_path / "out"
    command = [sys.executable, "-m", "tocsin", "batch", news, str(out), "--shard", "3", "--workers", "2"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    while process.poll() is None and len(list(out.glob("done/*.json"))) < 3:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    left = 8 - len(list(out.glob("done/*.json")))
    read = []
    run_batch([news], out, Settings(), articles_a_shard=3, progress=lambda done, total, counts: read.append(done))
    assert read[0] == 8 - left
    assert hashes(out) == whole


def test_a_shard_whose_file_was_damaged_is_read_again(news, whole, tmp_path):
    out = tmp_path / "out"
    run_batch([news], out, Settings(), articles_a_shard=3)
    (out / "claims" / "000001.parquet").write_bytes(b"torn")
    run_batch([news], out, Settings(), articles_a_shard=3)
    assert hashes(out) == whole


def test_a_worker_that_is_killed_is_replaced(news, whole, tmp_path):
    out = tmp_path / "out"
    killed = []

    def kill_one(done, total, counts):
        if done >= 2 and not killed:
            children = subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, text=True, check=False).stdout.split()
            killed.extend(children[:1])
            os.kill(int(children[0]), signal.SIGKILL)

    run_batch([news], out, Settings(), workers=2, articles_a_shard=3, progress=kill_one)
    assert killed
    assert hashes(out) == whole


def test_another_runs_folder_is_not_written_into(news, tmp_path):
    out = tmp_path / "out"
    run_batch([news], out, Settings(), articles_a_shard=12)
    with pytest.raises(UsageError, match="another run"):
        run_batch([news], out, Settings(gate=False), articles_a_shard=12)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep")
    with pytest.raises(UsageError, match="not empty"):
        run_batch([news], tmp_path / "mine", Settings())


def test_incidents_of_a_batch_are_linked(news, tmp_path):
    run_batch([news], tmp_path / "out", Settings(), articles_a_shard=12)
    lines = link_batch(tmp_path / "out")
    table = pq.read_table(tmp_path / "out" / "lines.parquet")
    assert table.num_rows == pq.read_table(tmp_path / "out" / "incidents").num_rows
    assert len(set(table.column("line").to_pylist())) == lines


def test_ray_writes_what_one_worker_writes_though_a_worker_is_killed(news, whole, tmp_path):
    ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'tocsin[ray]'")
    out = tmp_path / "out"
    killed = []

    def kill_one(done, total, counts):
        if done >= 1 and not killed:
            found = subprocess.run(["pgrep", "-f", "ray::.*RayWorker|ray::MapWorker"], capture_output=True, text=True, check=False).stdout.split()
            killed.extend(found[:1])
            for one in found[:1]:
                os.kill(int(one), signal.SIGKILL)

    try:
        run_batch([news], out, Settings(), engine="ray", workers=2, articles_a_shard=3, progress=kill_one)
    finally:
        ray.shutdown()
    assert killed
    assert hashes(out) == whole
