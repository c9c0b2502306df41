"""A piece of HTML → text: what a reader sees, a line for each block."""

from __future__ import annotations

import html
import re

from tocsin.articles.webpage import parse_tree
from tocsin.errors import InputError

_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table "
    "td th tr ul".split(),
)
_UNSEEN = frozenset("script style template noscript head title iframe object svg math audio video select button form".split())
_MARKUP = re.compile(r"</?[a-zA-Z][^>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);")
_BLANKS = re.compile(r"[ \t\r\f\v]+")


def markup_to_text(fragment: str) -> str:
    """Return the text of a piece of HTML; text without tags or entities comes back as it is, without outer white space.

    Raises:
        InputError: `too-complex`.
    """
    if not _MARKUP.search(fragment):
        return fragment.strip()
    if "<" not in fragment:
        return html.unescape(fragment).strip()
    try:
        tree = parse_tree(f"<html><body><div>{fragment}</div></body></html>")
    except InputError as error:
        if error.code == "no-text":
            return ""
        raise
    return _seen_text(tree)


def _seen_text(tree: object) -> str:
    """Return the text of a tree, walked without recursion."""
    from lxml import etree

    parts: list[str] = []
    hidden = 0
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        unseen = node.tag in _UNSEEN
        if event == "start":
            hidden += unseen
            parts.append("\n" if node.tag in _BLOCKS else "")
            parts.append(_line(node.text) if not hidden else "")
        else:
            hidden -= unseen
            parts.append("\n" if node.tag in _BLOCKS else "")
            parts.append(_line(node.tail) if not hidden else "")
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _line(text: str | None) -> str:
    """Return text with its line ends, which mean nothing in HTML, as blanks."""
    return text.replace("\n", " ") if text else ""
