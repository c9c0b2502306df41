"""RSS and Atom: each entry an article."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from tocsin.articles.build import build_article
from tocsin.articles.days import make_day, parse_day
from tocsin.articles.limits import MAX_DOCUMENT_BYTES
from tocsin.articles.markup import markup_to_text
from tocsin.articles.options import Facts, InputOptions
from tocsin.articles.source import Source
from tocsin.errors import InputError
from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable

_ENTITY = re.compile(rb"<!ENTITY[^>]*&(?!#)", re.IGNORECASE)
_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)


def read_feed(source: Source, options: InputOptions) -> Iterator[Article | Unreadable]:
    """Yield the articles of a feed; a last `Unreadable` tells that it is cut off."""
    raw = source.read_all(MAX_DOCUMENT_BYTES["feed"])
    _check(raw)
    found = _parse(raw)
    outlet = _plain(found.feed.get("title"))
    for number, entry in enumerate(found.entries, 1):
        yield _read_entry(f"{source.ref}#{number}", entry, outlet, options)
    if not _END.search(raw[-4096:]):
        yield Unreadable(source.ref, "truncated", f"The feed ends in the middle; its first {len(found.entries)} entries were read.")
    elif not found.entries:
        yield Unreadable(source.ref, "empty", "The feed has no entries.")


def _check(raw: bytes) -> None:
    """Refuse entities made of entities, which can grow without end."""
    if _ENTITY.search(raw):
        raise InputError("entity-bomb", "It defines entities by other entities, as an attack does and no feed needs. It was not read.")


def _parse(raw: bytes) -> Any:
    """Return what feedparser reads from bytes (a stream, so that nothing in them is taken for an address or a file name)."""
    import feedparser

    return feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)


def _read_entry(place: str, entry: Any, outlet: str | None, options: InputOptions) -> Article | Unreadable:
    """Return the article of one entry."""
    ref = (entry.get("id") or entry.get("link") or "").strip() or place
    try:
        title, text = _plain(entry.get("title")), _text(entry)
    except InputError as error:
        return Unreadable(ref, error.code, error.message)
    published = _published(entry)
    own = _plain((entry.get("source") or {}).get("title")) or outlet
    facts = Facts(title, published, "metadata" if published else "unknown", own, entry.get("link") or None)
    raw = "\n".join([title or "", text]).encode("utf-8", errors="replace")
    return build_article(ref, raw, text, facts.filled_by(options), keep_raw=options.keep_raw)


def _text(entry: Any) -> str:
    """Return the longest text that an entry gives: its content, or its summary."""
    values = [content.get("value") or "" for content in entry.get("content") or []]
    return max((markup_to_text(value) for value in [*values, entry.get("summary") or ""]), key=len)


def _plain(value: str | None) -> str | None:
    """Return a title on one line without markup."""
    return " ".join(markup_to_text(value).split()) or None if value else None


def _published(entry: Any) -> date | None:
    """Return the day of publication as written, else as feedparser understood it, else the day of the update."""
    for key in ("published", "updated"):
        if value := entry.get(key):
            if day := parse_day(value):
                return day
            if parsed := entry.get(f"{key}_parsed"):
                return make_day(parsed[0], parsed[1], parsed[2])
    return None
