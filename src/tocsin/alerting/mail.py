"""Alerts by mail: SMTP over a connection that the guard opened."""

from __future__ import annotations

import contextlib
import os
import smtplib
import socket
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from tocsin.alerting.forms import alerts_text, subject_of
from tocsin.alerting.rules import Channel
from tocsin.errors import UsageError
from tocsin.records.canonical import digest
from tocsin.watching.failure import FetchError
from tocsin.watching.guard import Deadline, Guard

Row = dict[str, Any]

_PORTS = {"tls": 465, "starttls": 587, "none": 25}


class _GuardedSMTP(smtplib.SMTP):
    """A mail client that opens no connection itself, and sends nothing on before it was checked."""

    def __init__(self, guard: Guard, deadline: Deadline, *, tls: bool) -> None:
        super().__init__(local_hostname="tocsin.invalid")  # the name of this machine stays inside
        self._guard, self._deadline, self._tls = guard, deadline, tls

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002
        self._host = host
        connection, _ = self._guard.open(host, port, deadline=self._deadline, tls=self._tls)
        connection.settimeout(self._deadline.left())
        return connection


def mail_of(channel: Channel, alerts: Sequence[Row], moment: datetime) -> EmailMessage:
    """Return the message for some alerts: plain text, and an id that stays the same for the same alerts."""
    raw = channel.raw
    mail = EmailMessage()
    mail["From"] = raw["sender"]
    mail["To"] = ", ".join(raw["to"])
    mail["Subject"] = subject_of(alerts)
    mail["Date"] = format_datetime(moment)
    mail["Message-ID"] = f"<{digest([channel.name, [alert['id'] for alert in alerts]])[:32]}@{raw['sender'].rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(alerts_text(alerts))
    return mail


def send_mail(channel: Channel, mail: EmailMessage, guard: Guard, *, seconds: float = 60.0, environment: Mapping[str, str] = os.environ) -> None:
    """Send a message.

    Raises:
        FetchError: it was not sent; `too-slow` and `cut-off` mean that it may have been. UsageError: the password is not in the environment.
    """
    raw = channel.raw
    security = raw.get("security", "tls")
    host, port = raw["host"], raw.get("port", _PORTS[security])
    own = replace(guard, hosts=frozenset({host}), ports=frozenset({port}))
    password = _password(raw, environment)
    client = _GuardedSMTP(own, Deadline(seconds), tls=security == "tls")
    timer = threading.Timer(seconds, lambda: _cut(client))  # its own time limit is one a line, not one for all
    timer.daemon = True
    timer.start()
    handed_over = False
    try:
        client.connect(host, port)
        client.ehlo_or_helo_if_needed()
        if security == "starttls":
            client.starttls(context=guard.trust)
        if password is not None:
            client.login(raw["user"], password)
        handed_over = True
        client.send_message(mail)
    except smtplib.SMTPServerDisconnected as error:
        raise FetchError("cut-off" if handed_over else "no-connection", "The mail server broke off.") from error
    except (smtplib.SMTPException, ValueError) as error:
        raise FetchError("mail-refused", f"The mail server did not take it ({type(error).__name__}).") from error
    except OSError as error:
        raise FetchError("cut-off" if handed_over else "no-connection", f"The mail server broke off: {error.strerror or error}.") from error
    finally:
        timer.cancel()
        with contextlib.suppress(OSError, smtplib.SMTPException):
            client.close()


def _cut(client: smtplib.SMTP) -> None:
    with contextlib.suppress(OSError, AttributeError):
        if client.sock is not None:
            client.sock.shutdown(socket.SHUT_RDWR)


def _password(raw: Row, environment: Mapping[str, str]) -> str | None:
    if "password_env" not in raw:
        return None
    if not environment.get(raw["password_env"]) or "user" not in raw:
        raise UsageError(f"Mail by {raw['name']} needs user in the watch file and the password in ${raw['password_env']}.")
    return environment[raw["password_env"]]
