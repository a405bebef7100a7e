"""Settings chosen from the data: what the criterion rewards, and that it sees no label."""

import inspect
from itertools import product

import numpy as np
import pytest

from topopress.analysis.settings.candidates import (
    COUNTS,
    METRIC_NAMES,
    QUANTILES,
    CandidateGrid,
    candidate_graphs,
    evaluate,
    separation,
)
from topopress.analysis.settings.choice import (
    SAMPLE,
    choose_among,
    purities,
    sampled,
)
from topopress.analysis.settings.comparison import COPIES, COPIES_OF_FEW
from topopress.analysis.settings.types import Choice
from topopress.analysis.settings.verdict import contrast, no_structure, resolved
from topopress.analysis.shuffling import shuffled
from topopress.config.automatic import unresolved
from topopress.config.schema import Mapper, UniformCover
from topopress.core.errors import ActivationError
from topopress.mapper.clusterers.agglomerative import Agglomerative
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.clusterers.hdbscan import Hdbscan
from topopress.mapper.graph import build_graph

SMALL = Mapper(cover=UniformCover(n_intervals=10))


def choose(vectors, settings, **given):
    return choose_among(vectors, CandidateGrid.of(settings), **given)


def directions(n_rows=400, n_channels=24, n_modes=4, spread=0.12, seed=0):
    """Rows around some directions, as long as chance has it; and which direction each has."""
    rng = np.random.default_rng(seed)
    centres = np.abs(rng.normal(size=(n_modes, n_channels))) * (rng.random((n_modes, 24)) < 0.4)
    mode = rng.integers(n_modes, size=n_rows)
    unit = centres[mode] / np.linalg.norm(centres[mode], axis=1)[:, None]
    noisy = unit + spread * rng.normal(size=unit.shape) / np.sqrt(n_channels)
    return (noisy * rng.gamma(8, 1, n_rows)[:, None]).astype(np.float32), mode.astype(np.int32)


def noise(n_rows=400, n_channels=24, seed=1):
    return np.random.default_rng(seed).normal(size=(n_rows, n_channels)).astype(np.float32)


# The family


def test_open_settings_have_the_whole_family_and_fixed_ones_a_single_candidate():
    assert len(CandidateGrid.of(Mapper())) == len(METRIC_NAMES) * len(COUNTS) * len(QUANTILES)
    fixed = Mapper(
        cover=UniformCover(n_intervals=12), clusterer=Dbscan(metric="cosine", eps_quantile=0.45)
    )
    family = CandidateGrid.of(fixed)
    assert (family.metrics, family.counts, family.quantiles) == (("cosine",), (12,), (0.45,))


@pytest.mark.parametrize(
    ("clusterer", "quantiles"),
    [
        (Dbscan(eps=0.3), (None,)),
        (Dbscan(eps="adaptive"), QUANTILES),
        (Hdbscan(kind="hdbscan"), (None,)),
        (Agglomerative(kind="agglomerative"), QUANTILES),
        (Agglomerative(kind="agglomerative", distance_threshold=0.2), (None,)),
    ],
)
def test_a_quantile_is_a_candidate_only_where_one_is_read_off(clusterer, quantiles):
    assert CandidateGrid.of(Mapper(clusterer=clusterer)).quantiles == quantiles


def test_a_family_around_settings_holds_the_authors_own_values():
    own = Mapper(
        cover=UniformCover(n_intervals=12), clusterer=Dbscan(metric="cosine", eps_quantile=0.45)
    )
    family = CandidateGrid.around(own)
    assert family.counts == tuple(sorted({*COUNTS, 12}))
    assert family.quantiles == tuple(sorted({*QUANTILES, 0.45}))
    assert family.metrics == METRIC_NAMES
    assert unresolved(family.at("cosine", 12, 0.45)) == ()
    assert CandidateGrid.around(Mapper(clusterer=Dbscan(eps=0.3))).quantiles == (None,)


@pytest.mark.parametrize(
    "settings",
    [
        Mapper(clusterer=Dbscan(eps=0.3, eps_quantile=0.5)),
        Mapper(lens=("l1_norm", "l2_norm"), cover=UniformCover(n_intervals=12)),
        Mapper(
            lens=("l1_norm", "l2_norm"),
            cover=UniformCover(n_intervals=12),
            second_cover=UniformCover(n_intervals="auto"),
        ),
        Mapper(
            lens=("l1_norm", "l2_norm"),
            cover=UniformCover(n_intervals=12),
            second_cover=UniformCover(n_intervals=5),
        ),
        Mapper(clusterer=Hdbscan(kind="hdbscan", metric="cosine")),
        Mapper(preset="topoact"),
    ],
)
def test_whatever_a_build_can_choose_is_in_the_family_around_its_settings(settings):
    own, whole = CandidateGrid.of(settings), CandidateGrid.around(settings)
    assert set(own.metrics) <= set(whole.metrics)
    assert set(own.quantiles) <= set(whole.quantiles)
    assert set(own.counts) <= set(whole.counts)
    for key in product(own.metrics, own.counts, own.quantiles):
        assert whole.at(*key).covers == own.at(*key).covers


# Separation


def test_separation_by_hand():
    rows = [np.arange(4), np.arange(2, 4)]
    # Of the 6 pairs of the first, 4 are apart: 4 rows x 4/6. The only pair of the second is not.
    labels = [np.array([0, 0, 1, 1], np.int32), np.array([0, 0], np.int32)]
    assert separation(rows, labels) == pytest.approx((4 * 4 / 6 + 2 * 0) / 6)


@pytest.mark.parametrize("label", [0, -1])
def test_neither_a_blob_nor_noise_separates(label):
    assert separation([np.arange(9)], [np.full(9, label, np.int32)]) == 0


def test_separation_of_next_to_nothing():
    assert separation([], []) == 0
    assert separation([np.arange(1)], [np.zeros(1, np.int32)]) == 0
    assert separation([np.arange(0)], [np.zeros(0, np.int32)]) == 0


def test_candidates_are_the_graphs_that_a_build_would_make():
    vectors, _ = directions(150)
    settings = Mapper(
        cover=UniformCover(n_intervals=6), clusterer=Dbscan(metric="cosine", eps_quantile=0.6)
    )
    family = CandidateGrid.of(settings)
    (one,) = candidate_graphs(sampled(vectors, family, seed=0), family, seed=0)
    graph = build_graph(vectors, settings, seed=0)
    assert one.graph.members.tolist() == graph.members.tolist()
    assert one.graph.member_offsets.tolist() == graph.member_offsets.tolist()


# The choice


@pytest.fixture(scope="module")
def chosen():
    vectors, _ = directions()
    return choose(vectors, SMALL, seed=0)


def test_directions_are_found_and_told_apart(chosen):
    vectors, mode = directions()
    assert chosen.best.metric == "cosine"
    assert chosen.best.separation > 0.4
    assert chosen.best.quality.coverage > 0.6
    assert no_structure(chosen) is None
    graph = build_graph(vectors, resolved(SMALL, chosen), seed=0)
    pure = [len(set(mode[graph.members_of(k)].tolist())) == 1 for k in range(graph.n_nodes)]
    assert np.mean(pure) > 0.9


def test_the_score_is_the_product_of_its_three_parts_and_the_largest_is_chosen(chosen):
    for one in chosen.candidates:
        assert one.score == pytest.approx(one.quality.coverage * one.separation * one.stability)
        assert 0 <= one.stability <= 1
    assert chosen.best.score == max(one.score for one in chosen.candidates)


def test_what_an_author_fixed_stays_fixed(chosen):
    settings = Mapper(
        cover=UniformCover(n_intervals="auto", overlap=0.4), clusterer=Dbscan(metric="euclidean")
    )
    done = resolved(settings, chosen)
    assert (done.clusterer.metric, done.cover.overlap) == ("euclidean", 0.4)
    assert unresolved(done) == ()


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_channels_show_nothing(seed):
    vectors, _ = directions()
    mixed = shuffled(vectors, np.random.default_rng(seed))
    choice = choose(mixed, SMALL, seed=0)
    assert contrast(choice) < choice.rule.times
    assert "no structure above chance" in no_structure(choice)


def test_gaussian_noise_shows_nothing():
    assert no_structure(choose(noise(), SMALL, seed=0)) is not None


def test_fixed_settings_are_compared_with_themselves_on_more_copies(chosen):
    fixed = SMALL.model_copy(update={"clusterer": Dbscan(metric="cosine", eps_quantile=0.5)})
    alone = choose(noise(200), fixed, seed=0)
    assert (len(alone.null_scores), len(chosen.null_scores)) == (COPIES_OF_FEW, COPIES)
    assert "chance: the score of these settings is" in no_structure(alone)
    assert no_structure(choose(directions()[0], fixed, seed=0)) is None


def test_shuffling_keeps_what_each_channel_holds():
    vectors, _ = directions(50)
    mixed = shuffled(vectors, np.random.default_rng(0))
    assert np.array_equal(np.sort(mixed, axis=0), np.sort(vectors, axis=0))
    assert not np.array_equal(mixed, vectors)


def test_the_same_seed_gives_the_same_choice(chosen):
    assert choose(directions()[0], SMALL, seed=0) == chosen


def test_no_label_reaches_the_choice():
    """Neither function has an argument that could hold one; labels belong to rows, not to these."""
    for function in (choose_among, evaluate, sampled):
        assert not [name for name in inspect.signature(function).parameters if "label" in name]


def test_purity_is_told_without_changing_anything(chosen):
    vectors, mode = directions()
    family = CandidateGrid.of(SMALL)
    cloud = sampled(vectors, family, seed=0)
    told = purities(cloud, family, mode, seed=0)
    assert told[chosen.chosen] > 0.9
    other = purities(cloud, family, np.random.default_rng(0).permutation(mode), seed=0)
    assert other[chosen.chosen] < 0.8
    assert evaluate(cloud, family, seed=0) == chosen.candidates


def test_purity_without_labels_is_none():
    vectors, _ = directions(60)
    family = CandidateGrid.of(SMALL)
    cloud = sampled(vectors, family, seed=0)
    assert set(purities(cloud, family, np.full(60, -1, np.int32), seed=0)) == {None}


# Little data, and much


@pytest.mark.parametrize("n_rows", [1, 4, 7])
def test_a_few_rows_get_settings_and_show_nothing(n_rows):
    choice = choose(noise(n_rows), SMALL, seed=0)
    assert unresolved(resolved(SMALL, choice)) == ()
    assert no_structure(choice) is not None


def test_equal_rows_get_settings_and_show_nothing():
    choice = choose(np.ones((40, 3), np.float32), SMALL, seed=0)
    assert choice.best.quality.coverage == 1
    assert no_structure(choice) is not None


def test_no_row_is_a_mistake():
    with pytest.raises(ActivationError, match="at least one sample"):
        choose(np.empty((0, 3), np.float32), Mapper(), seed=0)


def test_a_row_that_is_not_finite_is_a_mistake():
    vectors = noise(20)
    vectors[3, 2] = np.nan
    with pytest.raises(ActivationError, match="row 3"):
        choose(vectors, Mapper(), seed=0)


def test_many_rows_are_judged_by_a_sample_with_the_graphs_own_intervals():
    vectors = noise(SAMPLE + 500, 3)
    family = CandidateGrid.of(SMALL)
    cloud = sampled(vectors, family, seed=0)
    assert len(cloud.vectors) == len(cloud.rows) == SAMPLE
    assert np.array_equal(cloud.vectors, vectors[cloud.rows])
    assert len(cloud.ranges["cosine"][0]) == len(vectors)


# Other lenses, covers and clusterers


def test_two_lenses_and_a_column():
    vectors, _ = directions(200)
    column = np.arange(200.0)
    settings = Mapper(
        lens=("l2_norm", "metadata:age"), clusterer=Dbscan(metric="cosine", eps_quantile=0.6)
    )
    choice = choose(vectors, settings, seed=0, columns={"metadata:age": column})
    assert unresolved(resolved(settings, choice)) == ()


@pytest.mark.parametrize(
    "clusterer",
    [
        Dbscan(eps="adaptive", metric="cosine"),
        Dbscan(eps=0.1),
        Dbscan(min_samples=1, metric="cosine"),
        Hdbscan(kind="hdbscan", metric="cosine"),
        Agglomerative(kind="agglomerative", metric="cosine"),
    ],
)
def test_every_clusterer_can_be_chosen_for(clusterer):
    vectors, _ = directions(150)
    settings = Mapper(cover=UniformCover(n_intervals=4), clusterer=clusterer)
    choice = choose(vectors, settings, seed=0)
    assert unresolved(resolved(settings, choice)) == ()
    assert choice.best.score > 0


def test_progress_counts_every_candidate():
    class Counter:
        total = done = 0

        def start(self, _what, total):
            self.total = total

        def advance(self, items=1):
            self.done += items

        def finish(self):
            pass

    counter = Counter()
    choose(noise(30), SMALL, seed=0, progress=counter)
    assert counter.done == counter.total > 0


def test_contrast_where_shuffled_rows_reach_nothing(chosen):
    alone = Choice(chosen.candidates, chosen.chosen, chosen.n_rows, (0.0,))
    assert contrast(alone) == float("inf")
