"""The null models: copies of rows in which structure is chance.

Which of them a graph is compared with follows from its clusterer (``Clusterer.verdict``): those
that find nothing in shuffled rows are compared with Gaussian copies.
"""

from topopress.analysis.gaussian import Draw, gaussian_copies, gaussian_copies_within
from topopress.analysis.shuffling import shuffled, shuffled_within
from topopress.core.arrays import Float32, Int32
from topopress.mapper.types import NullModel


def copies(model: NullModel, vectors: Float32) -> Draw:
    """Return what draws copies of rows, shape (n_rows, n_channels)."""
    if model == "gaussian":
        return gaussian_copies(vectors)
    return lambda rng: shuffled(vectors, rng)


def copies_within(model: NullModel, vectors: Float32, group: Int32) -> Draw:
    """Return what draws copies in which the groups of rows stay apart.

    ``group`` is the number of each row's group, -1 for none, shape (n_rows,).
    """
    if model == "gaussian":
        return gaussian_copies_within(vectors, group)
    return lambda rng: shuffled_within(vectors, group, rng)
