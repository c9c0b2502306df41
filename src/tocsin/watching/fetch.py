"""The fetcher: one request at a time through the guard, within limits of bytes and seconds, each redirect checked anew.

No cookies, no credentials, no proxies, no cache; a fixed and honest `User-Agent`.
"""

from __future__ import annotations

import contextlib
import http.client
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from tocsin import __version__
from tocsin.watching.addresses import PORTS, bare_address, split_address, target_of
from tocsin.watching.failure import FetchError
from tocsin.watching.guard import Deadline, Guard
from tocsin.watching.unpack import unpack
from tocsin.watching.wire import Wire

MAX_HEADER_BYTES = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536
Headers = Sequence[tuple[str, str]]
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the time of the machine, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of others' time and of our memory one fetch may take.

    Attributes:
        seconds: For one request and its answer, from the name to the last byte; a redirect is a request of its own.
        most_bytes: Of a body, on the wire and again unpacked.
        redirects: Most redirects of one request.
    """

    seconds: float = 30.0
    most_bytes: int = 16 * 2**20
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its response, as they went over the wire."""

    url: str
    address: str
    at: datetime
    request: bytes
    response: bytes


@dataclass(frozen=True, slots=True)
class Response:
    """The end of a fetch: `url` is where it ended, `body` is unpacked, `exchanges` all steps on the way."""

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    exchanges: tuple[Exchange, ...]

    def header(self, name: str) -> str:
        """Return a header, "" when it is not there."""
        return header_of(self.headers, name)


def header_of(headers: Headers, name: str) -> str:
    """Return the first value of a header, "" without one."""
    return next((value for key, value in headers if key.lower() == name.lower()), "")


def user_agent(contact: str | None) -> str:
    """Return who asks: the program, its version, and where its user can be reached if he says so."""
    plain = "".join(sign for sign in contact or "" if " " < sign < "\x7f" and sign not in "()")[:120]
    return f"Tocsin/{__version__} (news watch{'; ' + plain if plain else ''})"


@dataclass(frozen=True)
class Fetcher:
    """Fetches through a guard.

    Attributes:
        guard: Opens the connections. agent: The `User-Agent`.
    """

    guard: Guard
    agent: str
    limits: Limits = field(default_factory=Limits)
    clock: Clock = utc_now

    def get(self, url: str, headers: Headers = (), *, accept: str = "*/*", before: Callable[[str], None] | None = None,
            types: Callable[[str], bool] | None = None) -> Response:  # fmt: skip
        """Return what an address answers, after redirects.

        Args:
            url: What to fetch.
            headers: Further request headers (conditions).
            accept: The `Accept` header.
            before: Called with each address before it is asked for, redirects too; waits as politeness asks, or raises `FetchError`.
            types: Which content types are read; others are refused before their body is.

        Raises:
            FetchError: see `failure.py`; `status` when the server's answer is none of 200 to 299 and 304.
        """
        steps: list[Exchange] = []
        try:
            return self._follow(bare_address(url), [("Accept", accept), *headers], before, types, steps)
        except FetchError as error:
            error.exchanges = tuple(steps)
            raise

    def _follow(self, here: str, headers: Headers, before: Callable[[str], None] | None, types: Callable[[str], bool] | None,
                steps: list[Exchange]) -> Response:  # fmt: skip
        seen: set[str] = set()
        while True:
            if here in seen:
                raise FetchError("redirect-loop", "It redirects in a circle.")
            seen.add(here)
            if before is not None:
                before(here)
            answer = self._exchange("GET", here, headers, b"", steps, types)
            if answer.status not in _REDIRECTS or not answer.header("Location"):
                return self._judged(answer)
            if len(seen) > self.limits.redirects:
                raise FetchError("too-many-redirects", f"It redirects more than {self.limits.redirects} times.")
            here = self._next(here, answer.header("Location"))

    def post(self, url: str, body: bytes, headers: Headers) -> Response:
        """Send bytes to an address; redirects are not followed.

        Raises:
            FetchError
        """
        return self._judged(self._exchange("POST", bare_address(url), [*headers, ("Content-Length", str(len(body)))], body, [], None), also=0)

    def _judged(self, answer: Response, also: int = 304) -> Response:
        """Return a good answer, raise for any other."""
        if 200 <= answer.status < 300 or answer.status == also:
            return answer
        wait = retry_after(answer.header("Retry-After"), self.clock()) if answer.status in {429, 503} else None
        raise FetchError("status", f"The server answers {answer.status}.", retry_after=wait, status=answer.status)

    def _next(self, here: str, location: str) -> str:
        """Return where a redirect leads; a step down from https to http is refused."""
        with contextlib.suppress(UnicodeError):
            location = location.encode("latin-1").decode("utf-8")
        try:
            there = bare_address(urljoin(here, location.strip()))
        except ValueError:
            raise FetchError("bad-address", "It redirects to something that is no address.") from None
        if here.startswith("https:") and there.startswith("http:"):
            raise FetchError("downgrade", "It redirects from https to http.")
        return there

    def _exchange(self, method: str, url: str, headers: Headers, body: bytes, steps: list[Exchange],
                  types: Callable[[str], bool] | None) -> Response:  # fmt: skip
        """Ask once and read the answer."""
        parts, host, port = split_address(url)
        shown = f"[{host}]" if ":" in host else host
        named = shown if port == PORTS[parts.scheme] else f"{shown}:{port}"
        request = _request(method, target_of(parts), [("Host", named), ("User-Agent", self.agent), ("Accept-Encoding", "gzip"), *headers])
        at, deadline = self.clock(), Deadline(self.limits.seconds)
        connection, address = self.guard.open(host, port, deadline=deadline, tls=parts.scheme == "https")
        with contextlib.closing(connection):
            wire = Wire(connection, deadline, MAX_HEADER_BYTES)
            connection.settimeout(deadline.left())
            try:
                connection.sendall(request + body)
                answer, payload = self._read(wire, method, types)
            except TimeoutError as error:
                raise FetchError("too-slow", f"{host} did not take the request in time.") from error
            except OSError as error:
                raise FetchError("cut-off", f"The connection to {host} broke off: {error.strerror or error}.") from error
            except (http.client.HTTPException, ValueError) as error:
                raise FetchError("bad-response", f"{host} does not speak HTTP as it should ({type(error).__name__}).") from error
        steps.append(Exchange(url, address, at, request, bytes(wire.kept)))
        headers_in = tuple((name, value.strip()) for name, value in answer.getheaders())
        unpacked = unpack(payload, header_of(headers_in, "Content-Encoding"), self.limits.most_bytes) if payload else b""
        return Response(url, answer.status, headers_in, unpacked, tuple(steps))

    def _read(self, wire: Wire, method: str, types: Callable[[str], bool] | None) -> tuple[http.client.HTTPResponse, bytes]:
        """Read status, headers and body."""
        answer = http.client.HTTPResponse(wire, method=method)  # type: ignore[arg-type]  # it asks of a socket only to make a file
        answer.begin()
        wire.allowance = len(wire.kept) + self.limits.most_bytes
        if types is not None and 200 <= answer.status < 300 and not types(answer.getheader("Content-Type") or ""):
            raise FetchError("type-not-read", f'It is of the type "{(answer.getheader("Content-Type") or "")[:60]}", which is not read here.')
        if (answer.length or 0) > self.limits.most_bytes:
            raise FetchError("too-large", f"It announces {answer.length:,} bytes; {self.limits.most_bytes:,} are read.")
        out = io.BytesIO()
        while chunk := answer.read1(_CHUNK):
            out.write(chunk)
        if answer.length:
            raise FetchError("cut-off", f"It ends {answer.length:,} bytes before its announced end.")
        return answer, out.getvalue()


def _request(method: str, target: str, headers: Headers) -> bytes:
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers), "Connection: close"]
    text = "\r\n".join(lines)
    if text.count("\r\n") != len(lines) - 1 or text.count("\r") + text.count("\n") != 2 * (len(lines) - 1):
        raise FetchError("bad-address", "A header of the request would hold a line break.")
    try:
        return text.encode("ascii") + b"\r\n\r\n"
    except UnicodeEncodeError:
        raise FetchError("bad-address", "A header of the request would hold signs that no header may.") from None


def retry_after(value: str, now: datetime) -> float | None:
    """Return the seconds of a `Retry-After` header (a number or a date), at most a day; None when it says nothing."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(min(int(value[:9]), 86_400))
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), 86_400.0)
