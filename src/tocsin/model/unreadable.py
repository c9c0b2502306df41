"""An input that could not be read, in the place of the article that it should have been."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unreadable:
    """One file, line, record or entry that gave no article.

    Attributes:
        ref: The input's own id where it could be read, else the file name as given ("-" for standard input).
        code: Stable word for the cause; docs/how-it-decides/articles.md lists all.
        message: What is wrong and what to do about it, as one or two sentences without the file name.
        line: Line number from 1 in JSON Lines, None elsewhere.
    """

    ref: str
    code: str
    message: str
    line: int | None = None
