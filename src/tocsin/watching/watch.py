"""The watch: asks sources that are due, fetches what they point at, hands it to the ledger.

Each thing that comes is written into the archive first, then into the ledger, then into the state. A run can be stopped, or killed, at any moment:
what the archive holds beyond the state is taken in at the next start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from tocsin.errors import InputError
from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable
from tocsin.watching.addresses import bare_address, split_address
from tocsin.watching.archive import Archive, Kept, kept_in
from tocsin.watching.failure import FetchError
from tocsin.watching.fetch import Fetcher, Response, header_of
from tocsin.watching.folders import MAX_FILE_BYTES, SETTLE_SECONDS, dropped_in
from tocsin.watching.links import Link, chosen, links_of
from tocsin.watching.mail import mails_in
from tocsin.watching.pages import articles_of, reads_list, reads_page
from tocsin.watching.robots import Manners, StoppedError, back_off, place_of
from tocsin.watching.settings import WatchFile, WatchSource
from tocsin.watching.state import Page, State

Row = dict[str, Any]
Item = Article | Unreadable

ONCE_PATIENCE = 900.0
"""Longest wait for a host in a run that ends by itself, seconds; what has to wait longer is left for the next run."""
_MOST_DEPTH = 3
_ACCEPT_PAGE = "text/html, application/xhtml+xml, application/pdf;q=0.9, text/plain;q=0.8"
_ACCEPT_LIST = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"


class Desk(Protocol):
    """Who takes articles in: reads them and keeps them in the ledger, each for good before the next."""

    def take(self, items: Iterable[Item], method: str) -> None:
        """Take articles in; `method` is how they came: feed, fetch, file or mail."""

    def failed(self, source: str, url: str, code: str, message: str) -> None:
        """Take note of the first of a row of equal failures."""


class Clock(Protocol):
    """What time it is, and waiting."""

    def now(self) -> datetime:
        """Return the time, UTC."""

    def wait(self, seconds: float) -> bool:
        """Sleep; tell whether the watch shall stop."""


class Watch:
    """One watch at work."""

    def __init__(self, file: WatchFile, state: State, desk: Desk, clock: Clock, *, fetcher: Fetcher | None = None,
                 say: Callable[[str], None] = lambda _: None) -> None:  # fmt: skip
        """Prepare. `fetcher` is needed when a source is fetched."""
        self.file = file
        self.state = state
        self.desk = desk
        self.clock = clock
        self.say = say
        self.archive = Archive(file.folder / "archive")
        self.fetcher = fetcher
        self.sources = {source.name: source for source in file.sources}
        self.manners = Manners(state, fetcher, file.pause, self._seconds, clock.wait, self._keep_robots) if fetcher else None
        self.taken = 0

    def _seconds(self) -> float:
        return self.clock.now().timestamp()

    # ------------------------------------------------------------ the run

    def recover(self) -> int:
        """Take in what the archive holds and the state does not know; return how many things that were."""
        found = 0
        for path in self.archive.files():
            start = self.state.archived(path.name)
            if start >= path.stat().st_size:
                continue
            end = self.archive.mend(path, start)
            for kept, _ in kept_in(path, start) if end > start else ():
                if isinstance(kept, Kept):
                    self._handle(kept)
                    found += 1
            with self.state.act():
                self.state.archive_done(path.name, end)
        return found

    def run(self, *, once: bool, after: Callable[[], None] = lambda: None) -> None:
        """Watch until stopped, or, once, until nothing is left that can be done now. `after` is called whenever the work at hand is done."""
        try:
            self.recover()
            asked: set[str] = set()
            while True:
                for source in self._due(asked if once else set()):
                    asked.add(source.name)
                    self._ask(source)
                    if self.clock.wait(0):
                        return
                if self._next_page(once=once):
                    continue
                after()
                if once or self.clock.wait(max(self._idle(), 0.05)):
                    return
        except StoppedError:
            return

    def _due(self, asked: set[str]) -> list[WatchSource]:
        """Return the sources whose time has come."""
        now = self._seconds()
        return [source for source in self.file.sources if source.name not in asked and self.state.source(source.name)["next_at"] <= now]

    def _idle(self) -> float:
        """Return the seconds until something is to be done, at most a minute."""
        moments = [float(self.state.source(source.name)["next_at"]) for source in self.file.sources]
        page = self.state.next_page()
        moments += [page.ready_at] if page else []
        return min([60.0, *(moment - self._seconds() for moment in moments)])

    def _next_page(self, *, once: bool) -> bool:
        """Fetch the page whose turn it is; tell whether there was one to be had now."""
        page = self.state.next_page()
        if page is None or self.fetcher is None:
            return False
        wait = page.ready_at - self._seconds()
        if wait > 0:
            if wait > (ONCE_PATIENCE if once else min(60.0, self._until_source())):
                return False
            if self.clock.wait(wait):
                raise StoppedError
        if self.clock.wait(0):
            raise StoppedError
        self._fetch_page(page)
        return True

    def _until_source(self) -> float:
        now = self._seconds()
        return min((float(self.state.source(source.name)["next_at"]) - now for source in self.file.sources), default=60.0)

    # ------------------------------------------------------------ sources

    def _ask(self, source: WatchSource) -> None:
        """Ask one source for what is new."""
        self.say(f"{source.name}: asking")
        try:
            if source.remote:
                self._ask_remote(source)
            else:
                self._ask_drop(source)
        except InputError as error:
            self._source_failed(source, error)
        except OSError as error:
            if source.remote:
                raise  # not the server: our own disk
            self._source_failed(source, InputError("io-error", f"Reading broke off: {error.strerror}."))

    def _ask_remote(self, source: WatchSource) -> None:
        row = self.state.source(source.name)
        answer = self._get(source.place, row["etag"], row["modified"], page=False)
        next_at = self._seconds() + source.every
        if answer.status == 304:
            self.state.source_done(source.name, next_at=next_at, now=self._seconds(), etag=row["etag"], modified=row["modified"])
            return
        kept, (file, end) = self._keep(answer, source.kind, source.name, self._facts(source))
        self._handle(kept)
        with self.state.act():
            self.state.source_done(source.name, next_at=next_at, now=self._seconds(), etag=_validator(answer, "ETag"),
                                   modified=_validator(answer, "Last-Modified"))  # fmt: skip
            self.state.mended(source.name, source.place)
            self.state.archive_done(file, end)

    def _ask_drop(self, source: WatchSource) -> None:
        """Take in the new files of a folder, or the new mails of a mail drop."""
        for kept in self._dropped(source):
            file, end = self.archive.keep_resource(kept.role, source.name, kept.url, kept.body, kept.facts, self.clock.now())
            self._handle(kept)
            self.state.archive_done(file, end)
            if self.clock.wait(0):
                raise StoppedError
        with self.state.act():
            self.state.source_done(source.name, next_at=self._seconds() + source.every, now=self._seconds(), etag=None, modified=None)
            self.state.mended(source.name, source.place)

    def _dropped(self, source: WatchSource) -> Iterator[Kept]:
        """Yield what is new in a drop; `key` and `stamp` among the facts are what it is known by."""
        facts = self._facts(source)
        if source.kind == "mail":
            for key, raw in mails_in(Path(source.place)):
                if self.state.seen(source.name, key) is None:
                    yield Kept(f"urn:tocsin:mail:{source.name}:{key[:32]}", "mail", source.name, raw, (), {**facts, "key": key, "stamp": ""})
            return
        for found in dropped_in(Path(source.place)):
            settled = found.changed_at <= self._seconds() - SETTLE_SECONDS
            if not settled or self.state.seen(source.name, f"file {found.name}") == found.stamp:
                continue
            if found.size > MAX_FILE_BYTES:
                self._note(source.name, found.name, InputError("too-large", f"It is larger than {MAX_FILE_BYTES // 2**20} MB."))
                continue
            url = f"urn:tocsin:file:{source.name}:{found.stamp.replace(' ', '.')}"
            own = {**facts, "name": found.name, "key": f"file {found.name}", "stamp": found.stamp}
            yield Kept(url, "file", source.name, found.path.read_bytes(), (), own)

    def _facts(self, source: WatchSource) -> Row:
        """Return what a source says of all that comes from it."""
        facts: Row = {"outlet": source.outlet} if source.outlet else {}
        return {**facts, "take": "entries"} if source.take == "entries" else facts

    def _source_failed(self, source: WatchSource, error: InputError) -> None:
        wait = back_off(source.name, int(self.state.source(source.name)["tries"]))
        asked = getattr(error, "retry_after", None) or 0.0
        lasting = isinstance(error, FetchError) and error.lasting
        seconds = max(source.every if lasting or not source.remote else min(wait, source.every), asked)
        with self.state.act():
            self.state.source_failed(source.name, self._seconds() + seconds)
        self._keep_failure(source.name, source.place, error)
        self._note(source.name, source.place, error)

    # ------------------------------------------------------------ pages

    def _fetch_page(self, page: Page) -> None:
        """Fetch one page, keep it, hand it on."""
        self.say(f"{page.source}: {page.url}")
        try:
            answer = self._get(page.url, page.etag, page.modified, page=page.role == "page")
        except FetchError as error:
            self._page_failed(page, error)
            return
        if answer.status == 304:
            self.state.page_done(page.url, etag=page.etag, modified=page.modified)
            return
        kept, (file, end) = self._keep(answer, page.role, page.source, {**page.facts, **({"asked": page.url} if answer.url != page.url else {})})
        problem = self._handle(kept)
        with self.state.act():
            self.state.page_done(page.url, etag=_validator(answer, "ETag"), modified=_validator(answer, "Last-Modified"))
            self.state.archive_done(file, end)
            if problem is None:
                self.state.mended(page.source, page.url)

    def _page_failed(self, page: Page, error: FetchError) -> None:
        """Put a page back for later, or give it up."""
        now, waits = self._seconds(), error.code == "host-busy"
        late = max(back_off(page.url, page.tries), error.retry_after or 0.0)
        given_up = error.lasting or (page.tries + 1 >= self.file.tries and not waits)
        if waits:
            self.state.host_next(page.host, now + (error.retry_after or 0.0))
            return
        with self.state.act():
            self.state.page_failed(page.url, None if given_up else now + late)
            if error.retry_after:
                self.state.host_next(page.host, now + error.retry_after)
        self._keep_failure(page.source, page.url, error)
        self._note(page.source, page.url, error)

    def _get(self, url: str, etag: str | None, modified: str | None, *, page: bool) -> Response:
        """Fetch with the conditions that make an unchanged page cost nothing."""
        assert self.fetcher is not None
        assert self.manners is not None
        conditions = [(name, value) for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value]
        return self.fetcher.get(url, conditions, accept=_ACCEPT_PAGE if page else _ACCEPT_LIST, before=self.manners.before,
                                types=reads_page if page else reads_list)  # fmt: skip

    def _keep(self, answer: Response, role: str, source: str, facts: Row) -> tuple[Kept, tuple[str, int]]:
        """Write an answer into the archive."""
        place = self.archive.keep_response(role, source, answer.exchanges, facts)
        return Kept(answer.url, role, source, answer.body, answer.headers, facts, self.clock.now()), place

    def _keep_failure(self, source: str, url: str, error: InputError) -> None:
        """Write into the archive that a fetch failed, and how."""
        if isinstance(error, FetchError):
            file, end = self.archive.keep_failure(source, url, error, self.clock.now())
            self.state.archive_done(file, end)

    def _keep_robots(self, answer: Response) -> None:
        self.archive.keep_response("robots", "robots", answer.exchanges, {})

    # ------------------------------------------------------------ what came

    def _handle(self, kept: Kept) -> InputError | None:
        """Make of a thing that is in the archive what is to be made of it: articles, or places in the queue. Repeating it does no harm."""
        try:
            links = links_of(kept.body, kept.url, kept.role) if kept.role == "sitemap" or (kept.role == "feed" and _takes_pages(kept)) else []
        except InputError as error:
            self._note(kept.source, kept.url, error)
            return error
        with self.state.act():
            for link in links_wanted(links, self.sources.get(kept.source)):
                self._queue(link, kept)
        return self._hand_over(kept)

    def _hand_over(self, kept: Kept) -> InputError | None:
        """Give the articles of a thing to the desk, but those that a feed shows again; return what could not be read, if it is one thing."""
        problem: InputError | None = None
        fresh: list[Item] = []
        for item in articles_of(kept):
            if isinstance(item, Unreadable):
                problem = InputError(item.code, item.message)
                self._note(kept.source, item.ref, problem, silent=True)
            elif kept.role == "feed" and self.state.seen(kept.source, item.id) is not None:
                continue
            fresh.append(item)
        if fresh:
            self.desk.take(iter(fresh), METHODS.get(kept.role, "warc"))
        articles = [item for item in fresh if isinstance(item, Article)]
        self.taken += len(articles)
        with self.state.act():
            for article in articles if kept.role == "feed" else ():
                self.state.see(kept.source, article.id)
            if "key" in kept.facts:
                self.state.see(kept.source, str(kept.facts["key"]), str(kept.facts.get("stamp", "")))
            asked = kept.facts.get("asked") or kept.url
            self.state.page_done(bare_address(str(asked)))
        return problem

    def _queue(self, link: Link, kept: Kept) -> None:
        """Put a link into the queue, or note why not."""
        try:
            _, host, port = split_address(link.url)
            if self.fetcher is not None:
                self.fetcher.guard.check(host, port)
        except FetchError as error:
            self.state.fail(kept.source, link.url[:500] if link.url.isprintable() else "?", error.code, error.message, self._stamp())
            return
        depth = int(kept.facts.get("depth", 0)) + 1
        if link.sitemap and depth > _MOST_DEPTH:
            return
        facts: Row = {key: value for key, value in (("outlet", kept.facts.get("outlet")), ("published", link.published)) if value}
        facts |= {"depth": depth} if link.sitemap else {}
        self.state.queue(link.url, kept.source, "sitemap" if link.sitemap else "page", place_of(link.url), facts=facts, stamp=link.stamp,
                         now=self._seconds(), again=link.sitemap and not link.stamp)  # fmt: skip

    def _note(self, source: str, url: str, error: InputError, *, silent: bool = False) -> None:
        """Record a failure: in the state, and the first of a row in the ledger."""
        count = self.state.fail(source, url, error.code, error.message, self._stamp())
        if count == 1 and not silent:
            self.desk.failed(source, url, error.code, error.message)
        if not silent:
            self.say(f"{source}: {url}: {error.message}" + (f" ({count} times)" if count > 1 else ""))

    def _stamp(self) -> str:
        return self.clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


METHODS = {"page": "fetch", "feed": "feed", "file": "file", "mail": "mail"}


def _takes_pages(kept: Kept) -> bool:
    return kept.facts.get("take") != "entries"


def links_wanted(links: Sequence[Link], source: WatchSource | None) -> list[Link]:
    """Return the links that a source wants."""
    return chosen(links, source.only, source.since) if source else []


def _validator(answer: Response, name: str) -> str | None:
    """Return a validator that can be sent back as it is."""
    value = header_of(answer.headers, name)
    return value if value and len(value) <= 200 and value.isascii() and value.isprintable() else None
