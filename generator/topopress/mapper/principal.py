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
    n_channels = vectors.shape[1]
    if number > n_channels:
        raise ConfigError(
            f"mapper.lens: 'component:{number}' of a layer with {n_channels} channels; there are "
            f"component:1 to component:{n_channels}"
        )
    mean, covariance = _moments(vectors)
    variances, axes = _axes(covariance, number)
    if variances[-1] <= NEGLIGIBLE * np.trace(covariance):
        return np.zeros(len(vectors))
    return _coordinates(vectors, mean, axes[:, -1:])[:, 0]


def component_of(new: Float32, vectors: Float32, number: int) -> Float64:
    """Return the coordinate of new rows along a principal component of others; see ``component``.

    ``new`` and ``vectors`` have shape (n_rows, n_channels), each with a number of rows of its own.
    """
    mean, covariance = _moments(vectors)
    variances, axes = _axes(covariance, number)
    if variances[-1] <= NEGLIGIBLE * np.trace(covariance):
        return np.zeros(len(new))
    return _coordinates(new, mean, axes[:, -1:])[:, 0]


def principal_components(vectors: Float32 | Float64, n_components: int) -> Float64:
    """Return the coordinates along the directions of largest variance.

    The largest entry of each direction is positive. If there are fewer directions (a single row, a
    single channel), the other coordinates are 0.

    Args:
        vectors: Shape (n_rows, n_channels).
        n_components: Number of directions.

    Returns:
        Shape (n_rows, n_components).
    """
    mean, covariance = _moments(vectors)
    found = min(n_components, vectors.shape[1])
    coordinates = _coordinates(vectors, mean, _axes(covariance, found)[1])
    return np.pad(coordinates, ((0, 0), (0, n_components - found)))


def total_variance(vectors: Float32 | Float64) -> float:
    """Return the sum of the variances of all channels."""
    mean = vectors.mean(axis=0, dtype=np.float64)
    return sum(float(((block - mean) ** 2).sum()) for _, block in _blocks(vectors)) / len(vectors)


def _blocks(vectors: Float32 | Float64) -> Iterator[tuple[slice, Float64]]:
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        yield rows, np.asarray(vectors[rows], dtype=np.float64)


def _moments(vectors: Float32 | Float64) -> tuple[Float64, Float64]:
    """Return the mean and the covariance of the rows, in two passes, in double precision."""
    mean = np.asarray(vectors.mean(axis=0, dtype=np.float64))
    covariance = np.zeros((len(mean), len(mean)))
    for _, block in _blocks(vectors):
        centred = block - mean
        covariance += centred.T @ centred
    return mean, covariance / len(vectors)


def _axes(covariance: Float64, number: int) -> tuple[Float64, Float64]:
    """Return the largest variances and their directions, shape (n_channels, number)."""
    from scipy.linalg import eigh

    last = len(covariance) - 1
    variances, axes = eigh(covariance, subset_by_index=[last - number + 1, last])
    axes = axes[:, ::-1]
    axes *= np.where(axes[np.abs(axes).argmax(axis=0), np.arange(number)] < 0, -1.0, 1.0)
    return variances[::-1], axes


def _coordinates(vectors: Float32 | Float64, mean: Float64, axes: Float64) -> Float64:
    coordinates = np.empty((len(vectors), axes.shape[1]))
    for rows, block in _blocks(vectors):
        coordinates[rows] = (block - mean) @ axes
    return coordinates
