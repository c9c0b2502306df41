"""Why something could not be fetched: a fact that is kept, never only a line on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.errors import InputError

if TYPE_CHECKING:
    from tocsin.watching.fetch import Exchange


class FetchError(InputError):
    """A fetch that did not succeed. `code` is stable; `retry_after` is how long the server asks to be left alone, seconds, None if it does not."""

    def __init__(self, code: str, message: str, *, retry_after: float | None = None, status: int | None = None) -> None:
        """Keep code, message and what the server said."""
        super().__init__(code, message)
        self.retry_after = retry_after
        self.status = status
        self.exchanges: tuple[Exchange, ...] = ()
        """What went over the wire before it failed, as far as whole answers came."""

    @property
    def lasting(self) -> bool:
        """Tell whether asking again soon is useless: the guard or the server refuses for good."""
        return self.code in LASTING or self.status in {401, 403, 404, 410, 451}


LASTING = frozenset(
    """bad-address scheme port credentials host-not-allowed private-address name-not-public robots redirect-loop too-many-redirects downgrade
    type-not-read too-large zip-bomb encoding-not-read network-off""".split()
)
"""Codes that the same address gives again until somebody changes something."""
