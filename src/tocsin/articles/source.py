"""Open an input as a stream of bytes whose head has been looked at; unpack gzip within limits."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, Protocol, cast

from tocsin.articles.limits import FREE_INFLATION, MAX_INFLATION
from tocsin.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

HEAD_BYTES = 65_536
_CHUNK = 65_536
_AGAIN = "Get a whole copy. Whole articles before the break were read."


class ByteStream(Protocol):
    """A stream that hands out what it has."""

    def read1(self, size: int, /) -> bytes:
        """Return some bytes, none at the end."""


@dataclass(frozen=True, slots=True)
class Source:
    """An open input.

    Attributes:
        ref: The file name as given, "-" for standard input.
        head: The first bytes, at most `HEAD_BYTES`, unpacked; `stream` still begins with them.
        suffix: Extension in lower case without a trailing ".gz" (".jsonl"), "" when there is none.
        unpacked: The unpacker in between, None for a file that is not packed. At a break `stream` just ends, so that nothing before it is lost.
    """

    ref: str
    head: bytes
    stream: IO[bytes]
    suffix: str
    unpacked: Unpacked | None = None

    def check_whole(self) -> None:
        """Raise `InputError` `truncated` or `broken-gzip` when the stream ended at a break."""
        if self.unpacked and self.unpacked.broken:
            raise self.unpacked.broken

    def read_all(self, limit: int) -> bytes:
        """Return all bytes.

        Raises:
            InputError: `too-large`, more than `limit` bytes; `truncated`, `broken-gzip`.
        """
        parts, size = [], 0
        while chunk := self.stream.read(_CHUNK):
            size += len(chunk)
            if size > limit:
                raise InputError("too-large", f"It is larger than {limit // 2**20} MB, the limit for one document of its kind. Split it.")
            parts.append(chunk)
        self.check_whole()
        return b"".join(parts)


@contextmanager
def open_source(ref: str) -> Iterator[Source]:
    """Open a file name or "-" and look at its head.

    Raises:
        InputError: `not-found`, `is-directory`, `no-permission`, `not-a-file`, `io-error`, or a gzip file that is cut off or a bomb.
    """
    with _open_bytes(ref) as opened:
        raw = cast("ByteStream", opened)
        head = _peek(raw)
        stream: IO[bytes] = io.BufferedReader(_Rewound(head, raw), _CHUNK)
        suffixes = [] if ref == "-" else [suffix.lower() for suffix in Path(ref).suffixes]
        unpacked = None
        if head[:2] == b"\x1f\x8b":
            unpacked = Unpacked(stream)
            head = _peek(unpacked)
            stream = io.BufferedReader(_Rewound(head, unpacked), _CHUNK)
            suffixes = [suffix for suffix in suffixes if suffix != ".gz"]
        yield Source(ref, head, stream, suffixes[-1] if suffixes else "", unpacked)


@contextmanager
def _open_bytes(ref: str) -> Iterator[BinaryIO]:
    """Open the file itself; standard input stays open."""
    if ref == "-":
        yield sys.stdin.buffer
        return
    try:
        path = Path(ref)
        if path.is_dir():
            raise InputError("is-directory", f'It is a directory. Name the files in it, for example "{ref.rstrip("/")}"/*.txt.')
        if path.exists() and not path.is_file() and not path.is_fifo():
            raise InputError("not-a-file", "It is a device or a socket. Name a file, or pipe its bytes in and read “-”.")
        stream = path.open("rb")
    except (OSError, ValueError) as error:
        raise _opening_failed(error) from error
    with stream:
        yield stream


def _opening_failed(error: OSError | ValueError) -> InputError:
    """Return the error that says why a file does not open."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return InputError("not-found", "There is no such file. Check the name and the folder that the command runs in.")
    if isinstance(error, PermissionError):
        return InputError("no-permission", "The file may not be read by this user. Change its permissions or run as its owner.")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return InputError("io-error", f"The file cannot be opened: {reason}.")


def _peek(stream: ByteStream) -> bytes:
    """Return the first bytes: a full head, or less at the end of the stream or once a first JSON line is whole (a pipe may be slow)."""
    head = b""
    while len(head) < HEAD_BYTES:
        chunk = stream.read1(HEAD_BYTES - len(head))
        head += chunk
        if not chunk or (head.lstrip()[:1] == b"{" and b"\n" in head.lstrip()):
            break
    return head


class _Rewound(io.RawIOBase):
    """A stream with its head put back in front."""

    def __init__(self, head: bytes, rest: ByteStream) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        room = memoryview(buffer).cast("B")
        chunk: bytes | memoryview = self._head[: len(room)]
        self._head = self._head[len(room):]
        if not len(chunk):
            chunk = self._rest.read1(len(room))
        room[: len(chunk)] = chunk
        return len(chunk)


class _Counted(io.RawIOBase):
    """Packed bytes on their way into the unpacker, counted."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        room = memoryview(buffer).cast("B")
        chunk = self._stream.read(len(room))
        room[: len(chunk)] = chunk
        self.count += len(chunk)
        return len(chunk)


class Unpacked:
    """Bytes out of a gzip file of any number of members, watched for bombs. `broken` says why it ended early, None while it has not."""

    def __init__(self, stream: IO[bytes]) -> None:
        """Unpack a stream of packed bytes."""
        self._packed = _Counted(stream)
        self._gzip = gzip.GzipFile(fileobj=io.BufferedReader(self._packed, _CHUNK), mode="rb")
        self._count = 0
        self.broken: InputError | None = None

    def read1(self, size: int, /) -> bytes:
        """Return some bytes, none at the end and at a break.

        Raises:
            InputError: `zip-bomb`.
        """
        try:
            chunk = b"" if self.broken else self._gzip.read1(size)
        except EOFError:
            self.broken = InputError("truncated", f"The gzip file ends in the middle. {_AGAIN}")
            return b""
        except (OSError, zlib.error) as error:
            self.broken = InputError("broken-gzip", f"The gzip file is damaged ({error}). {_AGAIN}")
            return b""
        self._count += len(chunk)
        if self._count > FREE_INFLATION and self._count > MAX_INFLATION * max(self._packed.count, 1):
            raise InputError("zip-bomb", f"It unpacks to more than {MAX_INFLATION} times its size, as no text does. It was not read.")
        return chunk
