"""The guard: the only place of the house that opens a connection to another machine.

Names are resolved here, every address that comes back is checked, and the connection goes to the very address that was checked: a name server that
answers otherwise a moment later cannot turn it elsewhere. Proxies of the environment are not used.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tocsin.watching.addresses import allowed, check_name, is_public, plain_host
from tocsin.watching.failure import FetchError

Resolver = Callable[[str, int], Sequence[str]]
"""Takes a host name and a port, returns addresses in their usual form; raises OSError."""


class Deadline:
    """The moment at which something must be over."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin now."""
        self.seconds = seconds
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            FetchError: `too-slow`, there are none.
        """
        left = self._end - self._clock()
        if left <= 0:
            raise FetchError("too-slow", f"It took longer than {self.seconds:g} seconds.")
        return left


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Return the addresses that this machine's resolver knows for a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(row[4][0]) for row in found))


def _trust() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


@dataclass(frozen=True)
class Guard:
    """Opens connections to allowed public hosts, and to nothing else.

    Attributes:
        hosts: Allow-list: names, or `*.name` for all below one.
        ports: Ports that may be called.
        opening: Ports on 127.0.0.1 that tests may call; empty in use.
        resolve: Finds addresses. trust: Whose certificates are believed.
    """

    hosts: frozenset[str]
    ports: frozenset[int] = frozenset({80, 443})
    opening: frozenset[int] = frozenset()
    resolve: Resolver = system_resolver
    trust: ssl.SSLContext = field(default_factory=_trust)

    def check(self, host: str, port: int) -> None:
        """Check what can be known before asking a name server.

        Raises:
            FetchError: `host-not-allowed`, `port`, `name-not-public`.
        """
        if not allowed(host, self.hosts):
            raise FetchError("host-not-allowed", f"{host} is not in the allow-list of the watch file.")
        if port in self.opening:
            return
        if port not in self.ports:
            raise FetchError("port", f"Port {port} is not called.")
        check_name(host)

    def open(self, host: str, port: int, *, deadline: Deadline, tls: bool) -> tuple[socket.socket, str]:
        """Return a connection to a host, and the address that it goes to.

        Raises:
            FetchError: as `check`; `private-address`, `no-such-host`, `no-connection`, `tls`, `too-slow`.
        """
        host = plain_host(host)
        self.check(host, port)
        last: FetchError | None = None
        for address in self.addresses(host, port, deadline):
            try:
                return self._connect(host, address, port, deadline, tls=tls), address
            except FetchError as error:
                last = error
        raise last or FetchError("no-such-host", f"{host} has no address.")

    def addresses(self, host: str, port: int, deadline: Deadline) -> list[str]:
        """Return the addresses of a host, all of them checked: one that is not public condemns the name.

        Raises:
            FetchError: `no-such-host`, `private-address`, `too-slow`.
        """
        literal = ":" in host or host.rpartition(".")[2].isdigit()
        found = [host] if literal else self._resolved(host, port, deadline)
        for address in found:
            if not is_public(address) and not (address == "127.0.0.1" and port in self.opening):
                raise FetchError("private-address", f"{host} leads to an address that is not on the public internet.")
        return found

    def _resolved(self, host: str, port: int, deadline: Deadline) -> list[str]:
        """Ask the resolver in a thread of its own, as it knows no time limit."""
        answer: list[str] = []
        problem: list[Exception] = []

        def ask() -> None:
            try:
                answer.extend(map(str, self.resolve(host, port)))
            except (OSError, UnicodeError) as error:
                problem.append(error)

        thread = threading.Thread(target=ask, daemon=True)
        thread.start()
        thread.join(deadline.left())
        if thread.is_alive():
            raise FetchError("too-slow", f"The name servers did not answer for {host} in time.")
        if problem or not answer:
            raise FetchError("no-such-host", f"{host} is not known to the name servers.")
        return answer

    def _connect(self, host: str, address: str, port: int, deadline: Deadline, *, tls: bool) -> socket.socket:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        raw = socket.socket(family, socket.SOCK_STREAM)
        try:
            raw.settimeout(deadline.left())
            raw.connect((address, port))
            return self.trust.wrap_socket(raw, server_hostname=host) if tls else raw
        except ssl.SSLCertVerificationError as error:
            _close(raw)
            raise FetchError("tls", f"The certificate of {host} is not good: {error.verify_message}.") from error
        except TimeoutError as error:
            _close(raw)
            raise FetchError("too-slow", f"{host} did not answer in time.") from error
        except OSError as error:
            _close(raw)
            code = "tls" if isinstance(error, ssl.SSLError) else "no-connection"
            raise FetchError(code, f"No connection to {host}: {error.strerror or error}.") from error


def _close(raw: socket.socket) -> None:
    with contextlib.suppress(OSError):
        raw.close()
