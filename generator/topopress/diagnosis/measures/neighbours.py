"""What follows from nearest neighbours: the dimension of a layer, and the overlap of two."""

import numpy as np

from topopress.core.arrays import Float64, Int32

NEAREST = 10
KEPT = 0.9
"""Share of the ratios of distances that count; the largest are left out."""
LEAST_RATIOS = 20
_SAME = 1e-9


def two_nn(distance: Float64) -> float:
    """Return the intrinsic dimension by TwoNN; 0 where too few rows have distinct neighbours.

    Facco et al., "Estimating the intrinsic dimension of datasets by a minimal neighborhood
    information", 2017: the logarithm of the ratio of the distances to the second and to the first
    neighbour has an exponential distribution, whose rate is the dimension. Fitted through the
    origin; the largest tenth of the ratios is left out. Of equal neighbours one counts, and a row's
    own copies do not: the two smallest distances that differ are taken.

    Args:
        distance: To the nearest neighbours, ascending, shape (n_rows, 2 or more).
    """
    before = np.column_stack([np.zeros(len(distance)), distance[:, :-1]])
    least = _SAME * max(float(distance.max(initial=0.0)), 1e-300)
    differs = distance - before > np.maximum(least, _SAME * distance)
    known = differs.sum(axis=1) > 1
    first = differs[known].argmax(axis=1)
    rows = np.arange(len(first))
    differs = differs[known].copy()
    differs[rows, first] = False
    near = distance[known]
    ratio = np.sort(near[rows, differs.argmax(axis=1)] / near[rows, first])
    if len(ratio) < LEAST_RATIOS:
        return 0.0
    kept = ratio[: int(KEPT * len(ratio))]
    share = np.arange(1, len(kept) + 1) / len(ratio)
    x, y = np.log(np.maximum(kept, 1 + 1e-12)), -np.log(1 - share)
    return float((x @ y) / (x @ x))


def overlap(first: Int32, second: Int32) -> Float64:
    """Return for each row the share of its neighbours that both lists have, shape (n_rows,)."""
    both = (first[:, :, None] == second[:, None, :]).any(axis=2)
    return np.asarray(both.mean(axis=1))
