"""Find the clause that a verb of saying or thinking reports: after it, before it, around it."""

from __future__ import annotations

from tocsin.attribution.clauses import WH_WORDS, is_infinitive, is_passive, lost_subject, opener, parallel, phrase, report_asides, subject, union
from tocsin.attribution.cues import Cue, load_cues
from tocsin.attribution.quotes import CLOSING, EITHER, OPENING
from tocsin.model.text import Sentence

Tokens = set[int]

_FINITE = ("VBD", "VBZ", "VBP", "MD")
_SUBORDINATORS = frozenset("because since although though if unless when whenever while whereas after before until so as where once".split())
_SAID = frozenset({"said", "says", "say", "added", "adds", "stated", "told", "announced", "reported", "explained"})
_CONTENT_POS = frozenset({"NOUN", "PROPN", "PRON", "VERB", "AUX", "NUM"})
_QUESTIONS = frozenset({"that", "if", "whether", "how", "why", "where"})
_TAIL = 6
"""Most words after ", X said" for all before it to be what is said: "on Monday in a statement"."""
_CUT_TAGS = frozenset({"WDT", "WP", "IN", "VBG", "WRB"})


def reported_clause(sentence: Sentence, v: int, cue: Cue) -> Tokens:
    """Return a finite clause: after the verb, before it, or around it."""
    around = clause_around(sentence, v, cue) if cue.stance not in ("ask", "want") else set()
    if around:
        return around
    clauses = [k for k in sentence.kids(v, "ccomp") if not is_infinitive(sentence, k) or _has_question(sentence, k)]
    if not clauses and cue.addressee:
        clauses = _clause_on_addressee(sentence, v)
    if not clauses and cue.stance == "ask":
        clauses = [k for k in sentence.kids(v, "advcl") if k > v and opener(sentence, k) in ("if", "whether", "that", "how", "why")]
    if not clauses:
        return _reported_passive(sentence, v) or _bare_question(sentence, v) or _by_order(sentence, v)
    right = [k for k in clauses if k > v]
    if any(_is_finite(sentence, k) for k in right) or clauses[0] > v:
        return _after(sentence, v, right)
    return _before(sentence, v, clauses[0])


def _is_finite(sentence: Sentence, k: int) -> bool:
    return any(sentence.tokens[m].tag in _FINITE for m in (k, *sentence.kids(k, "aux")))


def _by_order(sentence: Sentence, v: int) -> Tokens:
    """Return what "said" reports by word order alone, where the parser is at a loss: the clause right after it, or all before ", X said"."""
    token, tokens = sentence.tokens[v], sentence.tokens
    bare_that = [t.i for t in tokens[v + 1:v + 2] if t.lower == "that" and t.tag in ("IN", "DT")]
    relative = any(tokens[k].tag in WH_WORDS and k < v for k in sentence.kids(v, "dobj", "attr", "advmod", "pobj"))
    if relative or (token.lower not in _SAID and not bare_that):
        return set()
    stop = next((t.i for t in tokens[v:] if t.text == ";"), len(tokens))
    after = tokens[v + 1:stop]
    plain = token.lower in ("said", "says", "say") and after and after[0].pos != "PUNCT" and any(t.tag in _FINITE for t in after)
    plain = plain and not (after[0].tag in ("IN", "WRB") and after[0].lower not in _QUESTIONS)
    inverted = v > 1 and tokens[v - 1].text == "," and subject(sentence, v) is None
    if bare_that or (plain and not inverted):
        return {t.i for t in after}
    if inverted and after and after[0].pos in ("PROPN", "DET", "NOUN", "PRON", "ADJ"):
        return set(range(v - 1))
    start = _cluster_start(sentence, v)
    words_behind = sum(t.text[0].isalnum() for t in after)
    if start > 1 and tokens[start - 1].text == "," and words_behind <= _TAIL and all(t.pos != "PUNCT" or t.i == stop - 1 for t in after):
        return set(range(start - 1)) if any(t.pos in _CONTENT_POS for t in tokens[:start - 1]) else set()
    return set()


def _has_question(sentence: Sentence, k: int) -> bool:
    """Tell whether an infinitive is a question ("asked what to do")."""
    return any(sentence.tokens[m].tag in WH_WORDS for m in sentence.children[k])


def _clause_on_addressee(sentence: Sentence, v: int) -> list[int]:
    """Return a that-clause that the parser hung on the one spoken to."""
    return [m for k in sentence.kids(v, "dobj", "dative") for m in sentence.kids(k, "acl", "relcl", "ccomp")
            if opener(sentence, m) in ("that", "whether") and sentence.kids(m, "nsubj", "nsubjpass", "expl")]


def _bare_question(sentence: Sentence, v: int) -> Tokens:
    """Return a question word that stands for a clause ("did not say when")."""
    return {k for k in sentence.kids(v, "advmod", "dobj") if k > v and sentence.tokens[k].tag in WH_WORDS}


def _reported_passive(sentence: Sentence, v: int) -> Tokens:
    """Return subject and infinitive of "X is said to have fled"."""
    return passive_infinitive(sentence, v) if is_passive(sentence, v) else set()


def passive_infinitive(sentence: Sentence, v: int) -> Tokens:
    """Return subject and infinitive of a passive verb ("X was told to leave"), empty without an infinitive."""
    infinitives = [k for k in sentence.kids(v, "xcomp", "ccomp", "advcl") if k > v and is_infinitive(sentence, k)]
    return passive_subject(sentence, v) | union(sentence, infinitives[:1]) if infinitives else set()


def passive_subject(sentence: Sentence, v: int) -> Tokens:
    """Return the subject of a passive, or the noun before a reduced one, without the verb's own part."""
    own = subject(sentence, v)
    token = sentence.tokens[v]
    if own is not None:
        loose = [k for k in sentence.kids(own, "relcl") if k > own and sentence.tokens[sentence.subtree(k)[0] - 1].text == ","]
        return phrase(sentence, own) - union(sentence, loose)
    if token.dep in ("acl", "relcl"):
        return {k for k in sentence.subtree(token.head) if k < v and k not in sentence.subtree(v)}
    if token.dep == "conj":
        above = subject(sentence, token.head)
        return phrase(sentence, above) if above is not None else set()
    return set()


def clause_around(sentence: Sentence, v: int, _: Cue) -> Tokens:
    """Return the clause into which "X says" or "as X says" is put, without these words."""
    token = sentence.tokens[v]
    if token.head == v:
        return set()
    if sentence.kids(v, "ccomp", "xcomp", "nsubjpass") or [k for k in sentence.kids(v, "dobj") if not _told(sentence, v, k)]:
        return set()
    as_clause = token.dep in ("advcl", "ccomp", "parataxis") and opener(sentence, v) == "as"
    inserted = token.dep == "parataxis"
    if not (as_clause or inserted):
        return set()
    return phrase(sentence, token.head) - phrase(sentence, v)


def _told(sentence: Sentence, v: int, k: int) -> bool:
    """Tell whether an object leaves the place of the content open ("as one trader put it", "as he told the paper")."""
    return sentence.tokens[k].lower == "it" or sentence.tokens[v].lemma in ("tell", "inform", "remind", "assure", "notify")


def _before(sentence: Sentence, v: int, clause: int) -> Tokens:
    """Return a clause before its verb ("S, X said"), with everything before it that the parser hung on the verb instead."""
    start = _cluster_start(sentence, v)
    marks = [k for k in range(clause, start) if sentence.tokens[k].text in (";", "-")]
    apart = any(sentence.tokens[k].text == ";" or _is_dash(sentence, k) for k in marks)
    if apart or [k for k in sentence.kids(v, "dobj") if not _told(sentence, v, k)]:
        return set()
    tree = sentence.subtree(v)
    inner = sentence.subtree(clause)
    found = {k for k in tree if (k in inner and not start <= k < v) or (k < start and k <= inner[-1])}
    rest = [k for k in sentence.kids(v, "ccomp", "xcomp") if k > v]
    if rest and sentence.tokens[v + 1].text == ",":
        found |= union(sentence, rest)
    return found


def _is_dash(sentence: Sentence, k: int) -> bool:
    """Tell whether a hyphen stands between blanks: a dash."""
    tokens = sentence.tokens
    inside = 0 < k < len(tokens) - 1
    return inside and tokens[k - 1].end < tokens[k].start and tokens[k].end < tokens[k + 1].start


def _cluster_start(sentence: Sentence, v: int) -> int:
    """Return the first token of a verb with its subject and auxiliaries."""
    lost = lost_subject(sentence, v)
    if lost is not None:
        return lost[0]
    own = [k for k in (*sentence.kids(v, "aux", "auxpass", "neg"), subject(sentence, v)) if k is not None and k < v]
    return min([v, *(sentence.subtree(k)[0] for k in own)])


def _after(sentence: Sentence, v: int, clauses: list[int]) -> Tokens:
    """Return the clauses after their verb, with the adverbial clauses after them that the parser hung on the verb instead."""
    found = union(sentence, clauses)
    if not sentence.kids(clauses[0], "nsubj", "nsubjpass", "expl", "csubj", "mark") and _is_finite(sentence, clauses[0]):
        # "reported the assault left ten dead": the parser took the subject for an object.
        found |= union(sentence, [k for k in sentence.kids(v, "dobj") if v < k < clauses[0]])
    found -= union(sentence, [m for k in clauses for m in report_asides(sentence, k)])
    last = max(found, default=v)
    for k in parallel(sentence, v, clauses[0]):
        found = {i for i in found - phrase(sentence, k) if i < sentence.subtree(k)[0]}
        return cut_after_quote(sentence, found)
    found |= circumstances(sentence, v, last)
    for k in sentence.kids(v, "conj"):
        if k > last and _goes_on(sentence, v, k):
            found |= {i for i in sentence.subtree(k) if i > last}
    return cut_after_quote(sentence, found)


def circumstances(sentence: Sentence, v: int, last: int) -> Tokens:
    """Return the phrases behind a reported clause that the parser hung on the verb of saying although they belong to what is said."""
    return union(sentence, [k for k in sentence.kids(v, "advcl", "prep", "npadvmod", "advmod") if k > last and _belongs(sentence, k)])


def _goes_on(sentence: Sentence, v: int, k: int) -> bool:
    """Tell whether a clause joined to the verb of saying is more of what is said: it has a subject of its own and is no report itself."""
    own = sentence.kids(k, "nsubj", "nsubjpass", "expl")
    if not own or sentence.tokens[k].lemma in load_cues().reporting:
        return False
    first = sentence.subtree(k)[0]
    quoted = any(token.text in OPENING | EITHER for token in sentence.tokens[first:k])
    return quoted or not any(token.text == "," for token in sentence.tokens[v:first])


def cut_after_quote(sentence: Sentence, found: Tokens) -> Tokens:
    """Cut a content after a quotation that ends in a comma, when a clause or phrase of circumstance follows ("… was 'over,' while trying")."""
    tokens = sentence.tokens
    for i in sorted(found)[2:]:
        closing = tokens[i - 1].text in CLOSING | EITHER and tokens[i - 2].text == ","
        if closing and tokens[i].tag in _CUT_TAGS and tokens[i].lower != "that":
            return {k for k in found if k < i}
    return found


def _belongs(sentence: Sentence, k: int) -> bool:
    """Tell whether a phrase after a reported clause belongs to it and not to the reporting verb."""
    token = sentence.tokens[k]
    first = sentence.subtree(k)[0]
    subordinate = opener(sentence, k) in _SUBORDINATORS or sentence.tokens[first].lower in ("should", "had", "were")
    if first > 0 and sentence.tokens[first - 1].pos == "PUNCT":
        return token.dep == "advcl" and subordinate
    return token.dep != "advcl" or subordinate
