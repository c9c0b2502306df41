"""Undo the packing of a body, within limits."""

from __future__ import annotations

import zlib

from tocsin.articles.limits import FREE_INFLATION, MAX_INFLATION
from tocsin.watching.failure import FetchError

_STEP = 1 << 20


def unpack(body: bytes, encoding: str, limit: int) -> bytes:
    """Return a body without its `Content-Encoding`.

    Raises:
        FetchError: `encoding-not-read`, `too-large`, `zip-bomb`, `broken-packing`.
    """
    name = encoding.strip().lower()
    if name in {"", "identity"}:
        return body
    if name in {"gzip", "x-gzip"}:
        return inflate(body, 16 + zlib.MAX_WBITS, limit)
    if name == "deflate":
        return inflate(body, zlib.MAX_WBITS if body[:1] == b"\x78" else -zlib.MAX_WBITS, limit)
    raise FetchError("encoding-not-read", f'It comes packed as "{name[:40]}", which was not asked for.')


def inflate(packed: bytes, window: int, limit: int) -> bytes:
    """Return what packed bytes hold; several gzip members one after the other are one.

    Raises:
        FetchError: `too-large`, `zip-bomb`, `broken-packing`.
    """
    out = bytearray()
    rest = packed
    try:
        while rest:
            member = zlib.decompressobj(window)
            while rest and not member.eof:
                out += member.decompress(rest, _STEP)
                _check(len(out), len(packed), limit)
                rest = member.unconsumed_tail
            rest = member.unused_data if member.eof else b""
            if not member.eof:
                raise FetchError("broken-packing", "The packed body is cut off.")
    except zlib.error as error:
        raise FetchError("broken-packing", f"The packed body is damaged: {error}.") from error
    return bytes(out)


def _check(count: int, packed: int, limit: int) -> None:
    if count > limit:
        raise FetchError("too-large", f"It unpacks to more than {limit:,} bytes.")
    if count > FREE_INFLATION and count > MAX_INFLATION * packed:
        raise FetchError("zip-bomb", f"It unpacks to more than {MAX_INFLATION} times its size, as no text does.")
