"""Plain text: kept verbatim."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.articles.build import build_article
from tocsin.articles.decode import decode_text
from tocsin.articles.limits import MAX_DOCUMENT_BYTES
from tocsin.articles.options import Facts, InputOptions
from tocsin.articles.source import Source
from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable


def read_plain(source: Source, options: InputOptions) -> Iterator[Article | Unreadable]:
    """Yield the one article of a text file. Its first line may be a headline: it stays in the text and is not told twice as title."""
    raw = source.read_all(MAX_DOCUMENT_BYTES["text"])
    yield build_article(source.ref, raw, decode_text(raw), Facts().overruled_by(options), keep_raw=options.keep_raw)
