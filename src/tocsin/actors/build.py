"""Turn the names, nouns and pronouns of one sentence into phrases with their traits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tocsin.actorbase.load import ActorBase
from tocsin.actors.grammar import determiner, governor, left_edge
from tocsin.actors.names import Name, find_names
from tocsin.actors.nominals import Noun, find_nouns, of_complement
from tocsin.actors.phrase import Phrase
from tocsin.actors.pronouns import find_pronouns
from tocsin.actors.repeat_names import repeat_names
from tocsin.actors.scan import Scan, scan_sentence
from tocsin.actors.traits import Reader, name_role, name_traits, noun_traits
from tocsin.actors.words import reference_words
from tocsin.counting.read import read_count
from tocsin.model.text import Sentence
from tocsin.model.where import PlaceMention
from tocsin.model.who import Count

_LONGEST_COMPLEMENT = 12
_ENDS = frozenset(',;:()[]"“”')


def find_phrases(sentences: Sequence[Sentence], places: Mapping[int, Sequence[PlaceMention]], base: ActorBase, on: date | None) -> Iterator[Phrase]:
    """Yield the phrases of an article that can stand for actors, in text order of their heads. `places`: by index of the sentence."""
    scans = [scan_sentence(sentence, places.get(sentence.index, ()), base, on) for sentence in sentences]
    names = repeat_names(scans, [find_names(scan, base, on) for scan in scans], base)
    for scan, found in zip(scans, names, strict=True):
        yield from _sentence_phrases(scan, found, base)


def _sentence_phrases(scan: Scan, names: list[Name], base: ActorBase) -> list[Phrase]:
    """Return the phrases of one sentence."""
    sentence = scan.sentence
    named = {i for name in names for i in range(name.first, name.last + 1)}
    nations = {i for name in names if name.label == "NATION" for i in range(name.first, name.last + 1)}
    nouns = find_nouns(scan, base, named - nations)
    reader = Reader(scan, base, {i: name for name in names for i in range(name.first, name.last + 1)})
    actor_heads = {noun.head for noun in nouns} | {name.head for name in names if name.label != "NATION"}
    found: dict[int, Phrase] = {}
    for name in names:
        if not _is_mere_modifier(sentence, name, actor_heads):
            found[name.head] = _name_phrase(reader, name)
    for noun in nouns:
        found.setdefault(noun.head, _noun_phrase(reader, noun))
    for phrase in find_pronouns(sentence):
        found.setdefault(phrase.head, phrase)
    return [found[head] for head in sorted(_fill_ellipses(_join_quantities(found, reader), sentence))]


def _fill_ellipses(found: dict[int, Phrase], sentence: Sentence) -> dict[int, Phrase]:
    """Let a bare number take its noun from the harm told before: "two soldiers were killed and *four* wounded" are four soldiers."""
    for head in sorted(found):
        phrase = found[head]
        token = sentence.tokens[head]
        if phrase.kind != "nominal" or token.tag != "CD" or phrase.also or sentence.kids(head, "prep"):
            continue
        model = _told_before(found, sentence, head)
        if model is not None:
            kind = model.traits.kind if model.traits.kind != "person" or phrase.traits.number == "s" else "population"
            found[head] = replace(phrase, traits=replace(model.traits, kind=kind, number=phrase.traits.number))
    return found


def _told_before(found: dict[int, Phrase], sentence: Sentence, head: int) -> Phrase | None:
    """Return the counted people whom the verb before harmed, when a number stands in the same place of a verb of harm joined to it."""
    harming = reference_words().harming
    verb = governor(sentence, head)
    above = sentence.tokens[sentence.tokens[verb].head] if verb is not None and sentence.tokens[verb].dep == "conj" else None
    if verb is None or above is None or sentence.tokens[verb].lemma not in harming or above.lemma not in harming:
        return None
    heads = [k for k in sentence.kids(above.i, "nsubjpass", "dobj") if k < head and sentence.tokens[k].tag in ("NNS", "NN") and k in found]
    phrase = found[heads[0]] if heads else None
    if phrase is None or phrase.kind != "nominal" or phrase.count is None or phrase.traits.sector is None:
        return None
    return phrase if (phrase.count.low or 0) > 1 and phrase.count.policy != "plural" else None


def _is_mere_modifier(sentence: Sentence, name: Name, actor_heads: set[int]) -> bool:
    """Tell whether a country or nationality only says where an actor is from ("US troops", "Israeli police")."""
    token = sentence.tokens[name.head]
    if name.label not in ("STATE", "SEAT", "NATION") or token.dep not in ("amod", "compound", "nmod", "dep"):
        return False
    above = sentence.tokens[token.head]
    return above.i in actor_heads or (above.dep in ("compound", "nmod", "amod") and above.head in actor_heads)


def _name_phrase(reader: Reader, name: Name) -> Phrase:
    """Return the phrase of a name; a person's title becomes the role."""
    sentence = reader.scan.sentence
    role, role_noun = name_role(reader, name)
    traits = name_traits(reader, name, role_noun)
    return Phrase(
        sentence,
        name.head,
        name.first,
        name.last,
        "name",
        reader.name_key(name),
        traits,
        determiner=determiner(sentence, name.head),
        known=name.known,
        label=name.label,
        role=role,
        role_noun=role_noun,
        also=_flat_heads(sentence, name),
        formal=reader.scan.country[name.head][2].name if name.label in ("STATE", "SEAT", "NATION") else None,
    )


def _flat_heads(sentence: Sentence, name: Name) -> tuple[int, ...]:
    """Return further tokens of a name that the parser made heads of their own."""
    tokens = sentence.tokens
    return tuple(
        i for i in range(name.first, name.last) if i != name.head and tokens[i].dep in ("nsubj", "nsubjpass", "dobj", "pobj", "appos", "ROOT")
    )


def _noun_phrase(reader: Reader, noun: Noun) -> Phrase:
    """Return the phrase of a common noun, a number word or an adjective."""
    sentence, head = reader.scan.sentence, noun.head
    token = sentence.tokens[head]
    first, last = min(left_edge(sentence, head), head - noun.size + 1), head
    traits, modifiers = noun_traits(reader, noun, first)
    lemma = noun.role.noun.split()[-1] if noun.role else reader.people_key(head) or (token.lower if noun.number_word else token.lemma)
    count = None if noun.thing is not None else read_count(sentence, head)
    if count is not None and count.low == count.high == 1 and traits.number == "p" and count.span == (token.start, token.end):
        count = Count(2, None, count.span, "plural")  # "GUERRILLAS" is tagged as a name, yet the base knows the plural
    if noun.role and noun.role.kind == "person" and noun.role.sector != "CVL":
        last = _complement_end(reader, head)
    return Phrase(
        sentence,
        head,
        first,
        last,
        "nominal",
        lemma,
        traits,
        modifiers=modifiers,
        determiner=determiner(sentence, head),
        role_noun=noun.role,
        count=count,
        role=reader.text(first, last) if noun.role and noun.role.kind == "person" else None,
        place_country=reader.attached_country(head),
    )


def _complement_end(reader: Reader, head: int) -> int:
    """Return the last token of an "of" or "for" phrase that completes an office ("leader of the group"), else the head."""
    sentence = reader.scan.sentence
    for prep in sentence.kids(head, "prep"):
        if prep > head and sentence.tokens[prep].lower in ("of", "for", "to"):
            tree = sentence.subtree(prep)
            stop = next((i for i in tree if (name := reader.name_at.get(i)) and name.label == "PERSON" and i == name.first and i > tree[0] + 1), None)
            tree = tree if stop is None else [i for i in tree if i < stop]
            broken = any(sentence.tokens[i].pos in ("VERB", "AUX") or sentence.tokens[i].text in _ENDS for i in tree)
            return head if broken or len(tree) > _LONGEST_COMPLEMENT or tree[0] != prep or prep - head > 3 else tree[-1]
    return head


def _join_quantities(found: dict[int, Phrase], reader: Reader) -> dict[int, Phrase]:
    """Merge "dozens of workers" and "a group of villagers" into one phrase with two heads; "two of the guards" stays apart."""
    sentence, containers = reader.scan.sentence, reference_words().containers
    for head in sorted(found, reverse=True):
        phrase = found[head]
        token = sentence.tokens[head]
        if phrase.kind != "nominal" or not (token.lower in containers or token.lemma in containers or token.tag == "CD"):
            continue
        inner = found.get(of_complement(sentence, head) or -1)
        if inner is None or inner.kind == "pronoun":
            continue
        found[head] = _part_of(phrase, inner) if inner.definite or inner.kind == "name" else _one_phrase(phrase, inner)
        if not (inner.definite or inner.kind == "name"):
            del found[inner.head]
    return found


def _part_of(phrase: Phrase, inner: Phrase) -> Phrase:
    """Return a quantity with the traits of the whole that it is a part of."""
    singular = phrase.count is not None and phrase.count.high == 1
    kind = (
        ("person" if singular else "population" if inner.traits.kind in ("person", "state", None) else inner.traits.kind)
        if phrase.role_noun is None
        else phrase.traits.kind
    )
    return replace(phrase, traits=replace(inner.traits, kind=kind, number="s" if singular else "p"), role_noun=phrase.role_noun or inner.role_noun)


def _one_phrase(phrase: Phrase, inner: Phrase) -> Phrase:
    """Return quantity and noun as one phrase that is headed by both."""
    count = phrase.count if phrase.count and phrase.count.policy != "plural" and phrase.count.low != 1 else inner.count or phrase.count
    traits = replace(inner.traits, number="p" if count is None or count.high != 1 else "s")
    outer = inner.determiner if phrase.lemma in reference_words().remains else phrase.determiner
    return replace(
        inner,
        head=phrase.head,
        also=(inner.head, *inner.also),
        first=min(phrase.first, inner.first),
        last=max(phrase.last, inner.last),
        traits=traits,
        count=count,
        determiner=outer if outer in ("the", "these", "those") else "",
    )
