"""Clustering is a function of sets: no order, no outside influence, and people's decisions hold."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.linking.cluster import components, partition

NUMBERS = st.integers(0, 13)
PAIRS = st.tuples(NUMBERS, NUMBERS).filter(lambda pair: pair[0] != pair[1])
EDGES = st.dictionaries(PAIRS.map(lambda pair: (min(pair), max(pair))), st.floats(-0.4, 1.0).map(lambda x: round(x, 4)), max_size=30)
AT = 0.2


def edges_of(found):
    return [(a, b, score) for (a, b), score in found.items()]


@given(EDGES, st.lists(PAIRS, max_size=4), st.lists(PAIRS, max_size=4), st.lists(PAIRS, max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_adding_one_by_one_in_any_order_ends_where_clustering_at_once_does(found, together, apart, follows, rng):
    keys = list(range(14))
    at_once = partition(keys, edges_of(found), together, apart, follows, join_at=AT)
    order = rng.sample(keys, len(keys))
    clusters, seen = [], []
    for key in order:
        seen.append(key)
        known = [(a, b, score) for a, b, score in edges_of(found) if a in seen and b in seen]
        touched = next(group for group in components(seen, known, ties(together, seen), ties(follows, seen), join_at=AT) if key in group)
        clusters = [group for group in clusters if group[0] not in touched]
        clusters += partition(touched, rng.sample(known, len(known)), together, apart, follows, join_at=AT)
    assert sorted(clusters) == at_once


def ties(pairs, seen):
    return [(a, b) for a, b in pairs if a in seen and b in seen]


@given(EDGES, st.lists(PAIRS, max_size=5), st.lists(PAIRS, max_size=5), st.lists(PAIRS, max_size=4))
@settings(max_examples=300, deadline=None)
def test_what_people_put_apart_stays_apart_and_together_stays_together(found, together, apart, follows):
    home = {key: n for n, group in enumerate(partition(range(14), edges_of(found), together, apart, follows, join_at=AT)) for key in group}
    assert len(home) == 14
    assert all(home[a] != home[b] for a, b in apart)
    if not apart:
        assert all(home[a] == home[b] for a, b in together)


def test_the_best_pair_joins_first_and_a_weak_average_keeps_groups_apart():
    assert partition("abcd", [("a", "b", 0.9), ("c", "d", 0.8), ("b", "c", 0.3)], join_at=AT) == [["a", "b"], ["c", "d"]]
    assert partition("abc", [("a", "b", 0.5), ("b", "c", 0.5)], join_at=AT) == [["a", "b", "c"]]
    assert partition("abc", [("a", "b", 0.5), ("b", "c", 0.5), ("a", "c", -0.2)], join_at=AT) == [["a", "b"], ["c"]]


def test_merged_items_count_as_one_so_that_a_new_article_still_joins():
    assert partition("abc", [("b", "c", 0.3)], together=[("a", "b")], join_at=AT) == [["a", "b", "c"]]


def test_a_split_outlives_every_likeness_and_the_better_half_keeps_the_third():
    edges = [("a", "b", 0.9), ("a", "c", 0.8), ("b", "c", 0.7)]
    assert partition("abc", edges, apart=[("a", "b")], join_at=AT) == [["a", "c"], ["b"]]


def test_of_contradicting_decisions_the_split_holds_and_the_earlier_merge_goes_first():
    assert partition("abc", [], together=[("a", "b"), ("b", "c")], apart=[("a", "c")]) == [["a", "b"], ["c"]]
    assert partition("abc", [], together=[("b", "c"), ("a", "b")], apart=[("a", "c")]) == [["a"], ["b", "c"]]


def test_followers_go_where_most_of_them_point_unless_people_put_them_apart():
    edges = [("arrest1", "arrest2", 0.9), ("arrest2", "arrest3", 0.9), ("arrest1", "arrest3", 0.9), ("kill1", "kill2", 0.9)]
    follows = [("arrest1", "kill1"), ("arrest2", "kill2"), ("arrest3", "other")]
    keys = ["arrest1", "arrest2", "arrest3", "kill1", "kill2", "other"]
    assert partition(keys, edges, follows=follows) == [["arrest1", "arrest2", "arrest3", "kill1", "kill2"], ["other"]]
    assert len(partition(keys, edges, follows=follows, apart=[("arrest3", "kill2")])) == 3


def test_unknown_keys_and_pairs_of_one_are_passed_over():
    assert partition(["a"], [("a", "z", 1.0), ("a", "a", 1.0)], together=[("a", "z")], apart=[("a", "a")], follows=[("z", "a")]) == [["a"]]


def test_equal_scores_are_broken_by_the_smallest_keys():
    edges = [(a, b, 0.5) for a, b in ("ab", "bc", "cd", "da")] + [("a", "c", -0.5), ("b", "d", -0.5)]
    expected = partition("abcd", edges, join_at=AT)
    for seed in range(5):
        assert partition("abcd", random.Random(seed).sample(edges, len(edges)), join_at=AT) == expected
