"""Lenses: the number by which the rows of a layer are sorted before they are clustered."""

from collections.abc import Callable, Mapping

import numpy as np

from topopress.artifacts import Float32, Float64
from topopress.errors import ActivationError

ROWS_AT_ONCE = 4096

Lens = Callable[[Float32], Float64]


def l2_norm(vectors: Float32) -> Float64:
    """Return the Euclidean length of each row, summed in double precision.

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.

    Returns:
        Shape (n_rows,).
    """
    norms = np.empty(len(vectors))
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        block = np.asarray(vectors[start : start + ROWS_AT_ONCE], dtype=np.float64)
        norms[start : start + ROWS_AT_ONCE] = np.sqrt(np.einsum("ij,ij->i", block, block))
    return norms


LENSES: Mapping[str, Lens] = {"l2_norm": l2_norm}


def lens_values(vectors: Float32, name: str) -> Float64:
    """Return the named lens of each row, shape (n_rows,).

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels).
        name: A key of ``LENSES``.

    Raises:
        ActivationError: if there is no row, or a row has no finite lens value.
    """
    if len(vectors) == 0:
        raise ActivationError(
            "a layer without rows has no Mapper graph; give the exploration at least one sample."
        )
    lens = LENSES[name](vectors)
    broken = np.flatnonzero(~np.isfinite(lens))
    if len(broken):
        raise ActivationError(
            f"the lens '{name}' is not finite in {len(broken)} of {len(lens)} rows, first in row "
            f"{broken[0]}: the network returned NaN or infinity there. Check its weights and its "
            "preprocessing."
        )
    return lens
