"""From what is kept to articles, by the readers that `tocsin read` uses. The same for what came now and for what is replayed."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from tocsin.articles.build import build_article
from tocsin.articles.decode import decode_text
from tocsin.articles.limits import MAX_DOCUMENT_BYTES
from tocsin.articles.options import Facts, InputOptions
from tocsin.articles.pdf import pdf_text
from tocsin.articles.read import read_articles
from tocsin.articles.webpage import extract_page
from tocsin.errors import InputError
from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable
from tocsin.watching.archive import Kept

_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)
_TYPES = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text", "text/markdown": "text", "application/pdf": "pdf"}
_FEED_TYPES = frozenset("application/rss+xml application/atom+xml application/rdf+xml application/xml text/xml text/html text/plain".split())
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}(?:\.gz)?")


def reads_page(content_type: str) -> bool:
    """Tell whether a page of a type can be an article; one without a type is looked at."""
    return _bare(content_type) in {*_TYPES, "", "application/octet-stream"}


def reads_list(content_type: str) -> bool:
    """Tell whether a feed or sitemap may be of a type."""
    return _bare(content_type) in {*_FEED_TYPES, "", "application/octet-stream", "application/gzip", "application/x-gzip"}


def _bare(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def articles_of(kept: Kept) -> Iterator[Article | Unreadable]:
    """Yield the articles of what is kept: one of a page, those of a file or mail, the entries of a feed where the source takes entries."""
    if kept.role == "page":
        yield _page(kept)
    elif kept.role == "mail":
        from tocsin.watching.mail import articles_of_mail

        yield from articles_of_mail(kept)
    elif kept.role == "file" or (kept.role == "feed" and kept.facts.get("take") == "entries"):
        suffix = ".xml" if kept.role == "feed" else suffix_of(str(kept.facts.get("name", "")))
        yield from read_bytes(kept.body, suffix, _named(kept), options_of(kept))


def _named(kept: Kept) -> str:
    return f"{kept.source}/{kept.facts['name']}" if kept.facts.get("name") else kept.url


def suffix_of(name: str) -> str:
    """Return the extension of a file name where it is a plain one."""
    found = "".join(PurePosixPath(name.lower()).suffixes[-2:] if name.lower().endswith(".gz") else PurePosixPath(name.lower()).suffixes[-1:])
    return found if _SUFFIX.fullmatch(found) else ""


def options_of(kept: Kept) -> InputOptions:
    """Return what the source says of its articles: the outlet."""
    return InputOptions(outlet=str(kept.facts["outlet"]) if kept.facts.get("outlet") else None, keep_raw=True)


def read_bytes(body: bytes, suffix: str, ref: str, options: InputOptions) -> Iterator[Article | Unreadable]:
    """Yield the articles of the bytes of a file; `ref` stands for its name."""
    with tempfile.TemporaryDirectory(prefix="tocsin-") as folder:
        path = Path(folder) / f"input{suffix}"
        path.write_bytes(body)
        for item in read_articles([str(path)], options):
            yield replace(item, ref=item.ref.replace(str(path), ref, 1))


def _page(kept: Kept) -> Article | Unreadable:
    """Return the article of a page."""
    try:
        text, facts = _content(kept)
    except InputError as error:
        return Unreadable(kept.url, error.code, error.message)
    facts = replace(facts, uri=facts.uri if _host(facts.uri) == _host(kept.url) else kept.url, outlet=kept.facts.get("outlet") or facts.outlet)
    day = _day(kept.facts.get("published"))
    if facts.published is None and day is not None:
        facts = replace(facts, published=day, basis="metadata")
    return build_article(kept.url, kept.body, text, facts, keep_raw=True)


def _host(url: str | None) -> str:
    """Return the host of an address: a page does not speak for another host than its own."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _content(kept: Kept) -> tuple[str, Facts]:
    """Return text and facts of a body.

    Raises:
        InputError
    """
    content_type = kept.header("Content-Type")
    kind = "pdf" if b"%PDF-" in kept.body[:1024] else _TYPES.get(_bare(content_type), "html")
    if len(kept.body) > MAX_DOCUMENT_BYTES[kind]:
        raise InputError("too-large", f"It is larger than {MAX_DOCUMENT_BYTES[kind] // 2**20} MB, the limit for its kind.")
    if kind == "pdf":
        return pdf_text(kept.body), Facts(uri=kept.url)
    if kind == "text":
        return decode_text(kept.body), Facts(uri=kept.url)
    charset = _CHARSET.search(content_type)
    return extract_page(kept.body, uri=kept.url, charset=charset[1] if charset else None)
