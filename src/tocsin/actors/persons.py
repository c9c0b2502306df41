"""Tell persons from bodies and places where the language model is wrong or silent: titles, given names, what the sentence does with them."""

from __future__ import annotations

from dataclasses import replace

from tocsin.actorbase.load import ActorBase
from tocsin.actorbase.types import RoleNoun
from tocsin.actors.grammar import slot
from tocsin.actors.scan import Entity, Scan
from tocsin.actors.words import reference_words
from tocsin.model.text import Sentence, Token

_LONGEST_NAME = 5
_ORG_WORDS = frozenset({"general", "major", "private", "attorney", "principal", "chief", "worker", "student"})
_TITLE_SECTORS = frozenset({"GOV", "MIL", "JUD", "LEG", "REL", "COP", "ELI"})
_SMALL = frozenset(
    {"al", "el", "bin", "ibn", "ben", "de", "da", "la", "van", "von", "der", "-", "'", "’", ".", "ould", "abu", "ag", "dos", "del", "di"}
)


def person_behind_title(scan: Scan, entity: Entity, base: ActorBase) -> Entity:
    """Return the person in "Abbot Petros IV" or "Sheikh Ali Rahmani", whatever the model labelled the whole."""
    tokens = scan.sentence.tokens
    for i in range(entity.last - 1, entity.first - 1, -1):
        role, rest = base.role_noun(tokens[i].lower), tokens[i + 1 : entity.last + 1]
        if role is not None and role.kind == "person" and not role.plural and (entity.label == "PERSON" or _is_title(role)):
            named = (
                rest[-1].lower not in reference_words().body_words and rest[0].text[:1].isupper() and all(_may_be_name(token, base) for token in rest)
            )
            return replace(entity, first=i + 1, label="PERSON") if named else entity
    return entity


def _is_title(role: RoleNoun) -> bool:
    """Tell whether a role is a title that goes before names, and no adjective of bodies ("National", "Revolutionary", "Volunteer")."""
    return (role.is_leader or role.sector in _TITLE_SECTORS) and role.noun not in _ORG_WORDS


def _may_be_name(token: Token, base: ActorBase) -> bool:
    """Tell whether a token can stand in a person's name."""
    return (
        not token.text.isalpha() or len(token.text) < 3 or (token.text[:1].isupper() and base.role_noun(token.lower) is None) or token.lower in _SMALL
    )


def extend_person(scan: Scan, first: int, last: int, base: ActorBase) -> tuple[int, int]:
    """Return the bounds of a person's name with the given and family names that the model left out ("Tomasz" of "Tomasz Wyrobek")."""
    tokens = scan.sentence.tokens
    while first > 0 and _is_given(scan, tokens[first - 1], base) and first <= tokens[first - 1].head <= last:
        first -= 1
    while last + 1 < len(tokens) and _follows(tokens, last, first) and not tokens[last + 1].ent and last + 1 not in scan.country:
        last += 1
    return first, last


def _follows(tokens: tuple[Token, ...], last: int, first: int) -> bool:
    """Tell whether the next token carries the name on: a proper noun that the last word is a compound of."""
    token = tokens[last + 1]
    return (
        token.pos == "PROPN"
        and token.text[:1].isupper()
        and tokens[last].dep == "compound"
        and tokens[last].head >= last + 1
        and last - first < _LONGEST_NAME
    )


def _is_given(scan: Scan, token: Token, base: ActorBase) -> bool:
    """Tell whether a token before a name is a given name and no title, nationality or other name."""
    plain = token.lower.rstrip(".")
    given = token.pos == "PROPN" and token.dep == "compound" and not token.ent and token.text[:1].isupper() and not token.text.isupper()
    if not given or token.i in scan.country or token.i in scan.community or plain in reference_words().courtesy:
        return False
    before = scan.sentence.tokens[token.i - 1].lower if token.i else ""
    if before == "of" and token.i > 1 and (office := base.role_noun(scan.sentence.tokens[token.i - 2].lower)) and office.kind == "person":
        return False  # "Minister of Forests Karim al-Zubri"
    return base.role_noun(plain) is None and base.longest_role([before, token.lower]) is None


def is_person_by_context(scan: Scan, base: ActorBase, entity: Entity) -> bool:
    """Tell whether a name that the base does not know is a person's by its form and by what its sentence says about it."""
    tokens = scan.sentence.tokens[entity.first : entity.last + 1]
    words = [token for token in tokens if token.text.isalpha()]
    if entity.label in ("GPE", "LOC", "FAC") and len(words) < 2:
        return False
    if not 1 <= len(words) <= _LONGEST_NAME or not all(_may_be_name(token, base) for token in tokens):
        return False
    if any(
        token.i in scan.country or token.i in scan.community or token.i in scan.place or token.lower in reference_words().body_words
        for token in tokens
    ):
        return False
    if any(token.lower in ("of", "for", "and", "the") or (token.text.isupper() and len(token.text) > 2) for token in words):
        return False
    head = next((token.i for token in reversed(tokens) if not entity.first <= token.head <= entity.last or token.head == token.i), entity.last)
    if len(words) > 1 and (_aged(scan.sentence, entity.last) or words[0].lower in reference_words().given_names):
        return True
    return _treated_as_person(scan.sentence, head, base, alone=len(words) == 1)


def _treated_as_person(sentence: Sentence, head: int, base: ActorBase, *, alone: bool) -> bool:
    """Tell whether a sentence arrests, kills or jails somebody, names the office, or goes on with "who"."""
    token = sentence.tokens[head]
    verb = sentence.tokens[token.head]
    if token.dep in ("nsubjpass", "dobj") and verb.lemma in reference_words().person_verbs:
        return True
    if any(sentence.tokens[k].lower in ("who", "whose", "whom") for clause in sentence.kids(head, "relcl") for k in sentence.subtree(clause)[:3]):
        return True
    if _suffers(sentence, head) or (not alone and _is_told_to_be_one(sentence, head, base)):
        return True
    beside = [k for k in sentence.kids(head, "appos", "compound", "nmod") if k > head or sentence.tokens[k].dep == "compound"]
    if token.dep == "appos":
        beside.append(token.head)
    roles = [base.role_noun(sentence.tokens[k].lower) for k in beside]
    if any(role is not None and role.kind == "person" and not (role.plural and token.dep == "appos") for role in roles):
        return True
    joined = [token.head] if token.dep == "conj" else sentence.kids(head, "conj")
    return (not alone and any(sentence.tokens[k].ent == "PERSON" for k in joined)) or (
        not alone and slot(sentence, head) == "as" and verb.ent == "PERSON"
    )


def _is_told_to_be_one(sentence: Sentence, head: int, base: ActorBase) -> bool:
    """Tell whether a name is said to be a person: "X is a fearless *woman*", "*dissidents* such as X", "X – two *reporters*"."""
    token = sentence.tokens[head]
    above = sentence.tokens[token.head]
    told = sentence.kids(above.i, "attr") if token.dep == "nsubj" and above.lemma == "be" else []
    if token.dep == "pobj" and above.lower == "as" and sentence.kids(above.i, "amod"):
        told = [above.head]
    return any(_names_people(sentence.tokens[k], base) for k in told)


def _names_people(noun: Token, base: ActorBase) -> bool:
    """Tell whether a common noun is one for people."""
    role = base.role_noun(noun.lower)
    return noun.lemma in reference_words().person_heads or (role is not None and role.kind == "person")


def _suffers(sentence: Sentence, head: int) -> bool:
    """Tell whether a name stands in "the arrest of X" or "X's murder"."""
    token = sentence.tokens[head]
    above = sentence.tokens[token.head]
    if token.dep == "poss":
        return above.lemma in reference_words().person_nouns
    return token.dep == "pobj" and above.lower == "of" and sentence.tokens[above.head].lemma in reference_words().person_nouns


def _aged(sentence: Sentence, last: int) -> bool:
    """Tell whether an age follows the name (", 34,")."""
    tokens = sentence.tokens
    if last + 2 >= len(tokens) or tokens[last + 1].text != "," or not tokens[last + 2].text.isdigit():
        return False
    return 1 < int(tokens[last + 2].text) < 110 and (last + 3 == len(tokens) or tokens[last + 3].text in ",.)")
