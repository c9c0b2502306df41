"""The ledger: open it, add to it, decide in it, check it. Each act is one transaction with its audit row and all that follows from it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, select
from sqlalchemy.engine import URL

from tocsin.errors import LedgerMissingError
from tocsin.ledger import audit, engine
from tocsin.ledger.address import ledger_address
from tocsin.ledger.articles import Collected, put_articles, put_collection, stored_article, stored_facts
from tocsin.ledger.decisions import find_decision, new_decision, put_decision
from tocsin.ledger.derive import decided, derive_after, rebuild_all
from tocsin.ledger.migrate import check_current, latest_version, upgrade, version_of
from tocsin.ledger.readings import put_readings
from tocsin.ledger.search import index_articles, index_claims
from tocsin.ledger.tables import article, reading
from tocsin.ledger.transfer import SCHEMA, import_lines
from tocsin.ledger.verify import Misfit, verify
from tocsin.model.text import Article
from tocsin.records.canonical import canonical
from tocsin.records.told import Decision

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Incoming:
    """One article on its way into the ledger: its reading (the contract's object), its bytes, and how it was collected."""

    reading: Row
    raw: bytes
    how: Collected


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of an article. `outcome`: `new`, `known` (same bytes, same reading) or `read-again` (by another engine)."""

    article_id: str
    outcome: str
    claims: int


class Ledger:
    """One ledger. Use `Ledger.open`."""

    def __init__(self, url: URL, sql: Engine, clock: audit.Clock) -> None:
        """Keep the engine; `open` has checked it."""
        self.url = url
        self.sql = sql
        self.clock = clock

    @classmethod
    def open(cls, address: str | None = None, *, create: bool = False, clock: audit.Clock = audit.now) -> Ledger:
        """Open a ledger.

        Args:
            address: Path or URL; by default $TOCSIN_LEDGER, else the file in the user's data folder.
            create: Make it when it is not there, and bring an older schema up to date. Without, an older or missing ledger is an error.
            clock: What time it is, for tests.

        Raises:
            LedgerMissingError, LedgerVersionError, LedgerBusyError, LedgerClosedError, LedgerDamagedError, MissingPartError, UsageError
        """
        url = ledger_address(address)
        file = Path(str(url.database)) if url.get_backend_name() == "sqlite" else None
        if create:
            engine.prepare_folder(url)
        elif file is not None and not file.is_file():
            raise LedgerMissingError(f"There is no ledger at {file}. Make one with: tocsin ingest FILE… --ledger {file}")
        if create and file is not None and not file.exists():
            _touch_private(file)
        ledger = cls(url, engine.open_engine(url), clock)
        ledger._prepare(create=create)
        return ledger

    def _prepare(self, *, create: bool) -> None:
        """Check the schema, or bring it up to date."""
        with engine.reading(self.sql) as connection:
            current = version_of(connection)
            if not create or current == latest_version():
                check_current(connection)
                return
        if current is None and self.sql.dialect.name == "sqlite":
            with engine.explained(self.url), self.sql.connect() as connection:
                connection.connection.driver_connection.execute("PRAGMA journal_mode = WAL")  # type: ignore[union-attr]
        with engine.writing(self.sql) as connection:
            upgrade(connection)

    def close(self) -> None:
        """Let go of the database."""
        self.sql.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def reading(self) -> AbstractContextManager[Connection]:
        """Return a connection that sees the ledger at one moment."""
        return engine.reading(self.sql)

    def known_article(self, article_id: str) -> Article | None:
        """Return an article as it is kept, None when its bytes are not here."""
        with self.reading() as connection:
            if not connection.execute(select(article.c.n).where(article.c.id == article_id)).one_or_none():
                return None
            return stored_article(connection, article_id)

    def read_by(self, article_id: str, made_by: Row) -> bool:
        """Tell whether an engine of the same version and models has read an article."""
        with self.reading() as connection:
            query = select(reading.c.n).where(reading.c.article_id == article_id, reading.c.engine == canonical(made_by))
            return connection.execute(query.limit(1)).one_or_none() is not None

    # ------------------------------------------------------------ acts

    def collect_again(self, article_id: str, how: Collected, who: str) -> None:
        """Record that a known article was met again."""
        with engine.writing(self.sql) as connection:
            act = audit.open_act(connection, who, self.clock)
            put_collection(connection, act, article_id, how)
            audit.close_act(connection, act, "collect", ("article", article_id), {"source": how.source, "method": how.method})

    def ingest(self, incoming: Sequence[Incoming], who: str) -> list[Ingested]:
        """Keep articles and their readings in one act, and derive what follows. All of them are kept when this returns, none when it raises.

        Raises:
            LedgerError
        """
        with engine.writing(self.sql) as connection:
            act = audit.open_act(connection, who, self.clock)
            done = _keep(connection, act, incoming)
            changed = [found.article_id for found in done if found.outcome != "known"]
            derive_after(connection, act.seq, articles=changed)
            subject = ("article", done[0].article_id) if len(done) == 1 else ("articles", str(len(done)))
            detail = {"articles": [[found.article_id, found.outcome, found.claims] for found in done]}
            audit.close_act(connection, act, "ingest", subject, detail, moments=max(1, len(done)))
        return done

    def decide(self, verb: str, subject: tuple[str, str], *, who: str, reason: str, anchors: Iterable[str] = (), value: Row | None = None,
               evidence: Iterable[str] = (), check: Callable[[Connection], None] | None = None) -> Decision:  # fmt: skip
        """Append a decision and derive what follows.

        `check` is called first, in the same transaction: it raises when the subject is not there, or changed since the person looked at it.

        Raises:
            LedgerError, UsageError
        """
        with engine.writing(self.sql) as connection:
            act = audit.open_act(connection, who, self.clock)
            if check is not None:
                check(connection)
            made = new_decision(act, verb, subject, reason=reason, anchors=anchors, value=value, evidence=evidence)
            put_decision(connection, act, made)
            derive_after(connection, act.seq, decisions=decided(connection, [made]))
            audit.close_act(connection, act, verb, subject, {"decision": made.id})
        return made

    def undo(self, decision_id: str, *, who: str, reason: str) -> Decision:
        """Undo a decision: what it decided no longer holds; it and its undoing are kept.

        Raises:
            NoSuchRecordError, LedgerError
        """
        return self.decide(
            "undo", ("decision", decision_id), who=who, reason=reason, check=lambda connection: _check_decision(connection, decision_id)
        )

    def note_act(self, verb: str, subject: tuple[str, str], detail: Row, *, who: str) -> str:
        """Write an act that changes nothing into the audit chain (an export, a read of a sealed record, a backup); return its hash."""
        with engine.writing(self.sql) as connection:
            act = audit.open_act(connection, who, self.clock)
            return audit.close_act(connection, act, verb, subject, detail)

    def take_lines(self, lines: Iterable[tuple[int, Row]], who: str) -> dict[str, int]:
        """Keep what exported lines hold and this ledger lacks, in one act, and derive what follows; return how many of each kind were added.

        Raises:
            UsageError, LedgerDamagedError, LedgerError
        """
        with engine.writing(self.sql) as connection:
            act = audit.open_act(connection, who, self.clock)
            done = import_lines(connection, act, lines)
            derive_after(connection, act.seq, articles=done.articles, decisions=decided(connection, done.decisions))
            audit.close_act(connection, act, "import", ("ledger", SCHEMA), done.counts)
        return done.counts

    def verify(self, *, anchor: str | None = None, progress: Callable[[int, int], None] | None = None) -> list[Misfit]:
        """Return what does not fit; [] for a sound ledger."""
        with self.reading() as connection:
            return list(verify(connection, anchor=anchor, progress=progress))

    def rebuild(self, *, who: str, progress: Callable[[int, int], None] | None = None) -> Row:
        """Empty all derived tables and derive them again, act by act; return how many records came out and whether they are the same as before."""
        with engine.writing(self.sql) as connection:
            act = audit.open_act(connection, who, self.clock)
            result = rebuild_all(connection, progress=progress)
            audit.close_act(connection, act, "rebuild", ("ledger", "records"), result)
        return result

    def head(self) -> tuple[int, str]:
        """Return number and hash of the last act."""
        with self.reading() as connection:
            return audit.head(connection)


def _keep(connection: Connection, act: audit.Act, incoming: Sequence[Incoming]) -> list[Ingested]:
    """Keep articles and their readings."""
    given = [one.reading["article"] for one in incoming]
    moments = [act.moment(n) for n in range(len(incoming))]
    fresh = put_articles(connection, act, [(facts, one.raw, at) for facts, one, at in zip(given, incoming, moments, strict=True)])
    for facts, one, at in zip(given, incoming, moments, strict=True):
        put_collection(connection, act, facts["id"], one.how, at)
    # What is read is an article as it is kept: its facts may be known otherwise than in this reading.
    stored = stored_facts(connection, {facts["id"] for facts in given})
    rows = [{**one.reading, "article": {**facts, **stored[facts["id"]]}} for facts, one in zip(given, incoming, strict=True)]
    kept = put_readings(connection, act, list(zip(rows, moments, strict=True)))
    told = [row["article"] for row in rows if row["article"]["id"] in fresh]
    index_articles(connection, {facts["id"]: (facts["title"], facts["text"]) for facts in told})
    index_claims(connection, [statement for found in kept for statement in found.added])
    done = []
    for facts, found in zip(given, kept, strict=True):
        outcome = "new" if facts["id"] in fresh else "read-again" if found.fresh else "known"
        fresh.discard(facts["id"])
        done.append(Ingested(facts["id"], outcome, len(found.statements)))
    return done


def _check_decision(connection: Connection, decision_id: str) -> None:
    find_decision(connection, decision_id)


def _touch_private(file: Path) -> None:
    """Make the file of a new ledger readable by its owner only: it may hold people at risk."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise LedgerMissingError(f"{file} cannot be made: {error.strerror}. Name another path with --ledger.") from error
