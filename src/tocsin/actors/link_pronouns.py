"""Decide what pronouns stand for, by number, gender, salience, binding and quotation."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.actors.cluster import Cluster, Reference, joint, salience
from tocsin.actors.grammar import clause_verb, conjuncts, first_conjunct, governor, quoted, slot, subject_of
from tocsin.actors.link_local import reflexive_antecedent, relative_antecedent
from tocsin.actors.phrase import Phrase
from tocsin.actors.words import reference_words
from tocsin.counting.read import read_count
from tocsin.counting.words import counting_words

_PERSON_WINDOW, _PLURAL_WINDOW, _THING_WINDOW, _STATEMENT_WINDOW = 3, 2, 1, 8
_SUFFERING = frozenset({"dobj", "nsubjpass", "of", "conj"})
"""Slots in which people stand to whom something is done."""
_BODY_KINDS = frozenset({"group", "organisation", "state", "population", "unidentified", None})


def link_pronoun(reference: Reference, phrase: Phrase) -> Cluster | None:
    """Put a pronoun into the cluster that it stands for; None for one that is left alone. A person unknown gets a cluster of its own."""
    pronoun = phrase.pronoun
    if pronoun is None:
        return None
    if pronoun.use == "relative":
        cluster = relative_antecedent(reference, phrase)
    elif pronoun.person == 1:
        cluster = _speaker(reference, phrase)
    elif pronoun.use == "reflexive":
        cluster = _whole(reference, reflexive_antecedent(reference, phrase), phrase)
    else:
        cluster = _antecedent(reference, phrase)
    alone = cluster is None and (pronoun.gender in ("m", "f") or phrase.lemma in ("they", "them")) and pronoun.person == 3
    return reference.assign(phrase, cluster) if cluster is not None or alone else None


def _antecedent(reference: Reference, phrase: Phrase) -> Cluster | None:
    """Return the best fitting earlier cluster for a personal or possessive pronoun."""
    assert phrase.pronoun is not None
    gender, number = phrase.pronoun.gender, phrase.pronoun.number
    window = _PERSON_WINDOW if gender in ("m", "f") else _PLURAL_WINDOW if number == "p" else _THING_WINDOW
    blocked = set(_blocked(reference, phrase))
    for earlier, cluster in _ranked(reference, phrase, window):
        if id(cluster) not in blocked and fits(reference, phrase, earlier, cluster) and (gender != "n" or _in_focus(phrase, earlier)):
            return _whole(reference, earlier, phrase) if number == "p" else cluster
    return None


def _in_focus(phrase: Phrase, earlier: Phrase) -> bool:
    """Tell whether an actor is near enough to be "it": a subject, or in the same sentence anything but a place or a possessor of it."""
    if earlier.sentence is not phrase.sentence and quoted(phrase.sentence)[phrase.head] and not quoted(earlier.sentence)[earlier.head]:
        return False
    rank = salience(earlier)[0]
    return rank <= 1 if earlier.sentence is not phrase.sentence else rank <= 2 or slot(earlier.sentence, earlier.head) in ("by", "agent")


def _ranked(reference: Reference, phrase: Phrase, window: int) -> list[tuple[Phrase, Cluster]]:
    """Return candidates, best first: the subject of the pronoun's own clause (also one that follows a fronted phrase), then by salience.

    An object pronoun looks first for another object of the sentence: "a clerk pushed Weil, a guard pulled him".
    """
    candidates = reference.candidates(phrase, window)
    if (some := _part(phrase)) is not None:
        # "Soldiers held four men. One of them was freed": of those who suffered, and of enough to leave others.
        counted = [pair for pair in candidates if _is_more(pair[1], some)]
        suffered = [pair for pair in counted if _acts(phrase) or slot(pair[0].sentence, pair[0].head) in _SUFFERING]
        others = [pair for pair in candidates if pair not in suffered]
        return [*sorted(suffered, key=lambda pair: -pair[0].sentence.index), *others]
    if _tells(phrase):
        inside = quoted(phrase.sentence)
        candidates.sort(key=lambda pair: (pair[0].sentence is phrase.sentence and inside[pair[0].head], not _tells(pair[0])))
        return candidates
    own = _own_subject(reference, phrase)
    cluster = reference.resolved(own)
    if own is not None and cluster is not None:
        return [(own, cluster), *(pair for pair in candidates if pair[1] is not cluster)]
    if phrase.sentence.tokens[phrase.head].dep in ("nsubj", "nsubjpass"):
        # "Porters said soldiers came. Then they left": who tells is rarely who acts next.
        candidates.sort(key=lambda pair: (-pair[0].sentence.index, _tells(pair[0]) and pair[0].sentence is not phrase.sentence))
    if phrase.sentence.tokens[phrase.head].dep == "dobj":
        candidates.sort(key=lambda pair: not (pair[0].sentence is phrase.sentence and slot(pair[0].sentence, pair[0].head) == "dobj"))
    return candidates


def _part(phrase: Phrase) -> int | None:
    """Return how many "one of them", "two of whom" picks out, 1 for words such as "some"; None when the pronoun is no such whole."""
    sentence = phrase.sentence
    above = sentence.tokens[sentence.tokens[phrase.head].head]
    if sentence.tokens[phrase.head].dep != "pobj" or above.lower != "of" or above.head == above.i:
        return None
    over = sentence.tokens[above.head]
    if over.tag != "CD" and over.lower not in {*counting_words().rough, *reference_words().quantity_heads}:
        return None
    count = read_count(sentence, over.i)
    return (count.low or 1) if count is not None else 1


def _acts(phrase: Phrase) -> bool:
    """Tell whether the part that is picked out is the subject of an active verb: "one of them opened fire"."""
    sentence = phrase.sentence
    return sentence.tokens[sentence.tokens[sentence.tokens[phrase.head].head].head].dep == "nsubj"


def _is_more(cluster: Cluster, some: int) -> bool:
    """Tell whether a counted actor, or a bare plural, leaves others beside so many."""
    return cluster.count is not None and (cluster.count.low or 0) >= 2 and (cluster.count.high is None or cluster.count.high > some)


def _tells(phrase: Phrase) -> bool:
    """Tell whether a phrase is the subject of a verb of telling."""
    token = phrase.sentence.tokens[phrase.head]
    return token.dep == "nsubj" and phrase.sentence.tokens[token.head].lemma in reference_words().telling


def _told_by(phrase: Phrase, verb: int | None) -> int | None:
    """Return the subject of the verb of telling whose content a subject pronoun opens ("Omar said he …"), outside quotation marks."""
    sentence = phrase.sentence
    if verb is None or sentence.tokens[phrase.head].dep not in ("nsubj", "nsubjpass") or sentence.tokens[verb].dep != "ccomp":
        return None
    above = sentence.tokens[sentence.tokens[verb].head]
    told = above.lemma in reference_words().telling and above.i < phrase.head and not quoted(sentence)[phrase.head]
    subject = subject_of(sentence, above.i) if told else None
    return subject if subject is not None and subject < phrase.head else None


def _own_subject(reference: Reference, phrase: Phrase) -> Phrase | None:
    """Return the subject of the clause that a pronoun is in: before it, or behind it when the pronoun stands in a fronted phrase."""
    sentence = phrase.sentence
    verb = clause_verb(sentence, phrase.head)
    told = _told_by(phrase, verb)
    if told is not None:
        return reference.phrase_at(sentence.index, told)
    while verb is not None:
        subject = subject_of(sentence, verb)
        if subject is not None and subject != phrase.head:
            behind = subject > phrase.head and subject in sentence.kids(verb, "nsubj", "nsubjpass") and sentence.tokens[subject].pos != "PRON"
            return reference.phrase_at(sentence.index, subject) if subject < phrase.head or behind else None
        token = sentence.tokens[verb]
        if token.dep not in ("advcl", "acl", "prep", "pcomp") or token.head < phrase.head:
            return None
        verb = clause_verb(sentence, verb)
    return None


def fits(reference: Reference, phrase: Phrase, earlier: Phrase, cluster: Cluster) -> bool:
    """Tell whether number, gender and kind let a pronoun stand for a cluster."""
    assert phrase.pronoun is not None
    gender = phrase.pronoun.gender
    if gender in ("m", "f"):
        unknown = (cluster.kind == "unidentified" and cluster.number == "s") or (cluster.kind is None and cluster.named)
        person = cluster.kind == "person" or unknown
        return person and cluster.number != "p" and cluster.gender in ("x", gender)
    if gender == "n":
        return cluster.kind in _BODY_KINDS and cluster.number != "p" and cluster.gender in ("x", "n") and _is_named_body(cluster)
    others = (reference.resolved(reference.phrase_at(earlier.sentence.index, i)) for i in conjuncts(earlier.sentence, earlier.head))
    joined = any(other is not None and other is not cluster for other in others)
    return joined or (cluster.number != "s" and cluster.kind not in ("person", "state"))


def _is_named_body(cluster: Cluster) -> bool:
    """Tell whether "it" can stand for a cluster: a body, a state, a thing struck."""
    return cluster.kind in ("group", "organisation", "state") or cluster.named


def _blocked(reference: Reference, phrase: Phrase) -> Iterator[int]:
    """Yield the clusters that a pronoun cannot stand for: fellow arguments of its verb, and whoever says the words it is quoted in."""
    assert phrase.pronoun is not None
    sentence = phrase.sentence
    verb = governor(sentence, phrase.head)
    if phrase.pronoun.use == "personal" and verb is not None and sentence.tokens[phrase.head].dep not in ("nsubj", "nsubjpass"):
        subject = reference.resolved(reference.phrase_at(sentence.index, subject_of(sentence, verb)))
        if subject is not None:
            yield id(subject)
    for other in reference.phrases[max(0, reference.position[phrase.key] - 20) : reference.position[phrase.key]]:
        cluster = reference.resolved(other)
        if cluster is None or other.sentence is not sentence:
            continue
        same_verb = phrase.pronoun.use == "personal" and governor(sentence, other.head) == verb and not _shares_conjunct(phrase, other)
        inside = phrase.pronoun.use == "possessive" and other.first <= phrase.head <= other.last
        if same_verb or inside:
            yield id(cluster)
    speaker = _speaker(reference, phrase)
    if speaker is not None and phrase.pronoun.number == "s":
        yield id(speaker)


def _shares_conjunct(phrase: Phrase, other: Phrase) -> bool:
    """Tell whether two phrases are arguments of different coordinated verbs, where the second may take up the first."""
    sentence = phrase.sentence
    return first_conjunct(sentence, phrase.head) == first_conjunct(sentence, other.head) and phrase.head == other.head


def _speaker(reference: Reference, phrase: Phrase) -> Cluster | None:
    """Return who says the quoted words that a pronoun stands in, when the same sentence tells."""
    sentence = phrase.sentence
    inside = quoted(sentence)
    if not inside[phrase.head]:
        return _announced(reference, phrase) if phrase.pronoun is not None and phrase.pronoun.person == 1 else None
    for token in sentence.tokens:
        if token.lemma in reference_words().telling and token.pos == "VERB" and not inside[token.i]:
            return reference.resolved(reference.phrase_at(sentence.index, subject_of(sentence, token.i)))
    return None


def _announced(reference: Reference, phrase: Phrase) -> Cluster | None:
    """Return who speaks after "The minister said:", for an "I" in one of the sentences that follow."""
    for earlier in reference.before(phrase, _STATEMENT_WINDOW):
        if earlier.sentence is not phrase.sentence and earlier.sentence.tokens[-1].text == ":" and _tells(earlier):
            return reference.resolved(earlier)
    return None


def _whole(reference: Reference, earlier: Phrase | None, phrase: Phrase) -> Cluster | None:
    """Return the cluster of a phrase, or one made of all that are coordinated with it ("A and B … they")."""
    if earlier is None:
        return None
    sentence = earlier.sentence
    first = first_conjunct(sentence, earlier.head)
    heads = [i for i in (first, *conjuncts(sentence, first)) if sentence is not phrase.sentence or i < phrase.head]
    members = [*_joined_before(reference, earlier), *(reference.phrase_at(sentence.index, i) for i in heads)]
    clusters = list(dict.fromkeys(c for member in members if member is not None and (c := reference.resolved(member))))
    return clusters[0] if len(clusters) == 1 else joint(reference, clusters) if clusters else reference.resolved(earlier)


def _joined_before(reference: Reference, phrase: Phrase) -> list[Phrase]:
    """Return the name that "and" joins right before a name where the parser saw no coordination ("[Hamas] and Fatah")."""
    if phrase.kind != "name" or phrase.first < 2:
        return []
    at = reference.position[phrase.key]
    other = reference.phrases[at - 1] if at else None
    if other is None or other.sentence is not phrase.sentence or other.kind != "name":
        return []
    between = [token.lower for token in phrase.sentence.tokens[other.last + 1 : phrase.first] if token.text not in ("]", ")", "the", ",")]
    return [other] if between == ["and"] else []
