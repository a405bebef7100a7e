"""The neighbourhood radius read off the data, against brute force."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.eps import QUERIES, neighbour_curve, neighbour_distances
from topopress.mapper.types import CoreRule

RNG = np.random.default_rng(1)
VECTORS = np.maximum(RNG.normal(0.5, 1, size=(300, 12)), 0).astype(np.float32)
INTERVALS = [np.arange(0, 150), np.arange(100, 280), np.arange(280, 283), np.arange(0)]


def all_distances(metric, k):
    found = []
    for rows in INTERVALS:
        if len(rows) > k:
            own = VECTORS[rows].astype(np.float64)
            found.append(np.sort(cdist(own, own, metric), axis=1)[:, k])
    return found


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
@pytest.mark.parametrize("min_samples", [2, 5, 11])
def test_auto_is_the_quantile_over_the_rows_of_all_intervals(metric, min_samples):
    settings = Dbscan(metric=metric, min_samples=min_samples, eps="auto", eps_quantile=0.8)
    eps = settings.radii(VECTORS, INTERVALS, seed=0)
    curve = neighbour_curve(VECTORS, INTERVALS, settings.core_rule, seed=0)
    # Fewer memberships than queries: every one of them is asked.
    expected = np.sort(np.concatenate(all_distances(metric, min_samples - 1)))
    assert np.allclose(curve, expected, atol=1e-9)
    assert eps == pytest.approx([np.quantile(expected, 0.8)] * len(INTERVALS))


def test_the_row_itself_is_not_its_neighbour_but_its_duplicates_are():
    vectors = np.array([[0], [0], [5], [7]], dtype=np.float32)
    found = neighbour_distances(vectors, np.arange(4), np.arange(4), CoreRule("euclidean", 2))
    assert found.tolist() == [0, 0, 2, 2]


def test_min_samples_1_asks_for_the_nearest_neighbour():
    settings = Dbscan(metric="euclidean", min_samples=1, eps="auto", eps_quantile=0.5)
    assert (neighbour_curve(VECTORS, INTERVALS, settings.core_rule, seed=0) > 0).all()
    assert (settings.radii(VECTORS, INTERVALS, seed=0) > 0).all()


def test_at_most_a_thousand_rows_are_asked_and_the_seed_decides_which():
    vectors = RNG.normal(size=(3000, 3)).astype(np.float32)
    rows = [np.arange(2000), np.arange(1500, 3000)]
    settings = Dbscan(metric="euclidean", eps="auto", eps_quantile=0.5)
    rule = settings.core_rule
    first, again, other = (neighbour_curve(vectors, rows, rule, seed=s) for s in (0, 0, 1))
    assert len(first) == QUERIES
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    one, two = (settings.radii(vectors, rows, seed=s)[0] for s in (0, 1))
    assert two == pytest.approx(one, rel=0.1)


def test_adaptive_is_the_quantile_of_each_interval():
    settings = Dbscan(metric="euclidean", eps="adaptive", eps_quantile=0.5)
    eps = settings.radii(VECTORS, INTERVALS, seed=0)
    first, second = all_distances("euclidean", 4)
    assert eps[0] == pytest.approx(np.quantile(first, 0.5))
    assert eps[1] == pytest.approx(np.quantile(second, 0.5))


def test_adaptive_borrows_from_the_nearest_intervals_where_rows_are_few():
    settings = Dbscan(metric="euclidean", eps="adaptive", eps_quantile=0.5)
    eps = settings.radii(VECTORS, INTERVALS, seed=0)
    # Intervals 2 and 3 have too few rows; the nearest with enough is 1, then 0 and 1.
    assert eps[2] == eps[1]
    assert eps[3] == eps[1]


def test_a_number_is_taken_as_it_is():
    eps = Dbscan(metric="cosine", eps=0.25).radii(VECTORS, INTERVALS, seed=0)
    assert eps.tolist() == [0.25] * 4


@pytest.mark.parametrize("factor", [0.25, 3.0, 1024.0])
@pytest.mark.parametrize("eps", ["auto", "adaptive"])
def test_scaled_vectors_scale_euclidean_eps_and_leave_cosine_eps(factor, eps):
    for metric, expected in (("euclidean", factor), ("cosine", 1.0)):
        settings = Dbscan(metric=metric, eps=eps, eps_quantile=0.5)
        plain = settings.radii(VECTORS, INTERVALS, seed=0)
        scaled = settings.radii(VECTORS * np.float32(factor), INTERVALS, seed=0)
        assert scaled == pytest.approx(plain * expected, rel=1e-5)


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
@pytest.mark.parametrize("value", [0, 7])
def test_duplicates_alone_give_a_radius_above_zero(metric, value):
    vectors = np.full((40, 3), value, dtype=np.float32)
    for eps in ("auto", "adaptive"):
        settings = Dbscan(metric=metric, eps=eps, eps_quantile=0.5)
        found = settings.radii(vectors, [np.arange(40)], seed=0)
        assert 0 < found[0] < 1e-4


def test_intervals_that_are_all_too_small_give_no_curve():
    for eps in ("auto", "adaptive"):
        settings = Dbscan(metric="cosine", eps=eps, eps_quantile=0.5)
        assert len(neighbour_curve(VECTORS, [np.arange(4)], settings.core_rule, seed=0)) == 0
        assert (settings.radii(VECTORS, [np.arange(4)], seed=0) > 0).all()
