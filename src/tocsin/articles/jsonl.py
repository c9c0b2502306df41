"""JSON Lines: one article a line, text kept verbatim, streamed."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from tocsin.articles.build import build_article, whole_characters
from tocsin.articles.days import parse_day
from tocsin.articles.limits import MAX_LINE_BYTES
from tocsin.articles.options import Facts, InputOptions
from tocsin.articles.source import Source
from tocsin.errors import InputError
from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable


@dataclass(frozen=True, slots=True)
class _Row:
    """One line as read: the id it gives, text, facts."""

    ref: str | None
    text: str
    facts: Facts


def read_jsonl(source: Source, options: InputOptions) -> Iterator[Article | Unreadable]:
    """Yield an article or the reason why not for each line that is not blank, in order."""
    found = False
    for number, line in enumerate(_lines(_as_utf8(source)), 1):
        found = found or line is None or bool(line.strip())
        if line is None:
            yield Unreadable(source.ref, "too-large", f"Line {number} is longer than {MAX_LINE_BYTES // 2**20} MB and was passed over.", number)
        elif line.strip():
            yield _read_line(source.ref, number, line, options)
    if not found:
        yield Unreadable(source.ref, "empty", "The file has only blank lines.")


def read_numbered_lines(file: str, lines: Iterable[tuple[int, bytes]], options: InputOptions) -> Iterator[Article | Unreadable]:
    """Yield an article or the reason why not for each numbered line of a file, in order: for whoever reads a part of it."""
    for number, line in lines:
        if len(line) > MAX_LINE_BYTES:
            yield Unreadable(file, "too-large", f"Line {number} is longer than {MAX_LINE_BYTES // 2**20} MB and was passed over.", number)
        else:
            yield _read_line(file, number, line, options)


def _read_line(file: str, number: int, line: bytes, options: InputOptions) -> Article | Unreadable:
    """Return the article of one line."""
    ref = file
    try:
        found = _parse(line)
        ref = _own_id(found) or file
        row = _row(found)
    except InputError as error:
        return Unreadable(ref, error.code, f"Line {number}: {error.message}", number)
    return build_article(row.ref or f"{file}:{number}", line, row.text, row.facts.filled_by(options), keep_raw=options.keep_raw, line=number)


def _as_utf8(source: Source) -> IO[bytes]:
    """Return the stream without byte order mark; UTF-16, as some Windows programs write, is turned into UTF-8."""
    head = source.head
    if head.startswith(codecs.BOM_UTF8):
        source.stream.read(len(codecs.BOM_UTF8))
        return source.stream
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return io.BufferedReader(_Recoded(io.TextIOWrapper(source.stream, encoding="utf-16", errors="replace", newline="\n")))
    return source.stream


class _Recoded(io.RawIOBase):
    """Text read as UTF-8 bytes."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        room = memoryview(buffer)
        self._rest = self._rest or self._text.read(8192).encode("utf-8", errors="replace")
        chunk, self._rest = self._rest[: len(room)], self._rest[len(room):]
        room[: len(chunk)] = chunk
        return len(chunk)


def _lines(stream: IO[bytes]) -> Iterator[bytes | None]:
    """Yield each line without its line end, None for one that is too long (passed over in small pieces)."""
    while line := stream.readline(MAX_LINE_BYTES):
        if len(line) < MAX_LINE_BYTES or line.endswith(b"\n"):
            yield line.rstrip(b"\r\n")
            continue
        while (rest := stream.readline(65_536)) and not rest.endswith(b"\n"):
            pass
        yield None


def _parse(line: bytes) -> dict[str, Any]:
    """Return the object of a line."""
    try:
        found = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise InputError("bad-encoding", f"byte {error.start + 1} is not UTF-8. Convert the file to UTF-8.") from error
    except RecursionError as error:
        raise InputError("bad-json", "the JSON is nested too deeply. An article is one flat object.") from error
    except json.JSONDecodeError as error:
        raise InputError("bad-json", f"not JSON ({error.msg} at character {error.pos + 1}). Write one whole JSON object a line.") from error
    except ValueError as error:
        raise InputError("bad-json", f"not readable JSON ({str(error).split(';')[0]}).") from error
    if not isinstance(found, dict):
        raise InputError("bad-json", 'not a JSON object. Write {"text": "…"}, one article a line.')
    return found


def _own_id(found: dict[str, Any]) -> str | None:
    """Return the id that a line gives itself."""
    value = found.get("id")
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    try:
        return whole_characters(str(value)).strip() or None
    except ValueError:
        return None


def _row(found: dict[str, Any]) -> _Row:
    """Return the parts of a line, checked."""
    text = found.get("text")
    if not isinstance(text, str):
        what = '"text" is missing' if "text" not in found else '"text" is not a string'
        raise InputError("no-text", f'{what}. Write {{"text": "…"}}, one article a line.')
    published = _day(found)
    facts = Facts(
        title=_string(found, "title"), published=published, basis="given" if published else "unknown",
        outlet=_string(found, "outlet"), uri=_string(found, "uri"), language=_string(found, "language"),
    )
    return _Row(_own_id(found), text, facts)


def _string(found: dict[str, Any], key: str) -> str | None:
    """Return an optional string."""
    value = found.get(key)
    if value is not None and not isinstance(value, str):
        raise InputError("bad-field", f'"{key}" is not a string. Write a string, or null when it is not known.')
    return value


def _day(found: dict[str, Any]) -> date | None:
    """Return the publication day of a day or a full timestamp."""
    value = _string(found, "published")
    if not value or not value.strip():
        return None
    if day := parse_day(value):
        return day
    raise InputError("bad-field", f'"published" is not a full day: “{value[:40]}”. Write YYYY-MM-DD, or null when it is not known.')
