"""Cuts at any eps against scikit-learn's DBSCAN, label by label."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from sklearn.cluster import DBSCAN

from topopress.mapper.cut import clusters_at, cut, eps_levels
from topopress.mapper.metrics import METRICS
from topopress.mapper.spanning import SpanningTrees, spanning_trees
from topopress.mapper.types import CoreRule


def scikit_learn(vectors: np.ndarray, eps: float, metric: str, min_samples: int) -> DBSCAN:
    points = METRICS[metric].points(vectors)
    radius = METRICS[metric].to_euclidean(eps)
    dbscan = DBSCAN(eps=radius, min_samples=min_samples, metric="precomputed")
    return dbscan.fit(cdist(points, points))


def values_of(trees: SpanningTrees) -> np.ndarray:
    values = np.concatenate([trees.core, trees.weight, trees.touch.ravel()])
    return np.unique(values[np.isfinite(values) & (values > 0)])


def rows_of(kind: str, n_rows: int, n_channels: int, rng: np.random.Generator) -> np.ndarray:
    vectors = rng.normal(size=(n_rows, n_channels))
    if kind == "relu":
        vectors = np.maximum(vectors, 0)
    if kind == "grid":
        vectors = rng.integers(0, 6, size=vectors.shape)
    if kind == "duplicates":
        vectors[rng.integers(0, n_rows, n_rows)] = vectors[rng.integers(0, n_rows, n_rows)]
    if kind == "line":
        vectors = np.outer(rng.integers(0, 40, n_rows), np.ones(n_channels))
    return vectors.astype(np.float32)


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(["gauss", "relu", "grid", "duplicates", "line"]),
    metric=st.sampled_from(["euclidean", "cosine"]),
    shape=st.tuples(st.integers(1, 120), st.sampled_from([1, 2, 3, 12, 60])),
    min_samples=st.integers(1, 10),
    seed=st.integers(0, 10_000),
)
def test_labels_are_scikit_learns_at_any_eps(kind, metric, shape, min_samples, seed):
    rng = np.random.default_rng(seed)
    vectors = rows_of(kind, *shape, rng)
    n_rows = shape[0]
    intervals = [
        np.arange(n_rows),
        np.arange(n_rows // 2),
        np.arange(0),
        np.arange(n_rows // 3, n_rows),
    ]
    trees = spanning_trees(vectors, intervals, CoreRule(metric, min_samples))
    values = values_of(trees)
    # A little above each value: on it, rounding decides for both. The grid's ties are exact.
    chosen = [1.0] if not len(values) else rng.choice(values, 5) * (1 + 1e-6) + 1e-9
    if kind == "grid" and metric == "euclidean":
        chosen = [1.0, 2.0, 3.0, 5.0]
    for eps in chosen:
        for rows, found in zip(intervals, cut(trees, eps), strict=True):
            if len(rows):
                wanted = scikit_learn(vectors[rows], eps, metric, min_samples).labels_
                np.testing.assert_array_equal(found, wanted)
            else:
                assert found.shape == (0,)


def test_eps_may_differ_from_interval_to_interval():
    vectors = rows_of("gauss", 60, 2, np.random.default_rng(0))
    trees = spanning_trees(vectors, [np.arange(60)] * 3, CoreRule("euclidean", 5))
    mixed = cut(trees, np.array([0.3, 0.5, 0.7]))
    for k, eps in enumerate([0.3, 0.5, 0.7]):
        np.testing.assert_array_equal(mixed[k], cut(trees, eps)[k])


def test_border_rows_are_counted():
    # Rows 3 and 7 lie between groups of three; 3 touches two of them, 7 one.
    line = [0, 0.5, 1, 2, 3, 3.5, 4, 5]
    vectors = np.array([[x] for x in line], np.float32)
    trees = spanning_trees(vectors, [np.arange(8)], CoreRule("euclidean", 4))
    labels = cut(trees, 1.0)[0]
    dbscan = scikit_learn(vectors, 1.0, "euclidean", 4)
    np.testing.assert_array_equal(labels, dbscan.labels_)
    apart = cdist(vectors, vectors)
    border = [k for k in range(8) if labels[k] >= 0 and k not in dbscan.core_sample_indices_]
    several = [
        k
        for k in border
        if len({labels[q] for q in dbscan.core_sample_indices_ if apart[k, q] <= 1}) > 1
    ]
    assert several
    assert clusters_at(trees, 1.0).count_borders() == (len(border), len(several))


@pytest.mark.parametrize("min_samples", [1, 2])
def test_no_border_rows_where_two_make_a_core(min_samples):
    vectors = rows_of("gauss", 40, 2, np.random.default_rng(3))
    settings = CoreRule("euclidean", min_samples)
    assert clusters_at(spanning_trees(vectors, [np.arange(40)], settings), 0.4).count_borders() == (
        0,
        0,
    )


def test_levels_span_all_that_happens():
    vectors = rows_of("gauss", 200, 3, np.random.default_rng(0))
    trees = spanning_trees(vectors, [np.arange(120), np.arange(90, 200)], CoreRule("euclidean", 5))
    levels = eps_levels([trees, trees], 40, [0.123456789])
    assert (np.diff(levels) > 0).all()
    assert 0.123456789 in levels
    values = values_of(trees)
    assert levels[-1] >= values[-1]
    assert {len(set(labels)) for labels in cut(trees, levels[-1])} == {1}
    core = [(trees.core <= eps).sum() for eps in levels]
    assert max(np.diff(core)) < 3 * len(trees.rows) / len(levels)


@given(st.lists(st.floats(1e-12, 1e12), min_size=1, max_size=20))
def test_levels_are_short_numbers_and_never_below_what_they_stand_for(values):
    nothing = spanning_trees(np.zeros((0, 1), np.float32), [], CoreRule("euclidean", 5))
    trees = SpanningTrees(
        nothing.offsets,
        nothing.rows,
        np.array(values),
        *[getattr(nothing, n) for n in ("parent", "weight", "touched", "touch")],
    )
    levels = eps_levels([trees], 30)
    assert levels[-1] >= max(values)
    assert levels[0] >= min(values)
    assert levels[-1] <= max(values) * 1.001
    assert all(len(f"{level:.4e}") == len(f"{level:.4e}".strip()) for level in levels)
    assert all(float(f"{level:.4e}") == level for level in levels)


def test_levels_of_nothing_are_the_ones_asked_for():
    nothing = spanning_trees(np.zeros((2, 1), np.float32), [np.arange(2)], CoreRule("euclidean", 5))
    assert eps_levels([nothing], 30, [0.5]).tolist() == [0.5]
    assert eps_levels([nothing], 30).tolist() == []
