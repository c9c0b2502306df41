"""Alerts by webhook: JSON, signed, so that the receiver knows who sent it, when, and that nobody changed it on the way."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from tocsin.alerting.forms import alerts_json
from tocsin.alerting.rules import Channel
from tocsin.errors import UsageError
from tocsin.records.canonical import digest
from tocsin.watching.addresses import split_address
from tocsin.watching.fetch import Fetcher, Limits
from tocsin.watching.guard import Guard

Row = dict[str, Any]

_LIMITS = Limits(seconds=20.0, most_bytes=64 * 1024, redirects=0)


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """Return `v1=` and the HMAC-SHA256 of timestamp, a full stop and body, in hexadecimal digits.

    The receiver works out the same, compares in constant time, and refuses timestamps that are more than a few minutes old.
    """
    return "v1=" + hmac.new(secret, timestamp.encode("ascii") + b"." + body, hashlib.sha256).hexdigest()


def call_webhook(channel: Channel, alerts: Sequence[Row], guard: Guard, agent: str, moment: datetime,
                 environment: Mapping[str, str] = os.environ) -> None:  # fmt: skip
    """Send alerts to a webhook. Redirects are not followed.

    Raises:
        FetchError: it was not taken; `too-slow` and `cut-off` mean that it may have been. UsageError: the secret is not in the environment.
    """
    name = channel.raw["secret_env"]
    secret = environment.get(name, "").encode()
    if len(secret) < 16:
        raise UsageError(f"The webhook {channel.name} needs a secret of 16 characters or more in ${name}.")
    body, timestamp = alerts_json(alerts), str(int(moment.timestamp()))
    headers = [("Content-Type", "application/json"), ("Tocsin-Timestamp", timestamp), ("Tocsin-Signature", signature(secret, timestamp, body)),
               ("Tocsin-Delivery", digest([channel.name, [alert["id"] for alert in alerts]])[:32])]  # fmt: skip
    own = replace(guard, hosts=frozenset({split_address(channel.raw["url"])[1]}))
    Fetcher(own, agent, _LIMITS).post(channel.raw["url"], body, headers)
