"""What a workbench is started with."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1", "[::1]"})


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one workbench.

    Attributes:
        address: Path or URL of the ledger, None for the default.
        host, port: What it listens on.
        names: Further host names that it is called by (behind a proxy).
        local: The single user of this machine, without log-in: only ever on loopback, and only while the ledger has no accounts.
        secure: Cookies go over HTTPS only (behind a proxy that speaks it).
        local_user: Whose name stands in the audit in local mode.
    """

    address: str | None = None
    host: str = "127.0.0.1"
    port: int = 8765
    names: tuple[str, ...] = ()
    local: bool = True
    secure: bool = False
    local_user: str = "desk"
    today: str | None = field(default=None)  # the day that pages take for today, for tests and demonstrations

    def hosts(self) -> list[str]:
        """Return the host names that requests may come for; any other is refused, so that no foreign name can be pointed here."""
        return sorted({*LOOPBACK_NAMES, self.host, *self.names} if is_loopback(self.host) else {self.host, *self.names, *LOOPBACK_NAMES})


def is_loopback(host: str) -> bool:
    """Tell whether a host can only be reached from this machine."""
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
