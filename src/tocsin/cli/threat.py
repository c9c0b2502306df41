"""`tocsin threat`: the level of a community in an area, with its trend, reasons and arithmetic."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from operator import itemgetter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli.ingest import LEDGER_HELP
from tocsin.errors import UsageError

if TYPE_CHECKING:
    from tocsin.report.columns import Listing
    from tocsin.threat.assess import Assessment

Row = dict[str, Any]

HELP = """Tell how much is told against a community in an area, week by week, held against the area's own past: a level, with reasons.

A level is a count of what the ledger tells, not a verdict and no forecast. Each can be worked out again by hand: --explain prints how.
Too little reporting is told apart from calm. Without --area, all areas are listed. See docs/how-it-decides/threat.md.

Examples:

  tocsin threat

  tocsin threat --area Nigeria/Borno --community Christianity --weeks 26

  tocsin threat --area NGA --until 2026-03-01 --explain
"""


def threat(
    *,
    area: Annotated[
        str | None, typer.Option("--area", help="Country, or division of one: Nigeria, NGA, Nigeria/Borno. Without it, all are listed.")
    ] = None,
    community: Annotated[str | None, typer.Option("--community", help="Religion or ethnicity of those whom it is about.")] = None,
    group: Annotated[
        str | None, typer.Option("--group", help="Group of people whom it is about, as victims are called: journalists, a name.")
    ] = None,
    weeks: Annotated[int, typer.Option("--weeks", min=1, max=104, help="Weeks of trend.")] = 26,
    until: Annotated[str | None, typer.Option("--until", help="Last day of the week that is judged, by what is known now. Default: today.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="What was known at the end of that day, or at that moment (UTC); it is the last day, too.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Print the arithmetic.")] = False,
    ledger: Annotated[str | None, typer.Option("--ledger", help=LEDGER_HELP)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines, with every incident that counts.")] = False,
) -> None:
    """Tell the level of a community in an area."""
    from datetime import date

    from tocsin.asking.asked import make_filter
    from tocsin.asking.filters import day_of, last_day
    from tocsin.cli.ledger.options import opened
    from tocsin.threat.assess import assess, parse_area, survey

    if explain and area is None:
        raise UsageError("Name the area that is to be explained: --area Nigeria/Borno")
    asked = make_filter("incident", community=community, victim=group)
    day = date.fromisoformat(last_day(until)) if until else day_of(as_of)
    with opened(ledger, as_of) as (_, connection, act):
        if area is None:
            found = survey(connection, asked, day=day, weeks=min(weeks, 26), act=act)
            _list(found.rows, found.latest, as_json=as_json)
            return
        one = assess(connection, parse_area(area), asked, day=day, weeks=weeks, act=act)
    _put([one]) if as_json else _tell(one, full=explain)


def _put(found: Iterable[Assessment]) -> None:
    from tocsin.threat.arithmetic import as_row

    for one in found:
        sys.stdout.write(json.dumps(as_row(one), ensure_ascii=True, separators=(",", ":")) + "\n")


def _list(found: list[Assessment], latest: Any, *, as_json: bool) -> None:
    """Print the areas, most points first."""
    if as_json:
        _put(found)
        return
    if not found:
        last = f" The last article that tells of an area is of {latest}: try --until {latest}." if latest else ""
        typer.echo(f"Nothing is told of any area in these weeks and the year before.{last}", err=True)
        return
    from tocsin.cli.render import print_listing

    print_listing(_listing(), [_row(one) for one in found])


def _row(one: Assessment) -> Row:
    from tocsin.threat.arithmetic import level_text, reasons, sparkline
    from tocsin.threat.assess import area_text

    return {"area": area_text(one.area), "who": one.who, "level": level_text(one.level), "band": one.level.word, "points": one.level.points,
            "weeks": sparkline(one), "trend": one.trend or "unknown", "confidence": one.confidence.word,
            "reasons": "; ".join(reasons(one.level)[:3])}  # fmt: skip


_COLOURS = {"calm": "alive", "guarded": "future", "elevated": "weak", "high": "dead", "extreme": "disputed"}
"""Bands by the words that already have these colours."""


def _listing() -> Listing:
    from tocsin.report.columns import Column, Listing

    return Listing([
        Column("area", itemgetter("area")), Column("who", itemgetter("who")),
        Column("level", itemgetter("level"), colour=lambda row: _COLOURS.get(row["band"], "dim")), Column("points", itemgetter("points"), right=True),
        Column("weeks", itemgetter("weeks"), keep=3), Column("trend", itemgetter("trend")), Column("confidence", itemgetter("confidence"), keep=2),
        Column("reasons", itemgetter("reasons"), grow=True, keep=1),
    ])  # fmt: skip


def _tell(one: Assessment, *, full: bool) -> None:
    """Print one assessment."""
    from tocsin.report.harmless import printable
    from tocsin.threat.arithmetic import explain

    for line in explain(one) if full else _summary(one):
        typer.echo(printable(line))


def _summary(one: Assessment) -> Iterable[str]:
    from tocsin.threat.arithmetic import level_text, reasons, sparkline
    from tocsin.threat.assess import area_text

    level = one.level
    yield f"{area_text(one.area)}, {one.who}, week to {one.day}: {level_text(level).upper()} ({level.points} points; {level.low} to {level.high})"
    yield f"trend {one.trend or 'unknown'}: {sparkline(one)}  (points, {len(one.weeks)} weeks, the last at the right; · is too little reporting)"
    yield f"confidence {one.confidence.word}: {one.confidence.told} independent articles in four weeks, {one.confidence.past} weeks of past"
    if one.outlook:
        yield f"outlook: at least one attack in the next week is {one.outlook.word} ({one.outlook.chance:.0%})"
    yield from (f"  {reason}" for reason in reasons(level))
    yield from _evidence(one)
    changes = [week.end.isoformat() for week in one.weeks if week.alarm]
    if changes:
        yield f"change points (more than before, and lasting): {', '.join(changes)}"
    yield "The arithmetic: --explain. Everything that counts: --json."


def _evidence(one: Assessment) -> Iterable[str]:
    """Yield the incidents of the four weeks."""
    from tocsin.threat.arithmetic import evidence_now

    shown = evidence_now(one)
    yield from (f"    {row.id[:11]}  {row.label}" for row in shown[:12])
    if len(shown) > 12:
        yield f"    and {len(shown) - 12} more"
