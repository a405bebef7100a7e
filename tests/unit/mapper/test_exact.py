"""Five hundred cases against scikit-learn; where labels differ, exact arithmetic must side with us.

The tiles are made so small that every phase of the engine is reached by a few hundred rows.
"""

from fractions import Fraction

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.cluster import DBSCAN

from topopress.mapper.exact import plain
from topopress.mapper.exact.blocks import Interval, Tiling
from topopress.mapper.exact.engine import dbscan_interval, labels, look_at_all_pairs
from topopress.mapper.exact.plain import plain_dbscan
from topopress.mapper.exact.points import POINTS
from topopress.mapper.exact.projection import project
from topopress.mapper.metrics import METRICS

SMALL = Tiling(height=32, width=100, diagonal=64, direct=100, seeds=40, large=20)
SIZES = (1, 2, 30, 120, 400)
WIDTHS = (2, 17, 64, 130, 300, 600)
N_CASES = 20  # of each kind and share of near pairs; with 5 kinds and 5 shares: 500


def gauss(rng, n, d):
    spread = np.exp(rng.normal(0, 0.4, (n, 1)))
    return rng.normal(size=(n, d)) * spread + 2 * rng.integers(0, 4, (n, 1))


def relu(rng, n, d):
    low = rng.normal(size=(n, 8)) @ rng.normal(size=(8, d))
    return 300 * np.maximum(low + 0.1 * rng.normal(size=(n, d)), 0)


def integers(rng, n, d):
    return rng.integers(0, 3, (n, d))


def duplicates(rng, n, d):
    few = max(2, n // 6)
    return 50 * rng.normal(size=(few, d))[rng.integers(0, few, n)] + 1000


def line(rng, n, d):
    rows = np.zeros((n, d))
    rows[:, 0] = rng.permutation(n)
    return rows


KINDS = {"gauss": gauss, "relu": relu, "integers": integers, "duplicates": duplicates, "line": line}


def chosen_eps(kind, rng, vectors, share):
    if kind == "line":
        return float(rng.choice([1.0, 2.0, 5.0]))
    points = vectors[:100].astype(np.float64)
    squares = (points**2).sum(axis=1)
    squared = np.maximum(squares[:, None] + squares - 2 * points @ points.T, 0)
    eps = np.sqrt(
        np.quantile(squared[np.triu_indices(len(points), 1)], share) if len(points) > 1 else 1
    )
    if kind == "integers":
        eps = np.sqrt(np.round(eps**2))  # ties on eps
    return float(eps) or 1e-3


def engine_labels(vectors, eps, min_samples, *, metric="euclidean", tiling=SMALL, rows=None):
    rows = np.arange(len(vectors)) if rows is None else rows
    projection = project(POINTS[metric](vectors), rng=np.random.default_rng(0))
    return dbscan_interval(projection, rows, eps, min_samples, tiling=tiling)


def whole_labels(vectors, eps, min_samples, *, metric="euclidean", rows=None):
    """Return the labels where all channels are multiplied from the first pair on."""
    rows = np.arange(len(vectors)) if rows is None else rows
    projection = project(POINTS[metric](vectors), rng=np.random.default_rng(0))
    interval = Interval(projection, rows, [eps], min_samples, SMALL, lambda: None)
    interval.widen()
    look_at_all_pairs(interval)
    return labels(interval)[0]


def exact_labels(points, eps, min_samples):
    """DBSCAN by the definition; distances near eps as fractions."""
    squared = ((points[:, None] - points[None]) ** 2).sum(axis=-1) if len(points) < 60 else None
    if squared is None:
        squared = np.array([((points - point) ** 2).sum(axis=1) for point in points])
    near = squared <= eps**2
    for a, b in np.argwhere(np.abs(squared - eps**2) <= 1e-9 * eps**2):
        if a < b:
            near[a, b] = near[b, a] = fraction_near(points[a], points[b], eps)
    dbscan = DBSCAN(eps=0.5, min_samples=min_samples, metric="precomputed")
    return dbscan.fit_predict(np.where(near, 0.0, 1.0))


def fraction_near(x, y, eps):
    gaps = [
        Fraction(a) - Fraction(b) for a, b in zip(x.tolist(), y.tolist(), strict=True) if a != b
    ]
    return sum(gap * gap for gap in gaps) <= Fraction(eps) ** 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.0, 0.01, 0.1, 0.4, 0.9])
def test_labels_are_scikit_learns_or_it_is_wrong(kind, share):
    rng = np.random.default_rng([list(KINDS).index(kind), round(100 * share)])
    for case in range(N_CASES):
        n, d = int(rng.choice(SIZES)), int(rng.choice(WIDTHS))
        min_samples = int(rng.integers(1, 11))
        vectors = KINDS[kind](rng, n, d).astype(np.float32)
        eps = chosen_eps(kind, rng, vectors, share)
        found = engine_labels(vectors, eps, min_samples)
        points = vectors.astype(np.float64)
        assert np.array_equal(found, plain_dbscan(points, [eps], min_samples)[0]), case
        assert np.array_equal(found, whole_labels(vectors, eps, min_samples)), case
        theirs = DBSCAN(eps=eps, min_samples=min_samples).fit_predict(points)
        if not np.array_equal(found, theirs):
            assert np.array_equal(found, exact_labels(points, eps, min_samples)), case


@pytest.mark.parametrize("kind", ["gauss", "relu", "duplicates"])
def test_cosine_labels_with_zero_rows(kind):
    rng = np.random.default_rng(4)
    for eps in (0.01, 0.2, 0.999, 1.001):
        vectors = KINDS[kind](rng, 300, 40).astype(np.float32)
        vectors[rng.integers(0, 300, 9)] = 0
        radius = METRICS["cosine"].to_euclidean(eps)
        points = METRICS["cosine"].points(vectors)
        found = engine_labels(vectors, radius, 4, metric="cosine")
        assert np.array_equal(found, plain_dbscan(points, [radius], 4)[0])
        assert np.array_equal(found, whole_labels(vectors, radius, 4, metric="cosine"))
        assert np.array_equal(found, DBSCAN(eps=radius, min_samples=4).fit_predict(points))


@pytest.mark.parametrize("kind", ["gauss", "relu"])
def test_default_tiles_on_thousands_of_rows(kind):
    vectors = KINDS[kind](np.random.default_rng(5), 5000, 64).astype(np.float32)
    eps = chosen_eps(kind, None, vectors, 0.02)
    found = engine_labels(vectors, eps, 5, tiling=Tiling())
    assert np.array_equal(found, DBSCAN(eps=eps, min_samples=5).fit_predict(vectors.astype(float)))
    assert len(np.unique(found)) > 1


@pytest.mark.parametrize("kind", KINDS)
def test_tiles_change_nothing(kind):
    rng = np.random.default_rng(6)
    vectors = KINDS[kind](rng, 500, 30).astype(np.float32)
    eps = chosen_eps(kind, rng, vectors, 0.03)
    tilings = (
        SMALL, Tiling(), Tiling(1, 7, 5, 0, 3, 2), Tiling(64, 64, 500, 10, 1, 1),
        Tiling(50, 33, 20, 499, 499, 1000),
    )  # fmt: skip
    first, *others = [engine_labels(vectors, eps, 4, tiling=tiling) for tiling in tilings]
    assert all(np.array_equal(first, other) for other in others)


def test_the_order_of_the_rows_only_renumbers_clusters_and_moves_contested_border_rows():
    rng = np.random.default_rng(7)
    vectors = relu(rng, 400, 30).astype(np.float32)
    eps = chosen_eps("relu", rng, vectors, 0.03)
    order = rng.permutation(400)
    # Rows are named by their old numbers: what remains is a set of rows per cluster of core rows.
    for min_samples in (1, 2):  # no border rows, so nothing is contested
        first = engine_labels(vectors, eps, min_samples)
        second = np.empty(400, dtype=np.int32)
        second[order] = engine_labels(vectors[order], eps, min_samples)
        assert np.array_equal(first < 0, second < 0)
        pairs = {(a, b) for a, b in zip(first.tolist(), second.tolist(), strict=True) if a >= 0}
        assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})


@pytest.mark.parametrize("size", [1e-40, 1e-30, 1e-12, 1e12, 1e30])
def test_extreme_sizes(size):
    vectors = (gauss(np.random.default_rng(8), 200, 5) * size).astype(np.float32)
    points = vectors.astype(np.float64)
    found = engine_labels(vectors, 2 * size, 4)
    assert np.array_equal(found, plain_dbscan(points, [2 * size], 4)[0])
    scaled = DBSCAN(eps=2.0, min_samples=4).fit_predict(points / size)
    assert size < 1e-36 or np.array_equal(found, scaled)
    assert len(np.unique(found)) > 1


@pytest.mark.parametrize("eps", [1e-320, 1e-160, 1e160, 1e300])
def test_extreme_radii(eps):
    vectors = duplicates(np.random.default_rng(9), 60, 3).astype(np.float32)
    found = engine_labels(vectors, eps, 2)
    assert np.array_equal(found, plain_dbscan(vectors.astype(np.float64), [eps], 2)[0])
    assert (len(np.unique(found)) == 1) == (eps > 1)


def test_an_outlier_far_away_does_not_blur_the_others():
    vectors = gauss(np.random.default_rng(10), 300, 5).astype(np.float32)
    vectors[17] = 1e30
    found = engine_labels(vectors, 1.5, 4)
    assert np.array_equal(found, plain_dbscan(vectors.astype(np.float64), [1.5], 4)[0])
    assert found[17] == -1


def test_few_rows_and_no_channels():
    assert engine_labels(np.empty((0, 3), dtype=np.float32), 1.0, 1).tolist() == []
    assert engine_labels(np.zeros((1, 3), dtype=np.float32), 1.0, 1).tolist() == [0]
    assert engine_labels(np.zeros((4, 3), dtype=np.float32), 1.0, 5).tolist() == [-1] * 4
    assert engine_labels(np.zeros((4, 3), dtype=np.float32), 1.0, 4).tolist() == [0] * 4


@pytest.mark.parametrize("min_samples", [1, 3])
def test_borderline_pairs_beyond_the_first_block_of_rows(monkeypatch, min_samples):
    """Integers lie at a radius exactly, so pairs of every two blocks are decided again."""
    monkeypatch.setattr(plain, "ROWS_AT_ONCE", 7)
    points = np.random.default_rng(0).integers(0, 9, size=(60, 3)).astype(float)
    radii = [1.0, 2.0, 3.0]
    found = plain.plain_dbscan(points, radii, min_samples)
    for eps, own in zip(radii, found, strict=True):
        expected = DBSCAN(eps=eps, min_samples=min_samples, metric="precomputed")
        assert own.tolist() == expected.fit_predict(cdist(points, points)).tolist()
