"""Readings for eyes: tables and cards on a terminal. The only file that imports rich."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType
from rich.padding import Padding
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.rule import Rule
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from tocsin.explain import Step
from tocsin.model.claim import Claim, Incident
from tocsin.model.reading import Reading
from tocsin.model.text import Article
from tocsin.report import words
from tocsin.report.columns import Columns, Listing, Piece, Row, text_of
from tocsin.report.harmless import one_line, printable
from tocsin.report.story import Fact, Grid, StoryBlock

WIDE = 120
"""From this many columns a table has room for its seven columns; below it each incident is a card of two lines."""

STYLES = {
    "certain": "bold green", "probable": "yellow", "possible": "yellow", "open": "magenta", "denied": "red", "disputed": "bold red",
    "future": "cyan", "hypothetical": "cyan", "probably not": "red", "perhaps not": "red",
    "confirmed": "bold green", "fair": "green", "weak": "yellow", "contested": "bold red", "discounted": "red",
    "accepted": "green", "corrected": "cyan", "rejected": "red", "proposed": "bold yellow", "closed": "green", "standing": "green", "ended": "dim",
    "dead": "red", "captured": "yellow", "held": "yellow", "missing": "magenta", "wounded": "yellow", "alive": "green", "released": "green",
    "new": "green", "changed": "cyan", "merged": "cyan", "split": "cyan", "withdrawn": "red",
    "bold": "bold", "dim": "dim", "quote": "italic",
}  # fmt: skip
_SECTIONS = (
    ("What happened", lambda incident: incident.status in {"actual", "disputed"} and not incident.background),
    ("Background", lambda incident: incident.status in {"actual", "disputed"} and incident.background),
    ("Denied, planned or possible", lambda incident: incident.status not in {"actual", "disputed"}),
)


@contextmanager
def step_meter() -> Iterator[Callable[[str, float], None]]:
    """Show one bar on standard error for work that reports (what, share done 0–1); nothing when standard error is no terminal."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda what, share: bar.update(task, description=what, completed=share)


@contextmanager
def article_meter() -> Iterator[Callable[[], None]]:
    """Count articles on standard error while they are read; nothing when standard error is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.completed:,.0f} articles read"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        yield lambda: bar.advance(task)


class SafeConsole(Console):
    """A console on which text from outside cannot move the cursor, change colours or titles, or turn the direction of writing."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yield the segments, control characters of their text replaced; rich's own controls stay."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(printable(segment.text), segment.style)


class Screen:
    """Prints readings to a console, one after the other."""

    def __init__(self, console: Console | None = None, *, evidence: bool = False) -> None:
        """Use the given console, else standard output."""
        self.console = console or SafeConsole(highlight=False)
        self.evidence = evidence

    def show(self, reading: Reading) -> None:
        """Print one reading: headline facts first, then people and relations, open cases, warnings."""
        self.console.print(Rule(self._heading(reading), style="dim", align="left"))
        events = {claim.id: claim for claim in reading.claims if claim.kind == "event"}
        told = [incident for incident in reading.incidents if any(key in events for key in incident.claims)]
        for title, belongs in _SECTIONS:
            rows = sorted((incident for incident in told if belongs(incident)), key=lambda incident: not incident.main)
            if rows:
                self._section(title, self._incidents(reading, rows))
        ties = [claim for claim in reading.claims if claim.kind != "event"]
        if ties:
            self._section("People and relations", [self._tie(reading, claim) for claim in ties])
        if reading.cases:
            self._section("Open questions", [Text(f"? {case.question}", style="magenta") for case in reading.cases])
        if reading.issues:
            self._section("Warnings", [Text(f"! {issue.message}", style="red") for issue in reading.issues])
        if not told and not ties:
            self.console.print(Padding(Text("Nothing here that Tocsin codes.", style="dim"), (0, 2)))
        self.console.print()

    def _heading(self, reading: Reading) -> Text:
        """Return title, outlet and day of an article."""
        article = reading.article
        day = f"{words.day_words(article.published)} ({article.published_basis})" if article.published else "day unknown"
        parts = [article.title or article.ref, article.outlet, day]
        return Text(" · ".join(part for part in parts if part), style="bold")

    def _section(self, title: str, rows: Iterable[RenderableType]) -> None:
        """Print a titled block."""
        self.console.print(Text(f" {title}", style="bold underline"))
        self.console.print(Padding(Group(*rows), (0, 0, 1, 2)))

    def _incidents(self, reading: Reading, incidents: list[Incident]) -> list[RenderableType]:
        """Return a table on a wide terminal, cards on a narrow one; with evidence always cards."""
        if self.console.width >= WIDE and not self.evidence:
            return [self._table(reading, incidents)]
        return [row for incident in incidents for row in self._card(reading, incident)]

    def _table(self, reading: Reading, incidents: list[Incident]) -> Table:
        """Return the incidents as a table of seven columns."""
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
        for name, ratio in (("When", 2), ("Where", 3), ("What", 2), ("Who", 3), ("Whom", 3), ("Toll", 2), ("Says who", 3), ("Sure", 1)):
            table.add_column(name, ratio=ratio, overflow="fold")
        for incident in incidents:
            facts = self._facts(reading, incident)
            style = STYLES.get(facts["sure"], "")
            cells = [facts[key] for key in ("when", "where", "what", "who", "whom", "toll", "says")]
            table.add_row(*(Text(cell or "–") for cell in cells), Text(facts["sure"], style=style))
        return table

    def _facts(self, reading: Reading, incident: Incident) -> dict[str, str]:
        """Return the facts of an incident in words."""
        claims = _claims_of(reading, incident)
        return {
            "when": words.time_words(incident.time), "where": words.place_words(incident.place),
            "what": words.act_words(incident.type, incident.mode), "who": words.party_words(reading, incident.actor),
            "whom": words.party_words(reading, incident.recipient), "toll": words.toll_words(incident.toll),
            "says": words.source_words(claims), "sure": words.certainty_words(incident, claims),
        }  # fmt: skip

    def _card(self, reading: Reading, incident: Incident) -> list[RenderableType]:
        """Return an incident as two lines, and its quoted evidence when asked for."""
        facts = self._facts(reading, incident)
        style = STYLES.get(facts["sure"], "")
        head = Text.assemble(
            (f"{'●' if incident.main else '○'} ", style),
            (facts["what"], "bold"),
            "  ",
            facts["who"] or "unknown",
            " → ",
            facts["whom"] or "–",
            "  ",
            (facts["sure"], style),
        )
        parts = [facts["when"] or "time unknown", facts["where"] or "place unknown", facts["toll"], f"says: {facts['says']}" if facts["says"] else ""]
        rows: list[RenderableType] = [head, Padding(Text(" · ".join(part for part in parts if part), style="default"), (0, 0, 0, 2))]
        if self.evidence:
            rows.extend(Padding(self._quote(reading, claim), (0, 0, 0, 4)) for claim in _claims_of(reading, incident))
        return rows

    def _quote(self, reading: Reading, claim: Claim) -> Text:
        """Return the sentence of a claim with its trigger marked."""
        text = reading.article.section(claim.section)
        start, end = claim.sentence_span
        quote = Text(f"{claim.id} {words.CERTAINTY[claim.factuality]}: “", style="dim")
        quote.append(text[start : claim.trigger[0]].replace("\n", " "), style="italic dim")
        quote.append(text[claim.trigger[0] : claim.trigger[1]], style="bold italic")
        quote.append(text[claim.trigger[1] : end].replace("\n", " "), style="italic dim")
        return quote.append("”")

    def _tie(self, reading: Reading, claim: Claim) -> Text:
        """Return a relation or status as one line."""
        sure = words.CERTAINTY[claim.factuality]
        whom = words.party_words(reading, claim.recipient)
        line = Text.assemble(
            (claim.type, "bold"),
            "  ",
            words.party_words(reading, claim.actor),
            " → " if claim.actor and whom else "",
            whom,
            "  ",
            (sure, STYLES.get(sure, "")),
        )
        time = words.time_words(claim.time)
        for part in (time, "former" if claim.background and claim.kind == "relation" else "", "superseded" if claim.superseded else ""):
            line.append(f" · {part}" if part else "", style="dim")
        return line

    def list_claims(self, article: Article, claims: Sequence[Claim]) -> None:
        """Print the claims of an article with their ids, one a line."""
        for claim in claims:
            start, end = claim.trigger
            words_ = article.section(claim.section)[start:end]
            self.console.print(
                Text.assemble(
                    (f"{claim.id:>5}", "bold"),
                    f"  {words.act_words(claim.type, claim.mode):<24} “{words_}”  ",
                    (words.CERTAINTY[claim.factuality], STYLES.get(words.CERTAINTY[claim.factuality], "")),
                )
            )

    def show_steps(self, key: str, steps: Sequence[Step]) -> None:
        """Print the reasons for a claim's values."""
        table = Table(title=f"Claim {key}", title_justify="left", box=None, header_style="dim", padding=(0, 2, 0, 0))
        for name in ("Field", "Value", "Words", "Why"):
            table.add_column(name, overflow="fold")
        for step in steps:
            table.add_row(
                Text(step.field, style="bold"), Text(step.value), Text(f"“{step.words}”" if step.words else "", style="italic"), Text(step.reason)
            )
        self.console.print(table)


def _claims_of(reading: Reading, incident: Incident) -> list[Claim]:
    """Return the claims of an incident in text order."""
    keys = set(incident.claims)
    return [claim for claim in reading.claims if claim.id in keys]


@contextmanager
def share_meter(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error for work that reports (done, of how many); nothing when standard error is no terminal."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def is_terminal() -> bool:
    """Tell whether standard output is a terminal that a person looks at."""
    return Console().is_terminal


def print_listing(listing: Listing, rows: Sequence[Row]) -> None:
    """Print rows as a table, or as cards where the terminal is too narrow for one. A pipe has no width: there each row is one line, whole."""
    console = SafeConsole(highlight=False)
    if console.is_terminal and listing.card and console.width < listing.wide:
        for row in rows:
            _print_card(console, [[(_flat(text), colour) for text, colour in line] for line in listing.card(row)])
        return
    console = console if console.is_terminal else SafeConsole(highlight=False, width=100_000)
    cells = [[one_line(text_of(column.cell(row))) for column in listing.columns] for row in rows]
    if console.is_terminal:
        cells = [[short_ids(cell) for cell in line] for line in cells]
    room = console.width if console.is_terminal else None
    widths = fit_columns(listing.columns, cells, room)
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0))
    for n, width in widths.items():
        column = listing.columns[n]
        table.add_column(column.name, width=width, overflow="fold", justify="right" if column.right else "left", no_wrap=room is None)
    for row, line in zip(rows, cells, strict=True):
        table.add_row(*(Text(line[n], style=STYLES.get(listing.columns[n].colour(row), "")) for n in widths))
    console.print(table)


_MOST = 34
"""Width that a column which does not grow has at most, on a terminal."""

_LEAST = 34
"""Width below which the columns that grow push out others, together."""


def fit_columns(columns: Columns, cells: Sequence[Sequence[str]], room: int | None) -> dict[int, int]:
    """Return the columns that are shown, by number, with their widths; those empty in all rows are left out.

    Without room enough, the columns to `keep` least go first; what is left over widens those that grow.
    """
    whole = {n: max(cell_len(line[n]) for line in cells) for n in range(len(columns)) if any(line[n] for line in cells)}
    whole = {n: max(width, len(columns[n].name)) for n, width in whole.items()}
    if room is None:
        return whole
    grown = max(1, sum(1 for n in whole if columns[n].grow))
    least = {n: min(width, max(12, _LEAST // grown) if columns[n].grow else _MOST) for n, width in whole.items()}
    while sum(least.values()) + 2 * len(least) > room and any(columns[n].keep < 9 for n in least):
        del least[min((n for n in least if columns[n].keep < 9), key=lambda n: (columns[n].keep, -n))]
    spare = room - sum(least.values()) - 2 * len(least)
    for n in sorted(least, key=lambda n: whole[n] - least[n]):
        waiting = sum(1 for m in least if whole[m] > least[m])
        more = min(whole[n] - least[n], max(0, spare) if waiting <= 1 else max(0, spare) // waiting)
        least[n], spare = least[n] + more, spare - more
    return least


def _print_card(console: Console, lines: Sequence[Sequence[Piece]]) -> None:
    """Print a card: its first line begins with the id, the others stand below what follows it."""
    for number, line in enumerate(line for line in lines if any(text.strip() for text, _ in line)):
        text = Text.assemble(*((short_ids(part), STYLES.get(colour, "")) for part, colour in line))
        console.print(Padding(text, (0, 0, 0, 4 if number else 0)))


_BREAKS = re.compile(r"\s*[\r\n\t\v\f\x85\u2028\u2029]\s*")
_HASHED = re.compile(r"(?<![\w:])[a-z]([0-9a-f]{20})(?!\w)")


SHORT_ID = 11
"""Length of shortened ids: a letter and forty bits, enough to tell a million incidents apart."""


def short_ids(text: str) -> str:
    """Return a text with ids cut to what is enough to name them; commands take the beginning of an id."""
    return _HASHED.sub(lambda match: match[0][:SHORT_ID], text)


def print_story(blocks: Iterable[StoryBlock]) -> None:
    """Print a record's story: headings, facts by name, tables, and quoted claims."""
    console = SafeConsole(highlight=False)
    console = console if console.is_terminal else SafeConsole(highlight=False, width=120)
    for block in blocks:
        console.print(Rule(Text(one_line(block.heading)), style="dim", align="left"))
        if block.facts:
            console.print(Padding(_facts_grid(block.facts), (0, 0, 0, 1)))
        if block.grid:
            console.print(Padding(_source_grid(block.grid, console.width), (0, 0, 0, 1)))
        for title, quote, colour in block.entries:
            console.print(Padding(Text(_flat(title), style=STYLES.get(colour, "")), (0, 0, 0, 1)))
            if quote:
                console.print(Padding(Text(f"“{_flat(quote)}”", style="italic"), (0, 0, 0, 5)))


def _flat(text: str) -> str:
    """Return a text without breaks of lines."""
    return printable(_BREAKS.sub(" ", text))


def _facts_grid(facts: Sequence[Fact]) -> Table:
    """Return values by name, why they are so dim behind them."""
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(ratio=1, overflow="fold")
    last = None
    for fact in facts:
        value = Text.assemble((_flat(fact.value), STYLES.get(fact.colour, "")), (f"  {_flat(fact.why)}" if fact.why else "", "dim"))
        table.add_row(Text("" if fact.name == last else fact.name), value)
        last = fact.name
    return table


_CELL = 22
"""Width of a source's column in the table of who says what below which sources stand one under the other instead."""


def _source_grid(grid: Grid, width: int) -> Table:
    """Return who says what: sources side by side where there is room, else one under the other."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 2, 0, 0), expand=True)
    beside = width >= 12 + _CELL * (len(grid.headings) - 1)
    for heading in grid.headings if beside else ("", "who", "what"):
        fixed = heading in {"", "who"}
        table.add_column(Text(one_line(heading)), ratio=None if fixed else 1, overflow="fold", max_width=30 if heading == "who" else None)
    for row, differs in zip(grid.rows, grid.differ, strict=True):
        name = Text(f"{row[0]} {'≠' if differs else ''}", style=STYLES["disputed"] if differs else "bold")
        if beside:
            table.add_row(name, *(Text(one_line(cell)) for cell in row[1:]))
            continue
        said: dict[str, list[str]] = {}
        for heading, cell in zip(grid.headings[1:], row[1:], strict=True):
            said.setdefault(cell, []).append(heading)
        for n, (cell, who) in enumerate(said.items()):
            table.add_row("" if n else name, Text("\n".join(map(one_line, who)), style="dim"), Text(one_line(cell)))
    return table


@contextmanager
def batch_meter() -> Iterator[Callable[[int, int, dict[str, int]], None]]:
    """Show a bar on standard error with shards done, articles a second and the time left; nothing when standard error is no terminal."""
    console = Console(stderr=True)
    columns = (BarColumn(), TextColumn("{task.completed:,.0f}/{task.total:,.0f} shards"), TextColumn("{task.description}"), TimeElapsedColumn(),
               TextColumn("left"), TimeRemainingColumn())  # fmt: skip
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=1)
        began: list[tuple[float, int]] = []

        def show(done: int, total: int, counts: dict[str, int]) -> None:
            articles = counts.get("articles", 0)
            began.append((monotonic(), articles))
            seconds, read = monotonic() - began[0][0], articles - began[0][1]
            rate = f"{read / seconds:,.1f} articles/s" if seconds > 1 else ""
            bar.update(task, completed=done, total=total, description=rate)

        yield show
