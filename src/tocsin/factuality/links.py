"""Find the word under which an event hangs, and in what way: "managed to flee" → (managed, to); "without killing" → (…, without)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.factuality.knowledge import Knowledge, Signature
from tocsin.model.text import Sentence, Token

WH_WORDS = frozenset({"who", "whom", "whose", "what", "which", "when", "where", "why", "how"})
CLAUSE_DEPS = frozenset({"ccomp", "xcomp", "csubj", "csubjpass", "oprd", "acomp", "acl", "advcl", "relcl", "pcomp", "parataxis", "dep", "attr",
                         "dobj", "pobj", "nsubj", "appos", "prep", "advmod", "meta", "npadvmod", "nsubjpass", "dative"})
RANKS = frozenset({"first", "last", "second", "third", "latest", "only"})
OBJECT_DEPS = frozenset({"dobj", "nsubjpass", "dative", "oprd", "obj"})
NOMINAL_POS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})


@dataclass(frozen=True, slots=True)
class Link:
    """An event's place in the tree.

    Attributes:
        kind: "root", "apart" (a clause of its own in the sentence), "order" (an imperative quoted), "part" (auxiliary of `governor`),
            "conj", "modifier" (before a noun), "relative", "adverbial", "clause" (complement), "party" (noun of a verb), "adjunct" (noun
            under a preposition), "noun" (noun of a noun).
        governor: Position of the word above. `way`: see signatures.yaml. `signature`: what the word does to the event, None if nothing.
        opener: Words that open an adverbial clause or phrase, "" if none. `cue`: position of the opener or else the governor.
    """

    kind: str
    governor: int
    way: str = ""
    signature: Signature | None = None
    opener: str = ""
    cue: int = 0


def is_verbal(token: Token) -> bool:
    """Tell whether a word heads a clause."""
    return token.pos in ("VERB", "AUX")


def kid_lowers(sentence: Sentence, i: int, *deps: str) -> set[str]:
    """Return the lower-case forms of the dependents of a word that have one of the labels."""
    return {sentence.tokens[k].lower for k in sentence.kids(i, *deps)}


def to_infinitive(sentence: Sentence, i: int) -> int | None:
    """Return the position of the "to" of an infinitive, None when it is none."""
    return next((k for k in sentence.children[i] if k < i and sentence.tokens[k].tag == "TO" and sentence.tokens[k].dep == "aux"), None)


def clause_way(sentence: Sentence, i: int) -> str:
    """Return how the clause headed by a verb would hang on a word above: to, ing, participle, whether, wh or that."""
    token = sentence.tokens[i]
    kids = [sentence.tokens[k] for k in sentence.children[i]]
    if any(kid.dep == "mark" and (kid.lower == "whether" or (kid.lower == "if" and token.dep != "advcl" and kid.i > token.head)) for kid in kids):
        return "whether"
    if any(kid.tag == "TO" and kid.dep == "aux" for kid in kids if kid.i < i):
        return "to"
    if any(kid.lower in WH_WORDS and kid.i < i and kid.tag.startswith("W") for kid in kids):
        return "wh"
    if any(kid.dep in ("aux", "auxpass") for kid in kids):
        return "that"
    ways = {"VBG": "ing", "VBN": "participle", "VB": "to"}
    return ways.get(token.tag, "that" if is_verbal(token) else "participle")


def _first_word(sentence: Sentence, i: int) -> int:
    """Return the leftmost position of the clause's own words: its mark, "to", subject or itself."""
    return min([i, *(k for k in sentence.children[i] if sentence.tokens[k].dep in ("mark", "aux", "auxpass", "neg", "nsubj", "nsubjpass"))])


class Linker:
    """Finds the links of one sentence."""

    def __init__(self, sentence: Sentence, knowledge: Knowledge) -> None:
        """Keep the sentence and the words."""
        self.sentence, self.words = sentence, knowledge

    def signature(self, way: str, i: int) -> Signature | None:
        """Return what word i does to an event that hangs on it so."""
        token = self.sentence.tokens[i]
        if token.lower == "going" and way == "to" and token.tag != "VBG":
            return None
        particle = next((self.sentence.tokens[k].lower for k in self.sentence.kids(i, "prt")), "")
        phrasal = self.words.signature(way, "", f"{token.lemma} {particle}") if particle else None
        sort = "n" if token.pos in ("NOUN", "PROPN") else ""
        return phrasal or self.words.signature(way, token.lower, token.lemma, sort)

    def link(self, i: int) -> Link:
        """Return the link of a word."""
        token = self.sentence.tokens[i]
        if token.head == i:
            return Link("root", i)
        if token.dep == "prep" and token.tag == "VBG":
            return Link("apart", i)
        if token.dep in ("aux", "auxpass", "cop"):
            return Link("part", token.head)
        if token.dep == "conj":
            return Link("conj", token.head)
        if is_verbal(token) and token.dep in CLAUSE_DEPS:
            return self._verb_link(token)
        link = self._noun_link(token)
        return (link.signature is None and self._reduced_relative(token)) or link

    def _reduced_relative(self, token: Token) -> Link | None:
        """Return the link of a noun to the participle after it that decides: "a flight delayed by fog", "attacks feared in the north"."""
        for k in self.sentence.kids(token.i, "acl"):
            signature = self.signature("object", k) if self.sentence.tokens[k].tag == "VBN" else None
            if signature and not signature.presupposed and signature.positive != "same":
                return Link("party", k, "object", signature, cue=k)
        return None

    # ---- clauses ----

    def _verb_link(self, token: Token) -> Link:
        way = self._clause_way(token)
        if token.dep == "pcomp" and way == "whether":
            return Link("clause", token.head, way, cue=token.head)
        if self._across_semicolon(token) or (token.dep == "pcomp" and way == "wh"):
            return Link("apart", token.i)
        if way == "to" and self._bare_order(token):
            return Link("order", token.head, cue=token.i)
        if token.dep == "pcomp" or (token.dep == "pobj" and way == "ing"):
            return self._under_preposition(token, "adverbial")
        if token.dep == "relcl" and way != "to" and not self._has_mark(token.i):
            return Link("relative", token.head)
        if token.dep == "parataxis":
            return Link("apart", token.i)
        for governor in self._clause_governors(token, way):
            signature = self.signature(way, governor)
            if signature and not (signature.subjunctive and self._indicative(token)):
                return Link("clause", governor, way, signature, cue=governor)
        opener, cue = self.opener(token.i)
        if way == "to" and self._ordinal(token.head):
            return Link("clause", token.head, "ing", None, cue=token.head)
        if way != "whether" and (token.dep in ("advcl", "acl") or (opener and token.dep not in ("ccomp", "relcl"))):
            return Link("adverbial", token.head, way, None, opener, cue)
        return Link("clause", token.head, way, None, cue=token.head)

    def _indicative(self, token: Token) -> bool:
        """Tell whether a clause states, in a past or third-person form: "he left", "he leaves", not "he leave"."""
        forms = [token, *(self.sentence.tokens[k] for k in self.sentence.kids(token.i, "aux", "auxpass"))]
        return any(form.tag in ("VBD", "VBZ") for form in forms)

    def _clause_way(self, token: Token) -> str:
        """Return the way of a clause; an adverbial "if" right after "clear", "sure" … asks whether."""
        way, marks = clause_way(self.sentence, token.i), self.sentence.kids(token.i, "mark")
        if marks and marks[0] and self.sentence.tokens[marks[0]].lower == "if":
            before = self.sentence.tokens[marks[0] - 1]
            if before.pos == "ADJ" and self.signature("whether", before.i):
                return "whether"
        return way

    def _across_semicolon(self, token: Token) -> bool:
        """Tell whether a semicolon parts a clause from its head: two sentences in one."""
        first, last = sorted((token.i, token.head))
        return token.dep in ("ccomp", "conj") and any(self.sentence.tokens[k].text == ";" for k in range(first + 1, last))

    def _bare_order(self, token: Token) -> bool:
        """Tell whether a bare verb form is an order quoted under a verb of saying: 'he says: destroy the bridge'."""
        own = self.sentence.kids(token.i, "aux", "auxpass", "nsubj", "nsubjpass")
        quoted = token.i == 0 or self.sentence.tokens[token.i - 1].pos == "PUNCT"
        return quoted and token.tag == "VB" and token.dep in ("ccomp", "xcomp") and not own and self.signature("that", token.head) is not None

    def _ordinal(self, i: int) -> bool:
        """Tell whether a noun is one of a rank: "the first woman to fly" flew."""
        tokens = self.sentence.tokens
        ranks = [tokens[k] for k in (i, *self.sentence.kids(i, "amod", "nummod"))]
        return any(rank.lower in RANKS or (rank.tag == "JJS" and rank.lower not in ("best", "worst")) for rank in ranks)

    def _has_mark(self, i: int) -> bool:
        return bool(self.sentence.kids(i, "mark"))

    def _clause_governors(self, token: Token, way: str) -> Iterator[int]:
        """Yield the words on which a clause may hang: a noun or adjective right before it, its head, the verb above its head."""
        tokens = self.sentence.tokens
        if token.dep == "advcl" and way not in ("to", "participle", "ing"):
            opener, _ = self.opener(token.i)
            if opener not in ("", "that", "whether"):
                return
        before = _first_word(self.sentence, token.i) - 1
        if way in ("to", "that") and before >= 0 and tokens[before].pos in ("NOUN", "ADJ") and (way == "to" or self._has_mark(token.i)):
            yield before
        if (token.dep == "advcl" and way == "ing") or (token.dep in ("acl", "relcl") and way == "participle"):
            return
        head = tokens[token.head]
        if way == "to" and head.lemma == "be":
            yield from self.sentence.kids(head.i, "acomp", "nsubj")
        yield token.head
        if token.dep == "acl" and way in ("participle", "ing"):
            return
        if not is_verbal(head) and head.dep in (*OBJECT_DEPS, "nsubj", "pobj", "acomp") and head.head != head.i:
            yield tokens[head.head].head if head.dep == "pobj" else head.head

    def opener(self, i: int) -> tuple[str, int]:
        """Return the words that open the clause of a verb ("if", "in case", "to") and the position of the first, ("", i) if none."""
        tokens = self.sentence.tokens
        for k in self.sentence.children[i]:
            kid = tokens[k]
            if k > i:
                break
            if kid.dep in ("mark", "prep") or (kid.dep == "advmod" and kid.lower in self.words.openers):
                pair = f"{tokens[k - 1].lower} {kid.lower}" if k else ""
                return (pair, k - 1) if pair in self.words.openers else (kid.lower, k)
            if kid.tag == "TO" and kid.dep == "aux":
                return "to", k
        return self._inverted(i)

    def _inverted(self, i: int) -> tuple[str, int]:
        """Return the opener of "should X attack" and "had X attacked", a condition without "if"."""
        tokens = self.sentence.tokens
        subjects = self.sentence.kids(i, "nsubj", "nsubjpass")
        if tokens[i].dep == "advcl" and subjects:
            for k in self.sentence.kids(i, "aux", "auxpass"):
                if k < subjects[0] and tokens[k].lower in ("should", "had", "were"):
                    return "if", k
        return "", i

    # ---- prepositions ----

    def _under_preposition(self, token: Token, kind: str) -> Link:
        """Return the link of a noun or gerund under a preposition."""
        tokens = self.sentence.tokens
        preposition = tokens[token.head]
        if preposition.head == preposition.i:
            return Link(kind, preposition.i, preposition.lower, None, preposition.lower, preposition.i)
        for governor in self._preposition_governors(preposition):
            signature = self.signature(self._preposition_way(preposition), governor)
            if signature and preposition.lower != "by":
                return Link("clause", governor, preposition.lower, signature, cue=governor)
        opener, cue = self._phrase_opener(preposition)
        opener = "" if opener == "to" else opener
        over = tokens[preposition.head]
        return Link("noun" if kind == "adjunct" and not is_verbal(over) else kind, over.i, preposition.lower, None, opener, cue)

    @staticmethod
    def _preposition_way(preposition: Token) -> str:
        """Return the way of a phrase; "to" before a noun is another word than the "to" of an infinitive."""
        return "to-noun" if preposition.lower == "to" else preposition.lower

    def _phrase_opener(self, preposition: Token) -> tuple[str, int]:
        """Return "instead" for "instead of", else the preposition itself."""
        before = self.sentence.tokens[preposition.i - 1].lower if preposition.i else ""
        if preposition.lower in ("of", "than", "to") and before in self.words.openers:
            return before, preposition.i - 1
        return preposition.lower, preposition.i

    def _preposition_governors(self, preposition: Token) -> Iterator[int]:
        """Yield the words to which a prepositional phrase may belong: a noun or adjective right before it, its head, the verb above."""
        tokens = self.sentence.tokens
        before = preposition.i - 1
        if before >= 0 and tokens[before].pos in ("NOUN", "ADJ", "VERB"):
            yield before
        yield preposition.head
        head = tokens[preposition.head]
        if not is_verbal(head) and head.dep in (*OBJECT_DEPS, "acomp", "attr") and head.head != head.i:
            yield head.head
        if head.dep == "pobj" and tokens[head.head].lower == "by":  # "accused by the court of …": read as "the court of"
            yield tokens[head.head].head

    # ---- nouns ----

    def _noun_link(self, token: Token) -> Link:
        tokens = self.sentence.tokens
        head = tokens[token.head]
        if token.dep == "pobj" and head.pos in ("ADP", "SCONJ", "ADV", "VERB", "ADJ"):
            return self._under_preposition(token, "adjunct")
        if token.dep == "amod" and token.tag == "VBG" and token.i and tokens[token.i - 1].i == head.head and tokens[token.i - 1].pos == "ADP":
            link = self._gerund_before_object(tokens[token.i - 1])
            if link:
                return link
        if token.dep in ("amod", "compound", "nmod", "poss"):
            kind = "modifier" if token.dep in ("amod", "poss") else "noun"
            signature = self.signature("compound", head.i) if token.dep != "amod" or token.tag == "VBG" else None
            return Link(kind, head.i, "compound", signature, cue=head.i)
        if token.dep in ("attr", "acomp", "oprd", "ccomp", "xcomp") and (head.pos == "AUX" or head.lemma == "be"):
            return Link("part", head.i)
        way = "subject" if token.dep in ("nsubj", "csubj", "expl") else "object"
        if token.dep in ("appos", "npadvmod") or not is_verbal(head):
            return Link("noun", head.i)
        way = "participle" if token.pos == "ADJ" and way == "object" else way
        if way == "subject" and token.dep == "nsubj":
            for k in self._predicate_words(head.i):
                signature = self.signature(way, k)
                if signature:
                    return Link("party", k, way, signature, cue=k)
        return self._party_link(token, head, way)

    def _gerund_before_object(self, preposition: Token) -> Link | None:
        """Return the link of a gerund read as an adjective: "accused of burning villages"."""
        for governor in self._preposition_governors(preposition):
            signature = self.signature(preposition.lower, governor)
            if signature:
                return Link("clause", governor, preposition.lower, signature, cue=governor)
        return None

    def _predicate_words(self, i: int) -> list[int]:
        """Return the adjectives and nouns that a verb predicates of its subject: "is false", "turned out to be false"."""
        deps = ("acomp", "oprd", "attr")
        return self.sentence.kids(i, *deps) + [k for x in self.sentence.kids(i, "xcomp") for k in (x, *self.sentence.kids(x, *deps))]

    def _party_link(self, token: Token, head: Token, way: str) -> Link:
        """Return the link of a subject or object."""
        objects = self.sentence.kids(head.i, "dobj", "ccomp", "xcomp")
        if token.dep == "nsubjpass" and self.sentence.kids(head.i, "dobj"):
            return Link("party", head.i, way)
        signature = self.signature(way, head.i)
        if signature is None and way == "subject" and head.tag in ("VBD", "VBN") and not objects:
            signature = self.signature("object", head.i)  # headlines leave out "was": "Attack feared"
        conditional = self._misread_condition(token, head)
        return conditional or Link("party", head.i, way, signature, cue=head.i)

    def _misread_condition(self, token: Token, head: Token) -> Link | None:
        """Return the link of a verb read as a noun in "If the rebels attacks, …": a mark before it, a comma and a subject after it."""
        tokens = self.sentence.tokens
        marks = [k for k in self.sentence.kids(head.i, "mark") if k < token.i and tokens[k].lower in self.words.openers]
        comma = token.i + 1 < head.i and tokens[token.i + 1].text == ","
        if marks and comma and any(k > token.i for k in self.sentence.kids(head.i, "nsubj", "nsubjpass")):
            return Link("adverbial", head.i, "that", None, tokens[marks[0]].lower, marks[0])
        return None
