"""What a verdict says: of equal rows, beyond groups, and which copies rows are compared with."""

from dataclasses import replace

import numpy as np
import pytest

from planted_senses import excess, planted, prepared, shuffled_senses
from topopress.analysis.settings.candidates import CandidateGrid
from topopress.analysis.settings.choice import RowFacts, choose_among
from topopress.analysis.settings.comparison import COPIES, COPIES_OF_SMALL, tells
from topopress.analysis.settings.repeats import first_of_each
from topopress.analysis.settings.verdict import (
    beyond_groups,
    contrast,
    group_contrast,
    no_structure,
    resolved,
    verdicts,
)
from topopress.analysis.shuffling import shuffled_within
from topopress.config.schema import Mapper
from topopress.mapper.clusterers.agglomerative import Agglomerative
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.clusterers.hdbscan import Hdbscan
from topopress.mapper.graph import build_graph
from topopress.mapper.types import VerdictRule

WORDS = Mapper(preset="words")


def choose(vectors, settings=WORDS, **facts):
    return choose_among(
        vectors, CandidateGrid.of(settings), seed=0, facts=RowFacts(**facts) if facts else None
    )


@pytest.fixture(scope="module")
def words():
    return planted(n_senses=3, per_sense=20)


@pytest.fixture(scope="module")
def found(words):
    return choose(prepared(words), group=words.word, raw=words.vectors, centred=True)


# Senses within words


def test_planted_senses_are_found_with_the_preset(words, found):
    graph = build_graph(prepared(words), resolved(WORDS, found), seed=0)
    assert excess(graph, words) > 0.9
    assert len(np.unique(graph.members)) > 0.7 * len(words.word)
    assert verdicts(found) == ()


def test_of_two_senses_a_gaussian_for_each_word_tells_as_much():
    """Rows around two means lie along a line, and so do those of a Gaussian of their covariance."""
    words = planted(seed=1)
    choice = choose(prepared(words), group=words.word, raw=words.vectors, centred=True)
    assert no_structure(choice) is None
    said = beyond_groups(choice)
    assert "drawn from one Gaussian for each group, with its mean and covariance" in said
    assert said.endswith("The graph may show the groups alone.")


def test_senses_shuffled_within_their_words_are_not_found(words):
    graph = build_graph(prepared(words), WORDS, seed=0)
    mixed = shuffled_senses(words, np.random.default_rng(5))
    assert abs(excess(graph, words, mixed)) < 0.15


def test_without_preparation_the_graph_shows_words_and_not_senses(words):
    choice = choose(words.vectors, Mapper(), group=words.word)
    graph = build_graph(words.vectors, resolved(Mapper(), choice), seed=0)
    assert excess(graph, words) < 0.3
    assert no_structure(choice) is None
    said = beyond_groups(choice)
    assert "nothing beyond the groups of the rows" in said
    assert "the same rows with every channel shuffled within each group" in said
    assert said.endswith('Try mapper.preparation.kind = "form".')


@pytest.mark.parametrize("n_words", [1, 6])
def test_words_of_a_single_sense_show_nothing(n_words):
    words = planted(n_words=n_words, n_senses=1, per_sense=60)
    choice = choose(prepared(words), group=words.word, raw=words.vectors)
    assert "no structure above chance" in no_structure(choice)
    assert beyond_groups(choice) is None


# Equal rows


def test_the_first_of_equal_rows_is_found():
    vectors = np.array([[1, 2], [3, 4], [1, 2], [-0.0, 5], [0.0, 5], [2, 1]], np.float32)
    assert first_of_each(vectors).tolist() == [0, 1, 3, 5]


@pytest.mark.parametrize("n", [0, 1, 3000])
def test_rows_that_differ_are_all_first(n):
    vectors = np.random.default_rng(0).normal(size=(n, 3)).astype(np.float32)
    assert first_of_each(vectors).tolist() == list(range(n))
    again = np.concatenate([vectors, vectors[::-1]])
    assert first_of_each(again).tolist() == list(range(n))


def test_no_verdict_where_most_rows_repeat_others(words):
    vectors = np.tile(words.vectors[::4], (3, 1))
    choice = choose(vectors)
    assert choice.null_scores == ()
    assert no_structure(choice).startswith("no verdict: 90 distinct rows of 270")
    assert verdicts(choice) == (no_structure(choice),)


def test_rows_before_preparation_say_which_are_equal(words):
    raw = np.tile(words.vectors[::4], (3, 1))
    moved = raw + np.random.default_rng(0).normal(size=raw.shape).astype(np.float32) * 1e-6
    assert not choose(moved, WORDS).repeats
    assert choose(moved, WORDS, raw=raw).repeats


def test_rows_count_once_where_some_repeat(words):
    vectors = prepared(words)
    doubled = np.concatenate([vectors, np.repeat(vectors[:1], 100, axis=0)])
    choice = choose(doubled)
    assert (choice.total, choice.distinct) == (460, 360)
    assert choice.score == choice.distinct_score != choice.best.score
    assert no_structure(choice) is None


def test_without_equal_rows_the_score_is_that_of_the_chosen(found):
    assert (found.total, found.distinct, found.distinct_score) == (360, 360, None)
    assert found.score == found.best.score


# Groups


def test_shuffling_within_groups_keeps_what_each_group_holds():
    vectors = np.random.default_rng(0).normal(size=(60, 4)).astype(np.float32)
    group = np.repeat([2, 0, -1], 20).astype(np.int32)
    mixed = shuffled_within(vectors, group, np.random.default_rng(1))
    for number in (0, 2):
        own = group == number
        assert np.array_equal(np.sort(mixed[own], axis=0), np.sort(vectors[own], axis=0))
        assert not np.array_equal(mixed[own], vectors[own])
    assert np.array_equal(mixed[group < 0], vectors[group < 0])
    assert np.array_equal(mixed, shuffled_within(vectors, group, np.random.default_rng(1)))


@pytest.mark.parametrize(
    ("sizes", "told"),
    [
        ([5, 5], True),
        ([5, 5, 10, 1], True),
        ([60], False),
        ([4] * 9, False),
        ([5, 5, *[1] * 11], False),
    ],
)
def test_groups_tell_something_if_half_of_the_rows_are_in_large_ones(sizes, told):
    assert tells(np.repeat(np.arange(len(sizes)), sizes).astype(np.int32)) == told


def test_rows_in_no_group_count_as_rows():
    assert tells(np.array([0] * 5 + [1] * 5 + [-1] * 10, np.int32))
    assert not tells(np.array([0] * 5 + [1] * 5 + [-1] * 11, np.int32))
    assert not tells(np.full(8, -1, np.int32))


def test_single_row_groups_cannot_tell(words, found):
    choice = choose(prepared(words), group=np.arange(360, dtype=np.int32))
    assert (choice.group_scores, group_contrast(choice)) == ((), None)
    assert "at least two groups of 5 rows or more are needed" in beyond_groups(choice)
    assert choice.null_scores == found.null_scores


def test_without_groups_there_is_no_second_figure(words):
    choice = choose(prepared(words))
    assert (choice.group_scores, beyond_groups(choice)) == (None, None)


# Copies


def test_clusterers_that_find_nothing_in_shuffled_rows_are_compared_with_gaussian_copies():
    assert Dbscan.verdict == VerdictRule(times=2.0, null="shuffled")
    assert Agglomerative.verdict.null == Hdbscan.verdict.null == "gaussian"


@pytest.mark.parametrize("kind", ["agglomerative", "hdbscan"])
def test_one_cloud_does_not_pass_and_nine_do(kind):
    clusterer = {"kind": kind, "metric": "cosine"}
    if kind == "agglomerative":
        clusterer["eps_quantile"] = 0.95
    cover = {"n_intervals": 4, "overlap": 0.5}
    settings = Mapper.model_validate(
        {"lens": "component:1", "cover": cover, "clusterer": clusterer}
    )
    one, nine = (planted(n_words=1, n_senses=n, per_sense=180 // n) for n in (1, 9))
    assert "rows drawn from one Gaussian" in no_structure(choose(prepared(one), settings))
    assert no_structure(choose(prepared(nine), settings)) is None


def test_a_score_is_compared_with_the_best_copy(found):
    required = found.rule.times
    low = replace(found, null_scores=(0.1, 0.2), distinct_score=0.19 * required)
    assert no_structure(low) is not None
    assert no_structure(replace(low, distinct_score=0.21 * required)) is None
    assert contrast(replace(found, null_scores=(0.0,))) == float("inf")


@pytest.mark.parametrize(
    ("score", "told"),
    [(0.1, "1.0 times"), (0.1949, "1.9 times"), (0.1961, "1.96 times"), (0.19999, "1.99 times")],
)
def test_a_ratio_that_is_too_small_does_not_look_large_enough(found, score, told):
    low = replace(found, null_scores=(0.1,), distinct_score=score)
    assert told in no_structure(low)
    within = replace(found, group_scores=(0.1,), null_scores=(0.01,), distinct_score=score)
    assert told in beyond_groups(within)


def test_few_rows_are_compared_with_more_copies_if_they_are_prepared_or_in_groups():
    words = planted(n_words=2, per_sense=10)
    vectors, open_settings = prepared(words), Mapper(lens="component:1")
    n_copies = [
        len(choose(vectors, open_settings, **facts).null_scores)
        for facts in ({}, {"group": words.word}, {"raw": words.vectors})
    ]
    assert n_copies == [COPIES, COPIES_OF_SMALL, COPIES_OF_SMALL]


def test_the_same_seed_gives_the_same_verdict(words, found):
    assert choose(prepared(words), group=words.word, raw=words.vectors, centred=True) == found
