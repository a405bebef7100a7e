import numpy as np
import pytest
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA

from topopress.analysis.nodes.projection import project
from topopress.config.schema import Projection
from topopress.mapper.principal import principal_components

DIGITS = load_digits().data[:300].astype(np.float32)
LABELS = load_digits().target[:300]
PRINCIPAL = Projection(kind="pca")
NEIGHBOURS = Projection(kind="tsne", perplexity=20.0)


def test_principal_components_are_scikit_learns_up_to_sign():
    found = principal_components(DIGITS, 5)
    expected = PCA(5, svd_solver="full").fit_transform(DIGITS.astype(np.float64))
    assert np.allclose(np.abs(found), np.abs(expected), atol=1e-6)


def test_the_sign_is_that_of_the_largest_entry():
    line = np.array([[0, 0], [1, -3], [2, -6]], dtype=np.float32)
    found = project(line, PRINCIPAL, seed=0)
    assert (np.diff(found[:, 0]) < 0).all()


def test_memory_mapped_rows_in_blocks(tmp_path, monkeypatch):
    np.save(tmp_path / "v.npy", DIGITS)
    plain = project(DIGITS, PRINCIPAL, seed=0)
    monkeypatch.setattr("topopress.mapper.principal.ROWS_AT_ONCE", 37)
    mapped = project(np.load(tmp_path / "v.npy", mmap_mode="r"), PRINCIPAL, seed=0)
    assert np.allclose(mapped, plain, atol=1e-4)


@pytest.mark.parametrize("settings", [PRINCIPAL, NEIGHBOURS])
@pytest.mark.parametrize("n_rows", [1, 2, 3, 4, 5, 12])
@pytest.mark.parametrize("n_channels", [1, 3])
def test_few_rows_and_few_channels(settings, n_rows, n_channels):
    vectors = np.random.default_rng(0).normal(size=(n_rows, n_channels)).astype(np.float32)
    found = project(vectors, settings, seed=0)
    assert found.shape == (n_rows, 2)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()


@pytest.mark.parametrize("settings", [PRINCIPAL, NEIGHBOURS])
@pytest.mark.parametrize("value", [0.0, 3.0])
def test_equal_rows_fall_on_one_point(settings, value):
    found = project(np.full((20, 4), value, dtype=np.float32), settings, seed=0)
    assert np.abs(found - found[0]).max() < 1e-6


def test_tsne_is_repeatable_and_keeps_neighbours():
    found = project(DIGITS, NEIGHBOURS, seed=0)
    assert np.array_equal(found, project(DIGITS, NEIGHBOURS, seed=0))
    distance = np.linalg.norm(found[:, None] - found[None], axis=2)
    np.fill_diagonal(distance, np.inf)
    assert (LABELS[distance.argmin(axis=1)] == LABELS).mean() > 0.9
