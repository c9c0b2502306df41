"""Options that the commands share, and the filter that they make."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.ingest import AUTHOR_HELP, LEDGER_HELP

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tocsin.ledger.store import Ledger

LedgerOption = Annotated[str | None, typer.Option("--ledger", help=LEDGER_HELP)]
AuthorOption = Annotated[str | None, typer.Option("--author", help=AUTHOR_HELP)]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why, in a few words. It is kept with the decision.")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON Lines.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="CSV with a header.")]
LimitOption = Annotated[int, typer.Option("--limit", min=0, max=2**31 - 1, help="At most so many rows; 0 for all.")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="The ledger as it stood at the end of that day (2026-03-01), or at that moment (UTC).")
]

Text = str | None
CONDITIONS: dict[str, Any] = {
    "since": Annotated[Text, typer.Option("--since", help="Happened on or after: 2016, 2016-11 or 2016-11-03. Undated incidents are left out.")],
    "until": Annotated[Text, typer.Option("--until", help="Happened on or before.")],
    "country": Annotated[Text, typer.Option("--country", help="Country: name or three-letter code.")],
    "place": Annotated[Text, typer.Option("--place", help="Name of a town, area or country.")],
    "near": Annotated[Text, typer.Option("--near", help="Circle: latitude, longitude, kilometres, as in 31.2,16.6,50.")],
    "type": Annotated[Text, typer.Option("--type", help="PLOVER type (ASSAULT, PROTEST …), or type of relation (alliance …).")],
    "mode": Annotated[Text, typer.Option("--mode", help="PLOVER mode: abduct, targeted, aerial …")],
    "actor": Annotated[Text, typer.Option("--actor", help="Who acted: any name of theirs.")],
    "victim": Annotated[Text, typer.Option("--victim", help="Who suffered it.")],
    "party": Annotated[Text, typer.Option("--party", help="Either side.")],
    "community": Annotated[Text, typer.Option("--community", help="Religion or ethnicity of those who suffered it.")],
    "effect": Annotated[Text, typer.Option("--effect", help="killed, injured, abducted, displaced …")],
    "status": Annotated[Text, typer.Option("--status", help="actual, disputed, denied, future, hypothetical.")],
    "fate": Annotated[Text, typer.Option("--status", help="alive, dead, captured, missing, held, wounded, released, unknown, disputed.")],
    "state": Annotated[Text, typer.Option("--state", help="Cases: open, proposed, closed. Relations: standing, ended, denied, disputed, possible.")],
    "grade": Annotated[Text, typer.Option("--grade", help="confirmed, fair, weak, contested, discounted.")],
    "review": Annotated[Text, typer.Option("--review", help="unreviewed, accepted, corrected, rejected. Rejected ones are left out else.")],
    "source": Annotated[Text, typer.Option("--source", help="Outlet or person who says so.")],
    "text": Annotated[
        Text, typer.Option("--text", help='Words in the claims\' sentences (of articles: in their text); "a phrase" in quotation marks, beginn*.')
    ],
    "killed": Annotated[int | None, typer.Option("--killed", min=0, max=2**31 - 1, help="At least so many killed.")],
    "background": Annotated[bool | None, typer.Option("--background/--news", help="Backstory only, or news only.")],
}
"""Conditions of filters as options, by name."""

INCIDENT = tuple(name for name in CONDITIONS if name not in {"fate", "state"})
"""Conditions of incidents: the same for lists of them, time lines, counts, their claims and articles, and exports."""

Command = Callable[..., None]


def asks(kind: str, *names: str) -> Callable[[Command], Command]:
    """Return a decorator that gives a command options for conditions; the command gets the filter that they make as `asked`.

    Args:
        kind: Kind of the records that are asked for.
        names: Conditions that it takes.
    """

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def run(**given: Any) -> None:
            from tocsin.asking.asked import make_filter

            conditions = {"status" if name == "fate" else name: given.pop(name) for name in names}
            command(asked=make_filter(kind, **conditions), **given)

        own = [each for each in inspect.signature(command, eval_str=True).parameters.values() if each.name != "asked"]
        added = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=CONDITIONS[name]) for name in names]
        named = [each for each in own if each.name == "name"]
        parameters = [*named, *added, *(each for each in own if each.name != "name")]
        del run.__wrapped__  # typer shall see the options, not the command's own signature
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in parameters}
        return run

    return decorate


@contextmanager
def opened(address: str | None, as_of: str | None = None) -> Iterator[tuple[Ledger, Connection, int | None]]:
    """Open a ledger for questions; yield it, a connection that sees one moment, and the act of the past state that was asked for."""
    from tocsin.asking.filters import moment
    from tocsin.ledger.audit import act_at
    from tocsin.ledger.store import Ledger

    with Ledger.open(address) as ledger, ledger.reading() as connection:
        yield ledger, connection, None if as_of is None else act_at(connection, moment(as_of))
