"""`tocsin ledger incidents`, `people`, `groups`, `relations`, `cases`, `claims`, `articles`: lists that meet a filter."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from tocsin.cli.ledger import options as o
from tocsin.cli.ledger import tables

Row = dict[str, Any]

INCIDENTS_HELP = """List what happened, latest first: one row an incident, however many articles tell of it.

Examples:

  tocsin ledger incidents --country Nigeria --since 2016 --community Christianity

  tocsin ledger incidents --near 31.2,16.6,100 --actor ISIS --killed 10 --csv > sirte.csv

  tocsin ledger incidents --text '"suicide bomber" market*' --grade confirmed --as-of 2026-03-01
"""

NameArgument = Annotated[str | None, typer.Argument(metavar="NAME", help="Any name of theirs, or the beginning of one.")]


@o.asks("incident", *o.INCIDENT)
def incidents(
    *,
    asked: Any,
    order: Annotated[str, typer.Option("--order", help="time, earliest, killed, sources or name.")] = "time",
    limit: o.LimitOption = 50,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List incidents."""
    _records("incident", asked, order=order, limit=limit, as_of=as_of, ledger=ledger, as_json=as_json, as_csv=as_csv)


PEOPLE_HELP = """List people, with what is said to have become of them.

Examples:

  tocsin ledger people --status disputed

  tocsin ledger people belmokhtar
"""


@o.asks("person", "fate", "country", "review")
def people(
    *,
    asked: Any,
    name: NameArgument = None,
    limit: o.LimitOption = 50,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List people."""
    _records("person", _named(asked, name), order="name", limit=limit, as_of=as_of, ledger=ledger, as_json=as_json, as_csv=as_csv)


GROUPS_HELP = """List groups, organisations and states, with their spellings.

Examples:

  tocsin ledger groups "Boko Haram"

  tocsin ledger groups --country Mali --csv > mali.csv
"""


@o.asks("group", "country", "review")
def groups(
    *,
    asked: Any,
    name: NameArgument = None,
    limit: o.LimitOption = 50,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List groups."""
    _records("group", _named(asked, name), order="name", limit=limit, as_of=as_of, ledger=ledger, as_json=as_json, as_csv=as_csv)


def _named(asked: Any, name: str | None) -> Any:
    from dataclasses import replace

    return replace(asked, name=name) if name and name.strip() else asked


RELATIONS_HELP = """List alliances, rivalries, hostilities and memberships between groups; with --at as they stood on a day of the world.

Examples:

  tocsin ledger relations --party "Islamic State"

  tocsin ledger relations --type alliance --at 2016-06-01
"""


@o.asks("relation", "party", "type", "state", "review")
def relations(
    *,
    asked: Any,
    at: Annotated[str | None, typer.Option("--at", help="As they stood in the world on that day (--as-of: as the ledger knew it).")] = None,
    limit: o.LimitOption = 50,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List relations."""
    from tocsin.asking.lists import relations_at

    if at is None:
        _records("relation", asked, order="name", limit=limit, as_of=as_of, ledger=ledger, as_json=as_json, as_csv=as_csv)
        return
    with o.opened(ledger, as_of) as (_, connection, act):
        answer = relations_at(connection, at, asked, act=act, limit=limit or None)
    tables.put("relation", answer.rows, answer.total, as_json=as_json, as_csv=as_csv)


CASES_HELP = """List open questions ("no word yet"), and those for which a later article may hold the answer (proposed).

Examples:

  tocsin ledger cases --state open

  tocsin ledger cases --chase

  tocsin ledger close k81c… --answer "all returned home" --evidence c7f3… --reason "named by the bishop"
"""


@o.asks("case", "state", "since", "until", "review")
def cases(
    *,
    asked: Any,
    chase: Annotated[bool, typer.Option("--chase", help="What to chase: proposed answers first, then open questions, the oldest first.")] = False,
    limit: o.LimitOption = 50,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List cases."""
    from tocsin.asking.cases import list_cases
    from tocsin.asking.filters import day_of

    with o.opened(ledger, as_of) as (_, connection, act):
        answer = list_cases(connection, asked, today=day_of(as_of), chase=chase, act=act, limit=limit or None)
    tables.put("case", answer.rows, answer.total, as_json=as_json, as_csv=as_csv)


CLAIMS_HELP = """List claims: who says what, in which words. Conditions are those of the incidents that they are part of;
--text and --source ask for the claims' own sentences and sources.

Examples:

  tocsin ledger claims --text "suicide bomber" --country Nigeria

  tocsin ledger claims --source "Barack Obama" --json
"""


@o.asks("incident", *o.INCIDENT)
def claims(
    *,
    asked: Any,
    limit: o.LimitOption = 50,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List claims."""
    from tocsin.asking.lists import list_claims

    with o.opened(ledger, as_of) as (_, connection, act):
        answer = list_claims(connection, asked, act=act, limit=limit or None)
    tables.put("claim", answer.rows, answer.total, as_json=as_json, as_csv=as_csv)


ARTICLES_HELP = """List articles: by the day of their publication (--since, --until), their words, their outlet or whom they quote (--source);
--country, --actor … ask for articles that tell of such incidents.

Examples:

  tocsin ledger articles --text '"gas plant" algeria' --since 2013

  tocsin ledger articles --community Christianity --country Egypt --csv
"""


@o.asks("incident", *o.INCIDENT)
def articles(
    *,
    asked: Any,
    limit: o.LimitOption = 50,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List articles."""
    from tocsin.asking.lists import list_articles

    with o.opened(ledger, as_of) as (_, connection, act):
        answer = list_articles(connection, asked, act=act, limit=limit or None)
    tables.put("article", answer.rows, answer.total, as_json=as_json, as_csv=as_csv)


def _records(kind: str, asked: Any, *, order: str, limit: int, as_of: str | None, ledger: str | None, as_json: bool, as_csv: bool) -> None:
    """List records of a kind."""
    from tocsin.asking.lists import ORDERS, list_records
    from tocsin.errors import UsageError

    if order not in ORDERS:
        raise UsageError(f'--order "{order}" is not known. Choose from: {", ".join(ORDERS)}.')
    with o.opened(ledger, as_of) as (_, connection, act):
        answer = list_records(connection, kind, asked, act=act, order=order, limit=limit or None)
    unlike = " (incidents, not articles)" if kind == "incident" else ""
    tables.put(kind, answer.rows, answer.total, as_json=as_json, as_csv=as_csv, unlike=unlike)
