"""What feeds and sitemaps point at."""

from __future__ import annotations

import fnmatch
import io
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from tocsin.errors import InputError
from tocsin.watching.unpack import inflate

MAX_LINKS = 50_000
"""Most addresses of one sitemap, as its standard has it."""
MAX_XML = 64 * 2**20
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a feed or sitemap names. `stamp`: its version, as told. `sitemap`: it is one more sitemap."""

    url: str
    stamp: str | None = None
    title: str | None = None
    published: str | None = None
    sitemap: bool = False


def links_of(body: bytes, base: str, role: str) -> list[Link]:
    """Return the links of a feed or sitemap.

    Raises:
        InputError: `not-a-feed`, `not-a-sitemap`, `xml-declares`, `zip-bomb`, `too-large`.
    """
    if body[:2] == b"\x1f\x8b":
        body = inflate(body, 16 + zlib.MAX_WBITS, MAX_XML)
    if has_entities(body):
        raise InputError("xml-declares", "It declares a document type or entities, as an attack does and no feed needs. It was not read.")
    return list(_feed_links(body, base) if role == "feed" else _sitemap_links(body, base))[:MAX_LINKS]


def has_entities(body: bytes) -> bool:
    """Tell whether XML defines a type or entities of its own, in whatever encoding that keeps ASCII apart by NULs."""
    return bool(_DECLARED.search(body.replace(b"\0", b"")))


def _feed_links(body: bytes, base: str) -> Iterator[Link]:
    import feedparser

    found: Any = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if not found.entries and not found.get("version"):
        raise InputError("not-a-feed", "It is no RSS or Atom feed.")
    for entry in found.entries:
        link = str(entry.get("link") or "").strip()
        if link:
            day = entry.get("published_parsed") or dict.get(entry, "updated_parsed")
            shown = date(day[0], day[1], day[2]).isoformat() if day else None
            yield Link(_joined(base, link), str(dict.get(entry, "updated") or entry.get("published") or "")[:100] or None, None, shown)


def _sitemap_links(body: bytes, base: str) -> Iterator[Link]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        raise InputError("not-a-sitemap", f"It is no XML ({error.msg}).") from error
    kind = _local(root.tag)
    if kind not in {"urlset", "sitemapindex"} or root.getroottree().docinfo.internalDTD is not None:
        raise InputError("not-a-sitemap", "It is XML, and no sitemap.")
    for row in root:
        told = {_local(node.tag): (node.text or "").strip() for node in row.iter() if isinstance(node.tag, str)}
        if told.get("loc"):
            published = told.get("publication_date", "")
            yield Link(_joined(base, told["loc"]), (told.get("lastmod") or published)[:100] or None, told.get("title") or None,
                       published[:10] if _DAY.match(published) else None, kind == "sitemapindex")  # fmt: skip


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2].lower()


def _joined(base: str, link: str) -> str:
    """Return an absolute address; what cannot be joined stays as it is, and is refused later by name."""
    try:
        return urljoin(base, link).partition("#")[0]
    except ValueError:
        return link


def chosen(links: Iterable[Link], only: Sequence[str], since: str | None) -> list[Link]:
    """Return the links whose path matches a pattern, if there are any, and that are not told to be older than a day; newest first."""
    kept = [link for link in links if link.sitemap or not only or any(fnmatch.fnmatchcase(_path(link.url), pattern) for pattern in only)]
    kept = [link for link in kept if link.sitemap or not since or not _day(link) or _day(link) >= since]
    unique: dict[str, Link] = {}
    for link in kept:
        unique.setdefault(link.url, link)
    return sorted(unique.values(), key=_day, reverse=True)


def _day(link: Link) -> str:
    """Return the day of a link as it is told, "" without one."""
    stamp = link.stamp or ""
    return stamp[:10] if _DAY.match(stamp) else link.published or ""


def _path(url: str) -> str:
    try:
        return urlsplit(url).path or "/"
    except ValueError:
        return ""
