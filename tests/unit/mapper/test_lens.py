import numpy as np
import pytest
from scipy.spatial.distance import cdist
from scipy.special import logsumexp

from topopress.config.lenses import FORMS, is_column
from topopress.core.errors import ActivationError, ConfigError
from topopress.mapper import distance_lenses
from topopress.mapper.lens import LENSES, ROWS_AT_ONCE, l2_norm, lens_values
from topopress.mapper.metrics import METRICS, unit_vectors


def test_l2_norm_of_a_pythagorean_row():
    assert l2_norm(np.array([[3, 4], [0, 0]], dtype=np.float32)).tolist() == [5, 0]


def test_long_rows_neither_overflow_nor_lose_digits():
    assert l2_norm(np.array([[3e30, 4e30]], dtype=np.float32))[0] == pytest.approx(5e30, rel=1e-7)


def test_the_lens_of_a_row_does_not_depend_on_the_rows_around_it(tmp_path):
    vectors = np.random.default_rng(0).normal(size=(ROWS_AT_ONCE + 7, 5)).astype(np.float32)
    np.save(tmp_path / "v.npy", vectors)
    lens = l2_norm(np.load(tmp_path / "v.npy", mmap_mode="r"))
    assert np.array_equal(lens, l2_norm(vectors[::-1])[::-1])
    assert np.array_equal(lens[-3:], l2_norm(vectors[-3:]))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_row_that_is_not_finite_is_named(bad):
    vectors = np.ones((4, 2), dtype=np.float32)
    vectors[2, 1] = bad
    with pytest.raises(ActivationError, match="1 of 4 rows, first in row 2"):
        lens_values(vectors, "l2_norm")


def test_no_rows_is_an_error():
    with pytest.raises(ActivationError, match="at least one sample"):
        lens_values(np.empty((0, 3), dtype=np.float32), "l2_norm")


# The corners of a rectangle, and its centre twice.
RECTANGLE = np.array([(-3, -4), (3, -4), (-3, 4), (3, 4), (0, 0), (0, 0)], dtype=np.float32)


@pytest.mark.parametrize(
    ("name", "metric", "values"),
    [
        ("l1_norm", "euclidean", [7, 7, 7, 7, 0, 0]),
        ("l2_norm", "euclidean", [5, 5, 5, 5, 0, 0]),
        ("max_norm", "euclidean", [4, 4, 4, 4, 0, 0]),
        # The longer side is the first component; the sign makes its loading positive.
        ("component:1", "euclidean", [-4, -4, 4, 4, 0, 0]),
        ("component:2", "euclidean", [-3, 3, -3, 3, 0, 0]),
        # (0 + 6 + 8 + 10 + 5 + 5) / 6 at the corners, 4 * 5 / 6 in the centre.
        ("eccentricity", "euclidean", [34 / 6] * 4 + [20 / 6] * 2),
        ("knn_distance:1", "euclidean", [5, 5, 5, 5, 0, 0]),
        ("knn_distance:3", "euclidean", [16 / 3] * 4 + [10 / 3] * 2),
        # There are but five others.
        ("knn_distance:9", "euclidean", [34 / 5] * 4 + [20 / 5] * 2),
        # Corners: themselves 0, opposite 2, 1 to the zero rows, 1 -+ 7/25 to the neighbours.
        ("eccentricity", "cosine", [(0 + 2 + 2 + 1 + 1) / 6] * 4 + [4 / 6] * 2),
        ("knn_distance:1", "cosine", [1 - 7 / 25] * 4 + [0, 0]),
    ],
)
def test_values_computed_by_hand(name, metric, values):
    assert lens_values(RECTANGLE, name, metric=metric) == pytest.approx(values, abs=1e-6)


def test_density_computed_by_hand():
    # On the line 0 1 2 3 4 5 the 5th others are at 5 4 3 3 4 5: h is their median, 4.
    line = np.arange(6, dtype=np.float32)[:, None]
    found = lens_values(line, "density", metric="euclidean")
    steps = np.abs(line - line.T)
    kernel = np.exp(-(steps**2) / (2 * 4**2)) - np.eye(6)
    assert found == pytest.approx(np.log(kernel.sum(axis=1) / 5), abs=1e-6)
    assert found.argmax() in (2, 3)


def relu_rows(n=400, d=25):
    vectors = np.maximum(np.random.default_rng(2).normal(0.5, 2, (n, d)), 0).astype(np.float32)
    vectors[3] = vectors[9] = 0
    vectors[5] = vectors[6]
    return vectors


def all_distances(vectors, metric):
    points = METRICS[metric].points(vectors)
    return METRICS[metric].from_euclidean(cdist(points, points))


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
def test_distances_are_those_of_brute_force(metric):
    vectors = relu_rows()
    distances = all_distances(vectors, metric)
    others = distances + np.diag(np.full(len(vectors), np.inf))
    nearest = np.sort(others, axis=1)[:, :7]
    bandwidth = np.median(nearest[:, 4])
    kernel = logsumexp(-(others**2) / (2 * bandwidth**2), axis=1) - np.log(len(vectors) - 1)
    expected = {
        "eccentricity": distances.mean(axis=1),
        "knn_distance:7": nearest.mean(axis=1),
        "density": kernel,
    }
    for name, values in expected.items():
        found = lens_values(vectors, name, metric=metric)
        np.testing.assert_allclose(found, values, rtol=2e-4, atol=1e-5, err_msg=name)


@pytest.mark.parametrize("name", ["eccentricity", "knn_distance", "density"])
def test_many_rows_are_compared_with_some_that_the_seed_draws(name, monkeypatch):
    vectors = relu_rows()
    exact = lens_values(vectors, name)
    monkeypatch.setattr(distance_lenses, "REFERENCE_ROWS", 200)
    first, again, other = (lens_values(vectors, name, seed=seed) for seed in (0, 0, 1))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert np.corrcoef(first, exact)[0, 1] > 0.9
    assert (first[[5, 6]] > (0 if name == "eccentricity" else -np.inf)).all()


def test_the_cosine_eccentricity_asks_all_rows_however_many(monkeypatch):
    vectors = relu_rows()
    exact = lens_values(vectors, "eccentricity", metric="cosine")
    monkeypatch.setattr(distance_lenses, "REFERENCE_ROWS", 20)
    assert np.array_equal(lens_values(vectors, "eccentricity", metric="cosine"), exact)
    assert exact == pytest.approx(all_distances(vectors, "cosine").mean(axis=1))
    assert unit_vectors(vectors).shape[1] == vectors.shape[1] + 1


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
@pytest.mark.parametrize("name", ["eccentricity", "knn_distance", "density", "component:1"])
def test_one_row_and_rows_on_top_of_each_other_have_a_constant_lens(name, metric):
    for n_rows in (1, 2, 12):
        vectors = np.tile(np.array([[1, 2, 3]], dtype=np.float32), (n_rows, 1))
        assert lens_values(vectors, name, metric=metric) == pytest.approx(np.zeros(n_rows))


@pytest.mark.parametrize("name", ["component:1", "component:3"])
def test_components_are_those_of_scikit_learn(name, tmp_path):
    from sklearn.decomposition import PCA

    vectors = relu_rows(n=ROWS_AT_ONCE + 50, d=12)
    np.save(tmp_path / "v.npy", vectors)
    number = int(name[-1])
    pca = PCA(number).fit(vectors.astype(np.float64))
    expected, loading = pca.transform(vectors.astype(np.float64))[:, -1], pca.components_[-1]
    found = lens_values(np.load(tmp_path / "v.npy", mmap_mode="r"), name)
    np.testing.assert_allclose(found, expected * np.sign(loading[np.abs(loading).argmax()]))


def test_a_component_without_variance_is_zero_and_one_too_many_is_an_error():
    flat = np.array([[1, 2, 2], [2, 4, 4], [3, 6, 6]], dtype=np.float32)
    assert lens_values(flat, "component:3").tolist() == [0, 0, 0]
    with pytest.raises(ConfigError, match="'component:4' of a layer with 3 channels"):
        lens_values(flat, "component:4")


@pytest.mark.parametrize("name", sorted(LENSES))
def test_no_lens_hides_a_row_that_is_not_finite(name):
    vectors = relu_rows()
    vectors[7, 3] = np.nan
    name = {"component": "component:1"}.get(name, name)
    with pytest.raises(ActivationError, match="1 of 400 rows, first in row 7"):
        lens_values(vectors, name)


def test_each_lens_is_computed_or_handed_over():
    examples = {
        "component": "component:1",
        "knn_distance": "knn_distance:5",
        "raw": "raw:l2_norm",
        "file": "file:my.py:f",
    }
    names = {examples.get(kind, f"{kind}:x" if FORMS[kind] else kind) for kind in FORMS}
    assert {name.partition(":")[0] for name in names if not is_column(name)} == set(LENSES)


def test_columns_are_taken_as_they_come_and_must_fit():
    vectors = np.ones((3, 2), dtype=np.float32)
    columns = {"metadata:age": np.array([3.0, 1.0, 2.0])}
    assert lens_values(vectors, "metadata:age", columns=columns).tolist() == [3, 1, 2]
    with pytest.raises(ValueError, match="needs a column"):
        lens_values(vectors, "confidence", columns=columns)
    with pytest.raises(ValueError, match=r"shape \(2,\), not \(3,\)"):
        lens_values(vectors, "confidence", columns={"confidence": np.zeros(2)})
