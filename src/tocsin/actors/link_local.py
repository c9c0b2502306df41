"""Identities that the grammar of one sentence states: apposition, "X is the leader of Y", "X, known as Y", relative and reflexive pronouns."""

from __future__ import annotations

from tocsin.actors.cluster import Cluster, Reference
from tocsin.actors.grammar import clause_verb, conjuncts, is_negated, subject_of
from tocsin.actors.phrase import Phrase
from tocsin.actors.pronouns import relative_clause
from tocsin.actors.words import reference_words
from tocsin.model.text import Sentence

_NAMING = frozenset({"name", "call", "dub"})
_COPULAS = frozenset({"be", "become", "remain"})


def stated_antecedent(reference: Reference, phrase: Phrase) -> Cluster | None:
    """Return the cluster that the sentence itself identifies a nominal with, None when it does not."""
    owner = _whose_remains(reference, phrase)
    if owner is not None:
        return reference.resolved(owner)
    for other in (_apposed(reference, phrase), _copular(reference, phrase), _called(reference, phrase)):
        cluster = reference.resolved(other)
        if other is not None and cluster is not None and _may_be_one(phrase, other, cluster):
            return cluster
    return None


def _whose_remains(reference: Reference, phrase: Phrase) -> Phrase | None:
    """Return the person whose body a phrase is ("his body", "the body of Anton Weil")."""
    if phrase.lemma not in reference_words().remains:
        return None
    sentence = phrase.sentence
    owners = [*sentence.kids(phrase.head, "poss"), *(k for prep in sentence.kids(phrase.head, "prep") for k in sentence.kids(prep, "pobj"))]
    return next((found for k in owners if (found := reference.phrase_at(sentence.index, k))), None)


def _apposed(reference: Reference, phrase: Phrase) -> Phrase | None:
    """Return the phrase beside which a nominal stands in apposition, in either order, lists left out."""
    sentence, token = phrase.sentence, phrase.sentence.tokens[phrase.head]
    if token.dep == "appos" and not _in_list(sentence, phrase.head):
        return reference.phrase_at(sentence.index, token.head)
    for k in sentence.kids(phrase.head, "appos"):
        if not _in_list(sentence, k):
            return reference.phrase_at(sentence.index, k)
    return _flat_apposition(reference, phrase)


def _in_list(sentence: Sentence, i: int) -> bool:
    """Tell whether an "apposition" is an item of a list: several in a row, or joined by "and"."""
    head = sentence.tokens[i].head
    return len(sentence.kids(head, "appos")) > 1 or any(True for _ in conjuncts(sentence, i)) or bool(sentence.kids(i, "cc"))


def _flat_apposition(reference: Reference, phrase: Phrase) -> Phrase | None:
    """Return a person's name that stands right behind the nominal as its compound head ("leader Abubakar Shekau")."""
    role = phrase.role_noun
    if role is None or role.kind != "person" or phrase.traits.number == "p":
        return None
    for behind in reference.following(phrase):
        if behind.kind == "name" and behind.label in ("PERSON", ""):
            between = [token.lower for token in phrase.sentence.tokens[phrase.last + 1 : behind.first]]
            second_role = behind.role is not None and between == ["and", *behind.role.lower().split()]
            return behind if not between or second_role else None
    return None


def _copular(reference: Reference, phrase: Phrase) -> Phrase | None:
    """Return the subject of "X is Y" for the Y."""
    sentence, token = phrase.sentence, phrase.sentence.tokens[phrase.head]
    verb = token.head
    if phrase.traits.number == "p" and phrase.determiner == "" and (phrase.count is None or phrase.count.policy != "exact"):
        return None  # "the thieves are often boys"
    if token.dep != "attr" or sentence.tokens[verb].lemma not in _COPULAS or is_negated(sentence, verb) or _is_modal(sentence, verb):
        return None
    if any(sentence.tokens[k].lower in ("if", "whether") for k in sentence.children[verb]):
        return None
    return reference.phrase_at(sentence.index, subject_of(sentence, verb))


def _is_modal(sentence: Sentence, verb: int) -> bool:
    """Tell whether a verb is put in doubt or in the future ("will be", "may be"), not merely in the perfect."""
    return any(sentence.tokens[k].lemma not in ("have", "be") for k in sentence.kids(verb, "aux"))


def _called(reference: Reference, phrase: Phrase) -> Phrase | None:
    """Return the name in "a chef named Ali", "a group calling itself X"."""
    sentence = phrase.sentence
    for clause in sentence.kids(phrase.head, "acl", "relcl"):
        if sentence.tokens[clause].lemma in _NAMING:
            for k in sentence.kids(clause, "oprd", "dobj", "attr", "ccomp"):
                other = reference.phrase_at(sentence.index, k)
                if other is not None and other.kind == "name":
                    return other
    return None


def _may_be_one(phrase: Phrase, other: Phrase, cluster: Cluster) -> bool:
    """Tell whether number, gender and kind let two phrases be one actor."""
    one, two = phrase.traits, other.traits
    if {one.gender, two.gender} == {"m", "f"} or {one.number, two.number} == {"s", "p"}:
        return False
    if phrase.count and other.count and {phrase.count.policy, other.count.policy} == {"exact"} and phrase.count.low != other.count.low:
        return False
    if phrase.lemma in reference_words().any_kind_nouns:
        return True
    if (cluster.kind == "state") != (one.kind == "state"):
        return False
    person = "person" in (one.kind, cluster.kind)
    return not person or {one.kind, cluster.kind} <= {"person", None, "unidentified"}


def relative_antecedent(reference: Reference, phrase: Phrase) -> Cluster | None:
    """Return the cluster of the noun that a relative pronoun belongs to."""
    clause = relative_clause(phrase.sentence, phrase.head)
    if clause is None:
        return None
    noun = phrase.sentence.tokens[clause].head
    found = reference.phrase_at(phrase.sentence.index, noun)
    if found is not None and found.head != noun and phrase.lemma == "who":
        found = reference.phrase_at(phrase.sentence.index, noun) or found
    return reference.resolved(found)


def reflexive_antecedent(reference: Reference, phrase: Phrase) -> Phrase | None:
    """Return the subject phrase of the clause of "himself", "each other"."""
    verb = clause_verb(phrase.sentence, phrase.head)
    return None if verb is None else reference.phrase_at(phrase.sentence.index, subject_of(phrase.sentence, verb))
