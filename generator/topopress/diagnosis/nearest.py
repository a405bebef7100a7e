"""The nearest samples of each, by exact distances, in blocks that fit into memory."""

from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float32, Float64, Int32
from topopress.diagnosis.ridge import squared_distances

BLOCK = 1_000
"""Rows whose distances to all others are in memory at once."""
_SAME = 1e-6
"""Distances below this share of the median are what rounding leaves of an exact copy."""


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """The nearest others of each row, nearest first, and how far they are: shape (n_rows, k)."""

    row: Int32
    distance: Float64


def nearest(vectors: Float32, k: int, metric: str = "euclidean") -> Nearest:
    """Return the ``k`` nearest others of each row; fewer where there are fewer.

    The metric is ``euclidean`` or ``cosine``; equal distances are in the order of the rows.
    """
    points = np.asarray(vectors, np.float64)
    if metric == "cosine":
        norms = np.linalg.norm(points, axis=1, keepdims=True)
        points = points / np.maximum(norms, 1e-12)
    k = min(k, len(points) - 1)
    rows, found = np.empty((len(points), k), np.int32), np.empty((len(points), k))
    for start in range(0, len(points), BLOCK):
        part = slice(start, start + BLOCK)
        squared = squared_distances(points[part], points)
        squared[squared < _SAME**2 * np.median(squared)] = 0
        own = np.arange(len(squared))
        squared[own, start + own] = np.inf
        rows[part], found[part] = _least(squared, k)
    return Nearest(rows, found / 2 if metric == "cosine" else np.sqrt(found))


def _least(values: Float64, k: int) -> tuple[Int32, Float64]:
    """Return the columns of the ``k`` least values of each row, least first, and the values."""
    columns = np.sort(np.argpartition(values, max(k - 1, 0), axis=1)[:, :k], axis=1)
    chosen = np.take_along_axis(values, columns, 1)
    order = np.argsort(chosen, axis=1, kind="stable")
    least = np.take_along_axis(columns, order, 1).astype(np.int32)
    return least, np.take_along_axis(chosen, order, 1)
