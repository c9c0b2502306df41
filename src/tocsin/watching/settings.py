"""The watch file: what is watched and how. Nothing is fetched or sent unless it says so."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from tocsin.errors import InputError, UsageError
from tocsin.watching.addresses import plain_host, split_address
from tocsin.watching.fetch import Limits, user_agent
from tocsin.watching.guard import Guard

Row = dict[str, Any]

_UNITS = {"m": 60.0, "h": 3_600.0, "d": 86_400.0}
_LEAST_EVERY = 300.0
TEST_OPENING = "TOCSIN_TEST_OPENING"


@dataclass(frozen=True, slots=True)
class WatchSource:
    """A feed, sitemap, folder or mail drop. `place` is its address, or its absolute path."""

    name: str
    kind: str
    place: str
    outlet: str | None
    every: float
    take: str
    only: tuple[str, ...]
    since: str | None

    @property
    def remote(self) -> bool:
        """Tell whether it is fetched."""
        return self.kind in {"feed", "sitemap"}


@dataclass(frozen=True)
class WatchFile:
    """A sound watch file.

    Attributes:
        path: Of the file. folder: For state, archive and alerts.
        hosts: Everything that may be called: hosts of sources, channels and the allow-list.
        network: Whether anything may be called at all.
        raw: The file as it was parsed, for the parts that other rooms read.
    """

    path: Path
    folder: Path
    ledger: str | None
    network: bool
    hosts: frozenset[str]
    ports: frozenset[int]
    opening: frozenset[int]
    contact: str | None
    pause: float
    tries: int
    limits: Limits
    sources: tuple[WatchSource, ...]
    raw: Row

    def guard(self, **changes: Any) -> Guard:
        """Return the guard that this file asks for.

        Raises:
            UsageError: the file does not allow the network.
        """
        if not self.network:
            raise UsageError(f"{self.path} does not allow the network. Write [network] allow = true to let this watch fetch and send.")
        return Guard(self.hosts, frozenset({80, 443}) | self.ports, self.opening, **changes)

    @property
    def agent(self) -> str:
        """Return the `User-Agent`."""
        return user_agent(self.contact)


def read_watch_file(path: Path, environment: Mapping[str, str] = os.environ) -> WatchFile:
    """Return a watch file.

    Raises:
        InputError: it is not there. UsageError: it breaks the schema; the message lists every problem at once.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError("not-found", f"{path} cannot be read: {error.strerror}. Write a watch file; examples/watch.toml is one.") from error
    try:
        raw = tomllib.loads(content.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} is not TOML in UTF-8: {error}") from None
    problems = list(_problems(raw, environment))
    if problems:
        listed = "\n".join(f"  - {problem}" for problem in problems)
        raise UsageError(f"{path} has {len(problems)} problem{'s' * (len(problems) > 1)}; nothing was fetched or sent.\n{listed}")
    return _watch_file(path.absolute(), raw)


@cache
def watch_schema() -> Row:
    """Return the JSON Schema of watch files."""
    schema: Row = yaml.load(files("tocsin").joinpath("data/watch/watch.yaml").read_bytes(), yaml.CSafeLoader)
    return schema


def _problems(raw: Row, environment: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong, each problem with its key."""
    from jsonschema import Draft202012Validator

    found = sorted(Draft202012Validator(watch_schema()).iter_errors(raw), key=lambda error: list(map(str, error.absolute_path)))
    for error in found:
        yield f"{'.'.join(map(str, error.absolute_path)) or 'the file'}: {error.message}"
    if not found:
        yield from _clashes(raw, environment)


def _clashes(raw: Row, environment: Mapping[str, str]) -> Iterator[str]:
    """Yield values that are of the right form and mean nothing together."""
    names = [row["name"] for row in raw.get("source", ())]
    yield from (f"source: two are called {name}" for name in sorted({name for name in names if names.count(name) > 1}))
    for row in raw.get("source", ()):
        yield from (f"source.{row['name']}: {problem}" for problem in _source_problems(row))
    network = raw.get("network")
    if network is None and any(row["kind"] in {"feed", "sitemap"} for row in raw.get("source", ())):
        yield "network: sources are to be fetched, and the file does not say [network] allow = true"
    if (network or {}).get("test_opening") and environment.get(TEST_OPENING) != "1":
        yield f"network.test_opening: is for tests of Tocsin only, which set {TEST_OPENING}=1"


def _source_problems(row: Row) -> Iterator[str]:
    remote = row["kind"] in {"feed", "sitemap"}
    wanted, other = ("url", "path") if remote else ("path", "url")
    if wanted not in row or other in row:
        yield f"a {row['kind']} has a {wanted} and no {other}"
    elif remote:
        try:
            split_address(row["url"])
        except InputError as error:
            yield f"url: {error}"
    if "take" in row and row["kind"] != "feed":
        yield "take is for feeds"
    if ("only" in row or "since" in row) and not remote:
        yield "only and since are for feeds and sitemaps"
    if remote and seconds_of(row.get("every", "1h")) < _LEAST_EVERY:
        yield "every: at least 5m for what is fetched"


def seconds_of(text: str) -> float:
    """Return the seconds of `15m`, `2h` or `1d`."""
    return int(text[:-1]) * _UNITS[text[-1]]


def _watch_file(path: Path, raw: Row) -> WatchFile:
    """Return the settings of a sound file."""
    network = raw.get("network", {})
    sources = tuple(_source(path.parent, row) for row in raw.get("source", ()))
    addresses = [source.place for source in sources if source.remote] + [row["url"] for row in raw.get("channel", ()) if "url" in row]
    hosts = {split_address(url)[1] for url in addresses} | {_pattern(host) for host in network.get("hosts", ())}
    hosts |= {plain_host(row["host"]) for row in raw.get("channel", ()) if "host" in row}
    opening = frozenset(network.get("test_opening", ()))
    most = Limits(float(network.get("seconds", 30)), int(network.get("megabytes", 16) * 2**20), network.get("redirects", 5))
    return WatchFile(
        path, path.parent / raw["folder"], _ledger(path.parent, raw.get("ledger")), bool(network.get("allow")), frozenset(hosts),
        frozenset(network.get("ports", ())), opening, network.get("contact"), 0.0 if opening else float(network.get("pause", 5)),
        network.get("tries", 6), most, sources, raw,
    )  # fmt: skip


def _pattern(host: str) -> str:
    return f"*.{plain_host(host[2:])}" if host.startswith("*.") else plain_host(host)


def _source(base: Path, row: Row) -> WatchSource:
    place = row["url"] if "url" in row else str(base / Path(row["path"]).expanduser())
    return WatchSource(row["name"], row["kind"], place, row.get("outlet"), seconds_of(row.get("every", "1h")), row.get("take", "pages"),
                       tuple(row.get("only", ())), row.get("since"))  # fmt: skip


def _ledger(base: Path, given: str | None) -> str | None:
    return given if given is None or "://" in given else str(base / Path(given).expanduser())
