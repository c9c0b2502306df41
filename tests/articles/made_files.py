"""Makers of real bytes: PDFs, archives, pages."""

import gzip
import io
import zlib

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Two farmers held near Dala | The Sample Times</title>
<meta property="og:site_name" content="The Sample Times">
<meta property="article:published_time" content="2016-03-06T10:11:12+01:00">
<link rel="canonical" href="https://sample.example/news/two-farmers"></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Two farmers held near Dala</h1>
<p>Gunmen held two farmers near Dala on Sunday, police said. The men were on their way home from the market when they were stopped.</p>
<p>No group has claimed the raid. A spokesman told reporters that the search was going on in the hills above the town.</p>
<p>“We do not know who they were,” said Musa Ali, a trader.</p></article>
<footer>Copyright 2019 The Sample Times. All rights reserved.</footer><script>document.title = "no"</script></body></html>"""


def pdf_stream(content, *, packed=True):
    data = zlib.compress(content) if packed else content
    filters = b"/Filter /FlateDecode " if packed else b""
    return b"<< " + filters + b"/Length %d >>\nstream\n" % len(data) + data + b"\nendstream"


def page_content(lines):
    shown = b" ".join(b"(" + line.encode("latin-1").replace(b"(", b"\\(").replace(b")", b"\\)") + b") Tj T*" for line in lines)
    return b"BT /F1 11 Tf 14 TL 60 760 Td " + shown + b" ET"


def pdf_of_contents(contents):
    """A PDF with one page for each content stream, and a correct cross-reference table."""
    pages = [f"{4 + 2 * i} 0 R" for i in range(len(contents))]
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(contents), " ".join(pages).encode()),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    for i, content in enumerate(contents):
        objects.append(b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>" % (5 + 2 * i))
        objects.append(pdf_stream(content))
    out, offsets = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n" % number + body + b"\nendobj\n")
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()


def pdf_of(*pages):
    """A PDF with the given lines on each page."""
    return pdf_of_contents([page_content(lines) for lines in pages])


def locked(pdf, *, password="secret"):
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def warc_of(*responses, packed=True):
    """A WARC with a response for each (address, content type, status, payload); the payload travels gzipped, as servers send it."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=packed)
    writer.write_record(writer.create_warcinfo_record("sample.warc", {"software": "sample"}))
    for uri, kind, status, payload in responses:
        headers = StatusAndHeaders(status, [("Content-Type", kind), ("Content-Encoding", "gzip")], protocol="HTTP/1.1")
        body = io.BytesIO(gzip.compress(payload))
        writer.write_record(writer.create_warc_record(uri, "response", payload=body, http_headers=headers))
    return out.getvalue()
