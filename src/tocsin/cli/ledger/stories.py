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

    with o.opened(ledger, as_of) as (store, connection, act):
        story = tell(connection, record_id, act=act)
    if story.get("record", {}).get("sealed"):
        from tocsin.cli.ingest import author_name

        store.note_act("read", (story["kind"], story["id"]), {"sealed": True}, who=author_name(author))
    if as_json:
        sys.stdout.write(json.dumps(story, ensure_ascii=True, separators=(",", ":")) + "\n")
        return
    from tocsin.cli.render import print_story
    from tocsin.report.story import story_blocks

    print_story(story_blocks(story))


TIMELINE_HELP = """List incidents in the order in which they happened, earliest first: incidents, not articles.

Example:

  tocsin ledger timeline --actor "Boko Haram" --since 2014 --until 2015
"""


def timeline(
    *,
    since: o.SinceOption = None,
    until: o.UntilOption = None,
    country: o.CountryOption = None,
    place: o.PlaceOption = None,
    near: o.NearOption = None,
    type_: o.TypeOption = None,
    actor: o.ActorOption = None,
    victim: o.VictimOption = None,
    party: o.PartyOption = None,
    community: o.CommunityOption = None,
    effect: o.EffectOption = None,
    status: o.StatusOption = None,
    text: o.TextOption = None,
    limit: o.LimitOption = 0,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """List incidents, earliest first."""
    from tocsin.asking.lists import list_records

    asked = o.make_filter(since=since, until=until, country=country, place=place, near=near, type=type_, actor=actor, victim=victim, party=party,
                          community=community, effect=effect, status=status, text=text)  # fmt: skip
    with o.opened(ledger, as_of) as (_, connection, act):
        answer = list_records(connection, "incident", asked, act=act, order="earliest", limit=limit or None)
    tables.put(answer.rows, tables.TIMELINE, answer.total, as_json=as_json, as_csv=as_csv)


COUNTS_HELP = """Count incidents — never articles — by month, country, effect and more. What is not known is counted as "unknown".

Examples:

  tocsin ledger counts --by month,country --since 2015

  tocsin ledger counts --by actor,effect --community Christianity --csv
"""


def counts(
    *,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            help="Fields with commas: year, month, country, admin1, type, mode, status, grade, review, effect, actor, "
            "victim, community, source, context.",
        ),
    ] = "month,country",
    since: o.SinceOption = None,
    until: o.UntilOption = None,
    country: o.CountryOption = None,
    place: o.PlaceOption = None,
    type_: o.TypeOption = None,
    actor: o.ActorOption = None,
    victim: o.VictimOption = None,
    community: o.CommunityOption = None,
    effect: o.EffectOption = None,
    status: o.StatusOption = None,
    grade: o.GradeOption = None,
    text: o.TextOption = None,
    as_of: o.AsOfOption = None,
    ledger: o.LedgerOption = None,
    as_json: o.JsonOption = False,
    as_csv: o.CsvOption = False,
) -> None:
    """Count incidents."""
    from tocsin.asking.counts import count_incidents

    fields = [name.strip() for name in by.split(",") if name.strip()]
    asked = o.make_filter(since=since, until=until, country=country, place=place, type=type_, actor=actor, victim=victim, community=community,
                          effect=effect, status=status, grade=grade, text=text)  # fmt: skip
    with o.opened(ledger, as_of) as (_, connection, act):
        table = count_incidents(connection, fields, asked, act=act)
    columns = [*(tables.Column(name, lambda row, name=name: row[name]) for name in fields), *tables.COUNTED]  # type: ignore[misc]
    tables.put(table.rows, columns, len(table.rows), as_json=as_json, as_csv=as_csv)
    typer.echo(f"{table.incidents:,} incidents (incidents, not articles).", err=True)


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
) -> None:
    """List what changed."""
    from tocsin.asking.changes import changes as find_changes
    from tocsin.asking.filters import last_day
    from tocsin.ledger.audit import act_at, head

    with o.opened(ledger) as (_, connection, _act):
        before = act_at(connection, start if "T" in start else last_day(start))
        after = head(connection)[0] if end is None else act_at(connection, end if "T" in end else last_day(end))
        rows = list(find_changes(connection, before, after))
    tables.put(rows, tables.CHANGES, len(rows), as_json=as_json, as_csv=False)
