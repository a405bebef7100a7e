"""Labels must be those of scikit-learn, whatever engine computes them."""

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.cluster import DBSCAN

from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.metrics import METRICS, unit_vectors


def labels(vectors, eps, *, min_samples=5, metric="euclidean", rows=None):
    vectors = np.asarray(vectors, dtype=np.float32)
    rows = np.arange(len(vectors)) if rows is None else rows
    settings = Dbscan(metric=metric, min_samples=min_samples)
    (found,) = settings.labels(vectors, [rows], np.array([eps]))
    assert found.dtype == np.int32
    return found.tolist()


def reference(vectors, eps, min_samples, metric):
    distances = cdist(np.asarray(vectors, dtype=np.float64), vectors, metric)
    dbscan = DBSCAN(eps=eps, min_samples=min_samples, metric="precomputed")
    return dbscan.fit_predict(np.maximum(distances, 0)).tolist()


def gaussian(rng, n, d):
    centres = rng.normal(scale=3, size=(6, d))
    return centres[rng.integers(6, size=n)] + rng.normal(size=(n, d))


def relu(rng, n, d):
    # Shifted, so that no row is all zeros.
    return np.maximum(gaussian(rng, n, d), 0) + 1e-3


def integers(rng, n, d):
    return rng.integers(0, 4, size=(n, d))


def duplicates(rng, n, d):
    return gaussian(rng, n // 4, d)[rng.integers(n // 4, size=n)]


DATA = {"gaussian": gaussian, "relu": relu, "integers": integers, "duplicates": duplicates}


@pytest.mark.parametrize("kind", DATA)
@pytest.mark.parametrize("channels", [2, 9, 40])
@pytest.mark.parametrize("min_samples", [1, 2, 5, 10])
def test_euclidean_labels_are_scikit_learns(kind, channels, min_samples):
    rng = np.random.default_rng([channels, min_samples])
    vectors = DATA[kind](rng, 200, channels).astype(np.float32)
    distances = np.unique(cdist(vectors, vectors))
    for share in (0.02, 0.1, 0.3):
        eps = float(np.quantile(distances, share)) + 1e-4
        if kind == "integers":
            eps = max(round(eps), 1.0)  # many pairs lie on eps exactly
        found = labels(vectors, eps, min_samples=min_samples)
        assert found == reference(vectors, eps, min_samples, "euclidean")


@pytest.mark.parametrize("kind", ["gaussian", "relu", "duplicates"])
@pytest.mark.parametrize("channels", [2, 9, 40])
@pytest.mark.parametrize("min_samples", [1, 2, 5, 10])
def test_cosine_labels_are_scikit_learns(kind, channels, min_samples):
    rng = np.random.default_rng([channels, min_samples])
    vectors = DATA[kind](rng, 200, channels).astype(np.float32)
    for eps in (0.003, 0.0501, 0.3007):
        found = labels(vectors, eps, min_samples=min_samples, metric="cosine")
        assert found == reference(vectors, eps, min_samples, "cosine")


def test_a_border_row_belongs_to_the_cluster_with_the_smallest_number():
    # Row 4 is within eps of a core row of both clusters, and is no core row itself.
    line = [[0], [1], [1.5], [2], [3.5], [5], [5.5], [6], [7]]
    assert labels(line, 1.5, min_samples=4) == [0, 0, 0, 0, 0, 1, 1, 1, 1]
    assert labels(line[::-1], 1.5, min_samples=4) == [0, 0, 0, 0, 0, 1, 1, 1, 1]


def test_a_pair_at_eps_exactly_is_near():
    assert labels([[0, 0], [3, 4]], 5.0, min_samples=2) == [0, 0]


def test_only_the_rows_of_the_interval_count():
    vectors = [[0], [9], [0.1], [9], [0.2], [9]]
    assert labels(vectors, 0.15, min_samples=3, rows=np.array([0, 2, 4])) == [0, 0, 0]
    assert labels(vectors, 0.15, min_samples=3, rows=np.array([0, 2, 5])) == [-1, -1, -1]


def test_too_few_rows_are_noise():
    assert labels([[0], [0]], 1.0, min_samples=3) == [-1, -1]
    assert labels(np.empty((0, 2)), 1.0, min_samples=1) == []


def test_zero_vectors_are_a_direction_of_their_own():
    vectors = [[0, 0], [0, 0], [1, 0], [2, 0], [0, 3]]
    assert labels(vectors, 0.5, min_samples=2, metric="cosine") == [0, 0, 1, 1, -1]
    assert labels(vectors, 0.999, min_samples=2, metric="cosine") == [0, 0, 1, 1, -1]
    assert labels(vectors, 1.001, min_samples=2, metric="cosine") == [0] * 5


def test_unit_vectors_of_extreme_lengths():
    tiny = np.float32(1e-45)
    points = unit_vectors(np.array([[tiny, 0], [3e38, 3e38]], dtype=np.float32))
    assert np.allclose(np.linalg.norm(points, axis=1), 1)


def test_metrics_turn_distances_both_ways():
    for name, metric in METRICS.items():
        for eps in (1e-6, 0.3, 1.7):
            back = metric.from_euclidean(np.array([metric.to_euclidean(eps)]))
            assert back[0] == pytest.approx(eps), name


def test_memory_mapped_vectors(tmp_path):
    vectors = gaussian(np.random.default_rng(0), 100, 3).astype(np.float32)
    np.save(tmp_path / "v.npy", vectors)
    mapped = np.load(tmp_path / "v.npy", mmap_mode="r")
    assert labels(mapped, 1.0) == labels(vectors, 1.0)
