"""Mail that was dropped: its text, or its HTML, is an article, and so is each attachment that a reader is for. Mail is never changed or moved."""

from __future__ import annotations

import email.policy
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from pathlib import Path
from typing import Any

from tocsin.articles.build import build_article
from tocsin.articles.options import Facts
from tocsin.articles.webpage import extract_page
from tocsin.errors import InputError
from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable
from tocsin.watching.archive import Kept
from tocsin.watching.pages import options_of, read_bytes, suffix_of

MAX_MAIL_BYTES = 32 * 2**20
MAX_PARTS = 200
_ATTACHED = {"application/pdf": ".pdf", "text/html": ".html", "text/plain": ".txt", "text/markdown": ".md", "application/x-ndjson": ".jsonl"}


def mails_in(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the mails of a Maildir, an mbox file or a folder of .eml files, each with a key that names it durably.

    Raises:
        InputError: `not-found`, or the folder is none of these.
    """
    if (path / "new").is_dir() and (path / "cur").is_dir():
        yield from _files(sorted([*(path / "new").iterdir(), *(path / "cur").iterdir()]))
    elif path.is_dir():
        yield from _files(sorted(file for file in path.iterdir() if file.suffix.lower() == ".eml"))
    elif path.is_file():
        yield from _mbox(path)
    else:
        raise InputError("not-found", f"{path} is not there.")


def _files(files: list[Path]) -> Iterator[tuple[str, bytes]]:
    for file in files:
        if file.is_file() and not file.is_symlink() and not file.name.startswith("."):
            raw = file.read_bytes() if file.stat().st_size <= MAX_MAIL_BYTES else b""
            yield hashlib.sha256(raw or file.name.encode()).hexdigest(), raw


def _mbox(path: Path) -> Iterator[tuple[str, bytes]]:
    import mailbox

    box = mailbox.mbox(str(path), create=False)
    try:
        for key in box.iterkeys():
            raw = box.get_bytes(key)
            raw = raw if len(raw) <= MAX_MAIL_BYTES else b""
            yield hashlib.sha256(raw or str(key).encode()).hexdigest(), raw
    finally:
        box.close()


def articles_of_mail(kept: Kept) -> Iterator[Article | Unreadable]:
    """Yield the articles of one mail."""
    ref = kept.url
    if not kept.body:
        yield Unreadable(ref, "too-large", f"The mail is larger than {MAX_MAIL_BYTES // 2**20} MB.")
        return
    try:
        message: Any = BytesParser(_class=EmailMessage, policy=email.policy.default).parsebytes(kept.body)
        parts = _parts(message)
        facts = _facts(message, kept)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, IndexError) as error:
        yield Unreadable(ref, "broken", f"The mail cannot be taken apart ({type(error).__name__}).")
        return
    body = [part for part in parts if not _is_attached(part)]
    yield from _main(ref, body, facts)
    for number, part in enumerate((part for part in parts if _is_attached(part)), 1):
        yield from _attachment(f"{ref}#{number}", part, kept)


def _parts(message: Any) -> list[Any]:
    """Return the parts that hold something, at most so many."""
    found = []
    for part in message.walk():
        if not part.is_multipart():
            found.append(part)
        if len(found) > MAX_PARTS:
            raise ValueError("too many parts")
    return found


def _facts(message: Any, kept: Kept) -> Facts:
    """Return subject, day and outlet of a mail."""
    date_header = message["Date"]
    moment = getattr(date_header, "datetime", None) if date_header else None
    day = date(moment.year, moment.month, moment.day) if moment else None
    sender = " ".join(parseaddr(str(message["From"] or ""))[0].split())[:200]
    subject = " ".join(str(message["Subject"] or "").split())[:500]
    return Facts(subject or None, day, "metadata" if day else "unknown", str(kept.facts.get("outlet") or "") or sender or None)


def _is_attached(part: Any) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _payload(part: Any) -> bytes:
    """Return what a part holds, its transfer encoding undone."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _main(ref: str, parts: list[Any], facts: Facts) -> Iterator[Article | Unreadable]:
    """Yield the article of a mail's own text: the HTML if it has a main text, else the plain text."""
    problem: InputError | None = None
    for kind in ("text/html", "text/plain"):
        for part in (part for part in parts if part.get_content_type() == kind):
            raw = _payload(part)
            try:
                text, own = _text(part, raw, kind)
            except InputError as error:
                problem = problem or error
                continue
            if text.strip():
                yield build_article(ref, raw, text, replace(facts, title=facts.title or own.title), keep_raw=True)
                return
    if problem is not None:
        yield Unreadable(ref, problem.code, problem.message)


def _text(part: Any, raw: bytes, kind: str) -> tuple[str, Facts]:
    """Return the text of a part."""
    charset = part.get_content_charset()
    if kind == "text/html":
        return extract_page(raw, charset=charset)
    try:
        return raw.decode(charset or "utf-8", errors="replace"), Facts()
    except LookupError:
        return raw.decode("utf-8", errors="replace"), Facts()


def _attachment(ref: str, part: Any, kept: Kept) -> Iterator[Article | Unreadable]:
    """Yield the articles of an attachment of a kind that is read; others are passed over."""
    suffix = _ATTACHED.get(part.get_content_type()) or suffix_of(str(part.get_filename() or ""))
    if suffix in {*_ATTACHED.values(), ".htm", ".xhtml"}:
        yield from read_bytes(_payload(part), suffix, ref, options_of(kept))
