"""The scatter of all rows beside the graph: two coordinates per row."""

import numpy as np
from scipy.linalg import eigh

from topopress.config.schema import Projection
from topopress.core.arrays import Float32, Float64
from topopress.core.seeds import seed_for
from topopress.mapper.metrics import unit_vectors

ROWS_AT_ONCE = 4096
TSNE_COMPONENTS = 50
TSNE_MINIMUM = 4
"""Smallest number of rows for t-SNE; fewer are shown by their principal components."""


def project(vectors: Float32, settings: Projection, *, seed: int) -> Float32:
    """Return two coordinates of each row, shape (n_rows, 2).

    Args:
        vectors: Activation vectors, shape (n_rows, n_channels); may be memory-mapped.
        settings: ``pca`` or ``tsne``, and its perplexity.
        seed: Seed of t-SNE.
    """
    if settings.kind == "tsne" and len(vectors) >= TSNE_MINIMUM:
        return _tsne(vectors, settings.perplexity, seed)
    return principal_components(vectors, 2).astype(np.float32)


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
    n_rows, n_channels = vectors.shape
    mean, covariance = _moments(vectors)
    found = min(n_components, n_channels)
    _, axes = eigh(covariance, subset_by_index=[n_channels - found, n_channels - 1])
    axes = axes[:, ::-1]
    axes *= np.where(axes[np.abs(axes).argmax(axis=0), np.arange(found)] < 0, -1.0, 1.0)
    coordinates = np.zeros((n_rows, n_components))
    for start in range(0, n_rows, ROWS_AT_ONCE):
        block = np.asarray(vectors[start : start + ROWS_AT_ONCE], dtype=np.float64)
        coordinates[start : start + ROWS_AT_ONCE, :found] = (block - mean) @ axes
    return coordinates


def _moments(vectors: Float32 | Float64) -> tuple[Float64, Float64]:
    """Return the mean and the covariance of the rows, in two passes over blocks of them."""
    n_rows, n_channels = vectors.shape
    mean = np.asarray(vectors.mean(axis=0, dtype=np.float64))
    covariance = np.zeros((n_channels, n_channels))
    for start in range(0, n_rows, ROWS_AT_ONCE):
        block = np.asarray(vectors[start : start + ROWS_AT_ONCE], dtype=np.float64) - mean
        covariance += block.T @ block
    return mean, covariance / n_rows


def _tsne(vectors: Float32, perplexity: float, seed: int) -> Float32:
    """Embed by t-SNE (van der Maaten and Hinton 2008) from a start of principal components.

    The distance is the Euclidean one of the first 50 components of the unit vectors. So neighbours
    are rows of similar direction, as in a graph with the cosine metric; the lens shows the length
    of a row. The perplexity is at most (n_rows - 1) / 3: a row has at most a third of the others as
    neighbours.
    """
    from sklearn.manifold import TSNE  # a second to import, and a cached build needs none of it
    from threadpoolctl import threadpool_limits

    components = principal_components(unit_vectors(vectors), TSNE_COMPONENTS)
    spread = components[:, 0].std()
    if spread == 0:
        return np.zeros((len(vectors), 2), dtype=np.float32)
    tsne = TSNE(
        perplexity=min(perplexity, (len(vectors) - 1) / 3),
        init=(components[:, :2] / spread * 1e-4).astype(np.float32),
        random_state=seed_for(seed, "tsne") % 2**32,
    )
    # More threads would add up the forces in another order, and the bytes would differ.
    with threadpool_limits(limits=1):
        embedded: Float32 = tsne.fit_transform(components.astype(np.float32))
    return embedded
