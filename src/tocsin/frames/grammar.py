"""Who stands where: subjects, objects and voice of a verb, as the sentence means them rather than as it writes them.

Each function takes a sentence and a token position and answers with positions. A `Link` is a position with the way that led to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.lexicon.load import load_lexicon
from tocsin.model.text import Sentence

Link = tuple[int, str]

RELATIVES = frozenset({"who", "which", "that", "whom"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
MAX_CLIMB = 6


def is_verb(sent: Sentence, i: int) -> bool:
    """Tell whether a token is tagged as a verb."""
    return sent.tokens[i].pos in {"VERB", "AUX"}


_PARTICIPLE = re.compile("(?:en|wn|rn)$")
"""Endings that only participles have: taken, blown, torn."""


def is_passive(sent: Sentence, v: int, depth: int = 0) -> bool:
    """Tell whether a verb is passive, also where the auxiliary is left out ("kidnapped in Libya")."""
    token = sent.tokens[v]
    deps = {sent.tokens[k].dep for k in sent.children[v]}
    if deps & {"auxpass", "nsubjpass", "agent"}:
        return True
    if "nsubj" in deps and "aux" not in deps and _PARTICIPLE.search(token.lower) and token.tag in {"VBN", "VBD"}:
        return True  # "three girls taken hostage": a form that is no past tense, without "have", is a headline's passive
    if "nsubj" in deps:
        return token.tag == "VBN" and token.dep == "conj" and "aux" not in deps and is_verb(sent, token.head) and is_passive(sent, token.head)
    if token.tag == "VBD" and token.dep in {"acl", "amod"}:
        return not deps & {"nsubj", "dobj"}
    if token.tag == "JJ":
        return token.dep in {"amod", "acl", "acomp"}
    if token.tag != "VBN":
        return False
    if token.dep == "conj" and not deps & {"aux", "nsubj"} and depth < MAX_CLIMB and is_verb(sent, token.head):
        return is_passive(sent, token.head, depth + 1)
    return "dobj" not in deps and not _is_perfect(sent, v)


def _is_perfect(sent: Sentence, v: int) -> bool:
    """Tell whether a participle has the auxiliary "have"."""
    return any(sent.tokens[k].dep == "aux" and sent.tokens[k].lemma in {"have", "'ve", "’ve", "'s", "’s", "'d"} for k in sent.children[v])


def antecedent(sent: Sentence, v: int) -> int | None:
    """Return the noun that a relative clause, in which verb `v` stands, describes."""
    for _ in range(MAX_CLIMB):
        token = sent.tokens[v]
        if token.dep in {"relcl", "acl"}:
            return token.head
        if token.head == v or token.dep not in {"conj", "xcomp", "ccomp", "advcl", "dep"}:
            return None
        v = token.head
    return None


def _unrelative(sent: Sentence, v: int, k: int) -> int:
    """Return what a relative pronoun stands for, any other token unchanged."""
    token = sent.tokens[k]
    if token.lower in RELATIVES and token.tag in {"WDT", "WP", "IN", "DT"}:
        above = antecedent(sent, v)
        return k if above is None else above
    return k


def own_subject(sent: Sentence, v: int) -> Link | None:
    """Return the subject written beside a verb; a relative pronoun is replaced by what it stands for."""
    for k in sent.children[v]:
        token = sent.tokens[k]
        if token.dep in {"nsubj", "nsubjpass"} and token.lower != "there":
            noun = _unrelative(sent, v, k)
            return noun, "subject" if noun == k else "relative"
    return None


def subject(sent: Sentence, v: int, depth: int = 0) -> Link | None:
    """Return the surface subject of a verb: its own, or the one that it shares, is controlled by or describes."""
    own = own_subject(sent, v)
    token = sent.tokens[v]
    head = token.head
    if own is not None or depth > MAX_CLIMB or head == v:
        return own
    if token.dep == "conj":
        return _shared_subject(sent, v, head, depth)
    if token.dep in {"xcomp", "oprd"} or (token.dep == "ccomp" and token.tag in {"VB", "VBG"}) or _is_result(sent, v):
        return _controller(sent, head, depth)
    if token.dep == "acl":
        return _described(sent, v, head, depth)
    if token.dep in {"relcl", "amod"}:
        return head, "relative" if token.dep == "relcl" else "modified"
    if token.dep == "advcl":
        return _participle_subject(sent, v, head, depth)
    if token.dep in {"pcomp", "pobj"}:
        return _after_preposition(sent, head, depth)
    return None


def _is_result(sent: Sentence, v: int) -> bool:
    """Tell whether a participle says how somebody was left or found: "leaving two shoppers *injured*"."""
    token = sent.tokens[v]
    deps = {sent.tokens[k].dep for k in sent.children[v]}
    return token.dep == "ccomp" and token.tag == "VBN" and not deps & {"aux", "auxpass", "mark"} and bool(sent.kids(token.head, "dobj"))


def _shared_subject(sent: Sentence, v: int, head: int, depth: int) -> Link | None:
    """Return the subject that a coordinated verb takes from the word before it.

    In "threw stones and police fired" the parser takes the second subject for a second object; the lack of another "and" tells.
    """
    before = sent.tokens[v - 1]
    if v > head + 2 and before.dep == "conj" and before.pos in {"NOUN", "PROPN"} and sent.tokens[v].tag in {"VBD", "VBZ", "VBP"}:
        return before.i, "subject"
    if not is_verb(sent, head):
        return subject_of_predicate(sent, head, depth + 1)
    return subject(sent, head, depth + 1)


def _controller(sent: Sentence, head: int, depth: int) -> Link | None:
    """Return who does what an infinitive or complement participle says: the object of "force", else the subject of the verb above."""
    token = sent.tokens[head]
    if not is_verb(sent, head):
        return subject_of_predicate(sent, head, depth + 1)
    if token.lemma in load_lexicon().table["object_control"] and not is_passive(sent, head):
        objects_above = [k for k in sent.kids(head, "dobj", "dative") if sent.tokens[k].pos != "ADP"]
        if objects_above:
            return _unrelative(sent, head, objects_above[0]), "control"
        if token.lemma in load_lexicon().table["object_control_only"]:
            return None
    if (asked := _asked(sent, head)) is not None:
        return asked, "control"
    above = subject(sent, head, depth + 1)
    return (above[0], "control") if above else None


_ASKING = frozenset({"on", "upon", "to", "with"})


def _asked(sent: Sentence, v: int) -> int | None:
    """Return whom a verb asks behind a preposition: "called on *the army* to stop"."""
    if sent.tokens[v].lemma not in load_lexicon().table["prepositional_control"]:
        return None
    return next((noun for word, noun in prepositions(sent, v) if word in _ASKING and noun > v), None)


def _described(sent: Sentence, v: int, head: int, depth: int) -> Link | None:
    """Return the subject of a verb that describes a noun: the noun itself, or for "attempt to kill" whoever made the attempt."""
    if any(sent.tokens[k].tag == "TO" for k in sent.children[v]):
        return subject_of_predicate(sent, head, depth + 1)
    return head, "described"


def _participle_subject(sent: Sentence, v: int, head: int, depth: int) -> Link | None:
    """Return the subject of a clause without one (", killing two"): that of the clause that it hangs on."""
    if not is_verb(sent, head):
        return subject_of_predicate(sent, head, depth + 1)
    if any(sent.tokens[k].tag == "TO" for k in sent.kids(v, "aux")) and (asked := _asked(sent, head)) is not None:
        return asked, "control"
    bare = sent.tokens[v].tag == "VBG" and is_passive(sent, head) and not sent.kids(v, "mark", "advmod")
    if bare and (by := agents(sent, head)):
        return by[0], "participle"
    above = subject(sent, head, depth + 1)
    return (above[0], "participle-passive" if bare else "participle") if above else None


def _after_preposition(sent: Sentence, prep: int, depth: int) -> Link | None:
    """Return who does what a gerund after a preposition says ("accused of killing", "responsible for killing", "after killing")."""
    above = sent.tokens[prep].head
    if above == prep:
        return None
    word = sent.tokens[above]
    if word.pos not in {"VERB", "AUX"}:
        if word.dep == "dobj" and sent.tokens[word.head].lemma in load_lexicon().table["blamed_object"]:
            return above, f"{sent.tokens[word.head].lemma} {sent.tokens[prep].lower}"
        return subject_of_predicate(sent, above, depth + 1)
    if word.lemma in load_lexicon().table["blamed_object"] and not is_passive(sent, above):
        blamed = sent.kids(above, "dobj")
        if blamed:
            return _unrelative(sent, above, blamed[0]), f"{word.lemma} {sent.tokens[prep].lower}"
    found = subject(sent, above, depth + 1)
    return (found[0], "gerund") if found else None


def subject_of_predicate(sent: Sentence, i: int, depth: int = 0) -> Link | None:
    """Return who a predicate adjective or noun is about, or who stands behind a noun ("his role in killing", "made an attempt to kill")."""
    token = sent.tokens[i]
    head = token.head
    if depth > MAX_CLIMB:
        return None
    if own := own_subject(sent, i):
        return own
    if owner := sent.kids(i, "poss"):
        return owner[0], "possessor"
    if head == i:
        return None
    if token.dep == "amod":
        return head, "modified"
    if token.dep == "pobj":
        return _after_preposition(sent, head, depth)
    if token.dep == "oprd" and (named := sent.kids(head, "dobj")):
        return _unrelative(sent, head, named[0]), "control"
    if token.dep in {"acomp", "attr", "oprd", "dobj", "conj", "xcomp", "advmod", "ccomp"}:
        return subject(sent, head, depth + 1) if is_verb(sent, head) else subject_of_predicate(sent, head, depth + 1)
    return None


def objects(sent: Sentence, v: int, *, strict: bool = False) -> list[Link]:
    """Return the direct objects of an active verb.

    A `strict` verb, one that never goes without an object, shares the object of a coordinated verb, takes the noun that a bare relative
    clause describes ("the men police arrested") and whatever noun the parser hung to its right under another label.
    """
    found = sent.kids(v, "dobj")
    if found:
        return [(_unrelative(sent, v, k), "object") for k in found]
    return _hidden_object(sent, v) if strict else []


def _hidden_object(sent: Sentence, v: int) -> list[Link]:
    """Return the object of a verb that must have one though none is labelled so."""
    for k in sent.kids(v, "conj"):
        if is_verb(sent, k) and own_subject(sent, k) is None and (shared := sent.kids(k, "dobj")):
            return [(shared[0], "object")]
    own = own_subject(sent, v)
    if sent.tokens[v].dep == "relcl" and own and own[1] == "subject":
        return [(sent.tokens[v].head, "relative")]
    late = [
        k for k in sent.kids(v, "attr", "npadvmod", "oprd", "nsubj", "ccomp", "appos", "dep", "intj") if k > v
        and sent.tokens[k].pos in {"NOUN", "PROPN", "NUM"} and sent.tokens[k].ent not in {"DATE", "TIME", "ORDINAL"} and not _opens_clause(sent, k)
    ]  # fmt: skip
    return [(late[0], "object")] if late else []


def _opens_clause(sent: Sentence, k: int) -> bool:
    """Tell whether a noun behind a comma is what a participle of its own tells of: "40 killed, *100* wounded"."""
    first = min(sent.subtree(k))
    described = any(sent.tokens[v].tag == "VBN" for v in sent.kids(k, "acl"))
    return described and first > 0 and sent.tokens[first - 1].text in {",", ";"}


def agents(sent: Sentence, v: int) -> list[int]:
    """Return the nouns after "by" of a passive verb."""
    found = []
    for k in sent.children[v]:
        token = sent.tokens[k]
        if token.dep == "agent" or (token.dep == "prep" and token.lower == "by"):
            found.extend(sent.kids(k, "pobj"))
    return found


def datives(sent: Sentence, v: int) -> list[int]:
    """Return the receivers of "give X aid" and "give aid to X"."""
    found = []
    for k in sent.kids(v, "dative"):
        found.extend(sent.kids(k, "pobj") if sent.tokens[k].pos == "ADP" else [k])
    return found


def prepositions(sent: Sentence, i: int) -> Iterator[tuple[str, int]]:
    """Yield (preposition, noun after it) of the dependents of a token; chains such as "out of" yield their last word."""
    for k in sent.children[i]:
        if sent.tokens[k].dep not in {"prep", "dative", "agent"} or sent.tokens[k].pos == "NOUN":
            continue
        for below in sent.children[k]:
            token = sent.tokens[below]
            if token.dep in {"pobj", "pcomp"}:
                yield sent.tokens[k].lower, below
            elif token.dep == "prep":
                for last in sent.kids(below, "pobj"):
                    yield token.lower, last


def conjuncts(sent: Sentence, i: int) -> list[int]:
    """Return a noun and all that are coordinated with it."""
    found, stack = [], [i]
    while stack:
        here = stack.pop()
        found.append(here)
        stack.extend(k for k in sent.kids(here, "conj") if sent.tokens[k].pos in NOMINAL or sent.tokens[k].tag == "VBG")
    return sorted(found)
