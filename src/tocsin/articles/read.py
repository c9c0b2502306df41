"""From files to articles: one pass, in input order, in constant memory. What cannot be read is named and the run goes on."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator

from tocsin.articles.build import whole_characters
from tocsin.articles.detect import check_format, detect_format
from tocsin.articles.options import InputOptions
from tocsin.articles.source import HEAD_BYTES, Source, open_source
from tocsin.errors import InputError
from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable

__all__ = ["InputOptions", "read_articles"]

_READERS = {
    "text": ("plain", "read_plain"),
    "markdown": ("markdown", "read_markdown"),
    "html": ("webpage", "read_html"),
    "pdf": ("pdf", "read_pdf"),
    "warc": ("warc", "read_warc"),
    "feed": ("feed", "read_feed"),
    "jsonl": ("jsonl", "read_jsonl"),
}

FormatReader = Callable[[Source, InputOptions], Iterator[Article | Unreadable]]


def read_articles(paths: Iterable[str], options: InputOptions) -> Iterator[Article | Unreadable]:
    """Yield the articles of files, and an `Unreadable` in the place of each that cannot be read. Nothing is run, nothing is fetched.

    Args:
        paths: File names; "-" is standard input.
        options: What the caller knows about them.

    Raises:
        UsageError: `options.format` is not known.
    """
    check_format(options.format)
    return (item for ref in paths for item in _read_one(str(ref), options))


def _read_one(ref: str, options: InputOptions) -> Iterator[Article | Unreadable]:
    """Yield what one input holds."""
    shown = whole_characters(ref)
    try:
        with open_source(ref) as source:
            yield from _reader(source, options)(source, options)
            source.check_whole()
    except InputError as error:
        yield Unreadable(shown, error.code, error.message)
    except OSError as error:
        yield Unreadable(shown, "io-error", f"Reading broke off: {error.strerror or error}.")
    except MemoryError:
        yield Unreadable(shown, "too-large", "It does not fit into memory. Split it.")
    except Exception as error:  # noqa: BLE001 a parser broke on hostile bytes; the other inputs must still be read
        yield Unreadable(shown, "broken", f"Its reader failed on it ({type(error).__name__}: {error}). Save it as plain text.")


def _reader(source: Source, options: InputOptions) -> FormatReader:
    """Return the reader for an input, imported late: the libraries behind take up to 0.3 s."""
    if not source.head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x0b\x0c") and len(source.head) < HEAD_BYTES:
        source.check_whole()
        raise InputError("empty", "The file is empty.")
    module, function = _READERS[options.format or detect_format(source)]
    reader: FormatReader = getattr(importlib.import_module(f"tocsin.articles.{module}"), function)
    return reader
