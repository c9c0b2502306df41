"""Questions about the grammar of a sentence that the whole room asks."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.model.text import Sentence

NOUNS = frozenset({"NOUN", "PROPN"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "agent"})
ARGUMENTS = SUBJECTS | {"dobj", "dative", "poss", "appos", "attr", "oprd", "ROOT", "npadvmod", "dep", "expl"}
PARTY_PREPOSITIONS = frozenset(
    """of by with against between from to among amongst on at for versus vs toward towards than including like alongside upon over into via
    about as""".split()
)
_LEFT = frozenset(
    {"amod", "compound", "nummod", "nmod", "poss", "quantmod", "advmod", "npadvmod", "dep", "punct", "case", "acl", "nsubj", "neg", "relcl", "appos"}
)
_INNER = frozenset({"compound", "amod", "nmod", "nummod", "flat", "quantmod", "det", "poss", "case", "punct", "advmod", "npadvmod", "dep"})
_DROPPED_FRONT = frozenset(
    {
        "also",
        "even",
        "only",
        "just",
        "meanwhile",
        "both",
        "either",
        "neither",
        "all",
        "what",
        "which",
        "such",
        "quite",
        "then",
        "now",
        "however",
        "yet",
    }
)
_QUOTES = frozenset("\"“”„«»''``")
_BREAKS = _QUOTES - {"'"} | frozenset("()[]:;|•")
_DASHES = frozenset({"-", "–", "—", "--"})
_NEGATIONS = frozenset({"not", "n't", "never", "no"})


def first_conjunct(sentence: Sentence, i: int) -> int:
    """Return the head of the coordination that token i belongs to, i itself when there is none."""
    while sentence.tokens[i].dep == "conj" and sentence.tokens[i].head != i:
        i = sentence.tokens[i].head
    return i


def conjuncts(sentence: Sentence, i: int) -> Iterator[int]:
    """Yield the tokens coordinated with token i and behind it, also those chained one to the next."""
    for k in sentence.kids(i, "conj"):
        yield k
        yield from conjuncts(sentence, k)


def slot(sentence: Sentence, i: int) -> str:
    """Return the grammatical place of a noun phrase: its label, "agent" and "of", "by" … for what stands in a prepositional phrase."""
    token = sentence.tokens[first_conjunct(sentence, i)]
    if token.dep in ("pobj", "pcomp"):
        above = sentence.tokens[token.head]
        return "agent" if above.dep == "agent" else above.lower
    return token.dep


def is_argument(sentence: Sentence, i: int) -> bool:
    """Tell whether a noun phrase stands where parties of events stand."""
    place = slot(sentence, i)
    return place in ARGUMENTS or place in PARTY_PREPOSITIONS


def left_edge(sentence: Sentence, head: int) -> int:
    """Return the first token of a noun phrase, its article and words that only introduce it left out."""
    edge = head
    for k in reversed(sentence.children[head]):
        if k > head:
            continue
        if k < head and sentence.tokens[k].dep not in _LEFT | {"det", "predet"}:
            break
        edge = min(edge, _leftmost(sentence, k))
    return _strip_front(sentence, after_break(sentence, edge, head), head)


def after_break(sentence: Sentence, first: int, head: int) -> int:
    """Return where a phrase can start at the earliest: behind the last quotation mark, bracket or dash before its head."""
    tokens = sentence.tokens
    for i in range(head - 1, first - 1, -1):
        spaced = i > 0 and tokens[i - 1].end < tokens[i].start and tokens[i].end < tokens[i + 1].start
        if tokens[i].text in _BREAKS or (spaced and tokens[i].text in _DASHES):
            return i + 1
    return first


def _leftmost(sentence: Sentence, i: int) -> int:
    """Return the leftmost token below token i."""
    return min(sentence.subtree(i))


def _strip_front(sentence: Sentence, edge: int, head: int) -> int:
    """Move the left edge past articles, adverbs and marks."""
    while edge < head:
        token = sentence.tokens[edge]
        plain = token.dep in ("det", "predet") and token.lower in (
            "the",
            "a",
            "an",
            "this",
            "that",
            "these",
            "those",
            "any",
            "every",
            "each",
            "all",
            "some",
        )
        if not (plain or token.pos in ("PUNCT", "CCONJ", "SCONJ", "SPACE") or token.lower in _DROPPED_FRONT):
            break
        edge += 1
    return edge


def determiner(sentence: Sentence, head: int) -> str:
    """Return the article or determiner of a noun phrase in lower case, "poss" for a possessor, "" for none."""
    for k in sentence.children[head]:
        token = sentence.tokens[k]
        if k >= head:
            break
        if token.dep == "poss":
            return "poss"
        if token.dep in ("det", "predet") or token.tag == "DT":
            return token.lower
    return ""


def governor(sentence: Sentence, i: int) -> int | None:
    """Return the verb (or noun) that a phrase is an argument of, prepositions and coordination climbed over; None at the root."""
    i = first_conjunct(sentence, i)
    for above in sentence.ancestors(i):
        if sentence.tokens[above].pos not in ("ADP", "PART", "SCONJ"):
            return above
    return None


def clause_verb(sentence: Sentence, i: int) -> int | None:
    """Return the nearest verb above a token, None when there is none."""
    return next((above for above in sentence.ancestors(i) if sentence.tokens[above].pos in ("VERB", "AUX")), None)


def subject_of(sentence: Sentence, verb: int) -> int | None:
    """Return the subject of a verb, also one shared with the verb that it is coordinated with or controlled by.

    In "urged Paul to go" and "accused Paul of lying" the object is who goes and lies.
    """
    for _ in range(6):
        found = sentence.kids(verb, "nsubj", "nsubjpass")
        if found:
            return found[0]
        token = sentence.tokens[verb]
        above = sentence.tokens[token.head]
        if token.dep == "pcomp" and above.dep == "prep":
            above = sentence.tokens[above.head]
        elif token.head == verb or token.dep not in ("conj", "xcomp", "advcl", "aux", "auxpass"):
            return None
        objects = sentence.kids(above.i, "dobj") if token.dep in ("xcomp", "pcomp") and above.pos == "VERB" else []
        if objects:
            return objects[0]
        verb = above.i
    return None


def quoted(sentence: Sentence) -> list[bool]:
    """Return for each token whether it stands between quotation marks that open and close in the sentence (or never close)."""
    inside, flags = False, []
    marks = sum(token.text in _QUOTES for token in sentence.tokens)
    if marks == 1 and sentence.tokens[-1].text in _QUOTES:
        inside = True
    for token in sentence.tokens:
        if token.text in _QUOTES:
            inside = not inside if token.text not in "“”" or token.text == "" else token.text == "“"
            flags.append(False)
        else:
            flags.append(inside)
    return flags


def is_negated(sentence: Sentence, verb: int) -> bool:
    """Tell whether a verb has a negation of its own."""
    return any(sentence.tokens[k].dep == "neg" or sentence.tokens[k].lower in _NEGATIONS for k in sentence.children[verb])


def surface(sentence: Sentence, first: int, last: int) -> str:
    """Return the words from token `first` to `last` as written, any white space between them as one blank."""
    parts = [sentence.tokens[first].text]
    for left, right in zip(sentence.tokens[first:last], sentence.tokens[first + 1 : last + 1], strict=True):
        parts.append((" " if right.start > left.end else "") + right.text)
    return "".join(parts)
