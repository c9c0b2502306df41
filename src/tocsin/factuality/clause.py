"""What stands beside an event word in its own clause or noun phrase: negation, modals, hedges, tense, questions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from tocsin.factuality.context import POSSIBLE, PROBABLE, UNKNOWN, Context
from tocsin.factuality.knowledge import Knowledge, Modifier
from tocsin.factuality.links import Linker, is_verbal, kid_lowers, to_infinitive
from tocsin.model.text import Sentence, Token

QUANTITIES = frozenset({"dozens", "hundreds", "thousands", "scores", "millions", "all", "every", "as", "more", "half"})
WHOLES = frozenset({"all", "every", "everyone", "everybody"})
SUBJECTS = ("nsubj", "nsubjpass")
PARTY_DEPS = ("nsubj", "nsubjpass", "dobj", "attr", "dative", "agent", "pobj")


@dataclass(frozen=True, slots=True)
class Auxiliaries:
    """The auxiliary words of a verb: its modal, "have" of a perfect, negations, all as positions."""

    modal: int | None
    perfect: bool
    negations: tuple[int, ...]


class Surroundings:
    """Applies the operators of a word's own clause or noun phrase."""

    def __init__(self, sentence: Sentence, knowledge: Knowledge, linker: Linker) -> None:
        """Keep the sentence and the words."""
        self.sentence, self.words, self.linker = sentence, knowledge, linker

    def apply(self, i: int, context: Context) -> Context:
        """Return the context of word i with its own surroundings taken in."""
        token = self.sentence.tokens[i]
        if is_verbal(token) and token.dep not in ("amod", "compound"):
            return self._verb(i, context)
        return self._noun(i, context)

    # ---- verbs ----

    def _verb(self, i: int, context: Context) -> Context:
        auxiliaries = self.auxiliaries(i)
        context = self._modality(i, auxiliaries, context)
        context = self._adverbs(i, context)
        for k in self.sentence.kids(i, "nsubj", "nsubjpass"):
            if self._not_all(k):
                context = context.capped(POSSIBLE).because("not-all", k)
        return self._condition(i, context)

    def auxiliaries(self, i: int) -> Auxiliaries:
        """Return the auxiliaries of a verb, with those that it shares with the verb to which it is joined."""
        tokens = self.sentence.tokens
        kids = [tokens[k] for k in self.sentence.children[i]]
        modal = next((kid.i for kid in kids if self._is_modal(kid, i)), None)
        perfect = any(kid.dep == "aux" and kid.lemma in ("have", "'ve") for kid in kids)
        own = Auxiliaries(modal, perfect, tuple(self._negations(i)))
        return self._shared(i, own)

    def _is_modal(self, kid: Token, i: int) -> bool:
        """Tell whether a dependent of verb i is its modal: not the month in "was arrested on 15 may"."""
        month = kid.lower == "may" and kid.i and self.sentence.tokens[kid.i - 1].pos == "NUM"
        return kid.dep == "aux" and kid.lower in self.words.modals and kid.i < i and not month

    def _shared(self, i: int, own: Auxiliaries) -> Auxiliaries:
        """Return the auxiliaries with the first conjunct's, when this verb is joined to it without subject and auxiliary of its own."""
        tokens = self.sentence.tokens
        token, head = tokens[i], tokens[tokens[i].head]
        if token.dep != "conj" or not is_verbal(head) or self.sentence.kids(i, "aux", "auxpass", "nsubj", "nsubjpass"):
            return own
        first = self.auxiliaries(head.i)
        nor = any(tokens[k].lower == "nor" for k in self.sentence.kids(head.i, "cc"))
        less = i > 1 and tokens[i - 1].lower in ("less", "alone") and tokens[i - 2].lower in ("much", "let")
        if less and first.negations:
            return replace(own, negations=first.negations)
        if nor and not own.negations:
            own = replace(own, negations=(self.sentence.kids(head.i, "cc")[0],))
        if token.tag != head.tag or not self.sentence.kids(head.i, "aux", "auxpass"):
            return own
        return Auxiliaries(own.modal or first.modal, own.perfect or first.perfect, own.negations or first.negations)

    def _negations(self, i: int) -> list[int]:
        """Return the positions of the words that turn a verb's clause round; two cancel each other only when both are beside the verb."""
        found = [k for k in self.sentence.children[i] if self._turns_round(i, k)]
        if found and self._until(i):
            return []
        return found

    def _turns_round(self, i: int, k: int) -> bool:
        """Tell whether a dependent of a verb negates it."""
        kid = self.sentence.tokens[k]
        never_before = kid.dep == "advmod" and k > 0 and k - 1 not in self.sentence.children[i] and self.sentence.tokens[k - 1].lower == "never"
        if never_before or self._negates(kid) or (kid.lower == "longer" and self._no_before(k)):
            return True
        if kid.dep == "prep":
            return self._negative_phrase(k)
        if kid.dep not in PARTY_DEPS or (kid.dep in SUBJECTS and self._not_all(k)):
            return False
        return kid.lower in self.words.negators.pronouns or self._denies(i, k)

    def _not_all(self, k: int) -> bool:
        """Tell whether a party is "not all …", "not every …"."""
        tokens = self.sentence.tokens
        return any(tokens[m].lower == "not" and tokens[m + 1].lower in WHOLES for m in self.sentence.children[k] if m < k)

    def _denies(self, i: int, k: int) -> bool:
        """Tell whether "no" before a party turns the verb round: not in "made no arrests", where it is the arrests that were not."""
        if self.negative_determiner(k) is None:
            return self.sentence.tokens[k].dep in ("nsubj", "nsubjpass") and "neither" in kid_lowers(self.sentence, k, "preconj", "cc", "det")
        token = self.sentence.tokens[k]
        return token.dep in ("nsubj", "nsubjpass") or self.sentence.tokens[i].lemma not in self.words.negators.holding

    def _negates(self, kid: Token) -> bool:
        negators = self.words.negators
        if kid.dep in ("preconj", "cc", "det"):
            return kid.lower == "neither" and kid.dep != "det"
        if kid.dep not in ("neg", "advmod", "preconj", "det", "dep") or (kid.dep != "neg" and kid.lower not in negators.adverbs):
            return False
        following = self.sentence.tokens[kid.i + 1].lower if kid.i + 1 < len(self.sentence.tokens) else ""
        return following not in negators.unless_next

    def _no_before(self, k: int) -> bool:
        return k > 0 and self.sentence.tokens[k - 1].lower in ("no", "any", "not")

    def _negative_phrase(self, k: int) -> bool:
        """Tell whether a prepositional phrase is one like "at no time", "in no way"."""
        return any(self.negative_determiner(n) is not None and self.sentence.tokens[n].lower in ("time", "way", "point", "case", "circumstances")
                   for n in self.sentence.kids(k, "pobj"))

    def _until(self, i: int) -> bool:
        """Tell whether the clause runs on with "until": what did not happen until Monday happened on Monday."""
        tokens = self.sentence.tokens
        return any(tokens[k].lower in ("until", "till") or any(tokens[m].lower in ("until", "till") for m in self.sentence.kids(k, "mark"))
                   for k in self.sentence.children[i] if k > i)

    def negative_determiner(self, i: int) -> int | None:
        """Return the position of "no" before a noun, None without."""
        tokens = self.sentence.tokens
        first = min([i, *self.sentence.children[i]])
        if tokens[first].lower == "no" and first + 1 < i and all(t.pos in ("ADJ", "NOUN", "PROPN", "CCONJ") for t in tokens[first + 1:i]):
            return first
        for k in self.sentence.children[i]:
            if k < i and tokens[k].lower in self.words.negators.determiners and tokens[k].dep in ("det", "neg", "nummod", "amod", "advmod"):
                return k
            if k < i and tokens[k].lower == "not" and tokens[i].tag.startswith("N") and tokens[k + 1].lower in ("a", "one", "any", "single"):
                return k
        return None

    def _modality(self, i: int, auxiliaries: Auxiliaries, context: Context) -> Context:
        """Return the context under modal and negation together: "could not" is not the negation of "could"."""
        if context.rules and context.rules[-1].endswith(".could"):
            return context  # "before it could explode": the modal is part of the opener
        negated = len(auxiliaries.negations) % 2 == 1
        if auxiliaries.modal is None:
            context = context.flipped().because("not", *auxiliaries.negations) if negated else context
            return self._perfect_infinitive(i, auxiliaries, context)
        modal = self.words.modals[self.sentence.tokens[auxiliaries.modal].lower]
        if modal.told_later and not negated and modal.told_later & kid_lowers(self.sentence, i, "advmod"):
            return context.because(f"modal.{modal.id}.later", auxiliaries.modal)
        modality = modal.perfect if auxiliaries.perfect else modal.plain
        value = modality.negative if negated else modality.positive
        return context.limited(value).real(modality.realis).because(f"modal.{modal.id}", auxiliaries.modal, *auxiliaries.negations)

    def _perfect_infinitive(self, i: int, auxiliaries: Auxiliaries, context: Context) -> Context:
        """Return the context of "to have fled": past, so no plan."""
        if auxiliaries.perfect and to_infinitive(self.sentence, i) is not None and context.realis != "actual":
            return replace(context, realis="actual", progress="accomplished")
        return context

    def _adverbs(self, i: int, context: Context) -> Context:
        for k in self.sentence.children[i]:
            kid = self.sentence.tokens[k]
            if kid.dep in ("advmod", "amod", "npadvmod", "dep", "intj"):
                modifier = self.words.verb_modifiers.get(kid.lower)
                if modifier and not self._counts(k):
                    context = modified(context, modifier, k)
            elif kid.lower == "according":
                context = self._by_source(k, context)
        return context

    def _by_source(self, k: int, context: Context) -> Context:
        """Return the context under "according to reports"; k is the position of "according"."""
        sentence = self.sentence
        for noun in (n for to in sentence.kids(k, "prep") for n in sentence.kids(to, "pobj")):
            modifier = self.words.source_modifiers.get(sentence.tokens[noun].lower)
            if modifier:
                return modified(context, modifier, noun)
        return context

    def _counts(self, k: int) -> bool:
        """Tell whether an adverb belongs to a number: "perhaps thousands marched", "nearly all villages"."""
        following = self.sentence.tokens[k + 1] if k + 1 < len(self.sentence.tokens) else None
        return following is not None and (following.pos == "NUM" or following.lower in QUANTITIES)

    def _condition(self, i: int, context: Context) -> Context:
        """Return the context of a main clause under a condition."""
        if not self._open_to_condition(i):
            return context
        for k in self.sentence.kids(i, "advcl", "mark"):
            words, cue = self.linker.opener(k) if self.sentence.tokens[k].dep == "advcl" else (self._mark_of_main(i, k), k)
            opener = self.words.openers.get(words)
            if opener and opener.main is not None and not (cue and self.sentence.tokens[cue - 1].lower == "even"):
                return context.capped(opener.main).real(opener.realis).because(f"{opener.id}.main", cue)
        return context

    def _mark_of_main(self, i: int, k: int) -> str:
        """Return the conjunction of a main clause that swallowed its condition: "If the rebels attacks, Cairo will respond"."""
        return self.sentence.tokens[k].lower if self.sentence.tokens[i].head == i else ""

    def _open_to_condition(self, i: int) -> bool:
        """Tell whether an "if" beside the verb can bear on it: not on what was done or said, where it belongs to what follows."""
        modal = any(self.sentence.tokens[k].tag == "MD" for k in self.sentence.kids(i, "aux"))
        reports = self.linker.signature("that", i) is not None and self.sentence.kids(i, "ccomp")
        return modal or (self.sentence.tokens[i].tag in ("VB", "VBP", "VBZ", "VBG") and not reports)

    # ---- nouns and adjectives ----

    def _noun(self, i: int, context: Context) -> Context:
        tokens = self.sentence.tokens
        negative = self.negative_determiner(i)
        if negative is None and tokens[i].dep == "conj" and "or" in kid_lowers(self.sentence, tokens[i].head, "cc"):
            negative = self.negative_determiner(tokens[i].head)
        verb = tokens[tokens[i].head]
        if negative is not None and not (is_verbal(verb) and tokens[i].dep in PARTY_DEPS and context.strength < 0):
            context = replace(context.flipped() if context.strength > 0 else context).because("no", negative)
        for k in self.sentence.children[i]:
            modifier = self.words.noun_modifiers.get(tokens[k].lower)
            if modifier and (tokens[k].dep in ("amod", "compound", "nmod", "advmod") or (tokens[k].dep == "acl" and tokens[k].tag == "VBN")):
                if context.strength > 0:
                    context = modified(context, modifier, k)
            elif tokens[k].dep == "neg":
                context = context.flipped().because("not", k)
            elif tokens[k].lower == "any" and context.strength > 0:
                context = context.capped(POSSIBLE).real("hypothetical").because("any", k)
        return context


def modified(context: Context, modifier: Modifier, cue: int) -> Context:
    """Return the context under an adverb or adjective."""
    if modifier.strength is not None:
        context = context.limited(modifier.strength)
    if modifier.content is not None:
        context = replace(context, content=modifier.content)
    if modifier.progress:
        context = replace(context, progress=modifier.progress)
    return context.real(modifier.realis).because(f"modifier.{modifier.id}", cue)


__all__ = ["PROBABLE", "UNKNOWN", "Auxiliaries", "Surroundings", "modified"]
