"""Markdown, HTML, PDF, WARC and feeds: text, title, day, outlet and address; and what their worst files do."""

import gzip
import hashlib
import os
from datetime import date

import pytest
from made_files import PAGE, locked, page_content, pdf_of, pdf_of_contents, warc_of

from tocsin.articles.markup import markup_to_text
from tocsin.model.text import Article

PARAGRAPH = "<p>Gunmen held two farmers near Dala on Sunday, police said, and then fled into the hills above the town.</p>"


# Markdown


def test_front_matter_gives_the_facts_and_the_rest_is_kept_as_written(read_one):
    raw = "---\ntitle: Two held\ndate: 2016-03-06\noutlet: Sample\nurl: https://s.example/1\n---\n\nTwo *men* were [held](x).\r\n\n- one\n"
    found = read_one(raw, "a.md")
    assert found.text == "Two *men* were [held](x).\r\n\n- one\n"
    assert (found.title, found.published, found.published_basis, found.outlet, found.uri) == (
        "Two held", date(2016, 3, 6), "metadata", "Sample", "https://s.example/1")
    assert raw.endswith(found.text)


@pytest.mark.parametrize("raw", ["# Two held #\n\nTwo men were held.\n", "Two held\n========\n\nTwo men were held.\n", "---\ntitle: Two held\n---\n# Two held\n\nTwo men were held.\n"])
def test_the_first_heading_is_the_title_and_is_not_told_twice(read_one, raw):
    found = read_one(raw, "a.md")
    assert (found.title, found.text) == ("Two held", "Two men were held.\n")


def test_markdown_without_heading_or_front_matter_is_kept_whole(read_one):
    assert read_one("Two men were held.\n\n## Later\n", "a.md").text == "Two men were held.\n\n## Later\n"


def test_front_matter_is_known_under_any_name(read_one):
    assert read_one("---\ntitle: Two held\n---\nTwo men were held.\n", "a.txt").title == "Two held"


@pytest.mark.parametrize("front", ["title: [", "date: yesterday", "date: 2016", "a: &a [x]\nb: [*a, *b]", "title: " + "[" * 9000, "? {}\n: - ]"])
def test_front_matter_that_makes_no_sense_is_refused(read_one, front):
    assert read_one(f"---\n{front}\n---\nTwo men were held.\n", "a.md").code == "bad-field"


def test_front_matter_that_grows_by_references_is_harmless(read_one):
    rows = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30)] + ["date: *a29"]
    assert read_one("---\n" + "\n".join(rows) + "\n---\nTwo men were held.\n", "a.md").code == "bad-field"


# HTML


def test_a_page_gives_text_title_day_outlet_and_address(read_one):
    found = read_one(PAGE, "a.html")
    assert found.text.startswith("Gunmen held two farmers near Dala on Sunday, police said.")
    assert found.text.endswith("said Musa Ali, a trader.")
    assert (found.title, found.published, found.published_basis) == ("Two farmers held near Dala", date(2016, 3, 6), "metadata")
    assert (found.outlet, found.uri) == ("The Sample Times", "https://sample.example/news/two-farmers")
    assert found.id == "sha256:" + hashlib.sha256(PAGE.encode()).hexdigest()


def test_navigation_scripts_and_small_print_are_no_text(read_one):
    text = read_one(PAGE, "a.html").text
    assert not any(word in text for word in ("World", "script", "Copyright", "document"))


def test_the_title_is_not_told_twice(read_one):
    assert "Two farmers held near Dala" not in read_one(PAGE, "a.html").text


def test_options_go_before_what_the_page_says(read_one):
    found = read_one(PAGE, "a.html", published=date(2017, 1, 1), outlet="Given", uri="u:1", title="T")
    assert (found.published, found.published_basis, found.outlet, found.uri, found.title) == (date(2017, 1, 1), "given", "Given", "u:1", "T")


def test_a_page_is_known_without_its_extension(read_one):
    assert read_one(PAGE, "story").title == "Two farmers held near Dala"
    assert read_one("<!-- saved -->\n" + PAGE, "story.txt").title == "Two farmers held near Dala"


def test_a_page_without_a_day_takes_it_from_its_dateline(read_one):
    page = f"<html><body><article><p>LUSAKA, Zambia (March 3, 2016) – Two men were held, police said.</p>{PARAGRAPH * 3}</article></body></html>"
    found = read_one(page, "a.html")
    assert (found.published, found.published_basis) == (date(2016, 3, 3), "dateline")


@pytest.mark.parametrize(("encoding", "declared"), [
    ("utf-8", "utf-8"), ("cp1252", "windows-1252"), ("cp1252", "iso-8859-1"), ("utf-8", "iso-8859-1"), ("utf-16", "utf-16"), ("cp1252", "nonsense"), ("utf-8-sig", "utf-8"),
])
def test_a_page_is_decoded_whatever_it_says_of_itself(read_one, encoding, declared):
    page = PAGE.replace("utf-8", declared).replace("Musa Ali", "José Peña")
    assert "“We do not know who they were,” said José Peña" in read_one(page.encode(encoding), "a.html").text


@pytest.mark.parametrize("page", [
    "<html></html>", "<html><body><script>x()</script></body></html>", "<!DOCTYPE html>", "<html><body><img src='a.png'></body></html>",
])
def test_a_page_without_text_is_refused(read_one, page):
    assert read_one(page, "a.html").code == "no-text"


@pytest.mark.parametrize("page", [
    "<div>" * 100_000 + PARAGRAPH + "</div>" * 100_000, "<b>x" * 1000 + PARAGRAPH, "<table><tr><td>" * 300 + PARAGRAPH * 3,
    "<p " + " ".join(f"a{i}=1" for i in range(200_000)) + ">x</p>" + PARAGRAPH, "<p " + " ".join(f"a{i}='>'" for i in range(200_000)) + ">x</p>" + PARAGRAPH,
    "<p>x" * 1_000_000,
], ids=["nested", "unclosed", "tables", "attributes", "quoted attributes", "elements"])
def test_a_page_built_to_stall_a_parser_is_refused(read_one, page):
    assert read_one(f"<html><body>{page}</body></html>", "a.html").code == "too-complex"


def test_a_long_page_below_the_limits_is_read_whole(read_one):
    page = "".join(f"<p>Raid number {i} was told of by the police on Sunday.</p>" for i in range(20_000))
    found = read_one(f"<html><body><article>{page}</article></body></html>", "a.html")
    assert "Raid number 0 " in found.text
    assert "Raid number 19999 " in found.text


def test_a_page_of_many_megabytes_is_refused(read_one):
    assert read_one("<html><body>" + "a" * (17 * 2**20) + "</body></html>", "a.html").code == "too-large"


def test_nul_bytes_and_control_characters_do_not_cut_a_page(read_one):
    assert "hills" in read_one(PAGE.replace("The men", "The\0 men\x01\x0c"), "a.html").text


@pytest.mark.parametrize(("fragment", "text"), [
    ("<p>One &amp; two</p><p>three<br>four</p>", "One & two\nthree\nfour"), ("One\ntwo", "One\ntwo"), ("AT&amp;T", "AT&T"), ("a < b & c", "a < b & c"),
    ("<script>x()</script>One<style>p {}</style> two", "One two"), ("<ul><li>One<li>Two</ul>", "One\nTwo"), ("<b>One\ntwo</b>", "One two"), ("", ""), ("<p></p>", ""),
])
def test_a_piece_of_html_becomes_what_a_reader_sees(fragment, text):
    assert markup_to_text(fragment) == text


# PDF


def test_lines_of_a_pdf_are_joined_to_paragraphs(read_one):
    pdf = pdf_of(
        ["The Sample Times 2016", "Two farmers held near Dala", "LUSAKA, Zambia, March 3, 2016 - Gunmen held two farmers near Dala on Sun-",
         "day, police said. The men were on their way home from the market when", "they were stopped (by five men).", "No group has claimed the raid.", "1"],
        ["The Sample Times 2016", '"We do not know', "2"], ["The Sample Times 2016", 'who they were," said Musa.', "3"])
    found = read_one(pdf, "a.pdf")
    assert found.text == (
        "Two farmers held near Dala\nLUSAKA, Zambia, March 3, 2016 - Gunmen held two farmers near Dala on Sunday, police said. The men were on their way home "
        'from the market when they were stopped (by five men).\nNo group has claimed the raid.\n"We do not know who they were," said Musa.')
    assert (found.published, found.published_basis, found.title) == (date(2016, 3, 3), "dateline", None)


def test_a_pdf_is_known_by_its_bytes(read_one):
    assert read_one(pdf_of(["Two men were held."]), "a.txt").text == "Two men were held."


def test_a_pdf_that_only_forbids_printing_is_read(read_one):
    assert read_one(locked(pdf_of(["Two men were held."]), password=""), "a.pdf").text == "Two men were held."


def test_a_pdf_under_password_is_refused_and_says_what_helps(read_one):
    found = read_one(locked(pdf_of(["Two men were held."])), "a.pdf")
    assert found.code == "encrypted"
    assert "qpdf --decrypt" in found.message


def test_a_pdf_of_pictures_is_refused_and_says_what_helps(read_one):
    found = read_one(pdf_of([]), "a.pdf")
    assert found.code == "no-text"
    assert "ocrmypdf" in found.message


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_a_pdf_that_is_cut_off_is_never_read_in_part(read_one, cut):
    pdf = pdf_of(*[[f"Page {i} tells of a raid."] for i in range(5)])
    found = read_one(pdf[: int(len(pdf) * cut)], "a.pdf")
    assert found.code in {"broken-pdf", "no-text"}


@pytest.mark.parametrize("raw", [
    b"%PDF-1.7\n", b"%PDF-1.7\n" + os.urandom(5000), b"%PDF-1.7\n1 0 obj\n" + b"<</A " * 100_000 + b"\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
    b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Count 1/Kids[2 0 R]>>\nendobj\ntrailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF",
    pdf_of_contents([b"[" * 200_000 + b"]" * 200_000 + b" TJ"]), pdf_of_contents([b" " * 300_000_000]), pdf_of_contents([b"BT (x) Tj " * 2_000_000]),
], ids=["head only", "noise", "nested", "loop", "arrays", "bomb", "operators"])
def test_a_pdf_built_to_stall_a_parser_is_refused(read_one, raw):
    assert read_one(raw, "a.pdf").code in {"broken-pdf", "too-complex", "too-slow", "no-text"}


def test_the_time_for_one_pdf_is_limited(read_one, monkeypatch):
    monkeypatch.setattr("tocsin.articles.pdf.MAX_PDF_SECONDS", -1.0)
    assert read_one(pdf_of_contents([page_content(["Two men were held."])]), "a.pdf").code == "too-slow"


# WARC


def test_each_page_text_and_pdf_of_an_archive_is_an_article(read):
    raw = warc_of(
        ("https://s.example/1", "text/html; charset=utf-8", "200 OK", PAGE.encode()), ("https://s.example/a.png", "image/png", "200 OK", b"\x89PNG"),
        ("https://s.example/gone", "text/html", "404 Not Found", PAGE.encode()), ("https://s.example/moved", "text/html", "301 Moved", PAGE.encode()),
        ("https://s.example/2016/03/07/b.txt", "text/plain", "200 OK", b"Two men were held.\n"), ("https://s.example/c.pdf", "application/pdf", "200 OK", pdf_of(["Two men were held."])))
    page, text, pdf = read(raw, "a.warc.gz")
    assert (page.title, page.uri, page.published) == ("Two farmers held near Dala", "https://sample.example/news/two-farmers", date(2016, 3, 6))
    assert (text.text, text.uri, text.published) == ("Two men were held.\n", "https://s.example/2016/03/07/b.txt", date(2016, 3, 7))
    assert (pdf.text, pdf.uri) == ("Two men were held.", "https://s.example/c.pdf")
    assert len({item.ref for item in (page, text, pdf)}) == 3
    assert page.id == "sha256:" + hashlib.sha256(PAGE.encode()).hexdigest()


def test_an_archive_that_is_not_packed_is_read_too(read_one):
    assert read_one(warc_of(("https://s.example/1", "text/html", "200 OK", PAGE.encode()), packed=False), "a.warc").title


def test_a_page_without_text_in_an_archive_is_named_and_the_next_is_read(read):
    raw = warc_of(("https://s.example/1", "text/html", "200 OK", b"<html></html>"), ("https://s.example/2", "text/html", "200 OK", PAGE.encode()))
    bad, good = read(raw, "a.warc.gz")
    assert (bad.code, good.title) == ("no-text", "Two farmers held near Dala")


def test_a_bomb_in_an_archive_is_refused_and_the_next_page_is_read(read):
    raw = warc_of(("https://s.example/1", "text/html", "200 OK", b"\0" * 100_000_000), ("https://s.example/2", "text/html", "200 OK", PAGE.encode()))
    bad, good = read(raw, "a.warc.gz")
    assert (bad.code, good.title) == ("too-large", "Two farmers held near Dala")


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("cut", [0.02, 0.2, 0.4, 0.6, 0.8, 0.95, 0.999])
def test_an_archive_that_is_cut_off_gives_its_whole_pages_and_says_so(read, capfd, packed, cut):
    raw = warc_of(*[(f"https://s.example/{i}", "text/html", "200 OK", PAGE.replace("two", str(i + 2)).encode()) for i in range(6)], packed=packed)
    whole = read(raw, "a.warc.gz" if packed else "a.warc")
    found = read(raw[: int(len(raw) * cut)], "b.warc.gz" if packed else "b.warc")
    articles = [item for item in found if isinstance(item, Article)]
    assert [item.text for item in articles] == [item.text for item in whole[: len(articles)]]
    assert len(articles) >= int(6 * cut) - 1
    assert found[-1].code in {"truncated", "broken-gzip"}
    assert capfd.readouterr() == ("", "")


def test_an_archive_without_pages_says_so(read_one):
    assert read_one(warc_of(("https://s.example/a.png", "image/png", "200 OK", b"\x89PNG")), "a.warc.gz").code == "empty"


# Feeds

RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>The Sample Times</title>
<item><title>Two held &amp;amp; three freed</title><link>https://s.example/1</link><guid>tag:1</guid><pubDate>Sun, 06 Mar 2016 23:10:00 -0500</pubDate>
<description>&lt;p&gt;Gunmen held &lt;b&gt;two&lt;/b&gt; farmers.&lt;/p&gt;&lt;p&gt;Police said so.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description></item>
<item><title>Otra noticia</title><description>La policía detuvo a tres hombres en Bogotá el lunes por la noche.</description></item>
<item><title>Only a title is here</title></item></channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Sample Times</title>
<entry><id>urn:1</id><title>Two held</title><link href="https://s.example/1"/><published>2016-03-06T10:00:00Z</published><updated>2016-03-09T10:00:00Z</updated>
<summary>Short.</summary><content type="html">&lt;p&gt;Gunmen held two farmers near Dala.&lt;/p&gt;</content></entry>
<entry><id>urn:2</id><title>Two freed</title><updated>2016-03-08T10:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The two farmers were freed.</p></div></content></entry></feed>"""


def test_each_entry_of_an_rss_feed_is_an_article(read, tmp_path):
    first, second, third = read(RSS, "a.xml")
    assert (first.ref, first.title, first.text) == ("tag:1", "Two held & three freed", "Gunmen held two farmers.\nPolice said so.")
    assert (first.published, first.published_basis, first.outlet, first.uri) == (date(2016, 3, 6), "metadata", "The Sample Times", "https://s.example/1")
    assert (second.code, second.ref) == ("language-not-read", f"{tmp_path / 'a.xml'}#2")
    assert (third.title, third.text) == ("Only a title is here", "")


def test_each_entry_of_an_atom_feed_is_an_article_with_its_longest_text(read):
    first, second = read(ATOM, "a.atom")
    assert (first.text, first.published) == ("Gunmen held two farmers near Dala.", date(2016, 3, 6))
    assert (second.text, second.published) == ("The two farmers were freed.", date(2016, 3, 8))


def test_options_fill_what_an_entry_does_not_say(read):
    first, _, third = read(RSS, "a.xml", published=date(2017, 1, 1))
    assert (first.published, third.published, third.published_basis) == (date(2016, 3, 6), date(2017, 1, 1), "given")


def test_a_feed_that_is_cut_off_gives_its_entries_and_says_so(read):
    found = read(RSS[: RSS.index("<item><title>Otra")], "a.xml")
    assert found[0].ref == "tag:1"
    assert found[-1].code == "truncated"


def test_a_feed_without_entries_says_so(read_one):
    assert read_one("<rss><channel><title>x</title></channel></rss>", "a.xml").code == "empty"


def test_a_feed_with_broken_markup_in_it_is_read(read):
    rss = "<rss version='2.0'><channel>" + "<item><title>Two held</title><description>Gunmen & thieves <b>held two<br> men.</description></item>" * 300 + "</channel></rss>"
    found = read(rss, "a.xml")
    assert len(found) == 300
    assert "Gunmen" in found[-1].text


def test_entities_made_of_entities_are_refused(read_one):
    entities = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 10}">' for i in range(1, 10))
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e0 "ha">{entities}]><rss><channel><item><title>&e9;</title></item></channel></rss>'
    assert read_one(bomb, "a.xml").code == "entity-bomb"


def test_an_entity_that_names_a_file_stays_shut(read, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("Two men were held in the secret place.")
    rss = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "{secret.as_uri()}">]><rss><channel><item><title>A &e; title</title></item></channel></rss>'
    assert not any("secret place" in str(item) for item in read(rss, "a.xml"))


@pytest.mark.parametrize("inner", ["<a>" * 100_000, "&lt;div&gt;" * 100_000 + "x", "<![CDATA[" + "<div>" * 100_000 + "]]>", "<item>" * 20_000, "&" * 1_000_000],
                         ids=["nested", "nested html", "nested cdata", "items", "ampersands"])
def test_a_feed_built_to_stall_a_parser_is_read_or_refused_quickly(read, inner):
    found = read(f"<rss version='2.0'><channel><item><title>Two held</title><description>{inner}</description></item></channel></rss>", "a.xml")
    assert found


def test_a_packed_feed_is_read(read):
    assert read(gzip.compress(RSS.encode()), "a.xml.gz")[0].ref == "tag:1"
