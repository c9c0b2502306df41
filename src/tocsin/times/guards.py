"""Checks on the words around a match: is the number a year, is the word a time, does the phrase end here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tocsin.model.text import Sentence, Token
from tocsin.times.grammar import Rule
from tocsin.times.lexing import Lexed
from tocsin.times.vocabulary import vocabulary

_COUNTED_TAGS = frozenset({"NNS", "NNPS"})
_LEANING = frozenset({"compound", "amod", "nmod", "nummod", "quantmod"})
_OPENS_PHRASE = frozenset({"DET", "PRON", "NOUN", "PROPN", "NUM", "ADJ"})
_NO_DATES = frozenset({"MONEY", "QUANTITY", "PERCENT"})


@dataclass(frozen=True, slots=True)
class Around:
    """A match of tokens [first, end) among the words of its sentence."""

    sentence: Sentence
    lexed: Lexed
    first: int
    end: int

    @property
    def token(self) -> Token:
        """Return the first token of the match."""
        return self.sentence.tokens[self.first]

    @property
    def last(self) -> Token:
        """Return the last token of the match."""
        return self.sentence.tokens[self.end - 1]

    @property
    def next(self) -> Token | None:
        """Return the token after the match, None at the sentence's end."""
        return self.sentence.tokens[self.end] if self.end < len(self.sentence.tokens) else None

    @property
    def before(self) -> str:
        """Return the word before the match, "(" at the sentence's start."""
        return self.lexed.words[self.first - 1] if self.first else "("

    @property
    def after(self) -> str:
        """Return the word after the match, "." at the sentence's end."""
        return self.lexed.words[self.end] if self.end < len(self.lexed.words) else "."

    def head(self, token: Token) -> Token:
        """Return the token that a token depends on."""
        return self.sentence.tokens[token.head]


def allows(sentence: Sentence, lexed: Lexed, rule: Rule, first: int, end: int) -> bool:
    """Tell whether a rule may cover the tokens [first, end) of a sentence."""
    around = Around(sentence, lexed, first, end)
    if rule.after and around.before not in rule.after:
        return False
    if around.before in rule.not_after or around.after in rule.not_before:
        return False
    if rule.before and around.after not in rule.before:
        return False
    return all(CHECKS[name](around) for name in rule.conditions)


def closes(around: Around) -> bool:
    """Tell whether the words do not lean on a noun that follows ("the day care", "the week review")."""
    after, last = around.next, around.last
    if after is None:
        return True
    leans = last.head >= around.end and last.dep in _LEANING and around.head(last).pos in ("NOUN", "PROPN")
    return not leans and not (after.text == "-" and after.start == last.end)


def unhyphenated(around: Around) -> bool:
    """Tell whether no hyphen binds the words to what follows ("week-long", "Christmas-tree")."""
    return around.next is None or around.after != "-" or around.next.start > around.last.end


def no_day_after(around: Around) -> bool:
    """Tell whether no day number follows, which would belong to the month ("so that December 6")."""
    classes = around.lexed.classes[around.end] if around.end < len(around.lexed.classes) else {}
    if "DAYNUM" not in classes:
        return True
    return not day_is_no_count(Around(around.sentence, around.lexed, around.first, around.end + 1))


def ends_small(around: Around) -> bool:
    """Tell whether the last word has no capital, as a name would ("the Quarter" of New Orleans)."""
    return not around.last.text[:1].isupper() or around.sentence.tokens[around.first].text.isupper()


def slashed(around: Around) -> bool:
    """Tell whether the word is written with a slash ("9/11")."""
    return "/" in around.token.text


def no_fraction(around: Around) -> bool:
    """Tell whether a quarter is a time, not a part ("about a quarter of the voters")."""
    return not (around.last.lemma == "quarter" and around.after == "of")


def ends_phrase(around: Around) -> bool:
    """Tell whether no noun phrase follows, so that "the day before" counts from another time of the text."""
    after = around.next
    return after is None or (closes(around) and after.pos not in _OPENS_PHRASE and after.tag not in ("VBG", "PRP$", "POS"))


def day_is_no_count(around: Around) -> bool:
    """Tell whether the day number does not count the noun after it ("In March 15 people died")."""
    after, last = around.next, around.last
    if after is None or not last.text.isdigit():
        return True
    if after.lower in ("%", "percent", "million", "billion"):
        return False
    return not (last.dep == "nummod" and last.head >= around.end and around.head(last).tag in _COUNTED_TAGS and last.ent != "DATE")


def bare_year(around: Around) -> bool:
    """Tell whether a number of four digits is a year."""
    year = around.lexed.classes[around.first]["YEAR"][0]
    token, words = around.token, vocabulary().words
    if not isinstance(year, int) or year > 2100 or around.before in words["no_year_after"] or around.after in words["no_year_before"]:
        return False
    if around.after == "-" and around.next is not None and around.next.start == token.end and not _leads_to_year(around):
        return False
    if token.dep in ("nummod", "quantmod") and token.head >= around.end and around.head(token).pos in ("NOUN", "PROPN"):
        return year >= 1900 and _dates_noun(around, around.head(token))
    return _is_introduced(around, year)


def _leads_to_year(around: Around) -> bool:
    """Tell whether a dash leads to another year: "2013-2015", "2013-15", not the file number "2011-02-S-049"."""
    words, classes, at = around.lexed.words, around.lexed.classes, around.end + 1
    if at >= len(words) or (at + 1 < len(words) and words[at + 1] == "-"):
        return False
    short = classes[at].get("YEAR2", (0,))[0]
    return "YEAR" in classes[at] or (isinstance(short, int) and short > int(words[around.first][-2:] if words[around.first][-2:].isdigit() else 99))


def _dates_noun(around: Around, noun: Token) -> bool:
    """Tell whether a number before a noun dates it ("the 2014 elections") and does not count it ("2014 workers")."""
    if noun.lemma in vocabulary().words["dated_nouns"]:
        return True
    return noun.tag not in _COUNTED_TAGS and around.token.ent == "DATE"


def _is_introduced(around: Around, year: int) -> bool:
    """Tell whether preposition, bracket or label show that the number is a year."""
    token, after, words = around.token, around.next, vocabulary().words
    strong = around.before in words["year_prepositions"]
    if after is not None and after.tag in _COUNTED_TAGS and not strong:
        return False
    recent = year >= 1900
    if strong:
        return token.ent in ("DATE", "") or year >= 1800
    if token.ent == "DATE":
        return recent or (year >= 1600 and around.before in words["before_years"])
    return recent and around.before in words["before_years"] and not token.ent


def ordinal_in_digits(around: Around) -> bool:
    """Tell whether the ordinal is written "15th"."""
    return around.last.text[:1].isdigit()


def quarter_number(around: Around) -> bool:
    """Tell whether an ordinal up to fourth stands in the match."""
    return any(around.lexed.classes[i].get("ORD", (9,))[0] in (1, 2, 3, 4) for i in range(around.first, around.end))


def half_number(around: Around) -> bool:
    """Tell whether "first" or "second" stands in the match."""
    return any(around.lexed.classes[i].get("ORD", (9,))[0] in (1, 2) for i in range(around.first, around.end))


def clock_not_score(around: Around) -> bool:
    """Tell whether digits with a colon are a time of day, not a score, a sum or a verse."""
    words = vocabulary().words
    if around.before in words["before_clocks"]:
        return ":" in around.token.text or around.after in words["after_clocks"]
    return around.after in words["after_clocks"] or (around.token.ent == "TIME" and ":" in around.token.text)


def four_digit_clock(around: Around) -> bool:
    """Tell whether four digits are a time of day in the military way: "at 2340", "between 0600 and 1400"."""
    word = around.token.text
    return (word.startswith("0") or around.before == "at") and around.token.pos == "NUM" and around.after not in vocabulary().words["no_year_before"]


def adverb_of_time(around: Around) -> bool:
    """Tell whether a word like "overnight" tells when."""
    return around.token.pos in ("ADV", "ADJ", "NOUN")


def now_is_a_time(around: Around) -> bool:
    """Tell whether "now", "soon", "recently" tell when: not "now that", "soon after", "now, …"."""
    words = vocabulary().words
    if around.after in words["no_now_before"] or around.before in words["no_now_after"]:
        return False
    return around.last.pos == "ADV" and not (around.first == 0 and around.after == "," and around.last.lower == "now")


def adjective(around: Around) -> bool:
    """Tell whether the word is an adjective before its noun."""
    return around.token.tag == "JJ" and around.token.dep == "amod"


def adverb(around: Around) -> bool:
    """Tell whether the word is used as an adverb."""
    return around.token.pos == "ADV" or around.token.dep == "advmod"


def rate(around: Around) -> bool:
    """Tell whether "a year" says how often ("twice a year")."""
    if not around.first or around.token.lower not in ("a", "an", "per"):
        return False
    return around.before in ("once", "twice", "times") or around.token.lower == "per"


def not_labelled_name(around: Around) -> bool:
    """Tell whether the words are not part of a name, as of a broadcast or a film."""
    return around.last.ent not in ("WORK_OF_ART", "ORG", "PERSON", "PRODUCT") and around.token.ent not in _NO_DATES


CHECKS: dict[str, Callable[[Around], bool]] = {
    check.__name__: check
    for check in (
        closes, ends_phrase, unhyphenated, no_day_after, no_fraction, slashed, ends_small, day_is_no_count, bare_year, ordinal_in_digits,
        quarter_number, half_number, clock_not_score, four_digit_clock, adverb_of_time, now_is_a_time, adjective, adverb, rate, not_labelled_name,
    )
}
