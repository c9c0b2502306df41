"""The article reader: every character of the text, each span escaped and tied to its claims."""

from __future__ import annotations

import html
import re

import lxml.html
import pytest
from fastapi.testclient import TestClient
from handmade import actor, attack, event, ingest, reading

from tocsin.ledger.store import Ledger
from tocsin.web.app import make_app
from tocsin.web.settings import Settings

PAGE = {"accept": "text/html"}
HOSTILE = [
    "<script>alert(1)</script> Gunmen killed 3 men.", "<img src=x onerror=alert(1)> Gunmen killed 3 men.", "</a></div><style>*{display:none}</style> Gunmen killed 3 men.",
    "{{ 7 * 7 }} {% raw %} Gunmen killed 3 men.", "javascript:alert(1) data:text/html,x Gunmen killed 3 men.", "\u202egnp.exe\u202c \u2066 Gunmen killed 3 men.",
    "\x00\x08\x1b[31m Gunmen killed 3 men.", "&lt;b&gt; &amp; Gunmen killed 3 men.",
]  # fmt: skip


def page_text(answer):
    """The words of the article's text as a person sees them."""
    inner = re.search(r'<div class="text" dir="auto">(.*?)</div>\n', answer.text, re.DOTALL)[1]
    return html.unescape(re.sub(r"<[^>]+>", "", inner))


def assert_inert(answer):
    """No element, attribute or address of a page comes from the text of an article."""
    assert answer.status_code == 200
    for element in lxml.html.fromstring(answer.text).iter():
        name = element.tag if isinstance(element.tag, str) else ""
        assert name not in {"style", "img", "iframe", "object", "embed", "base"}, name
        assert name != "script" or (element.get("src", "").startswith("/static/") and not element.text_content().strip())
        for attribute, value in element.attrib.items():
            assert not attribute.startswith("on"), attribute
            assert attribute != "style"
            assert attribute not in {"href", "src", "action"} or value.startswith(("/", "#", "?")) or value == "", value


def open_first(client):
    target = re.search(r'href="(/articles/[0-9a-f]{64})"', client.get("/articles", headers=PAGE).text)[1]
    return client.get(target, headers=PAGE)


def test_the_reader_shows_the_text_whole_with_its_spans(local):
    answer = open_first(local)
    assert page_text(answer).startswith("Gunmen of the Desert Brigade killed 3 Coptic fishermen")
    assert re.search(r'<a class="span trigger certain" href="#(c[0-9a-f]+)"[^>]*>killed</a>', answer.text)
    key = re.search(r'href="#(c[0-9a-f]+)"', answer.text)[1]
    assert f'id="{key}"' in answer.text
    assert "ada" in answer.text  # who collected it


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_shown_and_never_run(tmp_path, text):
    address = str(tmp_path / "hostile.ledger")
    with Ledger.open(address, create=True) as ledger:
        claim = event(text, "killed", actor=["a1"], toll=[("killed", 3, 3, "3")])
        ingest(ledger, reading(text, [claim], actors=[actor(text, 1, "Gunmen")], title=text, outlet=text, uri="javascript:alert(1)"))
    with TestClient(make_app(Settings(address)), base_url="http://localhost") as client:
        for path in ("/", "/incidents", "/articles", "/search?text=men", "/groups", "/map", "/timeline", "/network"):
            assert_inert(client.get(path, headers=PAGE))
        answer = open_first(client)
        assert_inert(answer)
        assert "Gunmen killed 3 men." in page_text(answer)


def test_a_huge_text_is_shown_in_part_and_whole_on_request(tmp_path):
    address = str(tmp_path / "huge.ledger")
    text = "Gunmen killed 3 men. " + "The council met and agreed. " * 80_000
    with Ledger.open(address, create=True) as ledger:
        ingest(ledger, reading(text, [event(text, "killed", sentence="Gunmen killed 3 men.")]))
    with TestClient(make_app(Settings(address)), base_url="http://localhost") as client:
        answer = open_first(client)
        assert len(answer.text) < 400_000
        more = re.search(r'href="([^"]+whole=1[^"]*)"', answer.text)[1]
        assert len(client.get(html.unescape(more), headers=PAGE).text) > len(text)


def test_a_replaced_version_says_so(tmp_path):
    address = str(tmp_path / "versions.ledger")
    page = {"uri": "https://example.org/attack"}
    with Ledger.open(address, create=True) as ledger:
        old, _ = ingest(ledger, attack("Example Times", "2015-02-16", killed=20, **page), attack("Example Times", "2015-02-16", **page))
    with TestClient(make_app(Settings(address)), base_url="http://localhost") as client:
        answer = client.get(f"/articles/{old.removeprefix('sha256:')}", headers=PAGE)
        assert "replaced by a newer version" in answer.text
        assert "Versions of this page" in answer.text
