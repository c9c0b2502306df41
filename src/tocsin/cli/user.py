"""`tocsin user`: accounts of the workbench, from the command line of whoever holds the ledger."""

from __future__ import annotations

import getpass
import sys
from typing import Annotated

import typer

from tocsin.cli.ingest import author_name
from tocsin.cli.ledger.options import AuthorOption, LedgerOption
from tocsin.errors import UsageError

app = typer.Typer(name="user", help="Accounts of the workbench.", no_args_is_help=True, add_completion=False, rich_markup_mode=None,
                  pretty_exceptions_enable=False)  # fmt: skip

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="2 to 64 small letters, digits, dots, dashes.")]
RoleOption = Annotated[str, typer.Option("--role", help="reader, analyst, reviewer, publisher or admin.")]


@app.command("add", no_args_is_help=True)
def add(name: NameArgument, *, role: RoleOption = "reader", ledger: LedgerOption = None, author: AuthorOption = None) -> None:
    """Make an account; the password is asked for, or read from standard input.

    Example:
      tocsin user add ada --role admin
    """
    from tocsin.access import accounts
    from tocsin.ledger import engine
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger, create=True) as store:
        password = read_password()
        with engine.writing(store.sql) as connection:
            accounts.add_account(connection, name, password, role)
        store.note_act("user-add", ("account", name), {"role": role}, who=author_name(author))
    typer.echo(f"{name} may log in as {role}.")


@app.command("password", no_args_is_help=True)
def password(name: NameArgument, *, ledger: LedgerOption = None, author: AuthorOption = None) -> None:
    """Give an account a new password; its sessions end."""
    from tocsin.access import accounts
    from tocsin.ledger import engine
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger, create=True) as store:
        new = read_password()
        with engine.writing(store.sql) as connection:
            if name not in {row["name"] for row in accounts.list_accounts(connection)}:
                raise UsageError(f"There is no account {name}.")
            accounts.set_password(connection, name, new)
        store.note_act("password", ("account", name), {}, who=author_name(author))
    typer.echo(f"{name} has a new password.")


@app.command("change", no_args_is_help=True)
def change(
    name: NameArgument, *, role: Annotated[str | None, typer.Option("--role", help="The new role.")] = None,
    disabled: Annotated[bool | None, typer.Option("--disable/--enable", help="Lock the account, or open it again.")] = None,
    no_second_factor: Annotated[bool, typer.Option("--no-second-factor", help="Take the second factor away (a lost phone).")] = False,
    ledger: LedgerOption = None, author: AuthorOption = None,
) -> None:  # fmt: skip
    """Change role or state of an account; its sessions end."""
    from tocsin.access import accounts
    from tocsin.ledger import engine
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger, create=True) as store:
        with engine.writing(store.sql) as connection:
            accounts.change_account(connection, name, role=role, disabled=disabled)
            if no_second_factor:
                accounts.set_totp(connection, name, None)
        detail = {"role": role, "disabled": disabled, "no_second_factor": no_second_factor}
        store.note_act("user-change", ("account", name), detail, who=author_name(author))
    typer.echo(f"{name} is changed.")


@app.command("list")
def list_(*, ledger: LedgerOption = None) -> None:
    """List accounts."""
    from tocsin.access import accounts
    from tocsin.ledger.store import Ledger

    with Ledger.open(ledger) as store, store.reading() as connection:
        rows = accounts.list_accounts(connection)
    for row in rows:
        state = "disabled" if row["disabled"] else "second factor" if row["totp"] else ""
        typer.echo(f"{row['name']:<24} {row['role']:<10} {state}".rstrip())
    if not rows:
        typer.echo("No account yet. Make one with: tocsin user add NAME --role admin", err=True)


def read_password() -> str:
    """Return a password that was typed twice, or the first line of standard input.

    Raises:
        UsageError: the two differ.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != first:
        raise UsageError("The two differ. Nothing was changed.")
    return first
