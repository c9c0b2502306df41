"""Judge whether a span is the name of a place: a table of features, each with its weight."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from tocsin.actorbase.load import load_actor_base
from tocsin.gazetteer.load import NAME
from tocsin.places.company import MOST_AREAS, Around, Company, is_capital, lower
from tocsin.places.features import contains
from tocsin.places.links import is_speaker
from tocsin.places.spots import PLACE_LABELS, Spot, in_kind_list

_STRICTLY = frozenset({"in", "near", "outside", "around"})


def _labelled(*labels: str) -> Callable[[Around], float]:
    wanted = frozenset(labels)

    def feature(around: Around) -> float:
        return float(sum(token.ent in wanted for token in around.spot.tokens) / len(around.spot.tokens))

    feature.__doc__ = f"Share of the words that the language model labels {' or '.join(labels)}."
    return feature


def _goes_on(around: Around) -> tuple[bool, bool]:
    """Tell whether the language model's name goes on to the left and to the right of the span.

    Articles, directions, words for the kind of place, possessive marks and commas do not count: they are cut off from names by rule.
    """
    tokens, words = around.spot.sent.tokens, around.company.words
    first, last = tokens[around.spot.first], tokens[around.spot.last]
    before, behind = around.before, around.behind
    left = before is not None and bool(first.ent) and before.ent == first.ent and not first.ent_start
    right = behind is not None and bool(last.ent) and behind.ent == last.ent and not behind.ent_start
    left = left and before is not None and before.lower not in words.parts and before.lower not in _NO_PART
    right = right and behind is not None and behind.lower not in _NO_PART and not (behind.text.islower() and behind.lower in words.kinds)
    return left, right


_NO_PART = frozenset({"the", "'s", "’s", "'", "’", ",", "-", "and"})


def is_actor(around: Around) -> float:
    """It is the name of a known group, organisation or seat of government, and of no country or region."""
    spot = around.spot
    if any(hit.place.feature in ("PCLI", "RGN") for hit in spot.hits):
        return 0.0
    return float((spot.sent.index, spot.first, spot.last) in around.company.actors)


def within_actor(around: Around) -> float:
    """It is part of the longer name of a known group or organisation ("United Russia")."""
    spot, company = around.spot, around.company
    within = all((spot.sent.index, i) in company.within_actors for i in range(spot.first, spot.last + 1))
    return float(within and not in_compound(around) and (spot.sent.index, spot.first, spot.last) not in company.actors)


def demonym(around: Around) -> float:
    """The gazetteer does not know it, and its last word is that for a country's people ("Montenegrin", "U.S.-Mexican")."""
    if around.spot.hits:
        return 0.0
    name, base = around.spot.text, load_actor_base()
    found = base.country_of(name) or base.country_of(name.rpartition(" ")[2].rpartition("-")[2])
    return float(found is not None and found.form in ("demonym_adj", "demonym_noun"))


def in_compound(around: Around) -> float:
    """It begins a word like "U.S.-led" or "Kabul-based", which the tokeniser leaves whole."""
    spot = around.spot
    return float(spot.first == spot.last and len(spot.text) < len(spot.tokens[0].text))


def organisation_word(around: Around) -> float:
    """The gazetteer does not know it, and one of its words is for organisations ("International Studies Center")."""
    words = around.company.words.organisation
    return float(not around.spot.hits and any(token.lower in words for token in around.spot.tokens))


def part_of_person(around: Around) -> float:
    """The language model's name of a person goes on beside it."""
    return float(any(_goes_on(around)) and around.spot.tokens[0].ent == "PERSON")


def ends_other_name(around: Around) -> float:
    """It ends a longer name of an organisation or work, not after "of" or "in" ("Virgin Atlantic")."""
    left, right = _goes_on(around)
    return float(left and not right and around.spot.tokens[0].ent not in _PLACE_OR_PERSON and lower(around.before) not in ("of", "in", "for", "at"))


def part_of_place(around: Around) -> float:
    """The language model's name of a place goes on beside it."""
    return float(any(_goes_on(around)) and around.spot.tokens[0].ent in PLACE_LABELS)


def within_other_name(around: Around) -> float:
    """It stands in the middle of a longer name that is neither place nor person."""
    left, right = _goes_on(around)
    return float(left and right and around.spot.tokens[0].ent not in _PLACE_OR_PERSON)


_PLACE_OR_PERSON = PLACE_LABELS | {"PERSON"}


def person_alone(around: Around) -> float:
    """The language model takes it, alone and whole, for a person that the article never names in full."""
    spot = around.spot
    return float(spot.tokens[0].ent == "PERSON" and not any(_goes_on(around)) and not around.company.surnames[spot.text.casefold()])


def unknown_name(around: Around) -> float:
    """The gazetteer does not know the name."""
    return float(not around.spot.hits)


def country_or_division(around: Around) -> float:
    """A country, a capital or a first-level division bears the name as its own."""
    return float(any(hit.how == NAME and hit.place.feature in ("PCLI", "ADM1", "CONT", "PPLC") for hit in around.spot.hits))


def fame(around: Around) -> float:
    """How many people live in the largest place of the name, as a power of ten above a thousand, at most 1 (ten million)."""
    people = max((hit.place.population for hit in around.spot.hits), default=0)
    return min(max(math.log10(people + 1) - 3, 0) / 4, 1.0)


def only_other_name(around: Around) -> float:
    """The gazetteer knows the name only as an alternative or a sound-alike."""
    hits = around.spot.hits
    return float(bool(hits) and all(hit.how != NAME for hit in hits))


def words_more(around: Around) -> float:
    """Words of the name beyond the first, at most 3: long names are rarely hit by chance."""
    return min(around.spot.last - around.spot.first, 3) if around.spot.hits else 0.0


def listed_kind(around: Around) -> float:
    """It is in a list that a word for a kind of place opens ("the villages of X, Y and Z")."""
    return float(in_kind_list(around.spot.sent, around.spot.first, around.company.words))


def unknown_in(around: Around) -> float:
    """The gazetteer does not know it, but "in", "near" or the like stands right before it."""
    return float(not around.spot.hits and lower(around.before) in _STRICTLY)


def unknown_in_area(around: Around) -> float:
    """The gazetteer does not know it, but "in" or "near" and a likely place name stand behind it ("Ebla, in western Syria")."""
    spot = around.spot
    tokens = spot.sent.tokens
    for i in range(spot.last + 1, min(spot.last + 4, len(tokens))) if not spot.hits else ():
        if tokens[i].lower in _STRICTLY:
            return float(any((spot.sent.index, k) in around.company.known_at for k in range(i + 1, i + 4)))
        if tokens[i].text not in (",", "(") and tokens[i].lower not in around.company.words.kinds:
            return 0.0
    return 0.0


def struck(around: Around) -> float:
    """It is the object of a verb of taking, striking or moving ("captured Birao", "shelled Ansar"), and no title stands before it."""
    token = around.spot.sent.tokens[around.spot.last]
    head = around.spot.sent.tokens[token.head]
    return float(token.dep in ("dobj", "nsubjpass") and head.lemma in around.company.words.striking)


def locative_before(around: Around) -> float:
    """A preposition of place stands before it, perhaps with an article or a direction between."""
    words = around.company.words
    if lower(around.before) in words.locative:
        return 1.0
    between = lower(around.before) in words.parts or lower(around.before) == "the"
    return float(between and (lower(around.two_before) in words.locative))


def of_before(around: Around) -> float:
    """The word "of" stands before it."""
    return float(lower(around.before) == "of")


def announced(around: Around) -> float:
    """A word for a town, division or outpost beside it says what it is ("village of X", "X district", "X army base", "X, a small town")."""
    return float(_kind_behind(around) or _kind_of_before(around) or _kind_in_apposition(around))


def _kind_behind(around: Around) -> bool:
    kinds, behind = around.company.words.kinds, around.behind
    if behind is None or not behind.text.islower():
        return False
    kind = kinds.get(behind.lower)
    if kind is None and behind.pos in ("NOUN", "ADJ"):
        kind = kinds.get(lower(around.next_behind))
        return kind == "field"
    return kind in _LEVELS or (kind in ("field", "region") and not around.spot.hits)


def _kind_of_before(around: Around) -> bool:
    tokens, at = around.spot.sent.tokens, around.spot.first - 1
    if at > 0 and tokens[at].lower == "the":
        at -= 1
    return at > 0 and tokens[at].lower == "of" and tokens[at - 1].text.islower() and around.company.words.kinds.get(tokens[at - 1].lower) in _LEVELS


def _kind_in_apposition(around: Around) -> bool:
    tokens = around.spot.sent.tokens
    if lower(around.behind) != "," or lower(around.next_behind) not in ("a", "an", "the"):
        return False
    for token in tokens[around.spot.last + 3:around.spot.last + 7]:
        if around.company.words.kinds.get(token.lower) in _LEVELS and token.text.islower():
            return True
        if token.pos not in ("ADJ", "NOUN", "PROPN", "NUM", "PUNCT", "ADV", "VERB"):
            return False
    return False


_LEVELS = frozenset({"division", "district", "town", "quarter", "suburb"})
_AREAS = frozenset({"country", "division", "district", "town", "quarter", "suburb", "region", "water", "height"})


def ends_in_kind(around: Around) -> float:
    """Its last word is a capital word for a kind of area or water ("Lamar County", "Black Sea")."""
    last = around.spot.tokens[-1]
    return float(around.spot.last > around.spot.first and around.company.words.kinds.get(last.lower) in _AREAS)


def ends_in_site(around: Around) -> float:
    """Its last word is a capital word for a building, road or the like ("College Avenue")."""
    last = around.spot.tokens[-1]
    return float(around.spot.last > around.spot.first and around.company.words.kinds.get(last.lower) == "site")


def ends_in_field(around: Around) -> float:
    """Its last word is a capital word for an airport, base, bridge, camp or the like ("T-4 Airport")."""
    last = around.spot.tokens[-1]
    return float(around.spot.last > around.spot.first and (around.company.words.kinds.get(last.lower) == "field" or last.lower == "camp"))


def comma_place(around: Around) -> float:
    """A comma and another likely place name stand behind it, or before it."""
    spot, known = around.spot, around.company.known_at
    behind = lower(around.behind) == "," and (spot.sent.index, spot.last + 2) in known
    before = lower(around.before) == "," and (spot.sent.index, spot.first - 2) in known
    return float(behind or before)


def in_area_behind(around: Around) -> float:
    """An area in which a place of this name lies stands behind a comma, a bracket or "in" ("Ada, Oklahoma")."""
    spot = around.spot
    if not spot.hits or lower(around.behind) not in (",", "(", "in"):
        return 0.0
    start = spot.last + 2 + (lower(around.next_behind) in ("in", "the") or lower(around.next_behind) in around.company.words.parts)
    areas = around.company.areas.get((spot.sent.index, start), ())
    return float(any(contains(area.place, hit.place) for area in areas for hit in spot.hits[:MOST_AREAS]))


def abbreviation_after_town(around: Around) -> float:
    """It is a known abbreviation of a division or country behind a comma ("Wainwright, Alta.")."""
    spot = around.spot
    short = spot.text.endswith(".") or spot.text.isupper()
    return float(bool(spot.hits) and short and len(spot.text) < 7 and lower(around.before) == "," and spot.first > 1)


def forename_elsewhere(around: Around) -> float:
    """The article names a person whose first name this is."""
    spot = around.spot
    return float(spot.first == spot.last and around.company.forenames[spot.text.casefold()] > 0)


def joined_place(around: Around) -> float:
    """It is joined to another likely place name by "and" or "or"."""
    spot, known = around.spot, around.company.known_at
    behind = lower(around.behind) in ("and", "or") and (spot.sent.index, spot.last + 2) in known
    before = lower(around.before) in ("and", "or") and (spot.sent.index, spot.first - 2) in known
    return float(behind or before)


def title_before(around: Around) -> float:
    """A title or office of a person stands before it."""
    return float(lower(around.before) in around.company.words.titles and around.before is not None and around.before.text[0].isupper())


def honorific_before(around: Around) -> float:
    """A word that only stands before persons is before it ("Mr. Jordan")."""
    before = around.before
    return float(before is not None and before.text[0].isupper() and before.lower in around.company.words.honorifics)


def surname_elsewhere(around: Around) -> float:
    """The article names a person whose last name this is."""
    spot = around.spot
    return float(spot.first == spot.last and around.company.surnames[spot.text.casefold()] > 0)


def person_elsewhere(around: Around) -> float:
    """The article has a person with this word in the name."""
    spot = around.spot
    return float(spot.first == spot.last and spot.tokens[0].ent != "PERSON" and around.company.persons[spot.text.casefold()] > 0)


def place_elsewhere(around: Around) -> float:
    """Share of the name's uses in the article that the language model calls a place."""
    key = around.spot.text.casefold()
    places, others = around.company.places[key], around.company.others[key]
    return places / (places + others) if places + others > 1 else 0.5


def capital_before(around: Around) -> float:
    """A proper noun stands right before it, so that it may be the end of a longer name."""
    return float(is_capital(around.before) and around.company.words.kinds.get(lower(around.before)) is None)


def capital_behind(around: Around) -> float:
    """A proper noun of no known kind stands right behind it, so that it may be the beginning of a longer name."""
    words = around.company.words
    return float(is_capital(around.behind) and lower(around.behind) not in words.public and lower(around.behind) not in words.organisation)


def public_behind(around: Around) -> float:
    """A word for the place's own people or public bodies stands right behind it ("Athens police")."""
    words, pair = around.company.words.public, f"{lower(around.behind)} {lower(around.next_behind)}"
    return float(lower(around.behind) in words or pair in words)


def organisation_behind(around: Around) -> float:
    """The capital word for an organisation ends the run of capitals behind it ("Kabul University")."""
    tokens = around.spot.sent.tokens
    for token in tokens[around.spot.last + 1:around.spot.last + 5]:
        if not token.text[0].isupper():
            return 0.0
        if token.lower in around.company.words.organisation:
            return 1.0
    return 0.0


def organisation_before(around: Around) -> float:
    """A capital word for an organisation and "of" stand before it ("Bank of England", "University of Kabul")."""
    words = around.company.words.organisation
    return float(lower(around.before) == "of" and around.two_before is not None and around.two_before.text[0].isupper()
                 and around.two_before.lower in words)


def common_word(around: Around) -> float:
    """It is also a common English word or forename."""
    return float(around.spot.text.casefold() in around.company.words.common)


def speaks(around: Around) -> float:
    """It is the subject of a verb of speech or will."""
    return float(is_speaker(around.spot, around.company.words))


def speaks_unknown(around: Around) -> float:
    """It is the subject of a verb of speech, and no known place of size has the name."""
    return speaks(around) * float(fame(around) < 0.25)


def opens_text(around: Around) -> float:
    """It opens a passage in capitals or before a dash or bracket: a dateline."""
    spot = around.spot
    marks = {lower(around.behind), lower(around.next_behind)}
    return float(spot.first < 3 and spot.text.isupper() and bool(marks & {"-", "--", "—", "–", ",", ":", "("}))


def possessive(around: Around) -> float:
    """A possessive mark stands behind it."""
    return float(lower(around.behind) in ("'s", "’s"))


def ordinary_word(around: Around) -> float:
    """The tagger takes none of its words for a proper noun."""
    return float(not in_compound(around) and all(token.pos != "PROPN" for token in around.spot.tokens))


@dataclass(frozen=True, slots=True)
class Feature:
    """One fact about a span and what it weighs, in log-odds; the first line of the function's docstring is what users see."""

    func: Callable[[Around], float]
    weight: float


FEATURES = (
    Feature(_labelled("GPE"), 1.0),
    Feature(_labelled("LOC"), 0.2),
    Feature(_labelled("FAC"), 1.1),
    Feature(_labelled("ORG"), -0.1),
    Feature(_labelled("PERSON"), -0.7),
    Feature(_labelled("NORP", "LANGUAGE"), 0.0),
    Feature(_labelled("DATE", "TIME", "EVENT", "LAW", "WORK_OF_ART", "PRODUCT", "CARDINAL", "ORDINAL", "MONEY", "QUANTITY", "PERCENT"), -1.2),
    Feature(is_actor, -4.0),
    Feature(within_actor, -3.0),
    Feature(demonym, -4.0),
    Feature(in_compound, 3.0),
    Feature(organisation_word, -1.5),
    Feature(part_of_person, 0),
    Feature(part_of_place, -3.0),
    Feature(within_other_name, -0.4),
    Feature(ends_other_name, -0.3),
    Feature(person_alone, 1.2),
    Feature(unknown_name, -1.1),
    Feature(country_or_division, 0.7),
    Feature(fame, 2.3),
    Feature(only_other_name, -0.6),
    Feature(words_more, 0.6),
    Feature(locative_before, 0.7),
    Feature(of_before, 0.9),
    Feature(announced, 2.1),
    Feature(listed_kind, 2.0),
    Feature(unknown_in, 0.6),
    Feature(unknown_in_area, 0.8),
    Feature(struck, 1.5),
    Feature(ends_in_kind, 1.1),
    Feature(ends_in_field, 1.5),
    Feature(ends_in_site, 1.6),
    Feature(comma_place, 1.1),
    Feature(in_area_behind, 1.5),
    Feature(abbreviation_after_town, 1.5),
    Feature(forename_elsewhere, -1.5),
    Feature(joined_place, 1.1),
    Feature(title_before, -0.6),
    Feature(honorific_before, -3.0),
    Feature(surname_elsewhere, -1.6),
    Feature(person_elsewhere, 0),
    Feature(place_elsewhere, 0.7),
    Feature(capital_before, -1.2),
    Feature(capital_behind, -0.5),
    Feature(public_behind, 0.9),
    Feature(organisation_behind, -1.0),
    Feature(organisation_before, -3.0),
    Feature(common_word, -1.2),
    Feature(speaks, -1.1),
    Feature(speaks_unknown, -0.7),
    Feature(opens_text, 1.2),
    Feature(possessive, -0.5),
    Feature(ordinary_word, -1.5),
)
BIAS = -1.4
"""Log-odds of a span of which nothing speaks for or against."""


def log_odds(spot: Spot, company: Company) -> float:
    """Return how surely a span is a place name, as log-odds: above 0 rather yes than no."""
    around = Around(spot, company)
    return BIAS + sum(feature.weight * feature.func(around) for feature in FEATURES)


def has_sign(spot: Spot, company: Company) -> bool:
    """Tell whether the words beside a span say that it is a place, so that it need not be known ("village of X")."""
    around = Around(spot, company)
    return bool(announced(around) or listed_kind(around) or unknown_in(around))
