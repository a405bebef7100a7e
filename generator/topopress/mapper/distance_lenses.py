"""Lenses computed from the distances of a row to the others: eccentricity, neighbours, density.

Each row is compared with all others, or with ``REFERENCE_ROWS`` of them, drawn by the seed, if
there are more.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float32, Float64, Int64
from topopress.core.seeds import rng_for
from topopress.mapper.metrics import METRICS, unit_vectors

REFERENCE_ROWS = 10_000
"""Largest number of rows with which each row is compared."""
ROWS_AT_ONCE = 256
BANDWIDTH_ROWS = 1000
BANDWIDTH_NEIGHBOUR = 5


@dataclass(frozen=True, slots=True, eq=False)
class _Reference:
    """The rows with which each row is compared, ascending, and squared lengths of their points.

    The origin is subtracted from Euclidean points, so that fewer digits are lost.
    """

    rows: Int64
    points: Float32
    squares: Float32
    origin: Float64
    metric: str


def eccentricity(vectors: Float32, metric: str, *, seed: int) -> Float64:
    """Return the mean distance of each row to all rows, itself included.

    This is the eccentricity of Singh, Mémoli and Carlsson 2007 with the exponent p = 1. Cosine
    distance is linear in the other row, so its mean is over all rows, however many.

    The vectors are finite and may be memory-mapped; there is at least one row. The result has shape
    (n_rows,) and is in units of the metric.
    """
    if metric == "cosine":
        return _cosine_eccentricity(vectors)
    means = np.empty(len(vectors))
    reference = _reference(vectors, metric, seed)
    for rows, _, squared in _blocks(vectors, reference, np.arange(len(vectors))):
        squared[np.isinf(squared)] = 0
        means[rows] = np.sqrt(squared, dtype=np.float64).mean(axis=1)
    return means


def knn_distance(vectors: Float32, metric: str, *, neighbours: int, seed: int) -> Float64:
    """Return the mean distance of each row to its nearest others; see ``eccentricity``.

    There are fewer neighbours where there are fewer other rows. The neighbours are found with
    single-precision products; their distances are computed from the differences of the rows. In a
    sample of the rows, neighbours are farther apart. The value of a row that is alone is 0.
    """
    reference = _reference(vectors, metric, seed)
    nearest = _nearest(vectors, reference, np.arange(len(vectors)), neighbours)
    return np.asarray(nearest.mean(axis=1), dtype=np.float64)


def density(vectors: Float32, metric: str, *, seed: int) -> Float64:
    """Return the logarithm of a Gaussian kernel estimate of the density at each row.

    It is ``log(mean(exp(-d**2 / (2 h**2))))`` over the other rows, d their distance in the metric:
    the density up to a constant factor. The bandwidth h is the median distance of a row to its 5th
    nearest other row, over 1,000 rows drawn by the seed; a row that is equal to five others does
    not count. The result is not above 0, and 0 everywhere if all rows coincide.
    """
    reference = _reference(vectors, metric, seed)
    bandwidth = _bandwidth(vectors, reference, seed)
    values = np.zeros(len(vectors))
    if bandwidth == 0:
        return values
    for rows, _, squared in _blocks(vectors, reference, np.arange(len(vectors))):
        distances = _distances(squared, metric)
        exponents = -0.5 * (distances / bandwidth) ** 2
        highest = exponents.max(axis=1, keepdims=True)
        others = np.isfinite(exponents).sum(axis=1)
        sums = np.exp(exponents - highest).sum(axis=1)
        values[rows] = highest[:, 0] + np.log(sums / others)
    return values


def _cosine_eccentricity(vectors: Float32) -> Float64:
    n_rows = len(vectors)
    starts = range(0, n_rows, ROWS_AT_ONCE)
    blocks = (_directions(vectors[start : start + ROWS_AT_ONCE]) for start in starts)
    mean = sum(block.sum(axis=0) for block in blocks) / n_rows
    values = [1 - _directions(vectors[start : start + ROWS_AT_ONCE]) @ mean for start in starts]
    distances: Float64 = np.maximum(np.concatenate(values), 0)
    return distances


def _directions(vectors: Float32) -> Float64:
    """Return unit vectors, always with the extra coordinate of zero vectors."""
    points = unit_vectors(vectors)
    missing = vectors.shape[1] + 1 - points.shape[1]
    return np.pad(points, ((0, 0), (0, missing)))


def _reference(vectors: Float32, metric: str, seed: int) -> _Reference:
    rows = np.arange(len(vectors))
    if len(rows) > REFERENCE_ROWS:
        drawn = rng_for(seed, "lens").choice(len(rows), size=REFERENCE_ROWS, replace=False)
        rows = np.sort(drawn)
    taken = np.asarray(vectors[rows])
    origin = taken.mean(axis=0, dtype=np.float64)
    points = _points(taken, metric, origin)
    return _Reference(rows, points, _squares(points), origin, metric)


def _points(vectors: Float32, metric: str, origin: Float64) -> Float32:
    points = _directions(vectors) if metric == "cosine" else vectors - origin
    return points.astype(np.float32)


def _squares(points: Float32) -> Float32:
    squares: Float32 = np.einsum("ij,ij->i", points, points)
    return squares


def _blocks(
    vectors: Float32, reference: _Reference, queries: Int64
) -> Iterator[tuple[Int64, Float32, Float32]]:
    """Yield some rows, their points and squared distances to the reference.

    The distances have shape (n_rows, n_reference); that of a row to itself is infinite.
    """
    for start in range(0, len(queries), ROWS_AT_ONCE):
        rows = queries[start : start + ROWS_AT_ONCE]
        points = _points(np.asarray(vectors[rows]), reference.metric, reference.origin)
        squared = points @ reference.points.T
        squared *= -2
        squared += _squares(points)[:, None] + reference.squares
        np.maximum(squared, 0, out=squared)
        found = np.minimum(np.searchsorted(reference.rows, rows), len(reference.rows) - 1)
        itself = np.flatnonzero(reference.rows[found] == rows)
        squared[itself, found[itself]] = np.inf
        yield rows, points, squared


def _nearest(vectors: Float32, reference: _Reference, queries: Int64, neighbours: int) -> Float64:
    """Return the distances to the nearest others, ascending, shape (n_queries, neighbours)."""
    count = min(neighbours, len(reference.rows) - 1)
    if count == 0:
        return np.zeros((len(queries), 1))
    found = []
    for _, points, squared in _blocks(vectors, reference, queries):
        nearest = np.argpartition(squared, count - 1, axis=1)[:, :count]
        differences = (points - reference.points[column] for column in nearest.T)
        exact = [np.einsum("ij,ij->i", d, d, dtype=np.float64) for d in differences]
        found.append(np.sort(np.column_stack(exact), axis=1))
    return _distances(np.concatenate(found), reference.metric)


def _distances(squared: Float32 | Float64, metric: str) -> Float64:
    return METRICS[metric].from_euclidean(np.sqrt(squared, dtype=np.float64))


def _bandwidth(vectors: Float32, reference: _Reference, seed: int) -> float:
    n_rows = len(vectors)
    drawn = rng_for(seed, "bandwidth").choice(n_rows, min(BANDWIDTH_ROWS, n_rows), replace=False)
    farthest = _nearest(vectors, reference, np.sort(drawn), BANDWIDTH_NEIGHBOUR)[:, -1]
    apart = farthest[farthest > 0]
    return float(np.median(apart)) if len(apart) else 0.0
