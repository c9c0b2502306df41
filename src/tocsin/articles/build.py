"""The last step of every format: text and facts → an article, or the reason why not."""

from __future__ import annotations

import hashlib
import re
from datetime import date

from tocsin.articles.dateline import read_dateline
from tocsin.articles.language import other_language, stated_english
from tocsin.articles.limits import MAX_CHARACTERS
from tocsin.articles.options import Facts
from tocsin.articles.published import find_published
from tocsin.model.text import Article, PublishedBasis
from tocsin.model.unreadable import Unreadable

_SURROGATE = re.compile("[\ud800-\udfff]")


def content_id(raw: bytes) -> str:
    """Return the article id of the bytes read."""
    return "sha256:" + hashlib.sha256(raw).hexdigest()


def build_article(ref: str, raw: bytes, text: str, facts: Facts, *, keep_raw: bool = False, line: int | None = None) -> Article | Unreadable:
    """Return the article, or `empty`, `too-long` or `language-not-read`.

    Half surrogate pairs, which are no characters and cannot be written as UTF-8, become U+FFFD one for one, so offsets stay.
    """
    ref, text, title = whole_characters(ref), whole_characters(text), _clean(facts.title)
    if not text.strip() and not title:
        return Unreadable(ref, "empty", "There is no text in it.", line)
    if len(text) + len(title or "") > MAX_CHARACTERS:
        return Unreadable(ref, "too-long", f"The text has {len(text):,} characters; {MAX_CHARACTERS:,} are read. Split it into its articles.", line)
    if other := _not_english(text if text.strip() else title or "", facts.language):
        return Unreadable(ref, "language-not-read", f"The language is not English ({other}); only English is read. Translate it, or state "
                          "language “en” if this is wrong.", line)
    published, basis = _published(text, facts)
    dateline = read_dateline(text)
    head = dateline.span[1] if dateline else 0
    kept = raw if keep_raw else None
    return Article(ref, content_id(raw), text, title, _clean(facts.uri), _clean(facts.outlet), "en", published, basis, head, kept)


def whole_characters(text: str) -> str:
    """Return the text with half surrogate pairs (from JSON escapes, or file names in an old encoding) replaced one for one."""
    return _SURROGATE.sub("\ufffd", text)


def _clean(value: str | None) -> str | None:
    """Return a stated value without outer white space, None when nothing is left."""
    return whole_characters(value).strip() or None if value else None


def _not_english(text: str, stated: str | None) -> str | None:
    """Return the language when it is not English: the stated one is trusted."""
    if stated and stated.strip().lower() not in {"und", "unknown", "mul", "zxx"}:
        return None if stated_english(stated) else stated.strip()
    return other_language(text)


def _published(text: str, facts: Facts) -> tuple[date | None, PublishedBasis]:
    """Return the publication day and how it is known."""
    if facts.published:
        return facts.published, facts.basis
    return find_published(text, facts.uri)
