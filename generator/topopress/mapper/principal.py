"""Principal components of the rows of a layer, read in blocks."""

from collections.abc import Iterator

import numpy as np

from topopress.core.arrays import Float32, Float64
from topopress.core.errors import ConfigError

ROWS_AT_ONCE = 4096
NEGLIGIBLE = 1e-12
"""Share of the variance below which a component is rounding error."""


def component(vectors: Float32, number: int) -> Float64:
    """Return each row's coordinate along a principal component, around the mean.

    The entry of largest size of an eigenvector, the first of several, is positive. A component
    without variance is 0 for every row.

    Args:
        vectors: Shape (n_rows, n_channels), finite, at least one row; may be memory-mapped.
        number: Number of the component, from 1, by decreasing variance.

    Raises:
        ConfigError: if there are fewer channels.
    """
    n_rows, n_channels = vectors.shape
    if number > n_channels:
        raise ConfigError(
            f"mapper.lens: 'component:{number}' of a layer with {n_channels} channels; there are "
            f"component:1 to component:{n_channels}"
        )
    mean = sum(block.sum(axis=0) for _, block in _blocks(vectors)) / n_rows
    direction = _direction(_covariance(vectors, mean), number)
    coordinates = np.empty(n_rows)
    for start, block in _blocks(vectors):
        coordinates[start : start + len(block)] = (block - mean) @ direction
    return coordinates


def _blocks(vectors: Float32) -> Iterator[tuple[int, Float64]]:
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        yield start, np.asarray(vectors[start : start + ROWS_AT_ONCE], dtype=np.float64)


def _covariance(vectors: Float32, mean: Float64) -> Float64:
    total = np.zeros((len(mean), len(mean)))
    for _, block in _blocks(vectors):
        centred = block - mean
        total += centred.T @ centred
    return total


def _direction(covariance: Float64, number: int) -> Float64:
    from scipy.linalg import eigh

    place = len(covariance) - number
    values, columns = eigh(covariance, subset_by_index=(place, place))
    if values[0] <= NEGLIGIBLE * np.trace(covariance):
        return np.zeros(len(covariance))
    direction: Float64 = columns[:, 0] * np.sign(columns[np.abs(columns[:, 0]).argmax(), 0])
    return direction
