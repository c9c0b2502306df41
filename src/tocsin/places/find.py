"""Find every place name of an article and say which place on Earth each one is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.gazetteer.fold import fold
from tocsin.gazetteer.load import Gazetteer
from tocsin.gazetteer.words import load_words
from tocsin.model.issue import Found
from tocsin.model.text import Article, Sentence
from tocsin.model.where import PlaceMention
from tocsin.places.company import Company, keep_company
from tocsin.places.evidence import has_sign, log_odds
from tocsin.places.features import Board, elsewhere
from tocsin.places.mention import make_mention
from tocsin.places.resolve import believe, group_spots, mark_astray, mark_streets, mark_unsupported, place_quarters, stranger
from tocsin.places.scene import set_scene
from tocsin.places.spots import Spot, SpotFinder

DOUBTFUL = -2.0
"""Log-odds from which a span gets a second look when it is known where the article plays."""
# The second look, fitted on the same news as the weights of `evidence` (each of the two corpora predicted from the other: F1 +0.02, +0.01).
_NAME_KEPT, _KNOWN, _ELSEWHERE, _SECOND_BIAS = 1.4, 0.7, -1.2, -1.0
LONG_ARTICLE = 12
"""Kept names of an article in which a name may be expected to come back; in a shorter one its absence says less."""
Scored = list[tuple[float, Spot]]


def find_places(article: Article, sentences: Sequence[Sentence], gazetteer: Gazetteer) -> Found[PlaceMention]:
    """Return the place mentions of an article, in text order, each resolved, ambiguous or unresolved.

    Spans are judged twice: by the words around them, then also by whether the article speaks of that part of the world and uses the
    name elsewhere. The names that are left are resolved all together.
    """
    words, scene = load_words(), set_scene(article, sentences, gazetteer)
    spots = SpotFinder(article, gazetteer, words).find(sentences)
    company = keep_company(sentences, spots, words)
    scored = [(odds, spot) for spot in spots if (odds := log_odds(spot, company)) > DOUBTFUL]
    kept = choose(scored)
    groups, _ = group_spots(kept, words)
    kept = choose(look_again(scored, kept, believe(scene, groups), company))
    groups, member = group_spots(kept, words)
    board = believe(scene, groups)
    mark_astray(kept, groups, member, words)
    mark_unsupported(board)
    mark_streets(board)
    place_quarters(board)
    mentions = (make_mention(f"p{number}", spot, groups[member[number - 1]], words) for number, spot in enumerate(kept, 1))
    return Found(tuple(mentions))


def choose(scored: Iterable[tuple[float, Spot]]) -> list[Spot]:
    """Return the spans of positive log-odds in text order, of overlapping ones the likelier, of equals the longer."""
    taken: set[tuple[int, int]] = set()
    chosen = []
    for odds, spot in sorted(scored, key=lambda pair: (-pair[0], pair[1].first - pair[1].last)):
        cells = {(spot.sent.index, i) for i in range(spot.first, spot.last + 1)}
        if odds > 0 and not cells & taken:
            taken |= cells
            chosen.append(spot)
    return sorted(chosen, key=lambda spot: (spot.sent.index, spot.first))


def look_again(scored: Scored, kept: Sequence[Spot], board: Board, company: Company) -> Scored:
    """Return the spans with new log-odds, now that it is known which names are kept and where the article plays."""
    counts = {group.key: group.count for group in board.groups}
    first, weight = {id(spot) for spot in kept}, min(len(kept) / LONG_ARTICLE, 1.0)
    again: Scored = []
    for odds, spot in scored:
        again_named = counts.get(fold(spot.text), 0) > (id(spot) in first)
        known = bool(spot.hits) or has_sign(spot, company)
        second = _NAME_KEPT * again_named + _KNOWN * known + _ELSEWHERE * out_of_scene(spot, board) + _SECOND_BIAS
        again.append((odds + weight * second, spot))
    return again


def out_of_scene(spot: Spot, board: Board) -> float:
    """Return how far all places of a name lie from where the article plays, 0–1; 0 for names of no known place."""
    group = stranger(spot, board)
    return min((elsewhere(board, group, hit) for hit in spot.hits), default=0.0)
