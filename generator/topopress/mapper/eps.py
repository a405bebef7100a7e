"""The neighbourhood radius eps: given, or read off the data.

Read off the data it is a quantile of the distance to the ``min_samples - 1``-th neighbour (the
row itself not counted), which is the radius at which that share of the rows would be core
rows. A quantile, because the knee of that curve is ill-posed; and always among *all* rows of
the interval, because thinning them out moves neighbours apart and biases eps by a fifth.
"""

from collections.abc import Sequence

import numpy as np

from topopress.config.schema import Dbscan
from topopress.core.arrays import Float32, Float64, Int64, Uint8
from topopress.core.seeds import rng_for
from topopress.mapper.exact.parallel import single_threaded
from topopress.mapper.exact.points import POINTS, chosen
from topopress.mapper.lens import l2_norm
from topopress.mapper.metrics import METRICS

QUERIES = 1000
"""Query rows for ``auto``, over all intervals together."""
ADAPTIVE_QUERIES = 200
"""Query rows for ``adaptive``, in each interval."""
ADAPTIVE_MINIMUM = 50
"""Distances an adaptive quantile is taken of at least, borrowed from the nearest intervals."""
QUERIES_AT_ONCE = 1024
ROWS_AT_ONCE = 1024


def choose_eps(
    vectors: Float32, interval_rows: Sequence[Int64], settings: Dbscan, *, seed: int
) -> tuple[Float64, Float64]:
    """Return eps in each interval, and the curve it was read off.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
        interval_rows: Rows of each interval, ascending.
        settings: eps, its quantile, metric and ``min_samples``.
        seed: Seed from which the query rows are drawn.

    Returns:
        eps, shape (n_intervals,); and the sorted neighbour distances, empty where eps was given
        or no interval has ``min_samples`` rows.
    """
    if isinstance(settings.eps, float):
        return np.full(len(interval_rows), settings.eps), np.empty(0)
    quantile = settings.eps_quantile
    if quantile == "auto":
        raise ValueError('eps_quantile = "auto" has to be chosen before eps can be read off')
    if settings.eps == "auto":
        queries = _drawn_over_all(interval_rows, settings, seed)
    else:
        queries = _drawn_in_each(interval_rows, settings, seed)
    with single_threaded():
        samples = [
            neighbour_distances(vectors, rows, chosen, settings)
            for rows, chosen in zip(interval_rows, queries, strict=True)
        ]
    curve = np.sort(np.concatenate(samples))
    pools = [curve] * len(samples) if settings.eps == "auto" else _pooled(samples)
    # Where most rows are duplicates the quantile is 0, a radius no engine can work with.
    floor = METRICS[settings.metric].resolution(float(l2_norm(vectors).max()))
    eps = [_quantile(pool, quantile, floor) for pool in pools]
    return np.array(eps, dtype=np.float64), curve


def neighbour_distances(vectors: Float32, rows: Int64, queries: Int64, settings: Dbscan) -> Float64:
    """Return the distance of query rows to their ``min_samples - 1``-th neighbour.

    With ``min_samples = 1`` every row is a core row at any eps; the distance is then that to the
    nearest neighbour.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels).
        rows: All rows of the interval.
        queries: Places in ``rows``, shape (n_queries,).
        settings: Metric and ``min_samples``.

    Returns:
        Shape (n_queries,), in units of the metric.
    """
    if len(queries) == 0:
        return np.empty(0)
    found = [
        _nearest(vectors, rows, queries[start : start + QUERIES_AT_ONCE], settings)
        for start in range(0, len(queries), QUERIES_AT_ONCE)
    ]
    distances = np.sqrt(np.maximum(np.concatenate(found), 0))
    return METRICS[settings.metric].from_euclidean(distances)


def _nearest(vectors: Float32, rows: Int64, queries: Int64, settings: Dbscan) -> Float64:
    """Return the squared distance of each query to its neighbour; holds a block of rows only."""
    asked, asked_zero = _points(vectors, rows[queries], settings)
    squares = np.einsum("ij,ij->i", asked, asked)
    wanted = _neighbour(settings)
    best = np.full((len(queries), wanted + 1), np.inf)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        block, zero = _points(vectors, rows[start : start + ROWS_AT_ONCE], settings)
        squared = asked @ block.T
        squared *= -2
        squared += squares[:, None]
        squared += np.einsum("ij,ij->i", block, block)
        squared += asked_zero[:, None] != zero
        # The row itself is its 0-th neighbour, whatever rounding makes of its distance.
        own = np.flatnonzero((queries >= start) & (queries < start + len(block)))
        squared[own, queries[own] - start] = -np.inf
        both = np.hstack([best, squared])
        best = np.partition(both, wanted, axis=1)[:, : wanted + 1]
    return best[:, wanted]


def _points(vectors: Float32, rows: Int64, settings: Dbscan) -> tuple[Float64, Uint8]:
    # Not metric.points, which gives a block without a zero row fewer coordinates than others.
    points = POINTS[settings.metric](vectors[rows])
    return chosen(points, slice(None)), points.zero


def _neighbour(settings: Dbscan) -> int:
    return max(settings.min_samples - 1, 1)


def _large_enough(rows: Int64, settings: Dbscan) -> bool:
    return len(rows) > _neighbour(settings)


def _drawn_over_all(interval_rows: Sequence[Int64], settings: Dbscan, seed: int) -> list[Int64]:
    # What is drawn are memberships: a row in two intervals has a neighbour distance in each.
    counts = [len(rows) if _large_enough(rows, settings) else 0 for rows in interval_rows]
    ends = np.cumsum(counts)
    total = int(ends[-1])
    rng = rng_for(seed, "eps")
    drawn = np.sort(rng.choice(total, size=min(QUERIES, total), replace=False))
    starts = ends - counts
    return [
        drawn[(drawn >= start) & (drawn < end)] - start
        for start, end in zip(starts, ends, strict=True)
    ]


def _drawn_in_each(interval_rows: Sequence[Int64], settings: Dbscan, seed: int) -> list[Int64]:
    queries = []
    for index, rows in enumerate(interval_rows):
        size = min(ADAPTIVE_QUERIES, len(rows)) if _large_enough(rows, settings) else 0
        rng = rng_for(seed, "eps", index)
        queries.append(np.sort(rng.choice(len(rows), size=size, replace=False)))
    return queries


def _pooled(samples: Sequence[Float64]) -> list[Float64]:
    """Widen each interval's sample by its neighbours' until it is large enough."""
    pools = []
    for index in range(len(samples)):
        reach = 0
        pool = samples[index]
        while len(pool) < ADAPTIVE_MINIMUM and reach < len(samples):
            reach += 1
            pool = np.concatenate(samples[max(index - reach, 0) : index + reach + 1])
        pools.append(pool)
    return pools


def _quantile(distances: Float64, quantile: float, floor: float) -> float:
    return max(float(np.quantile(distances, quantile)), floor) if len(distances) else floor
