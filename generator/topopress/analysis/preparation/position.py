"""Takes away from rows what their place in a sequence explains."""

import numpy as np

from topopress.core.arrays import Float32, Float64

DEGREE, DEGREE_OF_FEW = 4, 2
FEW = 200
"""Fewer rows than this get the lower degree."""
ROWS_AT_ONCE = 4096
NEGLIGIBLE = 1e-10
"""Share of the largest singular value below which a term repeats the others."""


def remove_position(vectors: Float32, position: Float64) -> None:
    """Subtract from each channel the polynomial of log(1 + position) that is nearest to it.

    Nearest by least squares; the polynomial has a constant term. The rows are changed in place,
    in blocks.

    Args:
        vectors: Shape (n_rows, n_channels); may be memory-mapped.
        position: Place of each row in its sequence, at least 0, shape (n_rows,).
    """
    basis = orthonormal_terms(position, DEGREE if len(position) >= FEW else DEGREE_OF_FEW)
    explained = np.zeros((basis.shape[1], vectors.shape[1]))
    blocks = [slice(k, k + ROWS_AT_ONCE) for k in range(0, len(vectors), ROWS_AT_ONCE)]
    for rows in blocks:
        explained += basis[rows].T @ np.asarray(vectors[rows], dtype=np.float64)
    for rows in blocks:
        vectors[rows] -= basis[rows] @ explained


def orthonormal_terms(position: Float64, degree: int) -> Float64:
    """Return columns that span the polynomials of log(1 + position), shape (n_rows, n_terms).

    Terms that others already give are left out, as where all positions are equal.
    """
    scale = np.log1p(position)
    scale = (scale - scale.mean()) / max(float(scale.std()), 1e-9)
    terms = np.stack([scale**power for power in range(degree + 1)], axis=1)
    axes, sizes, _ = np.linalg.svd(terms, full_matrices=False)
    return np.asarray(axes[:, sizes > NEGLIGIBLE * sizes[0]])
