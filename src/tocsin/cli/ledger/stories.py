"""`tocsin ledger show`, `timeline`, `counts`, `changes`: stories, time lines, counts of incidents, and what changed."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

from tocsin.cli.ledger import options as o
from tocsin.cli.ledger import tables

Row = dict[str, Any]

SHOW_HELP = """Tell the whole story of one record by its id: values with the rule that chose them, every claim with its words and source,
disagreements, decisions, and how it came to be so. The beginning of an id is enough.

Examples:

  tocsin ledger show i4f2a

  tocsin ledger show kb:mokhtar-belmokhtar
"""


def show(
    record_id: Annotated[str, typer.Argument(metavar="ID", help="Of an incident, person, group, relation, case, claim, article or decision.")],
    *,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    author: o.AuthorOption = None,
    as_json: o.JsonOption = False,
) -> None:
    """Tell one record's story."""
    from tocsin.asking.story import tell
    from tocsin.ledger.audit import head

    with o.opened(ledger, as_of) as (store, connection, act):
        story = tell(connection, record_id, act=act)
        last = head(connection)
    if story.get("record", {}).get("sealed"):
        from tocsin.cli.ingest import author_name

        store.note_act("read", (story["kind"], story["id"]), {"sealed": True}, who=author_name(author))
    if as_json:
        sys.stdout.write(json.dumps(story, ensure_ascii=True, separators=(",", ":")) + "\n")
        return
    from tocsin.cli.render import print_story
    from tocsin.report.story import story_blocks

    print_story(story_blocks(story))
    past = f", as it stood at {as_of} (act {act})" if as_of else ""
    typer.echo(f"Ledger at act {last[0]:,}{past}, hash {last[1][:16]}. tocsin ledger verify checks it.", err=True)


TIMELINE_HELP = """List incidents in the order in which they happened, earliest first: incidents, not articles.

Example:

  tocsin ledger timeline --actor "Boko Haram" --since 2014 --until 2015
"""


@o.asks("incident", *o.INCIDENT)
def timeline(
    *,
    asked: Any,
    limit: o.LimitOption = 0,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List incidents, earliest first."""
    from tocsin.asking.lists import list_records

    with o.opened(ledger, as_of) as (_, connection, act):
        answer = list_records(connection, "incident", asked, act=act, order="earliest", limit=limit or None)
    tables.put("timeline", answer.rows, answer.total, as_json=as_json, as_csv=as_csv, unlike=" (incidents, not articles), earliest first")


COUNTS_HELP = """Count incidents — never articles — by month, country, effect and more. What is not known is counted as "unknown".

Examples:

  tocsin ledger counts --by month,country --since 2015

  tocsin ledger counts --by actor,effect --community Christianity --csv
"""


@o.asks("incident", *o.INCIDENT)
def counts(
    *,
    asked: Any,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            help="Fields with commas: year, month, country, admin1, type, mode, status, grade, review, effect, actor, "
            "victim, community, source, context.",
        ),
    ] = "month,country",
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """Count incidents."""
    from tocsin.asking.counts import count_incidents
    from tocsin.report.columns import COUNTED, Column, Listing
    from tocsin.report.sheets import count_sheet

    fields = list(dict.fromkeys(name.strip() for name in by.split(",") if name.strip()))
    with o.opened(ledger, as_of) as (_, connection, act):
        table = count_incidents(connection, fields, asked, act=act)
    listing = Listing((*(Column(name, lambda row, name=name: row[name], grow=True) for name in fields), *COUNTED))  # type: ignore[misc]
    tables.put_rows(listing, count_sheet(fields), table.rows, "rows", len(table.rows), as_json=as_json, as_csv=as_csv)
    typer.echo(_counted(table), err=True)


def _counted(table: Any) -> str:
    """Say what was counted, and how the rows add up to it."""
    told = f"{table.incidents:,} incident{'s' if table.incidents != 1 else ''} (incidents, not articles)."
    summed = sum(row["incidents"] for row in table.rows)
    more = f" The rows add up to {summed:,}: one with several values of {', '.join(table.several)} counts under each."
    return told if summed == table.incidents else told + more


STATS_HELP = """Sum up the ledger on one screen: what it keeps, how incidents stand, what waits for the desk.

Example:

  tocsin ledger stats
"""


def stats(*, as_of: o.AsOfOption = None, ledger: o.LedgerOption = None, as_json: o.JsonOption = False) -> None:
    """Sum up the ledger."""
    from tocsin.asking.stats import ledger_stats
    from tocsin.ledger.engine import shown

    with o.opened(ledger, as_of) as (store, connection, act):
        told = ledger_stats(connection, act=act)
    if as_json:
        sys.stdout.write(json.dumps(told, ensure_ascii=True, separators=(",", ":")) + "\n")
        return
    from tocsin.cli.render import print_story
    from tocsin.report.summary import summary_block

    print_story([summary_block(told, shown(store.url))])


CHANGES_HELP = """List what changed in the ledger between two days: new, changed, merged, split and withdrawn records, with old and new values.

Example:

  tocsin ledger changes --from 2026-03-01 --to 2026-03-08 --json > corrections.jsonl
"""


def changes(
    *,
    start: Annotated[str, typer.Option("--from", help="State at the end of this day.")],
    end: Annotated[str | None, typer.Option("--to", help="State at the end of this day; now, if left out.")] = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List what changed."""
    from tocsin.asking.changes import changes as find_changes
    from tocsin.asking.filters import moment
    from tocsin.ledger.audit import act_at, head

    with o.opened(ledger) as (_, connection, _act):
        before = act_at(connection, moment(start))
        after = head(connection)[0] if end is None else act_at(connection, moment(end))
        rows = list(find_changes(connection, before, after))
    tables.put("change", rows, len(rows), as_json=as_json, as_csv=as_csv)
