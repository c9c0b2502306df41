"""Politeness: robots.txt, one request at a time to a host, and as long a pause as the host asks for."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from protego import Protego

from tocsin.watching.addresses import split_address
from tocsin.watching.failure import FetchError
from tocsin.watching.fetch import Fetcher, Response
from tocsin.watching.state import State

ROBOT = "Tocsin"
"""The name that rules in robots.txt may call us by."""
MAX_ROBOTS = 512 * 1024
_KEPT, _RETRY = 86_400.0, 3_600.0
"""Seconds for which rules are kept, and after which missing ones are asked for again (RFC 9309 allows a day)."""
_LONGEST_PAUSE = 3_600.0
PATIENCE = 120.0
"""Longest wait for a host, seconds, in the middle of a fetch; for longer the page goes back into the queue."""


class StoppedError(Exception):
    """Somebody asked the watch to stop while it waited."""


@dataclass(frozen=True)
class Manners:
    """Decides whether and when an address may be asked for.

    Attributes:
        pause: Least seconds between two requests to a host.
        now: Seconds since 1970. wait: Sleeps so many seconds; True when the watch shall stop.
        kept: Called with each robots.txt that came.
    """

    state: State
    fetcher: Fetcher
    pause: float
    now: Callable[[], float]
    wait: Callable[[float], bool]
    kept: Callable[[Response], None]

    def before(self, url: str) -> None:
        """Wait until an address may be asked for.

        Raises:
            FetchError: `robots`, `robots-unknown`, `host-busy`, or what the guard says. StoppedError
        """
        parts, host, port = split_address(url)
        self.fetcher.guard.check(host, port)
        place = f"{host}:{port}"
        rules = self._rules(f"{parts.scheme}://{parts.netloc}", place)
        if rules is not None and not rules.can_fetch(url, ROBOT):
            raise FetchError("robots", "The robots.txt of the host asks not to fetch it.")
        self.take_turn(place)
        own = rules.crawl_delay(ROBOT) if rules is not None else None
        self.state.host_next(place, self.now() + max(self.pause, min(float(own or 0), _LONGEST_PAUSE)))

    def take_turn(self, place: str) -> None:
        """Wait for a host."""
        seconds = float(self.state.host(place)["next_at"]) - self.now()
        if seconds > PATIENCE:
            raise FetchError("host-busy", f"The host asks to be left alone for {seconds:,.0f} seconds.", retry_after=seconds)
        if seconds > 0 and self.wait(seconds):
            raise StoppedError

    def _rules(self, root: str, place: str) -> Protego | None:
        """Return the rules of a host, None when it has none."""
        row = self.state.host(place)
        if row["verdict"] is None or row["robots_until"] <= self.now():
            self._ask(root, place)
            row = self.state.host(place)
        if row["verdict"] == "none":
            raise FetchError("robots-unknown", "The robots.txt of the host cannot be had at present; nothing is fetched without it.")
        return Protego.parse(row["robots"]) if row["verdict"] == "rules" else None

    def _ask(self, root: str, place: str) -> None:
        """Fetch a robots.txt. 4xx: there are no rules; errors of the server: nothing may be fetched (RFC 9309)."""
        self.take_turn(place)
        verdict, text, seconds = "all", "", _KEPT
        try:
            answer = self.fetcher.get(f"{root}/robots.txt", accept="text/plain, */*;q=0.1", before=self._same_host(place))
            self.kept(answer)
            verdict, text = "rules", answer.body[:MAX_ROBOTS].decode("utf-8", errors="replace")
        except FetchError as error:
            if error.code in {"host-not-allowed", "private-address", "name-not-public", "port", "no-such-host"}:
                raise
            if error.status is None or error.status >= 500 or error.status == 429:
                verdict, seconds = "none", min(max(error.retry_after or 0.0, _RETRY), _KEPT)
        finally:
            self.state.host_next(place, self.now() + self.pause)
        self.state.host_robots(place, verdict, text, self.now() + seconds)

    def _same_host(self, place: str) -> Callable[[str], None]:
        """Return a check of redirects: allowed hosts only."""

        def check(url: str) -> None:
            _, host, port = split_address(url)
            if f"{host}:{port}" != place:
                self.fetcher.guard.check(host, port)

        return check


def place_of(url: str) -> str:
    """Return host and port of an address, as pauses are kept by; "" for what is no address."""
    try:
        _, host, port = split_address(url)
    except FetchError:
        return urlsplit(url).netloc[:200] if url.isprintable() else ""
    return f"{host}:{port}"


def back_off(seed: str, tries: int, *, first: float = 60.0, most: float = 86_400.0) -> float:
    """Return the seconds to wait after so many failures in a row: doubling, spread by a jitter that depends on the seed alone.

    Example:
        >>> 30 <= back_off("https://a.example/", 0) <= 60
        True
    """
    spread = int.from_bytes(hashlib.sha256(f"{seed} {tries}".encode()).digest()[:4], "big") / 2**32
    return min(first * 2.0 ** min(tries, 20), most) * (0.5 + spread / 2)
