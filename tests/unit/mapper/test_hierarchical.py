"""HDBSCAN and agglomeration: scikit-learn's clusters, in our order."""

import numpy as np
import pytest
from sklearn.cluster import HDBSCAN, AgglomerativeClustering

from topopress.config.schema import Mapper, UniformCover
from topopress.core.errors import ConfigError
from topopress.mapper.clusterers import all_pairs
from topopress.mapper.clusterers.agglomerative import Agglomerative
from topopress.mapper.clusterers.dbscan import Dbscan
from topopress.mapper.clusterers.hdbscan import Hdbscan
from topopress.mapper.graph import build_graph

METRICS = ("euclidean", "cosine")


def blobs(n=300, seed=0):
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(5, 8)) * 4
    return (centres[rng.integers(5, size=n)] + rng.normal(size=(n, 8))).astype(np.float32)


def hdbscan(metric="euclidean", **settings):
    return Hdbscan(kind="hdbscan", metric=metric, **settings)


def agglomerative(metric="euclidean", **settings):
    return Agglomerative(kind="agglomerative", metric=metric, **settings)


def labels(vectors, settings, eps=1.0, rows=None):
    rows = np.arange(len(vectors)) if rows is None else np.array(rows, dtype=np.int64)
    vectors = np.asarray(vectors, dtype=np.float32)
    (found,) = settings.labels(vectors, [rows], np.array([eps]))
    assert found.dtype == np.int32
    assert len(found) == len(rows)
    return found


def assert_numbered_by_first_row(found):
    first = [int(np.flatnonzero(found == c)[0]) for c in range(found.max(initial=-1) + 1)]
    assert first == sorted(first)


def assert_same_clusters(found, reference):
    pairs = set(zip(found.tolist(), reference.tolist(), strict=True))
    assert len(pairs) == len(set(found.tolist())) == len(set(reference.tolist()))
    assert_numbered_by_first_row(found)


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("sizes", [(5, 5), (8, 3), (20, 1)])
def test_hdbscan_is_scikit_learns(metric, sizes):
    cluster, samples = sizes
    settings = hdbscan(metric, min_cluster_size=cluster, min_samples=samples)
    reference = HDBSCAN(
        min_cluster_size=cluster, min_samples=samples, metric=metric, copy=True
    ).fit_predict(blobs().astype(np.float64))
    found = labels(blobs(), settings)
    assert_same_clusters(found, reference)
    assert np.array_equal(found == -1, reference == -1)
    assert found.max() >= 2


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("linkage", ["single", "complete", "average"])
@pytest.mark.parametrize("min_size", [1, 4])
def test_agglomeration_is_scikit_learns_but_for_small_clusters(metric, linkage, min_size):
    eps = 2.5 if metric == "euclidean" else 0.08
    reference = AgglomerativeClustering(
        n_clusters=None, distance_threshold=eps, linkage=linkage, metric=metric
    ).fit_predict(blobs().astype(np.float64))
    small = np.bincount(reference)[reference] < min_size
    found = labels(blobs(), agglomerative(metric, linkage=linkage, min_size=min_size), eps)
    assert_same_clusters(found, np.where(small, -1, reference))
    assert np.array_equal(found == -1, small)
    assert found.max() >= 2


def test_clusters_at_the_threshold_exactly_stay_apart():
    line = [[0], [1], [3], [4]]
    settings = agglomerative(linkage="single", min_size=2)
    assert labels(line, settings, 2.0).tolist() == [0, 0, 1, 1]
    assert labels(line, settings, np.nextafter(2.0, 3)).tolist() == [0, 0, 0, 0]
    assert labels(line, settings, 1.0).tolist() == [-1, -1, -1, -1]


def test_linkages_by_hand():
    # The chain 0 2 4: its ends are 4 apart, and 3 on average from the middle of the first two.
    line = [[0], [2], [4]]
    for linkage, joined_from in (("single", 2), ("average", 3), ("complete", 4)):
        settings = agglomerative(linkage=linkage, min_size=3)
        assert labels(line, settings, joined_from).tolist() == [-1, -1, -1], linkage
        assert labels(line, settings, joined_from + 1e-6).tolist() == [0, 0, 0], linkage


def test_too_few_rows():
    assert labels(blobs(4), hdbscan()).tolist() == [-1] * 4
    assert labels(blobs(4), agglomerative()).tolist() == [-1] * 4
    assert labels(blobs(1), agglomerative(min_size=1)).tolist() == [0]
    for settings in (hdbscan(), agglomerative(min_size=1)):
        assert labels(blobs(3), settings, rows=[]).tolist() == []


def test_zero_rows_and_duplicates():
    vectors = np.zeros((12, 3))
    vectors[6:] = [1, 2, 3]
    for metric in METRICS:
        assert labels(vectors, hdbscan(metric)).tolist() == [0] * 6 + [1] * 6
        assert labels(vectors, agglomerative(metric), 0.5).tolist() == [0] * 6 + [1] * 6


@pytest.mark.parametrize("settings", [hdbscan(), agglomerative(min_size=1)])
def test_an_interval_with_too_many_rows_is_refused_before_any_work(settings, monkeypatch):
    monkeypatch.setattr(all_pairs, "MOST_ROWS", 50)
    rows = [np.arange(20), np.arange(51)]
    with pytest.raises(ConfigError, match=r"at most 50 rows.*interval 1 has 51. Take more"):
        settings.labels(blobs(60), rows, np.array([1.0, 1.0]))


def test_hdbscan_has_no_radius_and_agglomeration_reads_it_off_as_dbscan_does():
    vectors, rows = blobs(), [np.arange(150), np.arange(100, 300)]
    assert hdbscan().radii(vectors, rows, seed=0).shape == (0,)
    found = agglomerative(eps_quantile=0.4, min_size=3).radii(vectors, rows, seed=0)
    dbscan = Dbscan(metric="euclidean", eps_quantile=0.4, min_samples=3)
    assert np.array_equal(found, dbscan.radii(vectors, rows, seed=0))
    given = agglomerative(distance_threshold=1.5).radii(vectors, rows, seed=0)
    assert given.tolist() == [1.5, 1.5]


@pytest.mark.parametrize("clusterer", [hdbscan(), agglomerative(eps_quantile=0.5)])
def test_a_graph_of_blobs(clusterer):
    settings = Mapper(cover=UniformCover(n_intervals=4), clusterer=clusterer)
    graph = build_graph(blobs(), settings, seed=0)
    assert graph.n_nodes >= 5
    assert graph.eps.shape == ((0,) if clusterer.kind == "hdbscan" else (4,))


@pytest.mark.parametrize("linkage", ["single", "complete", "average"])
def test_rows_are_joined_once_for_all_radii(linkage):
    settings, rows = agglomerative("cosine", linkage=linkage), [np.arange(200), np.arange(150, 300)]
    variants = [
        settings.model_copy(update=change)
        for change in ({"distance_threshold": 0.05}, {"eps_quantile": 0.95}, {"eps_quantile": 0.4})
    ]
    found = settings.labels_of_each(blobs(), rows, variants, seed=0)
    for variant, labels_of_variant in zip(variants, found, strict=True):
        alone = variant.labels(blobs(), rows, variant.radii(blobs(), rows, seed=0))
        assert all(map(np.array_equal, labels_of_variant, alone))
