"""The watch against real servers: what is fetched, how politely, what is kept, and what a crash leaves."""

from __future__ import annotations

import gzip
import json
import mailbox
import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from webservers import here

from tocsin.errors import InputError, LedgerBusyError, UsageError
from tocsin.model.text import Article
from tocsin.watching.archive import Kept, kept_in
from tocsin.watching.fetch import Fetcher
from tocsin.watching.links import links_of
from tocsin.watching.replay import replay
from tocsin.watching.robots import back_off
from tocsin.watching.settings import read_watch_file
from tocsin.watching.state import State, failures_in
from tocsin.watching.watch import Watch

STORY = """<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>Gunmen killed {n} farmers near the village of Gwoza in Borno State on
Monday, police said, in the second attack on the area within a week.</p><p>The farmers had gone to their fields after the rains when men on motorcycles opened
fire, a witness told reporters in the town. Nobody claimed the attack.</p></article></body></html>"""


class Clock:
    """A clock that passes by waiting, and stops on demand."""

    def __init__(self):
        self.time = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
        self.waited = []
        self.stop_after = None

    def now(self):
        return self.time

    def wait(self, seconds):
        if seconds > 0:
            self.waited.append(seconds)
            self.time += timedelta(seconds=seconds)
        if self.stop_after is not None:
            self.stop_after -= 1
            return self.stop_after < 0
        return False


class Desk:
    """Takes articles, and crashes where the test says."""

    def __init__(self):
        self.got = []
        self.failures = []
        self.crash = None

    def take(self, items, method):
        for item in items:
            if self.crash == "before":
                raise KeyboardInterrupt
            self.got.append((item, method))
            if self.crash == "after":
                raise KeyboardInterrupt

    def failed(self, *row):
        self.failures.append(row)

    @property
    def articles(self):
        return [item for item, _ in self.got if isinstance(item, Article)]


@pytest.fixture
def make(tmp_path, site, monkeypatch):
    """Returns a function that runs a watch once and gives its desk."""
    monkeypatch.setenv("TOCSIN_TEST_OPENING", "1")
    clock = Clock()

    def run(sources, *, desk=None, hosts='["*.news.example"]', more="", pause=None, once=True, network=True):
        net = f"[network]\nallow = true\ntest_opening = [{site.port}]\nhosts = {hosts}\n{more}\n" if network else ""
        path = tmp_path / "desk.toml"
        path.write_text('folder = "watch"\n' + net + sources, encoding="utf-8")
        file = read_watch_file(path)
        if pause is not None:
            object.__setattr__(file, "pause", pause)
        desk = desk or Desk()
        fetcher = Fetcher(file.guard(resolve=here), file.agent, file.limits, clock.now) if network else None
        with State(file.folder) as state:
            Watch(file, state, desk, clock, fetcher=fetcher).run(once=once)
        return desk

    run.clock = clock
    run.folder = tmp_path / "watch"
    return run


def feed(site, *paths, path="/feed.xml", updated="2026-02-28T10:00:00Z"):
    rows = "".join(f"<item><title>T{p}</title><link>{site.url(p) if p.startswith('/') else p}</link><pubDate>Sat, 28 Feb 2026 10:00:00 GMT</pubDate>"
                   f"<description>Three people were killed in {p}, the police said.</description></item>" for p in paths)
    site.page(path, f"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>{rows}</channel></rss>", "application/rss+xml",
              ETag=f'"{len(paths)}{updated}"')
    return f'[[source]]\nname = "news"\nkind = "feed"\nurl = "{site.url(path)}"\noutlet = "Example News"\n'


def story(site, path, n=3, **headers):
    site.page(path, STORY.format(title=f"Attack {n}", n=n), **headers)


def rows(make):
    return {(row["code"], row["count"]) for row in failures_in(make.folder)}


# ---------------------------------------------------------------- feeds and sitemaps

def test_a_feed_leads_to_its_pages_each_fetched_once(site, make):
    story(site, "/a", 3)
    story(site, "/b", 4)
    source = feed(site, "/a", "/b")
    desk = make(source)
    assert {(a.uri, a.outlet, str(a.published)) for a in desk.articles} == {(site.url(p), "Example News", "2026-02-28") for p in ("/a", "/b")}
    assert [method for _, method in desk.got] == ["fetch", "fetch"]
    make.clock.time += timedelta(hours=3)
    assert make(source).got == []
    assert site.paths().count("/a") == 1


def test_an_unchanged_feed_costs_a_conditional_request(site, make):
    story(site, "/a")
    source = feed(site, "/a")
    make(source)
    tag = site.pages["/feed.xml"][1]["ETag"]
    site.pages["/feed.xml"] = lambda handler: (304, {}, b"") if handler.headers["If-None-Match"] == tag else (500, {}, b"")
    make.clock.time += timedelta(hours=3)
    make(source)
    assert rows(make) == set()


def test_a_page_that_its_sitemap_tells_to_be_changed_is_fetched_again(site, make):
    source = f'[[source]]\nname = "map"\nkind = "sitemap"\nurl = "{site.url("/map.xml")}"\n'

    def tell(day):
        site.page("/map.xml", f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{site.url('/a')}</loc><lastmod>{day}</lastmod></url></urlset>",
                  "application/xml")

    story(site, "/a", 3)
    tell("2026-02-01")
    assert len(make(source).articles) == 1
    make.clock.time += timedelta(hours=2)
    assert make(source).articles == []
    story(site, "/a", 5)
    tell("2026-02-02")
    make.clock.time += timedelta(hours=2)
    assert "killed 5 farmers" in make(source).articles[0].text


def test_a_sitemap_index_packed_and_filtered_is_followed(site, make):
    ns = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
    site.page("/index.xml", f"<sitemapindex {ns}><sitemap><loc>{site.url('/part.xml.gz')}</loc></sitemap></sitemapindex>", "text/xml")
    part = "".join(f"<url><loc>{site.url(path)}</loc><lastmod>{day}</lastmod></url>" for path, day in
                   (("/world/new", "2026-02-01"), ("/world/old", "2019-01-01"), ("/sport/new", "2026-02-01")))
    site.page("/part.xml.gz", gzip.compress(f"<urlset {ns}>{part}</urlset>".encode()), "application/gzip")
    for path in ("/world/new", "/world/old", "/sport/new"):
        story(site, path)
    source = f'[[source]]\nname = "map"\nkind = "sitemap"\nurl = "{site.url("/index.xml")}"\nonly = ["/world/*"]\nsince = "2026-01-01"\n'
    assert [a.uri for a in make(source).articles] == [site.url("/world/new")]


def test_entries_are_read_from_the_feed_itself_and_once_only(site, make):
    source = feed(site, "/a", "/b") + 'take = "entries"\n'
    desk = make(source)
    assert len(desk.articles) == 2
    assert desk.got[0][1] == "feed"
    feed(site, "/a", "/b", "/c")
    make.clock.time += timedelta(hours=2)
    assert [a.title for a in make(source).articles] == ["T/c"]


@pytest.mark.parametrize("bomb", [
    b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><urlset>&b;</urlset>",
    b"<!DOCTYPE urlset SYSTEM 'http://127.0.0.1/x.dtd'><urlset/>",
    "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><urlset>&a;</urlset>".encode("utf-16"),
    gzip.compress(b"<!ENTITY a 'b'>", mtime=0),
])  # fmt: skip
@pytest.mark.parametrize("role", ["feed", "sitemap"])
def test_xml_with_declarations_of_its_own_is_refused(bomb, role):
    with pytest.raises(InputError) as caught:
        links_of(bomb, "http://news.example/", role)
    assert caught.value.code == "xml-declares"


@pytest.mark.parametrize(("body", "role", "code"), [(b"<html>no</html>", "sitemap", "not-a-sitemap"), (b"\xff\xfe\x00", "sitemap", "not-a-sitemap"),
                                                    (b"hello", "feed", "not-a-feed"), (b"", "feed", "not-a-feed"), (b"<a>" * 5000, "sitemap", "not-a-sitemap")])  # fmt: skip
def test_what_is_no_feed_or_sitemap_is_named(body, role, code):
    with pytest.raises(InputError) as caught:
        links_of(body, "http://news.example/", role)
    assert caught.value.code == code


def test_links_to_other_hosts_are_facts_and_not_followed(site, make):
    story(site, "/a")
    desk = make(feed(site, "/a", "http://evil.example/x", "http://127.0.0.1:22/", "javascript:alert(1)", f"http://127.0.0.1:{site.port}/inside"))
    assert len(desk.articles) == 1
    assert {code for code, _ in rows(make)} == {"host-not-allowed", "scheme"}
    assert "/inside" not in site.paths()


def test_a_page_does_not_speak_for_another_host(site, make):
    site.page("/a", STORY.format(title="A", n=3).replace("<head>", "<head><link rel='canonical' href='https://great-paper.example/story'>"))
    assert make(feed(site, "/a")).articles[0].uri == site.url("/a")


# ---------------------------------------------------------------- politeness

def test_robots_is_obeyed_and_kept_for_a_day(site, make):
    site.page("/robots.txt", "User-agent: *\nDisallow: /private/*\nCrawl-delay: 7\n", "text/plain")
    for path in ("/private/a", "/b", "/c"):
        story(site, path)
    desk = make(feed(site, "/private/a", "/b", "/c"))
    assert {a.uri for a in desk.articles} == {site.url("/b"), site.url("/c")}
    assert "/private/a" not in site.paths()
    assert site.paths().count("/robots.txt") == 1
    assert ("robots", 1) in rows(make)
    assert sum(make.clock.waited) >= 14


def test_nothing_is_fetched_while_robots_cannot_be_had(site, make):
    site.pages["/robots.txt"] = (500, {}, b"")
    story(site, "/a")
    source = feed(site, "/a")
    assert make(source).got == []
    assert site.paths() == ["/robots.txt"]
    assert rows(make) == {("robots-unknown", 1)}
    del site.pages["/robots.txt"]
    make.clock.time += timedelta(hours=2)
    assert len(make(source).articles) == 1
    assert rows(make) == set()


def test_a_redirect_into_what_robots_forbids_is_not_followed(site, make):
    site.page("/robots.txt", "User-agent: Tocsin\nDisallow: /no\n", "text/plain")
    site.redirect("/a", "/no")
    story(site, "/no")
    assert make(feed(site, "/a")).got == []
    assert ("robots", 1) in rows(make)


def test_requests_to_a_host_keep_their_distance(site, make):
    for path in ("/a", "/b", "/c"):
        story(site, path)
    make(feed(site, "/a", "/b", "/c"), pause=10.0)
    assert [round(seconds) for seconds in make.clock.waited] == [10] * 4


def test_a_busy_host_is_left_alone_for_as_long_as_it_asks(site, make):
    story(site, "/b")
    site.pages["/a"] = (429, {"Retry-After": "3000"}, b"")
    source = feed(site, "/a", "/b")
    desk = make(source)
    asked = len(site.asked)
    make.clock.time += timedelta(minutes=20)
    make(source)
    assert len(site.asked) == asked or desk.articles
    story(site, "/a")
    make.clock.time += timedelta(hours=1)
    make(source)
    assert {"/a", "/b"} <= set(site.paths())
    assert rows(make) == set()


def test_failures_are_counted_and_given_up_at_last(site, make):
    site.pages["/a"] = (500, {}, b"")
    source = feed(site, "/a")
    for _ in range(12):
        desk = make(source)
        make.clock.time += timedelta(days=1)
    assert rows(make) == {("status", 6)}
    assert desk.failures == []
    site.pages["/gone"] = (410, {}, b"")
    make(feed(site, "/gone"))
    make.clock.time += timedelta(days=1)
    make(feed(site, "/gone"))
    assert site.paths().count("/gone") == 1


def test_the_pause_doubles_with_a_jitter_that_can_be_repeated():
    pauses = [back_off("http://news.example/a", n) for n in range(12)]
    assert pauses == [back_off("http://news.example/a", n) for n in range(12)]
    assert all(30 * 2**n <= min(pause, 86_400) or pause >= 43_200 for n, pause in enumerate(pauses))
    assert max(pauses) <= 86_400
    assert back_off("http://news.example/b", 3) != pauses[3]


# ---------------------------------------------------------------- folders and mail

def drop(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    old = datetime(2026, 3, 1, 8, 0, tzinfo=UTC).timestamp()
    os.utime(path, (old, old))


FOLDER = '[[source]]\nname = "inbox"\nkind = "folder"\npath = "inbox"\n'
MAIL = '[[source]]\nname = "partners"\nkind = "mail"\npath = "mail"\n'


def test_a_folder_is_read_once_and_a_changed_file_again(tmp_path, make):
    drop(tmp_path / "inbox" / "a.txt", "Gunmen killed three farmers on Monday, police said.")
    drop(tmp_path / "inbox" / "sub" / "b.jsonl", '{"id": "x1", "text": "Five people were killed in the town."}\n{"id": "x2", "text": "Two people were hurt."}\n')
    drop(tmp_path / "inbox" / ".hidden.txt", "not this one")
    (tmp_path / "inbox" / "link.txt").symlink_to("/etc/hostname")
    desk = make(FOLDER, network=False)
    assert sorted(a.ref for a in desk.articles) == ["inbox/a.txt", "x1", "x2"]
    make.clock.time += timedelta(hours=2)
    assert make(FOLDER, network=False).got == []
    drop(tmp_path / "inbox" / "a.txt", "Gunmen killed four farmers on Monday, police said.")
    make.clock.time += timedelta(hours=2)
    assert len(make(FOLDER, network=False).articles) == 1


def test_a_file_that_is_still_being_written_waits(tmp_path, make):
    drop(tmp_path / "inbox" / "a.txt", "Gunmen killed three farmers on Monday.")
    now = make.clock.time.timestamp()
    os.utime(tmp_path / "inbox" / "a.txt", (now, now))
    assert make(FOLDER, network=False).got == []
    make.clock.time += timedelta(hours=2)
    assert len(make(FOLDER, network=False).articles) == 1


def letter(subject="Attack on a village", *, html=True):
    mail = EmailMessage()
    mail["From"] = "Field Office <field@partner.example>"
    mail["Subject"] = subject
    mail["Date"] = "Sat, 28 Feb 2026 10:00:00 +0000"
    mail.set_content("Gunmen killed three farmers near Gwoza on Friday, the police said.")
    if html:
        mail.add_alternative(STORY.format(title=subject, n=3), subtype="html")
    mail.add_attachment("Five people were killed in Maiduguri on Thursday.", filename="note.txt")
    mail.add_attachment(b"\x89PNG....", maintype="image", subtype="png", filename="map.png")
    return mail


def test_a_maildir_is_read_text_and_attachments(tmp_path, make):
    box = mailbox.Maildir(str(tmp_path / "mail"), create=True)
    box.add(letter())
    desk = make(MAIL, network=False)
    assert next((a.title, a.outlet, str(a.published)) for a in desk.articles) == ("Attack on a village", "Field Office", "2026-02-28")
    assert "Five people were killed" in desk.articles[1].text
    assert len(desk.got) == 2
    assert {method for _, method in desk.got} == {"mail"}
    make.clock.time += timedelta(hours=2)
    assert make(MAIL, network=False).got == []
    assert len(mailbox.Maildir(str(tmp_path / "mail"))) == 1


def test_an_mbox_is_read(tmp_path, make):
    box = mailbox.mbox(str(tmp_path / "mail"), create=True)
    box.add(letter("One", html=False))
    box.add(letter("Two"))
    box.flush()
    box.close()
    assert {a.title for a in make(MAIL, network=False).articles} >= {"One", "Two"}


@pytest.mark.parametrize("raw", [b"", b"\x00\xff" * 50, b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: multipart/mixed; boundary=x\n\n" * 3000,
                                 b"Date: not a day\nSubject: =?x?q?=\nContent-Type: text/plain; charset=no-such\n\nhello there",
                                 b"Content-Type: text/html; charset=utf-7\nContent-Transfer-Encoding: base64\n\n!!!!"])
def test_hostile_mail_breaks_nothing(tmp_path, make, raw):
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "x.eml").write_bytes(raw)
    (tmp_path / "mail" / "y.eml").write_bytes(bytes(letter()))
    assert any(a.title == "Attack on a village" for a in make(MAIL, network=False).articles)


# ---------------------------------------------------------------- archive, replay, crashes

def test_all_that_came_can_be_replayed_to_the_same_articles(site, tmp_path, make):
    story(site, "/a", 3)
    site.page("/b", gzip.compress(STORY.format(title="B", n=9).encode()), Content_Encoding="gzip")
    site.redirect("/c", "/d")
    story(site, "/d", 7)
    site.page("/robots.txt", "User-agent: *\nAllow: /\n", "text/plain")
    site.pages["/bad"] = (404, {}, b"")
    drop(tmp_path / "inbox" / "a.txt", "Gunmen killed three farmers on Monday, police said.")
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "y.eml").write_bytes(bytes(letter()))
    second = feed(site, "/x", "/y", path="/feed2.xml").replace('"news"', '"short"') + 'take = "entries"\n'
    first = make(feed(site, "/a", "/b", "/c", "/bad") + second + FOLDER + MAIL)
    again = Desk()
    count = replay(sorted((make.folder / "archive").glob("*.warc.gz")), again)
    assert count == len(first.articles) == 8
    assert again.got == first.got


def test_the_archive_is_a_sound_warc_with_requests_responses_and_failures(site, make):
    from warcio.archiveiterator import ArchiveIterator

    story(site, "/a")
    site.pages["/bad"] = (404, {}, b"")
    make(feed(site, "/a", "/bad"))
    (path,) = (make.folder / "archive").glob("*.warc.gz")
    with path.open("rb") as stream:
        kinds = []
        for record in ArchiveIterator(stream, check_digests=True):
            content = record.content_stream().read()
            assert record.digest_checker.passed is not False
            kinds.append((record.rec_type, record.rec_headers.get_header("WARC-Tocsin-Role")))
            if record.rec_type == "metadata":
                assert json.loads(content)["failure"] == "status"
    assert kinds.count(("response", "page")) == 1
    assert ("metadata", "failure") in kinds
    assert kinds.count(("request", None)) == kinds.count(("response", "page")) + kinds.count(("response", "feed")) + kinds.count(("response", "failure"))
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("crash", ["before", "after"])
def test_a_crash_before_or_after_the_ledger_loses_nothing(site, make, crash):
    for path in ("/a", "/b"):
        story(site, path, 3 if path == "/a" else 4)
    source = feed(site, "/a", "/b")
    first = Desk()
    first.crash = crash
    with pytest.raises(KeyboardInterrupt):
        make(source, desk=first)
    site.pages.clear()  # the site is gone: what came must come from the archive
    second = make(source)
    first_taken = {a.id for a in first.articles}
    assert len({a.id for a in second.articles} | first_taken) == 1
    assert len(second.articles) == 1


def test_a_record_that_was_cut_in_the_middle_is_cut_off(site, make):
    story(site, "/a")
    source = feed(site, "/a")
    make(source)
    (path,) = (make.folder / "archive").glob("*.warc.gz")
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:300])
    story(site, "/b", 5)
    feed(site, "/a", "/b")
    make.clock.time += timedelta(hours=2)
    assert len(make(source).articles) == 1
    assert sum(isinstance(kept, Kept) for kept, _ in kept_in(path)) == 4


def test_a_second_watch_on_the_folder_is_refused(tmp_path):
    with State(tmp_path), pytest.raises(LedgerBusyError):
        State(tmp_path)


def test_a_watch_stops_between_two_pages_and_goes_on_later(site, make):
    for number in range(5):
        story(site, f"/{number}", number + 2)
    source = feed(site, *(f"/{number}" for number in range(5)))
    make.clock.stop_after = 3
    first = make(source)
    make.clock.stop_after = None
    second = make(source)
    assert 0 < len(first.articles) < 5
    assert len({a.id for a in first.articles + second.articles}) == len(first.articles) + len(second.articles) == 5


# ---------------------------------------------------------------- the file

@pytest.mark.parametrize(("text", "word"), [
    ('folder = "w"\n[[source]]\nname = "a"\nkind = "feed"\nurl = "https://x.example/"\n', "allow = true"),
    ('folder = "w"\n[network]\nallow = false\n', "network.allow"),
    ('folder = "w"\n[network]\nallow = true\ntest_opening = [8000]\n', "TOCSIN_TEST_OPENING"),
    ('folder = "w"\n[network]\nallow = true\n[[source]]\nname = "a"\nkind = "feed"\nurl = "https://u:p@x.example/"\n', "user name"),
    ('folder = "w"\n[network]\nallow = true\n[[source]]\nname = "a"\nkind = "feed"\nurl = "https://x.example/"\nevery = "1m"\n', "5m"),
    ('folder = "w"\n[[source]]\nname = "a"\nkind = "folder"\nurl = "https://x.example/"\n', "path"),
    ('folder = "w"\nsurprise = 1\n', "surprise"), ("nonsense", "TOML"), ("", "folder"),
])  # fmt: skip
def test_a_file_with_problems_names_them(tmp_path, text, word):
    (tmp_path / "w.toml").write_text(text)
    with pytest.raises(UsageError, match=word):
        read_watch_file(tmp_path / "w.toml", {})


def test_the_example_is_sound():
    file = read_watch_file(Path(__file__).parents[2] / "examples" / "watch.toml", {})
    assert file.opening == frozenset()
    assert file.pause == 5.0


# ---------------------------------------------------------------- the command

def command(tmp_path, *more, **environment):
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src"), "TOCSIN_TEST_OPENING": "1", "TOCSIN_AUTHOR": "ada", **environment}
    return subprocess.Popen([sys.executable, "-m", "tocsin", "watch", str(tmp_path / "desk.toml"), *more], env=env, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)  # fmt: skip


@pytest.mark.model
def test_a_killed_watch_loses_nothing_and_a_replay_makes_the_same_records(site, tmp_path):
    from tocsin.asking.lists import each_record, list_articles
    from tocsin.ledger.store import Ledger

    def told(name):
        with Ledger.open(str(tmp_path / name)) as store, store.reading() as connection:
            assert store.verify() == []
            incidents = [(row["id"], row["label"], row["toll"]) for row in each_record(connection, "incident")]
            return incidents, [row["id"] for row in list_articles(connection).rows]

    for number in range(4):
        story(site, f"/{number}", number + 3)
    source = feed(site, *(f"/{number}" for number in range(4))).replace("news.example", "127.0.0.1")
    site.page("/feed.xml", site.pages["/feed.xml"][2].replace(b"news.example", b"127.0.0.1"), "application/rss+xml")
    (tmp_path / "desk.toml").write_text(f'folder = "watch"\nledger = "news.ledger"\n[network]\nallow = true\ntest_opening = [{site.port}]\n{source}')
    running = command(tmp_path, "--json")
    assert json.loads(running.stdout.readline())["outcome"] == "new"
    running.send_signal(signal.SIGKILL)
    running.wait()
    done = command(tmp_path, "--once")
    _, said = done.communicate(timeout=120)
    assert done.returncode == 0, said
    incidents, articles = told("news.ledger")
    assert len(articles) == 4
    archives = sorted((tmp_path / "watch" / "archive").glob("*.warc.gz"))
    again = command(tmp_path, "--ledger", str(tmp_path / "again.ledger"), *(part for path in archives for part in ("--replay", str(path))))
    _, said = again.communicate(timeout=120)
    assert again.returncode == 0, said
    assert told("again.ledger") == (incidents, articles)


@pytest.mark.model
def test_a_running_watch_ends_cleanly_when_it_is_asked_to(tmp_path):
    drop(tmp_path / "inbox" / "a.txt", "Gunmen killed three farmers on Monday, police said.")
    (tmp_path / "desk.toml").write_text('folder = "watch"\nledger = "news.ledger"\n' + FOLDER)
    running = command(tmp_path, "--json")
    assert json.loads(running.stdout.readline())["outcome"] == "new"
    time.sleep(0.3)
    running.send_signal(signal.SIGTERM)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 0, said
    assert "stopping" in said
