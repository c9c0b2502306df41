"""How much of one input is read. What is larger is refused by name, never cut: a cut text would lose claims unseen."""

from __future__ import annotations

MAX_CHARACTERS = 2_000_000
"""Longest text of one article, code points: about 330,000 words, a thick annual report. Parsing it takes about a minute."""

MAX_LINE_BYTES = 16 * 2**20
"""Longest line of JSON Lines. Holds the longest text even when every character is written as an escape."""

MAX_DOCUMENT_BYTES = {"text": 16 * 2**20, "markdown": 16 * 2**20, "html": 16 * 2**20, "feed": 16 * 2**20, "pdf": 128 * 2**20}
"""Largest file of a kind that must be held in memory. A WARC may be of any size; each record of it counts as one HTML file."""

MAX_HTML_DEPTH = 250
"""Deepest nesting of HTML that is read. The parsers below walk trees by recursion; pages made by people stay below 100."""

MAX_HTML_ELEMENTS = 60_000
"""Most elements of a page; extraction takes up to 10 s then. News pages have 500 to 5,000, the longest live blogs some 30,000."""

FAST_ELEMENTS = 10_000
"""Elements from which extraction does without its second opinions, whose time grows with the square of the paragraphs."""

MAX_HTML_ATTRIBUTES = 5_000
"""Most attributes of one tag. libxml2 compares each with all before it: 200,000 take seven minutes."""

MAX_PDF_SECONDS = 60.0
"""Longest time for one PDF; pages made to be slow exist."""

MAX_INFLATION = 200
"""Most bytes out for a byte in when unpacking gzip, once more than `FREE_INFLATION` came out. Text packs 3 to 20 to one, a bomb 1,000."""

FREE_INFLATION = 8 * 2**20
