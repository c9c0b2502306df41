"""Markdown: the text as it is written, behind what the head of the file says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from tocsin.articles.build import build_article
from tocsin.articles.days import parse_day
from tocsin.articles.decode import decode_text
from tocsin.articles.limits import MAX_DOCUMENT_BYTES
from tocsin.articles.options import Facts, InputOptions
from tocsin.articles.source import Source
from tocsin.errors import InputError
from tocsin.model.text import Article
from tocsin.model.unreadable import Unreadable

FRONT_MATTER_CHARACTERS = 20_000
"""Longest front matter that is read as such."""

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_HEADING = re.compile(r"\s*(?:#[ \t]+([^\r\n]+?)(?:[ \t]+#+)?[ \t]*(?:\r?\n|\Z)|(\S[^\r\n]*)\r?\n=+[ \t]*(?:\r?\n|\Z))")
_PUBLISHED = ("published", "date", "pubdate")
_OUTLET = ("outlet", "publication", "publisher", "source", "site")
_URI = ("uri", "url", "canonical", "link")


def read_markdown(source: Source, options: InputOptions) -> Iterator[Article | Unreadable]:
    """Yield the one article of a Markdown file.

    Front matter gives facts; the first heading, when nothing stands before it, is the title. The text is all that comes after, as written.
    """
    raw = source.read_all(MAX_DOCUMENT_BYTES["markdown"])
    text, facts = split_markdown(decode_text(raw))
    yield build_article(source.ref, raw, text, facts.overruled_by(options), keep_raw=options.keep_raw)


def split_markdown(text: str) -> tuple[str, Facts]:
    """Return the body of a Markdown file, a tail of it as written, and the facts before it.

    Raises:
        InputError: `bad-field`, front matter that is not YAML or whose day is none.
    """
    found = _FRONT_MATTER.match(text, 0, FRONT_MATTER_CHARACTERS)
    facts = _facts(_load(found[1])) if found else Facts()
    body = text[found.end():] if found else text
    heading = _HEADING.match(body)
    if heading and (not facts.title or _words(facts.title) == _words(heading[1] or heading[2])):
        facts = Facts(facts.title or heading[1] or heading[2], facts.published, facts.basis, facts.outlet, facts.uri, facts.language)
        body = body[heading.end():]
    return body.lstrip("\r\n"), facts


def _words(line: str) -> list[str]:
    """Return the words of a heading for comparison."""
    return re.findall(r"\w+", line.lower())


def _load(front: str) -> dict[str, Any]:
    """Return front matter as a table."""
    import yaml

    try:
        rows = yaml.load(front, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        reason = str(getattr(error, "problem", None) or error).split("\n")[0]
        raise InputError("bad-field", f"The front matter between the lines “---” is not YAML ({reason}). Mend it, or take it out.") from error
    return rows if isinstance(rows, dict) else {}


def _facts(rows: dict[str, Any]) -> Facts:
    """Return the facts of front matter."""
    published = _day(_first(rows, _PUBLISHED))
    return Facts(
        title=_string(rows.get("title")), published=published, basis="metadata" if published else "unknown",
        outlet=_string(_first(rows, _OUTLET)), uri=_string(_first(rows, _URI)), language=_string(_first(rows, ("language", "lang"))),
    )


def _first(rows: dict[str, Any], keys: tuple[str, ...]) -> Any:
    """Return the first value that is given, whatever the case of its key."""
    lower = {str(key).lower(): value for key, value in rows.items()}
    return next((lower[key] for key in keys if lower.get(key)), None)


def _string(value: Any) -> str | None:
    """Return a value if it is words."""
    return value if isinstance(value, str) else None


def _day(value: Any) -> date | None:
    """Return the day of a YAML date or of a date in words."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    written = str(value) if isinstance(value, str | int) else "a list or table"
    if day := parse_day(written):
        return day
    raise InputError("bad-field", f"The date in the front matter is not a full day: “{written[:40]}”. Write YYYY-MM-DD, or take it out.")
