"""Collect the reporting words of one sentence, each with its source and what it reports there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tocsin.attribution.clauses import cue_run, is_infinitive, particle, phrase, union
from tocsin.attribution.contents import content_of_verb
from tocsin.attribution.cues import PREPOSITIONS, Cue, Cues, load_cues
from tocsin.attribution.nominal import content_of_adjective, content_of_noun
from tocsin.attribution.quotes import Quote
from tocsin.attribution.speakers import owner, speaker_of_verb
from tocsin.model.text import Sentence

_COPULAS = frozenset("be feel remain become look sound stay grow get".split())
_LIGHT = frozenset("""make issue give have express voice repeat release publish file raise share deliver send offer reiterate get pose hold
    keep show""".split())
_ACCORDING = Cue("according", (), (), frozenset(), needs_with=False, objects=frozenset(), addressee=False, stance="assert", speech=True,
                 documents=False, of_documents=False, things=False, after=frozenset(), hidden=False)


@dataclass(slots=True)
class Saying:
    """One reporting word and what was found for it.

    Attributes:
        way: How the content hangs on it, as in the data files. `more`: numbers of whole sentences that belong to the content.
        tokens: Content in the sentence of the cue. `quotes`: quotations that the source says; `parts`: quotations that the content holds.
        within: The quotation in which the cue itself stands.
    """

    sentence: int
    head: int
    run: tuple[int, int]
    source: int | None
    cue: Cue
    lemma: str
    tokens: set[int]
    takes_quote: bool = False
    quotes: list[Quote] = field(default_factory=list)
    parts: list[Quote] = field(default_factory=list)
    within: Quote | None = None
    way: str = ""
    more: tuple[int, ...] = ()


def sayings_of(number: int, sentence: Sentence, cues: Cues) -> list[Saying]:
    """Return the reporting words of a sentence in text order, also those whose content can only be a quotation."""
    found = list(_all_sayings(number, sentence, cues))
    phrases = [saying for saying in found if saying.run[0] < saying.head and sentence.tokens[saying.head].pos == "NOUN"]
    spoken = {(i, saying.head) for saying in phrases for i in range(*saying.run)}
    _part_crossed(found, sentence)
    return [saying for saying in found if not (saying.way == "object" and any((saying.head, n) in spoken for n in saying.tokens))]


def _part_crossed(found: list[Saying], sentence: Sentence) -> None:
    """Take "he said" out of what it reports itself, where two reports hold each other's cue."""
    for outer in found:
        for inner in found:
            if inner.head in outer.tokens and outer.head in inner.tokens and outer is not inner and outer.head < inner.head:
                own = set(range(inner.run[0], inner.run[1] + 1)) | (phrase(sentence, inner.source) if inner.source is not None else set())
                outer.tokens -= own


def _all_sayings(number: int, sentence: Sentence, cues: Cues) -> Iterator[Saying]:
    for token in sentence.tokens:
        saying = None
        if token.pos in ("VERB", "AUX") or token.tag.startswith("VB"):
            saying = _verb(number, sentence, token.i, cues) or _adjective(number, sentence, token.i, cues)
        elif token.pos == "NOUN" and token.lemma in cues.nouns:
            saying = _noun(number, sentence, token.i, cues)
        elif token.pos == "ADJ" and token.lower in cues.adjectives:
            saying = _adjective(number, sentence, token.i, cues)
        elif token.lower == "per" and token.dep == "prep":
            saying = _according(number, sentence, token.i, token.i)
        if saying is None and token.lower == "according":
            saying = _according_to(number, sentence, token.i)
        if saying is None and token.dep == "prep" and token.lower in ("in", "by"):
            saying = _in_poll(number, sentence, token.i, cues)
        if saying is not None:
            yield saying


def _verb(number: int, sentence: Sentence, v: int, cues: Cues) -> Saying | None:
    token = sentence.tokens[v]
    lemma = token.lemma if (token.lemma, "") in cues.verbs else cues.forms.get(token.lower, token.lemma)
    entries = cues.verbs.get((lemma, particle(sentence, v)), ()) or cues.verbs.get((lemma, ""), ())
    if not entries:
        return None
    quoting = next((cue for way, cue in entries if way == "quote"), None)
    for way, cue in entries:
        tokens = content_of_verb(sentence, v, way, cue)
        if tokens:
            source = None if cue.hidden else speaker_of_verb(sentence, v)
            if not _counts(sentence, v, way, cue, source, cues):
                continue
            return Saying(number, v, _run(sentence, v), source, cue, lemma, tokens, quoting is not None, way=way)
    if quoting is None:
        return None
    return Saying(number, v, cue_run(sentence, v), speaker_of_verb(sentence, v), quoting, lemma, set(), takes_quote=True)


def _run(sentence: Sentence, v: int) -> tuple[int, int]:
    """Return the reporting words, with a verb before them that only says that the report goes on ("went on to say")."""
    first, last = cue_run(sentence, v)
    token = sentence.tokens[v]
    if token.dep in ("xcomp", "advcl") and token.head < first and first - token.head <= _NEAR and sentence.tokens[token.head].lemma in _PHASES:
        return cue_run(sentence, token.head)[0], last
    return first, last


_PHASES = frozenset({"continue", "begin", "start", "go", "keep", "proceed"})
_NEAR = 3
"""Most words from "went" to "say" of "went on to say", so that the reporting words stay in one piece."""


def _counts(sentence: Sentence, v: int, way: str, cue: Cue, source: int | None, cues: Cues) -> bool:
    """Tell whether a report is one: no thing that a document does not show, no attitude that is only to come ("to support the plan")."""
    if cue.of_documents and (source is None or sentence.tokens[source].lemma not in cues.documents):
        return False
    if way == "that" or cue.hidden:
        return True
    if way in PREPOSITIONS and way != "as" and source is None and not cue.speech:
        return False
    token = sentence.tokens[v]
    if way == "as" and source is None and token.dep == "acl":
        return False  # "a village called X" names it, no more
    if sentence.tokens[token.head].lemma in _PHASES:
        return True
    return not (token.tag == "VB" and not cue.speech and is_infinitive(sentence, v) and token.dep != "ROOT")


def _noun(number: int, sentence: Sentence, n: int, cues: Cues) -> Saying | None:
    source = owner(sentence, n)
    run = (n, n)
    head = sentence.tokens[n].head
    if source is None and sentence.tokens[n].dep == "dobj" and sentence.tokens[head].lemma in _LIGHT:
        source = speaker_of_verb(sentence, head)
        run = (cue_run(sentence, head)[0], n) if n - head < 4 else run
    verb = _verb_of_document(sentence, n, cues)
    if verb is not None:
        source, run = speaker_of_verb(sentence, verb), (cue_run(sentence, verb)[0], n)
    for cue in cues.nouns[sentence.tokens[n].lemma]:
        tokens = content_of_noun(sentence, n, cue, source)
        if tokens:
            head = n if verb is None else verb
            return Saying(number, head, run, source, cue, sentence.tokens[head].lemma, tokens)
    return None


def _verb_of_document(sentence: Sentence, n: int, cues: Cues) -> int | None:
    """Return the verb of "said in a statement that …", where the parser hung the clause on the noun."""
    head = sentence.tokens[n].head
    above = sentence.tokens[head].head
    inside = sentence.tokens[n].dep == "pobj" and sentence.tokens[head].lower in ("in", "on", "during") and n - above < 6
    return above if inside and sentence.tokens[above].lemma in cues.reporting and not sentence.kids(above, "ccomp") else None


def _adjective(number: int, sentence: Sentence, a: int, cues: Cues) -> Saying | None:
    token = sentence.tokens[a]
    entries = cues.adjectives.get(token.lower)
    if not entries:
        return None
    copula = _copula(sentence, a, entries)
    if copula is None and token.dep not in ("advcl", "acl", "amod", "relcl", "conj"):
        return None
    for cue in entries:
        tokens = content_of_adjective(sentence, a, a if copula is None else copula, cue)
        if tokens:
            source = _subject_of(sentence, a if copula is None else copula)
            empty = source is not None and sentence.tokens[source].lower in ("it", "there", "this", "that")
            if empty != cue.hidden:
                continue
            source = None if cue.hidden else source
            first = cue_run(sentence, copula)[0] if copula is not None and a - copula < 4 else a
            return Saying(number, a, (min(first, a), a), source, cue, token.lower, tokens)
    return None


def _copula(sentence: Sentence, a: int, entries: tuple[Cue, ...]) -> int | None:
    """Return the verb that makes an adjective or participle a state of mind of its subject ("is sure", "made clear"), None without."""
    token = sentence.tokens[a]
    verbs = frozenset[str]().union(*(cue.after or _COPULAS for cue in entries))
    if token.dep in ("acomp", "oprd", "ccomp") and sentence.tokens[token.head].lemma in verbs:
        return token.head
    return a if token.tag == "VBN" and sentence.kids(a, "auxpass") else None


def _subject_of(sentence: Sentence, copula: int) -> int | None:
    """Return the one whose state of mind it is."""
    own = sentence.kids(copula, "nsubj", "nsubjpass")
    if own:
        head = sentence.tokens[copula]
        return head.head if sentence.tokens[own[0]].lower in ("who", "which", "that") and head.dep == "relcl" else own[0]
    return speaker_of_verb(sentence, copula) if sentence.tokens[copula].tag != "VBN" else None


def _according_to(number: int, sentence: Sentence, i: int) -> Saying | None:
    to = next((k for k in (i + 1, i + 2) if k < len(sentence.tokens) and sentence.tokens[k].lower == "to"), None)
    return _according(number, sentence, i, to) if to is not None else None


def _according(number: int, sentence: Sentence, i: int, preposition: int) -> Saying | None:
    """Return what is told "according to X": the clause on which the phrase hangs."""
    source = next((m for k in (preposition, i) for m in sentence.kids(k, "pobj", "pcomp")), None)
    clause = _clause_above(sentence, i)
    if source is None or clause is None:
        return None
    out = union(sentence, [i, preposition, *_joined_behind(sentence, clause, i)])
    tokens = _between_semicolons(sentence, i, phrase(sentence, clause) - out)
    if i > 1 and sentence.tokens[i - 1].text == "," and sentence.tokens[i - 2].pos == "CCONJ":
        tokens = {k for k in tokens if k > i}  # "largely Kurdish and, according to X, supportive of …"
    return Saying(number, i, (i, preposition), source, _ACCORDING, "according" if preposition != i else "per", tokens) if tokens else None


def _between_semicolons(sentence: Sentence, i: int, tokens: set[int]) -> set[int]:
    """Return the tokens that no semicolon parts from token i."""
    marks = [token.i for token in sentence.tokens if token.text == ";"]
    low, high = max((m for m in marks if m < i), default=-1), min((m for m in marks if m > i), default=len(sentence.tokens))
    return {k for k in tokens if low < k < high}


def _in_poll(number: int, sentence: Sentence, i: int, cues: Cues) -> Saying | None:
    """Return what a poll or count is the source of: "In the latest poll, S". Not "in the polls", where one may vote."""
    polls = [k for k in sentence.kids(i, "pobj") if sentence.tokens[k].lower in cues.polls]
    clause = _clause_above(sentence, i)
    if not polls or clause is None or clause < i or not _is_set_off(sentence, i):
        return None
    tokens = phrase(sentence, clause) - phrase(sentence, i)
    return Saying(number, i, (i, i), polls[0], _ACCORDING, sentence.tokens[i].lower, tokens) if len(tokens) > 2 else None


def _is_set_off(sentence: Sentence, i: int) -> bool:
    """Tell whether a phrase opens its sentence and a comma follows it."""
    tree = sentence.subtree(i)
    opens = all(token.pos in ("PUNCT", "CCONJ", "ADV") for token in sentence.tokens[:tree[0]])
    return opens and tree[-1] + 1 < len(sentence.tokens) and sentence.tokens[tree[-1] + 1].text == ","


def _joined_behind(sentence: Sentence, clause: int, i: int) -> list[int]:
    """Return the clauses with subjects of their own that are joined behind "according to X": what X has no part in."""
    joined = [k for k in sentence.kids(clause, "conj", "cc", "parataxis") if k > i]
    return [k for k in joined if sentence.tokens[k].dep == "cc" or sentence.kids(k, "nsubj", "nsubjpass")]


def _clause_above(sentence: Sentence, i: int) -> int | None:
    """Return the nearest verb above a phrase that has a subject of its own, else the root; at the sentence's end the first of joined clauses."""
    above = list(sentence.ancestors(i))
    own = (k for k in above if sentence.tokens[k].pos in ("VERB", "AUX") and sentence.kids(k, "nsubj", "nsubjpass", "expl", "csubj"))
    clause = next(own, above[-1] if above else None)
    closing = i > 0 and sentence.tokens[i - 1].text == "," and max(sentence.subtree(i)) >= len(sentence.tokens) - 2
    while closing and clause is not None and sentence.tokens[clause].dep == "conj":
        head = sentence.tokens[clause].head
        if sentence.tokens[head].pos not in ("VERB", "AUX"):
            break
        clause = head
    return clause


def is_speech(saying: Saying, sentence: Sentence) -> bool:
    """Tell whether the source itself has said it: not when it only may or would ("the probe would determine"), nor when acts speak."""
    cue = saying.cue
    if not cue.speech:
        return False
    if not cue.documents:
        return True
    open_question = any(sentence.tokens[k].tag in ("MD", "TO") for k in sentence.kids(saying.head, "aux"))
    source = saying.source
    return not open_question and source is not None and sentence.tokens[source].lemma in load_cues().documents
