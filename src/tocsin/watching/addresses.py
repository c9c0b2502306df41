"""Which host names and addresses may be called at all: public ones, in their plain form, named in the allow-list."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from urllib.parse import SplitResult, quote, urlsplit

from tocsin.watching.failure import FetchError

MAX_ADDRESS = 2_000
"""Longest address in characters; browsers and servers agree on about this much."""
PORTS = {"http": 80, "https": 443}

_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_NUMBER = re.compile(r"(?:\d+|0x[0-9a-f]*)")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\<>\"^`{|}]")
_INSIDE = frozenset("local localhost localdomain internal intranet lan home corp private arpa onion i2p".split())
"""Last labels of names that mean a machine nearby, or a hidden service."""

_REFUSED_4 = tuple(
    ipaddress.IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "168.63.129.16/32",  # answers only inside one large cloud, with what its machines are told
    )
)  # fmt: skip
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_REFUSED_6 = tuple(ipaddress.IPv6Network(text) for text in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "2620:4f:8000::/48"))
"""Inside the public block: Teredo and other protocols, documentation, 6to4, name servers' sinks."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Tell whether an address is one of the public internet; what is no address in its plain form is not.

    IPv6 forms that carry an IPv4 address are refused (mapped, 6to4, Teredo), but for the well-known NAT64 prefix, which is judged by what it carries.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return _public_4(ip)
    if ip.scope_id is not None:
        return False
    if ip in _NAT64:
        return _public_4(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
    return ip in _GLOBAL_6 and ip.is_global and not any(ip in network for network in _REFUSED_6)


def _public_4(ip: ipaddress.IPv4Address) -> bool:
    return ip.is_global and not ip.is_multicast and not any(ip in network for network in _REFUSED_4)


def plain_host(host: str) -> str:
    """Return a host name in lower case and ASCII, or an IP address in its usual form.

    Raises:
        FetchError: `bad-address`: an address in a disguise (octal, hexadecimal, one number, too few parts), or no name.
    """
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        name = host.rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise FetchError("bad-address", f'"{host[:80]}" is no host name.') from None
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]) or not all(_LABEL.fullmatch(label) for label in labels) or len(name) > 253:
        raise FetchError("bad-address", f'"{host[:80]}" is no host name, nor an address in its usual form.')
    return name


def check_name(name: str) -> None:
    """Raise for names that only mean something nearby.

    Raises:
        FetchError: `name-not-public`.
    """
    labels = name.split(".")
    literal = ":" in name or labels[-1].isdigit()
    if not literal and (len(labels) < 2 or labels[-1] in _INSIDE):
        raise FetchError("name-not-public", f'"{name}" is a name inside a network, not on the internet.')


def allowed(name: str, patterns: Iterable[str]) -> bool:
    """Tell whether a host is in the allow-list: by its name, or below `*.name`."""
    return any(name == pattern or (pattern.startswith("*.") and name.endswith(pattern[1:])) for pattern in patterns)


def split_address(url: str) -> tuple[SplitResult, str, int]:
    """Return an address in parts, its host in plain form and its port.

    Raises:
        FetchError: `bad-address`, `scheme`, `credentials`.
    """
    if len(url) > MAX_ADDRESS or _UNSAFE.search(url):
        raise FetchError("bad-address", "The address is too long, or holds blanks or signs that no address has.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise FetchError("bad-address", "The address cannot be taken apart.") from None
    if parts.scheme not in PORTS:
        raise FetchError("scheme", f'Only http and https are fetched, not "{parts.scheme[:20]}".')
    if "@" in parts.netloc:
        raise FetchError("credentials", "The address holds a user name or password. None is ever sent.")
    if not host:
        raise FetchError("bad-address", "The address names no host.")
    return parts, plain_host(host), port or PORTS[parts.scheme]


def target_of(parts: SplitResult) -> str:
    """Return what a request asks for: path and query, in ASCII."""
    path = quote(parts.path or "/", safe="/%:=&~+!$,;'@()*[]")
    query = quote(parts.query, safe="/%:=&?~+!$,;'@()*[]")
    return f"{path}?{query}" if query else path


def bare_address(url: str) -> str:
    """Return an address without its fragment: what pages are known by."""
    return url.partition("#")[0]
