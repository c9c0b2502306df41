"""Find who is said to say, think or want what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tocsin.attribution.chains import chain_sources
from tocsin.attribution.cues import Cues, load_cues
from tocsin.attribution.headings import heading_of, names_of, turns_of
from tocsin.attribution.linking import QuoteLinker, only_quoted
from tocsin.attribution.quotes import find_quotes
from tocsin.attribution.sayings import Saying, is_speech, sayings_of
from tocsin.attribution.spans import clean_source, content_spans, kind_of
from tocsin.attribution.speakers import source_run
from tocsin.attribution.statements import take_statements
from tocsin.model.issue import Found
from tocsin.model.said import Attribution
from tocsin.model.text import Section, Sentence, Span
from tocsin.model.who import Actor

Heads = Mapping[tuple[Section, int, int], str]
_FIRST_PERSON = frozenset({"i", "we", "my", "our", "me", "us"})


def find_attributions(sentences: Sequence[Sentence], actors: Sequence[Actor]) -> Found[Attribution]:
    """Return the attributions of an article, ids "s1", "s2" … in the order of their cues.

    Nested ones are all there: what X says that Y said gives one for X and, within its content, one for Y.
    """
    cues = load_cues()
    sayings = _sayings(sentences, cues)
    quotes = find_quotes(sentences)
    QuoteLinker(sentences, quotes, sayings).link()
    only_quoted((saying for group in sayings.values() for saying in group), sentences)
    take_statements((saying for group in sayings.values() for saying in group), sentences)
    chain_sources(sayings, sentences, cues)
    heads = _heads(actors)
    ordered = sorted((saying for group in sayings.values() for saying in group), key=lambda saying: (saying.sentence, saying.head))
    voices = _Voices(ordered)
    made = (_attribution(saying, sentences, heads, voices) for saying in ordered)
    return Found(tuple(_numbered(said for said in made if said is not None)))


def _sayings(sentences: Sequence[Sentence], cues: Cues) -> dict[int, list[Saying]]:
    """Return the reporting words of an article by the number of their sentence."""
    names = names_of(sentences)
    turns = {turn.sentence: turn for turn in turns_of(sentences)}
    sayings: dict[int, list[Saying]] = {}
    for number, sentence in enumerate(sentences):
        found = sayings_of(number, sentence, cues)
        before_colon = turns.get(number) or heading_of(number, sentence, cues, names)
        if before_colon is not None:
            found.append(before_colon)
        if found:
            sayings[number] = found
    return sayings


def _heads(actors: Sequence[Actor]) -> Heads:
    """Return the actor of every mention's head word."""
    return {(mention.section, mention.sentence, mention.head): actor.id for actor in actors for mention in actor.mentions}


def _numbered(found: Iterable[Attribution]) -> Iterable[Attribution]:
    return (replace(said, id=f"s{n}") for n, said in enumerate(found, 1))


class _Voices:
    """Whose words a passage is: the speaker of a quotation, of a turn of a talk, of a statement."""

    def __init__(self, sayings: Iterable[Saying]) -> None:
        """Index the sayings by what they hold."""
        sayings = list(sayings)
        self._quoted = {id(quote): saying for saying in sayings for quote in saying.quotes}
        self._printed = {n: saying for saying in sayings for n in saying.more}

    def named(self, saying: Saying, sentences: Sequence[Sentence]) -> Saying:
        """Return the saying whose source words name the speaker: for "I" and "we" in somebody's words that of the one who speaks them."""
        outer = self._printed.get(saying.sentence) if saying.within is None else self._quoted.get(id(saying.within))
        first_person = saying.source is not None and sentences[saying.sentence].tokens[saying.source].lower in _FIRST_PERSON
        return outer if first_person and outer is not None and outer.source is not None and outer.within is None else saying


def _attribution(saying: Saying, sentences: Sequence[Sentence], heads: Heads, voices: _Voices) -> Attribution | None:
    """Return the attribution of a saying, None when nothing is reported."""
    sentence = sentences[saying.sentence]
    spans = content_spans(saying, sentences)
    if not spans or _is_narrators(saying, sentence):
        return None
    source = _source_span(saying, sentence, spans)
    return Attribution(
        id="", section=sentence.section, sentence=sentence.index, cue_token=saying.head, source=source,
        source_sentence=sentence.index if source else None, source_token=saying.source if source else None,
        cue=sentence.token_span(*saying.run), content=spans, kind=kind_of(saying, spans), lemma=saying.lemma, stance=saying.cue.stance,
        speech=is_speech(saying, sentence), actor=_actor(voices.named(saying, sentences), sentences, heads) if source else None,
    )  # fmt: skip


def _is_narrators(saying: Saying, sentence: Sentence) -> bool:
    """Tell whether a thought is the narrator's or reader's own ("I think", "you may want")."""
    if saying.cue.speech or saying.within is not None or saying.source is None:
        return False
    return sentence.tokens[saying.source].lower in _FIRST_PERSON | {"you", "one"}


def _actor(saying: Saying, sentences: Sequence[Sentence], heads: Heads) -> str | None:
    """Return the actor whose mention is the source, None without one."""
    sentence = sentences[saying.sentence]
    return None if saying.source is None else heads.get((sentence.section, sentence.index, saying.source))


def _source_span(saying: Saying, sentence: Sentence, content: Sequence[Span]) -> Span | None:
    """Return the words that name the source, None when it is hidden."""
    if saying.source is None:
        return None
    return clean_source(sentence.token_span(*source_run(sentence, saying.source, saying.head)), content)
