from importlib.util import find_spec

import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.manifold import trustworthiness
from sklearn.neighbors import NearestNeighbors

from topopress.analysis.nodes.kept_neighbours import kept_neighbours
from topopress.analysis.nodes.projection import pca, tsne, umap
from topopress.core.arrays import Float32
from topopress.mapper.metrics import METRICS
from topopress.mapper.principal import principal_components

DIGITS = load_digits().data[:300].astype(np.float32)
LABELS = load_digits().target[:300]
HAS_UMAP = find_spec("umap") is not None
NEEDS_UMAP = pytest.mark.skipif(not HAS_UMAP, reason="umap-learn is not installed")
KINDS = ["pca", "tsne", pytest.param("umap", marks=NEEDS_UMAP)]


def project(kind: str, vectors: Float32) -> Float32:
    """Return the scatter of a kind."""
    if kind == "tsne":
        return tsne(vectors, perplexity=20.0, seed=0)
    if kind == "umap":
        return umap(vectors, n_neighbors=15, min_dist=0.1, seed=0)
    return pca(vectors)[0]


def test_principal_components_are_scikit_learns_up_to_sign():
    found = principal_components(DIGITS, 5)
    expected = PCA(5, svd_solver="full").fit_transform(DIGITS.astype(np.float64))
    assert np.allclose(np.abs(found), np.abs(expected), atol=1e-6)


def test_the_sign_is_that_of_the_largest_entry():
    line = np.array([[0, 0], [1, -3], [2, -6]], dtype=np.float32)
    found, share = pca(line)
    assert share == pytest.approx(1)
    assert (np.diff(found[:, 0]) < 0).all()


def test_memory_mapped_rows_in_blocks(tmp_path, monkeypatch):
    np.save(tmp_path / "v.npy", DIGITS)
    plain, share = pca(DIGITS)
    monkeypatch.setattr("topopress.mapper.principal.ROWS_AT_ONCE", 37)
    mapped, again = pca(np.load(tmp_path / "v.npy", mmap_mode="r"))
    assert np.allclose(mapped, plain, atol=1e-4)
    assert share == pytest.approx(again)
    assert share == pytest.approx(PCA(2).fit(DIGITS).explained_variance_ratio_.sum(), rel=1e-4)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n_rows", [1, 2, 3, 4, 5, 12])
@pytest.mark.parametrize("n_channels", [1, 3])
def test_few_rows_and_few_channels(kind, n_rows, n_channels):
    vectors = np.random.default_rng(0).normal(size=(n_rows, n_channels)).astype(np.float32)
    found = project(kind, vectors)
    assert found.shape == (n_rows, 2)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [0.0, 3.0])
def test_equal_rows_fall_on_one_point(kind, value):
    found = project(kind, np.full((20, 4), value, dtype=np.float32))
    assert np.abs(found - found[0]).max() < 1e-6


@pytest.mark.parametrize("kind", KINDS[1:])
def test_embeddings_are_repeatable_and_keep_neighbours(kind):
    found = project(kind, DIGITS)
    assert np.array_equal(found, project(kind, DIGITS))
    distance = np.linalg.norm(found[:, None] - found[None], axis=2)
    np.fill_diagonal(distance, np.inf)
    assert (LABELS[distance.argmin(axis=1)] == LABELS).mean() > 0.9


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
def test_kept_neighbours_are_scikit_learns_figures(metric, monkeypatch):
    monkeypatch.setattr("topopress.analysis.nodes.kept_neighbours.ROWS_AT_ONCE", 70)
    noise = np.random.default_rng(0).normal(scale=1e-3, size=DIGITS.shape)
    vectors = (DIGITS + noise).astype(np.float32)  # without ties
    points = pca(vectors)[0]
    kept, trust = kept_neighbours(vectors, points, metric=metric, seed=0)
    true = METRICS[metric].points(vectors)
    assert trust == pytest.approx(trustworthiness(true, points, n_neighbors=10), abs=1e-6)
    near, nearest = (
        NearestNeighbors(n_neighbors=10).fit(each).kneighbors(return_distance=False)
        for each in (points, true)
    )
    assert kept == pytest.approx(
        np.mean([np.isin(a, b) for a, b in zip(near, nearest, strict=True)])
    )


def test_a_faithful_scatter_keeps_all_neighbours_and_equal_rows_are_ties():
    plane = np.random.default_rng(0).normal(size=(90, 2)).astype(np.float32)
    assert kept_neighbours(plane, plane, metric="euclidean", seed=0) == (1, 1)
    assert kept_neighbours(plane[:21], plane[:21], metric="euclidean", seed=0) is None
    equal = np.zeros((60, 3), np.float32)
    assert kept_neighbours(equal, equal[:, :2], metric="cosine", seed=0) == (1, 1)


def test_of_many_points_some_are_judged(monkeypatch):
    points = pca(DIGITS)[0]
    whole = kept_neighbours(DIGITS, points, metric="cosine", seed=0)
    monkeypatch.setattr("topopress.analysis.nodes.kept_neighbours.JUDGED", 150)
    some = kept_neighbours(DIGITS, points, metric="cosine", seed=0)
    assert some == kept_neighbours(DIGITS, points, metric="cosine", seed=0) != whole
    assert np.allclose(some, whole, atol=0.05)
