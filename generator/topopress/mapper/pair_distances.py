"""Radii of balls as shares of the pairs of rows that are within them."""

import numpy as np

from topopress.core.arrays import Float32, Float64
from topopress.core.seeds import rng_for
from topopress.mapper.exact.parallel import single_threaded
from topopress.mapper.lens import l2_norm
from topopress.mapper.metrics import METRICS

ROWS = 1000
"""Rows at most whose pairs are looked at."""


def pair_distances(vectors: Float32, metric: str, *, seed: int) -> Float64:
    """Return the distances of all pairs of rows, or of 1,000 rows drawn by the seed.

    The vectors have shape (n_rows, n_channels) and may be memory-mapped.
    """
    n = len(vectors)
    rows = np.sort(rng_for(seed, "pairs").permutation(n)[:ROWS])
    points = METRICS[metric].points(np.asarray(vectors[rows]))
    squares = np.einsum("ij,ij->i", points, points)
    with single_threaded():
        squared = squares[:, None] + squares - 2 * (points @ points.T)
    pairs = np.maximum(squared[np.triu_indices(len(rows), 1)], 0.0)
    return METRICS[metric].from_euclidean(np.sqrt(pairs))


def radius_at(vectors: Float32, metric: str, share: float, *, seed: int) -> float:
    """Return the distance within which a share of the pairs of rows are: six digits, above 0."""
    pairs = pair_distances(vectors, metric, seed=seed)
    floor = METRICS[metric].resolution(float(l2_norm(vectors).max()))
    found = float(np.quantile(pairs, share)) if len(pairs) else 0.0
    # The last digits of a product depend on the machine.
    return max(float(f"{found:.6g}"), floor)


def share_within(vectors: Float32, metric: str, radius: float, *, seed: int) -> float:
    """Return the share of the pairs of rows that are within a radius."""
    pairs = pair_distances(vectors, metric, seed=seed)
    return float((pairs <= radius).mean()) if len(pairs) else 0.0
