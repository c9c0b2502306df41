"""Which words stand in which grammatical slot of a trigger: of a verb, of a noun, of an adjective. Roles are given later, by the frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tocsin.frames import grammar
from tocsin.lexicon.load import load_lexicon
from tocsin.lexicon.model import Lexicon
from tocsin.model.text import Sentence

Slots = dict[str, list[grammar.Link]]
COMPLEMENTS = frozenset({"on", "against", "upon", "by"})


@dataclass(slots=True)
class Reach:
    """The slots of a trigger and the verb that carries its tense and modality."""

    verb: int
    passive: bool = False
    slots: Slots = field(default_factory=dict)

    def add(self, slot: str, token: int, via: str) -> None:
        """Put a word in a slot."""
        self.slots.setdefault(slot, []).append((token, via))


def verb_slots(sent: Sentence, v: int, *, strict: bool, headline: bool = True) -> Reach:
    """Return the slots of a verb, named as in the active voice: the subject of "was killed" stands in `object`.

    `strict`: the verb never goes without an object; `headline`: it may then be a passive without its auxiliary.
    """
    reach = Reach(v, grammar.is_passive(sent, v))
    above = grammar.subject(sent, v)
    objects = grammar.objects(sent, v, strict=strict) or (_counted_object(sent, v) if strict and not reach.passive else [])
    if not reach.passive and strict and headline and above and not objects and _reads_as_passive(sent, v):
        reach.passive = True
    if reach.passive:
        for token in grammar.agents(sent, v):
            reach.add("subject", token, "by")
        for token in _compounded(sent, v):
            reach.add("subject", token, "compound")
        if above:
            reach.add("dative" if objects and not strict else "object", *above)
    elif above:
        reach.add("subject", *above)
    for token, via in objects:
        reach.add("object", token, via)
    for token in grammar.datives(sent, v):
        reach.add("dative", token, "dative")
    _add_prepositions(sent, v, reach)
    _add_clause(sent, v, reach)
    _add_formed(sent, v, reach)
    return reach


def _add_formed(sent: Sentence, v: int, reach: Reach) -> None:
    """Put in slot `formed` what comes out of an act: "merged to form X", "left X and founded Y"."""
    for k in sent.kids(v, "xcomp", "advcl", "conj"):
        if sent.tokens[k].lemma in load_lexicon().table["forming"] and k > v and not grammar.is_passive(sent, k):
            for noun in sent.kids(k, "dobj", "attr", "oprd"):
                reach.add("formed", noun, "formed")


def _reads_as_passive(sent: Sentence, v: int) -> bool:
    """Tell whether a verb that needs an object but has none is a headline's passive ("Two killed in raid") or a mistagged one."""
    deps = {sent.tokens[k].dep for k in sent.children[v]}
    return sent.tokens[v].tag in {"VBD", "VBN"} and not deps & {"ccomp", "xcomp", "aux", "dobj"}


def _counted_object(sent: Sentence, v: int) -> list[grammar.Link]:
    """Return the object behind a bound that the parser takes for a preposition: "kidnapped up to 16 advisers"."""
    for k in sent.kids(v, "prep", "prt"):
        if sent.tokens[k].lower == "up":
            bounds = [to for to in (*sent.kids(k, "prep"), k + 1) if to < len(sent.tokens) and sent.tokens[to].lower == "to"]
            return [(noun, "object") for to in bounds for noun in sent.kids(to, "pobj")]
    return []


def _add_prepositions(sent: Sentence, i: int, reach: Reach) -> None:
    """Put the nouns after prepositions in slots named by the preposition; "at the hands of X" is X's doing."""
    for word, noun in grammar.prepositions(sent, i):
        if sent.tokens[noun].lemma == "hand" and word == "at":
            for below, owner in grammar.prepositions(sent, noun):
                if below == "of":
                    reach.add("subject", owner, "at the hands of")
        elif not (reach.passive and word == "by"):
            reach.add(word, noun, word)


def _add_clause(sent: Sentence, v: int, reach: Reach) -> None:
    """Put subject and objects of a complement clause ("demanded that X withdraw", "threatened to shell X") in slots of their own."""
    for k in sent.kids(v, "ccomp", "xcomp"):
        if not grammar.is_verb(sent, k):
            continue
        own = grammar.own_subject(sent, k)
        if own and k > v:
            reach.add("clause", own[0], "clause")
        for modal in sent.kids(k, "aux"):
            reach.add("clause-modal", modal, "clause-modal")
        for token, _ in grammar.objects(sent, k, strict=True):
            reach.add("clause-object", token, "clause-object")
        for word, noun in grammar.prepositions(sent, k):
            reach.add(f"clause-{word}", noun, f"clause-{word}")


def noun_slots(sent: Sentence, n: int, lexicon: Lexicon) -> Reach:
    """Return the slots of an event noun, its own and those of the nouns and verbs that carry it."""
    reach = Reach(n)
    for bearer, via in bearers(sent, n):
        reach.add("self", bearer, via)
    nodes = _carriers(sent, n, lexicon)
    for node in nodes:
        _add_noun_kids(sent, node, reach, lexicon, skip=set(nodes))
    _add_governor(sent, nodes[-1], reach, lexicon)
    _blame(sent, nodes[-1], reach)
    _add_bond(sent, nodes[-1], reach)
    return reach


def bearers(sent: Sentence, n: int) -> list[grammar.Link]:
    """Return who a noun says something about ("X, a founder of Y", "X is a rival", "commander X"); the noun itself when nobody else."""
    first = _first_conjunct(sent, n)
    token = sent.tokens[first]
    above = sent.tokens[token.head]
    if above.i == first:
        return [(n, "self")]
    if token.dep in {"oprd", "ccomp", "xcomp", "attr"} and (own := grammar.own_subject(sent, first)):
        above_subject = grammar.subject(sent, above.i) if sent.tokens[own[0]].lower in load_lexicon().table["reflexive"] else None
        return [above_subject or (own[0], "named")]
    if token.dep == "appos" and above.pos in grammar.NOMINAL:
        return [(above.i, "apposition")]
    if token.dep == "compound" and above.pos == "PROPN" and above.i > n:
        return [(above.i, "title")]
    if token.dep in {"attr", "oprd"} and (found := _predicated(sent, above.i)):
        return [found]
    if token.dep == "nsubj" and above.lemma == "be" and (names := [k for k in sent.kids(above.i, "attr") if sent.tokens[k].pos == "PROPN"]):
        return [(names[0], "predicate")]
    if token.dep == "pobj" and above.lower == "as" and (found := _predicated(sent, above.head)):
        return [found]
    named = [k for k in sent.kids(n, "appos") if sent.tokens[k].pos == "PROPN"]
    return [(named[0], "apposition")] if named else [(n, "self")]


def _predicated(sent: Sentence, v: int) -> grammar.Link | None:
    """Return whom the predicate noun of a verb describes: its subject, or its object where the verb names or appoints somebody."""
    token = sent.tokens[v]
    if token.lemma in load_lexicon().table["naming"] and grammar.is_verb(sent, v) and not grammar.is_passive(sent, v):
        named = sent.kids(v, "dobj")
        if named:
            return named[0], "named"
    if not grammar.is_verb(sent, v):
        return None
    found = grammar.subject(sent, v)
    return (found[0], "predicate") if found else None


def _add_bond(sent: Sentence, n: int, reach: Reach) -> None:
    """Put in slot `bond` whoever keeps the tie that a noun names ("developed a rivalry"), in `formed` what a merger made."""
    token = sent.tokens[_first_conjunct(sent, n)]
    above = sent.tokens[token.head]
    if token.dep in {"oprd", "ccomp", "xcomp"} and above.lemma in load_lexicon().table["naming"] and not grammar.is_passive(sent, above.i):
        found = grammar.subject(sent, above.i)
        if found:
            reach.add("bond", found[0], f"subject:{above.lemma}")
    elif token.dep == "dobj" and above.lemma in load_lexicon().table["bonds"]:
        found = grammar.subject(sent, above.i)
        if found and not grammar.is_passive(sent, above.i):
            reach.verb = above.i
            reach.add("bond", found[0], f"subject:{above.lemma}")
        for word, noun in grammar.prepositions(sent, above.i):
            if word in {"with", "to", "from", "between", "among"}:
                reach.add(word, noun, word)
    elif token.dep == "nsubjpass" and above.lemma in load_lexicon().table["bonds"]:
        reach.verb = above.i
        for word, noun in grammar.prepositions(sent, above.i):
            if word in {"with", "to", "by", "between", "among"}:
                reach.add("bond" if word == "by" else word, noun, word)
    elif token.dep == "pobj" and above.lower in {"on", "to", "into"} and sent.tokens[above.head].lemma in load_lexicon().table["bonds"]:
        found = grammar.subject(sent, above.head)
        if found and not grammar.is_passive(sent, above.head):
            reach.verb = above.head
            reach.add("bond", found[0], f"subject:{sent.tokens[above.head].lemma}")
    elif token.dep == "pobj" and above.lower in {"by", "from", "through", "of", "in", "after", "as"}:
        _add_made(sent, above.head, reach)


def _add_made(sent: Sentence, v: int, reach: Reach) -> None:
    """Put in slot `formed` the subject of "was formed (as part/result) of a merger"."""
    for _ in range(3):
        if grammar.is_verb(sent, v):
            break
        v = sent.tokens[v].head
    if sent.tokens[v].lemma in load_lexicon().table["forming"] and grammar.is_verb(sent, v):
        found = grammar.subject(sent, v)
        if found:
            reach.add("formed", found[0], "formed")


def _blame(sent: Sentence, n: int, reach: Reach) -> None:
    """Read "blamed the attack on X" as X's deed though the parser hangs X on the attack."""
    token = sent.tokens[n]
    if token.dep == "dobj" and sent.tokens[token.head].lemma in load_lexicon().table["pinning"] and "on" in reach.slots:
        for k, _ in reach.slots.pop("on")[-1:]:
            reach.add("light", k, "blame on")


def _carriers(sent: Sentence, n: int, lexicon: Lexicon) -> list[int]:
    """Return the noun and those that carry it ("a series of attacks", "bombing campaign"), innermost first."""
    nodes = [n]
    while len(nodes) < 4:
        token = sent.tokens[nodes[-1]]
        above = sent.tokens[token.head]
        if above.i == token.i:
            break
        if token.dep == "pobj" and above.lower == "of" and _carries(sent.tokens[above.head].lemma, lexicon) and above.head != above.i:
            nodes.append(above.head)
        elif token.dep in {"compound", "nmod", "amod"} and lexicon.is_a(above.lemma, "carrier"):
            nodes.append(above.i)
        else:
            break
    return nodes


def _carries(lemma: str, lexicon: Lexicon) -> bool:
    """Tell whether a noun may carry an event noun behind "of"."""
    return lexicon.is_a(lemma, "carrier") or lexicon.is_a(lemma, "counter")


def _add_noun_kids(sent: Sentence, n: int, reach: Reach, lexicon: Lexicon, skip: set[int]) -> None:
    """Put possessor, modifiers, prepositional complements and describing verbs of a noun in slots."""
    for k in sent.children[n]:
        token = sent.tokens[k]
        if k in skip:
            continue
        if token.dep == "poss":
            whose = grammar.antecedent(sent, sent.tokens[n].head) if token.lower == "whose" else None
            reach.add("possessor", k if whose is None else whose, "possessor")
        elif token.dep in {"compound", "amod", "nmod"}:
            _add_modifier(sent, k, reach, lexicon)
        elif token.dep in {"acl", "relcl"} and grammar.is_verb(sent, k):
            _add_describing_verb(sent, n, k, reach, lexicon)
    if sent.tokens[n].dep == "compound" and sent.tokens[sent.tokens[n].head].pos == "PROPN":
        _add_title_kids(sent, n, reach)
    for word, noun in grammar.prepositions(sent, n):
        if noun in skip:
            continue
        reach.add(word, noun, word)
        for below, inner in grammar.prepositions(sent, noun):
            # The parser hangs the second complement on the first: "the attack by rebels on the village".
            if below in COMPLEMENTS and below != word:
                reach.add(below, inner, below)


def _add_title_kids(sent: Sentence, n: int, reach: Reach) -> None:
    """Use what the parser hung on a name instead of on the title before it: "the group's leader X", "Y commander X"."""
    for k in sent.children[sent.tokens[n].head]:
        if k < n and sent.tokens[k].dep in {"poss", "compound", "nmod"}:
            reach.add("possessor" if sent.tokens[k].dep == "poss" else "modifier", k, "title")


def _add_modifier(sent: Sentence, k: int, reach: Reach, lexicon: Lexicon) -> None:
    """Put a word before the noun in slot `modifier`, or the party in "US-led" and "Iran-backed"."""
    if sent.tokens[k].lower in lexicon.table["led"]:
        for below in sent.kids(k, "npadvmod", "compound", "nmod", "nsubj", "dep"):
            reach.add("modifier", below, "led")
        return
    reach.add("modifier", k, "modifier")
    for below in sent.kids(k, "compound", "amod", "nmod", "conj"):
        reach.add("modifier", below, "modifier")


def _add_describing_verb(sent: Sentence, n: int, v: int, reach: Reach, lexicon: Lexicon) -> None:
    """Use a verb that describes the noun: "carried out by X", "that X launched", "targeting X", "blamed on X"."""
    lemma = sent.tokens[v].lemma
    if lemma in lexicon.table["receiving_verbs"] and not grammar.is_passive(sent, v):
        for token, _ in grammar.objects(sent, v):
            reach.add("targeting", token, "targeting")
        for word, noun in grammar.prepositions(sent, v):
            if word in {"at", "against"}:
                reach.add("targeting", noun, "targeting")
    if lemma in lexicon.table["light"]:
        for token in grammar.agents(sent, v):
            reach.add("light", token, f"by:{lemma}")
        own = grammar.own_subject(sent, v)
        if own and own[0] != n and not grammar.is_passive(sent, v):
            reach.add("light", own[0], f"subject:{lemma}")
    if lemma in lexicon.table["ascribe_to"]:
        for word, noun in grammar.prepositions(sent, v):
            if word in {"on", "to"}:
                reach.add("light", noun, f"{lemma} {word}")


def _add_governor(sent: Sentence, n: int, reach: Reach, lexicon: Lexicon) -> None:
    """Use the verb above the noun: light, enduring, ascribing or occurring; and nouns such as "target of", "responsibility for"."""
    n = _first_conjunct(sent, n)
    token = sent.tokens[n]
    if token.head == n:
        return
    above = sent.tokens[token.head]
    if token.dep == "dobj" and grammar.is_verb(sent, above.i):
        _use_verb_above(sent, above.i, n, reach, lexicon)
    elif token.dep == "nsubjpass":
        _use_passive_above(sent, above.i, reach, lexicon)
    elif token.dep == "nsubj" and grammar.is_verb(sent, above.i):
        _use_subject_verb(sent, n, above.i, reach, lexicon)
    elif token.dep == "pobj":
        _use_preposition_above(sent, above.i, reach, lexicon)
    elif token.dep == "attr" and above.lemma in load_lexicon().table["copulas"]:
        reach.verb = above.i


def _first_conjunct(sent: Sentence, n: int) -> int:
    """Return the first of the nouns that a noun is coordinated with."""
    for _ in range(grammar.MAX_CLIMB):
        token = sent.tokens[n]
        if token.dep != "conj" or sent.tokens[token.head].pos not in {"NOUN", "PROPN"}:
            break
        n = token.head
    return n


def _is_own_deed(sent: Sentence, v: int, n: int, lexicon: Lexicon) -> bool:
    """Tell whether who stops an act is its doer ("ended their strike", not "stopped the attack on her"), and "called" no judgement on it."""
    lemma = sent.tokens[v].lemma
    if lemma == "call":
        return not sent.kids(v, "oprd")
    if lemma not in lexicon.table["ceasing"] or sent.kids(n, "poss"):
        return True
    return lemma != "stop" and not any(word in {"on", "against", "of", "by"} for word, _ in grammar.prepositions(sent, n))


def _use_verb_above(sent: Sentence, v: int, n: int, reach: Reach, lexicon: Lexicon) -> None:
    """Use the verb whose object the noun is."""
    lemma = sent.tokens[v].lemma
    if lemma in lexicon.table["light"]:
        reach.verb = v
        above = grammar.subject(sent, v)
        if above and not grammar.is_passive(sent, v) and _is_own_deed(sent, v, n, lexicon):
            reach.add("light", above[0], f"subject:{lemma}")
        for word, noun in grammar.prepositions(sent, v):
            if word in {"on", "against", "upon", "with", "to", "for", "at"}:
                reach.add(word, noun, word)
    elif lemma in lexicon.table["endure"]:
        reach.verb = v
        above = grammar.subject(sent, v)
        if above:
            reach.add("suffer", above[0], f"subject:{lemma}")


def _use_passive_above(sent: Sentence, v: int, reach: Reach, lexicon: Lexicon) -> None:
    """Use the passive verb whose subject the noun is: "the attack was carried out by X", "was blamed on X"."""
    lemma = sent.tokens[v].lemma
    if lemma in lexicon.table["light"] or lemma in lexicon.table["endure"]:
        reach.verb = v
        for token in grammar.agents(sent, v):
            reach.add("light" if lemma in lexicon.table["light"] else "suffer", token, f"by:{lemma}")
    elif lemma in lexicon.table["ascribe_to"]:
        for word, noun in grammar.prepositions(sent, v):
            if word in {"on", "to"}:
                reach.add("light", noun, f"{lemma} {word}")


def _use_subject_verb(sent: Sentence, n: int, v: int, reach: Reach, lexicon: Lexicon) -> None:
    """Use the active verb whose subject the noun is: "the attack took place", "the attack targeted X"."""
    lemma = sent.tokens[v].lemma
    if lemma in lexicon.table["occur"] or lemma in lexicon.table["happen"]:
        reach.verb = v if lemma in lexicon.table["happen"] else n
        for word, noun in grammar.prepositions(sent, v) if reach.verb == v else ():
            reach.add(word, noun, word)
    if lemma in lexicon.table["receiving_verbs"]:
        for token, _ in grammar.objects(sent, v):
            reach.add("targeting", token, "targeting")


def _use_preposition_above(sent: Sentence, prep: int, reach: Reach, lexicon: Lexicon) -> None:
    """Use what stands above a preposition: "came under attack", "the target of an attack", "responsibility for the attack", "blamed X for"."""
    word, above = sent.tokens[prep].lower, sent.tokens[sent.tokens[prep].head]
    if above.i == prep:
        return
    if word in {"under", "to"} and above.lemma in lexicon.table["exposed"]:
        found = grammar.subject(sent, above.i)
        if found:
            reach.verb = above.i
            reach.add("suffer", found[0], f"{above.lemma} {word}")
    elif word == "of" and above.lemma in lexicon.table["at_receiving_end"]:
        found = grammar.subject_of_predicate(sent, above.i)
        reach.add("suffer", found[0] if found else above.i, above.lemma)
    elif above.lower in lexicon.table["behind"] and word in {"for", "in", "of"}:
        found = grammar.subject_of_predicate(sent, above.i)
        if found:
            reach.add("light", found[0], f"{above.lower} {word}")
    elif above.lemma in lexicon.table["ascribe"] and word in {"for", "of", "in", "over", "to", "with"}:
        blamed = grammar.objects(sent, above.i) if not grammar.is_passive(sent, above.i) else []
        found = blamed[0] if blamed else grammar.subject(sent, above.i) if grammar.is_passive(sent, above.i) else None
        if found:
            reach.add("light", found[0], f"{above.lemma} {word}")
    elif above.lemma in lexicon.table["taking_part"] and word == "in":
        found = grammar.subject(sent, above.i)
        if found:
            reach.add("light", found[0], f"{above.lemma} in")


def adj_slots(sent: Sentence, a: int) -> Reach:
    """Return the slots of an adjective.

    `predicate`: whom it describes; a counted one ("left 13 *dead*") its number, a bare one itself. `cause`: what "left" them so.
    """
    reach = Reach(a)
    token = sent.tokens[a]
    counted = [k for k in sent.kids(a, "nummod") if k < a]
    found = (counted[-1], "counted") if counted else _numbered(sent, a) or grammar.subject_of_predicate(sent, a)
    if token.dep in {"oprd", "ccomp", "xcomp", "dobj", "advmod"} and sent.tokens[token.head].lemma in load_lexicon().table["rendering"]:
        reach.verb = token.head
        if cause := grammar.subject(sent, token.head):
            reach.add("cause", *cause)
    if found:
        reach.add("predicate", *found)
        if token.dep in {"acomp", "attr"} and grammar.is_verb(sent, token.head):
            reach.verb = token.head
    elif token.dep != "amod":
        reach.add("predicate", a, "itself")
    for k in _compounded(sent, a):
        reach.add("by", k, "compound")
    _add_prepositions(sent, a, reach)
    return reach


def _numbered(sent: Sentence, a: int) -> grammar.Link | None:
    """Return the bare number that an adjective describes: "*five* hurt in a blast"."""
    token = sent.tokens[a]
    return (token.head, "described") if token.dep == "acl" and sent.tokens[token.head].tag == "CD" else None


def _compounded(sent: Sentence, i: int) -> list[int]:
    """Return the doer written before a participle with a hyphen: "Iran-backed"."""
    if i < 2 or sent.tokens[i - 1].text not in {"-", "‑", "–"}:
        return []
    return [k for k in sent.kids(i, "npadvmod", "compound", "nmod", "dep", "amod", "advmod") if k < i - 1 and sent.tokens[k].pos in grammar.NOMINAL]


def add_idiom(sent: Sentence, head: int, words: tuple[int, ...], reach: Reach) -> None:
    """Add what hangs on the further words of a form: "seized control *of the town*", "set fire *to cars*", "took *20 people* hostage".

    What follows the form's last preposition, or "of" its noun, stands as an object unless the form has another.
    """
    for i in words:
        token = sent.tokens[i]
        if i == head:
            continue
        if token.pos in {"ADP", "PART", "SCONJ"}:
            for k in (noun for noun in sent.kids(i, "pobj") if noun not in words):
                reach.add("object" if i == words[-1] and not reach.slots.get("object") else token.lower, k, token.lower)
        elif token.pos in {"NOUN", "PROPN"}:
            _add_idiom_noun(sent, head, i, reach)


def _add_idiom_noun(sent: Sentence, head: int, i: int, reach: Reach) -> None:
    """Add what hangs on a noun of the form."""
    counted = [k for k in sent.kids(i, "compound", "nmod") if k > head and (sent.kids(k, "nummod", "det", "amod")
                                                                          or sent.tokens[k].tag in {"NNS", "NNP", "NNPS"})]
    objects = [link for link in reach.slots.get("object", []) if link[0] != i]
    is_object = len(objects) < len(reach.slots.get("object", []))
    for word, noun in grammar.prepositions(sent, i):
        if word != "of":
            reach.add(word, noun, word)
        elif not is_object:
            reach.add("object", noun, "of")
    if counted or (not is_object and sent.kids(i, "poss")):
        reach.slots["object"] = objects + [(k, "object") for k in (*counted, *sent.kids(i, "poss"))]


def clause_neighbours(sent: Sentence, v: int) -> Iterator[int]:
    """Yield the verbs of the "when", "after" and "as" clauses of a verb, whose doer is behind what the verb says."""
    for k in sent.kids(v, "advcl"):
        marks = {sent.tokens[m].lower for m in sent.kids(k, "mark", "advmod")}
        if marks & {"when", "after", "as", "while", "once"}:
            yield k
