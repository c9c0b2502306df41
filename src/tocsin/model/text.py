"""Articles, sentences and tokens: the text as every later room sees it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Span = tuple[int, int]
"""Half-open [start, end) in Unicode code points of the section's text."""

Section = Literal["text", "title"]

PublishedBasis = Literal["given", "metadata", "dateline", "inferred", "unknown"]


@dataclass(frozen=True, slots=True)
class Article:
    """One news document as it was read.

    Attributes:
        ref: The input's own id, or the file name; unique in a run only if the input is.
        id: `sha256:` and the hash of the bytes read.
        text: The text that all offsets of section `text` count in; verbatim for plain text and JSON Lines.
        title: The text that offsets of section `title` count in, or None.
        language: ISO 639-1 code as given or detected.
        published: Publication day, None when unknown; `published_basis` says how it is known.
        head: Offset in `text` where a dateline ends and the first sentence begins, 0 without one.
        raw: The bytes that `id` is the hash of, where they were asked for.
    """

    ref: str
    id: str
    text: str
    title: str | None = None
    uri: str | None = None
    outlet: str | None = None
    language: str = "en"
    published: date | None = None
    published_basis: PublishedBasis = "unknown"
    head: int = 0
    raw: bytes | None = field(default=None, repr=False, compare=False)

    def section(self, name: Section) -> str:
        """Return the text of a section, "" for a missing title."""
        return self.text if name == "text" else self.title or ""


@dataclass(frozen=True, slots=True)
class Token:
    """One word or punctuation mark with its grammar (Universal POS, Penn tags, ClearNLP dependency labels as spaCy's English models).

    Attributes:
        i: Position in the sentence, from 0.
        start, end: Offsets in the section's text.
        head: `i` of the syntactic head; the root is its own head.
        ent: Entity label of the language model ("PERSON", "GPE", "NORP" …) or "".
        ent_start: True on the first token of an entity.
    """

    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    ent: str
    ent_start: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One parsed sentence. `children[i]` are the positions of the dependents of token i, in text order.

    Attributes:
        section: Where it stands; the title's sentences come first in an article.
        index: Position among all sentences of the article; the id by which other types name it.
        paragraph: Number of the paragraph in its section, from 0.
    """

    section: Section
    index: int
    paragraph: int
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]

    @property
    def span(self) -> Span:
        """Return the offsets from the first to the last token."""
        return self.tokens[0].start, self.tokens[-1].end

    @property
    def root(self) -> int:
        """Return the position of the (first) root token."""
        return next(token.i for token in self.tokens if token.head == token.i)

    def kids(self, i: int, *deps: str) -> list[int]:
        """Return the dependents of token i, only those with one of the labels when any is given."""
        return [k for k in self.children[i] if not deps or self.tokens[k].dep in deps]

    def subtree(self, i: int) -> list[int]:
        """Return the positions of token i and all below it, sorted."""
        found, stack = [], [i]
        while stack:
            here = stack.pop()
            found.append(here)
            stack.extend(self.children[here])
        return sorted(found)

    def ancestors(self, i: int) -> Iterator[int]:
        """Yield the heads above token i, nearest first."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield i

    def token_span(self, first: int, last: int) -> Span:
        """Return the offsets from token `first` to token `last`, both included."""
        return self.tokens[first].start, self.tokens[last].end

    def subtree_span(self, i: int) -> Span:
        """Return the offsets from the leftmost to the rightmost token of a subtree."""
        tree = self.subtree(i)
        return self.token_span(tree[0], tree[-1])

    def at(self, offset: int) -> int | None:
        """Return the position of the token that covers an offset of the section, or None."""
        return next((token.i for token in self.tokens if token.start <= offset < token.end), None)


def make_sentence(section: Section, index: int, paragraph: int, tokens: tuple[Token, ...]) -> Sentence:
    """Return a sentence with its dependents worked out from the tokens' heads."""
    children: list[list[int]] = [[] for _ in tokens]
    for token in tokens:
        if token.head != token.i:
            children[token.head].append(token.i)
    return Sentence(section, index, paragraph, tokens, tuple(map(tuple, children)))
