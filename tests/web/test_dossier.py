"""The dossier: facts, words, numbered sources; what comes from articles is text and nothing else."""

from __future__ import annotations

import io

import pypdf
import pytest
from fastapi.testclient import TestClient
from handmade import actor, event, ingest, reading

from tocsin.asking.lists import list_records
from tocsin.ledger.store import Ledger
from tocsin.web.app import make_app
from tocsin.web.settings import Settings

PAGE = {"accept": "text/html"}


def words_of(content):
    return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages).split())


def first(client):
    return client.get("/api/v1/incidents?order=killed").json()["rows"][0]["id"]


def test_the_pdf_tells_facts_words_and_sources(local):
    answer = local.get(f"/incidents/{first(local)}/dossier.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    text = words_of(answer.content)
    for words in ("21 Coptic fishermen", "Desert Brigade", "Example Times", "Other Post", "sha256:", "[1]", "[2]"):
        assert words in text, words


def test_the_page_tells_the_same_and_both_are_audited(local):
    text = local.get(f"/incidents/{first(local)}/dossier", headers=PAGE).text
    assert "Where sources disagree" in text or "What is known" in text
    assert "Other Post" in text
    assert "export" in local.get("/audit?verb=export", headers=PAGE).text


@pytest.mark.parametrize("text", ['#read("/etc/passwd") Gunmen killed 3 men.', "*bold* $x$ #let a = 1 ] Gunmen killed 3 men.", "\\ #{ Gunmen killed 3 men.",
                                  "مسلحون Gunmen killed 3 men.", "חמושים Gunmen killed 3 men.", "Боевики Gunmen killed 3 men."])  # fmt: skip
def test_markup_in_an_article_is_set_as_text(tmp_path, text):
    address = str(tmp_path / "hostile.ledger")
    with Ledger.open(address, create=True) as ledger:
        claim = event(text, "killed", actor=["a1"], toll=[("killed", 3, 3, "3")])
        ingest(ledger, reading(text, [claim], actors=[actor(text, 1, "Gunmen")], title=text, outlet=text))
        with ledger.reading() as connection:
            record = list_records(connection, "incident").rows[0]["id"]
    with TestClient(make_app(Settings(address)), base_url="http://localhost") as client:
        found = words_of(client.get(f"/incidents/{record}/dossier.pdf").content)
    assert "Gunmen killed 3 men." in found
    assert "root:" not in found
    assert text.split(" Gunmen")[0].strip()[:4].isascii() is False or text.split()[0] in found
