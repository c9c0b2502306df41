"""The `tocsin` command: its groups and the one place where errors become exit statuses."""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from tocsin import __version__
from tocsin.cli import alerts as alerts_command
from tocsin.cli import batch as batch_command
from tocsin.cli import doctor as doctor_command
from tocsin.cli import explain as explain_command
from tocsin.cli import gazetteer as gazetteer_command
from tocsin.cli import ingest as ingest_command
from tocsin.cli import link as link_command
from tocsin.cli import publish as publish_command
from tocsin.cli import read as read_command
from tocsin.cli import schema as schema_command
from tocsin.cli import serve as serve_command
from tocsin.cli import threat as threat_command
from tocsin.cli import user as user_command
from tocsin.cli import watch as watch_command
from tocsin.cli.ledger import app as ledger_command
from tocsin.errors import InputError, KnowledgeError, MissingPartError, TocsinError, UsageError


class ReaderGoneError(Exception):
    """The reader of our output went away ("| head")."""


class QuietGroup(TyperGroup):
    """Commands that leave quietly when nobody reads their output any more; typer itself would call that a failure."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command and write out what it printed."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            raise ReaderGoneError from None
        return done


app = typer.Typer(
    name="tocsin",
    cls=QuietGroup,
    help="Read news of conflict and persecution into a sourced ledger: who did what to whom, where, when, how many, and who says so.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("read", help=read_command.HELP, no_args_is_help=True)(read_command.read)
app.command("doctor", help=doctor_command.HELP)(doctor_command.doctor)
app.add_typer(gazetteer_command.app, name="gazetteer")
app.command("ingest", help=ingest_command.HELP, no_args_is_help=True)(ingest_command.ingest)
app.add_typer(ledger_command.app, name="ledger")
app.command("alerts", help=alerts_command.HELP, no_args_is_help=True)(alerts_command.alerts)
app.command("watch", help=watch_command.HELP, no_args_is_help=True)(watch_command.watch)
app.command("publish", help=publish_command.HELP, no_args_is_help=True)(publish_command.publish)
app.command("batch", help=batch_command.HELP, no_args_is_help=True)(batch_command.batch)
app.command("link", help=link_command.HELP, no_args_is_help=True)(link_command.link)
app.command("explain", help=explain_command.HELP, no_args_is_help=True)(explain_command.explain)
app.command("serve", help=serve_command.HELP)(serve_command.serve)
app.add_typer(user_command.app, name="user")
app.command("threat", help=threat_command.HELP)(threat_command.threat)
app.command("schema", help=schema_command.HELP, no_args_is_help=True)(schema_command.schema)


@app.callback(invoke_without_command=True)
def root(*, version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False) -> None:
    """Handle the options of `tocsin` itself."""
    if version:
        typer.echo(f"tocsin {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command line; end with the contract's exit status."""
    try:
        app()
    except MissingPartError as error:
        _fail(error, 3)
    except (UsageError, KnowledgeError) as error:
        _fail(error, 2)
    except (InputError, TocsinError) as error:
        _fail(error, 1)
    except ReaderGoneError:  # keep Python from complaining at shutdown, too
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        typer.echo("tocsin: stopped", err=True)
        sys.exit(130)


def _fail(error: Exception, status: int) -> None:
    """Say what is wrong and end. What the message quotes — names of files, ids, words — cannot steer the terminal."""
    from tocsin.report.harmless import printable

    typer.echo(f"tocsin: {printable(str(error))}", err=True)
    sys.exit(status)
