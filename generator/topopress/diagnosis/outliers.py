"""Outliers: samples that are far from many others in the direction of their vectors.

Foreign samples come in clumps, and each of a clump is near the others of it. So the distance is the
mean over more neighbours than a clump has: 100, and 5 % of many samples.
"""

import numpy as np

from topopress.core.arrays import Float32, Float64, Int32
from topopress.diagnosis.nearest import nearest

NEIGHBOURS = 100
SHARE = 0.05
_LARGEST_SHARE = 0.25
"""Of few samples, no more than this share are neighbours."""


def n_neighbours(n_rows: int) -> int:
    """Return over how many neighbours of each row the distance is averaged."""
    wanted = max(NEIGHBOURS, int(SHARE * n_rows))
    return max(1, min(wanted, int(_LARGEST_SHARE * n_rows), n_rows - 1))


def neighbourhood(vectors: Float32, k: int) -> tuple[Int32, Float64]:
    """Return the ``k`` nearest others of each row, and its mean distance to many, by the cosine."""
    many = n_neighbours(len(vectors))
    near = nearest(vectors, max(k, many), "cosine")
    far: Float64 = near.distance[:, :many].mean(1)
    return near.row[:, :k], far


def mean_rank(scores: list[Float64]) -> Float64:
    """Return the mean over layers of the share of rows that score lower, shape (n_rows,)."""
    from scipy.stats import rankdata

    ranks = [(rankdata(one) - 1) / max(len(one) - 1, 1) for one in scores]
    mean: Float64 = np.mean(ranks, axis=0)
    return mean
