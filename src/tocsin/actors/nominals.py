"""Find noun phrases without a name that stand for people, bodies or things that are struck."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tocsin.actorbase.load import ActorBase
from tocsin.actorbase.types import RoleNoun
from tocsin.actors.grammar import NOUNS, governor, is_argument, slot
from tocsin.actors.scan import TIME_LABELS, Scan
from tocsin.actors.words import reference_words
from tocsin.counting.words import counting_words
from tocsin.model.text import Sentence, Token

_NUMBER_SLOTS = frozenset(
    {"nsubj", "nsubjpass", "dobj", "conj", "agent", "appos", "attr", "ROOT", "of", "including", "among", "by", "from", "with", "between", "against"}
)
_PERSON_ENDINGS = ("er", "or", "ist", "ian", "eer", "ee", "ant", "man", "woman", "men", "women")
_STATE_SLOTS = frozenset({"nsubj", "nsubjpass", "dobj", "agent", "by", "with", "against", "between", "poss", "dative"})
_SETTINGS = frozenset({"in", "into", "on", "under", "within", "during", "through"})
_PREFIXES = frozenset({"re", "pre", "non", "co", "un", "de"})
_THING_SLOTS = frozenset({"nsubj", "nsubjpass", "dobj", "agent", "on", "upon", "against", "at", "of", "by", "ROOT", "appos", "dative"})
_MODIFIER_DEPS = frozenset({"compound", "amod", "nmod", "npadvmod", "quantmod", "advmod"})


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun that heads an actor phrase. `role` and `size`: the base's role and how many words it covers; `thing`: sector of a thing struck."""

    head: int
    role: RoleNoun | None = None
    size: int = 1
    thing: str | None = None
    people: bool = False
    number_word: bool = False


def find_nouns(scan: Scan, base: ActorBase, named: set[int]) -> list[Noun]:
    """Return the nouns that head phrases for actors; `named` are tokens inside names, which are left out."""
    sentence = scan.sentence
    nouns = {i: noun for i in range(len(sentence.tokens)) if i not in named and (noun := _classify(scan, base, i))}
    heads = set(nouns) | named
    return [noun for i, noun in nouns.items() if not _only_modifies(sentence, i, heads)]


def _only_modifies(sentence: Sentence, i: int, heads: set[int]) -> bool:
    """Tell whether a noun is only a modifier of an actor ("police officer", "rebel leader Ali")."""
    token = sentence.tokens[i]
    return token.dep in _MODIFIER_DEPS and token.head in heads


def _classify(scan: Scan, base: ActorBase, i: int) -> Noun | None:
    """Return what kind of actor noun token i is, None when it is none."""
    token = scan.sentence.tokens[i]
    if token.pos in NOUNS or (scan.shouted and token.pos in ("ADJ", "VERB")):
        return _common_noun(scan, base, token)
    if token.tag in ("CD", "DT", "PRP", "NN", "NNS", "JJ", "JJR", "JJS", "PDT") or token.pos in ("NUM", "PRON", "DET", "ADJ"):
        return _number_word(scan, base, token) or _adjective(scan, token)
    return None


def _common_noun(scan: Scan, base: ActorBase, token: Token) -> Noun | None:
    """Return a noun that names a role, a nationality, a community, a thing struck, or a person by its grammar."""
    i, words = token.i, reference_words()
    if _is_no_actor(scan.sentence, token):
        return None
    if token.ent in ("DATE", "TIME", "MONEY", "PERCENT") and token.lower not in words.quantity_heads:
        return None
    if token.lemma in words.remains:
        return Noun(i, people=True) if _is_owned(scan.sentence, i) or token.tag == "NNS" else None
    found = _role_of(scan, base, i)
    people = _people_of(scan, token)
    state = found is not None and (found[1].kind == "state" or token.lemma in words.state_heads)
    if state and slot(scan.sentence, i) not in _STATE_SLOTS:
        return None
    if found is not None and not (people and found[0] == 1 and found[1].sector is None):
        return Noun(i, found[1], found[0])
    if people:
        return Noun(i, people=True)
    sector = _struck_sector(scan.sentence, i)
    if sector is not None:
        return Noun(i, thing=sector) if slot(scan.sentence, i) in _THING_SLOTS else None
    if token.lower in words.quantity_heads:
        return _number_word(scan, base, token)
    if token.lemma == "side" and _is_paired(scan.sentence, i):
        return Noun(i, people=True)
    if found is not None or _is_person_by_grammar(scan.sentence, i):
        return Noun(i, found[1] if found else None, people=found is None)
    return None


def _is_paired(sentence: Sentence, i: int) -> bool:
    """Tell whether "sides" are parties: "both sides", "the two sides", "the warring sides"."""
    before = {sentence.tokens[k].lower for k in sentence.children[i] if k < i}
    return bool(before & {"both", "two", "warring", "opposing", "rival", "all"}) and slot(sentence, i) in _STATE_SLOTS


def _role_of(scan: Scan, base: ActorBase, i: int) -> tuple[int, RoleNoun] | None:
    """Return the longest role phrase that ends at token i; a plural that the base does not list is read by its singular ("persons")."""
    words = [each.lower for each in scan.sentence.tokens[max(0, i - 3) : i + 1]]
    found, lemma = base.longest_role(words), scan.sentence.tokens[i].lemma
    return found if found is not None or lemma == words[-1] else base.longest_role([*words[:-1], lemma])


def _is_owned(sentence: Sentence, i: int) -> bool:
    """Tell whether somebody is named by a possessor or an "of" phrase."""
    return any(sentence.tokens[k].dep == "poss" or sentence.tokens[k].lower == "of" for k in sentence.children[i])


def _is_no_actor(sentence: Sentence, token: Token) -> bool:
    """Tell whether a noun that could be an actor is none here: "re-group", "his body", "the bodies of nine men"."""
    tokens, i = sentence.tokens, token.i
    if i > 1 and tokens[i - 1].text == "-" and tokens[i - 2].lower in _PREFIXES:
        return True
    if token.lemma in reference_words().doubtful_nouns:
        aimed = any(tokens[k].lower in ("to", "between") for k in sentence.children[i])
        return aimed or _is_owned(sentence, i) or (token.tag == "NNS" and token.lemma != "movement") or slot(sentence, i) in _SETTINGS
    return False


def _people_of(scan: Scan, token: Token) -> bool:
    """Tell whether a noun names people by nation or community ("Libyans", "Yazidis")."""
    country, community = scan.country.get(token.i), scan.community.get(token.i)
    if country and country[2].form in ("demonym_noun", "demonym_adj") and country[1] == token.i:
        return token.dep not in _MODIFIER_DEPS
    return bool(community and community[1] == token.i and community[2].form != "faith" and token.dep not in _MODIFIER_DEPS)


def _struck_sector(sentence: Sentence, i: int) -> str | None:
    """Return the sector of a thing that is struck, "" for none, None when the noun is no such thing."""
    struck, token = reference_words().struck, sentence.tokens[i]
    if i and (pair := f"{sentence.tokens[i - 1].lower} {token.lemma}") in struck:
        return struck[pair]
    return struck.get(token.lemma, struck.get(token.lower.removesuffix("s")))


def _is_person_by_grammar(sentence: Sentence, i: int) -> bool:
    """Tell whether a noun must be a person: it has a "who" clause, stands in apposition to a person, or is an agent noun that tells."""
    token = sentence.tokens[i]
    for clause in sentence.kids(i, "relcl"):
        if any(
            sentence.tokens[k].lower in ("who", "whom") and sentence.tokens[k].dep in ("nsubj", "nsubjpass", "dobj")
            for k in sentence.children[clause]
        ):
            return True
    above = sentence.tokens[token.head]
    if token.dep == "appos" and above.ent == "PERSON" and token.tag == "NN":
        return True
    tells = above.lemma in reference_words().telling and above.pos == "VERB"
    return token.dep == "nsubj" and tells and token.lower.endswith(_PERSON_ENDINGS)


def _number_word(scan: Scan, base: ActorBase, token: Token) -> Noun | None:
    """Return a numeral or quantifier that stands for people: "21 were killed", "dozens of workers", "others", "those who fled"."""
    sentence, known = scan.sentence, counting_words()
    number = token.tag == "CD" or token.lower in known.units or token.lower in known.rough_scales
    if not number and token.lower not in reference_words().quantity_heads:
        return None
    if token.ent in TIME_LABELS - {"CARDINAL", "QUANTITY"} or token.dep in _MODIFIER_DEPS | {"nummod", "det", "predet"}:
        return None
    complement = of_complement(sentence, token.i)
    if complement is not None:
        return Noun(token.i, number_word=True) if _is_people(scan, base, complement) else None
    if slot(sentence, token.i) not in _NUMBER_SLOTS or not _counts_people(sentence, token):
        return None
    return Noun(token.i, people=True, number_word=True)


def _counts_people(sentence: Sentence, token: Token) -> bool:
    """Tell whether a bare number or quantifier is about people by its verb or by what modifies it."""
    if token.lower in ("others", "those", "everyone", "everybody", "someone", "somebody", "nobody", "anyone"):
        return token.lower != "those" or bool(sentence.kids(token.i, "relcl", "acl", "amod", "prep"))
    if token.dep == "appos" or sentence.kids(token.i, "acl", "amod"):
        return True
    verb = governor(sentence, token.i)
    return verb is not None and (sentence.tokens[verb].lemma in reference_words().harming or token.tag != "CD" or token.dep.startswith("nsubj"))


def of_complement(sentence: Sentence, i: int) -> int | None:
    """Return the noun behind "of" or "among" of a quantity or container, None when there is none."""
    for prep in sentence.kids(i, "prep"):
        if sentence.tokens[prep].lower in ("of", "among", "amongst"):
            inner = sentence.kids(prep, "pobj")
            return inner[0] if inner else None
    return None


def _is_people(scan: Scan, base: ActorBase, i: int) -> bool:
    """Tell whether the noun behind a quantity is an actor noun, name or pronoun."""
    token = scan.sentence.tokens[i]
    return token.pos in ("PRON", "PROPN") or _classify(scan, base, i) is not None


def _adjective(scan: Scan, token: Token) -> Noun | None:
    """Return an adjective that stands for people ("the wounded", "12 dead", "the French")."""
    if token.pos not in ("ADJ", "VERB", "NOUN") or not is_argument(scan.sentence, token.i) or token.dep in ("attr", "acomp", "amod", "oprd"):
        return None
    articles = [scan.sentence.tokens[k] for k in scan.sentence.children[token.i] if k < token.i]
    marked = any(each.lower in ("the", "those") or each.dep == "nummod" for each in articles)
    if marked and (token.lower in reference_words().people_adjectives or _people_of(scan, token)):
        return Noun(token.i, people=True)
    return None


def noun_chain(sentence: Sentence, head: int) -> Iterator[int]:
    """Yield the tokens of the phrase before its head that modify it directly or through a compound."""
    for k in sentence.children[head]:
        if k < head and sentence.tokens[k].dep in _MODIFIER_DEPS | {"nummod", "poss", "dep", "acl"}:
            yield from noun_chain(sentence, k)
            yield k
