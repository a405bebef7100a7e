"""How well a scatter keeps the neighbourhoods of the vectors, so that scatters can be compared.

Two figures of the ``NEAREST`` points nearest to a point: the share of them that are among the
vectors nearest to its vector; and the trustworthiness (Venna and Kaski 2001), which is 1 where all
are, and falls with the ranks that the others have among the vectors.
"""

import numpy as np

from topopress.core.arrays import Float32, Float64, Int64
from topopress.core.seeds import rng_for
from topopress.mapper.metrics import METRICS

NEAREST = 10
JUDGED = 500
"""Points at most whose neighbours are looked at; they are compared with all rows."""
ROWS_AT_ONCE = 4096
TIE = 1e-10
"""Share of squared lengths within which squared distances count as equal."""


def kept_neighbours(
    vectors: Float32, points: Float32, *, metric: str, seed: int
) -> tuple[float, float] | None:
    """Return the share of neighbours that are kept, and the trustworthiness.

    None where there are too few rows for ranks to have a meaning.

    Args:
        vectors: Shape (n_rows, n_channels); may be memory-mapped.
        points: The scatter, shape (n_rows, 2).
        metric: Distance between vectors, one of ``METRICS``.
        seed: Seed of the choice of points.
    """
    from threadpoolctl import threadpool_limits

    n_rows = len(points)
    if n_rows < 2 * NEAREST + 2:
        return None
    judged = np.arange(n_rows)
    if n_rows > JUDGED:
        judged = np.sort(rng_for(seed, "kept").choice(n_rows, JUDGED, replace=False))
    with threadpool_limits(limits=1):
        rank = _ranks(vectors, judged, _nearest_points(points, judged), metric)
    beyond = np.maximum(rank - NEAREST, 0).sum(axis=1).mean()
    scale = NEAREST * (2 * n_rows - 3 * NEAREST - 1)
    return float((rank <= NEAREST).mean()), float(1 - 2 * beyond / scale)


def _nearest_points(points: Float32, judged: Int64) -> Int64:
    """Return the rows of the points nearest to each judged one, shape (n_judged, NEAREST)."""
    from scipy.spatial import KDTree

    found = KDTree(points).query(points[judged], NEAREST + 1)[1]
    # Where several points are in one place, a point need not be the first of its own list.
    order = np.argsort(found == judged[:, None], axis=1, kind="stable")
    return np.take_along_axis(found, order, axis=1)[:, :NEAREST]


def _ranks(vectors: Float32, judged: Int64, near: Int64, metric: str) -> Int64:
    """Return the rank of these rows among the vectors, 1 for the nearest, in the shape of near."""
    points = METRICS[metric].points
    own, others = _centred(points(vectors[np.r_[judged, near.ravel()]]), len(judged))
    others = others.reshape(*near.shape, -1)
    lengths = (others**2).sum(axis=2)
    reach = lengths - 2 * np.einsum("ic,ikc->ik", own, others)
    reach -= TIE * (lengths + (own**2).sum(axis=1)[:, None])
    rank = np.ones(near.shape, np.int64)
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        rows = np.arange(start, min(start + ROWS_AT_ONCE, len(vectors)))
        own, others = _centred(points(vectors[np.r_[judged, rows]]), len(judged))
        distance = (others**2).sum(axis=1) - 2 * own @ others.T  # up to a number for each judged
        inside = (judged >= start) & (judged <= rows[-1])
        distance[inside, judged[inside] - start] = np.inf
        for k in range(near.shape[1]):
            rank[:, k] += (distance < reach[:, k, None]).sum(axis=1)
    return rank


def _centred(points: Float64, n_own: int) -> tuple[Float64, Float64]:
    """Return the first points and the others, around the mean of the first."""
    centred = points - points[:n_own].mean(axis=0)
    return centred[:n_own], centred[n_own:]
