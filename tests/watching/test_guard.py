"""The guard and the fetcher against hostile names, addresses and servers."""

from __future__ import annotations

import ast
import gzip
import socket
import ssl
import time
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from webservers import raw_server, serve

from tocsin.watching.addresses import allowed, is_public, plain_host, split_address
from tocsin.watching.failure import FetchError
from tocsin.watching.fetch import Fetcher, Limits, retry_after, user_agent
from tocsin.watching.guard import Deadline, Guard

SRC = Path(__file__).parents[2] / "src" / "tocsin"


def code_of(call, *args, **kwargs):
    with pytest.raises(FetchError) as caught:
        call(*args, **kwargs)
    return caught.value.code


# ---------------------------------------------------------------- addresses

@pytest.mark.parametrize("address", """127.0.0.1 127.9.9.9 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 0.1.2.3 224.0.0.1
    239.1.1.1 240.0.0.1 255.255.255.255 192.0.0.1 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9 192.88.99.1 168.63.129.16
    ::1 :: fe80::1 fe80::1%eth0 fc00::1 fd00:ec2::254 ff02::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 2002:7f00:1:: 2002:808:808:: 2001::1
    2001:db8::1 3fff::1 64:ff9b::127.0.0.1 64:ff9b::a00:1 64:ff9b:1::1 100::1 5f00::1 2001:20::1 nonsense 0177.0.0.1 2130706433 0x7f000001 127.1 1.2.3.4.5""".split())
def test_an_address_that_is_not_public_is_refused(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450:4001:82a::200e", "64:ff9b::8.8.8.8"])
def test_a_public_address_may_be_called(address):
    assert is_public(address)


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "017700000001", "127.1", "0177.0.0.1", "0x7f.0.0.1", "1.2.3.4.5", "a..b", "-a.example", "a b.example",
                                  "１２７.１", "a.example.0x", "x" * 64 + ".example"])
def test_an_address_in_disguise_is_no_host(host):
    assert code_of(plain_host, host) == "bad-address"


def test_full_width_digits_are_an_address_in_disguise():
    guard = Guard(frozenset({"127.0.0.1"}))
    assert code_of(guard.open, "１２７.０.０.１", 80, deadline=Deadline(2), tls=False) == "bad-address"


@pytest.mark.parametrize(("url", "code"), [
    ("ftp://news.example/", "scheme"), ("file:///etc/passwd", "scheme"), ("gopher://news.example/", "scheme"), ("//news.example/", "scheme"),
    ("http://user:pw@news.example/", "credentials"), ("http://news.example@evil.example/", "credentials"), ("http:///path", "bad-address"),
    ("http://news.example:99999/", "bad-address"), ("http://news.example/a b", "bad-address"), ("http://news.example/\r\nX: y", "bad-address"),
    ("http://news.example\\@evil.example/", "bad-address"), ("http://[::1/", "bad-address"), ("http://news.example/" + "a" * 3000, "bad-address"),
])  # fmt: skip
def test_addresses_of_other_kinds_are_refused(url, code):
    assert code_of(split_address, url) == code


@pytest.mark.parametrize("host", ["localhost", "printer.local", "db.internal", "intranet", "x.localhost", "a.onion", "1.0.0.127.in-addr.arpa"])
def test_names_inside_a_network_are_refused_before_they_are_resolved(host):
    asked = []
    guard = Guard(frozenset({host}), resolve=lambda *row: asked.append(row) or ["8.8.8.8"])
    assert code_of(guard.open, host, 80, deadline=Deadline(2), tls=False) == "name-not-public"
    assert asked == []


def test_the_allow_list_knows_names_and_all_below_a_name():
    assert allowed("news.example", ["news.example"])
    assert allowed("a.news.example", ["*.news.example"])
    assert not allowed("news.example", ["*.news.example"])
    assert not allowed("evilnews.example", ["*.news.example"])
    assert not allowed("news.example.evil.example", ["news.example"])


@pytest.mark.parametrize("answer", [["10.0.0.5"], ["127.0.0.1"], ["8.8.8.8", "192.168.0.1"], ["::1"], ["::ffff:10.0.0.1"], ["169.254.169.254"], ["fe80::1%eth0"]])
def test_a_name_server_that_answers_a_private_address_condemns_the_name(answer):
    guard = Guard(frozenset({"news.example"}), resolve=lambda *_: answer)
    assert code_of(guard.open, "news.example", 443, deadline=Deadline(2), tls=True) == "private-address"


def test_a_name_is_resolved_once_and_the_connection_goes_to_what_was_checked(site, make_fetcher):
    asked = []

    def rebinding(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    site.page("/", "<p>hello</p>")
    fetcher = make_fetcher(site.port, resolve=rebinding)
    assert fetcher.get(site.url("/")).exchanges[0].address == "127.0.0.1"
    assert asked == ["news.example"]


def test_the_loopback_is_closed_on_ports_that_the_opening_does_not_name(site, make_fetcher):
    assert code_of(make_fetcher(hosts=["127.0.0.1"]).get, site.url("/", "127.0.0.1")) == "port"
    assert code_of(make_fetcher(site.port + 1, hosts=["127.0.0.1"]).get, site.url("/", "127.0.0.1")) == "port"
    guard = Guard(frozenset({"news.example"}), ports=frozenset({site.port}), resolve=lambda *_: ["127.0.0.1"])
    assert code_of(guard.open, "news.example", site.port, deadline=Deadline(2), tls=False) == "private-address"


def test_the_opening_lets_nothing_but_the_loopback_itself_through():
    guard = Guard(frozenset({"news.example"}), opening=frozenset({8000}), resolve=lambda *_: ["10.0.0.1"])
    assert code_of(guard.open, "news.example", 8000, deadline=Deadline(2), tls=False) == "private-address"


def test_a_name_server_that_never_answers_is_given_up():
    guard = Guard(frozenset({"news.example"}), resolve=lambda *_: time.sleep(5) or ["8.8.8.8"])
    start = time.monotonic()
    assert code_of(guard.open, "news.example", 80, deadline=Deadline(0.2), tls=False) == "too-slow"
    assert time.monotonic() - start < 2


def test_hosts_outside_the_allow_list_are_not_even_resolved():
    asked = []
    guard = Guard(frozenset({"news.example"}), resolve=lambda *row: asked.append(row) or [])
    assert code_of(guard.open, "other.example", 80, deadline=Deadline(2), tls=False) == "host-not-allowed"
    assert asked == []


# ---------------------------------------------------------------- redirects

@pytest.mark.parametrize(("to", "code"), [
    ("http://127.0.0.1/", "host-not-allowed"), ("http://169.254.169.254/latest/meta-data/", "host-not-allowed"), ("http://[::1]/", "host-not-allowed"),
    ("http://other.example/", "host-not-allowed"), ("file:///etc/passwd", "scheme"), ("http://news.example:22/", "port"), ("http://0x7f.1/", "bad-address"),
    ("http://a:b@news.example/", "credentials"), ("gopher://news.example/", "scheme"),
])  # fmt: skip
def test_each_redirect_is_checked_anew(site, fetcher, to, code):
    site.redirect("/", to)
    assert code_of(fetcher.get, site.url("/")) == code


def test_a_redirect_to_an_allowed_name_that_leads_inside_is_refused(site, make_fetcher):
    def resolve(host, _port):
        return ["127.0.0.1"] if host == "news.example" else ["10.1.2.3"]

    site.redirect("/", f"http://inside.news.example:{site.port}/")
    assert code_of(make_fetcher(site.port, resolve=resolve).get, site.url("/")) == "private-address"


def test_redirects_are_followed_within_the_limit_and_kept(site, fetcher):
    for number in range(5):
        site.redirect(f"/{number}", f"/{number + 1}", status=301)
    site.page("/5", "there")
    answer = fetcher.get(site.url("/0"))
    assert answer.body == b"there"
    assert [one.url for one in answer.exchanges] == [site.url(f"/{number}") for number in range(6)]
    site.redirect("/5", "/6")
    assert code_of(fetcher.get, site.url("/0")) == "too-many-redirects"


def test_a_circle_of_redirects_is_seen(site, fetcher):
    site.redirect("/a", "/b")
    site.redirect("/b", "/a")
    assert code_of(fetcher.get, site.url("/a")) == "redirect-loop"


# ---------------------------------------------------------------- bodies

def test_a_body_without_end_is_cut_at_the_limit(make_fetcher):
    def talk(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    with raw_server(talk) as port:
        assert code_of(make_fetcher(port, most_bytes=200_000).get, f"http://news.example:{port}/") == "too-large"


def test_an_announced_size_is_believed_before_it_is_read(site, make_fetcher):
    site.page("/", b"x" * 300_000)
    assert code_of(make_fetcher(site.port, most_bytes=200_000).get, site.url("/")) == "too-large"


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
                                  b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n"])
def test_a_server_that_trickles_is_given_up_in_time(make_fetcher, head):
    def talk(connection):
        connection.sendall(head)
        while True:
            connection.sendall(b"a")
            time.sleep(0.05)

    with raw_server(talk) as port:
        start = time.monotonic()
        assert code_of(make_fetcher(port, seconds=0.6).get, f"http://news.example:{port}/") == "too-slow"
        assert time.monotonic() - start < 3


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000, b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(500)),
                                  b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 50_000 + b"\r\n", b"SSH-2.0-OpenSSH\r\n", b"\x00\x01\x02", b"HTTP/1.1 xx\r\n\r\n"])
def test_headers_that_are_huge_or_none_are_refused(make_fetcher, head):
    with raw_server(lambda connection: connection.sendall(head)) as port:
        assert code_of(make_fetcher(port, seconds=3).get, f"http://news.example:{port}/") in {"bad-response", "too-large", "cut-off"}


def test_a_gzip_bomb_is_not_unpacked(site, make_fetcher):
    bomb = gzip.compress(b"\0" * 60_000_000)
    site.page("/", bomb, Content_Encoding="gzip")
    assert code_of(make_fetcher(site.port, most_bytes=100_000_000).get, site.url("/")) == "zip-bomb"
    assert code_of(make_fetcher(site.port, most_bytes=1_000_000).get, site.url("/")) == "too-large"


def test_packed_bodies_are_unpacked_and_broken_ones_refused(site, fetcher):
    text = b"words " * 1000
    site.page("/g", gzip.compress(text), Content_Encoding="gzip")
    site.page("/m", gzip.compress(text[:3000]) + gzip.compress(text[3000:]), Content_Encoding="gzip")
    site.page("/d", zlib.compress(text), Content_Encoding="deflate")
    assert [fetcher.get(site.url(path)).body for path in ("/g", "/m", "/d")] == [text] * 3
    site.page("/b", gzip.compress(text)[:-20], Content_Encoding="gzip")
    site.page("/n", b"not packed", Content_Encoding="gzip")
    site.page("/br", b"x", Content_Encoding="br")
    site.page("/gg", b"x", Content_Encoding="gzip, gzip")
    assert [code_of(fetcher.get, site.url(path)) for path in ("/b", "/n", "/br", "/gg")] == ["broken-packing", "broken-packing", "encoding-not-read",
                                                                                          "encoding-not-read"]


def test_a_body_that_ends_early_is_told_from_a_whole_one(make_fetcher):
    def talk(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")

    with raw_server(talk) as port:
        assert code_of(make_fetcher(port).get, f"http://news.example:{port}/") in {"cut-off", "bad-response"}


def test_types_that_are_not_read_are_refused_before_their_body(site, fetcher):
    from tocsin.watching.pages import reads_page

    site.page("/", b"\x89PNG" * 1000, "image/png")
    assert code_of(fetcher.get, site.url("/"), types=reads_page) == "type-not-read"


def test_errors_of_the_server_are_facts(site, fetcher):
    site.pages["/busy"] = (503, {"Retry-After": "120"}, b"")
    with pytest.raises(FetchError) as caught:
        fetcher.get(site.url("/busy"))
    assert (caught.value.code, caught.value.status, caught.value.retry_after, len(caught.value.exchanges)) == ("status", 503, 120.0, 1)


# ---------------------------------------------------------------- requests

def test_requests_are_honest_and_carry_nothing_of_the_user(site, fetcher, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9/")
    site.page("/q?a=ä b", "x")
    site.pages["/c"] = (200, {"Set-Cookie": "id=1"}, b"x")
    fetcher.get(site.url("/c"))
    fetcher.get(site.url("/c"))
    headers = site.asked[-1][1]
    assert headers["User-Agent"] == "Tocsin/test"
    assert not {"Cookie", "Referer", "Authorization", "From"} & headers.keys()
    assert headers["Host"] == f"news.example:{site.port}"


def test_the_user_agent_holds_no_line_break():
    assert user_agent("me\r\nX: y (a)") .count("\n") == 0
    assert "meX:" in user_agent("me\r\nX: y (a)").replace(" ", "")


def test_a_header_with_a_line_break_is_not_sent(site, fetcher):
    assert code_of(fetcher.get, site.url("/"), [("If-None-Match", '"a"\r\nX-Evil: 1')]) == "bad-address"
    assert site.asked == []


def test_retry_after_is_a_number_or_a_date_and_at_most_a_day():
    now = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
    assert retry_after("90", now) == 90.0
    assert retry_after("Sun, 01 Mar 2026 12:05:00 GMT", now) == 300.0
    assert retry_after("99999999999999999999", now) == 86_400.0
    assert retry_after("soon", now) is None
    assert retry_after("", now) is None


# ---------------------------------------------------------------- HTTPS

@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for news.example that nobody signed but itself."""
    x509 = pytest.importorskip("cryptography.x509")
    from datetime import timedelta

    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "news.example")])
    now = datetime.now(UTC)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
            .not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(7))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("news.example")]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256()))  # fmt: skip
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secure_site(certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serve(context) as running:
        running.page("/", "secret")
        yield running


def test_https_is_spoken_and_the_certificate_must_be_for_the_name(secure_site, certificate, make_fetcher):
    trust = ssl.create_default_context(cafile=str(certificate))
    good = make_fetcher(secure_site.port, trust=trust)
    assert good.get(secure_site.url("/").replace("http:", "https:")).body == b"secret"
    assert code_of(good.get, secure_site.url("/", "other.news.example").replace("http:", "https:")) == "tls"


def test_a_certificate_that_nobody_vouches_for_is_refused(secure_site, make_fetcher):
    assert code_of(make_fetcher(secure_site.port).get, secure_site.url("/").replace("http:", "https:")) == "tls"


def test_a_redirect_down_from_https_is_refused(secure_site, certificate, make_fetcher):
    secure_site.redirect("/down", f"http://news.example:{secure_site.port}/")
    fetcher = make_fetcher(secure_site.port, trust=ssl.create_default_context(cafile=str(certificate)))
    assert code_of(fetcher.get, secure_site.url("/down").replace("http:", "https:")) == "downgrade"


# ---------------------------------------------------------------- the house

NETWORK = {"socket", "ssl", "http.client", "urllib.request", "urllib3", "requests", "httpx", "aiohttp", "smtplib", "ftplib", "telnetlib", "poplib", "imaplib",
           "asyncio", "socketserver", "xmlrpc", "websockets", "webbrowser"}
MAY = {
    "watching/guard.py": {"socket", "ssl"},  # opens connections
    "watching/wire.py": {"socket", "ssl"},  # reads from one that the guard opened
    "watching/fetch.py": {"http.client"},  # parses what was read; opens nothing
    "alerting/mail.py": {"smtplib", "socket", "ssl"},  # speaks over a connection that the guard opened
    "cli/ingest.py": {"socket"},  # the name of this machine
    "cli/serve.py": {"webbrowser"},  # opens the browser on this machine
    "web/live.py": {"asyncio"},
}


@pytest.mark.parametrize("path", sorted(SRC.rglob("*.py")), ids=lambda path: path.relative_to(SRC).as_posix())
def test_no_other_module_can_open_a_connection(path):
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom):
            names += [f"{node.module}.{alias.name}" for alias in node.names]
        found |= {name for name in names for banned in NETWORK if name == banned or name.startswith(banned + ".")}
    allowed_here = MAY.get(path.relative_to(SRC).as_posix(), set())
    assert {name for name in found if not any(name == one or name.startswith(one + ".") for one in allowed_here)} == set()


def test_only_the_guard_makes_sockets():
    made = [path.relative_to(SRC).as_posix() for path in SRC.rglob("*.py")
            if any(word in path.read_text(encoding="utf-8") for word in ("socket.socket(", "create_connection(", "wrap_socket("))]  # fmt: skip
    assert made == ["watching/guard.py"]


def test_the_name_of_this_machine_is_all_that_ingest_asks_of_sockets():
    tree = ast.parse((SRC / "cli" / "ingest.py").read_text(encoding="utf-8"))
    used = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "socket"}
    assert used <= {"gethostname"}
    assert socket.gethostname()


def test_a_fetcher_has_limits_even_if_nobody_sets_them():
    limits = Fetcher(Guard(frozenset()), "x").limits
    assert limits == Limits(30.0, 16 * 2**20, 5)
