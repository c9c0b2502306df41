"""What came, as it came: WARC files that every response is written into before anything is made of it, and out of which all can be made again."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import json
import os
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tocsin.errors import InputError
from tocsin.watching.failure import FetchError
from tocsin.watching.fetch import Exchange, Headers, header_of
from tocsin.watching.unpack import unpack

Row = dict[str, Any]

MAX_FILE_BYTES = 256 * 2**20
"""Size at which a new file is begun; a record is never divided."""
MAX_BODY_BYTES = 128 * 2**20
"""Largest body that is read out of an archive: the limit for the largest kind of article, a PDF."""
_CHUNK = 65_536
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Kept:
    """Something that came and is kept: what the rest of the house works on, whether it came now or is replayed.

    Attributes:
        url: Where it was found. role: page, feed, sitemap, file or mail; robots and hop are kept and not read.
        source: Name of the source in the watch file. facts: What the source knows of it.
        body: Unpacked. at: When it came.
    """

    url: str
    role: str
    source: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()
    facts: Row = field(default_factory=dict)
    at: datetime = _LONG_AGO

    def header(self, name: str) -> str:
        """Return a header of the response, "" without one."""
        return header_of(self.headers, name)


class Archive:
    """A folder of WARC files, written at the end of the last one."""

    def __init__(self, folder: Path, *, most_bytes: int = MAX_FILE_BYTES) -> None:
        """Use a folder, made if it is not there."""
        self.folder = folder
        self.most_bytes = most_bytes
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def files(self) -> list[Path]:
        """Return the files, oldest first."""
        return sorted(self.folder.glob("tocsin-*.warc.gz"))

    def keep_response(self, role: str, source: str, exchanges: Sequence[Exchange], facts: Row) -> tuple[str, int]:
        """Keep the exchanges of one fetch, the last of them as what it is; return the file's name and where it ends now."""
        out = io.BytesIO()
        for number, one in enumerate(exchanges, 1):
            named = role if number == len(exchanges) else "hop"
            _write(out, "request", one.url, one.request, "application/http; msgtype=request", one.at, {})
            _write(out, "response", one.url, one.response, "application/http; msgtype=response", one.at,
                   {"WARC-IP-Address": one.address, **_marks(named, source, facts)})  # fmt: skip
        return self._append(out.getvalue())

    def keep_resource(self, role: str, source: str, url: str, body: bytes, facts: Row, at: datetime) -> tuple[str, int]:
        """Keep something that was not fetched: a file or a mail."""
        out = io.BytesIO()
        _write(out, "resource", url, body, "message/rfc822" if role == "mail" else "application/octet-stream", at, _marks(role, source, facts))
        return self._append(out.getvalue())

    def keep_failure(self, source: str, url: str, error: FetchError, at: datetime) -> tuple[str, int]:
        """Keep that a fetch failed, and what was answered till then."""
        out = io.BytesIO()
        if error.exchanges:
            self.keep_response("failure", source, error.exchanges, {})
        body = json.dumps({"failure": error.code, "message": error.message, "status": error.status}, sort_keys=True).encode("ascii")
        _write(out, "metadata", _printable(url), body, "application/json", at, _marks("failure", source, {}))
        return self._append(out.getvalue())

    def _append(self, content: bytes) -> tuple[str, int]:
        """Write at the end of the last file, down to the disk."""
        path = self._current(len(content))
        new = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            rest = memoryview((_first(path.name) if new else b"") + content)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
            end = os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)
        if new:
            _sync_folder(self.folder)
        return path.name, end

    def _current(self, more: int) -> Path:
        files = self.files()
        if files and files[-1].stat().st_size + more <= self.most_bytes:
            return files[-1]
        number = int(files[-1].name.split("-")[1].split(".")[0]) + 1 if files else 1
        return self.folder / f"tocsin-{number:06}.warc.gz"

    def mend(self, path: Path, start: int) -> int:
        """Cut off a record that a crash left unfinished at the end; return where the file ends then. `start` is the end of a whole record."""
        whole = whole_until(path, start)
        if whole < path.stat().st_size:
            with path.open("r+b") as stream:
                stream.truncate(whole)
                os.fsync(stream.fileno())
        return whole


def whole_until(path: Path, start: int) -> int:
    """Return where the last whole gzip member ends, from a place where one begins."""
    position = end = start
    with path.open("rb") as stream:
        stream.seek(start)
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        pending = b""
        while True:
            chunk = pending or stream.read(_CHUNK)
            pending = b""
            if not chunk:
                return end
            try:
                member.decompress(chunk)
            except zlib.error:
                return end
            position += len(chunk)
            if member.eof:
                pending = member.unused_data
                position -= len(pending)
                end = position
                member = zlib.decompressobj(16 + zlib.MAX_WBITS)


def kept_in(path: Path, start: int = 0) -> Iterator[tuple[Kept | InputError, int]]:
    """Yield what an archive holds from a place on, with the place where each record begins; what cannot be read is an error in its place.

    Raises:
        InputError: `broken-archive`, the file is no WARC, or damaged.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    with path.open("rb") as stream:
        stream.seek(start)
        records = ArchiveIterator(stream, check_digests=False)
        try:
            while True:
                with contextlib.redirect_stderr(io.StringIO()):  # warcio writes what it skips to the terminal
                    record = next(records, None)
                if record is None:
                    return
                found = _read(record)  # before its place is asked for, which passes over its content
                place = start + int(records.get_record_offset())
                if found is not None:
                    yield found, place
        except (ArchiveLoadFailed, ValueError, EOFError, KeyError, zlib.error) as error:
            why = str(error).splitlines()[0] if str(error) else "cut off"
            raise InputError("broken-archive", f"{path} is no archive, or is damaged ({why}).") from error


def _read(record: Any) -> Kept | InputError | None:
    """Return what a record holds, None for requests, failures and what was only passed on the way."""
    headers = record.rec_headers
    role = str(headers.get_header("WARC-Tocsin-Role") or "page")
    if record.rec_type not in {"response", "resource"} or role in {"hop", "robots", "failure"}:
        return None
    http: Headers = record.http_headers.headers if record.http_headers else ()
    if record.http_headers and not str(record.http_headers.get_statuscode()).startswith("2"):
        return None
    url = str(headers.get_header("WARC-Target-URI") or "")
    try:
        body = unpack(_raw_body(record), header_of(http, "Content-Encoding"), MAX_BODY_BYTES)
        facts = json.loads(headers.get_header("WARC-Tocsin-Facts") or "{}")
    except InputError as error:
        return error
    return Kept(url, role, str(headers.get_header("WARC-Tocsin-Source") or "archive"), body, tuple((key, str(value)) for key, value in http),
                facts if isinstance(facts, dict) else {}, _moment(str(headers.get_header("WARC-Date") or "")))  # fmt: skip


def _raw_body(record: Any) -> bytes:
    """Return the body without transfer coding, still packed."""
    from warcio.bufferedreaders import ChunkedDataReader

    stream = record.raw_stream
    chunked = record.http_headers and (record.http_headers.get_header("Transfer-Encoding") or "").lower() == "chunked"
    out = bytearray()
    source = ChunkedDataReader(stream) if chunked else stream
    while chunk := source.read(_CHUNK):
        out += chunk
        if len(out) > MAX_BODY_BYTES:
            raise InputError("too-large", f"The record holds more than {MAX_BODY_BYTES:,} bytes.")
    return bytes(out)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return _LONG_AGO
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _marks(role: str, source: str, facts: Row) -> dict[str, str]:
    """Return the headers by which a record tells what it is for."""
    found = {"WARC-Tocsin-Role": role, "WARC-Tocsin-Source": _printable(source)}
    return {**found, "WARC-Tocsin-Facts": json.dumps(facts, ensure_ascii=True, sort_keys=True)} if facts else found


def _printable(text: str) -> str:
    """Return a text that can stand in a header."""
    return "".join(sign if " " <= sign <= "~" else "?" for sign in text)[:2000]


def _write(out: io.BytesIO, kind: str, url: str, block: bytes, content_type: str, at: datetime, marks: dict[str, str]) -> None:
    """Write one record, gzipped by itself."""
    from warcio.warcwriter import WARCWriter

    payload = block.partition(b"\r\n\r\n")[2] if kind in {"request", "response"} else block
    sum_ = base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode("ascii")  # SHA-1, as readers of WARC expect
    headers = {"WARC-Date": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "WARC-Payload-Digest": f"sha1:{sum_}", **marks}
    writer = WARCWriter(out, gzip=True)
    writer.write_record(writer.create_warc_record(url, kind, payload=io.BytesIO(block), length=len(block), warc_content_type=content_type,
                                                  warc_headers_dict=headers))  # fmt: skip


def _first(name: str) -> bytes:
    """Return the record that begins a file."""
    from warcio.warcwriter import WARCWriter

    from tocsin import __version__

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    writer.write_record(writer.create_warcinfo_record(name, {"software": f"tocsin {__version__}", "format": "WARC File Format 1.0"}))
    return out.getvalue()


def _sync_folder(folder: Path) -> None:
    """Make a new name in a folder durable, where the system knows how."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
