"""Options that the commands share, and the filter that they make."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.ingest import AUTHOR_HELP, LEDGER_HELP

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from tocsin.asking.filters import Filter
    from tocsin.ledger.store import Ledger

LedgerOption = Annotated[str | None, typer.Option("--ledger", help=LEDGER_HELP)]
AuthorOption = Annotated[str | None, typer.Option("--author", help=AUTHOR_HELP)]
ReasonOption = Annotated[str, typer.Option("--reason", help="Why, in a few words. It is kept with the decision.")]
JsonOption = Annotated[bool, typer.Option("--json", help="JSON Lines.")]
CsvOption = Annotated[bool, typer.Option("--csv", help="CSV with a header.")]
LimitOption = Annotated[int, typer.Option("--limit", min=0, help="At most so many rows; 0 for all.")]
AsOfOption = Annotated[
    str | None, typer.Option("--as-of", help="The ledger as it stood at the end of that day (2026-03-01), or at that moment (UTC).")
]

SinceOption = Annotated[str | None, typer.Option("--since", help="Happened on or after: 2016, 2016-11 or 2016-11-03.")]
UntilOption = Annotated[str | None, typer.Option("--until", help="Happened on or before.")]
CountryOption = Annotated[str | None, typer.Option("--country", help="Country of the place: name or three-letter code.")]
PlaceOption = Annotated[str | None, typer.Option("--place", help="Name of a town, area or country.")]
NearOption = Annotated[str | None, typer.Option("--near", help="Circle: latitude, longitude, kilometres, as in 31.2,16.6,50.")]
TypeOption = Annotated[str | None, typer.Option("--type", help="PLOVER type (ASSAULT, PROTEST …), or type of relation (alliance …).")]
ModeOption = Annotated[str | None, typer.Option("--mode", help="PLOVER mode: abduct, targeted, aerial …")]
ActorOption = Annotated[str | None, typer.Option("--actor", help="Who acted: any name of theirs.")]
VictimOption = Annotated[str | None, typer.Option("--victim", help="Who suffered it.")]
PartyOption = Annotated[str | None, typer.Option("--party", help="Either side.")]
CommunityOption = Annotated[str | None, typer.Option("--community", help="Religion or ethnicity of those who suffered it.")]
EffectOption = Annotated[str | None, typer.Option("--effect", help="killed, injured, abducted, displaced …")]
StatusOption = Annotated[
    str | None, typer.Option("--status", help="actual, disputed, denied, future, hypothetical; of people: dead, alive, captured …")
]
StateOption = Annotated[
    str | None, typer.Option("--state", help="Of cases: open, proposed, closed. Of relations: standing, ended, denied, disputed.")
]
GradeOption = Annotated[str | None, typer.Option("--grade", help="confirmed, fair, weak, contested, discounted.")]
ReviewOption = Annotated[str | None, typer.Option("--review", help="unreviewed, accepted, corrected, rejected. Rejected ones are left out else.")]
SourceOption = Annotated[str | None, typer.Option("--source", help="Outlet or person who says so.")]
TextOption = Annotated[str | None, typer.Option("--text", help='Words in the evidence; "in quotation marks" as a phrase, beginn* by beginning.')]
KilledOption = Annotated[int | None, typer.Option("--killed", min=0, help="At least so many killed.")]
BackgroundOption = Annotated[bool | None, typer.Option("--background/--news", help="Backstory only, or news only.")]


def make_filter(**asked: Any) -> Filter:
    """Return the filter of a command's options.

    Raises:
        UsageError: a day, circle or country that is none.
    """
    from tocsin.asking.filters import Filter, first_day, last_day, parse_near
    from tocsin.asking.names import country_code

    if asked.get("since"):
        first_day(asked["since"])
    if asked.get("until"):
        last_day(asked["until"])
    if asked.get("near"):
        asked["near"] = parse_near(asked["near"])
    if asked.get("country"):
        asked["country"] = country_code(asked["country"])
    return Filter(**asked)


@contextmanager
def opened(address: str | None, as_of: str | None = None) -> Iterator[tuple[Ledger, Connection, int | None]]:
    """Open a ledger for questions; yield it, a connection that sees one moment, and the act of the past state that was asked for."""
    from tocsin.asking.filters import last_day
    from tocsin.ledger.audit import act_at
    from tocsin.ledger.store import Ledger

    with Ledger.open(address) as ledger, ledger.reading() as connection:
        if as_of is None:
            yield ledger, connection, None
        else:
            moment = as_of if "T" in as_of else last_day(as_of)
            yield ledger, connection, act_at(connection, moment)
