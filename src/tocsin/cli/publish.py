"""`tocsin publish`: a release for the public or a partner."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.ingest import AUTHOR_HELP, LEDGER_HELP, author_name
from tocsin.errors import InputError, UsageError

if TYPE_CHECKING:
    from tocsin.ledger.store import Ledger
    from tocsin.publication.profile import Profile
    from tocsin.publication.release import Release

HELP = """Build a release for the public or a partner from the ledger: only what the profile lets leave, made afresh from an allow-list.

The profile (TOML) says for whom it is, which records and formats, and how names, places and dates leave; see docs/reference/publication.md.
Look at the report first (--check), then sign: the release, its report and who signed stand in the ledger's audit.

Examples:

  tocsin publish --profile examples/public.toml --check

  tocsin publish --profile examples/public.toml --out release-2026-03 --sign "Ada L."
"""


def publish(
    *,
    profile: Annotated[Path, typer.Option(help="The profile, a TOML file.")],
    out: Annotated[Path | None, typer.Option(help="Folder to make for the release.")] = None,
    sign: Annotated[list[str] | None, typer.Option(help="Who looked at the report and lets it go; twice where the profile asks for two.")] = None,
    previous: Annotated[Path | None, typer.Option(help="Folder of the release before, in place of the profile's.")] = None,
    check: Annotated[bool, typer.Option("--check", help="Print the report for the desk and write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The report as JSON.")] = False,
    ledger: Annotated[str | None, typer.Option("--ledger", help=LEDGER_HELP)] = None,
    author: Annotated[str | None, typer.Option(help=AUTHOR_HELP)] = None,
) -> None:
    """Build a release."""
    from tocsin.ledger.store import Ledger
    from tocsin.publication.profile import read_profile
    from tocsin.publication.write import check_signed
    from tocsin.publication.write import publish as write_release

    if not profile.is_file():
        raise InputError("not-found", f"{profile} is not a file. Write a profile; examples/public.toml is one.")
    wanted = read_profile(profile.read_bytes(), str(profile))
    if not check and out is None:
        raise UsageError("Name a folder for the release (--out FOLDER), or look at the report first (--check).")
    with Ledger.open(ledger) as store:
        if not check and not sign and not sys.stdin.isatty():
            check_signed(wanted, ())
        release = _built(store, wanted, previous, out)
        _report(release, as_json=as_json, aloud=check)
        if check or out is None:
            return
        signed = sign or [name.strip() for name in str(typer.prompt("Who lets this go? (names, by commas)", err=True)).split(",")]
        act = write_release(store, release, out, signed, who=author_name(author))
    typer.echo(f"{out}: {len(release.files)} files, {sum(release.counts.values()):,} records; act {act}", err=True)


def _built(store: Ledger, wanted: Profile, previous: Path | None, out: Path | None) -> Release:
    """Return the release; the folder's own name is checked too."""
    from tocsin.publication.guarded import load_held, load_protected
    from tocsin.publication.release import build, check_names

    with store.reading() as connection:
        if out is not None:
            check_names(load_protected(connection, wanted.names, load_held(connection)), out.name)
        return build(connection, wanted, today=store.clock().date(), previous=previous)


def _report(release: Release, *, as_json: bool, aloud: bool) -> None:
    """Print the report for the desk: to standard output if it was asked for, else to standard error."""
    import json

    from tocsin.publication.report import report_text

    text = json.dumps(release.report, ensure_ascii=False, sort_keys=True) + "\n" if as_json else report_text(release.report)
    (sys.stdout if aloud or as_json else sys.stderr).write(text)
