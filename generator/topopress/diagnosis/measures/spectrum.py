"""How many directions a layer uses: effective rank, saturation, and units that never vary."""

from dataclasses import dataclass

import numpy as np

from topopress.core.arrays import Float32, Float64

DEAD_SHARE, DEAD_LEAST = 1e-4, 1e-6
"""A unit is dead whose deviation is below this share of the layer's largest plus this number."""
MOST_OF_IT = 0.99


@dataclass(frozen=True, slots=True)
class Spectrum:
    """The directions of a layer's rows.

    Attributes:
        rank: Effective rank: the participation ratio of the variances along principal components,
            their sum squared over the sum of their squares.
        saturation: Principal components with 99 % of the variance, as a share of the channels.
        dead: Share of the channels that never vary.
    """

    rank: float
    saturation: float
    dead: float


def spectrum(vectors: Float32 | Float64) -> Spectrum:
    """Return the directions of rows, shape (n_rows, n_channels)."""
    rows = np.asarray(vectors, np.float64)
    rows = rows - rows.mean(axis=0)
    deviation = rows.std(axis=0)
    dead = deviation < DEAD_LEAST + DEAD_SHARE * deviation.max(initial=0.0)
    # The smaller of the two matrices has the same eigenvalues but for zeros.
    gram = rows.T @ rows if rows.shape[1] <= len(rows) else rows @ rows.T
    variance = np.maximum(np.linalg.eigvalsh(gram / max(len(rows) - 1, 1)), 0)[::-1]
    total = float(variance.sum())
    if total <= 0:
        return Spectrum(0.0, 0.0, float(dead.mean()))
    needed = int(np.searchsorted(np.cumsum(variance) / total, MOST_OF_IT)) + 1
    rank = total**2 / float(variance @ variance)
    return Spectrum(rank, needed / rows.shape[1], float(dead.mean()))
