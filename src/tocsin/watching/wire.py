"""Bytes from another machine: counted, within a limit and a deadline whatever the pace at which they trickle in."""

from __future__ import annotations

import io
import socket
import ssl
from typing import TYPE_CHECKING

from tocsin.watching.failure import FetchError
from tocsin.watching.guard import Deadline

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class Wire(io.RawIOBase):
    """The reading end of a connection. `kept` is all that came; `allowance` the most that may."""

    def __init__(self, connection: socket.socket, deadline: Deadline, allowance: int) -> None:
        """Read from a connection."""
        self._connection = connection
        self._deadline = deadline
        self.allowance = allowance
        self.kept = bytearray()

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Read some bytes.

        Raises:
            FetchError: `too-large`, `too-slow`, `cut-off`.
        """
        room = memoryview(buffer).cast("B")
        if len(self.kept) > self.allowance:
            raise FetchError("too-large", f"It sends more than {self.allowance:,} bytes.")
        self._connection.settimeout(self._deadline.left())
        try:
            count = self._connection.recv_into(room)
        except TimeoutError as error:
            raise FetchError("too-slow", f"It was not over after {self._deadline.seconds:g} seconds.") from error
        except (OSError, ssl.SSLError) as error:
            raise FetchError("cut-off", f"The connection broke off: {error.strerror or error}.") from error
        self.kept += room[:count]
        return count

    def makefile(self, *_: object) -> io.BufferedReader:
        """Return a buffered reader, as `http.client` asks of a socket."""
        return io.BufferedReader(self, 8192)
