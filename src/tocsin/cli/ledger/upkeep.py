"""`tocsin ledger verify`, `head`, `audit`, `backup`, `restore`, `rebuild`, `upgrade`, `export`, `import`: keeping the ledger, and moving it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from tocsin.cli.ingest import author_name
from tocsin.cli.ledger import options as o
from tocsin.errors import InputError, LedgerDamagedError, UsageError

VERIFY_HELP = """Check every stored byte against the audit chain, and name the first row that does not fit.

Keep the hash that `tocsin ledger head` prints somewhere else (paper, e-mail): with --anchor, acts cut off the end are noticed too.

Example:

  tocsin ledger verify --anchor 9f2c…
"""


def verify(
    *, anchor: Annotated[str | None, typer.Option(help="Hash of an act that was printed earlier.")] = None, ledger: o.LedgerOption = None
) -> None:
    """Check the ledger."""
    from tocsin.cli.render import share_meter
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger) as store, share_meter("acts checked") as progress:
        misfits = store.verify(anchor=anchor, progress=progress)
        seq, digest = store.head()
    for misfit in misfits[:20]:
        typer.echo(f"{misfit.row}: {misfit.what}", err=True)
    if misfits:
        raise LedgerDamagedError(f"{len(misfits)} rows do not fit; the first is {misfits[0].row}.")
    typer.echo(f"Sound: {seq:,} acts; the last has the hash {digest}")


HEAD_HELP = """Print number and hash of the last act: keep it elsewhere, and no past act can be changed unnoticed.

Example:

  tocsin ledger head > head-2026-03-01.txt
"""

AUDIT_HELP = """List the latest acts: who did what, when.

Example:

  tocsin ledger audit --limit 0 --csv > acts.csv
"""

REBUILD_HELP = """Derive all records again from claims and decisions, act by act; say whether they are the same as before.

Example:

  tocsin ledger rebuild
"""

UPGRADE_HELP = """Bring an older ledger up to this version of Tocsin.

Example:

  tocsin ledger upgrade --ledger old.ledger
"""


def head(*, ledger: o.LedgerOption = None) -> None:
    """Print number and hash of the last act."""
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger) as store:
        seq, digest = store.head()
    typer.echo(f"{seq} {digest}")


def audit(
    *, limit: o.LimitOption = 50, ledger: o.LedgerOption = None, as_json: o.JsonOption = False, as_csv: o.CsvOption = False
) -> None:
    """List the latest acts."""
    from sqlalchemy import select

    from tocsin.cli.ledger import tables
    from tocsin.ledger.tables import audit as acts

    with o.opened(ledger) as (_, connection, _act):
        query = select(acts).order_by(acts.c.seq.desc())
        rows = [dict(row) for row in connection.execute(query.limit(limit) if limit else query).mappings()]
        total = rows[0]["seq"] if rows else 0
    tables.put("act", rows, total, as_json=as_json, as_csv=as_csv)


BACKUP_HELP = """Copy the ledger while it is in use, as it stands at one moment. Restoring is using the copy: --ledger FILE.

Example:

  tocsin ledger backup /mnt/stick/news-2026-03-01.ledger
"""


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that does not exist yet.")],
    *,
    ledger: o.LedgerOption = None,
    author: o.AuthorOption = None,
) -> None:
    """Copy the ledger."""
    from tocsin.ledger.backup import back_up
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger) as store:
        seq, digest = back_up(store, file, who=author_name(author))
    typer.echo(f"{file}: the ledger as of act {seq}, hash {digest}")


def rebuild(*, ledger: o.LedgerOption = None, author: o.AuthorOption = None) -> None:
    """Derive all records again."""
    from tocsin.cli.render import share_meter
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger) as store, share_meter("acts derived") as progress:
        result = store.rebuild(who=author_name(author), progress=progress)
    typer.echo(
        f"{result['records']:,} records derived; {'the same as before' if result['same'] else 'NOT the same as before: the rules have changed'}."
    )


def upgrade(*, ledger: o.LedgerOption = None) -> None:
    """Bring a ledger up to date."""
    from tocsin.errors import LedgerMissingError
    from tocsin.ledger.address import ledger_address
    from tocsin.ledger.migrate import latest_version
    from tocsin.ledger.store import Ledger

    url = ledger_address(ledger)
    if url.get_backend_name() == "sqlite" and not Path(str(url.database)).is_file():
        raise LedgerMissingError(f"There is no ledger at {url.database}; a new one needs no upgrade.")
    with Ledger.open(ledger, create=True):
        typer.echo(f"The ledger has schema {latest_version()}.")


EXPORT_HELP = """Write the ledger, or the incidents that meet a filter, in another form. Every export is written into the audit.

jsonl is the ledger itself, without loss: tocsin ledger import takes it. The other formats cannot hold everything: what they lose is
reported beside the file (FILE.losses.json), or in a line on standard error.

Examples:

  tocsin ledger export > all.jsonl

  tocsin ledger export --format ucdp --country Nigeria --since 2015 --out nigeria.csv

  tocsin ledger export --format stix --out bundle.json
"""


@o.asks("incident", *o.INCIDENT)
def export(
    *,
    asked: Any,
    format_: Annotated[
        str, typer.Option("--format", help="jsonl, csv, geojson, parquet, ucdp, acled, gtd, plover, ftm, hxl, stix or esf.")
    ] = "jsonl",
    out: Annotated[
        Path | None, typer.Option("--out", help="File; for formats of several tables also a folder. Standard output, if left out.")
    ] = None,
    history: Annotated[bool, typer.Option("--history", help="jsonl: undone decisions and their undos too.")] = False,
    sealed: Annotated[bool, typer.Option("--sealed", help="Sealed records too.")] = False,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    author: o.AuthorOption = None,
) -> None:
    """Write the ledger in another form."""
    detail = {
        "format": format_,
        "filter": {name: getattr(asked, name) for name in asked.asked()},
        "as_of": as_of,
        "sealed": sealed,
        "history": history,
    }
    with o.opened(ledger, as_of) as (store, connection, act):
        if format_ == "jsonl":
            if asked.asked() or as_of:
                raise UsageError("jsonl is the whole ledger; filters and --as-of are for the other formats.")
            store.note_act("export", ("ledger", "jsonl"), detail, who=author_name(author))
            from tocsin.ledger.transfer import export_lines

            _write_lines(export_lines(connection, history=history), out)
            return
        from tocsin.exchange.formats import FORMATS
        from tocsin.exchange.gather import gather

        if format_ not in FORMATS:
            raise UsageError(f'--format "{format_}" is not known. Choose from: jsonl, {", ".join(FORMATS)}.')
        bundle = gather(connection, asked, act=act, sealed=sealed)
        written = FORMATS[format_].write(bundle)
        store.note_act("export", ("ledger", format_), {**detail, "records": sum(1 for _ in bundle.records())}, who=author_name(author))
    _write(written, out)


def _write_lines(lines: Iterator[str], out: Path | None) -> None:
    """Write lines to a file, which appears only when it is whole, or to standard output."""
    if out is None:
        for line in lines:
            sys.stdout.write(line + "\n")
        sys.stdout.flush()
        return
    part = out.with_name(out.name + ".part")
    with part.open("w", encoding="ascii", newline="\n") as file:
        file.writelines(line + "\n" for line in lines)
    part.rename(out)


def _write(written: Any, out: Path | None) -> None:
    """Write an export and, beside it, what it lost."""
    if out is None:
        sys.stdout.buffer.write(written.content)
        sys.stdout.buffer.flush()
    elif out.is_dir() and written.files:
        for name, content in written.files.items():
            (out / name).write_bytes(content)
    else:
        out.write_bytes(written.content)
    lost = written.losses
    if out is not None:
        beside = out / "losses.json" if out.is_dir() else out.with_name(out.name + ".losses.json")
        beside.write_bytes(lost.to_json() if isinstance(lost.to_json(), bytes) else lost.to_json().encode("utf-8"))
        typer.echo(f"{out}; what it lost: {beside}", err=True)
    elif text := lost.to_text():
        typer.echo(text.splitlines()[0], err=True)


IMPORT_HELP = """Take in what a JSON Lines export of a ledger holds and this one lacks: all of it, or nothing.

Example:

  tocsin ledger export --ledger old.ledger | tocsin ledger import --ledger new.ledger -
"""


def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="An export; - is standard input.")],
    *,
    ledger: o.LedgerOption = None,
    author: o.AuthorOption = None,
) -> None:
    """Take in an export."""
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger, create=True) as store:
        added = store.take_lines(_lines(file), author_name(author))
    typer.echo(", ".join(f"{count:,} {kind}s" for kind, count in sorted(added.items())) + " added" if added else "Nothing new in it.")


def _lines(file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number and object of each line."""
    if file != "-" and not Path(file).is_file():
        raise InputError("not-found", f"{file} is not a file. Make it with: tocsin ledger export > {file}")
    with sys.stdin if file == "-" else Path(file).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise UsageError(f"{file}:{number} is not JSON: {error}") from error
            if not isinstance(row, dict):
                raise UsageError(f"{file}:{number} is not an object.")
            yield number, row
