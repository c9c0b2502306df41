"""Tell the format of an input: its first bytes decide, the extension only between kinds of text."""

from __future__ import annotations

import re

from tocsin.articles.source import Source
from tocsin.errors import InputError, UsageError

FORMATS = ("text", "markdown", "html", "pdf", "warc", "feed", "jsonl")

_SUFFIXES = {
    ".md": "markdown", ".markdown": "markdown", ".jsonl": "jsonl", ".ndjson": "jsonl", ".html": "html", ".htm": "html", ".xhtml": "html",
    ".rss": "feed", ".atom": "feed", ".pdf": "pdf", ".warc": "warc",
}
_OTHER_KINDS = (
    (b"\x89PNG", "a PNG picture"), (b"\xff\xd8\xff", "a JPEG picture"), (b"GIF8", "a GIF picture"), (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"), (b"PK\x03\x04", "a ZIP archive or an office document"), (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "a Rich Text document"), (b"SQLite format 3", "a database"), (b"PAR1", "a Parquet table"), (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"), (b"(\xb5/\xfd", "a zstd archive"), (b"7z\xbc\xaf", "a 7z archive"), (b"RIFF", "a sound, film or picture"),
    (b"ID3", "a sound"), (b"OggS", "a sound or film"),
)
_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
_XHTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_JSON_LINE = re.compile(rb'\{\s*(?:"(?:[^"\\\n]|\\.){0,80}"\s*:|\}\s*(?:\n|\Z))')
_JSON_TREE = re.compile(rb"\[\s*(?:\{|\])|\{\s*\r?\n")
_FRONT_MATTER = re.compile(rb"---[ \t]*\r?\n(?:[\w-]+[ \t]*:.*\r?\n|[ \t#-].*\r?\n|\r?\n)+?---[ \t]*\r?\n")


def check_format(name: str | None) -> None:
    """Raise `UsageError` for a format name that is not known."""
    if name is not None and name not in FORMATS:
        raise UsageError(f'The format "{name}" is not known. Use one of: {", ".join(FORMATS)}.')


def detect_format(source: Source) -> str:
    """Return one of `FORMATS`.

    Raises:
        InputError: `format-not-read`, a kind of file that no reader is for; the message names it.
    """
    head = _ascii(source.head)
    if head.startswith(b"WARC/"):
        return "warc"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for magic, name in _OTHER_KINDS:
        if head.startswith(magic):
            raise InputError("format-not-read", f"It is {name}. Save it as text, HTML or PDF, or unpack it first.")
    if source.suffix in {".csv", ".tsv"}:
        raise InputError("format-not-read", "It is a table. Write its rows as JSON Lines, with the article in “text”; or read it with --format text.")
    return _markup(head.lstrip(), source.suffix) or _text(head.lstrip(), source.suffix)


def _ascii(head: bytes) -> bytes:
    """Return the head without byte order mark, UTF-16 thinned to its ASCII bytes."""
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def _markup(head: bytes, suffix: str) -> str:
    """Return html or feed, or "" for what does not begin with a tag."""
    if not head.startswith(b"<"):
        return "html" if _SUFFIXES.get(suffix) == "html" and b"<" in head else ""
    if (feed := _FEED.search(head)) and not _HTML.search(head[:feed.start()]):
        return "feed"
    page = _XHTML if head.startswith(b"<?xml") else _HTML
    if page.search(head) or _SUFFIXES.get(suffix) == "html":
        return "html"
    if head.startswith(b"<?xml"):
        raise InputError("format-not-read", "It is XML of a kind that is not read. Give HTML, an RSS or Atom feed, or text.")
    return "html" if re.match(rb"<(?:!--|p|div|article|section|main|h1|meta|title|span|a|b|i|em|strong|table|ul|ol)\b", head, re.IGNORECASE) else ""


def _text(head: bytes, suffix: str) -> str:
    """Tell JSON Lines, Markdown and plain text apart."""
    named = _SUFFIXES.get(suffix, "text")
    if _JSON_TREE.match(head) and suffix not in {".txt", ".md"}:
        raise InputError("not-json-lines", "It is JSON but not one article a line. Convert it, for example with: jq -c '.[]' FILE")
    if _JSON_LINE.match(head):
        return "jsonl"
    if _FRONT_MATTER.match(head):
        return "markdown"
    return named if named in {"markdown", "jsonl"} else "text"
