"""The scatter of all rows beside the graph: two coordinates per row."""

import numpy as np

from topopress.config.schema import Projection
from topopress.core.arrays import Float32
from topopress.core.seeds import seed_for
from topopress.mapper.metrics import unit_vectors
from topopress.mapper.principal import principal_components

TSNE_COMPONENTS = 50
TSNE_MINIMUM = 4
"""Smallest number of rows for t-SNE; fewer are shown by their principal components."""


def project(vectors: Float32, settings: Projection, *, seed: int) -> Float32:
    """Return two coordinates of each row, shape (n_rows, 2).

    The vectors have the shape (n_rows, n_channels) and may be memory-mapped.
    """
    if settings.kind == "tsne" and len(vectors) >= TSNE_MINIMUM:
        return _tsne(vectors, settings.perplexity, seed)
    return principal_components(vectors, 2).astype(np.float32)


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
