"""Where the event happened: the place name that belongs to its words by the grammar of the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tocsin.events.afterwards import afterwards, leads_to_deed
from tocsin.events.clauses import governors
from tocsin.events.scene import Scene
from tocsin.model.claim import ClaimPlace, PlaceBasis
from tocsin.model.event import Trigger
from tocsin.model.text import Sentence
from tocsin.model.where import PlaceMention

LOCATIVE = frozenset(
    "in at near on outside inside around across throughout within into through along off toward towards between over to under beside above"
    " below behind amid amidst during since following after via past by of up down".split()
)
"""Prepositions that lead to a place, or to another happening that took place there ("during clashes in X"). "of" is treated on its own."""

AREA_NOUNS = frozenset(
    "city town village hamlet district province state region area county department municipality governorate neighborhood neighbourhood suburb"
    " outskirt outskirts capital island islands north south east west northeast northwest southeast southwest northern southern center centre"
    " border coast part parts side countryside quarter camp port valley mountain mountains settlement commune parish prefecture oblast republic"
    " territory zone sector square street road highway airport base base bridge km kilometer kilometers kilometre kilometres mile miles edge"
    " heart rest interior perimeter bank banks vicinity surroundings locality subdistrict community section sections corner field fields hill"
    " hills shore jurisdiction enclave stronghold bastion strip".split()
)
"""Nouns whose "of X" names the same area or one beside it."""

_PARTY_LINKS = frozenset({"poss", "compound", "nmod", "amod"})
_CLAUSES = frozenset({"relcl", "advcl", "ccomp", "parataxis", "csubj", "acl"})
_ARGUMENTS = frozenset({"dobj", "nsubjpass"})
_SEARCHES = frozenset({"search", "look", "hunt", "sweep", "comb"})
"""Acts that go on where the one who is looked for is: "detained two while searching for a leader in X"."""
_OPPONENTS = frozenset({"with", "against"})
_SHARED = frozenset({"conj", "xcomp"})
"""Labels by which another act hangs on the event's verb: what stands below is its place first."""
MIN_FIT = 1.5
"""Below this a place name is nearer to something else than to the event. Tuned on the labelled verbs of one corpus."""


@dataclass(frozen=True, slots=True)
class Way:
    """The path in the tree from the event's word up to a common governor and down to a place name.

    `ups` and `downs` are the labels passed, in the order in which they are passed; `nodes` the words passed on the way down.
    """

    ups: tuple[str, ...]
    downs: tuple[str, ...]
    nodes: tuple[int, ...]
    top: int


def place_of(scene: Scene, trigger: Trigger) -> ClaimPlace:
    """Return the place of an event from its own sentence, basis "unknown" when the sentence gives none."""
    found = place_at(scene, trigger.sentence, (trigger.token, trigger.verb))
    return found if found.basis != "unknown" else _opening(scene, trigger)


def _opening(scene: Scene, trigger: Trigger) -> ClaimPlace:
    """Return the place with which a sentence opens ("In X district, Y province, troops …"), whatever the parser makes of it.

    It frames the whole sentence; an act told below a verb of saying or dealing is left to the grammar.
    """
    sent = scene.sentences[trigger.sentence]
    mentions = [place for place in scene.places_in.get(trigger.sentence, ()) if not place.metonym]
    first = _opening_place(sent, mentions)
    if first is None or trigger.kind != "event" or first.last >= trigger.token:
        return ClaimPlace()
    if any(afterwards().sets_no_stage(sent.tokens[i].lemma) for i in sent.ancestors(trigger.token)):
        return ClaimPlace()
    return claim_place(first, "stated", _container(first, mentions) if first.toponym is None else None, scene.focus)


def _opening_place(sent: Sentence, mentions: Sequence[PlaceMention]) -> PlaceMention | None:
    """Return the place behind the "in" or "near" that opens a sentence, perhaps after a word like "also"."""
    start = next((token.i for token in sent.tokens[:OPENING] if token.lower in _OPENERS), None)
    if start is None or any(token.lower not in _BEFORE_OPENERS for token in sent.tokens[:start]):
        return None
    first = next((place for place in mentions if start < place.first <= start + OPENING), None)
    return None if first and any(token.pos in {"VERB", "AUX"} for token in sent.tokens[start : first.first]) else first


OPENING = 5
"""Words from a sentence's first, and from its opening preposition, within which a place opens it."""
_OPENERS = frozenset({"in", "near", "outside"})
_BEFORE_OPENERS = frozenset({"also", "elsewhere", "meanwhile", "separately", "earlier", "later", "and", "then", "yesterday", "today", ",", '"', "“"})


def place_at(scene: Scene, sentence: int, words: Sequence[int], least: float = MIN_FIT) -> ClaimPlace:
    """Return the place of what some words of a sentence tell, basis "unknown" when no place name fits them as well as `least`."""
    mentions = [place for place in scene.places_in.get(sentence, ()) if not place.metonym and not _in_dateline(scene, place)]
    if not mentions:
        return ClaimPlace()
    sent = scene.sentences[sentence]
    scored = [(fit, place) for place in mentions if (fit := fit_of(sent, words, place)) >= least]
    if not scored:
        return ClaimPlace()
    best = max(fit for fit, _ in scored)
    near = [place for fit, place in scored if fit >= best - 1.0]
    top = _finest(near)
    top = next((inner for inner in near if inner.toponym is None and _container(inner, mentions) is top), top)
    return claim_place(top, "stated", _container(top, mentions) if top.toponym is None else None, scene.focus)


CONTAINER_GAP = 8
"""Words between an unlisted name and the area that it lies in: "Bala Boluk district, in the western province of Farah"."""


def _container(place: PlaceMention, mentions: list[PlaceMention]) -> PlaceMention | None:
    """Return the located place named right behind an unlisted one, else right before it: the area that it lies in."""
    behind = [other for other in mentions if other.toponym and 0 < other.first - place.last <= CONTAINER_GAP]
    before = [other for other in mentions if other.toponym and 0 < place.first - other.last <= CONTAINER_GAP]
    return next(iter(behind), None) or next(iter(reversed(before)), None)


def _in_dateline(scene: Scene, place: PlaceMention) -> bool:
    """Tell whether a mention stands in the dateline, which says where the report was sent from."""
    line = scene.dateline
    return line is not None and place.section == "text" and line.span[0] <= place.span[0] < line.span[1]


def _finest(places: list[PlaceMention]) -> PlaceMention:
    """Return the place with the finest precision, the first of several; one that is only a landmark for another ("near") comes last."""
    return min(
        places,
        key=lambda place: (
            place.qualifier is not None and place.qualifier not in {"northern", "southern", "eastern", "western", "central"},
            place.ucdp_precision or 2,
            place.first,
        ),
    )


def fit_of(sent: Sentence, words: Sequence[int], place: PlaceMention) -> float:
    """Return how well a place name fits as the place of an event told by some words, at most 6; each step away and each border crossed costs.

    A name inside a party's own phrase ("the governor of Borno", "Fiji's singer", "U.S. soldiers") does not say where.
    """
    fits = [
        score
        for start in dict.fromkeys(words)
        if (way := _way(sent, start, place.head)) and (score := _score(sent, way, place)) is not None
    ]
    return max(fits, default=0.0)


def _way(sent: Sentence, start: int, target: int) -> Way | None:
    """Return the path between two words, None when they are in different trees."""
    ups = [start, *(above for above, _ in governors(sent, start))]
    below = [target, *(above for above, _ in governors(sent, target))]
    at = {token: n for n, token in enumerate(below)}
    for n, token in enumerate(ups):
        if token in at:
            if target < start and any(leads_to_deed(sent, low, high) for low, high in pairwise(ups[: n + 1])):
                return None  # "mourners in X protested the killings" says where they mourned
            down = tuple(reversed(below[: at[token]]))
            return Way(tuple(sent.tokens[i].dep for i in ups[:n]), tuple(sent.tokens[i].dep for i in down), down, token)
    return None


def _score(sent: Sentence, way: Way, place: PlaceMention) -> float | None:
    """Score a path, None when it cannot lead to the event's place."""
    if not way.downs:
        return 5.0 if not way.ups else None
    score = 6.0 - 0.8 * sum(dep not in {"prep", "pobj", "conj", "aux", "agent", "pcomp"} for dep in way.ups) - 0.2 * len(way.ups)
    score -= 2.0 * sum(dep in _CLAUSES for dep in way.downs) + 2.5 * sum(dep == "relcl" for dep in way.ups)
    prep_seen = False
    for n, (dep, node) in enumerate(zip(way.downs, way.nodes, strict=True)):
        host = way.nodes[n - 1] if n else way.top
        word = sent.tokens[node]
        if dep in _SHARED and word.pos == "VERB":
            score -= 1.0
        if dep == "prep" and word.lower in _OPPONENTS and "prep" in way.downs[n + 1 :]:
            score -= 1.0  # "in clashes with rebels in X"
        elif dep == "prep":
            cost = _prep_cost(sent, word.lower, host, first=n == 0)
            if cost is None:
                return None
            score -= cost
            prep_seen = True
        elif dep in _ARGUMENTS and n == 0:
            score -= 0.0 if not way.ups else 1.0
            prep_seen = prep_seen or len(way.downs) == 1 or sent.tokens[way.nodes[-1]].dep in {"compound", "appos", "nmod"}
        elif dep in {"nsubj", "agent", "dative", "attr", "oprd"}:
            score -= 1.0 if way.downs[n + 1 : n + 2] == ("prep",) else 2.0
        elif dep in _PARTY_LINKS and not prep_seen:
            if not (n == 0 and not way.ups and dep in {"compound", "amod", "nmod", "poss"}):
                return None
            score -= 1.0
            prep_seen = True
        elif dep in _PARTY_LINKS and place.toponym is not None and place.toponym.feature == "PCLI" and sent.tokens[host].lemma not in AREA_NOUNS:
            return None  # "near a U.S. patrol", "in a Syrian jail": whose, not where
        elif dep in _PARTY_LINKS:
            area = sent.tokens[host].lemma in AREA_NOUNS
            if dep == "poss" and not area:
                return None
            score -= 0.3 if area else 1.0 if sent.tokens[host].pos == "PROPN" else 2.5
    if not prep_seen and way.downs[-1] not in {"npadvmod", "advmod", "appos", "conj", "dobj", "nsubjpass"}:
        return None
    return score


def _prep_cost(sent: Sentence, prep: str, host: int, *, first: bool) -> float | None:
    """Return what a preposition costs below a word, None when it does not lead to a place."""
    word = sent.tokens[host]
    if prep == "of":
        if word.lemma in AREA_NOUNS or word.lower in AREA_NOUNS:
            return 0.2
        return 0.8 if first and word.pos == "NOUN" else 2.5 if word.pos in {"NOUN", "PROPN"} else None
    if prep == "for":
        return 0.7 if word.lemma in _SEARCHES else None
    if prep == "from":
        return 3.5 if word.pos in {"VERB", "AUX"} else None  # "a driver from X" says whence, not where
    if prep not in LOCATIVE:
        return None
    if prep in {"to", "by"}:
        return 1.5
    return 0.0 if word.pos in {"VERB", "AUX"} or first else 0.7


NEAR_POINT, AREA = 2, 4
"""UCDP codes: near a point, first-level area."""


def claim_place(place: PlaceMention, basis: PlaceBasis, container: PlaceMention | None = None, focus: str | None = None) -> ClaimPlace:
    """Return the claim's place that a mention gives.

    A name that the gazetteer lacks gets the area, point and precision of its container, as coders do who know only the district: a building or
    quarter lies near the point of its town. Without a container it lies in the country in focus, with no point.
    """
    top = place.toponym or (container.toponym if container else None)
    if top is None:
        return ClaimPlace(ref=place.id, name=place.name, country=focus, basis=basis)
    known = place.toponym is not None
    around = (container.ucdp_precision or AREA) if container else AREA
    precision = place.ucdp_precision if known else NEAR_POINT if around <= NEAR_POINT else max(AREA, around)
    city = top.city if known or around <= NEAR_POINT else None
    return ClaimPlace(
        place.id, place.name, top.country, top.admin1, top.admin2, city, top.lat, top.lon, top.geonameid if known else None,
        precision, basis,
    )  # fmt: skip
