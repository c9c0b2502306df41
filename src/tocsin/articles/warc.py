"""WARC: each response of a page, a text or a PDF an article. Requests, pictures, redirects and failures are no articles."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from typing import IO, Any

from tocsin.articles.build import build_article
from tocsin.articles.decode import decode_text
from tocsin.articles.limits import MAX_DOCUMENT_BYTES
from tocsin.articles.options import Facts, InputOptions
from tocsin.articles.source import Source
from tocsin.articles.webpage import extract_page
from tocsin.errors import InputError
from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable

_KINDS = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "text/markdown": "text", "application/pdf": "pdf"}
_RECORDS = frozenset({"response", "resource", "conversion"})
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_CHUNK = 65_536


def read_warc(source: Source, options: InputOptions) -> Iterator[Article | Unreadable]:
    """Yield the articles of an archive in order, in the memory of one record; at a damaged place it stops with an `Unreadable`."""
    found = 0
    stream = _Watched(source.stream)
    try:
        for record, kind in _page_records(stream):
            found += 1
            yield _read_record(f"{source.ref}#{found}", record, kind, options)
        stream.check_end()
    except (ValueError, KeyError, EOFError, TypeError, AttributeError) as error:
        reason = str(error) if isinstance(error, EOFError | ValueError) else "its records cannot be told apart"
        raise InputError("truncated", f"The archive is damaged or cut off ({reason}); its first {found} pages were read.") from error
    if not found:
        yield Unreadable(source.ref, "empty", "The archive has no response that is a page, a text or a PDF.")


class _Watched:
    """A stream that remembers its last bytes: an archive ends with the blank lines behind its last record."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._last = b""

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        self._last = (self._last + chunk)[-4:]
        return chunk

    def check_end(self) -> None:
        if not self._last.endswith((b"\r\n\r\n", b"\n\n")):
            raise EOFError("it ends inside a record")


def _page_records(stream: _Watched) -> Iterator[tuple[Any, str]]:
    """Yield the records that hold an article, with their kind."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        records = ArchiveIterator(stream, check_digests=False)
        while record := _next_record(records):
            kind = _KINDS.get(_content_type(record).split(";")[0].strip().lower())
            if record.rec_type in _RECORDS and kind and _succeeded(record):
                yield record, kind
            _check_whole(record)
    except ArchiveLoadFailed as error:
        raise ValueError(str(error).split("\n")[0]) from error


def _next_record(records: Iterator[Any]) -> Any:
    """Return the next record, None at the end; warcio writes what it skips, raw bytes included, to the terminal."""
    with contextlib.redirect_stderr(io.StringIO()):
        return next(records, None)


def _check_whole(record: Any) -> None:
    """Raise `EOFError` when the archive ends inside a record: its stream then owes bytes that the record announced."""
    while record.raw_stream.read(_CHUNK):
        pass
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise EOFError("it ends inside a record")


def _content_type(record: Any) -> str:
    """Return the type of what a record holds."""
    headers = record.http_headers or record.rec_headers
    return str(headers.get_header("Content-Type") or "")


def _succeeded(record: Any) -> bool:
    """Tell whether the server gave the page."""
    return record.http_headers is None or str(record.http_headers.get_statuscode()).startswith("2")


def _read_record(place: str, record: Any, kind: str, options: InputOptions) -> Article | Unreadable:
    """Return the article of one record."""
    ref = _record_id(record) or place
    try:
        raw = _payload(record, MAX_DOCUMENT_BYTES[kind])
        text, facts = _content(raw, kind, record)
    except InputError as error:
        return Unreadable(ref, error.code, error.message)
    return build_article(ref, raw, text, facts.filled_by(options), keep_raw=options.keep_raw)


def _record_id(record: Any) -> str:
    """Return the record's id without its wrapping ("<urn:uuid:…>")."""
    return str(record.rec_headers.get_header("WARC-Record-ID") or "").strip("<> ").removeprefix("urn:uuid:")


def _payload(record: Any, limit: int) -> bytes:
    """Return the bytes that the server sent, unpacked."""
    parts, size = [], 0
    stream = record.content_stream()
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise InputError("too-large", f"The record is larger than {limit // 2**20} MB, the limit for its kind.")
        parts.append(chunk)
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise InputError("truncated", "The record is cut off.")
    return b"".join(parts)


def _content(raw: bytes, kind: str, record: Any) -> tuple[str, Facts]:
    """Return text and facts of a payload."""
    uri = record.rec_headers.get_header("WARC-Target-URI")
    if kind == "html":
        charset = _CHARSET.search(_content_type(record))
        return extract_page(raw, uri=uri, charset=charset[1] if charset else None)
    if kind == "pdf":
        from tocsin.articles.pdf import pdf_text

        return pdf_text(raw), Facts(uri=uri)
    return decode_text(raw), Facts(uri=uri)
