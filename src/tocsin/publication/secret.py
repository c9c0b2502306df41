"""Ids and pseudonyms of one release, made with a secret that is thrown away: stable within the release, unlinkable to any other."""

from __future__ import annotations

import hmac
import secrets

from tocsin.records.canonical import canonical


class ReleaseKeys:
    """Makes ids that nobody can recompute, not even from the ledger and the articles.

    Our own ids are hashes of what articles print: whoever has an article could find its incident in a release, and with it the exact place.
    """

    def __init__(self, secret: bytes | None = None) -> None:
        """Draw a fresh secret; one is given in tests only."""
        self._secret = secret if secret is not None else secrets.token_bytes(32)

    def make(self, prefix: str, *parts: str, digits: int = 20) -> str:
        """Return `prefix` and so many hexadecimal digits of a keyed hash of the parts."""
        return prefix + hmac.digest(self._secret, canonical([prefix, *parts]).encode("ascii"), "sha256").hex()[:digits]
