"""`tocsin ledger incidents`, `people`, `groups`, `relations`, `cases`, `claims`, `articles`: lists that meet a filter."""

from __future__ import annotations

from typing import Any

import typer

from tocsin.cli.ledger import options as o
from tocsin.cli.ledger import tables

Row = dict[str, Any]

INCIDENTS_HELP = """List what happened, latest first: one row an incident, however many articles tell of it.

Examples:

  tocsin ledger incidents --country Nigeria --since 2016 --community Christianity

  tocsin ledger incidents --near 31.2,16.6,100 --actor ISIS --killed 10 --csv > sirte.csv
"""


def incidents(
    *,
    since: o.SinceOption = None,
    until: o.UntilOption = None,
    country: o.CountryOption = None,
    place: o.PlaceOption = None,
    near: o.NearOption = None,
    type_: o.TypeOption = None,
    mode: o.ModeOption = None,
    actor: o.ActorOption = None,
    victim: o.VictimOption = None,
    party: o.PartyOption = None,
    community: o.CommunityOption = None,
    effect: o.EffectOption = None,
    status: o.StatusOption = None,
    grade: o.GradeOption = None,
    review: o.ReviewOption = None,
    source: o.SourceOption = None,
    text: o.TextOption = None,
    killed: o.KilledOption = None,
    background: o.BackgroundOption = None,
    order: str = typer.Option("time", help="time, killed, sources or name."),
    limit: o.LimitOption = 50,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List incidents."""
    asked = o.make_filter(
        since=since, until=until, country=country, place=place, near=near, type=type_, mode=mode, actor=actor, victim=victim, party=party,
        community=community, effect=effect, status=status, grade=grade, review=review, source=source, text=text, killed=killed, background=background,
    )  # fmt: skip
    _records("incident", asked, tables.INCIDENTS, order=order, limit=limit, as_of=as_of, ledger=ledger, as_json=as_json, as_csv=as_csv)


PEOPLE_HELP = """List people, with what is said to have become of them.

Example:

  tocsin ledger people --status disputed
"""


def people(
    *,
    name: str | None = typer.Argument(None, help="Any name of theirs."),
    status: o.StatusOption = None,
    country: o.CountryOption = None,
    review: o.ReviewOption = None,
    limit: o.LimitOption = 50,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List people."""
    asked = o.make_filter(name=name, status=status, country=country, review=review)
    _records("person", asked, tables.PEOPLE, order="name", limit=limit, as_of=as_of, ledger=ledger, as_json=as_json, as_csv=as_csv)


GROUPS_HELP = """List groups, organisations and states, with their spellings.

Example:

  tocsin ledger groups "Boko Haram"
"""


def groups(
    *,
    name: str | None = typer.Argument(None, help="Any name of theirs."),
    country: o.CountryOption = None,
    review: o.ReviewOption = None,
    limit: o.LimitOption = 50,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List groups."""
    asked = o.make_filter(name=name, country=country, review=review)
    _records("group", asked, tables.GROUPS, order="name", limit=limit, as_of=as_of, ledger=ledger, as_json=as_json, as_csv=as_csv)


RELATIONS_HELP = """List alliances, rivalries, hostilities and memberships between groups; with --at as they stood on a day of the world.

Examples:

  tocsin ledger relations --party "Islamic State"

  tocsin ledger relations --type alliance --at 2016-06-01
"""


def relations(
    *,
    party: o.PartyOption = None,
    type_: o.TypeOption = None,
    state: o.StateOption = None,
    at: str | None = typer.Option(None, help="As they stood in the world on that day (--as-of: as the ledger knew it)."),
    limit: o.LimitOption = 50,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List relations."""
    from tocsin.asking.filters import last_day
    from tocsin.asking.lists import each_record
    from tocsin.records.relations import standing_at

    asked = o.make_filter(party=party, type=type_, state=None if at else state)
    if at is None:
        _records("relation", asked, tables.RELATIONS, order="name", limit=limit, as_of=as_of, ledger=ledger, as_json=as_json, as_csv=as_csv)
        return
    day = last_day(at)
    with o.opened(ledger, as_of) as (_, connection, act):
        rows = [
            {**row, "state": standing}
            for row in each_record(connection, "relation", asked, act=act)
            if (standing := standing_at(row, day)) != "unknown"
        ]
    rows = [row for row in rows if state is None or row["state"] == state]
    shown = rows[: limit or None]
    tables.put(shown, tables.RELATIONS, len(rows), as_json=as_json, as_csv=as_csv)


CASES_HELP = """List open questions ("no word yet"), and those for which a later article may hold the answer (proposed).

Examples:

  tocsin ledger cases --state open

  tocsin ledger close k81c… --answer "all returned home" --evidence c7f3… --reason "named by the bishop"
"""


def cases(
    *,
    state: o.StateOption = None,
    since: o.SinceOption = None,
    until: o.UntilOption = None,
    limit: o.LimitOption = 50,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List cases."""
    asked = o.make_filter(state=state, since=since, until=until)
    _records("case", asked, tables.CASES, order="time", limit=limit, as_of=as_of, ledger=ledger, as_json=as_json, as_csv=as_csv)


CLAIMS_HELP = """List claims: who says what, in which words. Conditions are those of the incidents that they are part of;
--text seeks their own sentences.

Example:

  tocsin ledger claims --text "suicide bomber" --country Nigeria
"""


def claims(
    *,
    since: o.SinceOption = None,
    until: o.UntilOption = None,
    country: o.CountryOption = None,
    place: o.PlaceOption = None,
    type_: o.TypeOption = None,
    actor: o.ActorOption = None,
    victim: o.VictimOption = None,
    effect: o.EffectOption = None,
    status: o.StatusOption = None,
    source: o.SourceOption = None,
    text: o.TextOption = None,
    limit: o.LimitOption = 50,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List claims."""
    from tocsin.asking.lists import list_claims

    asked = o.make_filter(since=since, until=until, country=country, place=place, type=type_, actor=actor, victim=victim, effect=effect,
                          status=status, source=source, text=text)  # fmt: skip
    with o.opened(ledger, as_of) as (_, connection, act):
        answer = list_claims(connection, asked, act=act, limit=limit or None)
    tables.put(answer.rows, tables.CLAIMS, answer.total, as_json=as_json, as_csv=as_csv)


ARTICLES_HELP = """List articles by their own day, outlet and words; --country, --actor … ask for articles that tell of such incidents.

Example:

  tocsin ledger articles --text '"gas plant" algeria' --since 2013
"""


def articles(
    *,
    since: o.SinceOption = None,
    until: o.UntilOption = None,
    source: o.SourceOption = None,
    text: o.TextOption = None,
    country: o.CountryOption = None,
    actor: o.ActorOption = None,
    community: o.CommunityOption = None,
    limit: o.LimitOption = 50,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List articles."""
    from tocsin.asking.lists import list_articles

    asked = o.make_filter(since=since, until=until, source=source, text=text, country=country, actor=actor, community=community)
    with o.opened(ledger, as_of) as (_, connection, act):
        answer = list_articles(connection, asked, act=act, limit=limit or None)
    tables.put(answer.rows, tables.ARTICLES, answer.total, as_json=as_json, as_csv=as_csv)


def _records(
    kind: str, asked: Any, columns: tables.Columns, *, order: str, limit: int, as_of: str | None, ledger: str | None, as_json: bool, as_csv: bool
) -> None:
    """List records of a kind."""
    from tocsin.asking.lists import ORDERS, list_records
    from tocsin.errors import UsageError

    if order not in ORDERS:
        raise UsageError(f'--order "{order}" is not known. Choose from: {", ".join(ORDERS)}.')
    with o.opened(ledger, as_of) as (_, connection, act):
        answer = list_records(connection, kind, asked, act=act, order=order, limit=limit or None)
    tables.put(answer.rows, columns, answer.total, as_json=as_json, as_csv=as_csv)
