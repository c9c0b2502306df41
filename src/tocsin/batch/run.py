"""One run: plan, go on where an earlier one was broken off, read, check, and say what was done."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tocsin import __version__
from tocsin.batch.engines import ENGINES
from tocsin.batch.plan import ARTICLES_A_SHARD, Plan, Shard, make_plan
from tocsin.batch.worker import Settings, settings_row
from tocsin.errors import UsageError
from tocsin.records.canonical import canonical

Row = dict[str, Any]
Progress = Callable[[int, int, Row], None]

MANIFEST, PLAN = "manifest.json", "plan.json"


def run_batch(inputs: Iterable[str], out: Path, settings: Settings, *, engine: str = "local", workers: int = 1,
              articles_a_shard: int = ARTICLES_A_SHARD, progress: Progress | None = None) -> Row:  # fmt: skip
    """Read articles by the thousand into tables; return the manifest.

    A run that was broken off goes on where it was: shards with a marker are checked by the hashes of their files and not read again. The files
    are the same bytes however often it was broken off, by however many workers, of whatever engine.

    Args:
        inputs: Files, folders and globs, of every format of `tocsin read` and Parquet.
        out: Folder of the run; new, or that of a run of the same inputs and settings.
        settings: Part of the run's fingerprint.
        engine: `local` or `ray`.
        workers: Processes, or actors.
        articles_a_shard: Articles that one worker reads at a time.
        progress: Called after each shard with shards done, shards in all, and the counts so far.

    Raises:
        UsageError: another run's output is in the folder, or there is nothing to read.
    """
    if engine not in ENGINES:
        raise UsageError(f'--engine "{engine}" is not known. Choose from: {", ".join(ENGINES)}.')
    plan = make_plan(inputs, articles_a_shard=articles_a_shard)
    fingerprint = plan.fingerprint({**settings_row(settings), "version": __version__})
    _claim_folder(out, plan, fingerprint)
    for torn in out.rglob(".*.part"):  # left by a worker that was killed in the middle of a file
        torn.unlink()
    done = {shard.number: row for shard in plan.shards if (row := _finished(out, shard)) is not None}
    totals: Row = {}
    for row in done.values():
        _add(totals, row["counts"])
    if progress:
        progress(len(done), len(plan.shards), totals)
    left = [shard for shard in plan.shards if shard.number not in done]
    for row in ENGINES[engine](left, out, settings, workers) if left else ():
        done[row["shard"]] = row
        _add(totals, row["counts"])
        if progress:
            progress(len(done), len(plan.shards), totals)
    return _write_manifest(out, plan, settings, fingerprint, done)


def _claim_folder(out: Path, plan: Plan, fingerprint: str) -> None:
    """Make the folder of a run, or see that it is this one's."""
    out.mkdir(parents=True, exist_ok=True)
    path = out / PLAN
    if path.is_file():
        if json.loads(path.read_text(encoding="utf-8"))["fingerprint"] != fingerprint:
            raise UsageError(f"{out} holds another run: other inputs, settings or version. Name a new folder.")
        return
    if any(out.iterdir()):
        raise UsageError(f"{out} is not empty and holds no run of ours. Name a new folder.")
    path.write_text(canonical({"fingerprint": fingerprint, "inputs": list(plan.inputs), "shards": len(plan.shards)}) + "\n", encoding="utf-8")


def _finished(out: Path, shard: Shard) -> Row | None:
    """Return the outcome of a shard whose files are there as they were written, else None."""
    marker = out / "done" / f"{shard.name}.json"
    if not marker.is_file():
        return None
    row: Row = json.loads(marker.read_text(encoding="utf-8"))
    whole = all((out / name).is_file() and hashlib.sha256((out / name).read_bytes()).hexdigest() == wanted for name, wanted in row["files"].items())
    return row if whole else None


def _add(totals: Row, counts: Row) -> None:
    for name, count in counts.items():
        totals[name] = totals.get(name, 0) + count


def _write_manifest(out: Path, plan: Plan, settings: Settings, fingerprint: str, done: dict[int, Row]) -> Row:
    """Write what the run was and what came out: versions, hashes, counts. No time and no name of the machine, so that equal runs are equal."""
    totals: Row = {}
    files: Row = {}
    for number in sorted(done):
        _add(totals, done[number]["counts"])
        files |= done[number]["files"]
    manifest = {
        "schema": "tocsin.batch/1", "version": __version__, "python": platform.python_version(), "fingerprint": fingerprint,
        "settings": settings_row(settings), "inputs": list(plan.inputs), "shards": len(plan.shards), "counts": totals, "files": files,
    }  # fmt: skip
    (out / MANIFEST).write_text(json.dumps(manifest, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return manifest
