"""Alert rules and channels, as the watch file has them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tocsin.asking.filters import Filter, first_day, last_day, parse_near
from tocsin.asking.names import country_code
from tocsin.errors import InputError, UsageError
from tocsin.publication.profile import Profile, read_profile
from tocsin.watching.addresses import split_address
from tocsin.watching.settings import WatchFile

Row = dict[str, Any]

_NEEDS = {"terminal": (), "atom": ("path",), "page": ("path",), "mail": ("host", "sender", "to"), "webhook": ("url", "secret_env")}
OUTSIDE = frozenset({"mail", "webhook"})
"""Kinds of channels by which alerts leave the machine."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Whom to tell what. `shown`: the conditions as they were written, for the alert's reason."""

    name: str
    on: frozenset[str]
    channels: tuple[str, ...]
    digest: str
    asked: Filter
    shown: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A way to tell. `path` is absolute; `raw` holds the rest as it was written."""

    name: str
    kind: str
    path: Path | None
    raw: Row = field(default_factory=dict)


@dataclass(frozen=True)
class AlertSettings:
    """All of a watch file that is about alerts. `names`: known or keep. `published`: profiles of releases."""

    rules: tuple[Rule, ...]
    channels: dict[str, Channel]
    names: str = "known"
    published: tuple[Profile, ...] = ()
    link: str | None = None


def read_alerts(file: WatchFile) -> AlertSettings:
    """Return the alert settings of a watch file.

    Raises:
        UsageError: rules or channels contradict themselves; the message lists every problem at once.
    """
    problems = list(_problems(file))
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems)
        raise UsageError(f"{file.path} has {len(problems)} problem{'s' * (len(problems) > 1)}; nothing was fetched or sent.\n{listed}")
    raw = file.raw.get("alerts", {})
    rules = tuple(_rule(row) for row in file.raw.get("alert", ()))
    channels = {row["name"]: _channel(file.path.parent, row) for row in file.raw.get("channel", ())}
    profiles = tuple(_profile(file.path.parent, name) for name in raw.get("published", ()))
    return AlertSettings(rules, channels, raw.get("names", "known"), profiles, raw.get("link"))


def _problems(file: WatchFile) -> Iterator[str]:
    rules, channels = file.raw.get("alert", ()), file.raw.get("channel", ())
    for kind, rows in (("alert", rules), ("channel", channels)):
        names = [row["name"] for row in rows]
        yield from (f"{kind}: two are called {name}" for name in sorted({name for name in names if names.count(name) > 1}))
    known = {row["name"] for row in channels}
    for row in channels:
        yield from (f"channel.{row['name']}: {problem}" for problem in _channel_problems(row, file))
    for row in rules:
        yield from (f'alert "{row["name"]}": no channel is called {name}' for name in row["channel"] if name not in known)
        yield from (f'alert "{row["name"]}": when.{problem}' for problem in _filter_problems(row.get("when", {})))
        if "correction-of-published" in row["on"] and not file.raw.get("alerts", {}).get("published"):
            yield f'alert "{row["name"]}": corrections of what was published need the profiles of your releases: [alerts] published = ["public.toml"]'
    for name in file.raw.get("alerts", {}).get("published", ()):
        try:
            _profile(file.path.parent, name)
        except (UsageError, InputError) as error:
            yield f"alerts.published: {error}"


def _channel_problems(row: Row, file: WatchFile) -> Iterator[str]:
    kind = row["kind"]
    yield from (f"a {kind} needs {key}" for key in _NEEDS[kind] if key not in row)
    if kind in OUTSIDE and not file.network:
        yield f"a {kind} needs the network: [network] allow = true"
    if kind == "webhook" and "url" in row:
        try:
            parts, _, port = split_address(row["url"])
        except InputError as error:
            yield f"url: {error}"
        else:
            if parts.scheme != "https" and port not in file.opening:
                yield "url: a webhook is called by https"
    if kind == "mail" and row.get("security") == "none" and row.get("port") not in file.opening:
        yield "security: mail goes by tls or starttls"
    yield from (f'"{value[:60]}" is no mail address' for value in (row.get("sender", "a@b.c"), *row.get("to", ())) if not is_mail_address(value))


def is_mail_address(text: str) -> bool:
    """Tell whether a text is one plain mail address, without a name, and without anything that a header or command could be broken with."""
    local, at, host = text.rpartition("@")
    good = text.isascii() and text.isprintable() and not set(text) & set(" <>,;:\"\\()[]'")
    return bool(at and local and host and "." in host and good and "@" not in local)


def _filter_problems(raw: Row) -> Iterator[str]:
    for key, check in (("since", first_day), ("until", last_day), ("near", parse_near), ("country", country_code)):
        if key in raw:
            try:
                check(raw[key])
            except UsageError as error:
                yield f"{key}: {error}"


def _rule(row: Row) -> Rule:
    when = dict(row.get("when", {}))
    shown = ", ".join(f"{key}={str(value).lower() if isinstance(value, bool) else value}" for key, value in when.items())
    if "country" in when:
        when["country"] = country_code(when["country"])
    if "near" in when:
        when["near"] = parse_near(when["near"])
    return Rule(row["name"], frozenset(row["on"]), tuple(row["channel"]), row.get("digest", "none"), Filter(**when), shown)


def _channel(base: Path, row: Row) -> Channel:
    return Channel(row["name"], row["kind"], base / Path(row["path"]).expanduser() if "path" in row else None, row)


def _profile(base: Path, name: str) -> Profile:
    path = base / Path(name).expanduser()
    try:
        return read_profile(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError("not-found", f"{path} cannot be read: {error.strerror}") from error
