"""A radius that is read off the data.

It is a quantile of the distance to the ``min_samples - 1``-th neighbour (the row itself not
counted): the radius at which that share of the rows would be core rows. Neighbours are searched
among *all* rows of the interval, because among fewer rows they are farther apart.
"""

from collections.abc import Sequence

import numpy as np

from topopress.core.arrays import Float32, Float64, Int64, Uint8
from topopress.core.seeds import rng_for
from topopress.mapper.exact.parallel import single_threaded
from topopress.mapper.exact.points import POINTS
from topopress.mapper.exact.points import chosen as chosen_points
from topopress.mapper.lens import l2_norm
from topopress.mapper.metrics import METRICS
from topopress.mapper.types import CoreRule, Rows

QUERIES = 1000
"""Query rows of all intervals together, for a single radius."""
ADAPTIVE_QUERIES = 200
"""Query rows of each interval, for adaptive radii."""
ADAPTIVE_MINIMUM = 50
"""Smallest number of distances for an adaptive radius; missing ones come from near intervals."""
QUERIES_AT_ONCE = 1024
ROWS_AT_ONCE = 1024


def radii(
    vectors: Float32,
    interval_rows: Rows,
    rule: CoreRule,
    quantile: float,
    *,
    adaptive: bool,
    seed: int,
) -> Float64:
    """Return the quantile of neighbour distances, of all intervals or of each if ``adaptive``.

    The radii have shape (n_intervals,).
    """
    if adaptive:
        queries = _drawn_in_each(interval_rows, rule, seed)
        pools = _pooled(_sampled(vectors, interval_rows, queries, rule))
    else:
        pools = [neighbour_curve(vectors, interval_rows, rule, seed=seed)] * len(interval_rows)
    # A quantile can be 0, where most rows are duplicates.
    floor = METRICS[rule.metric].resolution(float(l2_norm(vectors).max()))
    found = [
        max(float(np.quantile(pool, quantile)), floor) if len(pool) else floor for pool in pools
    ]
    return np.array(found, dtype=np.float64)


def neighbour_curve(vectors: Float32, interval_rows: Rows, rule: CoreRule, *, seed: int) -> Float64:
    """Return the sorted neighbour distances of query rows of all intervals."""
    queries = _drawn_over_all(interval_rows, rule, seed)
    return np.sort(np.concatenate(_sampled(vectors, interval_rows, queries, rule)))


def _sampled(
    vectors: Float32, interval_rows: Rows, queries: Sequence[Int64], rule: CoreRule
) -> list[Float64]:
    with single_threaded():
        return [
            neighbour_distances(vectors, rows, chosen, rule)
            for rows, chosen in zip(interval_rows, queries, strict=True)
        ]


def neighbour_distances(vectors: Float32, rows: Int64, queries: Int64, rule: CoreRule) -> Float64:
    """Return the distance of query rows to their ``min_samples - 1``-th neighbour.

    With ``min_samples = 1`` it is the distance to the nearest neighbour. Queries are places in the
    rows of the interval, shape (n_queries,). Distances are in units of the metric.
    """
    if len(queries) == 0:
        return np.empty(0)
    found = [
        _nearest(vectors, rows, queries[start : start + QUERIES_AT_ONCE], rule)
        for start in range(0, len(queries), QUERIES_AT_ONCE)
    ]
    distances = np.sqrt(np.maximum(np.concatenate(found), 0))
    return METRICS[rule.metric].from_euclidean(distances)


def _nearest(vectors: Float32, rows: Int64, queries: Int64, rule: CoreRule) -> Float64:
    """Return the squared distance of each query to its neighbour; holds a block of rows only."""
    asked, asked_zero = _points(vectors, rows[queries], rule)
    squares = np.einsum("ij,ij->i", asked, asked)
    wanted = _neighbour(rule)
    best = np.full((len(queries), wanted + 1), np.inf)
    for start in range(0, len(rows), ROWS_AT_ONCE):
        block, zero = _points(vectors, rows[start : start + ROWS_AT_ONCE], rule)
        squared = asked @ block.T
        squared *= -2
        squared += squares[:, None]
        squared += np.einsum("ij,ij->i", block, block)
        squared += asked_zero[:, None] != zero
        # The row itself is its 0-th neighbour, whatever rounding makes of its distance.
        within = np.flatnonzero((queries >= start) & (queries < start + len(block)))
        squared[within, queries[within] - start] = -np.inf
        both = np.hstack([best, squared])
        best = np.partition(both, wanted, axis=1)[:, : wanted + 1]
    return best[:, wanted]


def _points(vectors: Float32, rows: Int64, rule: CoreRule) -> tuple[Float64, Uint8]:
    # Not metric.points, which gives a block without a zero row fewer coordinates than others.
    points = POINTS[rule.metric](vectors[rows])
    return chosen_points(points, slice(None)), points.zero


def _neighbour(rule: CoreRule) -> int:
    return max(rule.min_samples - 1, 1)


def _large_enough(rows: Int64, rule: CoreRule) -> bool:
    return len(rows) > _neighbour(rule)


def _drawn_over_all(interval_rows: Rows, rule: CoreRule, seed: int) -> list[Int64]:
    # What is drawn are memberships: a row in two intervals has a neighbour distance in each.
    counts = [len(rows) if _large_enough(rows, rule) else 0 for rows in interval_rows]
    ends = np.cumsum(counts)
    total = int(ends[-1])
    rng = rng_for(seed, "eps")
    drawn = np.sort(rng.choice(total, size=min(QUERIES, total), replace=False))
    starts = ends - counts
    return [
        drawn[(drawn >= start) & (drawn < end)] - start
        for start, end in zip(starts, ends, strict=True)
    ]


def _drawn_in_each(interval_rows: Rows, rule: CoreRule, seed: int) -> list[Int64]:
    queries = []
    for index, rows in enumerate(interval_rows):
        size = min(ADAPTIVE_QUERIES, len(rows)) if _large_enough(rows, rule) else 0
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
