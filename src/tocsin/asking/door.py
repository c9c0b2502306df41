"""The ledger from Python: `tocsin.open()` gives a desk that is asked, and decides, as the command line does."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any, Literal, Self, TypedDict, TypeVar, Unpack

from sqlalchemy import Connection

from tocsin.asking import changes as change_feed
from tocsin.asking import desk as decisions
from tocsin.asking import lists, story
from tocsin.asking.answer import Answer
from tocsin.asking.asked import make_filter
from tocsin.asking.cases import list_cases
from tocsin.asking.counts import Counts, count_incidents
from tocsin.asking.filters import Near, day_of, moment
from tocsin.asking.views import ArticleRow, Case, ClaimRow, Group, Incident, Person, Relation, View
from tocsin.errors import NoSuchRecordError, UsageError
from tocsin.ledger.articles import article_text
from tocsin.ledger.audit import act_at, head
from tocsin.ledger.store import Ledger
from tocsin.records.told import Decision
from tocsin.report import columns, sheets

Row = dict[str, Any]
Order = Literal["time", "earliest", "killed", "sources", "name"]
V = TypeVar("V", bound=View)


class Conditions(TypedDict, total=False):
    """Conditions of incidents; all that are given must be met. The command line has the same as options."""

    since: str | date | None
    until: str | date | None
    country: str | None
    place: str | None
    near: str | Near | None
    type: str | None
    mode: str | None
    actor: str | None
    victim: str | None
    party: str | None
    community: str | None
    effect: str | None
    status: str | None
    grade: str | None
    review: str | None
    source: str | None
    text: str | None
    killed: int | None
    background: bool | None


class Desk:
    """An open ledger. Use `tocsin.open`; a `with` block closes it.

    Answers hold what was true when they were asked; records are read-only.

    >>> import tocsin, tempfile, pathlib
    >>> folder = tempfile.TemporaryDirectory()
    >>> desk = tocsin.open(str(pathlib.Path(folder.name) / "news.ledger"), create=True, author="ada")
    >>> desk.incidents(country="Libya", since="2015-02")
    0 records
    >>> desk.counts("month").incidents
    0
    >>> desk.incidents(grade="goood")
    Traceback (most recent call last):
    ...
    tocsin.errors.UsageError: "goood" is no grade. Choose from: confirmed, fair, weak, contested, discounted.
    >>> desk.close(); folder.cleanup()
    """

    def __init__(self, ledger: Ledger, *, author: str | None = None, as_of: str | date | None = None) -> None:
        """Keep the ledger, who decides, and the day that is asked about."""
        self.ledger = ledger
        self.author = author
        self._as_of = str(as_of) if as_of is not None else None
        if self._as_of is not None:
            moment(self._as_of)

    def close(self) -> None:
        """Let go of the ledger."""
        self.ledger.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        from tocsin.ledger.engine import shown

        past = f", as of {self._as_of}" if self._as_of else ""
        return f"<desk at {shown(self.ledger.url)}, act {self.head()[0]:,}{past}>"

    def as_of(self, day: str | date) -> Desk:
        """Return the desk as the ledger stood at the end of a day, or at a moment (UTC): everything that is asked of it, is asked of that state.

        Raises:
            UsageError: no day.
        """
        return Desk(self.ledger, author=self.author, as_of=day)

    def head(self) -> tuple[int, str]:
        """Return number and hash of the ledger's last act."""
        return self.ledger.head()

    @contextmanager
    def _asked(self) -> Iterator[tuple[Connection, int | None]]:
        with self.ledger.reading() as connection:
            yield connection, None if self._as_of is None else act_at(connection, moment(self._as_of))

    # ------------------------------------------------------------ questions

    def incidents(self, *, order: Order = "time", limit: int | None = None, **conditions: Unpack[Conditions]) -> Answer[Incident]:
        """Return what happened, latest first: one an incident, however many articles tell of it.

        Args:
            order: `time` (latest first), `earliest`, `killed`, `sources` or `name`.
            limit: At most so many; None for all.
            conditions: `since`, `until` (days, months or years), `country` (name or code), `place`, `near` ("LAT,LON,KM"), `type`, `mode`, `actor`,
                `victim`, `party`, `community`, `effect`, `status`, `grade`, `review`, `source`, `text`, `killed` (at least), `background`.

        Raises:
            UsageError: a condition of another form, or a word outside its vocabulary.
        """
        return self._records(Incident, "incident", order, limit, dict(conditions))

    def timeline(self, *, limit: int | None = None, **conditions: Unpack[Conditions]) -> Answer[Incident]:
        """Return what happened, earliest first; conditions are those of `incidents`."""
        return self.incidents(order="earliest", limit=limit, **conditions)

    def counts(self, *by: str, **conditions: Unpack[Conditions]) -> Counts:
        """Return how many incidents — never articles — there are, by the values of fields; `unknown` stands for what is not known.

        Args:
            by: year, month, country, admin1, type, mode, status, grade, review, effect, actor, victim, community, source, context.
            conditions: Those of `incidents`.

        Raises:
            UsageError: another field, or a condition of another form.
        """
        with self._asked() as (connection, act):
            return count_incidents(connection, by or ("month", "country"), make_filter("incident", **conditions), act=act)

    def people(self, name: str | None = None, *, status: str | None = None, country: str | None = None, review: str | None = None,
               limit: int | None = None) -> Answer[Person]:  # fmt: skip
        """Return people by name, with what is said to have become of them; `status` is dead, captured, disputed or the like."""
        return self._records(Person, "person", "name", limit, {"name": name, "status": status, "country": country, "review": review})

    def groups(self, name: str | None = None, *, country: str | None = None, review: str | None = None, limit: int | None = None) -> Answer[Group]:
        """Return groups, organisations and states by name."""
        return self._records(Group, "group", "name", limit, {"name": name, "country": country, "review": review})

    def relations(self, *, party: str | None = None, type: str | None = None, state: str | None = None, at: str | date | None = None,  # noqa: A002
                  limit: int | None = None) -> Answer[Relation]:  # fmt: skip
        """Return ties between parties, by name; `at`: as they stood in the world on a day (`as_of`: as the ledger knew it)."""
        asked = make_filter("relation", party=party, type=type, state=state)
        with self._asked() as (connection, act):
            found = (lists.list_records(connection, "relation", asked, act=act, order="name", limit=limit) if at is None
                     else lists.relations_at(connection, str(at), asked, act=act, limit=limit))  # fmt: skip
        return self._answer(Relation, found.rows, found.total)

    def cases(self, *, state: str | None = None, chase: bool = False, limit: int | None = None) -> Answer[Case]:
        """Return open questions with their ages; `chase`: only those that wait, proposed answers first, then the oldest first."""
        with self._asked() as (connection, act):
            today = day_of(self._as_of)
            found = list_cases(connection, make_filter("case", state=state), today=today, chase=chase, act=act, limit=limit)
        return self._answer(Case, found.rows, found.total)

    def claims(self, *, limit: int | None = None, **conditions: Unpack[Conditions]) -> Answer[ClaimRow]:
        """Return the claims of incidents that meet conditions; `text` and `source` ask for the claims' own sentences and sources."""
        with self._asked() as (connection, act):
            found = lists.list_claims(connection, make_filter("incident", **conditions), act=act, limit=limit)
        return self._answer(ClaimRow, found.rows, found.total)

    def articles(self, *, limit: int | None = None, **conditions: Unpack[Conditions]) -> Answer[ArticleRow]:
        """Return articles: by their own day, words, and outlet or whom they quote; other conditions ask for those that tell of such incidents."""
        with self._asked() as (connection, act):
            found = lists.list_articles(connection, make_filter("incident", **conditions), act=act, limit=limit)
        return self._answer(ArticleRow, found.rows, found.total)

    def incident(self, record_id: str) -> Incident:
        """Return one incident by its id, or the beginning of it; one that was merged away leads to the one that it is part of now.

        Raises:
            NoSuchRecordError, UsageError
        """
        told = self.show(record_id)
        if told["kind"] != "incident":
            raise UsageError(f"{record_id} is a {told['kind']}, not an incident.")
        return Incident(told["record"], self)

    def show(self, record_id: str) -> Row:
        """Return the whole story of a record, claim, article or decision, as `tocsin ledger show --json` prints it.

        Reads of sealed records are audited.

        Raises:
            NoSuchRecordError: nothing, or several things, by that id.
        """
        with self._asked() as (connection, act):
            told = story.tell(connection, record_id, act=act)
        if told.get("record", {}).get("sealed"):
            self.ledger.note_act("read", (told["kind"], told["id"]), {"sealed": True}, who=self._who(None))
        return told

    def claims_of(self, record_id: str) -> Answer[ClaimRow]:
        """Return the claims that a record stands on, earliest published first."""
        rows = self.show(record_id).get("claims") or []
        return self._answer(ClaimRow, rows, len(rows))

    def text_of(self, article_id: str) -> str:
        """Return the text of an article as it was read, checked against its hash.

        Raises:
            NoSuchRecordError, LedgerDamagedError
        """
        with self.ledger.reading() as connection:
            kind, full = story.resolve_id(connection, article_id)
            if kind != "article":
                raise NoSuchRecordError(f"{article_id} is a {kind}, not an article.")
            return article_text(connection, full)

    def changes(self, since: str | date, until: str | date | None = None) -> list[Row]:
        """Return what is new, changed, merged, split or withdrawn between the ends of two days, or moments; `until` None is now."""
        with self.ledger.reading() as connection:
            before = act_at(connection, moment(str(since)))
            after = head(connection)[0] if until is None else act_at(connection, moment(str(until)))
            return list(change_feed.changes(connection, before, after))

    def _records(self, view: type[V], kind: str, order: str, limit: int | None, conditions: Row) -> Answer[V]:
        if order not in lists.ORDERS:
            raise UsageError(f'"{order}" is no order. Choose from: {", ".join(lists.ORDERS)}.')
        name = conditions.pop("name", None)
        asked = replace(make_filter(kind, **conditions), name=name or None)
        with self._asked() as (connection, act):
            found = lists.list_records(connection, kind, asked, act=act, order=order, limit=limit)
        return self._answer(view, found.rows, found.total)

    def _answer(self, view: type[V], rows: Sequence[Row], total: int) -> Answer[V]:
        listing, sheet = _LOOKS[view]
        return Answer([view(row, self) for row in rows], total, listing.columns, sheet)

    # ------------------------------------------------------------ decisions

    def _who(self, author: str | None) -> str:
        """Return who acts: as said here, at the opening, in the environment, or the account's name."""
        try:
            return author or self.author or os.environ.get("TOCSIN_AUTHOR") or getpass.getuser()
        except (KeyError, OSError):
            raise UsageError('Who decides? Say it: tocsin.open(…, author="ada"), or set TOCSIN_AUTHOR.') from None

    def decide(self, verb: str, record: str | View, *, reason: str, value: Row | None = None, evidence: Sequence[str] = (),
               author: str | None = None) -> Decision:  # fmt: skip
        """Decide about one record: accept, reject, correct, grade, close, reopen, note, redact, seal or unseal it.

        Args:
            verb: What is decided.
            record: The record, or its id. A record that is handed over must still stand as it was read.
            reason: Why; it is kept with the decision.
            value: By verb: fields and values (correct), grades (grade), `answer` (close), `text` (note), `scope` (redact).
            evidence: Ids of claims or articles.
            author: Who; by default as at the opening.

        Raises:
            StaleDecisionError, NoSuchRecordError, UsageError
        """
        seen = decisions.etag_of(_plain(record.body)) if isinstance(record, Incident | Person | Group | Case) else None
        return decisions.decide(self._now(), verb, _id_of(record), who=self._who(author), reason=reason, value=value, evidence=evidence, seen=seen)

    def accept(self, record: str | View, *, reason: str, author: str | None = None) -> Decision:
        """Mark a record or claim as checked."""
        return self.decide("accept", record, reason=reason, author=author)

    def reject(self, record: str | View, *, reason: str, author: str | None = None) -> Decision:
        """Mark an incident, claim, relation or case as wrong: it is kept, and counts nowhere."""
        return self.decide("reject", record, reason=reason, author=author)

    def close_case(self, case: str | View, *, answer: str, evidence: Sequence[str | View], reason: str, author: str | None = None) -> Decision:
        """Close a case with the claims or articles that answer it."""
        return self.decide("close", case, reason=reason, value={"answer": answer}, evidence=[_id_of(each) for each in evidence], author=author)

    def note(self, record: str | View, text: str, *, reason: str = "note", author: str | None = None) -> Decision:
        """Add a note to a record, claim or article."""
        return self.decide("note", record, reason=reason, value={"text": text}, author=author)

    def correct(self, record: str | View, *, reason: str, evidence: Sequence[str] = (), author: str | None = None, **values: Any) -> Decision:
        """Replace values of a record; what the rules derived stays visible. `desk.correct(one, time="2015-02-15", reason="the video's day")`."""
        return self.decide("correct", record, reason=reason, value=values, evidence=evidence, author=author)

    def merge(self, records: Sequence[str | View], *, reason: str, author: str | None = None) -> Decision:
        """Declare that incidents are one happening, until this is undone."""
        return decisions.merge(self._now(), [_id_of(record) for record in records], who=self._who(author), reason=reason)

    def split(self, record: str | View, out: Sequence[str | View], *, reason: str, author: str | None = None) -> Decision:
        """Declare that some articles or claims (`out`) of an incident tell of another happening."""
        return decisions.split(self._now(), _id_of(record), [_id_of(each) for each in out], who=self._who(author), reason=reason)

    def same(self, records: Sequence[str | View], *, reason: str, author: str | None = None) -> Decision:
        """Declare that people, or groups, are one."""
        return decisions.declare_same(self._now(), [_id_of(record) for record in records], who=self._who(author), reason=reason)

    def different(self, records: Sequence[str | View], *, reason: str, author: str | None = None) -> Decision:
        """Declare that people, or groups, are not one."""
        return decisions.declare_different(self._now(), [_id_of(record) for record in records], who=self._who(author), reason=reason)

    def link(self, record: str | View, to: str | View, kind: str, *, reason: str, author: str | None = None) -> Decision:
        """Tie two incidents: `retaliation-for`, `part-of` or `follows`."""
        return decisions.link(self._now(), _id_of(record), _id_of(to), kind, who=self._who(author), reason=reason)

    def undo(self, decision: str | Decision, *, reason: str, author: str | None = None) -> Decision:
        """Undo a decision; it and its undoing are kept.

        Raises:
            NoSuchRecordError, UsageError
        """
        return decisions.undo(self._now(), decision if isinstance(decision, str) else decision.id, who=self._who(author), reason=reason)

    def _now(self) -> Ledger:
        """Return the ledger to decide in.

        Raises:
            UsageError: this is the desk of a past day.
        """
        if self._as_of is not None:
            raise UsageError(f"This is the ledger as of {self._as_of}: nothing can be decided in the past. Decide at the desk that it came from.")
        return self.ledger


_LOOKS: dict[type[View], tuple[columns.Listing, sheets.Sheet]] = {
    Incident: (columns.INCIDENTS, sheets.INCIDENTS), Person: (columns.PEOPLE, sheets.ENTITIES), Group: (columns.GROUPS, sheets.ENTITIES),
    Relation: (columns.RELATIONS, sheets.RELATIONS), Case: (columns.CASES, sheets.CASES), ClaimRow: (columns.CLAIMS, sheets.CLAIMS),
    ArticleRow: (columns.ARTICLES, sheets.ARTICLES),
}  # fmt: skip


def _id_of(record: str | View) -> str:
    return record if isinstance(record, str) else record.id


def _plain(body: Row) -> Row:
    """Return a record without what lists add to it."""
    return {name: value for name, value in body.items() if name != "age"}
