"""Judge how far the article vouches for each event word.

The context of a word is that of the word above it, changed by what the upper word does to what hangs on it (its signature) and by what
stands beside the word itself: negation, modals, hedges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.factuality.clause import Surroundings
from tocsin.factuality.context import ASSERTED, CERTAIN, POSSIBLE, PROBABLE, UNKNOWN, VALUES, Context
from tocsin.factuality.knowledge import Knowledge, Opener, Signature, load_knowledge
from tocsin.factuality.links import Link, Linker, is_verbal, kid_lowers
from tocsin.factuality.predicates import list_predicates
from tocsin.model.event import Judged, Predicate, Realis
from tocsin.model.said import Attribution
from tocsin.model.text import Sentence

DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "her", "our", "my", "your"})
SCORES = {3: 0.93, 2: 0.9, 1: 0.75, 0: 0.6, -1: 0.55, -2: 0.65, -3: 0.85}
"""How often a judgement of this strength lies within one step of the mean of five readers, on newswire, rounded."""


class SentenceJudge:
    """Contexts of the words of one sentence, each worked out once."""

    def __init__(self, sentence: Sentence, knowledge: Knowledge) -> None:
        """Keep the sentence and the words."""
        self.sentence, self.words = sentence, knowledge
        self.linker = Linker(sentence, knowledge)
        self.surroundings = Surroundings(sentence, knowledge, self.linker)
        self._known: dict[int, Context] = {}

    def context(self, i: int) -> Context:
        """Return the context of word i."""
        if i not in self._known:
            self._known[i] = ASSERTED  # what a word sees that is asked for again while it is worked out: misparsed loops end here
            self._known[i] = self.surroundings.apply(i, self.outer(i))
        return self._known[i]

    def outer(self, i: int) -> Context:
        """Return the context in which word i stands, its own surroundings left out."""
        link = self.linker.link(i)
        if link.signature is not None:
            return self._signed(i, link, link.signature)
        return {
            "root": self._root, "apart": self._apart, "order": self._order, "part": self._part, "conj": self._conj, "clause": self._clause,
            "relative": self._relative, "adverbial": self._adverbial, "party": self._party, "adjunct": self._adjunct, "noun": self._noun,
            "modifier": self._modifier,
        }[link.kind](i, link)

    # ---- under a word with a signature ----

    def _signed(self, i: int, link: Link, signature: Signature) -> Context:
        governor = self.context(link.governor)
        rule = f"{signature.id}.{link.way}"
        if governor.content is not None and not signature.presupposed:
            realis = "hypothetical" if governor.progress == "foiled" else signature.realis
            return replace(governor, strength=governor.content, content=None).real(realis).because(rule, link.cue)
        if governor.strength > 0 and signature.id in self._survives(i):
            survivor = replace(governor, content=signature.content, progress=signature.progress or governor.progress)
            return replace(survivor, superseded=governor.superseded or signature.gives_up).because(rule, link.cue)
        if signature.progress == "attempted" and governor.strength > 0 and self._frustrated(link.governor):
            return replace(governor, strength=-CERTAIN, realis="actual", progress="foiled").because(f"{rule}.but", link.cue)
        if self._stands(i, signature) and not (signature.own_act and governor.strength < 0):
            return ASSERTED.because(rule, link.cue)
        past = signature.past is not None and self._past(link.governor)
        strength = self._strength(governor, signature, past=past)
        progress = signature.progress or governor.progress
        changed = replace(governor, strength=strength, content=None, progress=progress, superseded=self._superseded(link, governor, signature))
        if signature.presupposed:
            changed = replace(changed, realis="actual", progress="accomplished")
        if signature.positive == UNKNOWN:
            return replace(changed, realis=self._asked_realis(i)).because(rule, link.cue)
        return changed.real(None if past else signature.realis).because(rule, link.cue)

    def _stands(self, i: int, signature: Signature) -> bool:
        """Tell whether an event stands by itself under a word: one pointed at as known, or any noun."""
        return (signature.definite and self.definite(i)) or (signature.nouns_stand and not is_verbal(self.sentence.tokens[i]))

    def _survives(self, i: int) -> frozenset[str]:
        """Return the classes under which a noun stands though its content does not."""
        token = self.sentence.tokens[i]
        return frozenset() if is_verbal(token) else self.words.surviving.get(token.lemma, frozenset())

    def _asked_realis(self, i: int) -> Realis:
        """Return the realis of what one asks after: a past clause is about the actual world, the rest is hypothetical."""
        return "actual" if is_verbal(self.sentence.tokens[i]) and self._finite_past(i) else "hypothetical"

    @staticmethod
    def _strength(governor: Context, signature: Signature, *, past: bool) -> int:
        """Return what is left of an event under a word of this signature."""
        value = signature.positive if governor.strength > 0 else signature.negative
        if past and governor.strength > 0 and signature.past is not None:
            value = signature.past
        if value == "same":
            return governor.strength
        if signature.presupposed:
            return int(value)
        if governor.strength == UNKNOWN:
            return UNKNOWN
        most = abs(governor.strength)
        return max(-most, min(most, int(value)))

    def _frustrated(self, i: int) -> bool:
        """Tell whether an attempt is ended by what "but" joins to it: "tried to enter but was stopped"."""
        tokens = self.sentence.tokens
        if not any(tokens[k].lower == "but" for k in self.sentence.kids(i, "cc")):
            return False
        return any(tokens[k].lemma in self.words.negators.frustrating for k in self.sentence.kids(i, "conj"))

    def _past(self, i: int) -> bool:
        """Tell whether a verb, or the copula above an adjective, stands in a past form."""
        tokens = self.sentence.tokens
        verb = tokens[i] if is_verbal(tokens[i]) else tokens[tokens[i].head]
        return verb.tag == "VBD" or (verb.tag == "VBN" and not any(tokens[k].tag == "MD" for k in self.sentence.kids(verb.i, "aux")))

    def _superseded(self, link: Link, governor: Context, signature: Signature) -> bool:
        found = (self.words.verb_modifiers.get(self.sentence.tokens[k].lower) for k in self.sentence.children[link.governor])
        given_up = {modifier.superseding for modifier in found if modifier}
        # "had earlier said that 359 people were killed": what had been said before holds no longer.
        before = any(self.sentence.tokens[k].lower in {"had", "'d", "’d"} for k in self.sentence.kids(link.governor, "aux"))
        told = link.way == "that" and ("all" in given_up or (before and True in given_up))
        return governor.superseded or told or (signature.superseding and bool(given_up - {False}))

    # ---- no signature: by the kind of link ----

    def _root(self, i: int, _link: Link) -> Context:
        tokens = self.sentence.tokens
        if tokens[-1].text == "?" or (len(tokens) > 1 and tokens[-2].text == "?"):
            return self._question()
        if tokens[i].tag == "VB" and is_verbal(tokens[i]) and not self.sentence.kids(i, "nsubj", "nsubjpass", "aux", "auxpass"):
            return Context(POSSIBLE, "hypothetical").because("imperative", i)
        if any(tokens[k].tag == "TO" for k in self.sentence.kids(i, "aux")):
            return Context(PROBABLE, "future", "planned").because("headline-to", i)
        return ASSERTED

    def _apart(self, _i: int, _link: Link) -> Context:
        return ASSERTED

    def _order(self, _i: int, link: Link) -> Context:
        return Context(POSSIBLE, "hypothetical").because("imperative", link.cue)

    def _question(self) -> Context:
        wh = any(token.tag.startswith("W") for token in self.sentence.tokens[:3])
        return Context(PROBABLE if wh else UNKNOWN, "actual" if wh else "hypothetical").because("question", len(self.sentence.tokens) - 1)

    def _part(self, _i: int, link: Link) -> Context:
        return self.context(link.governor)

    def _conj(self, _i: int, link: Link) -> Context:
        return self.outer(link.governor)

    def _modifier(self, _i: int, _link: Link) -> Context:
        return ASSERTED

    def _relative(self, i: int, link: Link) -> Context:
        determiners = {self.sentence.tokens[k].lower for k in self.sentence.kids(link.governor, "det", "neg")}
        if determiners & {"any", "every", "no"}:
            return Context(POSSIBLE, "hypothetical").because("relative.any", link.governor)
        noun = self.context(link.governor)
        subject = any(self.sentence.tokens[k].tag.startswith("W") for k in self.sentence.kids(i, "nsubj", "nsubjpass"))
        if noun.realis != "actual" and subject and not self.definite(link.governor) and not self._finite_past(i):
            return Context(min(PROBABLE, abs(noun.strength)), noun.realis).because("relative.of-unreal", link.governor)
        return ASSERTED

    def _adverbial(self, i: int, link: Link) -> Context:
        governor = self.context(link.governor)
        opener = self.words.openers.get(link.opener)
        if opener is None:
            return self._bare_adverbial(i, link, governor)
        if opener.strength is None:
            return replace(governor, strength=abs(governor.strength))
        if opener.could is not None and {"can", "could"} & kid_lowers(self.sentence, i, "aux"):
            return Context(opener.could).because(f"{opener.id}.could", link.cue)
        if opener.present is not None and self._finite_present(i):
            return Context(opener.present, "future").because(opener.id, link.cue)
        if opener.follows_future and governor.realis != "actual" and not self._finite_past(i):
            return replace(governor, strength=abs(governor.strength), content=None).because(f"{opener.id}.future", link.cue)
        return self._opened(opener, governor, link)

    def _finite_past(self, i: int) -> bool:
        """Tell whether a verb heads a clause in the past or perfect, which stands beside any main clause."""
        auxiliaries = [self.sentence.tokens[k] for k in self.sentence.kids(i, "aux", "auxpass")]
        perfect = any(token.lemma in ("have", "'ve") and token.tag in ("VBZ", "VBP") for token in auxiliaries)
        return perfect or any(token.tag == "VBD" for token in (self.sentence.tokens[i], *auxiliaries))

    def _finite_present(self, i: int) -> bool:
        """Tell whether a verb heads a clause in the present: "until the crisis ends"."""
        tokens = self.sentence.tokens
        return any(tokens[k].tag in ("VBZ", "VBP") for k in (i, *self.sentence.kids(i, "aux", "auxpass"))) and not self._finite_past(i)

    def _opened(self, opener: Opener, governor: Context, link: Link) -> Context:
        strength = opener.strength or UNKNOWN
        if opener.of_verb is not None and is_verbal(self.sentence.tokens[link.governor]):
            strength = opener.of_verb
        if strength < 0 and (governor.strength < CERTAIN):
            return Context(POSSIBLE if governor.strength < 0 else UNKNOWN, "hypothetical").because(opener.id, link.cue)
        if opener.realis == "hypothetical" and strength > 0:
            strength = min(strength, abs(governor.strength))
        return Context(strength, opener.realis or "actual").because(opener.id, link.cue)

    def _bare_adverbial(self, i: int, link: Link, governor: Context) -> Context:
        """Return the context of a participle clause: "killed two, wounding three"."""
        if link.way == "to":
            return Context(min(POSSIBLE, abs(governor.strength)), "hypothetical").because("purpose", link.cue)
        if link.way == "participle":
            return ASSERTED
        if self.sentence.tokens[i].dep == "acl" and not is_verbal(self.sentence.tokens[link.governor]):
            return ASSERTED if governor.realis == "actual" else Context(PROBABLE)
        return replace(governor, strength=abs(governor.strength), content=None)

    def _clause(self, i: int, link: Link) -> Context:
        """Return the context of a complement of a word that is in no class."""
        governor = self.context(link.governor)
        if link.way == "to":
            return Context(min(POSSIBLE, abs(governor.strength)), "hypothetical").because("infinitive", link.cue)
        if link.way == "whether":
            return Context(UNKNOWN, "actual" if self._finite_past(i) else "hypothetical").because("whether", link.cue)
        return replace(governor, strength=abs(governor.strength), content=None)

    def definite(self, i: int) -> bool:
        """Tell whether a noun phrase points at something known: "the attack", "their attack"."""
        tokens = self.sentence.tokens
        return any(tokens[k].lower in DEFINITE or tokens[k].dep == "poss" for k in self.sentence.children[i] if k < i)

    def _party(self, i: int, link: Link) -> Context:
        governor = self.context(link.governor)
        if self.definite(i) or (governor.realis == "actual" and (governor.strength < 0 or governor.strength == CERTAIN)):
            return replace(ASSERTED, cues=governor.cues, rules=governor.rules)
        if governor.strength == UNKNOWN:
            return replace(governor, realis="hypothetical", content=None)
        return replace(governor, strength=max(abs(governor.strength), POSSIBLE), content=None)

    def _adjunct(self, i: int, link: Link) -> Context:
        opener = self.words.openers.get(link.opener)
        if opener and opener.strength is not None and not (opener.follows_future or opener.clauses_only):
            return self._opened(opener, self.context(link.governor), link)
        return self._party(i, link)

    def _noun(self, i: int, link: Link) -> Context:
        governor = self.context(link.governor)
        if self.definite(i):
            return ASSERTED
        return replace(governor, strength=abs(governor.strength), content=None)


class Judgements:
    """Factuality of any word of an article, worked out on demand."""

    def __init__(self, sentences: Sequence[Sentence], attributions: Sequence[Attribution], knowledge: Knowledge) -> None:
        """Keep the article's sentences and attributions."""
        self._sentences = sentences
        self._hedges = tuple(attribution for attribution in attributions if attribution.stance == "hedge" and attribution.speech)
        self._knowledge = knowledge
        self._judges: dict[int, SentenceJudge] = {}

    def of(self, sentence: int, token: int) -> Judged:
        """Return the judgement of the event that a word (position `token` of sentence `sentence`) denotes."""
        judge = self._judges.get(sentence)
        if judge is None:
            judge = self._judges[sentence] = SentenceJudge(self._sentences[sentence], self._knowledge)
        return judged(self._hedged(judge.context(token), judge.sentence, token), judge.sentence)

    def _hedged(self, context: Context, sentence: Sentence, token: int) -> Context:
        """Return the context under reporting words that the sentence's own grammar does not show: "They burned it. They fled, it alleged"."""
        if context.strength < CERTAIN:
            return context
        start = sentence.tokens[token].start
        for hedge in self._hedges:
            parenthesis = token == sentence.root and hedge.cue_token != token
            if (parenthesis or hedge.sentence != sentence.index) and hedge.covers(sentence.section, start):
                return context.capped(PROBABLE).because("attribution.hedge")
        return context

    def predicates(self) -> tuple[Predicate, ...]:
        """Return every event-denoting verb and noun of the article, in text order."""
        found = []
        for sentence in self._sentences:
            for token, score in list_predicates(sentence):
                found.append(Predicate(sentence.section, sentence.index, token.i, (token.start, token.end), token.lemma,
                                       self.of(sentence.index, token.i), score))
        return tuple(found)


def judged(context: Context, sentence: Sentence) -> Judged:
    """Return a context as the judgement that other rooms read."""
    cues = tuple(dict.fromkeys((sentence.tokens[k].start, sentence.tokens[k].end) for k in context.cues))
    return Judged(VALUES[context.strength], context.realis, context.progress, context.superseded, cues, context.rules,
                  SCORES[context.strength])


def judge_events(sentences: Sequence[Sentence], attributions: Sequence[Attribution]) -> Judgements:
    """Return the factuality of the article's words; nothing is worked out before it is asked for."""
    return Judgements(sentences, attributions, load_knowledge())
