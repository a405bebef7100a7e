"""Linear maps fitted with a penalty on their squared weights, on standardised channels."""

from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float32, Float64

_TINY, _SHARE = 1e-8, 1e-4
"""A channel is divided by its deviation and this share of the deviation of all, and this number."""


@dataclass(frozen=True, slots=True, eq=False)
class LinearMap:
    """A linear map of vectors: ``(x - mean) / deviation @ weights + offset``.

    Attributes:
        mean: Shape (n_channels,).
        deviation: Shape (n_channels,).
        weights: Shape (n_channels, n_targets).
        offset: Shape (n_targets,).
    """

    mean: Float64
    deviation: Float64
    weights: Float64
    offset: Float64

    def __call__(self, vectors: Float32 | Float64) -> Float64:
        """Return the targets of vectors, shape (n, n_targets)."""
        standard = (np.asarray(vectors, np.float64) - self.mean) / self.deviation
        return np.asarray(standard @ self.weights + self.offset)


def fitted(vectors: Float32 | Float64, targets: Float64, *, penalty: float) -> LinearMap:
    """Return the linear map with the least squared error and penalty.

    Where there are fewer rows than channels, the dual form gives the same weights.

    Args:
        vectors: Shape (n_rows, n_channels).
        targets: Shape (n_rows, n_targets).
        penalty: Weight of the squared weights, for each row.
    """
    rows = np.asarray(vectors, np.float64)
    mean, offset = rows.mean(axis=0), targets.mean(axis=0)
    deviation = rows.std(axis=0) + _TINY + _SHARE * rows.std()
    standard, wanted = (rows - mean) / deviation, targets - offset
    n_rows, n_channels = standard.shape
    if n_rows < n_channels:
        gram = standard @ standard.T + penalty * n_rows * np.eye(n_rows)
        weights = standard.T @ np.linalg.solve(gram, wanted)
    else:
        gram = standard.T @ standard + penalty * n_rows * np.eye(n_channels)
        weights = np.linalg.solve(gram, standard.T @ wanted)
    return LinearMap(mean, deviation, weights, offset)
