"""Tocsin reads the news of conflict and persecution and keeps a sourced ledger of what is claimed.

>>> import tocsin
>>> with tocsin.open("news.ledger") as desk:                               # doctest: +SKIP
...     print(desk.incidents(country="Nigeria", since="2015", community="Christianity"))
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tocsin.asking.door import Desk

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(address: str | None = None, *, create: bool = False, author: str | None = None) -> Desk:  # noqa: A001 - tocsin.open, as gzip.open
    """Open a ledger.

    Args:
        address: A path, or `postgresql://user@host/name`; by default $TOCSIN_LEDGER, else the file in the user's data folder.
        create: Make it when it is not there, and bring an older one up to date. Without, either is an error.
        author: Who decides; by default $TOCSIN_AUTHOR, else the account.

    Returns:
        A desk: it is asked (`incidents`, `people`, `counts`, …) and decides (`accept`, `merge`, `undo`, …).

    Raises:
        tocsin.errors.LedgerError: no ledger there, another version, in use, or damaged; the message says what to do.
        tocsin.errors.UsageError: an address that names neither a file nor a PostgreSQL database.
    """
    from tocsin.asking.door import Desk
    from tocsin.ledger.store import Ledger

    return Desk(Ledger.open(address, create=create), author=author)
