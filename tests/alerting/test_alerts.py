"""Alerts: what fires and why, what never leaves, and that nothing is told twice."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from xml.etree import ElementTree as ET

import feedparser
import pytest
from handmade import actor, attack, event, ingest, reading
from webservers import here, raw_server, serve

from tocsin.alerting.fire import alerts_between
from tocsin.alerting.forms import atom_feed
from tocsin.alerting.outbox import Outbox, period_of
from tocsin.alerting.rules import is_mail_address, read_alerts
from tocsin.alerting.tell import Teller
from tocsin.alerting.webhook import signature
from tocsin.alerting.withheld import clean
from tocsin.asking.desk import find_subject
from tocsin.asking.lists import each_record
from tocsin.errors import UsageError
from tocsin.publication.profile import read_profile
from tocsin.watching.settings import read_watch_file

SECRET = "a secret of the desk"


def status_of(name, outlet, published, words, *, factuality="CT+", kind="dead"):
    text = f"{name}, a commander, {words}, officials said."
    person = actor(text, 1, name, kind="person")
    claim = event(text, words, kind="status", type=kind, actor=["a1"], factuality=factuality, day=published)
    return reading(text, [claim], actors=[person], outlet=outlet, published=published)


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """Makes alert settings from TOML; a channel `c` on the terminal is there already."""
    monkeypatch.setenv("TOCSIN_TEST_OPENING", "1")

    def make(text, *, channels=True, network=""):
        path = tmp_path / "desk.toml"
        head = '[[channel]]\nname = "c"\nkind = "terminal"\n' if channels else ""
        path.write_text(f'folder = "watch"\n{network}\n{head}\n{text}', encoding="utf-8")
        return read_alerts(read_watch_file(path))

    return make


def rule(on, when="", name="rule", more="", channel="c"):
    return f'[[alert]]\nname = "{name}"\non = {json.dumps(on)}\nchannel = ["{channel}"]\nwhen = {{{when}}}\n{more}\n'


def fired(ledger, before, settings, after=None):
    with ledger.reading() as connection:
        return list(alerts_between(connection, before, after or ledger.head()[0], settings))


def incident(ledger):
    with ledger.reading() as connection:
        return next(each_record(connection, "incident"))


def decide(ledger, verb, record_id, value=None):
    with ledger.reading() as connection:
        found = find_subject(connection, record_id)
    return ledger.decide(verb, (found.kind, found.id), who="ada", reason="because", anchors=found.anchors, value=value)


# ---------------------------------------------------------------- what fires

def test_a_new_incident_fires_with_its_reasons(sqlite_ledger, settings):
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16"))
    found = fired(sqlite_ledger, 0, settings(rule(["new"], 'country = "Libya", community = "Christianity", killed = 20')))
    assert len(found) == 1
    assert found[0]["title"].startswith("New: ")
    assert found[0]["why"] == ["matches country=Libya, community=Christianity, killed=20", "waits for: new"]
    assert "told by Example Times" in found[0]["what"]


@pytest.mark.parametrize("when", ['country = "NGA"', "killed = 22", 'community = "Judaism"', 'place = "Maiduguri"', 'near = "10,10,5"', 'actor = "Nobody"'])
def test_what_does_not_meet_the_conditions_does_not_fire(sqlite_ledger, settings, when):
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16"))
    assert fired(sqlite_ledger, 0, settings(rule(["new"], when))) == []


@pytest.mark.parametrize("when", ['country = "LBY"', "killed = 21", 'community = "christianity"', 'place = "Sirte"', 'near = "31.2,16.6,20"',
                                  'actor = "Desert Brigade"', 'effect = "killed"', 'since = "2015", until = "2015-02"', 'text = "fishermen"'])
def test_the_filter_language_of_the_ledger_is_that_of_alerts(sqlite_ledger, settings, when):
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16"))
    assert len(fired(sqlite_ledger, 0, settings(rule(["new"], when)))) == 1


def test_a_changed_toll_says_from_what_to_what(sqlite_ledger, settings):
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16", killed=20))
    head = sqlite_ledger.head()[0]
    decide(sqlite_ledger, "correct", incident(sqlite_ledger)["id"], {"toll.killed": 21})
    found = fired(sqlite_ledger, head, settings(rule(["changed"], 'country = "LBY"')))
    assert found[0]["what"] == ["killed 20 → 21"]
    assert fired(sqlite_ledger, head, settings(rule(["new"]))) == []


def test_a_toll_that_falls_below_the_threshold_is_told_all_the_same(sqlite_ledger, settings):
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16", killed=25))
    head = sqlite_ledger.head()[0]
    decide(sqlite_ledger, "correct", incident(sqlite_ledger)["id"], {"toll.killed": 2})
    found = fired(sqlite_ledger, head, settings(rule(["changed"], "killed = 20")))
    assert found[0]["why"][0] == "matched before killed=20"


def test_what_changes_nothing_of_the_story_does_not_fire(sqlite_ledger, settings):
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16"))
    head = sqlite_ledger.head()[0]
    decide(sqlite_ledger, "accept", incident(sqlite_ledger)["id"])
    assert fired(sqlite_ledger, head, settings(rule(["new", "changed", "disputed", "withdrawn"]))) == []


def test_sources_that_come_to_disagree_fire(sqlite_ledger, settings):
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16", killed=20))
    head = sqlite_ledger.head()[0]
    ingest(sqlite_ledger, attack("Other Post", "2015-02-17", killed=30))
    found = fired(sqlite_ledger, head, settings(rule(["disputed"])))
    assert "sources disagree on toll.killed" in found[0]["what"]


def test_a_rejected_incident_is_withdrawn(sqlite_ledger, settings):
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16"))
    head = sqlite_ledger.head()[0]
    decide(sqlite_ledger, "reject", incident(sqlite_ledger)["id"])
    found = fired(sqlite_ledger, head, settings(rule(["withdrawn"], 'country = "LBY"')))
    assert (found[0]["what"], found[0]["title"][:9]) == (["rejected by the desk"], "Withdrawn")


def people(ledger):
    with ledger.reading() as connection:
        return {row["label"]: row["status"] for row in each_record(connection, "person")}


def test_the_status_of_a_person_fires_when_it_moves(sqlite_ledger, settings):
    ingest(sqlite_ledger, status_of("Mokhtar Belmokhtar", "Example Times", "2015-06-15", "was killed in an air strike"))
    head = sqlite_ledger.head()[0]
    wanted = settings(rule(["person-status"], 'name = "Mokhtar Belmokhtar"') + "[alerts]\nnames = 'keep'\n")
    first = fired(sqlite_ledger, 0, wanted)
    assert people(sqlite_ledger), "the reading told of nobody"
    assert [alert["what"] for alert in first] == [[f"status not known → {next(iter(people(sqlite_ledger).values()))}"]]
    ingest(sqlite_ledger, status_of("Mokhtar Belmokhtar", "Other Post", "2017-03-06", "is alive", kind="alive"))
    moved = fired(sqlite_ledger, head, wanted)
    assert len(moved) == 1
    assert "Belmokhtar" in moved[0]["title"]
    assert "dead → " in moved[0]["what"][0]


def test_an_alliance_fires_when_it_comes_to_stand(sqlite_ledger, settings):
    text = "The Desert Brigade formed an alliance with the River Front."
    groups = [actor(text, 1, "Desert Brigade", sector="REB"), actor(text, 2, "River Front", sector="REB")]
    claim = event(text, "alliance", kind="relation", type="alliance", actor=["a1"], recipient=["a2"])
    ingest(sqlite_ledger, reading(text, [claim], actors=groups, outlet="Example Times", published="2017-03-06"))
    with sqlite_ledger.reading() as connection:
        assert [row["type"] for row in each_record(connection, "relation")] == ["alliance"]
    found = fired(sqlite_ledger, 0, settings(rule(["new-relation"], 'type = "alliance", party = "River Front"')))
    assert found[0]["what"] == ["state not known → standing"]
    assert fired(sqlite_ledger, 0, settings(rule(["new-relation"], 'type = "rivalry"'))) == []


def case_of(ledger):
    with ledger.reading() as connection:
        return next(each_record(connection, "case"))


def test_an_answered_case_fires_by_the_conditions_of_its_incident(sqlite_ledger, settings):
    row = attack("Example Times", "2015-02-16", extra="There was no word yet on whether the others came home.")
    text = row["article"]["text"]
    start = text.index("no word yet")
    row["cases"] = [{"id": "k1", "incident": "i1", "question": "whether the others came home", "span": [start, len(text)], "in": "text"}]
    ingest(sqlite_ledger, row)
    case, head = case_of(sqlite_ledger), sqlite_ledger.head()[0]
    sqlite_ledger.decide("close", ("case", case["id"]), who="ada", reason="because", anchors=[case["id"]], value={"answer": "they came home"},
                         evidence=[row["article"]["id"]])  # fmt: skip
    assert fired(sqlite_ledger, head, settings(rule(["case-answered"], 'country = "LBY"')))[0]["what"] == ["state open → closed"]
    assert fired(sqlite_ledger, head, settings(rule(["case-answered"], 'country = "NGA"'))) == []


def test_a_correction_of_what_was_published_fires_and_of_what_was_not_does_not(sqlite_ledger, settings, tmp_path):
    profile = b'title = "Attacks"\naudience = "public"\nformats = ["csv"]\nids = "stable"\n[admit]\nreviews = ["unreviewed", "corrected"]\n[filter]\ncountry = "LBY"\n'
    (tmp_path / "public.toml").write_bytes(profile)
    wanted = settings(rule(["correction-of-published"]) + '[alerts]\npublished = ["public.toml"]\n')
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16", killed=20))
    ingest(sqlite_ledger, attack("Other Post", "2020-02-16", killed=3, place="Maiduguri", day="2020-02-15"))
    with sqlite_ledger.reading() as connection:
        ids = {row["place"]["country"]: row["id"] for row in each_record(connection, "incident")}
    head = sqlite_ledger.head()[0]
    decide(sqlite_ledger, "correct", ids["LBY"], {"toll.killed": 22})
    assert fired(sqlite_ledger, head, wanted) == []
    sqlite_ledger.note_act("publish", ("release", "x"), {"profile": read_profile(profile).sha256, "counts": {}}, who="ada")
    head = sqlite_ledger.head()[0]
    decide(sqlite_ledger, "correct", ids["LBY"], {"toll.killed": 23})
    decide(sqlite_ledger, "correct", ids["NGA"], {"toll.killed": 4})
    found = fired(sqlite_ledger, head, wanted)
    assert [(alert["record"], alert["what"]) for alert in found] == [(ids["LBY"], ["killed 22 → 23"])]
    assert found[0]["title"].startswith("Published, now corrected: ")


# ---------------------------------------------------------------- what stays inside

ALL = ["new", "changed", "disputed", "withdrawn", "person-status", "new-relation", "case-answered"]


@pytest.mark.parametrize("verb", ["seal", "redact"])
def test_nothing_is_told_of_what_is_sealed_or_redacted(sqlite_ledger, settings, verb):
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16", killed=20))
    record = incident(sqlite_ledger)
    head = sqlite_ledger.head()[0]
    decide(sqlite_ledger, verb, record["id"], {"scope": "names"} if verb == "redact" else None)
    decide(sqlite_ledger, "correct", record["id"], {"toll.killed": 21})
    assert fired(sqlite_ledger, head, settings(rule(ALL))) == []
    assert fired(sqlite_ledger, 0, settings(rule(ALL))) == []


def test_lifting_a_seal_tells_nothing_by_itself(sqlite_ledger, settings):
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16", killed=20))
    record = incident(sqlite_ledger)
    decide(sqlite_ledger, "seal", record["id"])
    head = sqlite_ledger.head()[0]
    decide(sqlite_ledger, "unseal", record["id"])
    assert fired(sqlite_ledger, head, settings(rule(ALL))) == []


def test_nothing_is_told_of_what_stands_on_a_sealed_article(sqlite_ledger, settings):
    (article,) = ingest(sqlite_ledger, attack("Example Times", "2015-02-16", killed=20))
    decide(sqlite_ledger, "seal", article)
    head = sqlite_ledger.head()[0]
    decide(sqlite_ledger, "correct", incident(sqlite_ledger)["id"], {"toll.killed": 21})
    assert fired(sqlite_ledger, head, settings(rule(ALL))) == []


def test_people_who_are_not_public_are_not_named_unless_the_file_says_so(sqlite_ledger, settings):
    ingest(sqlite_ledger, status_of("Jonah Quillfeather", "Example Times", "2015-06-15", "was killed in an air strike"))
    text = json.dumps(fired(sqlite_ledger, 0, settings(rule(ALL, name="about Jonah Quillfeather"))))
    assert "person" in text
    assert not {"quillfeather", "jonah"} & set(text.lower().replace(":", " ").replace('"', " ").split())
    open_ = json.dumps(fired(sqlite_ledger, 0, settings(rule(ALL) + "[alerts]\nnames = 'keep'\n")))
    assert "Quillfeather" in open_


# ---------------------------------------------------------------- once

class Told:
    def __init__(self):
        self.lines = []
        self.trouble = []
        self.time = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def teller(sqlite_ledger, tmp_path):
    """Makes a teller that remembers what it told."""
    made = []

    def make(settings, guard=None):
        told = Told()
        outbox = Outbox(tmp_path / "watch")
        made.append(outbox)
        one = Teller(settings, outbox, sqlite_ledger, "ada", guard, "Tocsin/test", lambda: told.time, told.lines.append, told.trouble.append)
        return one, told

    yield make
    for outbox in made:
        outbox.close()


def test_nothing_is_told_twice_however_often_it_is_looked_at(sqlite_ledger, settings, teller):
    one, told = teller(settings(rule(["new"])))
    one.begin()
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16"))
    for since in (None, None, 0, 0):
        one.look(since)
        one.tell()
    again, later = teller(one.settings)
    again.look(0)
    again.tell()
    assert (len(told.lines), len(later.lines)) == (1, 0)


def test_what_was_in_the_ledger_before_is_no_news(sqlite_ledger, settings, teller):
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16"))
    one, told = teller(settings(rule(["new"])))
    one.begin()
    one.look()
    one.tell()
    assert told.lines == []


def test_a_ledger_that_was_new_is_told_from_its_start_even_after_a_crash(sqlite_ledger, settings, teller):
    one, _ = teller(settings(rule(["new"])))
    one.begin()
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16"))
    again, told = teller(one.settings)
    again.begin()
    again.look()
    again.tell()
    assert len(told.lines) == 1


def test_the_same_change_coming_back_is_a_new_change(sqlite_ledger, settings, teller):
    one, told = teller(settings(rule(["changed"])))
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16", killed=20))
    one.begin()
    for figure in (21, 22, 21, 22):
        decide(sqlite_ledger, "correct", incident(sqlite_ledger)["id"], {"toll.killed": figure})
        one.look()
        one.tell()
    assert [line.split("\n")[1].strip() for line in told.lines] == ["killed 20 → 21", "killed 21 → 22", "killed 22 → 21", "killed 21 → 22"]


@pytest.mark.parametrize(("digest", "wait"), [("day", timedelta(days=1)), ("week", timedelta(days=7))])
def test_a_digest_waits_until_its_time_is_over(sqlite_ledger, settings, teller, digest, wait):
    one, told = teller(settings(rule(["new"], more=f'digest = "{digest}"')))
    one.begin()
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16"))
    one.look()
    one.tell()
    assert told.lines == []
    told.time += wait
    one.tell()
    assert len(told.lines) == 1
    assert period_of("week", datetime(2021, 1, 3)) == "2020-W53"  # noqa: DTZ001


# ---------------------------------------------------------------- files

def alert(**fields):
    return {"schema": "tocsin.alert/1", "id": "a" * 24, "at": "2026-03-01T09:00:00Z", "period": "", "rule": "r", "kind": "incident", "record": "i1", "title": "New: x",
            "what": ["killed 1 → 2"], "why": ["matches every record"], "link": None, "digest": "none", **fields}


def test_the_atom_feed_is_valid_and_its_texts_are_no_markup():
    raw = atom_feed([alert(title="<script>alert(1)</script> & co", link="https://desk.example/incident/i1"), alert(id="b" * 24)])
    root = ET.fromstring(raw)
    ns = {"a": "http://www.w3.org/2005/Atom"}
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert all(root.find(f"a:{name}", ns) is not None for name in ("id", "title", "updated", "author"))
    assert all(entry.find(f"a:{name}", ns) is not None for entry in root.findall("a:entry", ns) for name in ("id", "title", "updated", "content"))
    assert b"<script" not in raw
    parsed = feedparser.parse(raw)
    assert not parsed.bozo
    assert parsed.entries[0].title == "<script>alert(1)</script> & co" or "script" in parsed.entries[0].title
    assert feedparser.parse(atom_feed([])).version == "atom10"


def test_files_hold_all_that_was_told_and_belong_to_their_owner(sqlite_ledger, settings, teller, tmp_path):
    channels = "".join(f'[[channel]]\nname = "{kind}"\nkind = "{kind}"\npath = "out/alerts.{kind}"\n' for kind in ("atom", "page"))
    one, _ = teller(settings(channels + '[[alert]]\nname = "r"\non = ["new"]\nchannel = ["atom", "page"]\n'))
    one.begin()
    for place, day in (("Sirte", "2015-02-15"), ("Maiduguri", "2016-03-01")):
        ingest(sqlite_ledger, attack("Example Times", day, place=place, day=day))
        one.look()
        one.tell()
    page = json.loads((tmp_path / "out" / "alerts.page").read_bytes())
    assert page["schema"] == "tocsin.alerts/1"
    assert len(page["alerts"]) == len(feedparser.parse((tmp_path / "out" / "alerts.atom").read_bytes()).entries) == 2
    assert (tmp_path / "out" / "alerts.page").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["\x1b[2Jgone", "a\r\nBcc: x@y.z", "\u202eevil", "x" * 5000, "\x00\ud800", "  many   blanks  "])
def test_texts_are_on_one_line_and_steer_nothing(text):
    plain = clean(text)
    assert plain.isprintable()
    assert len(plain) <= 300


# ---------------------------------------------------------------- webhook and mail

HOOK = '[[channel]]\nname = "hook"\nkind = "webhook"\nurl = "http://hook.example:{port}/in"\nsecret_env = "HOOK_SECRET"\n'
NET = "[network]\nallow = true\ntest_opening = [{port}]\n"


@pytest.fixture
def hook(sqlite_ledger, settings, teller, monkeypatch, tmp_path):
    """A webhook on a real server, with one alert on its way."""
    monkeypatch.setenv("HOOK_SECRET", SECRET)

    def make(port):
        wanted = settings(HOOK.format(port=port) + rule(["new"], channel="hook"), network=NET.format(port=port))
        guard = read_watch_file(tmp_path / "desk.toml").guard(resolve=here)
        one, told = teller(wanted, guard)
        one.begin()
        ingest(sqlite_ledger, attack("Example Times", "2015-02-16"))
        one.look()
        return one, told

    return make


def test_a_webhook_is_signed_and_called_once(hook, sqlite_ledger):
    with serve() as site:
        one, _ = hook(site.port)
        one.tell()
        one.tell()
        ((path, headers, body),) = site.posted
    expected = hmac.new(SECRET.encode(), headers["Tocsin-Timestamp"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["Tocsin-Signature"] == f"v1={expected}" == signature(SECRET.encode(), headers["Tocsin-Timestamp"], body)
    assert path == "/in"
    assert json.loads(body)["alerts"][0]["title"].startswith("New: ")
    assert SECRET not in str(headers) + body.decode()
    assert sqlite_ledger.verify() == []


def test_a_webhook_that_fails_is_tried_again_and_a_refusal_is_final(hook):
    with serve() as site:
        site.pages["/in"] = (503, {"Retry-After": "60"}, b"")
        one, told = hook(site.port)
        one.tell()
        one.tell()
        assert len(site.posted) == 1
        site.pages["/in"] = (410, {}, b"")
        told.time += timedelta(hours=1)
        one.tell()
        told.time += timedelta(days=2)
        one.tell()
        assert len(site.posted) == 2
    assert one.outbox.troubled()[0]["state"] == "failed"


def test_a_webhook_that_may_have_arrived_is_not_called_again(hook):
    with raw_server(lambda connection: connection.close()) as port:
        one, told = hook(port)
        one.tell()
    assert [row["state"] for row in one.outbox.troubled()] == ["uncertain"]
    told.time += timedelta(days=2)
    one.tell()
    assert len(told.trouble) == 1


def test_a_crash_while_sending_sends_nothing_twice(hook, teller):
    with serve() as site:
        one, told = hook(site.port)
        ids = [row["id"] for row in one.outbox.due("hook", told.time)]
        one.outbox.mark(ids, "hook", "sending")
        again, _ = teller(one.settings, one.guard)
        again.tell()
        assert site.posted == []
        assert [row["state"] for row in again.outbox.troubled()] == ["uncertain"]


def test_a_webhook_does_not_follow_redirects(hook):
    with serve() as site:
        site.redirect("/in", "/elsewhere", status=307)
        one, _ = hook(site.port)
        one.tell()
        assert [path for path, _, _ in site.posted] == ["/in"]
    assert one.outbox.troubled()[0]["state"] == "failed"


def test_a_webhook_inside_the_network_is_not_called(hook):
    with serve() as site:
        one, told = hook(site.port)
        one = replace(one, guard=replace(one.guard, opening=frozenset(), ports=frozenset({site.port})))
        one.tell()
        assert site.posted == []
    assert "not on the public internet" in told.trouble[0]


@pytest.fixture
def post():
    """A real mail server on this machine, and what it got."""
    smtp = pytest.importorskip("aiosmtpd.controller")
    got = []

    class Handler:
        async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 the name that aiosmtpd calls
            got.append(envelope)
            return "250 OK"

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = smtp.Controller(Handler(), hostname="127.0.0.1", port=port)
    controller.start()
    yield port, got
    controller.stop()


def mail_channel(port, extra=""):
    return (f'[[channel]]\nname = "editor"\nkind = "mail"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\nsender = "tocsin@desk.example"\n'
            f'to = ["editor@desk.example", "second@desk.example"]\n{extra}')


def test_mail_goes_through_the_guard_as_one_digest(sqlite_ledger, settings, teller, tmp_path, post):
    port, got = post
    wanted = settings(mail_channel(port) + rule(["new"], channel="editor", more='digest = "day"'), network=NET.format(port=port))
    one, told = teller(wanted, read_watch_file(tmp_path / "desk.toml").guard())
    one.begin()
    for place, day in (("Sirte", "2015-02-15"), ("Maiduguri", "2016-03-01")):
        ingest(sqlite_ledger, attack("Example Times", day, place=place, day=day))
        one.look()
    told.time += timedelta(days=1)
    one.tell()
    one.tell()
    assert told.trouble == []
    (envelope,) = got
    mail = message_from_bytes(envelope.content, policy=policy.default)
    assert envelope.rcpt_tos == ["editor@desk.example", "second@desk.example"]
    assert mail["Subject"] == "Tocsin: 2 alerts of 2026-03-02 (rule)"
    assert mail["Message-ID"].endswith("@desk.example>")
    text = mail.get_content()
    assert text.count("New: ") == 2
    assert mail.get_content_type() == "text/plain"


def test_a_mail_server_that_is_not_there_is_tried_later(sqlite_ledger, settings, teller, tmp_path):
    with serve() as site:
        port = site.port
    wanted = settings(mail_channel(port) + rule(["new"], channel="editor"), network=NET.format(port=port))
    one, told = teller(wanted, read_watch_file(tmp_path / "desk.toml").guard())
    one.begin()
    ingest(sqlite_ledger, attack("Example Times", "2015-02-16"))
    one.look()
    one.tell()
    assert "tried again later" in told.trouble[0]


@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: x@y.example", "a b@c.example", "<a@b.example>", "a@b", "", "a@b.example,c@d.example", "a@@b.example", '"x"@b.example'])
def test_what_is_no_plain_mail_address_is_refused(address):
    assert not is_mail_address(address)
    assert is_mail_address("editor+tocsin@desk.example")


@pytest.mark.parametrize(("text", "word"), [
    (rule(["new"], channel="nowhere"), "no channel is called nowhere"), (rule(["new"], 'country = "Nowhereland"'), "country"),
    (rule(["new"], 'since = "soon"'), "since"), (rule(["correction-of-published"]), "published"), (rule(["new"]) * 2, "two are called"),
    ('[[channel]]\nname = "m"\nkind = "mail"\n', "a mail needs"), ('[[channel]]\nname = "h"\nkind = "webhook"\nurl = "https://x.example/"\nsecret_env = "S"\n', "network"),
    ('[alerts]\npublished = ["missing.toml"]\n', "missing.toml"),
])  # fmt: skip
def test_rules_with_problems_are_named(settings, text, word):
    with pytest.raises(UsageError, match=word):
        settings(text)


def test_a_webhook_must_be_called_by_https(settings):
    with pytest.raises(UsageError, match="https"):
        settings('[[channel]]\nname = "h"\nkind = "webhook"\nurl = "http://x.example/"\nsecret_env = "S"\n', network="[network]\nallow = true\n")
