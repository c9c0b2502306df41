"""Read how many a noun phrase says."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.counting.numbers import is_digits, parse_number
from tocsin.counting.words import Bound, CountingWords, counting_words
from tocsin.model.text import Sentence, Token
from tocsin.model.who import Count, CountPolicy

_NOT_PEOPLE = frozenset({"PERCENT", "MONEY", "ORDINAL", "QUANTITY"})
_DASHES = frozenset({"-", "\u2013", "\u2014"})
_LEFT_PARTS = frozenset({"nummod", "amod", "det", "predet", "quantmod", "compound", "advmod", "nmod", "dep", "npadvmod", "prep", "poss"})
_DEFINITE = frozenset({"the", "these", "those", "this", "that", "its", "his", "her", "their", "our", "my"})
_RANGE_WORDS = frozenset({"to", "or", "and"}) | _DASHES
_MEMBERS = frozenset(
    {
        "group",
        "gang",
        "band",
        "family",
        "crew",
        "team",
        "convoy",
        "crowd",
        "mob",
        "unit",
        "patrol",
        "party",
        "squad",
        "force",
        "total",
        "household",
        "contingent",
        "toll",
        "delegation",
        "cell",
    }
)


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of number words: token positions, both included, and the value; `rough` when it only gives a least number."""

    first: int
    last: int
    low: int
    high: int | None
    rough: bool = False


def read_count(sentence: Sentence, head: int) -> Count | None:
    """Return how many the noun phrase with head token `head` counts, None when it does not say.

    The rooms `actors` and `events` use it for the number of an actor and for tolls.

    Args:
        sentence: The sentence.
        head: Position of the head of the phrase: a noun ("soldiers"), or the number itself ("21 were killed").

    Returns:
        A count with `low` and `high` (None = open): "more than 30" 31 and up, "up to 40" 40 and fewer, "dozens" 24 and up, "a guard" 1,
        a bare plural 2 and up (policy "plural"), "no civilians" 0. The span covers the number with its bounding phrase, the whole head
        when nothing else says it. None for collectives ("the army"), plain names of groups, and what is not a noun.
    """
    known = counting_words()
    if not 0 <= head < len(sentence.tokens):
        return None
    if _is_share(sentence, head):
        return None
    run = _own_run(sentence, head, known) or _partitive_run(sentence, head, known) or _membership_run(sentence, head, known)
    if run is not None:
        return _bounded(sentence, run, known)
    return _by_form(sentence, head, known)


def _is_share(sentence: Sentence, head: int) -> bool:
    """Tell whether the phrase is counted in percent ("30 percent of residents")."""
    token = sentence.tokens[head]
    above = sentence.tokens[token.head]
    over = sentence.tokens[above.head]
    return token.ent == "PERCENT" or (token.dep == "pobj" and above.lower == "of" and over.ent == "PERCENT")


def _is_number_word(token: Token, known: CountingWords) -> bool:
    """Tell whether a token can be part of a number, exact or rough."""
    word = token.lower
    if word in known.units or word in known.scales or word in known.tens or word in known.rough_scales:
        return True
    return word[0].isdigit() and token.tag in ("CD", "JJ", "NNP", "NN", "NNS") and is_digits(word)


def _is_seed(sentence: Sentence, i: int, known: CountingWords) -> bool:
    """Tell whether token i is a number of people: not a share, a sum, a rank, an age or a calendar year."""
    token = sentence.tokens[i]
    if token.ent in _NOT_PEOPLE or not (_is_number_word(token, known) or _is_scale_letter(sentence, i, known)):
        return False
    if token.ent == "DATE" and token.lower.isdigit() and 1900 <= int(token.lower) <= 2100:
        return False
    after = sentence.tokens[i + 1].lower if i + 1 < len(sentence.tokens) else ""
    beyond = sentence.tokens[i + 2].lower if i + 2 < len(sentence.tokens) else ""
    if after.startswith(("yr", "year", "month")) and beyond == "old":
        return False
    return after not in ("%", "percent", "per") and not (after in _DASHES and beyond.startswith(("year", "month", "day", "week", "hour")))


def _is_scale_letter(sentence: Sentence, i: int, known: CountingWords) -> bool:
    """Tell whether token i is the "m" of "2.5m"."""
    tokens = sentence.tokens
    return i > 0 and tokens[i].lower in known.scale_letters and tokens[i - 1].end == tokens[i].start and is_digits(tokens[i - 1].lower)


def _own_run(sentence: Sentence, head: int, known: CountingWords) -> _Run | None:
    """Return the number in the phrase itself: the head, or one of the words before it."""
    if sentence.tokens[head].lower == "one" and head > 0 and sentence.tokens[head - 1].lower == "no":
        return _Run(head - 1, head, 0, 0)
    if _is_seed(sentence, head, known) and sentence.tokens[head].tag != "JJ":
        return _grow(sentence, head, head, known)
    limit = head
    for i in sentence.children[head]:
        token = sentence.tokens[i]
        if i >= limit or token.dep not in _LEFT_PARTS:
            continue
        if _is_seed(sentence, i, known) and not (token.dep in ("compound", "nmod") and token.pos == "PROPN"):
            return _grow(sentence, i, head, known)
        if token.lower == "strong" and (grown := _strong(sentence, i, known)):
            return grown
    return _word_run(sentence, head, known)


def _strong(sentence: Sentence, i: int, known: CountingWords) -> _Run | None:
    """Return the number of "300-strong"."""
    seeds = [k for k in sentence.children[i] if k < i and _is_seed(sentence, k, known)]
    return _grow(sentence, seeds[0], i, known) if seeds else None


def _word_run(sentence: Sentence, head: int, known: CountingWords) -> _Run | None:
    """Return the amount of a word that is no number: "several", "both", "no", "a few"."""
    for i in sentence.children[head]:
        word = sentence.tokens[i].lower
        if i < head and word in known.rough:
            return _Run(i, i, known.rough[word], None, rough=True)
        if i < head and (word == "no" or (word == "both" and not _is_pairing(sentence, head))):
            return _Run(i, i, known.exact_words[word], known.exact_words[word])
    token = sentence.tokens[head]
    if token.lower in ("none", "nobody", "both"):
        return _Run(head, head, known.exact_words[token.lower], known.exact_words[token.lower])
    counted = token.lower in known.exact_words and any(
        sentence.tokens[k].dep == "det" or sentence.tokens[k].lower == "of" for k in sentence.children[head]
    )
    if counted:
        return _Run(head, head, known.exact_words[token.lower], known.exact_words[token.lower])
    if token.lower in ("several", "many", "handful", "few", "number") and token.pos != "ADV":
        return _Run(head, head, known.rough[token.lower], None, rough=True)
    return None


def _is_pairing(sentence: Sentence, head: int) -> bool:
    """Tell whether "both" before a phrase announces a pair: "both Musa and his son"."""
    return any(sentence.tokens[k].lower == "and" for k in sentence.kids(head, "cc"))


def _partitive_run(sentence: Sentence, head: int, known: CountingWords) -> _Run | None:
    """Return the amount over "of": "dozens of people", "a couple of guards"; not "two of the guards", who are some of more."""
    token = sentence.tokens[head]
    above = sentence.tokens[token.head]
    if token.dep != "pobj" or token.pos == "PRON" or above.lower != "of" or above.head == above.i:
        return None
    if any(sentence.tokens[k].lower in _DEFINITE for k in sentence.children[head]):
        return None
    return _own_run(sentence, above.head, known) if _is_amount(sentence, above.head, known) else None


def _is_amount(sentence: Sentence, i: int, known: CountingWords) -> bool:
    """Tell whether token i is an amount that takes "of"."""
    word = sentence.tokens[i].lower
    return word in known.rough_scales or word in known.rough or word in known.exact_words or word in known.scales or word == "total"


def _membership_run(sentence: Sentence, head: int, known: CountingWords) -> _Run | None:
    """Return the number behind a collective: "a family of five", "a gang of six men"."""
    if sentence.tokens[head].lemma not in _MEMBERS:
        return None
    for prep in sentence.kids(head, "prep"):
        if sentence.tokens[prep].lower != "of":
            continue
        for inner in sentence.kids(prep, "pobj"):
            if run := _own_run(sentence, inner, known):
                return run
    return None


def _grow(sentence: Sentence, seed: int, head: int, known: CountingWords) -> _Run | None:
    """Return the whole number around a seed token, with ranges ("20 to 30") and rough scales ("tens of thousands")."""
    first = last = seed
    while first > 0 and _joins(sentence, first - 1, known):
        first -= 1
    stop = head if head > seed else len(sentence.tokens)
    while last + 1 < stop and _joins(sentence, last + 1, known):
        last += 1
    while last > seed and not _closes(sentence.tokens[last], known):
        last -= 1
    while first < seed and not _opens(sentence.tokens[first], known):
        first += 1
    return _evaluate(sentence, first, last, known)


def _joins(sentence: Sentence, i: int, known: CountingWords) -> bool:
    """Tell whether token i, beside a number word, belongs to the amount."""
    token = sentence.tokens[i]
    if _is_number_word(token, known) or _is_scale_letter(sentence, i, known) or token.lower in _RANGE_WORDS:
        return token.ent not in _NOT_PEOPLE
    before_scale = i + 1 < len(sentence.tokens) and sentence.tokens[i + 1].lower in (*known.scales, *known.rough_scales, "of", "half", "a")
    return before_scale and token.lower in ("a", "half", "of", "couple", *known.rough)


def _opens(token: Token, known: CountingWords) -> bool:
    """Tell whether an amount can begin with a token."""
    return _is_number_word(token, known) or token.lower in ("a", "half", "couple") or token.lower in known.rough


def _closes(token: Token, known: CountingWords) -> bool:
    """Tell whether an amount can end with a token."""
    return _is_number_word(token, known) or token.lower in known.scale_letters


def _evaluate(sentence: Sentence, first: int, last: int, known: CountingWords) -> _Run | None:
    """Return the run with its value: a plain number, a rough amount, or a range."""
    words = [token.lower for token in sentence.tokens[first : last + 1]]
    value = parse_number(["" if word in _DASHES else word for word in words])
    between = first > 0 and sentence.tokens[first - 1].lower == "between"
    if value is not None and not (between and "and" in words):
        return _Run(first, last, value, value)
    rough = _rough_value(words, known)
    if rough is not None:
        return _Run(first, last, rough, None, rough=True)
    return _range(words, first, last) or _shrink(sentence, first, last, known)


def _rough_value(words: list[str], known: CountingWords) -> int | None:
    """Return the least number of "dozens", "tens of thousands", "several hundred", "a few dozen", None for anything else."""
    value, seen = 1, False
    for word in words:
        if word in known.rough_scales:
            plain = word.removesuffix("s")
            value, seen = (value * known.scales[plain] if seen and plain in known.scales else value * known.rough_scales[word]), True
        elif word in known.rough:
            value, seen = value * known.rough[word], True
        elif word in known.scales and seen:
            value *= known.scales[word]
        elif word not in ("a", "of"):
            return None
    return value if seen else None


def _range(words: list[str], first: int, last: int) -> _Run | None:
    """Return "20 to 30", "seven or eight", "20-30" as one run."""
    for at, word in enumerate(words):
        if word in _RANGE_WORDS and 0 < at < len(words) - 1:
            low, high = parse_number(words[:at]), parse_number(words[at + 1 :])
            if low is not None and high is not None and low < high:
                return _Run(first, last, low, high)
    return None


def _shrink(sentence: Sentence, first: int, last: int, known: CountingWords) -> _Run | None:
    """Return the last number of a run that cannot be read as one ("2014 30 people")."""
    for start in range(first + 1, last + 1):
        if _closes(sentence.tokens[start], known):
            value = parse_number([token.lower for token in sentence.tokens[start : last + 1]])
            if value is not None:
                return _Run(start, last, value, value)
    return None


def _bounded(sentence: Sentence, run: _Run, known: CountingWords) -> Count:
    """Return the count of a run with the bounding phrase before or behind it."""
    bound, first, last = _bound_before(sentence, run, known)
    if bound is None:
        bound, last = _bound_behind(sentence, run, known)
    low, high, policy = _apply(run, bound)
    return Count(low, high, sentence.token_span(first, last), policy)


def _bound_before(sentence: Sentence, run: _Run, known: CountingWords) -> tuple[Bound | None, int, int]:
    """Return the bound that the words before a run set, with the first and last token of the whole."""
    at = run.first
    while at > 0:
        for phrase, bound in known.before.items():
            start = at - len(phrase)
            if _matches(sentence, start, phrase) and not _is_preposition(sentence, start, phrase):
                return bound, start, run.last
        filler = next((len(each) for each in known.fillers if _matches(sentence, at - len(each), each)), 0)
        if not filler:
            break
        at -= filler
    return None, run.first, run.last


def _matches(sentence: Sentence, start: int, phrase: tuple[str, ...]) -> bool:
    """Tell whether the words of a phrase stand at a position."""
    tokens = sentence.tokens
    return start >= 0 and start + len(phrase) <= len(tokens) and all(tokens[start + k].lower == word for k, word in enumerate(phrase))


def _is_preposition(sentence: Sentence, start: int, phrase: tuple[str, ...]) -> bool:
    """Tell whether a one-word phrase is a true preposition: "a report about 30 cases", "anger over two deaths"."""
    token = sentence.tokens[start]
    return (
        len(phrase) == 1
        and token.dep == "prep"
        and (token.lower in ("near", "below", "around") or sentence.tokens[token.head].pos in ("NOUN", "PROPN"))
    )


def _bound_behind(sentence: Sentence, run: _Run, known: CountingWords) -> tuple[Bound | None, int]:
    """Return the bound that the words behind a run set, with the last token of the whole."""
    at = run.last + 1
    if at < len(sentence.tokens) and sentence.tokens[at].lower in _DASHES:
        at += 1
    for phrase, bound in known.behind.items():
        if _matches(sentence, at, phrase):
            return bound, at + len(phrase) - 1
    return None, run.last


def _apply(run: _Run, bound: Bound | None) -> tuple[int | None, int | None, CountPolicy]:
    """Return low, high and policy of a run under a bound."""
    if run.rough:
        return run.low, run.high, "word"
    if bound == "lower":
        return run.low, None, "bound"
    if bound == "above":
        return run.low + 1, None, "bound"
    if bound == "upper":
        return None, run.high, "bound"
    if bound == "below":
        return None, max((run.high or 0) - 1, 0), "bound"
    return run.low, run.high, "bound" if bound == "about" or run.low != run.high else "exact"


def _by_form(sentence: Sentence, head: int, known: CountingWords) -> Count | None:
    """Return the count that the form of the word gives: a singular is one, a bare plural two or more, a person's name one."""
    token = sentence.tokens[head]
    if token.lower in known.collectives or token.lemma in known.collectives:
        return None
    if token.tag in ("NNS", "NNPS"):
        return Count(2, None, (token.start, token.end), "plural") if token.lower not in known.rough_scales else None
    named = token.ent == "PERSON" and token.pos == "PROPN"
    if named or token.tag == "NN" or token.lower in known.singular_words:
        return Count(1, 1, (token.start, token.end), "exact")
    return None
