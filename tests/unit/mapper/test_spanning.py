"""Spanning trees against the definition, written out over the whole matrix of distances."""

import numpy as np
import pytest
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial.distance import cdist

from topopress.core.progress import SILENT
from topopress.mapper import spanning
from topopress.mapper.spanning import SpanningTrees, follow, spanning_trees
from topopress.mapper.types import CoreRule


def plane(n_rows: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(n_rows, 3)).astype(np.float32)


def reachability(vectors: np.ndarray, min_samples: int) -> tuple[np.ndarray, np.ndarray]:
    apart = cdist(vectors.astype(float), vectors.astype(float))
    core = np.sort(apart, axis=1)[:, min_samples - 1]
    return core, np.maximum(np.maximum(core, core[:, None]), apart)


def trees_of(vectors: np.ndarray, min_samples: int, metric: str = "euclidean") -> SpanningTrees:
    settings = CoreRule(metric, min_samples)
    return spanning_trees(vectors, [np.arange(len(vectors))], settings)


@pytest.fixture(params=["kept", "in strips"])
def way(request, monkeypatch):
    """Both ways of computing distances: with a matrix of all, and in strips and groups."""
    if request.param == "in strips":
        monkeypatch.setattr(spanning, "DENSE", 16)
        monkeypatch.setattr(spanning, "BLOCK", 7)
        monkeypatch.setattr(spanning, "PAIRS", 5)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("min_samples", [1, 2, 3, 5, 9])
def test_core_distances_and_the_weights_of_a_minimum_spanning_tree(min_samples):
    vectors = plane(80)
    core, mutual = reachability(vectors, min_samples)
    trees = trees_of(vectors, min_samples)
    np.testing.assert_allclose(trees.core, core, rtol=1e-12)
    wanted = np.sort(minimum_spanning_tree(mutual).data)
    np.testing.assert_allclose(np.sort(trees.weight)[:-1], wanted, rtol=1e-12)
    assert np.isinf(trees.weight[trees.parent < 0]).all()


@pytest.mark.usefixtures("way")
def test_rows_are_touched_in_order_and_no_others():
    vectors, min_samples = plane(60, seed=1), 6
    core, _ = reachability(vectors, min_samples)
    touch = np.maximum(cdist(vectors.astype(float), vectors.astype(float)), core)
    trees = trees_of(vectors, min_samples)
    assert trees.touched.shape == (60, min_samples - 2)
    for row in range(60):
        others = np.flatnonzero((touch[row] < core[row]) & (np.arange(60) != row))
        found = trees.touched[row]
        assert set(found[found >= 0]) == set(others)
        np.testing.assert_allclose(
            trees.touch[row][found >= 0], np.sort(touch[row][others]), rtol=1e-12
        )
        if len(others):
            assert trees.parent[row] == found[0]
            assert trees.weight[row] == trees.core[row]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_duplicates_and_near_duplicates_far_from_the_origin(metric):
    vectors = np.full((40, 5), 1000, np.float32)
    vectors[20:] = np.nextafter(np.float32(1000), np.float32(2000))
    vectors[30:, 0] += 1
    trees = trees_of(vectors, 3, metric)
    assert (trees.core == 0).all()
    edges = np.sort(trees.weight)[:-1]
    assert np.count_nonzero(edges) == (2 if metric == "euclidean" else 1)
    if metric == "euclidean":
        step = np.float64(vectors[20, 1]) - 1000
        np.testing.assert_allclose(edges[-2:], [step * np.sqrt(5), 1])


@pytest.mark.parametrize("n_rows", [0, 1, 4])
def test_too_few_rows_have_no_core_row(n_rows):
    trees = trees_of(plane(n_rows), 5)
    assert trees.touched.shape == (n_rows, 3)
    assert np.isinf(trees.core).all()
    assert (trees.parent == -1).all()


def test_one_row_is_a_core_row_where_one_is_enough():
    trees = trees_of(plane(1), 1)
    assert trees.core.tolist() == [0]
    assert trees.parent.tolist() == [-1]


def test_no_interval_at_all():
    trees = spanning_trees(plane(4), [], CoreRule("euclidean", 5))
    assert trees.n_intervals == 0
    assert len(trees.rows) == 0


def test_intervals_do_not_see_each_other_and_progress_is_told():
    class Counter(type(SILENT)):
        seen = 0

        def advance(self, items: int = 1) -> None:
            self.seen += items

    vectors, counter = plane(50), Counter()
    parts = [np.arange(30), np.arange(0), np.arange(20, 50)]
    settings = CoreRule("euclidean", 4)
    trees = spanning_trees(vectors, parts, settings, counter)
    assert counter.seen == 60
    for k, rows in enumerate(parts):
        alone = spanning_trees(vectors[rows], [np.arange(len(rows))], settings)
        own = slice(trees.offsets[k], trees.offsets[k + 1])
        np.testing.assert_array_equal(trees.rows[trees.offsets[k] : trees.offsets[k + 1]], rows)
        for name in ("core", "parent", "weight", "touched", "touch"):
            np.testing.assert_array_equal(getattr(trees, name)[own], getattr(alone, name))


def test_parents_are_followed_to_the_end():
    chain = np.maximum(np.arange(1000) - 1, 0)
    assert (follow(chain) == 0).all()
