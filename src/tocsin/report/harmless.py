"""Text from outside, made harmless where it is shown: on terminals, in messages, in spreadsheets."""

from __future__ import annotations

_CONTROLS = (*range(9), *range(11, 32), *range(127, 160))
_TURNING = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNSAFE = dict.fromkeys((*_CONTROLS, *_TURNING, *range(0xD800, 0xE000)), "\N{REPLACEMENT CHARACTER}")

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Beginnings that spreadsheets take for a formula, full-width ones among them; a text that begins so gets an apostrophe in front."""


def printable(text: str) -> str:
    r"""Return a text in which nothing moves the cursor, changes colours or titles, or turns the direction of writing; each such mark shows as �.

    >>> ascii(printable("a\x1b[31mb"))
    "'a\\ufffd[31mb'"
    """
    return text.translate(_UNSAFE)


def one_line(text: str) -> str:
    """Return a text as one harmless line."""
    return printable(" ".join(text.split()))


def cell_text(value: object) -> str:
    """Return a value as a cell of a spreadsheet: numbers as they are, texts harmless and never a formula.

    >>> cell_text("=1+1"), cell_text(-33.9)
    ("'=1+1", '-33.9')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return str(value)
    text = one_line(value)
    return f"'{text}" if value.startswith(FORMULA_STARTS) or text.startswith(FORMULA_STARTS) else text
