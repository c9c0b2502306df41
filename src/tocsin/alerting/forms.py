"""Alerts as text, as an Atom feed, and as JSON."""

from __future__ import annotations

import json
import os
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tocsin import __version__

Row = dict[str, Any]

_ATOM = "http://www.w3.org/2005/Atom"
_BEGINNING = "1970-01-01T00:00:00Z"


def alert_lines(alert: Row) -> list[str]:
    """Return an alert as lines of text: the title, what changed, why it fired, where to look."""
    lines = [alert["title"], *(f"  {line}" for line in alert["what"]), f"  because: {'; '.join(alert['why'])} (rule “{alert['rule']}”)"]
    return lines + ([f"  {alert['link']}"] if alert["link"] else [])


def alerts_text(alerts: Sequence[Row]) -> str:
    """Return alerts as text, a blank line between two."""
    return "\n\n".join("\n".join(alert_lines(alert)) for alert in alerts) + "\n"


def subject_of(alerts: Sequence[Row]) -> str:
    """Return the subject of a message with alerts."""
    if len(alerts) == 1:
        return f"Tocsin: {alerts[0]['title']}"[:180]
    period = next((alert["period"] for alert in alerts if alert["period"]), "")
    rules = sorted({alert["rule"] for alert in alerts})
    return f"Tocsin: {len(alerts)} alerts{f' of {period}' if period else ''} ({', '.join(rules)})"[:180]


def atom_feed(alerts: Sequence[Row]) -> bytes:
    """Return alerts, the latest first, as an Atom feed (RFC 4287). All of it is text: nothing in it is markup."""
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed")
    _add(feed, "id", "urn:tocsin:alerts")
    _add(feed, "title", "Tocsin alerts")
    _add(feed, "updated", max((alert["at"] for alert in alerts), default=_BEGINNING))
    _add(feed, "generator", "Tocsin", version=__version__)
    _add(_add(feed, "author", None), "name", "Tocsin")
    for alert in alerts:
        entry = _add(feed, "entry", None)
        _add(entry, "id", f"urn:tocsin:alert:{alert['id']}")
        _add(entry, "title", alert["title"], type="text")
        _add(entry, "updated", alert["at"])
        _add(entry, "category", None, term=alert["rule"])
        if alert["link"]:
            _add(entry, "link", None, rel="alternate", href=alert["link"])
        _add(entry, "content", "\n".join(alert_lines(alert)[1:]), type="text")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(feed, encoding="unicode")}\n'.encode()


def _add(parent: ET.Element, name: str, text: str | None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text
    return element


def alerts_json(alerts: Sequence[Row]) -> bytes:
    """Return alerts as one JSON object, in ASCII: what a page of the workbench shows, and what a webhook is sent."""
    return json.dumps({"schema": "tocsin.alerts/1", "alerts": list(alerts)}, ensure_ascii=True, sort_keys=True).encode("ascii") + b"\n"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that whoever reads it sees the old one or the new one, never half of either. Its owner alone may read it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(path.name + ".part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
