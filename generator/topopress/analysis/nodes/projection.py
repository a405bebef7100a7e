"""The scatters of all rows beside the graph: two coordinates for each row.

Every one is the same from build to build: PCA has nothing random in it; t-SNE (scikit-learn,
Barnes-Hut) and UMAP (umap-learn) start from principal components, are seeded and run on one thread.
Both work on the first 50 components of the unit vectors, so neighbours are rows of similar
direction, as in a graph with the cosine metric; the lens shows the length of a row.
"""

import warnings

import numpy as np

from topopress.core.arrays import Float32
from topopress.core.seeds import seed_for
from topopress.mapper.metrics import unit_vectors
from topopress.mapper.principal import principal_components, total_variance

COMPONENTS = 50
FEWEST = 4
"""Smallest number of rows for t-SNE and UMAP; fewer are shown by their principal components."""


def pca(vectors: Float32) -> tuple[Float32, float]:
    """Return the first two principal components, and their share of the variance.

    The vectors have the shape (n_rows, n_channels) and may be memory-mapped; the coordinates have
    the shape (n_rows, 2).
    """
    found = principal_components(vectors, 2)
    total = total_variance(vectors)
    share = float(found.var(axis=0).sum() / total) if total > 0 else 1.0
    return found.astype(np.float32), min(share, 1.0)


def tsne(vectors: Float32, *, perplexity: float, seed: int) -> Float32:
    """Embed by t-SNE (van der Maaten and Hinton 2008) from a start of principal components.

    The perplexity is at most (n_rows - 1) / 3: a row has at most a third of the others as
    neighbours. Vectors and coordinates have the shapes of ``pca``.
    """
    if len(vectors) < FEWEST:
        return pca(vectors)[0]
    from sklearn.manifold import TSNE  # a second to import, and a cached build needs none of it
    from threadpoolctl import threadpool_limits

    components = principal_components(unit_vectors(vectors), COMPONENTS)
    spread = components[:, 0].std()
    if spread == 0:
        return np.zeros((len(vectors), 2), dtype=np.float32)
    embedding = TSNE(
        perplexity=min(perplexity, (len(vectors) - 1) / 3),
        init=(components[:, :2] / spread * 1e-4).astype(np.float32),
        random_state=seed_for(seed, "tsne") % 2**32,
    )
    # More threads would add up the forces in another order, and the bytes would differ.
    with threadpool_limits(limits=1):
        embedded: Float32 = embedding.fit_transform(components.astype(np.float32))
    return embedded


def umap(vectors: Float32, *, n_neighbors: int, min_dist: float, seed: int) -> Float32:
    """Embed by UMAP (McInnes, Healy and Melville 2018) from a start of principal components.

    Vectors and coordinates have the shapes of ``pca``. There are at most n_rows - 1 neighbours.
    """
    if len(vectors) < FEWEST:
        return pca(vectors)[0]
    from threadpoolctl import threadpool_limits

    components = principal_components(unit_vectors(vectors), COMPONENTS)
    start = components[:, :2].astype(np.float32)
    if not start.std():
        return np.zeros((len(vectors), 2), dtype=np.float32)
    # It warns that TensorFlow, which it would need for something else, is not installed.
    with threadpool_limits(limits=1), warnings.catch_warnings(action="ignore"):
        from umap import UMAP

        embedding = UMAP(
            n_neighbors=min(n_neighbors, len(vectors) - 1),
            min_dist=min_dist,
            init=start if start.std(axis=0).all() else "random",  # it divides by the range
            random_state=seed_for(seed, "umap") % 2**32,
            n_jobs=1,
        )
        embedded: Float32 = embedding.fit_transform(components.astype(np.float32))
    return embedded
