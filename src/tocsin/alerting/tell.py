"""Look at what changed, keep the alerts, and tell them: each once."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from tocsin.alerting.fire import alerts_between
from tocsin.alerting.forms import alert_lines, alerts_json, atom_feed, write_whole
from tocsin.alerting.mail import mail_of, send_mail
from tocsin.alerting.outbox import NEW, Outbox
from tocsin.alerting.rules import OUTSIDE, AlertSettings, Channel
from tocsin.alerting.webhook import call_webhook
from tocsin.errors import UsageError
from tocsin.ledger.store import Ledger
from tocsin.ledger.tables import audit
from tocsin.watching.failure import FetchError
from tocsin.watching.guard import Guard
from tocsin.watching.robots import back_off

Row = dict[str, Any]

MOST_SHOWN = 200
"""Alerts in a feed or on a page, and in one message."""
_TRIES = 8
_UNKNOWN_END = frozenset({"too-slow", "cut-off", "bad-response"})
"""Failures after which a message may have arrived: it is not sent again, as nothing is told twice."""


@dataclass(frozen=True)
class Teller:
    """Tells alerts. `guard` is None where the network is not allowed; `show` prints a line; `say` tells the user of trouble."""

    settings: AlertSettings
    outbox: Outbox
    ledger: Ledger
    who: str
    guard: Guard | None
    agent: str
    now: Callable[[], datetime]
    show: Callable[[str], None]
    say: Callable[[str], None]

    def begin(self) -> None:
        """Note where a ledger stands that was never looked at: what is in it already is no news. One that was new is told from its start."""
        if self.outbox.cursor(self._name()) is None and self.outbox.cursor(NEW) is None:
            self.outbox.put((), self._name(), self.ledger.head()[0], self.now())

    def _name(self) -> str:
        """Return what a ledger is known by: its first act; the new one without any."""
        with self.ledger.reading() as connection:
            return str(connection.execute(select(audit.c.hash).where(audit.c.seq == 1)).scalar() or NEW)

    def fired(self, since: int | None = None) -> tuple[list[Row], int]:
        """Return the alerts of what changed since an act, by default since the last look, and the act up to which was looked."""
        name = self._name()
        cursor = self.outbox.cursor(name)
        before = since if since is not None else cursor if cursor is not None else self.outbox.cursor(NEW)
        after = self.ledger.head()[0]
        with self.ledger.reading() as connection:
            before = after if before is None else min(before, after)
            return (list(alerts_between(connection, before, after, self.settings)) if before < after else []), after

    def look(self, since: int | None = None) -> int:
        """Keep the alerts of what changed; return how many are new."""
        alerts, after = self.fired(since)
        return self.outbox.put(alerts, self._name(), after, self.now())

    def tell(self) -> None:
        """Tell all alerts whose time has come by the channels that they go by."""
        for channel in self.settings.channels.values():
            due = self.outbox.due(channel.name, self.now())
            groups = itertools.groupby(sorted(due, key=lambda row: (row["period"], row["digest"])), key=lambda row: (row["period"], row["digest"]))
            for _, rows in groups:
                for portion in _batched(list(rows)):
                    self._send(channel, portion)

    def _send(self, channel: Channel, alerts: Sequence[Row]) -> None:
        """Tell some alerts by one channel."""
        ids = [alert["id"] for alert in alerts]
        if channel.kind == "terminal":
            self.outbox.mark(ids, channel.name, "sent")
            for alert in alerts:
                self.show("\n".join(alert_lines(alert)))
        elif channel.kind in OUTSIDE:
            self._send_outside(channel, alerts, ids)
        else:
            self._send_file(channel, alerts, ids)

    def _send_file(self, channel: Channel, alerts: Sequence[Row], ids: Sequence[str]) -> None:
        """Write a file anew, with what it told before: doing so twice does no harm."""
        rows = sorted([*alerts, *self.outbox.told(channel.name, MOST_SHOWN)], key=lambda row: row["at"], reverse=True)[:MOST_SHOWN]
        assert channel.path is not None
        try:
            write_whole(channel.path, atom_feed(rows) if channel.kind == "atom" else alerts_json(rows))
        except OSError as error:
            self.say(f"{channel.name}: {channel.path} cannot be written: {error.strerror}")
            return
        self.outbox.mark(ids, channel.name, "sent")

    def _send_outside(self, channel: Channel, alerts: Sequence[Row], ids: Sequence[str]) -> None:
        """Send a message: marked before, so that a crash in between cannot send it twice; in the audit, as it leaves the house."""
        if self.guard is None:
            return
        self.outbox.mark(ids, channel.name, "sending")
        self.ledger.note_act("alert", ("channel", channel.name), {"kind": channel.kind, "alerts": list(ids)}, who=self.who)
        moment = self.now()
        try:
            if channel.kind == "mail":
                send_mail(channel, mail_of(channel, alerts, moment), self.guard)
            else:
                call_webhook(channel, alerts, self.guard, self.agent, moment)
        except FetchError as error:
            self._failed(channel, ids, error)
        except UsageError as error:
            self.outbox.mark(ids, channel.name, "pending", problem=str(error))
            self.say(f"{channel.name}: {error}")
        else:
            self.outbox.mark(ids, channel.name, "sent")

    def _failed(self, channel: Channel, ids: Sequence[str], error: FetchError) -> None:
        tries = self.outbox.tries(ids, channel.name)
        lasting = error.lasting or (error.status is not None and 300 <= error.status < 500 and error.status != 429)
        state = "uncertain" if error.code in _UNKNOWN_END else "failed" if lasting or tries + 1 >= _TRIES else "pending"
        wait = max(back_off(channel.name, tries), error.retry_after or 0.0)
        self.outbox.mark(ids, channel.name, state, next_at=self.now().timestamp() + wait, problem=f"{error.code}: {error.message}")
        more = {"uncertain": "It may have arrived, and is not sent again.", "failed": "It is given up.", "pending": "It is tried again later."}[state]
        self.say(f"{channel.name}: {len(ids)} alerts: {error.message} {more}")


def _batched(rows: list[Row]) -> list[list[Row]]:
    return [rows[start : start + MOST_SHOWN] for start in range(0, len(rows), MOST_SHOWN)]
