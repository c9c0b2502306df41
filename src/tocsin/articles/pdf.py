"""PDF → text: lines of the page joined to paragraphs, running heads and page numbers left out."""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from tocsin.articles.build import build_article
from tocsin.articles.limits import MAX_CHARACTERS, MAX_DOCUMENT_BYTES, MAX_PDF_SECONDS
from tocsin.articles.options import Facts, InputOptions
from tocsin.articles.quiet import quiet
from tocsin.articles.source import Source
from tocsin.errors import InputError
from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable

if TYPE_CHECKING:
    from pypdf import PdfReader

_PAGE_NUMBER = re.compile(r"(?:page\s*)?[-–—\s]*(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:;][\"”’')\]]*$")
_HYPHEN = re.compile(r"(?<=[a-zà-ÿ])[-\u00ad\u2010]$")
_FULL = 0.75
"""A line this long, as a share of the document's usual line, ran on to the next one; a shorter one ended a heading or paragraph."""


def read_pdf(source: Source, options: InputOptions) -> Iterator[Article | Unreadable]:
    """Yield the one article of a PDF.

    Title and dates of a PDF's own record are left alone: they tell how and when the file was made, not the article.
    """
    raw = source.read_all(MAX_DOCUMENT_BYTES["pdf"])
    yield build_article(source.ref, raw, pdf_text(raw), Facts().overruled_by(options), keep_raw=options.keep_raw)


def pdf_text(raw: bytes) -> str:
    """Return the running text of a PDF.

    Raises:
        InputError: `no-text` and all that `read_pages` raises.
    """
    text = pages_to_text(read_pages(raw))
    if not text:
        raise InputError("no-text", "The PDF has no text, only pictures. Run text recognition on it first, for example: ocrmypdf IN OUT")
    return text


def read_pages(raw: bytes) -> list[str]:
    """Return the text of each page.

    Raises:
        InputError: `encrypted`, `broken-pdf`, `too-complex`, `too-slow`, `too-long`.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, LimitReachedError, PyPdfError

    try:
        with quiet("pypdf"):
            return _pages(PdfReader(io.BytesIO(raw)), _watch(time.monotonic() + MAX_PDF_SECONDS))
    except DependencyError as error:
        raise _encrypted() from error
    except (LimitReachedError, RecursionError) as error:
        raise InputError("too-complex", "The PDF is built so that it cannot be read within limits. Save it as text.") from error
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError) as error:
        reason = str(error).split("\n")[0][:80] or type(error).__name__
        raise InputError("broken-pdf", f"The PDF is damaged or cut off ({reason}). Get a whole copy, or save it as text.") from error


def _encrypted() -> InputError:
    """Return the error for a PDF under lock."""
    return InputError("encrypted", "The PDF is encrypted. Save a copy without password, for example: qpdf --decrypt IN OUT")


def _watch(deadline: float) -> Callable[..., None]:
    """Return a function that pypdf calls at each step of a page, which stops it at the deadline."""

    def check(*_: Any) -> None:
        if time.monotonic() > deadline:
            raise InputError("too-slow", f"Its pages take more than {MAX_PDF_SECONDS:.0f} s to read. Save it as text.")

    return check


def _pages(reader: PdfReader, check: Callable[..., None]) -> list[str]:
    """Return the text of each page of an open PDF."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise _encrypted()
    pages: list[str] = []
    size = 0
    for page in reader.pages:
        check()
        pages.append(page.extract_text(visitor_operand_before=check) or "")
        size += len(pages[-1])
        if size > 2 * MAX_CHARACTERS:
            raise InputError("too-long", f"The text is longer than {MAX_CHARACTERS:,} characters. Split it into its articles.")
    return pages


def pages_to_text(pages: list[str]) -> str:
    """Return running text: lines joined where a sentence runs on, words cut by a hyphen at a line's end made whole."""
    rows = [_trimmed([line.strip() for line in page.replace("\0", "\ufffd").splitlines()]) for page in pages]
    running = _running_lines(rows)
    lines = [line for row in rows for line in _without_margins(row, running)]
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[int(0.9 * len(lengths))] if lengths else 0
    return _joined(lines, _FULL * usual)


def _trimmed(lines: list[str]) -> list[str]:
    """Return the lines of a page without blank ones at its edges."""
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _masked(line: str) -> str:
    """Return a line with its digits made alike."""
    return re.sub(r"\d+", "0", line)


def _running_lines(rows: list[list[str]]) -> set[str]:
    """Return the first and last lines, digits aside, that stand on at least three pages and half of all."""
    count = Counter(edge for row in rows if row for edge in {_masked(row[0]), _masked(row[-1])})
    return {line for line, times in count.items() if times >= max(3, len(rows) / 2)}


def _without_margins(row: list[str], running: set[str]) -> list[str]:
    """Return the lines of a page without running head, running foot and page number."""
    edges = {0, len(row) - 1}
    return [line for i, line in enumerate(row) if not (i in edges and (_PAGE_NUMBER.fullmatch(line) or _masked(line) in running))]


def _joined(lines: list[str], full: float) -> str:
    """Return lines joined where the sentence runs on."""
    parts: list[str] = []
    last = ""
    for line in lines:
        if last and line and _HYPHEN.search(last) and line[0].islower():
            parts[-1] = parts[-1][:-1] + line
        elif last and line and not _SENTENCE_END.search(last) and (len(last) >= full or line[0].islower()):
            parts[-1] += " " + line
        elif line:
            parts.append(line)
        elif parts and parts[-1]:
            parts.append("")
        last = line
    return "\n".join(parts).strip()
