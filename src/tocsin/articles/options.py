"""What the caller says about the inputs, and what an input says of itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tocsin.model.text import PublishedBasis


@dataclass(frozen=True, slots=True)
class InputOptions:
    """What the caller knows about the inputs of a run.

    Attributes:
        format: text, markdown, html, pdf, warc, feed or jsonl; None to detect it.
        published: Publication day.
        outlet, title, uri: Of the article.
        language: ISO 639-1 code or name; None to detect it.
        keep_raw: Keep the bytes that were read with each article.
    """

    format: str | None = None
    published: date | None = None
    outlet: str | None = None
    title: str | None = None
    uri: str | None = None
    language: str | None = None
    keep_raw: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about one article beside its text. `basis` says how `published` is known."""

    title: str | None = None
    published: date | None = None
    basis: PublishedBasis = "unknown"
    outlet: str | None = None
    uri: str | None = None
    language: str | None = None

    def overruled_by(self, options: InputOptions) -> Facts:
        """Return the facts with the caller's in front: right for a file that holds one article."""
        day = options.published
        return Facts(
            title=options.title or self.title,
            published=day or self.published,
            basis="given" if day else self.basis,
            outlet=options.outlet or self.outlet,
            uri=options.uri or self.uri,
            language=options.language or self.language,
        )

    def filled_by(self, options: InputOptions) -> Facts:
        """Return the facts with gaps filled from the caller's: right for a file of many articles, where each knows itself best."""
        own = Facts(options.title, options.published, "given" if options.published else "unknown", options.outlet, options.uri, options.language)
        return own.overruled_by(InputOptions(None, None, self.outlet, self.title, self.uri, self.language)).dated_by(self)

    def dated_by(self, other: Facts) -> Facts:
        """Return the facts with the publication day of others, if they have one."""
        return replace(self, published=other.published, basis=other.basis) if other.published else self
