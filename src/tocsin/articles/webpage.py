"""HTML → main text, title, publication day, outlet, address. Nothing is fetched: no address in the page is followed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from tocsin.articles.build import build_article
from tocsin.articles.days import parse_day
from tocsin.articles.decode import decode_text, decode_windows
from tocsin.articles.limits import FAST_ELEMENTS, MAX_DOCUMENT_BYTES, MAX_HTML_ATTRIBUTES, MAX_HTML_DEPTH, MAX_HTML_ELEMENTS
from tocsin.articles.options import Facts, InputOptions
from tocsin.articles.quiet import quiet
from tocsin.articles.source import Source
from tocsin.errors import InputError
from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""[\s/]++[^\s=>/]++(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+))?""")
_TAG = re.compile(rf"<[a-zA-Z][^\s>]*+(?:{_ATTRIBUTE.pattern}|[\s/]++)*+")
_LATIN = frozenset({"iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252", "cp1252"})
"""Names that browsers, and so the people who make pages, take for Windows-1252."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


def read_html(source: Source, options: InputOptions) -> Iterator[Article | Unreadable]:
    """Yield the one article of an HTML file."""
    raw = source.read_all(MAX_DOCUMENT_BYTES["html"])
    text, facts = extract_page(raw)
    yield build_article(source.ref, raw, text, facts.overruled_by(options), keep_raw=options.keep_raw)


def extract_page(raw: bytes, *, uri: str | None = None, charset: str | None = None) -> tuple[str, Facts]:
    """Return main text and facts of a page.

    Args:
        raw: The bytes of the page.
        uri: Where it was found, if that is known; a canonical address in the page goes before it.
        charset: Encoding that the server named.

    Raises:
        InputError: `too-complex`, `no-text`, `binary-file`, `unknown-encoding`.
    """
    from trafilatura import bare_extraction

    tree = parse_tree(decode_page(raw, charset))
    dates = {"original_date": True, "extensive_search": False}
    large = len(tree.xpath("//*")) > FAST_ELEMENTS
    with quiet("trafilatura", "htmldate", "charset_normalizer"):
        found: Any = bare_extraction(tree, url=uri, fast=large, with_metadata=True, include_comments=False, date_extraction_params=dates)
    text = (found.text or "").strip() if found else ""
    if not text:
        raise InputError("no-text", "No main text was found in the page. If it has one, save it as plain text.")
    title = (found.title or "").strip() or None
    published = _day(found.date)
    facts = Facts(title, published, "metadata" if published else "unknown", found.sitename or None, found.url or uri)
    return _without_title(text, title), facts


def decode_page(raw: bytes, charset: str | None = None) -> str:
    """Return the text of a page: UTF-8 when its bytes are that, else by the server's word, the page's own, or a guess.

    Raises:
        InputError: `binary-file`, `unknown-encoding`.
    """
    marked = raw[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}
    declared = _CHARSET.search(raw[:4096])
    names = [charset, declared[1].decode("ascii") if declared else None]
    for name in [] if marked else ["utf-8-sig", *filter(None, names)]:
        try:
            return raw.decode(name) if name.lower() not in _LATIN else decode_windows(raw)
        except (LookupError, UnicodeError):
            continue
    return decode_text(raw)


def parse_tree(text: str) -> HtmlElement:
    """Return the element tree of HTML.

    Raises:
        InputError: `no-text`, nothing in it; `too-complex`, so many or so deep elements that the parser stalls or drops text.
    """
    from lxml import etree, html

    cleaned = _XML_DECLARATION.sub("", _CONTROL.sub(" ", text), count=1)
    _check_tags(cleaned)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree: HtmlElement = html.document_fromstring(cleaned.encode("utf-8", errors="replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise InputError("no-text", "No text was found in the page. If it has any, save it as plain text.") from error
    depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    if deepest >= MAX_HTML_DEPTH:
        raise InputError("too-complex", f"Its elements are nested {MAX_HTML_DEPTH} deep or deeper. Save the page as plain text.")
    return tree


def _check_tags(text: str) -> None:
    """Refuse what the parsers below need minutes for: their time grows with the square of attributes and of elements."""
    elements = 0
    for tag in _TAG.finditer(text):
        elements += 1
        if tag.end() - tag.start() > MAX_HTML_ATTRIBUTES and len(_ATTRIBUTE.findall(tag[0])) > MAX_HTML_ATTRIBUTES:
            raise InputError("too-complex", f"One of its tags has more than {MAX_HTML_ATTRIBUTES:,} attributes. Save the page as plain text.")
    if elements > MAX_HTML_ELEMENTS:
        raise InputError("too-complex", f"It has more than {MAX_HTML_ELEMENTS:,} elements. Save the page as plain text, or split it.")


def _day(value: str | None) -> date | None:
    """Return the day of the metadata."""
    return parse_day(value) if value else None


def _without_title(text: str, title: str | None) -> str:
    """Return the text without the title in front, which would be told twice."""
    if title and text.startswith(title) and text[len(title):len(title) + 1] == "\n":
        return text[len(title):].lstrip()
    return text
