"""Quotations: short ones, of incidents whose place and day leave as they are, in which every name is one that the release prints anyway."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from tocsin.publication.protected import Protected, folded
from tocsin.publication.vocabulary import read_table, vocabulary
from tocsin.records.rules import country_names

Row = dict[str, Any]

_CONTACT = re.compile(r"@|https?:|www\.|\d[\d\s().+-]{5,}\d|\.(?:com|org|net|info|jpg|jpeg|png|pdf|docx?|mp4)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_][\w'’.-]*")
_OPENING = re.compile(r"(?:^|[.!?:;]\s+|[\"“”‘«(]\s*)$")


def quote(words: str, record: Row, protected: Protected, limit: int) -> str | None:
    """Return a quotation of at most `limit` characters, None when something in it must not leave, or might be a name that nobody knows."""
    text = " ".join(words.split())
    if not text or protected.found_in(text) or _CONTACT.search(text) or not _only_known_names(text, record):
        return None
    if len(text) <= limit:
        return text
    cut = text[: limit - 1].rpartition(" ")[0]
    return f"{cut}…" if cut else None


def _only_known_names(text: str, record: Row) -> bool:
    """Tell whether each capitalised word of a quotation stands in the released record, or opens a sentence and is no name."""
    table = read_table("publication/vocabulary.yaml")
    known = {word for value in (*_strings(record), *vocabulary("religion"), *vocabulary("ethnicity")) for word in folded(value)}
    known |= {*table["capitals"], *(word for name in country_names().values() for word in folded(name))}
    for match in _WORD.finditer(text):
        word = match[0]
        if word[0].isdigit() or (word[0].islower() and word.isascii()) or all(part in known for part in folded(word)):
            continue
        if not (_OPENING.search(text[: match.start()]) and word.lower() in table["openers"]):
            return False
    return True


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def quotes_of(record: Row, bodies: Iterable[Row], protected: Protected, limit: int) -> list[str]:
    """Return the quotations of an incident, each once, in a fixed order."""
    found = {quote(str(body["evidence"]["words"]), record, protected, limit) for body in bodies if not body["superseded"]}
    return sorted(text for text in found if text)
