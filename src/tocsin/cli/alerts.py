"""`tocsin alerts`: what changed in the ledger, told to those who asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.ingest import AUTHOR_HELP, LEDGER_HELP, author_name

if TYPE_CHECKING:
    from tocsin.alerting.tell import Teller
    from tocsin.ledger.store import Ledger
    from tocsin.watching.settings import WatchFile

HELP = """Look at what changed in the ledger since the last time, and tell it by the rules of a watch file.

`tocsin watch` does the same after each round; this is for ledgers that change otherwise. The first look only notes where the ledger stands: what is
in it already is no news, unless --since names a day. Nothing is told twice, and nothing of what is sealed or redacted.

Examples:

  tocsin alerts desk.toml

  tocsin alerts desk.toml --since 2026-03-01 --check
"""


def alerts(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The watch file.")],
    *,
    since: Annotated[str | None, typer.Option(help="Look at what changed after that day (2026-03-01).")] = None,
    check: Annotated[bool, typer.Option("--check", help="Print what would be told; send nothing, remember nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="With --check: one line an alert, for programs.")] = False,
    ledger: Annotated[str | None, typer.Option("--ledger", help=LEDGER_HELP)] = None,
    author: Annotated[str | None, typer.Option(help=AUTHOR_HELP)] = None,
) -> None:
    """Tell what changed."""
    from tocsin.asking.filters import first_day
    from tocsin.ledger.audit import act_at
    from tocsin.ledger.store import Ledger
    from tocsin.watching.settings import read_watch_file

    wanted = read_watch_file(file)
    with Ledger.open(ledger or wanted.ledger) as store, telling(wanted, store, author_name(author)) as teller:
        act = None
        if since is not None:
            with store.reading() as connection:
                act = act_at(connection, first_day(since))
        if check:
            _print(teller, act, as_json=as_json)
            return
        if act is None:
            teller.begin()
        new = teller.look(act)
        teller.tell()
        for row in teller.outbox.troubled():
            typer.echo(f"tocsin: {row['channel']}: alert {row['alert']}: {row['state']} ({row['problem'] or 'the run was cut off'})", err=True)
    typer.echo(f"{new} new alerts", err=True)


@contextmanager
def telling(wanted: WatchFile, store: Ledger, who: str, *, to_error: bool = False) -> Iterator[Teller]:
    """Give a teller for a watch file and a ledger. `to_error`: the terminal is standard error, as standard output is for programs."""
    from tocsin.alerting.outbox import Outbox
    from tocsin.alerting.rules import read_alerts
    from tocsin.alerting.tell import Teller

    settings = read_alerts(wanted)
    guard = wanted.guard() if wanted.network else None
    with Outbox(wanted.folder) as outbox:
        yield Teller(settings, outbox, store, who, guard, wanted.agent, lambda: datetime.now(UTC), lambda line: typer.echo(line, err=to_error),
                     lambda line: typer.echo(f"tocsin: {line}", err=True))  # fmt: skip


def _print(teller: Teller, since: int | None, *, as_json: bool) -> None:
    """Print what would be told."""
    from tocsin.alerting.forms import alert_lines

    for alert in teller.fired(since)[0]:
        line = json.dumps(alert, ensure_ascii=True, sort_keys=True) if as_json else "\n".join(alert_lines(alert))
        sys.stdout.write(line + "\n")
